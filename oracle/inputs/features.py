"""Where a formula is interesting in a format: roots, and thresholds of every subexpression, found from the
formula.

Each subexpression of f and f' is evaluated on a grid dense in exponent; wherever its sign changes, or its
size passes a size that matters to the format (overflow, 1/ulp, 1, half an ulp of 1, underflow), the place is
bisected down to two neighbouring floats. So the input where exp overflows inside a sigmoid is found although
the sigmoid itself is calm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula.pieces import cut
from proofgrad.oracle.formula.program import Program
from proofgrad.oracle.ulp import FORMATS, Format
from proofgrad.oracle.ulp.distinct import distinct

__all__ = ["Features", "features"]

Floats = NDArray[np.float64]
Ordinals = NDArray[np.int64]

_BITS = (128, 1300)
_MOST = 64
"""So many places of one subexpression are bisected: sine changes its sign in every interval of the grid."""


@dataclass(frozen=True)
class Features:
    """Places of interest, as ordinals of the format.

    Attributes:
        kinks: switch points of the formulas (both neighbours, if one is no float of the format).
        roots: for each formula, the floats next to a sign change away from 0, one of each pair.
        thresholds: floats at which any subexpression passes a size that matters.
    """

    kinks: tuple[int, ...]
    roots: tuple[tuple[int, ...], ...]
    thresholds: tuple[int, ...]


def features(trees: Sequence[Tree], fmt: Format) -> Features:
    """Features of formulas without parameters, in a format; remembered between calls."""
    return _features(tuple(trees), fmt.name)


@lru_cache(maxsize=256)
def _features(trees: tuple[Tree, ...], name: str) -> Features:
    fmt = FORMATS[name]
    pieces = [cut(t) for t in trees]
    points = sorted({p for c in pieces for p in c.points})
    kinks = sorted({o for p in points for o in _around(p, fmt)})
    grid = _grid(fmt)
    edges = [-fmt.infinity_ordinal, *kinks, fmt.infinity_ordinal]
    roots: list[set[int]] = [set() for _ in trees]
    thresholds: set[int] = set()
    for low, high in pairwise(edges):
        part = grid[(grid > low) & (grid < high)]
        if len(part) < 2:
            continue
        middle = Fraction(float(fmt.from_ordinal(part[len(part) // 2 : len(part) // 2 + 1])[0]))
        smooth = tuple(next(q.tree for q in c.pieces if _inside(middle, q.lower, q.upper)) for c in pieces)
        _search(smooth, part, fmt, roots, thresholds)
    return Features(tuple(kinks), tuple(tuple(sorted(r)) for r in roots), tuple(sorted(thresholds)))


def _inside(x: Fraction, lower: Fraction | None, upper: Fraction | None) -> bool:
    return (lower is None or lower <= x) and (upper is None or x <= upper)


def _around(point: Fraction, fmt: Format) -> tuple[int, ...]:
    near = int(fmt.to_ordinal(np.array([fmt.round_exact(point)]).astype(fmt.dtype))[0])
    value = Fraction(float(fmt.from_ordinal(np.array([near]))[0]))
    if value == point:
        return (near,)
    return (near, near + 1) if value < point else (near - 1, near)


def _grid(fmt: Format) -> Ordinals:
    """Ordinals of both signs: each power of two, and 48 places in each binade from 2^-6 to 2^10."""
    exponents = np.arange(fmt.tiny_exponent, fmt.emax + 1)
    powers = fmt.narrow(np.ldexp(1.0, exponents))
    dense = [np.ldexp(np.linspace(1.0, 2.0, 48, endpoint=False), e) for e in range(-6, 11)]
    positive = fmt.to_ordinal(np.concatenate([powers, fmt.narrow(np.concatenate(dense))]))
    positive = distinct(positive[positive > 0])
    return np.concatenate([-positive[::-1], positive])


def _search(
    trees: tuple[Tree, ...], grid: Ordinals, fmt: Format, roots: list[set[int]], thresholds: set[int]
) -> None:
    program = Program(trees, inner=True)
    if not program.outputs:
        return
    sizes = np.array(
        [
            float(fmt.overflow_threshold) if fmt.emax < 1023 else np.inf,
            2.0**fmt.precision,
            1.0,
            2.0 ** -(fmt.precision + 1),
            float(fmt.min_normal),
            float(Fraction(2) ** fmt.tiny_exponent),
        ]
    )

    def levels(ordinals: Any) -> NDArray[np.int64]:
        """Per output and ordinal: a code of its certified sign and of the sizes it has reached; 0 if
        uncertain.
        """
        from flint import arb

        xs = [arb(x) for x in fmt.from_ordinal(np.atleast_1d(ordinals)).astype(np.float64).tolist()]
        out = _codes(program.run(xs, _BITS[0]), sizes)
        again = np.flatnonzero((out == 0).any(axis=0))
        if len(again):
            out[:, again] = _codes(program.run([xs[i] for i in again], _BITS[1]), sizes)
        return out

    codes = levels(grid)
    changed = (codes[:, 1:] != codes[:, :-1]) & (codes[:, 1:] != 0) & (codes[:, :-1] != 0)
    changed[[t.op == "var" for t in program.outputs]] = False
    rows, columns = _nearest(changed, np.abs(grid))
    low, high = grid[columns], grid[columns + 1]
    first = codes[rows, columns]
    crosses = (first < 0) != (codes[rows, columns + 1] < 0)
    while (high - low > 1).any():  # all places are bisected together
        middle = low + (high - low) // 2
        code = levels(middle)[rows, np.arange(len(rows))]
        before = np.where(crosses, (code < 0) == (first < 0), code == first)
        low, high = np.where(before, middle, low), np.where(before, high, middle)
    thresholds.update(low.tolist(), high.tolist())
    for place in np.flatnonzero(crosses & (np.abs(low) > 1)):  # a root at 0 needs no neighbourhood
        for n, tree in enumerate(trees):
            if tree == program.outputs[rows[place]]:
                roots[n].add(int(low[place]))


def _nearest(changed: NDArray[np.bool_], distance: Ordinals) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows and columns of the changes; of a row with many, as sine has, those with the least distance."""
    rows, columns = np.nonzero(changed)
    order = np.lexsort((distance[columns], rows))
    rows, columns = rows[order], columns[order]
    first = np.searchsorted(rows, rows)  # where each entry's row begins
    keep = np.arange(len(rows)) - first < _MOST
    return rows[keep], columns[keep]


def _codes(balls: tuple[list[Any], ...], sizes: Floats) -> NDArray[np.int64]:
    value = np.array([[float(b) for b in row] for row in balls])
    sign = np.array([[(b > 0) - (b < 0) for b in row] for row in balls], dtype=np.int64)
    reached = (np.abs(value)[..., None] >= sizes).sum(axis=-1) + 1
    return np.where(np.isnan(value), 0, sign * reached)
