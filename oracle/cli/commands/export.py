"""`proofgrad export`: the accepted proofs in Lean's export format, for any other kernel to judge."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.progress import Bar
from proofgrad.oracle.cli.typed import project_folder
from proofgrad.oracle.report.model import envelope
from proofgrad.oracle.report.neutral import neutral

__all__ = ["execute"]


def execute(options: argparse.Namespace, out: Output) -> int:
    """Write the file. What is said goes to stderr where stdout is the file."""
    from proofgrad.bridge.checking.exporting import export_project

    to_stdout = options.output == "-"
    if to_stdout and (out.json or sys.stdout.isatty()):
        where = "stdout is JSON with --format json" if out.json else "stdout is a terminal"
        raise UsageError(f"{where}: where shall the export go?", hint="-o FILE, such as -o proofs.ndjson.xz")
    with Bar(out, "Lean modules") as bar:
        found = export_project(
            sys.stdout.buffer if to_stdout else Path(options.output),
            project_folder(options),
            unsafe=options.unsafe,
            timeout=options.timeout,
            on_event=bar.event,
        )
    body = found.to_json()
    out.document(envelope("export", {**body, "file": options.output}))
    if not out.json:
        for problem in found.problems:
            if problem.severity != "warning" or out.verbose:
                print(neutral(str(problem)), file=sys.stderr)
        if found.written is None:
            print("export: nothing is written, because not all of it is accepted", file=sys.stderr)
        else:
            written = found.written
            left = f"; left out: {len(written.unsafe)} unsafe or partial" if written.unsafe else ""
            text = f"export: {written.declarations:,} declarations, {written.terms:,} terms{left}"
            out.note(f"{text}; SHA-256 of the text: {found.sha256}")
    return found.exit_code
