"""The formula tree: JSON, text, validation."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from proofgrad.bridge.catalogue import ARITY, Formula, Tree
from proofgrad.bridge.catalogue.text import formula_text

X, A = Tree("var"), Tree("param", value="α")


def number(value: int | str) -> Tree:
    return Tree("const", value=Fraction(value))


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (number("1/3"), "1/3"),
        (number("-0.5"), "-0.5"),
        (number(1000000), "1000000"),
        (
            Tree("div", (number(1), Tree("add", (number(1), Tree("exp", (Tree("neg", (X,)),)))))),
            "1 / (1 + exp(-x))",
        ),
        (Tree("sub", (X, Tree("sub", (X, A)))), "x - (x - α)"),
        (Tree("mul", (Tree("div", (X, A)), X)), "(x / α)*x"),
        (Tree("div", (Tree("mul", (X, A)), X)), "x*α / x"),
        (Tree("mul", (number("1/3"), X)), "(1/3)*x"),
        (Tree("powi", (Tree("neg", (X,)),), 3), "(-x)^3"),
        (Tree("neg", (Tree("powi", (X,), 2),)), "-x^2"),
        (Tree("powi", (Tree("powi", (X,), 2),), 3), "(x^2)^3"),
        (Tree("mul", (X, number(-2))), "x*(-2)"),
        (Tree("abs", (Tree("sub", (X, Tree("pi"))),)), "|x - π|"),
        (Tree("max", (X, number(0))), "max(x, 0)"),
        (Tree("neg", (Tree("if_gt", (X, number(0), X, A)),)), "-(if x > 0 then x else α)"),
        (Tree("inv", (Tree("mul", (X, X)),)), "1 / (x*x)"),
    ],
)
def test_text(tree: Tree, text: str) -> None:
    assert formula_text(tree) == text


def test_text_of_a_huge_formula_is_cut_off() -> None:
    tree = X
    for _ in range(12):
        tree = Tree("mul", (tree, tree))
    assert len(formula_text(tree)) < 4010
    assert formula_text(tree).endswith("...")


def test_json_there_and_back() -> None:
    tree = Tree("if_gt", (X, number("44715/1000000"), Tree("powi", (A,), 3), Tree("pi")))
    formula = Formula(tree, X, formula_text(tree), "x")
    assert Formula.from_json(json.loads(json.dumps(formula.to_json()))) == formula
    assert tree.params() == ("α",)


@pytest.mark.parametrize("op", ARITY)
def test_a_wrong_number_of_arguments_is_refused(op: str) -> None:
    with pytest.raises(ValueError, match="arguments"):
        Tree(op, (X,) * (ARITY[op] + 1))


def test_an_unknown_operator_is_refused() -> None:
    with pytest.raises(ValueError, match="'arctan'"):
        Tree("arctan", (X,))


def test_equal_trees_that_share_their_parts_are_compared_at_once() -> None:
    def doubled(first: int) -> Tree:
        tree = Tree("const", value=Fraction(first))
        for _ in range(200):  # 2^200 when it is written out
            tree = Tree("add", (tree, tree))
        return tree

    assert doubled(1) == doubled(1)
    assert doubled(1) != doubled(2)
    assert Tree("const", value=Fraction(1)) != 1


def test_a_tree_that_shares_its_parts_is_shown_in_part():
    tree = Tree("var")
    for _ in range(100):
        tree = Tree("add", (tree, tree))
    assert len(repr(tree)) < 1000
    assert repr(tree).endswith("...)")
    half = Tree("const", (), Fraction(1, 2))
    assert repr(Tree("add", (half, Tree("param", (), "c")))) == "add(const(Fraction(1, 2)), param('c'))"
