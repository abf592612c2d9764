"""Python functions are traced: what they compute, and what cannot be traced."""

from __future__ import annotations

import math

import numpy as np
import pytest

from proofgrad.bridge.catalogue.text import formula_text
from proofgrad.bridge.errors import FormulaError
from proofgrad.oracle.capture.objects import formula_from_object
from proofgrad.oracle.capture.symbols import sigmoid, where


def mine(t, c=3.0):
    return c * np.tanh(t / c)


TRACED = [
    (lambda x, beta: x * sigmoid(beta * x), "x*(1 / (1 + exp(-(beta*x))))", ("beta",)),
    (lambda x: np.where(x > 0, x, np.expm1(x)), "if x > 0 then x else exp(x) - 1", ()),
    (lambda x: where((x > 0) & (x < 1), 1, 0), "if x > 0 then (if 1 > x then 1 else 0) else 0", ()),
    (lambda x: np.maximum(x, 0) ** 2, "max(x, 0)^2", ()),
    (lambda x: (x > 0) * x, "(if x > 0 then 1 else 0)*x", ()),
    (lambda x: 0.1 * x + np.float32(0.1), "0.1*x + 0.1", ()),
    (lambda x: abs(-x) / 2, "|-x| / 2", ()),
    (lambda x: x.clip(0, 6).exp(), "exp(if max(x, 0) > 6 then 6 else max(x, 0))", ()),
    (mine, "3*tanh(x / 3)", ()),
    (np.log1p, "log(1 + x)", ()),
]


@pytest.mark.parametrize(("function", "shown", "parameters"), TRACED, ids=[shown for _, shown, _ in TRACED])
def test_a_function_gives_its_formula(function, shown, parameters):
    tree, _, found, _ = formula_from_object(function)
    assert (formula_text(tree), found) == (shown, parameters)


def deep(x):
    for _ in range(100):
        x = np.sin(x)
    return x


REFUSED = [
    (lambda x: x if x > 0 else 0, "branches on the value"),
    (lambda x: math.exp(x), "wants a float"),
    (lambda x: np.array([x, x]), "makes an array"),
    (lambda x: x == 1, "equals something"),
    (lambda x: x[0], "takes its argument apart"),
    (lambda x: x / 0, "division by 0"),
    (lambda x: np.linalg.norm(x), "no function of the formula language"),
    (lambda *a: a[0], "any number of arguments"),
    (lambda: 1, "no arguments"),
    (lambda x: (x, x), "not a number"),
    (lambda x: "a", "is no number"),
    (deep, "nests deeper"),
    (3, "is no function"),
]


@pytest.mark.parametrize(("function", "said"), REFUSED, ids=[said for _, said in REFUSED])
def test_what_cannot_be_traced_is_told(function, said):
    with pytest.raises(FormulaError, match=said):
        formula_from_object(function)


def test_a_branch_names_its_line():
    with pytest.raises(FormulaError, match=r"test_symbols\.py:\d+: \(lambda x: x if x > 0"):
        formula_from_object(REFUSED[0][0])
