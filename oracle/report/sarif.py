"""The report as SARIF 2.1.0, for code hosts that annotate changes: problems, bad nodes, failing kernels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from proofgrad.bridge._version import __version__
from proofgrad.oracle.report.figures import figure, worst_ulp
from proofgrad.oracle.report.model import Run
from proofgrad.oracle.report.problems import all_problems
from proofgrad.oracle.report.summary import BAD_NODES, countable, short, summarise

__all__ = ["document"]

LEVELS = {"error": "error", "inconclusive": "warning", "warning": "note"}
"""An inconclusive problem is no note: it must be seen."""


def location(file: str | None, line: int | None, column: int | None = None) -> list[dict[str, Any]]:
    """A SARIF location; empty if the file is not known. SARIF counts columns from 1, Lean from 0."""
    if not file:
        return []
    physical: dict[str, Any] = {"artifactLocation": {"uri": file.replace("\\", "/")}}
    if line:
        physical["region"] = {"startLine": line} | ({"startColumn": column + 1} if column is not None else {})
    return [{"physicalLocation": physical}]


def results(run: Run) -> Iterator[dict[str, Any]]:
    """What is wrong, and what could not be checked (as a warning, never left out)."""
    nodes, test = run.get("nodes"), run.get("test")
    sources = {n["name"]: n["source"] for n in countable(nodes)}

    def node_place(name: str) -> list[dict[str, Any]]:
        source = sources.get(name)
        return location(source["file"], source["line"]) if source else []

    for p in all_problems(run):
        yield {
            "ruleId": p["code"],
            "level": LEVELS[p["severity"]],
            "message": {"text": p["message"] or p["code"]},
            "locations": location(p["file"], p["line"], p["column"]),
        }
    for node in countable(nodes):
        if node["status"] in BAD_NODES or node["status"] == "inconclusive":
            yield {
                "ruleId": f"node-{node['status']}",
                "level": "error" if node["status"] in BAD_NODES else "warning",
                "message": {"text": f"node {node['name']}: {node['status']}"},
                "locations": node_place(node["name"]),
            }
    for v in test["verdicts"] if test else ():
        if v["verdict"] != "pass":
            what = f"{v['backend']} {v['what']} of {short(v['node'])} in {v['dtype']}: {v['verdict']}"
            yield {
                "ruleId": f"kernel-{v['verdict']}",
                "level": "error" if v["verdict"] == "fail" else "warning",
                "message": {"text": f"{what}, largest error found {figure(worst_ulp(v))} ULP"},
                "locations": node_place(v["node"]),
            }


def document(run: Run) -> dict[str, Any]:
    """The log, as JSON."""
    found = list(results(run))
    rules = [{"id": rule} for rule in dict.fromkeys(r["ruleId"] for r in found)]
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
                "results": found,
            }
        ],
    }
