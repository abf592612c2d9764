"""References of a vector formula at a size: every coordinate of the result, the derivative and the gradient.

They come in the same form as those of scalar formulas (:mod:`proofgrad.oracle.formula.reference`), with one
column more: what rounding in the proven formula itself can cause
(:mod:`proofgrad.oracle.formula.vectors`). On a switch point the two sides are the ends of all values between
the one-sided ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, Literal, Protocol, overload

import numpy as np
from flint import arb, ctx
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree, VectorFormula, in_order
from proofgrad.oracle.formula.ieee import ieee_values
from proofgrad.oracle.formula.reference import SLACK_BITS, Kinks, References
from proofgrad.oracle.formula.special import Special, at_special
from proofgrad.oracle.formula.transpose import transposed
from proofgrad.oracle.formula.vectors import Point, Value, VectorProgram
from proofgrad.oracle.ulp import Enclosures, Format, Status
from proofgrad.oracle.ulp.distinct import distinct

__all__ = ["FARTHEST", "ROUNDING_BITS", "SLACK", "AtSize", "CoordinateReference", "Part", "Trees", "digest"]

Floats = NDArray[np.float64]
Part = Literal["forward", "jvp", "vjp"]

SLACK = 2.0**-SLACK_BITS
FARTHEST = 1 << 20
_FAR = 1024.0
"""An entry whose formula is near its limit, to ask how far rounding goes there."""
_BEYOND = 2.0**-64
"""Of the formula's rounding: what is told from 0 where every coordinate has its own ULP."""
ROUNDING_BITS = 30
"""Where rounding causes more than two to this many ULP, an error is counted in larger units than an ULP."""


class AtSize(Protocol):
    """What a vector node computes at one choice of sizes: whatever can be asked for every coordinate.

    Attributes:
        inputs: names and shapes.
        output: the shape of the result.
        label: the sizes in one line.
    """

    inputs: tuple[tuple[str, tuple[int, ...]], ...]
    output: tuple[int, ...]
    label: str

    def values(
        self,
        part: Part,
        point: Point,
        slack: float,
        unit: float,
        least: float = 0.0,
        *,
        hull: bool = False,
    ) -> list[Value]:
        """Every coordinate of the result, of the derivative (``tangents``: the direction) or of the gradient
        (``tangents``: the cotangent), as :meth:`~proofgrad.oracle.formula.vectors.VectorProgram.values`."""
        ...

    def trees(self, part: Part) -> Sequence[Tree]:
        """The same coordinates as formulas in ``entry``, ``tangent`` and ``param``, for a second opinion and
        for limits; empty: there are none to look at."""
        ...

    def digest(self, part: Part) -> str:
        """What names the formulas, for what is kept between runs."""
        ...


class Trees:
    """:class:`AtSize` of a formula that is written out.

    Args:
        formula: coordinate by coordinate.
    """

    def __init__(self, formula: VectorFormula) -> None:
        self.formula = formula
        self.inputs, self.output, self.label = formula.inputs, formula.output, formula.label
        self._programs: dict[Part, VectorProgram] = {}

    @cached_property
    def gradient(self) -> tuple[Tree, ...]:
        """For each entry of the inputs its gradient, in the cotangent."""
        count = sum(int(np.prod(shape, dtype=np.int64)) for _, shape in self.inputs)
        return transposed(self.formula.jvp, count)

    def trees(self, part: Part) -> Sequence[Tree]:
        """The formulas of a part."""
        if part == "vjp":
            return self.gradient
        return self.formula.forward if part == "forward" else self.formula.jvp

    def values(
        self,
        part: Part,
        point: Point,
        slack: float,
        unit: float,
        least: float = 0.0,
        *,
        hull: bool = False,
    ) -> list[Value]:
        """Every coordinate, by one program for all."""
        if part not in self._programs:
            self._programs[part] = VectorProgram(self.trees(part))
        return self._programs[part].values(point, slack, unit, least, hull=hull)

    def digest(self, part: Part) -> str:
        """Of the formulas."""
        return digest(self.trees(part))


def digest(trees: Iterable[Tree]) -> str:
    """A name for some trees, shared parts taken once."""
    place: dict[Tree, int] = {}
    found = hashlib.sha256()
    roots = tuple(trees)
    for tree in in_order(roots):
        place[tree] = len(place)
        found.update(f"{tree.op} {[place[arg] for arg in tree.args]} {tree.value}\n".encode())
    found.update(str([place[tree] for tree in roots]).encode())
    return found.hexdigest()


class CoordinateReference:
    """A vector formula with values for its parameters, ready to be evaluated.

    Args:
        size: the formula at its size.
        parameters: values of its parameters, exactly.
        strict: whether every coordinate's unit is its own ULP, as far as it can be told from 0 beside its
            terms; else what rounding in its formula can cause.
    """

    def __init__(self, size: AtSize, parameters: Mapping[str, Fraction], *, strict: bool = False) -> None:
        self.size, self.parameters, self.strict = size, dict(parameters), strict

    def few(self, part: Part, rows: NDArray[np.intp]) -> NDArray[np.intp]:  # noqa: ARG002 -- all are few
        """Which of these coordinates :meth:`coordinates` is to be asked for: all of them, each once."""
        return distinct(rows)

    def coordinates(self, part: Part, rows: Sequence[int]) -> list[Tree]:
        """The formulas of some coordinates."""
        trees = self.size.trees(part)
        return [trees[row] for row in rows]

    def enclose(self, part: Part, x: Floats, d: Floats, fmt: Format) -> References:
        """References of every coordinate.

        Args:
            part: which map.
            x: the entries of all inputs, one after the other; finite.
            d: of the direction or the cotangent; empty for ``forward``.
            fmt: the format whose rounding counts.
        """
        unit = 2.0**-fmt.precision
        point = Point(_Exact(x), _Exact(d), self.parameters)
        slack = SLACK * unit * (_BEYOND if self.strict else 1.0)
        found = self.size.values(part, point, slack, unit, float(fmt.min_normal))
        values = Enclosures.empty(fmt, len(found))
        rounding = np.ones(len(found))
        for i, value in enumerate(found):
            rounding[i] = store(values, i, value.ball, self._unit(value, fmt))
        conventional = np.array([v.conventional for v in found], dtype=np.bool_)
        on_switch = np.array([v.on_switch for v in found], dtype=np.bool_) & (part != "forward")
        ieee = None
        if conventional.any():
            trees = self.size.trees(part)
            ieee = ieee_values(trees, x, d, self.parameters) if trees else np.full(len(found), np.nan)
        return References(
            values, conventional, self._sides(part, point, on_switch, values, unit), rounding, ieee
        )

    def enclose_special(self, part: Part, x: Floats, d: Floats, fmt: Format) -> tuple[References, Special]:
        """The same where entries of `x` are nan or infinite, and what else is known of these coordinates.

        Where there is no limit nan is wanted if something is known of what comes near to it; else nothing is.
        """
        trees = self.size.trees(part)
        found = at_special(trees, x, d, self.parameters, derivative=part != "forward")
        far = np.nan_to_num(x, nan=0.0, posinf=_FAR, neginf=-_FAR)
        near = self.enclose(part, far, d, fmt)
        values, rounding = near.values, near.rounding
        assert rounding is not None
        beside = found.hidden & np.isnan(x).any()  # then `far` has the value, whatever stands for the nan
        values.status[~found.apart & ~beside] = Status.UNKNOWN
        values.status[found.nan | (~found.apart & found.bounded)] = Status.NAN
        judged = ~found.apart & ~found.nan
        values.status[judged & (found.limits == np.inf)] = Status.POSITIVE_OVERFLOW
        values.status[judged & (found.limits == -np.inf)] = Status.NEGATIVE_OVERFLOW
        index = np.flatnonzero(judged & np.isfinite(found.limits))
        if len(index):
            extended = [Fraction(v) if np.isfinite(v) else v for v in x.tolist()]
            point = Point(extended, _Exact(d), self.parameters)
            with ctx.workprec(400):
                at = self.size.values(part, point, 0.0, 0.0)
                for i in index.tolist():
                    unit = arb(float(rounding[i])) * arb((1, int(values.exponent[i])))
                    if not at[i].conventional:
                        rounding[i] = store(values, i, at[i].ball, unit)
        sides = [Enclosures.empty(fmt, 0) for _ in range(2)]
        kinks = Kinks(np.zeros(0, np.intp), sides[0], sides[1])
        unknown = values.status == Status.UNKNOWN
        conventional = np.zeros(len(values), np.bool_)
        return References(values, conventional, kinks, rounding, open=unknown), found

    def _unit(self, value: Value, fmt: Format) -> Any:
        """What an answer may be off by."""
        if self.strict and value.ball.is_finite():
            ulp = arb((1, max(_log2(value.ball) - (fmt.precision - 1), fmt.tiny_exponent)))
            if value.ball.rad() <= SLACK * ulp:
                return ulp
        return _unit(value, fmt)

    def _sides(
        self, part: Part, point: Point, on_switch: NDArray[np.bool_], values: Enclosures, unit: float
    ) -> Kinks:
        index = np.flatnonzero(on_switch)
        low, high = (Enclosures.empty(values.format, len(index)) for _ in range(2))
        units = np.ones(len(index)), np.ones(len(index))
        if len(index):
            least = float(values.format.min_normal)
            found = self.size.values(part, point, SLACK * unit, unit, least, hull=True)
            for n, i in enumerate(index.tolist()):
                hull, allowed = found[i].ball, _unit(found[i], values.format)
                units[0][n] = store(low, n, hull.lower(), allowed)
                units[1][n] = store(high, n, hull.upper(), allowed)
        return Kinks(index, low, high, units)


class _Exact(Sequence[Fraction]):
    """Finite numbers exactly, each when it is asked for: a few coordinates of a large size need few."""

    def __init__(self, values: Floats) -> None:
        self.values = values

    def __len__(self) -> int:
        return len(self.values)

    @overload
    def __getitem__(self, at: int) -> Fraction: ...
    @overload
    def __getitem__(self, at: slice) -> _Exact: ...
    def __getitem__(self, at: int | slice) -> Fraction | _Exact:
        return _Exact(self.values[at]) if isinstance(at, slice) else _fraction(float(self.values[at]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Exact) and self.values.tobytes() == other.values.tobytes()

    def __hash__(self) -> int:
        return hash(self.values.tobytes())


@lru_cache(maxsize=4096)  # a sample is asked for by every map
def _fraction(value: float) -> Fraction:
    return Fraction(value)


def _unit(value: Value, fmt: Format) -> Any:
    """What rounding in its formula can do to a coordinate; two of the smallest numbers of the format at
    least."""
    return (arb(2.0**-fmt.precision) * value.rounding).max(2 * arb(2) ** fmt.tiny_exponent)


def store(out: Enclosures, i: int, value: Any, unit: Any) -> float:
    """Set an entry; the unit of rounding in the units of the entry is returned."""
    fmt = out.format
    if not value.is_finite() or not unit.is_finite():
        return 1.0
    with ctx.workprec(400):
        level = max(_log2(value) - (fmt.precision - 1), fmt.tiny_exponent)
        exponent = min(max(level, _log2(unit) - ROUNDING_BITS), FARTHEST)
        scale = arb((1, -exponent))
        allowed = float((unit * scale).upper())
        out.exponent[i] = exponent
        edge = arb(2) ** (fmt.emax + 1)
        if abs(value) - unit >= edge:
            out.status[i] = Status.POSITIVE_OVERFLOW if value > 0 else Status.NEGATIVE_OVERFLOW
            return allowed
        scaled = value * scale
        middle = scaled.mid()
        whole = float(np.rint(float(middle)))
        rest = middle - arb(whole)
        kept = arb(float(rest)) == rest
        slack = float(scaled.rad()) + (0.0 if kept else 2.0**-50)  # what becomes of it as two floats
        if not slack <= 8 * SLACK * allowed:
            return allowed
        out.whole[i], out.fraction[i] = whole, float(rest)
        out.slack[i], out.status[i] = slack, Status.FINITE
    return allowed


def _log2(value: Any) -> int:
    """The exponent of a ball's middle; very small for zero."""
    mantissa, exponent = value.mid().man_exp()
    bits = int(mantissa)
    return bits.bit_length() + int(exponent) - 1 if bits else -(1 << 40)
