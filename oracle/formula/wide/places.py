"""Indices of a formula at a size: where each coordinate stands, and an axis for every index of a sum."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import Atom, Index, Range
from proofgrad.bridge.catalogue.indexed import free_indices, output_name
from proofgrad.bridge.catalogue.instantiate import Concrete
from proofgrad.oracle.formula.wide.elementary import ELEMENTARY

__all__ = ["Places"]

Array: TypeAlias = NDArray[Any]

_COST = 12
"""Of an elementary function, in operations in arrays."""


class Places:
    """The indices of one tree.

    Args:
        tree: what is evaluated.
        concrete: the formula at its sizes.
        position: of the input whose shape the coordinates have; None: they have that of the output.
        rows: which coordinates; None: all.

    Attributes:
        shape: of the coordinates.
        first: its axes; those of the sums come after them.
        axes: the axis of each index of a sum.
        free: the indices that a part of the tree depends on.
        dims: axes together.
    """

    def __init__(
        self, tree: Tree, concrete: Concrete, position: int | None, rows: NDArray[np.intp] | None = None
    ) -> None:
        self.tree, self.concrete = tree, concrete
        formula = concrete.formula
        axes = formula.output if position is None else formula.inputs[position][1]
        shape = concrete.output if position is None else concrete.inputs[position][1]
        shape = (prod(shape),) if isinstance(axes, str) else shape
        self.places: dict[str, Array] = {}
        self.first = len(shape) if rows is None else 1
        for axis, size in enumerate(shape):
            if rows is None:
                place = np.arange(size).reshape([-1 if i == axis else 1 for i in range(len(shape))])
            else:
                place = (rows // prod(shape[axis + 1 :])) % max(size, 1)
            self.places[output_name(axis)] = place
        self.shape = tuple(np.broadcast_shapes(*(p.shape for p in self.places.values())))
        if not shape and rows is not None:
            self.shape = (len(rows),)
        self.axes: dict[str, int] = {}
        self.free: Mapping[Tree, frozenset[str]] = free_indices(tree)
        for part in self.free:
            if isinstance(part.index, Range):
                for name, _ in part.index.indices:
                    self.axes.setdefault(name, self.first + len(self.axes))
        self.dims = self.first + len(self.axes)

    def lengths_of(self, range_: Range) -> dict[str, int]:
        """How many values the indices of a sum take."""
        return {name: int(self.number(bound, {})) for name, bound in range_.indices}

    def number(self, index: Index, lengths: Mapping[str, int]) -> Array:
        """An index expression at all indices."""

        def atom(a: Atom) -> Any:
            if a.kind == "index":
                if a.name in self.places:
                    place = self.places[a.name]
                    return place.reshape(place.shape + (1,) * (self.dims - place.ndim))
                axis = self.axes[a.name]
                shape = [1] * self.dims
                shape[axis] = -1
                return np.arange(lengths[a.name]).reshape(shape)
            if a.kind in ("size", "entries"):
                return self.concrete.naturals[a.name]
            if a.kind == "select":
                table = self.concrete.tables[a.name]
                if isinstance(table, int):
                    return table
                entries = np.asarray(table, dtype=np.int64)
                at = self.number(a.args[0], lengths)
                return entries[np.clip(at, 0, len(entries) - 1)] if len(entries) else np.zeros_like(at)
            left, right = (self.number(arg, lengths) for arg in a.args)
            if a.kind == "monus":
                return np.maximum(left - right, 0)
            safe = np.where(right == 0, 1, right)
            if a.kind == "div":
                return np.where(right == 0, 0, left // safe)
            return np.where(right == 0, left, left % safe)

        return np.asarray(index.value(atom), dtype=np.int64)

    def reached(self) -> list[tuple[Tree, dict[str, int]]]:
        """All parts with the lengths of the sums around them."""
        out: list[tuple[Tree, dict[str, int]]] = []
        seen: set[tuple[Tree, tuple[tuple[str, int], ...]]] = set()
        todo: list[tuple[Tree, dict[str, int]]] = [(self.tree, {})]
        while todo:
            part, lengths = todo.pop()
            kept = {name: n for name, n in lengths.items() if name in self.free[part]}
            key = part, tuple(sorted(kept.items()))
            if key in seen:
                continue
            seen.add(key)
            out.append((part, kept))
            within = {**kept, **self.lengths_of(part.index)} if isinstance(part.index, Range) else kept
            todo += [(arg, within) for arg in part.args]
        return out

    def work(self) -> int:
        """The largest array of an evaluation."""
        most = 1
        for part, lengths in self.reached():
            count = prod(lengths.values())
            for name in self.free[part]:
                if name in self.places:
                    count *= self.places[name].size
            most = max(most, count * (_COST if part.op in ELEMENTARY else 1))
        return most
