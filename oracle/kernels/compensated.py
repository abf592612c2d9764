"""Double-double building blocks: error-free sums and products of float64 arrays.

T. J. Dekker, "A floating-point technique for extending the available precision", Numer. Math. 18 (1971); the
names follow Ogita, Rump, Oishi, "Accurate sum and dot product", SIAM J. Sci. Comput. 26 (2005).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Pair", "dd_times", "fast_two_sum", "two_product", "two_sum"]

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]
_SPLITTER = 134217729.0  # 2**27 + 1


def two_sum(a: Floats, b: Floats | float) -> Pair:
    """(s, e) with s = fl(a + b) and s + e = a + b exactly, barring overflow."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def fast_two_sum(a: Floats, b: Floats) -> Pair:
    """As :func:`two_sum`, for |a| >= |b|."""
    s = a + b
    return s, b - (s - a)


def _split(a: Any) -> tuple[Any, Any]:
    c = _SPLITTER * a
    high = c - (c - a)
    return high, a - high


def two_product(a: Floats, b: Floats | float) -> Pair:
    """(p, e) with p = fl(a b) and p + e = a b exactly, for |a|, |b| < 2^995 and no underflow."""
    p = a * b
    ah, al = _split(a)
    bh, bl = (ah, al) if b is a else _split(b)
    return p, al * bl - (((p - ah * bh) - al * bh) - ah * bl)


def dd_times(a: Pair, b: Pair) -> Pair:
    """The product of two double-doubles, to about 2^-102 of itself."""
    p, e = two_product(a[0], b[0])
    return fast_two_sum(p, e + (a[0] * b[1] + a[1] * b[0]))
