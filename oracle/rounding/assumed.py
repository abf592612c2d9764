"""What is supposed of NumPy's functions: a relative error for each, in hundredths of the unit of rounding.

One unit is half an ULP at a power of two. Nothing of this is proven: `tests/oracle/rounding/test_assumed.py`
measures it, and `proofgrad bound` measures kernels against what follows from it.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["NORMAL_ONLY", "PAIR", "SUPPOSED", "THROUGH"]

PAIR = 4
"""Of `expPair` in float64: the double-double exponential of the project's own kernels."""

SUPPOSED: Mapping[str, Mapping[str, int]] = {
    "exp": {"float64": 125, "float32": 510},
    "log": {"float64": 125, "float32": 770},
    "log1p": {"float64": 150, "float32": 400},
    "expm1": {"float64": 150, "float32": 400},
    "tanh": {"float64": 200, "float32": 300},
    "sin": {"float64": 125, "float32": 320},
    "cos": {"float64": 125, "float32": 320},
}
"""Function -> format -> hundredths of the unit of rounding."""

NORMAL_ONLY = frozenset({("exp", "float32")})
"""Functions and formats of which what is supposed is false where the result is subnormal: NumPy 2.4's exp of
-89.036995 in float32 is off by 0.74 of the least float, and not by half of it. Nothing is bounded there."""

THROUGH: Mapping[tuple[str, str], str] = {("float64", "bfloat16"): "float32"}
"""(from, to) -> the format that a conversion rounds to on the way: ml_dtypes has no other for these."""
