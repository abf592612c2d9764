"""The reader says what Lean was told: constants, types, docstrings, positions, axioms."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from proofgrad.bridge.errors import OleanError
from proofgrad.bridge.olean import Environment, Position
from proofgrad.bridge.olean.constants import Axiom, Definition, Inductive, Opaque, Quotient, Recursor, Theorem
from proofgrad.bridge.olean.terms import Lit


def test_every_kind_of_constant_is_read_with_its_fields(env: Environment) -> None:
    axiom, definition, theorem = env["Small.someNumber"], env["Small.next"], env["Small.direct"]
    assert isinstance(axiom, Axiom)
    assert not axiom.unsafe
    assert isinstance(definition, Definition)
    assert definition.safety == "safe"
    assert isinstance(definition.hints, int)
    assert isinstance(theorem, Theorem)
    assert theorem.module == "Small"
    assert isinstance(env["Small.hidden"], Opaque)
    assert isinstance(env["Quot.lift"], Quotient)
    assert env["Quot.lift"].role == "lift"
    even = env["Small.Even"]
    assert isinstance(even, Inductive)
    assert (even.params, even.indices, even.recursive) == (0, 1, True)
    assert even.all == ("Small.Even", "Small.Odd")
    assert even.ctors == ("Small.Even.zero", "Small.Even.next")
    recursor = env["Small.Even.rec"]
    assert isinstance(recursor, Recursor)
    assert [rule.ctor for rule in recursor.rules] == ["Small.Even.zero", "Small.Even.next"]
    assert (recursor.motives, recursor.minors, recursor.indices) == (2, 3, 1)
    couple = env["Couple"]
    assert couple.levels == ("u", "v")


def test_terms_are_shared_and_decoded_alike(env: Environment) -> None:
    direct, inherited = env["Small.direct"], env["Small.inherited"]
    assert direct.type is inherited.type
    text = env["Small.text"]
    assert isinstance(text, Definition)
    assert isinstance(text.value, Lit)
    assert text.value.value == "größer als ∀"


def test_names_that_are_no_identifiers_are_quoted(env: Environment) -> None:
    assert "Small.«strange name»" in env


def test_docstrings_and_positions(env: Environment) -> None:
    assert env.docstring("Small.next") == "One more than `n`. "
    assert env.docstring("Couple.left") == "the left one "
    assert env.docstring("Small.direct") is None
    source = (Path(__file__).parent / "sources" / "Small.lean").read_text(encoding="utf-8").splitlines()
    position = env.position("Small.next")
    assert position == Position(position.line, 4, position.line, 8)
    assert source[position.line - 1][position.column : position.end_column] == "next"
    assert env.position("Small.Even.rec") is None


def test_axioms_are_the_transitive_closure(env: Environment) -> None:
    assert env.axioms("Small.someNumber") == ("Small.someNumber",)
    for name in ("usesAxiom", "direct", "inherited", "hidden", "viaOpaque"):
        assert env.axioms(f"Small.{name}") == ("Small.someNumber",), name
    for name in ("clean", "next", "Even", "Even.rec", "Odd.next"):
        assert env.axioms(f"Small.{name}") == (), name
    assert env.axioms("Small.extensional") == ("Quot.sound",)


def test_sorry_is_found_where_it_is_inherited(env: Environment) -> None:
    assert env.axioms("Small.unfinished") == ("sorryAx",)
    assert env.axioms("Small.standsOnIt") == ("sorryAx",)


def test_axioms_agree_with_following_every_term(env: Environment) -> None:
    """The scan over raw objects finds what a plain walk over all decoded terms finds."""
    from proofgrad.bridge.olean import terms as t

    mentioned: dict[str, set[str]] = {}
    for name in env:
        constant = env[name]
        todo = [constant.type]
        if isinstance(constant, Definition | Theorem | Opaque):
            todo.append(constant.value)
        seen, found = set(todo), set[str]()
        while todo:
            term = todo.pop()
            if isinstance(term, t.Const):
                found.add(term.name)
            parts: tuple[t.Term, ...] = ()
            if isinstance(term, t.App):
                parts = (term.fn, term.arg)
            elif isinstance(term, t.Binding):
                parts = (term.domain, term.body)
            elif isinstance(term, t.Let):
                parts = (term.type, term.value, term.body)
            elif isinstance(term, t.Proj):
                parts = (term.of,)
            for part in parts:
                if part not in seen:
                    seen.add(part)
                    todo.append(part)
        if isinstance(constant, Inductive):
            found.update(constant.ctors)
        mentioned[name] = found
    for name in env:
        todo_names, closure = [name], {name}
        while todo_names:
            for other in mentioned[todo_names.pop()] - closure:
                closure.add(other)
                todo_names.append(other)
        expected = sorted(n for n in closure if env.kind(n) == "axiom")
        assert list(env.axioms(name)) == expected, name


def test_conclusions_agree_with_decoded_types(env: Environment) -> None:
    from proofgrad.bridge.olean.reduce import spine
    from proofgrad.bridge.olean.terms import Const, Pi

    found = dict(env.conclusions(("theorem", "def")))
    for name in env:
        if env.kind(name) in ("theorem", "def"):
            type_ = env[name].type
            while isinstance(type_, Pi):
                type_ = type_.body
            head, _ = spine(type_)
            assert found.get(name) == (head.name if isinstance(head, Const) else None), name


def test_modules_are_ordered_by_their_imports(oleans: Mapping[str, Path]) -> None:
    shuffled = dict(reversed(list(oleans.items())))
    order = list(Environment.load(shuffled).modules)
    assert (
        order.index("NN.Core.Logic")
        < order.index("NN.Core.Nat")
        < order.index("Small")
        < order.index("Holes")
    )


def test_a_missing_import_is_an_error(oleans: Mapping[str, Path]) -> None:
    with pytest.raises(OleanError, match=r"imports NN\.Core\.Notation, which was not built"):
        Environment.load({"Small": oleans["Small"]})


def test_a_declaration_in_two_modules_is_an_error(oleans: Mapping[str, Path]) -> None:
    with pytest.raises(OleanError, match="is declared in"):
        Environment.load({**oleans, "Copy": oleans["Small"]})


def test_no_module_at_all_is_an_error() -> None:
    with pytest.raises(OleanError, match="no module"):
        Environment.load({})


def test_unknown_names_are_key_errors(env: Environment) -> None:
    for ask in (env.__getitem__, env.axioms, env.docstring, env.position, env.kind, env.module_of):
        with pytest.raises(KeyError):
            ask("Small.nowhere")
    assert env.get("Small.nowhere") is None


def test_terms_deeper_than_lean_counts_fit_their_hashes(env: Environment) -> None:
    """The depth that is hashed is one more than the parts', and that is 256 above a part at the cap."""
    found = env["deepTerm"]
    assert isinstance(found, Definition)
    assert found.value is not None
