"""Arrays of a program while it is written down: what is constant, what is read from where, what is minus
infinity.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import Condition, Index
from proofgrad.bridge.catalogue.program import (
    PLACE,
    Program,
    Step,
    condition,
    coordinates,
    flat,
    read,
    selected,
    where,
    without_unused,
)
from proofgrad.bridge.errors import UsageError

__all__ = ["Traced", "Unsupported", "Writer", "const"]

FEW = 4
"""So many different numbers of a constant array are written out in a formula."""
LARGEST_TABLE = 8192
"""Entries of a constant array of integers or truth values that has no rule."""


class Unsupported(UsageError):
    """An operation that programs do not have; the message names it."""

    code = "unsupported-operation"


@dataclass(frozen=True)
class Traced:
    """An array of the program.

    Attributes:
        array: its number.
        shape: its shape.
        excluded: where it is minus infinity, whatever the program's entry says there; None for nowhere.
    """

    array: int
    shape: tuple[int, ...]
    excluded: NDArray[np.bool_] | None = None

    def at(self, coordinates: Sequence[Index]) -> Tree:
        """The entry at some coordinates. Raises Unsupported where some entries are minus infinity."""
        if self.excluded is not None:
            raise Unsupported("minus infinity, where that has no meaning that is known")
        return self.inside(coordinates)

    def inside(self, coordinates: Sequence[Index]) -> Tree:
        """The entry at some coordinates, for those who look at `excluded`."""
        return read(self.array, flat(coordinates, self.shape))


def const(value: float | int | Fraction) -> Tree:
    """A number, exactly."""
    return Tree("const", value=Fraction(value))


@dataclass
class Writer:
    """Writes a program down, step by step.

    Attributes:
        inputs: names and shapes.
        steps: so far.
        tables: numbers that indices are looked up in.
        operation: the operation that is being written, as its rule knows it.
        called: what the framework calls it, where that is another name.
        source: where in the user's code.
        given: values of the inputs, as far as they are known.
        rows: rows of inputs that are held, as those of a padding: the input's number, the row's.
        constants: the inputs that hold constant arrays, by their number.
        late: constant arrays that should have been inputs.
    """

    inputs: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    tables: dict[str, tuple[int, ...]] = field(default_factory=dict)
    operation: str = ""
    called: str = ""
    source: str = ""
    given: list[NDArray[Any]] = field(default_factory=list)
    rows: set[tuple[int, int]] = field(default_factory=set)
    constants: dict[int, NDArray[Any]] = field(default_factory=dict)
    late: list[NDArray[Any]] = field(default_factory=list)

    def input(self, name: str, shape: Sequence[int]) -> Traced:
        """One input more; all inputs come before the first step."""
        assert not self.steps
        self.inputs.append((name, tuple(shape)))
        return Traced(len(self.inputs) - 1, tuple(shape))

    def constant(self, values: NDArray[Any]) -> Traced:
        """A constant array, which is an input that is given.

        An input comes before all steps: one that was not known when the writing began is known when the
        program is written again (:attr:`late`).
        """
        for array, known in self.constants.items():
            if known.shape == values.shape and (known == values).all():
                return Traced(array, tuple(values.shape))
        self.late.append(values)
        array = -len(self.late)
        self.constants[array] = values
        return Traced(array, tuple(values.shape))

    def step(
        self,
        shape: Sequence[int],
        entry: Callable[[list[Index]], Tree],
        *,
        needs: str = "",
        excluded: NDArray[np.bool_] | None = None,
    ) -> Traced:
        """One step more.

        Args:
            shape: of the result.
            entry: what stands at given coordinates.
            needs: the condition that its values must meet, in words.
            excluded: where the result is minus infinity.
        """
        shape = tuple(shape)
        made = entry(coordinates(PLACE, shape))
        self.steps.append(Step(shape, made, self.called or self.operation, self.source, needs))
        number = len(self.inputs) + len(self.steps) - 1
        if excluded is not None and not excluded.any():
            excluded = None
        return Traced(number, shape, excluded)

    def program(self, output: Traced) -> Program:
        """The program whose result is this array. Raises Unsupported where that holds minus infinity."""
        if output.excluded is not None:
            raise Unsupported("the result of the program holds minus infinity")
        last = len(self.inputs) + len(self.steps) - 1
        if output.array != last or not self.steps or output.shape != self.steps[-1].shape:
            output = self.step(
                output.shape, output.inside
            )  # an input, an earlier array, or another view of one
        return without_unused(Program(tuple(self.inputs), tuple(self.steps), output.array, dict(self.tables)))

    def table(self, numbers: NDArray[Any]) -> str:
        """The name of a table. Raises Unsupported for one that is too large."""
        if numbers.size > LARGEST_TABLE:
            raise Unsupported(
                f"{self.operation} needs a table of {numbers.size:,} numbers; {LARGEST_TABLE:,} is the most"
            )
        values = tuple(int(n) for n in numbers.ravel())
        for name, known in self.tables.items():
            if known == values:
                return name
        name = f"t{len(self.tables)}"
        self.tables[name] = values
        return name

    def chosen(self, mask: NDArray[np.bool_], at: Sequence[Index], then: Tree, other: Tree) -> Tree:
        """`then` where a constant array of truth values is true, else `other`."""
        found = self._rule(mask, at)
        if isinstance(found, bool):
            return then if found else other
        if found is None:
            name = self.table(mask.astype(np.int64))
            found = (condition(selected(name, flat(at, mask.shape)), "eq", _one()),)
        return where(found, then, other)

    def entry(self, values: Traced | NDArray[Any], at: Sequence[Index]) -> Tree:
        """An entry of an array; of a constant one a number, a choice among a few, or one of an input that
        holds them.
        """
        if isinstance(values, Traced):
            return values.inside(at)
        different = np.unique(values)
        if len(different) > FEW or (len(different) > 1 and values.size > LARGEST_TABLE):
            return self.constant(values).at(at)
        out = const(float(different[0]))
        for value in different[1:]:
            out = self.chosen(values == value, at, const(float(value)), out)
        return out

    def _rule(self, mask: NDArray[np.bool_], at: Sequence[Index]) -> bool | tuple[Condition, ...] | None:
        """How a mask can be said by comparing coordinates: constant, or a triangle in its last two axes."""
        if mask.all():
            return True
        if not mask.any():
            return False
        if mask.ndim >= 2:
            rows, columns = mask.shape[-2:]
            plane = mask.reshape(-1, rows, columns)
            if (plane == plane[0]).all():
                for offset in range(-rows, columns):
                    lower = np.tri(rows, columns, offset, dtype=bool)
                    if (plane[0] == lower).all():  # column <= row + offset
                        return (_below(at[-1], at[-2], offset),)
                    if (plane[0] == ~lower).all():
                        return (_above(at[-1], at[-2], offset),)
        return None


def _one() -> Index:
    from proofgrad.bridge.catalogue.index import constant

    return constant(1)


def _below(column: Index, row: Index, offset: int) -> Condition:
    from proofgrad.bridge.catalogue.index import constant

    return condition(column + constant(max(-offset, 0)), "le", row + constant(max(offset, 0)))


def _above(column: Index, row: Index, offset: int) -> Condition:
    from proofgrad.bridge.catalogue.index import constant

    return condition(row + constant(max(offset, 0)), "lt", column + constant(max(-offset, 0)))


def broadcast(shape: Sequence[int], wanted: Sequence[int], at: Sequence[Index]) -> list[Index]:
    """The coordinates in an array of `shape` of the place `at` in the array that it is broadcast to."""
    from proofgrad.bridge.catalogue.index import ZERO

    own = list(at[len(wanted) - len(shape) :])
    return [ZERO if n == 1 else c for n, c in zip(shape, own, strict=True)]


def size(shape: Sequence[int]) -> int:
    """Entries."""
    return prod(shape)
