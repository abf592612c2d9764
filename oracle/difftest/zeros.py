"""The sign of a zero result at a zero input.

A theorem about reals does not know -0, but every float format does, and 1/f(-0) is -inf or +inf by it. Of an
odd function such as tanh, f(-0) must be -f(0), as IEEE 754-2019 (9.2.1) asks. Other functions may answer
either zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from proofgrad.oracle.difftest.compare import Measurement
from proofgrad.oracle.difftest.elementwise import Elementwise
from proofgrad.oracle.difftest.text import show
from proofgrad.oracle.difftest.verdict import ClassResult, Worst
from proofgrad.oracle.ulp import Status

__all__ = ["signed_zeros"]


def signed_zeros(
    function: Elementwise, measured: Measurement, classes: Mapping[str, ClassResult]
) -> Mapping[str, ClassResult]:
    """The class ``zero`` with ``sign`` among what failed, if a forward result is the wrong zero; else {}."""
    if "zero" not in classes or not _odd(function):
        return {}
    x = measured.samples[0].x[0]
    with np.errstate(invalid="ignore"):  # ml_dtypes warns when it compares a nan
        places = np.flatnonzero((x == 0) & (measured.got[: len(x)] == 0))
    slope = function.wanted("jvp", measured.samples[0]).refs.values
    for i in places.tolist():
        if slope.status[i] != Status.FINITE or abs(slope.whole[i]) < 1:
            continue
        negative = bool(np.signbit(x[i])) != bool(slope.whole[i] < 0)
        if bool(np.signbit(measured.got[i])) == negative:
            continue
        zero, wanted = classes["zero"], "-0.0" if negative else "0.0"
        worst = Worst(show(x[i]), function.fmt.hex(x[i]), show(measured.got[i]), wanted)
        return {
            "zero": replace(zero, failed=(*zero.failed, "sign"), worst=zero.worst if zero.failed else worst)
        }
    return {}


def _odd(function: Elementwise) -> bool:
    """Whether f(-x) = -f(x), as far as a few inputs tell."""
    x = function.fmt.narrow(np.array([0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0]))
    right, left = (function.references("forward", z).values for z in (x, -x))
    if not ((right.status == Status.FINITE) & (left.status == Status.FINITE)).all():
        return False
    apart = np.abs(right.whole + left.whole) + np.abs(right.fraction + left.fraction)
    return bool((right.exponent == left.exponent).all() and (apart <= right.slack + left.slack).all())
