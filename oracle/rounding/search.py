"""The greatest error of a kernel in a range, in ULP, by branch and bound.

The error is at most what Lean proved of the rounding, plus the distance between what the kernel would compute
without rounding and the proven formula. Both are enclosed over intervals, which are cut where the bound is
worst, until the greatest bound is close to the greatest at a point.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from proofgrad.oracle.formula.balls import rational_ball
from proofgrad.oracle.rounding.enclose import PRECISION, CompiledBound, CompiledFormula, distance
from proofgrad.oracle.ulp import Format

__all__ = ["Found", "Stretch", "greatest_error"]

_CLOSE = 1.1
"""The search ends where the bound is within this of what it is at a point."""
_NEGLIGIBLE = 1 / 64
"""In ULP: so near the kernel's formula has to be to the proven one before the interval need not be cut."""
_KNOWN = 1.25
"""Where the formulas do differ, their distance is known well enough within this of what it is at a point."""
_DEPTH = 60
"""How often an interval may be cut because nothing is known of it."""


@dataclass(frozen=True)
class Stretch:
    """Inputs of which nothing useful is proven, by ordinals, both ends among them."""

    low: int
    high: int


@dataclass(frozen=True)
class Found:
    """What is proven in a range.

    Attributes:
        bound: no error of the kernel is greater, in ULP, outside the open stretches; 0 if there is no
            inside.
        certain: somewhere the error is at least this, in ULP, by the same theorem: 0 where nothing is wrong.
        worst: the ordinal of an input near which the bound is greatest.
        wrong: the ordinal of an input with that certain error, or None.
        open: where nothing useful is proven.
    """

    bound: float
    certain: float
    worst: int
    wrong: int | None
    open: tuple[Stretch, ...]


@dataclass
class _Interval:
    low: int
    high: int
    depth: int
    apart: Any
    """An upper bound of the distance of the two formulas, or None."""


class _Search:
    def __init__(self, bound: CompiledBound, formula: CompiledFormula, fmt: Format, cap: float) -> None:
        self.bound, self.formula, self.fmt, self.cap = bound, formula, fmt, cap
        self.same = bound.formula == formula.formula
        self.certain: float = 0.0
        self.wrong: int | None = None

    def value(self, ordinal: int) -> Any:
        return rational_ball(Fraction(float(self.fmt.from_ordinal(np.array([ordinal]))[0])))

    def unit(self, size: Any) -> Any:
        """The ULP at the least of these sizes, as an exact ball."""
        from flint import arb

        exponent = self.fmt.tiny_exponent
        if size > 0:
            m, e = size.man_exp()
            exponent = max(int(e) + int(m).bit_length() - self.fmt.precision, exponent)
        return arb((1, exponent))

    def precise(self, *ordinals: int) -> Any:
        """A precision at which 1 + x differs from 1: so the ULP of sigmoid x near 1/2 is known."""
        import flint

        step = self.fmt.precision - 1
        least = min(abs(o) >> step for o in ordinals)
        return flint.ctx.workprec(PRECISION + max(0, self.fmt.emax - least))

    def ratio(self, interval: _Interval) -> tuple[float, bool]:
        """The bound over an interval in ULP, infinite where there is none; whether the formulas are near."""
        with self.precise(interval.low, interval.high):
            return self._ratio(interval)

    def _ratio(self, interval: _Interval) -> tuple[float, bool]:
        from flint import arb

        low, high = self.value(interval.low), self.value(interval.high)
        x = low.union(high)
        _, error, safe = self.bound.over(x)
        middle = self.value((interval.low + interval.high) // 2)
        f = self.formula.near(x, middle)
        if not safe or not error.is_finite() or not f.is_finite():
            return float("inf"), False
        unit = self.unit(f.abs_lower())
        near = True
        if interval.apart is None and self.same:
            interval.apart = arb(0)
        if interval.apart is None:
            radius = (high - middle).max(middle - low)
            apart, least = distance(self.bound, self.formula, x, middle, radius)
            near = bool(apart < unit * _NEGLIGIBLE + least * _KNOWN)
            if near or interval.low == interval.high:
                interval.apart = apart
        else:
            apart = interval.apart
        return _up((error + apart) / unit), near

    def at(self, ordinal: int) -> float:
        """The bound at one input, in ULP; also looks whether the kernel is certainly wrong there."""
        with self.precise(ordinal):
            return self._at(ordinal)

    def _at(self, ordinal: int) -> float:
        x = self.value(ordinal)
        value, error, safe = self.bound.over(x)
        f = self.formula.over(x)
        if not safe or not error.is_finite() or not f.is_finite():
            return float("inf")
        unit = self.unit(f.abs_lower())
        apart = abs(value - f)
        certain = _down((apart - error) / self.unit(f.abs_upper()))
        if certain > self.certain:
            self.certain, self.wrong = certain, ordinal
        return _down((error + apart) / unit)


def _up(ball: Any) -> float:
    if ball.is_zero():
        return 0.0
    return float(np.nextafter(float(ball.upper()), np.inf))


def _down(ball: Any) -> float:
    return float(np.nextafter(float(ball.lower()), -np.inf))


def greatest_error(
    bound: CompiledBound,
    formula: CompiledFormula,
    fmt: Format,
    low: int,
    high: int,
    *,
    cap: float = 1000.0,
    budget: int = 12_000,
) -> Found:
    """Bound the error of one piece of a kernel.

    Args:
        bound: of the piece's program.
        formula: the proven one, with its parameters put in.
        fmt: the tested format.
        low: the ordinal of the least input.
        high: that of the greatest.
        cap: a bound of more ULP than this is called none, and the inputs are an open stretch.
        budget: how many intervals are looked at.
    """
    import flint

    with flint.ctx.workprec(PRECISION):
        return _searched(_Search(bound, formula, fmt, cap), low, high, budget)


def _searched(search: _Search, low: int, high: int, budget: int) -> Found:
    heap: list[tuple[float, int, _Interval]] = []
    done: list[Stretch] = []
    best, worst, number, unknown = 0.0, low, 0, 0

    def push(interval: _Interval) -> None:
        nonlocal best, worst, number, unknown
        ratio, near = search.ratio(interval)
        middle = (interval.low + interval.high) // 2
        point = search.at(middle)
        number += near
        unknown += not near
        if point <= search.cap and point > best:
            best, worst = point, middle
        if not near or ratio > search.cap:
            interval.depth += 1
            if point > search.cap and min(search.at(interval.low), search.at(interval.high)) > search.cap:
                done.append(Stretch(interval.low, interval.high))  # nowhere anything: no claim is made
                return
            if interval.depth > _DEPTH or unknown > budget or interval.low == interval.high:
                if ratio > search.cap:
                    done.append(Stretch(interval.low, interval.high))
                    return
                interval.apart = None
        heapq.heappush(heap, (-ratio if near else -float("inf"), interval.low, interval))

    for interval in _binades(search.fmt, low, high):
        push(interval)
    top = 0.0
    while heap:
        negative, _, interval = heapq.heappop(heap)
        ratio = -negative
        if interval.low == interval.high or number >= budget or ratio <= max(best * _CLOSE, 1e-9):
            if ratio == float("inf"):
                ratio, _ = search.ratio(interval)
            if ratio > search.cap:
                done.append(Stretch(interval.low, interval.high))
                continue
            top = max(top, ratio)
            if number < budget and negative != -float("inf"):
                break
            continue
        middle = (interval.low + interval.high) // 2
        push(_Interval(interval.low, middle, interval.depth, interval.apart))
        push(_Interval(middle + 1, interval.high, interval.depth, interval.apart))
    return Found(max(top, best), search.certain, worst, search.wrong, tuple(_merged(done)))


def _binades(fmt: Format, low: int, high: int) -> Iterator[_Interval]:
    """The range in binades, in sixteen at once where |x| is tiny; subnormal numbers in powers of two."""
    step = 1 << (fmt.precision - 1)
    tiny = max(1, fmt.emax - 64)
    cuts = {0, *(1 << k for k in range(fmt.precision - 1))}
    cuts |= {binade * step for binade in range(1, tiny, 16)}
    cuts |= {binade * step for binade in range(tiny, 2 * fmt.emax + 2)}
    starts = sorted(cuts | {1 - cut for cut in cuts})
    inside = [low, *(s for s in starts if low < s <= high), high + 1]
    for a, b in pairwise(inside):
        yield _Interval(a, b - 1, 0, None)


def _merged(stretches: list[Stretch]) -> Iterator[Stretch]:
    """Neighbours as one."""
    last: Stretch | None = None
    for stretch in sorted(stretches, key=lambda s: s.low):
        if last is not None and stretch.low <= last.high + 1:
            last = Stretch(last.low, max(last.high, stretch.high))
        else:
            if last is not None:
                yield last
            last = stretch
    if last is not None:
        yield last
