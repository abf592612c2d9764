"""What changed between two runs: what came and went, status words, what is proven, errors that moved."""

from __future__ import annotations

from typing import TypedDict

from proofgrad.oracle.report.figures import figure, worst_ulp
from proofgrad.oracle.report.model import NodeJson, Run
from proofgrad.oracle.report.summary import countable, formula_of, hypotheses_of, status_text

__all__ = ["Change", "changes"]

_FACTOR = 1.5
"""An error has moved if it is this many times larger or smaller: a search finds a little more or less."""


class Change(TypedDict):
    """One thing that differs; None where it was or is absent."""

    what: str
    before: str | None
    after: str | None


def words(run: Run) -> dict[str, str]:
    """Everything in a run that has a status word, and what is said of each node, by name."""
    check, test = run.get("check"), run.get("test")
    found: dict[str, str] = {"check": check["status"]} if check else {}
    for n in countable(run.get("nodes")):
        found[f"node {n['name']}"] = status_text(n)
        found |= {f"{what} of node {n['name']}": text for what, text in contents(n).items()}
    for v in test["verdicts"] if test else ():
        found[f"kernel {v['backend']} {v['dtype']} {v['node']} {v['what']}"] = v["verdict"]
    return found


def contents(node: NodeJson) -> dict[str, str]:
    """What a status word alone does not tell: a weaker theorem may still be called proved."""
    return {
        "hypotheses": "; ".join(hypotheses_of(node)) or "none",
        "axioms": ", ".join(sorted({axiom for p in node["proofs"] for axiom in p["axioms"]})) or "none",
        "theorems": "; ".join(p["statement"] for p in node["proofs"]) or "none",
        "formula": formula_of(node),
    }


def errors(run: Run) -> dict[str, float]:
    """The largest error of each kernel function, where one was measured."""
    test = run.get("test")
    return {
        f"largest error of kernel {v['backend']} {v['dtype']} {v['node']} {v['what']}, in ULP": worst
        for v in (test["verdicts"] if test else ())
        if (worst := worst_ulp(v)) is not None
    }


def moved(old: float, new: float) -> bool:
    """Whether an error is much larger or smaller than it was; nan is like nothing but nan."""
    if old != old or new != new:
        return (old != old) != (new != new)
    low, high = sorted((old, new))
    return low != high and high > _FACTOR * low


def changes(old: Run, new: Run) -> list[Change]:
    """All differences, in the order of the new run, what is gone last."""
    before, after = words(old), words(new)
    names = [*after, *(name for name in before if name not in after)]
    # What is said of a node that came or went is no news beside that.
    present = before.keys() & after.keys()
    names = [name for name in names if " of node " not in name or name in present]
    was, now = errors(old), errors(new)
    listed: list[Change] = [
        {"what": name, "before": before.get(name), "after": after.get(name)}
        for name in names
        if before.get(name) != after.get(name)
    ]
    return listed + [
        {"what": name, "before": figure(was[name]), "after": figure(now[name])}
        for name in now
        if name in was and moved(was[name], now[name])
    ]
