"""Limits at ±∞ are read from what theorems say, not from their names; only theorems that count do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from proofgrad.bridge.catalogue import Catalogue, Node, serial
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.reading.catalogue import Verdict, read_catalogue
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.library import Library
from proofgrad.bridge.reading.limits import LimitReader
from proofgrad.bridge.reading.notions import Notions

from .conftest import LEAN


def said(node: Node) -> dict[str, tuple[str, str]]:
    return {limit.end: (limit.text, limit.proof.theorem.rpartition(".")[2]) for limit in node.limits}


def test_what_they_are(catalogue: Catalogue) -> None:
    nodes = {n.short_name: said(n) for n in catalogue.nodes if n.name.startswith("Proofs.")}
    assert nodes["tanh"] == {"+∞": ("1", "tendsAtTop_tanh"), "-∞": ("-1", "tendsAtBot_tanh")}
    assert nodes["exp"] == {"+∞": ("+∞", "divergesAtTop_exp"), "-∞": ("0", "tendsAtBot_exp")}
    assert nodes["atan"] == {"+∞": ("π / 2", "tendsAtTop_arctan"), "-∞": ("-(π / 2)", "tendsAtBot_arctan")}
    assert nodes["log"] == {"+∞": ("+∞", "divergesAtTop_log")}


def test_a_name_and_what_nobody_can_meet_say_nothing(catalogue: Catalogue) -> None:
    """Fake.lean has theorems called as if about relu, and two about the sine that are so of nothing."""
    assert {d.name for d in catalogue.declarations if d.status == "ok"} >= {
        "Fake.tendsAtTop_relu",
        "Fake.tendsAtTop_sin",
        "Fake.tendsAtBot_sin",
    }
    assert said(catalogue["Proofs.Autograd.TapeNodes.relu"]) == {}
    assert said(catalogue["Proofs.Autograd.TapeNodes.sin"]) == {}


def test_a_theorem_that_is_not_accepted_says_nothing(
    environment: Environment, verdicts: Mapping[str, Verdict]
) -> None:
    one = read_catalogue(
        environment,
        lean=LEAN,
        verdicts=verdicts,
        judged={"Activation.Math.tendsAtBot_silu": "inconclusive"},
        declarations=False,
        supports=False,
    )
    assert said(one["silu"]).keys() == {"+∞"}


def test_limits_over_other_instances_and_by_other_definitions_say_nothing(
    environment: Environment, verdicts: Mapping[str, Verdict], catalogue: Catalogue, monkeypatch
) -> None:
    node = catalogue["Proofs.Autograd.TapeNodes.tanh"]
    usual = CatalogueConfig()
    assert LimitReader(Library(environment, usual)).of([node])
    assert not LimitReader(Library(environment, replace(usual, limit_class="Ring"))).of([node])
    monkeypatch.setattr(Notions, "limits_are_own", True)
    own = read_catalogue(environment, lean=LEAN, verdicts=verdicts, declarations=False, supports=False)
    assert not any(n.limits for n in own.nodes)


def test_a_definition_that_is_not_what_shipped_is_the_projects_own(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(environment, CatalogueConfig())
    assert not Notions(library).limits_are_own
    notions = Notions(library)
    notions.differs = frozenset({"TendsAtTop"})
    assert notions.limits_are_own


def test_they_survive_json(catalogue: Catalogue) -> None:
    for name in ("tanh", "exp"):
        node = catalogue[f"Proofs.Autograd.TapeNodes.{name}"]
        assert serial.node_from_json(serial.node_to_json(node)) == node
