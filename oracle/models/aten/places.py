"""Operations that read entries elsewhere: views, transposes, slices, concatenations, lookups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import ZERO, Index, constant
from proofgrad.bridge.catalogue.program import (
    bound,
    condition,
    flat,
    monus,
    quotient,
    remainder,
    selected,
    where,
)
from proofgrad.oracle.models.aten.rules import rule
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer, broadcast, const

__all__ = ["moved", "padded", "spread", "view"]


@rule("view.default", "_unsafe_view.default", "reshape.default")
def view(w: Writer, x: Traced, shape: Sequence[int]) -> Traced:  # noqa: ARG001
    """The same entries in the same order, in another shape; one -1 in `shape` stands for what is left."""
    wanted = list(shape)
    if -1 in wanted:
        known = prod(n for n in wanted if n != -1)
        wanted[wanted.index(-1)] = prod(x.shape) // known
    excluded = None if x.excluded is None else x.excluded.reshape(wanted)
    return Traced(x.array, tuple(wanted), excluded)  # the entries stand in the same order


@rule("unsqueeze.default")
def _unsqueeze(w: Writer, x: Traced, dim: int) -> Traced:
    shape = list(x.shape)
    shape.insert(dim % (len(shape) + 1), 1)
    return view(w, x, shape)


@rule("squeeze.dims", "squeeze.dim", "squeeze.default")
def _squeeze(w: Writer, x: Traced, dims: Any = None) -> Traced:
    given = range(len(x.shape)) if dims is None else dims if isinstance(dims, (list, tuple)) else [dims]
    axes = {d % len(x.shape) for d in given} if x.shape else set()
    return view(w, x, [n for i, n in enumerate(x.shape) if i not in axes or n != 1])


def moved(
    w: Writer, x: Traced, shape: Sequence[int], source: Callable[[list[Index]], Sequence[Index]]
) -> Traced:
    """Entries of an array in other places."""
    excluded = None
    if x.excluded is not None:
        places = np.indices(tuple(shape)).reshape(len(shape), -1)
        names = [bound(f"c{i}") for i in range(len(shape))]
        found = source(list(names))

        def value(index: Index) -> Any:
            return index.value(lambda atom: _numeric(atom, places))

        excluded = x.excluded[tuple(np.broadcast_to(value(c), places.shape[1:]) for c in found)].reshape(
            shape
        )
    return w.step(shape, lambda at: x.inside(source(at)), excluded=excluded)


def _numeric(atom: Any, places: np.ndarray) -> Any:
    if atom.kind == "index":
        return places[int(atom.name[1:])]
    a, b = (arg.value(lambda inner: _numeric(inner, places)) for arg in atom.args)
    return a // b if atom.kind == "div" else a % b


@rule("permute.default")
def _permute(w: Writer, x: Traced, dims: Sequence[int]) -> Traced:
    axes = [d % len(x.shape) for d in dims]

    def source(at: list[Index]) -> list[Index]:
        out = [ZERO] * len(axes)
        for place, axis in enumerate(axes):
            out[axis] = at[place]
        return out

    return moved(w, x, [x.shape[a] for a in axes], source)


@rule("t.default")
def _t(w: Writer, x: Traced) -> Traced:
    return _permute(w, x, [1, 0]) if len(x.shape) == 2 else x


@rule("transpose.int")
def _transpose(w: Writer, x: Traced, a: int, b: int) -> Traced:
    axes = list(range(len(x.shape)))
    axes[a], axes[b] = axes[b], axes[a]
    return _permute(w, x, axes)


@rule("expand.default")
def _expand(w: Writer, x: Traced, shape: Sequence[int]) -> Traced:
    padded = [1] * (len(shape) - len(x.shape)) + list(x.shape)
    wanted = [n if m == -1 else m for n, m in zip(padded, shape, strict=True)]
    if tuple(wanted) == x.shape:
        return x
    return moved(w, x, wanted, lambda at: broadcast(x.shape, wanted, at))


@rule("copy.default")
def _copy(w: Writer, x: Any, source: Any, *_: Any) -> Any:
    """What is copied, in the shape of what is copied into."""
    if isinstance(source, Traced):
        padded = source.shape[max(len(source.shape) - len(x.shape), 0) :]  # axes of one entry in front go
        return _expand(w, view(w, source, padded), x.shape)
    return np.broadcast_to(
        np.asarray(source, np.float64).reshape(np.shape(source)[-len(x.shape) or 1 :] if x.shape else ()),
        x.shape,
    ).copy()


@rule("select.int")
def _select(w: Writer, x: Traced, dim: int, index: int) -> Traced:
    dim, index = dim % len(x.shape), index % x.shape[dim]
    shape = [n for i, n in enumerate(x.shape) if i != dim]
    return moved(w, x, shape, lambda at: [*at[:dim], constant(index), *at[dim:]])


@rule("slice.Tensor")
def _slice(
    w: Writer, x: Traced, dim: int = 0, start: int | None = None, end: int | None = None, step: int = 1
) -> Traced:
    dim %= len(x.shape)
    first, stop, _ = slice(start, end).indices(x.shape[dim])
    count = len(range(first, stop, step))
    if count == x.shape[dim]:
        return x
    shape = [count if i == dim else n for i, n in enumerate(x.shape)]

    def source(at: list[Index]) -> list[Index]:
        own = at[dim] * constant(step) + constant(first)
        return [own if i == dim else c for i, c in enumerate(at)]

    return moved(w, x, shape, source)


@rule("split_with_sizes.default")
def _split(w: Writer, x: Traced, sizes: Sequence[int], dim: int = 0) -> list[Traced]:
    out, first = [], 0
    for size in sizes:
        out.append(_slice(w, x, dim, first, first + size))
        first += size
    return out


@rule("cat.default")
def _cat(w: Writer, parts: Sequence[Any], dim: int = 0) -> Traced:
    arrays = [
        p if isinstance(p, Traced) else w.constant(np.asarray(p)) for p in parts if np.size(p) or p.shape
    ]
    dim %= len(arrays[0].shape)
    shape = list(arrays[0].shape)
    shape[dim] = sum(a.shape[dim] for a in arrays)
    if any(a.excluded is not None for a in arrays):
        raise Unsupported("a concatenation of arrays that hold minus infinity")

    def entry(at: list[Index]) -> Tree:
        # From the last part to the first: what is below a part's end and not in an earlier one is in it.
        starts = np.cumsum([0, *(a.shape[dim] for a in arrays)])
        out = None
        for a, start in reversed(list(zip(arrays, starts[:-1], strict=True))):
            own = list(at)
            own[dim] = monus(at[dim], constant(int(start)))
            here = a.at(own)
            end = constant(int(start) + a.shape[dim])
            out = here if out is None else where([condition(at[dim], "lt", end)], here, out)
        assert isinstance(out, Tree)
        return out

    return w.step(shape, entry)


@rule("constant_pad_nd.default")
def padded(w: Writer, x: Traced, pads: Sequence[int], value: float | Traced = 0.0) -> Traced:
    """A constant around an array; entries are cut off where a number is negative.

    Args:
        w: the writer.
        x: the array.
        pads: two numbers for each axis, the last one's first.
        value: the constant; it may be minus infinity, or an array of one entry.
    """
    rank = len(x.shape)
    low, high = [0] * rank, [0] * rank
    for k in range(len(pads) // 2):
        low[rank - 1 - k], high[rank - 1 - k] = pads[2 * k], pads[2 * k + 1]
    shape = [n + a + b for n, a, b in zip(x.shape, low, high, strict=True)]
    inside = np.zeros(shape, np.bool_)
    inside[
        tuple(
            slice(max(a, 0), max(a, 0) + n + min(a, 0) + min(b, 0))
            for a, b, n in zip(low, high, x.shape, strict=True)
        )
    ] = True
    excluded = None
    if value == float("-inf"):
        excluded, value = ~inside, 0.0
    if x.excluded is not None:
        before = np.pad(x.excluded, [(max(a, 0), max(b, 0)) for a, b in zip(low, high, strict=True)])
        cut = tuple(
            slice(max(-a, 0), n - max(-b, 0)) for a, b, n in zip(low, high, before.shape, strict=True)
        )
        excluded = before[cut] if excluded is None else before[cut] | excluded

    def entry(at: list[Index]) -> Tree:
        conditions, places = [], []
        for c, a, b, n in zip(at, low, high, x.shape, strict=True):
            if a > 0:
                conditions.append(condition(constant(a), "le", c))
            if b > 0:
                conditions.append(condition(c, "lt", constant(n + a)))
            places.append(monus(c, constant(a)) if a > 0 else c + constant(-a))
        around = value.at([]) if isinstance(value, Traced) else const(value)
        return where(conditions, x.inside(places), around)

    return w.step(shape, entry, excluded=excluded)


def spread(w: Writer, x: Traced, axis: int, step: int) -> Traced:
    """Entries along an axis with ``step - 1`` zeros between neighbours."""
    n = x.shape[axis]
    shape = [max((n - 1) * step + 1, 0) if i == axis else m for i, m in enumerate(x.shape)]
    if x.excluded is not None:
        raise Unsupported("zeros between minus infinity")

    def entry(at: list[Index]) -> Tree:
        here = x.at([quotient(c, step) if i == axis else c for i, c in enumerate(at)])
        return where([condition(remainder(at[axis], step), "eq", ZERO)], here, const(0))

    return w.step(shape, entry)


@rule("upsample_nearest2d.vec")
def _upsample(w: Writer, x: Traced, size: Any, factors: Any) -> Traced:
    height, width = x.shape[-2:]
    if size is None:
        size = [int(height * factors[0]), int(width * factors[1])]
    if size[0] % height or size[1] % width:
        raise Unsupported("upsampling by a factor that is no integer")
    a, b = size[0] // height, size[1] // width
    shape = [*x.shape[:-2], *size]
    return moved(w, x, shape, lambda at: [*at[:-2], quotient(at[-2], a), quotient(at[-1], b)])


@rule("gather.default")
def _gather(w: Writer, x: Traced, dim: int, index: Any) -> Traced:
    if isinstance(index, Traced):
        raise Unsupported("a gather whose indices depend on the inputs")
    table = np.asarray(index)
    dim %= len(x.shape)
    name = w.table(table)

    def source(at: list[Index]) -> list[Index]:
        return [selected(name, flat(at, table.shape)) if i == dim else c for i, c in enumerate(at)]

    excluded = None if x.excluded is None else np.take_along_axis(x.excluded, table % x.shape[dim], dim)
    return w.step(table.shape, lambda at: x.inside(source(at)), excluded=excluded)


@rule("embedding.default")
def _embedding(w: Writer, x: Traced, indices: Any, padding: int = -1, *_: Any) -> Traced:
    """Rows by their numbers; that of the padding is held, as nobody differentiates in it."""
    index = np.asarray(indices)
    name = w.table(index)
    held = (index == padding) & (padding >= 0)
    fixed = None
    if held.any() and 0 <= x.array < len(w.given):
        fixed = w.constant(w.given[x.array][padding])
        w.rows.add((x.array, padding))

    def entry(at: list[Index]) -> Tree:
        own, rest = at[: index.ndim], at[index.ndim :]
        here = x.at([selected(name, flat(own, index.shape)), *rest])
        return here if fixed is None else w.chosen(held, own, fixed.at(rest), here)

    return w.step([*index.shape, *x.shape[1:]], entry)
