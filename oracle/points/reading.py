"""Points and parameters as people give them, on the command line or from Python."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import isnan, nan
from typing import Any

from proofgrad.bridge.catalogue import Node
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.difftest.worth import fitting_parameters
from proofgrad.oracle.parameters import DEFAULT_PARAMETERS
from proofgrad.oracle.points.arrays import Array, array_of, parse_arrays
from proofgrad.oracle.points.enclosure import DIGITS, parse_number
from proofgrad.oracle.points.scalars import PointValue, at_point
from proofgrad.oracle.points.vectors import Formulas, VectorPoint, at_vectors

__all__ = ["points_at", "values_of"]


def values_of(node: Node, params: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a node's parameters: exact numbers or arrays; those of elementwise nodes are all there.

    Raises:
        UsageError: a value makes no sense, or the node has no such parameter.
    """
    known = set(node.parameters)
    for name in params:
        if name not in known:
            has = f"its parameters: {', '.join(sorted(known))}" if known else "it has no parameters"
            raise UsageError(f"{node.short_name} has no parameter {name!r}", hint=has)
    values = {name: _value(value) for name, value in params.items()}
    if node.formula is not None:
        usual = {name: DEFAULT_PARAMETERS.get(name, nan) for name in node.parameters if name not in values}
        given = {name: value for name, value in values.items() if isinstance(value, Fraction)}
        chosen = fitting_parameters(node, {**usual, **{n: float(v) for n, v in given.items()}}, given)
        for name in node.parameters:
            if name not in values:
                if isnan(chosen[name]):
                    raise UsageError(
                        f"parameter {name} of {node.short_name} has no value", hint=f"--param {name}=..."
                    )
                values[name] = Fraction(chosen[name])
            elif not isinstance(values[name], Fraction):
                raise UsageError(f"parameter {name} of {node.short_name} is a number")
    return values


def _value(value: Any) -> Any:
    if isinstance(value, str):
        arrays = parse_arrays(value)
        if len(arrays) != 1:
            raise UsageError(f"{value!r} is more than one value")
        return arrays[0].entries[0] if not arrays[0].shape else arrays[0]
    found = array_of(value)
    return found.entries[0] if not found.shape else found


def points_at(
    node: Node,
    at: Any,
    params: Mapping[str, Any],
    *,
    formulas: Formulas | None = None,
    digits: int = DIGITS,
) -> tuple[PointValue | VectorPoint, ...]:
    """The formulas of a node at points.

    Args:
        node: from the catalogue.
        at: as in :func:`proofgrad.oracle.explain`.
        params: from :func:`values_of`.
        formulas: as in :func:`~proofgrad.oracle.points.vectors.at_vectors`.
        digits: how many correct digits are wanted.

    Raises:
        UsageError: a point makes no sense for this node.
    """
    points = list(at) if isinstance(at, list | tuple) and not _is_inputs(node, at) else [at]
    if node.kind == "generic" and points:
        raise UsageError(
            f"{node.short_name} builds nodes, it is none", hint="explain the nodes that it builds"
        )
    if node.formula is not None:
        numbers = [number for point in points for number in _numbers(point)]
        return tuple(at_point(node, x, params, digits=digits) for x in numbers)
    return tuple(
        at_vectors(node, _inputs(point), params, formulas=formulas, digits=digits) for point in points
    )


def _is_inputs(node: Node, at: Any) -> bool:
    """Whether a tuple is one point of a vector node, with an array for each input."""
    return node.formula is None and isinstance(at, tuple) and bool(at) and not isinstance(at[0], str | tuple)


def _numbers(point: Any) -> list[Fraction | float]:
    if isinstance(point, str):
        return [parse_number(word) for word in point.split(",")]
    if isinstance(point, float) and point in (float("inf"), float("-inf")):
        return [point]
    return list(array_of(point).entries)


def _inputs(point: Any) -> tuple[Array, ...]:
    if isinstance(point, str):
        return parse_arrays(point)
    return tuple(map(array_of, point)) if isinstance(point, tuple) else (array_of(point),)
