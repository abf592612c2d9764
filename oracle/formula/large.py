"""References of a vector formula at a large size: coordinates from arrays, a few undecided ones from Arb.

In the form of :mod:`~proofgrad.oracle.formula.coordinates`. What arrays do not decide (a convention, a tie,
what overflows even the wide type) is evaluated in Arb for a few coordinates, the first and the last of them
among these; nothing is said of the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.instantiate import Concrete
from proofgrad.oracle.formula.coordinates import (
    FARTHEST,
    ROUNDING_BITS,
    SLACK,
    CoordinateReference,
    Part,
    digest,
)
from proofgrad.oracle.formula.reference import Kinks, References
from proofgrad.oracle.formula.vectors import Point, Value, VectorProgram
from proofgrad.oracle.formula.wide import Evaluated, WideEvaluator, sampled, wide_type
from proofgrad.oracle.ulp import Enclosures, Format, Status
from proofgrad.oracle.ulp.distinct import distinct

__all__ = ["LargeReference"]

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

_BY_ARB = 4
"""So many coordinates that arrays do not decide are evaluated in Arb, at most."""
_TERMS = 6000
"""Operations of these coordinates, together."""


class _Some:
    """Some coordinates of a formula, written out: all that is asked for."""

    def __init__(self, concrete: Concrete, part: Part, rows: Sequence[int]) -> None:
        self.inputs, self.output, self.label = concrete.inputs, concrete.output, concrete.label
        self._trees = concrete.coordinates(part, rows)
        self._program = VectorProgram(self._trees)

    def values(
        self,
        part: Part,  # noqa: ARG002 -- it has one
        point: Point,
        slack: float,
        unit: float,
        least: float = 0.0,
        *,
        hull: bool = False,
    ) -> list[Value]:
        return self._program.values(point, slack, unit, least, hull=hull)

    def trees(self, part: Part) -> Sequence[Tree]:  # noqa: ARG002
        return self._trees

    def digest(self, part: Part) -> str:  # noqa: ARG002
        return digest(self._trees)


class _Size:
    """A formula at a large size: what it is, without its coordinates written out."""

    def __init__(self, concrete: Concrete) -> None:
        self.concrete = concrete
        self.inputs, self.output = concrete.inputs, concrete.output
        kinds = {v.name: v.kind for v in concrete.formula.variables}
        shown = [(n, text) for n, text in concrete.sizes if kinds[n] != "table"]
        self.label = ", ".join(f"{name} = {text}" for name, text in shown)

    def trees(self, part: Part) -> Sequence[Tree]:  # noqa: ARG002 -- too many
        return ()

    def digest(self, part: Part) -> str:
        text = f"{part} {self.concrete.sizes} {getattr(self.concrete.formula, part)}"
        return hashlib.sha256(text.encode()).hexdigest()


class LargeReference:
    """As :class:`~proofgrad.oracle.formula.coordinates.CoordinateReference`, for a formula that holds at
    every size.

    Args:
        concrete: the formula at its sizes.
        parameters: numbers, and arrays for families of numbers.
        seed: of which coordinates are evaluated where all are too much work.
        strict: as in :class:`~proofgrad.oracle.formula.coordinates.CoordinateReference`.
    """

    def __init__(
        self, concrete: Concrete, parameters: Mapping[str, Any], seed: int = 0, *, strict: bool = False
    ) -> None:
        self.strict = strict
        self.concrete, self.arrays, self.seed = concrete, dict(parameters), seed
        self.size = _Size(concrete)
        self._known: dict[tuple[str, str, bytes], Any] = {}
        self._evaluators: dict[tuple[Part, Any, float, float], WideEvaluator] = {}

    @cached_property
    def parameters(self) -> dict[str, Fraction]:
        """Values of parameters, exactly, those of families entry by entry."""
        out: dict[str, Fraction] = {}
        for name, value in self.arrays.items():
            array = np.asarray(value, dtype=np.float64)
            for index in np.ndindex(array.shape):
                label = f"{name}[{', '.join(map(str, index))}]" if array.shape else name
                out[label] = Fraction(float(array[index]))
        return out

    def _evaluator(self, part: Part, dtype: Any, unit: float, least: float = 0.0) -> WideEvaluator:
        key = part, dtype, unit, least
        if key not in self._evaluators:
            self._evaluators[key] = WideEvaluator(self.concrete, part, dtype, unit, self._known, least)
        return self._evaluators[key]

    def few(self, part: Part, rows: Rows) -> Rows:
        """Some of these coordinates, the first of them: so many as are not too much work to write out."""
        terms = self._evaluator(part, np.float64, 0.0).written_out
        number = min(_BY_ARB, _TERMS // max(terms, 1))
        found: Rows = np.array(list(dict.fromkeys(rows.tolist()))[:number], dtype=np.intp)
        return found

    def coordinates(self, part: Part, rows: Sequence[int]) -> tuple[Tree, ...]:
        """The formulas of some coordinates."""
        return self.concrete.coordinates(part, rows)

    def enclose(self, part: Part, x: Floats, d: Floats, fmt: Format) -> References:
        """References of every coordinate that is evaluated; nothing is said of the others."""
        count = self.concrete.count(part)
        unit, least = 2.0**-fmt.precision, float(fmt.min_normal)
        dtype = wide_type(fmt.precision)
        rows: Rows | None = None
        values, rounding = Enclosures.empty(fmt, count), np.ones(count)
        if dtype is not None:
            evaluator = self._evaluator(part, dtype, unit, least)
            rows = sampled(evaluator, [self.seed, int.from_bytes(hashlib.sha256(x.tobytes()).digest()[:4])])
            found = evaluator.evaluate(x, d, self.arrays, rows)
            if not found.decided.all() and np.finfo(np.longdouble).maxexp > np.finfo(dtype).maxexp:
                longer = self._evaluator(part, np.longdouble, unit, least)
                found = longer.evaluate(x, d, self.arrays, rows)
            some_rows = np.arange(count) if rows is None else rows
            _store(values, rounding, some_rows, found, strict=self.strict)
        judged = values.status != Status.UNKNOWN
        conventional = np.zeros(count, np.bool_)
        ieee = np.full(count, np.nan)
        rest = np.flatnonzero(~judged) if rows is None else rows[~judged[rows]]
        kinks = Kinks(np.zeros(0, np.intp), Enclosures.empty(fmt, 0), Enclosures.empty(fmt, 0))
        terms = self._evaluator(part, np.float64, 0.0).written_out if len(rest) else 1
        if len(rest) and terms <= _TERMS:
            number = min(_BY_ARB, _TERMS // terms)
            chosen = distinct(rest[np.linspace(0, len(rest) - 1, number).astype(np.intp)])
            by_arb = CoordinateReference(
                _Some(self.concrete, part, chosen.tolist()), self.parameters, strict=self.strict
            )
            some = by_arb.enclose(part, x, d, fmt)
            for field in ("exponent", "whole", "fraction", "slack", "status"):
                getattr(values, field)[chosen] = getattr(some.values, field)
            assert some.rounding is not None
            rounding[chosen], conventional[chosen] = some.rounding, some.conventional
            if some.ieee is not None:
                ieee[chosen] = some.ieee
            kinks = Kinks(chosen[some.kinks.index], some.kinks.left, some.kinks.right, some.kinks.units)
            judged[chosen] = True
        return References(values, conventional, kinks, rounding, ieee, open=~judged)


def _store(out: Enclosures, allowed: Floats, rows: Rows, found: Evaluated, *, strict: bool = False) -> None:
    """Set entries, and what rounding may do to each, in its own units."""
    fmt = out.format
    use = found.decided
    rows = rows[use]
    values, radius = found.values[use], found.radius[use]
    kind: Any = values.dtype.type
    unit = np.maximum(
        found.rounding[use] * kind(2.0**-fmt.precision), 2 * np.ldexp(kind(1), fmt.tiny_exponent)
    )
    level = np.where(values == 0, -(2**20), np.frexp(values)[1] - fmt.precision)
    exponent = np.maximum(level, fmt.tiny_exponent)
    if strict:
        ulp = np.ldexp(kind(1), exponent)
        unit = np.where(radius <= SLACK * ulp, ulp, unit)
    exponent = np.maximum(exponent, np.frexp(unit)[1] - 1 - ROUNDING_BITS)
    exponent = np.minimum(exponent, FARTHEST).astype(np.int64)
    with np.errstate(over="ignore", under="ignore"):
        scaled, slack, units = (np.ldexp(a, -exponent.astype(np.int32)) for a in (values, radius, unit))
        limits = units.astype(np.float64)
        slack = slack.astype(np.float64) + 2.0**-50
    whole = np.rint(scaled.astype(np.float64))
    far = (
        np.abs(values) - unit >= np.ldexp(kind(1), fmt.emax + 1)
        if _reaches(kind, fmt)
        else np.abs(values) < 0
    )
    fine = ~far & (slack <= 8 * SLACK * limits) & np.isfinite(limits)
    status = np.where(fine, Status.FINITE, Status.UNKNOWN)
    status = np.where(far, np.where(values > 0, Status.POSITIVE_OVERFLOW, Status.NEGATIVE_OVERFLOW), status)
    out.exponent[rows], out.whole[rows] = exponent, np.where(fine, whole, 0.0)
    out.fraction[rows] = np.where(fine, (scaled - whole.astype(kind)).astype(np.float64), 0.0)
    out.slack[rows], out.status[rows] = np.where(fine, slack, 0.0), status
    allowed[rows] = np.where(np.isfinite(limits), limits, 1.0)


def _reaches(kind: Any, fmt: Format) -> bool:
    """Whether a type has the number at which a format overflows."""
    return bool(np.finfo(kind).maxexp > fmt.emax + 1)
