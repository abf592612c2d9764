"""A formula for all sizes at one choice of sizes: coordinate by coordinate, or some coordinates only."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, Literal, TypeAlias

from proofgrad.bridge.catalogue.formula import Tree, folded
from proofgrad.bridge.catalogue.index import At, Atom, Condition, Index, Range
from proofgrad.bridge.catalogue.indexed import Axes, IndexedFormula, free_indices, output_name
from proofgrad.bridge.catalogue.vector import VectorFormula

__all__ = ["Choice", "Choices", "Concrete", "Part", "Shape", "instantiated"]

Shape: TypeAlias = tuple[int, ...]
Choice: TypeAlias = "int | Shape"
Choices: TypeAlias = Mapping[str, Choice]
"""A value for each variable of a formula; tables and single indices may be left out."""
Part = Literal["forward", "jvp", "vjp"]

_HOLDS: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "le": lambda a, b: a <= b,
    "lt": lambda a, b: a < b,
}


def holds(condition: Condition, left: Any, right: Any) -> Any:
    """Whether a relation holds between two numbers, or where between two arrays of them."""
    return _HOLDS[condition.relation](left, right)


@dataclass(frozen=True)
class Concrete:
    """A formula with values for its variables.

    Attributes:
        formula: the formula.
        naturals: values of natural numbers, and of the numbers of entries of shapes.
        tables: values of tables and of single indices.
        inputs: names of the inputs and their shapes.
        output: the shape of the result.
        sizes: what was chosen, as text.
    """

    formula: IndexedFormula
    naturals: Mapping[str, int]
    tables: Mapping[str, Sequence[int] | int]
    inputs: tuple[tuple[str, Shape], ...]
    output: Shape
    sizes: tuple[tuple[str, str], ...]

    @classmethod
    def at(cls, formula: IndexedFormula, choices: Choices) -> Concrete:
        """The formula at these sizes.

        Args:
            formula: the formula.
            choices: for each natural number and shape its value. A table that is left out is
                ``i mod bound``, a single index the last one.

        Raises:
            ValueError: something has no value, or the node does not exist at these sizes.
        """
        naturals: dict[str, int] = {}
        tables: dict[str, Sequence[int] | int] = {}
        shapes: dict[str, Shape] = {}
        sizes: list[tuple[str, str]] = []

        def value(index: Index) -> int:
            return int(index.value(lambda atom: _atom(atom, naturals, tables, {})))

        for variable in formula.variables:
            name, given = variable.name, choices.get(variable.name)
            if variable.kind == "natural":
                if not isinstance(given, int) or given < 0:
                    raise ValueError(f"no value for {name}")
                naturals[name] = given
                sizes.append((name, str(given)))
                continue
            if variable.kind == "shape":
                if not isinstance(given, tuple):
                    raise ValueError(f"no shape for {name}")
                shapes[name], naturals[name] = given, prod(given)
                sizes.append((name, str(list(given))))
                continue
            assert variable.bound is not None
            bound = value(variable.bound)
            if variable.kind == "index":
                chosen = given if isinstance(given, int) else bound - 1
                if not 0 <= chosen < bound:
                    raise ValueError(f"no index {name} below {bound}")
                tables[name] = chosen
                sizes.append((name, str(chosen)))
                continue
            assert variable.count is not None
            count = value(variable.count)
            if count and not bound:
                raise ValueError(f"no table {name} of indices below 0")
            table = given if isinstance(given, tuple) else tuple(i % bound for i in range(count))
            if len(table) != count or not all(0 <= i < bound for i in table):
                raise ValueError(f"{name} must have {count} indices below {bound}")
            tables[name] = table
            sizes.append((name, str(list(table))))
        for condition in formula.conditions:
            if not holds(condition, value(condition.left), value(condition.right)):
                raise ValueError("a hypothesis about sizes is false there")

        def shape(axes: Axes) -> Shape:
            return shapes[axes] if isinstance(axes, str) else tuple(map(value, axes))

        inputs = tuple((name, shape(axes)) for name, axes in formula.inputs)
        return cls(formula, naturals, tables, inputs, shape(formula.output), tuple(sizes))

    @property
    def choices(self) -> dict[str, Choice]:
        """The value of every variable."""
        values = {name: json.loads(text) for name, text in self.sizes}
        return {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}

    @property
    def label(self) -> str:
        """The sizes in one line."""
        return ", ".join(f"{name} = {value}" for name, value in self.sizes)

    def atom(self, atom: Atom, indices: Mapping[str, int]) -> int:
        """The value of an atom at some indices."""
        return _atom(atom, self.naturals, self.tables, indices)

    def offsets(self) -> dict[str, int]:
        """Where the entries of each input begin among those of all."""
        out, start = {}, 0
        for name, shape in self.inputs:
            out[name] = start
            start += prod(shape)
        return out

    def place(self, position: int | None, number: int) -> dict[str, int]:
        """The indices of entry `number` of an input, or with None of the result."""
        axes = self.formula.output if position is None else self.formula.inputs[position][1]
        shape = self.output if position is None else self.inputs[position][1]
        if isinstance(axes, str):
            return {output_name(0): number}
        out = {}
        for axis in range(len(shape) - 1, -1, -1):
            number, out[output_name(axis)] = divmod(number, shape[axis])
        return out

    def count(self, part: Part) -> int:
        """How many coordinates a part has; those of a gradient are the entries of all inputs."""
        return sum(prod(s) for _, s in self.inputs) if part == "vjp" else prod(self.output)

    def coordinates(self, part: Part, which: Iterable[int] | None = None) -> tuple[Tree, ...]:
        """Some coordinates of the result, of the derivative or of the gradient, written out.

        Args:
            part: which map.
            which: numbers of coordinates; None: all.

        Returns:
            Trees in ``entry``, ``tangent`` and ``param``; for ``vjp`` ``tangent`` i is entry i of the
            cotangent.

        Raises:
            ValueError: the gradient could not be read.
        """
        writer = _Writer(self)
        formula = self.formula
        if part == "vjp" and not formula.vjp and formula.inputs:
            raise ValueError("the gradient could not be read")
        numbers = range(self.count(part)) if which is None else which
        out = []
        starts = list(self.offsets().values())
        for number in numbers:
            if part == "vjp":
                position = max(i for i, start in enumerate(starts) if start <= number and _holds_any(self, i))
                tree, place = formula.vjp[position], self.place(position, number - starts[position])
            else:
                tree, place = getattr(formula, part), self.place(None, number)
            out.append(writer.write(tree, place))
        return tuple(out)


def _holds_any(concrete: Concrete, position: int) -> bool:
    return prod(concrete.inputs[position][1]) > 0


def instantiated(formula: IndexedFormula, choices: Choices) -> VectorFormula:
    """What a node computes at one choice of sizes, every coordinate written out.

    Raises:
        ValueError: as :meth:`Concrete.at`.
    """
    concrete = Concrete.at(formula, choices)
    return VectorFormula(
        concrete.sizes,
        concrete.inputs,
        concrete.output,
        concrete.coordinates("forward"),
        concrete.coordinates("jvp"),
    )


def _atom(
    atom: Atom,
    naturals: Mapping[str, int],
    tables: Mapping[str, Sequence[int] | int],
    indices: Mapping[str, int],
) -> int:
    if atom.kind in ("size", "entries"):
        return naturals[atom.name]
    if atom.kind == "index":
        return indices[atom.name]
    values = [arg.value(lambda a: _atom(a, naturals, tables, indices)) for arg in atom.args]
    if atom.kind == "select":
        table = tables[atom.name]
        return table if isinstance(table, int) else table[values[0]]
    a, b = map(int, values)
    if atom.kind == "monus":
        return max(a - b, 0)
    return (a // b if b else 0) if atom.kind == "div" else (a % b if b else a)


class _Writer:
    """Writes coordinates out; parts that are equal are one object."""

    def __init__(self, concrete: Concrete) -> None:
        self.concrete = concrete
        self.offsets = concrete.offsets()
        self.shapes = dict(concrete.inputs)
        self.flat = {name for name, axes in concrete.formula.inputs if isinstance(axes, str)}
        self._free: dict[Tree, tuple[str, ...]] = {}
        self._made: dict[tuple[Tree, tuple[int, ...]], Tree] = {}
        self._one: dict[tuple[object, ...], Tree] = {}

    def one(self, op: str, args: tuple[Tree, ...] = (), value: Fraction | str | int | None = None) -> Tree:
        key = op, tuple(map(id, args)), value
        found = self._one.get(key)
        if found is None:
            found = self._one[key] = folded(op, args) if value is None else Tree(op, args, value)
            if found.op == "const" and op != "const":
                found = self._one[key] = self.one("const", (), found.value)
        return found

    def free(self, tree: Tree) -> tuple[str, ...]:
        """The indices that a tree depends on."""
        if tree not in self._free:
            self._free |= {part: tuple(sorted(names)) for part, names in free_indices(tree).items()}
        return self._free[tree]

    def write(self, tree: Tree, at: Mapping[str, int]) -> Tree:
        key = tree, tuple(at[name] for name in self.free(tree))
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._write(tree, at)
        return found

    def number(self, index: Index, at: Mapping[str, int]) -> int:
        return int(index.value(lambda atom: self.concrete.atom(atom, at)))

    def _write(self, tree: Tree, at: Mapping[str, int]) -> Tree:
        index = tree.index
        if isinstance(index, At):
            return self._entry(index, [self.number(i, at) for i in index.indices])
        if isinstance(index, Index):
            return self.one("const", (), Fraction(self.number(index, at)))
        if isinstance(index, Range):
            bounds = [range(self.number(bound, at)) for _, bound in index.indices]
            names = [name for name, _ in index.indices]
            terms = [
                self.write(tree.args[0], {**at, **dict(zip(names, values, strict=True))})
                for values in product(*bounds)
            ]
            total = self.one("const", (), Fraction(0))
            if tree.op == "greatest":
                total, terms = (terms[0], terms[1:]) if terms else (total, [])
            for term in terms:
                total = self.one("add" if tree.op == "sum" else "max", (total, term))
            return total
        if index is not None:
            met = all(holds(c, self.number(c.left, at), self.number(c.right, at)) for c in index)
            return self.write(tree.args[0 if met else 1], at)
        return self.one(tree.op, tuple(self.write(arg, at) for arg in tree.args), tree.value)

    def _entry(self, place: At, indices: Sequence[int]) -> Tree:
        if place.kind == "param":
            return self.one("param", (), f"{place.name}[{', '.join(map(str, indices))}]")
        shape = self.shapes[place.name] if place.name else self.concrete.output
        number = 0
        if place.name in self.flat or (not place.name and isinstance(self.concrete.formula.output, str)):
            number = indices[0]
        else:
            for size, i in zip(shape, indices, strict=True):
                assert 0 <= i < size
                number = number * size + i
        return self.one(place.kind, (), number + (self.offsets[place.name] if place.name else 0))
