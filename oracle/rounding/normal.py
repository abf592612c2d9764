"""Formulas in a form in which equal ones are more often the same, and enclosures narrower; all exact."""

from __future__ import annotations

from fractions import Fraction

from proofgrad.bridge.catalogue import Tree

__all__ = ["normal", "normal_top"]

_ONE = Tree("const", (), Fraction(1))


def normal(tree: Tree) -> Tree:
    """The same function: x + 0 is x, log(-x) is log x (as in Lean), e^u/(e^u + 1) is 1/(1 + e^-u)."""
    known: dict[Tree, Tree] = {}

    def visit(t: Tree) -> Tree:
        found = known.get(t)
        if found is None:
            moved = Tree(t.op, tuple(map(visit, t.args)), t.value, t.index) if t.args else t
            found = known[t] = normal_top(moved)
        return found

    return visit(tree)


def normal_top(t: Tree) -> Tree:
    """The same function, whose arguments are in that form already."""
    if all(a.op == "const" for a in t.args) and t.op in ("add", "sub", "mul", "div", "neg", "powi"):
        return _folded(t)
    if t.op == "add":
        for a, b in (t.args, t.args[::-1]):
            if _is(a, 0):
                return b
    if t.op == "sub" and _is(t.args[1], 0):
        return t.args[0]
    if t.op == "mul":
        for a, b in (t.args, t.args[::-1]):
            if _is(a, 1):
                return b
    if t.op == "inv":
        return Tree("div", (_ONE, t.args[0]))
    if t.op == "log" and t.args[0].op == "neg":
        return Tree("log", t.args[0].args)
    if t.op == "div" and t.args[0].op == "exp" and t.args[1].op == "add":
        top, (a, b) = t.args[0], t.args[1].args
        if (a == top and _is(b, 1)) or (b == top and _is(a, 1)):
            return Tree("div", (_ONE, Tree("add", (_ONE, Tree("exp", (Tree("neg", top.args),))))))
    return t


def _is(t: Tree, value: int) -> bool:
    return t.op == "const" and t.value == value


def _folded(t: Tree) -> Tree:
    """Arithmetic of rational numbers, with Lean's x / 0 = 0."""
    numbers = [Fraction(a.value or 0) for a in t.args]
    a, b = numbers[0], numbers[-1]
    if t.op == "powi":
        if int(t.value or 0) > _LARGEST_POWER:
            return t
        value = a ** int(t.value or 0)
    else:
        value = {
            "add": lambda: a + b,
            "sub": lambda: a - b,
            "mul": lambda: a * b,
            "div": lambda: a / b if b else Fraction(0),
            "neg": lambda: -a,
        }[t.op]()
    return Tree("const", (), value)


_LARGEST_POWER = 2000
