"""`proofgrad verify`: the theorem of a certificate, checked again from nothing."""

from __future__ import annotations

import argparse
from pathlib import Path

from proofgrad.bridge.errors import EXIT_OK
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.typed import progress_of
from proofgrad.oracle.report.model import envelope
from proofgrad.oracle.work.certify import verify

__all__ = ["execute"]


def execute(options: argparse.Namespace, out: Output) -> int:
    """Check it again; what does not hold is an error."""
    found = verify(Path(options.certificate), timeout=options.timeout, progress=progress_of(out))
    said = {"certificate": options.certificate, "theorem": found["theorem"], "model": found["model"]}
    out.document(envelope("verify", {**said, "status": "ok"}))
    if not out.json:
        from proofgrad.oracle.report.sections import Row, Section, text_lines

        rows = (
            Row("theorem", f"{found['theorem']}: accepted again, from the Lean source in the file"),
            Row("about", "the steps in that source"),
            Row(
                "captured from",
                f"{found['model']}, {found['framework']}, program {found['program_sha256'][:16]}: "
                "the file's word",
            ),
            Row("says", found["says"]),
            Row("not said", found["says_not"]),
        )
        out.lines(text_lines([Section(f"{options.certificate}: verified", rows)], out.width))
    return EXIT_OK
