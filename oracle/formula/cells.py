"""Parts of a vector formula at a point: their values, and what rounding may do to each.

As :mod:`~proofgrad.oracle.formula.vectors` says. Where an operation rounds, it is off by u times its result,
or half the smallest subnormal number where that is more, which is u times the smallest normal one; but by no
more than what there is to round: of a product that is far below all numbers nothing is left, and that is all.
Sums round nothing down there. A product of several factors may be formed in any order, and lose in one what
it does not in another: with a tiny factor among them, half the smallest subnormal number is lost before all
others that are above 1.

An exponential underflows at arguments of ordinary size, as it overflows. Kernels shift it: the largest term
of a softmax is made 1, and those that underflow beside it are the ones that do not count. What they lose is
therefore kept apart, and does not grow where something is divided by a sum of exponentials, however small
that is at this point, nor where a logarithm is taken of one, nor by a factor that is beyond the format: to
lose all digits of a softmax far below 0 is the kernel's own doing, as to overflow far above.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula.balls import rational_ball
from proofgrad.oracle.formula.exact import Exact, Point, leaf
from proofgrad.oracle.formula.operations import power
from proofgrad.oracle.formula.roundoff import Roundoff
from proofgrad.oracle.formula.special_balls import erfc

__all__ = ["BEYOND", "VANISHING", "Cell", "cell_of"]

_ELEMENTARY = ("exp", "sinh", "cosh", "tanh", "sin", "cos", "atan", "erf", "erfc")
VANISHING = ("exp", "erfc")
"""Those that underflow at arguments of ordinary size."""
BEYOND = 4
"""The end of a format, times its smallest normal number."""


@dataclass(slots=True)
class Cell:
    """A part of a formula.

    Attributes:
        ball: its value.
        rounding: what rounding may do to it, in units of u, but for `under`.
        size: what partial sums count as.
        conventional: as of :class:`~proofgrad.oracle.formula.vectors.Value`, as is `on_switch`.
        on_switch: see there.
        origin: the subtree whose value it is, where choices only passed it on.
        under: what exponentials lose below the normal numbers, in units of u; None: there are none.
        tiny: whether it is a tiny number, or a product with one among its factors.
        times: the factors of a product or a quotient; empty: it is none.
        over: what it is divided by.
    """

    ball: Any
    rounding: Any
    size: Any
    conventional: bool = False
    on_switch: bool = False
    origin: int = -1
    under: Any = None
    tiny: bool = False
    times: tuple[Cell, ...] = ()
    over: tuple[Cell, ...] = ()

    @property
    def error(self) -> Any:
        """What rounding may do in all, in units of u."""
        return self.rounding if self.under is None else self.rounding + self.under


def _sign(ball: Any, exact: Fraction | None) -> int | None:
    if exact is not None:
        return (exact > 0) - (exact < 0)
    if ball > 0:
        return 1
    if ball < 0:
        return -1
    return 0 if ball.is_zero() else None


def cell_of(
    tree: Tree,
    a: list[Cell],
    places: tuple[int, ...],
    exact: Exact,
    point: Point,
    roundoff: Roundoff,
    hull: bool,
) -> Cell:
    """A part, of its arguments, whose `places` are in this order. Raises ValueError on an operation that it
    does not know."""
    op = tree.op
    if not a:
        value = leaf(tree, point)
        if isinstance(value, float):
            return Cell(arb(value), arb(0), arb(value).abs_upper())
        ball = arb.pi() if value is None else rational_ball(value)
        size = ball.abs_upper()
        exactly = op == "const" and value is not None and value.denominator & (value.denominator - 1) == 0
        tiny = roundoff.is_tiny(size)
        return Cell(ball, arb(0) if exactly else size, size, tiny=tiny)
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
        return Cell(ball, rounding, size, *flags, under=_sum(a[0].under, a[1].under))
    if op == "neg":
        u = a[0]
        return Cell(
            -u.ball, u.rounding, u.size, *flags, under=u.under, tiny=u.tiny, times=u.times, over=u.over
        )
    if op in ("abs", "sign"):
        side = _sign(a[0].ball, exact.value(places[0]))
        on_switch = flags[1] or side == 0
        if op == "abs":
            return Cell(abs(a[0].ball), a[0].rounding, a[0].size, flags[0], on_switch, under=a[0].under)
        sign = arb.nan() if side is None else arb(0, 1) if hull and side == 0 else arb(side)
        return Cell(sign, arb(0), arb(1), flags[0], on_switch)
    if op in ("asin", "acos"):
        return _inverse(op, a[0], exact.value(places[0]), flags, roundoff)
    if op in ("div", "inv", "log", "sqrt"):
        return _guarded(tree, a, places, exact, flags, roundoff)
    return _smooth(tree, a, flags, roundoff)


def _choice(op: str, a: list[Cell], places: tuple[int, ...], exact: Exact, hull: bool) -> Cell:
    """The chosen argument, with the flags of the two that were compared."""
    left, right = exact.value(places[0]), exact.value(places[1])
    difference = None if left is None or right is None else left - right
    side = _sign(a[0].ball - a[1].ball, difference)
    first, second = a[-2], a[-1]
    conventional = a[0].conventional or a[1].conventional
    # The largest of several numbers is equal to one of them: that is no tie.
    tie = side == 0 and a[0].origin != a[1].origin
    on_switch = a[0].on_switch or a[1].on_switch or tie
    if side is None or (hull and tie):
        ball = first.ball.union(second.ball) if side is not None else arb.nan()
        if side is None and op == "max":
            ball = first.ball.max(second.ball)
        rounding, size = first.rounding.max(second.rounding), first.size.max(second.size)
        under = _sum(first.under, second.under)
        return Cell(ball, rounding, size, conventional, on_switch, under=under)
    chosen = first if side > 0 else second
    return Cell(
        chosen.ball,
        first.rounding.max(second.rounding) if op == "max" else chosen.rounding,
        chosen.size,
        conventional or chosen.conventional,
        on_switch or chosen.on_switch,
        chosen.origin,
        _sum(first.under, second.under) if op == "max" else chosen.under,
    )


def _sum(first: Any, second: Any) -> Any:
    """What two parts lose together, each perhaps nothing (None)."""
    if first is None or second is None:
        return second if first is None else first
    return first + second


def _guarded(
    tree: Tree,
    a: list[Cell],
    places: tuple[int, ...],
    exact: Exact,
    flags: tuple[bool, bool],
    roundoff: Roundoff,
) -> Cell:
    """Operations with a convention at some arguments."""
    op, u = tree.op, a[-1]
    side = _sign(u.ball, exact.value(places[-1]))
    if side is None:
        return Cell(arb.nan(), arb(0), arb(0), *flags)
    if side == 0 or (op in ("log", "sqrt") and side < 0):
        outside = op != "sqrt" or side < 0
        value = (-u.ball).log() if op == "log" and side < 0 else arb(0)
        size = value.abs_upper()
        return Cell(value, size, size, flags[0] or outside, flags[1] or side == 0)
    whole = u.ball.abs_lower()
    left = whole - roundoff.unit * u.rounding  # at least so much of it is there when it has been rounded
    below = left.max(whole / 2)
    if op == "log":
        value = u.ball.log()
        size = value.abs_upper()
        # log (1 + t) is a function of t that kernels have: the rounding of 1 + t is none of its own.
        # Where t is 0 the sum has none.
        one_plus = tree.args[0].op == "add" and any(
            t.op == "const" and t.value == 1 for t in tree.args[0].args
        )
        one_plus = one_plus and not (u.ball - 1).is_zero()
        before = (u.rounding - u.size * one_plus) / below
        return Cell(value, before + 2 * roundoff.of(size, before), size, *flags, under=u.under)
    if op == "sqrt":
        value = u.ball.sqrt()
        size = value.abs_upper()
        roots = value.abs_lower() + left.max(arb(0)).sqrt()
        return Cell(value, u.rounding / roots + 2 * size, size, *flags, under=u.under)
    top = None if op == "inv" else a[0]
    value = (1 if top is None else top.ball) / u.ball
    size = value.abs_upper()
    before = (size * u.rounding if top is None else top.rounding + size * u.rounding) / below
    under = None if top is None else top.under
    if u.under is not None:
        under = _sum(under, size * u.under)
    elif under is not None:
        under = under / below
    times, over = () if top is None else (top,), (u,)
    tiny = (u.tiny or (top is not None and top.tiny)) and u.under is None
    lost = roundoff.of(size, before, _factors(times, over) if tiny else None)
    return Cell(value, before + lost, size, *flags, under=under, tiny=tiny, times=times, over=over)


def _factors(times: tuple[Cell, ...], over: tuple[Cell, ...]) -> tuple[Any, Any, int]:
    """Of a product: what its factors above 1 make together, what those below 1 make, and how many there are.
    Exponentials are left out."""
    most, fewest, count = arb(1), arb(1), 0
    for cells, below in ((times, False), (over, True)):
        for c in cells:
            if c.under is not None:
                continue
            size = c.ball.abs_upper()
            above, less, number = size.max(arb(1)), size.min(arb(1)), 1
            if c.times or c.over:
                above, less, number = _factors(c.times, c.over)
            most, fewest = (most / less, fewest / above) if below else (most * above, fewest * less)
            count += number
    return most, fewest, count


def _inverse(op: str, u: Cell, exact: Fraction | None, flags: tuple[bool, bool], roundoff: Roundoff) -> Cell:
    """asin or acos: beyond ±1 the value at ±1."""
    for end in (1, -1):
        side = _sign(u.ball - end, None if exact is None else exact - end)
        if side is None:
            return Cell(arb.nan(), arb(0), arb(0), *flags)
        if side == 0 or side == end:
            value = getattr(arb(end), op)()
            size = value.abs_upper()
            return Cell(value, size, size, flags[0] or side != 0, flags[1] or side == 0)
    value = getattr(u.ball, op)()
    size = value.abs_upper()
    slope = (1 / (1 - u.ball * u.ball).sqrt()).abs_upper()
    before = slope * u.error
    return Cell(value, before + 2 * roundoff.of(size, before), size, *flags)


def _smooth(tree: Tree, a: list[Cell], flags: tuple[bool, bool], roundoff: Roundoff) -> Cell:
    op = tree.op
    sizes = [c.ball.abs_upper() for c in a]
    if op == "mul":
        value = a[0].ball * a[1].ball
        size = value.abs_upper()
        both = roundoff.unit * a[0].rounding * a[1].rounding
        before = sizes[0] * a[1].rounding + sizes[1] * a[0].rounding + both
        under = None
        for lost, other, whole in ((a[0].under, a[1], sizes[1]), (a[1].under, a[0], sizes[0])):
            if lost is not None:
                factor = whole + roundoff.unit * other.rounding
                beyond = factor * roundoff.least > BEYOND
                under = _sum(under, lost if beyond else lost * factor)
        times, tiny = (a[0], a[1]), a[0].tiny or a[1].tiny
        lost = roundoff.of(size, before, _factors(times, ()) if tiny else None)
        return Cell(value, before + lost, size, *flags, under=under, tiny=tiny, times=times)
    if op == "powi":
        n = int(tree.value or 0)
        value = power(a[0].ball, n, arb(1))
        size = value.abs_upper()
        error = a[0].error
        slope = n * power(sizes[0] + roundoff.unit * error, n - 1, arb(1)) if n else arb(0)
        before = slope * error
        return Cell(value, before + max(n - 1, 0) * roundoff.of(size, before), size, *flags)
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
    before = slope * a[0].error
    if op in VANISHING:
        under = 2 * roundoff.least if roundoff.least > 0 else None
        return Cell(value, before + 2 * size, size, *flags, under=under)
    return Cell(value, before + 2 * roundoff.of(size, before), size, *flags)
