"""Which sizes a formula has where its inputs have given shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from proofgrad.bridge.catalogue.index import Atom, Index, constant
from proofgrad.bridge.catalogue.indexed import IndexedFormula
from proofgrad.bridge.catalogue.instantiate import Choice, Shape, instantiated
from proofgrad.bridge.catalogue.vector import VectorFormula

__all__ = ["at_shapes", "fitted"]


def at_shapes(
    formula: IndexedFormula, shapes: Sequence[Shape], given: Mapping[str, Choice] | None = None
) -> VectorFormula:
    """What a node computes on inputs of these shapes, every coordinate written out.

    Args:
        formula: the formula.
        shapes: of its inputs, in order.
        given: what else is known; what is no variable of the formula is left out.

    Raises:
        ValueError: it takes no such inputs, or something has no value; the message says what.
    """
    names = [name for name, _ in formula.inputs]
    if len(names) != len(shapes):
        raise ValueError(f"there are {len(names)} inputs ({', '.join(names)}), not {len(shapes)}")
    own = {v.name for v in formula.variables}
    known = {name: value for name, value in (given or {}).items() if name in own}
    found = instantiated(formula, fitted(formula, dict(zip(names, map(tuple, shapes), strict=True)), known))
    if [shape for _, shape in found.inputs] != [tuple(shape) for shape in shapes]:
        raise ValueError(f"its inputs do not have the shapes {', '.join(map(str, shapes))}")
    return found


def fitted(
    formula: IndexedFormula,
    shapes: Mapping[str, Shape],
    given: Mapping[str, Choice] | None = None,
    *,
    otherwise: int | None = None,
) -> dict[str, Choice]:
    """Values for the variables of a formula.

    Args:
        formula: the formula.
        shapes: of some or all of its inputs, by name.
        given: values of natural numbers, shapes, tables of indices and single ones.
        otherwise: for natural numbers that the rest does not determine; None: that is an error.

    Raises:
        ValueError: no sizes give these shapes, or something has no value; the message says what to give.
    """
    names = {v.name: v.kind for v in formula.variables}
    chosen: dict[str, Choice] = dict(given or {})
    unknown = [name for name in chosen if name not in names]
    if unknown:
        raise ValueError(f"there is no size {unknown[0]}: there are {', '.join(names) or 'none'}")
    inputs = dict(formula.inputs)
    equations: list[tuple[Index, int]] = []
    for name, shape in shapes.items():
        if name not in inputs:
            raise ValueError(f"there is no input {name}: there are {', '.join(inputs)}")
        axes = inputs[name]
        if isinstance(axes, str):
            if chosen.setdefault(axes, shape) != shape:
                raise ValueError(f"{name} has the shape {chosen[axes]} already, not {shape}")
        elif len(axes) != len(shape):
            raise ValueError(f"{name} has {len(axes)} axes, not {len(shape)}")
        else:
            equations += zip(axes, shape, strict=True)
    for v in formula.variables:
        if v.count is not None and isinstance(table := chosen.get(v.name), tuple):
            equations.append((v.count, len(table)))
    while _solve_one(equations, chosen):
        pass
    for index, size in equations:
        rest = _at(index, chosen)
        if rest.number is not None and rest.number != size:
            raise ValueError(
                f"an axis of {size} entries does not fit the others, which make it {rest.number}"
            )
    for name, kind in names.items():
        if name in chosen or kind not in ("natural", "shape"):
            continue
        if otherwise is None or kind == "shape":
            raise ValueError(f"{name} is not determined by the shapes: give it a value")
        chosen[name] = otherwise
        while _solve_one(equations, chosen):
            pass
    return chosen


def _at(index: Index, chosen: Mapping[str, Choice]) -> Index:
    values = {Atom("size", n): constant(v) for n, v in chosen.items() if isinstance(v, int)}
    return index.substituted(values)


def _solve_one(equations: list[tuple[Index, int]], chosen: dict[str, Choice]) -> bool:
    """Find one more size from an equation in which nothing else is unknown."""
    for index, size in equations:
        rest = _at(index, chosen)
        if len(rest.terms) > 2:
            continue
        fixed = sum(c for monomial, c in rest.terms if not monomial)
        open_terms = [(monomial, c) for monomial, c in rest.terms if monomial]
        if len(open_terms) != 1 or len(open_terms[0][0]) != 1:
            continue
        ((atom,), factor) = open_terms[0]
        if atom.kind != "size":
            continue
        if factor <= 0 or size < fixed or (size - fixed) % factor:
            raise ValueError(f"an axis of {size} entries is no multiple of {factor}")
        chosen[atom.name] = (size - fixed) // factor
        return True
    return False
