"""A kernel's answers on stretches of neighbouring inputs against certified polynomials."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.formula import Reference
from proofgrad.oracle.sweep.certify import Polynomial
from proofgrad.oracle.sweep.stretches import Stretch, numbers
from proofgrad.oracle.sweep.tally import LEVELS, Binade, Tally
from proofgrad.oracle.ulp import Format

__all__ = ["Comparison"]

Floats = NDArray[np.float64]

LOOSE = 2.0**-8
"""Where a polynomial's own bound is more ULP than this (next to a root), the input is enclosed by itself."""


@lru_cache(maxsize=32)
def _grid(count: int) -> Floats:
    """t at the numbers of a stretch: -1, ..., 1 - 2/count."""
    half = count // 2
    return (np.arange(count, dtype=np.float64) - half) / max(half, 1)


class Comparison:
    """Compares answers of one kernel with one formula.

    Args:
        reference: the formula, to enclose single inputs.
        fmt: the format.
    """

    def __init__(self, reference: Reference, fmt: Format) -> None:
        self.reference, self.fmt = reference, fmt
        self._beyond = float(fmt.overflow_threshold)
        self._top = 2.0 ** (fmt.emax + 1)

    def polynomial(self, tally: Tally, poly: Polynomial, got: NDArray[Any]) -> None:
        """The numbers of a polynomial's stretch; `got` are the kernel's answers, in the format's dtype."""
        with np.errstate(invalid="ignore", over="ignore", under="ignore"):
            self._polynomial(tally, poly, got.astype(np.float64))

    def _polynomial(self, tally: Tally, poly: Polynomial, y: Floats) -> None:
        t = _grid(poly.stretch.count)
        p = np.full(len(t), poly.coefficients[-1])
        for c in poly.coefficients[-2::-1]:
            p *= t
            p += c
        low = np.abs(p) - poly.error
        ulp = self._ulp(low)
        loose = poly.error > LOOSE * ulp
        y = self._within_range(p, poly.error, y)
        error = (np.abs(y - p) + poly.error) / ulp
        if poly.direction:
            self._order(tally, poly.stretch, y, poly.direction)
        if loose.any():
            error[loose] = 0.0
            for i in np.flatnonzero(loose):
                self.single(tally, Stretch(poly.stretch.sign, poly.stretch.first + int(i), 1), y[i : i + 1])
            self._judge(tally, poly.stretch, error[~loose], np.flatnonzero(~loose), 0.0)
            return
        slack = 2.0 * poly.error / float(ulp.min())
        self._judge(tally, poly.stretch, error, None, slack)

    def _ulp(self, low: Floats) -> Floats:
        """The ULP of a value that is at least this large."""
        fmt = self.fmt
        size = np.maximum(low, 2.0**-1000)
        power = (size.view(np.int64) & np.int64(0x7FF0000000000000)).view(np.float64)
        return np.maximum(power * 2.0 ** (1 - fmt.precision), 2.0**fmt.tiny_exponent)

    def _within_range(self, p: Floats, error: float, y: Floats) -> Floats:
        """The answers, with an infinity written as the number that it stands for; nan where only an infinity
        would do.
        """
        if not np.isinf(y).any() and float(np.abs(p).max()) + error < self._beyond:
            return y
        wanted = np.abs(p) + error >= self._beyond  # an infinity is, or may be, right
        right = wanted & np.isinf(y) & (np.sign(y) == np.sign(p))
        needed = np.abs(p) - error >= self._top
        y = np.where(right, p, np.where(needed, np.nan, y))
        early = np.isinf(y) & (np.sign(y) == np.sign(p)) & (np.abs(p) > 1.0)
        return np.where(early, np.copysign(self._top, p), y)

    def _order(self, tally: Tally, stretch: Stretch, y: Floats, direction: int) -> None:
        against = np.diff(y) * direction < 0
        tally.ordered += len(against)
        count = int(np.count_nonzero(against))
        if count:
            tally.descents += count
            if tally.descent is None:
                tally.descent = self._bits(stretch, int(np.argmax(against)))

    def _bits(self, stretch: Stretch, place: int) -> int:
        ordinal = stretch.first + place
        return ordinal | (1 << (self.fmt.bits - 1)) if stretch.sign < 0 else ordinal

    def _judge(
        self, tally: Tally, stretch: Stretch, error: Floats, places: NDArray[np.intp] | None, slack: float
    ) -> None:
        """Note the errors at the numbers of a stretch, or at some places in it."""
        if not len(error):
            return
        bad = ~np.isfinite(error)
        if bad.any():
            for i in np.flatnonzero(bad):
                tally.note_wrong(self._bits(stretch, int(i if places is None else places[i])))
            error = np.where(bad, np.inf, error)
        at = int(np.argmax(error))
        largest = float(error[at])
        place = at if places is None else int(places[at])
        tally.inputs += len(error)
        tally.raise_bound(largest, self._bits(stretch, place))
        if largest > LEVELS[0]:
            tally.over = [
                n + int(np.count_nonzero(error > level + slack))
                for n, level in zip(tally.over, LEVELS, strict=True)
            ]
        own = tally.binades.setdefault(self._binade(stretch), Binade())
        own.inputs += len(error)
        own.bound = max(own.bound, largest)

    def _binade(self, stretch: Stretch) -> str:
        biased = stretch.first >> (self.fmt.precision - 1)
        sign = "-" if stretch.sign < 0 else "+"
        return f"{sign}{biased - self.fmt.emax}" if biased else f"{sign}0s"

    def overflow(self, tally: Tally, stretch: Stretch, sign: int, got: NDArray[Any]) -> None:
        """The numbers of a stretch on which the formula is beyond the format's range."""
        y = got.astype(np.float64)
        error = np.where(y == sign * np.inf, 0.0, np.inf)
        self._judge(tally, stretch, error, None, 0.0)

    def single(self, tally: Tally, stretch: Stretch, got: NDArray[Any]) -> None:
        """The numbers of a stretch, each enclosed by itself; at a switch point a one-sided value will do."""
        x = numbers(self.fmt, stretch)
        (found,) = self.reference.enclose(x, self.fmt)
        answers = np.asarray(got).astype(self.fmt.dtype)
        error = np.abs(found.values.errors(answers))
        for side in (found.kinks.left, found.kinks.right):
            if len(found.kinks.index):
                other = np.abs(side.errors(answers[found.kinks.index]))
                there = error[found.kinks.index]
                error[found.kinks.index] = np.where(np.isnan(other), there, np.fmin(there, other))
        free = found.conventional
        unknown = np.isnan(error) & ~free
        error = error + found.values.slack
        tally.conventional += int(np.count_nonzero(free))
        tally.undecided += int(np.count_nonzero(unknown))
        chosen = np.flatnonzero(~free & ~unknown)
        slack = float(found.values.slack[chosen].max(initial=0.0))
        self._judge(tally, stretch, error[chosen], chosen, 2.0 * slack)
