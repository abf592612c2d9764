"""What a vector node computes at concrete sizes: plain data."""

from __future__ import annotations

from dataclasses import dataclass

from proofgrad.bridge.catalogue.formula import Tree

__all__ = ["VectorFormula"]


@dataclass(frozen=True, slots=True)
class VectorFormula:
    """What a node computes at concrete sizes, coordinate by coordinate.

    Entries are counted through all inputs, one after the other, each in row-major order (the last axis
    fastest); so are the coordinates of the result.

    Attributes:
        sizes: the values that were put in for the node's natural numbers, shapes and selections of indices,
            as text: ``3``, ``[2, 3]``.
        inputs: names of the inputs and their shapes.
        output: the shape of the result.
        forward: for each coordinate of the result, a tree in ``entry`` and ``param``.
        jvp: the derivative of each coordinate, linear in ``tangent``.
    """

    sizes: tuple[tuple[str, str], ...]
    inputs: tuple[tuple[str, tuple[int, ...]], ...]
    output: tuple[int, ...]
    forward: tuple[Tree, ...]
    jvp: tuple[Tree, ...]

    @property
    def has_entries(self) -> bool:
        """Whether any input has an entry."""
        return any(all(shape) for _, shape in self.inputs)

    @property
    def label(self) -> str:
        """The sizes in one line: ``m = 2, n = 3``."""
        return ", ".join(f"{name} = {value}" for name, value in self.sizes)
