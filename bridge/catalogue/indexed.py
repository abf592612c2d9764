"""What a vector node computes at every size: one formula, with its sums and index maps kept; plain data.

A formula is a tree as of any node (:mod:`~proofgrad.bridge.catalogue.formula`), for the coordinate of the
result at the indices :attr:`IndexedFormula.output_indices`, with a few operators more: ``at`` (an entry at
index expressions), ``natural`` (a size as a number), ``sum`` and ``greatest`` over ranges of indices and
``where`` a condition on indices holds. The index of a sum is named by how many sums there are inside of it,
so that equal sums are equal trees wherever they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from proofgrad.bridge.catalogue.formula import Tree, in_order
from proofgrad.bridge.catalogue.index import At, Atom, Condition, Index, Range

__all__ = [
    "Axes",
    "IndexedFormula",
    "Variable",
    "bound_name",
    "free_indices",
    "height",
    "output_name",
    "renamed",
    "substituted",
]

Axes: TypeAlias = "tuple[Index, ...] | str"
"""A shape: how many entries along each axis; or the name of a shape that may be any."""


@dataclass(frozen=True, slots=True)
class Variable:
    """What must be chosen to make a formula concrete.

    Attributes:
        name: its name.
        kind: ``natural``, a natural number; ``shape``, any shape; ``table``, a list of indices; ``index``, a
            single one.
        count: how many indices a table has.
        bound: what they are less than.
    """

    name: str
    kind: Literal["natural", "shape", "table", "index"]
    count: Index | None = None
    bound: Index | None = None


@dataclass(frozen=True, slots=True)
class IndexedFormula:
    """What a node computes, at all sizes.

    Attributes:
        variables: what it is stated for, in this order.
        conditions: what sizes must fulfil.
        inputs: names of the inputs and their shapes.
        output: the shape of the result.
        forward: the coordinate of the result at :func:`output_name` 0, 1, ...: one index for each axis.
        jvp: its derivative, linear in the direction.
        vjp: for each input the gradient at such indices of its own axes, linear in the cotangent, which is
            the direction named ``""``; empty if it could not be read.
    """

    variables: tuple[Variable, ...]
    conditions: tuple[Condition, ...]
    inputs: tuple[tuple[str, Axes], ...]
    output: Axes
    forward: Tree
    jvp: Tree
    vjp: tuple[Tree, ...] = ()


def output_name(axis: int) -> str:
    """The name of the index of the result along an axis."""
    return f"o{axis}"


def bound_name(level: int, axis: int) -> str:
    """The name of an index of a sum that has `level` sums inside of it, one within the other."""
    return f"b{level}.{axis}"


def height(tree: Tree) -> int:
    """How many sums and maxima stand within each other in a tree."""
    found: dict[Tree, int] = {}
    for part in in_order((tree,)):
        own = isinstance(part.index, Range)
        found[part] = max((found[arg] for arg in part.args), default=0) + own
    return found[tree]


def renamed(tree: Tree, change: Callable[[Index], Index]) -> Tree:
    """A tree with all its index expressions changed; the names of ranges are left alone."""
    made: dict[Tree, Tree] = {}
    for part in in_order((tree,)):
        index = part.index
        if isinstance(index, At):
            index = At(index.kind, index.name, tuple(map(change, index.indices)))
        elif isinstance(index, Index):
            index = change(index)
        elif isinstance(index, Range):
            index = Range(tuple((name, change(bound)) for name, bound in index.indices))
        elif isinstance(index, tuple):
            index = tuple(Condition(c.relation, change(c.left), change(c.right)) for c in index)
        made[part] = Tree(part.op, tuple(made[arg] for arg in part.args), part.value, index)
    return made[tree]


def substituted(tree: Tree, values: Mapping[Atom, Index]) -> Tree:
    """A tree with values for some indices or sizes."""
    return renamed(tree, lambda index: index.substituted(values))


@lru_cache(maxsize=64)
def free_indices(tree: Tree) -> Mapping[Tree, frozenset[str]]:
    """The names of the indices that each part of a tree depends on."""
    found: dict[Tree, frozenset[str]] = {}
    for part in in_order((tree,)):
        names = {name for arg in part.args for name in found[arg]}
        index = part.index
        used: list[Index] = []
        if isinstance(index, At):
            used += index.indices
        elif isinstance(index, Index):
            used.append(index)
        elif isinstance(index, Range):
            names -= {name for name, _ in index.indices}
            used += [bound for _, bound in index.indices]
        elif index is not None:
            used += [side for c in index for side in (c.left, c.right)]
        names |= {a.name for i in used for a in i.atoms() if a.kind == "index"}
        found[part] = frozenset(names)
    return found
