"""A vector node at a point: every coordinate of its result and of its Jacobian matrix, enclosed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from proofgrad.bridge.catalogue import Node, Tree, VectorFormula
from proofgrad.bridge.errors import CatalogueError, UsageError
from proofgrad.oracle.formula.vectors import PRECISIONS, Point, VectorProgram
from proofgrad.oracle.parameters import options_of, parameter_shapes
from proofgrad.oracle.points.arrays import Array, array_of, is_number
from proofgrad.oracle.points.enclosure import (
    DIGITS,
    Enclosure,
    accurate,
    of_ball,
    rational_text,
)

__all__ = ["Coordinate", "VectorPoint", "at_vectors"]

Formulas = Callable[[Node, Sequence[tuple[int, ...]], Mapping[str, int]], VectorFormula]
"""Reads the formula of a node at shapes of its inputs, and at sizes that those do not determine."""

MOST = 400
"""Entries of a Jacobian matrix that are computed; a larger one is left out."""


@dataclass(frozen=True, slots=True)
class Coordinate:
    """One number of a result.

    Attributes:
        index: its place.
        value: what is proven of it.
        conventional: whether a total-function convention of Lean decides it.
        on_switch: whether a choice was made at equality: the derivative need not exist there.
    """

    index: tuple[int, ...]
    value: Enclosure
    conventional: bool = False
    on_switch: bool = False

    def to_json(self) -> dict[str, object]:
        """As JSON."""
        return {
            "index": list(self.index),
            "value": self.value.to_json(),
            "conventional": self.conventional,
            "on_switch": self.on_switch,
        }


@dataclass(frozen=True, slots=True)
class VectorPoint:
    """A vector node at a point.

    Attributes:
        inputs: names, shapes and entries (exact, as text, row-major) of the inputs.
        parameters: values of the formula's parameters, exact, as text.
        sizes: what was put in for the node's natural numbers and shapes, as text.
        output: the shape of the result.
        values: the coordinates of the result, row-major.
        jacobian: for each coordinate of the result the derivative along each entry of the inputs, as they
            follow each other; None if it has more than :data:`MOST` entries.
    """

    inputs: tuple[tuple[str, tuple[int, ...], tuple[str, ...]], ...]
    parameters: Mapping[str, str]
    sizes: str
    output: tuple[int, ...]
    values: tuple[Coordinate, ...]
    jacobian: tuple[tuple[Enclosure, ...], ...] | None

    def to_json(self) -> dict[str, object]:
        """As JSON."""
        return {
            "inputs": [
                {"name": name, "shape": list(shape), "entries": list(entries)}
                for name, shape, entries in self.inputs
            ],
            "parameters": dict(self.parameters),
            "sizes": self.sizes,
            "output": list(self.output),
            "values": [value.to_json() for value in self.values],
            "jacobian": None
            if self.jacobian is None
            else [[entry.to_json() for entry in row] for row in self.jacobian],
        }


def at_vectors(
    node: Node,
    arrays: Sequence[Array],
    params: Mapping[str, Any] | None = None,
    *,
    formulas: Formulas | None = None,
    digits: int = DIGITS,
) -> VectorPoint:
    """A vector node at a point.

    Args:
        node: a vector node.
        arrays: its inputs; or one flat array with the entries of all inputs, one after the other.
        params: values of its parameters, numbers or arrays; what is not given is chosen.
        formulas: reads the node's formula at shapes that the catalogue has not; None: only those.
        digits: how many correct digits are wanted.

    Raises:
        UsageError: the node takes no such inputs, or a parameter is missing.
    """
    given = dict(params or {})
    formula = _formula(node, arrays, given, formulas)
    entries = tuple(entry for array in arrays for entry in array.entries)
    values = _parameters(node, formula, given)
    forward = _run(formula.forward, Point(entries, (), values), digits)
    jacobian = None
    if len(entries) * len(formula.jvp) <= MOST:
        zero = [Fraction(0)] * len(entries)
        columns = [
            _run(formula.jvp, Point(entries, [*zero[:j], Fraction(1), *zero[j + 1 :]], values), digits)
            for j in range(len(entries))
        ]
        jacobian = tuple(tuple(column[i][0] for column in columns) for i in range(len(formula.jvp)))
    places = product(*map(range, formula.output))
    return VectorPoint(
        inputs=_named(formula.inputs, entries),
        parameters={name: rational_text(value) for name, value in values.items()},
        sizes=formula.label,
        output=formula.output,
        values=tuple(Coordinate(place, *found) for place, found in zip(places, forward, strict=True)),
        jacobian=jacobian,
    )


def _parameters(node: Node, formula: VectorFormula, given: Mapping[str, Any]) -> dict[str, Fraction]:
    """The values of the formula's parameters, exactly; what is not given is chosen.

    Raises:
        UsageError: an array does not fit.
    """
    import numpy as np

    shaped: dict[str, Any] = dict(given)
    for name, shape in parameter_shapes(formula).items():
        if name in given and shape is not None:
            array = array_of(given[name])
            one = prod(shape) == 1 and len(array.entries) == 1
            shaped[name] = Array(shape, array.entries) if one else array
    floats = {name: _floats(value) for name, value in shaped.items()}
    values = options_of(formula, floats, np.random.default_rng(0), node=node.short_name)[1]
    for name, value in shaped.items():
        if is_number(value):
            values.update({name: Fraction(value)} if name in values else {})
        elif isinstance(value, Array):
            for index, entry in zip(product(*map(range, value.shape)), value.entries, strict=True):
                values[f"{name}[{', '.join(map(str, index))}]"] = entry
    return values


def _run(trees: Sequence[Tree], point: Point, digits: int) -> list[tuple[Enclosure, bool, bool]]:
    """The coordinates at a point; those that are exactly zero are said to be so."""
    import flint

    program = VectorProgram(trees)
    found: list[tuple[Enclosure, bool, bool]] = []
    for precision in PRECISIONS:
        with flint.ctx.workprec(int(precision + digits * 3.33)):
            cells = program.run(point)
            found = [(of_ball(c.ball, digits), c.conventional, c.on_switch) for c in cells]
            if all(c.ball.is_zero() or accurate(c.ball, digits) for c in cells):
                break
    return found


def _formula(
    node: Node,
    arrays: Sequence[Array],
    given: Mapping[str, Any],
    formulas: Formulas | None,
) -> VectorFormula:
    if not node.vectors:
        raise UsageError(f"{node.short_name} has no formula that could be evaluated")
    shapes = tuple(array.shape for array in arrays)
    count = len(node.vectors[0].inputs)
    if len(arrays) == 1 and arrays[0].flat and count > 1:
        total = len(arrays[0].entries)
        fitting = [
            v for v in node.vectors if sum(prod(shape) for _, shape in v.inputs) == total and _fits(v, given)
        ]
        if fitting:
            return fitting[0]
    if len(arrays) != count:
        names = ", ".join(name for name, _ in node.vectors[0].inputs)
        raise UsageError(
            f"{node.short_name} has {count} inputs ({names}), not {len(arrays)}",
            hint=f"write them with a semicolon between: --at '{example(node)}'",
        )
    for vector in node.vectors:
        if tuple(shape for _, shape in vector.inputs) == shapes and _fits(vector, given):
            return vector
    if formulas is not None:
        try:
            return formulas(node, shapes, _sizes(node, given))
        except CatalogueError as error:
            if not all(array.flat for array in arrays):
                raise UsageError(_no_such(node, shapes), hint=f"such as --at '{example(node)}'") from error
    for vector in node.vectors:
        sizes = [prod(shape) for _, shape in vector.inputs]
        if all(a.flat and len(a.entries) == size for a, size in zip(arrays, sizes, strict=True)):
            return vector
    raise UsageError(_no_such(node, shapes), hint=f"such as --at '{example(node)}'")


def _fits(formula: VectorFormula, given: Mapping[str, Any]) -> bool:
    """Whether the arrays that are given have the shapes that the formula asks for."""
    for name, shape in parameter_shapes(formula).items():
        if name in given and shape is not None:
            array = array_of(given[name])
            if array.shape != shape and not (prod(shape) == 1 and len(array.entries) == 1):
                return False
    return True


def _sizes(node: Node, given: Mapping[str, Any]) -> dict[str, int]:
    """The natural numbers of a node that the shapes of given arrays determine: those that are the length of
    the same axis of the same array at all sizes that are known."""
    out: dict[str, int] = {}
    for name, value in given.items():
        for axis, length in enumerate(array_of(value).shape):
            known = [
                {size for size, text in formula.sizes if text == str(shape[axis])}
                for formula in node.vectors
                if (shape := parameter_shapes(formula).get(name)) is not None
            ]
            for size in set.intersection(*known) if known else ():
                out[size] = length
    return out


def _no_such(node: Node, shapes: Sequence[tuple[int, ...]]) -> str:
    shown = ", ".join("×".join(map(str, shape)) or "a number" for shape in shapes)
    return f"{node.short_name} has no formula for inputs of these shapes: {shown}"


def example(node: Node) -> str:
    """Inputs of the first sizes that the catalogue has, as one would write them."""

    def nested(shape: tuple[int, ...], numbers: list[int]) -> str:
        if not shape:
            numbers[0] += 1
            return str(numbers[0])
        return "[" + ",".join(nested(shape[1:], numbers) for _ in range(shape[0])) + "]"

    counter = [0]
    return "; ".join(nested(shape, counter) for _, shape in node.vectors[0].inputs) if node.vectors else "1,2"


def _named(
    inputs: Sequence[tuple[str, tuple[int, ...]]], entries: Sequence[Fraction]
) -> tuple[tuple[str, tuple[int, ...], tuple[str, ...]], ...]:
    out, start = [], 0
    for name, shape in inputs:
        count = prod(shape)
        texts = tuple(map(rational_text, entries[start : start + count]))
        out.append((name, shape, texts))
        start += count
    return tuple(out)


def _floats(value: Any) -> Any:
    if isinstance(value, Array):
        import numpy as np

        return np.array([float(entry) for entry in value.entries]).reshape(value.shape)
    return float(value) if is_number(value) else value
