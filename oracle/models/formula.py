"""A program at its sizes, coordinate by coordinate, with its derivative: what a kernel is tested against.

Entries of arrays are replaced by the formulas that they stand for; the derivative follows by the rules of
``Formula.tangent`` in ``NN.Program.Tangent``. Equal parts are one object, so that a deep program stays small.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree, VectorFormula
from proofgrad.bridge.catalogue.index import At, Atom, Condition, Index, Range
from proofgrad.bridge.catalogue.program import Program
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.models.evaluate import terms

__all__ = ["LARGEST", "Composer", "TooLarge", "vector_formula"]

LARGEST = 2_000_000
"""Parts of formulas that a program may have to be tested."""


class TooLarge(UsageError):
    """A program is too large to be tested coordinate by coordinate."""

    code = "too-large"

    def __init__(self) -> None:
        super().__init__(
            "the program is too large to be tested coordinate by coordinate",
            hint="the theorem is about the size that was captured; the test needs a small one",
        )


_HOLDS = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "le": lambda a, b: a <= b,
    "lt": lambda a, b: a < b,
}


def vector_formula(program: Program, fixed: Mapping[int, Any] | None = None) -> VectorFormula:
    """What a program computes, as trees in the entries of its inputs.

    Args:
        program: what is computed.
        fixed: inputs that are given: constants and buffers, which nobody differentiates in.

    Raises:
        TooLarge: it cannot be written out.
    """
    return Composer(program, fixed).formula()


class Composer:
    """Writes a program out; `values` are the formulas of all arrays, in their order."""

    def __init__(self, program: Program, fixed: Mapping[int, Any] | None = None) -> None:
        self.program, self.fixed = program, fixed or {}
        self.known: dict[Tree, Tree] = {}
        self.tangents: dict[Tree, Tree] = {}
        self.values: list[list[Tree]] = []

    def run(self) -> None:
        """Write all arrays out. Raises TooLarge."""
        program = self.program
        if sum(step.size * terms(step.entry) for step in program.steps) > LARGEST:
            raise TooLarge
        count = 0
        for number, (_, shape) in enumerate(program.inputs):
            if number in self.fixed:
                given = np.asarray(self.fixed[number], np.float64).ravel().tolist()
                self.values.append([self.number(Fraction(v)) for v in given])
                continue
            entries = [self.one(Tree("entry", value=count + i)) for i in range(prod(shape))]
            count += len(entries)
            self.values.append(entries)
        for step in program.steps:
            self.values.append([self.entry(step.entry, {"i": i}) for i in range(step.size)])

    def formula(self) -> VectorFormula:
        """The result and its derivative. Raises TooLarge."""
        self.run()
        program = self.program
        forward = self.values[program.output]
        jvp = tuple(self.tangent(tree) for tree in forward)
        free = tuple(given for n, given in enumerate(program.inputs) if n not in self.fixed)
        sizes = tuple((name, str(list(shape))) for name, shape in free)
        return VectorFormula(sizes, free, program.shape(program.output), tuple(forward), jvp)

    def one(self, tree: Tree) -> Tree:
        """The one object for equal trees. Raises TooLarge for too many."""
        found = self.known.setdefault(tree, tree)
        if len(self.known) > LARGEST:
            raise TooLarge
        return found

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

    def entry(self, tree: Tree, places: Mapping[str, int]) -> Tree:
        """A step's formula at a place, in entries of the inputs."""
        match tree.op, tree.index:
            case "at", At(_, name, (at,)):
                source = self.values[int(name[1:])]
                where = self.index(at, places)
                return source[where] if 0 <= where < len(source) else self.number(0)
            case "sum", Range(((name, count),)):
                total = self.number(0)
                for n in range(count.number or 0):
                    total = self.make("add", total, self.entry(tree.args[0], {**places, name: n}))
                return total
            case "greatest", Range(((name, count),)):
                found = self.entry(tree.args[0], {**places, name: 0})
                for n in range(1, self.index(count, places)):
                    other = self.entry(tree.args[0], {**places, name: n})
                    found = found if other is found else self.make("max", found, other)
                return found
            case "where", tuple(conditions):
                chosen = tree.args[0 if all(self.holds(c, places) for c in conditions) else 1]
                return self.entry(chosen, places)
            case "const", _:
                return self.number(Fraction(tree.value or 0))
        return self.make(tree.op, *(self.entry(a, places) for a in tree.args), value=tree.value)

    def holds(self, c: Condition, places: Mapping[str, int]) -> bool:
        """Whether a comparison of indices holds."""
        return bool(_HOLDS[c.relation](self.index(c.left, places), self.index(c.right, places)))

    def index(self, index: Index, places: Mapping[str, int]) -> int:
        """The value of an index."""
        return int(index.value(lambda atom: self.atom(atom, places)))

    def atom(self, atom: Atom, places: Mapping[str, int]) -> int:
        """The value of a part of an index."""
        if atom.kind == "index":
            return places[atom.name]
        args = [self.index(a, places) for a in atom.args]
        match atom.kind:
            case "div":
                return args[0] // args[1]
            case "mod":
                return args[0] % args[1]
            case "monus":
                return max(args[0] - args[1], 0)
        numbers = self.program.tables[atom.name]
        return numbers[args[0]] if args[0] < len(numbers) else 0

    # The derivative

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
            case "const" | "pi":
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
