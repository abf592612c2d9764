"""Pooling: the greatest and the mean of the entries in a window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import ZERO, Index, constant
from proofgrad.bridge.catalogue.program import (
    bound,
    condition,
    greatest,
    monus,
    quotient,
    remainder,
    summed,
    where,
)
from proofgrad.oracle.models.aten.rules import rule
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer, const


@rule("max_pool2d_with_indices.default")
def _max_pool(
    w: Writer,
    x: Traced,
    kernel: Sequence[int],
    stride: Sequence[int] = (),
    padding: Sequence[int] = (0, 0),
    dilation: Sequence[int] = (1, 1),
    ceil_mode: bool = False,
) -> list[Any]:
    if ceil_mode:
        raise Unsupported("pooling with ceil_mode")
    kernel, stride = list(kernel) * (2 // len(kernel)), list(stride or kernel) * (2 // len(stride or kernel))
    padding, dilation = list(padding) * (2 // len(padding)), list(dilation) * (2 // len(dilation))
    sizes = [
        (x.shape[2 + i] + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1) // stride[i] + 1
        for i in range(2)
    ]

    def entry(at: list[Index]) -> Tree:
        # Beyond the border the nearest entry is taken again: that does not change the greatest.
        tap = bound("k")
        taps = [quotient(tap, kernel[1]), remainder(tap, kernel[1])]
        places = []
        for i in range(2):
            reach = at[2 + i] * constant(stride[i]) + taps[i] * constant(dilation[i])
            places.append((reach, padding[i], x.shape[2 + i]))
        return greatest(kernel[0] * kernel[1], "k", _clamped(x, at, places))

    return [w.step([*x.shape[:2], *sizes], entry, needs="no ties within a window"), None]


def _clamped(x: Traced, at: list[Index], places: list[tuple[Index, int, int]]) -> Tree:
    """The entry at places that are moved to the border where they are beyond it."""

    def at_axis(i: int, chosen: list[Index]) -> Tree:
        if i == len(places):
            return x.at([*at[:2], *chosen])
        reach, pad, n = places[i]
        inside = at_axis(i + 1, [*chosen, monus(reach, constant(pad))])
        if not pad:
            return inside
        beyond = at_axis(i + 1, [*chosen, constant(n - 1)])
        inner = where([condition(monus(reach, constant(pad)), "lt", constant(n))], inside, beyond)
        first = at_axis(i + 1, [*chosen, ZERO])
        return where([condition(reach, "lt", constant(pad))], first, inner)

    return at_axis(0, [])


@rule("avg_pool2d.default")
def _avg_pool(
    w: Writer, x: Traced, kernel: Sequence[int], stride: Sequence[int] = (), padding: Sequence[int] = (0, 0)
) -> Traced:
    kernel, stride = list(kernel) * (2 // len(kernel)), list(stride or kernel) * (2 // len(stride or kernel))
    if any(padding):
        raise Unsupported("average pooling with padding")
    sizes = [(x.shape[2 + i] - kernel[i]) // stride[i] + 1 for i in range(2)]

    def entry(at: list[Index]) -> Tree:
        own = [at[2 + i] * constant(stride[i]) + bound(f"k{i}") for i in range(2)]
        total = summed(kernel[0], "k0", summed(kernel[1], "k1", x.at([*at[:2], *own])))
        return Tree("div", (total, const(kernel[0] * kernel[1])))

    return w.step([*x.shape[:2], *sizes], entry)
