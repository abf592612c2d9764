"""`proofgrad bound`: a proven bound of a kernel's rounding errors, beside what is measured."""

from __future__ import annotations

import argparse

from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.typed import progress_of
from proofgrad.oracle.report.summary import exit_code, worst_exit
from proofgrad.oracle.work.bound import bound_kernel, bound_lines, bounds_json, subject_named
from proofgrad.oracle.work.check import catalogue_part
from proofgrad.oracle.work.kept_bounds import keep, key_of
from proofgrad.oracle.work.nodes import pick
from proofgrad.oracle.work.test import number, own_parameters

__all__ = ["execute"]

_OUTCOMES = {"pass": "ok", "fail": "failed"}


def execute(options: argparse.Namespace, out: Output) -> int:
    """Trace, prove, evaluate, measure."""
    from proofgrad.bridge.proving.bound import BoundProver
    from proofgrad.oracle.difftest import DEFAULT_PARAMETERS
    from proofgrad.oracle.ulp import format_of

    fmt = format_of(options.dtype)
    what = tuple(options.what or ("forward",))
    given = {name: number(name, text) for name, text in options.param}
    progress = progress_of(out)
    nodes = pick(catalogue_part(None, progress, timeout=options.timeout), [options.node])
    with progress("Lean modules") as meter:
        prover = BoundProver(timeout=options.timeout, on_event=meter.event)
    results = []
    for node in nodes:
        params = {p: DEFAULT_PARAMETERS.get(p, 1.0) for p in node.parameters} | own_parameters(node, given)
        for part in what:
            subject = subject_named(options.kernel, node.short_name, part, params, fmt)
            with progress(f"{node.short_name} {part}") as meter:
                result = bound_kernel(
                    prover,
                    node,
                    subject,
                    fmt,
                    kernel=options.kernel,
                    what=part,
                    params=params,
                    span=options.range,
                    limit=options.max_ulp,
                    on_piece=meter.update,
                )
            keep(key_of(node, options.kernel, part, fmt.name, params), result)
            results.append(result)
    out.document(bounds_json(results))
    if not out.json:
        out.lines(
            (line, "title" if not line.startswith(" ") else "") for r in results for line in bound_lines(r)
        )
    return worst_exit(exit_code(_OUTCOMES.get(r.verdict, "inconclusive")) for r in results)
