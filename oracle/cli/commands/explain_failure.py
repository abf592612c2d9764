"""`proofgrad explain-failure`: what the words of a failure mean."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from itertools import groupby

from proofgrad.bridge.errors import EXIT_OK
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.report.failure_words import entries, matching
from proofgrad.oracle.report.model import envelope

__all__ = ["execute"]


def execute(options: argparse.Namespace, out: Output) -> int:
    """Print what the page says of the words; all of it without words."""
    from proofgrad.oracle.report.sections import Row, Section, text_lines

    asked = " ".join(options.words)
    found = matching(asked) if asked else entries()
    out.document(envelope("explain-failure", {"entries": [asdict(entry) for entry in found]}))
    sections = [
        Section(name, tuple(Row("", f"{e.words}: {e.meaning}" if e.words else e.meaning) for e in rows))
        for name, rows in groupby(found, key=lambda entry: entry.section)
    ]
    out.lines(text_lines(sections, out.width))
    return EXIT_OK
