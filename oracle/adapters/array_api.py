"""A function of the arrays of any namespace that follows the Python array API standard (CuPy, MLX, dpnp,
array-api-strict), as a kernel: without derivatives, which the standard does not have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.adapters.foreign import Foreign, Maps

__all__ = ["array_api_function"]

Array = NDArray[Any]


def array_api_function(function: Callable[..., Any], namespace: Any, *, name: str = "") -> Foreign:
    """A function of a namespace's arrays, as a kernel.

    Args:
        function: takes and gives arrays of that namespace.
        namespace: the module, such as ``cupy`` or ``array_api_strict``; it has ``asarray``.
        name: in reports; the function's own if empty.
    """

    def make(bound: Callable[..., Any]) -> Maps:
        def forward(*inputs: Array) -> Any:
            found = bound(*(_into(a, namespace) for a in inputs))
            return _out_of(found) if hasattr(found, "__dlpack__") or hasattr(found, "__array__") else found

        return Maps(forward)

    name = name or str(getattr(function, "__qualname__", type(function).__qualname__))
    return Foreign(function, make, name)


def _into(a: Array, namespace: Any) -> Any:
    """An array of the namespace; a format that it does not have is a NotImplementedError."""
    wanted = getattr(namespace, a.dtype.name, None)
    if wanted is None:
        raise NotImplementedError(f"{namespace.__name__} has no {a.dtype.name}")
    own = a.astype(a.dtype.newbyteorder("="), copy=False)
    return namespace.asarray(own if own.flags.writeable and own.flags.aligned else own.copy(), dtype=wanted)


def _out_of(found: Any) -> Array:
    """By the protocol of the standard, wherever the array lies."""
    host = getattr(found, "get", None)  # CuPy's arrays lie on a device, and refuse an implicit copy
    if callable(host):
        return np.asarray(host())
    try:
        return np.from_dlpack(found)
    except (AttributeError, BufferError, RuntimeError, TypeError):
        return np.asarray(found)
