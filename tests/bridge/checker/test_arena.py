"""The cases of Lean's kernel arena, made anew: its tutorial, the bugs of kernels that it collects, and corner
cases. A row each: what is expected, and what this checker says.

The good cases of the tutorial that Lean's elaborator can write stand in tests/lean/arena/Tutorial.lean; what
is not well-formed, or says more than the elaborator would, is built here."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Callable
from pathlib import Path

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
    V,
    World,
    arrow,
    equal,
    forall,
    fun,
    refl,
)

from proofgrad.bridge.build.run import build
from proofgrad.bridge.checker.declarations import (
    Constructor,
    Declaration,
    Definition,
    Inductive,
    Recursor,
    RecursorRule,
    Theorem,
)
from proofgrad.bridge.checker.driver import recheck_declarations
from proofgrad.bridge.checker.importing import Importer
from proofgrad.bridge.checker.levels import ONE, ZERO, imax, max_, param, succ
from proofgrad.bridge.checker.terms import (
    Term,
    app,
    apply,
    bvar,
    const,
    constants,
    lam,
    let,
    lit,
    pi,
    proj,
    sort,
)
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.project.project import load_project

LEAN = Path(__file__).resolve().parents[2] / "lean"
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


@pytest.fixture(scope="module")
def tutorial(tmp_path_factory: pytest.TempPathFactory) -> list[Declaration]:
    """The declarations of Tutorial.lean."""
    root = tmp_path_factory.mktemp("arena")
    for source in ("accepted/Base.lean", "arithmetic/Standard.lean", "arena/Tutorial.lean"):
        shutil.copy(LEAN / source, root)
    result = build(load_project(root), find_toolchain(root))
    assert result.status == "ok", [m for module in result.modules.values() for m in module.messages]
    environment, importer = Environment.load(result.oleans), Importer()
    return [importer.declaration(environment[name]) for name in environment]


GOOD = re.findall(r"^(?:def|theorem) ([\w.']+)", (LEAN / "arena" / "Tutorial.lean").read_text("utf-8"), re.M)
GOOD = [name for name in GOOD if name not in ("id", "constType", "levelParamF")]


def test_good_cases_that_lean_can_write(
    tutorial: list[Declaration], record_property: Callable[[str, object], None]
) -> None:
    result = recheck_declarations(lambda: tutorial)
    wanted = {f"Good.{name}" for name in GOOD}
    assert len(wanted) >= 80
    assert wanted <= set(result.accepted)
    record_property("arena_rows", len(wanted))
    assert (result.rejected, result.inconclusive, result.tainted) == ({}, {}, set())


# The tutorial


def define(world: World, name: str, type_: Term, value: Term, levels: tuple[str, ...] = ()) -> str:
    world.define(name, type_, value, levels)
    return name


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


def type_only(w: World, header: Term, constructors: dict[str, Term] | None = None, **more: object) -> str:
    w.inductive("T", header, constructors or {}, **more)
    return "T"


T = const("T")


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


def recursors_of(world: World, name: str, **changes: object) -> None:
    """Change a recursor that is declared."""
    for i, declaration in enumerate(world.declarations):
        if declaration.name == name:
            world.declarations[i] = dataclasses.replace(declaration, **changes)


@row("reject")
def bogus_recursor(w: World) -> str:
    type_only(w, TYPE, {"T.mk": T})
    recursors_of(w, "T.rec", type=FALSE, level_params=(), motives=0, minors=0, rules=())
    w.prove("bad", FALSE, const("T.rec"))
    return "T"


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
def acc_has_no_eta(w: World) -> str:
    return rule_k_acc(w)


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


def collision(expected: str, *names: str, also: bool = False) -> Callable[[World], str]:
    """`inductive A | mk` with other names for the type, constructor and recursor, and a definition."""

    def case(w: World) -> str:
        type_, constructor, recursor, definition = names
        w.inductive("Tmp", TYPE, {"Tmp.mk": const("Tmp")})
        block = w.declarations[-3:]
        del w.declarations[-3:]
        rename = {"Tmp": type_, "Tmp.mk": constructor, "Tmp.rec": recursor}
        for declaration in block:
            w.add(_renamed(declaration, rename))
        if definition:
            w.define(definition, TYPE, PROP)
        if also:
            rec = next(d for d in w.declarations if d.name == recursor)
            w.define("user", rec.type, const(recursor, (U,)), rec.level_params)
        return expected

    return case


def _renamed(declaration: Declaration, names: dict[str, str]) -> Declaration:
    from proofgrad.bridge.checker.nested import _replace

    def new(term: Term) -> Term:
        return _replace(
            term,
            lambda head, arguments: (
                apply(const(names[head.a], head.b), arguments) if head.a in names else None
            ),
        )

    changes: dict[str, object] = {"name": names[declaration.name], "type": new(declaration.type)}
    if isinstance(declaration, Inductive):
        changes |= {"all": (names["Tmp"],), "constructors": (names["Tmp.mk"],)}
    elif isinstance(declaration, Constructor):
        changes |= {"inductive": names["Tmp"]}
    elif isinstance(declaration, Recursor):
        rules = tuple(RecursorRule(names[r.constructor], r.fields, new(r.rhs)) for r in declaration.rules)
        changes |= {"all": (names["Tmp"],), "rules": rules}
    return dataclasses.replace(declaration, **changes)


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


# Bugs of kernels, fixed in 2025 and 2026


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
            change: dict[str, object] = {"type": _with(declaration.type, others)}
            if declaration.name == "B":
                change["type"] = header
            if isinstance(declaration, Recursor):
                rules = [
                    RecursorRule(r.constructor, r.fields, _with(r.rhs, others)) for r in declaration.rules
                ]
                change |= {"rules": tuple(rules), "level_params": (*declaration.level_params, *levels)}
            else:
                change["level_params"] = levels
            w.declarations[i] = dataclasses.replace(declaration, **change)
    return "B"


def _with(term: Term, others: dict[str, Term]) -> Term:
    from proofgrad.bridge.checker.nested import _replace

    return _replace(
        term, lambda head, arguments: apply(others[head.a], arguments) if head.a in others else None
    )


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


# Corner cases


@row("either")
def positivity_after_reduction(w: World) -> str:
    return type_only(w, TYPE, {"T.mk": arrow(pi(apply(const("constType"), (BOOL, T)), T), T)})


def proof_parameters(first: int, second: int) -> Callable[[World], str]:
    def case(w: World) -> str:
        mk = pi(TRUE, pi(TRUE, apply(T, (bvar(first), bvar(second)))))
        return type_only(w, pi(TRUE, pi(TRUE, TYPE)), {"T.mk": mk}, params=2)

    return case


ROWS.append(("proof parameters in order", "accept", proof_parameters(1, 0)))
ROWS.append(("proof parameters swapped", "either", proof_parameters(0, 1)))


@row("either")
def imax_to_the_right_of_successor(w: World) -> str:
    return define(w, "case", sort(succ(max_(U, ONE))), sort(imax(U, ONE)), ("u",))


def closure(declarations: list[Declaration], names: set[str]) -> list[Declaration]:
    """Those declarations that these need, blocks whole."""
    known = {d.name: d for d in declarations}
    kept, todo = set[str](), list(names)
    while todo:
        name = todo.pop()
        found = known.get(name)
        if found is None or name in kept:
            continue
        kept.add(name)
        todo += constants(*(t for t in (found.type, getattr(found, "value", None)) if t is not None))
        if isinstance(found, Inductive):
            todo += [*found.constructors, *(f"{n}.rec" for n in found.all)]
        elif isinstance(found, Constructor):
            todo.append(found.inductive)
        elif isinstance(found, Recursor):
            todo += found.all
    return [d for d in declarations if d.name in kept]


def verdict_on(case: Callable[[World], str], tutorial: list[Declaration]) -> tuple[str, str]:
    """What the checker says: accept, reject or decline, and why."""
    blocks = "False True Bool Eq Nat N PUnit And Acc PropStructure T' id constType".split()  # noqa: SIM905
    world = World(closure(tutorial, set(blocks)))
    world.suppose("aProp", PROP)
    world.suppose("aType", TYPE)
    name = case(world)
    result = recheck_declarations(lambda: list(world.declarations))
    if name in result.accepted:
        return "accept", ""
    if name in result.inconclusive:
        return "decline", result.inconclusive[name]
    return "reject", result.rejected.get(name, "stands on what is not accepted")


@pytest.mark.parametrize(("expected", "case"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_rows(
    expected: str,
    case: Callable[[World], str],
    tutorial: list[Declaration],
    record_property: Callable[[str, object], None],
) -> None:
    got, why = verdict_on(case, tutorial)
    record_property("arena_rows", 1)
    assert got == expected or expected == "either", why


def test_there_are_as_many_rows_as_in_the_arena() -> None:
    assert sum(expected == "reject" for _, expected, _ in ROWS) >= 42 + 17
    assert sum(expected == "accept" for _, expected, _ in ROWS) + len(GOOD) >= 91
    assert len({name for name, _, _ in ROWS}) == len(ROWS)
    assert all(isinstance(d, type) for d in (Definition, Theorem))
