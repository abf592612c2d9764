"""What changed between two runs: nodes that came, went or changed their status, verdicts that changed."""

from __future__ import annotations

from typing import TypedDict

from proofgrad.oracle.report.model import Run
from proofgrad.oracle.report.summary import countable

__all__ = ["Change", "changes"]


class Change(TypedDict):
    """One thing whose word changed; None where it was or is absent."""

    what: str
    before: str | None
    after: str | None


def words(run: Run) -> dict[str, str]:
    """Everything in a run that has a status word, by name."""
    check, test = run.get("check"), run.get("test")
    found: dict[str, str] = {"check": check["status"]} if check else {}
    for n in countable(run.get("nodes")):
        found[f"node {n['name']}"] = n["status"]
    for v in test["verdicts"] if test else ():
        found[f"kernel {v['backend']} {v['dtype']} {v['node']} {v['what']}"] = v["verdict"]
    return found


def changes(old: Run, new: Run) -> list[Change]:
    """All differences, in the order of the new run, what is gone last."""
    before, after = words(old), words(new)
    names = [*after, *(name for name in before if name not in after)]
    return [
        {"what": name, "before": before.get(name), "after": after.get(name)}
        for name in names
        if before.get(name) != after.get(name)
    ]
