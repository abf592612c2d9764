"""Entries between entries: sampling an image at places that depend on the inputs.

The value at a place is the sum of all entries, each with a weight that is 0 far from it: this is what the
four nearest ones with their weights are, and no index depends on a value.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import Index, constant
from proofgrad.bridge.catalogue.program import bound, summed
from proofgrad.oracle.models.aten.products import as_array
from proofgrad.oracle.models.aten.rules import rule
from proofgrad.oracle.models.pointwise import power
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer, const

__all__: list[str] = []

_A = Fraction(-3, 4)
"""The parameter of the cubic weights (Keys, 1981), as PyTorch has it."""


def _linear(d: Tree) -> Tree:
    return Tree("max", (Tree("sub", (const(1), Tree("abs", (d,)))), const(0)))


def _nearest(d: Tree) -> Tree:
    return Tree("if_gt", (const(Fraction(1, 4)), power(d, 2), const(1), const(0)))


def _cubic(d: Tree) -> Tree:
    x = Tree("abs", (d,))

    def polynomial(a: Fraction, b: Fraction, c: Fraction, e: Fraction) -> Tree:
        out = const(a)
        for coefficient in (b, c, e):
            out = Tree("add", (Tree("mul", (out, x)), const(coefficient)))
        return out

    near = polynomial(_A + 2, -(_A + 3), Fraction(0), Fraction(1))
    far = Tree("if_gt", (const(2), x, polynomial(_A, -5 * _A, 8 * _A, -4 * _A), const(0)))
    return Tree("if_gt", (const(1), x, near, far))


_WEIGHTS: tuple[Callable[[Tree], Tree], ...] = (_linear, _nearest, _cubic)


def _place(x: Tree, size: int, padding: int, aligned: bool) -> Tree:
    """Where a number from -1 to 1 is, counted in entries; at the border where it is beyond it, if asked."""
    shifted = Tree("add", (x, const(1)))
    if aligned:
        out = Tree("mul", (Tree("div", (shifted, const(2))), const(size - 1)))
    else:
        out = Tree("div", (Tree("sub", (Tree("mul", (shifted, const(size))), const(1))), const(2)))
    if padding == 1:
        low = Tree("max", (out, const(0)))
        out = Tree("neg", (Tree("max", (Tree("neg", (low,)), const(1 - size))),))
    return out


@rule("grid_sampler_2d.default", "grid_sampler_3d.default")
def _grid_sampler(w: Writer, x: Any, grid: Any, mode: int, padding: int, aligned: bool) -> Traced:
    if padding == 2:
        raise Unsupported("sampling what is reflected at the border")
    if mode == 2 and padding:
        raise Unsupported("cubic sampling beyond the border")
    x, grid = as_array(w, x), as_array(w, grid)
    weighted = _WEIGHTS[mode]
    rank, places = len(x.shape) - 2, grid.shape[1:-1]
    weights = []
    for axis in range(rank):
        size = x.shape[2 + axis]
        numbers = w.constant(np.arange(size, dtype=np.float64))

        def weight(at: list[Index], axis: int = axis, size: int = size, numbers: Traced = numbers) -> Tree:
            own = grid.at([*at[:-1], constant(rank - 1 - axis)])  # the last axis of the image comes first
            place = _place(own, size, padding, aligned)
            return weighted(Tree("sub", (place, numbers.at([at[-1]]))))

        shape = [x.shape[0], *places, size]
        weights.append(w.step(shape, weight, needs="no place is an entry's or a border"))

    def entry(at: list[Index]) -> Tree:
        taps = [bound(f"k{i}") for i in range(rank)]
        out: Tree = x.at([at[0], at[1], *taps])
        for tap, factor in zip(taps, weights, strict=True):
            out = Tree("mul", (out, factor.at([at[0], *at[2:], tap])))
        for i in reversed(range(rank)):
            out = summed(x.shape[2 + i], f"k{i}", out)
        return out

    return w.step([x.shape[0], x.shape[1], *places], entry)
