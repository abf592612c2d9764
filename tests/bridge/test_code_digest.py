"""The digest of our own code sees every file, however deep, and is what the three caches stand on."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofgrad.bridge import code_digest as module
from proofgrad.bridge.code_digest import digest_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "part" / "sub").mkdir(parents=True)
    (tmp_path / "part" / "a.py").write_text("a = 1\n")
    (tmp_path / "part" / "sub" / "b.py").write_text("b = 1\n")
    return tmp_path


def test_a_file_in_a_new_subfolder_changes_it(root: Path) -> None:
    before = digest_of(root, ("part",))
    (root / "part" / "sub" / "deeper").mkdir()
    assert digest_of(root, ("part",)) == before
    (root / "part" / "sub" / "deeper" / "c.py").write_text("")
    assert digest_of(root, ("part",)) != before


def test_an_edit_and_a_move_change_it(root: Path) -> None:
    before = digest_of(root, ("part",))
    (root / "part" / "sub" / "b.py").write_text("b = 2\n")
    edited = digest_of(root, ("part",))
    (root / "part" / "sub" / "b.py").rename(root / "part" / "b.py")
    assert len({before, edited, digest_of(root, ("part",))}) == 3


def test_a_part_that_is_not_there_is_an_error(root: Path) -> None:
    (root / "empty").mkdir()
    for part in ("nowhere", "empty"):
        with pytest.raises(FileNotFoundError, match=part):
            digest_of(root, (part,))


def test_the_caches_stand_on_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each cache's key changes with the digest, and none of them is made of anything narrower."""
    from proofgrad.bridge.build.store import Store
    from proofgrad.bridge.checker import remembered as rechecked
    from proofgrad.bridge.checking import remembered as facts
    from proofgrad.oracle.formula import cache as references

    def keys() -> list[object]:
        rechecked._checker_key.cache_clear()
        references.evaluator_version.cache_clear()
        return [
            rechecked._checker_key(),
            references.evaluator_version(),
            facts.Remembered(Store(tmp_path), "facts", {}, {}).file.name,
        ]

    before = keys()
    asked: list[str] = []

    def other(*parts: str) -> str:
        asked.extend(parts)
        return "another"

    for user in (rechecked, facts, references):
        monkeypatch.setattr(user, "code_digest", other)
    after = keys()
    assert all(old != new for old, new in zip(before, after, strict=True))
    root = Path(module.__file__).resolve().parents[1]
    assert asked
    assert all((root / part).exists() for part in asked)
    monkeypatch.undo()
    assert keys() == before
