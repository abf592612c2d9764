"""The functions of one or two numbers that frameworks apply entry by entry, as formulas, with their
conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from proofgrad.bridge.catalogue import Tree

__all__ = ["ONE", "TWO", "Rule"]

Rule = tuple[Callable[..., Tree], str]
"""A formula of its arguments, and the condition on their values, in words; empty where there is none."""


def _c(value: float | Fraction | int) -> Tree:
    return Tree("const", value=Fraction(value))


def _op(name: str, *args: Tree) -> Tree:
    return Tree(name, args)


def power(x: Tree, n: int) -> Tree:
    """x^n for a natural number n."""
    return Tree("powi", (x,), n)


def sigmoid(x: Tree) -> Tree:
    """1 / (1 + exp(-x))"""
    return _op("div", _c(1), _op("add", _c(1), _op("exp", _op("neg", x))))


def softplus(x: Tree) -> Tree:
    """log(1 + exp x)"""
    return _op("log", _op("add", _c(1), _op("exp", x)))


def gelu(x: Tree) -> Tree:
    """x/2 · (1 + erf(x/√2)), the exact one."""
    return _op("mul", _op("div", x, _c(2)), _op("add", _c(1), _op("erf", _op("div", x, _op("sqrt", _c(2))))))


def gelu_tanh(x: Tree) -> Tree:
    """x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))), Hendrycks and Gimpel, 2016."""
    cube = _op("mul", _c(Fraction(44715, 1000000)), power(x, 3))
    inner = _op("mul", _op("sqrt", _op("div", _c(2), Tree("pi"))), _op("add", x, cube))
    return _op("mul", _op("div", x, _c(2)), _op("add", _c(1), _op("tanh", inner)))


ONE: Mapping[str, Rule] = {
    "neg": (lambda x: _op("neg", x), ""),
    "exp": (lambda x: _op("exp", x), ""),
    "expm1": (lambda x: _op("sub", _op("exp", x), _c(1)), ""),
    "log": (lambda x: _op("log", x), "0 < x"),
    "log1p": (lambda x: _op("log", _op("add", _c(1), x)), "0 < 1 + x"),
    "log2": (lambda x: _op("div", _op("log", x), _op("log", _c(2))), "0 < x"),
    "log10": (lambda x: _op("div", _op("log", x), _op("log", _c(10))), "0 < x"),
    "sqrt": (lambda x: _op("sqrt", x), "0 < x"),
    "rsqrt": (lambda x: _op("div", _c(1), _op("sqrt", x)), "0 < x"),
    "reciprocal": (lambda x: _op("inv", x), "x ≠ 0"),
    "sin": (lambda x: _op("sin", x), ""),
    "cos": (lambda x: _op("cos", x), ""),
    "sinh": (lambda x: _op("sinh", x), ""),
    "cosh": (lambda x: _op("cosh", x), ""),
    "tanh": (lambda x: _op("tanh", x), ""),
    "atan": (lambda x: _op("atan", x), ""),
    "asin": (lambda x: _op("asin", x), "-1 < x < 1"),
    "acos": (lambda x: _op("acos", x), "-1 < x < 1"),
    "erf": (lambda x: _op("erf", x), ""),
    "erfc": (lambda x: _op("erfc", x), ""),
    "abs": (lambda x: _op("abs", x), "x ≠ 0"),
    "relu": (lambda x: _op("max", x, _c(0)), "x ≠ 0"),
    "sigmoid": (sigmoid, ""),
    "silu": (lambda x: _op("mul", x, sigmoid(x)), ""),
    "softplus": (softplus, ""),
    "square": (lambda x: power(x, 2), ""),
}
"""Functions of one number, by the names that PyTorch gives them."""

TWO: Mapping[str, Rule] = {
    "add": (lambda x, y: _op("add", x, y), ""),
    "sub": (lambda x, y: _op("sub", x, y), ""),
    "mul": (lambda x, y: _op("mul", x, y), ""),
    "div": (lambda x, y: _op("div", x, y), "y ≠ 0"),
    "maximum": (lambda x, y: _op("max", x, y), "x ≠ y"),
    "minimum": (
        lambda x, y: _op("neg", _op("max", _op("neg", x), _op("neg", y))),
        "x ≠ y",
    ),
}
"""Functions of two numbers."""
