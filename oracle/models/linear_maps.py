"""Linear operations of a framework, with constant indices, as sums of coefficients times entries.

What the operation does to a basis says what it is: where each entry of the result comes from, and with which
coefficients. That the operation is linear is known of those that are listed; whether the program computes
what the model does is tested.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import Index, constant
from proofgrad.bridge.catalogue.program import PLACE, bound, condition, monus, selected, summed, where
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer, const

__all__ = ["LINEAR", "linear"]

LINEAR = frozenset(
    {
        *(
            f"{n}.default"
            for n in ("as_strided", "unfold", "flip", "roll", "repeat", "diagonal", "tril", "triu")
        ),
        *(
            f"{n}.default"
            for n in ("cumsum", "trace", "rot90", "im2col", "col2im", "diag_embed", "index_copy")
        ),
        *(
            f"{n}.default"
            for n in ("index_add", "scatter_add", "index_put", "_unsafe_index_put", "masked_scatter")
        ),
        *(f"{n}.default" for n in ("constant_pad_nd", "pixel_shuffle", "pixel_unshuffle", "channel_shuffle")),
        *(f"reflection_pad{d}d.default" for d in (1, 2, 3)),
        *(f"replication_pad{d}d.default" for d in (1, 2, 3)),
        *(f"upsample_{k}.{v}" for k in ("linear1d", "bilinear2d", "trilinear3d") for v in ("vec", "default")),
        *(f"upsample_{k}.{v}" for k in ("nearest1d", "nearest3d", "bicubic2d") for v in ("vec", "default")),
        *(f"_upsample_nearest_exact{d}d.{v}" for d in (1, 2, 3) for v in ("vec", "default")),
        *(f"_upsample_{k}2d_aa.{v}" for k in ("bilinear", "bicubic") for v in ("vec", "default")),
        *(f"{n}_{k}" for n in ("diagonal", "slice", "select") for k in ("scatter.default", "scatter.int")),
        *("slice_scatter.default", "slice_scatter.Tensor", "as_strided_scatter.default"),
        *(
            "index.Tensor",
            "_unsafe_index.Tensor",
            "index_select.default",
            "gather.default",
            "embedding.default",
        ),
        *("scatter.src", "scatter.value", "select.int", "take.default", "put.default", "copy.default"),
        *("scatter_reduce.two", "masked_select.default", "upsample_nearest2d.default", "diff.default"),
        *("unbind.int", "split.Tensor", "chunk.default", "hstack.default", "stack.default", "cat.default"),
        *("index_fill.int_Scalar", "index_fill.int_Tensor", "_unsafe_masked_index.default"),
        *(
            "_unsafe_masked_index_put_accumulate.default",
            "fill.Scalar",
            "fill.Tensor",
            "segment_reduce.default",
        ),
        *("unsafe_split.Tensor", "block_diag.default", "_embedding_bag.default", "embedding_bag.default"),
        *("narrow.default", "_embedding_bag_forward_only.default", "expand.default", "squeeze.default"),
        *("avg_pool1d.default", "_adaptive_avg_pool3d.default", "grid_sampler_2d.default"),
    }
)
"""Operations that are linear, up to a constant, in all of their arguments that are traced; `grid_sampler_2d`
for a constant grid.
"""
_LARGEST = 1 << 13
"""Entries that an argument may have to be tried one by one."""


def linear(torch: Any, w: Writer, target: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """The result of a linear operation.

    Args:
        torch: the module.
        w: the writer.
        target: the operation.
        args: its arguments: traced arrays, constants as NumPy arrays, anything else.
        kwargs: the same by name.

    Raises:
        Unsupported: it is not linear in what is traced, or too large.
    """
    arrays: list[Traced] = []

    def take(value: Any) -> Any:
        if isinstance(value, Traced):
            if value.excluded is not None:
                raise Unsupported("a linear map of minus infinity")
            arrays.append(value)
            return len(arrays) - 1, value.shape
        if isinstance(value, np.ndarray):
            return torch.from_numpy(np.ascontiguousarray(value))
        return [take(v) for v in value] if isinstance(value, list) else value

    shaped = [take(a) for a in args]
    named = {k: take(v) for k, v in kwargs.items() if k not in ("dtype", "device", "layout", "pin_memory")}
    sizes = [int(np.prod(a.shape, dtype=np.int64)) for a in arrays]
    starts = np.cumsum([0, *sizes])
    if starts[-1] > _LARGEST:
        raise Unsupported(f"{w.operation} of {starts[-1]:,} entries has no rule of its own")

    def applied(entries: np.ndarray) -> list[np.ndarray] | np.ndarray:
        def put(value: Any) -> Any:
            if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], tuple):
                number, shape = value
                part = entries[starts[number] : starts[number + 1]]
                return torch.from_numpy(part.reshape(shape).copy())
            return [put(v) for v in value] if isinstance(value, list) else value

        found = target(*[put(a) for a in shaped], **{k: put(v) for k, v in named.items()})
        if isinstance(found, (list, tuple)):
            return [f.numpy() if isinstance(f, torch.Tensor) else np.zeros(0) for f in found]
        return np.asarray(found.numpy())

    origin = applied(np.zeros(starts[-1]))
    several = isinstance(origin, list)
    results = origin if isinstance(origin, list) else [origin]
    columns: list[list[np.ndarray]] = [[] for _ in results]
    for i in range(starts[-1]):
        unit = np.zeros(starts[-1])
        unit[i] = 1.0
        found = applied(unit)
        for column, f, o in zip(columns, found if isinstance(found, list) else [found], results, strict=True):
            column.append((f.astype(np.float64) - o).ravel())
    given = np.random.default_rng(0).uniform(1.0, 2.0, starts[-1])
    seen = applied(given)
    out: list[Traced | None] = []
    for column, o, f in zip(columns, results, seen if isinstance(seen, list) else [seen], strict=True):
        floats = np.issubdtype(o.dtype, np.floating) and bool(column)
        if floats and not np.allclose(np.stack(column, 1) @ given + o.ravel(), f.ravel(), 1e-9, 1e-9):
            raise Unsupported(f"{w.operation} with these arguments is not linear")
    for column, o in zip(columns, results, strict=True):
        if not np.issubdtype(o.dtype, np.floating):
            out.append(None)
            continue
        matrix = np.stack(column, 1) if column else np.zeros((o.size, 0))
        out.append(_combined(w, arrays, starts, matrix, o))
    return out if several else out[0]


def _combined(
    w: Writer, arrays: list[Traced], starts: np.ndarray, matrix: np.ndarray, origin: np.ndarray
) -> Traced:
    """Sums of coefficients times entries, plus constants."""
    most = int((matrix != 0).sum(1).max(initial=0))
    sources = np.zeros((len(matrix), max(most, 1)), np.int64)
    factors = np.zeros(sources.shape)
    for i, row in enumerate(matrix):
        used = np.flatnonzero(row)
        sources[i, : len(used)], factors[i, : len(used)] = used, row[used]
    place = PLACE

    def source(term: Index) -> Tree:
        affine = _affine(sources, origin.shape) if most <= 1 else None
        number = (
            affine
            if affine is not None
            else selected(w.table(sources), place * constant(max(most, 1)) + term)
        )
        out = arrays[-1]
        tree = _entry(out, number, int(starts[len(arrays) - 1]))
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
            tree = Tree("mul", (fixed.at([place, term]), tree))
        entry = summed(most, "t", tree)
    if origin.any():
        entry = Tree("add", (entry, _constant(w, origin)))
    return w.step(origin.shape, lambda _: entry)


def _entry(array: Traced, number: Index, start: int) -> Tree:
    from proofgrad.bridge.catalogue.program import read

    return read(array.array, monus(number, constant(start)))


def _times(w: Writer, factors: np.ndarray, entry: Tree, shape: tuple[int, ...]) -> Tree:
    """An entry where the factor is 1, 0 where it is 0, else the product."""
    from proofgrad.bridge.catalogue.program import coordinates

    if np.isin(factors, (0.0, 1.0)).all():
        return w.chosen((factors == 1).reshape(shape), coordinates(PLACE, shape), entry, const(0))
    return Tree("mul", (w.constant(factors).at([PLACE]), entry))


def _constant(w: Writer, values: np.ndarray) -> Tree:
    flat = np.unique(values)
    return const(float(flat[0])) if len(flat) == 1 else w.constant(values.ravel()).at([PLACE])


def _affine(sources: np.ndarray, shape: tuple[int, ...]) -> Index | None:
    """The place in the source as a linear function of the coordinates, which may run backwards."""
    from proofgrad.bridge.catalogue.program import coordinates

    table = sources[:, 0].reshape(shape)
    if not table.size:
        return None
    first = int(table[(0,) * table.ndim])
    steps = []
    for axis, n in enumerate(shape):
        at = [0] * table.ndim
        at[axis] = 1
        steps.append(int(table[tuple(at)]) - first if n > 1 else 0)
    grid = np.indices(shape)
    wanted = first + sum(s * g for s, g in zip(steps, grid, strict=True)) if shape else np.asarray(first)
    if not (table == wanted).all():
        return None
    low = first + sum(s * (n - 1) for s, n in zip(steps, shape, strict=True) if s < 0)
    out = constant(low)
    for s, n, c in zip(steps, shape, coordinates(PLACE, shape), strict=True):
        out = out + (c * constant(s) if s >= 0 else monus(constant(n - 1), c) * constant(-s))
    return out
