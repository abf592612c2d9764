"""The page's section on whole programs: their nodes, their verdicts, and which theorem covers them."""

from __future__ import annotations

from proofgrad.oracle.report.html.pieces import facts
from proofgrad.oracle.report.markup import Child, tag
from proofgrad.oracle.report.model import ProgramJson, TestJson

__all__ = ["programs"]


def programs(test: TestJson | None) -> Child:
    """The section; nothing if no program was tested."""
    found = test.get("programs", []) if test else []
    if test is None or not found:
        return None
    return tag("h2", "Programs", id="programs"), [program(entry, test) for entry in found]


def program(entry: ProgramJson, test: TestJson) -> Child:
    """One program."""
    verdicts = [v for v in test["verdicts"] if v["node"] == f"program {entry['name']}"]
    words = ", ".join(f"{v['what']} {v['verdict']}" for v in verdicts) or "not tested"
    coverage = entry["coverage"]
    theorems = [*coverage["theorems"], *([entry["theorem"]] if entry["theorem"] else [])]
    shapes = ", ".join(f"{name} {'×'.join(map(str, s)) or 'scalar'}" for name, s in entry["shapes"].items())
    rows: list[tuple[str, Child]] = [
        ("nodes", ", ".join(entry["nodes"])),
        ("inputs", shapes),
        ("theorems", [[tag("code", name), " "] for name in theorems] or "none"),
        ("certificates", [[tag("code", name), " "] for name in coverage["certificates"].values()]),
        ("hypotheses", "; ".join(t for texts in coverage["hypotheses"].values() for t in texts) or "none"),
        ("verdicts", words),
    ]
    return tag(
        "article",
        tag("header", tag("h3", entry["name"]), tag("span", entry["covered"])),
        facts(rows),
    )
