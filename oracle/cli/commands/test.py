"""`proofgrad test`: kernels against the proven formulas."""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.typed import progress_of, test_options
from proofgrad.oracle.report.summary import exit_code, summarise, verdict_outcome
from proofgrad.oracle.work.backend import backend_target, kernels_named
from proofgrad.oracle.work.check import catalogue_at_once, catalogue_part
from proofgrad.oracle.work.nodes import names_exist, pick
from proofgrad.oracle.work.prove import is_name
from proofgrad.oracle.work.test import test_part

if TYPE_CHECKING:
    from proofgrad.bridge.catalogue import Node
    from proofgrad.oracle.report.model import NodeJson, TestJson
    from proofgrad.oracle.work.options import TestOptions

__all__ = ["execute"]


def execute(options: argparse.Namespace, out: Output) -> int:
    """Test all nodes, or the named ones."""
    with contextlib.suppress(OSError, ValueError):  # stderr may be no file
        if not faulthandler.is_enabled():
            faulthandler.enable()  # a kernel that crashes this process is seen in the traceback
    wanted, progress = test_options(options), progress_of(out)
    wanted.chosen_dtypes()  # a wrong command line, or a missing framework, is told before Lean is started
    if wanted.formula is not None:
        nodes: Sequence[Node] = [_proven(wanted, options, out)]
        test = test_part(wanted, progress, nodes)
        return _told(test, out)
    target = backend_target(wanted.backend, isolate=wanted.isolate)
    names_exist(options.names, wanted.project)
    alone = options.program and not options.names  # only programs were asked for
    catalogue = None
    if not alone and wanted.project is None and not wanted.require_proof:
        catalogue = catalogue_at_once(options.names)
    if not alone and catalogue is None:
        catalogue = catalogue_part(wanted.project, progress, timeout=wanted.timeout)
    names = options.names or kernels_named(target, options.backend, catalogue)
    test = test_part(wanted, progress, pick(catalogue, names) if catalogue else ())
    return _told(test, out)


def _proven(wanted: TestOptions, options: argparse.Namespace, out: Output) -> Node:
    """The node of --formula. Raises UsageError where there is nothing to test it with."""
    from proofgrad.oracle.work.prove import captured, prove_part

    if options.names or options.program or options.project:
        raise UsageError("--formula names what is tested: no NODE, --program or --project with it")
    target = backend_target(wanted.backend, isolate=wanted.isolate)
    if ":" not in wanted.backend or isinstance(target, Mapping):
        raise UsageError(
            "--formula is tested with one kernel of yours", hint="--backend MODULE:ATTR names a function"
        )
    assert wanted.formula is not None
    name = wanted.backend.rpartition(":")[2]
    formula = captured(
        wanted.formula,
        name=name if is_name(name) else None,
        parameters=[name for name, _ in wanted.params],
        assume=wanted.assume,
    )
    with progress_of(out)("Lean modules") as meter:
        node = prove_part(formula, timeout=wanted.timeout, on_event=meter.event).node
    if not out.json and not out.quiet and node.formula is not None:
        from rich.text import Text

        from proofgrad.bridge.catalogue.serial import node_to_json
        from proofgrad.oracle.report.summary import proved_text

        lines = [
            f"{node.short_name}: {proved_text(cast('NodeJson', node_to_json(node)))}",
            f"  f(x)  = {node.formula.f_text}",
            f"  f'(x) = {node.formula.df_text}",
            "",
        ]
        out.show(Text("\n".join(lines)))
    return node


def _told(test: TestJson, out: Output) -> int:
    out.document(test)
    if not out.json:
        from proofgrad.oracle.report.kernels_text import kernels_table, proof_lines, trouble_lines
        from proofgrad.oracle.report.terminal import outcome_line

        if not out.quiet:
            out.show(kernels_table(test, verbose=out.verbose))
        else:
            out.show(proof_lines(test))
            out.show(trouble_lines(test, inputs=False))
        out.show(outcome_line(summarise({"test": test})))
    return exit_code(verdict_outcome(test))
