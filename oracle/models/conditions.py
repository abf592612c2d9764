"""Whether given inputs meet the conditions of a program's steps, seen in float64: told, not proven."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.program import Program
from proofgrad.oracle.models.formula import Composer

__all__ = ["Met", "conditions_met"]


@dataclass(frozen=True, slots=True)
class Met:
    """The condition of one step.

    Attributes:
        step: its number.
        operation: of the framework.
        source: file and line, where known.
        needs: the condition, in words.
        met: whether the given inputs meet it; None where that could not be seen.
    """

    step: int
    operation: str
    source: str
    needs: str
    met: bool | None


def conditions_met(program: Program, inputs: Sequence[Any]) -> list[Met]:
    """The conditions of all steps, at some inputs.

    Raises:
        UsageError: the program is too large to be written out.
    """
    composer = Composer(program)
    composer.run()
    flat = np.concatenate([np.asarray(a, np.float64).ravel() for a in inputs]) if inputs else np.zeros(0)
    judge = _Judge(flat)
    out = []
    for number, step in enumerate(program.steps):
        if step.condition:
            trees = composer.values[len(program.inputs) + number]
            seen = [judge.meets(tree) for tree in trees]
            met = None if None in seen and False not in seen else all(s is not False for s in seen)
            out.append(Met(number, step.operation, step.source, step.condition, met))
    return out


_FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b if b else 0.0,
    "inv": lambda a: 1 / a if a else 0.0,
    "neg": lambda a: -a,
    "max": max,
    "abs": abs,
    "sign": lambda a: float((a > 0) - (a < 0)),
    "log": lambda a: math.log(abs(a)) if a else 0.0,
    "sqrt": lambda a: math.sqrt(a) if a > 0 else 0.0,
    "if_gt": lambda a, b, t, e: t if a > b else e,
    **{
        name: getattr(math, name)
        for name in ("exp", "sinh", "cosh", "tanh", "sin", "cos", "atan", "erf", "erfc")
    },
    "asin": lambda a: math.asin(max(-1.0, min(1.0, a))),
    "acos": lambda a: math.acos(max(-1.0, min(1.0, a))),
}


class _Judge:
    def __init__(self, entries: Any) -> None:
        self.entries = entries
        self.values: dict[Tree, float] = {}
        self.ok: dict[Tree, bool | None] = {}

    def value(self, tree: Tree) -> float:
        walk = [(tree, False)]
        while walk:
            t, ready = walk.pop()
            if t in self.values:
                continue
            if ready or not t.args:
                self.values[t] = self._value(t)
            else:
                walk.append((t, True))
                walk.extend((a, False) for a in t.args)
        return self.values[tree]

    def _value(self, t: Tree) -> float:
        match t.op:
            case "entry":
                return float(self.entries[int(t.value or 0)])
            case "const":
                return float(t.value or 0)
            case "pi":
                return math.pi
        args = [self.values[a] for a in t.args]
        try:
            if t.op == "powi":
                return float(args[0] ** int(t.value or 0))
            return float(_FUNCTIONS[t.op](*args))
        except (OverflowError, ValueError):
            return math.nan

    def meets(self, tree: Tree) -> bool | None:
        """Whether the rules of differentiation apply to a formula, as far as float64 shows it."""
        self.value(tree)
        found: bool | None = True
        seen: set[Tree] = set()
        walk = [tree]
        while walk:
            t = walk.pop()
            if t in seen:
                continue
            seen.add(t)
            walk.extend(t.args)
            holds = self._holds(t)
            if holds is False:
                return False
            if holds is None:
                found = None
        return found

    def _holds(self, t: Tree) -> bool | None:
        args = [self.values[a] for a in t.args]
        if any(math.isnan(a) for a in args):
            return None
        match t.op:
            case "log" | "sqrt":
                return args[0] > 0
            case "inv" | "abs" | "sign":
                return args[0] != 0
            case "div":
                return args[1] != 0
            case "max" | "if_gt":
                return args[0] != args[1]
            case "asin" | "acos":
                return -1 < args[0] < 1
        return True
