"""Ways by which False was proved to this checker, or could have been: declarations that belong to
nothing, and what stands on what was not accepted."""

from __future__ import annotations

import dataclasses

import pytest
from worlds import BOOL, FALSE, INTRO, NO, TRUE, TYPE, YES, U, World, accounted, equal, refl

from proofgrad.bridge.checker.declarations import (
    Axiom,
    Constructor,
    Declaration,
    Inductive,
    Recursor,
    Rejected,
)
from proofgrad.bridge.checker.driver import _Driver
from proofgrad.bridge.checker.kernel import Kernel
from proofgrad.bridge.checker.levels import ONE, ZERO
from proofgrad.bridge.checker.terms import app, apply, bvar, const, lam, pi, proj, sort
from proofgrad.bridge.checker.verdicts import NO_VERDICT

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


def test_an_environment_only_grows() -> None:
    """Whoever asks the kernel for it: what was found out about terms has to stay true."""
    kernel = Kernel()
    first, second = Axiom("a", (), sort(ZERO)), Axiom("a", (), sort(ONE))
    kernel.add(first)
    for way in (kernel.add, kernel.declare):
        with pytest.raises(Rejected, match="declared twice"):
            way(second)
    assert kernel.env["a"] is first
