"""Functions of the arrays of any namespace of the array API standard: ``proofgrad.array_api.wrap``.

import cupy, proofgrad.array_api
from proofgrad import oracle

oracle.test("tanh", proofgrad.array_api.wrap(cupy.tanh, cupy))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from proofgrad.oracle.adapters.foreign import Foreign

__all__ = ["wrap"]


def wrap(function: Any, namespace: Any, *, name: str = "") -> Foreign:
    """A function of a namespace's arrays as a kernel, without derivatives: give a pair of two.

    Args:
        function: of one array for each input of the node.
        namespace: the module that the arrays are of: CuPy, MLX, dpnp, array_api_strict, ...
        name: what it is called in reports; the function's own name if empty.
    """
    from proofgrad.oracle.adapters.array_api import array_api_function

    return array_api_function(function, namespace, name=name)
