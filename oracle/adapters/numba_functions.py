"""A function that Numba compiled, as a kernel: NumPy's arrays in and out, but not all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.adapters.foreign import Foreign, Maps

__all__ = ["numba_function"]

Array = NDArray[Any]


def numba_function(function: Callable[..., Any]) -> Foreign:
    """What ``numba.njit``, ``numba.vectorize`` or ``numba.guvectorize`` made: it has no derivatives; give a
    pair of two such functions.

    Numba types no foreign byte order and no bfloat16: the former is converted, as a user has to, the latter a
    NotImplementedError, which becomes an inconclusive verdict. An answer that is a number is made an array,
    as NumPy's functions answer for arrays without axes.
    """
    return Foreign(function, _maps, str(getattr(function, "__name__", type(function).__qualname__)))


def _maps(function: Callable[..., Any]) -> Maps:
    def forward(*inputs: Array) -> Any:
        for a in inputs:
            if a.dtype.kind != "f":
                raise NotImplementedError(f"Numba has no {a.dtype}")
        given = [a.astype(a.dtype.newbyteorder("="), copy=False) for a in inputs]
        given = [a if a.flags.aligned else a.copy() for a in given]
        found = function(*given)
        return np.asarray(found, given[0].dtype) if isinstance(found, float) else found

    return Maps(forward)
