"""A project that is not ours in layout or names, read through its proofgrad.toml."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from others import install

import proofgrad.bridge
from proofgrad.bridge.build.run import build
from proofgrad.bridge.catalogue import Catalogue
from proofgrad.bridge.catalogue.text import formula_text
from proofgrad.bridge.errors import ConfigError, ToolchainError
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.project.project import load_project


@pytest.fixture(scope="module")
def installed(library: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; tests that change it take a copy."""
    return install(tmp_path_factory.mktemp("others") / "grad")


@pytest.fixture
def changed(installed: Path, tmp_path: Path) -> Callable[..., Path]:
    """A copy with one file changed."""

    def make(name: str, change: Callable[[str], str]) -> Path:
        folder = shutil.copytree(installed, tmp_path / "copy")
        file = folder / name
        file.write_text(change(file.read_text("utf-8")), "utf-8")
        return folder

    return make


@pytest.fixture(scope="module")
def found(installed: Path) -> Catalogue:
    return proofgrad.bridge.catalogue(installed)


def test_its_nodes_are_found_under_its_names(found: Catalogue) -> None:
    statuses = {node.name: (node.kind, node.status) for node in found.nodes}
    assert statuses == {
        "Grad.pointwise": ("generic", "proved-on-domain"),
        "Grad.bell": ("elementwise", "proved"),
        "Grad.recip": ("elementwise", "proved-on-domain"),
        "Grad.cube": ("elementwise", "unproved"),
        "Grad.half": ("elementwise", "sorry"),
    }
    assert [p.code for p in found.problems] == ["own-definitions"]
    assert all("Grad.Sound" in node.by for node in found.nodes)
    assert found.notion is not None
    assert (found.notion.name, found.notion.shipped) == ("Grad.Sound", False)
    assert found["bell"].source is not None
    assert found["bell"].source.file == "src/Grad/Cells.lean"


def test_its_formulas_and_hypotheses_are_read(found: Catalogue) -> None:
    texts = {n.short_name: (n.formula.f_text, n.formula.df_text) for n in found.nodes if n.formula}
    assert texts == {
        "bell": ("exp(-x^2)", "exp(-x^2)*(-(2*x))"),
        "recip": ("1 / x", "-(1 / x^2)"),
        "cube": ("x^3", "3*x^2"),
        "half": ("x / 2", "0.5"),
    }
    (proof,) = found["recip"].proofs
    (hypothesis,) = proof.hypotheses
    assert hypothesis.left is not None
    assert (hypothesis.relation, formula_text(hypothesis.left)) == ("ne", "x")
    assert proof.statement.endswith("SoundAt (recip p) x")


def test_a_constant_is_no_operator_on_the_files_word_alone(found: Catalogue) -> None:
    """The file calls expNeg exp, by a theorem that does not mention it: it is unfolded instead."""
    assert found["bell"].formula is not None
    assert found["bell"].formula.f_text == "exp(-x^2)"


def test_checking_it_finds_the_sorry_and_nothing_else(installed: Path) -> None:
    result = proofgrad.bridge.check(installed)
    assert [p.declaration for p in result.problems if p.severity != "warning"] == ["Grad.half_sound"]
    assert {p.code for p in result.problems} == {"sorry", "own-definitions"}
    assert (result.exit_code, result.counts["nodes"]) == (1, 4)


@pytest.mark.slow
def test_given_oleans_are_read_by_its_names(installed: Path, tmp_path: Path) -> None:
    built = build(load_project(installed), find_toolchain(installed))
    folder = tmp_path / "oleans"
    shutil.copytree(installed / ".lake/packages/NN/.lake/build/lib/lean", folder)
    for name, olean in built.oleans.items():
        place = folder.joinpath(*name.split(".")[:-1], name.split(".")[-1] + ".olean")
        place.parent.mkdir(exist_ok=True)
        shutil.copyfile(olean, place)
    result = proofgrad.bridge.check(installed, checker="python", oleans=folder)
    assert {p.code for p in result.problems} == {"sorry", "own-definitions"}
    assert (result.counts["nodes"], result.counts["proved"]) == (4, 1)


def test_without_the_file_nothing_of_it_is_a_node(changed: Callable[..., Path]) -> None:
    folder = changed("proofgrad.toml", lambda _: "")
    assert proofgrad.bridge.catalogue(folder).counts["nodes"] == 0


def test_a_file_that_makes_no_sense_stops_everything(changed: Callable[..., Path]) -> None:
    folder = changed("proofgrad.toml", lambda text: text.replace("correct-at", "corect-at"))
    for ask in (proofgrad.bridge.catalogue, proofgrad.bridge.check):
        with pytest.raises(ConfigError, match="did you mean correct-at"):
            ask(folder)


def test_other_names_of_the_constructor_are_told(changed: Callable[..., Path]) -> None:
    """A characterising theorem that is not there: the formula is not read, and that is said."""
    folder = changed("proofgrad.toml", lambda text: text.replace("Grad.run_pointwise", "Grad.nothing"))
    read = proofgrad.bridge.catalogue(folder)
    assert read["bell"].formula is None
    assert {p.code for p in read.problems} == {"unknown-formula", "own-definitions"}
    assert "Grad.nothing" in read.problems[0].message


def test_nodes_of_a_rejected_module_are_listed_as_inconclusive(changed: Callable[..., Path]) -> None:
    folder = changed("src/Grad/Cells.lean", lambda text: text + "\ntheorem no : 1 = 2 := rfl\n")
    read = proofgrad.bridge.catalogue(folder)
    counted = {n.short_name: n.status for n in read.nodes if n.kind != "generic"}
    assert counted == dict.fromkeys(("bell", "recip", "cube", "half"), "inconclusive")
    assert read.counts["inconclusive"] == 4
    assert read.counts["proved"] == 0
    assert {p.code for p in read.problems} == {"not-compiled"}
    assert proofgrad.bridge.check(folder).exit_code == 1  # it was rejected, and that wins


@pytest.mark.parametrize(
    ("name", "change", "why"),
    [
        ("lean-toolchain", lambda _: "leanprover/lean4:v4.20.0\n", r"asks for Lean 4\.20\.0"),
        ("src/Grad/Cell.lean", lambda text: text.removeprefix("prelude\n"), "imports Lean's own library"),
    ],
    ids=["another version", "needs Init"],
)
def test_a_project_without_a_lean_for_it_is_catalogued_from_text(
    changed: Callable[..., Path],
    name: str,
    change: Callable[[str], str],
    why: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("ELAN_HOME", str(tmp_path / "no elan"))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    folder = changed(name, change)
    read = proofgrad.bridge.catalogue(folder)
    assert {node.status for node in read.nodes} == {"inconclusive"}
    assert {n.short_name for n in read.nodes} == {"pointwise", "bell", "recip", "cube", "half"}
    assert all(not node.proofs and node.formula is None for node in read.nodes)
    (problem,) = read.problems
    assert problem.code == "not-compiled"
    assert problem.message.count("5") >= 1
    assert re.search(why, problem.message)
    assert read.lean.source == "none"
    with pytest.raises(ToolchainError) as told:  # the three ways out
        proofgrad.bridge.check(folder)
    assert all(way in (told.value.hint or "") for way in ("elan", "--oleans DIR", "--export FILE"))
