"""Samples of functions of vectors: entries of moderate size, zeros, such that exp overflows, nan, infinities,
subnormal numbers, one input of several that is zero throughout; directions of any size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.coordinates import Coordinates
from proofgrad.oracle.difftest.sample import COTANGENT, Sample, flat, split
from proofgrad.oracle.ulp import Format

__all__ = ["near", "samples_of"]

_SPECIAL = 24
"""Entries, of inputs and result together, up to which entries that are nan or infinite are tried."""
_LANES = 8
"""Entries beyond which nan is tried in every place."""
_SAMPLES = {"normal": 8, "zero": 4, "overflow": 3, "kink": 2}
_MANY = 96
"""Entries, of inputs and result together, from which on fewer samples are drawn."""
_MOVED = (2.0**-5, 2.0**-8)
_BELOW = 32.0
"""What makes a number of :func:`_numbers` subnormal, times the smallest normal one."""
_MARGIN = 40
"""Binades between the directions that are drawn and the ends of the format: slopes, and partial sums, stay
within it."""


def samples_of(function: Coordinates, rng: np.random.Generator, turn: int | None = None) -> Iterator[Sample]:
    """The samples of a function, in a fixed order for a fixed state of `rng`.

    Args:
        function: the function.
        rng: what is drawn comes from here.
        turn: which samples a large function gets: two of them, others at other turns; None: one of each kind
            and two of the first.
    """
    fmt, n = function.fmt, function.count()
    m = int(np.prod(function.output, dtype=np.int64))
    large = 2.0 * float(np.log(np.ldexp(1.0, min(fmt.emax, 1023))))
    for kind, number in _SAMPLES.items():
        fewer = range(number if n + m <= _MANY else -(-number // 4))
        if function.large and turn is not None:
            others = ("zero", "overflow", "kink")
            chosen = turn // 2 % 2 if kind == "normal" else turn // 6 % 2
            fewer = range(chosen, chosen + int(kind in ("normal", others[turn % 3])))
        for i in fewer if n else range(int(kind == "normal")):
            x = _numbers(rng, n)
            if i % 2:
                x = np.abs(x)  # inside the domain of logarithms
            if kind == "zero":
                given = (1.0, 0.0, np.copysign(0.0, x), -0.0)[i]
                x = np.where((rng.random(n) < 0.5) | (i == _SAMPLES[kind] - 1), given, x)
            if kind == "overflow":
                x = rng.uniform(-large, large, n) if i else np.full(n, large)
            if kind == "kink":  # all equal, or few different ones
                x = np.asarray(np.full(n, 0.75) if i else rng.integers(-1, 2, n) * 0.75)
            x = _within(rng, x, function.tolerances.range)
            shift = _far(rng, fmt) if kind == "normal" and i % 4 == 3 else 0
            dx, ct = (fmt.narrow(np.ldexp(_numbers(rng, k), shift)) for k in (n, m))
            yield Sample(
                split(fmt.narrow(x), function.input_shapes),
                split(dx, function.input_shapes),
                ct.reshape(function.output).copy(),
                "zero" if kind == "kink" else kind,
            )
    if n > 0 and n + m <= _SPECIAL and not function.large and function.tolerances.range is None:
        yield from _special(function, rng)
    if n > 0 and n + m <= _SPECIAL and not function.large:
        yield from _tiny(function, rng.spawn(1)[0])  # whose numbers leave those that others draw as they are


def near(
    function: Coordinates, points: Sequence[Sequence[NDArray[Any]]], rng: np.random.Generator
) -> Iterator[Sample]:
    """Samples at given points, and near them: every entry moved by a few per cent, so that it keeps its sign.

    Args:
        function: the function.
        points: inputs, one array for each of the function's.
        rng: moves and directions come from here.
    """
    fmt, n = function.fmt, function.count()
    m = int(np.prod(function.output, dtype=np.int64))
    for point in points:
        given = flat(point)
        for moved in (0.0, *_MOVED[: 1 if n + m > _MANY else 2]):
            x = given * (1 + moved * rng.uniform(-1.0, 1.0, n))
            dx, ct = (fmt.narrow(_numbers(rng, k)) for k in (n, m))
            yield Sample(
                split(fmt.narrow(x), function.input_shapes),
                split(dx, function.input_shapes),
                ct.reshape(function.output).copy(),
                "normal",
            )


def _special(function: Coordinates, rng: np.random.Generator) -> Iterator[Sample]:
    """One entry nan, the last one and one anywhere (where there are more than :data:`_LANES`, each); one
    infinite, or all that are in the last axis, or all. The cotangent of a gradient is a number: what is
    linear in it has no value of its own at an infinite one."""
    fmt, n = function.fmt, function.count()
    m = int(np.prod(function.output, dtype=np.int64))
    axis = function.inputs[0][1][-1] if function.inputs and function.inputs[0][1] else 1
    own = n - sum(prod(shape) for name, shape in function.inputs[-1:] if name == COTANGENT)
    if not own:
        return
    last, anywhere = slice(own - 1, own), int(rng.integers(own))
    one = slice(anywhere, anywhere + 1)
    tried = [(np.nan, last), (np.nan, one), (-np.inf, last), (np.inf, one), (-np.inf, one)]
    tried += [(-np.inf, slice(0, axis)), (-np.inf, slice(own))]
    tried += [(np.nan, slice(i, i + 1)) for i in range(own if own > _LANES else 0)]
    for value, where in tried:
        x = (1 + rng.permutation(n)) / 4  # no two are equal
        x[where] = value
        dx, ct = (fmt.narrow(rng.integers(1, 9, k) * rng.choice([-0.5, 0.5], k)) for k in (n, m))
        yield Sample(
            split(fmt.narrow(x), function.input_shapes),
            split(dx, function.input_shapes),
            ct.reshape(function.output).copy(),
            "nan" if np.isnan(value) else "inf",
        )


def _tiny(function: Coordinates, rng: np.random.Generator) -> Iterator[Sample]:
    """Every second entry subnormal, or every second of one input, where the formulas then overflow nowhere;
    of several inputs one that is 0 throughout, or -0, the others not: what depends on the sign of zero is not
    seen where all are 0."""
    fmt, n, ends = function.fmt, function.count(), function.tolerances.range
    m = int(np.prod(function.output, dtype=np.int64))
    several = len(function.inputs) > 1
    owner = np.repeat(np.arange(len(function.inputs)), [prod(shape) for _, shape in function.inputs])
    tiny = _numbers(rng, n) * float(fmt.min_normal) / _BELOW
    second = np.arange(n) % 2 == 0
    ones = [owner == i for i in range(len(function.inputs) if several else 0)]
    forms = [(np.where(second & of, tiny, _numbers(rng, n)), "subnormal") for of in (np.bool_(True), *ones)]
    for of in ones:
        forms += [(np.where(of, zero, _numbers(rng, n)), "zero") for zero in (0.0, -0.0)]
    found = False
    for x, kind in forms:
        if ends is not None and not ((ends[0] <= x) & (x <= ends[1])).all():
            continue
        dx, ct = (fmt.narrow(_numbers(rng, k)) for k in (n, m))
        sample = Sample(
            split(fmt.narrow(x), function.input_shapes),
            split(dx, function.input_shapes),
            ct.reshape(function.output).copy(),
            kind,
        )
        if kind == "subnormal":
            if found or function.overflows(sample):
                continue
            found = True
        yield sample


def _within(
    rng: np.random.Generator, x: NDArray[np.float64], ends: tuple[float, float] | None
) -> NDArray[np.float64]:
    """Entries, those outside of a range drawn again inside of it."""
    if ends is None:
        return x
    inside = (ends[0] <= x) & (x <= ends[1])
    low, high = (float(np.clip(end, -1e300, 1e300)) for end in ends)
    return np.where(inside, x, rng.uniform(low, high, len(x)))


def _far(rng: np.random.Generator, fmt: Format) -> int:
    """A power of two far from 1."""
    low, high = fmt.emin + fmt.precision + _MARGIN, fmt.emax - _MARGIN
    return int(rng.integers(low, high + 1)) if low < high else int(rng.integers(-4, 5))


def _numbers(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Numbers of both signs over a few binades."""
    return np.asarray(np.exp2(rng.uniform(-3.0, 2.0, count)) * rng.choice([-1.0, 1.0], count))
