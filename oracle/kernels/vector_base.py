"""What a kernel of a vector node is: forward, jvp and vjp on a tuple of arrays.

As the elementwise ones, the project's own compute in float64 and round once to the dtype they were given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.ulp import format_of

__all__ = ["Floats", "NumpyVectorKernel", "Options", "VectorKernel"]

Array = NDArray[Any]
Floats = NDArray[np.float64]
Options: TypeAlias = Mapping[str, Any]
"""What a node has besides its inputs: natural numbers, shapes (tuples), selected indices, parameters."""

Forward: TypeAlias = Callable[[Sequence[Floats], Options], Any]
Jvp: TypeAlias = Callable[[Sequence[Floats], Sequence[Floats], Options], Any]
Vjp: TypeAlias = Callable[[Sequence[Floats], Floats, Options], Sequence[Any]]


@runtime_checkable
class VectorKernel(Protocol):
    """Forward map of a node with any number of inputs, its derivative, and the transpose of that."""

    def forward(self, *inputs: Array) -> Array:
        """The node's value."""
        ...

    def jvp(self, inputs: Sequence[Array], tangents: Sequence[Array]) -> Array:
        """The derivative at `inputs` in the direction `tangents`."""
        ...

    def vjp(self, inputs: Sequence[Array], cotangent: Array) -> tuple[Array, ...]:
        """The transposed derivative at `inputs` applied to `cotangent`: one array for each input."""
        ...


@dataclass(frozen=True)
class NumpyVectorKernel:
    """A kernel from functions on float64 arrays.

    Attributes:
        name: the node's short name.
        forward64: the value.
        jvp64: the derivative.
        vjp64: its transpose.
        options: what these take besides the inputs.
    """

    name: str
    forward64: Forward
    jvp64: Jvp
    vjp64: Vjp
    options: Options = field(default_factory=dict)

    def forward(self, *inputs: Array) -> Array:
        """The node's value, in the dtype of the first input."""
        with np.errstate(all="ignore"):
            return _narrow(self.forward64(_wide(inputs), self.options), inputs)

    def jvp(self, inputs: Sequence[Array], tangents: Sequence[Array]) -> Array:
        """The derivative in a direction."""
        with np.errstate(all="ignore"):
            return _narrow(self.jvp64(_wide(inputs), _wide(tangents), self.options), inputs)

    def vjp(self, inputs: Sequence[Array], cotangent: Array) -> tuple[Array, ...]:
        """The transposed derivative: one array for each input."""
        with np.errstate(all="ignore"):
            found = self.vjp64(_wide(inputs), _wide([cotangent])[0], self.options)
        return tuple(_narrow(f, inputs) for f in found)


def _wide(arrays: Sequence[Array]) -> list[Floats]:
    return [np.asarray(a).astype(np.float64) for a in arrays]


def _narrow(value: Any, inputs: Sequence[Array]) -> Array:
    return format_of(inputs[0].dtype).narrow(np.asarray(value, dtype=np.float64))
