"""`proofgrad report`: write the report in any format, of a new run or of a saved one."""

from __future__ import annotations

import argparse
from pathlib import Path

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.parts import main_job
from proofgrad.oracle.report.compare import changes
from proofgrad.oracle.report.files import FORMATS, load_run, write_report
from proofgrad.oracle.report.summary import exit_code, summarise

__all__ = ["execute"]


def execute(options: argparse.Namespace, out: Output) -> int:
    """Write the files asked for, or print the report. The exit code is the run's, whatever the format."""
    files = {fmt: Path(path) for fmt in FORMATS if (path := getattr(options, fmt))}
    if not files and not options.source and not options.compare:
        raise UsageError("nothing to write", hint="name a file: proofgrad report --html report.html")
    old = load_run(Path(options.compare)) if options.compare else None
    run = load_run(Path(options.source)) if options.source else main_job(options, out)
    for fmt, path in files.items():
        write_report(run, path, fmt, old)
        out.note(f"written: {path}")
    summary = summarise(run)
    out.document(run if old is None else {**run, "changes": changes(old, run)})
    if not out.json:
        from proofgrad.oracle.report.terminal import change_lines, outcome_line, report

        if not files and not out.quiet:
            out.show(report(run, verbose=out.verbose))
        else:
            out.show(outcome_line(summary))
        if old is not None:
            out.show(change_lines(changes(old, run)))
    return exit_code(summary.outcome)
