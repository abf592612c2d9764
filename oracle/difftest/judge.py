"""From errors to class results: maximum, median and bias of each class, and which of them are too large.

Median and bias look only at distinct references that the format cannot represent: where a function has
saturated, or is the identity, every kernel is exact, and thousands of such inputs would hide a kernel that
is wrong wherever it has to compute. A class with fewer than :data:`ENOUGH` of them is judged by its maximum
alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.bounds import Bounds
from proofgrad.oracle.difftest.verdict import ClassResult, Worst
from proofgrad.oracle.formula import Reference, References
from proofgrad.oracle.inputs import CLASSES, ROOT_WIDTH, Features
from proofgrad.oracle.ulp import Enclosures, Format, Status

__all__ = ["ENOUGH", "Judged", "accept_conventions", "describe", "judge", "root_scale", "show"]

Array = NDArray[Any]
Floats = NDArray[np.float64]

ENOUGH = 32
"""Inexact references that a class needs before its median and bias mean something."""

_CERTAIN = 4.0
"""Standard errors that a bias must exceed its limit by."""


@dataclass(frozen=True)
class Judged:
    """Class results, and the position of the worst failing (or else the worst) input."""

    classes: Mapping[str, ClassResult]
    worst: int | None
    failed: bool


def accept_conventions(errors: Floats, got: Array, refs: References, bound: float) -> int:
    """Set to 0, in place, the errors of answers that follow another convention; tells how many.

    Where Lean's total functions decide the value, nan is accepted (IEEE's answer). On a kink anything
    between the smallest and the largest of the value and the one-sided limits is, each widened by `bound`
    ULP.
    """
    with np.errstate(invalid="ignore"):
        values = got.astype(np.float64)
    nans = refs.conventional & np.isnan(values)
    errors[nans] = 0.0
    index = refs.kinks.index
    accepted = np.zeros(len(index), np.bool_)
    if len(index):
        here = got[index]
        both = np.array(
            [side.errors(here) for side in (refs.values.take(index), refs.kinks.left, refs.kinks.right)]
        )
        near = (np.abs(both) <= bound).any(axis=0)
        with np.errstate(invalid="ignore"):
            between = (np.nanmin(both, axis=0) <= bound) & (np.nanmax(both, axis=0) >= -bound)
        finite = np.isfinite(values[index]) & np.all(_finite(refs), axis=0)
        accepted = near | (between & finite)
        wrong = np.abs(errors[index]) > bound
        errors[index[accepted]] = 0.0
        accepted &= wrong
    return int(nans.sum() + accepted.sum())


def _finite(refs: References) -> NDArray[np.bool_]:
    return np.array([side.status == Status.FINITE for side in (refs.kinks.left, refs.kinks.right)])


def root_scale(reference: Reference, formula: int, found: Features, fmt: Format) -> Floats:
    """For each root r of a formula, |r|·slope, taken from the formula's size at the neighbourhood's ends."""
    out = []
    for root in found.roots[formula]:
        r = float(fmt.from_ordinal(np.array([root]))[0])
        beside = fmt.narrow(np.array([r * (1 - ROOT_WIDTH), r * (1 + ROOT_WIDTH)]))
        sizes = np.abs(reference.enclose(beside, fmt)[formula].values.approximate())
        out.append(float(np.max(sizes)) / ROOT_WIDTH)
    return np.array(out)


def judge(
    x: Array,
    got: Array,
    errors: Floats,
    rounding: Floats,
    codes: NDArray[np.uint8],
    wanted: Enclosures,
    bounds: Bounds,
    *,
    exact: bool,
    fair: int | None = None,
    proved: NDArray[np.bool_] | None = None,
    runtime: NDArray[np.bool_] | None = None,
) -> Judged:
    """Class results of one comparison.

    Args:
        x: inputs.
        got: answers.
        errors: signed, in ULP (near a root, if the bounds say that the formula cancels, in ULP of the root's
            scale); nan where the reference is unknown.
        rounding: errors of correctly rounded answers, in the same units.
        codes: classes of the inputs.
        wanted: references.
        bounds: limits.
        exact: whether x is every number of the format.
        fair: how many of the inputs, from the first, were chosen without looking at errors; median and bias
            are theirs.
        proved: which inputs lie in the proved domain, if that is known; only counted.
        runtime: which lie in the runtime domain; only counted.
    """
    classes: dict[str, ClassResult] = {}
    worst: tuple[float, int] | None = None
    fair = len(x) if fair is None else fair
    for code, name in enumerate(CLASSES):
        index = np.flatnonzero((codes == code) & ~np.isnan(errors))
        if not len(index):
            continue
        sizes = np.abs(errors[index])
        at = int(np.argmax(sizes))
        sample = index[index < fair]
        median, bias, spread = _statistics(errors[sample], rounding[sample], wanted.take(sample))
        failed = []
        if not sizes[at] <= bounds.maximum:
            failed.append("max")
        if spread is not None:
            failed += ["median"] * (median > bounds.median)
            failed += ["bias"] * (abs(bias) - _CERTAIN * spread > bounds.bias)
        i = int(index[at])
        classes[name] = ClassResult(
            count=len(index),
            max_ulp=float(sizes[at]),
            median_ulp=median,
            bias_ulp=bias,
            over=int((sizes > bounds.maximum).sum()),
            worst=_worst(wanted, x, got, i),
            bound=bounds.maximum,
            exact=exact,
            unit="ulp of the root's scale" if name == "root" and bounds.cancels else "ulp",
            failed=tuple(failed),
            proved=None if proved is None else int(proved[index].sum()),
            runtime=None if runtime is None else int(runtime[index].sum()),
        )
        badness = float(sizes[at]) / max(bounds.maximum, 2.0**-20) + (1e9 if failed else 0.0)
        if worst is None or badness > worst[0]:
            worst = (badness, i)
    return Judged(classes, worst[1] if worst else None, any(c.failed for c in classes.values()))


def _statistics(e: Floats, rounding: Floats, wanted: Enclosures) -> tuple[float, float, float | None]:
    """(median of sizes, bias, standard error of the bias or None if too few to judge) over inexact distinct
    references.

    The bias is the mean of what the errors have beyond those of correct rounding: where thousands of inputs
    share one result (softplus of small numbers in 16 bits), correct rounding has a mean error of its own.
    """
    inexact = np.flatnonzero(
        (wanted.status == Status.FINITE) & (np.abs(wanted.fraction) > 2.0**-9) & np.isfinite(e)
    )
    keys = np.stack([wanted.whole[inexact], wanted.exponent[inexact].astype(np.float64)])
    _, first = np.unique(keys, axis=1, return_index=True)
    chosen = inexact[first]
    judged = len(chosen) >= ENOUGH
    if not judged:
        chosen = np.flatnonzero(np.isfinite(e))
    if not len(chosen):
        return (float("inf") if len(e) else 0.0), 0.0, None
    beyond = e[chosen] - rounding[chosen]
    with np.errstate(over="ignore"):  # errors of 1e300 have a spread of inf
        spread = float(np.std(beyond)) / float(np.sqrt(len(beyond)))
    return float(np.median(np.abs(e[chosen]))), float(np.mean(beyond)), spread if judged else None


def _worst(wanted: Enclosures, x: Array, got: Array, i: int) -> Worst:
    fmt = wanted.format
    return Worst(show(x[i]), fmt.hex(x[i]), show(got[i]), describe(wanted, i))


def show(value: Any) -> str:
    """The shortest decimal that reads back to the same number of its dtype."""
    return str(np.asarray(value).item()) if np.asarray(value).dtype == np.float64 else str(value)


def describe(wanted: Enclosures, i: int) -> str:
    """A reference in decimal, with a few digits more than the format has."""
    status = wanted.status[i]
    if status == Status.FINITE:
        return _decimal(wanted, i)
    return {Status.POSITIVE_OVERFLOW: "inf", Status.NEGATIVE_OVERFLOW: "-inf", Status.NAN: "nan"}.get(
        Status(int(status)), "unknown"
    )


def _decimal(wanted: Enclosures, i: int) -> str:
    from decimal import Context

    value = wanted.exact(i)
    context = Context(prec=int(wanted.format.precision * 0.302) + 5, Emin=-2000, Emax=2000)
    return str(context.divide(value.numerator, value.denominator).normalize(context)).lower()
