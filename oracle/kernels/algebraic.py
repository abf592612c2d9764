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

_NEAR = 4.0
"""Beyond |x| = 4√ε the correction that makes √(x² + ε) of |x| is under 3% of the result."""
_EPS_LOW, _EPS_HIGH = 2.0**-850, 2.0**850


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


def _root(x: Floats, eps: float) -> Floats:
    """√(x² + ε) for |x| and √ε of like size, the rounding errors of square and sum put back."""
    p, e = two_product(x, x)
    s, t = two_sum(p, eps)
    root = np.sqrt(s)
    r, d = two_product(root, root)
    return root + (((s - r) - d) + (t + e)) / (2.0 * root)


def smooth_abs(x: Floats, *, eps: float) -> Floats:
    """√(x² + ε) as a + ε/(a + √(a² + ε)) with a = |x|: the second term is small beside the first, and its
    error with it, once a is a few times √ε; nearer to 0 the rounding errors are carried along.
    """
    a = np.abs(x)
    if eps == 0.0:
        return a
    if not _EPS_LOW <= eps <= _EPS_HIGH:  # so that squares as large as ε neither overflow nor underflow
        shift = 2.0**-128 if eps > 1.0 else 2.0**128
        small = np.minimum(a, 2.0**800)
        return np.where(a > small, a, smooth_abs(small * shift, eps=eps * shift * shift) / shift)
    root = np.sqrt(a * a + eps)
    root += a
    np.divide(eps, root, out=root)
    root += a
    near = np.flatnonzero(a < _NEAR * eps**0.5)
    if len(near):
        root[near] = _root(a[near], eps)
    return root


def dsmooth_abs(x: Floats, *, eps: float) -> Floats:
    """x/√(x² + ε); ±1 at ±inf."""
    out = x / smooth_abs(x, eps=eps)
    far = np.isinf(x)
    if far.any():
        out[far] = np.sign(x[far])
    return out


def softsign(x: Floats) -> Floats:
    """x/(1 + |x|); ±1 at ±inf."""
    return np.where(np.isinf(x), np.sign(x), x / (1.0 + np.abs(x)))


def dsoftsign(x: Floats) -> Floats:
    """1/(1 + |x|)², as two quotients: the square would overflow early."""
    d = 1.0 + np.abs(x)
    return (1.0 / d) / d
