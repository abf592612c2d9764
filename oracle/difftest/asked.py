"""What the only theorem of a node of vectors asks of entries, and which answers it does not speak of.

A hypothesis is a relation between numbers and the entries of some inputs at one place, for every place. It is
decided in float64 where an enclosure tells, else exactly. An answer that reads entries of one place only is
outside of the theorem where that place is; of others nobody says which place they read, and one is enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Hypothesis, Node, Tree, in_order
from proofgrad.oracle.difftest.sample import Array, flat
from proofgrad.oracle.formula.attainable import attainable
from proofgrad.oracle.formula.coordinates import CoordinateReference, Part
from proofgrad.oracle.formula.domains import difference, put
from proofgrad.oracle.formula.large import LargeReference
from proofgrad.oracle.formula.trees import exact_value
from proofgrad.oracle.ulp import format_of

__all__ = ["Asked"]

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class _Condition:
    relation: str
    tree: Tree
    """The right side less the left one."""
    leaves: dict[str, int]
    """Which input a leaf is an entry of."""


class Asked:
    """The hypotheses of a node's only theorem about the entries of its inputs.

    Args:
        node: whose theorem it is.
        reference: its formula at a size.
    """

    def __init__(self, node: Node, reference: CoordinateReference | LargeReference) -> None:
        self._reference = reference
        self._inputs = reference.size.inputs
        stated = [h for p in node.proofs for h in p.hypotheses if h.scope == "input"]
        found = [_condition(h, self._inputs) for h in stated] if len(node.proofs) == 1 else []
        self._conditions = [c for c in found if c is not None]
        self.understood = len(node.proofs) == 1 and len(self._conditions) == len(stated)
        self._own: dict[Part, bool] = {}

    def outside(self, part: Part, x: Sequence[Array]) -> Mask:
        """Which entries of an answer the theorem says nothing of, as what they read violates it.

        Args:
            part: which map is asked for.
            x: the inputs, finite.
        """
        size = self._reference.size
        count = sum(a.size for a in x) if part == "vjp" else int(np.prod(size.output, dtype=np.int64))
        broken = [self._broken(c, x) for c in self._conditions]
        if not any(b.any() for b in broken):
            return np.zeros(count, np.bool_)
        places = {b.size for b in broken}
        if len(places) == 1 and self._place_by_place(part, count, n := places.pop()):
            return np.tile(np.logical_or.reduce(broken), count // n)
        return np.full(count, True)

    def _broken(self, condition: _Condition, x: Sequence[Array]) -> Mask:
        leaves = {name: flat([x[i]]) for name, i in condition.leaves.items()}
        signs = _compared(condition.tree, leaves)
        if signs is None:
            signs = _decided(condition.tree, leaves)
        broken: Mask = {"ne": signs == 0, "eq": signs != 0, "lt": signs <= 0, "le": signs < 0}[
            condition.relation
        ]
        return broken

    def _place_by_place(self, part: Part, count: int, places: int) -> bool:
        """Whether entry i of an answer reads entries i of the inputs and no others."""
        if part not in self._own:
            fits = count % places == 0 and all(np.prod(s, dtype=np.int64) == places for _, s in self._inputs)
            rows = self._reference.few(part, np.arange(count))
            trees = self._reference.coordinates(part, rows.tolist()) if fits else []
            self._own[part] = fits and all(
                int(t.value or 0) % places == row % places
                for row, tree in zip(rows.tolist(), trees, strict=True)
                for t in in_order([tree])
                if t.op == "entry"
            )
        return self._own[part]


def _compared(tree: Tree, leaves: Mapping[str, Floats]) -> NDArray[np.int64] | None:
    """The signs of a difference of two numbers, each an entry or a constant, which no subtraction needs."""
    sides: list[Floats | np.float64] = []
    for t in tree.args:
        if t.op == "const" and float(Fraction(t.value or 0)) == Fraction(t.value or 0):
            sides.append(np.float64(float(Fraction(t.value or 0))))
        elif t.op == "param":
            sides.append(leaves[str(t.value)])
        else:
            return None
    right, left = sides
    return np.asarray(right > left, np.int64) - np.asarray(right < left, np.int64)


def _decided(tree: Tree, leaves: Mapping[str, Floats]) -> NDArray[np.int64]:
    """The signs of a formula of entries: by an enclosure, exactly where it does not tell."""
    count = len(next(iter(leaves.values())))
    (found,) = attainable([tree], format_of("float64"), lambda t: leaves.get(str(t.value)), count)
    with np.errstate(invalid="ignore"):
        signs = np.where((found.low > 0).all(axis=0), 1, np.where((found.high < 0).all(axis=0), -1, 0))
    for i in np.flatnonzero(signs == 0).tolist():
        values = {name: Fraction(float(of[i])) for name, of in leaves.items()}
        exact = exact_value(put([tree], values)[0], Fraction(0))
        signs[i] = 0 if exact is None else (exact > 0) - (exact < 0)
    return signs


def _condition(h: Hypothesis, inputs: Sequence[tuple[str, tuple[int, ...]]]) -> _Condition | None:
    """A hypothesis as a relation between entries at one place; None for any other."""
    if h.relation is None or h.left is None or h.right is None:
        return None
    places = {name: i for i, (name, _) in enumerate(inputs)}
    tree, leaves, indices = difference(h), {}, set()
    for t in in_order([tree]):
        if t.args or t.op == "const":
            continue
        name, _, index = str(t.value).partition("[")
        if t.op != "param" or not index or name not in places:
            return None
        leaves[str(t.value)] = places[name]
        indices.add((index, inputs[places[name]][1]))
    return _Condition(h.relation, tree, leaves) if len(indices) == 1 else None
