"""Coordinates of a formula at a size, in arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import At, Index, Range
from proofgrad.bridge.catalogue.instantiate import Concrete, Part, holds
from proofgrad.oracle.formula.wide.cells import Arithmetic
from proofgrad.oracle.formula.wide.elementary import Known
from proofgrad.oracle.formula.wide.parts import Array, Cells, Wide
from proofgrad.oracle.formula.wide.places import Places
from proofgrad.oracle.ulp.distinct import distinct

__all__ = ["WORK", "Evaluated", "WideEvaluator", "family_shapes", "sampled", "wide_type"]

WORK = 60_000
"""Terms of one sum, over all coordinates together, that are evaluated; of more, some coordinates only."""

_MOST_KNOWN = 200


def wide_type(precision: int) -> Any:
    """A floating-point type in which formulas can be evaluated for a tested format of so many bits; None if
    the machine has none.
    """
    for dtype in (np.float64, np.longdouble):
        if np.finfo(dtype).nmant + 1 >= precision + 11:
            return dtype
    return None


@dataclass(frozen=True)
class Evaluated:
    """Coordinates of a formula.

    Attributes:
        values: what was found, in the wide type.
        rounding: what rounding in the formula may do, in units of the tested format's roundoff.
        radius: how far `values` may be off.
        decided: where that holds; elsewhere nothing is known.
    """

    values: Array
    rounding: Array
    radius: Array
    decided: NDArray[np.bool_]


class WideEvaluator:
    """One map of a formula at its sizes.

    Args:
        concrete: the formula at its sizes.
        part: which map.
        dtype: the wide type.
        unit: the roundoff of the tested format.
        known: values of elementary functions, to be shared by several evaluators.
        least: the smallest normal number of the tested format; 0: nothing is lost below it.
    """

    def __init__(
        self,
        concrete: Concrete,
        part: Part,
        dtype: Any,
        unit: float,
        known: Known | None = None,
        least: float = 0.0,
    ) -> None:
        self.wide = Wide(dtype, unit, least, {} if known is None else known)
        self.concrete, self.part = concrete, part
        formula = concrete.formula
        self.trees: list[tuple[Tree, int | None]]
        if part == "vjp":
            self.trees = [(tree, i) for i, tree in enumerate(formula.vjp)]
        else:
            self.trees = [(formula.forward if part == "forward" else formula.jvp, None)]

    @cached_property
    def _places(self) -> list[Places]:
        """The indices of all coordinates of each tree."""
        return [Places(tree, self.concrete, position) for tree, position in self.trees]

    @cached_property
    def work(self) -> int:
        """The number of terms of the largest sum, over all coordinates; an elementary function counts as
        several."""
        return max([1, *(places.work() for places in self._places)])

    @cached_property
    def written_out(self) -> int:
        """About how many operations one coordinate has when it is written out."""
        reached = (places.reached() for places in self._places)
        return max([0, *(sum(prod(lengths.values()) for _, lengths in parts) for parts in reached)])

    def count(self) -> int:
        """The number of coordinates."""
        return self.concrete.count(self.part)

    def evaluate(
        self,
        entries: Array,
        directions: Array,
        parameters: Mapping[str, Any],
        rows: NDArray[np.intp] | None = None,
    ) -> Evaluated:
        """The coordinates at a point.

        Args:
            entries: of all inputs, one after the other.
            directions: of the direction, likewise; for ``vjp`` the cotangent; empty for ``forward``.
            parameters: numbers, and arrays for families.
            rows: which coordinates; None: all.
        """
        wide = replace(self.wide)  # its slack is that of one evaluation
        inputs = _split(entries.astype(wide.dtype), self.concrete)
        tangents = {"": directions.astype(wide.dtype)} if self.part == "vjp" else {}
        if self.part == "jvp":
            tangents = _split(directions.astype(wide.dtype), self.concrete)
        if len(wide.known) > _MOST_KNOWN:
            wide.known.clear()
        parts = []
        start = 0
        with np.errstate(all="ignore"):
            for i, (tree, position) in enumerate(self.trees):
                shape = self.concrete.output if position is None else self.concrete.inputs[position][1]
                count = prod(shape)
                here = None if rows is None else rows[(rows >= start) & (rows < start + count)] - start
                start += count
                if count == 0 or (here is not None and not len(here)):
                    continue
                places = self._places[i] if here is None else Places(tree, self.concrete, position, here)
                run = _Run(wide, places, inputs, tangents, parameters)
                parts.append(run.result())
        if not parts:
            empty = np.zeros(0, wide.dtype)
            return Evaluated(empty, empty, empty, np.zeros(0, np.bool_))
        values, rounding, doubt = (np.concatenate(group) for group in zip(*parts, strict=True))
        radius = rounding * (wide.roundoff * wide.slack)
        finite = np.isfinite(values) & np.isfinite(rounding)
        return Evaluated(values, rounding, radius, ~doubt & finite)


def family_shapes(concrete: Concrete) -> dict[str, tuple[int, ...]]:
    """The shapes of arrays of parameters, as far as entries of them are used.

    For ``t[i]`` with i below n that is n.
    """
    out: dict[str, tuple[int, ...]] = {}
    formula = concrete.formula
    roots: list[tuple[Tree, int | None]] = [(formula.forward, None), (formula.jvp, None)]
    for tree, position in roots:
        indices = Places(tree, concrete, position)
        for part, lengths in indices.reached():
            if not isinstance(part.index, At) or part.index.kind != "param":
                continue
            places = [indices.number(i, lengths) for i in part.index.indices]
            if any(np.size(p) == 0 for p in places):
                continue
            shape = tuple(int(np.max(p)) + 1 for p in places)
            before = out.get(part.index.name, (0,) * len(shape))
            out[part.index.name] = tuple(map(max, before, shape))
    return out


def _split(flat: Array, concrete: Concrete) -> dict[str, Array]:
    out, start = {}, 0
    for name, shape in concrete.inputs:
        count = prod(shape)
        out[name] = flat[start : start + count]
        start += count
    return out


class _Run:
    """One evaluation of one tree."""

    def __init__(
        self,
        wide: Wide,
        places: Places,
        inputs: Mapping[str, Array],
        tangents: Mapping[str, Array],
        parameters: Mapping[str, Any],
    ) -> None:
        self.wide, self.places, self.arithmetic = wide, places, Arithmetic(wide, places.dims)
        self.inputs, self.tangents, self.parameters = inputs, tangents, parameters
        self.memo: dict[tuple[Tree, tuple[tuple[str, int], ...]], Cells] = {}

    def result(self) -> tuple[Array, Array, NDArray[np.bool_]]:
        """Values, what rounding may do, and where nothing is known: of each coordinate."""
        places = self.places
        cells = self.cells(places.tree, {})
        shape = (*places.shape, *(1,) * (places.dims - places.first))

        def flat(array: Array) -> Array:
            return np.broadcast_to(array, shape).reshape(-1)

        return flat(cells.value), flat(cells.error), flat(cells.doubt)

    def cells(self, tree: Tree, lengths: Mapping[str, int]) -> Cells:
        kept = tuple(sorted((name, n) for name, n in lengths.items() if name in self.places.free[tree]))
        key = tree, kept
        found = self.memo.get(key)
        if found is None:
            found = self.memo[key] = self._cells(tree, dict(kept))
        return found

    def _cells(self, tree: Tree, lengths: dict[str, int]) -> Cells:
        index = tree.index
        if isinstance(index, At):
            return self._entries(index, lengths)
        if isinstance(index, Index):
            return self.arithmetic.number(self.places.number(index, lengths))
        if isinstance(index, Range):
            own = self.places.lengths_of(index)
            body = self.cells(tree.args[0], {**lengths, **own})
            along = {self.places.axes[name]: length for name, length in own.items()}
            over = self.arithmetic.sum if tree.op == "sum" else self.arithmetic.greatest
            return over(body, along)
        if index is not None:
            met = np.bool_(True)
            for c in index:
                left, right = (self.places.number(side, lengths) for side in (c.left, c.right))
                met = met & holds(c, left, right)
            return self.arithmetic.chosen(np.asarray(met), *(self.cells(arg, lengths) for arg in tree.args))
        if tree.op == "param":
            return self.arithmetic.scalar(self.parameters[str(tree.value)])
        return self.arithmetic.operation(tree, [self.cells(arg, lengths) for arg in tree.args])

    def _entries(self, at: At, lengths: Mapping[str, int]) -> Cells:
        places = [self.places.number(i, lengths) for i in at.indices]
        start = -2
        if at.kind == "param":
            source = np.asarray(self.parameters[at.name], dtype=self.wide.dtype)
            shape = source.shape
            source = source.ravel()
        else:
            source = (self.inputs if at.kind == "entry" else self.tangents)[at.name]
            shape = self._shape_of(at)
            if at.kind == "entry":
                start = self.places.concrete.offsets()[at.name]
        flat = np.zeros((1,) * self.places.dims, np.int64)
        if len(places) == 1 and len(shape) != 1:
            flat = flat + places[0]
        else:
            for size, place in zip(shape, places, strict=True):
                flat = flat * size + np.clip(place, 0, max(size - 1, 0))
        flat = np.clip(flat, 0, max(len(source) - 1, 0))
        value = source[flat] if len(source) else np.zeros(flat.shape, self.wide.dtype)
        return self.arithmetic.given(value, flat + start if start >= 0 else None)

    def _shape_of(self, at: At) -> tuple[int, ...]:
        return dict(self.places.concrete.inputs)[at.name] if at.name else self.places.concrete.output


def sampled(evaluator: WideEvaluator, seed: Sequence[int]) -> NDArray[np.intp] | None:
    """Which coordinates to evaluate: None for all; the first, the last and some at random if all are more
    work than :data:`WORK`.
    """
    count, work = evaluator.count(), evaluator.work
    if work <= WORK or count <= 2:
        return None
    most = max(2, WORK * count // work)
    if most >= count:
        return None
    rng = np.random.default_rng(seed)
    chosen = rng.choice(count, most, replace=False)
    return distinct(np.concatenate([[0, count - 1], chosen])).astype(np.intp)
