"""`proofgrad doctor`: which Lean, which versions, what would be used and why."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from proofgrad.bridge import settings
from proofgrad.bridge.errors import EXIT_INCONCLUSIVE, EXIT_OK
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.typed import project_folder
from proofgrad.oracle.report.model import envelope
from proofgrad.oracle.work.doctor import examination

__all__ = ["execute"]


def execute(options: argparse.Namespace, out: Output) -> int:
    """Print what would be used. Exit 3 if proofs cannot be checked here."""
    body = examination(project_folder(options))
    out.document(envelope("doctor", body))
    if not out.json:
        show(body, out)
    return EXIT_OK if body["status"] == "ok" else EXIT_INCONCLUSIVE


def show(body: dict[str, Any], out: Output) -> None:
    """For people."""
    from proofgrad.oracle.report.sections import Row, Section, text_lines

    rows: list[Row] = []

    def line(label: str, message: str, style: str = "") -> None:
        rows.append(Row(label, message, style=style))

    line("proofgrad", f"{body['proofgrad']}, Python {body['python']} ({sys.executable})")
    line("platform", body["platform"])
    for finding in body["checks"]:
        style = {"ok": "", "absent": "yellow"}.get(finding["status"], "bold red")
        status = "" if finding["status"] == "ok" else f"{finding['status']}: "
        line(finding["name"], status + finding["message"], style)
        if finding["hint"]:
            line("hint", finding["hint"])
    if body["lean"] and out.verbose:
        for key in ("commit", "executable", "library", "sha256"):
            line(key, str(body["lean"][key]))
    line("packages", ", ".join(f"{n} {v}" for n, v in body["packages"].items() if v))
    if missing := [n for n, v in body["packages"].items() if v is None]:
        line("not installed", ", ".join(missing))
    used = {name: value for name, value in body["settings"].items() if value}
    line("settings", ", ".join(f"{n}={v}" for n, v in used.items()) or "none (all defaults)")
    if out.verbose:
        for name, meaning in settings.VARIABLES.items():
            line(name, meaning)
    well = body["status"] == "ok"
    outcome = "proofs can be checked here" if well else "proofs cannot be checked here"
    if well and not body["lean"]:
        outcome = "the library that ships can be checked here, by the second checker alone"
    line("result", outcome, "green" if well else "bold red")
    out.lines(text_lines([Section("proofgrad doctor", tuple(rows))], out.width))
