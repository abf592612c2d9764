"""What the second checker checks: the kinds of constants of Lean's kernel, with terms of :mod:`.terms`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from proofgrad.bridge.checker.levels import Level
from proofgrad.bridge.checker.terms import Term, substitute_levels

__all__ = [
    "Axiom",
    "Constructor",
    "Declaration",
    "Definition",
    "Inductive",
    "Opaque",
    "OutOfTime",
    "Quotient",
    "Recursor",
    "RecursorRule",
    "Rejected",
    "Theorem",
]


class Rejected(Exception):
    """The declaration is not well-typed; the message says why."""


class OutOfTime(Exception):
    """The time-out has passed: nothing is known of the declaration."""


@dataclass(slots=True, eq=False)
class Declaration:
    """A constant: its name, the names of its universe parameters, its type."""

    name: str
    level_params: tuple[str, ...]
    type: Term
    _types: dict[tuple[Level, ...], Term] = field(default_factory=dict, init=False, repr=False)

    def type_at(self, levels: tuple[Level, ...]) -> Term:
        """The type at the given universe levels (as many as the parameters)."""
        if not self.level_params:
            return self.type
        result = self._types.get(levels)
        if result is None:
            values = dict(zip(self.level_params, levels, strict=True))
            result = self._types[levels] = substitute_levels(self.type, values)
        return result


@dataclass(slots=True, eq=False)
class Axiom(Declaration):
    """A constant without a value."""

    unsafe: bool = False


@dataclass(slots=True, eq=False)
class _WithValue(Declaration):
    value: Term
    _values: dict[tuple[Level, ...], Term] = field(default_factory=dict, init=False, repr=False)

    def value_at(self, levels: tuple[Level, ...]) -> Term:
        """The value at the given universe levels (as many as the parameters)."""
        if not self.level_params:
            return self.value
        result = self._values.get(levels)
        if result is None:
            values = dict(zip(self.level_params, levels, strict=True))
            result = self._values[levels] = substitute_levels(self.value, values)
        return result


@dataclass(slots=True, eq=False)
class Definition(_WithValue):
    """A definition. `height` only steers which side is unfolded first; a wrong one costs time, never
    soundness."""

    height: int = 0
    safety: Literal["safe", "unsafe", "partial"] = "safe"


@dataclass(slots=True, eq=False)
class Theorem(_WithValue):
    """A proof of a proposition."""


@dataclass(slots=True, eq=False)
class Opaque(_WithValue):
    """A constant whose value is checked and never unfolded."""

    unsafe: bool = False


@dataclass(slots=True, eq=False)
class Quotient(Declaration):
    """One of the four constants of quotient types."""

    which: Literal["type", "ctor", "lift", "ind"] = "type"


@dataclass(slots=True, eq=False)
class Inductive(Declaration):
    """An inductive type; `all` names the types of its mutual block, `nested` counts auxiliary types of
    nested ones."""

    params: int = 0
    indices: int = 0
    all: tuple[str, ...] = ()
    constructors: tuple[str, ...] = ()
    nested: int = 0
    is_recursive: bool = False
    is_reflexive: bool = False
    unsafe: bool = False


@dataclass(slots=True, eq=False)
class Constructor(Declaration):
    """A constructor of `inductive`, the one at position `index`."""

    inductive: str = ""
    index: int = 0
    params: int = 0
    fields: int = 0
    unsafe: bool = False


@dataclass(frozen=True, slots=True)
class RecursorRule:
    """How a recursor computes on one constructor: with its number of fields, the right-hand side."""

    constructor: str
    fields: int
    rhs: Term


@dataclass(slots=True, eq=False)
class Recursor(Declaration):
    """The eliminator of an inductive type."""

    all: tuple[str, ...] = ()
    params: int = 0
    indices: int = 0
    motives: int = 0
    minors: int = 0
    rules: tuple[RecursorRule, ...] = ()
    k: bool = False
    unsafe: bool = False
