"""Compare universe levels as Lean prints them with those in the oleans: by value, since Lean simplifies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from proofgrad.bridge.olean import terms as t

__all__ = ["Parsed", "same_level"]

Parsed = tuple[object, ...]
"""A printed level: ``("zero",)``, ``("succ", l)``, ``("max" | "imax", l, l)``, ``("param", name)``. A term:
``("app", f, a)``, ``("const", name, levels)``, ``("bvar", index)``, ``("pi" | "lam", domain, body)``,
``("let", type, value, body)``, ``("lit", value)``, ``("sort", level)``, ``("proj", index, of)``."""

_MAX_PARAMETERS = 10


def same_level(parsed: object, real: t.Level, renamed: Mapping[str, str]) -> bool:
    """Whether two levels are equal: Lean prints ``Sort (max (u+1) (v+1))`` as ``Type (max u v)``.

    A level without `imax` is the maximum of a number and of parameters plus numbers; `imax` is resolved by
    saying of each parameter whether it is 0.
    """
    left, right = _read_level(parsed, renamed), _tuple_of(real)
    if left == right:
        return True
    names = sorted(_names(left) | _names(right))
    return len(names) <= _MAX_PARAMETERS and all(
        _normal(left, zero) == _normal(right, zero)
        for size in range(len(names) + 1)
        for zero in combinations(names, size)
    )


def _read_level(parsed: object, renamed: Mapping[str, str]) -> Parsed:
    assert isinstance(parsed, tuple)
    if parsed[0] == "param":
        return ("param", renamed.get(str(parsed[1]), f"?{parsed[1]}"))
    return (parsed[0], *(_read_level(part, renamed) for part in parsed[1:]))


def _tuple_of(level: t.Level) -> Parsed:
    match level:
        case t.Succ():
            return ("succ", _tuple_of(level.of))
        case t.Max():
            return ("max", _tuple_of(level.left), _tuple_of(level.right))
        case t.IMax():
            return ("imax", _tuple_of(level.left), _tuple_of(level.right))
        case t.Param():
            return ("param", level.name)
    return ("zero",)


def _names(level: Parsed) -> set[str]:
    if level[0] == "param":
        return {str(level[1])}
    return {name for part in level[1:] if isinstance(part, tuple) for name in _names(part)}


def _normal(level: Parsed, zero: Sequence[str]) -> dict[str, int]:
    """Parameter -> what is added to it, "" -> the number.

    Parameters in `zero` are 0, the others at least 1.
    """
    match level:
        case ("succ", tuple(of)):
            return {name: number + 1 for name, number in _normal(of, zero).items()}
        case ("max" | "imax", tuple(left), tuple(right)):
            second = _normal(right, zero)
            if level[0] == "imax" and second == {"": 0}:
                return second
            both = dict(second)
            for name, number in _normal(left, zero).items():
                both[name] = max(number, both.get(name, 0))
            others = [number + 1 for name, number in both.items() if name]
            if "" in both and others and both[""] <= max(others):
                del both[""]
            return both
        case ("param", str(name)) if name not in zero:
            return {name: 0}
    return {"": 0}
