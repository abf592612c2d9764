"""CELU and powers: where a rounded argument of exp would cost digits, its rounding error is kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.kernels.compensated import two_product
from proofgrad.oracle.kernels.doubled import exponential, scale

__all__ = ["celu", "celu_slope", "dpower", "power"]

Floats = NDArray[np.float64]

_FAR = 2000.0
"""e^-2000 is 0 in float64."""


def _over(x: Floats, alpha: float) -> tuple[Floats, Floats]:
    """min(x, 0)/α as a sum of two numbers."""
    x = np.maximum(np.minimum(x, 0.0), -_FAR * abs(alpha))
    q = x / alpha
    p, e = two_product(q, np.float64(alpha))
    return q, ((x - p) - e) / alpha


def celu(x: Floats, *, alpha: float) -> Floats:
    """x for x > 0, else α(e^(x/α) - 1)."""
    q, low = _over(x, alpha)
    return np.where(x > 0, x, np.where(x == 0, x, alpha * (np.expm1(q) + low * np.exp(q))))


def celu_slope(x: Floats, *, alpha: float) -> Floats:
    """1 for x > 0, else e^(x/α)."""
    q, low = _over(x, alpha)
    hi, lo, k = exponential(q)
    return np.where(x > 0, 1.0, scale(hi + (lo + hi * low), k))


def power(x: Floats, *, p: float) -> Floats:
    """x^p, for x > 0."""
    return np.power(x, p)


def dpower(x: Floats, *, p: float) -> Floats:
    """p·x^(p - 1), for x > 0."""
    return p * np.power(x, p - 1.0)
