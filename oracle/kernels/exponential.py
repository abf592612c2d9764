"""exp, the hyperbolic functions, and what is built of the logistic curve."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "dsafe_log",
    "dsigmoid",
    "dsilu",
    "dtanh",
    "elu",
    "elu_slope",
    "safe_log",
    "sigmoid",
    "silu",
    "softplus",
]

Floats = NDArray[np.float64]

_FAR = 300.0
"""Beyond it exp(-|x|)² replaces exp(-2|x|) so that no factor is subnormal while the product is not."""


def sigmoid(x: Floats) -> Floats:
    """1/(1 + exp(-x)) without overflow and without cancellation on either side."""
    e = np.exp(-np.abs(x))
    return np.where(x < 0, e, 1.0) / (1.0 + e)


def dsigmoid(x: Floats) -> Floats:
    """s(1 - s) = e/(1 + e)² with e = exp(-|x|)."""
    e = np.exp(-np.abs(x))
    return e / ((1.0 + e) * (1.0 + e))


def dtanh(x: Floats) -> Floats:
    """1 - tanh² = 4e/(1 + e)² with e = exp(-2|x|)."""
    half = np.exp(-np.abs(x))
    e = np.where(np.abs(x) > _FAR, half * half, np.exp(-2.0 * np.abs(x)))
    near = 4.0 * e / ((1.0 + e) * (1.0 + e))
    return np.where(np.abs(x) > _FAR, (2.0 * half) * (2.0 * half), near)


def softplus(x: Floats) -> Floats:
    """log(1 + exp x) = max(x, 0) + log1p(exp(-|x|))."""
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x)))


def _times_sigmoid(factor: Floats, x: Floats) -> Floats:
    """factor·sigmoid(x); where sigmoid would be subnormal, by two halves of the exponential."""
    half = np.exp(0.5 * np.minimum(x, 0.0))
    far = x < -_FAR
    out = np.where(far, (np.where(far, factor, 0.0) * half) * half, factor * sigmoid(x))
    return np.where(x == -np.inf, 0.0, out)


def silu(x: Floats) -> Floats:
    """x·sigmoid(x); 0 at -inf."""
    return _times_sigmoid(x, x)


def dsilu(x: Floats) -> Floats:
    """s + x s (1 - s) = s·(1 + x·sigmoid(-x)); 1 at +inf, 0 at -inf."""
    tail = _times_sigmoid(x, -x)
    return _times_sigmoid(1.0 + np.where(x < 0, x * sigmoid(-x), tail), x)


def safe_log(x: Floats, *, eps: float) -> Floats:
    """log(softplus x + ε)."""
    return np.log(softplus(x) + eps)


def dsafe_log(x: Floats, *, eps: float) -> Floats:
    """sigmoid x/(softplus x + ε)."""
    return sigmoid(x) / (softplus(x) + eps)


def elu(x: Floats, *, alpha: float) -> Floats:
    """x for x > 0, else α(exp x - 1)."""
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0.0)))


def elu_slope(x: Floats, *, alpha: float) -> Floats:
    """1 for x > 0, else α exp x."""
    return np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0.0)))
