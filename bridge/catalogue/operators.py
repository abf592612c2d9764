"""The constants of Lean that a formula may be made of, and why each means what the formula tree says it
means.

Arithmetic is recognised as fields of the class of complete ordered fields, at the one instance that the
formula is over: a sum is ``Add.add`` at the `Add` inside that instance, whatever notation or instance it was
written with, and the laws of the class (which Lean has checked for that instance) characterise it. The others
are constants with a theorem each; those with a `shape` are in addition unfolded and compared with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from proofgrad.bridge.catalogue.formula import Tree

__all__ = ["CLASS_OPERATIONS", "OPERATORS", "RELATIONS", "ClassOperation", "Operator"]


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
        ClassOperation("Div.div", "Div", "div", "OrderedField.div_eq_mul_inv"),
        ClassOperation("Neg.neg", "Neg", "neg", "CommRing.add_neg_cancel"),
        ClassOperation("Inv.inv", "Inv", "inv", "OrderedField.mul_inv_cancel₀"),
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
        theorem: the theorem that characterises the constant.
        numbers: how many real arguments it takes; they come last.
        naturals: how many natural numbers come after (an exponent) or instead (a numeral).
        shapes: what its definition must unfold to, in parameters ``a`` and ``b``; empty if it is not
            unfolded.
    """

    op: str
    theorem: str
    numbers: int = 1
    naturals: int = 0
    shapes: tuple[Tree, ...] = ()


_A, _B = Tree("param", value="a"), Tree("param", value="b")
_ZERO, _ONE = Tree("const", value=Fraction(0)), Tree("const", value=Fraction(1))
_MINUS_ONE = Tree("const", value=Fraction(-1))
_MINUS_A = Tree("neg", (_A,))

OPERATORS: Mapping[str, Operator] = {
    "natCast": Operator("const", "natCast_succ", numbers=0, naturals=1),
    "npow": Operator("powi", "pow_succ", numbers=1, naturals=1),
    "max": Operator("max", "max_le", numbers=2, shapes=(Tree("if_gt", (_A, _B, _A, _B)),)),
    "abs": Operator(
        "abs",
        "abs_of_nonneg",
        shapes=(Tree("if_gt", (_ZERO, _A, _MINUS_A, _A)), Tree("max", (_A, _MINUS_A))),
    ),
    "sign": Operator(
        "sign",
        "self_mul_sign",
        shapes=(Tree("if_gt", (_A, _ZERO, _ONE, Tree("if_gt", (_ZERO, _A, _MINUS_ONE, _ZERO)))),),
    ),
    "exp": Operator("exp", "hasDerivAt_exp"),
    "log": Operator("log", "exp_log"),
    "sqrt": Operator("sqrt", "mul_self_sqrt"),
    "sinh": Operator("sinh", "sinh_eq"),
    "cosh": Operator("cosh", "cosh_eq"),
    "tanh": Operator("tanh", "tanh_eq"),
    "pi": Operator("pi", "cos_pi_div_two", numbers=0),
}
"""The other constants, by name."""
