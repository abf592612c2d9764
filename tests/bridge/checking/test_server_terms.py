"""Statements as Lean prints them, compared with terms: equal ones are found equal, others not."""

from __future__ import annotations

import pytest

from proofgrad.bridge.checking.cross.terms import difference
from proofgrad.bridge.errors import ServerError
from proofgrad.bridge.olean.terms import Term, Terms

T = Terms()
U, V = T.param("u"), T.param("v")
ONE = T.succ(T.zero)
NAT = T.const("Nat")
PROP = T.sort(T.zero)
P_NAT = T.app(T.const("P"), NAT)


def eq(type_: Term, a: Term, b: Term) -> Term:
    return T.apply(T.const("Eq", (ONE,)), type_, a, b)


def x(index: int) -> Term:
    return T.bvar(index)


RAW = "[Error pretty printing expression: Unknown constant `rawNatLit`. Falling back to raw printer.]\n"
ALL_EQUAL = T.pi("a", NAT, T.pi("b", NAT, eq(NAT, x(1), x(0))))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Nat", NAT),
        ("Prop", PROP),
        ("Nat → Nat", T.pi("n", NAT, NAT)),
        ("(n : Nat) → Nat", T.pi("n", NAT, NAT)),
        ("∀ (a b : Nat), @Eq.{1} Nat a b", ALL_EQUAL),
        ("∀ (a : Nat) (b : Nat),\n  @Eq.{1} Nat a b", ALL_EQUAL),
        ("∀ (x x_1 : Nat), @Eq.{1} Nat x x_1", ALL_EQUAL),
        ("∀ (x x : Nat), @Eq.{1} Nat x x", T.pi("x", NAT, T.pi("x", NAT, eq(NAT, x(0), x(0))))),
        ("∀ {a : Nat} [b : Nat] ⦃c : Nat⦄, Nat", T.pi("a", NAT, T.pi("b", NAT, T.pi("c", NAT, NAT)))),
        ("∀ (a b : @P Nat), Nat", T.pi("a", P_NAT, T.pi("b", P_NAT, NAT))),
        ("∀ (α : Prop) (a b : α), α", T.pi("α", PROP, T.pi("a", x(0), T.pi("b", x(1), x(2))))),
        ("F fun (n : Nat) => n", T.app(T.const("F"), T.lam("n", NAT, x(0)))),
        ("F (fun (n : Nat) => n) Nat", T.apply(T.const("F"), T.lam("n", NAT, x(0)), NAT)),
        ("F (nat_lit 3) \"a\\n\\\"b\"", T.apply(T.const("F"), T.lit(3), T.lit('a\n"b'))),
        ("have n : Nat := (nat_lit 3);\nn", T.let("n", NAT, T.lit(3), x(0))),
        ("∀ (p : Pair), F p.1", T.pi("p", T.const("Pair"), T.app(T.const("F"), T.proj("Pair", 0, x(0))))),
        ("Sort u", T.sort(U)),
        ("Type u", T.sort(T.succ(U))),
        ("Type (max u v)", T.sort(T.max(T.succ(U), T.succ(V)))),
        ("Type ((max u 1) + 2)", T.sort(T.succ(T.succ(T.succ(T.max(U, ONE)))))),
        ("Sort (imax u v)", T.sort(T.imax(U, V))),
        ("Sort (imax u 0)", PROP),
        ("∀ (ε : Type), @Eq.{2} Type ε ε", T.pi(
            "ε", T.sort(ONE), T.apply(T.const("Eq", (T.succ(ONE),)), T.sort(ONE), x(0), x(0))
        )),
        (f"{RAW}forall (n : Nat) {{a : Nat}}, (F 3) -> (@P.{{u}} Sort.{{u}} Type.{{v}})", T.pi(
            "n", NAT, T.pi("a", NAT, T.pi("h", T.app(T.const("F"), T.lit(3)), T.apply(
                T.const("P", (U,)), T.sort(U), T.sort(T.succ(V))
            )))
        )),
        (f"{RAW}fun (i._@.M.12._hygCtx._hyg.4 : Nat) => i._@.M.12._hygCtx._hyg.4", T.lam("i", NAT, x(0))),
        ("«weird name».x A.b'", T.app(T.const("«weird name».x"), T.const("A.b'"))),
    ],
)  # fmt: skip
def test_equal(text: str, term: Term) -> None:
    assert difference(text, ["u", "v"], term, ["u", "v"]) is None


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Nat", PROP),
        ("Nat", T.const("Int")),
        ("@Eq.{2} Nat", T.app(T.const("Eq", (ONE,)), NAT)),
        ("Eq Nat", T.app(T.const("Eq", (ONE,)), NAT)),
        ("∀ (a b : Nat), @Eq.{1} Nat b a", ALL_EQUAL),
        ("∀ (a b : Nat), @Eq.{1} Nat a a", ALL_EQUAL),
        ("∀ (a : Nat), @Eq.{1} Nat a a", ALL_EQUAL),
        ("fun (n : Nat) => Nat", T.pi("n", NAT, NAT)),
        ("F (nat_lit 3)", T.app(T.const("F"), T.lit(4))),
        ("F (nat_lit 3)", T.app(T.const("F"), T.lit("3"))),
        ("F", T.app(T.const("F"), NAT)),
        ("F Nat", T.const("F")),
        ("∀ (p : Pair), F p.2", T.pi("p", T.const("Pair"), T.app(T.const("F"), T.proj("Pair", 0, x(0))))),
        ("Sort u", T.sort(V)),
        ("Type u", T.sort(U)),
        ("Sort (max u v)", T.sort(T.imax(U, V))),
        ("Sort (max 1 u)", T.sort(U)),
    ],
)
def test_different(text: str, term: Term) -> None:
    assert difference(text, ["u", "v"], term, ["u", "v"]) is not None


def test_universe_parameters_are_matched_by_position() -> None:
    assert difference("Sort u_2", ["u_1", "u_2"], T.sort(V), ["u", "v"]) is None
    assert difference("Sort u_1", ["u_1", "u_2"], T.sort(V), ["u", "v"]) is not None
    assert difference("Sort u_1", ["u_1"], T.sort(U), ["u", "v"]) is not None


@pytest.mark.parametrize("text", ["", "∀ (a : Nat)", "F (", "F ⟨a⟩", "F )", "1 + 2", '"open', "(n : Nat)"])
def test_what_cannot_be_read_is_an_error(text: str) -> None:
    with pytest.raises(ServerError, match="cannot be read back"):
        difference(text, [], NAT, [])
