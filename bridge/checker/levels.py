"""Universe levels: interned, simplified when built, compared as functions of their parameters.

A level is a term in ``0``, ``succ``, ``max``, ``imax`` and parameters. Levels are equal when they have the
same value under every assignment of naturals to the parameters; :func:`leq` decides `a ≤ b` by the usual
case split on the parameter that stands at the right of an ``imax`` (as described for Lean's kernel in M.
Carneiro, *The Type Theory of Lean*, 2019, §2.2)."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = [
    "ONE",
    "ZERO",
    "Level",
    "equal",
    "imax",
    "is_never_zero",
    "leq",
    "max_",
    "param",
    "substitute",
    "succ",
]

_ZERO, _SUCC, _MAX, _IMAX, _PARAM = range(5)


class Level:
    """A universe level. Equal trees are the same object; build with the functions of this module."""

    __slots__ = ("a", "b", "kind", "name", "params")

    def __init__(
        self, kind: int, a: Level | None, b: Level | None, name: str, params: frozenset[str]
    ) -> None:
        self.kind = kind
        self.a: Level = a  # type: ignore[assignment]  # None only where the kind has no such part
        self.b: Level = b  # type: ignore[assignment]
        self.name = name
        self.params = params

    def __repr__(self) -> str:
        """As Lean prints it, fully parenthesised; what is nested deeply is left out."""
        return _show(self, 6)


def _show(level: Level, depth: int) -> str:
    offset, base = 0, level
    while base.kind == _SUCC:
        offset, base = offset + 1, base.a
    if base.kind == _ZERO:
        return str(offset)
    if base.kind == _PARAM:
        text = base.name
    elif depth == 0:
        text = "…"
    else:
        word = "max" if base.kind == _MAX else "imax"
        text = f"({word} {_show(base.a, depth - 1)} {_show(base.b, depth - 1)})"
    return f"{text}+{offset}" if offset else text


_TABLE: dict[tuple[int, object, object], Level] = {}
_NONE: frozenset[str] = frozenset()


def _intern(kind: int, a: Level | None, b: Level | None, name: str = "") -> Level:
    key = (kind, a if kind != _PARAM else name, b)
    level = _TABLE.get(key)
    if level is None:
        if kind == _PARAM:
            params = frozenset((name,))
        else:
            params = (a.params if a else _NONE) | (b.params if b else _NONE)
        level = _TABLE[key] = Level(kind, a, b, name, params)
    return level


ZERO = _intern(_ZERO, None, None)


def succ(a: Level) -> Level:
    """`a + 1`."""
    return _intern(_SUCC, a, None)


ONE = succ(ZERO)


def param(name: str) -> Level:
    """The universe parameter of that name."""
    return _intern(_PARAM, None, None, name)


def max_(a: Level, b: Level) -> Level:
    """The larger of two levels."""
    if a is b or b is ZERO:
        return a
    return b if a is ZERO else _intern(_MAX, a, b)


def imax(a: Level, b: Level) -> Level:
    """0 if `b` is 0, else the larger one: the level of a dependent function type into level `b`."""
    if b is ZERO:
        return ZERO
    if b.kind == _SUCC:
        return max_(a, b)
    if a is ZERO or a is ONE or a is b:
        return b
    return _intern(_IMAX, a, b)


def substitute(level: Level, values: Mapping[str, Level]) -> Level:
    """Replace parameters by levels."""
    if not level.params:
        return level
    if level.kind == _PARAM:
        return values.get(level.name, level)
    return _substitute(level, values, {})


def _substitute(level: Level, values: Mapping[str, Level], memo: dict[Level, Level]) -> Level:
    """The same, each shared part once."""
    if not level.params:
        return level
    kind = level.kind
    if kind == _PARAM:
        return values.get(level.name, level)
    found = memo.get(level)
    if found is None:
        a = _substitute(level.a, values, memo)
        if kind == _SUCC:
            found = succ(a)
        else:
            found = (max_ if kind == _MAX else imax)(a, _substitute(level.b, values, memo))
        memo[level] = found
    return found


_LEQ: dict[tuple[Level, Level, int], bool] = {}


def leq(a: Level, b: Level) -> bool:
    """Whether `a ≤ b` under every assignment."""
    return _leq(a, b, 0)


def _leq(a: Level, b: Level, offset: int) -> bool:
    """Whether `a ≤ b + offset` under every assignment; `offset` may be negative."""
    if offset >= 0 and (a is b or a is ZERO):
        return True
    known = _LEQ.get((a, b, offset))
    if known is None:
        known = _LEQ[a, b, offset] = _decide(a, b, offset)
    return known


def _decide(a: Level, b: Level, offset: int) -> bool:
    if a.kind == _SUCC:
        return _leq(a.a, b, offset - 1)
    if a.kind == _MAX:
        return _leq(a.a, b, offset) and _leq(a.b, b, offset)
    for level in (a, b):
        if level.kind == _IMAX:
            return _leq_imax(a, b, offset, level)
    if b.kind == _SUCC:
        return _leq(a, b.a, offset + 1)
    if b.kind == _MAX:
        return _leq(a, b.a, offset) or _leq(a, b.b, offset)
    return False


def _leq_imax(a: Level, b: Level, offset: int, level: Level) -> bool:
    """The same where one side is the ``imax`` `level`: split on its right-hand side."""
    left, right = level.a, level.b
    if right.kind == _PARAM:
        name = right.name
        return all(
            _leq(substitute(a, {name: value}), substitute(b, {name: value}), offset)
            for value in (ZERO, succ(right))
        )
    if right.kind == _IMAX:  # imax l (imax m n) = max (imax l n) (imax m n)
        other = max_(imax(left, right.b), imax(right.a, right.b))
    else:  # imax l (max m n) = max (imax l m) (imax l n); `imax` itself has removed 0 and succ
        other = max_(imax(left, right.a), imax(left, right.b))
    return _leq(other, b, offset) if level is a else _leq(a, other, offset)


def equal(a: Level, b: Level) -> bool:
    """Whether two levels have the same value under every assignment."""
    return a is b or (leq(a, b) and leq(b, a))


def is_never_zero(level: Level) -> bool:
    """Whether the level is at least 1 under every assignment."""
    return leq(ONE, level)
