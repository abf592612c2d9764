"""The arena's tutorial: headers, constructors and positions of inductive types; recursors."""

from __future__ import annotations

from collections.abc import Callable

from worlds import FALSE, NAT, PROP, TYPE, U, V, World, arrow

from arena.rows import A_PROP, A_TYPE, ROWS, T, recursors_of, row, type_only
from proofgrad.bridge.checker.levels import ONE, ZERO, succ
from proofgrad.bridge.checker.terms import Term, app, apply, bvar, const, pi, sort


@row("reject")
def inductive_no_sort(w: World) -> str:
    return type_only(w, const("constType"))


@row("reject")
def inductive_no_sort_2(w: World) -> str:
    return type_only(w, A_TYPE)


@row("reject")
def inductive_duplicate_levels(w: World) -> str:
    return type_only(w, TYPE, levels=("u", "u"))


@row("reject")
def inductive_too_few_parameters(w: World) -> str:
    return type_only(w, pi(PROP, PROP), params=2)


@row("reject")
def constructor_parameters(w: World) -> str:
    return type_only(w, pi(PROP, TYPE), {"T.mk": pi(TYPE, app(T, A_PROP))}, params=1)


@row("reject")
def constructor_result_parameters(w: World) -> str:
    swapped = pi(PROP, pi(PROP, apply(T, (bvar(0), bvar(1)))))
    return type_only(w, pi(PROP, pi(PROP, TYPE)), {"T.mk": swapped}, params=2)


@row("reject")
def constructor_result_levels(w: World) -> str:
    swapped = pi(PROP, pi(PROP, apply(const("T", (V, U)), (bvar(1), bvar(0)))))
    return type_only(w, pi(PROP, pi(PROP, TYPE)), {"T.mk": swapped}, params=2, levels=("u", "v"))


@row("reject")
def occurrence_in_index(w: World) -> str:
    return type_only(w, pi(PROP, PROP), {"T.mk": app(T, app(T, A_PROP))})


@row("reject")
def negative_occurrence(w: World) -> str:
    return type_only(w, TYPE, {"T.mk": arrow(pi(T, T), T)})


@row("accept")
def constructor_parameters_reduce(w: World) -> str:
    domain = apply(const("id", (succ(succ(succ(ZERO))),)), (sort(succ(ONE)), TYPE))
    field = apply(const("constType"), (app(T, bvar(0)), app(T, bvar(0))))
    return type_only(w, pi(TYPE, TYPE), {"T.mk": pi(domain, pi(field, app(T, bvar(1))))}, params=1)


@row("reject")
def constructor_type_does_not_reduce(w: World) -> str:
    return type_only(w, TYPE, {"T.mk": apply(const("id", (succ(ONE),)), (TYPE, T))})


@row("reject")
def negative_occurrence_that_reduces(w: World) -> str:
    field = pi(apply(const("constType"), (A_TYPE, T)), T)
    return type_only(w, TYPE, {"T.mk": arrow(field, T)})


@row("reject")
def field_universe(w: World) -> str:
    return type_only(w, TYPE, {"T.mk": pi(TYPE, T)})


@row("reject")
def reflexive_occurrence_left(w: World) -> str:
    return type_only(w, TYPE, {"T.mk": arrow(arrow(NAT, T, NAT), T)})


@row("reject")
def reflexive_occurrence_in_index(w: World) -> str:
    field = pi(NAT, app(T, app(T, bvar(1))))
    return type_only(w, pi(PROP, PROP), {"T.mk": pi(PROP, pi(field, app(T, bvar(1))))})


def reducing(second: Callable[[Term], Term]) -> Callable[[World], str]:
    def case(w: World) -> str:
        domain = apply(const("id", (succ(succ(succ(ZERO))),)), (sort(succ(ONE)), TYPE))
        field = pi(bvar(0), apply(const("constType"), (app(T, bvar(1)), second(bvar(1)))))
        return type_only(w, pi(TYPE, TYPE), {"T.mk": pi(domain, pi(field, app(T, bvar(1))))}, params=1)

    return case


ROWS.append(("reflexive_parameters_reduce", "accept", reducing(lambda x: app(T, x))))
ROWS.append(("reflexive_parameters_reduce_2", "accept", reducing(lambda x: x)))


@row("reject")
def bogus_recursor(w: World) -> str:
    type_only(w, TYPE, {"T.mk": T})
    recursors_of(w, "T.rec", type=FALSE, level_params=(), motives=0, minors=0, rules=())
    w.prove("bad", FALSE, const("T.rec"))
    return "T"
