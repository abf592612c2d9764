"""The builder: what is compiled again and what not, and what becomes of a Lean that does not end well."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psutil
import pytest

from proofgrad.bridge.build import store as store_module
from proofgrad.bridge.build.compile import is_complete, judge
from proofgrad.bridge.build.run import BuildEvent, BuildResult, build
from proofgrad.bridge.errors import CacheError, UsageError
from proofgrad.bridge.lean.process import Outcome, run_process
from proofgrad.bridge.lean.toolchain import Toolchain
from proofgrad.bridge.project.project import Project, load_project

Copy = Callable[[str], Project]
LEAN = Path(__file__).resolve().parents[2] / "lean"


def statuses(result: BuildResult) -> Mapping[str, str]:
    return {name: module.status for name, module in result.modules.items()}


def cached(result: BuildResult) -> Mapping[str, bool]:
    return {name: module.cached for name, module in result.modules.items()}


def outcome(code: int = 0, stdout: str = "", stderr: str = "", stopped: str | None = None) -> Outcome:
    return Outcome(code, stopped, stdout, stderr, 0.1, 0.1, 1)


ERROR = '{"severity": "error", "data": "no", "pos": {"line": 3, "column": 2}, "endPos": null, "kind": ""}\n'


# What is compiled


def test_modules_come_in_the_order_of_their_imports(toolchain: Toolchain, copy: Copy) -> None:
    result = build(copy("inherited_sorry"), toolchain)
    assert list(result.modules) == ["Base", "Hole", "Case"]
    assert result.status == "ok"  # to Lean a `sorry` is no error
    assert [m.text for m in result.modules["Hole"].sorries] == ["declaration uses `sorry`"]
    assert all(path.is_file() for path in result.oleans.values())


def test_nothing_is_compiled_twice(fresh_cache: Path, toolchain: Toolchain, copy: Copy) -> None:
    project = copy("accepted")
    assert cached(build(project, toolchain)) == {"Base": False, "Case": False}
    assert cached(build(project, toolchain)) == {"Base": True, "Case": True}


def test_a_second_clone_shares_what_the_first_compiled(
    toolchain: Toolchain, copy: Copy, tmp_path: Path
) -> None:
    project = copy("accepted")
    first = build(project, toolchain)
    clone = load_project(shutil.copytree(project.root, tmp_path / "clone"))
    second = build(clone, toolchain)
    assert all(cached(second).values())
    assert second.tree == first.tree


def test_only_what_stands_on_a_change_is_compiled_again(toolchain: Toolchain, copy: Copy) -> None:
    project = copy("inherited_sorry")
    build(project, toolchain)
    hole = project.path_of("Hole")
    hole.write_text(hole.read_text() + f"\n-- changed at {time.time_ns()}\n")
    assert cached(build(project, toolchain)) == {"Base": True, "Hole": False, "Case": False}


def test_the_options_are_part_of_the_content(toolchain: Toolchain, copy: Copy) -> None:
    project = copy("accepted")
    build(project, toolchain)
    (project.root / "lakefile.toml").write_text(
        'name = "Case"\nleanOptions = { maxRecDepth = 1234 }\n'
        '[[lean_lib]]\nname = "All"\nroots = ["Base", "Case"]\n'
    )
    changed = load_project(project.root)
    assert changed.option_arguments() == ["-DmaxRecDepth=1234"]
    assert not any(cached(build(changed, toolchain)).values())


def test_a_damaged_olean_is_compiled_again(fresh_cache: Path, toolchain: Toolchain, copy: Copy) -> None:
    project = copy("accepted")
    olean = build(project, toolchain).oleans["Case"]
    data = bytearray(olean.read_bytes())
    data[-9] ^= 1
    olean.write_bytes(data)
    again = build(project, toolchain)
    assert cached(again) == {"Base": True, "Case": False}
    assert again.oleans["Case"].read_bytes() != bytes(data)


def test_the_progress_covers_every_module(toolchain: Toolchain, copy: Copy) -> None:
    events: list[BuildEvent] = []
    build(copy("missing_import"), toolchain, on_event=events.append)
    finished = [event for event in events if event.kind == "finished"]
    assert [event.done for event in finished] == [1, 2, 3]
    assert {event.module for event in finished} == {"Base", "Case", "User"}
    assert {event.total for event in events} == {3}


def test_an_unknown_module_is_a_usage_error(toolchain: Toolchain, copy: Copy) -> None:
    with pytest.raises(UsageError, match="no module Nope"):
        build(copy("accepted"), toolchain, modules=["Nope"])


# What goes wrong


def test_a_rejected_module_leaves_no_olean(toolchain: Toolchain, copy: Copy) -> None:
    result = build(copy("failed_proof"), toolchain)
    assert statuses(result) == {"Base": "ok", "Case": "failed"}
    assert result.modules["Case"].olean is None
    assert result.tree is not None
    assert not (result.tree / "Case.olean").exists()


def test_a_time_out_kills_lean_and_is_no_verdict(toolchain: Toolchain, copy: Copy) -> None:
    began = time.monotonic()
    result = build(copy("time_out"), toolchain, timeout=2)
    assert time.monotonic() - began < 30
    assert statuses(result) == {"Base": "ok", "Case": "inconclusive"}
    assert [m.kind for m in result.modules["Case"].messages] == ["timeout"]
    assert psutil.Process().children(recursive=True) == []


def test_too_much_memory_is_no_verdict(
    toolchain: Toolchain, copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy("time_out")
    build(project, toolchain, modules=["Base"])
    monkeypatch.setenv("PROOFGRAD_MEMORY", "40")
    result = build(project, toolchain, timeout=20)
    assert statuses(result) == {"Base": "ok", "Case": "inconclusive"}
    assert [m.kind for m in result.modules["Case"].messages] == ["memory"]


def test_a_file_that_changes_under_lean_is_no_verdict(toolchain: Toolchain, copy: Copy) -> None:
    project = copy("accepted")
    case = project.path_of("Case")
    case.write_text(case.read_text() + f"\n-- new at {time.time_ns()}\n")

    def edit(event: BuildEvent) -> None:
        if event.kind == "started" and event.module == "Case":
            case.write_text(case.read_text() + "\n-- edited in the meantime\n")

    result = build(project, toolchain, on_event=edit)
    assert result.modules["Case"].status == "inconclusive"
    assert [m.kind for m in result.modules["Case"].messages] == ["changed"]


def test_a_file_that_changes_and_changes_back_is_judged_as_it_was_read(
    toolchain: Toolchain, copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy("accepted")
    case = project.path_of("Case")
    good = case.read_text()
    bad = good.replace("end Case", "theorem bad : False := True.intro\n\nend Case")
    case.write_text(bad)

    def run(*command: Any, **options: Any) -> Any:
        case.write_text(good)
        try:
            return run_process(*command, **options)
        finally:
            case.write_text(bad)

    monkeypatch.setattr("proofgrad.bridge.build.compile.run_process", run)
    result = build(project, toolchain)
    assert result.modules["Case"].status == "failed"
    assert build(project, toolchain).modules["Case"].status == "failed"


def test_fail_fast_leaves_the_rest_without_verdict(toolchain: Toolchain, copy: Copy) -> None:
    project = copy("failed_proof")
    for number in range(4):
        later = f"prelude\nimport Base\n/-! {time.time_ns()} -/\n"
        project.path_of(f"Later{number}").write_text(later)
    case = project.path_of("Case")
    case.write_text(case.read_text() + "\n" + "-- long, so that it is started first\n" * 400)
    result = build(project, toolchain, jobs=1, fail_fast=True)
    assert result.modules["Case"].status == "failed"
    assert {result.modules[f"Later{n}"].status for n in range(4)} == {"inconclusive"}


def test_a_file_that_is_not_text_is_no_verdict(toolchain: Toolchain, copy: Copy) -> None:
    project = copy("accepted")
    project.path_of("Case").write_bytes(b"prelude\n\xff\xfe")
    result = build(project, toolchain)
    assert result.modules["Case"].status == "inconclusive"
    assert "not UTF-8" in result.modules["Case"].messages[0].text


@pytest.mark.parametrize(
    ("ended", "status", "kind"),
    [
        (outcome(0), "ok", None),
        (outcome(1, ERROR), "failed", None),
        (outcome(0, ERROR), "failed", None),
        (outcome(1), "inconclusive", "empty"),
        (outcome(1, "failed to write\n"), "inconclusive", "empty"),
        (outcome(134, stderr="Stack overflow detected. Aborting."), "inconclusive", "crash"),
        (outcome(-11), "inconclusive", "crash"),
        (outcome(0, stderr="PANIC at Foo"), "inconclusive", "crash"),
        (outcome(97), "inconclusive", "memory"),
        (outcome(98), "inconclusive", "crash"),
        (outcome(-9, stopped="timeout"), "inconclusive", "timeout"),
        (outcome(-9, ERROR, stopped="timeout"), "failed", "timeout"),
        (outcome(-9, stopped="output"), "inconclusive", "crash"),
    ],
)
def test_how_lean_ended_decides_the_status(ended: Outcome, status: str, kind: str | None) -> None:
    found, messages = judge(ended, 5.0)
    assert found == status
    assert [m.kind for m in messages if m.kind] == ([kind] if kind else [])


# The cache folder


def test_two_processes_at_once_do_not_disturb_each_other(
    fresh_cache: Path, toolchain: Toolchain, copy: Copy
) -> None:
    project = copy("inherited_sorry")
    command = [sys.executable, "-m", "proofgrad.bridge.build", "--project", str(project.root)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    outputs = [process.communicate(timeout=100)[0] for process in running]
    assert [process.returncode for process in running] == [1, 1, 1], outputs  # for the sorry
    assert all("3 ok" in output for output in outputs)
    assert all(cached(build(project, toolchain)).values())
    assert list(fresh_cache.glob("v*/tmp/*")) == []


def test_a_full_disk_is_said_to_be_full(
    fresh_cache: Path, toolchain: Toolchain, copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(fresh_cache.parent)
    monkeypatch.setattr(store_module.shutil, "disk_usage", lambda _: usage._replace(free=1 << 20))
    with pytest.raises(CacheError, match="nearly full"):
        build(copy("accepted"), toolchain)


def test_half_an_olean_is_noticed(toolchain: Toolchain, copy: Copy, tmp_path: Path) -> None:
    whole = build(copy("accepted"), toolchain).oleans["Base"]
    assert is_complete(whole)
    data = whole.read_bytes()
    for size in (0, 50, 95, 96, len(data) // 2, len(data) - 4096):
        part = tmp_path / "part.olean"
        part.write_bytes(data[:size])
        assert not is_complete(part), size
    assert not is_complete(tmp_path / "missing.olean")


def test_old_entries_are_removed(fresh_cache: Path, toolchain: Toolchain, copy: Copy) -> None:
    project = copy("accepted")
    result = build(project, toolchain)
    store = store_module.Store()
    keys = {name: module.key for name, module in result.modules.items()}
    old = time.time() - 40 * 86400
    entry = store.get(str(keys["Case"]))
    assert entry is not None
    os.utime(entry.folder, (old, old))
    (store.root / "pruned").unlink(missing_ok=True)
    store.prune()
    assert store.get(str(keys["Case"])) is None
    assert store.get(str(keys["Base"])) is not None


def test_all_foundations_are_the_same() -> None:
    copies = {path.read_bytes() for path in LEAN.glob("*/Base.lean")}
    assert len(copies) == 1
