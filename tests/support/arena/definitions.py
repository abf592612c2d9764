"""The arena's tutorial: definitions, theorems, levels, lets."""

from __future__ import annotations

from worlds import PROP, TYPE, U, V, World, arrow

from arena.rows import A_PROP, define, row
from proofgrad.bridge.checker.levels import ONE, ZERO, imax, max_, succ
from proofgrad.bridge.checker.terms import app, apply, bvar, const, let, pi, sort


@row("reject")
def bad_def(w: World) -> str:
    return define(w, "bad", PROP, TYPE)


@row("reject")
def forall_sort_bad(w: World) -> str:
    domain = apply(const("id", (succ(succ(ZERO)),)), (TYPE, PROP))
    return define(w, "bad", PROP, arrow(domain, bvar(0), bvar(0), bvar(1)))


@row("reject")
def non_type_type(w: World) -> str:
    return define(w, "bad", const("constType"), PROP)


@row("reject")
def non_prop_theorem(w: World) -> str:
    w.prove("bad", PROP, pi(PROP, bvar(0)))
    return "bad"


@row("accept")
def level_comp_1(w: World) -> str:
    return define(w, "good", TYPE, sort(imax(ONE, ZERO)))


@row("accept")
def level_comp_2(w: World) -> str:
    return define(w, "good", sort(succ(ONE)), sort(imax(ZERO, ONE)))


@row("accept")
def level_comp_3(w: World) -> str:
    return define(w, "good", sort(succ(succ(ONE))), sort(imax(succ(ONE), succ(ONE))))


@row("reject")
def duplicate_levels(w: World) -> str:
    return define(w, "bad", TYPE, PROP, ("u", "u"))


@row("accept")
def level_max_idempotent(w: World) -> str:
    return define(w, "good", sort(succ(U)), sort(max_(U, U)), ("u",))


@row("accept")
def level_max_absorbs(w: World) -> str:
    return define(w, "good", sort(succ(max_(U, V))), sort(max_(U, max_(U, V))), ("u", "v"))


@row("accept")
def let_type(w: World) -> str:
    return define(w, "good", TYPE, let(TYPE, PROP, bvar(0)))


@row("accept")
def let_type_dependent(w: World) -> str:
    w.suppose("aDepProp", pi(TYPE, PROP))
    w.suppose("mkADepProp", pi(TYPE, app(const("aDepProp"), bvar(0))))
    value = let(TYPE, PROP, app(const("mkADepProp"), bvar(0)))
    return define(w, "good", app(const("aDepProp"), PROP), value)


@row("accept")
def let_reduces(w: World) -> str:
    return define(w, "good", let(TYPE, PROP, bvar(0)), A_PROP)
