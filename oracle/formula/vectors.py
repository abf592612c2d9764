"""Vector formulas evaluated: enclosures of every coordinate, and how much rounding its formula can cause.

All coordinates of a formula and of its derivative share one table of distinct subtrees, which is evaluated
from the entries up in Arb balls. Beside each value goes a bound, in units of the roundoff u, of the error
that evaluating the formula itself in floating point can have: a running error analysis (Higham, "Accuracy and
Stability of Numerical Algorithms", 2nd ed., section 3.3) in which every entry counts as rounded once, every
operation as rounded once (an elementary function as twice), and every partial sum as large as the sum of the
sizes of its terms, so that the bound holds for any order of summation: for a sum of n terms it is the
classical γ(n)·Σ|terms| to first order. Products, powers, quotients and roots carry their terms of second
order too, as errors may be large beside a value: x - mean of a constant row is 0, and its rounding is not.
Where an error reaches half of a divisor, the bound is only twice that of first order, and elementary
functions are taken to first order. These bounds are Arb balls as well: e^1500 in a softmax is beyond every
float, and what follows from it is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint
from flint import arb

from proofgrad.bridge.catalogue import Tree, in_order
from proofgrad.oracle.formula.balls import rational_ball
from proofgrad.oracle.formula.operations import power
from proofgrad.oracle.formula.special_balls import erfc
from proofgrad.oracle.formula.trees import rational

__all__ = ["PRECISIONS", "Point", "Value", "VectorProgram"]

PRECISIONS = (128, 448, 1600, 6000)

_ELEMENTARY = ("exp", "sinh", "cosh", "tanh", "sin", "cos", "atan", "erf", "erfc")


@dataclass(frozen=True, slots=True)
class Point:
    """Where formulas are evaluated: exact entries, entries of the direction, values of parameters. An entry
    that is a float is an infinity."""

    entries: Sequence[Fraction | float]
    tangents: Sequence[Fraction] = ()
    parameters: Mapping[str, Fraction] | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A coordinate at a point.

    Attributes:
        ball: an ``arb`` that contains it; not finite if the precision did not suffice.
        rounding: the bound of the error of evaluating its formula, in units of u; an ``arb``.
        conventional: whether a total-function convention of Lean decides it (x/0, log of x <= 0, ...).
        on_switch: whether a choice was made at equality, so that the derivative need not exist.
    """

    ball: Any
    rounding: Any
    conventional: bool
    on_switch: bool


@dataclass(slots=True)
class _Cell:
    ball: Any
    rounding: Any
    size: Any
    conventional: bool = False
    on_switch: bool = False
    origin: int = -1
    """The subtree whose value it is, where choices only passed it on."""


class VectorProgram:
    """Some trees in ``entry``, ``tangent`` and ``param``, ready to be evaluated together.

    Args:
        trees: the coordinates.
    """

    def __init__(self, trees: Sequence[Tree]) -> None:
        self.order = in_order(trees)
        place = {tree: i for i, tree in enumerate(self.order)}
        self._args = [tuple(place[arg] for arg in tree.args) for tree in self.order]
        self._outputs = [place[tree] for tree in trees]
        # What a subtree depends on: only on parameters, on entries, on the direction.
        self._level: list[int] = []
        for tree, args in zip(self.order, self._args, strict=True):
            own = {"entry": 1, "tangent": 2}.get(tree.op, 0)
            self._level.append(max([own, *(self._level[a] for a in args)]))
        # The cells of the last point: what does not depend on what changed is kept.
        self._kept: dict[tuple[int, float, bool], tuple[Point, list[_Cell]]] = {}

    def values(self, point: Point, slack: float, unit: float = 0.0, *, hull: bool = False) -> list[Value]:
        """Every coordinate at a point, each with a radius under `slack` times its rounding error where a
        precision of :data:`PRECISIONS` reaches that.

        Args:
            point: the point.
            slack: in units of the result's rounding, u included: such as 2^-10 * 2^-53.
            unit: u, the roundoff of the format, which terms of second order need; 0: they are left out.
            hull: whether a choice made at equality gives everything between its two sides, so that the
                balls hold all one-sided values; their radii are then what they are.
        """
        out: list[Value] = []
        for precision in PRECISIONS:
            with flint.ctx.workprec(precision):
                out = self.run(point, unit, hull=hull)
                if all(
                    v.ball.is_finite() and (hull or v.ball.rad() <= slack * v.rounding.max(flint.arb(5e-324)))
                    for v in out
                ):
                    break
        return out

    def run(self, point: Point, unit: float = 0.0, *, hull: bool = False) -> list[Value]:
        """Every coordinate at a point, at Arb's current precision."""
        cells = self._run(point, unit, hull)
        return [
            Value(c.ball, c.rounding, c.conventional, c.on_switch) for c in (cells[i] for i in self._outputs)
        ]

    def _run(self, point: Point, unit: float, hull: bool) -> list[_Cell]:
        roundoff = flint.arb(unit)
        cells: list[_Cell] = []
        exact = _Exact(self.order, self._args, point)
        key = flint.ctx.prec, unit, hull
        before, known = self._kept.get(key, (None, cells))
        fresh = 0  # the least level that must be computed
        if before is not None and (
            before.parameters is point.parameters or before.parameters == point.parameters
        ):
            fresh = 2 if before.entries == point.entries else 1
        for i, tree in enumerate(self.order):
            if self._level[i] < fresh:
                cells.append(known[i])
                continue
            places = self._args[i]
            cell = _cell(tree, [cells[a] for a in places], places, exact, point, roundoff, hull)
            if cell.origin < 0:
                cell.origin = i
            cells.append(cell)
        self._kept[key] = point, cells
        return cells


def _leaf(tree: Tree, point: Point) -> Fraction | float | None:
    """The exact value of a tree without arguments, None for π."""
    match tree.op:
        case "entry":
            return point.entries[int(tree.value or 0)]
        case "tangent":
            return point.tangents[int(tree.value or 0)]
        case "param":
            return (point.parameters or {})[str(tree.value)]
        case "const":
            return Fraction(tree.value or 0)
    return None


class _Exact:
    """Rational values of subtrees, for choices that no ball decides."""

    def __init__(self, order: Sequence[Tree], args: Sequence[tuple[int, ...]], point: Point) -> None:
        self.order, self.args, self.point = order, args, point
        self.known: dict[int, Fraction | None] = {}

    def value(self, i: int) -> Fraction | None:
        todo = [i]
        while todo:
            here = todo[-1]
            missing = [] if here in self.known else [a for a in self.args[here] if a not in self.known]
            if missing:  # a sum of a thousand terms nests as deep
                todo += missing
                continue
            todo.pop()
            if here in self.known:
                continue
            tree = self.order[here]
            if not tree.args:
                leaf = _leaf(tree, self.point)
                self.known[here] = None if isinstance(leaf, float) else leaf
                continue
            parts = [self.known[a] for a in self.args[here]]
            numbers = [p for p in parts if p is not None]
            self.known[here] = None if len(numbers) < len(parts) else _exactly(tree, numbers)
        return self.known[i]


def _exactly(tree: Tree, v: list[Fraction]) -> Fraction | None:
    if tree.op == "if_gt":
        return v[2] if v[0] > v[1] else v[3]
    return rational(tree, v)


def _sign(ball: Any, exact: Fraction | None) -> int | None:
    if exact is not None:
        return (exact > 0) - (exact < 0)
    if ball > 0:
        return 1
    if ball < 0:
        return -1
    return 0 if ball.is_zero() else None


def _cell(
    tree: Tree, a: list[_Cell], places: tuple[int, ...], exact: _Exact, point: Point, unit: Any, hull: bool
) -> _Cell:
    op = tree.op
    if not a:
        value = _leaf(tree, point)
        if isinstance(value, float):
            return _Cell(arb(value), arb(0), arb(value).abs_upper())
        ball = arb.pi() if value is None else rational_ball(value)
        size = ball.abs_upper()
        exactly = op == "const" and value is not None and value.denominator & (value.denominator - 1) == 0
        return _Cell(ball, arb(0) if exactly else size, size)
    if op in ("if_gt", "max"):
        return _choice(op, a, places, exact, hull)
    flags = (a[0].conventional, a[0].on_switch)
    if len(a) > 1:
        flags = (flags[0] or a[1].conventional, flags[1] or a[1].on_switch)
    if op in ("add", "sub"):
        ball = a[0].ball + a[1].ball if op == "add" else a[0].ball - a[1].ball
        size = a[0].size + a[1].size
        rounding = a[0].rounding + a[1].rounding
        if not a[0].ball.is_zero() and not a[1].ball.is_zero():  # adding zero rounds nothing
            rounding += size
        return _Cell(ball, rounding, size, *flags)
    if op == "neg":
        return _Cell(-a[0].ball, a[0].rounding, a[0].size, *flags)
    if op in ("abs", "sign"):
        side = _sign(a[0].ball, exact.value(places[0]))
        on_switch = flags[1] or side == 0
        if op == "abs":
            return _Cell(abs(a[0].ball), a[0].rounding, a[0].size, flags[0], on_switch)
        sign = arb.nan() if side is None else arb(0, 1) if hull and side == 0 else arb(side)
        return _Cell(sign, arb(0), arb(1), flags[0], on_switch)
    if op in ("asin", "acos"):
        return _inverse(op, a[0], exact.value(places[0]), flags)
    if op in ("div", "inv", "log", "sqrt"):
        return _guarded(tree, a, places, exact, flags, unit)
    return _smooth(tree, a, flags, unit)


def _choice(op: str, a: list[_Cell], places: tuple[int, ...], exact: _Exact, hull: bool) -> _Cell:
    """The chosen argument, with the flags of the two that were compared."""
    left, right = exact.value(places[0]), exact.value(places[1])
    difference = None if left is None or right is None else left - right
    side = _sign(a[0].ball - a[1].ball, difference)
    first, second = a[-2], a[-1]
    conventional = a[0].conventional or a[1].conventional
    # The largest of several numbers is equal to one of them: that is no tie.
    tie = side == 0 and a[0].origin != a[1].origin
    on_switch = a[0].on_switch or a[1].on_switch or tie
    if side is None:
        ball = first.ball.max(second.ball) if op == "max" else arb.nan()
        size = first.size.max(second.size)
        return _Cell(ball, first.rounding.max(second.rounding), size, conventional, on_switch)
    if hull and tie:
        ball, size = first.ball.union(second.ball), first.size.max(second.size)
        return _Cell(ball, first.rounding.max(second.rounding), size, conventional, on_switch)
    chosen = first if side > 0 else second
    rounding = first.rounding.max(second.rounding) if op == "max" else chosen.rounding
    return _Cell(
        chosen.ball,
        rounding,
        chosen.size,
        conventional or chosen.conventional,
        on_switch or chosen.on_switch,
        chosen.origin,
    )


def _guarded(
    tree: Tree,
    a: list[_Cell],
    places: tuple[int, ...],
    exact: _Exact,
    flags: tuple[bool, bool],
    unit: Any,
) -> _Cell:
    """Operations with a convention at some arguments."""
    op, u = tree.op, a[-1]
    side = _sign(u.ball, exact.value(places[-1]))
    if side is None:
        return _Cell(arb.nan(), arb(0), arb(0), *flags)
    if side == 0 or (op in ("log", "sqrt") and side < 0):
        outside = op != "sqrt" or side < 0
        value = (-u.ball).log() if op == "log" and side < 0 else arb(0)
        size = value.abs_upper()
        return _Cell(value, size, size, flags[0] or outside, flags[1] or side == 0)
    whole = u.ball.abs_lower()
    left = whole - unit * u.rounding  # at least so much of it is there when it has been rounded
    below = left.max(whole / 2)
    if op == "log":
        value = u.ball.log()
        size = value.abs_upper()
        # log (1 + t) is a function of t that kernels have: the rounding of 1 + t is none of its own.
        one_plus = tree.args[0].op == "add" and any(
            t.op == "const" and t.value == 1 for t in tree.args[0].args
        )
        return _Cell(value, (u.rounding - u.size * one_plus) / below + 2 * size, size, *flags)
    if op == "sqrt":
        value = u.ball.sqrt()
        size = value.abs_upper()
        roots = value.abs_lower() + left.max(arb(0)).sqrt()
        return _Cell(value, u.rounding / roots + 2 * size, size, *flags)
    top = arb(1) if op == "inv" else a[0].ball
    value = top / u.ball
    size = value.abs_upper()
    rounding = (a[0].rounding if op == "div" else arb(0)) / below + size * u.rounding / below + size
    return _Cell(value, rounding, size, *flags)


def _inverse(op: str, u: _Cell, exact: Fraction | None, flags: tuple[bool, bool]) -> _Cell:
    """asin or acos: beyond ±1 the value at ±1."""
    for end in (1, -1):
        side = _sign(u.ball - end, None if exact is None else exact - end)
        if side is None:
            return _Cell(arb.nan(), arb(0), arb(0), *flags)
        if side == 0 or side == end:
            value = getattr(arb(end), op)()
            size = value.abs_upper()
            return _Cell(value, size, size, flags[0] or side != 0, flags[1] or side == 0)
    value = getattr(u.ball, op)()
    size = value.abs_upper()
    slope = (1 / (1 - u.ball * u.ball).sqrt()).abs_upper()
    return _Cell(value, slope * u.rounding + 2 * size, size, *flags)


def _smooth(tree: Tree, a: list[_Cell], flags: tuple[bool, bool], unit: Any) -> _Cell:
    op = tree.op
    sizes = [c.ball.abs_upper() for c in a]
    if op == "mul":
        value = a[0].ball * a[1].ball
        size = value.abs_upper()
        both = unit * a[0].rounding * a[1].rounding
        rounding = sizes[0] * a[1].rounding + sizes[1] * a[0].rounding + both + size
        return _Cell(value, rounding, size, *flags)
    if op == "powi":
        n = int(tree.value or 0)
        value = power(a[0].ball, n, arb(1))
        size = value.abs_upper()
        slope = n * power(sizes[0] + unit * a[0].rounding, n - 1, arb(1)) if n else arb(0)
        return _Cell(value, slope * a[0].rounding + max(n - 1, 0) * size, size, *flags)
    if op not in _ELEMENTARY:
        raise ValueError(f"cannot evaluate operator {op!r}")
    u = a[0].ball
    value = erfc(u) if op == "erfc" else getattr(u, op)()
    size = value.abs_upper()
    slope = {
        "exp": lambda: size,
        "sinh": lambda: u.cosh().abs_upper(),
        "cosh": lambda: u.sinh().abs_upper(),
        "tanh": lambda: (1 / u.cosh() ** 2).abs_upper(),
        "sin": lambda: u.cos().abs_upper(),
        "cos": lambda: u.sin().abs_upper(),
        "atan": lambda: (1 / (1 + u * u)).abs_upper(),
        "erf": lambda: (2 * (-u * u).exp() / arb.pi().sqrt()).abs_upper(),
        "erfc": lambda: (2 * (-u * u).exp() / arb.pi().sqrt()).abs_upper(),
    }[op]()
    return _Cell(value, slope * a[0].rounding + 2 * size, size, *flags)
