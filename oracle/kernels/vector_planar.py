"""NumPy kernels of two numbers, length and angle, maximum and minimum, and of the extremes of many."""

# ruff: noqa: ARG005 -- the functions of the table have one signature, whether or not they use all of it

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from proofgrad.oracle.kernels.vector_base import Floats, Forward, Jvp, Options, Vjp

__all__ = ["PLANAR", "of_two"]

Arrays = Sequence[Floats]
Parts = tuple[Forward, Jvp, Vjp]


def of_two(fa: Any, fb: Any) -> tuple[Jvp, Vjp]:
    """JVP and VJP of a function of two numbers, entry by entry, from its partial derivatives."""

    def jvp(x: Arrays, d: Arrays, _: Options) -> Floats:
        return np.asarray(fa(*x) * d[0] + fb(*x) * d[1])

    def vjp(x: Arrays, ct: Floats, _: Options) -> tuple[Floats, Floats]:
        return fa(*x) * ct, fb(*x) * ct

    return jvp, vjp


def _leg(a: Floats, b: Floats) -> Floats:
    """a/√(a² + b²); both are made larger where their hypotenuse would be subnormal."""
    small = np.maximum(np.abs(a), np.abs(b)) < 2.0**-900
    factor = np.where(small, 2.0**600, 1.0)
    return np.asarray(a * factor / np.hypot(a * factor, b * factor))


def _angle_change(a: Floats, b: Floats, da: Floats | float, db: Floats | float) -> Floats:
    """(b da - a db)/(a² + b²); both are made larger or smaller where their squares would be subnormal or
    overflow, and the quotient is taken last."""
    size = np.maximum(np.abs(a), np.abs(b))
    factor = np.where(size < 2.0**-400, 2.0**500, np.where(size > 2.0**400, 2.0**-500, 1.0))
    y, x = a * factor, b * factor
    hypotenuse = np.hypot(x, y)
    return np.asarray(((x / hypotenuse) * da - (y / hypotenuse) * db) / hypotenuse * factor)


def _winner(a: Floats, b: Floats) -> Floats:
    """The share of the greater of two numbers: 1, of the lesser 0, of equal ones 1/2."""
    return np.where(np.isnan(a + b), np.nan, np.where(a > b, 1.0, np.where(a < b, 0.0, 0.5)))


def _extreme(x: Floats, least: bool) -> Floats:
    """1 where the greatest or least entry is, else 0."""
    return np.asarray((x == (x.min() if least else x.max())).astype(np.float64))


def _of_all(*, least: bool) -> Parts:
    """The greatest or the least of all entries; the theorem's 0 where there is none."""
    return (
        lambda x, o: (x[0].min() if least else x[0].max()) if x[0].size else 0.0,
        lambda x, d, o: np.sum(_extreme(x[0], least) * d[0]) if x[0].size else 0.0,
        lambda x, ct, o: (_extreme(x[0], least) * ct if x[0].size else x[0],),
    )


PLANAR: Mapping[str, Parts] = {
    "hypot": (
        lambda x, o: np.hypot(x[0], x[1]),
        *of_two(_leg, lambda a, b: _leg(b, a)),
    ),
    "atan2": (
        lambda x, o: np.arctan2(x[0] + 0.0, x[1] + 0.0),  # -0 is 0: the angle is π on the half-line, 0 at 0
        lambda x, d, o: _angle_change(x[0], x[1], d[0], d[1]),
        lambda x, ct, o: (_angle_change(x[0], x[1], ct, 0.0), _angle_change(x[0], x[1], 0.0, ct)),
    ),
    "maximum": (
        lambda x, o: np.maximum(x[0], x[1]),
        *of_two(_winner, lambda a, b: _winner(b, a)),
    ),
    "minimum": (
        lambda x, o: np.minimum(x[0], x[1]),
        *of_two(lambda a, b: _winner(b, a), _winner),
    ),
    "maxElem": _of_all(least=False),
    "minElem": _of_all(least=True),
}
"""By short name of the node: value, derivative, transposed derivative."""
