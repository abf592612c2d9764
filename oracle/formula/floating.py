"""NumPy evaluation of a tree in float64: fast, not rigorous; for scanning, plots and starting points only.

And the one comparison of floats with a rational that is exact: :func:`compare`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula.operations import RING
from proofgrad.oracle.formula.trees import Number, bind

__all__ = ["compare", "evaluate_floats"]

Floats = NDArray[np.float64]


def evaluate_floats(tree: Tree, x: NDArray[Any], params: Mapping[str, Number] | None = None) -> Floats:
    """The formula at `x` in plain float64 arithmetic, with Lean's total functions; no accuracy is
    promised.
    """
    xs = np.asarray(x, dtype=np.float64)
    memo: dict[Tree, Floats] = {}
    with np.errstate(all="ignore"):
        return _value(bind(tree, params or {}), xs, memo)


def _value(t: Tree, x: Floats, memo: dict[Tree, Floats]) -> Floats:
    if t not in memo:
        args = [_value(a, x, memo) for a in t.args]
        memo[t] = np.asarray(_apply(t, x, args), dtype=np.float64)
    return memo[t]


def _apply(t: Tree, x: Floats, v: list[Floats]) -> Any:
    if t.op in RING:
        return RING[t.op](*v)
    match t.op:
        case "var":
            return x
        case "const":
            return np.full_like(x, float(t.value or 0))
        case "pi":
            return np.full_like(x, np.pi)
        case "div":
            return np.where(v[1] == 0, 0.0, v[0] / v[1])
        case "inv":
            return np.where(v[0] == 0, 0.0, 1.0 / v[0])
        case "powi":
            return v[0] ** int(t.value or 0)
        case "max":
            return np.maximum(v[0], v[1])
        case "log":
            return np.where(v[0] == 0, 0.0, np.log(np.abs(v[0])))
        case "sqrt":
            return np.sqrt(np.maximum(v[0], 0.0))
        case "if_gt":
            return np.where(v[0] > v[1], v[2], v[3])
        case "asin" | "acos":
            return getattr(np, t.op)(np.clip(v[0], -1.0, 1.0))
        case "erf" | "erfc":
            return np.vectorize(getattr(math, t.op), otypes=[np.float64])(v[0])
    return getattr(np, t.op)(v[0])  # abs, sign, exp, sinh, cosh, tanh, sin, cos, atan


def compare(xs: Floats, point: Fraction) -> NDArray[np.int64]:
    """The sign of x - point, exactly; nan compares as -1."""
    near = float(point)
    order = np.where(xs > near, 1, np.where(xs == near, 0, -1))
    if Fraction(near) != point:  # the point lies between two floats
        order = np.where(order == 0, 1 if Fraction(near) > point else -1, order)
    return order
