"""A program at numbers, in float64 and array by array: its values, and where the rules of differentiation do
not apply. Seen so, not proven; large programs too, as nothing is written out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import At, Atom, Index, Range
from proofgrad.bridge.catalogue.program import Program, Step

__all__ = ["Evaluated", "evaluate", "terms"]

_AT_ONCE = 1 << 21
"""Numbers that are computed at the same time."""

Array = NDArray[Any]
Places = Mapping[str, Array]


@dataclass(frozen=True)
class Evaluated:
    """What a program computes at some inputs.

    Attributes:
        values: all arrays, flat, inputs first.
        met: for each step whether the rules apply at all of its places; None where a value is no number.
    """

    values: list[NDArray[np.float64]]
    met: list[bool | None]


def evaluate(program: Program, inputs: Sequence[Any]) -> Evaluated:
    """The values of all arrays of a program.

    Args:
        program: what is computed.
        inputs: one array for each of its inputs.
    """
    values = [np.asarray(a, np.float64).ravel() for a in inputs]
    met: list[bool | None] = []
    tables = {name: np.asarray(t, np.int64) for name, t in program.tables.items()}
    with np.errstate(all="ignore"):
        for step in program.steps:
            found, holds = _step(step, values, tables)
            values.append(found)
            met.append(holds)
    return Evaluated(values, met)


def _step(
    step: Step, values: list[NDArray[np.float64]], tables: Mapping[str, Array]
) -> tuple[NDArray[np.float64], bool | None]:
    out = np.zeros(step.size)
    chunk = max(1, _AT_ONCE // terms(step.entry))
    here = _Here(values, tables)
    for start in range(0, step.size, chunk):
        places = np.arange(start, min(start + chunk, step.size))
        out[start : start + chunk] = here.entry(step.entry, {"i": places}, np.ones(1, np.bool_))
    return out, False if here.broken else None if here.unseen else True


def terms(tree: Tree) -> int:
    """How many numbers one entry is a sum of, at most."""
    inner = max(map(terms, tree.args), default=1)
    if tree.op == "sum" and isinstance(tree.index, Range):
        return inner * max(prod(count.number or 1 for _, count in tree.index.indices), 1)
    return inner


def _erf(name: str) -> Callable[[Array], Array]:
    function = np.vectorize(getattr(math, name), otypes=[np.float64])
    return lambda a: function(a) if a.size else a


_ONE: Mapping[str, Callable[[Array], Array]] = {
    "neg": np.negative,
    "abs": np.abs,
    "sign": np.sign,
    "exp": np.exp,
    "inv": lambda a: np.where(a == 0, 0.0, 1 / np.where(a == 0, 1, a)),
    "log": lambda a: np.where(a == 0, 0.0, np.log(np.abs(np.where(a == 0, 1, a)))),
    "sqrt": lambda a: np.sqrt(np.maximum(a, 0)),
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "sin": np.sin,
    "cos": np.cos,
    "atan": np.arctan,
    "asin": lambda a: np.arcsin(np.clip(a, -1, 1)),
    "acos": lambda a: np.arccos(np.clip(a, -1, 1)),
    "erf": _erf("erf"),
    "erfc": _erf("erfc"),
}
_TWO: Mapping[str, Callable[[Array, Array], Array]] = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": lambda a, b: np.where(b == 0, 0.0, a / np.where(b == 0, 1, b)),
    "max": np.maximum,
}
_APPLIES: Mapping[str, Callable[..., Array]] = {
    "log": lambda a: a > 0,
    "sqrt": lambda a: a > 0,
    "inv": lambda a: a != 0,
    "abs": lambda a: a != 0,
    "sign": lambda a: a != 0,
    "div": lambda _, b: b != 0,
    "max": lambda a, b: a != b,
    "asin": lambda a: np.abs(a) < 1,
    "acos": lambda a: np.abs(a) < 1,
}
"""Where the rule of an operator applies; everywhere for others."""
_COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "le": lambda a, b: a <= b,
    "lt": lambda a, b: a < b,
}


class _Here:
    """Entries at many places at once; `broken` and `unseen` tell of the rules."""

    def __init__(self, values: list[NDArray[np.float64]], tables: Mapping[str, Array]) -> None:
        self.values, self.tables = values, tables
        self.broken = self.unseen = False

    def entry(self, tree: Tree, at: Places, active: Array) -> Array:
        """The values of an entry; the rules are looked at where `active` is true."""
        match tree.op, tree.index:
            case "const", _:
                return np.asarray(float(tree.value or 0))
            case "pi", _:
                return np.asarray(math.pi)
            case "at", At(_, name, (index,)):
                source, where = self.values[int(name[1:])], self.index(index, at)
                inside = (where >= 0) & (where < len(source))
                if np.all(inside):
                    return np.asarray(source[where])
                return np.where(inside, source[np.where(inside, where, 0)] if len(source) else 0.0, 0.0)
            case "sum", Range(((name, count),)):
                n = count.number or 0
                inner = {k: v[..., None] for k, v in at.items()}
                inner[name] = np.arange(n).reshape((*(1,) * np.ndim(at["i"]), n))
                found = self.entry(tree.args[0], inner, active[..., None])
                whole = np.ndim(found) == np.ndim(inner["i"]) and found.shape[-1] == n
                return found.sum(-1) if whole else (found[..., 0] if np.ndim(found) else found) * n
            case "greatest", Range(((name, count),)):
                return self._greatest(tree.args[0], name, self.index(count, at), at, active)
            case "where", tuple(conditions):
                chosen = np.asarray(True)
                for c in conditions:
                    chosen = chosen & _COMPARE[c.relation](self.index(c.left, at), self.index(c.right, at))
                then = self.entry(tree.args[0], at, active & chosen)
                return np.where(chosen, then, self.entry(tree.args[1], at, active & ~chosen))
            case "if_gt", _:
                a, b = (self.entry(t, at, active) for t in tree.args[:2])
                self._rule(a != b, active, a + b)
                then = self.entry(tree.args[2], at, active & (a > b))
                return np.where(a > b, then, self.entry(tree.args[3], at, active & ~(a > b)))
        args = [np.asarray(self.entry(a, at, active)) for a in tree.args]
        if tree.op == "sin" and tree.args[0].op == "mul" and tree.args[0].args[0].op == "pi":
            turns = np.asarray(self.entry(tree.args[0].args[1], at, active))
            return np.where(turns == np.rint(turns), 0.0, np.sin(args[0]))  # where float64 has no 0
        if tree.op in _APPLIES:
            self._rule(_APPLIES[tree.op](*args), active, sum(args))
        if tree.op == "powi":
            return np.asarray(args[0] ** int(tree.value or 0))
        return np.asarray((_ONE[tree.op] if len(args) == 1 else _TWO[tree.op])(*args))

    def _rule(self, applies: Array, active: Array, values: Any) -> None:
        seen = active & ~np.isnan(values)
        self.broken = self.broken or bool(np.any(seen & ~applies))
        self.unseen = self.unseen or bool(np.any(active & np.isnan(values)))

    def _greatest(self, body: Tree, name: str, count: Any, at: Places, active: Array) -> Array:
        best: Any = None
        for k in range(int(np.max(count, initial=1))):
            here = active & (k < count)
            value = self.entry(body, {**at, name: np.full((1,) * np.ndim(at["i"]), k)}, here)
            if best is None:
                best = value
                continue
            self._rule(value != best, here, value + best)
            best = np.where(k < np.asarray(count), np.maximum(best, value), best)
        return np.asarray(best)

    def index(self, index: Index, at: Places) -> Any:
        """The values of an index."""
        return np.asarray(index.value(lambda atom: self._atom(atom, at)))

    def _atom(self, atom: Atom, at: Places) -> Any:
        if atom.kind == "index":
            return at[atom.name]
        args = [self.index(a, at) for a in atom.args]
        match atom.kind:
            case "div":
                return args[0] // args[1]
            case "mod":
                return args[0] % args[1]
            case "monus":
                return np.maximum(args[0] - args[1], 0)
        table = self.tables[atom.name]
        inside = args[0] < len(table)
        return np.where(inside, table[np.where(inside, args[0], 0)], 0)
