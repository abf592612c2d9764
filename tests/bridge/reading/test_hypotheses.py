"""What a theorem supposes is seen, whatever kind of binder it stands in, and counts only where it is shown
that it can be met.
"""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from proofgrad.bridge.build.run import build
from proofgrad.bridge.catalogue import Catalogue, Hypothesis
from proofgrad.bridge.files.paths import lean_sources
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.project.project import load_project
from proofgrad.bridge.reading.catalogue import read_catalogue
from proofgrad.bridge.reading.config import CatalogueConfig

from .conftest import LEAN, SOURCES


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The module Suppose and all of the library that it stands on."""
    root = tmp_path_factory.mktemp("suppose")
    shutil.copytree(lean_sources() / "NN", root / "NN")
    shutil.copy(SOURCES / "Suppose.lean", root / "Suppose.lean")
    lakefile = (lean_sources() / "lakefile.toml").read_text(encoding="utf-8")
    (root / "lakefile.toml").write_text(lakefile + '\n[[lean_lib]]\nname = "Suppose"\n', encoding="utf-8")
    result = build(load_project(root), find_toolchain())
    assert result.status == "ok", [m for r in result.modules.values() for m in r.messages]
    return Environment.load(result.oleans)


@pytest.fixture(scope="module")
def found(environment: Environment) -> Catalogue:
    config = replace(CatalogueConfig(), namespaces=("Suppose", "Proofs.Autograd.TapeNodes.reshape"))
    verdicts = dict.fromkeys(environment.modules, "ok")
    return read_catalogue(environment, lean=LEAN, verdicts=verdicts, config=config, declarations=False)


def hypotheses(found: Catalogue, name: str) -> tuple[Hypothesis, ...]:
    return found[f"Suppose.{name}"].proofs[0].hypotheses


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("falsity", ["False"]),
        ("builder", ["c < c"]),
        ("irreflexive", ["ε < ε"]),
        ("both", ["0 < ε", "ε < 0"]),
        ("index", ["k : Fin 0"]),
        ("instanced", ["Evil"]),
        ("bundled", ["b.value < b.value", "b : Suppose.Below"]),
        ("lifted", ["False", "l : Suppose.Lifted False"]),
        ("denied", ["ℝ → False"]),
        ("mapped", ["k : ℝ → Fin 0"]),
        ("asked", ["False"]),
        ("nowhere", ["idx : Idx List.nil s"]),
        ("nothing", ["idx : Idx Γ (Spec.Shape.dim 0 Spec.Shape.scalar)"]),
        ("empty", ["s.size = 0"]),
        ("below", ["n = 0"]),
        ("circular", ["NodeFDerivCorrect (Suppose.circular idx)"]),
        ("supposed", ["∀ (x : ℝ), HasDerivAt (fun x_1 => c * x_1) 7 x"]),
        ("astray", ["c * c * c < -7"]),
    ],
)
def test_what_nobody_has_met_proves_nothing(found: Catalogue, name: str, texts: list[str]) -> None:
    assert_conditional(found, name, texts)


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("sumData", ["g : Fin n → Fin 0"]),
        ("sumMixed", ["c = c → n = 0"]),
        ("sumSized", ["n = 0"]),
        ("sumAsked", ["n = 0", "idx : Idx Γ (Spec.Shape.dim n Spec.Shape.scalar)"]),
        ("sumLength", ["l.n = 0"]),
        ("sumNothing", ["idx : Idx Γ (Spec.Shape.dim 0 Spec.Shape.scalar)"]),
        ("sumHidden", ["idx : Idx Γ (Suppose.noShape f)"]),
    ],
)
def test_sizes_without_entries_prove_nothing(found: Catalogue, name: str, texts: list[str]) -> None:
    assert_conditional(found, name, texts)


def assert_conditional(found: Catalogue, name: str, texts: list[str]) -> None:
    """A node is conditional, because of these hypotheses."""
    node = found[f"Suppose.{name}"]
    assert node.status == "conditional"
    assert node.proofs[0].conditional
    unmet = [h for h in node.proofs[0].hypotheses if not h.met]
    assert [h.text.replace("Suppose.Evil", "Evil") for h in unmet] == texts
    assert all(h.why for h in unmet)


def test_a_hypothesis_about_other_entries_is_none_about_the_nodes(found: Catalogue) -> None:
    assert found["Suppose.elsewhere"].status == "conditional"


def test_what_restricts_the_shapes_does_not_count_though_it_can_be_met(found: Catalogue) -> None:
    (size,) = hypotheses(found, "empty")
    assert "restricts the shapes" in size.why


def test_what_was_to_be_proved_does_not_count_though_it_can_be_met(found: Catalogue) -> None:
    for name in ("circular", "supposed"):
        assert "in other words" in hypotheses(found, name)[0].why


@pytest.mark.parametrize(
    ("name", "text", "by"),
    [
        ("above", "7 < c", "Suppose.exists_aboveFderiv"),
        ("configured", "0 < cfg.eps", "Suppose.nonempty_config"),
    ],
)
def test_what_a_theorem_shows_to_be_possible_counts(found: Catalogue, name: str, text: str, by: str) -> None:
    node = found[f"Suppose.{name}"]
    assert node.status == "proved"
    assert [(h.text, h.met, h.why) for h in hypotheses(found, name)] == [(text, True, f"shown by {by}")]


def test_a_restriction_to_shapes_that_have_entries_is_named(found: Catalogue) -> None:
    assert found["Suppose.vectors"].status == "proved-on-domain"
    (only,) = hypotheses(found, "vectors")
    assert only.met
    assert "this shape only" in only.why
    assert only.text == "idx : Idx Γ (Spec.Shape.dim n Spec.Shape.scalar)"


def test_parameters_in_a_structure_are_read(found: Catalogue) -> None:
    node = found["Suppose.configured"]
    assert node.parameters == ("cfg.eps",)
    assert node.formula is not None
    assert (node.formula.f_text, node.formula.df_text) == ("cfg.eps*x", "cfg.eps")
    relation = hypotheses(found, "configured")[0]
    assert relation.relation == "lt"
    assert relation.right is not None
    assert relation.right.value == "cfg.eps"


def test_a_witness_must_be_accepted_itself(environment: Environment) -> None:
    """One that rests on an axiom that is not allowed, or on a module that nobody checked, shows nothing."""
    trusted = ("propext", "Quot.sound")
    config = replace(CatalogueConfig(), namespaces=("Suppose",), trusted_axioms=trusted)
    verdicts = dict.fromkeys(environment.modules, "ok")
    seen = read_catalogue(environment, lean=LEAN, verdicts=verdicts, config=config, declarations=False)
    assert seen["Suppose.above"].status == "extra-axiom"
    assert not seen["Suppose.above"].proofs[0].hypotheses[0].met
