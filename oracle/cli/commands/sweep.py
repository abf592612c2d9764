"""`proofgrad sweep`: every input of a format, certified."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.typed import progress_of, project_folder
from proofgrad.oracle.report.model import envelope
from proofgrad.oracle.report.summary import exit_code, worst_exit
from proofgrad.oracle.work.backend import backend_target
from proofgrad.oracle.work.check import catalogue_part
from proofgrad.oracle.work.nodes import pick
from proofgrad.oracle.work.sweep import SweepOptions, sweeps

__all__ = ["execute"]

_OUTCOMES = {"pass": "ok", "fail": "failed"}


def execute(options: argparse.Namespace, out: Output) -> int:
    """Sweep the kernels of the named nodes."""
    wanted = sweep_options(options)
    backend_target(wanted.backend)
    progress = progress_of(out)
    catalogue = catalogue_part(wanted.project, progress, timeout=options.timeout)
    found = sweeps(wanted, pick(catalogue, options.names), progress)
    body = envelope("sweep", {"sweeps": [s.to_json() for s in found]})
    out.document(body)
    if options.out:
        from proofgrad.oracle.report.files import write_text

        write_text(Path(options.out), json.dumps(body, indent=2) + "\n")
        out.note(f"written: {options.out}")
    if not out.json:
        from proofgrad.oracle.report.sections import text_lines
        from proofgrad.oracle.report.sweep_text import sweep_section

        out.lines(text_lines([sweep_section(s, verbose=out.verbose) for s in found], out.width))
    return worst_exit(exit_code(_OUTCOMES.get(s.verdict, "inconclusive")) for s in found)


def sweep_options(options: argparse.Namespace) -> SweepOptions:
    """The typed options. Raises UsageError for segments, a part or a time that make no sense."""
    what = tuple(part for text in options.what or ("forward,jvp",) for part in text.split(","))
    if wrong := [part for part in what if part not in ("forward", "jvp")]:
        raise UsageError(f"no part {wrong[0]!r} to sweep", hint="--what forward, jvp, or forward,jvp")
    return SweepOptions(
        project=project_folder(options),
        backend=options.backend,
        dtype=options.dtype,
        what=what,
        params=tuple(options.param),
        segments=options.segments,
        budget=options.budget,
        jobs=options.jobs,
        scheduler=options.scheduler,
        fresh=options.fresh,
        limit=options.max_ulp,
    )
