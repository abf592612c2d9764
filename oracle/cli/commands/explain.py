"""`proofgrad explain`: what a node computes, what is proven of it and why so, on what the proof stands."""

from __future__ import annotations

import argparse

from proofgrad.bridge.errors import EXIT_OK
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.progress import Bar
from proofgrad.oracle.cli.typed import project_folder
from proofgrad.oracle.report.model import envelope

__all__ = ["execute"]


def execute(options: argparse.Namespace, out: Output) -> int:
    """Explain one node. Statuses are told, not judged: `check` and `nodes` judge."""
    from proofgrad.oracle.api import explain

    with Bar(out, "Lean modules") as bar:
        found = explain(
            options.node,
            at=options.at,
            goal=options.goal,
            params=dict(options.param),
            depth=options.depth,
            digits=options.digits,
            project=project_folder(options),
            timeout=options.timeout,
            on_event=bar.event,
        )
    out.document(envelope("explain", found.to_json()))
    if not out.json:
        from proofgrad.oracle.report.sections import text_lines

        out.lines(text_lines(found.sections, out.width))
    return EXIT_OK
