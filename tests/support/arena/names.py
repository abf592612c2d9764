"""The arena's tutorial: two declarations of one name."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from surgery import renamed
from worlds import PROP, TYPE, U, World

from arena.rows import ROWS, T, define, row
from proofgrad.bridge.checker.declarations import Declaration, Inductive
from proofgrad.bridge.checker.terms import const


def collision(expected: str, *names: str, also: bool = False) -> Callable[[World], str]:
    """`inductive A | mk` with other names for the type, constructor and recursor, and a definition."""

    def case(w: World) -> str:
        type_, constructor, recursor, definition = names
        w.inductive("Tmp", TYPE, {"Tmp.mk": const("Tmp")})
        block = w.declarations[-3:]
        del w.declarations[-3:]
        rename = {"Tmp": type_, "Tmp.mk": constructor, "Tmp.rec": recursor}
        for declaration in block:
            w.add(renamed(declaration, rename))
        if definition:
            w.define(definition, TYPE, PROP)
        if also:
            rec = next(d for d in w.declarations if d.name == recursor)
            w.define("user", rec.type, const(recursor, (U,)), rec.level_params)
        return expected

    return case


@row("reject")
def two_definitions_of_one_name(w: World) -> str:
    w.define("dup", TYPE, PROP)
    return define(w, "dup", TYPE, PROP)


ROWS += [
    ("type and definition", "reject", collision("D", "D", "D.mk", "D.rec", "D")),
    ("constructor and definition", "reject", collision("D.mk", "D", "D.mk", "D.rec", "D.mk")),
    ("recursor and definition", "reject", collision("D.rec", "D", "D.mk", "D.rec", "D.rec")),
    ("misnamed recursor", "reject", collision("D.not_rec", "D", "D.mk", "D.not_rec", "", also=True)),
    ("name of the recursor taken", "reject", collision("D", "D", "D.mk", "D.not_rec", "D.rec")),
    ("constructor and recursor", "reject", collision("D.rec", "D", "D.rec", "D.rec", "")),
]


@row("reject")
def two_constructors_of_one_name(w: World) -> str:
    def change(declaration: Declaration) -> Declaration:
        if isinstance(declaration, Inductive):
            return dataclasses.replace(declaration, constructors=("T.a", "T.a"))
        return declaration

    w.block(("T", TYPE, {"T.a": T}), change=change)
    return "T"
