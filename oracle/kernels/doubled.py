"""exp as a double-double: what the kernels stand on where one rounding of exp is one too many.

e^x = 2^(n/64)·e^r with n the integer nearest to 64 x/log 2 and |r| < 0.0055, as in P. T. P. Tang,
"Table-driven implementation of the exponential function in IEEE floating-point arithmetic", ACM TOMS 15
(1989). The reduction subtracts n·log2/64 in three parts of which the first two multiply exactly; the
table holds 2^(j/64) as double-doubles.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.kernels.compensated import Pair, fast_two_sum, two_product
from proofgrad.oracle.kernels.constants import BITS, LOG2, powers_of_two, triple

__all__ = ["Scaled", "exponential", "over_one_plus", "quotient", "reciprocal", "scale"]

Floats = NDArray[np.float64]
Scaled = tuple[Floats, Floats, NDArray[np.int64]]
"""(hi, lo, k): the number (hi + lo)·2^k with hi in [1, 2)."""

_STEPS = 64
_TABLE = np.array(powers_of_two(_STEPS))
_HIGH, _LOW = np.ascontiguousarray(_TABLE[:, 0]), np.ascontiguousarray(_TABLE[:, 1])
_STEP = Fraction(LOG2, _STEPS << BITS)
_L1, _L2, _L3 = triple(_STEP, 34)
_PER_STEP = float(1 / _STEP)
_REACH = 1600.0
"""Arguments are clipped to ±this: e^±1600 is beyond float64 on either side, and n stays under 2^18."""


def exponential(x: Floats, low: Floats | float = 0.0) -> Scaled:
    """e^(x + low), to about 2^-59 of itself; |low| at most an ULP of x. nan gives nan.

    Written in place, step by step: the cost is that of passing over memory.
    """
    r = np.clip(x, -_REACH, _REACH)
    n = r * _PER_STEP
    np.rint(n, out=n)
    r -= n * _L1
    low_part = n * _L2
    head = r - low_part
    np.subtract(r, head, out=r)
    r -= low_part  # head + r is the reduced argument: the parts need not be ordered, both are tiny
    r -= n * _L3
    if not (isinstance(low, float) and low == 0.0):
        # Near 700 it is up to 2^-43: its product with the reduced argument, and with half the square, counts.
        r += low
        r *= 1.0 + head * (1.0 + 0.5 * head)
    tail = head * (1 / 720)
    for coefficient in (1 / 120, 1 / 24, 1 / 6, 0.5):
        tail += coefficient
        tail *= head
    tail *= head
    tail += r
    np.copyto(n, 0.0, where=np.isnan(n))
    steps = n.astype(np.int64)
    j = steps & (_STEPS - 1)
    high = _HIGH.take(j)
    tail *= high
    tail += _LOW.take(j)
    head *= high
    head += tail
    hi, lo = fast_two_sum(high, head)
    return hi, lo, steps >> 6


def scale(x: Floats, k: NDArray[np.int64]) -> Floats:
    """x·2^k with one rounding, for k in ±2200: by one product where the power is a normal number, else the
    power is multiplied on in two exact halves but for the last.
    """
    if len(k) and k.min() >= -1022 and k.max() <= 1023:
        return x * ((k + 1023) << 52).view(np.float64)
    half = k >> 1
    first, second = _power(half), _power(k - half)
    out: Floats = (x * first) * second
    return out


def _power(k: NDArray[np.int64]) -> Floats:
    return ((np.clip(k, -1022, 1023) + 1023) << 52).view(np.float64)


def reciprocal(hi: Floats, lo: Floats) -> Pair:
    """1/(hi + lo) as a double-double, to about 2^-104 of itself."""
    q = 1.0 / hi
    p, e = two_product(q, hi)
    return fast_two_sum(q, q * (((1.0 - p) - e) - q * lo))


def quotient(num: Pair, den: Pair) -> Floats:
    """num/den, rounded almost correctly."""
    q = num[0] / den[0]
    p, e = two_product(q, den[0])
    out: Floats = q + (((num[0] - p) - e) + (num[1] - q * den[1])) / den[0]
    return out


def over_one_plus(numerator: Floats, e: Floats) -> Floats:
    """numerator/(1 + e) for 0 <= e <= 1, the rounding error of the sum put back."""
    d = 1.0 + e
    q = numerator / d
    return np.where(np.isinf(q), q, q - q * ((e - (d - 1.0)) / d))
