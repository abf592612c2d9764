"""The reverse rule of a vector formula, as formulas: the transpose of its derivative.

The derivative of a coordinate is linear in the direction. Going through it backwards, from the coordinates to
the entries of the direction, gives for every entry of the input one formula in the cotangent, about as large
as the derivative (Griewank and Walther, "Evaluating Derivatives", 2nd ed., 2008, section 3.2). It is read off
the proven derivative, never from a rule of anybody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from proofgrad.bridge.catalogue import Tree, in_order

__all__ = ["transposed"]


class _Trees:
    """Trees of which equal ones are one object: comparing two that share much takes exponential time."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, tuple[int, ...], object], Tree] = {}

    def one(self, op: str, *args: Tree, value: Fraction | str | int | None = None) -> Tree:
        key = op, tuple(map(id, args)), value
        if key not in self.known:
            self.known[key] = Tree(op, args, value)
        return self.known[key]


def transposed(jvp: Sequence[Tree], entries: int) -> tuple[Tree, ...]:
    """For each entry of the input, its gradient.

    Args:
        jvp: the derivative of each coordinate, linear in ``tangent``.
        entries: how many entries the input has.

    Returns:
        Trees in which ``tangent`` i is entry i of the cotangent.
    """
    order = in_order(jvp)
    place = {tree: i for i, tree in enumerate(order)}
    args = [tuple(place[arg] for arg in tree.args) for tree in order]
    directed: list[bool] = []
    for tree, below in zip(order, args, strict=True):
        directed.append(tree.op == "tangent" or any(directed[i] for i in below))
    trees = _Trees()
    zero = trees.one("const", value=Fraction(0))
    back: list[Tree | None] = [None] * len(order)

    def add(i: int, term: Tree) -> None:
        before = back[i]
        back[i] = term if before is None else trees.one("add", before, term)

    for i, tree in enumerate(jvp):
        add(place[tree], trees.one("tangent", value=i))
    gradients = [zero] * entries
    for i in range(len(order) - 1, -1, -1):
        tree, below, here = order[i], args[i], back[i]
        if here is None or not directed[i]:
            continue
        moving = [directed[a] for a in below]
        match tree.op:
            case "tangent":
                gradients[int(tree.value or 0)] = here
            case "add":
                for a in below:
                    add(a, here)
            case "sub":
                add(below[0], here)
                add(below[1], trees.one("neg", here))
            case "neg":
                add(below[0], trees.one("neg", here))
            case "mul" if sum(moving) == 1:
                fixed, moved = below if moving[1] else below[::-1]
                add(moved, trees.one("mul", order[fixed], here))
            case "div" if moving == [True, False]:
                add(below[0], trees.one("div", here, order[below[1]]))
            case "if_gt" if not moving[0] and not moving[1]:
                condition = order[below[0]], order[below[1]]
                add(below[2], trees.one("if_gt", *condition, here, zero))
                add(below[3], trees.one("if_gt", *condition, zero, here))
            case _:
                return _columns(jvp, entries, trees)
    return tuple(gradients)


def _columns(jvp: Sequence[Tree], entries: int, trees: _Trees) -> tuple[Tree, ...]:
    """The same where the derivative is not written as something linear: from its values at the basis
    vectors."""
    out = []
    for j in range(entries):
        made: dict[Tree, Tree] = {}
        for part in in_order(jvp):
            if part.op == "tangent":
                made[part] = trees.one("const", value=Fraction(int(part.value == j)))
            else:
                made[part] = trees.one(part.op, *(made[a] for a in part.args), value=part.value)
        total = trees.one("const", value=Fraction(0))
        for i, tree in enumerate(jvp):
            total = trees.one("add", total, trees.one("mul", trees.one("tangent", value=i), made[tree]))
        out.append(total)
    return tuple(out)
