"""Pooling: the greatest, or the mean, of a window."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import Index, constant
from proofgrad.bridge.catalogue.program import bound, greatest, monus, quotient
from proofgrad.oracle.models.aten.linear import along
from proofgrad.oracle.models.aten.rules import rule
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer

__all__: list[str] = []


def _each(values: Any, rank: int, default: Sequence[int] = ()) -> list[int]:
    given = list(values) if isinstance(values, (list, tuple)) else [values]
    given = given or list(default)
    return given * rank if len(given) == 1 else given


def _outputs(n: int, kernel: int, stride: int, pad: int, dilation: int, ceil: bool) -> int:
    """How many windows there are; with `ceil` also one that begins inside and ends beyond the border."""
    span = n + 2 * pad - dilation * (kernel - 1) - 1
    count = (span + (stride - 1 if ceil else 0)) // stride + 1
    return count - 1 if ceil and (count - 1) * stride >= n + pad else count


def _least(n: int, a: Index) -> Index:
    """The lesser of a number and an index."""
    return constant(n) if (value := a.number) is not None and value >= n else _minus(n, _minus(n, a))


def _minus(n: int, a: Index) -> Index:
    return monus(constant(n), a)


def _window(out: Index, n: int, kernel: int, stride: int, pad: int, dilation: int) -> tuple[Index, Index]:
    """The first entry of a window that is inside, and how many of its entries are: no entry beyond the border
    takes part, so none is its own tie.
    """
    begin = out * constant(stride)
    skipped = quotient(_minus(pad, begin) + constant(dilation - 1), dilation)
    inside = quotient(_minus(n - 1 + pad, begin), dilation) + constant(1)
    count = monus(_least(kernel, inside), skipped)
    return monus(begin + skipped * constant(dilation), constant(pad)), count


def _beyond(n: int, kernel: int, stride: int, pad: int, dilation: int, ceil: bool) -> int:
    """How far behind the border the last window ends, or -1, -2, ... where it ends before."""
    last = (_outputs(n, kernel, stride, pad, dilation, ceil) - 1) * stride + dilation * (kernel - 1)
    return last + 1 - n - pad


def windows(
    w: Writer,
    x: Traced,
    kernel: Sequence[int],
    stride: Sequence[int],
    padding: Sequence[tuple[int, int]],
    dilation: Sequence[int],
    *,
    least: bool = False,
) -> Traced:
    """The greatest, or least, entry of each window; nothing beyond the border takes part.

    Args:
        w: the writer.
        x: the array.
        kernel: entries of a window along each axis.
        stride: from one window to the next.
        padding: how far windows reach beyond the border, on both sides.
        dilation: from one entry of a window to the next.
        least: whether the least is wanted.
    """
    if x.excluded is not None:
        raise Unsupported("the greatest of numbers and minus infinity")
    geometry = list(zip(x.shape, kernel, stride, padding, dilation, strict=True))
    shape = [(n + sum(p) - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in geometry]

    def entry(at: list[Index]) -> Tree:
        places, counts = [], []
        for i, (n, k, s, (p, _), d) in enumerate(geometry):
            first, count = at[i] * constant(s), constant(k)
            if p or (shape[i] - 1) * s + d * (k - 1) >= n:
                first, count = _window(at[i], n, k, s, p, d)
            places.append(first if k == 1 else first + bound(f"k{i}") * constant(d))
            counts.append(count)
        out = x.at(places)
        out = Tree("neg", (out,)) if least else out
        for i in reversed(range(len(geometry))):
            if kernel[i] > 1:
                out = greatest(counts[i], f"k{i}", out)
        return Tree("neg", (out,)) if least else out

    needs = "no ties within a window" if max(kernel) > 1 else ""
    return w.step(shape, entry, needs=needs)


@rule("max_pool1d.default", "max_pool2d.default", "max_pool3d.default")
@rule("max_pool2d_with_indices.default", "max_pool3d_with_indices.default")
def _max_pool(
    w: Writer,
    x: Traced,
    kernel: Sequence[int],
    stride: Sequence[int] = (),
    padding: Sequence[int] = (0,),
    dilation: Sequence[int] = (1,),
    ceil_mode: bool = False,
) -> Any:
    rank = int(w.operation[w.operation.index("pool") + 4])
    kernel = _each(kernel, rank)
    stride, padding, dilation = _each(stride, rank, kernel), _each(padding, rank), _each(dilation, rank)
    sizes = x.shape[-rank:]
    free, none = [1] * (len(x.shape) - rank), [(0, 0)] * (len(x.shape) - rank)
    geometry = zip(sizes, kernel, stride, padding, dilation, strict=True)
    ends = [(p, _beyond(*g, ceil_mode)) for p, g in zip(padding, geometry, strict=True)]
    found = windows(w, x, [*free, *kernel], [*free, *stride], [*none, *ends], [*free, *dilation])
    return [found, None] if "indices" in w.operation else found


@rule("avg_pool1d.default", "avg_pool2d.default", "avg_pool3d.default")
def _avg_pool(
    w: Writer,
    x: Traced,
    kernel: Sequence[int],
    stride: Sequence[int] = (),
    padding: Sequence[int] = (0,),
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Traced:
    rank = int(w.operation[w.operation.index("pool") + 4])
    kernel = _each(kernel, rank)
    stride, padding = _each(stride, rank, kernel), _each(padding, rank)
    if divisor_override == 0:
        raise Unsupported("a divisor 0")
    for i in range(rank):
        n, k, s, p = x.shape[i - rank], kernel[i], stride[i], padding[i]
        matrix = np.zeros((_outputs(n, k, s, p, 1, ceil_mode), n))
        for o, row in enumerate(matrix):
            begin, end = o * s - p, min(o * s - p + k, n + p)
            inside = range(max(begin, 0), min(end, n))
            row[inside.start : inside.stop] = 1 / ((end - begin) if count_include_pad else len(inside))
            if divisor_override is not None:
                row[inside.start : inside.stop] = 1 if i else 1 / divisor_override
        x = along(w, x, len(x.shape) - rank + i, matrix)
    return x


@rule("_adaptive_avg_pool2d.default", "_adaptive_avg_pool3d.default", "adaptive_avg_pool1d.default")
@rule("adaptive_avg_pool2d.default", "adaptive_avg_pool3d.default")
def _adaptive_avg(w: Writer, x: Traced, sizes: Sequence[int]) -> Traced:
    rank = len(sizes)
    for i, m in enumerate(sizes):
        n = x.shape[i - rank]
        matrix = np.zeros((m, n))
        for o in range(m):
            first, last = o * n // m, -(-(o + 1) * n // m)
            matrix[o, first:last] = 1 / (last - first)
        x = along(w, x, len(x.shape) - rank + i, matrix)
    return x


@rule("adaptive_max_pool1d.default", "adaptive_max_pool2d.default", "adaptive_max_pool3d.default")
def _adaptive_max(w: Writer, x: Traced, sizes: Sequence[int]) -> list[Any]:
    rank = len(sizes)

    def entry(at: list[Index]) -> Tree:
        places, counts = [], []
        for i, m in enumerate(sizes):
            n, own = x.shape[i - rank], at[i - rank]
            first = quotient(own * constant(n), m)
            last = quotient(own * constant(n) + constant(n + m - 1), m)
            places.append(first + bound(f"k{i}"))
            counts.append(monus(last, first))
        out = x.at([*at[:-rank], *places])
        for i in reversed(range(rank)):
            out = greatest(counts[i], f"k{i}", out)
        return out

    if not prod(sizes):
        raise Unsupported("a result without entries")
    return [w.step([*x.shape[:-rank], *sizes], entry, needs="no ties within a window"), None]
