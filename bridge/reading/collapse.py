"""Sums with one entry that counts: Σ_k (if k = e then b k else 0) is b e where e is one of the k, else 0.

An equation of places in a table, w p + u = w q + v with u and v below w, is p = q and u = v.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import permutations

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.index import Atom, Condition, Index, constant, var
from proofgrad.bridge.catalogue.indexed import substituted

__all__ = ["one_of_each", "where"]

_ZERO = Tree("const", value=Fraction(0))


def one_of_each(
    running: Mapping[str, Index], body: Tree, known: Mapping[str, Index]
) -> tuple[dict[str, Index], Tree]:
    """A sum without the indices that have to be a given number, as the entry is 0 else.

    Args:
        running: the indices of the sum and what they are below.
        body: an entry of the sum.
        known: other indices, and what they are below: a number that is one of them is in reach.

    Returns:
        the indices that are left, and the entry.
    """
    left = dict(running)
    if body.op == "where" and isinstance(body.index, tuple):
        apart = tuple(part for one in body.index for part in _axes(one, {**known, **left}))
        body = Tree("where", body.args, index=apart)
    while (found := _given(left, body)) is not None:
        name, value, condition = found
        bound = left.pop(name)
        inside = (Condition("le", constant(0), value), Condition("lt", value, bound))
        within = any(value == var(Atom("index", other)) and bound == b for other, b in known.items())
        assert isinstance(body.index, tuple)
        rest = (*(() if within else inside), *(one for one in body.index if one is not condition))
        body = where(rest, *body.args) if rest else body.args[0]
        body = substituted(body, {Atom("index", name): value})
    return left, body


def where(conditions: tuple[Condition, ...], then: Tree, other: Tree) -> Tree:
    """A choice; one within the other with the same alternative is a single one."""
    if then.op == "where" and then.args[1] == other and isinstance(then.index, tuple):
        return Tree("where", then.args, index=(*conditions, *then.index))
    return Tree("where", (then, other), index=conditions)


def _axes(condition: Condition, bounds: Mapping[str, Index]) -> tuple[Condition, ...]:
    """An equation of places in a table as equations of rows and of columns; any other condition as it is."""
    difference = condition.left - condition.right
    names = sorted({a.name for a in difference.atoms() if a.kind == "index" and a.name in bounds})
    places = {name: var(Atom("index", name)) for name in names}
    if condition.relation != "eq" or len(places) != 4:
        return (condition,)
    for u, v, p, q in permutations(names):
        width = bounds[u]
        columns = places[u] - places[v]
        if bounds[v] == width and difference == width * (places[p] - places[q]) + columns:
            return Condition("eq", places[p], places[q]), Condition("eq", places[u], places[v])
    return (condition,)


def _given(running: Mapping[str, Index], body: Tree) -> tuple[str, Index, Condition] | None:
    """An index, the number that it has to be, in which none of them occurs, the condition that says so."""
    if body.op != "where" or body.args[1] != _ZERO or not isinstance(body.index, tuple):
        return None
    for condition in body.index:
        if condition.relation != "eq":
            continue
        for one, other in ((condition.left, condition.right), (condition.right, condition.left)):
            if any(atom.kind == "index" and atom.name in running for atom in other.atoms()):
                continue
            for name in running:
                if one == var(Atom("index", name)):
                    return name, other, condition
    return None
