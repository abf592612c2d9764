"""`proofgrad test`: kernels against the proven formulas."""

from __future__ import annotations

import argparse
import contextlib
import faulthandler

from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.typed import progress_of, test_options
from proofgrad.oracle.report.summary import exit_code, summarise, verdict_outcome
from proofgrad.oracle.work.backend import backend_target, kernels_named
from proofgrad.oracle.work.check import catalogue_part
from proofgrad.oracle.work.nodes import pick
from proofgrad.oracle.work.test import test_part

__all__ = ["execute"]


def execute(options: argparse.Namespace, out: Output) -> int:
    """Test all nodes, or the named ones."""
    with contextlib.suppress(OSError, ValueError):  # stderr may be no file
        if not faulthandler.is_enabled():
            faulthandler.enable()  # a kernel that crashes this process is seen in the traceback
    wanted, progress = test_options(options), progress_of(out)
    wanted.chosen_dtypes()  # a wrong command line, or a missing framework, is told before Lean is started
    target = backend_target(wanted.backend, isolate=wanted.isolate)
    alone = options.program and not options.names  # only programs were asked for
    catalogue = None if alone else catalogue_part(wanted.project, progress, timeout=wanted.timeout)
    names = options.names or kernels_named(target, options.backend, catalogue)
    test = test_part(wanted, progress, pick(catalogue, names) if catalogue else ())
    out.document(test)
    if not out.json:
        from proofgrad.oracle.report.terminal import kernels_table, outcome_line, verdict_line

        if not out.quiet:
            out.show(kernels_table(test, verbose=out.verbose))
        else:
            out.show([verdict_line(v, v["what"]) for v in test["verdicts"] if v["verdict"] != "pass"])
        out.show(outcome_line(summarise({"test": test})))
    return exit_code(verdict_outcome(test))
