"""What a project may say about its names, and what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofgrad.bridge.errors import ConfigError, ProjectError
from proofgrad.bridge.project.project import load_project
from proofgrad.bridge.project.toml import LARGEST
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.configure import KEYS, PRESETS, read_config, read_settings


def test_a_folder_without_a_file_has_the_default(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
    assert read_config(tmp_path) == CatalogueConfig()


@pytest.mark.parametrize(
    ("name", "head"),
    [("proofgrad.toml", ""), ("pyproject.toml", "[tool.proofgrad]\n")],
    ids=["own", "pyproject"],
)
def test_names_are_read_and_the_rest_stays(tmp_path: Path, name: str, head: str) -> None:
    (tmp_path / name).write_text(f'{head}node = "A.B"\nnamespaces = ["A"]\nindex-types = ["Fin"]\n')
    config = read_config(tmp_path)
    assert (config.node, config.namespaces, config.index_types) == ("A.B", ("A",), ("Fin",))
    assert config.open == ("A",)
    assert config.forward == CatalogueConfig().forward
    assert config.mark
    assert config.covers("A.x")
    assert not config.covers("AB.x")


def test_the_projects_own_file_wins_over_pyproject(tmp_path: Path) -> None:
    (tmp_path / "proofgrad.toml").write_text('node = "One"\n')
    (tmp_path / "pyproject.toml").write_text('[tool.proofgrad]\nnode = "Two"\n')
    assert read_config(tmp_path).node == "One"


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_is_a_configuration(preset: str) -> None:
    config = read_settings({"preset": preset}, "test")
    assert {operator.op for operator in config.operators.values()} >= {"exp", "log", "sqrt", "tanh", "pi"}
    assert {operation.op for operation in config.arithmetic.values()} >= {"add", "mul", "div", "inv"}
    assert config.sorry == "sorryAx"
    assert config.trusted_axioms == CatalogueConfig().trusted_axioms


def test_the_presets_name_what_their_libraries_name() -> None:
    mathlib, torchlean = (read_settings({"preset": p}, "test") for p in ("mathlib", "torchlean"))
    for name, op in [("exp", "exp"), ("log", "log"), ("sqrt", "sqrt"), ("tanh", "tanh"), ("pi", "pi")]:
        for config in (mathlib, torchlean):
            assert config.operators[f"Real.{name}"].op == op
            assert config.operators[f"Real.{name}"].theorem
    assert torchlean.certificates == ("theorem", "def")
    assert torchlean.covers("Proofs.Autograd.TapeNodes.sigmoid")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('nod = "A"', "did you mean node"),
        ('preset = "mathlb"', "did you mean mathlib"),
        ("node = 3", "node = '3' is no name"),
        ('node = ""', "is no name"),
        ('node = "a\\u001b[31m"', "is no name"),
        (f'node = "{"x" * 600}"', "is no name"),
        ('namespaces = "A"', "no list"),
        ("namespaces = [1]", "is no name"),
        ("operators = 1", "no table"),
        ('[operators]\nX = { op = "expo", theorem = "t" }', "did you mean exp"),
        ('[operators]\nX = { op = "exp" }', "theorem = '' is no name"),
        ('[operators]\nX = { op = "exp", theorm = "t" }', "did you mean theorem"),
        ('[operators]\nX = { op = "powi", theorem = "t" }', 'natural must be "first" or "last"'),
        ('[operators]\nX = { op = "exp", theorem = "t", natural = "last" }', "only const and powi"),
        ('[operators]\nX = { op = "add", theorem = "t" }', "no operator 'add'"),
        ('[arithmetic]\nX = { class = "Add", op = "ad", theorem = "t" }', "did you mean add"),
        ('certificates = ["axiom"]', "no kind of certificate"),
        ('trusted-axioms = ["bad"]', "no setting 'trusted-axioms'"),
        ('sorry = "other"', "no setting 'sorry'"),
        ('mark = "x"', "no setting 'mark'"),
        ("node = ", "cannot read"),
        ("[[tool]]\n" * 3 + "x", "cannot read"),
    ],
)
def test_what_makes_no_sense_is_told_with_the_nearest_that_does(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "proofgrad.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        read_config(tmp_path)
    assert said in str(caught.value)
    assert caught.value.exit_code == 2
    assert "proofgrad.toml" in str(caught.value)


def test_the_keys_are_the_fields_but_for_what_is_trusted() -> None:
    assert {"node", "correct-at", "operators", "namespaces"} <= set(KEYS)
    assert not {"sorry", "trusted-axioms", "mark"} & set(KEYS)


def test_a_file_that_is_too_large_or_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "proofgrad.toml").write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(ConfigError, match="larger than"):
        read_config(tmp_path)
    (tmp_path / "proofgrad.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="cannot read"):
        read_config(tmp_path)


def test_a_link_out_of_the_project_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (tmp_path / "secret.toml").write_text('node = "Secret"\n')
    (folder / "proofgrad.toml").symlink_to(tmp_path / "secret.toml")
    with pytest.raises(ProjectError, match="leads out"):
        read_config(folder, load_project(folder).inside)


def test_nothing_in_it_is_a_path_or_a_command() -> None:
    """Every value is a name of Lean's, a table of names, or one of a few words."""
    for key, field in KEYS.items():
        default = getattr(CatalogueConfig(), field)
        assert isinstance(default, str | tuple | dict), key
        assert not any(word in key for word in ("path", "file", "folder", "command", "script", "dir"))


def test_a_saved_catalogue_is_not_used_for_other_names(tmp_path: Path) -> None:
    marks = {read_settings(s, "test").mark for s in ({}, {"node": "A"}, {"node": "B"}, {"preset": "mathlib"})}
    assert len(marks) == 4
