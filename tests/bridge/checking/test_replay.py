"""What Lean compiled counts when a kernel has accepted it as it was stored, and not before."""

from __future__ import annotations

import json
import shutil
import struct
from pathlib import Path
from typing import Any

import pytest

from proofgrad.bridge.checking import apart
from proofgrad.bridge.checking.apart import Work
from proofgrad.bridge.checking.check import check
from proofgrad.bridge.checking.compiled import Compiled
from proofgrad.bridge.checking.replay import verdict
from proofgrad.bridge.checking.session import Session
from proofgrad.bridge.files.paths import lean_sources, parts_of
from proofgrad.bridge.olean.image import Image, header
from proofgrad.bridge.project.project import load_project

BASE = Path(__file__).resolve().parents[2] / "lean" / "accepted" / "Base.lean"
SKIPPED = """prelude
import NN.Core.Classical
set_option debug.skipKernelTC true in
theorem wrong : Nat.ble 4 3 = true := by decide +kernel
theorem everything : False := Bool.noConfusion wrong
theorem fine : Nat.ble 3 4 = true := by decide +kernel
"""
BY_A_MACRO = """prelude
import NN.Core.RingTactic
macro "believe" how:ident what:command : command =>
  `(command| set_option $how true in $what)
believe debug.skipKernelTC theorem believed : Nat.ble 4 3 = true := by decide +kernel
"""
GOOD = "prelude\nimport Base\ntheorem good : True := True.intro\n"
USER = "prelude\nimport Good\ntheorem user : True := good\n"


@pytest.fixture
def small(cache: Path, tmp_path: Path) -> Path:
    """A project on the smallest foundation."""
    shutil.copy(BASE, tmp_path / "Base.lean")
    (tmp_path / "Good.lean").write_text(GOOD)
    (tmp_path / "User.lean").write_text(USER)
    return tmp_path


@pytest.fixture
def core(library: object, tmp_path: Path) -> Path:
    """A project on the library's foundation, which the user's cache has compiled."""
    shutil.copytree(lean_sources() / "NN" / "Core", tmp_path / "NN" / "Core")
    options = "".join(f"{name} = {json.dumps(value)}\n" for name, value in load_project().options.items())
    (tmp_path / "lakefile.toml").write_text(f'name = "NN"\n[leanOptions]\n{options}')
    return tmp_path


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The modules of each replay, as they are asked for."""
    asked: list[list[str]] = []
    really = verdict.run_apart

    def run(worker: str, who: str, job: dict[str, Any], **options: Any) -> Work:
        asked.append([module for module, _ in job["modules"]])
        return really(worker, who, job, **options)

    monkeypatch.setattr(verdict, "run_apart", run)
    return asked


def found(folder: Path, **options: Any) -> set[tuple[str, str | None]]:
    return {(p.code, p.declaration) for p in check(folder, timeout=120, **options).problems}


def test_what_the_kernel_was_kept_from_seeing_is_refused_and_nothing_that_stands_on_it_counts(
    core: Path,
) -> None:
    (core / "NN" / "Skipped.lean").write_text(SKIPPED)
    (core / "NN" / "Macro.lean").write_text(BY_A_MACRO)
    result = check(core, timeout=120)
    assert {module.status for module in result.modules.values()} == {"ok"}  # Lean says nothing against it
    refused = {p.declaration for p in result.problems if p.code == "refused-by-kernel"}
    assert {"wrong", "everything", "believed"} <= refused
    assert "fine" not in refused
    assert not refused & {p.declaration for p in result.problems if p.code == "inherited-sorry"}
    assert result.exit_code == 1
    catalogue = Session(load_project(core)).catalogue()
    statuses = {d.name: d.status for d in catalogue.declarations}
    assert (statuses["everything"], statuses["believed"], statuses["fine"]) == ("failed", "failed", "ok")


def test_every_declaration_is_replayed_and_the_counts_say_so(small: Path) -> None:
    result = check(small, timeout=60)
    assert result.status == "inconclusive" or result.status == "ok", result.problems
    unsafe = 2  # lcAny and lcErased: no proof can use them
    assert result.counts["replayed"] == result.counts["declarations"] - unsafe
    assert result.checkers == ("lean",)


def test_an_edit_replays_what_it_affects_and_nothing_else(small: Path, jobs: list[list[str]]) -> None:
    check(small, timeout=60)
    check(small, timeout=60)
    jobs.clear()
    (small / "User.lean").write_text(USER + "theorem another : True := good\n")
    check(small, timeout=60)
    assert jobs == [["User"]]
    jobs.clear()
    (small / "Good.lean").write_text(GOOD.replace("good :", "new : True := True.intro\ntheorem good :"))
    check(small, timeout=60)
    assert jobs == [["Good", "User"]]


def test_a_remembered_verdict_that_is_not_ours_is_none(small: Path, jobs: list[list[str]]) -> None:
    check(small, timeout=60)
    replay = verdict._Replay(Session(load_project(small)), Path(), "")
    session = Session(load_project(small))
    (folder,) = {file.parent for file in session.store.root.glob("replayed/*")}
    for file in folder.iterdir():
        data = file.read_bytes()
        file.write_bytes(bytes(32) + data[32:])
    jobs.clear()
    check(small, timeout=60)
    assert jobs == [["Base", "Good", "User"]]
    assert replay.known == {}  # another Lean, another key


@pytest.mark.parametrize(
    ("worker", "code"),
    [("proofgrad.bridge.no_such_module", "crash"), ("proofgrad.bridge.code_digest", "not-replayed")],
)
def test_a_kernel_that_does_not_answer_is_inconclusive(
    worker: str, code: str, small: Path, fresh_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdict, "_WORKER", worker)
    result = check(small, timeout=60)
    assert result.exit_code == 3
    assert code in {p.code for p in result.problems}
    assert result.counts["replayed"] == 0
    statuses = {d.status for d in Session(load_project(small)).catalogue().declarations}
    assert statuses == {"inconclusive"}


def test_a_kernel_that_takes_too_long_is_stopped(
    small: Path, fresh_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "GRACE", -59.9)
    result = check(small, timeout=60)
    assert "timeout" in {p.code for p in result.problems}
    assert result.exit_code == 3


def test_where_lean_cannot_be_asked_the_second_checker_is_and_is_named(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdict, "kernel_for", lambda _: None)
    (small / "Unsafe.lean").write_text(
        "prelude\nimport Base\nunsafe axiom cheat : False\n"
        "set_option debug.skipKernelTC true in\ntheorem boom : False := cheat\n"
    )
    result = check(small, timeout=60, allow_axioms=("cheat",))
    assert result.checkers == ("python",)
    assert result.counts["replayed"] == 0
    assert result.counts["rechecked"]
    assert ("rejected-by-python", "boom") in {(p.code, p.declaration) for p in result.problems}
    assert result.exit_code == 1


def forged(compiled: Compiled, module: str, kind: tuple[int, int, int], field: int, word: int) -> None:
    """Change a field of the first object of a kind in a compiled module."""
    olean = compiled.built.oleans[module]
    words = Image([olean]).words
    at = next(i for i in range(12, len(words)) if words[i] == header(*kind))
    data = bytearray(olean.read_bytes())
    struct.pack_into("<Q", data, 8 * (at + 1 + field), word)
    olean.unlink()  # it is a link into the store
    olean.write_bytes(data)


def test_data_of_an_inductive_type_that_the_kernel_would_not_make_is_refused(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lean's own replay compares constructors and recursors, and not the type itself."""
    (small / "Mine.lean").write_text("prelude\nimport Base\ninductive Mine : Type where | mk : Mine\n")
    session = Session(load_project(small))
    inductive_type = (0, 6, 64)
    forged(session, "Mine", inductive_type, 2, (7 << 1) | 1)  # seven indices
    assert session.replayed.refused.keys() == {"Mine"}
    assert session.replayed.judged() == {"Mine": "failed"}


def test_all_parts_of_a_compiled_module_count_for_its_content(tmp_path: Path) -> None:
    olean = tmp_path / "A.olean"
    olean.write_bytes(b"")
    assert parts_of(olean) == (olean,)
    private = tmp_path / "A.olean.private"
    private.write_bytes(b"")
    assert parts_of(olean) == (olean, private)
