"""Derivatives in general directions: what a kernel tested only with dx = 1 can still get wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.case import Subject
from proofgrad.oracle.difftest.compare import Measurement, compare
from proofgrad.oracle.difftest.grading import grade
from proofgrad.oracle.difftest.sample import Sample, flat
from proofgrad.oracle.difftest.text import show
from proofgrad.oracle.difftest.verdict import ClassResult, KernelError, Worst
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.formula.reference import References
from proofgrad.oracle.inputs import CLASSES
from proofgrad.oracle.ulp import Enclosures, Format, Status

__all__ = ["direction", "directional", "plain"]

Array = NDArray[Any]
Floats = NDArray[np.float64]

_SAMPLE = 768
_UNUSUAL = ("zero", "subnormal", "inf", "root")
"""Classes of inputs whose slopes are what they are in any direction too."""
_LEVEL = ("normal", "zero", "subnormal", "inf")
"""Classes of inputs where a slope may be 0 exactly and nothing cancels to make it so."""
_EXACT = 2.0**-48
"""Of the smallest number: what references leave open of an exact 0."""
_FEW, _TIMES = 24, 4
"""Of these so many inputs, each in so many directions."""


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
