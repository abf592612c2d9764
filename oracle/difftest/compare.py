"""One comparison for all: a kernel's answer beside the references, with what else is right there.

Where Lean's total functions decide a value (1/0 = 0), a kernel may answer by IEEE's convention: nan, or the
infinity that its arithmetic gives. On a switch point anything between the smallest and the largest of the
value and its one-sided limits is right. Nothing else is: what no theorem decides is not what nobody judges.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.accept import accept, allow
from proofgrad.oracle.difftest.function import Function, Wanted
from proofgrad.oracle.difftest.sample import Array, Sample
from proofgrad.oracle.difftest.text import describe, show
from proofgrad.oracle.difftest.tolerances import Tolerances
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
        ulps: the same errors in ULP of the wanted values, whatever the function's unit.
        rounding: the errors that correctly rounded answers have, in the same units.
        codes: classes (indices into :data:`~proofgrad.oracle.inputs.CLASSES`).
        wanted: references.
        conventions: how many answers followed another convention than Lean's.
        runtime: where a kernel is expected to return a number: the runtime domain.
        proved: where a theorem's hypotheses hold; None if that is unknown.
        kinks: entries on switch points.
        allowed: how many answers are accepted only because their class was allowed.
        unknown: how many references could not be decided that should have been.
    """

    functions: tuple[Function, ...]
    samples: tuple[Sample, ...]
    owner: NDArray[np.intp]
    place: NDArray[np.intp]
    got: Array
    errors: Floats
    ulps: Floats
    rounding: Floats
    codes: NDArray[np.uint8]
    wanted: Enclosures
    conventions: int
    runtime: NDArray[np.bool_]
    proved: NDArray[np.bool_] | None
    kinks: tuple[Kink, ...]
    unknown: int
    allowed: int = 0

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
            np.concatenate([p.ulps for p in parts]),
            np.concatenate([p.rounding for p in parts]),
            np.concatenate([p.codes for p in parts]),
            Enclosures.concatenated([p.wanted for p in parts]),
            sum(p.conventions for p in parts),
            np.concatenate([p.runtime for p in parts]),
            np.concatenate(proved) if len(proved) == len(parts) else None,
            tuple(kink for p in parts for kink in p.kinks),
            sum(p.unknown for p in parts),
            sum(p.allowed for p in parts),
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


def compare(
    function: Function, part: Part, sample: Sample, got: Array, wanted: Wanted | None = None
) -> Measurement:
    """One answer against what is wanted.

    Args:
        function: what the kernel is a kernel of.
        part: which of its maps was called.
        sample: with which arguments.
        got: the answer, in the tested dtype; several arrays one after the other.
        wanted: what is wanted there; None: it is asked for.
    """
    wanted = function.wanted(part, sample) if wanted is None else wanted
    got = got.ravel()
    values = wanted.refs.values
    limit = function.bounds(part).maximum
    raw = values.errors(got)
    errors = wanted.scaled(raw)
    if function.tolerances.close:
        _directly(errors, got, values, function.tolerances)
    conventions = accept(errors, got, wanted, limit)
    allowed = allow(function, part, sample, errors, got, wanted, limit)
    ulps = np.where(errors == 0, 0.0, _ulps(values, raw))
    return Measurement(
        (function,),
        (sample,),
        np.zeros(len(got), np.intp),
        np.arange(len(got)),
        got,
        errors,
        ulps,
        wanted.scaled(-values.fraction),
        wanted.codes,
        values,
        conventions,
        wanted.runtime,
        wanted.proved,
        _kinks(function, sample, got, wanted, errors, limit),
        _unknown(wanted),
        allowed,
    )


def _directly(errors: Floats, got: Array, values: Enclosures, tolerances: Tolerances) -> None:
    """Set, in place, the errors of numbers in units of what numpy.testing accepts: beside an absolute
    tolerance the ULP of a small value may be beyond all numbers."""
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        numbers, wanted = got.astype(np.float64), values.approximate()
        rows = np.isfinite(numbers) & np.isfinite(wanted)
        accepted = (tolerances.atol or 0.0) + (tolerances.rtol or 0.0) * np.abs(wanted[rows])
        off = numbers[rows] - wanted[rows]
        errors[rows] = np.where(off == 0, 0.0, off / accepted)


def _ulps(values: Enclosures, raw: Floats) -> Floats:
    """Errors in ULP of the values, out of errors in the units of the enclosures, which may be larger."""
    fmt = values.format
    with np.errstate(over="ignore", under="ignore"):
        bits = np.frexp(values.whole + values.fraction)[1].astype(np.int64)
        level = np.where(values.whole + values.fraction == 0, fmt.tiny_exponent, bits + values.exponent)
        level = np.maximum(level - fmt.precision, fmt.tiny_exponent)
        found: Floats = np.ldexp(raw, np.maximum(values.exponent - level, 0))
    return found


def _unknown(wanted: Wanted) -> int:
    """How many references could not be decided, where something could be said."""
    unknown = wanted.refs.values.status == Status.UNKNOWN
    return int((unknown if wanted.refs.open is None else unknown & ~wanted.refs.open).sum())


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
