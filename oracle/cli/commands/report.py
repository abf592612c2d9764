"""`proofgrad report`: write the report in any format, of a new run or of a saved one."""

from __future__ import annotations

import argparse
from pathlib import Path

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.typed import check_options, progress_of, test_options
from proofgrad.oracle.report.annotations import github
from proofgrad.oracle.report.compare import changes
from proofgrad.oracle.report.files import FORMATS, load_run, write_report
from proofgrad.oracle.report.source_links import SourceLinks
from proofgrad.oracle.report.summary import exit_code, summarise
from proofgrad.oracle.work.main_job import main_job

__all__ = ["execute"]


_OF_A_SAVED_RUN = frozenset(
    {"source", "compare", "annotations", "source_url", "source_root", "format", "quiet", "verbose", "debug"}
)


def _unused(options: argparse.Namespace) -> list[str]:
    """The options given that have no meaning for a saved run."""
    from proofgrad.oracle.cli.parser import build

    defaults = vars(build().parse_args(["report"]))
    given = [name for name, value in vars(options).items() if value != defaults.get(name)]
    return [f"--{name.replace('_', '-')}" for name in given if name not in _OF_A_SAVED_RUN.union(FORMATS)]


def execute(options: argparse.Namespace, out: Output) -> int:
    """Write the files asked for, or print the report. The exit code is the run's, whatever the format."""
    files = {fmt: Path(path) for fmt in FORMATS if (path := getattr(options, fmt))}
    if not (files or options.source or options.compare or options.annotations):
        raise UsageError("nothing to write", hint="name a file: proofgrad report --html report.html")
    if options.source and (unused := _unused(options)):
        raise UsageError(
            f"--from takes a saved run, and nothing is run anew: {', '.join(unused)} would change nothing",
            hint=f"leave out {'it' if len(unused) == 1 else 'them'}, or --from",
        )
    old = load_run(Path(options.compare)) if options.compare else None
    links = SourceLinks(options.source_url)
    if options.source:
        run = load_run(Path(options.source))
    else:
        told = None if out.json else out.error
        run = main_job(check_options(options), test_options(options), progress_of(out), told)
    for fmt, path in files.items():
        write_report(run, path, fmt, old, links=links, root=options.source_root)
        out.note(f"written: {path}")
    summary = summarise(run)
    out.document(run if old is None else {**run, "changes": changes(old, run)})
    if not out.json:
        from proofgrad.oracle.report.terminal import change_lines, outcome_line, report

        if not files and not out.quiet:
            out.show(report(run, verbose=out.verbose, width=out.width))
        else:
            out.show(outcome_line(summary))
        if old is not None:
            out.show(change_lines(changes(old, run)))
    if options.annotations:
        out.annotate(github(run, options.source_root))
    return exit_code(summary.outcome)
