"""What Lean's kernel takes by name, judged by the second checker: its word on such a thing is no evidence.

Lean's kernel computes ``Nat.add`` and its kin on literal numbers without looking at what a project calls so,
and takes a literal for an element of whatever is called ``Nat`` or ``String``. A project that starts from
`prelude` declares all these itself, and a false one proves False. So they, and all that they stand on, are
judged by the second checker, which computes by name only what it has verified.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from proofgrad.bridge.checker import declarations as d
from proofgrad.bridge.checker.driver import recheck_declarations
from proofgrad.bridge.checker.foundation import COMPUTED_BY_LEAN
from proofgrad.bridge.checker.importing import Importer, stands_on
from proofgrad.bridge.checker.levels import ZERO
from proofgrad.bridge.checker.strings import STRING_NEEDS
from proofgrad.bridge.checker.terms import Term, app, apply, const, lit, scan
from proofgrad.bridge.checker.verdicts import Recheck
from proofgrad.bridge.olean import Environment

__all__ = ["BY_NAME", "KIND_OF_LITERAL", "LITERALS", "recheck_foundation"]

BY_NAME = (*COMPUTED_BY_LEAN, "Nat", "Nat.pred", "Bool", "String", "String.ofList", "String.mk", "Char.ofNat")
"""Constants that Lean's kernel knows by name."""
LITERALS = {
    "number": "a literal number",
    "string": "a literal string",
    "letters": "the letters of a literal string",
}
"""Declarations of our own that stand for a project's literals; no input can spell these names."""
KIND_OF_LITERAL = {LITERALS["number"]: "number", LITERALS["string"]: "string", LITERALS["letters"]: "string"}
"""The kind of literal that each of them stands for."""


def recheck_foundation(
    environment: Environment, literals: Collection[str], *, deadline: float | None = None
) -> Recheck:
    """Judge what Lean's kernel takes by name.

    Args:
        environment: compiled modules; all that declare such a thing, and what they import.
        literals: ``number``, ``string``: the kinds of literals that the project has.
        deadline: wall-clock time (`time.monotonic`) at which to stop; what is left is inconclusive.

    Raises:
        OleanError: a file is damaged.
    """
    ours = list(_literals(environment, literals))
    names = [name for name in BY_NAME if name in environment]
    for declaration in ours:
        names += [*scan(declaration.type, declaration.value)[0], *STRING_NEEDS]
    return recheck_declarations(lambda: [*_closure(environment, names), *ours], deadline=deadline)


def _literals(environment: Environment, literals: Collection[str]) -> Iterable[d.Definition]:
    if "number" in literals:
        yield d.Definition(LITERALS["number"], (), const("Nat"), lit(1))
    if "string" in literals:
        yield d.Definition(LITERALS["string"], (), const("String"), lit("a"))
        for made in ("String.ofList", "String.mk"):
            if made in environment:
                yield d.Definition(LITERALS["letters"], (), const("String"), app(const(made), _letters()))
                break


def _letters() -> Term:
    char = const("Char")
    letter = app(const("Char.ofNat"), lit(97))
    return apply(const("List.cons", (ZERO,)), (char, letter, apply(const("List.nil", (ZERO,)), (char,))))


def _closure(environment: Environment, names: Iterable[str]) -> list[d.Declaration]:
    """The declarations of these names and all that they stand on, with complete mutual blocks."""
    importer = Importer()
    found: dict[str, d.Declaration] = {}
    todo = list(names)
    while todo:
        name = todo.pop()
        if name in found or name not in environment:
            continue
        declaration = found[name] = importer.declaration(environment[name])
        todo += stands_on(declaration)
    return list(found.values())
