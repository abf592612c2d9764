"""The second opinion: the same trees in mpmath's interval arithmetic, in a private context, without Arb or
our compiler.

It shares no code with the balls: its own walk over the tree *as the catalogue gave it* (not cut, not
compiled), its own elementary functions. Two rigorous enclosures of one number must overlap. A disagreement
is an error of one of them and is raised as :class:`ReferenceDisagreement`, never averaged away. mpmath has
no interval sinh, cosh or tanh: they are built from exp, and the precision rises until the result is as
narrow as asked.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, ClassVar

from proofgrad.bridge.catalogue import Tree, in_order
from proofgrad.bridge.errors import EXIT_FINDINGS, ProofgradError
from proofgrad.oracle.formula.special_intervals import InverseAndErf
from proofgrad.oracle.formula.trees import Number, bind, exact_value, rational

__all__ = ["IntervalEvaluator", "ReferenceDisagreement"]

_PRECISIONS = (128, 320, 900, 2400, 6000, 13000)

_FAR = 40_000
"""Numbers beyond 2^±40000 are not told apart: no format reaches 2^±1100."""

_DIGITS = 1 << 14
"""Bits of an exact rational, beyond which a sign is asked of the intervals alone."""


class ReferenceDisagreement(ProofgradError):
    """Two rigorous evaluations of one formula at one input do not overlap: one of them is wrong."""

    code = "reference-disagreement"
    exit_code = EXIT_FINDINGS


_own = threading.local()


def _context() -> Any:
    """Intervals of this thread's own; their precision is set before every evaluation."""
    if not hasattr(_own, "intervals"):
        from mpmath.ctx_iv import MPIntervalContext

        _own.intervals = MPIntervalContext()
    return _own.intervals


class IntervalEvaluator:
    """Evaluates one formula with mpmath's intervals.

    Args:
        tree: the formula, as in the catalogue.
        params: values of its parameters.
    """

    def __init__(self, tree: Tree, params: Mapping[str, Number] | None = None) -> None:
        self.tree = bind(tree, params or {})
        self.iv = _context()
        self._special = InverseAndErf(self.iv, self._exp, self._wider)
        self._exact: Mapping[Tree, Fraction | None] | None = None

    def bounds(self, x: Fraction, width: Fraction) -> tuple[Fraction, Fraction] | None:
        """Rational lower and upper bounds of the formula at x, at most `width` apart.

        Returns:
            None if the cap on the precision does not reach that (a root of a divisor, an undecided choice).
        """
        for precision in _PRECISIONS:
            self.iv.prec = precision
            found = self._value(self.tree, x, {})
            if found is None:
                continue
            low, high = _ends(found)
            if low is not None and high is not None and high - low <= width:
                return low, high
        return None

    @classmethod
    def closed_bounds(
        cls, trees: Sequence[Tree], widths: Sequence[Fraction]
    ) -> list[tuple[Fraction, Fraction] | None]:
        """The same of several formulas without variables or parameters, common parts evaluated once.

        They may be large when written out; the time is that of their distinct parts.
        """
        self = cls(Tree("const", value=Fraction(0)))
        zero = Fraction(0)
        found: list[tuple[Fraction, Fraction] | None] = [None] * len(trees)
        self._exact = _exact_values(trees)
        todo = list(range(len(trees)))
        for precision in _PRECISIONS:
            self.iv.prec = precision
            memo: dict[Tree, Any] = {}
            for part in in_order(trees[i] for i in todo):  # arguments first: no deep recursion
                self._value(part, zero, memo)
            for i in list(todo):
                if memo[trees[i]] is None:
                    continue
                low, high = _ends(memo[trees[i]])
                if low is not None and high is not None and high - low <= widths[i]:
                    found[i] = low, high
                    todo.remove(i)
            if not todo:
                break
        return found

    def _sign(self, t: Tree, x: Fraction, memo: dict[Tree, Any]) -> int | None:
        exact = self._exactly(t, x)
        if exact is not None:
            return (exact > 0) - (exact < 0)
        v = self._value(t, x, memo)
        if v is None:
            return None
        if v.a > 0:
            return 1
        if v.b < 0:
            return -1
        return 0 if v.a == 0 and v.b == 0 else None

    def _exactly(self, t: Tree, x: Fraction) -> Fraction | None:
        if self._exact is None:
            return exact_value(t, x)
        if t in self._exact:
            return self._exact[t]
        parts = [self._exact[arg] for arg in t.args]  # the difference that a choice depends on
        known = [part for part in parts if part is not None]
        return rational(t, known) if len(known) == len(parts) else None

    def _value(self, t: Tree, x: Fraction, memo: dict[Tree, Any]) -> Any:
        if t not in memo:
            memo[t] = self._compute(t, x, memo)
        return memo[t]

    def _number(self, q: Fraction) -> Any:
        from mpmath.libmp import from_int, mpf_div, round_ceiling, round_floor

        top, bottom = from_int(q.numerator), from_int(q.denominator)
        ends = tuple(mpf_div(top, bottom, self.iv.prec, r) for r in (round_floor, round_ceiling))
        if q.denominator & (q.denominator - 1) == 0:
            from mpmath.libmp import from_man_exp

            exact = from_man_exp(q.numerator, 1 - q.denominator.bit_length())
            ends = (exact, exact)
        return self.iv.make_mpf(ends)

    def _compute(self, t: Tree, x: Fraction, memo: dict[Tree, Any]) -> Any:
        op, args = t.op, t.args
        if op == "var":
            return self._number(x)
        if op == "const":
            return self._number(Fraction(t.value or 0))
        if op == "pi":
            return self._wider(+self.iv.pi)
        if op in ("if_gt", "max"):
            side = self._sign(Tree("sub", (args[0], args[1])), x, memo)
            if side is None:
                return None
            return self._value(args[-2] if side > 0 else args[-1], x, memo)
        if op in ("asin", "acos"):
            return self._inverse(op, args[0], x, memo)
        if op in ("sign", "abs", "log", "sqrt", "inv", "div"):
            return self._guarded(t, x, memo)
        values = [self._value(a, x, memo) for a in args]
        return None if any(v is None for v in values) else self._field(t, values)

    def _guarded(self, t: Tree, x: Fraction, memo: dict[Tree, Any]) -> Any:
        """Operators that first need the sign of their (last) argument."""
        u = t.args[-1]
        side = self._sign(u, x, memo)
        if side is None:
            return None
        if t.op == "sign":
            return self.iv.mpf(side)
        if side == 0 or (t.op == "sqrt" and side < 0):
            return self.iv.mpf(0)
        v = self._value(u, x, memo)
        if v is None:
            return None
        match t.op:
            case "abs":
                return v if side > 0 else -v
            case "log":
                return self._wider(self.iv.log(v if side > 0 else -v))
            case "sqrt":
                return self.iv.sqrt(v)
            case "inv":
                return 1 / v
        top = self._value(t.args[0], x, memo)
        return None if top is None else top / v

    def _inverse(self, op: str, u: Tree, x: Fraction, memo: dict[Tree, Any]) -> Any:
        """asin or acos: beyond ±1 the value at ±1."""
        for end in (1, -1):
            side = self._sign(Tree("sub", (u, Tree("const", value=Fraction(end)))), x, memo)
            if side is None:
                return None
            if side == 0 or side == end:
                pi = self._wider(+self.iv.pi)
                if op == "asin":
                    return end * pi / 2
                return self.iv.mpf(0) if end > 0 else pi
        v = self._value(u, x, memo)
        if v is None or not (v.a > -1 and v.b < 1):
            return None
        return getattr(self._special, op)(v)

    _FIELD: ClassVar[Mapping[str, str]] = {"add": "__add__", "sub": "__sub__", "mul": "__mul__"}

    def _field(self, t: Tree, v: list[Any]) -> Any:
        match t.op:
            case "add" | "sub" | "mul":
                return getattr(v[0], self._FIELD[t.op])(v[1])
            case "neg":
                return -v[0]
            case "powi":
                return v[0] ** int(t.value or 0)
            case "exp":
                return self._exp(v[0])
            case "sinh":
                return (self._exp(v[0]) - self._exp(-v[0])) / 2
            case "cosh":
                return (self._exp(v[0]) + self._exp(-v[0])) / 2
            case "tanh":
                return self._tanh(v[0])
            case "sin" | "cos":
                return self._circular(t.op, v[0])
            case "atan" | "erf" | "erfc":
                return getattr(self._special, t.op)(v[0])
        raise ValueError(f"cannot evaluate operator {t.op!r}")

    def _exp(self, v: Any) -> Any:
        """e^v; beyond any format's reach only that e^-y <= 2^-y for y >= 0: mpmath would work for seconds."""
        if v.b < -_FAR:
            return self.iv.mpf([0, self.iv.ldexp(1, -_FAR).b])
        if v.a > _FAR:
            return self.iv.mpf([self.iv.ldexp(1, _FAR).a, self.iv.inf.b])
        return self._wider(self.iv.exp(v))

    def _wider(self, v: Any) -> Any:
        """mpmath's exp and log round a result computed with some 10 guard bits, not the true one, in the
        asked direction: at tiny arguments both bounds of exp may coincide (mpmath 1.3 and 1.4).
        A few units of the last place outward make them bounds.
        """
        slip = self.iv.ldexp(1, 6 - self.iv.prec).b
        return v * self.iv.mpf([(1 - slip).a, (1 + slip).b])

    def _circular(self, op: str, v: Any) -> Any:
        """sin v or cos v; [-1, 1] where the interval is too wide to say more."""
        if not v.delta < 1:
            return self.iv.mpf([-1, 1])
        found = self._wider(getattr(self.iv, op)(v))
        return self.iv.mpf([max(found.a, self.iv.mpf(-1)).a, min(found.b, self.iv.mpf(1)).b])

    def _tanh(self, v: Any) -> Any:
        """1 - 2/(e^2|v| + 1) with the sign of v: monotone in e^2|v|, so one occurrence keeps the interval
        narrow.
        """
        if v.a >= self.iv.prec:  # 1 - tanh v <= 2e^-2v <= 2^-prec
            return self.iv.mpf([(1 - self.iv.ldexp(1, -self.iv.prec)).a, 1])
        if v.b <= -self.iv.prec:
            return -self._tanh(-v)
        if v.a >= 0:
            return 1 - 2 / (self._exp(2 * v) + 1)
        if v.b <= 0:
            return 2 / (self._exp(-2 * v) + 1) - 1
        hull = self.iv.mpf([self._tanh(self.iv.mpf(v.a)).a, self._tanh(self.iv.mpf(v.b)).b])
        return hull


def _exact_values(trees: Sequence[Tree]) -> dict[Tree, Fraction | None]:
    """Of all parts of formulas without variables: their values where field operations and decidable choices
    give one, and it is not too long; else None."""
    found: dict[Tree, Fraction | None] = {}
    for tree in in_order(trees):
        args = [found[arg] for arg in tree.args]
        known = [a for a in args if a is not None]
        value: Fraction | None = None
        if tree.op == "const":
            value = Fraction(tree.value or 0)
        elif tree.op == "if_gt":
            if args[0] is not None and args[1] is not None:
                value = args[2 if args[0] > args[1] else 3]
        elif tree.op != "pi" and len(known) == len(args):
            value = rational(tree, known)
        if value is not None and value.numerator.bit_length() + value.denominator.bit_length() > _DIGITS:
            value = None
        found[tree] = value
    return found


def _ends(interval: Any) -> tuple[Fraction | None, Fraction | None]:
    low, high = interval._mpi_
    return _fraction(low, up=False), _fraction(high, up=True)


def _fraction(end: Any, up: bool) -> Fraction | None:
    """A raw mpf as a rational bound, rounded outward to 0 or 2^-40000 if it is tinier; None for ±inf, nan
    and beyond 2^40000, which no format reaches."""
    sign, man, exponent, length = end
    if not man:
        return None if exponent else Fraction(0)
    top = int(exponent) + int(length)
    if top > _FAR:
        return None
    if top < -_FAR:
        size = Fraction(1, 2**_FAR) if up != bool(sign) else Fraction(0)
    else:
        size = Fraction(int(man)) * Fraction(2) ** int(exponent)
    return -size if sign else size
