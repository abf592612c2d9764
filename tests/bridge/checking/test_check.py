"""The projects of tests/lean: each must be reported as what it is and where it is, either way of asking."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import pytest

import proofgrad.bridge
from proofgrad.bridge.build.run import build
from proofgrad.bridge.checker import Recheck
from proofgrad.bridge.checking.check import check
from proofgrad.bridge.checking.model import CODES
from proofgrad.bridge.checking.source import declaration_at
from proofgrad.bridge.errors import LeanTimeout, ProjectError, ToolchainNotFound, UsageError
from proofgrad.bridge.lean.server import probe as probe_module
from proofgrad.bridge.lean.server.session import LeanServer
from proofgrad.bridge.lean.toolchain import Toolchain
from proofgrad.bridge.project.project import Project
from proofgrad.oracle.report.files import render

Copy = Callable[[str], Project]
LEAN = Path(__file__).resolve().parents[2] / "lean"
Found = tuple[str, str | None, int | None, int | None, str | None]

EXPECTED: Mapping[str, tuple[int, list[Found]]] = {
    "accepted": (0, []),
    "failed_proof": (1, [("rejected", "Case.lean", 12, 2, "Case.wrong")]),
    # What Lean writes in place of a hole has strings in it, of which these projects declare too little: that
    # is no finding of its own.
    "sorry": (1, [("sorry", "Case.lean", 7, 8, "Case.openEnded")]),
    "inherited_sorry": (
        1,
        [
            ("sorry", "Hole.lean", 5, 8, "hole"),
            ("inherited-sorry", "Case.lean", 7, 8, "Case.standsOnHole"),
        ],
    ),
    "extra_axiom": (1, [("extra-axiom", "Case.lean", 7, 6, "Case.cheat")]),
    "unused_axiom": (1, [("extra-axiom", "Case.lean", 5, 6, "lonely")]),
    "import_cycle": (
        1,
        [
            ("import-cycle", "First.lean", 3, 7, None),
            ("import-cycle", "Second.lean", 2, 7, None),
            ("import-cycle", "Third.lean", 3, 7, None),
        ],
    ),
    "missing_import": (
        1,
        [("missing-module", "Case.lean", 3, 7, None), ("blocked", "User.lean", 2, 7, None)],
    ),
    "syntax_error": (1, [("syntax-error", "Case.lean", 5, 51, "unclosed")]),
    "no_sorry_axiom": (1, [("no-sorry-axiom", None, None, None, None)]),
    "time_out": (3, [("timeout", "Case.lean", None, None, None)]),
    "stack_overflow": (3, [("crash", "Case.lean", None, None, None)]),
}


def found(result: proofgrad.bridge.CheckResult) -> list[Found]:
    return [(p.code, p.file, p.line, p.column, p.declaration) for p in result.problems]


@pytest.mark.parametrize("via", ["batch", "server"])
@pytest.mark.parametrize("name", EXPECTED)
def test_each_is_reported_as_what_it_is(name: str, via: Literal["batch", "server"], cache: Path) -> None:
    exit_code, problems = EXPECTED[name]
    result = check(LEAN / name, via=via, timeout=2 if name == "time_out" else 60)
    assert sorted(found(result), key=str) == sorted(problems, key=str)
    assert result.exit_code == exit_code
    assert {problem.severity for problem in result.problems} <= {"error", "inconclusive"}


def test_every_project_is_expected() -> None:
    folders = {path.name for path in LEAN.iterdir() if path.is_dir()}
    on_the_core = {"features", "tactics", "tactics_rejected"}  # see test_lean_core.py
    of_the_checker = {"arena", "arithmetic"}  # see tests/bridge/checker
    assert folders == {*EXPECTED, "not_prelude", *on_the_core, *of_the_checker}


def test_lean_s_own_words_are_kept(cache: Path) -> None:
    (problem,) = check(LEAN / "failed_proof").problems
    assert problem.message.startswith("Type mismatch")
    assert str(problem).startswith("Case.lean:12:2: error: Type mismatch")
    (problem,) = check(LEAN / "extra_axiom").problems
    assert "Case.cheap" in problem.message


def test_without_prelude_and_without_ones_own_lean_there_is_no_lean(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ELAN_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    with pytest.raises(ToolchainNotFound, match="Init"):
        check(LEAN / "not_prelude")
    monkeypatch.setenv("PROOFGRAD_LEAN", "embedded")
    result = check(LEAN / "not_prelude")
    assert found(result)[0] == ("missing-module", "Case.lean", 1, 0, None)


# Allow-list


def test_an_axiom_may_be_allowed(cache: Path) -> None:
    result = check(LEAN / "extra_axiom", allow_axioms=["Case.cheat"])
    assert result.status == "ok"
    assert result.axioms == ("Case.cheat",)
    assert check(LEAN / "extra_axiom", allow_axioms=["Case.other"]).status == "failed"


def test_sorry_cannot_be_allowed(cache: Path) -> None:
    assert check(LEAN / "inherited_sorry", allow_axioms=["sorryAx"]).exit_code == 1


# Nothing checked is not clean


def test_an_empty_project_is_inconclusive(cache: Path, tmp_path: Path) -> None:
    result = check(tmp_path)
    assert result.exit_code == 3
    assert [problem.code for problem in result.problems] == ["empty"]


def test_a_project_without_declarations_is_inconclusive(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "Empty.lean").write_text("prelude\n")
    result = check(tmp_path)
    assert result.exit_code == 3
    assert "empty" in [problem.code for problem in result.problems]


def test_what_is_wrong_counts_more_than_what_could_not_be_checked(cache: Path, copy: Copy) -> None:
    project = copy("failed_proof")
    (project.root / "Slow.lean").write_bytes((LEAN / "time_out" / "Case.lean").read_bytes())
    result = check(project.root, timeout=2)
    assert {problem.severity for problem in result.problems} == {"error", "inconclusive"}
    assert result.exit_code == 1


def test_arguments_that_make_no_sense(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no such folder"):
        check(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="timeout"):
        check(LEAN / "accepted", timeout=0)
    with pytest.raises(UsageError, match="via"):
        check(LEAN / "accepted", via="telepathy")  # type: ignore[arg-type]
    (tmp_path / "lakefile.toml").write_text("name = [")
    with pytest.raises(ProjectError, match="cannot read"):
        check(tmp_path)


# The cross-check


def test_the_cross_check_asks_about_every_theorem(cache: Path) -> None:
    assert check(LEAN / "inherited_sorry").counts["cross_checked"] == 3


def test_numerals_are_compared_where_lean_cannot_print_them(cache: Path, tmp_path: Path) -> None:
    """A small foundation lacks what Lean's printer needs for a numeral; its raw form is compared then."""
    shutil.copy(LEAN / "accepted" / "Base.lean", tmp_path)
    text = "theorem t (n : Nat) (f : Nat → Nat) : Eq (f 7) n → Eq 7 (7 : Nat) := fun _ => Eq.refl\n"
    (tmp_path / "Case.lean").write_text(f"prelude\nimport Base\n{text}")
    result = check(tmp_path, timeout=60)
    assert result.problems == ()
    assert result.counts["cross_checked"] == 1


def _answers_changed(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[probe_module.ProbeAnswer], probe_module.ProbeAnswer]
) -> None:
    real = probe_module.probe

    def probe(*args: object, **options: object) -> dict[str, probe_module.ProbeAnswer]:
        answers = real(*args, **options)  # type: ignore[arg-type]
        return {name: change(answer) for name, answer in answers.items()}

    monkeypatch.setattr(probe_module, "probe", probe)


@pytest.mark.parametrize(
    ("axioms", "statement", "said"),
    [(("propext",), None, "axioms"), (None, "∀ (a : Bool), @Eq.{1} Bool a Bool.true", "statement")],
)
def test_a_server_that_says_something_else_is_an_error(
    axioms: tuple[str, ...] | None,
    statement: str | None,
    said: str,
    fresh_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def change(answer: probe_module.ProbeAnswer) -> probe_module.ProbeAnswer:
        return probe_module.ProbeAnswer(
            answer.axioms if axioms is None else axioms,
            answer.statement if statement is None else statement,
            answer.levels,
        )

    with monkeypatch.context() as patch:
        _answers_changed(patch, change)
        result = check(LEAN / "accepted")
    assert result.exit_code == 1
    assert found(result) == [("cross-check", "Case.lean", 7, 8, "Case.fine")]
    assert said in result.problems[0].message
    assert check(LEAN / "accepted").exit_code == 0  # a disagreement is not remembered


def test_a_server_that_does_not_answer_is_inconclusive(
    fresh_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silence(*args: object, **options: object) -> None:
        raise LeanTimeout("the Lean server did not answer within 5 s (Probe.lean)")

    with monkeypatch.context() as patch:
        patch.setattr(LeanServer, "diagnostics", silence)
        result = check(LEAN / "accepted")
    assert result.exit_code == 3
    assert [problem.code for problem in result.problems] == ["timeout"]
    assert check(LEAN / "accepted").exit_code == 0  # nor is silence


def test_a_server_that_differs_from_the_batch_build_is_an_error(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clean(self: LeanServer, files: Mapping[str, object], **options: object) -> object:
        return [(name, ()) for name in files]

    monkeypatch.setattr(LeanServer, "diagnostics_of_all", clean)
    result = check(LEAN / "failed_proof", via="server")
    assert [problem.code for problem in result.problems] == ["cross-check"]
    assert result.exit_code == 1


# One's own Lean


def test_ones_own_lean_with_a_package_that_lake_has_built(
    toolchain: Toolchain, copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy("inherited_sorry")
    library = project.root / ".lake" / "packages" / "base" / ".lake" / "build" / "lib" / "lean"
    library.mkdir(parents=True)
    shutil.copy(build(project, toolchain, modules=["Base"]).oleans["Base"], library / "Base.olean")
    project.path_of("Base").unlink()
    for choice, source in ((None, "embedded"), (str(toolchain.executable), "project")):
        if choice is not None:
            monkeypatch.setenv("PROOFGRAD_LEAN", choice)  # as if it were the user's
        result = check(project.root)
        assert result.lean.source == source
        assert set(found(result)) == set(EXPECTED["inherited_sorry"][1])
        assert result.counts["declarations"] == 3
        assert result.counts["cross_checked"] == 3


# The second checker


def test_the_second_checker_goes_over_everything(cache: Path) -> None:
    result = check(LEAN / "accepted", checker="both")
    assert result.status == "ok"
    assert result.checkers == ("lean", "python")
    assert result.counts["rechecked"] == result.counts["declarations"]


def test_what_the_second_checker_rejects_is_an_error(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    verdict = Recheck(rejected={"Case.fine": "not so"}, inconclusive={"Bool": "too deep"})
    monkeypatch.setattr("proofgrad.bridge.checker.recall", lambda *_, **__: verdict)
    result = check(LEAN / "accepted", checker="both")
    assert found(result) == [
        ("rejected-by-python", "Case.lean", 7, 8, "Case.fine"),
        ("undecided-by-python", "Base.lean", 9, 10, "Bool"),
    ]
    assert result.exit_code == 1


# Absurdly long messages


@pytest.mark.parametrize("via", ["batch", "server"])
def test_a_message_of_megabytes_is_cut_with_a_note(
    cache: Path, tmp_path: Path, via: Literal["batch", "server"]
) -> None:
    shutil.copy(LEAN / "accepted" / "Base.lean", tmp_path)
    name = "x" * 10_000_000
    (tmp_path / "Case.lean").write_text(f"prelude\nimport Base\ntheorem wrong : True := {name}\n")
    result = check(tmp_path, via=via, timeout=60)
    assert result.exit_code == 1
    (problem,) = result.problems
    assert problem.message.startswith("Unknown identifier `xxx")
    assert "characters left out" in problem.message
    run = {"schema_version": 1, "check": {**result.to_json(), "schema_version": 1, "command": "check"}}
    assert len(json.dumps(run)) < 30_000
    for fmt in ("html", "markdown", "junit", "sarif"):
        text = render(run, fmt)
        if fmt == "markdown":  # is cut again, to fit a pull request
            assert len(text) < 3_000
            assert "xxx ..." in text
        else:
            assert 10_000 < len(text) < 200_000
            assert "characters left out" in text


# Faces and speed


def test_the_json_has_what_the_design_says(cache: Path) -> None:
    data = json.loads(json.dumps(check(LEAN / "failed_proof").to_json()))
    assert set(data) >= {"status", "lean", "counts", "checkers", "problems", "seconds"}
    assert set(data["problems"][0]) == {
        "severity",
        "code",
        "message",
        "file",
        "line",
        "column",
        "declaration",
    }
    assert set(data["lean"]) == {"version", "commit", "source"}
    assert {problem["code"] for problem in data["problems"]} <= set(CODES)


def test_a_project_without_nodes_has_an_empty_catalogue(cache: Path) -> None:
    found = proofgrad.bridge.catalogue(LEAN / "accepted")
    assert found.nodes == ()
    assert "Case.fine" in {declaration.name for declaration in found.declarations}


def test_the_function_keeps_its_name_when_the_subpackage_is_imported() -> None:
    code = (
        "import proofgrad.bridge, proofgrad.bridge.catalogue, proofgrad.bridge.catalogue.model\n"
        "from proofgrad.bridge.catalogue import Node\n"
        "from proofgrad.bridge import catalogue\n"
        "assert callable(catalogue) and catalogue is proofgrad.bridge.catalogue\n"
        "assert Node is proofgrad.bridge.Node\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_a_warm_check_loads_neither_numpy_nor_a_server_and_runs_no_lean(cache: Path) -> None:
    check(LEAN / "accepted")
    code = (
        "import sys, subprocess\n"
        "from proofgrad.bridge import check\n"
        "subprocess.Popen = None\n"
        f"assert check({str(LEAN / 'accepted')!r}).status == 'ok'\n"
        "print(*sorted({m.partition('.')[0] for m in sys.modules}))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, timeout=60, capture_output=True, text=True)
    assert not {"numpy", "asyncio", "leanclient", "psutil", "rich", "concurrent"} & set(ran.stdout.split())


@pytest.mark.parametrize(
    ("line", "name"), [(1, None), (4, "A.f"), (5, "A.f"), (7, "A.B.g'"), (9, "h"), (11, "k"), (13, "A.last")]
)
def test_the_declaration_around_a_line(line: int, name: str | None) -> None:
    source = """prelude
namespace A
@[simp] private
protected noncomputable def f (x : Nat)
    : Nat := x
namespace B
theorem g'.{u} {α : Sort u} : True :=
end B
theorem _root_.h : True
section S
axiom _root_.k : True
end S
instance last : True := by
"""
    assert declaration_at(source, line) == name
