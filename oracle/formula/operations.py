"""Operations that every kind of number does for itself: floats, fractions, balls, series, arrays of them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["RING", "power"]

RING: Mapping[str, Callable[..., Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "neg": operator.neg,
}


def power(base: Any, n: int, one: Any) -> Any:
    """base^n by squaring, with `one` for n = 0: python-flint's ``**`` is nan on a ball that contains 0."""
    out = None
    while n:
        if n & 1:
            out = base if out is None else out * base
        n >>= 1
        if n:
            base = base * base
    return one if out is None else out
