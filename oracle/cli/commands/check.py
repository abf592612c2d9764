"""`proofgrad check`: are the proofs accepted?"""

from __future__ import annotations

import argparse

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.typed import check_options, progress_of
from proofgrad.oracle.report.model import Run
from proofgrad.oracle.report.summary import check_outcome, exit_code
from proofgrad.oracle.work.check import check_part

__all__ = ["ARENA", "execute"]

ARENA = {"ok": 0, "failed": 1, "inconclusive": 2}
"""Exit codes of checkers in Lean's kernel arena: accepted, rejected, declined."""


def execute(options: argparse.Namespace, out: Output) -> int:
    """Check, and print the problems and the counts."""
    if options.arena and options.export is None:
        raise UsageError("--arena is about an export file", hint="proofgrad check --export FILE --arena")
    check = check_part(check_options(options), progress_of(out))
    out.document(check)
    if not out.json:
        from proofgrad.oracle.report.summary import summarise
        from proofgrad.oracle.report.terminal import check_line, outcome_line, problem_lines

        run: Run = {"check": check}
        out.show(problem_lines(run, quiet=out.quiet))
        if not out.quiet:
            out.show(check_line(check))
        out.show(outcome_line(summarise(run)))
    outcome = check_outcome(check)
    return ARENA.get(outcome, ARENA["inconclusive"]) if options.arena else exit_code(outcome)
