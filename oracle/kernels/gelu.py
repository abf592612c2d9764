"""gelu in its tanh form, x·sigmoid(2u) with u = √(2/π)·(x + 0.044715 x³), and its derivative.

exp(2u) magnifies an absolute error of 2u into a relative one, and u reaches -370 before gelu underflows: u
is computed in double-double, its low part enters as exp(hi)·(1 + lo).
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.kernels.compensated import Pair, dd_times, fast_two_sum, two_product, two_sum
from proofgrad.oracle.kernels.constants import BITS, PI, pair
from proofgrad.oracle.kernels.doubled import exponential, over_one_plus, reciprocal, scale

__all__ = ["dgelu", "gelu"]

Floats = NDArray[np.float64]

_TWO_K = pair(Fraction(isqrt((8 << (3 * BITS)) // PI), 1 << BITS))
"""2√(2/π) = √(8/π) as a double-double."""
_C = pair(Fraction(44715, 1000000))
_THREE_C = pair(Fraction(3 * 44715, 1000000))
_ROOT = (0.4, 1.4)
"""gelu' has its root near -0.7525; between these sizes it is computed with care."""
_DEEP = 40.0
"""Where 2u is below -this, s is exp(2u) in float64, and taken from the double-double exponential."""
_LIMIT = 40.0
"""Beyond |x| = 40 gelu is x or 0 in float64; inputs are clipped there before the exponential."""


def _full(x: Floats, value: tuple[float, float]) -> Pair:
    return np.full_like(x, value[0]), np.full_like(x, value[1])


def _cubic(x: Floats, c: tuple[float, float]) -> Pair:
    """2k·x·(1 + c x²) as a double-double, for |x| <= _LIMIT."""
    inner = dd_times(_full(x, c), two_product(x, x))
    head, tail = two_sum(np.ones_like(x), inner[0])
    factor = fast_two_sum(head, tail + inner[1])
    return dd_times(dd_times(_full(x, _TWO_K), (x, np.zeros_like(x))), factor)


def _exponential(u: Pair) -> Floats:
    """exp(-|2u|)."""
    return np.exp(-np.abs(u[0])) * (1.0 - np.sign(u[0]) * u[1])


def _in_the_tail(out: Floats, factor: Floats, u: Pair) -> None:
    """Make `out` factor·exp(2u), in place, where that is far down: the power of two comes last, so that no
    factor is subnormal while the product is not."""
    far = np.flatnonzero(u[0] < -_DEEP)
    if len(far):
        hi, lo, k = exponential(u[0][far], u[1][far])
        out[far] = scale(factor[far] * hi + factor[far] * lo, k)


def gelu(x: Floats) -> Floats:
    """x(1 + tanh u)/2; 0 at -inf."""
    z = np.clip(x, -_LIMIT, _LIMIT)
    u = _cubic(z, _C)
    e = _exponential(u)
    out = z * over_one_plus(np.where(z < 0, e, 1.0), e)
    _in_the_tail(out, z, u)
    return np.where(x > _LIMIT, x, out)


def dgelu(x: Floats) -> Floats:
    """s·(1 + x·2k(1 + 3·0.044715 x²)·(1 - s)) with s = sigmoid(2u)."""
    z = np.clip(x, -_LIMIT, _LIMIT)
    u = _cubic(z, _C)
    e = _exponential(u)
    slope = z * (_TWO_K[0] * (1.0 + 3.0 * _C[0] * (z * z)))
    s = np.where(z < 0, e, 1.0) / (1.0 + e)
    opposite = np.where(z < 0, 1.0, e) / (1.0 + e)
    factor = 1.0 + slope * opposite
    near = (z > -_ROOT[1]) & (z < -_ROOT[0])
    factor[near] = _factor_at_root(z[near])
    out = s * factor
    _in_the_tail(out, factor, u)
    return out


def _factor_at_root(x: Floats) -> Floats:
    """1 + x·2k(1 + 3·0.044715 x²)/(1 + e^2u), which cancels near -0.7525, from double-doubles."""
    hi, lo, k = exponential(*_cubic(x, _C))
    s, e = two_sum(np.ones_like(x), scale(hi, k))
    p, d = dd_times(_cubic(x, _THREE_C), reciprocal(s, e + scale(lo, k)))
    out: Floats = (1.0 + p) + d
    return out
