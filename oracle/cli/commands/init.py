"""`proofgrad init`: a small Lean project that stands on the installed library."""

from __future__ import annotations

import argparse
from pathlib import Path

from proofgrad.bridge.errors import EXIT_OK
from proofgrad.bridge.proving.new_project import write_project
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.report.model import envelope

__all__ = ["execute"]


def execute(options: argparse.Namespace, out: Output) -> int:
    """Write the project."""
    folder = Path(options.folder)
    files = write_project(folder)
    out.document(envelope("init", {"files": [str(file) for file in files]}))
    if not out.json:
        from rich.text import Text

        lines = [f"written: {file}" for file in files]
        out.show(Text("\n".join([*lines, "", f"next: proofgrad nodes --project {folder}"])))
    return EXIT_OK
