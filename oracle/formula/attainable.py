"""What evaluating a formula itself in a format can give: the measure of a correct kernel.

A textbook ``s*(1 - s)`` loses every digit of a sigmoid's slope beyond 17, and overflows where ``exp`` does.
That is no wrong formula: it is what evaluating the proven formula in floating point does. Here each subtree
is an interval that holds whatever may be computed for it, in any order of its sums: inputs are exact,
constants and parameters rounded once, every operation once and an elementary function twice (as in
:mod:`~proofgrad.oracle.formula.vectors`), all with a margin of two, as kernels write a formula a little
otherwise than we do. What is smaller than the smallest normal number may become zero. What may reach the
largest number may become an infinity: an evaluation in which that happens everywhere stands beside the one
in which it happens nowhere (as in a kernel that computes in a wider format), and an answer of either is
attainable, nan where IEEE's arithmetic gives it. Where two terms may cancel, either nothing is left of them
or no less than extended precision can leave: the logarithm of that is -∞ or a number of moderate size, and no
other answer is explained. What is compared are errors: an answer between the value and
what may be computed for it is no worse than that. Where an operation cannot but give one number (1 + e^-60 is
1, tanh 60 is 1, 1/1 is 1), it gives that.

The arrays are float64 for every format: intervals are wider than an ULP of the tested format by far more than
float64 rounds, and for float64 itself the margin of two covers that.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree, in_order
from proofgrad.oracle.ulp import Format

__all__ = ["Attainable", "attainable", "may_overflow"]

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_MARGIN = 2.0
_NOTHING = 10
"""A term smaller than 2^-_NOTHING of a roundoff of another one leaves it as it is."""
_WHOLE = 2048.0
"""Integers up to it are exact in every format."""
_ELEMENTARY = 2.0
_LEFT = 2.0**-66
"""Of two terms that cancel nothing is left, or this part of the smaller one: in extended precision."""
_RISING: Mapping[str, Callable[[Any], Any]] = {
    "exp": np.exp,
    "sinh": np.sinh,
    "tanh": np.tanh,
    "atan": np.arctan,
    "erf": np.vectorize(math.erf, otypes=[np.float64]),
}
_ENDS = {"tanh": 1.0, "erf": 1.0}
"""Functions that no evaluation takes beyond ±1."""
_erfc = np.vectorize(math.erfc, otypes=[np.float64])


@dataclass(frozen=True)
class Attainable:
    """What may be computed for a formula at some points: anything in one of some intervals, perhaps nan.

    Attributes:
        low: the ends of some intervals, an array with a row for each: where nothing overflows, where all that
            may overflow does, where besides all that may cancel does; an interval without members has nan for
            its ends.
        high: as `low`.
        nan: whether nan may come out.
    """

    low: Floats
    high: Floats
    nan: Mask

    def take(self, index: NDArray[np.intp]) -> Attainable:
        """At some of the points."""
        return Attainable(self.low[:, index], self.high[:, index], self.nan[index])

    def explains(self, got: Floats, value: Floats) -> Mask:
        """Whether each answer has no larger error than what may be computed.

        Args:
            got: answers, in float64.
            value: what is right, in float64; nan where that is unknown.
        """
        whole = np.isinf(self.low) & (self.low == self.high)  # an infinity, and nothing on the way to it
        low = np.where(whole, self.low, np.fmin(self.low, np.where(np.isnan(self.low), np.nan, value)))
        high = np.where(whole, self.high, np.fmax(self.high, np.where(np.isnan(self.high), np.nan, value)))
        inside = ((low <= got) & (got <= high)).any(axis=0)
        found: Mask = np.where(np.isnan(got), self.nan, inside)
        return found


@dataclass(slots=True)
class _Cell:
    low: Floats
    high: Floats
    nan: Mask
    lost: Mask
    """Where float64 has overflowed, so that an evaluation without overflow is not known."""
    size: Floats | None = None
    """Of a sum: of the sizes of its terms, together."""
    left: Floats | None = None
    """Of a sum of two terms that may cancel: the least that may be left, if not nothing; 0: unknown."""
    most: Floats | None = None
    """Of a product: what its factors above 1 make together, the most that there is on the way."""
    fewest: Floats | None = None
    """Of a product: what its factors below 1 make together."""


def attainable(
    trees: Sequence[Tree],
    fmt: Format,
    leaf: Callable[[Tree], Floats | None],
    count: int,
    parameters: Mapping[str, Fraction] | None = None,
) -> list[Attainable]:
    """What may be computed for each of some trees at `count` points.

    Args:
        trees: the formulas.
        fmt: the format they are evaluated in.
        leaf: the exact values of an input (``var``, ``entry``, ``tangent``) at the points, in float64; None
            for any other tree without arguments.
        count: how many points.
        parameters: values of the parameters.
    """
    order = in_order(trees)
    out = []
    with np.errstate(all="ignore"):
        made = [_Evaluation(fmt, leaf, count, parameters or {}, overflows) for overflows in (False, True)]
        ways = [evaluation.run(order) for evaluation in made]
        if any(evaluation.cancelled for evaluation in made):
            made = [
                _Evaluation(fmt, leaf, count, parameters or {}, way, vanishes=True) for way in (False, True)
            ]
            ways += [evaluation.run(order) for evaluation in made]
        for tree in trees:
            cells = [known[tree] for known in ways]
            lost = [c.lost if i % 2 == 0 else False for i, c in enumerate(cells)]
            low, high = (
                np.stack([np.where(gone, np.nan, end) for gone, end in zip(lost, ends, strict=True)])
                for ends in ([c.low for c in cells], [c.high for c in cells])
            )
            narrow, wide = cells[:2]
            out.append(Attainable(low, high, (narrow.nan & ~narrow.lost) | wide.nan))
    return out


def may_overflow(
    trees: Sequence[Tree],
    fmt: Format,
    leaf: Callable[[Tree], Floats | None],
    count: int,
    parameters: Mapping[str, Fraction] | None = None,
) -> bool:
    """Whether an infinity or nan may be computed for any of some trees; as :func:`attainable` has it."""
    with np.errstate(all="ignore"):
        known = _Evaluation(fmt, leaf, count, parameters or {}, overflows=True).run(in_order(trees))
    cells = [known[tree] for tree in trees]
    return any(c.nan.any() or np.isinf(c.low).any() or np.isinf(c.high).any() for c in cells)


class _Evaluation:
    def __init__(
        self,
        fmt: Format,
        leaf: Callable[[Tree], Floats | None],
        count: int,
        parameters: Mapping[str, Fraction],
        overflows: bool,
        vanishes: bool = False,
    ) -> None:
        self.vanishes, self.cancelled = vanishes, False
        self.fmt, self.leaf, self.count, self.parameters = fmt, leaf, count, parameters
        self.unit = _MARGIN * 2.0**-fmt.precision
        self.small, self.tiny = float(fmt.min_normal), 2.0**fmt.tiny_exponent
        self.top = float(fmt.max_finite) * (1 - 8 * self.unit)
        self.overflows = overflows
        self.least = 2.0 ** -(fmt.precision + _NOTHING)
        reach = (fmt.precision + _NOTHING + 1) * math.log(2)
        self.saturated = {"tanh": reach / 2, "erf": math.sqrt(reach)}

    def run(self, order: Sequence[Tree]) -> dict[Tree, _Cell]:
        known: dict[Tree, _Cell] = {}
        for tree in order:
            known[tree] = self._cell(tree, [known[a] for a in tree.args])
        return known

    # Leaves

    def _cell(self, tree: Tree, a: list[_Cell]) -> _Cell:
        if a:
            return self._operation(tree, a)
        given = self.leaf(tree)
        if given is not None:
            return self._exactly(given)
        if tree.op == "pi":
            return self._rounded(self._constant(math.pi), 1)
        value = self.parameters[str(tree.value)] if tree.op == "param" else Fraction(tree.value or 0)
        made = self._constant(float(value))
        near = float(np.asarray(self.fmt.narrow(np.array([float(value)]))).astype(np.float64)[0])
        return made if Fraction(near) == value else self._rounded(made, 1)

    def _constant(self, value: float) -> _Cell:
        return self._exactly(np.full(self.count, value))

    def _exactly(self, values: Floats) -> _Cell:
        no = np.zeros(len(values), np.bool_)
        return _Cell(values, values, np.isnan(values), np.isinf(values) if not self.overflows else no)

    # What every operation does to its result

    def _rounded(
        self, c: _Cell, times: float, *, by: Floats | None = None, exact: Mask | bool = True
    ) -> _Cell:
        """Rounded `times`, relative to its own size (or to another); lost below the normal numbers, and where
        it overflows. A whole number that is `exact` is not rounded."""
        by_low, by_high = (np.abs(c.low), np.abs(c.high)) if by is None else (by, by)
        whole = (c.low == c.high) & (np.abs(c.low) <= _WHOLE) & (np.rint(c.low) == c.low) & exact
        by_low, by_high = (np.where(whole, 0.0, b) for b in (by_low, by_high))
        low, high = (
            _finite(c.low - times * self.unit * by_low, c.low),
            _finite(c.high + times * self.unit * by_high, c.high),
        )
        low = np.where((low > 0) & (low < self.small), 0.0, low)
        high = np.where((high < 0) & (high > -self.small), 0.0, high)
        low = np.where((low < 0) & (low > -self.small), low - self.tiny, low)
        high = np.where((high > 0) & (high < self.small), high + self.tiny, high)
        lost = c.lost
        if self.overflows:
            low, high = self._overflowed(low, high)
        else:
            low, high = self._just_below(low, high)
            lost = lost | np.isinf(low) | np.isinf(high)
        return _Cell(low, high, c.nan, lost, c.size)

    def _overflowed(self, low: Floats, high: Floats) -> tuple[Floats, Floats]:
        up, down = high >= self.top, low <= -self.top
        low_out = np.where(up & (low > self.top / 4), np.inf, np.where(down, -np.inf, low))
        high_out = np.where(down & (high < -self.top / 4), -np.inf, np.where(up, np.inf, high))
        return low_out, high_out

    def _just_below(self, low: Floats, high: Floats) -> tuple[Floats, Floats]:
        """Without an infinite end where the other one is about the largest number: what overflows in one
        evaluation need not do so in another."""
        largest = np.finfo(np.float64).max
        high = np.where(np.isinf(high) & (low > self.top / 4) & (low <= largest), largest, high)
        low = np.where(np.isinf(low) & (high < -self.top / 4) & (high >= -largest), -largest, low)
        return low, high

    # Operations

    def _operation(self, tree: Tree, a: list[_Cell]) -> _Cell:
        op, nan = tree.op, np.logical_or.reduce([c.nan for c in a])
        lost = np.logical_or.reduce([c.lost for c in a])
        u = a[0]
        match op:
            case "neg":
                return _Cell(-u.high, -u.low, nan, lost, u.size, None, u.most, u.fewest)
            case "abs":
                low = np.where((u.low <= 0) & (u.high >= 0), 0.0, np.minimum(np.abs(u.low), np.abs(u.high)))
                return _Cell(low, np.maximum(np.abs(u.low), np.abs(u.high)), nan, lost)
            case "sign":
                return _Cell(np.sign(u.low), np.sign(u.high), nan, lost)
            case "max":
                return _Cell(np.maximum(u.low, a[1].low), np.maximum(u.high, a[1].high), nan, lost)
            case "if_gt":
                return _choice(a)
            case "add" | "sub":
                return self._sum(op, a, nan, lost)
            case "mul":
                return self._product(u, a[1], nan, lost)
            case "div" | "inv":
                top, below = (self._constant(1.0), u) if op == "inv" else (u, a[1])
                return self._quotient(top, below, nan, lost)
            case "powi":
                return self._power(u, int(tree.value or 0), nan, lost)
        return self._function(op, u, nan, lost)

    def _sum(self, op: str, a: list[_Cell], nan: Mask, lost: Mask) -> _Cell:
        first, second = a
        other_low, other_high = (second.low, second.high) if op == "add" else (-second.high, -second.low)
        low, high = first.low + other_low, first.high + other_high
        apart = (np.isinf(first.low) | np.isinf(first.high)) & (np.isinf(other_low) | np.isinf(other_high))
        nan = nan | (apart & (np.isnan(low) | np.isnan(high) | (low == -np.inf) & (high == np.inf)))
        gone = _no_number(*a)
        low = np.where(np.isnan(low) & ~gone, -np.inf, low)
        high = np.where(np.isnan(high) & ~gone, np.inf, high)
        sizes = [c.size if c.size is not None else np.maximum(np.abs(c.low), np.abs(c.high)) for c in a]
        total = sizes[0] + sizes[1]
        several = any(c.size is not None for c in a)
        cell = self._rounded(_Cell(low, high, nan, lost, total), 1, by=total if several else None)
        for one, other in ((first, second), (second, first)):  # the other one is too small to count
            small = np.maximum(np.abs(other.low), np.abs(other.high))
            kept = (one.low == one.high) & (small < self.least * np.abs(one.low))
            sign = -1.0 if one is second and op == "sub" else 1.0
            cell.low = np.where(kept, sign * one.low, cell.low)
            cell.high = np.where(kept, sign * one.high, cell.high)
        self._cancelled(cell, 0.0 if several else np.minimum(_least(first), _least(second)))
        return cell

    def _cancelled(self, cell: _Cell, smaller: Floats | float) -> None:
        """What is left of a sum whose terms may cancel: nothing, in the evaluation where all that may vanish
        does; in the others at least a part of the smaller term."""
        through = (cell.low <= 0) & (cell.high >= 0) & (cell.low < cell.high)
        if self.vanishes:
            cell.low, cell.high = (np.where(through, 0.0, end) for end in (cell.low, cell.high))
            return
        cell.left = np.where(through, _LEFT * smaller, 0.0)
        self.cancelled |= bool((cell.left > 0).any())

    def _product(self, u: _Cell, v: _Cell, nan: Mask, lost: Mask) -> _Cell:
        nan = nan | (_has_zero(u) & _has_infinity(v)) | (_has_zero(v) & _has_infinity(u))
        corners = np.stack([u.low * v.low, u.low * v.high, u.high * v.low, u.high * v.high])
        corners = np.where(np.isnan(corners) & ~_no_number(u, v), 0.0, corners)
        made = self._rounded(_Cell(corners.min(axis=0), corners.max(axis=0), nan, lost), 1)
        return self._in_any_order(made, u, v, nan | _has_zero(u) | _has_zero(v))

    def _in_any_order(self, made: _Cell, u: _Cell, v: _Cell, nothing: Mask) -> _Cell:
        """A product, whose factors may be multiplied in another order: what overflows or underflows in one of
        them need not do so in ours. Where that is `nothing` times an infinity nan comes out."""
        made.most, made.fewest = _most(u) * _most(v), _fewest(u) * _fewest(v)
        under = made.fewest < self.small
        if under.any():
            part = np.where(under, np.minimum(self.tiny / made.fewest, 1.0), 0.0)
            made.low, made.high = (
                made.low - part * np.abs(made.low),
                made.high + part * np.abs(made.high),
            )
        over = made.most >= self.top
        if self.overflows and over.any():
            ends = np.where(made.high > 0, np.inf, -np.inf), np.where(made.low < 0, -np.inf, np.inf)
            there = over & ((made.low < 0) | (made.high > 0))
            low, high = np.minimum(*ends), np.maximum(*ends)
            made.low, made.high = np.where(there, low, made.low), np.where(there, high, made.high)
            made.nan = made.nan | (over & (nothing | (made.fewest < self.small)))
        return made

    def _quotient(self, u: _Cell, v: _Cell, nan: Mask, lost: Mask) -> _Cell:
        nan = nan | (_has_zero(u) & _has_zero(v)) | (_has_infinity(u) & _has_infinity(v))
        through = (v.low <= 0) & (v.high >= 0)
        zero = (v.low == 0) & (v.high == 0)  # exactly so, with its sign
        ends = np.where((v.low == 0) & ~zero, 0.0, v.low), np.where((v.high == 0) & ~zero, -0.0, v.high)
        corners = np.stack([u.low / ends[0], u.low / ends[1], u.high / ends[0], u.high / ends[1]])
        both = (v.low < 0) & (v.high > 0)
        none = np.isnan(corners).all(axis=0) | _no_number(u, v)
        corners = np.where(np.isnan(corners) & ~none, 0.0, corners)
        both &= ~none
        left = np.zeros(self.count) if v.left is None else v.left
        most = np.maximum(np.abs(u.low), np.abs(u.high)) / left  # infinite where nothing is known
        low = np.where(both, -most, corners.min(axis=0))
        high = np.where(both, most, corners.max(axis=0))
        made = self._rounded(_Cell(low, high, nan, lost), 1)
        made.lost = lost | (made.lost & ~through)  # a quotient by what may be zero is no overflow
        if through.any():
            return made
        ends = 1 / v.low, 1 / v.high
        return self._in_any_order(
            made, u, _Cell(np.minimum(*ends), np.maximum(*ends), nan, lost), _has_zero(u)
        )

    def _power(self, u: _Cell, n: int, nan: Mask, lost: Mask) -> _Cell:
        if n == 0:
            return self._constant(1.0)
        ends = u.low**n, u.high**n
        low, high = np.minimum(*ends), np.maximum(*ends)
        if n % 2 == 0:
            low = np.where((u.low <= 0) & (u.high >= 0), 0.0, low)
        made = self._rounded(_Cell(low, high, nan, lost), max(n - 1, 1))
        sign = np.where((u.low > 0) | (u.high < 0) & (n % 2 == 0), 1.0, np.where(u.high < 0, -1.0, 0.0))
        made.high = np.where(sign > 0, np.maximum(made.high, self.tiny), made.high)  # no power is zero
        made.low = np.where(sign < 0, np.minimum(made.low, -self.tiny), made.low)
        return made

    def _function(self, op: str, u: _Cell, nan: Mask, lost: Mask) -> _Cell:
        if op in _RISING:
            f = _RISING[op]
            low, high = f(u.low), f(u.high)
        elif op == "erfc":
            low, high = _erfc(u.high), _erfc(u.low)
        elif op == "cosh":
            ends = np.cosh(u.low), np.cosh(u.high)
            low = np.where((u.low <= 0) & (u.high >= 0), 1.0, np.minimum(*ends))
            high = np.maximum(*ends)
        elif op in ("sin", "cos"):
            middle, reach = (u.low + u.high) / 2, (u.high - u.low) / 2
            value = getattr(np, op)(middle)
            nan = nan | _has_infinity(u)
            low, high = (
                np.where(np.isnan(e), s, e) for e, s in ((value - reach, -1.0), (value + reach, 1.0))
            )
        elif op in ("log", "sqrt"):
            nan = nan | (u.low < 0)
            low, high = (getattr(np, op)(np.maximum(e, 0.0)) for e in (u.low, u.high))
            if op == "log" and u.left is not None:
                low = np.where((u.left > 0) & (u.high > u.left), np.log(u.left), low)
        elif op in ("asin", "acos"):
            nan = nan | (u.low < -1) | (u.high > 1)
            f = {"asin": np.arcsin, "acos": np.arccos}[op]
            ends = f(np.clip(u.low, -1.0, 1.0)), f(np.clip(u.high, -1.0, 1.0))
            low, high = np.minimum(*ends), np.maximum(*ends)
        else:
            raise ValueError(f"cannot evaluate operator {op!r}")
        at_zero = (u.low == 0) & (u.high == 0)
        made = self._rounded(_Cell(low, high, nan, lost), _ELEMENTARY, exact=at_zero)
        if op == "log":
            made.lost = lost  # log of what may be zero is no overflow
        if op in ("sin", "cos", *_ENDS):
            made.low, made.high = np.maximum(made.low, -1.0), np.minimum(made.high, 1.0)
        if op in _ENDS:
            far = self.saturated[op]
            made.low = np.where(u.low >= far, 1.0, made.low)
            made.high = np.where(u.high <= -far, -1.0, made.high)
        if op == "exp":
            made.high = np.maximum(made.high, self.tiny)  # it is never zero
        return made


def _choice(a: list[_Cell]) -> _Cell:
    u, v, yes, no = a
    always = u.low > v.high
    never = u.high <= v.low
    low = np.where(always, yes.low, np.where(never, no.low, np.minimum(yes.low, no.low)))
    high = np.where(always, yes.high, np.where(never, no.high, np.maximum(yes.high, no.high)))
    mine = np.where(always, yes.nan, np.where(never, no.nan, yes.nan | no.nan))
    kept = np.where(always, yes.lost, np.where(never, no.lost, yes.lost | no.lost))
    return _Cell(low, high, mine | u.nan | v.nan, kept | u.lost | v.lost)


def _most(c: _Cell) -> Floats:
    """What the factors above 1 make together."""
    return np.maximum(1.0, np.maximum(np.abs(c.low), np.abs(c.high))) if c.most is None else c.most


def _fewest(c: _Cell) -> Floats:
    """What the factors below 1 make together; those that may be 0 are left out."""
    if c.fewest is not None:
        return c.fewest
    least = _least(c)
    return np.where(least > 0, np.minimum(1.0, least), 1.0)


def _least(c: _Cell) -> Floats:
    """The least size; 0 where there may be none."""
    return np.where(c.low > 0, c.low, np.where(c.high < 0, -c.high, 0.0))


def _finite(moved: Floats, before: Floats) -> Floats:
    """An end that was moved; an infinite one stays where it was, and the margin alone makes none infinite."""
    largest = np.finfo(np.float64).max
    return np.where(np.isinf(before) | np.isnan(moved), before, np.clip(moved, -largest, largest))


def _no_number(*cells: _Cell) -> Mask:
    """Where one of them is nan for certain: its interval has no members."""
    found: Mask = np.logical_or.reduce([np.isnan(c.low) | np.isnan(c.high) for c in cells])
    return found


def _has_zero(c: _Cell) -> Mask:
    return (c.low <= 0) & (c.high >= 0)


def _has_infinity(c: _Cell) -> Mask:
    return np.isinf(c.low) | np.isinf(c.high)
