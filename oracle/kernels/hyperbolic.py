"""sinh, cosh, tanh and sech²: from e^|x| as a double-double, so that sum and quotient add no error of their
own.

Near 0, where the difference of exponentials cancels, Taylor's series: the first term is exact and the others
are small.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.kernels.compensated import Pair, fast_two_sum, two_sum
from proofgrad.oracle.kernels.doubled import exponential, quotient, reciprocal, scale

__all__ = ["cosh", "sinh", "tanh"]

Floats = NDArray[np.float64]

_SINH_SERIES = 0.25
_PLAIN = 2.0
_TANH_SERIES = 0.0625
_TANH_FAR = 1.5
"""From here on 2/(e^2x + 1) is under 0.1: two ULP of it are a quarter of one of the result."""


def _halves(a: Floats) -> tuple[Pair, Pair, NDArray[np.int64]]:
    """e^a and e^-a as double-doubles, both divided by 2^k; k. The second is one as far as the sum needs it:
    from _PLAIN on it is under 2% of the first, and a quotient rounded once is enough.
    """
    hi, lo, k = exponential(a)
    inverse = 1.0 / hi
    rest = np.zeros_like(inverse)
    near = np.flatnonzero(a < _PLAIN)
    if len(near):
        inverse[near], rest[near] = reciprocal(hi[near], lo[near])
    down = -2 * np.minimum(k, 500)
    return (hi, lo), (scale(inverse, down), scale(rest, down)), k


def sinh(x: Floats) -> Floats:
    """(e^x - e^-x)/2; Taylor's series near 0."""
    a = np.abs(x)
    up, down, k = _halves(a)
    s, e = fast_two_sum(up[0], -down[0])
    out = scale(s + (e + (up[1] - down[1])), k - 1)
    near = np.flatnonzero(a < _SINH_SERIES)
    if len(near):
        z = a[near]
        square = z * z
        series = 1 / 6 + square * (1 / 120 + square * (1 / 5040 + square * (1 / 362880 + square / 39916800)))
        out[near] = z + z * square * series
    return np.copysign(out, x)


def cosh(x: Floats) -> Floats:
    """(e^x + e^-x)/2."""
    up, down, k = _halves(np.abs(x))
    s, e = fast_two_sum(up[0], down[0])
    return scale(s + (e + (up[1] + down[1])), k - 1)


def tanh(x: Floats) -> Floats:
    """1 - 2/(e^2|x| + 1) with the sign of x where the quotient, and so its error, is small beside 1;
    (e^2|x| - 1)/(e^2|x| + 1) in double-double below that, and Taylor's series near 0.
    """
    a = np.abs(x)
    out = np.exp(2.0 * np.minimum(a, 22.0))
    out += 1.0
    np.divide(-2.0, out, out=out)
    out += 1.0
    near = np.flatnonzero(a < _TANH_FAR)
    if len(near):
        out[near] = _tanh_near(a[near])
    return np.copysign(out, x)


def _tanh_near(a: Floats) -> Floats:
    """tanh for 0 <= a < _TANH_FAR."""
    hi, lo, k = exponential(2.0 * a)
    hi, lo = scale(hi, k), scale(lo, k)
    above, below = two_sum(hi, 1.0), two_sum(hi, -1.0)
    far = quotient((below[0], below[1] + lo), (above[0], above[1] + lo))
    square = a * a
    series = -1 / 3 + square * (
        2 / 15 + square * (-17 / 315 + square * (62 / 2835 - square * (1382 / 155925)))
    )
    return np.where(a < _TANH_SERIES, a + a * square * series, far)
