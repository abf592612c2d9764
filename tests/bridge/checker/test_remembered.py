"""What is remembered of rechecking is tied to content: nothing stale answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofgrad.bridge.build.run import build
from proofgrad.bridge.checker import Recheck, recheck_remembered
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.project.project import load_project

BASE = """prelude
universe u
inductive True : Prop where | intro : True
inductive False : Prop
inductive Eq {α : Sort u} : α → α → Prop where | refl (a : α) : Eq a a
"""
LEAF = """prelude
import Base
theorem leaf : {statement} := True.intro
"""


def oleans(folder: Path, statement: str, base: str = BASE) -> dict[str, Path]:
    folder.mkdir(exist_ok=True)
    (folder / "lakefile.toml").write_text(
        'name = "Small"\n[leanOptions]\ngenInjectivity = false\ngenSizeOf = false\ngenCtorIdx = false\n'
        '[[lean_lib]]\nname = "Base"\n[[lean_lib]]\nname = "Leaf"\n'
    )
    (folder / "lean-toolchain").write_text("leanprover/lean4:v4.35.0\n")
    (folder / "Base.lean").write_text(base)
    (folder / "Leaf.lean").write_text(LEAF.format(statement=statement))
    result = build(load_project(folder), find_toolchain(folder))
    assert result.status == "ok", [m for r in result.modules.values() for m in r.messages]
    return dict(result.oleans)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROOFGRAD_CACHE_DIR", str(tmp_path / "cache"))


def fine(result: Recheck) -> set[str]:
    assert not result.rejected
    assert not result.inconclusive
    return set(result.accepted)


def test_second_time_everything_is_remembered(tmp_path: Path) -> None:
    files = oleans(tmp_path / "p", "True")
    first, second = recheck_remembered(files), recheck_remembered(files)
    assert fine(first) == fine(second)
    assert (first.remembered, second.remembered) == (0, len(first.accepted))


def test_changed_leaf_is_checked_and_its_imports_are_remembered(tmp_path: Path) -> None:
    before = recheck_remembered(oleans(tmp_path / "p", "True"))
    changed = recheck_remembered(oleans(tmp_path / "p", "(fun _ : True => True) True.intro"))
    assert 0 < changed.remembered < len(changed.accepted)
    assert fine(changed) == fine(before)


def test_changed_foundation_invalidates_what_stands_on_it(tmp_path: Path) -> None:
    recheck_remembered(oleans(tmp_path / "p", "True"))
    changed = recheck_remembered(oleans(tmp_path / "p", "True", BASE + "inductive More : Type\n"))
    assert changed.remembered == 0
    assert "More" in fine(changed)


def test_tampered_olean_is_not_taken_for_the_remembered_one(tmp_path: Path) -> None:
    files = oleans(tmp_path / "p", "True")
    recheck_remembered(files)
    good = files["Leaf"].read_bytes()
    copy = tmp_path / "Leaf.olean"
    for at in range(96, len(good), 24):  # every third word
        word = int.from_bytes(good[at : at + 8], "little")
        copy.write_bytes(good[:at] + (word ^ 0x08).to_bytes(8, "little") + good[at + 8 :])
        try:
            result = recheck_remembered({**files, "Leaf": copy})
        except ValueError:  # OleanError: said that the file is damaged
            continue
        assert result.remembered < len(result.accepted) or result.rejected or result.inconclusive
