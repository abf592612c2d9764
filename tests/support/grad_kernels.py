"""Kernels for the nodes of tests/support/other_project: of a project by somebody else."""

from __future__ import annotations

import numpy as np


def precise(f):
    """A function of float64 as one of any narrower format: correct to about half a unit in the last place."""

    def kernel(x):
        with np.errstate(all="ignore"):
            wide = np.asarray(f(np.asarray(x, np.float64)))
            return np.where(np.isnan(wide) & np.isinf(x), 0.0, wide).astype(np.asarray(x).dtype)

    return kernel


class Kernels:
    """Pairs (f, f')."""

    bell = (precise(lambda x: np.exp(-(x * x))), precise(lambda x: -2 * x * np.exp(-(x * x))))
    recip = (precise(lambda x: 1 / x), precise(lambda x: -1 / (x * x)))
    wrong = (bell[0], precise(lambda x: 2 * x * np.exp(-(x * x))))
