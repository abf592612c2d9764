"""Piecewise and algebraic functions: relu, abs, inv, log, sqrt, smoothAbs and their derivatives."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.kernels.compensated import two_product, two_sum

__all__ = [
    "dinv",
    "drelu",
    "dsmooth_abs",
    "dsoftsign",
    "dsqrt",
    "inv",
    "log",
    "relu",
    "smooth_abs",
    "softsign",
    "sqrt",
]

Floats = NDArray[np.float64]


def relu(x: Floats) -> Floats:
    """max(x, 0); nan stays nan."""
    return np.maximum(x, 0.0)


def drelu(x: Floats) -> Floats:
    """1 for x > 0, else 0 (0 at the kink); nan stays nan."""
    return np.where(np.isnan(x), x, (x > 0).astype(np.float64))


def inv(x: Floats) -> Floats:
    """1/x, IEEE's ±inf at ±0."""
    return 1.0 / x


def dinv(x: Floats) -> Floats:
    """-1/x², as -(1/x)/x: x² would overflow and underflow early."""
    return -(1.0 / x) / x


def log(x: Floats) -> Floats:
    """log |x|, the function of the theorem; -inf at 0."""
    return np.log(np.abs(x))


def sqrt(x: Floats) -> Floats:
    """√x, and 0 for x < 0: the function of the theorem."""
    return np.sqrt(np.maximum(x, 0.0))


def dsqrt(x: Floats) -> Floats:
    """1/(2√x), 0 for x < 0, inf at 0."""
    return np.where(x < 0, 0.0, 0.5 / np.sqrt(np.abs(x)))


def _root(x: Floats, eps: float) -> tuple[Floats, Floats]:
    """(x', √(x'² + ε')) with x' and ε' scaled down by a power of two where x² would overflow."""
    scale = np.where(np.abs(x) > 2.0**500, 2.0**-600, 1.0)
    z = x * scale
    p, e = two_product(z, z)
    s, t = two_sum(p, eps * scale * scale)
    root = np.sqrt(s)
    r, d = two_product(root, root)
    fix = (((s - r) - d) + (t + e)) / (2.0 * root)
    return z, np.where(np.isfinite(fix), root + fix, root)


def smooth_abs(x: Floats, *, eps: float) -> Floats:
    """√(x² + ε), the rounding errors of the sum carried along; |x| where ε is too small to matter."""
    _, root = _root(x, eps)
    return np.where(np.abs(x) > 2.0**500, np.abs(x), root)


def dsmooth_abs(x: Floats, *, eps: float) -> Floats:
    """x/√(x² + ε); ±1 at ±inf."""
    z, root = _root(x, eps)
    return np.where(np.isinf(x), np.sign(x), z / root)


def softsign(x: Floats) -> Floats:
    """x/(1 + |x|); ±1 at ±inf."""
    return np.where(np.isinf(x), np.sign(x), x / (1.0 + np.abs(x)))


def dsoftsign(x: Floats) -> Floats:
    """1/(1 + |x|)², as two quotients: the square would overflow early."""
    d = 1.0 + np.abs(x)
    return (1.0 / d) / d
