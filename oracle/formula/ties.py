"""What a derivative may be where entries are tied: its values beside the tie, whichever is larger there.

At a tie (the maximum of two equal numbers, an entry of a window that is as large as another) nothing is
differentiable, and jvp may answer anything between what it is where the tie is broken one way or another. A
formula says more than its choices one by one: where a is larger b is smaller.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import permutations

import flint
import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.formula.coordinates import AtSize
from proofgrad.oracle.formula.vectors import Point

__all__ = ["beside_ties"]

Floats = NDArray[np.float64]

_NEAR = Fraction(1, 2**200)
"""By what a tie is broken, of the entries' size: less than any rounding."""
_MOST = 3
"""Of more entries that are tied nothing is said: there are too many ways."""
_SLACK = 2.0**-60


def beside_ties(
    size: AtSize, x: Floats, d: Floats, parameters: Mapping[str, Fraction]
) -> list[tuple[Fraction, Fraction]] | None:
    """For every coordinate of a derivative the least and the largest that it is at a tie, and beside it.

    Args:
        size: the formula at its size.
        x: the entries of all inputs, one after the other; finite.
        d: of the direction.
        parameters: values of the formula's parameters.

    Returns:
        Both ends, to 60 bits; None where nothing is tied, or too much, or a value cannot be told.
    """
    exact, along = ([Fraction(v) for v in a.tolist()] for a in (x, d))
    ends: list[tuple[Fraction, Fraction]] = []
    for at in _broken(exact):
        found = size.values("jvp", Point(at, along, parameters), _SLACK, 0.0)
        if any(v.conventional or not v.ball.is_finite() for v in found):
            return None
        if ends and any(v.on_switch for v in found):
            return None
        here = [_rational(v.ball) for v in found]
        pairs = zip(ends, here, strict=True) if ends else ((pair, pair) for pair in here)
        ends = [(min(a[0], b[0]), max(a[1], b[1])) for a, b in pairs]
    return ends or None


def _broken(x: list[Fraction]) -> Iterator[list[Fraction]]:
    """The entries as they are; then with the tied ones moved apart, in every order, to every side."""
    tied = [i for i, v in enumerate(x) if v == 0 or x.count(v) > 1]
    if not tied or len(tied) > _MOST:
        return
    yield x
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
