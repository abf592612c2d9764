"""What the second checker checks: the kinds of constants of Lean's kernel, with terms of :mod:`.terms`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from proofgrad.bridge.checker.levels import Level, substitute
from proofgrad.bridge.checker.terms import PI, SORT, Term, substitute_levels

__all__ = [
    "QUOTIENTS",
    "Auxiliary",
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
    "Undecided",
]


class Rejected(Exception):
    """The declaration is not well-typed; the message says why."""


class Undecided(Exception):
    """The declaration is of a kind that this checker does not judge; the message says which."""


class Auxiliary(str):
    """A name of the checker's own. It is equal to itself only, so no input can spell it, and what is found
    out about one is never found again for another."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    def __hash__(self) -> int:
        return object.__hash__(self)


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
        """The type at these universe levels. Raises Rejected if they are not as many as the parameters."""
        result = self._types.get(levels)
        if result is None:
            result = self._types[levels] = substitute_levels(self.type, self.values_of(levels))
        return result

    def values_of(self, levels: tuple[Level, ...]) -> dict[str, Level]:
        """Its universe parameters with these levels. Raises Rejected if they are not as many."""
        if len(levels) != len(self.level_params):
            count = len(self.level_params)
            raise Rejected(f"{self.name} at {len(levels)} universe levels instead of {count}")
        return dict(zip(self.level_params, levels, strict=True))


@dataclass(slots=True, eq=False)
class Axiom(Declaration):
    """A constant without a value."""

    unsafe: bool = False


@dataclass(slots=True, eq=False)
class _WithValue(Declaration):
    value: Term
    _values: dict[tuple[Level, ...], Term] = field(default_factory=dict, init=False, repr=False)

    def value_at(self, levels: tuple[Level, ...]) -> Term:
        """The value at the given universe levels. Raises Rejected if they are not as many as the
        parameters."""
        result = self._values.get(levels)
        if result is None:
            result = self._values[levels] = substitute_levels(self.value, self.values_of(levels))
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


QUOTIENTS = {"Quot": "type", "Quot.mk": "ctor", "Quot.lift": "lift", "Quot.ind": "ind"}
"""The constants of quotient types, and what each is."""


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
    _level: Level | None = field(default=None, init=False, repr=False)

    @property
    def level(self) -> Level:
        """The level of the sort that the header ends in.

        Raises:
            Undecided: the header does not end in a literal sort, so that what the sort is would depend on
                what stands for the parameters.
        """
        if self._level is None:
            type_ = self.type
            while type_.kind == PI:
                type_ = type_.b
            if type_.kind != SORT:
                raise Undecided(f"the header of {self.name} does not end in a literal sort")
            self._level = type_.a
        return self._level

    def level_at(self, levels: tuple[Level, ...]) -> Level:
        """The same at these universe levels. Raises Rejected if they are not as many as the parameters."""
        return substitute(self.level, self.values_of(levels))


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
