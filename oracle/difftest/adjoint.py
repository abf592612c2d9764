"""Whether vjp is the adjoint of jvp: ⟨jvp(dx), ct⟩ = ⟨dx, vjp(ct)⟩, both sides summed exactly."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.case import Case, Subject
from proofgrad.oracle.difftest.coordinates import Coordinates
from proofgrad.oracle.difftest.directions import direction, plain
from proofgrad.oracle.difftest.function import Function, Wanted
from proofgrad.oracle.difftest.grading import grade
from proofgrad.oracle.difftest.inner import inner
from proofgrad.oracle.difftest.sample import Sample, flat
from proofgrad.oracle.difftest.tolerances import Grade, least
from proofgrad.oracle.difftest.verdict import ClassResult, KernelError, Worst
from proofgrad.oracle.formula.coordinates import CoordinateReference, Part
from proofgrad.oracle.formula.ties import beside_ties
from proofgrad.oracle.ulp import Status

__all__ = ["adjointness"]

Array = NDArray[Any]
Floats = NDArray[np.float64]

_VECTORS = 384
_THINNED = 24
"""Entries of a large array that are not zero in a test of adjointness."""
_LENGTHS = (1, 1, 1, 1, 2, 3, 8, 33, 64)
_ADJOINT_UNIT = "what jvp and vjp may be wrong by"
Sides = tuple[Fraction | None, Fraction | None]
"""Both inner products; None: not finite."""


def adjointness(case: Case, rng: np.random.Generator) -> ClassResult | KernelError | None:
    """<jvp(dx), ct> = <dx, vjp(ct)>, both sides summed exactly.

    The difference is counted in units of what both may be wrong by: the limits of jvp and vjp, weighted by ct
    and by dx, with the sizes of the kernel's own answers where they are larger (a slope that is too large is
    wrong, but not for that). None if no input qualifies.
    """
    errors: list[float] = []
    grades: list[Grade] = ["accurate"]
    worst: tuple[float, Subject, Sample, Sides] | None = None
    for subject, sample in _pairs(case, rng):
        found = _one(subject, sample)
        if isinstance(found, KernelError):
            return found
        if found is None:
            continue
        errors.append(found[0])
        if not found[0] <= 1.0 and grades[-1] != "wrong":
            judged = _grade(subject, sample)
            if isinstance(judged, KernelError):
                return judged
            grades.append(judged)
        if worst is None or found[0] > worst[0]:
            worst = found[0], subject, sample, found[1]
    if worst is None:
        return None
    sizes = np.array(errors)
    top = float(sizes.max())
    return ClassResult(
        count=len(sizes),
        max_ulp=top,
        median_ulp=float(np.median(sizes)),
        bias_ulp=0.0,
        over=int((~(sizes <= 1.0)).sum()),
        worst=_shown(*worst[1:]),
        bound=1.0,
        exact=False,
        unit=_ADJOINT_UNIT,
        failed=() if top <= 1.0 else ("max",),
        grade=least(grades),
    )


def _grade(subject: Subject, sample: Sample) -> Grade | KernelError:
    """Whether a difference comes from answers that evaluating the formulas explains; of coordinates that are
    right one by one, at a tie, none is."""
    if sample.kind == "zero":
        return "wrong"
    for part in ("jvp", "vjp"):
        measured = subject.measure(part, [sample])
        if isinstance(measured, KernelError):
            return measured
        assert measured is not None
        limit = subject.function.bounds(part).maximum
        limit = subject.function.product_limit(part) if subject.function.elementwise else limit
        judged = np.flatnonzero(~np.isnan(measured.errors))
        if grade(measured, part, judged, limit)[0] == "wrong":
            return "wrong"
    return "correct"


def _pairs(case: Case, rng: np.random.Generator) -> Iterator[tuple[Subject, Sample]]:
    """Inputs with a direction and a cotangent: the samples of functions of vectors; of a scalar function
    short vectors of its inputs."""
    for subject in case.subjects:
        function = subject.function
        if not function.elementwise and function.count():
            normal = [s for s in subject.samples if s.kind == "normal"]
            for sample in normal[:1] if function.large else normal:
                yield subject, _thinned(sample, rng) if function.large else sample
            if not function.large:
                yield from ((subject, s) for s in subject.samples if s.kind == "zero")
        if not function.elementwise:
            continue
        (batch,) = subject.samples
        wanted = function.wanted("jvp", batch)
        index = rng.permutation(plain(wanted.codes, wanted.refs.values, function.fmt, rng))[:_VECTORS]
        start = turn = 0
        while start < len(index):
            here = index[start : start + _LENGTHS[turn % len(_LENGTHS)]]
            start, turn = start + len(here), turn + 1
            far = 0.125 if turn % 2 else 0.0
            dx, ct = (direction(rng, len(here), function.fmt, far=far) for _ in range(2))
            yield subject, Sample((batch.x[0].ravel()[here],), (dx,), ct)


def _thinned(sample: Sample, rng: np.random.Generator) -> Sample:
    """With a direction and a cotangent that are not zero in a few places only, as every term is summed
    exactly."""

    def thin(a: Array) -> Array:
        out = np.zeros_like(a)
        places = rng.choice(a.size, min(a.size, _THINNED), replace=False)
        out.ravel()[places] = a.ravel()[places]
        return out

    return Sample(sample.x, tuple(map(thin, sample.dx)), thin(sample.ct), sample.kind)


def _one(subject: Subject, sample: Sample) -> tuple[float, Sides] | KernelError | None:
    """The difference at one sample and the two sides, None if the references there do not bound what each
    side may be."""
    function = subject.function
    if sample.kind == "zero":
        return _at_a_tie(subject, sample)
    forward, backward = subject.answer("jvp", sample), subject.answer("vjp", sample)
    if isinstance(forward, KernelError):
        return forward
    if isinstance(backward, KernelError):
        return backward
    wanted = function.wanted("jvp", sample), function.wanted("vjp", sample)
    if any(len(w.refs.kinks.index) or w.refs.conventional.any() for w in wanted):
        return None
    if any((w.refs.values.status != Status.FINITE).any() for w in wanted):
        return None
    answers = flat([forward]), flat([backward])
    dx, ct = flat(sample.dx), flat([sample.ct])
    left, right = inner(answers[0], ct), inner(dx, answers[1])
    if left is None or right is None:
        error = float("inf")
    elif left == right:
        error = 0.0
    else:
        scale = _allowed(function, "jvp", wanted[0], answers[0], ct)
        scale += _allowed(function, "vjp", wanted[1], answers[1], dx)
        error = _quotient(abs(left - right), scale)
    return error, (left, right)


def _at_a_tie(subject: Subject, sample: Sample) -> tuple[float, Sides] | KernelError | None:
    """What ⟨dx, vjp(ct)⟩ is off by from what ⟨jvp(dx), ct⟩ may be where entries are tied, else None.

    The coordinates of vjp belong together: a kernel that gives the whole cotangent to both of two equal
    entries answers a one-sided value in each of them, and twice the gradient in all.
    """
    function = subject.function
    assert isinstance(function, Coordinates)
    along, back = function.wanted("jvp", sample), function.wanted("vjp", sample)
    dx, ct = flat(sample.dx), flat([sample.ct])
    if not len(along.refs.kinks.index) or not isinstance(function.reference, CoordinateReference):
        return None
    if any(w.refs.conventional.any() or (w.refs.values.status != Status.FINITE).any() for w in (along, back)):
        return None
    trees = function.reference.size.trees("jvp")
    ends = beside_ties(trees, flat(sample.x), dx, function.reference.parameters)
    if ends is None:
        return None
    backward = subject.answer("vjp", sample)
    if isinstance(backward, KernelError):
        return backward
    products = [[Fraction(c) * end for end in pair] for c, pair in zip(ct.tolist(), ends, strict=True)]
    low, high = (sum(map(end, products), Fraction(0)) for end in (min, max))
    right = inner(dx, flat([backward]))
    if right is None:
        return float("inf"), (low, None)
    nearest = min(max(right, low), high)
    if right == nearest:
        return 0.0, (nearest, right)
    scale = _allowed(function, "jvp", along, along.refs.values.approximate(), ct)
    scale += _allowed(function, "vjp", back, flat([backward]), dx)
    return _quotient(abs(right - nearest), scale), (nearest, right)


def _shown(subject: Subject, sample: Sample, sides: Sides) -> Worst:
    """A sample and the two sides there."""
    function = subject.function
    shown = (
        function.shown(sample, 0) if function.count() and len(sample.x[0].ravel()) else (function.label, "")
    )
    where = f"{shown[0]} (vector of {sample.x[0].size})" if function.elementwise else function.label
    return Worst(where, shown[1], *("None" if s is None else _decimal(s) for s in sides))


def _allowed(function: Function, part: Part, wanted: Wanted, got: Floats, weights: Floats) -> Fraction:
    """What a side may be wrong by: the limit of every term, in units at the reference or at the answer."""
    fmt, values = function.fmt, wanted.refs.values
    limit = function.product_limit(part) if function.elementwise else function.bounds(part).maximum
    total, lost = Fraction(0), Fraction(0)
    if "underflow" in function.tolerances.allow:
        lost = Fraction(float(fmt.min_normal))
    for i in np.flatnonzero(weights).tolist():
        unit = Fraction(limit * float(wanted.unit[i])) * Fraction(2) ** int(values.exponent[i])
        own = Fraction(abs(float(got[i]))) * Fraction(limit + 1.0) / 2**fmt.precision
        total += max(unit, own, lost) * Fraction(abs(float(weights[i])))
    return total


def _quotient(a: Fraction, b: Fraction) -> float:
    try:
        return float(a / b) if b else float("inf")
    except OverflowError:
        return float("inf")


def _decimal(value: Fraction) -> str:
    """To 17 digits; a sum of products may be beyond every float."""
    from proofgrad.oracle.formula.balls import rational_ball

    return str(rational_ball(value).str(17, radius=False))
