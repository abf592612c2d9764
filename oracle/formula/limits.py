"""Limits of formulas at ±∞ and one-sided limits at switch points, by their leading asymptotic terms.

A kernel is called with ±inf and at poles; what is wanted there is the limit of the theorem's function, which
no ball can give. The formula is expanded, as y → +∞ with x = ±y or x = p ± 1/y, into a short sum of terms
``c · exp(E(y)) · y^p · (log y)^q`` with E a sum of positive powers of y, in descending order, with a bound
on the rest: enough for products such as x·(1 + tanh x), where one factor diverges and the other vanishes.
What is beyond it (nested exponentials, oscillation) is None: undecided, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key, lru_cache
from math import factorial
from typing import TypeAlias

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula.constants import Constant, Undecided
from proofgrad.oracle.formula.trees import has_var

__all__ = ["Limit", "limit"]

Limit: TypeAlias = int | Tree
"""+1 or -1 for ±∞, 0 where it is certain that there is no limit, or a tree without input: the finite
limit.
"""

_TERMS = 5
_ZERO = Constant.of(0)
_ONE = Constant.of(1)
_HALF_PI = Constant.of(Tree("pi")) * Constant.of(Fraction(1, 2))


@dataclass(frozen=True)
class _Monomial:
    """exp(Σ c·y^e) · y^p · (log y)^q; the exponents e are positive, descending, the c not zero."""

    growth: tuple[tuple[Fraction, Constant], ...] = ()
    power: Fraction = Fraction(0)
    logs: Fraction = Fraction(0)

    def times(self, other: _Monomial) -> _Monomial:
        growth = dict(self.growth)
        for e, c in other.growth:
            growth[e] = growth.get(e, _ZERO) + c
        kept = tuple(
            sorted(((e, c) for e, c in growth.items() if c.sign()), reverse=True, key=lambda t: t[0])
        )
        return _Monomial(kept, self.power + other.power, self.logs + other.logs)

    def to(self, n: Fraction) -> _Monomial:
        scale = Constant.of(n)
        return _Monomial(tuple((e, c * scale) for e, c in self.growth), self.power * n, self.logs * n)

    def order(self) -> int:
        """+1 if it tends to ∞, -1 if to 0, 0 if it is 1."""
        if self.growth:
            return self.growth[0][1].sign()
        lead = self.power or self.logs
        return (lead > 0) - (lead < 0)


_UNIT = _Monomial()


def _compare(a: _Monomial, b: _Monomial) -> int:
    if not a.growth and not b.growth:
        p, q = (a.power, a.logs), (b.power, b.logs)
        return (p > q) - (p < q)
    return a.times(b.to(Fraction(-1))).order()


@dataclass(frozen=True)
class _Germ:
    """Terms in descending order, plus an unknown rest that is O(rest); rest None: none."""

    terms: tuple[tuple[_Monomial, Constant], ...] = ()
    rest: _Monomial | None = None

    @property
    def leading(self) -> tuple[_Monomial, Constant]:
        if not self.terms:
            raise Undecided
        return self.terms[0]

    def sign(self) -> int:
        """Its eventual sign."""
        if not self.terms and self.rest is None:
            return 0
        return self.leading[1].sign()


def _descending(s: tuple[_Monomial, Constant], t: tuple[_Monomial, Constant]) -> int:
    return -_compare(s[0], t[0])


def _collect(pairs: list[tuple[_Monomial, Constant]], rests: list[_Monomial]) -> _Germ:
    """Sum terms, drop what the largest rest hides, keep the first few."""
    ordered = sorted(pairs, key=cmp_to_key(_descending))
    merged: list[tuple[_Monomial, Constant]] = []
    for monomial, c in ordered:
        if merged and _compare(merged[-1][0], monomial) == 0:
            merged[-1] = (merged[-1][0], merged[-1][1] + c)
        else:
            merged.append((monomial, c))
    merged = [(m, c) for m, c in merged if c.sign()]
    rest = max(rests, key=cmp_to_key(_compare)) if rests else None
    if rest is not None:
        merged = [(m, c) for m, c in merged if _compare(m, rest) > 0]
    if len(merged) > _TERMS:
        rest = merged[_TERMS][0] if rest is None or _compare(merged[_TERMS][0], rest) > 0 else rest
        merged = merged[:_TERMS]
    return _Germ(tuple(merged), rest)


def _add(a: _Germ, b: _Germ) -> _Germ:
    return _collect([*a.terms, *b.terms], [r for r in (a.rest, b.rest) if r is not None])


def _scale(a: _Germ, monomial: _Monomial, c: Constant) -> _Germ:
    rest = None if a.rest is None else a.rest.times(monomial)
    return _Germ(tuple((m.times(monomial), d * c) for m, d in a.terms), rest)


def _negate(a: _Germ) -> _Germ:
    return _scale(a, _UNIT, -_ONE)


def _multiply(a: _Germ, b: _Germ) -> _Germ:
    pairs = [(m.times(n), c * d) for m, c in a.terms for n, d in b.terms]
    rests = [
        r.times(m) for r, other in ((a.rest, b), (b.rest, a)) if r is not None for m, _ in other.terms[:1]
    ]
    if a.rest is not None and b.rest is not None:
        rests.append(a.rest.times(b.rest))
    return _collect(pairs, rests)


def _constant(c: Constant) -> _Germ:
    return _Germ(((_UNIT, c),) if c.sign() else ())


def _series(r: _Germ, coefficient: Callable[[int], Fraction]) -> _Germ:
    """Σ coefficient(k)·r^k for a germ r that tends to 0."""
    total, power = _constant(Constant.of(coefficient(0))), _constant(_ONE)
    if not r.terms and r.rest is None:
        return total
    for k in range(1, _TERMS + 1):
        power = _multiply(power, r)
        total = _add(total, _scale(power, _UNIT, Constant.of(coefficient(k))))
    lead = r.terms[0][0] if r.terms else r.rest
    assert lead is not None
    return _add(total, _Germ((), lead.to(Fraction(_TERMS + 1))))


def _split(a: _Germ) -> tuple[_Monomial, Constant, _Germ]:
    """a = m·c·(1 + r) with r → 0."""
    m, c = a.leading
    shrunk = _scale(_Germ(a.terms[1:], a.rest), m.to(Fraction(-1)), c.apply("inv"))
    return m, c, shrunk


def _inverse(a: _Germ) -> _Germ:
    if a.sign() == 0:
        return _Germ()  # Lean: division by zero is zero
    m, c, r = _split(a)
    return _scale(_series(r, lambda k: Fraction((-1) ** k)), m.to(Fraction(-1)), c.apply("inv"))


def _exp(a: _Germ) -> _Germ:
    growing = [(m, c) for m, c in a.terms if m.order() > 0]
    level = sum((c for m, c in a.terms if m.order() == 0), _ZERO)
    small = _Germ(tuple((m, c) for m, c in a.terms if m.order() < 0), a.rest)
    if a.rest is not None and a.rest.order() >= 0:
        raise Undecided
    whole = _UNIT
    for m, c in growing:
        if m.growth or (m.power and m.logs):
            raise Undecided
        if m.power:
            whole = whole.times(_Monomial(((m.power, c),)))
        elif m.logs == 1 and (q := c.rational) is not None:
            whole = whole.times(_Monomial((), q))
        else:
            raise Undecided

    def over_factorial(k: int) -> Fraction:
        out = Fraction(1)
        for i in range(2, k + 1):
            out /= i
        return out

    return _scale(_series(small, over_factorial), whole, level.apply("exp"))


def _log(a: _Germ) -> _Germ:
    if a.sign() == 0:
        return _Germ()
    m, c, r = _split(a)
    if m.logs:
        raise Undecided
    terms = [(_Monomial((), e), g) for e, g in m.growth]
    if m.power:
        terms.append((_Monomial((), Fraction(0), Fraction(1)), Constant.of(m.power)))
    head = _collect([*terms, (_UNIT, c.apply("log"))], [])
    return _add(head, _series(r, lambda k: Fraction((-1) ** (k + 1), k) if k else Fraction(0)))


def _sqrt(a: _Germ) -> _Germ:
    if a.sign() <= 0:
        return _Germ()
    m, c, r = _split(a)

    def binomial(k: int) -> Fraction:
        out = Fraction(1)
        for i in range(k):
            out *= (Fraction(1, 2) - i) / (i + 1)
        return out

    return _scale(_series(r, binomial), m.to(Fraction(1, 2)), c.apply("sqrt"))


def _hyperbolic(op: str, u: _Germ) -> _Germ:
    up, down = _exp(u), _exp(_negate(u))
    half = Constant.of(Fraction(1, 2))
    cosh, sinh = _add(up, down), _add(up, _negate(down))
    if op == "tanh":
        return _multiply(sinh, _inverse(cosh))
    return _scale(sinh if op == "sinh" else cosh, _UNIT, half)


def _circular(op: str, u: _Germ) -> _Germ:
    """sin u or cos u: of a germ with a finite limit by the addition theorem, of others at least bounded."""
    if any(m.order() > 0 for m, _ in u.terms) or (u.rest is not None and u.rest.order() >= 0):
        return _Germ((), _UNIT)
    level = sum((c for m, c in u.terms if m.order() == 0), _ZERO)
    small = _Germ(tuple((m, c) for m, c in u.terms if m.order() < 0), u.rest)

    def even(k: int) -> Fraction:
        return Fraction(0) if k % 2 else Fraction((-1) ** (k // 2), factorial(k))

    def odd(k: int) -> Fraction:
        return Fraction((-1) ** (k // 2), factorial(k)) if k % 2 else Fraction(0)

    cos, sin = _series(small, even), _series(small, odd)
    cos_level, sin_level = (_constant(level.apply(name)) for name in ("cos", "sin"))
    if op == "sin":
        return _add(_multiply(sin_level, cos), _multiply(cos_level, sin))
    return _add(_multiply(cos_level, cos), _negate(_multiply(sin_level, sin)))


def _at_level(op: str, u: _Germ) -> _Germ | None:
    """A function of a germ with a finite limit other than 0, up to what tends to 0; None for another germ."""
    if u.rest is not None and u.rest.order() >= 0:
        raise Undecided
    if not u.terms or u.terms[0][0].order():
        return None
    level = u.terms[0][1]
    small = [m for m, _ in u.terms[1:2]] + ([] if u.rest is None else [u.rest])
    rest = max(small, key=cmp_to_key(_compare)) if small else None
    return _Germ(_constant(level.apply(op)).terms, rest)


def _atan(u: _Germ) -> _Germ:
    if (near := _at_level("atan", u)) is not None:
        return near

    def odd(k: int) -> Fraction:
        return Fraction((-1) ** (k // 2), k) if k % 2 else Fraction(0)

    if u.terms and u.terms[0][0].order() > 0:  # atan u = ±π/2 - atan (1/u)
        quarter_turn = _HALF_PI * Constant.of(u.sign())
        return _add(_constant(quarter_turn), _negate(_series(_inverse(u), odd)))
    return _series(u, odd)


def _asin(u: _Germ) -> _Germ:
    for end in (1, -1):  # beyond ±1 it is constant
        if (u.terms or u.rest is None) and _add(u, _constant(Constant.of(-end))).sign() in (0, end):
            return _constant(_HALF_PI * Constant.of(end))
    if u.terms and not u.terms[0][0].order():
        q = u.terms[0][1].rational
        if q is not None and abs(q) == 1:  # ±π/2 up to the root of what is missing
            missing = _add(u, _constant(Constant.of(-q)))
            lead = missing.leading[0].to(Fraction(1, 2))
            return _Germ(((_UNIT, _HALF_PI * Constant.of(q)),), lead)
    if (near := _at_level("asin", u)) is not None:
        return near

    def odd(k: int) -> Fraction:
        out = Fraction(k % 2)
        for i in range(1, k // 2 + 1):
            out *= Fraction(2 * i - 1, 2 * i)
        return out / k if k else out

    return _series(u, odd)


def _erfc_far(u: _Germ) -> _Germ:
    """erfc u for u → +∞: exp(-u²) / (u √π) · (1 - 1/(2u²) + 3/(2u²)² - ...) (DLMF 7.12.1)."""
    over = _inverse(_multiply(u, u))

    def coefficient(k: int) -> Fraction:
        out = Fraction(1)
        for i in range(k):
            out *= Fraction(-(2 * i + 1), 2)
        return out

    try:
        tail = _exp(_negate(_multiply(u, u)))
    except Undecided:  # it is less than every power of 1/u
        return _Germ((), over.leading[0].to(Fraction(_TERMS + 1)))
    root = Constant.of(Tree("pi")).apply("sqrt").apply("inv")
    return _scale(_multiply(_multiply(tail, _inverse(u)), _series(over, coefficient)), _UNIT, root)


def _erf(op: str, u: _Germ) -> _Germ:
    one = _constant(_ONE)
    if u.terms and u.terms[0][0].order() > 0:
        positive = u.sign() > 0
        far = _erfc_far(u if positive else _negate(u))
        if op == "erfc":
            return far if positive else _add(_add(one, one), _negate(far))
        near_one = _add(one, _negate(far))
        return near_one if positive else _negate(near_one)
    if (near := _at_level(op, u)) is not None:
        return near

    def odd(k: int) -> Fraction:
        return Fraction(2 * (-1) ** (k // 2), factorial(k // 2) * k) if k % 2 else Fraction(0)

    root = Constant.of(Tree("pi")).apply("sqrt").apply("inv")
    erf = _scale(_series(u, odd), _UNIT, root)
    return erf if op == "erf" else _add(one, _negate(erf))


def _oscillates(t: Tree, x: _Germ) -> bool:
    """Whether a tree is made of a sine, cosine or tangent of something that tends to ±∞ (and is continuous on
    the way, as all of this is) so that it takes every value of an interval again and again.
    """
    if t.op in ("sin", "cos"):
        return _expand(t.args[0], x).leading[0].order() > 0
    if t.op == "div" and [a.op for a in t.args] == ["sin", "cos"] and t.args[0].args == t.args[1].args:
        return _oscillates(t.args[0], x)  # the tangent
    if t.op == "neg" or (t.op == "powi" and t.value):
        return _oscillates(t.args[0], x)
    if t.op in ("add", "sub"):  # a constant more or less
        return any(not has_var(a) and _oscillates(b, x) for a, b in (t.args, t.args[::-1]))
    return False


def _expand(t: Tree, x: _Germ) -> _Germ:
    op = t.op
    if op == "var":
        return x
    if op == "const":
        return _constant(Constant.of(Fraction(t.value or 0)))
    if op == "pi":
        return _constant(Constant.of(t))
    if op in ("if_gt", "max"):
        a, b = _expand(t.args[0], x), _expand(t.args[1], x)
        above = _add(a, _negate(b)).sign() > 0
        if op == "max":
            return a if above else b
        return _expand(t.args[2 if above else 3], x)
    v = [_expand(a, x) for a in t.args]
    match op:
        case "add":
            return _add(*v)
        case "sub":
            return _add(v[0], _negate(v[1]))
        case "mul":
            return _multiply(*v)
        case "div":
            return _multiply(v[0], _inverse(v[1]))
        case "inv":
            return _inverse(v[0])
        case "neg":
            return _negate(v[0])
        case "abs":
            return _negate(v[0]) if v[0].sign() < 0 else v[0]
        case "sign":
            return _constant(Constant.of(v[0].sign()))
        case "powi":
            out = _constant(_ONE)
            for _ in range(int(t.value or 0)):
                out = _multiply(out, v[0])
            return out
        case "exp":
            return _exp(v[0])
        case "log":
            return _log(v[0])
        case "sqrt":
            return _sqrt(v[0])
        case "sin" | "cos":
            return _circular(op, v[0])
        case "atan":
            return _atan(v[0])
        case "asin":
            return _asin(v[0])
        case "acos":
            return _add(_constant(_HALF_PI), _negate(_asin(v[0])))
        case "erf" | "erfc":
            return _erf(op, v[0])
    return _hyperbolic(op, v[0])


@lru_cache(maxsize=1024)
def limit(tree: Tree, point: Fraction | None, side: int) -> Limit | None:
    """The limit of a tree without parameters.

    Args:
        tree: the formula.
        point: where, None for ±∞.
        side: +1 for +∞ or from the right, -1 for -∞ or from the left.

    Returns:
        +1 or -1 for ±∞, a constant tree for a finite limit, 0 if there is none, None if it cannot be decided.
    """
    y = Fraction(1) if point is None else Fraction(-1)
    x = _Germ(((_Monomial((), y), Constant.of(side)),))
    if point is not None:
        x = _add(_constant(Constant.of(point)), x)
    try:
        if _oscillates(tree, x):
            return 0
        germ = _expand(tree, x)
        if not germ.terms:
            small = germ.rest is None or germ.rest.order() < 0
            return _ZERO.tree() if small else None
        m, c = germ.leading
        order = m.order()
        if order > 0:
            return c.sign()
        return c.tree() if order == 0 else _ZERO.tree()
    except Undecided:
        return None
