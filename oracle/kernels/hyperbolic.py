"""sinh, cosh, tanh and sech²: from e^|x| as a double-double, so that sum and quotient add no error of their
own.

Near 0, where the difference of exponentials cancels, Taylor's series: the first term is exact and the others
are small.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.kernels.compensated import Pair, two_sum
from proofgrad.oracle.kernels.doubled import exponential, quotient, reciprocal, scale

__all__ = ["cosh", "sinh", "tanh"]

Floats = NDArray[np.float64]

_SINH_SERIES = 0.25
_TANH_SERIES = 0.0625


def _halves(a: Floats) -> tuple[Pair, Pair, NDArray[np.int64]]:
    """e^a and e^-a as double-doubles, both divided by 2^k; k."""
    hi, lo, k = exponential(a)
    inverse, rest = reciprocal(hi, lo)
    down = -2 * np.minimum(k, 500)
    return (hi, lo), (scale(inverse, down), scale(rest, down)), k


def sinh(x: Floats) -> Floats:
    """(e^x - e^-x)/2."""
    a = np.abs(x)
    up, down, k = _halves(a)
    s, e = two_sum(up[0], -down[0])
    far = np.copysign(scale(s + (e + (up[1] - down[1])), k - 1), x)
    square = x * x
    series = 1 / 6 + square * (1 / 120 + square * (1 / 5040 + square * (1 / 362880 + square / 39916800)))
    return np.where(a < _SINH_SERIES, x + x * square * series, far)


def cosh(x: Floats) -> Floats:
    """(e^x + e^-x)/2."""
    up, down, k = _halves(np.abs(x))
    s, e = two_sum(up[0], down[0])
    return scale(s + (e + (up[1] + down[1])), k - 1)


def tanh(x: Floats) -> Floats:
    """(e^2|x| - 1)/(e^2|x| + 1) with the sign of x; ±1 beyond |x| = 22."""
    a = np.abs(x)
    hi, lo, k = exponential(2.0 * np.minimum(a, 22.0))
    hi, lo = scale(hi, k), scale(lo, k)
    above, below = two_sum(hi, np.ones_like(hi)), two_sum(hi, -np.ones_like(hi))
    far = np.copysign(quotient((below[0], below[1] + lo), (above[0], above[1] + lo)), x)
    square = x * x
    series = -1 / 3 + square * (
        2 / 15 + square * (-17 / 315 + square * (62 / 2835 - square * (1382 / 155925)))
    )
    near = np.where(a == 0.0, x, x + x * square * series)  # tanh(-0) is -0
    return np.where(a < _TANH_SERIES, near, far)
