"""Which entries of a program are positive, whatever its inputs are, and which of its conditions are so met.

The signs are those that the library's own functions compute (`Formula.signs`, `Formula.missing`); what is
found here is proven again by Lean's kernel, with the theorems of ``NN.Program.Positive``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

from proofgrad.bridge.build.run import build
from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.index import ZERO, At, Atom, Index, Range, var
from proofgrad.bridge.catalogue.program import PLACE, Program
from proofgrad.bridge.certifying.parts import formula_and_parts
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.olean.evaluate import Data, EvaluationError, Evaluator
from proofgrad.bridge.project.project import load_project
from proofgrad.bridge.writing.data import Formulas, elements, listed, make

__all__ = ["Fact", "Positive", "Sign", "at_first", "substituted", "without_met_conditions"]

Sign: TypeAlias = Literal["pos", "nonneg"]
Fact: TypeAlias = tuple[int, Sign]
"""What is known of a variable of a formula."""

_DEEPEST = 12
"""Steps that are looked through."""


class Positive:
    """Asks the library for signs.

    Args:
        evaluator: of an environment with the module ``NN.Formula``.
        formulas: writes trees as its data.
    """

    def __init__(self, evaluator: Evaluator, formulas: Formulas) -> None:
        self.evaluator, self.formulas = evaluator, formulas
        self._signs: dict[Tree, Sign | None] = {}
        self._missing: dict[tuple[Tree, tuple[Fact, ...]], bool] = {}

    @classmethod
    def of_the_library(cls, timeout: float | None = None) -> Positive:
        """With the library that ships. Raises ToolchainNotFound, CacheError, OleanError."""
        library = load_project(None)
        toolchain = find_toolchain(library.root, needs_init=False)
        built = build(library, toolchain, modules=("NN.Formula",), timeout=timeout)
        environment = Environment.load(built.oleans)
        return cls(Evaluator(environment), Formulas(environment))

    def sign(self, tree: Tree) -> Sign | None:
        """What is known of an entry at all places."""
        if tree not in self._signs:
            self._signs[tree] = self._sign(tree)
        return self._signs[tree]

    def _sign(self, tree: Tree) -> Sign | None:
        match tree.op, tree.index:
            case (("at" | "greatest"), _):
                return None
            case "sum", Range(((name, count),)):
                inner = self.sign(tree.args[0])
                if inner is None or not count.number:
                    return None
                return (
                    "pos" if inner == "pos" or self.sign(at_first(tree.args[0], name)) == "pos" else "nonneg"
                )
            case "where", _:
                found = {self.sign(arg) for arg in tree.args}
                return None if None in found else "nonneg" if "nonneg" in found else "pos"
        formula, parts = formula_and_parts(tree)
        try:
            signs = self.evaluator.call(
                "Formula.signs", listed(map(_said, self.facts(parts))), self._data(formula)
            )
        except EvaluationError:
            return None
        assert isinstance(signs, Data)
        negative, zero, _ = (flag == Data("Bool.true") for flag in signs.fields)
        return None if negative else "nonneg" if zero else "pos"

    def facts(self, parts: Sequence[Tree]) -> tuple[Fact, ...]:
        """What is known of the variables of a formula, from the entries that they stand for."""
        signs = enumerate(map(self.sign, parts))
        return tuple((number, sign) for number, sign in signs if sign is not None)

    def complete(self, formula: Tree, facts: tuple[Fact, ...]) -> bool:
        """Whether the rules of differentiation apply to a formula where the facts hold."""
        if (formula, facts) not in self._missing:
            given = listed(map(_said, facts))
            try:
                missing = elements(self.evaluator.call("Formula.missing", self._data(formula), given))
            except EvaluationError:
                missing = [Data("?")]
            self._missing[formula, facts] = not missing
        return self._missing[formula, facts]

    def applies(self, tree: Tree) -> bool:
        """Whether the rules of differentiation apply to an entry, whatever the values are."""
        match tree.op:
            case "at":
                return True
            case "sum" | "where":
                return all(map(self.applies, tree.args))
            case "greatest":
                return False
        formula, parts = formula_and_parts(tree)
        return all(map(self.applies, parts)) and self.complete(formula, self.facts(parts))

    def _data(self, formula: Tree) -> Data:
        names: dict[str, int] = {}

        def named(t: Tree) -> Tree:
            if t.op == "entry":
                names[str(t.value)] = int(t.value or 0)
                return Tree("param", value=str(t.value))
            return Tree(t.op, tuple(map(named, t.args)), t.value)

        tree = named(formula)
        return self.formulas.formula(tree, names)


def _said(fact: Fact) -> Data:
    number, sign = fact
    name = {"pos": "lt", "nonneg": "le"}[sign]
    return Data(f"Formula.Condition.{name}", (make("num", 0), make("var", number)))


def at_first(body: Tree, name: str) -> Tree:
    """The first term of a sum, where a comparison is decided: ``0 ≤ k`` holds, ``k < 0`` does not."""
    tree = substituted(body, {Atom("index", name): ZERO})
    while tree.op == "where" and isinstance(tree.index, tuple) and len(tree.index) == 1:
        (c,) = tree.index
        if c.relation == "le" and c.left.number == 0:
            tree = tree.args[0]
        elif c.relation == "lt" and c.right.number == 0:
            tree = tree.args[1]
        else:
            break
    return tree


def substituted(tree: Tree, values: Mapping[Atom, Index]) -> Tree:
    """An entry with values for some indices; bound ones of the same names are left alone."""
    match tree.index:
        case At(kind, name, indices):
            return replace(tree, index=At(kind, name, tuple(i.substituted(values) for i in indices)))
        case Range(indices):
            own = {Atom("index", name) for name, _ in indices}
            ranges = tuple((name, count.substituted(values)) for name, count in indices)
            inner = {atom: index for atom, index in values.items() if atom not in own}
            return replace(tree, args=tuple(substituted(a, inner) for a in tree.args), index=Range(ranges))
        case tuple(conditions):
            changed = tuple(c.substituted(values) for c in conditions)
            return replace(tree, args=tuple(substituted(a, values) for a in tree.args), index=changed)
    return replace(tree, args=tuple(substituted(a, values) for a in tree.args)) if tree.args else tree


def without_met_conditions(program: Program, positive: Positive) -> Program:
    """The same program, where steps whose conditions are always met have none.

    What makes them so is often in an earlier step: the sum of squares that a root is taken of. Such a step's
    entries are written into the step that has the condition, which then stands for itself.
    """
    first = len(program.inputs)
    through = _Through(program, positive)
    steps = list(program.steps)
    for number, step in enumerate(program.steps):
        if step.condition:
            entry = through.expanded(step.entry, first + number, _DEEPEST)
            for candidate in (step.entry, entry):
                if positive.applies(candidate):
                    steps[number] = replace(step, entry=candidate, condition="")
                    break
    return replace(program, steps=tuple(steps))


class _Through:
    def __init__(self, program: Program, positive: Positive) -> None:
        self.program, self.positive = program, positive
        self.known: dict[int, Tree | None] = {}
        self.count = 0

    def entry(self, array: int, depth: int) -> Tree | None:
        """What an earlier step computes, written out as far as its sign needs; None if that is not known."""
        number = array - len(self.program.inputs)
        if number < 0 or depth == 0:
            return None
        if array not in self.known:
            self.known[array] = None
            found = self.expanded(self.program.steps[number].entry, array, depth - 1)
            self.known[array] = found if self.positive.sign(found) is not None else None
        return self.known[array]

    def expanded(self, tree: Tree, array: int, depth: int) -> Tree:
        """An entry in which reads of what has a sign are written out."""
        if tree.op == "at" and isinstance(tree.index, At):
            source = int(tree.index.name[1:])
            found = self.entry(source, depth)
            if found is None:
                return tree
            self.count += 1
            return substituted(renamed(found, f"_{self.count}"), {_PLACE: tree.index.indices[0]})
        return (
            replace(tree, args=tuple(self.expanded(a, array, depth) for a in tree.args))
            if tree.args
            else tree
        )


_PLACE = next(PLACE.atoms())


def renamed(tree: Tree, suffix: str) -> Tree:
    """With other names for its bound indices, so that none is taken for another."""
    if isinstance(tree.index, Range):
        names = {Atom("index", name): var(Atom("index", name + suffix)) for name, _ in tree.index.indices}
        inner = tuple(substituted(renamed(a, suffix), names) for a in tree.args)
        return replace(
            tree, args=inner, index=Range(tuple((name + suffix, count) for name, count in tree.index.indices))
        )
    return replace(tree, args=tuple(renamed(a, suffix) for a in tree.args)) if tree.args else tree
