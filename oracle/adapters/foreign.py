"""Functions of other libraries' arrays as kernels: plain data, which knows none of these libraries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

__all__ = ["Foreign", "Maps"]

Array = NDArray[Any]


@dataclass(frozen=True)
class Maps:
    """A function of several arrays and its derivatives, on NumPy arrays.

    Attributes:
        forward: the inputs to the value.
        jvp: (inputs, directions) to the derivative in these directions, or None.
        vjp: (inputs, cotangent) to a tuple with an array for each input, or None.
        hvp: (inputs, cotangent, directions) to the derivative of these gradients along the directions, or
            None.
    """

    forward: Callable[..., Any]
    jvp: Callable[[Sequence[Array], Sequence[Array]], Any] | None = None
    vjp: Callable[[Sequence[Array], Array], tuple[Any, ...]] | None = None
    hvp: Callable[[Sequence[Array], Array, Sequence[Array]], tuple[Any, ...]] | None = None


@dataclass(frozen=True)
class Foreign:
    """A function of another library's arrays, and how that library's users call it and differentiate it.

    Attributes:
        function: takes one array for each input of a node, and the node's parameters by keyword.
        make: gives the maps of such a function, once its parameters are bound.
        name: what it is called in reports.
        per_shape: whether it is compiled anew for every shape of array.
        threads: whether it may be called from several threads at once.
    """

    function: Callable[..., Any]
    make: Callable[[Callable[..., Any]], Maps]
    name: str = ""
    per_shape: bool = False
    threads: bool = True

    def __call__(self, *inputs: Array) -> Any:
        """The value at NumPy arrays."""
        return self.make(self.function).forward(*inputs)
