"""Compiling smooth trees to straight-line Python over Arb balls: every common subexpression once, constants
once.

The generated function maps a list of exact ``arb`` inputs to one list of balls per tree. It makes no
decisions: where a ball does not suffice (log of a ball that touches 0) Arb answers with a ball that is not
finite, and the caller raises the precision. Only rewriting that is exact in the real numbers *and* in the
way Arb rounds outward is done: hashing equal subtrees together, u^n by products, division by a constant as a
product with its enclosed inverse.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula.balls import evaluate
from proofgrad.oracle.formula.special_balls import erfc
from proofgrad.oracle.formula.trees import has_var

__all__ = ["Program"]

_BINARY = {"add": "+", "sub": "-", "mul": "*", "div": "/"}
_METHODS = ("exp", "log", "sqrt", "sinh", "cosh", "tanh", "sin", "cos", "asin", "acos", "atan", "erf")


class Program:
    """Straight-line code for several trees over one input.

    Args:
        trees: smooth trees without parameters (:func:`proofgrad.oracle.formula.pieces.cut`).
        inner: whether the program also returns every subtree with the input in it.

    Attributes:
        source: the generated Python, for people.
        outputs: the trees whose values a run returns, in order.
    """

    def __init__(self, trees: Sequence[Tree], *, inner: bool = False) -> None:
        self._names: dict[tuple[Any, ...], str] = {}
        self._lines: list[str] = []
        self._constants: dict[Tree, str] = {}
        self._values: dict[Tree, str] = {}
        results = [self._emit(t) for t in trees]
        self.outputs: tuple[Tree, ...] = tuple(trees)
        if inner:
            self.outputs = tuple(self._values)
            results = list(self._values.values())
        self.source = self._write(results)
        scope: dict[str, Any] = {"erfc": erfc}
        exec(compile(self.source, "<formula>", "exec"), scope)
        self._make: Callable[[list[Any]], Callable[[list[Any]], tuple[list[Any], ...]]] = scope["make"]
        self._runs: dict[int, Callable[[list[Any]], tuple[list[Any], ...]]] = {}

    def run(self, inputs: list[Any], precision: int) -> tuple[list[Any], ...]:
        """One list of balls per output, computed with `precision` bits from exact ``arb`` inputs."""
        import flint

        with flint.ctx.workprec(precision):
            if precision not in self._runs:
                constants = [evaluate(t, Fraction(0)).value for t in self._constants]
                self._runs[precision] = self._make(constants)
            return self._runs[precision](inputs)

    def _write(self, results: list[str]) -> str:
        n = range(len(results))
        rows = ["def make(constants):"]
        if self._constants:
            rows.append(f"    {', '.join(self._constants.values())}, = constants")
        rows.append("    def run(inputs):")
        rows += [f"        o{i} = []; p{i} = o{i}.append" for i in n]
        rows.append("        for x in inputs:")
        rows += [f"            {line}" for line in self._lines or ["pass"]]
        rows += [f"            p{i}({name})" for i, name in enumerate(results)]
        rows.append(f"        return ({''.join(f'o{i}, ' for i in n)})")
        rows.append("    return run")
        return "\n".join(rows) + "\n"

    def _constant(self, tree: Tree) -> str:
        return self._constants.setdefault(tree, f"c{len(self._constants)}")

    def _line(self, key: tuple[Any, ...], text: str) -> str:
        if key not in self._names:
            name = f"t{len(self._names)}"
            self._names[key] = name
            self._lines.append(f"{name} = {text}")
        return self._names[key]

    def _emit(self, t: Tree) -> str:
        if not has_var(t):
            return self._constant(t)
        if t not in self._values:
            self._values[t] = self._code(t)
        return self._values[t]

    def _code(self, t: Tree) -> str:
        op = t.op
        if op == "var":
            return "x"
        if op == "powi":
            return self._power(self._emit(t.args[0]), int(t.value or 0))
        if op == "div" and not has_var(t.args[1]):
            inverse = self._constant(Tree("inv", (t.args[1],)))
            return self._product(self._emit(t.args[0]), inverse)
        names = [self._emit(a) for a in t.args]
        if op == "mul":
            return self._product(*names)
        if op in _BINARY:
            if op == "add":
                names.sort()
            return self._line((op, *names), f"{names[0]} {_BINARY[op]} {names[1]}")
        if op == "neg":
            return self._line((op, *names), f"-{names[0]}")
        if op == "inv":
            one = self._constant(Tree("const", (), Fraction(1)))
            return self._line(("div", one, *names), f"{one} / {names[0]}")
        if op in _METHODS:
            return self._line((op, *names), f"{names[0]}.{op}()")
        if op == "erfc":
            return self._line((op, *names), f"erfc({names[0]})")
        if op == "abs":
            return self._line((op, *names), f"abs({names[0]})")
        if op == "max":
            return self._line((op, *names), f"{names[0]}.max({names[1]})")
        # A choice between curved functions: no straight line decides it. nan sends the input to the careful
        # walker.
        return self._line((op, *names), "x.nan()")

    def _product(self, a: str, b: str) -> str:
        a, b = sorted((a, b))
        return self._line(("mul", a, b), f"{a} * {b}")

    def _power(self, base: str, n: int) -> str:
        if n == 0:
            return self._constant(Tree("const", (), Fraction(1)))
        if n == 1:
            return base
        if n % 2:
            return self._product(base, self._power(base, n - 1))
        half = self._power(base, n // 2)
        return self._product(half, half)
