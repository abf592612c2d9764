"""The report as SARIF 2.1.0, for code hosts that annotate changes: problems, bad nodes, failing kernels."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from proofgrad.bridge._version import __version__
from proofgrad.oracle.report.findings import Finding, findings
from proofgrad.oracle.report.model import Run
from proofgrad.oracle.report.summary import summarise

__all__ = ["document"]

LEVELS = {"error": "error", "inconclusive": "warning", "warning": "note"}


def location(finding: Finding) -> list[dict[str, Any]]:
    """A SARIF location; empty if the file is not known. SARIF counts columns from 1, Lean from 0."""
    if not finding.file:
        return []
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.file.replace("\\", "/"))}}
    if finding.line:
        column = {"startColumn": finding.column + 1} if finding.column is not None else {}
        physical["region"] = {"startLine": finding.line} | column
    return [{"physicalLocation": physical}]


def document(run: Run, root: str = "") -> dict[str, Any]:
    """The log, as JSON; `root` is put in front of the names of files."""
    results = [
        {
            "ruleId": finding.rule,
            "level": LEVELS[finding.severity],
            "message": {"text": finding.message},
            "locations": location(finding),
        }
        for finding in findings(run, root)
    ]
    rules = [{"id": rule} for rule in dict.fromkeys(r["ruleId"] for r in results)]
    outcome = summarise(run).outcome
    invocation = {"executionSuccessful": outcome != "inconclusive", "properties": {"outcome": outcome}}
    return {
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [
            {
                "tool": {"driver": {"name": "proofgrad", "version": __version__, "rules": rules}},
                "invocations": [invocation],
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
