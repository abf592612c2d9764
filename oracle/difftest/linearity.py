"""A derivative is linear in its direction, and its reverse in the cotangent: a property of the kernel alone.

No reference is needed for it: an answer for twice the direction must be twice the answer, one for a sum of
directions the sum of the answers, one for no direction nothing, within what these answers may be wrong by. A
jvp that ignores dx, flattens small ones or clips large ones, a vjp that adds something of its own fail here,
and are told so, whatever their slope is.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.case import Case, Subject
from proofgrad.oracle.difftest.directions import plain
from proofgrad.oracle.difftest.sample import Array, Sample, flat
from proofgrad.oracle.difftest.verdict import ClassResult, KernelError, Worst
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.ulp import Enclosures, Format, Status

__all__ = ["linear"]

Floats = NDArray[np.float64]

_NUMBERS = 192
_SUBJECTS = 3
_TRIED = 4
"""Samples of a function of vectors, of which the first that fits is taken: not all suit a logarithm."""
_ROOM = 2
"""Binades, at least, that directions are scaled by."""
_UNIT = "what its answers may be wrong by"
_ANOTHER = 1.0625
"""A direction that is not among those that linearity is tried in."""
_SLACK = 4.0
"""Of several answers each may be wrong by its limit."""


def linear(case: Case, part: Part, rng: np.random.Generator) -> ClassResult | KernelError:
    """The class ``linearity`` of jvp or vjp; of no inputs if there is none to try it on."""
    errors: list[Floats] = []
    worst: tuple[float, Worst] | None = None
    for subject, sample, exponent in _samples(case, part, rng):
        found = _apart(subject, part, sample, exponent, rng)
        if isinstance(found, KernelError):
            return found
        for what, apart, got, wanted in found:
            judged = ~np.isnan(apart)
            if not judged.any():
                continue
            errors.append(apart[judged])
            row = int(np.nanargmax(apart))
            if worst is None or apart[row] > worst[0]:
                text, bits = subject.function.shown(sample, row)
                worst = float(apart[row]), Worst(f"{text} ({what})", bits, repr(got[row]), repr(wanted[row]))
    if worst is None:
        return ClassResult(0, 0.0, 0.0, 0.0, 0, None, 1.0, exact=False, unit=_UNIT)
    sizes = np.concatenate(errors)
    return ClassResult(
        count=len(sizes),
        max_ulp=worst[0],
        median_ulp=float(np.median(sizes)),
        bias_ulp=0.0,
        over=int((~(sizes <= 1.0)).sum()),
        worst=worst[1],
        bound=1.0,
        exact=False,
        unit=_UNIT,
        failed=() if worst[0] <= 1.0 else ("max",),
    )


def _samples(case: Case, part: Part, rng: np.random.Generator) -> list[tuple[Subject, Sample, int]]:
    """Inputs with directions of a few bits, and how far these can be scaled up and down: all answers stay in
    the middle of the format."""
    out: list[tuple[Subject, Sample, int]] = []
    fmt = case.fmt
    for subject in case.subjects:
        function = subject.function
        tried: list[tuple[Array, ...]] = []
        if function.elementwise:
            (batch,) = subject.samples
            wanted = function.wanted(part, batch)
            index = rng.permutation(plain(wanted.codes, wanted.refs.values, fmt, rng))
            index = index[_has_room(wanted.refs.values.take(index), fmt)][:_NUMBERS]
            tried.append((batch.x[0].ravel()[index],))
        elif not function.large and function.count() and len(out) < _SUBJECTS:
            tried += [s.x for s in subject.samples if s.kind == "normal"][:_TRIED]
        for x in tried:
            found = _directed(subject, part, x, rng) if x and x[0].size else None
            if found is not None:
                out.append(found)
                break
    return out


def _directed(
    subject: Subject, part: Part, x: tuple[Array, ...], rng: np.random.Generator
) -> tuple[Subject, Sample, int] | None:
    """An input with a direction and how far that can be scaled; None if not far enough, or if the formula has
    nothing but a convention to say there."""
    function, fmt = subject.function, subject.function.fmt
    shapes = [a.shape for a in x]
    count = x[0].shape if function.elementwise else function.output
    ways = tuple(_integers(rng, s, fmt.dtype) for s in shapes), _integers(rng, count, fmt.dtype)
    sample = Sample(x, *ways)
    refs = function.wanted(part, sample).refs
    with np.errstate(all="ignore"):
        sizes = np.log2(np.abs(refs.values.approximate()))
    sizes = sizes[np.isfinite(sizes)]
    undecided = refs.conventional.any() or len(refs.kinks.index)
    if undecided or (refs.values.status != Status.FINITE).any() or not len(sizes):
        return None
    room = min(fmt.emax - 8 - sizes.max(), sizes.min() - fmt.emin - fmt.precision, float(fmt.emax - 8))
    if room < _ROOM:
        return None
    return subject, sample, int(rng.integers(max(_ROOM, int(room) // 2), int(room) + 1))


def _has_room(slopes: Enclosures, fmt: Format) -> NDArray[np.bool_]:
    """Where a slope, times a direction of 2 to 6, can be scaled by 4 and stays in the middle of the format
    both ways: in 16 bits that is not so of all that a sample has."""
    with np.errstate(all="ignore"):
        level = np.log2(np.abs(slopes.approximate()))
    low, high = fmt.emin + fmt.precision + _ROOM, fmt.emax - 8 - _ROOM
    fits: NDArray[np.bool_] = (level + np.log2(6.0) <= high) & (level + np.log2(2.0) >= low)
    return fits


def _integers(rng: np.random.Generator, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """Even integers of a few bits: halves and sums of them are exact in every format."""
    return np.asarray(2.0 * rng.choice([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0], shape)).astype(dtype)


def _apart(
    subject: Subject, part: Part, sample: Sample, exponent: int, rng: np.random.Generator
) -> KernelError | list[tuple[str, Floats, Floats, Floats]]:
    """What was tried, how far the answers lie apart in units of what they may be (nan where the kernel gives
    no number along the direction as it is, nor along another), the answer and what it should be."""
    function = subject.function
    wanted = function.wanted(part, sample)
    values = wanted.refs.values
    limit = function.bounds(part).maximum
    limit = 2.0 * limit + 1.0 if function.elementwise else limit
    answers: dict[str, Floats] = {}
    first = tuple(np.where(rng.random(d.shape) < 0.5, d, d * 0) for d in sample.direction(part))
    halves = [first, tuple(d - h for d, h in zip(sample.direction(part), first, strict=True))]
    tried = {
        "as it is": (sample.direction(part), 1.0),
        f"scaled by 2^{exponent}": (_scaled(sample.direction(part), exponent), 2.0**-exponent),
        f"scaled by -2^-{exponent}": (_scaled(sample.direction(part), -exponent, -1.0), -(2.0**exponent)),
        "in two parts": (halves[0], 1.0),
        "the second part": (halves[1], 1.0),
        "another": (tuple(np.full_like(d, _ANOTHER) for d in sample.direction(part)), 1.0),
        "no direction": (_scaled(sample.direction(part), None), 1.0),
    }
    for name, (direction, back) in tried.items():
        along = (direction, sample.ct) if part == "jvp" else (sample.dx, direction[0])
        got = subject.answer(part, Sample(sample.x, along[0], along[1], sample.kind))
        if isinstance(got, KernelError):
            return got
        with np.errstate(all="ignore"):
            answers[name] = flat([got]) * back
    base = answers.pop("as it is")
    # No number along another direction either: then the slope is none, and is judged where slopes are.
    lost = np.where(np.isfinite(answers.pop("another")), np.inf, np.nan)
    answers["in two parts"] = answers["in two parts"] + answers.pop("the second part")
    with np.errstate(all="ignore"):
        unit = np.ldexp(np.maximum(wanted.unit, 1.0), values.exponent.astype(np.int64)) * limit
        own = np.abs(base) * 2.0 ** (1 - function.fmt.precision) * (limit + 1.0)
        allowed = _SLACK * np.maximum(np.maximum(unit, own), float(function.fmt.min_normal) * 2.0**-20)
    out = []
    for name, got in answers.items():
        should = np.zeros_like(base) if name == "no direction" else base
        with np.errstate(all="ignore"):
            apart = np.abs(got - should) / (np.float64(1e-300) if name == "no direction" else allowed)
        apart[(got == should) | (np.isnan(got) & np.isnan(should))] = 0.0
        apart = np.where(np.isnan(apart), np.inf, apart)
        out.append((name, np.where(np.isfinite(base), apart, lost), got, should))
    return out


def _scaled(direction: tuple[Array, ...], exponent: int | None, sign: float = 1.0) -> tuple[Array, ...]:
    """By a power of two, or minus one, exactly; None: nothing at all."""
    if exponent is None:
        return tuple(np.zeros_like(d) for d in direction)
    with np.errstate(all="ignore"):
        return tuple(np.ldexp(sign * d.astype(np.float64), exponent).astype(d.dtype) for d in direction)
