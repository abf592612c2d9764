"""Nodes and theorems that are wrong, each in one way, are shown as what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from proofgrad.bridge.catalogue import Catalogue, Node
from proofgrad.bridge.catalogue.text import formula_text
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.reading.catalogue import Verdict, read_catalogue
from proofgrad.bridge.reading.config import CatalogueConfig

from .conftest import LEAN


def fake(catalogue: Catalogue, name: str) -> Node:
    return catalogue[f"Fake.{name}"]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("unproved", "unproved"),
        ("hole", "sorry"),
        ("inherited", "sorry"),
        ("assumed", "extra-axiom"),
        ("misnamed", "unproved"),
        ("alias", "proved"),
        ("layered", "unproved"),
    ],
)
def test_status(catalogue: Catalogue, name: str, status: str) -> None:
    assert fake(catalogue, name).status == status


@pytest.mark.parametrize(
    ("theorem", "code", "message"),
    [
        ("misnamedFderiv", "theorem-about-another-node", "named after Fake.misnamed, but it is about .*tanh"),
        ("specialFderiv", "unknown-theorem-shape", "special case: safeLog idx 1"),
        ("atZeroFderivAt", "unknown-theorem-shape", "about one input only: 0"),
        ("namelessFderiv", "unknown-theorem-shape", "not about a node"),
        ("opaqueFormula", "unknown-formula", "not a formula: Fake.chosen x"),
    ],
)
def test_problems(catalogue: Catalogue, theorem: str, code: str, message: str) -> None:
    import re

    problem = next(p for p in catalogue.problems if p.declaration == f"Fake.{theorem}")
    assert problem.code == code
    assert re.search(message, problem.message)
    assert problem.source is not None
    assert problem.source.file == "Fake.lean"


def test_a_lemma_about_all_nodes_is_no_problem_and_no_proof(catalogue: Catalogue) -> None:
    lemma = "Fake.pointwise_of_global"
    assert all(p.declaration != lemma for p in catalogue.problems)
    assert all(proof.theorem != lemma for node in catalogue.nodes for proof in node.proofs)


def test_a_proof_for_every_input_is_global_however_it_is_stated(catalogue: Catalogue) -> None:
    proof = fake(catalogue, "alias").proofs[0]
    assert (proof.scope, proof.hypotheses) == ("global", ())


@pytest.mark.parametrize(
    ("name", "f", "df"),
    [
        (
            "branches",
            "if a > x then (if x > b then 2 else 1) else (if x > a then (if b > x then 5 else 4) else 3)",
            "if x > a then 0 else 1",
        ),
        ("sugar", "x^3 / 12 - c - c", "1 / 0 + 0.044715*(1 / x)"),
        ("dishonest", "x + x + 1", "2"),
        ("doubled", "exp(x)*2", "exp(x)*2"),
    ],
)
def test_what_is_computed_is_read_not_what_it_looks_like(
    catalogue: Catalogue, name: str, f: str, df: str
) -> None:
    formula = fake(catalogue, name).formula
    assert formula is not None
    assert (formula.f_text, formula.df_text) == (f, df)


def test_hypotheses_are_split_and_read(catalogue: Catalogue) -> None:
    proof = fake(catalogue, "conditions").proofs[0]
    assert proof.scope == "pointwise"
    read = [
        (h.scope, h.relation, h.left and formula_text(h.left), h.right and formula_text(h.right))
        for h in proof.hypotheses
    ]
    assert read == [
        ("parameter", "ne", "p", "0"),
        ("parameter", "lt", "0", "q"),
        ("input", "le", "p", "x"),
        ("input", "lt", "q", "x"),
        ("input", None, None, None),
    ]


def test_declarations_have_a_status_of_their_own(catalogue: Catalogue) -> None:
    status = {d.name: d.status for d in catalogue.declarations}
    assert status["Fake.lemmaWithHole"] == status["Fake.inheritedFderiv"] == "sorry"
    assert status["Fake.convenient"] == status["Fake.assumedFderiv"] == "extra-axiom"
    assert status["Fake.unproved"] == status["sorryAx"] == status["propext"] == "ok"
    assert [name for name, s in status.items() if s != "ok" and not name.startswith("Fake.")] == []


def test_an_axiom_may_be_allowed(environment: Environment, verdicts: Mapping[str, Verdict]) -> None:
    found = read_catalogue(environment, lean=LEAN, verdicts=verdicts, allow_axioms=["Fake.convenient"])
    assert fake(found, "assumed").status == "proved"
    assert fake(found, "hole").status == "sorry"


def test_what_nobody_checked_is_inconclusive(environment: Environment) -> None:
    found = read_catalogue(environment, lean=LEAN, verdicts={})
    assert {node.status for node in found.nodes} == {"inconclusive"}
    assert {d.status for d in found.declarations} == {"inconclusive"}
    assert all(not proof.checked_by for node in found.nodes for proof in node.proofs)
    assert found.counts["proved"] == 0


def test_the_verdict_on_the_module_of_the_theorem_counts(
    environment: Environment, verdicts: Mapping[str, Verdict]
) -> None:
    failed = read_catalogue(
        environment, lean=LEAN, verdicts={**verdicts, "Fake": "failed"}, declarations=False
    )
    assert fake(failed, "alias").status == "failed"
    assert failed["Proofs.Autograd.TapeNodes.tanh"].status == "proved"


def test_the_second_checker_is_named(environment: Environment, verdicts: Mapping[str, Verdict]) -> None:
    found = read_catalogue(
        environment, lean=LEAN, verdicts=verdicts, python_accepted={"Fake.aliasFderiv"}, declarations=False
    )
    assert fake(found, "alias").proofs[0].checked_by == ("lean", "python")
    assert found["Proofs.Autograd.TapeNodes.exp"].proofs[0].checked_by == ("lean",)


def test_without_the_theorems_about_elemwise_no_formula_is_believed(
    environment: Environment, verdicts: Mapping[str, Verdict]
) -> None:
    for wrong in ("nowhere", "Proofs.Autograd.TapeNodes.tanhFderiv"):
        config = replace(CatalogueConfig(), elemwise_forward=wrong)
        found = read_catalogue(environment, lean=LEAN, verdicts=verdicts, config=config, declarations=False)
        node = found["Proofs.Autograd.TapeNodes.tanh"]
        assert node.formula is None
        assert any(p.declaration == node.name and wrong in p.message for p in found.problems)


def test_an_operator_without_its_theorem_is_unfolded_or_refused(
    environment: Environment, verdicts: Mapping[str, Verdict]
) -> None:
    operators = dict(CatalogueConfig().operators)
    operators["tanh"] = replace(operators["tanh"], theorem="nowhere")
    operators["exp"] = replace(operators["exp"], theorem="nowhere")
    config = replace(CatalogueConfig(), operators=operators)
    found = read_catalogue(environment, lean=LEAN, verdicts=verdicts, config=config, declarations=False)
    assert found["Proofs.Autograd.TapeNodes.exp"].formula is None
    problem = next(p for p in found.problems if p.declaration == "Proofs.Autograd.TapeNodes.exp")
    assert "there is no theorem nowhere" in problem.message
