"""`proofgrad init`: a project of one's own that stands on the installed library."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from proofgrad.bridge import catalogue, check
from proofgrad.bridge.build.plan import make_plan
from proofgrad.bridge.errors import ProjectError, UsageError
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.project.project import load_project
from proofgrad.bridge.proving.new_project import write_project


def test_its_node_is_proved_and_the_library_is_shared(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert {file.name for file in write_project(folder)} >= {"lakefile.toml", "Bell.lean", "proofs.yml"}
    assert not (folder / "NN").exists()
    project, library = load_project(folder), load_project(None)
    toolchain = find_toolchain(folder, needs_init=project.needs_init())
    mine, theirs = make_plan(project, toolchain), make_plan(library, toolchain)
    shared = [name for name in mine if library.has(name)]
    assert len(shared) > 50
    assert all(mine[name].key == theirs[name].key for name in shared)
    found = catalogue(folder)
    assert [(node.name, node.status) for node in found.nodes] == [("Formulas.bell", "proved")]


def test_a_module_of_the_library_is_taken_from_nowhere_else(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    write_project(folder)
    (folder / "NN").mkdir()
    (folder / "NN" / "Formula.lean").write_text("prelude\n", encoding="utf-8")
    lakefile = folder / "lakefile.toml"
    lakefile.write_text(lakefile.read_text("utf-8") + '\n[[lean_lib]]\nname = "NN"\n', encoding="utf-8")
    project = load_project(folder)
    with pytest.raises(ProjectError, match="named like the module"):
        make_plan(project, find_toolchain(folder, needs_init=False))


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="not empty"):
        write_project(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_its_files_have_the_mode_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    usual = (tmp_path / "usual").stat().st_mode
    assert {file.stat().st_mode for file in write_project(tmp_path / "mine")} == {usual}


def test_a_module_of_ones_own_that_lean_rejects_is_told_like_any_other(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    write_project(folder)
    (file,) = folder.rglob("Bell.lean")
    file.write_text(file.read_text("utf-8") + "\ntheorem wrong : False := True.intro\n", encoding="utf-8")
    assert [p.code for p in check(folder).problems if p.severity == "error"] == ["rejected"]
    assert {(node.name, node.status) for node in catalogue(folder).nodes} == {
        ("Formulas.bell", "inconclusive")
    }
