"""All that is wrong or unknown in a run, each with its place: what SARIF and annotations show on a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from proofgrad.oracle.report.grades import diagnosis_of, example_of, failing_first, grade_of
from proofgrad.oracle.report.model import Run, Severity
from proofgrad.oracle.report.problems import all_problems
from proofgrad.oracle.report.summary import BAD_NODES, countable, short

__all__ = ["Finding", "findings"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or could not be judged.

    Attributes:
        rule: what kind of thing: a problem's code, ``node-sorry``, ``kernel-fail``, ...
        severity: an ``inconclusive`` one is no note: it must be seen.
        message: in words.
        file: relative to the folder of the Lean project, or to the root that was asked for; None if unknown.
        line: from 1.
        column: from 0, as in Lean.
    """

    rule: str
    severity: Severity
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None


def findings(run: Run, root: str = "") -> Iterator[Finding]:
    """Problems, nodes and kernels that are not well; `root` is put in front of the names of files."""
    nodes, test = run.get("nodes"), run.get("test")
    prefix = root.replace("\\", "/").strip("/")
    sources = {n["name"]: n["source"] for n in countable(nodes)}

    def placed(file: str | None) -> str | None:
        return f"{prefix}/{file}" if file and prefix else file

    def at_node(rule: str, severity: Severity, message: str, name: str) -> Finding:
        source = sources.get(name)
        if not source:
            return Finding(rule, severity, message)
        return Finding(rule, severity, message, placed(source["file"]), source["line"])

    for p in all_problems(run):
        message = p["message"] or p["code"]
        yield Finding(p["code"], p["severity"], message, placed(p["file"]), p["line"], p["column"])
    for node in countable(nodes):
        if node["status"] in BAD_NODES or node["status"] == "inconclusive":
            severity: Severity = "error" if node["status"] in BAD_NODES else "inconclusive"
            message = f"node {node['name']}: {node['status']}"
            yield at_node(f"node-{node['status']}", severity, message, node["name"])
    for v in failing_first(test["verdicts"] if test else ()):
        if v["verdict"] != "pass":
            what = f"{short(v['node'])} {v['what']} of {v['backend']} in {v['dtype']}"
            message = f"{grade_of([v])}: {what}: {diagnosis_of(v)}{example_of(v)}"
            severity = "error" if v["verdict"] == "fail" else "inconclusive"
            rule, own = f"kernel-{v['verdict']}", v.get("source")
            if own and not PurePath(own["file"]).is_absolute():  # the kernel's own line, where it is in reach
                yield Finding(rule, severity, message, own["file"], own["line"])
            else:
                yield at_node(rule, severity, message, v["node"])
