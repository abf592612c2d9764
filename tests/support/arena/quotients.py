"""The arena's tutorial: quotients."""

from __future__ import annotations

from collections.abc import Callable

from worlds import BOOL, INTRO, PROP, TRUE, YES, World, equal, forall, fun, refl

from arena.rows import ROWS, define, row
from proofgrad.bridge.checker.levels import ONE, ZERO, param
from proofgrad.bridge.checker.terms import app, apply, const, pi


def quotient(which: str) -> Callable[[World], str]:
    """The rows about quotients: the types of the constants, and how they compute."""

    def case(w: World) -> str:
        w.quotients()
        if which.startswith("Quot"):
            at = {"Quot.lift": ("u", "v")}.get(which, ("u",))
            of = next(d.type for d in w.declarations if d.name == which)
            return define(w, "good", of, const(which, tuple(map(param, at))), at)
        relation = pi(BOOL, pi(BOOL, PROP))
        mk = lambda r, a: apply(const("Quot.mk", (ONE,)), (BOOL, r, a))  # noqa: E731
        if which == "lift":
            same = lambda r, f: forall(  # noqa: E731
                BOOL,
                lambda a: forall(BOOL, lambda b: pi(apply(r, (a, b)), equal(BOOL, app(f, a), app(f, b)))),
            )
            lift = lambda r, f, h, a: apply(  # noqa: E731
                const("Quot.lift", (ONE, ONE)), (BOOL, r, BOOL, f, h, mk(r, a))
            )
            binders = lambda bind, body: bind(  # noqa: E731
                relation,
                lambda r: bind(
                    pi(BOOL, BOOL),
                    lambda f: bind(same(r, f), lambda h: bind(BOOL, lambda a: body(r, f, h, a))),
                ),
            )
            wrong = which == "lift wrong"
            assert not wrong
            type_ = binders(forall, lambda r, f, h, a: equal(BOOL, lift(r, f, h, a), app(f, a)))
            w.prove("good", type_, binders(fun, lambda r, f, h, a: refl(BOOL, app(f, a))))
            return "good"
        r = fun(BOOL, lambda a: fun(BOOL, lambda b: TRUE))
        motive = fun(apply(const("Quot", (ONE,)), (BOOL, r)), lambda q: TRUE)
        proof = fun(BOOL, lambda a: INTRO)
        made = apply(const("Quot.ind", (ONE,)), (BOOL, r, motive, proof, mk(r, YES)))
        w.prove("good", equal(TRUE, made, INTRO, ZERO), refl(TRUE, INTRO, ZERO))
        return "good"

    return case


for _name in ("Quot.mk", "Quot.ind", "Quot.lift", "lift", "ind"):
    ROWS.append((f"quotient {_name}", "accept", quotient(_name)))


@row("accept")
def quotient_sound_type(w: World) -> str:
    w.quotients()
    relation = pi(BOOL, pi(BOOL, PROP))
    mk = lambda r, a: apply(const("Quot.mk", (ONE,)), (BOOL, r, a))  # noqa: E731
    sound = forall(
        relation,
        lambda r: forall(
            BOOL,
            lambda a: forall(
                BOOL,
                lambda b: pi(
                    apply(r, (a, b)), equal(apply(const("Quot", (ONE,)), (BOOL, r)), mk(r, a), mk(r, b))
                ),
            ),
        ),
    )
    w.suppose("Quot.sound", sound)
    return define(w, "good", sound, const("Quot.sound"))
