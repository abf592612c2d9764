"""One verdict out of what a comparison found: the same for every node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from proofgrad.oracle.difftest.case import Case
from proofgrad.oracle.difftest.compare import Measurement
from proofgrad.oracle.difftest.diagnosis import diagnosed, of_error
from proofgrad.oracle.difftest.judge import Judged
from proofgrad.oracle.difftest.replay import line_of
from proofgrad.oracle.difftest.search import simplest
from proofgrad.oracle.difftest.state import STATE
from proofgrad.oracle.difftest.tolerances import GRADES, Grade, Tolerances, least
from proofgrad.oracle.difftest.verdict import ClassResult, KernelError, Outcome, Verdict, What
from proofgrad.oracle.ulp import Status

__all__ = ["broken", "decide", "outcome", "undirected"]


_WHEN = dict(zip(STATE, ("when called again", "beside another thread", "after other numbers"), strict=True))
_NOT_JUDGED = ("missing", "timeout", "reference-disagreement")
"""Kinds of errors after which nothing is known of the kernel."""


def broken(case: Case, what: What, problem: KernelError) -> Verdict:
    """The verdict on a kernel that did not answer as one should."""
    found: Outcome = "inconclusive" if problem.kind in _NOT_JUDGED else "fail"
    return case.verdict(
        what,
        verdict=found,
        error=problem,
        message=problem.message,
        grade="wrong" if found == "fail" else "",
        diagnosis=of_error(problem) if found == "fail" else "",
    )


def outcome(
    classes: Mapping[str, ClassResult],
    unknown: int,
    empty: KernelError | None = None,
    *,
    tolerances: Tolerances | None = None,
    what: What = "forward",
) -> tuple[Outcome, str, Grade | Literal[""]]:
    """The outcome, one sentence on what decided it, and the grade (empty where nothing was measured).

    Args:
        classes: the results of all classes.
        unknown: how many references could not be decided: nothing is right because it could not be judged.
        empty: that the kernel raised for an input without entries, or for a layout.
        tolerances: what is required.
        what: what was compared; adjointness has no correct rounding.
    """
    asked = tolerances or Tolerances()
    if not sum(c.count for c in classes.values()):
        if empty is not None:
            return "fail", empty.message, "wrong"
        return "inconclusive", "no input could be judged", ""
    grade = least(c.grade for c in classes.values())
    if empty is not None:
        grade = least((grade, "correct"))
    enough = asked.meets(grade) or (what == "adjoint" and grade == "accurate")
    if not enough:
        failed = wanting(classes, asked)
        if not failed and empty is not None:
            return "fail", empty.message, grade
        return "fail", _reason(classes, failed), grade
    if unknown:
        return "inconclusive", f"{unknown} references could not be decided", grade
    return "pass", "", grade


def undirected(case: Case, what: What, verdict: Verdict) -> Verdict:
    """A verdict that is no pass where a derivative was called in direction 1 only. Functions of vectors have
    general directions in every sample."""
    tried = any(verdict.classes[name].count for name in ("direction", "linearity") if name in verdict.classes)
    if verdict.verdict != "pass" or what == "forward" or not case.elementwise or tried:
        return verdict
    return replace(verdict, verdict="inconclusive", message="no input to try another direction than 1 on")


def wanting(classes: Mapping[str, ClassResult], asked: Tolerances) -> list[str]:
    """The classes whose grade is not what is required, the worst first."""
    short = [name for name, c in classes.items() if not asked.meets(c.grade)]
    order = list(classes)
    return sorted(
        short, key=lambda name: (name != "state", GRADES.index(classes[name].grade), order.index(name))
    )


def _reason(classes: Mapping[str, ClassResult], failed: Sequence[str]) -> str:
    c = classes[failed[0]]
    unit = "ULP" if c.unit.startswith("ulp") else c.unit
    text = f"{', '.join(c.failed)} of class {failed[0]}: {c.max_ulp:.4g} {unit}, allowed {c.bound:g}"
    if not c.failed:
        text = f"class {failed[0]} is {c.grade}: {c.max_ulp:.4g} {unit} at most"
    elif "max" not in c.failed:
        figures = f"median {c.median_ulp:.4g}, bias {c.bias_ulp:.4g} {unit}, at most {c.max_ulp:.4g}"
        text = f"{', '.join(c.failed)} of class {failed[0]}: {figures}"
    if failed[0] == "state" and c.worst is not None:
        when = _WHEN[c.failed[0]]
        text = f"{c.failed[0]}: {c.worst.wanted} at {c.worst.input}, and {c.worst.got} {when}"
    if c.failed == ("sign",) and c.worst is not None:
        text = f"sign of zero: f({c.worst.input}) is {c.worst.got}, not {c.worst.wanted}"
    return text + (f"; also {', '.join(failed[1:])}" if failed[1:] else "")


def decide(
    case: Case,
    what: What,
    classes: Mapping[str, ClassResult],
    measured: Measurement | None = None,
    judged: Judged | None = None,
    empty: KernelError | None = None,
    *,
    fair: int = 0,
    refused: Sequence[str] = (),
) -> Verdict:
    """The verdict, with a diagnosis, the simplest failing input and the line that shows it again."""
    unknown = 0 if measured is None else measured.unknown
    function = case.subjects[0].function
    asked = function.tolerances
    found, message, grade = outcome(classes, unknown, empty, tolerances=asked, what=what)
    fields = {
        "verdict": found,
        "classes": classes,
        "message": message,
        "error": empty,
        "grade": grade,
        "require": asked.require,
        "refused": tuple(refused),
    }
    if measured is None or judged is None or what == "adjoint" or what == "hvp":
        words = diagnosed(classes, None, least([c.grade for c in classes.values()]), limit=1.0)
        return case.verdict(what, diagnosis=words, **fields)
    failed = wanting(classes, asked)
    row = judged.rows.get(failed[0]) if failed else judged.worst
    if not failed:
        shares = {k: c.max_ulp / max(c.bound, 2.0**-20) for k, c in judged.classes.items()}
        row = judged.rows[max(shares, key=lambda name: shares[name])] if shares else None
    shrunk = None
    if row is not None and failed and "max" in classes[failed[0]].failed:
        shrunk = simplest(case, what, *measured.source(row), classes[failed[0]].bound)
    line = ""
    if shrunk is not None:
        line = line_of(case, what, shrunk[1], shrunk[2])
    elif row is not None:
        line = line_of(case, what, measured, row)
    finite = measured.wanted.status == Status.FINITE
    words = diagnosed(
        classes,
        measured,
        least([c.grade for c in classes.values()]),
        limit=function.bounds(what).maximum,
        fair=fair,
        refused=refused,
        require=asked.require,
        part=what,
    )
    if empty is not None and not words:
        words = of_error(empty)
    return case.verdict(
        what,
        slack=float(measured.wanted.slack[finite].max(initial=0.0)),
        unknown=unknown,
        conventions=measured.conventions,
        allowed=measured.allowed,
        kinks=measured.kinks,
        simplest=None if shrunk is None else shrunk[1].worst(shrunk[2]),
        reproduce=line,
        diagnosis=words,
        **fields,
    )
