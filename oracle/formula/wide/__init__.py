"""Formulas for all sizes evaluated at large ones: every coordinate at once, in arrays.

The formula is evaluated in a floating-point format that is wider than the tested one: float64 for formats of
up to 42 bits, the long double of the machine (64 bits on x86) for float64. Beside each value goes the running
error bound of :mod:`~proofgrad.oracle.formula.vectors`, in units of the roundoff: it bounds what rounding in
the tested format can do, and, times the roundoff of the wide one, the error of this very evaluation. So each
value comes as an enclosure. Elementary functions are evaluated in Arb and rounded. A coordinate that this
does not decide (a convention, a tie, overflow, underflow of a term) is said to be undecided; Arb evaluates it
from the formula written out.

A sum of n terms counts as n - 1 roundings of the sum of their sizes, in any order; where that would allow
more than 1/32 of it (a sum of 10 terms or more in bfloat16, of 66 in float16), a kernel has to accumulate in
a wider format or pairwise, and 1/32 is all that is allowed.
"""

from __future__ import annotations

from proofgrad.oracle.formula.wide.evaluator import (
    WORK,
    Evaluated,
    WideEvaluator,
    family_shapes,
    sampled,
    wide_type,
)

__all__ = ["WORK", "Evaluated", "WideEvaluator", "family_shapes", "sampled", "wide_type"]
