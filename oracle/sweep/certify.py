"""Polynomials with proven error bounds for a formula on stretches of neighbouring numbers.

On a stretch m + h·t with -1 <= t < 1 the polynomial is the Taylor polynomial at m, with coefficients rounded
to float64; its bound is the Lagrange remainder (coefficient n + 1 over the whole stretch), the rounding of
the coefficients, and the rounding of Horner's scheme in float64 (N. Higham, "Accuracy and Stability of
Numerical Algorithms", 2nd ed., section 5.1: |computed - exact| <= γ_2n Σ|c_k|). A stretch on which that
bound is not small enough is halved; short ones, and those that hold a switch point of the formula, are left
to be enclosed number by number.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula.balls import rational_ball
from proofgrad.oracle.formula.pieces import Piece, cut
from proofgrad.oracle.formula.series import coefficients
from proofgrad.oracle.formula.spans import Span, spans_of
from proofgrad.oracle.formula.trees import const, has_var
from proofgrad.oracle.sweep.stretches import Stretch
from proofgrad.oracle.ulp import Format

__all__ = ["Certifier", "Patch", "Polynomial"]

DEGREE = 15
"""The highest degree that is tried."""
SHORT = 256
"""A stretch of so few numbers that cannot be certified is enclosed number by number."""
ENCLOSED = 2048
"""Numbers of a segment that are enclosed one by one, at most; the rest is undecided."""
PRECISIONS = (128, 320, 832)
_FAR = 192
"""More bits where spans are taken: exp of 2^128 loses 128 of them when it reduces its argument."""
UNIT = 2.0**-53
"""The unit roundoff of float64."""
ACCURACY = 2.0**-46
"""The remainder that is aimed at, relative to the largest value on the stretch."""


@dataclass(frozen=True, slots=True)
class Polynomial:
    """Σ c_k t^k within `error` of the formula on a stretch, evaluated by Horner's scheme in float64.

    Attributes:
        stretch: where.
        coefficients: c_0, c_1, ...
        error: an absolute bound, rounding of the evaluation included.
        direction: 1 or -1 where the formula certainly rises or falls with t, else 0.
    """

    stretch: Stretch
    coefficients: tuple[float, ...]
    error: float
    direction: int


@dataclass(slots=True)
class Patch:
    """What stands for the formula on one segment.

    Attributes:
        polynomials: with the stretches that they cover.
        overflow: stretches whose values are all beyond the format's range, with the sign of the infinity.
        single: stretches whose numbers are enclosed one by one.
        conventional: stretches on which a total-function convention of Lean decides: no number is wanted.
        undecided: stretches for which there is nothing.
    """

    polynomials: list[Polynomial] = field(default_factory=list)
    overflow: list[tuple[Stretch, int]] = field(default_factory=list)
    single: list[Stretch] = field(default_factory=list)
    conventional: list[Stretch] = field(default_factory=list)
    undecided: list[Stretch] = field(default_factory=list)


class Certifier:
    """Makes patches for one formula.

    Args:
        tree: without parameters (:func:`proofgrad.oracle.formula.trees.bind`).
        fmt: the format of its inputs and values.
    """

    def __init__(self, tree: Tree, fmt: Format) -> None:
        self.fmt = fmt
        pieces = cut(tree)
        self.points, self.pieces = pieces.points, pieces.pieces

    def patch(self, whole: Stretch) -> Patch:
        """What stands for the formula on a segment."""
        out = Patch()
        enclosed = 0
        todo = [whole]
        while todo:
            stretch = todo.pop()
            piece = self._piece(stretch)
            if piece is not None and piece.conventional:
                out.conventional.append(stretch)
                continue
            found = None if piece is None else self._certify(stretch, piece)
            if isinstance(found, Polynomial):
                out.polynomials.append(found)
            elif isinstance(found, int):
                out.overflow.append((stretch, found))
            elif stretch.count > SHORT:
                todo += reversed(stretch.halves())
            elif enclosed + stretch.count <= ENCLOSED:
                enclosed += stretch.count
                out.single.append(stretch)
            else:  # no end to it: halving the rest would only take long
                out.undecided += [stretch, *reversed(todo)]
                break
        return out

    def _piece(self, stretch: Stretch) -> Piece | None:
        """The piece of the formula that the stretch lies in; None if it touches a switch point."""
        ends = (
            stretch.exact(self.fmt, stretch.first),
            stretch.exact(self.fmt, stretch.first + stretch.count - 1),
        )
        low, high = min(ends), max(ends)
        place = 0
        for point in self.points:
            if low <= point <= high:
                return None
            place += point < low
        return self.pieces[place]

    def _certify(self, stretch: Stretch, piece: Piece) -> Polynomial | int | None:
        """A polynomial; the sign of an infinity if all values are out of range; None if neither shows."""
        import flint

        middle = stretch.exact(self.fmt, stretch.first + stretch.count // 2)
        half = stretch.count // 2 * stretch.spacing(self.fmt)
        for precision in PRECISIONS:
            with flint.ctx.workprec(precision):
                m = rational_ball(middle)
                found, saturated = self._attempt(stretch, piece.tree, m, rational_ball(half))
                if found is not None:
                    return found
                value = coefficients(piece.tree, m, rational_ball(half), 2)
            if value is not None and value[0].rel_accuracy_bits() > 60 and not saturated:
                return None  # more digits would not help: the function is no polynomial here
        return None

    def _attempt(
        self, stretch: Stretch, tree: Tree, middle: Any, half: Any
    ) -> tuple[Polynomial | int | None, bool]:
        """What :meth:`_certify` finds at one precision, and whether a part of the formula is saturated."""
        import flint

        whole = middle + half * _unit_interval()
        found = self._polynomial(stretch, tree, middle, half, whole, {})
        if found is not None:
            return found, False
        first, last = middle - half, middle + half
        low, high = first.min(last), first.max(last)
        with flint.ctx.extraprec(_FAR):
            tamed = _far_out(tree, low, high)
            spans = spans_of(tamed, low, high)
        top = spans[tamed]
        if top.known:
            limit = 2 * rational_ball(self.fmt.max_finite)
            if top.low > limit:
                return 1, True
            if top.high < -limit:
                return -1, True
        frozen = {t: s.ball() for t, s in spans.items() if has_var(t) and t.op != "var" and _constant(s)}
        if tamed is tree and not frozen:
            return None, False
        return self._polynomial(stretch, tamed, middle, half, whole, frozen), True

    def _polynomial(
        self, stretch: Stretch, tree: Tree, middle: Any, half: Any, whole: Any, frozen: dict[Tree, Any]
    ) -> Polynomial | None:
        wide = coefficients(tree, whole, half, DEGREE + 2, frozen)
        if wide is None:
            return None
        sizes = [float(abs(c).upper()) for c in wide]
        if not all(map(math.isfinite, sizes)):
            return None
        floor = 2.0 ** (self.fmt.tiny_exponent - 12)
        wanted = max(sizes[0] * ACCURACY, floor)
        degree = next((n for n in range(DEGREE + 1) if sizes[n + 1] <= wanted), None)
        if degree is None:
            return None
        narrow = coefficients(tree, middle, half, max(degree + 1, 2), frozen)
        if narrow is None:
            return None
        rounded = [float(c.mid()) for c in narrow[: degree + 1]]
        off = sum(float(abs(c - r).upper()) for c, r in zip(narrow, rounded, strict=False))
        if off > max(8 * UNIT * sizes[0], floor):
            return None
        total = sum(map(abs, rounded))
        steps = 2 * degree + 2
        horner = steps * UNIT / (1 - steps * UNIT) * total
        # The sum itself is rounded, a few units in the last place of each part; 1.001 covers that.
        error = 1.001 * (sizes[degree + 1] + off + horner) + 2.0**-1060
        slope = wide[1]
        direction = 1 if slope > 0 else -1 if slope < 0 else 0
        return Polynomial(stretch, tuple(rounded), error, direction)


def _unit_interval() -> Any:
    from flint import arb

    return arb(0, 1)


def _constant(s: Span) -> bool:
    """Whether a subtree is the same everywhere, for all that can be seen in any format."""
    if not s.known:
        return False
    ball = s.ball()
    from flint import arb

    return bool(ball.rel_accuracy_bits() > 100 or abs(ball) < arb((1, -700)))


def _far_out(tree: Tree, low: Any, high: Any) -> Tree:
    """The tree with log(1 + exp u) written as u + log(1 + exp(-u)), exp u / (exp u + 1) as 1/(1 + exp(-u)),
    and log(1/v) as -log v: equal, and they show what they tend to. The first two where u is certainly above
    40.
    """
    spans = spans_of(tree, low, high)
    made: dict[Tree, Tree] = {}

    def rebuilt(t: Tree) -> Tree:
        if t not in made:
            args = tuple(rebuilt(a) for a in t.args)
            made[t] = t if args == t.args else Tree(t.op, args, t.value)
            if t.op == "log" and (below := _reciprocal(t.args[0])) is not None:
                made[t] = Tree("neg", (rebuilt(Tree("log", (below,))),))
            if (e := _saturating(t)) is not None and (above := spans.get(e)) is not None and above.low > 40:
                made[t] = Tree("inv", (Tree("add", (const(1), Tree("exp", (Tree("neg", (rebuilt(e),)),)))),))
            u = _softplus_argument(t)
            if u is not None and (above := spans.get(u)) is not None and above.known and above.low > 40:
                inner = rebuilt(u)
                tail = Tree("log", (Tree("add", (const(1), Tree("exp", (Tree("neg", (inner,)),)))),))
                made[t] = Tree("add", (inner, tail))
        return made[t]

    return rebuilt(tree)


def _softplus_argument(t: Tree) -> Tree | None:
    if t.op != "log" or t.args[0].op != "add":
        return None
    one, other = t.args[0].args
    if one.op == "exp":
        one, other = other, one
    return other.args[0] if other.op == "exp" and one == const(1) else None


def _saturating(t: Tree) -> Tree | None:
    """u, for exp u / (exp u + 1)."""
    if t.op != "div" or t.args[0].op != "exp" or t.args[1].op != "add":
        return None
    return t.args[0].args[0] if {*t.args[1].args} == {t.args[0], const(1)} else None


def _reciprocal(t: Tree) -> Tree | None:
    """v, for 1/v."""
    if t.op == "inv":
        return t.args[0]
    return t.args[1] if t.op == "div" and t.args[0] == const(1) else None


def stretches_of(patch: Patch) -> Iterator[Stretch]:
    """All stretches of a patch: together they are the segment."""
    yield from (p.stretch for p in patch.polynomials)
    yield from (s for s, _ in patch.overflow)
    yield from (*patch.single, *patch.conventional, *patch.undecided)
