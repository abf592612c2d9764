"""One comparison for all: a kernel's answer beside the references, with what else is right there.

Where Lean's total functions decide a value (1/0 = 0), a kernel may answer by IEEE's convention: nan, or the
infinity that its arithmetic gives. On a switch point anything between the smallest and the largest of the
value and its one-sided limits is right. Nothing else is: what no theorem decides is not what nobody judges.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.function import Function, Wanted
from proofgrad.oracle.difftest.sample import Array, Sample
from proofgrad.oracle.difftest.text import describe, show
from proofgrad.oracle.difftest.verdict import Kink, Worst
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.ulp import Enclosures, Status

__all__ = ["Measurement", "compare"]

Floats = NDArray[np.float64]

_KINKS = 32
"""So many are listed at most."""


@dataclass(frozen=True)
class Measurement:
    """Answers of a kernel beside the references; a row for each entry of each answer.

    Attributes:
        functions: what was asked for, one for each sample.
        samples: where.
        owner: for each row the place of its sample.
        place: for each row which entry of the answer it is.
        got: answers.
        errors: signed, in the function's unit; 0 where a convention was followed; nan where the reference is
            unknown.
        rounding: the errors that correctly rounded answers have, in the same units.
        codes: classes (indices into :data:`~proofgrad.oracle.inputs.CLASSES`).
        wanted: references.
        conventions: how many answers followed another convention than Lean's.
        runtime: where a kernel is expected to return a number: the runtime domain.
        proved: where a theorem's hypotheses hold; None if that is unknown.
        kinks: entries on switch points.
        unknown: how many references could not be decided that should have been.
    """

    functions: tuple[Function, ...]
    samples: tuple[Sample, ...]
    owner: NDArray[np.intp]
    place: NDArray[np.intp]
    got: Array
    errors: Floats
    rounding: Floats
    codes: NDArray[np.uint8]
    wanted: Enclosures
    conventions: int
    runtime: NDArray[np.bool_]
    proved: NDArray[np.bool_] | None
    kinks: tuple[Kink, ...]
    unknown: int

    def __len__(self) -> int:
        return len(self.errors)

    def joined(self, *others: Measurement) -> Measurement:
        """All, in this order."""
        if not others:
            return self
        parts = (self, *others)
        starts = np.cumsum([0, *(len(p.samples) for p in parts[:-1])])
        proved = [p.proved for p in parts if p.proved is not None]
        return Measurement(
            tuple(f for p in parts for f in p.functions),
            tuple(s for p in parts for s in p.samples),
            np.concatenate([p.owner + start for p, start in zip(parts, starts, strict=True)]),
            np.concatenate([p.place for p in parts]),
            np.concatenate([p.got for p in parts]),
            np.concatenate([p.errors for p in parts]),
            np.concatenate([p.rounding for p in parts]),
            np.concatenate([p.codes for p in parts]),
            Enclosures.concatenated([p.wanted for p in parts]),
            sum(p.conventions for p in parts),
            np.concatenate([p.runtime for p in parts]),
            np.concatenate(proved) if len(proved) == len(parts) else None,
            tuple(kink for p in parts for kink in p.kinks),
            sum(p.unknown for p in parts),
        )

    def worst(self, row: int) -> Worst:
        """A row, to be shown."""
        function, sample, place = self.source(row)
        return Worst(*function.shown(sample, place), show(self.got[row]), describe(self.wanted, row))

    def source(self, row: int) -> tuple[Function, Sample, int]:
        """What was asked for where, and which entry of the answer a row is."""
        owner = int(self.owner[row])
        return self.functions[owner], self.samples[owner], int(self.place[row])

    @property
    def unit(self) -> str:
        """What errors are counted in."""
        return self.functions[0].unit


def compare(function: Function, part: Part, sample: Sample, got: Array) -> Measurement:
    """One answer against what is wanted.

    Args:
        function: what the kernel is a kernel of.
        part: which of its maps was called.
        sample: with which arguments.
        got: the answer, in the tested dtype; several arrays one after the other.
    """
    wanted = function.wanted(part, sample)
    got = got.ravel()
    values = wanted.refs.values
    limit = function.bounds(part).maximum
    errors = wanted.scaled(values.errors(got))
    conventions = _accept(errors, got, wanted, limit)
    return Measurement(
        (function,),
        (sample,),
        np.zeros(len(got), np.intp),
        np.arange(len(got)),
        got,
        errors,
        wanted.scaled(-values.fraction),
        wanted.codes,
        values,
        conventions,
        wanted.runtime,
        wanted.proved,
        _kinks(function, sample, got, wanted, errors, limit),
        _unknown(wanted),
    )


def _unknown(wanted: Wanted) -> int:
    """How many references could not be decided, where something could be said."""
    unknown = wanted.refs.values.status == Status.UNKNOWN
    return int((unknown if wanted.refs.open is None else unknown & ~wanted.refs.open).sum())


def _accept(errors: Floats, got: Array, wanted: Wanted, limit: float) -> int:
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
    ieee &= ~(np.abs(errors) <= limit)
    errors[ieee] = 0.0
    found = int(ieee.sum()) + _between(errors, got, values, wanted, limit)
    if wanted.also is not None:
        index, other = wanted.also
        same = np.abs(other.errors(got[index])) <= limit
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


def _kinks(
    function: Function, sample: Sample, got: Array, wanted: Wanted, errors: Floats, limit: float
) -> tuple[Kink, ...]:
    refs = wanted.refs
    found: list[Kink] = []
    for n, i in enumerate(refs.kinks.index[:_KINKS].tolist()):
        text, bits = function.shown(sample, i)
        found.append(
            Kink(
                input=text,
                input_hex=bits,
                got=show(got[i]),
                wanted=describe(refs.values, i),
                left=describe(refs.kinks.left, n),
                right=describe(refs.kinks.right, n),
                accepted=bool(abs(errors[i]) <= limit),
                proved=None if wanted.proved is None else bool(wanted.proved[i]),
            )
        )
    return tuple(found)
