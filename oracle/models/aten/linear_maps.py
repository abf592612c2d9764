"""Linear operations of a framework, with constant indices, as sums of coefficients times entries.

What the operation does to a basis says what it is: where each entry of the result comes from, and with which
coefficients. What only moves entries is read from what it does to their numbers. That an operation is linear,
or moves entries, is known of those that are listed by whoever asks; whether the program computes what the
model does is tested.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import Index, constant
from proofgrad.bridge.catalogue.program import (
    PLACE,
    bound,
    condition,
    coordinates,
    flat,
    monus,
    read,
    selected,
    summed,
    where,
)
from proofgrad.oracle.models.aten.truth import Truth
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer, const

__all__ = ["linear_map", "moved_entries", "place_of"]

_LARGEST = 1 << 13
"""Entries that an argument may have to be tried one by one."""
_MOST = 1 << 24
"""Entries that a result may have to be looked at."""


def linear_map(w: Writer, arrays: Sequence[Traced], applied: Callable[[list[np.ndarray]], Any]) -> Any:
    """The result of an operation that is linear, up to a constant, in some arrays.

    Args:
        w: the writer.
        arrays: what it is applied to.
        applied: the operation at numbers: an array, or a list of several results; what is no array of floats
            comes out as None.

    Raises:
        Unsupported: it is not linear, or too large.
    """
    if any(a.excluded is not None for a in arrays):
        raise Unsupported("a linear map of minus infinity")
    starts = np.cumsum([0, *(prod(a.shape) for a in arrays)])
    if starts[-1] > _LARGEST:
        raise Unsupported(f"{w.operation} of {starts[-1]:,} entries has no rule of its own")

    def results(entries: np.ndarray) -> list[np.ndarray]:
        parts = [
            entries[first:last].reshape(a.shape)
            for a, first, last in zip(arrays, starts, starts[1:], strict=False)
        ]
        found = applied(parts)
        return list(found) if isinstance(found, (list, tuple)) else [np.asarray(found)]

    several = isinstance(applied([np.zeros(a.shape) for a in arrays]), (list, tuple))
    origin = results(np.zeros(starts[-1]))
    columns: list[list[np.ndarray]] = [[] for _ in origin]
    for i in range(starts[-1]):
        unit = np.zeros(starts[-1])
        unit[i] = 1.0
        for column, f, o in zip(columns, results(unit), origin, strict=True):
            column.append((f.astype(np.float64) - o).ravel())
    given = np.random.default_rng(0).integers(4, 33, starts[-1]) / 4  # exact in short formats, too
    out: list[Traced | None] = []
    for column, o, f in zip(columns, origin, results(given), strict=True):
        if o.dtype.kind != "f":
            out.append(None)
            continue
        matrix = np.stack(column, 1) if column else np.zeros((o.size, 0))
        if not np.allclose(matrix @ given + o.ravel(), f.ravel(), 1e-6 if o.itemsize < 8 else 1e-9, 1e-9):
            raise Unsupported(f"{w.operation} with these arguments is not linear")
        out.append(_combined(w, arrays, starts, matrix, o))
    return out if several else out[0]


def moved_entries(
    w: Writer, x: Traced | Truth, applied: Callable[[np.ndarray], Any], fill: float | None = None
) -> Any:
    """The result of an operation that only moves entries, and may put a constant in places.

    Args:
        w: the writer.
        x: what it is applied to.
        applied: the operation at an array of the numbers 1, 2, ... of the entries, in float64 or int64: an
            array, or a list of several results.
        fill: what the constant is; it is seen as 0. None: there is none.

    Raises:
        Unsupported: there is a constant and none was told, or the result is too large.
    """
    found = applied(np.arange(1, prod(x.shape) + 1).reshape(x.shape))
    several = isinstance(found, (list, tuple))
    out = [_moved(w, x, np.asarray(f).astype(np.int64) - 1, fill) for f in (found if several else [found])]
    return out if several else out[0]


def _moved(w: Writer, x: Traced | Truth, sources: np.ndarray, fill: float | None) -> Traced | Truth:
    if sources.size > _MOST:
        raise Unsupported(f"{w.operation} with {sources.size:,} entries is too large")
    filled = sources < 0
    if filled.any() and fill is None:
        raise Unsupported(f"{w.operation} reads beyond what there is")
    if isinstance(x, Truth):
        known = x

        def choose(at: Sequence[Index], then: Tree, other: Tree) -> Tree:
            return known.choose(coordinates(place_of(w, sources, at), known.shape), then, other)

        return Truth(sources.shape, choose, x.constant)
    if (sources.ravel() == np.arange(prod(x.shape))).all() if sources.size == prod(x.shape) else False:
        return Traced(
            x.array, sources.shape, None if x.excluded is None else x.excluded.reshape(sources.shape)
        )
    excluded = None if x.excluded is None else x.excluded.ravel()[sources] & ~filled
    own = read(x.array, place_of(w, np.where(filled, 0, sources)))
    if not filled.any():
        return w.step(sources.shape, lambda _: own, excluded=excluded)
    return w.step(
        sources.shape, lambda at: w.chosen(filled, at, const(float(fill or 0)), own), excluded=excluded
    )


def place_of(w: Writer, sources: np.ndarray, at: Sequence[Index] | None = None) -> Index:
    """Where each entry of a result comes from, as an index of its place.

    Along axes in which the place grows evenly it is a multiple of the coordinate, which may run backwards;
    what is left is looked up in a table.

    Args:
        w: the writer.
        sources: an integer for each entry of the result.
        at: the coordinates in the result; None: those of the place that is written.

    Raises:
        Unsupported: the table is too large.
    """
    shape = sources.shape
    out, rest = constant(0), sources
    at = coordinates(PLACE, shape) if at is None else at
    kept: list[int] = []
    for axis, n in enumerate(shape):
        steps = np.diff(sources, axis=axis)
        if n > 1 and steps.size and (steps == steps.flat[0]).all():
            step = int(steps.flat[0])
            out = out + (
                at[axis] * constant(step) if step >= 0 else monus(constant(n - 1), at[axis]) * constant(-step)
            )
            rest = np.take(rest, [0 if step >= 0 else n - 1], axis)
        elif n > 1:
            kept.append(axis)
    if not rest.size:
        return out
    if not kept:
        return out + constant(int(rest.flat[0]))
    table = rest.reshape([shape[a] for a in kept])
    return out + selected(w.table(table), flat([at[a] for a in kept], table.shape))


def _combined(
    w: Writer, arrays: Sequence[Traced], starts: np.ndarray, matrix: np.ndarray, origin: np.ndarray
) -> Traced:
    """Sums of coefficients times entries, plus constants."""
    most = int((matrix != 0).sum(1).max(initial=0))
    sources = np.zeros((len(matrix), max(most, 1)), np.int64)
    factors = np.zeros(sources.shape)
    for i, row in enumerate(matrix):
        used = np.flatnonzero(row)
        sources[i, : len(used)], factors[i, : len(used)] = used, row[used]
    if not arrays:
        return w.step(origin.shape, lambda _: _constant(w, origin))

    if len(arrays) == 1 and most * 4 > matrix.shape[1] > 1 and most > 1:  # nearly every entry takes part
        whole, term = w.constant(matrix), bound("t")
        tree = Tree("mul", (whole.at([PLACE, term]), read(arrays[0].array, term)))
        dense = summed(matrix.shape[1], "t", tree)
        if origin.any():
            dense = Tree("add", (dense, _constant(w, origin)))
        return w.step(origin.shape, lambda _: dense)

    def source(term: Index) -> Tree:
        if most <= 1:
            number = place_of(w, sources[:, 0].reshape(origin.shape))
        else:
            number = selected(w.table(sources), PLACE * constant(most) + term)
        tree = _entry(arrays[-1], number, int(starts[len(arrays) - 1]))
        for k in reversed(range(len(arrays) - 1)):
            inside = condition(number, "lt", constant(int(starts[k + 1])))
            tree = where([inside], _entry(arrays[k], number, int(starts[k])), tree)
        return tree

    ones = bool((factors == 1).all())
    if most <= 1:
        entry = source(constant(0))
        if not ones:
            entry = _times(w, factors[:, 0], entry, origin.shape)
    else:
        term = bound("t")
        fixed = w.constant(factors)
        tree = source(term)
        if not ones:
            tree = Tree("mul", (fixed.at([PLACE, term]), tree))
        entry = summed(most, "t", tree)
    if origin.any():
        entry = Tree("add", (entry, _constant(w, origin)))
    return w.step(origin.shape, lambda _: entry)


def _entry(array: Traced, number: Index, start: int) -> Tree:
    return read(array.array, monus(number, constant(start)))


def _times(w: Writer, factors: np.ndarray, entry: Tree, shape: tuple[int, ...]) -> Tree:
    """An entry where the factor is 1, 0 where it is 0, else the product."""
    if np.isin(factors, (0.0, 1.0)).all():
        return w.chosen((factors == 1).reshape(shape), coordinates(PLACE, shape), entry, const(0))
    return Tree("mul", (w.constant(factors).at([PLACE]), entry))


def _constant(w: Writer, values: np.ndarray) -> Tree:
    flat = np.unique(values)
    return const(float(flat[0])) if len(flat) == 1 else w.constant(values.ravel()).at([PLACE])
