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


def atanh(x: Tree) -> Tree:
    """½ log((1 + x)/(1 - x))"""
    return _op("div", _op("log", _op("div", _op("add", _c(1), x), _op("sub", _c(1), x))), _c(2))


def sinc(x: Tree) -> Tree:
    """sin(πx)/(πx)"""
    scaled = _op("mul", Tree("pi"), x)
    return _op("div", _op("sin", scaled), scaled)


def floor(x: Tree) -> Tree:
    """x - 1/2 + atan(cot πx)/π: the greatest integer below x, where x is none."""
    turned = _op("mul", Tree("pi"), x)
    saw = _op("div", _op("atan", _op("div", _op("cos", turned), _op("sin", turned))), Tree("pi"))
    return _op("add", _op("sub", x, _c(Fraction(1, 2))), saw)


def ceil(x: Tree) -> Tree:
    """-floor(-x)"""
    return _op("neg", floor(_op("neg", x)))


def trunc(x: Tree) -> Tree:
    """The integer next to x on the side of 0."""
    return _op("if_gt", x, _c(0), floor(x), ceil(x))


def ndtr(x: Tree) -> Tree:
    """The normal distribution: erfc(-x/√2)/2."""
    return _op("div", _op("erfc", _op("neg", _op("div", x, _op("sqrt", _c(2))))), _c(2))


def arctan2(y: Tree, x: Tree) -> Tree:
    """2 atan(y/(√(x² + y²) + x)), the angle of (x, y)."""
    size = _op("sqrt", _op("add", power(x, 2), power(y, 2)))
    return _op("mul", _c(2), _op("atan", _op("div", y, _op("add", size, x))))


def _log_of_sum(base: Fraction | int | None) -> Callable[..., Tree]:
    def formula(x: Tree, y: Tree) -> Tree:
        if base is None:
            return _op("log", _op("add", _op("exp", x), _op("exp", y)))
        scale = _op("log", _c(base))
        powers = (_op("exp", _op("mul", a, scale)) for a in (x, y))
        return _op("div", _op("log", _op("add", *powers)), scale)

    return formula


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
    "sign": (lambda x: _op("sign", x), "x ≠ 0"),
    "sgn": (lambda x: _op("sign", x), "x ≠ 0"),
    "tan": (lambda x: _op("div", _op("sin", x), _op("cos", x)), "cos x ≠ 0"),
    "exp2": (lambda x: _op("exp", _op("mul", x, _op("log", _c(2)))), ""),
    "asinh": (
        lambda x: _op("log", _op("add", x, _op("sqrt", _op("add", power(x, 2), _c(1))))),
        "0 < x + √(x² + 1)",
    ),
    "acosh": (lambda x: _op("log", _op("add", x, _op("sqrt", _op("sub", power(x, 2), _c(1))))), "1 < x"),
    "atanh": (atanh, "-1 < x < 1"),
    "sinc": (sinc, "x ≠ 0"),
    "angle": (lambda x: _op("if_gt", _c(0), x, Tree("pi"), _c(0)), "x ≠ 0"),
    "floor": (floor, "x is no integer"),
    "ceil": (ceil, "x is no integer"),
    "trunc": (trunc, "x is no integer"),
    "round": (lambda x: floor(_op("add", x, _c(Fraction(1, 2)))), "x + 1/2 is no integer"),
    "frac": (lambda x: _op("sub", x, trunc(x)), "x is no integer"),
    "special_ndtr": (ndtr, ""),
    "special_log_ndtr": (lambda x: _op("log", ndtr(x)), ""),
    "special_erfcx": (lambda x: _op("mul", _op("exp", power(x, 2)), _op("erfc", x)), ""),
    "special_entr": (lambda x: _op("neg", _op("mul", x, _op("log", x))), "0 < x"),
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
    "remainder": (lambda x, y: _op("sub", x, _op("mul", y, floor(_op("div", x, y)))), "x/y is no integer"),
    "fmod": (lambda x, y: _op("sub", x, _op("mul", y, trunc(_op("div", x, y)))), "x/y is no integer"),
    "atan2": (arctan2, "0 < x or y ≠ 0"),
    "hypot": (lambda x, y: _op("sqrt", _op("add", power(x, 2), power(y, 2))), "x ≠ 0 or y ≠ 0"),
    "xlogy": (lambda x, y: _op("mul", x, _op("log", y)), "0 < y"),
    "special_xlog1py": (lambda x, y: _op("mul", x, _op("log", _op("add", _c(1), y))), "0 < 1 + y"),
    "logaddexp": (_log_of_sum(None), ""),
    "logaddexp2": (_log_of_sum(2), ""),
    "copysign": (lambda x, y: _op("mul", _op("abs", x), _op("sign", y)), "x ≠ 0, y ≠ 0"),
    "ldexp": (lambda x, y: _op("mul", x, _op("exp", _op("mul", y, _op("log", _c(2))))), ""),
    "lerp": (lambda x, y, weight: _op("add", x, _op("mul", weight, _op("sub", y, x))), ""),
}
"""Functions of two numbers, or more."""
