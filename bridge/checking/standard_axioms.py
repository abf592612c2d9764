"""The three axioms of Lean's classical mathematics by what they state, not by their names.

A project that starts from `prelude` may call anything `propext`. So the statement of each is compared with
Lean's own, and so is every constant that it mentions: an `Iff` with weaker fields would make of the right
words an axiom that proves False. Statements are written with bound variables as numbers (#0 is the
innermost) and universe parameters as %0, %1, ..., so that names do not matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from proofgrad.bridge.olean.constants import Constructor, Inductive, Quotient
from proofgrad.bridge.olean.terms import (
    App,
    BVar,
    Const,
    IMax,
    Level,
    Max,
    Param,
    Pi,
    Sort,
    Succ,
    Term,
)

if TYPE_CHECKING:
    from proofgrad.bridge.olean import Environment
    from proofgrad.bridge.olean.constants import Constant

__all__ = ["STANDARD", "departure", "form"]

_LARGEST = 100
"""More nodes than any standard form has."""
_RELATION = "(Π #0. (Π #1. Prop))"
_SHAPES: Mapping[str, str] = {
    "Eq": "inductive 1 2 1 [Eq.refl] (Π Sort %0. (Π #0. (Π #1. Prop)))",
    "Eq.refl": "ctor 1 2 0 (Π Sort %0. (Π #0. (Eq.{%0} #1 #0 #0)))",
    "Iff": "inductive 0 2 0 [Iff.intro] (Π Prop. (Π Prop. Prop))",
    "Iff.intro": "ctor 0 2 2 (Π Prop. (Π Prop. (Π (Π #1. #1). (Π (Π #1. #3). (Iff #3 #2)))))",
    "Nonempty": "inductive 1 1 0 [Nonempty.intro] (Π Sort %0. Prop)",
    "Nonempty.intro": "ctor 1 1 1 (Π Sort %0. (Π #0. (Nonempty.{%0} #1)))",
    "Quot": f"quot 1 type (Π Sort %0. (Π {_RELATION}. Sort %0))",
    "Quot.mk": f"quot 1 ctor (Π Sort %0. (Π {_RELATION}. (Π #1. (Quot.{{%0}} #2 #1))))",
    "propext": "axiom 0 (Π Prop. (Π Prop. (Π (Iff #1 #0). (Eq.{1} Prop #2 #1))))",
    "Classical.choice": "axiom 1 (Π Sort %0. (Π (Nonempty.{%0} #0). #1))",
    "Quot.sound": (
        f"axiom 1 (Π Sort %0. (Π {_RELATION}. (Π #1. (Π #2. (Π (#2 #1 #0). (Eq.{{%0}} "
        "(Quot.{%0} #4 #3) (Quot.mk.{%0} #4 #3 #2) (Quot.mk.{%0} #4 #3 #1)))))))"
    ),
}
"""Kind, number of universe parameters, what else a kind has (see :func:`form`), type."""

STANDARD: Mapping[str, tuple[str, ...]] = {
    "propext": ("propext", "Iff", "Iff.intro", "Eq", "Eq.refl"),
    "Classical.choice": ("Classical.choice", "Nonempty", "Nonempty.intro"),
    "Quot.sound": ("Quot.sound", "Quot", "Quot.mk", "Eq", "Eq.refl"),
}
"""Each axiom with all that has to have the standard form for it to say what it says."""


def form(constant: Constant) -> str:
    """What a constant is and states, without the names of binders and universe parameters.

    Raises:
        OleanError: its type is damaged.
    """
    more = ""
    if isinstance(constant, Inductive):
        more = f" {constant.params} {constant.indices} [{' '.join(constant.ctors)}]"
    elif isinstance(constant, Constructor):
        more = f" {constant.params} {constant.fields}"
    elif isinstance(constant, Quotient):
        more = f" {constant.role}"
    levels = {name: number for number, name in enumerate(constant.levels)}
    return f"{constant.kind} {len(constant.levels)}{more} {_shown(constant.type, levels, [_LARGEST])}"


def departure(env: Environment, axiom: str) -> str | None:
    """How a declared axiom of :data:`STANDARD` differs from Lean's own; None if it does not.

    Raises:
        OleanError: a constant that it mentions is damaged.
    """
    for name in STANDARD[axiom]:
        constant = env.get(name)
        if constant is None:
            return f"{name} is not declared"
        found = form(constant)
        if found != _SHAPES[name]:
            return f"{name} is `{found}` and not `{_SHAPES[name]}`"
    return None


def _shown(e: Term, levels: Mapping[str, int], left: list[int]) -> str:
    """A term as text; dots after as many nodes as no standard form has (`left` counts down)."""
    left[0] -= 1
    if left[0] < 0:
        return "…"
    if isinstance(e, BVar):
        return f"#{e.index}"
    if isinstance(e, Sort):
        level = _level(e.level, levels)
        return "Prop" if level == "0" else f"Sort {level}"
    if isinstance(e, Const):
        return e.name + (f".{{{' '.join(_level(u, levels) for u in e.levels)}}}" if e.levels else "")
    if isinstance(e, Pi):
        return f"(Π {_shown(e.domain, levels, left)}. {_shown(e.body, levels, left)})"
    if isinstance(e, App):
        spine: list[Term] = []
        while isinstance(e, App):
            spine.append(e.arg)
            e = e.fn
        spine.append(e)
        return f"({' '.join(_shown(part, levels, left) for part in reversed(spine[-_LARGEST:]))})"
    return f"({type(e).__name__} …)"  # occurs in no standard form


def _level(level: Level, names: Mapping[str, int]) -> str:
    added = 0
    while isinstance(level, Succ):
        level, added = level.of, added + 1
    if isinstance(level, Param):
        base = f"%{names[level.name]}" if level.name in names else f"%{level.name}"
    elif isinstance(level, Max | IMax):
        word = "max" if isinstance(level, Max) else "imax"
        base = f"({word} {_level(level.left, names)} {_level(level.right, names)})"
    else:
        return str(added)
    return f"{base}+{added}" if added else base
