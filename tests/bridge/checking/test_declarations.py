"""The committed list of declarations: what vanishes, changes or is new is reported as that."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from proofgrad.bridge.build.run import build
from proofgrad.bridge.checking.check import CheckResult, check
from proofgrad.bridge.checking.declarations import list_declarations, read_list, written
from proofgrad.bridge.checking.declared import FILE
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.project.project import load_project

BASE = Path(__file__).resolve().parents[2] / "lean" / "accepted" / "Base.lean"
CHANGED = ("changed-declaration", "kept")
CASE = """prelude
import Base
theorem kept (a : Bool) : Eq a a := Eq.refl
abbrev shown : Bool := Bool.true
private theorem hidden : True := True.intro
theorem usesHidden : True := hidden
"""


@pytest.fixture
def project(cache: Path, tmp_path: Path) -> Path:
    """A project whose list is up to date."""
    folder = tmp_path / "project"
    folder.mkdir()
    shutil.copy(BASE, folder / "Base.lean")
    (folder / "Case.lean").write_text(CASE)
    (folder / FILE).write_text(listing(folder))
    return folder


def listing(folder: Path) -> str:
    result = build(load_project(folder), find_toolchain())
    assert result.status == "ok"
    return written(list_declarations(Environment.load(result.oleans), set(result.modules)))


def changed(project: Path, old: str, new: str) -> CheckResult:
    assert old in CASE
    (project / "Case.lean").write_text(CASE.replace(old, new))
    return check(project, timeout=60)


def found(result: CheckResult) -> list[tuple[str, str | None]]:
    return [(p.code, p.declaration) for p in result.problems]


def test_nothing_changed(project: Path) -> None:
    for _ in range(2):  # the second time from memory
        result = check(project, timeout=60)
        assert result.problems == ()
        listed = read_list((project / FILE).read_text())
        assert listed is not None
        assert result.counts["listed"] == len(listed)
        assert {"kept", "shown", "usesHidden"} <= set(listed)
        assert not [name for name in listed if "hidden" in name]


@pytest.mark.parametrize(
    ("old", "new", "code", "name"),
    [
        ("theorem kept (a : Bool) : Eq a a := Eq.refl\n", "", "vanished-declaration", "kept"),
        ("theorem kept", "theorem renamed", "vanished-declaration", "kept"),
        ("Eq a a := Eq.refl", "True := True.intro", "changed-declaration", "kept"),
        (": Bool := Bool.true", ": Bool := Bool.false", "changed-declaration", "shown"),
        ("theorem kept (a : Bool) : Eq a a := Eq.refl", "axiom kept (a : Bool) : Eq a a", *CHANGED),
    ],
)
def test_what_vanishes_or_changes_is_an_error(
    project: Path, old: str, new: str, code: str, name: str
) -> None:
    result = changed(project, old, new)
    assert (code, name) in found(result)
    assert result.exit_code == 1


def test_what_is_new_is_shown(project: Path) -> None:
    result = changed(
        project, "prelude\nimport Base\n", "prelude\nimport Base\ntheorem more : True := True.intro\n"
    )
    assert found(result) == [("new-declaration", None)]
    assert "more" in result.problems[0].message
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(a : Bool) : Eq a a", "(b : Bool) : Eq b b"),
        ("hidden", "concealed"),
        (": True := hidden", ": True := True.intro"),
    ],
)
def test_binders_private_names_and_proofs_do_not_count(project: Path, old: str, new: str) -> None:
    assert changed(project, old, new).problems == ()


def test_the_list_depends_on_no_folder(project: Path, tmp_path: Path) -> None:
    other = shutil.copytree(project, tmp_path / "somewhere else")
    assert listing(other) == (project / FILE).read_text()


def test_a_damaged_list_is_not_taken_for_one_that_agrees(project: Path) -> None:
    (project / FILE).write_text((project / FILE).read_text() + "theorem 123 short\n")
    result = check(project, timeout=60)
    assert [p.code for p in result.problems] == ["damaged-list"]
    assert result.exit_code == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "<<<<<<< HEAD\n" + text,
        lambda text: text.replace("\n[", "\n=======\n[", 1),
        lambda text: "nothing of the kind\n",
        lambda text: text[1:],
        lambda text: "",
        lambda text: text.replace("\n[", "\n(", 1),
    ],
)
def test_a_damaged_list_is_an_error(damage: Callable[[str], str], project: Path) -> None:
    text = (project / FILE).read_text()
    (project / FILE).write_bytes(damage(text).encode())
    problems = check(project, timeout=60).problems
    assert "damaged-list" in {p.code for p in problems if p.severity == "error"}
