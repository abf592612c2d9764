"""What else is right than the value itself: conventions, what lies between one-sided values, what is allowed.

Where Lean's total functions decide a value (1/0 = 0), a kernel may answer by IEEE's convention. On a switch
point anything between the smallest and the largest of the value and its one-sided limits is right. And a
person may allow the faults of a class (:data:`~proofgrad.oracle.difftest.tolerances.ALLOWABLE`).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.function import Function, Wanted
from proofgrad.oracle.difftest.sample import Array, Sample, flat
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.inputs import CLASSES
from proofgrad.oracle.ulp import Status

__all__ = ["accept", "allow", "flushed"]

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]


def accept(errors: Floats, got: Array, wanted: Wanted, limit: float) -> int:
    """Set to 0, in place, the errors of answers that follow another convention; tells how many."""
    refs = wanted.refs
    with np.errstate(invalid="ignore"):
        values = got.astype(np.float64)
    ieee = refs.conventional & np.isnan(values)
    if refs.ieee is not None:
        ieee |= refs.conventional & np.isinf(values) & ((values == refs.ieee) | np.isnan(refs.ieee))
    if wanted.nan is not None:
        ieee |= wanted.nan & np.isnan(values)
    if wanted.free is not None:
        ieee |= wanted.free & ~np.isfinite(values)
    if wanted.between is not None:
        at, low, high = wanted.between
        ieee |= at & (low <= values) & (values <= high)
    ieee &= ~(np.abs(errors) <= limit)
    errors[ieee] = 0.0
    found = int(ieee.sum()) + _between(errors, got, values, wanted, limit)
    for index, other, unit in wanted.also:
        with np.errstate(invalid="ignore"):
            same = np.abs(other.errors(got[index]) / unit) <= limit
        same &= ~(np.abs(errors[index]) <= limit)
        errors[index[same]] = 0.0
        found += int(same.sum())
    return found


def _between(errors: Floats, got: Array, values: Floats, wanted: Wanted, limit: float) -> int:
    """Accept what lies between the one-sided values of a switch point, each widened by the limit."""
    refs, kinks = wanted.refs, wanted.refs.kinks
    index = kinks.index
    if not len(index):
        return 0
    here, (left, right) = got[index], kinks.units or (1.0, 1.0)
    with np.errstate(invalid="ignore", over="ignore"):
        sides = np.array(
            [
                refs.values.take(index).errors(here) / wanted.unit[index],
                kinks.left.errors(here) / left,
                kinks.right.errors(here) / right,
            ]
        )
        near = (np.abs(sides) <= limit).any(axis=0)
        between = (np.nanmin(sides, axis=0) <= limit) & (np.nanmax(sides, axis=0) >= -limit)
    known = (kinks.left.status == Status.FINITE) & (kinks.right.status == Status.FINITE)
    accepted = near | (between & np.isfinite(values[index]) & known)
    wrong = ~(np.abs(errors[index]) <= limit)
    errors[index[accepted]] = 0.0
    return int((accepted & wrong).sum())


def allow(
    function: Function, part: Part, sample: Sample, errors: Floats, got: Array, wanted: Wanted, limit: float
) -> int:
    """Set to 0, in place, the errors of answers that are accepted as their class is allowed; how many.

    A class is what is the matter with an answer itself, in any direction and at any input: one that
    underflows is of the class ``underflow`` beside entries of every size.
    """
    count = 0
    with np.errstate(invalid="ignore"):
        values = got.astype(np.float64)
    for name in sorted(function.tolerances.allow & _ALLOWED.keys()):
        rows = np.flatnonzero(~(np.abs(errors) <= limit))
        rows = rows[~np.isnan(errors[rows])]
        rows = rows[_concerned(name, function, part, sample, rows, wanted)]
        if not len(rows):
            continue
        fine = _ALLOWED[name](function, part, sample, rows, values, wanted, limit)
        errors[rows[fine]] = 0.0
        count += int(fine.sum())
    return count


def _concerned(name: str, function: Function, part: Part, sample: Sample, rows: Rows, wanted: Wanted) -> Mask:
    """Which of some answers are of a class."""
    if name == "underflow":
        size = np.abs(wanted.refs.values.approximate()[rows])
        lost: Mask = (size > 0) & (size <= float(function.fmt.min_normal))
        lost |= wanted.codes[rows] == CLASSES.index("underflow")
        return lost
    if name == "kink":
        there: Mask = np.isin(rows, wanted.refs.kinks.index)
        return there
    if name == "subnormal":
        arguments = flat([*sample.x, *sample.direction(part)])
        small = _subnormal(arguments, function).any()
        return _subnormal(wanted.refs.values.approximate()[rows], function) | small
    entries = flat(sample.x)
    return function.reads(part, rows, np.isnan(entries) if name == "nan" else np.isinf(entries))


def _lost(
    function: Function, part: Part, sample: Sample, rows: Rows, got: Floats, wanted: Wanted, limit: float
) -> Mask:
    del part, sample, limit
    value, least = wanted.refs.values.approximate()[rows], float(function.fmt.min_normal)
    fine: Mask = (np.abs(value) <= least) & (np.abs(got[rows] - value) <= least)
    return fine


def _subnormal(values: Floats, function: Function) -> Mask:
    found: Mask = (values != 0) & (np.abs(values) < float(function.fmt.min_normal))
    return found


def flushed(
    function: Function, part: Part, sample: Sample, rows: Rows, got: Floats, wanted: Wanted, limit: float
) -> Mask:
    """Which of some answers are those of a kernel that counts subnormal arguments and results as 0.

    Args:
        function: what the kernel is a kernel of.
        part: which of its maps was called.
        sample: with which arguments.
        rows: entries of the answer.
        got: the answer, in float64.
        wanted: what is wanted there.
        limit: of the errors.
    """
    found: Mask = (got[rows] == 0) & _subnormal(wanted.refs.values.approximate()[rows], function)
    if found.all() or not _subnormal(flat([*sample.x, *sample.direction(part)]), function).any():
        return found
    small = float(function.fmt.min_normal)

    def at_zero_of(a: Array) -> Array:
        return np.where(np.abs(a.astype(np.float64)) < small, np.copysign(0, a), a).astype(a.dtype)

    x, dx = (tuple(map(at_zero_of, arrays)) for arrays in (sample.x, sample.dx))
    plain = replace(sample, x=x, dx=dx, ct=at_zero_of(sample.ct))
    at_zero = function.wanted(part, plain)
    narrow = function.fmt.narrow(got)
    errors = at_zero.scaled(at_zero.refs.values.errors(narrow))
    accept(errors, narrow, at_zero, limit)
    return np.asarray(found | (np.abs(errors[rows]) <= limit))


def _no_number(
    function: Function, part: Part, sample: Sample, rows: Rows, got: Floats, wanted: Wanted, limit: float
) -> Mask:
    del function, part, sample, wanted, limit
    return ~np.isfinite(got[rows])


def _anything(
    function: Function, part: Part, sample: Sample, rows: Rows, got: Floats, wanted: Wanted, limit: float
) -> Mask:
    del function, part, sample, got, wanted, limit
    return np.ones(len(rows), np.bool_)


def _no_larger(
    function: Function, part: Part, sample: Sample, rows: Rows, got: Floats, wanted: Wanted, limit: float
) -> Mask:
    del function, part, sample, limit
    kinks = wanted.refs.kinks
    at = np.searchsorted(kinks.index, rows)
    sides = [np.abs(side.approximate()[at]) for side in (kinks.left, kinks.right)]
    most = np.fmax.reduce([*sides, np.abs(wanted.refs.values.approximate()[rows])])
    fine: Mask = np.isnan(got[rows]) | (np.isfinite(got[rows]) & (np.abs(got[rows]) <= most))
    return fine


_ALLOWED = {
    "underflow": _lost,
    "subnormal": flushed,
    "inf": _no_number,
    "nan": _anything,
    "kink": _no_larger,
}
"""What is accepted in a class that is allowed, as tolerances.ALLOWABLE says; of layouts elsewhere."""
