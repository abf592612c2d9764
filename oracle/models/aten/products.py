"""Sums and sums of products: matrix products, sums and means along axes, convolutions."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import ZERO, Index, constant
from proofgrad.bridge.catalogue.program import bound, condition, monus, quotient, remainder, summed, where
from proofgrad.oracle.models.aten.entrywise import add, mul
from proofgrad.oracle.models.aten.places import view
from proofgrad.oracle.models.aten.rules import rule
from proofgrad.oracle.models.aten.truth import Truth, number
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer, const

__all__ = ["einsum", "summation"]


def as_array(w: Writer, x: Any) -> Traced:
    """An array of the program; a constant one is an input that holds it."""
    return x if isinstance(x, Traced) else w.constant(np.asarray(x, np.float64))


def _product(a: Tree, b: Tree) -> Tree:
    return Tree("mul", (a, b))


def einsum(w: Writer, arrays: Sequence[Any], letters: Sequence[str], result: str) -> Traced:
    """Sums of products: each array has a letter for each axis, and the result those that are not summed.

    An axis of one entry goes with longer ones of the same letter.
    """
    given = [as_array(w, a) for a in arrays]
    sizes: dict[str, int] = {}
    for a, own in zip(given, letters, strict=True):
        if len(own) != len(a.shape):
            raise Unsupported(f"{len(own)} letters for {len(a.shape)} axes")
        for letter, n in zip(own, a.shape, strict=True):
            sizes[letter] = max(sizes.get(letter, 1), n)
    if any(a.excluded is not None for a in given):
        raise Unsupported("a product of minus infinity")
    inner = [letter for letter in sizes if letter not in result]

    def entry(at: list[Index]) -> Tree:
        places = dict(zip(result, at, strict=True)) | {x: bound(f"l{k}") for k, x in enumerate(inner)}
        out: Tree | None = None
        for a, own in zip(given, letters, strict=True):
            here = a.at([ZERO if n == 1 else places[x] for x, n in zip(own, a.shape, strict=True)])
            out = here if out is None else _product(out, here)
        assert out is not None
        for k, letter in reversed(list(enumerate(inner))):
            out = summed(sizes[letter], f"l{k}", out)
        return out

    return w.step([sizes[letter] for letter in result], entry)


@rule("mm.default")
def _mm(w: Writer, a: Any, b: Any) -> Traced:
    a, b = as_array(w, a), as_array(w, b)
    k = a.shape[1]

    def entry(at: list[Index]) -> Tree:
        l = bound("l")  # noqa: E741 -- the index of a matrix product
        return summed(k, "l", _product(a.at([at[0], l]), b.at([l, at[1]])))

    return w.step([a.shape[0], b.shape[1]], entry)


@rule("bmm.default")
def _bmm(w: Writer, a: Any, b: Any) -> Traced:
    a, b = as_array(w, a), as_array(w, b)
    k = a.shape[2]

    def entry(at: list[Index]) -> Tree:
        l = bound("l")  # noqa: E741
        return summed(k, "l", _product(a.at([at[0], at[1], l]), b.at([at[0], l, at[2]])))

    return w.step([a.shape[0], a.shape[1], b.shape[2]], entry)


@rule("addmm.default", "baddbmm.default")
def _addmm(w: Writer, bias: Traced, a: Traced, b: Traced, beta: float = 1, alpha: float = 1) -> Traced:
    product = _bmm(w, a, b) if w.operation.startswith("baddbmm") else _mm(w, a, b)
    if alpha != 1:
        product = mul(w, product, alpha)
    return product if beta == 0 else add(w, product, bias if beta == 1 else mul(w, bias, beta))


@rule("addmv.default", "addbmm.default", "addr.default")
def _added(w: Writer, bias: Any, a: Any, b: Any, beta: float = 1, alpha: float = 1) -> Traced:
    a, b = as_array(w, a), as_array(w, b)
    if w.operation.startswith("addr"):
        product = mul(w, view(w, a, [*a.shape, 1]), b)
    elif w.operation.startswith("addmv"):
        product = view(w, _mm(w, a, view(w, b, [*b.shape, 1])), [a.shape[0]])
    else:
        product = summation(w, _bmm(w, a, b), [0])
    if alpha != 1:
        product = mul(w, product, alpha)
    return product if beta == 0 else add(w, product, bias if beta == 1 else mul(w, bias, beta))


@rule("sum.dim_IntList", "sum.default", "mean.dim", "mean.default")
def summation(w: Writer, x: Any, dims: Any = None, keepdim: bool = False, **_: Any) -> Traced:
    """The sum, or the mean, along axes (none named: all). Raises Unsupported where entries are excluded."""
    if isinstance(x, Truth):
        x = number(w, x)
    rank = len(x.shape)
    axes = sorted({d % rank for d in dims}) if dims and rank else list(range(rank))
    kept = [1 if i in axes else n for i, n in enumerate(x.shape)]
    count = prod(x.shape[a] for a in axes)
    if x.excluded is not None:
        raise Unsupported("a sum of minus infinity")

    def entry(at: list[Index]) -> Tree:
        own = list(at)
        for k, a in enumerate(axes):
            own[a] = bound(f"s{k}")
        out = x.at(own)
        for k in reversed(range(len(axes))):
            out = summed(x.shape[axes[k]], f"s{k}", out)
        return Tree("div", (out, const(count))) if w.operation.startswith("mean") else out

    found = w.step(kept, entry)
    return found if keepdim else view(w, found, [n for i, n in enumerate(x.shape) if i not in axes])


@rule("convolution.default")
def _convolution(
    w: Writer,
    x: Traced,
    weight: Traced,
    bias: Traced | None,
    stride: Sequence[int],
    padding: Sequence[int],
    dilation: Sequence[int],
    transposed: bool,
    output_padding: Sequence[int],
    groups: int,
) -> Traced:
    rank = len(x.shape) - 2
    kernel = weight.shape[2:]
    if transposed:
        inputs, outputs = x.shape[1] // groups, weight.shape[1]
        sizes = [
            (x.shape[2 + i] - 1) * stride[i]
            - 2 * padding[i]
            + dilation[i] * (kernel[i] - 1)
            + output_padding[i]
            + 1
            for i in range(rank)
        ]
    else:
        inputs, outputs = weight.shape[1], weight.shape[0] // groups
        sizes = [
            (x.shape[2 + i] + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1) // stride[i] + 1
            for i in range(rank)
        ]

    def entry(at: list[Index]) -> Tree:
        channel = bound("c")
        group = quotient(at[1], outputs)
        conditions, places, taps = [], [], []
        for i in range(rank):
            tap = bound(f"k{i}")
            taps.append(tap)
            if transposed:  # out + padding = stride·in + dilation·tap
                reach = at[2 + i] + constant(padding[i])
                used = tap * constant(dilation[i])
                left = monus(reach, used)
                conditions += [condition(used, "le", reach)]
                if stride[i] > 1:
                    conditions.append(condition(remainder(left, stride[i]), "eq", ZERO))
                place = quotient(left, stride[i])
                conditions.append(condition(place, "lt", constant(x.shape[2 + i])))
            else:
                reach = at[2 + i] * constant(stride[i]) + tap * constant(dilation[i])
                if padding[i]:
                    conditions.append(condition(constant(padding[i]), "le", reach))
                place = monus(reach, constant(padding[i]))
                conditions.append(condition(place, "lt", constant(x.shape[2 + i])))
            places.append(place)
        source = x.at([at[0], group * constant(inputs) + channel, *places])
        if transposed:
            tap_entry = weight.at([group * constant(inputs) + channel, remainder(at[1], outputs), *taps])
        else:
            tap_entry = weight.at([at[1], channel, *taps])
        out = where(conditions, _product(source, tap_entry), const(0))
        for i in reversed(range(rank)):
            out = summed(kernel[i], f"k{i}", out)
        return summed(inputs, "c", out)

    found = w.step([x.shape[0], outputs * groups, *sizes], entry)
    if bias is None:
        return found
    return add(w, found, view(w, bias, [1, *bias.shape, *[1] * rank]))
