"""Statements are printed as a person would write them."""

from __future__ import annotations

import pytest

from proofgrad.bridge.olean import Environment
from proofgrad.bridge.olean.printing import Printer


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Small.next", "Nat → Nat"),
        ("Small.direct", "usesAxiom = someNumber"),
        ("Small.clean", "∀ (a : Nat), a = a"),
        ("Small.extensional", "∀ (f : Nat → Nat), (fun x => f x) = f"),
        ("Small.arrows", "∀ {p q : Prop}, (p → q) → (∃ n : Nat, n = n ∧ ¬p) → p → q"),
        ("Small.«strange name»", "∀ (α : Type u), Couple α Nat → Nat"),
        ("Couple.mk", "∀ {α : Type u} {β : Type v}, α → β → Couple α β"),
        ("Couple", "Type u → Type v → Type (max u v)"),
    ],
)
def test_types(env: Environment, name: str, expected: str) -> None:
    assert Printer(env, open=("Small",))(env[name].type) == expected


def test_values(env: Environment) -> None:
    show = Printer(env, open=("Small",))
    assert show(env["Small.next"].value) == "fun n => n.succ"
    assert show(env["Small.«strange name»"].value) == "fun α p => p.right"
    assert show(env["Small.clean"].value) == "fun a => let b := a; rfl"


def test_a_name_that_would_be_ambiguous_keeps_its_namespace(env: Environment) -> None:
    assert Printer(env, open=("Small",)).name("Small.next") == "next"
    assert Printer(env, open=("Quot",)).name("Quot.rec") == "rec"
    assert Printer(env, open=("Nat",)).name("Nat.rec") == "rec"
    assert Printer(env, open=("Nat", "Bool")).name("Nat.rec") == "Nat.rec"


def test_a_huge_printout_is_cut_off(env: Environment) -> None:
    terms = env.terms
    term = terms.const("Nat.zero")
    for _ in range(60):
        term = terms.apply(terms.const("Couple.mk"), term, term, term, term)
    text = Printer(env, longest=500)(term)
    assert len(text) < 600
    assert text.endswith("⋯")
