"""Bugs of kernels that the arena collects, fixed in 2025 and 2026."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from surgery import with_constants
from worlds import (
    BOOL,
    FALSE,
    INTRO,
    NAT,
    NO,
    PROP,
    TRUE,
    TYPE,
    YES,
    U,
    V,
    World,
    arrow,
    equal,
    forall,
    fun,
    refl,
)

from arena.rows import ROWS, T, define, recursors_of, row, type_only
from proofgrad.bridge.checker.declarations import Constructor, Declaration, Recursor, RecursorRule
from proofgrad.bridge.checker.levels import ONE, ZERO, imax, max_, param, succ
from proofgrad.bridge.checker.terms import Term, app, apply, bvar, const, lam, lit, pi, proj, sort


@row("reject")
def constant_at_too_many_levels(w: World) -> str:
    w.define("f", pi(NAT, NAT), lam(NAT, bvar(0)), ("u",))
    wrong, right = app(const("f", (U, V)), lit(0)), app(const("f", (U,)), lit(0))
    w.prove("bad", equal(NAT, wrong, right), refl(NAT, right), ("u", "v"))
    return "bad"


@row("reject")
def wrong_count_of_fields(w: World) -> str:
    def change(declaration: Declaration) -> Declaration:
        is_constructor = isinstance(declaration, Constructor)
        return dataclasses.replace(declaration, fields=0) if is_constructor else declaration

    w.block(("T", TYPE, {"T.mk": pi(BOOL, T)}), change=change)
    made = [app(const("T.mk"), b) for b in (NO, YES)]
    w.prove("bad", equal(T, *made), refl(T, made[0]))
    return "T"


@row("reject")
def rule_k_under_binders(w: World) -> str:
    to = pi(NAT, NAT)
    identity, constant = fun(NAT, lambda x: x), lambda y: fun(NAT, lambda _: y)
    h = lambda y: equal(to, identity, constant(y))  # noqa: E731
    type_ = forall(NAT, lambda y: pi(h(y), NAT))
    motive = fun(to, lambda f: fun(equal(to, identity, f), lambda _: NAT))
    first = fun(
        NAT,
        lambda y: fun(
            h(y),
            lambda p: apply(const("Eq.rec", (ONE, ONE)), (to, identity, motive, lit(0), constant(y), p)),
        ),
    )
    second = fun(NAT, lambda y: fun(h(y), lambda p: lit(0)))
    w.prove("bad", equal(type_, first, second), refl(type_, first))
    return "bad"


def two_valued(w: World, header: Term, levels: tuple[str, ...] = ()) -> str:
    """A type of two members with a recursor into every sort, whatever its header."""
    w.inductive("B", TYPE, {"B.a": const("B"), "B.b": const("B")})
    t = const("B", tuple(map(param, levels)))
    for i, declaration in enumerate(w.declarations):
        if declaration.name in ("B", "B.a", "B.b", "B.rec"):
            others = {n: const(n, t.b) for n in ("B", "B.a", "B.b", "B.rec")}
            replaced = lambda c, others=others: others.get(c.a)  # noqa: E731
            change: dict[str, object] = {"type": with_constants(declaration.type, replaced)}
            if declaration.name == "B":
                change["type"] = header
            if isinstance(declaration, Recursor):
                rules = [
                    RecursorRule(r.constructor, r.fields, with_constants(r.rhs, replaced))
                    for r in declaration.rules
                ]
                change |= {"rules": tuple(rules), "level_params": (*declaration.level_params, *levels)}
            else:
                change["level_params"] = levels
            w.declarations[i] = dataclasses.replace(declaration, **change)
    return "B"


@row("reject")
def large_elimination_at_a_parameter(w: World) -> str:
    return two_valued(w, sort(param("w")), ("w",))


@row("reject")
def large_elimination_of_a_proposition(w: World) -> str:
    return two_valued(w, PROP)


@row("reject")
def large_elimination_at_imax(w: World) -> str:
    return two_valued(w, sort(imax(ONE, ZERO)))


@row("reject")
def large_elimination_by_the_file(w: World) -> str:
    return two_valued(w, sort(imax(param("w"), imax(ONE, ZERO))), ("w",))


def down(level: object) -> Callable[[World], str]:
    def case(w: World) -> str:
        a, b = sort(succ(level)), sort(level)  # type: ignore[arg-type]
        return define(w, "bad", pi(a, b), lam(a, bvar(0)), ("u", "v"))

    return case


ROWS += [
    ("level imax leq", "reject", down(imax(U, V))),
    ("level imax normalization", "reject", down(imax(ZERO, V))),
    ("level imax nested", "reject", down(imax(U, imax(V, U)))),
    ("level max imax", "reject", down(max_(imax(U, V), imax(V, U)))),
]


@row("reject")
def recursor_with_k(w: World) -> str:
    recursors_of(w, "Bool.rec", k=True)
    return "Bool.rec"


@row("reject")
def nat_recursor_with_k(w: World) -> str:
    recursors_of(w, "Nat.rec", k=True)
    return "Nat.rec"


@row("reject")
def nat_recursor_with_other_rules(w: World) -> str:
    rec = next(d for d in w.declarations if d.name == "Nat.rec")
    assert isinstance(rec, Recursor)
    zero, step = rec.rules
    recursors_of(w, "Nat.rec", rules=(zero, RecursorRule(step.constructor, step.fields, zero.rhs)))
    return "Nat.rec"


@row("reject")
def nested_unused_parameter(w: World) -> str:
    box = const("Box")
    header = pi(BOOL, pi(TYPE, TYPE))
    mk = pi(BOOL, pi(TYPE, apply(box, (bvar(1), bvar(0)))))
    w.inductive("Box", header, {"Box.mk": mk}, params=2)
    w.inductive("C", TYPE, {"C.mk": pi(BOOL, const("C"))})
    junk = proj("C", 0, const("Nat.zero"))
    w.inductive("E", TYPE, {"E.mk": pi(apply(box, (junk, const("E"))), const("E"))})
    return "E"


@row("either")
def nested_parameter_is_not_the_parameter(w: World) -> str:
    phantom, e = const("L"), const("E")
    w.inductive("L", pi(TYPE, TYPE), {"L.mk": pi(TYPE, app(phantom, bvar(0)))}, params=1)
    field = app(phantom, app(e, YES))
    w.inductive("E", pi(BOOL, TYPE), {"E.mk": pi(BOOL, pi(field, app(e, bvar(1))))}, params=1)
    return "E"


@row("reject")
def nested_auxiliary_name(w: World) -> str:
    w.define("_nested.Host_1", PROP, TRUE)
    return type_only(w, PROP, {"T.mk": pi(const("_nested.Host_1"), T)})


@row("reject")
def orphan_recursor(w: World) -> str:
    w.add(Recursor("Lost.rec", ("u",), pi(sort(U), bvar(0)), all=("Lost",), motives=1))
    return "Lost.rec"


@row("reject")
def orphan_constructor(w: World) -> str:
    w.add(Constructor("Lost.mk", (), FALSE, inductive="Lost"))
    return "Lost.mk"


@row("reject")
def extra_recursor(w: World) -> str:
    rec = next(d for d in w.declarations if d.name == "Bool.rec")
    assert isinstance(rec, Recursor)
    w.add(dataclasses.replace(rec, name="Bool.extra", rules=tuple(reversed(rec.rules))))
    return "Bool.extra"


@row("reject")
def projection_of_two_constructors(w: World) -> str:
    w.inductive("Two", TYPE, {"Two.a": pi(FALSE, const("Two")), "Two.b": pi(TRUE, const("Two"))})
    w.prove("bad", FALSE, proj("Two", 0, app(const("Two.b"), INTRO)))
    return "bad"


@row("reject")
def projection_at_imax(w: World) -> str:
    dummy, t = const("Dummy"), const("Im")
    w.block(("Dummy", PROP, {"Dummy.mk": dummy}), ("Im", sort(imax(ONE, ZERO)), {"Im.mk": pi(BOOL, t)}))
    return define(w, "bad", pi(t, BOOL), lam(t, proj("Im", 0, bvar(0))))


@row("accept")
def projection_at_max(w: World) -> str:
    pair = lambda a, b: apply(const("MaxPair", (U, V)), (a, b))  # noqa: E731
    both = lambda body: forall(sort(U), lambda a: forall(sort(V), lambda b: body(a, b)))  # noqa: E731
    made = both(lambda a, b: arrow(a, b, pair(a, b)))
    header = both(lambda a, b: sort(max_(U, V)))
    w.inductive("MaxPair", header, {"MaxPair.mk": made}, params=2, levels=("u", "v"))
    first = fun(sort(U), lambda a: fun(sort(V), lambda b: fun(pair(a, b), lambda p: proj("MaxPair", 0, p))))
    return define(w, "good", both(lambda a, b: pi(pair(a, b), a)), first, ("u", "v"))


@row("either")
def projection_of_what_may_be_a_proposition(w: World) -> str:
    t, unit = const("MaybeProp", (U,)), const("PUnit", (U,))
    w.inductive("MaybeProp", sort(U), {"MaybeProp.mk": pi(unit, t)}, levels=("u",))
    return define(w, "case", pi(t, unit), lam(t, proj("MaybeProp", 0, bvar(0))), ("u",))


@row("reject")
def projection_of_what_may_be_a_proposition_of_data(w: World) -> str:
    t = const("MaybeProp", (U,))
    w.inductive("MaybeProp", sort(U), {"MaybeProp.mk": pi(BOOL, t)}, levels=("u",))
    return define(w, "bad", pi(t, BOOL), lam(t, proj("MaybeProp", 0, bvar(0))), ("u",))


@row("reject")
def field_universe_at_imax(w: World) -> str:
    return type_only(w, TYPE, {"T.mk": pi(sort(imax(ONE, ONE)), T)})


@row("reject")
def self_reference(w: World) -> str:
    return define(w, "bad", TYPE, const("bad"))


@row("reject")
def missing_induction_hypothesis(w: World) -> str:
    rec = next(d for d in w.declarations if d.name == "N.rec")
    assert isinstance(rec, Recursor)
    zero, step = rec.rules
    body = step.rhs
    while body.kind == lam(BOOL, BOOL).kind:
        body = body.b
    rhs = body.a  # the minor premise without its last argument
    for domain in reversed(_domains(step.rhs)):
        rhs = lam(domain, rhs)
    recursors_of(w, "N.rec", rules=(zero, RecursorRule(step.constructor, step.fields, rhs)))
    return "N.rec"


def _domains(term: Term) -> list[Term]:
    found = []
    while term.kind == lam(BOOL, BOOL).kind:
        found.append(term.a)
        term = term.b
    return found


@row("accept")
def proofs_do_not_matter_to_predicates(w: World) -> str:
    w.suppose("P", PROP)
    w.suppose("Q", pi(const("P"), PROP))
    to = pi(BOOL, const("P"))
    w.suppose("foo", forall(to, lambda h: app(const("Q"), app(h, YES))))
    w.prove("bar", forall(to, lambda h: app(const("Q"), app(h, NO))), const("foo"))
    return "bar"
