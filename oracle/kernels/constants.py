"""Constants of the kernels, computed from integers when the package is imported: no digits to mistype.

Each is kept to :data:`BITS` bits as an integer over 2^BITS and handed out as an unevaluated sum of floats.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

__all__ = ["BITS", "LOG2", "PI", "pair", "powers_of_two", "triple"]

BITS = 320


def _series(inverse: int, sign: int) -> int:
    """atanh (sign 1) or atan (sign -1) of 1/inverse, times 2^BITS."""
    power = (1 << (BITS + 32)) // inverse
    total, n = 0, 1
    while power:
        total += power // n if sign > 0 or n % 4 == 1 else -(power // n)
        power //= inverse * inverse
        n += 2
    return total >> 32


LOG2 = 18 * _series(26, 1) - 2 * _series(4801, 1) + 8 * _series(8749, 1)
"""log 2 times 2^BITS, by an identity of Machin's kind: 2 = (27/25)^9 · (4801/4800)... (checked in the
tests).
"""

PI = 4 * (4 * _series(5, -1) - _series(239, -1))
"""π times 2^BITS, by Machin's formula."""


def pair(value: Fraction) -> tuple[float, float]:
    """The double-double nearest to a rational."""
    high = float(value)
    return high, float(value - Fraction(high))


def triple(value: Fraction, bits: int) -> tuple[float, float, float]:
    """Three floats that sum to a rational, the first two of at most `bits` bits each: their small multiples
    are exact.
    """
    parts = []
    for _ in range(2):
        exponent = value.numerator.bit_length() - value.denominator.bit_length() - bits
        part = int(value / Fraction(2) ** exponent) * Fraction(2) ** exponent
        parts.append(float(part))
        value -= part
    return parts[0], parts[1], float(value)


def powers_of_two(count: int) -> list[tuple[float, float]]:
    """2^(j/count) for j < count as double-doubles; count is a power of two."""
    step = 2 << (2 * BITS)
    root = isqrt(step)  # 2^(1/2) * 2^BITS
    size = 2
    while size < count:
        root = isqrt(root << BITS)
        size *= 2
    out, value = [], 1 << BITS
    for _ in range(count):
        out.append(pair(Fraction(value, 1 << BITS)))
        value = (value * root) >> BITS
    return out
