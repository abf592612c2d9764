"""`proofgrad coverage`: which operations of a model have proofs."""

from __future__ import annotations

import argparse

from proofgrad.bridge.errors import EXIT_FINDINGS, EXIT_INCONCLUSIVE, EXIT_OK
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.report.model import envelope
from proofgrad.oracle.work.certify import coverage, load_model

__all__ = ["execute"]


def execute(options: argparse.Namespace, out: Output) -> int:
    """Capture, and count. Lean is not started."""
    model, inputs = load_model(options.model, options.inputs)
    found = coverage(model, inputs, name=options.model.rpartition(":")[2])
    lost = {o for o, _, _ in found.unsupported}
    total = sum(found.operations.values())
    proven = sum(n for o, n in found.operations.items() if o not in lost)
    share = 100.0 * proven / total if total else 0.0
    table = [{"operation": o, "count": n, "proven": o not in lost} for o, n in found.operations.items()]
    body = {"model": found.model, "framework": found.framework, "percent": share, "operations": table}
    unsupported = [{"operation": o, "source": s, "why": w} for o, s, w in found.unsupported]
    out.document(envelope("coverage", {**body, "unsupported": unsupported}))
    if not out.json:
        from proofgrad.oracle.report.certificate_text import coverage_section
        from proofgrad.oracle.report.sections import text_lines

        out.lines(text_lines([coverage_section(found)], out.width))
    if not total:
        return EXIT_INCONCLUSIVE
    return EXIT_FINDINGS if share < options.min else EXIT_OK
