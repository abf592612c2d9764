"""A project by somebody else: nothing outside its folder is read or written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from proofgrad.bridge.build.run import build
from proofgrad.bridge.checking.check import check
from proofgrad.bridge.errors import ProjectError
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.project.header import is_file_name
from proofgrad.bridge.project.project import load_project

BASE = Path(__file__).resolve().parents[2] / "lean" / "accepted" / "Base.lean"


@pytest.fixture
def project(fresh_cache: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "theirs"
    folder.mkdir()
    shutil.copy(BASE, folder / "Base.lean")
    (tmp_path / "Secret.lean").write_text("prelude\nimport Base\ntheorem secret : True := True.intro\n")
    return folder


def around(folder: Path) -> set[Path]:
    return {p for p in folder.rglob("*") if "fresh cache" not in p.parts and "cache folder" not in p.parts}


@pytest.mark.parametrize("name", ["«..».Secret", "«../Secret»", "«..».«theirs».«..».Secret"])
def test_an_import_cannot_leave_the_project(project: Path, tmp_path: Path, name: str) -> None:
    (project / "Case.lean").write_text(f"prelude\nimport Base\nimport {name}\n")
    before = around(tmp_path)
    result = check(project, timeout=60)
    assert "missing-module" in [p.code for p in result.problems]
    assert result.exit_code == 1
    assert around(tmp_path) == before


@pytest.mark.parametrize("config", ['srcDir = ".."', '[[lean_lib]]\nname = "x"\nroots = ["../Secret"]'])
def test_a_lakefile_cannot_leave_the_project(project: Path, config: str) -> None:
    (project / "lakefile.toml").write_text(f'name = "theirs"\n{config}\n')
    with pytest.raises(ProjectError, match=r"leads out|no name"):
        check(project, timeout=60)


def test_a_link_out_of_the_project_is_an_error(project: Path, tmp_path: Path) -> None:
    (project / "Case.lean").symlink_to(tmp_path / "Secret.lean")
    with pytest.raises(ProjectError, match="leads out"):
        check(project, timeout=60)


@pytest.mark.parametrize("link", ["package", "library", "file"])
def test_a_link_of_a_package_out_of_the_project_is_an_error(project: Path, tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside" / ".lake" / "build" / "lib" / "lean"
    outside.mkdir(parents=True)
    compiled = build(load_project(project), find_toolchain(project)).oleans["Base"]
    shutil.copy(compiled, outside / "Base.olean")
    (project / "Base.lean").rename(tmp_path / "Base.lean")
    (project / "Case.lean").write_text("prelude\nimport Base\ntheorem t : True := True.intro\n")
    package = project / ".lake" / "packages" / "base"
    library = package / ".lake" / "build" / "lib" / "lean"
    here, there = {
        "package": (package, tmp_path / "outside"),
        "library": (library, outside),
        "file": (library / "Base.olean", outside / "Base.olean"),
    }[link]
    here.parent.mkdir(parents=True)
    here.symlink_to(there)
    with pytest.raises(ProjectError, match="leads out"):
        check(project, timeout=60)
    here.unlink()
    library.mkdir(parents=True, exist_ok=True)
    shutil.copy(compiled, library / "Base.olean")
    assert check(project, timeout=60).status == "ok"  # the same without a link


def test_a_folder_that_links_to_itself_is_no_endless_way(project: Path) -> None:
    (project / "Round").symlink_to(project, target_is_directory=True)
    assert check(project, timeout=60).status == "ok"


def test_checking_writes_nothing_into_the_project_or_beside_it(project: Path, tmp_path: Path) -> None:
    before = around(tmp_path)
    assert check(project, timeout=60).status == "ok"
    assert around(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "fine"), [("A.B", True), ("A.«b c»", True), ("«..».A", False), ("«/etc».A", False), ("", False)]
)
def test_names_that_are_no_files(name: str, fine: bool) -> None:
    assert is_file_name(name) is fine
