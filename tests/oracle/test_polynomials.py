"""Formulas are cut where polynomials in them are zero."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from proofgrad.bridge.catalogue import Formula, Node, Tree
from proofgrad.oracle.difftest import test as difftest
from proofgrad.oracle.formula.pieces import cut
from proofgrad.oracle.formula.polynomials import roots_of

X = Tree("var")


def num(value: int) -> Tree:
    return Tree("const", value=Fraction(value))


def power(tree: Tree, n: int) -> Tree:
    return Tree("powi", (tree,), n)


GAP = Tree("sub", (num(1), power(X, 2)))
POLE = Tree("div", (num(1), GAP))
SLOPE = Tree("div", (Tree("mul", (num(2), X)), power(GAP, 2)))


@pytest.mark.parametrize(
    ("tree", "rational", "every"),
    [
        (GAP, [-1, 1], True),
        (Tree("sub", (power(X, 2), num(2))), [], False),
        (Tree("add", (power(X, 2), num(1))), [], True),
        (Tree("mul", (X, Tree("sub", (power(X, 2), num(2))))), [0], False),
        (Tree("sub", (power(X, 3), X)), [-1, 0, 1], True),
        (Tree("sub", (Tree("div", (X, num(3))), num(1))), [3], True),
        (num(2), [], True),
    ],
)
def test_roots(tree: Tree, rational: list[int], every: bool) -> None:
    found = roots_of(tree)
    assert found is not None
    assert (list(found.rational), found.every) == (rational, every)


@pytest.mark.parametrize("tree", [num(0), Tree("exp", (X,)), POLE, power(X, 100), Tree("sub", (GAP, GAP))])
def test_what_is_no_polynomial_has_none(tree: Tree) -> None:
    assert roots_of(tree) is None


def test_signs_between_roots_are_decided() -> None:
    pieces = cut(Tree("abs", (GAP,)))
    assert pieces.points == (-1, 1)
    assert [piece.tree for piece in pieces.pieces] == [Tree("neg", (GAP,)), GAP, Tree("neg", (GAP,))]
    root = cut(Tree("sqrt", (GAP,)))
    assert [piece.conventional for piece in root.pieces] == [True, False, True]
    unknown = cut(Tree("abs", (Tree("sub", (power(X, 2), num(2))),)))  # cut at no float: evaluated as it is
    assert [piece.tree.op for piece in unknown.pieces] == ["abs"]


def test_an_infinity_at_a_pole_is_an_answer() -> None:
    node = Node("N.pole", "elementwise", "proved", formula=Formula(POLE, SLOPE, "", ""))

    def f(x: np.ndarray) -> np.ndarray:
        x = x.astype(np.float64)
        with np.errstate(all="ignore"):
            return (1 / ((1 - x) * (1 + x))).astype(np.float32)

    (verdict,) = difftest(node, f, dtype="float32", what=["forward"], layouts=False)
    assert (verdict.verdict, verdict.message) == ("pass", "")
    assert {kink.input for kink in verdict.kinks} == {"-1.0", "1.0"}
    assert {kink.left for kink in verdict.kinks} == {"inf", "-inf"}
