"""What a kernel is: forward, jvp and vjp of one node on arrays.

The project's own kernels compute in float64 and round once to the dtype they were given, so float16,
bfloat16 and float32 results are correctly rounded but where the float64 result lies within its own error of
a tie.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.ulp import format_of

__all__ = ["ElementwiseKernel", "Kernel", "Scalar"]

Array = NDArray[Any]
Floats = NDArray[np.float64]
Scalar = Callable[..., Floats]
"""A function of a 1-d float64 array and the node's parameters (keywords), to a float64 array of the same
shape.
"""


@runtime_checkable
class Kernel(Protocol):
    """Forward map of a node, its directional derivative, and the transpose of that."""

    def forward(self, x: Array) -> Array:
        """The node's value at x."""
        ...

    def jvp(self, x: Array, dx: Array) -> Array:
        """The derivative at x in direction dx."""
        ...

    def vjp(self, x: Array, ct: Array) -> Array:
        """The transposed derivative at x applied to the cotangent ct."""
        ...


@dataclass(frozen=True)
class ElementwiseKernel:
    """A kernel from a scalar function and its derivative.

    Results have the dtype and shape that NumPy's broadcasting of the inputs gives; no warning is raised.

    Attributes:
        name: the node's short name.
        f: float64 to float64.
        df: float64 to float64.
        params: keyword arguments of both.
    """

    name: str
    f: Scalar
    df: Scalar
    params: Mapping[str, float] = field(default_factory=dict)

    def forward(self, x: Array) -> Array:
        """f(x), elementwise."""
        fmt = format_of(x.dtype)
        with np.errstate(all="ignore"):
            return fmt.narrow(_blockwise(lambda z: self.f(z, **self.params), x))

    def jvp(self, x: Array, dx: Array) -> Array:
        """f'(x)·dx, elementwise."""
        fmt = format_of(x.dtype)
        with np.errstate(all="ignore"):
            slope = _blockwise(lambda z: self.df(z, **self.params), x)
            if slope.shape == np.shape(dx):
                slope *= dx if np.asarray(dx).dtype == np.float64 else _wide(dx)
                return fmt.narrow(slope)
            return fmt.narrow(slope * _wide(dx))

    def vjp(self, x: Array, ct: Array) -> Array:
        """f'(x)·ct, elementwise: a diagonal map is its own transpose."""
        return self.jvp(x, ct)


def _blockwise(function: Scalar, x: Array) -> Floats:
    """A function of 1-d float64 arrays on an array of any shape and dtype, in blocks that stay in the
    cache.
    """
    out = np.empty(np.shape(x))
    flat_in, flat_out = np.ravel(x), out.reshape(-1)
    for start in range(0, flat_in.size, _BLOCK):
        part = slice(start, start + _BLOCK)
        flat_out[part] = function(flat_in[part].astype(np.float64, copy=False))
    return out


_BLOCK = 8192


def _wide(x: Array) -> Floats:
    return np.asarray(x).astype(np.float64)
