"""Every rule of the type theory, broken by hand once: the second checker must say no, and to the right
declaration."""

from __future__ import annotations

import dataclasses

import pytest

from proofgrad.bridge.checker.declarations import (
    Axiom,
    Constructor,
    Definition,
    Inductive,
    Opaque,
    Quotient,
    Recursor,
    RecursorRule,
    Theorem,
)
from proofgrad.bridge.checker.driver import Recheck, recheck_declarations
from proofgrad.bridge.checker.levels import ONE, ZERO, param, succ
from proofgrad.bridge.checker.terms import app, apply, bvar, const, lam, let, lit, pi, proj, sort

from .conftest import Library

PROP, TYPE = sort(ZERO), sort(ONE)
FALSE, TRUE, NAT = const("False"), const("True"), const("Nat")


def rejected(result: Recheck, name: str, reason: str) -> None:
    """The declaration was rejected for that reason, and it was not the only thing looked at."""
    assert name in result.rejected, (result.rejected, result.inconclusive)
    assert reason in result.rejected[name], result.rejected[name]
    assert name not in result.accepted


def test_unchanged_declarations_are_accepted(lib: Library) -> None:
    result = lib.judge(
        "Nat.rec", "Or.rec", "List.rec", "Quot.lift", "Lean.Syntax.rec", "Nat.le.rec", "funext"
    )
    assert not result.rejected
    assert not result.inconclusive
    assert "Lean.Syntax.rec_1" in result.accepted


def test_false_proof(lib: Library) -> None:
    bad = Theorem("bad", (), FALSE, const("True.intro"))
    rejected(lib.judge("True", new=[bad]), "bad", "has type")


def test_self_reference(lib: Library) -> None:
    bad = Theorem("bad", (), FALSE, const("bad"))
    rejected(lib.judge("False", new=[bad]), "bad", "unknown constant bad")


def test_mutual_reference(lib: Library) -> None:
    one, two = Theorem("one", (), FALSE, const("two")), Theorem("two", (), FALSE, const("one"))
    result = lib.judge("False", new=[one, two])
    assert {"one", "two"} & set(result.rejected)
    assert not {"one", "two"} & (set(result.accepted) - result.tainted)


def test_unknown_constant(lib: Library) -> None:
    rejected(lib.judge("True", new=[Theorem("bad", (), TRUE, const("nowhere"))]), "bad", "unknown constant")


def test_undeclared_universe(lib: Library) -> None:
    rejected(lib.judge("True", new=[Axiom("bad", (), sort(param("v")))]), "bad", "undeclared universe")


def test_universe_declared_twice(lib: Library) -> None:
    rejected(lib.judge("True", new=[Axiom("bad", ("u", "u"), sort(param("u")))]), "bad", "twice")


def test_wrong_number_of_universes(lib: Library) -> None:
    bad = Axiom("bad", (), apply(const("Eq", (ONE, ONE)), (NAT, lit(1), lit(1))))
    rejected(lib.judge("Eq", new=[bad]), "bad", "universe levels")


def test_theorem_that_states_no_proposition(lib: Library) -> None:
    rejected(lib.judge("Nat", new=[Theorem("bad", (), NAT, lit(3))]), "bad", "does not state a proposition")


def test_type_in_type(lib: Library) -> None:
    rejected(lib.judge("Nat", new=[Definition("bad", (), TYPE, TYPE)]), "bad", "has type")


def test_type_that_is_no_type(lib: Library) -> None:
    rejected(lib.judge("Nat", new=[Axiom("bad", (), lit(3))]), "bad", "a type was expected")


def test_application_of_a_number(lib: Library) -> None:
    bad = Definition("bad", (), NAT, app(lit(3), lit(4)))
    rejected(lib.judge("Nat", new=[bad]), "bad", "a function was expected")


def test_argument_of_another_type(lib: Library) -> None:
    bad = Definition("bad", (), NAT, app(const("Nat.succ"), const("True.intro")))
    rejected(lib.judge("Nat", "True", new=[bad]), "bad", "argument 1")


def test_let_value_of_another_type(lib: Library) -> None:
    bad = Definition("bad", (), NAT, let(NAT, const("True.intro"), bvar(0)))
    rejected(lib.judge("Nat", "True", new=[bad]), "bad", "let")


def test_loose_bound_variable(lib: Library) -> None:
    rejected(lib.judge("Nat", new=[Definition("bad", (), NAT, bvar(0))]), "bad", "loose")


def test_opaque_value_is_checked(lib: Library) -> None:
    rejected(lib.judge("True", new=[Opaque("bad", (), FALSE, const("True.intro"))]), "bad", "has type")


def test_opaque_does_not_unfold(lib: Library) -> None:
    hidden = Opaque("hidden", (), NAT, lit(3))
    bad = Theorem(
        "bad",
        (),
        apply(const("Eq", (ONE,)), (NAT, const("hidden"), lit(3))),
        apply(const("Eq.refl", (ONE,)), (NAT, lit(3))),
    )
    rejected(lib.judge("Eq", "Nat", new=[hidden, bad]), "bad", "has type")


def test_wrong_literal(lib: Library) -> None:
    left, right = apply(const("Nat.add"), (lit(2), lit(2))), lit(5)
    bad = Theorem(
        "bad",
        (),
        apply(const("Eq", (ONE,)), (NAT, left, right)),
        apply(const("Eq.refl", (ONE,)), (NAT, right)),
    )
    rejected(lib.judge("Eq", "Nat.add", new=[bad]), "bad", "has type")


def test_string_literals_are_not_numbers(lib: Library) -> None:
    rejected(lib.judge("Nat", "String", new=[Definition("bad", (), NAT, lit("three"))]), "bad", "has type")


def test_string_literals_differ(lib: Library) -> None:
    string = const("String")
    bad = Theorem(
        "bad",
        (),
        apply(const("Eq", (ONE,)), (string, lit("a"), lit("b"))),
        apply(const("Eq.refl", (ONE,)), (string, lit("a"))),
    )
    result = lib.judge("Eq", "String", "String.ofByteArray", "ByteArray", "Array", "List", "UInt8", new=[bad])
    rejected(result, "bad", "has type")


def test_safe_definition_uses_unsafe_one(lib: Library) -> None:
    trick = Definition("trick", (), FALSE, const("trick"), safety="unsafe")
    bad = Theorem("bad", (), FALSE, const("trick"))
    result = lib.judge("False", new=[trick, bad])
    rejected(result, "bad", "which is not")


def test_projection_of_a_missing_field(lib: Library) -> None:
    bad = Definition(
        "bad",
        (),
        pi(apply(const("Prod", (ZERO, ZERO)), (NAT, NAT)), NAT),
        lam(apply(const("Prod", (ZERO, ZERO)), (NAT, NAT)), proj("Prod", 2, bvar(0))),
    )
    rejected(lib.judge("Prod", "Nat", new=[bad]), "bad", "no field")


def test_projection_of_another_structure(lib: Library) -> None:
    pair = apply(const("Prod", (ZERO, ZERO)), (NAT, NAT))
    bad = Definition("bad", (), pi(pair, NAT), lam(pair, proj("And", 0, bvar(0))))
    rejected(lib.judge("Prod", "And", "Nat", new=[bad]), "bad", "projection")


def test_projection_of_data_from_a_proposition(lib: Library) -> None:
    exists = apply(const("Exists", (ONE,)), (NAT, lam(NAT, TRUE)))
    bad = Definition("bad", (), pi(exists, NAT), lam(exists, proj("Exists", 0, bvar(0))))
    rejected(lib.judge("Exists", "True", new=[bad]), "bad", "is data")


def _inductive(name: str, type_: object, constructors: dict[str, object], **more: object) -> list:
    """An inductive type with constructors, without recursors (those are compared last)."""
    fields = {"params": 0, "indices": 0, "all": (name,), "is_recursive": False, **more}
    count = fields.pop("fields", {})
    types = [Inductive(name, fields.pop("levels", ()), type_, constructors=tuple(constructors), **fields)]
    return types + [
        Constructor(
            c,
            types[0].level_params,
            t,
            inductive=name,
            index=i,
            params=types[0].params,
            fields=count.get(c, 0),
        )
        for i, (c, t) in enumerate(constructors.items())
    ]


def test_non_positive_occurrence() -> None:
    bad = const("Bad")
    block = _inductive(
        "Bad", TYPE, {"Bad.mk": pi(pi(bad, NAT), bad)}, is_recursive=True, fields={"Bad.mk": 1}
    )
    result = recheck_declarations(lambda: [*block, *_inductive("Nat", TYPE, {})])
    rejected(result, "Bad.mk", "non-positive")


def test_occurrence_in_an_index(lib: Library) -> None:
    bad = const("Bad")
    type_ = pi(TYPE, TYPE)
    constructor = pi(app(bad, app(bad, NAT)), app(bad, NAT))
    block = _inductive(
        "Bad", type_, {"Bad.mk": constructor}, indices=1, is_recursive=True, fields={"Bad.mk": 1}
    )
    rejected(lib.judge("Nat", new=block), "Bad.mk", "not allowed")


def test_field_in_too_large_a_universe(lib: Library) -> None:
    block = _inductive("Bad", TYPE, {"Bad.mk": pi(TYPE, const("Bad"))}, fields={"Bad.mk": 1})
    rejected(lib.judge("Nat", new=block), "Bad.mk", "universe")


def test_constructor_of_another_type(lib: Library) -> None:
    block = _inductive("Bad", TYPE, {"Bad.mk": NAT})
    rejected(lib.judge("Nat", new=block), "Bad.mk", "does not build its own type")


def test_constructor_count_is_right(lib: Library) -> None:
    rejected(lib.judge("And.intro", fields=1), "And.intro", "fields")


def test_duplicate_constructor(lib: Library) -> None:
    block = _inductive("Bad", TYPE, {"Nat.zero": const("Bad")})
    result = lib.judge("Nat", new=[block[0]])
    assert "Bad" in result.rejected


@pytest.mark.parametrize("field", ["params", "indices", "motives", "minors"])
def test_recursor_counts(lib: Library, field: str) -> None:
    value = getattr(lib["List.rec"], field)
    rejected(lib.judge("List.rec", **{field: value + 1}), "List.rec", "count its arguments")


def test_recursor_rules_swapped(lib: Library) -> None:
    rec = lib["List.rec"]
    assert isinstance(rec, Recursor)
    first, second = rec.rules
    swapped = (
        RecursorRule(first.constructor, first.fields, first.rhs),
        RecursorRule(second.constructor, second.fields, first.rhs),
    )
    assert "List.rec" in lib.judge("List.rec", rules=swapped).rejected
    assert "List.rec" in lib.judge("List.rec", rules=(second, first)).rejected
    assert "List.rec" in lib.judge("List.rec", rules=(first,)).rejected


def test_recursor_type_changed(lib: Library) -> None:
    rec = lib["Or.rec"]
    assert "Or.rec" in lib.judge("Or.rec", type=lib["And.rec"].type).rejected
    assert rec.level_params == ()


def test_large_elimination_out_of_or(lib: Library) -> None:
    rec = lib["Or.rec"]
    result = lib.judge("Or.rec", level_params=("u",), type=rec.type)
    rejected(result, "Or.rec", "universe parameters")


def test_k_where_it_may_not_be(lib: Library) -> None:
    rejected(lib.judge("Nat.rec", k=True), "Nat.rec", "count its arguments")


def test_k_is_needed_where_it_is(lib: Library) -> None:
    rejected(lib.judge("Eq.rec", k=False), "Eq.rec", "count its arguments")


def test_missing_recursor(lib: Library) -> None:
    declarations = lib.closure(["Bool"])
    del declarations["Bool.rec"]
    result = recheck_declarations(lambda: list(declarations.values()))
    rejected(result, "Bool", "has recursors")


def test_flags_are_checked(lib: Library) -> None:
    rejected(lib.judge("Nat", is_recursive=False), "Nat", "flags")
    rejected(lib.judge("Bool", is_recursive=True), "Bool", "flags")


def test_nested_count_is_checked(lib: Library) -> None:
    rejected(lib.judge("Lean.Syntax", nested=0), "Lean.Syntax", "nested")


def test_nested_occurrence_under_a_local_variable(lib: Library) -> None:
    bad = const("Bad")
    constructor = pi(
        NAT, pi(apply(const("List", (ZERO,)), (apply(const("Prod", (ZERO, ZERO)), (bad, NAT)),)), bad)
    )
    fine = _inductive("Bad", TYPE, {"Bad.mk": constructor}, is_recursive=True, nested=2, fields={"Bad.mk": 2})
    assert (
        "has recursors" in lib.judge("List", "Prod", "Nat", new=fine).rejected["Bad"]
    )  # only those are missing
    indexed = const("Bad2")
    local = pi(NAT, pi(apply(const("List", (ZERO,)), (app(indexed, bvar(0)),)), app(indexed, lit(0))))
    block = _inductive(
        "Bad2",
        pi(NAT, TYPE),
        {"Bad2.mk": local},
        indices=1,
        is_recursive=True,
        nested=1,
        fields={"Bad2.mk": 2},
    )
    rejected(lib.judge("List", "Nat", new=block), "Bad2", "local variables")


def test_quotient_types(lib: Library) -> None:
    quotient = lib["Quot.lift"]
    assert isinstance(quotient, Quotient)
    rejected(lib.judge("Quot.ind", type=quotient.type, level_params=("u",)), "Quot.ind", "undeclared")
    # a lift that does not ask the function to respect the relation
    u, v = param("u"), param("v")
    relation = pi(bvar(0), pi(bvar(1), PROP))
    bad = pi(
        sort(u),
        pi(
            relation,
            pi(
                sort(v), pi(pi(bvar(2), bvar(1)), pi(apply(const("Quot", (u,)), (bvar(3), bvar(2))), bvar(2)))
            ),
        ),
    )
    rejected(lib.judge("Quot.lift", type=bad, level_params=("u", "v")), "Quot.lift", "type of quotients")


def test_duplicate_declaration(lib: Library) -> None:
    one, two = Axiom("same", (), TRUE), Axiom("same", (), FALSE)
    declarations = [*lib.closure(["True", "False"]).values(), one, two]
    result = recheck_declarations(lambda: declarations)
    assert "declared twice" in result.rejected["same"]


def test_nothing_is_remembered_from_another_environment(lib: Library) -> None:
    """The same name may mean something else in the next environment."""
    first = lib.judge("Nat", new=[Definition("it", (), NAT, lit(3)), Definition("use", (), NAT, const("it"))])
    assert not first.rejected
    second = lib.judge(
        "Nat",
        "True",
        new=[Definition("it", (), TRUE, const("True.intro")), Definition("use", (), NAT, const("it"))],
    )
    rejected(second, "use", "has type")


@pytest.mark.parametrize("name", ["Nat.add", "Nat.mul", "Nat.sub", "Nat.ble", "Nat.beq"])
def test_false_nat_primitive(lib: Library, name: str) -> None:
    """Lean computes these by name; an environment that defines them otherwise must not pass."""
    constant = {"Nat.ble": const("Bool.true"), "Nat.beq": const("Bool.true")}.get(name, lit(7))
    bad = dataclasses.replace(lib[name], value=lam(NAT, lam(NAT, constant)))
    result = lib.judge("Nat.pred", "Nat.add", "Bool", new=[bad])
    rejected(result, name, "not the standard operation")
    assert name not in result.operations


def test_nat_of_another_shape(lib: Library) -> None:
    block = _inductive("Nat", TYPE, {"Nat.zero": NAT, "Nat.succ": NAT})
    use = Definition("use", (), NAT, lit(3))
    declarations = [*block, use]
    result = recheck_declarations(lambda: declarations)
    assert "use" in result.rejected


def test_what_stands_on_a_rejected_declaration_is_marked(lib: Library) -> None:
    bad, next_ = Theorem("bad", (), FALSE, const("True.intro")), Theorem("next", (), FALSE, const("bad"))
    result = lib.judge("True", new=[bad, next_])
    assert "bad" in result.rejected
    assert "next" in result.tainted


def test_universe_cumulativity_is_not_assumed(lib: Library) -> None:
    u = param("u")
    bad = Definition("bad", ("u",), pi(sort(u), sort(succ(u))), lam(sort(u), bvar(0)))
    rejected(lib.judge("Nat", new=[bad]), "bad", "has type")


def test_deadline_gives_inconclusive_not_accepted(lib: Library) -> None:
    declarations = lib.closure(["Nat.add"])
    result = recheck_declarations(lambda: list(declarations.values()), deadline=0.0)
    assert result.accepted == []
    assert len(result.inconclusive) == len(declarations)
