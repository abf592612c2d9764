"""Reference values of formulas at arrays of floats: rigorous enclosures, as fast as Python can ask Arb for
them.

Inputs are sorted into the smooth pieces of the formula and run through compiled code at a low precision;
those whose ball is too wide, or not finite, go round again with more bits, up to a cap. A ball is good
enough when its radius is under 2^-10 ULP of the tested format, the ULP floored at the smallest subnormal:
relative accuracy for ordinary values, an absolute radius for values that underflow. Inputs on a switch point
are evaluated one by one, with both one-sided values; at ±inf and where a one-sided value is infinite the
limit evaluator of :mod:`proofgrad.oracle.formula.limits` answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula.balls import ball
from proofgrad.oracle.formula.floating import compare
from proofgrad.oracle.formula.limits import Limit, limit
from proofgrad.oracle.formula.pieces import Pieces, constant_sides, cut
from proofgrad.oracle.formula.program import Program
from proofgrad.oracle.formula.trees import Number, bind
from proofgrad.oracle.ulp import Enclosures, Format, Status

__all__ = ["PRECISIONS", "SLACK_BITS", "Kinks", "Reference", "References"]

Floats = NDArray[np.float64]
Index = NDArray[np.intp]

SLACK_BITS = 10
"""A reference's radius is under 2^-SLACK_BITS ULP, or the reference is UNKNOWN."""

PRECISIONS = (192, 448, 1200, 2600, 5600, 12000)
"""Bits tried after the first (64, or 96 for float64). float64 needs about 4,200 (gelu' at -1e300), so the
cap is slack.
"""


@dataclass(frozen=True)
class Kinks:
    """Inputs on a switch point of the formula, with the one-sided values there.

    Attributes:
        index: positions of these inputs.
        left: limits from below (status UNKNOWN where no limit is known).
        right: limits from above.
        units: what rounding may do to the two, in the units of their enclosures; None: that was not measured.
    """

    index: Index
    left: Enclosures
    right: Enclosures
    units: tuple[Floats, Floats] | None = None


@dataclass(frozen=True)
class References:
    """The theorem's values of one formula at an array of inputs.

    Attributes:
        values: the enclosures.
        conventional: where a total-function convention of Lean decides the value (1/0 = 0, log of x <= 0,
            sqrt of x < 0): a kernel may answer with IEEE's convention instead.
        kinks: inputs where the one-sided values differ from the value or from each other, or a convention
            holds.
        rounding: how far evaluating the formula itself in the format may be off, in the enclosures' units;
            None: that was not measured.
        ieee: the infinities that IEEE's arithmetic gives where a convention decides the value, else nan;
            None: only nan is another answer there.
        open: where nothing can be said (∞/∞), so that nothing is judged; None: nowhere.
    """

    values: Enclosures
    conventional: NDArray[np.bool_]
    kinks: Kinks
    rounding: Floats | None = None
    ieee: Floats | None = None
    open: NDArray[np.bool_] | None = None

    def take(self, index: Index) -> References:
        """Those at `index` (a copy), of references without columns for rounding."""
        place = np.full(len(self.values), -1, np.intp)
        place[self.kinks.index] = np.arange(len(self.kinks.index))
        kinks = place[index]
        at = np.flatnonzero(kinks >= 0)
        left, right = (side.take(kinks[at]) for side in (self.kinks.left, self.kinks.right))
        return References(self.values.take(index), self.conventional[index], Kinks(at, left, right))


class Reference:
    """Formulas (usually f and f') that share their input, ready to be evaluated.

    Args:
        trees: the formulas.
        params: values of their parameters; floats are taken exactly.

    Raises:
        UsageError: a parameter has no value.
    """

    def __init__(self, trees: Sequence[Tree], params: Mapping[str, Number] | None = None) -> None:
        self.trees = tuple(bind(t, params or {}) for t in trees)
        pieces = [cut(t) for t in self.trees]
        pieces[1:] = [constant_sides(f, slope) for f, slope in pairwise(pieces)]
        self.pieces: tuple[Pieces, ...] = tuple(pieces)
        self._programs: dict[tuple[Tree, ...], Program] = {}

    @cached_property
    def points(self) -> tuple[Fraction, ...]:
        """Switch points of any of the formulas, ascending."""
        return tuple(sorted({p for pieces in self.pieces for p in pieces.points}))

    def enclose(self, inputs: NDArray[Any], fmt: Format) -> tuple[References, ...]:
        """References of every formula at float inputs, for kernels of format `fmt`.

        Args:
            inputs: 1-d, any float dtype that converts exactly to float64.
            fmt: the format whose ULP counts.
        """
        with np.errstate(invalid="ignore"):  # ml_dtypes warns when it widens a nan
            xs = np.asarray(inputs).astype(np.float64).ravel()
        values = tuple(Enclosures.empty(fmt, len(xs)) for _ in self.trees)
        conventional = tuple(np.zeros(len(xs), np.bool_) for _ in self.trees)
        for v in values:
            v.status[np.isnan(xs)] = Status.NAN
        for sign in (1, -1):
            where = np.flatnonzero(xs == sign * np.inf)
            if not len(where):
                continue
            for v, c, tree, cuts in zip(values, conventional, self.trees, self.pieces, strict=True):
                _set_limit(v, where, limit(tree, None, sign))
                c[where] = cuts.pieces[-1 if sign > 0 else 0].conventional
        for index, region in self._regions(xs):
            trees = tuple(p.pieces[i].tree for p, i in zip(self.pieces, region, strict=True))
            for c, p, i in zip(conventional, self.pieces, region, strict=True):
                c[index] = p.pieces[i].conventional
            self._run(trees, xs, index, values, conventional)
        kinks = self._at_points(xs, values, conventional)
        return tuple(References(*parts) for parts in zip(values, conventional, kinks, strict=True))

    def _regions(self, xs: Floats) -> Iterator[tuple[Index, tuple[int, ...]]]:
        """Groups of finite inputs off the switch points, with the number of the piece of each formula."""
        finite = np.isfinite(xs)
        below = [compare(xs, p) for p in self.points]
        on = np.zeros(len(xs), np.bool_)
        place = np.zeros(len(xs), np.int64)
        for order in below:
            on |= order == 0
            place += order > 0
        for k in range(len(self.points) + 1):
            index = np.flatnonzero(finite & ~on & (place == k))
            if len(index):
                passed = self.points[:k]
                yield index, tuple(sum(q in passed for q in p.points) for p in self.pieces)

    def _run(
        self,
        trees: tuple[Tree, ...],
        xs: Floats,
        index: Index,
        values: Sequence[Enclosures],
        conventional: Sequence[NDArray[np.bool_]],
    ) -> None:
        from flint import arb

        if trees not in self._programs:
            self._programs[trees] = Program(trees)
        fmt = values[0].format
        first = 96 if fmt.precision > 24 else 64
        pending = index
        inputs = [arb(x) for x in xs[index].tolist()]
        for precision in (first, *PRECISIONS):
            outputs = self._programs[trees].run(inputs, precision)
            missing = np.zeros(len(pending), np.bool_)
            for out, balls in zip(values, outputs, strict=True):
                missing |= _store(out, pending, balls, precision)
            pending = pending[missing]
            if not len(pending):
                return
            inputs = [inputs[i] for i in np.flatnonzero(missing)]
        for i in pending.tolist():
            for out, known, tree in zip(values, conventional, self.trees, strict=True):
                if out.status[i] == Status.UNKNOWN:
                    known[i] |= _careful(out, i, tree, Fraction(float(xs[i])))

    def _at_points(
        self, xs: Floats, values: Sequence[Enclosures], conventional: Sequence[NDArray[np.bool_]]
    ) -> tuple[Kinks, ...]:
        fmt = values[0].format
        found: list[list[tuple[int, Enclosures]]] = [[] for _ in self.trees]
        for point in self.points:
            where = np.flatnonzero(compare(xs, point) == 0)
            if not len(where):
                continue
            for k, (out, tree) in enumerate(zip(values, self.trees, strict=True)):
                one = Enclosures.empty(fmt, 3)  # the value, the limits from the left and from the right
                beyond = _careful(one, 0, tree, point)
                if point in self.pieces[k].points:
                    for j, piece in enumerate(self.pieces[k].beside(point)):
                        _one_sided(one, j + 1, piece.tree, point, 2 * j - 1)
                else:
                    _copy(one, 1, one, 0)
                    _copy(one, 2, one, 0)
                for i in where.tolist():
                    _copy(out, i, one, 0)
                    conventional[k][i] = beyond
                    if beyond or not (_same(one, 0, 1) and _same(one, 0, 2)):
                        found[k].append((i, one))
        return tuple(_kinks(fmt, rows) for rows in found)


def _kinks(fmt: Format, rows: list[tuple[int, Enclosures]]) -> Kinks:
    sides = [Enclosures.empty(fmt, len(rows)) for _ in range(2)]
    for n, (_, one) in enumerate(rows):
        for j, side in enumerate(sides):
            _copy(side, n, one, j + 1)
    return Kinks(np.array([i for i, _ in rows], dtype=np.intp), sides[0], sides[1])


def _copy(out: Enclosures, i: int, source: Enclosures, j: int) -> None:
    for name in ("exponent", "whole", "fraction", "slack", "status"):
        getattr(out, name)[i] = getattr(source, name)[j]


def _same(one: Enclosures, i: int, j: int) -> bool:
    """Whether two enclosures agree within their slack (statuses equal, if not finite)."""
    if one.status[i] != one.status[j] or one.status[i] != Status.FINITE:
        return bool(one.status[i] == one.status[j])
    apart = abs(one.exact(i) - one.exact(j)) / Fraction(2) ** int(one.exponent[i])
    return apart <= Fraction(2) ** (1 - SLACK_BITS)


def _set_limit(out: Enclosures, where: Any, found: Limit | None) -> None:
    for i in np.atleast_1d(where).tolist():
        if found is None:
            out.status[i] = Status.UNKNOWN
        elif isinstance(found, int):
            statuses = (Status.NAN, Status.POSITIVE_OVERFLOW, Status.NEGATIVE_OVERFLOW)
            out.status[i] = statuses[found]  # -1 is the last one
        else:
            _careful(out, i, found, Fraction(0))


def _one_sided(out: Enclosures, i: int, tree: Tree, point: Fraction, side: int) -> None:
    if _careful(out, i, tree, point) or out.status[i] == Status.UNKNOWN:
        out.status[i] = Status.UNKNOWN
        _set_limit(out, i, limit(tree, point, side))


def _careful(out: Enclosures, i: int, tree: Tree, x: Fraction) -> bool:
    """Set entry `i` by the careful walker; tells whether a total-function convention was used."""
    conventional = False
    for precision in (128, *PRECISIONS):
        result = ball(tree, x, precision)
        conventional = result.conventional
        if not _store(out, np.array([i]), [result.value], precision)[0]:
            break
    return conventional


def _store(out: Enclosures, index: Index, balls: list[Any], precision: int) -> NDArray[np.bool_]:
    """Store the balls that are narrow enough; tells which are not."""
    from flint import arb, ctx

    fmt = out.format
    need = fmt.precision + SLACK_BITS + 3
    accuracy = np.array([b.rel_accuracy_bits() for b in balls], dtype=np.int64)
    good = accuracy >= need
    with ctx.workprec(precision + 128):  # a ball's middle may have more bits: what is done to it is exact
        relative = np.ldexp(1.0, np.maximum(1 - accuracy[good], -1000))
        _store_floats(out, index[good], [balls[i] for i in np.flatnonzero(good)], relative, 0.0)
        tolerance = arb((1, fmt.tiny_exponent - SLACK_BITS - 1))
        rest = np.flatnonzero(~good)
        tiny = np.array(
            [i for i in rest if balls[i].is_finite() and balls[i].rad() < tolerance], dtype=np.intp
        )
        # A wide ball around a large value cannot be: its radius is under the smallest subnormal.
        relative = np.full(len(tiny), 2.0**-53)
        _store_floats(out, index[tiny], [balls[i] for i in tiny], relative, 2.0 ** (-SLACK_BITS - 1))
        good[tiny] = True
    return ~good


def _store_floats(out: Enclosures, index: Index, balls: list[Any], relative: Floats, absolute: float) -> None:
    if not balls:
        return
    hi = np.array([float(b) for b in balls])
    if out.format.precision <= 24:
        out.set_floats(index, hi, 0.0, relative + 2.0**-53, absolute)
        return
    size = np.abs(hi)
    for chosen, shift in (
        ((size >= 2.0**-900) & (size <= 2.0**900), 0),
        (size < 2.0**-900, -600),
        (size > 2.0**900, 600),
    ):
        where = np.flatnonzero(chosen)
        if len(where):
            _store_pairs(out, index[where], [balls[i] for i in where], relative[where], absolute, shift)


def _store_pairs(
    out: Enclosures, index: Index, balls: list[Any], relative: Floats, absolute: float, shift: int
) -> None:
    from flint import arb

    if shift:
        scale = arb((1, -shift))
        balls = [b * scale for b in balls]
    hi = [float(b) for b in balls]
    lo = [0.0 if h in (np.inf, -np.inf) else float(b - h) for b, h in zip(balls, hi, strict=True)]
    out.set_floats(index, np.array(hi), np.array(lo), relative, absolute, shift)
