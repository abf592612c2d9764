"""`proofgrad run`: the main job."""

from __future__ import annotations

import argparse
from pathlib import Path

from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.typed import check_options, progress_of, test_options
from proofgrad.oracle.report.annotations import github
from proofgrad.oracle.report.files import write_report
from proofgrad.oracle.report.source_links import SourceLinks
from proofgrad.oracle.report.summary import exit_code, summarise
from proofgrad.oracle.work.main_job import main_job

__all__ = ["execute"]

FILES = {"html": "report.html", "json": "report.json"}


def execute(options: argparse.Namespace, out: Output) -> int:
    """Check, read, test; print the report, and write it as HTML and JSON into --out."""
    links = SourceLinks(options.source_url)
    run = main_job(
        check_options(options), test_options(options), progress_of(out), None if out.json else out.error
    )
    folder = Path(options.out)
    for fmt, name in FILES.items():
        write_report(run, folder / name, fmt, links=links)
    summary = summarise(run)
    out.document(run)
    if not out.json:
        from proofgrad.oracle.report.terminal import outcome_line, problem_lines, report

        if out.quiet:
            out.show(problem_lines(run, quiet=True), outcome_line(summary))
        else:
            out.show(report(run, verbose=out.verbose, width=out.width))
        out.note(f"written: {', '.join(str(folder / name) for name in FILES.values())}")
    if options.annotations:
        out.annotate(github(run, options.source_root))
    return exit_code(summary.outcome)
