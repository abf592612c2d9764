"""The constants of Lean that a formula may be made of, and why each means what the formula tree says it
means.

Arithmetic is recognised as fields of the class of complete ordered fields, at the one instance that the
formula is over: a sum is ``Add.add`` at the `Add` inside that instance, whatever notation or instance it was
written with, and the laws of the class (which Lean has checked for that instance) characterise it. The others
are constants with a theorem each; those with a `shape` are in addition unfolded and compared with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from proofgrad.bridge.catalogue.formula import Tree

__all__ = ["CLASS_OPERATIONS", "LARGEST_UNFOLDED", "OPERATORS", "RELATIONS", "ClassOperation", "Operator"]


@dataclass(frozen=True, slots=True)
class ClassOperation:
    """A field of a class below the class of complete ordered fields.

    Attributes:
        name: the function, such as ``Add.add``.
        structure: its class.
        op: the operator of the formula tree; for `Zero` and `One` ``const``.
        theorem: the law that characterises it.
        value: of a ``const``.
    """

    name: str
    structure: str
    op: str
    theorem: str
    value: Fraction | None = None


CLASS_OPERATIONS: Mapping[str, ClassOperation] = {
    operation.name: operation
    for operation in (
        ClassOperation("Add.add", "Add", "add", "CommRing.add_comm"),
        ClassOperation("Sub.sub", "Sub", "sub", "CommRing.sub_eq_add_neg"),
        ClassOperation("Mul.mul", "Mul", "mul", "CommRing.mul_add"),
        ClassOperation("Div.div", "Div", "div", "eq_div_iff"),
        ClassOperation("Neg.neg", "Neg", "neg", "CommRing.add_neg_cancel"),
        ClassOperation("Inv.inv", "Inv", "inv", "eq_inv_iff_mul_eq_one"),
        ClassOperation("Zero.zero", "Zero", "const", "CommRing.add_zero", Fraction(0)),
        ClassOperation("One.one", "One", "const", "CommRing.mul_one", Fraction(1)),
    )
}
"""Arithmetic, by the name of the function."""

RELATIONS: Mapping[str, tuple[str, Literal["lt", "le"]]] = {"LT.lt": ("LT", "lt"), "LE.le": ("LE", "le")}
"""Comparisons: class and relation."""


@dataclass(frozen=True, slots=True)
class Operator:
    """A constant that is an operator of the formula tree.

    Attributes:
        op: the operator.
        theorem: the theorem that characterises the constant; None if it is an operator only where it was
            unfolded.
        numbers: how many real arguments it takes; they come last.
        natural_at: for a constant with an argument n that is a natural number (a numeral, a power): whether
            that comes before the numbers or after them.
        natural: the tree that such a constant must unfold to for a given n, in the parameter ``a``; None if
            it is not unfolded.
        shapes: what its definition must unfold to, in the parameters ``a`` and ``b``; empty if it is not
            unfolded.
    """

    op: str
    theorem: str | None
    numbers: int = 1
    natural_at: Literal["first", "last"] | None = None
    natural: Callable[[int], Tree] | None = None
    shapes: tuple[Tree, ...] = ()


LARGEST_UNFOLDED = 32
"""Numerals and exponents up to this one are unfolded and compared; larger ones rest on the theorem alone."""


def number(value: int) -> Tree:
    """A constant."""
    return Tree("const", value=Fraction(value))


def _numeral(n: int) -> Tree:
    """``0 + 1 + ... + 1``."""
    tree = number(0)
    for _ in range(n):
        tree = Tree("add", (tree, number(1)))
    return tree


def _power(n: int) -> Tree:
    """``1 * a * ... * a``."""
    tree = number(1)
    for _ in range(n):
        tree = Tree("mul", (tree, _A))
    return tree


_A, _B = Tree("param", value="a"), Tree("param", value="b")
_MINUS_A = Tree("neg", (_A,))
_HALF_PI = Tree("div", (Tree("pi"), number(2)))
_EXP_A, _EXP_MINUS_A = Tree("exp", (_A,)), Tree("exp", (_MINUS_A,))

OPERATORS: Mapping[str, Operator] = {
    # an additive map with natCast 1 = 0 + 1
    "natCast": Operator("const", "natCast_add", numbers=0, natural_at="last", natural=_numeral),
    "npow": Operator("powi", "pow_succ", natural_at="last", natural=_power),
    "max": Operator("max", "max_le", numbers=2, shapes=(Tree("if_gt", (_A, _B, _A, _B)),)),
    "abs": Operator("abs", "abs_of_nonneg", shapes=(Tree("if_gt", (number(0), _A, _MINUS_A, _A)),)),
    "sign": Operator(
        "sign",
        "sign_of_pos",
        shapes=(
            Tree(
                "if_gt",
                (_A, number(0), number(1), Tree("if_gt", (number(0), _A, number(-1), number(0)))),
            ),
        ),
    ),
    "exp": Operator("exp", "exp_unique"),
    "log": Operator("log", "log_eq_iff"),
    "sqrt": Operator("sqrt", "sqrt_eq_iff"),
    "sinh": Operator(
        "sinh", "eq_cosh_and_eq_sinh", shapes=(Tree("div", (Tree("sub", (_EXP_A, _EXP_MINUS_A)), number(2))),)
    ),
    "cosh": Operator(
        "cosh", "eq_cosh_and_eq_sinh", shapes=(Tree("div", (Tree("add", (_EXP_A, _EXP_MINUS_A)), number(2))),)
    ),
    "tanh": Operator(
        "tanh", "tanh_eq_iff", shapes=(Tree("div", (Tree("sinh", (_A,)), Tree("cosh", (_A,)))),)
    ),
    # with its own derivative: cos' = -sin, sin' = cos, cos 0 = 1, sin 0 = 0
    "sin": Operator("sin", "cos_sin_unique"),
    "cos": Operator("cos", "cos_sin_unique"),
    "arcsin": Operator("asin", "arcsin_eq_iff"),
    "arccos": Operator("acos", "arccos_eq_iff", shapes=(Tree("sub", (_HALF_PI, Tree("asin", (_A,)))),)),
    "arctan": Operator("atan", "arctan_eq_iff"),
    # with its own derivative, a multiple of exp (-x²), the value 0 at 0 and the limit 1
    "erf": Operator("erf", "erf_unique"),
    "erfc": Operator("erfc", "erf_add_erfc", shapes=(Tree("sub", (number(1), Tree("erf", (_A,)))),)),
    "pi": Operator("pi", "cos_pi", numbers=0),
}
"""The other constants, by name."""
