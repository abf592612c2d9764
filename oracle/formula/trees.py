"""Small exact tools on formula trees: putting parameters in, rational arithmetic, affine subtrees.

Everything here is exact (``Fraction``) and follows Lean's total functions: x / 0 = 0, 0⁻¹ = 0, log 0 = 0,
log x = log |x|, sqrt x = 0 for x < 0, asin x = ±π/2 beyond ±1.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.formula.operations import RING

__all__ = ["HALF_PI", "affine", "bind", "children", "const", "exact_value", "has_var", "rational", "reflect"]

Number = int | float | Fraction

HALF_PI = Tree("div", (Tree("pi"), Tree("const", (), Fraction(2))))
"""π/2."""


def const(value: Number) -> Tree:
    """The constant `value`, exactly (a float is taken at its exact value)."""
    return Tree("const", (), Fraction(value))


def bind(tree: Tree, params: Mapping[str, Number]) -> Tree:
    """`tree` with its parameters replaced by constants.

    Raises:
        UsageError: a parameter of the tree has no value in `params`.
    """
    if tree.op == "param":
        name = str(tree.value)
        if name not in params:
            raise UsageError(
                f"the formula's parameter {name} has no value", hint=f"pass params={{'{name}': ...}}"
            )
        return const(params[name])
    if not tree.args:
        return tree
    return Tree(tree.op, tuple(bind(a, params) for a in tree.args), tree.value)


def has_var(tree: Tree) -> bool:
    """Whether the input occurs in it."""
    return tree.op == "var" or any(has_var(a) for a in tree.args)


def children(tree: Tree) -> tuple[Tree, ...]:
    """All distinct subtrees with the input in them, children before parents, the tree itself last."""
    seen: dict[Tree, None] = {}

    def visit(t: Tree) -> None:
        if t in seen:
            return
        for a in t.args:
            visit(a)
        if has_var(t):
            seen[t] = None

    visit(tree)
    return tuple(seen)


def reflect(tree: Tree) -> Tree:
    """The tree of x ↦ tree(-x)."""
    if tree.op == "var":
        return Tree("neg", (tree,))
    return Tree(tree.op, tuple(reflect(a) for a in tree.args), tree.value) if tree.args else tree


def affine(tree: Tree) -> tuple[Fraction, Fraction] | None:
    """(a, b) if the tree is a·x + b with rational a and b that this syntax shows, else None."""
    zero = Fraction(0)
    op, args = tree.op, tree.args
    if op == "var":
        return Fraction(1), zero
    if op == "const":
        return zero, Fraction(tree.value or 0)
    if op not in ("add", "sub", "mul", "div", "neg", "inv", "powi"):
        return None
    parts = [affine(a) for a in args]
    if any(p is None for p in parts):
        return None
    (a, b), *rest = [p for p in parts if p is not None]
    if op == "neg":
        return -a, -b
    if op == "inv":
        return None if a else (zero, 1 / b if b else zero)
    if op == "powi":
        n = int(tree.value or 0)
        if n == 0:
            return zero, Fraction(1)
        return (a, b) if n == 1 else (None if a else (zero, b**n))
    (c, d) = rest[0]
    if op == "add":
        return a + c, b + d
    if op == "sub":
        return a - c, b - d
    if op == "mul":
        return None if a and c else (a * d + c * b, b * d)
    return None if c else ((a / d, b / d) if d else (zero, zero))


def exact_value(tree: Tree, x: Fraction) -> Fraction | None:
    """The tree's value at x if only field operations and decidable choices lead to it, else None."""
    op = tree.op
    if op == "var":
        return x
    if op == "const":
        return Fraction(tree.value or 0)
    if op in ("pi", "param"):
        return None
    if op == "if_gt":
        a, b = exact_value(tree.args[0], x), exact_value(tree.args[1], x)
        if a is None or b is None:
            return None
        return exact_value(tree.args[2 if a > b else 3], x)
    parts = [exact_value(a, x) for a in tree.args]
    if any(p is None for p in parts):
        return None
    values = [p for p in parts if p is not None]
    return rational(tree, values)


def rational(tree: Tree, v: list[Fraction]) -> Fraction | None:
    """The value of an operator at exact arguments, None if this does not show that it is rational."""
    if tree.op in RING:
        return cast("Fraction", RING[tree.op](*v))
    zero = Fraction(0)
    match tree.op:
        case "div":
            return v[0] / v[1] if v[1] else zero
        case "inv":
            return 1 / v[0] if v[0] else zero
        case "powi":
            return v[0] ** int(tree.value or 0)
        case "max":
            return max(v)
        case "abs":
            return abs(v[0])
        case "sign":
            return Fraction((v[0] > 0) - (v[0] < 0))
        case "exp" | "cosh" | "cos" | "erfc":
            return Fraction(1) if v[0] == 0 else None
        case "sinh" | "tanh" | "sin" | "asin" | "atan" | "erf":
            return zero if v[0] == 0 else None
        case "acos":
            return zero if v[0] >= 1 else None
        case "sqrt":
            return zero if v[0] <= 0 else (v[0] if v[0] == 1 else None)
        case "log":
            return zero if v[0] in (0, 1, -1) else None
    return None
