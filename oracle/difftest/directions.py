"""Derivatives in general directions, and adjointness: what a kernel tested only with dx = 1 can still get
wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.case import Case, Subject
from proofgrad.oracle.difftest.compare import Measurement, compare
from proofgrad.oracle.difftest.function import Function, Wanted
from proofgrad.oracle.difftest.grading import grade
from proofgrad.oracle.difftest.inner import inner
from proofgrad.oracle.difftest.sample import Sample, flat
from proofgrad.oracle.difftest.text import show
from proofgrad.oracle.difftest.tolerances import Grade, least
from proofgrad.oracle.difftest.verdict import ClassResult, KernelError, Worst
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.formula.reference import References
from proofgrad.oracle.inputs import CLASSES
from proofgrad.oracle.ulp import Enclosures, Format, Status

__all__ = ["adjointness", "direction", "directional"]

Array = NDArray[Any]
Floats = NDArray[np.float64]

_SAMPLE = 768
Sides = tuple[Fraction | None, Fraction | None]
"""Both inner products; None: not finite."""

_UNUSUAL = ("zero", "subnormal", "inf", "root")
"""Classes of inputs whose slopes are what they are in any direction too."""
_LEVEL = ("normal", "zero", "subnormal", "inf")
"""Classes of inputs where a slope may be 0 exactly and nothing cancels to make it so."""
_EXACT = 2.0**-48
"""Of the smallest number: what references leave open of an exact 0."""
_FEW, _TIMES = 24, 4
"""Of these so many inputs, each in so many directions."""
_VECTORS = 384
_THINNED = 24
"""Entries of a large array that are not zero in a test of adjointness."""
_LENGTHS = (1, 1, 1, 1, 2, 3, 8, 33, 64)
_ADJOINT_UNIT = "what jvp and vjp may be wrong by"


def plain(
    codes: NDArray[np.uint8],
    wanted: Enclosures,
    fmt: Format,
    rng: np.random.Generator,
    name: str = "normal",
) -> NDArray[np.intp]:
    """A sample of the inputs of a class where f' is not zero and far from overflow and underflow: a
    product with a direction is then as accurate as f' is."""
    with np.errstate(divide="ignore"):
        size = np.abs(wanted.approximate())
        level = np.where(size > 0, np.log2(size), np.inf)
    ok = (wanted.status == Status.FINITE) & (codes == CLASSES.index(name))
    index = np.flatnonzero(ok & (level > fmt.emin / 2) & (level < fmt.emax / 2))
    return index if len(index) <= _SAMPLE else np.sort(rng.choice(index, _SAMPLE, replace=False))


def direction(rng: np.random.Generator, count: int, fmt: Format, *, far: float = 0.375) -> Array:
    """Random directions of both signs, of 24 bits or fewer: most between 1/4 and 4 in size, others of any
    size that the format has (where a kernel may clip), a few zeros.

    Args:
        rng: where they come from.
        count: how many.
        fmt: their format.
        far: the share of those of any size.
    """
    size = rng.uniform(-2.0, 2.0, count)
    anywhere = rng.uniform(fmt.emin, fmt.emax + 1, count)
    exponent = np.where(rng.random(count) < far, anywhere, size)
    digits = np.exp2(exponent - np.floor(exponent)).astype(np.float32).astype(np.float64)
    values = np.ldexp(digits, np.floor(exponent).astype(np.int64)) * rng.choice([-1.0, 1.0], count)
    values[rng.random(count) < 0.02] = 0.0
    with np.errstate(over="ignore"):
        narrow = fmt.narrow(values)
    return np.where(np.isfinite(narrow.astype(np.float64)), narrow, np.ones(1, fmt.dtype)).astype(fmt.dtype)


def directional(
    subject: Subject, part: Part, codes: NDArray[np.uint8], rng: np.random.Generator
) -> ClassResult | KernelError | None:
    """The class ``direction`` of a scalar function: part(x, dx) against f'(x)·dx for random dx.

    None if no input qualifies.
    """
    function = subject.function
    (batch,) = subject.samples
    slopes = function.wanted("jvp", batch).refs.values
    index = plain(codes, slopes, function.fmt, rng)
    for name in _UNUSUAL:
        few = rng.permutation(plain(codes, slopes, function.fmt, rng, name))[:_FEW]
        index = np.concatenate([index, np.repeat(few, _TIMES)])
    sloped = len(index)
    flat_places = rng.permutation(_without_slope(codes, function.wanted("jvp", batch).refs))[:_FEW]
    index = np.concatenate([index, np.repeat(flat_places, _TIMES)])
    if not len(index):
        return None
    x = batch.x[0].ravel()[index]
    dx = direction(rng, len(index), function.fmt)
    dx[sloped:] = direction(rng, len(index) - sloped, function.fmt, far=0.0)
    sample = Sample((x,), (dx,), dx)
    got = subject.answer(part, sample)
    if isinstance(got, KernelError):
        return got
    measured = compare(function, part, sample, got)
    found = _along(measured, part, dx, function.product_limit(part))
    lost = None if "nan" in function.tolerances.allow else _swallowed(subject, part, x[:sloped][:_FEW])
    if isinstance(lost, KernelError) or found is None or lost is None:
        return lost if isinstance(lost, KernelError) else found
    return replace(
        found, max_ulp=float("inf"), worst=lost, failed=("max",), grade="wrong", over=found.over + 1
    )


def _without_slope(codes: NDArray[np.uint8], refs: References) -> NDArray[np.intp]:
    """Inputs where f' is 0 exactly, so that there is nothing in any direction."""
    values = refs.values
    nothing = (values.status == Status.FINITE) & (values.whole == 0) & (values.fraction == 0)
    usual = np.isin(codes, [CLASSES.index(name) for name in _LEVEL])
    return np.flatnonzero(nothing & (values.slack <= _EXACT) & usual & ~refs.conventional)


def _swallowed(subject: Subject, part: Part, x: Array) -> KernelError | Worst | None:
    """A direction that is nan, where f' is not zero, must give nan."""
    d = np.full(len(x), np.nan).astype(x.dtype)
    got = subject.answer(part, Sample((x,), (d,), d)) if len(x) else d
    if isinstance(got, KernelError):
        return got
    numbers = np.flatnonzero(~np.isnan(flat([got])))
    if not len(numbers):
        return None
    row = int(numbers[0])
    text, bits = subject.function.shown(Sample((x,), (d,), d), row)
    return Worst(f"{text}, dx = nan", bits, show(got.ravel()[row]), "nan")


def _along(m: Measurement, part: Part, dx: Array, limit: float) -> ClassResult | None:
    sizes = np.abs(m.errors)
    judged = ~np.isnan(sizes)
    if not judged.any():
        return None
    at = int(np.argmax(np.where(judged, sizes, -1.0)))
    worst, finite = m.worst(at), m.errors[np.isfinite(m.errors)]
    found, wrong = grade(m, part, np.flatnonzero(judged), limit)
    return ClassResult(
        count=int(judged.sum()),
        max_ulp=float(sizes[at]),
        median_ulp=float(np.median(sizes[judged])),
        bias_ulp=float(np.mean(finite)) if len(finite) else 0.0,
        over=int((~(sizes[judged] <= limit)).sum()),
        worst=Worst(f"{worst.input}, dx = {dx[at]!s}", worst.input_hex, worst.got, worst.wanted),
        bound=limit,
        exact=False,
        unit=m.unit,
        failed=() if sizes[at] <= limit else ("max",),
        grade=found,
        wrong=len(wrong),
    )


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
    """Whether a difference comes from answers that evaluating the formulas explains."""
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
