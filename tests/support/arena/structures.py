"""The arena's tutorial: projections, rule K, proof irrelevance, eta."""

from __future__ import annotations

from collections.abc import Callable

from worlds import BOOL, INTRO, NO, PROP, TRUE, TYPE, YES, World, equal, forall, fun, refl

from arena.rows import ROWS, N, define, row
from proofgrad.bridge.checker.levels import ONE, ZERO
from proofgrad.bridge.checker.terms import Term, app, apply, bvar, const, lam, pi, proj


@row("reject")
def projection_out_of_range(w: World) -> str:
    both = apply(const("And"), (TRUE, TRUE))
    return define(w, "bad", pi(both, TRUE), lam(both, proj("And", 2, bvar(0))))


@row("reject")
def projection_of_no_structure(w: World) -> str:
    return define(w, "bad", pi(N, N), lam(N, proj("N", 0, bvar(0))))


def prop_structure(w: World, index: int, result: Term) -> str:
    domain = const("PropStructure", (ZERO, ONE))
    return define(w, "case", pi(domain, result), lam(domain, proj("PropStructure", index, bvar(0))))


def _prop_structure_rows() -> None:
    unit, data = const("PUnit", (ZERO,)), const("PUnit", (ONE,))
    third = proj("PropStructure", 3, bvar(0))
    for index, (expected, result) in enumerate(
        [
            ("accept", unit),
            ("reject", data),
            ("accept", unit),
            ("reject", data),
            ("reject", equal(data, third, third)),
            ("reject", unit),
        ]
    ):

        def case(w: World, index: int = index, result: Term = result) -> str:
            return prop_structure(w, index, result)

        ROWS.append((f"projection_of_prop_{index + 1}", expected, case))


_prop_structure_rows()


def indexed(w: World, field: int, result: Term) -> str:
    """Project out of a proposition whose data stand in its index."""
    made = pi(N, pi(TRUE, app(const("Index"), bvar(1))))
    w.inductive("Index", pi(N, PROP), {"Index.mk": made})
    domain = app(const("Index"), bvar(0))
    value = lam(N, lam(domain, proj("Index", field, bvar(0))))
    return define(w, "bad", pi(N, pi(domain, result)), value)


@row("reject")
def projection_of_index(w: World) -> str:
    return indexed(w, 0, N)


@row("reject")
def projection_after_index(w: World) -> str:
    return indexed(w, 1, TRUE)


def transported(proof: Term, a: Term, b: Term, value: Term) -> Term:
    """`Eq.rec value proof : Bool`."""
    motive = fun(BOOL, lambda x: fun(equal(BOOL, a, x), lambda _: BOOL))
    return apply(const("Eq.rec", (ONE, ONE)), (BOOL, a, motive, value, b, proof))


@row("reject")
def rule_k_bad(w: World) -> str:
    h = equal(BOOL, YES, NO)
    type_ = forall(h, lambda p: forall(BOOL, lambda a: equal(BOOL, transported(p, YES, NO, a), a)))
    w.prove("bad", type_, lam(h, lam(BOOL, refl(BOOL, bvar(0)))))
    return "bad"


def accessible(world: World, case: Callable[[Term, Term, Term, Term], Term]) -> str:
    """A statement about `Acc.rec (fun _ _ _ => a) h`, by reflexivity."""

    def of(bind: Callable[[Term, Callable[[Term], Term]], Term], body: Callable[..., Term]) -> Term:
        relation = pi(BOOL, pi(BOOL, PROP))
        acc = lambda r, x: apply(const("Acc", (ONE,)), (BOOL, r, x))  # noqa: E731
        return bind(
            relation,
            lambda r: bind(BOOL, lambda x: bind(acc(r, x), lambda h: bind(BOOL, lambda a: body(r, x, h, a)))),
        )

    world.prove("bad", of(forall, case), of(fun, lambda r, x, h, a: refl(BOOL, a)))
    return "bad"


@row("reject")
def rule_k_acc(w: World) -> str:
    def statement(r: Term, x: Term, h: Term, a: Term) -> Term:
        acc = lambda y: apply(const("Acc", (ONE,)), (BOOL, r, y))  # noqa: E731
        smaller = lambda y, result: forall(BOOL, lambda z: pi(apply(r, (z, y)), result(z)))  # noqa: E731
        step = fun(
            BOOL,
            lambda y: fun(smaller(y, acc), lambda _: fun(smaller(y, lambda z: BOOL), lambda __: a)),
        )
        motive = fun(BOOL, lambda y: fun(acc(y), lambda _: BOOL))
        made = apply(const("Acc.rec", (ONE, ONE)), (BOOL, r, motive, step, x, h))
        return equal(BOOL, made, a)

    return accessible(w, statement)


@row("reject")
def proof_irrelevance_bad(w: World) -> str:
    type_ = forall(TYPE, lambda p: forall(p, lambda a: forall(p, lambda b: equal(p, a, b))))
    value = fun(TYPE, lambda p: fun(p, lambda a: fun(p, lambda b: refl(p, a))))
    return define(w, "bad", type_, value)


@row("reject")
def eta_bad(w: World) -> str:
    to = pi(BOOL, BOOL)
    body = lambda g, f: equal(to, fun(BOOL, lambda x: app(f, app(g, x))), f)  # noqa: E731
    type_ = forall(to, lambda g: forall(to, lambda f: body(g, f)))
    w.prove("bad", type_, fun(to, lambda g: fun(to, lambda f: refl(to, f))))
    return "bad"


@row("reject")
def eta_rule_k(w: World) -> str:
    h = equal(BOOL, YES, YES)
    to = pi(h, BOOL)
    motive = fun(BOOL, lambda x: fun(equal(BOOL, YES, x), lambda _: BOOL))
    partial = lambda a: apply(  # noqa: E731
        const("Eq.rec", (ONE, ONE)), (BOOL, YES, motive, app(a, refl(BOOL, YES)), YES)
    )
    type_ = forall(to, lambda a: equal(to, partial(a), a))
    return define(w, "bad", type_, fun(to, lambda a: refl(to, a)))


@row("reject")
def eta_constructor(w: World) -> str:
    t = const("T'")
    to = pi(TRUE, t)
    partial = lambda x: app(const("T'.mk"), proj("T'", 0, app(x, INTRO)))  # noqa: E731
    return define(w, "bad", forall(to, lambda x: equal(to, partial(x), x)), fun(to, lambda x: refl(to, x)))


@row("reject")
def acc_has_no_eta(w: World) -> str:
    return rule_k_acc(w)
