"""`proofgrad coverage`: which operations of a model have proofs."""

from __future__ import annotations

import argparse
from pathlib import Path

from proofgrad.bridge.errors import EXIT_FINDINGS, EXIT_INCONCLUSIVE, EXIT_OK
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.typed import progress_of
from proofgrad.oracle.report.model import envelope
from proofgrad.oracle.work.certify import coverage, load_model

__all__ = ["execute"]


def execute(options: argparse.Namespace, out: Output) -> int:
    """Capture, and count. Lean only compiles, once, what says which conditions are always met."""
    from proofgrad.oracle.report.coverage_files import coverage_document, coverage_file, share

    model, inputs = load_model(options.model, options.inputs)
    found = coverage(
        model,
        inputs,
        name=options.model.rpartition(":")[2],
        framework=options.framework,
        progress=progress_of(out),
    )
    document = envelope("coverage", coverage_document(found))
    out.document(document)
    for name in options.out or ():
        from proofgrad.oracle.report.files import write_text

        write_text(Path(name), coverage_file(found, Path(name), document))
        out.note(f"written: {name}")
    if not out.json:
        from proofgrad.oracle.report.certificate_text import coverage_section
        from proofgrad.oracle.report.sections import text_lines

        out.lines(text_lines([coverage_section(found)], out.width))
    if not found.operations:
        return EXIT_INCONCLUSIVE
    return EXIT_FINDINGS if share(found) < options.min else EXIT_OK
