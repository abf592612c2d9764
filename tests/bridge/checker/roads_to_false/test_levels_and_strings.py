"""Ways by which False was proved to this checker, or could have been: levels compared by their
spelling, strings that prove what they are not, terms that share."""

from __future__ import annotations

import pytest
from worlds import BOOL, FALSE, NAT, PROP, TRUE, TYPE, YES, U, World, equal, forall, fun, refl

from proofgrad.bridge.checker.levels import ONE, ZERO, imax, max_, param, succ
from proofgrad.bridge.checker.terms import Term, app, apply, bvar, const, lam, lit, pi, proj, sort

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
