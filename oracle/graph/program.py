"""A graph of nodes: evaluation, forward rule and reverse pass with the project's NumPy kernels.

The reverse pass reads the stored values and evaluates nothing again; that this gives the same gradients is
``Graph.backpropFrom_eval`` in Lean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.nearest import nearest
from proofgrad.oracle.kernels import NAMES, kernel
from proofgrad.oracle.kernels.vector import VECTOR_NAMES, vector_kernel
from proofgrad.oracle.kernels.vector_base import VectorKernel
from proofgrad.oracle.ulp import format_of

__all__ = ["Graph", "GraphKernel", "Step", "Value"]

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a graph: number `place` among the inputs and the outputs of the steps."""

    place: int
    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """One node of a graph.

    Attributes:
        node: its short name.
        inputs: places of the values that it is applied to.
        options: what else it takes, under the names of the Lean node.
    """

    node: str
    inputs: tuple[int, ...]
    options: Mapping[str, Any] = field(default_factory=dict)


class _Elementwise:
    """An elementwise kernel behind the protocol of vector kernels."""

    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        self._kernel = kernel(name, options)

    def forward(self, *inputs: Array) -> Array:
        return self._kernel.forward(inputs[0])

    def jvp(self, inputs: Sequence[Array], tangents: Sequence[Array]) -> Array:
        return self._kernel.jvp(inputs[0], tangents[0])

    def vjp(self, inputs: Sequence[Array], cotangent: Array) -> tuple[Array, ...]:
        return (self._kernel.vjp(inputs[0], cotangent),)


def _instead(node: str) -> str:
    return nearest(node, sorted({*NAMES, *VECTOR_NAMES})) or "proofgrad nodes lists them"


class Graph:
    """A program, written down node by node; its output is that of the last node.

    >>> graph = Graph()
    >>> x, w = graph.input("x"), graph.input("w")
    >>> graph.apply("tanh", graph.apply("mul", w, x))
    Value(place=3, name='tanh')
    """

    def __init__(self) -> None:
        self.inputs: list[str] = []
        self.steps: list[Step] = []
        self._kernels: list[VectorKernel] = []

    def input(self, name: str) -> Value:
        """A new input. Raises UsageError after the first node, or for a name that is taken."""
        if self.steps:
            raise UsageError("inputs come before nodes", hint="declare every input first")
        if name in self.inputs:
            raise UsageError(f"there is an input {name!r} already")
        self.inputs.append(name)
        return Value(len(self.inputs) - 1, name)

    def apply(self, node: str, *inputs: Value, **options: Any) -> Value:
        """A node applied to inputs or to outputs of earlier nodes.

        Args:
            node: its short name, as in ``proofgrad nodes``.
            inputs: values of this graph.
            options: what else it takes: ``ε=1e-5``, ``t=...``.

        Raises:
            UsageError: there is no kernel for the node, or a value is not of this graph.
        """
        known = len(self.inputs) + len(self.steps)
        if any(not 0 <= value.place < known for value in inputs) or not inputs:
            raise UsageError(f"{node}: not values of this graph")
        if node in VECTOR_NAMES:
            self._kernels.append(vector_kernel(node, options))
        elif node in NAMES:
            self._kernels.append(_Elementwise(node, options))
        else:
            raise UsageError(f"no kernel for node {node!r}", hint=_instead(node))
        self.steps.append(Step(node, tuple(value.place for value in inputs), dict(options)))
        return Value(known, node)

    def _ordered(self, values: Mapping[str, Array]) -> list[Array]:
        missing = [name for name in self.inputs if name not in values]
        if missing or len(values) != len(self.inputs):
            raise UsageError(f"the graph's inputs are {', '.join(self.inputs)}", hint="give each an array")
        return [np.asarray(values[name]) for name in self.inputs]

    def values(self, inputs: Mapping[str, Array]) -> list[Array]:
        """All values, those of the inputs first."""
        found = self._ordered(inputs)
        for step, own in zip(self.steps, self._kernels, strict=True):
            found.append(np.asarray(own.forward(*(found[i] for i in step.inputs))))
        return found

    def evaluate(self, inputs: Mapping[str, Array]) -> Array:
        """The output. Raises UsageError if an array is missing."""
        return self.values(inputs)[-1]

    def jvp(self, inputs: Mapping[str, Array], tangents: Mapping[str, Array]) -> Array:
        """The change of the output when the inputs change by `tangents`, to first order."""
        values = self.values(inputs)
        along = self._ordered(tangents)
        for step, own in zip(self.steps, self._kernels, strict=True):
            given = [values[i] for i in step.inputs]
            along.append(np.asarray(own.jvp(given, [along[i] for i in step.inputs])))
        return along[-1]

    def backprop(self, inputs: Mapping[str, Array], cotangent: Array | None = None) -> dict[str, Array]:
        """The gradient at every input.

        The values are computed once and stored; from the last node to the first, what a node's reverse rule
        says is added to the accumulators of its inputs, one after the other; a node whose accumulator nobody
        has written into is passed over. That this loop computes gradients is `Tape.inputs_sweep`,
        `Tape.hasDerivAt_sweep` and `Rule.run_zero` in Lean (`NN/Proofs/Autograd/Tape/Runtime.lean`).

        Args:
            inputs: their arrays.
            cotangent: the gradient at the output; 1 if None, for an output that is one number.

        Raises:
            UsageError: an array is missing, or the output has several numbers and no cotangent is given.
        """
        values = self.values(inputs)
        if cotangent is None:
            if values[-1].size != 1:
                raise UsageError("the output is no single number", hint="pass the cotangent")
            cotangent = np.ones_like(values[-1])
        gradients: list[Array | None] = [None] * len(values)
        gradients[-1] = np.asarray(cotangent)
        first = len(self.inputs)
        for number in reversed(range(len(self.steps))):
            step, at = self.steps[number], gradients[first + number]
            if at is None:
                continue
            parts = self._kernels[number].vjp([values[i] for i in step.inputs], at)
            for place, part in zip(step.inputs, parts, strict=True):
                before = gradients[place]
                gradients[place] = np.asarray(part) if before is None else before + np.asarray(part)
        return {
            name: np.zeros_like(values[i]) if (found := gradients[i]) is None else found
            for i, name in enumerate(self.inputs)
        }


@dataclass(frozen=True)
class GraphKernel:
    """A graph as a kernel with forward, jvp and vjp on all its inputs; float64 inside, rounded once.

    Attributes:
        graph: the program.
    """

    graph: Graph

    def _named(self, arrays: Sequence[Array]) -> dict[str, Array]:
        wide = (np.asarray(a).astype(np.float64) for a in arrays)
        return dict(zip(self.graph.inputs, wide, strict=True))

    def forward(self, *inputs: Array) -> Array:
        """The output."""
        found = self.graph.evaluate(self._named(inputs))
        return format_of(inputs[0].dtype).narrow(found)

    def jvp(self, inputs: Sequence[Array], tangents: Sequence[Array]) -> Array:
        """The derivative in a direction."""
        found = self.graph.jvp(self._named(inputs), self._named(tangents))
        return format_of(inputs[0].dtype).narrow(found)

    def vjp(self, inputs: Sequence[Array], cotangent: Array) -> tuple[Array, ...]:
        """The gradients."""
        found = self.graph.backprop(self._named(inputs), np.asarray(cotangent).astype(np.float64))
        fmt = format_of(inputs[0].dtype)
        return tuple(fmt.narrow(found[name]) for name in self.graph.inputs)
