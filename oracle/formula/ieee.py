"""What IEEE 754 makes of a vector formula where Lean's total functions decide: 1/0 is an infinity.

Plain float64 arithmetic, of no use for any finite value; it tells which infinity, if one, a kernel may answer
where a theorem has nothing but a convention to say.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree, in_order
from proofgrad.oracle.formula.operations import RING

__all__ = ["ieee_values"]

Floats = NDArray[np.float64]


def ieee_values(
    trees: Sequence[Tree], entries: Floats, tangents: Floats, parameters: Mapping[str, Fraction]
) -> Floats:
    """Each formula at entries (with signed zeros) in plain float64."""
    known: dict[Tree, Any] = {}
    with np.errstate(all="ignore"):
        for tree in in_order(trees):
            known[tree] = np.float64(
                _value(tree, [known[arg] for arg in tree.args], entries, tangents, parameters)
            )
    return np.array([known[tree] for tree in trees], dtype=np.float64)


def _value(
    t: Tree, v: list[Any], entries: Floats, tangents: Floats, parameters: Mapping[str, Fraction]
) -> Any:
    if t.op in RING:
        return RING[t.op](*v)
    match t.op:
        case "entry":
            return entries[int(t.value or 0)]
        case "tangent":
            return tangents[int(t.value or 0)]
        case "param":
            return float(parameters[str(t.value)])
        case "const":
            return float(t.value or 0)
        case "pi":
            return np.pi
        case "div":
            return v[0] / v[1]
        case "inv":
            return np.float64(1.0) / v[0]
        case "powi":
            return v[0] ** int(t.value or 0)
        case "max":
            return np.maximum(v[0], v[1])
        case "if_gt":
            return v[2] if v[0] > v[1] else v[3]
    other = _OTHERS.get(t.op)
    # else abs, sign, exp, log, sqrt, sinh, cosh, tanh, sin, cos
    return getattr(np, t.op)(v[0]) if other is None else other(v[0])


_OTHERS: Mapping[str, Callable[[Any], Any]] = {
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "erf": math.erf,
    "erfc": math.erfc,
}
"""Operators that NumPy has by another name, or not at all."""
