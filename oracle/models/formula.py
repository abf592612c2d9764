"""A program at its sizes, coordinate by coordinate, with its derivative: what a kernel is tested against.

Entries of arrays are replaced by the formulas that they stand for; the derivative follows by the rules of
:mod:`proofgrad.oracle.formula.tangent`.
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
from proofgrad.oracle.formula.tangent import Tangents
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


class Composer(Tangents):
    """Writes a program out; `values` are the formulas of all arrays, in their order."""

    def __init__(self, program: Program, fixed: Mapping[int, Any] | None = None) -> None:
        super().__init__()
        self.program, self.fixed = program, fixed or {}
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
        found = super().one(tree)
        if len(self.known) > LARGEST:
            raise TooLarge
        return found

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
