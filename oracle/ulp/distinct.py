"""Distinct integers, by sorting.

``np.unique`` of NumPy 2.3 and later hashes integers, and the bits of floats, which differ in their high ends,
fall into few of its buckets: tens of times slower than sorting them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["distinct", "first_of_each"]


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """The different numbers among `values` (of any shape, none of them nan), ascending, in one axis."""
    ordered = np.sort(values, axis=None)
    return ordered[_begins(ordered)]


def first_of_each(*keys: NDArray[Any]) -> NDArray[np.intp]:
    """For each different row of `keys` the first place that has it, in ascending order of the rows.

    Args:
        keys: arrays of one axis and one length, none with nan: the columns.
    """
    order = np.lexsort(keys[::-1])  # stable: among equals the first stays first
    begins = np.zeros(len(order), np.bool_)
    for key in keys:
        begins |= _begins(key[order])
    return order[begins]


def _begins(ordered: NDArray[Any]) -> NDArray[np.bool_]:
    different = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=different[1:])
    return different
