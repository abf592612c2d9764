"""The inner product of what kernels answer with directions: exact, as adjointness is an equation of reals."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

__all__ = ["inner"]

_DIGITS = 53
"""Bits of a float's mantissa: that many make it an integer."""


def inner(a: NDArray[np.float64], b: NDArray[np.float64]) -> Fraction | None:
    """Σ a·b, exactly; None if a factor is not finite."""
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return None
    (p, i), (q, j) = (np.frexp(v.ravel()) for v in (a, b))
    exponents = i.astype(np.int64) + j
    least = int(exponents.min(initial=0))
    # Integers, as fractions would look for a common divisor at every term.
    whole = ([int(m) for m in np.ldexp(v, _DIGITS).tolist()] for v in (p, q))
    total = sum(m * n << e for m, n, e in zip(*whole, (exponents - least).tolist(), strict=True) if m and n)
    return Fraction(total) * Fraction(2) ** (least - 2 * _DIGITS)
