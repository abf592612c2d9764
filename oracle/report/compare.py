"""What changed between two runs: what came and went, status words, grades, what is proven, limits that are
exceeded, errors and medians that moved."""

from __future__ import annotations

from typing import TypedDict

from proofgrad.oracle.report.figures import figure, number, worst_ulp
from proofgrad.oracle.report.model import NodeJson, Run
from proofgrad.oracle.report.summary import countable, formula_of, hypotheses_of, status_text

__all__ = ["Change", "changes"]

_FACTOR = 1.5
"""An error has moved if it is this many times larger or smaller: a search finds a little more or less."""

_MANY = 100
"""Inputs from which on a median says something."""


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
        kernel = f"kernel {v['backend']} {v['dtype']} {v['node']} {v['what']}"
        found[kernel] = v["verdict"]
        if v.get("grade"):
            found[f"grade of {kernel}"] = v["grade"]
        for name, c in v["classes"].items():
            if c.get("failed") is not None:
                found[f"limits exceeded in class {name} of {kernel}"] = ", ".join(c["failed"]) or "none"
        if "refused" in v:
            names = sorted(text.partition(":")[0] for text in v["refused"])
            found[f"layouts refused by {kernel}"] = ", ".join(names) or "none"
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
    """The largest error of each kernel function, and the median of each class, where they were measured."""
    test = run.get("test")
    out: dict[str, float] = {}
    for v in test["verdicts"] if test else ():
        kernel = f"kernel {v['backend']} {v['dtype']} {v['node']} {v['what']}"
        if (worst := worst_ulp(v)) is not None:
            out[f"largest error of {kernel}, in ULP"] = worst
        for name, c in v["classes"].items():
            if (median := number(c["median_ulp"])) is not None and c["count"] >= _MANY:
                out[f"median error in class {name} of {kernel}, in ULP"] = median
    return out


def moved(old: float, new: float) -> bool:
    """Whether an error is much larger or smaller than it was; nan is like nothing but nan."""
    if old != old or new != new:
        return (old != old) != (new != new)
    low, high = sorted((old, new))
    return low != high and high > _FACTOR * low


def _whole(name: str) -> str:
    """What something is said of: a node, or a kernel's function; a thing of its own is said of itself."""
    for kind in ("node ", "kernel "):
        _, of, rest = name.partition(f" {kind}")
        if of:
            return kind + rest
    return name


def changes(old: Run, new: Run) -> list[Change]:
    """All differences, in the order of the new run, what is gone last."""
    before, after = words(old), words(new)
    names = [*after, *(name for name in before if name not in after)]
    # What is said of a node that came or went is no news beside that.
    present = before.keys() & after.keys()
    names = [name for name in names if _whole(name) == name or name in present]
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
