"""The inputs of a format in segments and stretches: runs of neighbouring numbers, equally spaced.

A segment is 65,536 (fewer in small formats) magnitudes that share their leading bits, with one sign. Both
zeros, the infinities and nan belong to no comparison by polynomials; :mod:`~proofgrad.oracle.sweep.special`
judges them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.ulp import Format

__all__ = ["Stretch", "numbers", "segment", "segment_count", "segment_length"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The numbers ±value(k) for k from `first` on, `count` of them, in one binade (or all subnormal).

    Attributes:
        sign: 1 or -1.
        first: the ordinal of the smallest magnitude.
        count: how many; a power of two.
    """

    sign: int
    first: int
    count: int

    def halves(self) -> tuple[Stretch, Stretch]:
        """The first and the second half."""
        half = self.count // 2
        return Stretch(self.sign, self.first, half), Stretch(self.sign, self.first + half, half)

    def exact(self, fmt: Format, k: int) -> Fraction:
        """The number whose magnitude has the ordinal `k`, exactly."""
        exponent, whole = _parts(fmt, k)
        return self.sign * whole * Fraction(2) ** exponent

    def spacing(self, fmt: Format) -> Fraction:
        """The signed distance of neighbours, away from zero."""
        return self.sign * Fraction(2) ** _parts(fmt, self.first)[0]


def _parts(fmt: Format, k: int) -> tuple[int, int]:
    """value(k) = whole · 2^exponent."""
    bits = fmt.precision - 1
    biased, fraction = k >> bits, k & ((1 << bits) - 1)
    if biased == 0:
        return fmt.tiny_exponent, fraction
    return fmt.tiny_exponent + biased - 1, fraction | (1 << bits)


def segment_length(fmt: Format) -> int:
    """Numbers of a segment: 65,536, or a whole binade where that is fewer."""
    return int(min(1 << 16, 1 << (fmt.precision - 1)))


def segment_count(fmt: Format) -> int:
    """Segments of a format: all finite numbers, both signs."""
    return 2 * (fmt.infinity_ordinal // segment_length(fmt))


def segment(fmt: Format, number: int) -> Stretch:
    """Segment `number`: the positive ones first, by magnitude, then the negative ones."""
    half = segment_count(fmt) // 2
    length = segment_length(fmt)
    return Stretch(1 if number < half else -1, (number % half) * length, length)


def numbers(fmt: Format, stretch: Stretch) -> NDArray[Any]:
    """All numbers of a stretch, in the format's dtype."""
    ordinals = np.arange(stretch.first, stretch.first + stretch.count, dtype=np.uint64)
    if stretch.sign < 0:
        ordinals |= np.uint64(1 << (fmt.bits - 1))
    return fmt.from_bits(ordinals)
