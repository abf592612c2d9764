"""From errors to class results: maximum, median and bias of each class, and which of them are too large.

Median and bias look only at distinct references that the format cannot represent: where a function has
saturated, or is the identity, every kernel is exact, and thousands of such inputs would hide a kernel that
is wrong wherever it has to compute. A class with fewer than :data:`ENOUGH` of them is judged by its maximum
alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.bounds import Bounds
from proofgrad.oracle.difftest.compare import Measurement
from proofgrad.oracle.difftest.grading import grade
from proofgrad.oracle.difftest.verdict import ClassResult
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.inputs import CLASSES
from proofgrad.oracle.ulp import Enclosures, Status
from proofgrad.oracle.ulp.distinct import first_of_each

__all__ = ["ENOUGH", "Judged", "judge"]

Floats = NDArray[np.float64]

ENOUGH = 32
"""Inexact references that a class needs before its median and bias mean something."""

_CERTAIN = 4.0
"""Standard errors that a bias must exceed its limit by."""


@dataclass(frozen=True)
class Judged:
    """Class results of one function, and the row of the worst failing (or else the worst) input.

    Attributes:
        classes: the results.
        rows: for each class the row of its worst input.
        worst: the row of the worst of all; None if nothing was judged.
    """

    classes: Mapping[str, ClassResult]
    rows: Mapping[str, int]
    worst: int | None


def judge(m: Measurement, part: Part, bounds: Bounds, *, exact: bool, fair: int) -> Judged:
    """Class results of one comparison.

    Args:
        m: what was measured.
        part: which map.
        bounds: limits.
        exact: whether the inputs are every number of the format.
        fair: how many of the rows, from the first, were chosen without looking at errors; median and bias
            are theirs.
    """
    classes: dict[str, ClassResult] = {}
    rows: dict[str, int] = {}
    worst: tuple[float, int] | None = None
    for code, name in enumerate(CLASSES):
        index = np.flatnonzero((m.codes == code) & ~np.isnan(m.errors))
        if not len(index):
            continue
        sizes = np.abs(m.errors[index])
        at = int(np.argmax(sizes))
        sample = index[index < fair]
        median, bias, spread = _statistics(m.errors[sample], m.rounding[sample], m.wanted.take(sample))
        failed = []
        if not sizes[at] <= bounds.maximum:
            failed.append("max")
        if spread is not None:
            failed += ["median"] * (median > bounds.median)
            failed += ["bias"] * (abs(bias) - _CERTAIN * spread > bounds.bias)
        i = int(index[at])
        found, wrong = grade(m, part, index, bounds.maximum, failed=bool(failed))
        if len(wrong):
            i = int(wrong[0])
        classes[name] = ClassResult(
            count=len(index),
            max_ulp=float(sizes[at]),
            median_ulp=median,
            bias_ulp=bias,
            over=int((~(sizes <= bounds.maximum)).sum()),
            worst=m.worst(i),
            bound=bounds.maximum,
            exact=exact,
            unit=f"{m.unit} of the root's scale" if name == "root" and bounds.cancels else m.unit,
            failed=tuple(failed),
            grade=found,
            wrong=len(wrong),
            proved=None if m.proved is None else int(m.proved[index].sum()),
            runtime=int(m.runtime[index].sum()),
        )
        rows[name] = i
        badness = float(sizes[at]) / max(bounds.maximum, 2.0**-20) + (1e9 if failed else 0.0)
        badness += 1e300 if len(wrong) else 0.0
        if worst is None or badness > worst[0]:
            worst = (badness, i)
    return Judged(classes, rows, worst[1] if worst else None)


def _statistics(e: Floats, rounding: Floats, wanted: Enclosures) -> tuple[float, float, float | None]:
    """(median of sizes, bias, standard error of the bias or None if too few to judge) over inexact distinct
    references.

    The bias is the mean of what the errors have beyond those of correct rounding: where thousands of inputs
    share one result (softplus of small numbers in 16 bits), correct rounding has a mean error of its own.
    Where a reference is so near the middle between two numbers that its enclosure does not tell which is
    nearer, either is the correctly rounded one.
    """
    inexact = np.flatnonzero(
        (wanted.status == Status.FINITE) & (np.abs(wanted.fraction) > 2.0**-9) & np.isfinite(e)
    )
    chosen = inexact[first_of_each(wanted.whole[inexact], wanted.exponent[inexact])]
    judged = len(chosen) >= ENOUGH
    if not judged:
        chosen = np.flatnonzero(np.isfinite(e))
    if not len(chosen):
        return (float("inf") if len(e) else 0.0), 0.0, None
    beyond = e[chosen] - rounding[chosen]
    tie = np.abs(np.abs(wanted.fraction[chosen]) - 0.5) <= wanted.slack[chosen] + 2.0**-40
    beyond[tie & (np.abs(np.abs(e[chosen]) - np.abs(rounding[chosen])) <= 2.0**-9)] = 0.0
    with np.errstate(over="ignore"):  # errors of 1e300 have a spread of inf
        spread = float(np.std(beyond)) / float(np.sqrt(len(beyond)))
    return float(np.median(np.abs(e[chosen]))), float(np.mean(beyond)), spread if judged else None
