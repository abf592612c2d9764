"""Gated units: one input times an activation of the other.

The product is taken before the exponential is scaled, so that nothing is lost where the activation alone
would be subnormal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.kernels.erf import times_dgelu_erf, times_ndtr
from proofgrad.oracle.kernels.exponential import sigmoid, times_sigmoid
from proofgrad.oracle.kernels.vector_base import Forward, Jvp, Options, Vjp

__all__ = ["GATED"]

Floats = NDArray[np.float64]
Product = Callable[[Floats, Floats], Floats]


def _unit(value: Product, slope: Product, *, first: bool) -> tuple[Forward, Jvp, Vjp]:
    """The maps of a·g(b), or of g(a)·b if `first`.

    Args:
        value: (w, x) to w·g(x).
        slope: (w, x) to w·g'(x).
        first: whether it is the first input that g is applied to.
    """
    gate, other = (0, 1) if first else (1, 0)

    def forward(x: Sequence[Floats], _: Options) -> Floats:
        return _along(value, x[other], x[gate])

    def jvp(x: Sequence[Floats], d: Sequence[Floats], _: Options) -> Floats:
        return _along(value, d[other], x[gate]) + _along(slope, x[other] * d[gate], x[gate])

    def vjp(x: Sequence[Floats], ct: Floats, _: Options) -> tuple[Floats, Floats]:
        found = _along(value, ct, x[gate]), _along(slope, x[other] * ct, x[gate])
        return found[::-1] if first else found

    return forward, jvp, vjp


def _along(product: Product, w: Floats, x: Floats) -> Floats:
    """On arrays of any shape."""
    found: Floats = product(np.ravel(w), np.ravel(x)).reshape(np.shape(x))
    return found


def _dsigmoid(w: Floats, x: Floats) -> Floats:
    size = np.abs(x)
    return times_sigmoid(w * sigmoid(size), -size)


def _silu(w: Floats, x: Floats) -> Floats:
    return times_sigmoid(w * x, x)


def _dsilu(w: Floats, x: Floats) -> Floats:
    return times_sigmoid(w * (1.0 + times_sigmoid(x, -x)), x)


def _gelu(w: Floats, x: Floats) -> Floats:
    return times_ndtr(w * x, x)


GATED: Mapping[str, tuple[Any, Any, Any]] = {
    "glu": _unit(times_sigmoid, _dsigmoid, first=False),
    "swiGlu": _unit(_silu, _dsilu, first=True),
    "geGlu": _unit(_gelu, times_dgelu_erf, first=True),
}
"""Forward map, JVP and VJP of each, by node."""
