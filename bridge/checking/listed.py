"""Declarations that a kernel did not accept, as problems: one each, up to a number, with their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.checking.source import file_of

if TYPE_CHECKING:
    from proofgrad.bridge.checking.compiled import Compiled

__all__ = ["SHOWN", "Place", "listed", "place_of", "some"]

SHOWN = 200
"""Declarations with one reason each that are listed one by one; the rest is counted."""
_NAMED = 5

Place = Callable[[str], tuple[str | None, int | None, int | None]]
"""Where a declaration stands: file, line, column."""


def listed(code: str, says: str, reasons: Mapping[str, str], place: Place) -> list[Problem]:
    """A problem for each declaration.

    Args:
        code: of the problems.
        says: who says what of it: ``the second checker rejects``.
        reasons: for each declaration why.
        place: where it stands.
    """
    problems = []
    for name in list(reasons)[:SHOWN]:
        file, line, column = place(name)
        text = f"{says} {name}: {reasons[name]}"
        problems.append(Problem.of(code, text, file=file, line=line, column=column, declaration=name))
    rest = list(reasons)[SHOWN:]
    if rest:
        problems.append(Problem.of(code, f"{says} {len(rest)} more declarations: {some(rest)}"))
    return problems


def some(names: Iterable[str]) -> str:
    """The first few names."""
    several = list(names)
    return ", ".join(several[:_NAMED]) + (", ..." if len(several) > _NAMED else "")


def place_of(compiled: Compiled, name: str) -> tuple[str | None, int | None, int | None]:
    """File, line and column of a declaration of a project that was built, as far as they are known."""
    env = compiled.environment
    if name not in env:
        return None, None, None
    module, at = env.module_of(name), env.position(name)
    line, column = (at.line, at.column) if at is not None else (None, None)
    return file_of(compiled.project, module) if module in compiled.built.modules else None, line, column
