"""`proofgrad certify`: a theorem about somebody's model, and a test of its gradient."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from proofgrad.bridge.errors import EXIT_FINDINGS, EXIT_INCONCLUSIVE, EXIT_OK
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.typed import progress_of
from proofgrad.oracle.report.model import envelope
from proofgrad.oracle.work.certify import certify, load_model

__all__ = ["execute"]


def execute(options: argparse.Namespace, out: Output) -> int:
    """Capture, prove, test; print the certificate, and write it."""
    model, inputs = load_model(options.model, options.inputs)
    found = certify(
        model,
        inputs,
        name=options.model.rpartition(":")[2],
        framework=options.framework,
        dtype=options.dtype,
        test=not options.no_test,
        timeout=options.timeout,
        progress=progress_of(out),
    )
    body = envelope("certify", found.to_json())
    out.document(body)
    if options.out:
        from proofgrad.oracle.report.files import write_text

        write_text(Path(options.out), json.dumps(body, indent=2, ensure_ascii=False) + "\n")
        out.note(f"written: {options.out}")
    if not out.json:
        from proofgrad.oracle.report.certificate_text import certificate_sections
        from proofgrad.oracle.report.sections import text_lines

        out.lines(text_lines(certificate_sections(found), out.width))
    if found.verdict == "fail" or (found.status == "partial" and options.require_proof):
        return EXIT_FINDINGS
    if options.no_test and found.theorem is not None:
        return EXIT_OK
    return EXIT_OK if found.verdict == "pass" else EXIT_INCONCLUSIVE
