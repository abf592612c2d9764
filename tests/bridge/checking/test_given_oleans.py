"""`check --checker python --oleans DIR`: no Lean, a verdict on what stands in the files, and never a hang."""

from __future__ import annotations

import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from proofgrad.bridge.build.run import build
from proofgrad.bridge.checking import apart
from proofgrad.bridge.checking.check import check
from proofgrad.bridge.errors import ProjectError, ToolchainNotFound, UsageError
from proofgrad.bridge.lean import find
from proofgrad.bridge.olean.image import Image
from proofgrad.bridge.olean.module import Module
from proofgrad.bridge.olean.terms import Terms
from proofgrad.bridge.project.project import load_project
from proofgrad.oracle.cli import main

WORKER = "proofgrad.bridge.checking.second.worker"
LEAN = Path(__file__).resolve().parents[2] / "lean"
CLI = [sys.executable, "-m", "proofgrad.oracle.cli"]
CASE = """prelude
import Base
set_option genCtorIdx false
set_option genSizeOf false
namespace Case
theorem fine (a : Bool) : Eq a a := Eq.refl
theorem truth : True := True.intro
axiom cheat : False
theorem borrowed : False := cheat
theorem hole : False := sorryAx False Bool.false
noncomputable def not : ∀ _ : Bool, Bool := @Bool.rec.{1} (fun _ => Bool) Bool.true Bool.false
noncomputable def run (n : Nat) : Bool → Bool :=
  @Nat.rec.{1} (fun _ => Bool → Bool) (fun b => b) (fun _ go b => go (not b)) n
noncomputable def ran (b : Bool) : Bool := run 1000000000000 b
theorem same : Eq Bool.true Bool.true := Eq.refl
axiom assumed : Eq (ran Bool.true) Bool.true
theorem endless : Eq (ran Bool.true) Bool.true := assumed
end Case
"""
AXIOMS = ("Case.cheat", "Case.assumed")


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the oleans of a small project, compiled by Lean."""
    root = tmp_path_factory.mktemp("small")
    shutil.copy(LEAN / "accepted" / "Base.lean", root)
    (root / "Case.lean").write_text(CASE, encoding="utf-8")
    folder = root / ".lake" / "build" / "lib" / "lean"
    folder.mkdir(parents=True)
    project = load_project(root)
    result = build(project, find.find_toolchain(root))
    assert result.status == "ok", [m for r in result.modules.values() for m in r.messages]
    for name, olean in result.oleans.items():
        shutil.copy(olean, folder / f"{name}.olean")
    return folder


@pytest.fixture
def given(compiled: Path, tmp_path: Path, fresh_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of them, on a machine without Lean."""

    def none(*_: object, **__: object) -> None:
        raise ToolchainNotFound("no Lean on this machine")

    monkeypatch.setattr(find, "find_toolchain", none)
    monkeypatch.setattr("proofgrad.bridge.checking.compiled.find_toolchain", none)
    return Path(shutil.copytree(compiled, tmp_path / "given" / "oleans"))


def forge(folder: Path, theorem: str, proof_of: str) -> None:
    """Redirect the pointer to a theorem's proof: Lean itself imports the result without a word."""
    file = folder / "Case.olean"
    module = Module("Case", file, Terms())
    base = module.parts[0].base
    data = bytearray(file.read_bytes())
    words = Image([file]).words
    target = module.places[theorem].value + 2
    assert struct.unpack_from("<Q", data, 8 * target)[0] == words[target] > base
    struct.pack_into("<Q", data, 8 * target, words[module.places[proof_of].value + 2])
    file.write_bytes(data)


def codes(folder: Path, **options: object) -> list[tuple[str, str | None]]:
    result = check(checker="python", oleans=folder, timeout=60, **options)  # type: ignore[arg-type]
    return [(p.code, p.declaration) for p in result.problems]


def test_no_lean_is_needed_and_axioms_and_sorry_are_read_from_the_terms(given: Path) -> None:
    result = check(checker="python", oleans=given, timeout=60)
    found = sorted((p.code, p.declaration) for p in result.problems)
    assert found == [
        ("extra-axiom", "Case.assumed"),
        ("extra-axiom", "Case.cheat"),
        ("sorry", "Case.hole"),
    ]
    assert result.exit_code == 1
    assert (result.lean, result.checkers) == (None, ("python",))
    assert set(result.axioms) == set(AXIOMS)
    assert result.counts["rechecked"] == result.counts["declarations"] > 40
    assert result.counts["modules"] == result.counts["accepted"] == 2
    assert {p.file for p in result.problems if p.code == "extra-axiom"} == {"Case.olean"}


def test_with_a_project_lean_is_needed_and_the_error_is_exit_3(given: Path, tmp_path: Path) -> None:
    """What the fixture pretends is true, or the tests here would show nothing."""
    with pytest.raises(ToolchainNotFound):
        check(LEAN / "accepted", checker="python")
    project = tmp_path / "project"
    shutil.copytree(given, project / ".lake" / "build" / "lib" / "lean")
    with pytest.raises(ToolchainNotFound) as caught:  # oleans never stand in for sources unasked
        check(project, checker="python")
    assert f"--oleans {project / '.lake' / 'build' / 'lib' / 'lean'}" in str(caught.value.hint)


def test_good_files_are_ok(given: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (given / "Case.olean").unlink()
    assert main(["check", "--checker", "python", "--oleans", str(given)]) == 0
    assert "no Lean" in capsys.readouterr().out
    assert main(["check", "--checker", "python", "--oleans", str(given), "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["status"], data["lean"], data["checkers"]) == ("ok", None, ["python"])


def test_a_redirected_proof_is_rejected(given: Path) -> None:
    forge(given, "Case.borrowed", "Case.truth")
    found = codes(given, allow_axioms=AXIOMS)
    assert ("rejected-by-python", "Case.borrowed") in found
    result = check(checker="python", oleans=given, timeout=60, allow_axioms=AXIOMS)
    assert result.exit_code == 1
    assert result.modules["Case"].status == "failed"
    assert result.modules["Base"].status == "ok"


def test_a_proof_that_computes_for_ever_is_inconclusive_in_time(given: Path) -> None:
    forge(given, "Case.endless", "Case.same")
    began = time.monotonic()
    result = check(checker="python", oleans=given, timeout=3, allow_axioms=AXIOMS)
    assert time.monotonic() - began < 15
    undecided = {(p.code, p.severity) for p in result.problems if p.code != "sorry"}
    assert undecided
    assert {severity for _, severity in undecided} == {"inconclusive"}
    assert result.modules["Case"].status == "inconclusive"
    assert result.counts["rechecked"] < result.counts["declarations"]


def without_sorry(given: Path) -> None:
    forge(given, "Case.hole", "Case.borrowed")


def test_what_cannot_be_decided_in_time_is_exit_3(given: Path) -> None:
    without_sorry(given)
    forge(given, "Case.endless", "Case.same")
    assert check(checker="python", oleans=given, timeout=3, allow_axioms=AXIOMS).exit_code == 3


def test_too_much_memory_is_inconclusive(given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_sorry(given)
    forge(given, "Case.endless", "Case.same")
    monkeypatch.setenv("PROOFGRAD_MEMORY", "100")
    began = time.monotonic()
    result = check(checker="python", oleans=given, timeout=120, allow_axioms=AXIOMS)
    assert time.monotonic() - began < 100
    assert [p.code for p in result.problems] == ["memory"]
    assert result.exit_code == 3


def test_a_checker_that_cannot_be_interrupted_is_killed(given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the middle of one long division: the process is killed from outside, and nothing was found."""
    monkeypatch.setattr(apart, "GRACE", -59.9)
    began = time.monotonic()
    result = check(checker="python", oleans=given, timeout=60)
    assert time.monotonic() - began < 20
    assert {p.code for p in result.problems} == {"timeout", "empty"}
    assert result.exit_code == 3


def test_a_checker_that_dies_is_inconclusive(given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROOFGRAD_MEMORY", "1")  # less than Python itself: it ends before the first word
    result = check(checker="python", oleans=given, timeout=60)
    assert result.exit_code == 3, [str(p) for p in result.problems]
    assert {p.severity for p in result.problems} == {"inconclusive"}


def test_an_empty_folder_is_inconclusive(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = check(checker="python", oleans=tmp_path)
    assert result.exit_code == 3
    assert [p.code for p in result.problems] == ["empty"]
    assert main(["check", "--checker", "python", "--oleans", str(tmp_path)]) == 3


@pytest.mark.parametrize("damage", [b"", b"olean", os.urandom(4096)])
def test_a_file_that_is_no_olean_is_inconclusive(given: Path, damage: bytes) -> None:
    (given / "Case.olean").write_bytes(damage)
    result = check(checker="python", oleans=given, timeout=60)
    assert [p.code for p in result.problems][:1] == ["olean"]
    assert result.exit_code == 3


def test_a_missing_import_is_inconclusive(given: Path) -> None:
    (given / "Base.olean").unlink()
    result = check(checker="python", oleans=given, timeout=60)
    assert "imports Base" in result.problems[0].message
    assert result.exit_code == 3


def test_a_link_out_of_the_folder_is_an_error(given: Path, tmp_path: Path) -> None:
    (tmp_path / "Secret.olean").write_bytes(b"secret")
    (given / "Link.olean").symlink_to(tmp_path / "Secret.olean")
    with pytest.raises(ProjectError, match="leads out"):
        check(checker="python", oleans=given)


def test_nothing_is_written_and_nothing_remembered(given: Path, fresh_cache: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in given.parent.rglob("*")}
    codes(given)
    assert {p: p.stat().st_mtime_ns for p in given.parent.rglob("*")} == before
    assert not fresh_cache.exists()


def test_a_module_in_the_working_directory_is_not_imported(given: Path, tmp_path: Path) -> None:
    """Who checks a stranger's folder from inside it must not run that folder's Python."""
    (given / "json.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nraise SystemExit(7)\n")
    code = (
        "import sys; from proofgrad.oracle.cli import main\n"
        "import proofgrad.bridge.checking.second.oleans, json\n"
        "import rich.console, rich.text, proofgrad.oracle.report.terminal\n"
        f"import os; os.chdir({str(given)!r}); sys.path.insert(0, '')\n"
        "sys.exit(main(['check', '--checker', 'python', '--oleans', '.']))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1, done.stderr
    assert "Case.cheat" in done.stdout
    assert not (tmp_path / "ran").exists()


def test_the_list_of_a_project_is_compared_if_it_is_named(given: Path, tmp_path: Path) -> None:
    listed = tmp_path / "project"
    listed.mkdir()
    text = f"# proofgrad declarations 1\n[Case]\ntheorem {'0' * 32} Case.gone\ntheorem {'0' * 32} Case.fine\n"
    (listed / "declarations.txt").write_text(text)
    found = codes(given, project=listed, allow_axioms=AXIOMS)
    assert ("vanished-declaration", "Case.gone") in found
    assert ("changed-declaration", "Case.fine") in found


@pytest.mark.parametrize("options", [{"checker": "lean"}, {"checker": "both"}, {"via": "server"}])
def test_given_oleans_are_for_the_second_checker_alone(given: Path, options: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="second checker"):
        check(**{"checker": "python", "oleans": given, **options})  # type: ignore[arg-type]


# Beside Lean, the second checker is held to the same limits.


@pytest.fixture
def heavy(compiled: Path, fresh_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """A project for `check`, with a second checker that meets an endless proof in what Lean compiled."""
    from proofgrad.bridge.checking.second import opinion

    def make() -> Path:
        real = opinion.ask
        forged = Path(
            shutil.copytree(compiled, compiled.parent / f"forged-{os.getpid()}", dirs_exist_ok=True)
        )
        forge(forged, "Case.endless", "Case.same")

        def ask(oleans: dict[str, Path], **options: object) -> object:
            return real({name: forged / f"{name}.olean" for name in oleans}, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(opinion, "ask", ask)
        return compiled.parents[3]

    return make


def test_beside_lean_the_time_out_holds(heavy: Callable[[], Path]) -> None:
    began = time.monotonic()
    result = check(heavy(), checker="both", timeout=4, allow_axioms=AXIOMS)
    assert time.monotonic() - began < 40
    assert "inconclusive" in {p.severity for p in result.problems if "second checker" in p.message}
    assert result.counts.get("rechecked", 0) < result.counts["declarations"]


def test_beside_lean_the_memory_limit_holds(
    heavy: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = heavy()
    check(project, allow_axioms=AXIOMS)  # Lean's part needs more memory than the limit below
    monkeypatch.setenv("PROOFGRAD_MEMORY", "100")
    result = check(project, checker="both", timeout=120, allow_axioms=AXIOMS)
    assert "memory" in {p.code for p in result.problems}


def test_ctrl_c_ends_the_second_checker(given: Path) -> None:
    forge(given, "Case.endless", "Case.same")
    command = [*CLI, "check", "--checker", "python", "--oleans", str(given), "--timeout", "120"]
    # A shell starts what runs in its background with SIGINT ignored, and that is inherited: these tests too.
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        worker = None
        for _ in range(300):
            children = psutil.Process(process.pid).children(recursive=True)
            worker = next((c for c in children if WORKER in c.cmdline()), None)
            if worker is not None:
                break
            time.sleep(0.1)
        assert worker is not None
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
        assert process.returncode == 130
        assert "interrupted" in errors
        psutil.wait_procs([worker], timeout=10)
        assert not worker.is_running()
    finally:
        process.kill()


def test_the_second_checker_does_not_outlive_who_asked(given: Path) -> None:
    forge(given, "Case.endless", "Case.same")
    command = [*CLI, "check", "--checker", "python", "--oleans", str(given), "--timeout", "120"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    worker = None
    for _ in range(300):
        children = psutil.Process(process.pid).children(recursive=True)
        worker = next((c for c in children if WORKER in c.cmdline()), None)
        if worker is not None:
            break
        time.sleep(0.1)
    assert worker is not None
    time.sleep(0.5)
    process.kill()
    process.wait()
    gone, _ = psutil.wait_procs([worker], timeout=10)
    assert gone
