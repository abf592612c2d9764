"""Ways by which False was proved to this checker, or could have been: names of the checker's own, and
parameters of nested occurrences."""

from __future__ import annotations

import pytest
from worlds import BOOL, FALSE, PROP, TYPE, YES, World, accounted, arrow, fun

from proofgrad.bridge.checker.declarations import Auxiliary
from proofgrad.bridge.checker.levels import ZERO
from proofgrad.bridge.checker.terms import Term, app, bvar, const, pi, proj

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
