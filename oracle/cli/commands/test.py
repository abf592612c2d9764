"""`proofgrad test`: kernels against the proven formulas."""

from __future__ import annotations

import argparse

from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.parts import nodes_part, pick_nodes, test_part
from proofgrad.oracle.report.summary import exit_code, verdict_outcome

__all__ = ["execute"]


def execute(options: argparse.Namespace, out: Output) -> int:
    """Test all nodes, or the named ones."""
    test = test_part(options, out, pick_nodes(nodes_part(options, out), options.names))
    out.document(test)
    if not out.json:
        from proofgrad.oracle.report.terminal import outcome_line, test_table
        from proofgrad.oracle.report.summary import summarise

        if not out.quiet:
            out.show(test_table(test, verbose=out.verbose))
        out.show(outcome_line(summarise({"test": test})))
    return exit_code(verdict_outcome(test))
