"""Ways by which False was proved to this checker, or could have been: each is closed, and stays so.

What is not rejected outright is inconclusive, and what stands on it is not accepted."""

from __future__ import annotations

import dataclasses

import pytest
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
    World,
    arrow,
    equal,
    forall,
    forall_relation,
    fun,
    refl,
)

from proofgrad.bridge.checker.declarations import (
    Auxiliary,
    Constructor,
    Declaration,
    Definition,
    Inductive,
    Quotient,
    Recursor,
)
from proofgrad.bridge.checker.driver import _Driver
from proofgrad.bridge.checker.levels import ONE, ZERO, imax, max_, param, succ
from proofgrad.bridge.checker.terms import Term, app, apply, bvar, const, lam, lit, pi, proj, sort
from proofgrad.bridge.checker.verdicts import NO_VERDICT, Recheck


def accounted(world: World, result: Recheck) -> None:
    """Every declaration has exactly one verdict."""
    parts = [set(result.accepted), set(result.rejected), set(result.inconclusive), result.tainted]
    assert sum(map(len, parts)) == result.total == len({d.name for d in world.declarations})
    assert set.union(*parts) == {d.name for d in world.declarations}


# A sort that is stuck


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


# Names of the checker's own


def test_an_auxiliary_name_is_equal_to_itself_only() -> None:
    name, other = Auxiliary("x"), Auxiliary("x")
    assert name == name
    assert name != other
    assert name != "x"
    assert not name == other  # noqa: SIM201
    assert not name == "x"  # noqa: SIM201
    assert not "x" == name  # noqa: SIM201, SIM300
    assert "x" != name  # noqa: SIM300
    table = {"x": 1, name: 2, other: 3}
    assert [table["x"], table[name], table[other]] == [1, 2, 3]
    assert const(name) is not const("x")


@pytest.mark.parametrize("spelt", ["_nested.T_1", "_nested.L_1", "_nested.T", "_nested.«T_1»"])
def test_no_input_can_spell_an_auxiliary_type(spelt: str) -> None:
    world = World().logic()
    wrapped = const("L")
    world.inductive("L", pi(TYPE, TYPE), {"L.mk": pi(TYPE, pi(BOOL, app(wrapped, bvar(1))))}, params=1)
    taken = world.define(spelt, TYPE, BOOL)
    pre = world.define("pre", taken, YES)
    t = const("T")
    world.inductive("T", TYPE, {"T.mk": pi(app(wrapped, t), t)})
    world.inductive("Evil", TYPE, {f"{spelt}.mk": pi(FALSE, const("Evil"))})
    world.prove("boom", FALSE, proj(spelt, 0, pre))
    result = world.judge()
    assert {"T", "T.rec_1", "pre"} <= set(result.accepted)
    assert "boom" in result.rejected
    accounted(world, result)


def test_types_named_like_auxiliary_ones_are_legal() -> None:
    world = World().logic()
    box = const("Box")
    world.inductive("Box", pi(TYPE, TYPE), {"Box.mk": pi(TYPE, pi(bvar(0), app(box, bvar(1))))}, params=1)
    x, y = const("X"), const("X_1")
    world.block(
        ("X", TYPE, {"X.leaf": x, "X.mk": arrow(app(box, x), app(box, y), x)}),
        ("X_1", TYPE, {"X_1.mk": arrow(app(box, y), x, y)}),
    )
    result = world.judge()
    assert not result.rejected
    assert {"X.rec", "X_1.rec", "X.rec_1", "X.rec_2"} <= set(result.accepted)
    accounted(world, result)


# Parameters of nested occurrences


@pytest.mark.parametrize(
    ("junk", "why"),
    [
        (app(YES, const("T")), "a function was expected"),
        (app(const("nowhere"), const("T")), "unknown constant"),
        (const("T", (ZERO,)), "universe levels"),
        (proj("Bool", 0, const("T")), "a projection of Bool"),
        (fun(BOOL, lambda x: const("T")), "argument 1"),
    ],
)
def test_parameters_of_a_nested_occurrence_are_checked_where_they_vanish(junk: Term, why: str) -> None:
    world = World().logic()
    phantom, t = const("P"), const("T")
    world.inductive("P", pi(TYPE, TYPE), {"P.mk": pi(TYPE, app(phantom, bvar(0)))}, params=1)
    world.inductive("T", TYPE, {"T.leaf": t, "T.mk": pi(app(phantom, junk), t)})
    result = world.judge()
    assert why in result.rejected["T"]
    assert not {"T", "T.leaf", "T.mk"} & set(result.accepted)
    accounted(world, result)


def test_a_nested_occurrence_at_a_type_of_another_universe() -> None:
    world = World().logic()
    p, t = const("P"), const("T")
    world.inductive("P", pi(PROP, TYPE), {"P.mk": pi(PROP, pi(bvar(0), app(p, bvar(1))))}, params=1)
    world.inductive("T", TYPE, {"T.leaf": t, "T.mk": pi(app(p, t), t)})
    assert "argument 1 of P" in world.judge().rejected["T"]


# Quotients


def test_quotients_are_accepted() -> None:
    world = World().logic().quotients()
    result = world.judge()
    assert not result.rejected
    assert {"Quot", "Quot.mk", "Quot.lift", "Quot.ind"} <= set(result.accepted)


@pytest.mark.parametrize("name", ["Quot", "Quot.mk", "Quot.lift", "Quot.ind"])
def test_constants_of_quotients_are_of_quotient_kind(name: str) -> None:
    world = World().logic().quotients()
    at = next(i for i, d in enumerate(world.declarations) if d.name == name)
    old = world.declarations[at]
    world.declarations[at] = Definition(name, old.level_params, old.type, const(name), safety="unsafe")
    result = world.judge()
    assert not {"Quot", "Quot.mk", "Quot.lift", "Quot.ind"} <= set(result.accepted)
    assert result.rejected
    accounted(world, result)


@pytest.mark.parametrize("name", ["Quot.mk", "Quot.lift", "Quot.ind"])
def test_a_constant_of_quotients_that_was_declared_as_something_else(name: str) -> None:
    world = World().logic()
    world.suppose(name, TRUE)
    quotients = World().logic().quotients().declarations[-4:]
    for quotient in quotients:
        if quotient.name != name:
            world.add(quotient)
    result = world.judge()
    assert not {"Quot", "Quot.mk", "Quot.lift", "Quot.ind"} - {name} & set(result.accepted)
    accounted(world, result)


def test_a_quotient_constant_alone() -> None:
    world = World().logic()
    world.add(World().logic().quotients().declarations[-3])
    result = world.judge()
    assert "Quot.mk" in result.rejected


def test_an_empty_type_named_quot_has_no_members() -> None:
    world = World().logic()
    quotients = World().quotients().declarations
    world.inductive("Quot", forall_relation(lambda a, r: sort(U)), {}, params=2, levels=("u",))
    world.add(quotients[1])
    relation = fun(TRUE, lambda x: fun(TRUE, lambda y: TRUE))
    empty = apply(const("Quot", (ZERO,)), (TRUE, relation))
    member = apply(const("Quot.mk", (ZERO,)), (TRUE, relation, INTRO))
    rec = next(d for d in world.declarations if d.name == "Quot.rec")
    levels = (ZERO,) * len(rec.level_params)
    world.prove("boom", FALSE, apply(const("Quot.rec", levels), (TRUE, relation, lam(empty, FALSE), member)))
    result = world.judge()
    assert "Quot.mk" in result.rejected
    assert "boom" not in result.accepted
    accounted(world, result)


def test_quotients_need_the_standard_equality() -> None:
    world = World().logic().quotients()
    world.declarations = [d for d in world.declarations if not d.name.startswith("Eq")]
    world.suppose("Eq", pi(sort(U), pi(bvar(0), pi(bvar(1), PROP))), ("u",))
    result = world.judge()
    assert "standard equality" in result.rejected["Quot.lift"]


def test_a_quotient_constant_under_another_name() -> None:
    world = World().logic().quotients()
    world.add(Quotient("Quot.mk2", ("u",), world.declarations[-3].type, which="ctor"))
    assert "Quot.mk2" not in world.judge().accepted


# Declarations that belong to nothing


def orphans() -> list[Declaration]:
    """Declarations that say they belong somewhere where nobody knows of them."""
    anything = pi(sort(U), bvar(0))
    return [
        Constructor("Bool.third", (), BOOL, inductive="Bool", index=2),
        Constructor("Bool.zeroth", (), BOOL, inductive="Bool", index=0),
        Constructor("Lost.mk", (), FALSE, inductive="Lost"),
        Constructor("odd.mk", (), FALSE, inductive="YES"),
        Recursor("Lost.rec", ("u",), anything, all=("Lost",), motives=1),
        Recursor("Nothing.rec", ("u",), anything, motives=1),
        Recursor("Mixed.rec", ("u",), anything, all=("True", "False"), motives=1),
        Inductive("Late", (), FALSE, all=("True", "Late")),
        Inductive("Twin", (), TYPE, all=("True",)),
        Inductive("Alone", (), TYPE),
    ]


@pytest.mark.parametrize("orphan", orphans(), ids=lambda d: d.name)
def test_what_belongs_to_no_block_is_rejected(orphan: Declaration) -> None:
    world = World().logic()
    world.add(orphan)
    if isinstance(orphan, Recursor):
        world.prove("boom", FALSE, app(const(orphan.name, (ZERO,)), FALSE))
    else:
        world.define("use", orphan.type, const(orphan.name))
    result = world.judge()
    assert orphan.name in result.rejected
    assert not {orphan.name, "boom", "use"} & set(result.accepted)
    accounted(world, result)


def test_a_second_recursor() -> None:
    world = World().logic()
    first = next(d for d in world.declarations if d.name == "True.rec")
    assert isinstance(first, Recursor)
    world.add(dataclasses.replace(first, name="True.rec2", rules=()))
    result = world.judge()
    assert "True.rec2" in result.rejected
    accounted(world, result)


def test_what_is_declared_twice_is_not_accepted() -> None:
    world = World().logic()
    world.prove("boom", FALSE, const("boom"))
    world.prove("boom", TRUE, INTRO)
    world.inductive("Bool", TYPE, {"Bool.false": BOOL})
    result = world.judge()
    assert {"boom", "Bool"} <= set(result.rejected)
    assert not {"boom", "Bool"} & set(result.accepted)


def test_what_no_rule_comes_to_is_inconclusive(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World().logic()
    monkeypatch.setattr(_Driver, "judge", lambda *_: None)
    result = world.judge()
    assert set(result.inconclusive.values()) == {NO_VERDICT}
    assert result.accepted == []
    accounted(world, result)


# Universes


@pytest.mark.parametrize(
    ("level", "other", "same"),
    [
        (imax(U, param("v")), succ(imax(U, param("v"))), False),
        (imax(ZERO, U), succ(imax(ZERO, U)), False),
        (imax(ONE, U), U, True),
        (imax(succ(ONE), U), U, False),
        (max_(U, max_(U, param("v"))), max_(param("v"), U), True),
        (imax(U, imax(param("v"), U)), imax(param("v"), U), True),
        (imax(U, succ(param("v"))), max_(U, succ(param("v"))), True),
        (imax(U, max_(param("v"), ONE)), max_(param("v"), max_(U, ONE)), True),
        (imax(U, param("v")), imax(param("v"), U), False),
        (imax(imax(U, param("v")), param("v")), imax(U, param("v")), True),
    ],
)
def test_levels_are_compared_by_value(level: object, other: object, same: bool) -> None:
    world = World()
    a, b = sort(level), sort(other)  # type: ignore[arg-type]
    world.define("cast", pi(a, b), lam(a, bvar(0)), ("u", "v"))
    assert ("cast" in world.judge().accepted) is same


# Strings


def strings(world: World, *, validity: Term | None = None) -> World:
    """Char, List and String as Lean has them: made of characters, or with a proof that bytes are valid."""
    world.numbers()
    listed, char, string = const("List", (U,)), const("Char"), const("String")
    nil = pi(sort(succ(U)), app(listed, bvar(0)))
    cons = pi(sort(succ(U)), pi(bvar(0), pi(app(listed, bvar(1)), app(listed, bvar(2)))))
    header = pi(sort(succ(U)), sort(succ(U)))
    world.inductive("List", header, {"List.nil": nil, "List.cons": cons}, params=1, levels=("u",))
    world.inductive("Char", TYPE, {"Char.ofNat": pi(NAT, char)})
    characters = app(const("List", (ZERO,)), char)
    if validity is None:
        world.inductive("String", TYPE, {"String.mk": pi(characters, string)})
    else:
        world.define("valid", pi(NAT, PROP), validity)
        made = forall(NAT, lambda x: pi(app(const("valid"), x), string))
        world.inductive("String", TYPE, {"String.ofByteArray": made})
    return world


@pytest.mark.parametrize(
    "validity", [fun(NAT, lambda x: TRUE), fun(NAT, lambda x: equal(NAT, x, const("Nat.zero")))]
)
def test_strings_with_a_proof_of_validity(validity: Term) -> None:
    world = strings(World().logic(), validity=validity)
    world.define("greeting", const("String"), lit("hello"))
    assert "greeting" in world.judge().accepted


def test_strings_of_which_there_are_none() -> None:
    world = strings(World().logic(), validity=fun(NAT, lambda x: FALSE))
    characters = app(const("List", (ZERO,)), const("Char"))
    world.define("String.ofList", pi(characters, BOOL), lam(characters, YES))
    world.define("greeting", const("String"), lit("hello"))
    assert "not known to be inhabited" in world.judge().rejected["greeting"]


def text(value: str, maker: str = "String.mk") -> Term:
    """A string made of characters."""
    char = const("Char")
    characters = app(const("List.nil", (ZERO,)), char)
    for letter in reversed(value):
        item = app(const("Char.ofNat"), lit(ord(letter)))
        characters = apply(const("List.cons", (ZERO,)), (char, item, characters))
    return app(const(maker), characters)


@pytest.mark.parametrize("maker", ["String.mk", "String.ofList"])
def test_literal_strings_are_made_of_their_characters(maker: str) -> None:
    world, string = strings(World().logic()), const("String")
    if maker == "String.ofList":
        characters = app(const("List", (ZERO,)), const("Char"))
        world.define(maker, pi(characters, string), lam(characters, app(const("String.mk"), bvar(0))))
    world.prove("same", equal(string, lit("hé"), text("hé", maker)), refl(string, lit("hé")))
    first = proj("String", 0, lit(""))
    empty = app(const("List.nil", (ZERO,)), const("Char"))
    listed = app(const("List", (ZERO,)), const("Char"))
    world.prove("data", equal(listed, first, empty), refl(listed, empty))
    world.prove("other", equal(string, lit("a"), text("b", maker)), refl(string, lit("a")))
    world.prove("differ", equal(string, lit("a"), lit("b")), refl(string, lit("a")))
    result = world.judge()
    assert {"same", "data"} <= set(result.accepted)
    assert {"other", "differ"} <= set(result.rejected)


# Sharing


def test_what_is_shared_is_compared_once() -> None:
    world = World().logic()
    a, b = const("Bool"), world.define("Other", TYPE, BOOL)
    left, right = a, b
    for _ in range(200):
        left, right = pi(left, left), pi(right, right)
    world.define("same", pi(left, right), lam(left, bvar(0)))
    wrong = const("True")
    for _ in range(200):
        wrong = pi(wrong, wrong)
    world.define("other", pi(left, wrong), lam(left, bvar(0)))
    result = world.judge()
    assert "same" in result.accepted
    assert "has type" in result.rejected["other"]
    assert len(result.rejected["other"]) < 2000


def test_messages_about_large_levels_are_short() -> None:
    level = U
    for _ in range(100):
        level = max_(succ(level), imax(param("v"), level))
    world = World().logic()
    world.define("bad", sort(level), sort(level), ("u", "v"))
    assert len(world.judge().rejected["bad"]) < 2000


# What was not accepted, and what stands on it


def lies() -> list[Declaration]:
    """Members of blocks that are not what they say."""
    anything = pi(sort(U), bvar(0))
    lie = ("Lie",)
    one = Inductive("Lie", (), TYPE, all=lie, constructors=("Lie.mk",))
    return [
        dataclasses.replace(one, constructors=("True.intro",)),
        dataclasses.replace(one, constructors=("Lie.rec",)),
        dataclasses.replace(one, params=3, indices=2),
        dataclasses.replace(one, type=pi(BOOL, BOOL), indices=1),
        dataclasses.replace(one, level_params=("u", "v")),
        Recursor("Lie.rec", ("u",), BOOL, all=lie, motives=1, minors=4, k=True),
        Recursor("Lie.rec", ("u",), pi(BOOL, BOOL), all=("Lie", "Lie"), k=True),
        Recursor("Lie.rec", (), anything, all=lie, params=7, k=True),
        Constructor("Lie.mk", (), BOOL, inductive="Lie", params=9, fields=9),
        Constructor("Lie.mk", (), pi(const("Lie"), const("Lie")), inductive="Lie", fields=1),
    ]


@pytest.mark.parametrize("lie", lies(), ids=lambda d: f"{type(d).__name__} {d.name}")
def test_lies_do_not_upset_what_is_judged_after_them(lie: Declaration) -> None:
    world = World().logic()
    world.add(lie)
    t, mk, rec = const("Lie"), const("Lie.mk"), const("Lie.rec", (ONE,))
    for i, member in enumerate((t, app(t, YES), mk, app(mk, NO), rec, apply(rec, (YES,) * 6))):
        world.define(f"use{i}", BOOL, member)
        world.prove(f"same{i}", equal(BOOL, member, YES), refl(BOOL, YES))
        world.define(f"part{i}", pi(t, BOOL), lam(t, proj("Lie", 0, bvar(0))))
        world.define(f"of{i}", BOOL, proj("Lie", i, member))
    world.prove("fine", equal(BOOL, YES, YES), refl(BOOL, YES))
    result = world.judge()
    accounted(world, result)
    assert "fine" in result.accepted
    assert lie.name not in result.accepted
    assert not [n for n in result.accepted if n.startswith(("use", "same", "part", "of"))]
    assert not [why for why in result.inconclusive.values() if "this checker failed" in why]
