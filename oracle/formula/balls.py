"""One rigorous evaluation of a tree at one exact point with Arb balls, every choice certified.

Slow and careful: used at kinks, where the compiled program gave up, and for constants. See F. Johansson,
"Arb: efficient arbitrary-precision midpoint-radius interval arithmetic", IEEE Trans. Computers 66(8), 2017.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula.operations import RING, power
from proofgrad.oracle.formula.special_balls import erfc
from proofgrad.oracle.formula.trees import exact_value

__all__ = ["Ball", "ball", "evaluate", "evaluate_over", "rational_ball"]


@dataclass(frozen=True, slots=True)
class Ball:
    """An enclosure of the theorem's value.

    Attributes:
        value: an ``arb``; not finite if the precision did not suffice to decide.
        conventional: whether a total-function convention was needed (division by 0, log or sqrt outside
            their domain).
    """

    value: Any
    conventional: bool


def rational_ball(value: Fraction) -> Any:
    """The ``arb`` of a rational at the current precision; exact for every float."""
    from flint import arb, fmpq, fmpz

    numerator, denominator = value.numerator, value.denominator
    if denominator & (denominator - 1) == 0:  # a power of two: exact, whatever the precision
        return arb((fmpz(numerator), fmpz(1 - denominator.bit_length())))
    return arb(fmpq(numerator, denominator))


def ball(tree: Tree, x: Fraction, precision: int) -> Ball:
    """The value of a tree without parameters at x, as an enclosure computed with `precision` bits."""
    import flint

    with flint.ctx.workprec(precision):
        return evaluate(tree, x)


def evaluate(tree: Tree, x: Fraction) -> Ball:
    """As :func:`ball`, at Arb's current precision."""
    walker = _Walker(x)
    value = walker.value(tree)
    return Ball(value, walker.conventional)


def evaluate_over(trees: Sequence[Tree], interval: Any) -> list[Any]:
    """Enclosures of all values that some trees without parameters have on an interval, an ``arb``, at Arb's
    current precision; not finite where a choice is not the same everywhere on it.
    """
    walker = _Walker(None, interval)
    return [walker.value(tree) for tree in trees]


class _Walker:
    """Values at a point, or over an interval where `x` is None."""

    def __init__(self, x: Fraction | None, interval: Any = None) -> None:
        self.x, self.interval = x, interval
        self.conventional = False
        self.memo: dict[Tree, Any] = {}
        self.origins: dict[Tree, Tree] = {}

    def origin(self, t: Tree) -> Tree:
        """The subtree whose value a tree has, where choices only passed it on."""
        self.value(t)
        return self.origins.get(t, t)

    def value(self, t: Tree) -> Any:
        if t not in self.memo:
            self.memo[t] = self._value(t)
        return self.memo[t]

    def sign(self, t: Tree) -> int | None:
        """The certified sign of a subtree, None if the precision does not decide it."""
        exact = None if self.x is None else exact_value(t, self.x)
        if exact is not None:
            return (exact > 0) - (exact < 0)
        v = self.value(t)
        if v > 0:
            return 1
        if v < 0:
            return -1
        return 0 if v.is_zero() else None

    def _value(self, t: Tree) -> Any:
        from flint import arb

        op, args = t.op, t.args
        match op:
            case "var":
                return self.interval if self.x is None else rational_ball(self.x)
            case "const":
                return rational_ball(Fraction(t.value or 0))
            case "pi":
                return arb.pi()
            case "if_gt" | "max":
                same = op == "if_gt" and self.x is None and self.origin(args[0]) == self.origin(args[1])
                side = 0 if same else self.sign(Tree("sub", (args[0], args[1])))
                if side is None:
                    if op == "max":
                        return self.value(args[0]).max(self.value(args[1]))
                    return arb.nan()
                first, second = args[-2], args[-1]
                chosen = first if side > 0 else second
                self.origins[t] = self.origin(chosen)
                return self.value(chosen)
            case "sign":
                side = self.sign(args[0])
                return arb.nan() if side is None else arb(side)
            case "log" | "sqrt":
                return self._partial(op, args[0])
            case "asin" | "acos":
                return self._inverse(op, args[0])
            case "div" | "inv":
                numerator, divisor = (args[0], args[1]) if op == "div" else (None, args[0])
                side = self.sign(divisor)
                if side == 0:
                    self.conventional = True
                    return arb(0)
                if side is None:
                    return arb.nan()
                return (arb(1) if numerator is None else self.value(numerator)) / self.value(divisor)
        return _smooth(t, [self.value(a) for a in args])

    def _partial(self, op: str, u: Tree) -> Any:
        from flint import arb

        side = self.sign(u)
        if side is None:
            return arb.nan()
        if side > 0:
            v = self.value(u)
            return v.log() if op == "log" else v.sqrt()
        self.conventional |= op == "log" or side < 0
        if side < 0 and op == "log":
            return (-self.value(u)).log()
        return arb(0)

    def _inverse(self, op: str, u: Tree) -> Any:
        """asin or acos: beyond ±1 the value at ±1."""
        from flint import arb

        for end in (1, -1):
            side = self.sign(Tree("sub", (u, Tree("const", (), Fraction(end)))))
            if side is None:
                return arb.nan()
            if side == 0 or side == end:
                self.conventional |= side != 0
                return getattr(arb(end), op)()
        return getattr(self.value(u), op)()


def _smooth(t: Tree, v: list[Any]) -> Any:
    if t.op in RING:
        return RING[t.op](*v)
    match t.op:
        case "powi":
            from flint import arb

            return power(v[0], int(t.value or 0), arb(1))
        case "abs":
            return abs(v[0])
        case "exp" | "sinh" | "cosh" | "tanh" | "sin" | "cos" | "atan" | "erf":
            return getattr(v[0], t.op)()
        case "erfc":
            return erfc(v[0])
    raise ValueError(f"cannot evaluate operator {t.op!r}")  # a parameter: bind() comes first
