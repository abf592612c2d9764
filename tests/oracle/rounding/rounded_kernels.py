"""Kernels that tests trace: right ones, and one whose error is planted."""

from __future__ import annotations

import numpy as np


def sigmoid(x):
    """1/(1 + e^-x), as people write it."""
    e = np.exp(-np.abs(x))
    return np.where(x < 0, e, 1.0) / (1.0 + e)


def planted(x):
    """sigmoid with a relative error of 2^-18: 64 units of float32."""
    return sigmoid(x) * (1.0 + 2.0**-18)


def floored(x):
    """What no theorem speaks of."""
    return np.floor(x)


def in_place(x):
    """Assignments where a mask holds, and in place."""
    out = x * x
    out += 1.0
    near = np.flatnonzero(np.abs(x) < 0.5)
    if len(near):
        out[near] = np.sqrt(out[near])
    return out


def mixed(x):
    """float16 to bfloat16 and back, with an operation in each."""
    import ml_dtypes

    brain = (x * x).astype(ml_dtypes.bfloat16)
    return (brain * brain).astype(np.float16) + x
