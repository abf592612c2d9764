"""Piecewise linear functions and their slopes; nan stays nan, also where the slope is a constant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "clamp",
    "constant_slope",
    "dclamp",
    "dhard_shrink",
    "dhard_sigmoid",
    "dhard_swish",
    "dleaky_relu",
    "dsoft_shrink",
    "dthreshold",
    "hard_shrink",
    "hard_sigmoid",
    "hard_swish",
    "leaky_relu",
    "soft_shrink",
    "threshold_at",
]

Floats = NDArray[np.float64]


def constant_slope(x: Floats, c: float) -> Floats:
    """c everywhere, nan at nan."""
    return np.where(np.isnan(x), x, c)


def leaky_relu(x: Floats, *, alpha: float) -> Floats:
    """x for x > 0, else αx."""
    return np.where(x > 0, x, alpha * x)


def dleaky_relu(x: Floats, *, alpha: float) -> Floats:
    """1 for x > 0, else α."""
    return np.where(np.isnan(x), x, np.where(x > 0, 1.0, alpha))


def clamp(x: Floats, *, lo: float, hi: float) -> Floats:
    """min(max(x, lo), hi)."""
    return np.minimum(np.maximum(x, lo), hi)


def dclamp(x: Floats, *, lo: float, hi: float) -> Floats:
    """1 strictly between lo and hi, else 0."""
    return np.where(np.isnan(x), x, ((x > lo) & (x < hi)).astype(np.float64))


def hard_sigmoid(x: Floats) -> Floats:
    """(x + 3)/6, cut off at 0 and 1."""
    return (clamp(x, lo=-3.0, hi=3.0) + 3.0) / 6.0


def dhard_sigmoid(x: Floats) -> Floats:
    """1/6 strictly between -3 and 3, else 0."""
    return dclamp(x, lo=-3.0, hi=3.0) / 6.0


def hard_swish(x: Floats) -> Floats:
    """x·hard_sigmoid(x); 0 at -inf."""
    return np.where(x <= -3.0, 0.0, x * hard_sigmoid(x))


def dhard_swish(x: Floats) -> Floats:
    """0, (2x + 3)/6 and 1 on the three pieces."""
    middle = (2.0 * np.clip(x, -3.0, 3.0) + 3.0) / 6.0
    return np.where(x <= -3.0, 0.0, np.where(x >= 3.0, 1.0, middle))


def soft_shrink(x: Floats, *, lambd: float) -> Floats:
    """x nearer to 0 by λ, 0 between -λ and λ."""
    return np.where(np.isinf(x), x, x - clamp(x, lo=-lambd, hi=lambd))


def dsoft_shrink(x: Floats, *, lambd: float) -> Floats:
    """0 strictly between -λ and λ, else 1."""
    return 1.0 - dclamp(x, lo=-lambd, hi=lambd)


def hard_shrink(x: Floats, *, lambd: float) -> Floats:
    """x beyond ±λ, else 0."""
    return np.where((x >= -lambd) & (x <= lambd), 0.0, x)


def dhard_shrink(x: Floats, *, lambd: float) -> Floats:
    """1 beyond ±λ, else 0."""
    return np.where(np.isnan(x), x, ((x > lambd) | (x < -lambd)).astype(np.float64))


def threshold_at(x: Floats, *, threshold: float, value: float) -> Floats:
    """x above the threshold, else a value."""
    return np.where(x <= threshold, value, x)


def dthreshold(x: Floats, *, threshold: float, value: float) -> Floats:
    """1 above the threshold, else 0."""
    del value
    return np.where(np.isnan(x), x, (x > threshold).astype(np.float64))
