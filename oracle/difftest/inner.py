"""The inner product of what kernels answer with directions: exact, as adjointness is an equation of reals."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

__all__ = ["inner"]


def inner(a: NDArray[np.float64], b: NDArray[np.float64]) -> Fraction | None:
    """Σ a·b, exactly; None if a factor is not finite."""
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return None
    pairs = zip(a.ravel().tolist(), b.ravel().tolist(), strict=True)
    return sum((Fraction(p) * Fraction(q) for p, q in pairs if p and q), Fraction(0))
