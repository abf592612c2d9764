"""A kernel is a function: the same arrays give the same bits, whatever was called before and beside it.

Every map is called twice with the same arrays, again after a call with others (of the function itself too,
before a derivative), with an array whose numbers were changed in place, and from two threads at the same
time; its answer is looked at again after the next call, which must not have changed it. What differs is
a verdict of its own: where a kernel is no function, a comparison of its layouts would only find that again
and call it otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.case import Case, Subject
from proofgrad.oracle.difftest.directions import direction
from proofgrad.oracle.difftest.function import Function
from proofgrad.oracle.difftest.sample import Array, Sample
from proofgrad.oracle.difftest.text import show
from proofgrad.oracle.difftest.verdict import ClassResult, KernelError, Worst
from proofgrad.oracle.formula.coordinates import Part

__all__ = ["STATE", "same_every_time"]

STATE = ("not deterministic", "not thread-safe", "answers by what an array held before")
"""What can be wrong, in the words of verdicts."""

_NUMBERS = (259, 4099)
"""Of small batches; of large ones, that some kernels take in blocks."""
_SUBJECTS = 3
_ROUNDS = 3


def same_every_time(case: Case, part: Part, rng: np.random.Generator) -> ClassResult | KernelError | None:
    """The class ``state``; None if there is no input."""
    count = 0
    for subject, one, other in _pairs(case, rng):
        found = _again(subject, part, one, other) or subject.call.stays(
            part, one.arguments(part), other.arguments(part)
        )
        if found is None:
            found = _held(subject, part, one, other) or _beside(subject, part, one, other)
        if isinstance(found, KernelError):
            return found
        count += 1
        if found is not None:
            return _result(count, *found)
    return _result(count, "", None) if count else None


def _pairs(case: Case, rng: np.random.Generator) -> Iterator[tuple[Subject, Sample, Sample]]:
    """Two samples of the same shapes, of a few functions, the largest first."""
    if case.elementwise:
        (subject,) = case.subjects
        x = subject.samples[0].x[0]
        for count in _NUMBERS:
            parts = [x[rng.integers(0, len(x), count)] for _ in range(2)]
            made = [Sample((a,), (d,), d) for a in parts for d in [direction(rng, len(a), case.fmt, far=0.0)]]
            yield subject, made[0], made[1]
        return
    for subject in sorted(case.subjects, key=lambda s: -s.function.count())[:_SUBJECTS]:
        normal = [s for s in subject.samples if s.kind == "normal"]
        if len(normal) > 1:
            yield subject, normal[0], normal[1]


def _again(
    subject: Subject, part: Part, one: Sample, other: Sample
) -> tuple[str, Worst | None] | KernelError | None:
    """Twice, and once more after other calls."""
    answers: list[Array] = []
    calls: list[tuple[Part, Sample]] = [(part, one), (part, one), (part, other), (part, one)]
    if part != "forward" and subject.call.kernel.forward is not None:
        calls.insert(3, ("forward", other))
        calls.append((part, one))
    for called, sample in calls:
        got = subject.answer(called, sample)
        if called != part:
            continue  # what is wrong with another map is said of it alone
        if isinstance(got, KernelError):
            return got
        answers.append(got)
    for later in (answers[1], *answers[3:]):
        if later.tobytes() != answers[0].tobytes():
            return STATE[0], _difference(subject.function, one, answers[0], later)
    return None


def _held(
    subject: Subject, part: Part, one: Sample, other: Sample
) -> tuple[str, Worst | None] | KernelError | None:
    """The very arrays of a call again, which hold other numbers by now."""
    wanted = subject.answer(part, other)
    arrays = Sample(tuple(a.copy() for a in one.x), tuple(a.copy() for a in one.dx), one.ct.copy(), one.kind)
    subject.answer(part, arrays, copy=False)
    for here, there in zip((*arrays.x, *arrays.dx, arrays.ct), (*other.x, *other.dx, other.ct), strict=True):
        here[...] = there
    got = subject.answer(part, arrays, copy=False)
    for answer in (wanted, got):
        if isinstance(answer, KernelError):
            return answer
    assert not isinstance(wanted, KernelError)
    assert not isinstance(got, KernelError)
    return (
        None
        if got.tobytes() == wanted.tobytes()
        else (STATE[2], _difference(subject.function, other, wanted, got))
    )


def _beside(
    subject: Subject, part: Part, one: Sample, other: Sample
) -> tuple[str, Worst | None] | KernelError | None:
    """From two threads at once, against what each gives alone."""
    if not subject.call.kernel.threads:
        return None
    alone = subject.answer(part, one), subject.answer(part, other)
    for _ in range(_ROUNDS):
        together = subject.together(part, one, other)
        for sample, wanted, got in zip((one, other), alone, together, strict=True):
            if isinstance(wanted, KernelError):
                return wanted
            if isinstance(got, KernelError):
                return STATE[1], Worst("an error in one of two threads", "", got.message, "an answer")
            if got.tobytes() != wanted.tobytes():
                return STATE[1], _difference(subject.function, sample, wanted, got)
    return None


def _difference(function: Function, sample: Sample, first: Array, later: Array) -> Worst:
    differs: NDArray[Any] = function.fmt.to_bits(first.ravel()) != function.fmt.to_bits(later.ravel())
    row = int(np.flatnonzero(differs)[0])
    return Worst(*function.shown(sample, row), show(later.ravel()[row]), show(first.ravel()[row]))


def _result(count: int, failed: str, worst: Worst | None) -> ClassResult:
    return ClassResult(
        count=count,
        max_ulp=float("inf") if failed else 0.0,
        median_ulp=0.0,
        bias_ulp=0.0,
        over=int(bool(failed)),
        worst=worst,
        bound=0.0,
        exact=False,
        unit="calls that answer otherwise",
        failed=(failed,) if failed else (),
        grade="wrong" if failed else "rounded",
    )
