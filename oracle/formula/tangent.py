"""How formulas change with their entries: the rules of ``Formula.tangent`` in ``NN.Program.Tangent``.

Equal parts are one object, so that what is deep stays small.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.errors import UsageError

__all__ = ["Tangents"]


class Tangents:
    """Makes trees, and the changes of trees.

    Args:
        known: trees that there are already, each the one object that it is; it grows.

    Attributes:
        tangents: the changes that are known. Those of the leaves may be given before anything is asked: then
            the others are changes along these. The change of an ``entry`` is else a ``tangent``.
    """

    def __init__(self, known: dict[Tree, Tree] | None = None) -> None:
        self.known: dict[Tree, Tree] = {} if known is None else known
        self.tangents: dict[Tree, Tree] = {}

    def one(self, tree: Tree) -> Tree:
        """The one object for equal trees."""
        return self.known.setdefault(tree, tree)

    def make(self, op: str, *args: Tree, value: Any = None) -> Tree:
        """An operator applied, with what is 0 or 1 left out."""
        a, b = (args[0], args[1]) if len(args) == 2 else (args[0] if args else None, None)
        zero, one = self.number(0), self.number(1)
        match op:
            case "add" if a is zero:
                return b  # type: ignore[return-value]
            case "add" | "sub" if b is zero:
                return a  # type: ignore[return-value]
            case "mul" if a is zero or b is zero:
                return zero
            case "mul" if a is one:
                return b  # type: ignore[return-value]
            case "mul" if b is one:
                return a  # type: ignore[return-value]
            case "div" if a is zero:
                return zero
            case "neg" if a is zero:
                return zero
        return self.one(Tree(op, args, value))

    def number(self, value: int | Fraction) -> Tree:
        """A constant."""
        return self.one(Tree("const", value=Fraction(value)))

    def tangent(self, tree: Tree) -> Tree:
        """The change of a formula when its entries change by their tangents."""
        walk = [(tree, False)]
        while walk:
            t, ready = walk.pop()
            if t in self.tangents:
                continue
            if ready:
                self.tangents[t] = self._tangent(t)
            else:
                walk.append((t, True))
                walk.extend((a, False) for a in t.args)
        return self.tangents[tree]

    def _tangent(self, t: Tree) -> Tree:
        make, a = self.make, t.args
        d = [self.tangents[arg] for arg in a]
        zero, one, two = self.number(0), self.number(1), self.number(2)
        match t.op:
            case "entry":
                return self.one(Tree("tangent", value=t.value))
            case "const" | "pi" | "param":
                return zero
            case "add" | "sub":
                return make(t.op, *d) if t.op == "add" or d[0] is not zero else make("neg", d[1])
            case "neg":
                return make("neg", d[0])
            case "mul":
                return make("add", make("mul", a[0], d[1]), make("mul", a[1], d[0]))
            case "max":
                return d[0] if d[0] is d[1] else make("if_gt", a[1], a[0], d[1], d[0])
            case "if_gt":
                return zero if d[2] is d[3] is zero else make("if_gt", a[0], a[1], d[2], d[3])
        if all(x is zero for x in d):
            return zero
        match t.op:
            case "div":
                scaled = make("mul", make("div", a[0], a[1]), d[1])
                top = make("sub", d[0], scaled) if d[0] is not zero else make("neg", scaled)
                return make("div", d[0] if scaled is zero else top, a[1])
            case "inv":
                return make("neg", make("div", d[0], make("powi", a[0], value=2)))
            case "powi":
                n = int(t.value or 0)
                lower = a[0] if n == 2 else make("powi", a[0], value=n - 1)
                if n < 2:
                    return d[0] if n else zero
                return make("mul", make("mul", self.number(n), lower), d[0])
        slopes = {
            "exp": lambda: t,
            "log": lambda: make("inv", a[0]),
            "sqrt": lambda: make("inv", make("mul", two, t)),
            "sin": lambda: make("cos", a[0]),
            "cos": lambda: make("neg", make("sin", a[0])),
            "sinh": lambda: make("cosh", a[0]),
            "cosh": lambda: make("sinh", a[0]),
            "tanh": lambda: make("sub", one, make("powi", t, value=2)),
            "abs": lambda: make("sign", a[0]),
            "sign": lambda: zero,
            "atan": lambda: make("inv", make("add", one, make("powi", a[0], value=2))),
            "asin": lambda: self.arc(a[0]),
            "acos": lambda: make("neg", self.arc(a[0])),
            "erf": lambda: self.bell(a[0]),
            "erfc": lambda: make("neg", self.bell(a[0])),
        }
        if t.op not in slopes:
            raise UsageError(f"no derivative of the operator {t.op!r}")
        return make("mul", slopes[t.op](), d[0])

    def arc(self, x: Tree) -> Tree:
        """1/√(1 - x²)"""
        below = self.make("sub", self.number(1), self.make("powi", x, value=2))
        return self.make("inv", self.make("sqrt", below))

    def bell(self, x: Tree) -> Tree:
        """2/√π · exp(-x²)"""
        factor = self.make("div", self.number(2), self.make("sqrt", self.one(Tree("pi"))))
        return self.make("mul", factor, self.make("exp", self.make("neg", self.make("powi", x, value=2))))
