"""Ways by which False was proved to this checker, or could have been: sorts that are stuck."""

from __future__ import annotations

import pytest
from worlds import BOOL, INTRO, NO, PROP, TRUE, TYPE, YES, World, accounted, arrow, equal, forall, fun, refl

from proofgrad.bridge.checker.levels import ONE, ZERO, succ
from proofgrad.bridge.checker.terms import Term, app, apply, bvar, const, lam, pi, proj, sort


def stuck_sort(world: World) -> tuple[Term, Term, Term]:
    """Three Booleans a, b, c of which a = b and b = c hold by definition, but not a = c: so the types P
    (a = b) and Q (a = c) are equal by definition, and `gate`, which is Prop at a proof of P, is stuck at one
    of Q.

    Returns: P, gate, and a proof of Q.
    """
    lt, acc = const("Lt"), const("Ac")
    world.inductive("Lt", arrow(BOOL, BOOL, PROP), {"Lt.mk": apply(lt, (NO, YES))})
    smaller = lambda x, result: forall(BOOL, lambda y: pi(apply(lt, (y, x)), result(y)))  # noqa: E731
    intro = forall(BOOL, lambda x: pi(smaller(x, lambda y: app(acc, y)), app(acc, x)))
    world.inductive("Ac", pi(BOOL, PROP), {"Ac.intro": intro})
    lower = const("Lt.mk")
    below = lambda m: smaller(m, lambda y: BOOL)  # noqa: E731
    step = world.define(
        "step",
        forall(BOOL, lambda x: forall(BOOL, lambda m: pi(below(m), BOOL))),
        fun(
            BOOL,
            lambda x: fun(
                BOOL,
                lambda m: apply(
                    const("Bool.rec", (ONE,)),
                    (
                        fun(BOOL, lambda n: pi(below(n), BOOL)),
                        fun(below(NO), lambda ih: x),
                        fun(below(YES), lambda ih: apply(ih, (NO, lower))),
                        m,
                    ),
                ),
            ),
        ),
    )
    motive = fun(BOOL, lambda n: fun(app(acc, n), lambda h: BOOL))
    run = world.define(
        "run",
        forall(BOOL, lambda x: forall(BOOL, lambda n: pi(app(acc, n), BOOL))),
        fun(
            BOOL,
            lambda x: fun(
                BOOL,
                lambda n: fun(
                    app(acc, n),
                    lambda h: apply(
                        const("Ac.rec", (ONE,)),
                        (
                            motive,
                            fun(
                                BOOL,
                                lambda m: fun(
                                    smaller(m, lambda y: app(acc, y)),
                                    lambda _: fun(below(m), lambda ih: apply(step, (x, m, ih))),
                                ),
                            ),
                            n,
                            h,
                        ),
                    ),
                ),
            ),
        ),
    )
    inv = world.define(
        "inv",
        forall(BOOL, lambda x: pi(app(acc, x), smaller(x, lambda y: app(acc, y)))),
        fun(
            BOOL,
            lambda x: fun(
                app(acc, x),
                lambda h: apply(
                    const("Ac.rec", (ZERO,)),
                    (
                        fun(BOOL, lambda n: fun(app(acc, n), lambda _: smaller(n, lambda y: app(acc, y)))),
                        fun(
                            BOOL,
                            lambda m: fun(
                                smaller(m, lambda y: app(acc, y)),
                                lambda hh: fun(
                                    smaller(m, lambda y: smaller(y, lambda z: app(acc, z))), lambda _: hh
                                ),
                            ),
                        ),
                        x,
                        h,
                    ),
                ),
            ),
        ),
    )
    seed = world.suppose("seed", app(acc, YES))
    a = world.define("a", BOOL, apply(run, (NO, YES, seed)))
    expanded = apply(
        const("Ac.intro"),
        (YES, fun(BOOL, lambda y: fun(apply(lt, (y, YES)), lambda h: apply(inv, (YES, seed, y, h))))),
    )
    b = world.define("b", BOOL, apply(run, (NO, YES, expanded)))
    c = world.define("c", BOOL, apply(run, (NO, NO, apply(inv, (YES, seed, NO, lower)))))
    world.prove("ab", equal(BOOL, a, b), refl(BOOL, a))
    world.prove("bc", equal(BOOL, b, c), refl(BOOL, b))
    p, q = world.define("P", PROP, equal(BOOL, a, b)), world.define("Q", PROP, equal(BOOL, a, c))
    witness = world.suppose("witness", q)
    gate = world.define(
        "gate",
        pi(p, TYPE),
        fun(
            p,
            lambda h: apply(
                const("Eq.rec", (succ(succ(ZERO)), ONE)),
                (BOOL, a, fun(BOOL, lambda z: fun(equal(BOOL, a, z), lambda _: TYPE)), PROP, b, h),
            ),
        ),
    )
    world.prove("pq", pi(p, q), lam(p, bvar(0)))
    return p, gate, witness


def test_data_does_not_come_out_of_a_type_whose_sort_is_stuck() -> None:
    world = World().logic()
    p, gate, witness = stuck_sort(world)
    owner = const("Owner")
    world.block(
        (
            "Owner",
            forall(p, lambda h: app(gate, h)),
            {"Owner.mk": forall(p, lambda h: pi(BOOL, app(owner, h)))},
        ),
        params=1,
    )
    as_prop = world.define("asProp", pi(p, PROP), fun(p, lambda h: app(owner, h)))
    proposition = world.define("proposition", PROP, app(as_prop, witness))
    observe = world.define("observe", pi(proposition, BOOL), fun(proposition, lambda x: proj("Owner", 0, x)))
    world.define("no", proposition, apply(const("Owner.mk"), (witness, NO)))
    result = world.judge()
    assert {"ab", "bc", "pq", "gate", "P", "Q"} <= set(result.accepted)
    assert "literal sort" in result.inconclusive["Owner"]
    assert not {"Owner", "Owner.mk", "asProp", "proposition", "observe", "no"} & set(result.accepted)
    accounted(world, result)
    assert observe is const("observe")


def test_a_stuck_sort_is_no_answer_to_whether_something_is_a_proposition() -> None:
    world = World().logic()
    p, gate, witness = stuck_sort(world)
    family = world.suppose("family", forall(p, lambda h: app(gate, h)))
    as_prop = world.define("asProp", pi(p, PROP), fun(p, lambda h: app(family, h)))
    proposition = world.define("proposition", PROP, app(as_prop, witness))
    member = world.suppose("member", proposition)
    other = world.suppose("other", proposition)
    world.prove("same", equal(proposition, member, other, ZERO), refl(proposition, member, ZERO))
    world.define("use", pi(app(family, witness), TRUE), lam(app(family, witness), INTRO))
    result = world.judge()
    assert {"asProp", "proposition"} <= set(result.accepted)
    assert "a type was expected" in result.rejected["use"]
    accounted(world, result)


def test_what_is_compared_has_to_be_of_a_type() -> None:
    world = World().logic()
    p, gate, witness = stuck_sort(world)
    family = world.suppose("family", forall(p, lambda h: app(gate, h)))
    as_prop = world.define("asProp", pi(p, PROP), fun(p, lambda h: app(family, h)))
    proposition = world.define("proposition", PROP, app(as_prop, witness))
    member = forall(p, lambda h: app(family, h))
    first = world.suppose("first", member)
    again = world.define("again", member, first)
    about = world.suppose("about", pi(proposition, PROP))
    claim = app(about, app(first, witness))
    world.define("use", pi(claim, app(about, app(again, witness))), lam(claim, bvar(0)))
    result = world.judge()
    assert {"first", "again", "about", "proposition"} <= set(result.accepted)
    assert "a type was expected" in result.rejected["use"]


@pytest.mark.parametrize("where", ["sort", "index", "parameter"])
def test_a_header_is_a_sort_as_it_stands(where: str) -> None:
    world = World()
    kind = world.define("kind", sort(succ(ONE)), TYPE)
    family = world.define("family", sort(succ(ONE)), pi(PROP, TYPE))
    header = {"sort": kind, "index": family, "parameter": family}[where]
    world.inductive("T", header, {}, params=int(where == "parameter"))
    result = world.judge()
    assert "literal sort" in result.inconclusive["T"]
    accounted(world, result)


def test_a_header_that_is_no_sort_is_rejected() -> None:
    world = World().logic()
    for name, header in (("T", YES), ("S", const("true")), ("R", pi(BOOL, BOOL))):
        world.inductive(name, header, {})
    world.define("true", PROP, TRUE)
    result = world.judge()
    assert {"T", "S", "R"} <= set(result.rejected)
