"""gelu in its tanh form, x·sigmoid(2u) with u = √(2/π)·(x + 0.044715 x³), and its derivative.

exp(2u) magnifies an absolute error of 2u into a relative one, and u reaches -370 before gelu underflows: u
is computed in double-double, its low part enters as exp(hi)·(1 + lo).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.kernels.compensated import dd_times, fast_two_sum, two_product, two_sum

__all__ = ["dgelu", "gelu"]

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]

# √(2/π)·2 and 0.044715 as unevaluated sums of two floats (their correctly rounded double-doubles; a test
# recomputes them).
_TWO_K = (1.5957691216057308, -9.96930880911092e-17)
_C = (0.044715, 2.1960211427085595e-18)
_LIMIT = 40.0
"""Beyond |x| = 40 gelu is x or 0 in float64; inputs are clipped there before the exponential."""


def _two_u(x: Floats) -> Pair:
    """2u as a double-double, for |x| <= _LIMIT."""
    square = two_product(x, x)
    c = (np.full_like(x, _C[0]), np.full_like(x, _C[1]))
    inner = dd_times(c, square)
    head, tail = two_sum(np.ones_like(x), inner[0])
    factor = fast_two_sum(head, tail + inner[1])
    k = (np.full_like(x, _TWO_K[0]), np.full_like(x, _TWO_K[1]))
    line = dd_times(k, (x, np.zeros_like(x)))
    return dd_times(line, factor)


def _half_exponential(u: Pair) -> Floats:
    """exp(-|2u|/2), from which the exponential is the square: it stays normal where the result is not."""
    return np.exp(-0.5 * np.abs(u[0])) * (1.0 - 0.5 * np.sign(u[0]) * u[1])


def _exponential(u: Pair) -> Floats:
    """exp(-|2u|)."""
    return np.exp(-np.abs(u[0])) * (1.0 - np.sign(u[0]) * u[1])


def gelu(x: Floats) -> Floats:
    """x(1 + tanh u)/2; 0 at -inf."""
    z = np.clip(x, -_LIMIT, _LIMIT)
    u = _two_u(z)
    e, half = _exponential(u), _half_exponential(u)
    near = z * (np.where(z < 0, e, 1.0) / (1.0 + e))
    out = np.where(u[0] < -600.0, (z * half) * half, near)
    return np.where(x > _LIMIT, x, out)


def dgelu(x: Floats) -> Floats:
    """s·(1 + x·2k(1 + 3·0.044715 x²)·(1 - s)) with s = sigmoid(2u)."""
    z = np.clip(x, -_LIMIT, _LIMIT)
    u = _two_u(z)
    e, half = _exponential(u), _half_exponential(u)
    slope = z * (_TWO_K[0] * (1.0 + 3.0 * _C[0] * (z * z)))
    s = np.where(z < 0, e, 1.0) / (1.0 + e)
    opposite = np.where(z < 0, 1.0, e) / (1.0 + e)
    factor = 1.0 + slope * opposite
    return np.where(u[0] < -600.0, (factor * half) * half, s * factor)
