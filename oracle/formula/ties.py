"""What a derivative may be where entries are tied: its values beside the tie, whichever is larger there.

At a tie (the maximum of two equal numbers, an entry of a window that is as large as another) nothing is
differentiable, and jvp may answer anything between what it is where the tie is broken one way or another. A
formula says more than its choices one by one: where a is larger b is smaller.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import permutations

import flint
import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree, in_order
from proofgrad.oracle.formula.vectors import Point, VectorProgram

__all__ = ["beside_ties"]

Floats = NDArray[np.float64]

_NEAR = Fraction(1, 2**200)
"""By what a tie is broken, of the entries' size: less than any rounding."""
_MOST = 3
"""Where one coordinate reads more entries that are tied nothing is said: there are too many ways."""
_SLACK = 2.0**-60


def beside_ties(
    trees: Sequence[Tree], x: Floats, d: Floats, parameters: Mapping[str, Fraction]
) -> list[tuple[Fraction, Fraction]] | None:
    """For every coordinate of a derivative the least and the largest that it is at a tie, and beside it.

    Args:
        trees: the coordinates of jvp, in ``entry``, ``tangent`` and ``param``.
        x: the entries of all inputs, one after the other; finite.
        d: of the direction.
        parameters: values of the formula's parameters.

    Returns:
        Both ends, to 60 bits; None where too many of the entries that one coordinate reads are tied, or a
        value cannot be told.
    """
    exact, along = ([Fraction(v) for v in a.tolist()] for a in (x, d))
    ends: list[tuple[Fraction, Fraction]] = []
    for tree in trees:
        found = _ends(tree, exact, along, parameters)
        if found is None:
            return None
        ends.append(found)
    return ends


def _ends(
    tree: Tree, x: list[Fraction], d: list[Fraction], parameters: Mapping[str, Fraction]
) -> tuple[Fraction, Fraction] | None:
    program, read = VectorProgram([tree]), {int(t.value or 0) for t in in_order([tree]) if t.op == "entry"}
    (value,) = program.values(Point(x, d, parameters), _SLACK)
    values = [value]
    if value.on_switch:
        tied = [i for i in read if x[i] == 0 or any(x[i] == x[k] for k in read if k != i)]
        if not tied or len(tied) > _MOST:
            return None
        beside = [program.values(Point(at, d, parameters), _SLACK)[0] for at in _broken(x, tied)]
        if any(v.on_switch for v in beside):
            return None
        values += beside
    if any(v.conventional or not v.ball.is_finite() for v in values):
        return None
    both = [_rational(v.ball) for v in values]
    return min(low for low, _ in both), max(high for _, high in both)


def _broken(x: list[Fraction], tied: list[int]) -> Iterator[list[Fraction]]:
    """The entries with the tied ones moved apart, in every order, to every side."""
    step = _NEAR * (max(map(abs, x)) or 1)
    for order in permutations(tied):
        for below in range(len(tied) + 1):
            at = list(x)
            for rank, i in enumerate(order):
                at[i] += step * (rank - below if rank < below else rank - below + 1)
            yield at


def _rational(ball: flint.arb) -> tuple[Fraction, Fraction]:
    with flint.ctx.workprec(400):
        parts = [end.mid().man_exp() for end in (ball.lower(), ball.upper())]
    low, high = (Fraction(int(m)) * Fraction(2) ** int(e) for m, e in parts)
    return low, high
