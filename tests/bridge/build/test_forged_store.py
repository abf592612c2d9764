"""Whoever can write into the cache folder cannot make us believe that Lean accepted what it did not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from proofgrad.bridge.build.plan import make_plan
from proofgrad.bridge.build.run import build
from proofgrad.bridge.build.store import Entry, Store
from proofgrad.bridge.checking.check import check
from proofgrad.bridge.files import seal
from proofgrad.bridge.lean.toolchain import Toolchain
from proofgrad.bridge.project.project import Project

Copy = Callable[[str], Project]


@pytest.fixture
def accepted(fresh_cache: Path, copy: Copy, toolchain: Toolchain) -> Path:
    """What Lean made of a module called Case that is fine."""
    olean = build(copy("accepted"), toolchain).modules["Case"].olean
    assert olean is not None
    return olean


@pytest.mark.parametrize("sealed_by", ["nobody", "another key", "us, for another module"])
def test_a_forged_entry_makes_nothing_green(
    sealed_by: str, accepted: Path, copy: Copy, toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy("failed_proof")
    key = make_plan(project, toolchain)["Case"].key
    assert key is not None
    store = Store()
    with store.scratch() as made, monkeypatch.context() as patch:
        shutil.copy(accepted, made / "module.olean")
        (made / "module.ilean").write_text("{}")
        if sealed_by == "another key":
            patch.setattr(seal, "_key", lambda: bytes(32))
        put = "00" + key[2:] if sealed_by == "us, for another module" else key
        entry = store.put(put, "Case", made, Entry(made, (), 0.0, 0.0, 0))
    if sealed_by == "nobody":
        (record,) = entry.folder.glob("record*")
        record.write_bytes(record.read_bytes()[32:])
    if sealed_by == "another key":
        (record,) = entry.folder.glob("record*")
        record.rename(record.with_name(f"record-{seal.seals_name()}"))
    if put != key:
        folder = store.root / "store" / key[:2] / key
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(entry.folder, folder)
    result = check(project.root, timeout=60)
    assert result.modules["Case"].status == "failed"
    assert result.exit_code == 1


@pytest.mark.parametrize("place", ["store", "tree"])
def test_a_file_that_was_put_in_place_of_ours_is_not_read(
    place: str, accepted: Path, copy: Copy, toolchain: Toolchain
) -> None:
    """Of the same size, and changed at the same time, as far as that can be made to look so."""
    project = copy("sorry")
    olean = build(project, toolchain).modules["Case"].olean
    assert olean is not None
    key = make_plan(project, toolchain)["Case"].key
    assert key is not None
    stored = Store().root / "store" / key[:2] / key / "module.olean"
    target = stored if place == "store" else olean
    before, status = target.read_bytes(), target.stat()
    forged = bytearray(before)
    forged[-1] ^= 1
    target.unlink()
    target.write_bytes(forged)
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
    again = build(project, toolchain).modules["Case"]
    assert again.olean is not None
    assert again.olean.read_bytes()[:-1] == before[:-1]
    assert again.olean.read_bytes() != bytes(forged)
    assert again.cached == (place == "tree")


def test_users_with_different_keys_do_not_undo_each_others_work(
    accepted: Path, copy: Copy, toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy("sorry")
    first = build(project, toolchain).modules["Case"]
    assert first.olean is not None
    before = first.olean.stat().st_ino
    with monkeypatch.context() as patch:
        patch.setattr(seal, "_key", lambda: bytes(32))
        assert not build(project, toolchain).modules["Case"].cached
        assert build(project, toolchain).modules["Case"].cached
    again = build(project, toolchain).modules["Case"]
    assert again.cached
    assert first.olean.stat().st_ino == before
