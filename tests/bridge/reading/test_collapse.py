"""Sums over entries that are 0 unless an index has a given value, against the same sums written out."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import At, Atom, Condition, Index, constant, var
from proofgrad.bridge.reading.collapse import one_of_each

M, N = var(Atom("size", "m")), var(Atom("size", "n"))
ROW, COLUMN, K, L = (var(Atom("index", name)) for name in "ijkl")
SIZES = {"m": 2, "n": 3}


def entry(*indices: Index) -> Tree:
    return Tree("at", index=At("tangent", "", indices))


def summand(*conditions: Condition, value: Tree) -> Tree:
    return Tree("where", (value, Tree("const", value=Fraction(0))), index=conditions)


def equal(left: Index, right: Index) -> Condition:
    return Condition("eq", left, right)


def number(index: Index, at: dict[str, int]) -> int:
    return int(index.value(lambda atom: at[atom.name]))


def value(tree: Tree, at: dict[str, int]) -> int:
    """Of an entry: a number that tells its indices, and 0 where conditions do not hold."""
    if tree.op == "const":
        return 0
    if tree.op == "where":
        holds = {"eq": int.__eq__, "le": int.__le__, "lt": int.__lt__, "ne": int.__ne__}
        met = all(holds[c.relation](number(c.left, at), number(c.right, at)) for c in tree.index)
        return value(tree.args[0 if met else 1], at)
    return sum((number(index, at) + 1) * 10**i for i, index in enumerate(tree.index.indices))


def total(running: dict[str, Index], tree: Tree, at: dict[str, int]) -> int:
    ranges = [range(number(bound, at)) for bound in running.values()]
    return sum(value(tree, at | dict(zip(running, places, strict=True))) for places in product(*ranges))


RUNNING = {"k": M, "l": N}
CASES = {
    # the entry, what is known of i and j, the indices that are left
    "a column": (summand(equal(L, COLUMN), value=entry(K, L)), {"j": N}, "k"),
    "the other way round": (summand(equal(COLUMN, L), value=entry(K, L)), {"j": N}, "k"),
    "both": (summand(equal(L, COLUMN), equal(K, ROW), value=entry(K, L)), {"i": M, "j": N}, ""),
    "places of a table": (
        summand(equal(N * K + L, N * ROW + COLUMN), value=entry(K, L)),
        {"i": M, "j": N},
        "",
    ),
    "out of reach": (summand(equal(L, COLUMN + constant(2)), value=entry(K, L)), {"j": N}, "k"),
    "another bound": (summand(equal(L, COLUMN), value=entry(K, L)), {"j": M}, "k"),
    "each other": (summand(equal(K, L), value=entry(K, L)), {}, "kl"),
    "doubled": (summand(equal(L + L, COLUMN), value=entry(K, L)), {"j": N}, "kl"),
    "not equal": (summand(Condition("ne", L, COLUMN), value=entry(K, L)), {"j": N}, "kl"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_sum_is_the_same_and_shorter(name: str) -> None:
    body, known, remain = CASES[name]
    left, found = one_of_each(RUNNING, body, known)
    assert "".join(left) == remain
    for i, j in product(range(2), range(3)):
        if name == "another bound" and j > 1:
            continue
        at = {**SIZES, "i": i, "j": j}
        assert total(left, found, at) == total(RUNNING, body, at)


def test_what_is_known_to_be_in_reach_is_no_condition() -> None:
    column = summand(equal(L, COLUMN), value=entry(K, L))
    assert one_of_each(RUNNING, column, {"j": N})[1].op == "at"
    assert one_of_each(RUNNING, column, {})[1].op == "where"


def test_another_number_than_0_is_no_such_sum() -> None:
    body = Tree("where", (entry(K, L), Tree("const", value=Fraction(1))), index=(equal(L, COLUMN),))
    assert one_of_each(RUNNING, body, {"j": N}) == (RUNNING, body)
