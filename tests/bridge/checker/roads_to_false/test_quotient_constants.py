"""Ways by which False was proved to this checker, or could have been: constants of quotients."""

from __future__ import annotations

import pytest
from worlds import FALSE, INTRO, PROP, TRUE, U, World, accounted, forall_relation, fun

from proofgrad.bridge.checker.declarations import Definition, Quotient
from proofgrad.bridge.checker.levels import ZERO
from proofgrad.bridge.checker.terms import apply, bvar, const, lam, pi, sort


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
    result = world.judge()
    assert "Quot.mk2" not in result.accepted
    assert "are not the constants of quotient types" in result.rejected["Quot.mk2"]
