"""Annotations on a change at GitHub: lines that a workflow prints and the host shows beside the code."""

from __future__ import annotations

from collections.abc import Iterator

from proofgrad.oracle.report.findings import findings
from proofgrad.oracle.report.model import Run
from proofgrad.oracle.report.neutral import neutral
from proofgrad.oracle.report.summary import summarise

__all__ = ["HOSTS", "github"]

HOSTS = ("github",)
COMMANDS = {"error": "error", "inconclusive": "error", "warning": "warning"}
"""What could not be checked stops a workflow as a finding does."""


def data(text: str) -> str:
    """The message of a workflow command: one line, so that no text of a project becomes a command."""
    return neutral(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def value(text: str) -> str:
    """The value of a property of a workflow command."""
    return data(text).replace(":", "%3A").replace(",", "%2C")


def github(run: Run, root: str = "") -> Iterator[str]:
    """A workflow command for each finding, then one with the outcome.

    Args:
        run: what it is about.
        root: folder of the Lean project in the repository, put in front of the names of files.
    """
    for found in findings(run, root):
        properties = {
            "file": found.file,
            "line": found.line if found.file else None,
            "col": found.column + 1 if found.file and found.column is not None else None,
            "title": f"proofgrad: {found.rule}",
        }
        given = ",".join(f"{key}={value(str(v))}" for key, v in properties.items() if v is not None)
        yield f"::{COMMANDS[found.severity]} {given}::{data(found.message)}"
    summary = summarise(run)
    command = "notice" if summary.outcome == "ok" else "error"
    counts = f"{summary.proved} of {summary.nodes} nodes proved"
    yield f"::{command} title=proofgrad::{data(f'{summary.outcome}: {counts}')}"
