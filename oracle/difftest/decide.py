"""One verdict out of what a comparison found: the same for every node."""

from __future__ import annotations

from collections.abc import Mapping

from proofgrad.oracle.difftest.case import Case
from proofgrad.oracle.difftest.compare import Measurement
from proofgrad.oracle.difftest.judge import Judged
from proofgrad.oracle.difftest.replay import line_of
from proofgrad.oracle.difftest.search import simplest
from proofgrad.oracle.difftest.verdict import ClassResult, KernelError, Outcome, Verdict, What
from proofgrad.oracle.ulp import Status

__all__ = ["broken", "decide", "outcome"]


def broken(case: Case, what: What, problem: KernelError) -> Verdict:
    """The verdict on a kernel that did not answer as one should."""
    found: Outcome = "inconclusive" if problem.kind in ("missing", "timeout") else "fail"
    return case.verdict(what, verdict=found, error=problem, message=problem.message)


def outcome(
    classes: Mapping[str, ClassResult], unknown: int, empty: KernelError | None = None
) -> tuple[Outcome, str]:
    """The outcome, and one sentence on what decided it.

    Args:
        classes: the results of all classes.
        unknown: how many references could not be decided: nothing is right because it could not be judged.
        empty: that the kernel raised for an input without entries.
    """
    failed = sorted((name for name, c in classes.items() if c.failed), key=lambda name: name != "state")
    if failed:
        return "fail", _reason(classes, failed)
    if empty is not None:
        return "fail", empty.message
    if not sum(c.count for c in classes.values()):
        return "inconclusive", "no input could be judged"
    if unknown:
        return "inconclusive", f"{unknown} references could not be decided"
    return "pass", ""


def _reason(classes: Mapping[str, ClassResult], failed: list[str]) -> str:
    c = classes[failed[0]]
    unit = "ULP" if c.unit.startswith("ulp") else c.unit
    text = f"{', '.join(c.failed)} of class {failed[0]}: {c.max_ulp:.4g} {unit}, allowed {c.bound:g}"
    if "max" not in c.failed:
        figures = f"median {c.median_ulp:.4g}, bias {c.bias_ulp:.4g} {unit}, at most {c.max_ulp:.4g}"
        text = f"{', '.join(c.failed)} of class {failed[0]}: {figures}"
    if failed[0] == "state" and c.worst is not None:
        when = "when called again" if "deterministic" in c.failed[0] else "beside another thread"
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
) -> Verdict:
    """The verdict, with the simplest failing input and the line that shows it again."""
    unknown = 0 if measured is None else measured.unknown
    found, message = outcome(classes, unknown, empty)
    if measured is None or judged is None or what == "adjoint" or what == "hvp":
        return case.verdict(what, verdict=found, classes=classes, message=message, error=empty)
    failed = [name for name, c in classes.items() if c.failed]
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
    return case.verdict(
        what,
        verdict=found,
        classes=classes,
        slack=float(measured.wanted.slack[finite].max(initial=0.0)),
        unknown=unknown,
        conventions=measured.conventions,
        kinks=measured.kinks,
        simplest=None if shrunk is None else shrunk[1].worst(shrunk[2]),
        message=message,
        reproduce=line,
        error=empty,
    )
