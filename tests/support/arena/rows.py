"""The table of the arena's cases that are built here, and what they are built with."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from worlds import World

from proofgrad.bridge.checker.levels import ONE
from proofgrad.bridge.checker.terms import Term, const

Row = tuple[str, str, Callable[[World], str]]
"""Name, expectation (accept, reject, decline, either), and what adds the case to a world and gives the name
that is judged."""
ROWS: list[Row] = []
N, P_UNIT = const("N"), const("PUnit", (ONE,))
A_PROP, A_TYPE = const("aProp"), const("aType")


def row(expected: str) -> Callable[[Callable[[World], str]], Callable[[World], str]]:
    """Make a function a row of the table, under its name."""

    def enter(case: Callable[[World], str]) -> Callable[[World], str]:
        ROWS.append((case.__name__, expected, case))
        return case

    return enter


def define(world: World, name: str, type_: Term, value: Term, levels: tuple[str, ...] = ()) -> str:
    world.define(name, type_, value, levels)
    return name


def type_only(w: World, header: Term, constructors: dict[str, Term] | None = None, **more: object) -> str:
    w.inductive("T", header, constructors or {}, **more)
    return "T"


T = const("T")


def recursors_of(world: World, name: str, **changes: object) -> None:
    """Change a recursor that is declared."""
    for i, declaration in enumerate(world.declarations):
        if declaration.name == name:
            world.declarations[i] = dataclasses.replace(declaration, **changes)
