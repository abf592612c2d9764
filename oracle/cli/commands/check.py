"""`proofgrad check`: are the proofs accepted?"""

from __future__ import annotations

import argparse

from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.parts import check_part
from proofgrad.oracle.report.summary import check_outcome, exit_code

__all__ = ["execute"]


def execute(options: argparse.Namespace, out: Output) -> int:
    """Check, and print the problems and the counts."""
    check = check_part(options, out)
    out.document(check)
    if not out.json:
        from proofgrad.oracle.report.summary import summarise
        from proofgrad.oracle.report.terminal import check_lines, outcome_line

        out.show(check_lines(check, quiet=out.quiet), outcome_line(summarise({"check": check})))
    return exit_code(check_outcome(check))
