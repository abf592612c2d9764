"""A point, and the rational values that subtrees have there: for choices that no ball decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula.trees import rational

__all__ = ["Exact", "Point", "leaf"]


@dataclass(frozen=True, slots=True)
class Point:
    """Where formulas are evaluated: exact entries, entries of the direction, values of parameters. An entry
    that is a float is an infinity."""

    entries: Sequence[Fraction | float]
    tangents: Sequence[Fraction] = ()
    parameters: Mapping[str, Fraction] | None = None


def leaf(tree: Tree, point: Point) -> Fraction | float | None:
    """The exact value of a tree without arguments, None for π."""
    match tree.op:
        case "entry":
            return point.entries[int(tree.value or 0)]
        case "tangent":
            return point.tangents[int(tree.value or 0)]
        case "param":
            return (point.parameters or {})[str(tree.value)]
        case "const":
            return Fraction(tree.value or 0)
    return None


class Exact:
    """Rational values of subtrees, for choices that no ball decides."""

    def __init__(self, order: Sequence[Tree], args: Sequence[tuple[int, ...]], point: Point) -> None:
        self.order, self.args, self.point = order, args, point
        self.known: dict[int, Fraction | None] = {}

    def value(self, i: int) -> Fraction | None:
        """That of a subtree; None if it is no rational number."""
        todo = [i]
        while todo:
            here = todo[-1]
            missing = [] if here in self.known else [a for a in self.args[here] if a not in self.known]
            if missing:  # a sum of a thousand terms nests as deep
                todo += missing
                continue
            todo.pop()
            if here in self.known:
                continue
            tree = self.order[here]
            if not tree.args:
                found = leaf(tree, self.point)
                self.known[here] = None if isinstance(found, float) else found
                continue
            parts = [self.known[a] for a in self.args[here]]
            numbers = [p for p in parts if p is not None]
            self.known[here] = None if len(numbers) < len(parts) else _exactly(tree, numbers)
        return self.known[i]


def _exactly(tree: Tree, v: list[Fraction]) -> Fraction | None:
    if tree.op == "if_gt":
        return v[2] if v[0] > v[1] else v[3]
    return rational(tree, v)
