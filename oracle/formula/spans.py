"""Enclosures of smooth trees over an interval, by the values at its ends.

A ball (midpoint and radius) around a wide interval loses what its ends know: over [-2e30, -1e30] the ball of
exp holds negative numbers, and 1 + exp has no inverse. Here every operator takes the ends themselves, as Arb
balls, so that a saturated part of a formula (1/(1 + exp x) far out) is seen to be one. Used where balls give
up.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula.balls import rational_ball
from proofgrad.oracle.formula.operations import power

__all__ = ["Span", "spans_of"]

_RISING = ("exp", "sinh", "tanh", "erf", "atan", "asinh", "log", "sqrt", "log1p", "expm1")


@dataclass(frozen=True, slots=True)
class Span:
    """All values lie between ``low.lower()`` and ``high.upper()``; both are ``arb``, maybe not finite."""

    low: Any
    high: Any

    @property
    def known(self) -> bool:
        """Whether both ends are finite."""
        return bool(self.low.is_finite() and self.high.is_finite())

    @property
    def positive(self) -> bool:
        """Whether all values are certainly positive."""
        return bool(self.low > 0)

    @property
    def negative(self) -> bool:
        """Whether all values are certainly negative."""
        return bool(self.high < 0)

    def ball(self) -> Any:
        """One ``arb`` around everything."""
        return self.low.union(self.high)


def spans_of(tree: Tree, low: Any, high: Any) -> dict[Tree, Span]:
    """The span of every subtree over the inputs from `low` to `high`, at Arb's current precision.

    Args:
        tree: smooth, without parameters and choices (:func:`proofgrad.oracle.formula.pieces.cut`).
        low: an ``arb``, the least input.
        high: an ``arb``, the greatest.
    """
    found: dict[Tree, Span] = {}
    walk = [(tree, False)]
    while walk:
        t, ready = walk.pop()
        if t in found:
            continue
        if ready or not t.args:
            found[t] = _span(t, [found[a] for a in t.args], low, high)
        else:
            walk.append((t, True))
            walk.extend((a, False) for a in t.args)
    return found


def _span(t: Tree, v: list[Span], low: Any, high: Any) -> Span:
    from flint import arb

    unknown = Span(arb.nan(), arb.nan())
    match t.op:
        case "var":
            return Span(low, high)
        case "const":
            value = rational_ball(Fraction(t.value or 0))
            return Span(value, value)
        case "pi":
            return Span(arb.pi(), arb.pi())
    if not all(s.known for s in v):
        return unknown
    a = v[0]
    match t.op:
        case "add":
            return Span(a.low + v[1].low, a.high + v[1].high)
        case "sub":
            return Span(a.low - v[1].high, a.high - v[1].low)
        case "neg":
            return Span(-a.high, -a.low)
        case "mul":
            return _product(a, v[1])
        case "inv":
            return _inverse(a) or unknown
        case "div":
            inverse = _inverse(v[1])
            return unknown if inverse is None else _product(a, inverse)
        case "powi":
            return _power(a, int(t.value or 0))
        case "max":
            return Span(a.low.max(v[1].low), a.high.max(v[1].high))
        case "abs" | "cosh":
            ends = [getattr(e, "__abs__" if t.op == "abs" else "cosh")() for e in (a.low, a.high)]
            if a.positive:
                return Span(*ends)
            least = arb(0) if t.op == "abs" else arb(1)
            return Span(ends[1], ends[0]) if a.negative else Span(least, ends[0].max(ends[1]))
    if t.op in ("log", "sqrt") and not a.positive:
        return unknown
    if t.op in _RISING and hasattr(a.low, t.op):
        return Span(getattr(a.low, t.op)(), getattr(a.high, t.op)())
    if hasattr(a.low, t.op):  # any other function that Arb has: of the ball around everything
        value = getattr(a.ball(), t.op)()
        return Span(value, value) if value.is_finite() else unknown
    return unknown


def _product(a: Span, b: Span) -> Span:
    if a.positive and b.positive:
        return Span(a.low * b.low, a.high * b.high)
    ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    low, high = ends[0], ends[0]
    for e in ends[1:]:
        low, high = low.min(e), high.max(e)
    return Span(low, high)


def _inverse(a: Span) -> Span | None:
    return Span(1 / a.high, 1 / a.low) if a.positive or a.negative else None


def _power(a: Span, n: int) -> Span:
    from flint import arb

    low, high = power(a.low, n, arb(1)), power(a.high, n, arb(1))
    if n % 2 or a.positive:
        return Span(low, high)
    return Span(high, low) if a.negative else Span(arb(0), low.max(high))
