"""Selection by value along an axis: extremes, sorting, medians, running extremes. Where there are no ties."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import Index, constant
from proofgrad.bridge.catalogue.program import bound, condition, greatest, monus, remainder, where
from proofgrad.oracle.models.aten.places import view
from proofgrad.oracle.models.aten.rules import rule
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer

__all__: list[str] = []

LONGEST = 64
"""Entries along an axis that are sorted: as many steps are needed."""


def _negative(a: Tree) -> Tree:
    return Tree("neg", (a,))


def _least(a: Tree, b: Tree) -> Tree:
    return _negative(Tree("max", (_negative(a), _negative(b))))


def _extreme(w: Writer, x: Traced, dims: Sequence[int], keepdim: bool, least: bool) -> Traced:
    rank = len(x.shape)
    axes = sorted({d % rank for d in dims}) if dims and rank else list(range(rank))
    if x.excluded is not None:
        raise Unsupported("the greatest of numbers and minus infinity")
    if not prod(x.shape):
        raise Unsupported("the greatest of nothing")
    kept = [1 if i in axes else n for i, n in enumerate(x.shape)]

    def entry(at: list[Index]) -> Tree:
        own = list(at)
        for a in axes:
            own[a] = bound(f"m{a}")
        out = _negative(x.at(own)) if least else x.at(own)
        for a in reversed(axes):
            out = greatest(x.shape[a], f"m{a}", out)
        return _negative(out) if least else out

    found = w.step(kept, entry, needs="no ties")
    return found if keepdim else view(w, found, [n for i, n in enumerate(x.shape) if i not in axes])


@rule("amax.default", "amin.default", "max.default", "min.default")
def _amax(w: Writer, x: Traced, dims: Any = (), keepdim: bool = False) -> Traced:
    given = [dims] if isinstance(dims, int) else list(dims)
    return _extreme(w, x, given, keepdim, "min" in w.operation)


@rule("max.dim", "min.dim")
def _max_dim(w: Writer, x: Traced, dim: int, keepdim: bool = False) -> list[Any]:
    return [_extreme(w, x, [dim], keepdim, "min" in w.operation), None]


@rule("aminmax.default")
def _aminmax(w: Writer, x: Traced, *, dim: int | None = None, keepdim: bool = False) -> list[Traced]:
    dims = [] if dim is None else [dim]
    return [_extreme(w, x, dims, keepdim, least) for least in (True, False)]


@rule("cummax.default", "cummin.default")
def _running(w: Writer, x: Traced, dim: int) -> list[Any]:
    if not x.shape:
        return [x, None]
    axis, least = dim % len(x.shape), "min" in w.operation

    def entry(at: list[Index]) -> Tree:
        own = x.at([bound("m") if i == axis else c for i, c in enumerate(at)])
        out = greatest(at[axis] + constant(1), "m", _negative(own) if least else own)
        return _negative(out) if least else out

    return [w.step(x.shape, entry, needs="no ties"), None]


def ordered(w: Writer, x: Traced, dim: int, descending: bool = False) -> Traced:
    """The entries along an axis in their order: neighbours are compared, and exchanged, as often as there are
    entries (odd-even transposition, Habermann 1972).

    Raises:
        Unsupported: there are too many, or minus infinity among them.
    """
    if not x.shape:
        return x
    axis = dim % len(x.shape)
    n = x.shape[axis]
    if n > LONGEST:
        raise Unsupported(f"{n} entries along an axis are too many to be sorted; {LONGEST} is the most")
    if x.excluded is not None:
        raise Unsupported("sorting minus infinity")
    for turn in range(n if n > 1 else 0):
        first, before = turn % 2, x

        def entry(at: list[Index], first: int = first, x: Traced = before) -> Tree:
            def read(c: Index) -> Tree:
                return x.at([c if i == axis else a for i, a in enumerate(at)])

            own = at[axis]
            following, preceding = read(own + constant(1)), read(monus(own, constant(1)))
            lower, upper = _least(read(own), following), Tree("max", (preceding, read(own)))
            if descending:  # the greater one comes first
                lower, upper = Tree("max", (read(own), following)), _least(preceding, read(own))
            paired = remainder(own + constant(first), 2)
            left = where([condition(paired, "eq", constant(0))], lower, upper)
            inside = [condition(own + constant(1), "lt", constant(n))]
            single_last = where([condition(paired, "eq", constant(0))], read(own), upper)
            out = where(inside, left, single_last)
            if first:
                out = where([condition(own, "eq", constant(0))], read(own), out)
            return out

        x = w.step(x.shape, entry, needs="no ties")
    return x


def _part(w: Writer, x: Traced, dim: int, first: int, count: int) -> Traced:
    axis = dim % len(x.shape)
    shape = [count if i == axis else n for i, n in enumerate(x.shape)]
    return w.step(shape, lambda at: x.at([c + constant(first) if i == axis else c for i, c in enumerate(at)]))


@rule("sort.default", "sort.stable")
def _sort(w: Writer, x: Traced, *rest: Any, dim: int = -1, descending: bool = False, **_: Any) -> list[Any]:
    if rest:
        dim, descending = (
            rest[0] if not isinstance(rest[0], bool) else dim,
            rest[-1] if len(rest) > 1 else False,
        )
    return [ordered(w, x, dim, descending), None]


@rule("msort.default")
def _msort(w: Writer, x: Traced) -> Traced:
    return ordered(w, x, 0)


@rule("topk.default")
def _topk(
    w: Writer, x: Traced, k: int, dim: int = -1, largest: bool = True, _sorted: bool = True
) -> list[Any]:
    if not x.shape:
        return [x, None]
    return [_part(w, ordered(w, x, dim, largest), dim, 0, k), None]


def _one(w: Writer, x: Traced, dim: int, place: int, keepdim: bool) -> Traced:
    if not x.shape:
        return x
    found = _part(w, ordered(w, x, dim), dim, place, 1)
    axis = dim % len(x.shape)
    return found if keepdim else view(w, found, [n for i, n in enumerate(x.shape) if i != axis])


@rule("kthvalue.default")
def _kth(w: Writer, x: Traced, k: int, dim: int = -1, keepdim: bool = False) -> list[Any]:
    return [_one(w, x, dim, k - 1, keepdim), None]


@rule("median.dim", "nanmedian.dim")
def _median(w: Writer, x: Traced, dim: int = -1, keepdim: bool = False) -> list[Any]:
    return [_one(w, x, dim, (x.shape[dim] - 1) // 2 if x.shape else 0, keepdim), None]


@rule("median.default", "nanmedian.default")
def _median_of_all(w: Writer, x: Traced) -> Traced:
    return _one(w, view(w, x, [prod(x.shape)]), 0, (prod(x.shape) - 1) // 2, False)
