"""Declarations in a line of an export file, as the constants that compiled files have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal, Protocol, TypedDict

from proofgrad.bridge.export.values import Fields, Malformed, flag, listed, natural
from proofgrad.bridge.olean.constants import (
    Axiom,
    Constant,
    Constructor,
    Definition,
    Inductive,
    Opaque,
    Quotient,
    Recursor,
    Rule,
    Theorem,
)
from proofgrad.bridge.olean.terms import Term

__all__ = ["DECLARATIONS", "Numbered", "read_declarations"]

_ROLES: dict[str, Literal["type", "ctor", "lift", "ind"]] = {
    "type": "type",
    "ctor": "ctor",
    "lift": "lift",
    "ind": "ind",
}
_SAFETY: dict[str, Literal["unsafe", "safe", "partial"]] = {
    "unsafe": "unsafe",
    "safe": "safe",
    "partial": "partial",
}


class Numbered(Protocol):
    """What the numbers in a file stand for. Raises Malformed for one that has not been given yet."""

    def name(self, index: Any) -> str:
        """The name of a number."""

    def expr(self, index: Any) -> Term:
        """The term of a number."""


class _Common(TypedDict):
    """The fields that all constants have."""

    name: str
    levels: tuple[str, ...]
    module: str
    read_type: Callable[[], Term]


class _Reading:
    """Reads the declarations of one line."""

    def __init__(self, numbers: Numbered, module_of: Callable[[str], str]) -> None:
        self.numbers, self.module_of = numbers, module_of

    def names(self, indices: Any) -> tuple[str, ...]:
        return tuple(map(self.numbers.name, listed(indices)))

    def common(self, fields: Fields) -> _Common:
        name, type_ = self.numbers.name(fields["name"]), self.numbers.expr(fields["type"])
        return _Common(
            name=name,
            levels=self.names(fields["levelParams"]),
            module=self.module_of(name),
            read_type=lambda: type_,
        )

    def value(self, fields: Fields) -> Callable[[], Term]:
        value = self.numbers.expr(fields["value"])
        return lambda: value

    def all(self, fields: Fields) -> tuple[str, ...]:
        return self.names(fields.get("all", [fields["name"]]))

    def axiom(self, fields: Fields) -> Constant:
        return Axiom(**self.common(fields), unsafe=flag(fields["isUnsafe"]))

    def definition(self, fields: Fields) -> Constant:
        if "hints" not in fields:  # version 3.0 groups opaque constants with definitions
            return self.opaque(fields)
        given = fields["hints"]
        hints: Literal["opaque", "abbrev"] | int
        hints = given if given in ("opaque", "abbrev") else natural(Fields(given)["regular"])
        safety = _choice(_SAFETY, fields["safety"])
        common, value = self.common(fields), self.value(fields)
        return Definition(**common, read_value=value, all=self.all(fields), hints=hints, safety=safety)

    def theorem(self, fields: Fields) -> Constant:
        return Theorem(**self.common(fields), read_value=self.value(fields), all=self.all(fields))

    def opaque(self, fields: Fields) -> Constant:
        unsafe = flag(fields.get("isUnsafe", False))  # lean4export left it out for a while
        common, value = self.common(fields), self.value(fields)
        return Opaque(**common, read_value=value, all=self.all(fields), unsafe=unsafe)

    def quotient(self, fields: Fields) -> Constant:
        return Quotient(**self.common(fields), role=_choice(_ROLES, fields["kind"]))

    def inductive(self, fields: Fields) -> Constant:
        return Inductive(
            **self.common(fields),
            params=natural(fields["numParams"]),
            indices=natural(fields["numIndices"]),
            all=self.names(fields["all"]),
            ctors=self.names(fields["ctors"]),
            nested=natural(fields["numNested"]),
            recursive=flag(fields["isRec"]),
            unsafe=flag(fields["isUnsafe"]),
            reflexive=flag(fields["isReflexive"]),
        )

    def constructor(self, fields: Fields) -> Constant:
        return Constructor(
            **self.common(fields),
            inductive=self.numbers.name(fields["induct"]),
            index=natural(fields["cidx"]),
            params=natural(fields["numParams"]),
            fields=natural(fields["numFields"]),
            unsafe=flag(fields["isUnsafe"]),
        )

    def recursor(self, fields: Fields) -> Constant:
        rules = tuple(map(self.rule, map(Fields, listed(fields["rules"]))))
        return Recursor(
            **self.common(fields),
            all=self.names(fields["all"]),
            params=natural(fields["numParams"]),
            indices=natural(fields["numIndices"]),
            motives=natural(fields["numMotives"]),
            minors=natural(fields["numMinors"]),
            k=flag(fields["k"]),
            unsafe=flag(fields["isUnsafe"]),
            read_rules=lambda: rules,
        )

    def rule(self, fields: Fields) -> Rule:
        numbers = self.numbers
        return Rule(numbers.name(fields["ctor"]), natural(fields["nfields"]), numbers.expr(fields["rhs"]))

    def block(self, value: Any) -> Iterator[Constant]:
        fields = Fields(value)
        for names, read in (
            (("types", "inductiveVals"), self.inductive),
            (("ctors", "constructorVals"), self.constructor),
            (("recs", "recursorVals"), self.recursor),
        ):
            name = names[1] if names[1] in fields else names[0]
            yield from map(read, map(Fields, listed(fields[name])))


DECLARATIONS: dict[str, Callable[[_Reading, Fields], Constant] | None] = {
    "axiom": _Reading.axiom,
    "axiomInfo": _Reading.axiom,  # this and other long names: version 3.0
    "def": _Reading.definition,
    "defn": _Reading.definition,
    "thm": _Reading.theorem,
    "opaque": _Reading.opaque,
    "quot": _Reading.quotient,
    "quotInfo": _Reading.quotient,
    "inductive": None,
}
"""The keys of declarations, and how one is read; a block of inductive types is several."""


def read_declarations(
    key: str, value: Any, module_of: Callable[[str], str], numbers: Numbered
) -> Iterator[Constant]:
    """The declarations in a line.

    Args:
        key: one of :data:`DECLARATIONS`.
        value: what stands under it: an object, or a list of them (version 3.0).
        module_of: the module that a declaration is said to be in.
        numbers: what its numbers stand for.

    Raises:
        Malformed: the line is not as the format asks for.
    """
    reading, read = _Reading(numbers, module_of), DECLARATIONS[key]
    if read is None:
        yield from reading.block(value)
    elif type(value) is list:
        if not value:
            raise Malformed("an empty group of declarations")
        yield from (read(reading, Fields(one)) for one in value)
    else:
        yield read(reading, Fields(value))


def _choice(table: dict[str, Any], value: Any) -> Any:
    if type(value) is not str or value not in table:
        raise Malformed(f"one of {', '.join(table)} expected")
    return table[value]
