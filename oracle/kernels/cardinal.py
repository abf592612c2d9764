"""The cardinal sine sin(πx)/(πx), 1 at 0, and its derivative.

πx is reduced before the multiplication with π, where that is exact: x = n + j/64 + w with |w| <= 1/128. The
table holds sin(πj/64) and cos(πj/64) as double-doubles, so that sin(πx) and cos(πx) are known to about 2^-64,
and the derivative (cos(πx) - sinc x)/x keeps its digits near its roots.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.kernels.compensated import Pair, dd_times, two_product, two_sum
from proofgrad.oracle.kernels.constants import BITS, PI, pair

__all__ = ["dsinc", "sinc"]

Floats = NDArray[np.float64]

_STEPS = 64
_HALF = _STEPS // 2
_NEAR = 0.125
"""Below it in size both are their power series."""
_FAR = 2.0**52
"""From here on every number is an integer."""


def _sine(angle: Fraction) -> tuple[float, float]:
    """The sine as a double-double, by its power series."""
    x = (angle.numerator << BITS) // angle.denominator
    term, total, n = x, 0, 1
    while term:
        total += term
        term = -(((term * x) >> BITS) * x >> BITS) // ((n + 1) * (n + 2))
        n += 2
        if abs(term) <= 1:  # floor division of a negative number ends at -1
            break
    return pair(Fraction(total, 1 << BITS))


_ANGLES = [Fraction(PI * j, _STEPS << BITS) for j in range(-_HALF, _HALF + 1)]
_SIN = np.array([_sine(angle) for angle in _ANGLES])
_COS = np.array([_sine(Fraction(PI, 2 << BITS) - abs(angle)) for angle in _ANGLES])
_PI = pair(Fraction(PI, 1 << BITS))
_SQUARE = Fraction(PI * PI, 1 << (2 * BITS))


def _coefficients(term: Callable[[int], Fraction], first: int) -> list[float]:
    """Of (-π²)^k times `term(k)`, the highest first."""
    return [float((-_SQUARE) ** k * term(k)) for k in range(first + 9, first - 1, -1)]


_VALUES = _coefficients(lambda k: Fraction(1, factorial(2 * k + 1)), 1)
_SLOPES = _coefficients(lambda k: Fraction(2 * k, factorial(2 * k + 1)), 1)


def _polynomial(coefficients: list[float], z: Floats) -> Floats:
    total = np.zeros_like(z)
    for c in coefficients:
        total = total * z + c
    return total


def _turn(x: Floats) -> tuple[Pair, Pair]:
    """sin(πx) and cos(πx) as double-doubles, for |x| < 2^52."""
    whole = np.rint(x)
    r = x - whole
    j = np.rint(r * _STEPS)
    t, low = dd_times((r - j / _STEPS, np.zeros_like(x)), (np.full_like(x, _PI[0]), np.full_like(x, _PI[1])))
    z = t * t
    low = low + t * (z * (-1 / 6 + z * (1 / 120 + z * (-1 / 5040 + z / 362880))))
    less = z * (-0.5 + z * (1 / 24 + z * (-1 / 720 + z / 40320)))  # cos - 1
    place = j.astype(np.int64) + _HALF
    (sh, sl), (ch, cl) = _SIN[place].T, _COS[place].T
    sign = 1.0 - 2.0 * np.abs(np.fmod(whole, 2.0))

    def combined(head: Floats, tail: Floats, other: Floats, other_tail: Floats) -> Pair:
        """head·cos + other·sin of the rest."""
        p, e = two_product(other, t)
        s, d = two_sum(head, p)
        return sign * s, sign * (d + (e + tail + other * low + other_tail * t + head * less))

    return combined(sh, sl, ch, cl), combined(ch, cl, -sh, -sl)


def _quotient(sine: Pair, x: Floats) -> Pair:
    """The sine divided by πx."""
    d, low = dd_times((x, np.zeros_like(x)), (np.full_like(x, _PI[0]), np.full_like(x, _PI[1])))
    q = sine[0] / d
    p, e = two_product(q, d)
    return q, (((sine[0] - p) - e) + (sine[1] - q * low)) / d


def sinc(x: Floats) -> Floats:
    """sin(πx)/(πx); 1 at 0, 0 at ±∞."""
    z = np.where(np.abs(x) < _NEAR, x, 0.0) ** 2
    out = 1.0 + z * _polynomial(_VALUES, z)
    middle = np.flatnonzero((np.abs(x) >= _NEAR) & (np.abs(x) < _FAR))
    high, low = _quotient(_turn(x[middle])[0], x[middle])
    out[middle] = high + low
    return np.where(np.abs(x) >= _FAR, 0.0, np.where(np.isnan(x), x, out))


def dsinc(x: Floats) -> Floats:
    """(cos(πx) - sinc x)/x; 0 at 0 and at ±∞."""
    near = np.where(np.abs(x) < _NEAR, x, 0.0)
    out = near * _polynomial(_SLOPES, near * near)
    middle = np.flatnonzero((np.abs(x) >= _NEAR) & (np.abs(x) < _FAR))
    sine, cosine = _turn(x[middle])
    high, low = _quotient(sine, x[middle])
    s, e = two_sum(cosine[0], -high)
    out[middle] = (s + (e + (cosine[1] - low))) / x[middle]
    far = np.abs(x) >= _FAR
    parity = 1.0 - 2.0 * np.abs(np.fmod(np.where(np.isfinite(x), x, 0.0), 2.0))
    return np.where(far, parity / np.where(far, x, 1.0), np.where(np.isnan(x), x, out))
