"""Second derivatives are read from theorems about f', by what these say; only theorems that count do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from proofgrad.bridge.catalogue import Catalogue, serial
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.reading.catalogue import Verdict, read_catalogue
from proofgrad.bridge.reading.config import CatalogueConfig

from .conftest import LEAN

SIGMOID = "NN.Spec.Activation.Second.Sigmoid"


@pytest.mark.parametrize(
    ("name", "text", "hypotheses"),
    [
        ("sin", "-sin(x)", ()),
        ("exp", "exp(x)", ()),
        ("tanh", "-(2*tanh(x)*(1 - tanh(x)^2))", ()),
        ("geluErf", "(exp(-(x^2 / 2)) / sqrt(2*π))*(2 - x^2)", ()),
        ("log", "-(1 / x^2)", ("x ≠ 0",)),
        ("relu", "0", ("x ≠ 0",)),
        ("elu", "if x > 0 then 0 else alpha*exp(x)", ("x ≠ 0",)),
        ("clamp", "0", ("x ≠ lo", "x ≠ hi")),
        ("safeLog", None, ("0 < ε",)),
    ],
)
def test_what_it_is(catalogue: Catalogue, name: str, text: str | None, hypotheses: tuple[str, ...]) -> None:
    node = catalogue[f"Proofs.Autograd.TapeNodes.{name}"]
    assert node.second is not None
    assert tuple(h.text for h in node.second.proof.hypotheses) == hypotheses
    assert text is None or node.second.ddf_text == text
    assert set(node.second.ddf.params()) <= set(node.parameters)
    assert node.second.proof.checked_by == ("lean",)


def test_every_scalar_node_of_the_library_has_one(catalogue: Catalogue) -> None:
    scalar = [n for n in catalogue.nodes if n.kind == "elementwise" and n.name.startswith("Proofs.")]
    assert len(scalar) > 50
    assert [n.short_name for n in scalar if n.second is None] == []


def test_it_survives_json(catalogue: Catalogue) -> None:
    node = catalogue["Proofs.Autograd.TapeNodes.asin"]
    assert serial.node_from_json(serial.node_to_json(node)) == node


def test_a_theorem_that_is_not_accepted_says_nothing(
    environment: Environment, verdicts: Mapping[str, Verdict]
) -> None:
    failed = read_catalogue(
        environment, lean=LEAN, verdicts={**verdicts, SIGMOID: "failed"}, declarations=False, supports=False
    )
    assert failed["sigmoid"].second is None
    assert failed["sigmoid"].status == "proved"
    assert failed["tanh"].second is not None
    one = read_catalogue(
        environment,
        lean=LEAN,
        verdicts=verdicts,
        judged={"Activation.Math.hasDerivAt_siluDeriv": "inconclusive"},
        declarations=False,
        supports=False,
    )
    assert one["silu"].second is None
    assert one["sigmoid"].second is not None


def test_what_is_asked_of_parameters_must_be_asked_by_the_nodes_theorem(
    environment: Environment, verdicts: Mapping[str, Verdict], catalogue: Catalogue
) -> None:
    node = catalogue["safeLog"]
    known = {n.name: n for n in catalogue.nodes} | {node.name: replace(node, proofs=())}
    again = read_catalogue(
        environment, lean=LEAN, verdicts=verdicts, declarations=False, supports=False, known=known
    )
    assert again["safeLog"].second is None
    assert again["smoothAbs"].second is not None


def test_another_notion_of_derivative_says_nothing(
    environment: Environment, verdicts: Mapping[str, Verdict]
) -> None:
    other = replace(CatalogueConfig(), slope="HasRightDerivAt")
    found = read_catalogue(
        environment, lean=LEAN, verdicts=verdicts, declarations=False, supports=False, config=other
    )
    assert found["sigmoid"].second is None
