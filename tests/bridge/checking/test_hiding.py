"""A project that is to be looked at less: options that switch checks off, early ends, hidden errors."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from proofgrad.bridge.build.run import build
from proofgrad.bridge.checking.check import check
from proofgrad.bridge.checking.hiding import hiding_problems
from proofgrad.bridge.lean.toolchain import Toolchain
from proofgrad.bridge.project.project import Project, load_project
from proofgrad.bridge.project.tokens import tokens

BASE = Path(__file__).resolve().parents[2] / "lean" / "accepted" / "Base.lean"
START = "prelude\nimport Base\n"
END = "theorem late : True := True.intro\n"


def project_of(folder: Path, lakefile: str = "", **modules: str) -> Project:
    shutil.copy(BASE, folder / "Base.lean")
    for name, text in modules.items():
        (folder / f"{name}.lean").write_text(START + text, "utf-8")
    if lakefile:
        (folder / "lakefile.toml").write_text(lakefile)
    return load_project(folder)


def found(text: str, tmp_path: Path, toolchain: Toolchain) -> list[tuple[str, int | None]]:
    """Codes and lines of what a text is told; lines are counted behind the imports."""
    project = project_of(tmp_path, Case=text)
    results = {"Case": build(project, toolchain).modules["Case"]}
    return [(p.code, p.line and p.line - 2) for p in hiding_problems(project, results)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("set_option debug.skipKernelTC true in\n" + END, 1),
        ("set_option /- here -/ debug.«skipKernelTC» true\n" + END, 1),
        ("\nset_option debug.byAsSorry true\n", 2),
        ("set_option warn.sorry false\n", 1),
        ("set_option debug.skipKernelTC false\n" + END, None),
        ("-- set_option debug.skipKernelTC true\n/- set_option debug.skipKernelTC true -/\n" + END, None),
        ("/-- `set_option debug.skipKernelTC true` -/\n" + END, None),
    ],
)
def test_options_that_switch_checks_off_are_errors_where_they_are_code(
    text: str, line: int | None, tmp_path: Path, toolchain: Toolchain
) -> None:
    assert found(text, tmp_path, toolchain) == ([] if line is None else [("switched-off", line)])


@pytest.mark.parametrize("option", ["debug.skipKernelTC", "weak.debug.skipKernelTC"])
def test_options_of_a_lakefile_count_as_well(option: str, cache: Path, tmp_path: Path) -> None:
    project_of(tmp_path, f'name = "x"\n[leanOptions]\n{option} = true\n[[lean_lib]]\nname = "Base"\n')
    result = check(tmp_path, timeout=60)
    assert ("switched-off", "lakefile.toml") in {(p.code, p.file) for p in result.problems}
    assert result.exit_code == 1


SKIPS = "debug.skipKernelTC"


@pytest.mark.parametrize(
    "lakefile",
    [
        f'leanOptions = {{"{SKIPS}" = true}}',
        "[leanOptions.debug]\nskipKernelTC = true",
        f'leanOptions = {{"weak.weak.{SKIPS}" = "true"}}',
        f"[[lean_lib]]\nname = 'Case'\nleanOptions = {{{SKIPS} = true}}",
        f"leanOptions = {{{SKIPS} = true}}\n[[lean_lib]]\nname = 'Case'\nleanOptions = {{{SKIPS} = false}}",
        f"[[lean_exe]]\nname = 'case'\nroot = 'Case'\nleanOptions = {{{SKIPS} = true}}",
        f"moreServerOptions = [{{name = '{SKIPS}', value = true}}]",
        f'moreGlobalServerArgs = ["-D{SKIPS}=true"]',
        f'moreServerArgs = ["-D", "{SKIPS} = true"]',
    ],
)
def test_an_option_that_switches_checks_off_is_found_in_any_table(lakefile: str, tmp_path: Path) -> None:
    project = project_of(tmp_path, f"name = 'x'\n{lakefile}\n")
    (problem,) = hiding_problems(project, {})
    assert (problem.code, problem.file) == ("switched-off", "lakefile.toml")
    harmless = project_of(tmp_path, f"name = 'x'\n{lakefile}\n".replace("true", "false"))
    assert hiding_problems(harmless, {}) == []


def test_a_lakefile_that_is_a_program_is_searched_for_them(tmp_path: Path) -> None:
    program = "package x where\n  leanOptions := #[⟨`debug.skipKernelTC, true⟩] -- debug.byAsSorry\n"
    (tmp_path / "lakefile.lean").write_text(program, "utf-8")
    (problem,) = hiding_problems(load_project(tmp_path), {})
    assert (problem.code, problem.file) == ("switched-off", "lakefile.lean")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('/-- error: no -/\n#guard_msgs in\ntheorem bad : False := ""\n', 2),
        ("#guard_msgs (drop error) in\ntheorem bad : False := True.intro\n", 1),
        ("#guard_msgs (info, drop all) in\ntheorem bad : False := True.intro\n", 1),
        ("/-- mismatch -/\n#guard_msgs (substring := true) in\ntheorem bad : False := True.intro\n", 2),
        ("#guard_msgs (drop $what) in\ntheorem bad : False := True.intro\n", 1),
        ("#guard_msgs in\n" + END, None),
        ("#guard_msgs (drop info) in\n" + END, None),
    ],
)
def test_hidden_errors_are_inconclusive(
    text: str, line: int | None, tmp_path: Path, toolchain: Toolchain
) -> None:
    assert found(text, tmp_path, toolchain) == ([] if line is None else [("not-reached", line)])


@pytest.mark.parametrize(
    "text",
    ["#exit\n" + END, END + "#exit", "#guard_msgs in\n#exit\n" + END],
    ids=["in the middle", "at the end", "within another command"],
)
def test_what_stands_behind_an_end_is_not_reached(text: str, cache: Path, tmp_path: Path) -> None:
    project_of(tmp_path, Case=text)
    result = check(tmp_path, timeout=60)
    assert "not-reached" in {p.code for p in result.problems}
    assert result.exit_code == 3 or "guard" in text


def test_a_command_that_acts_like_exit_is_seen_by_the_mark_behind_the_end(
    tmp_path: Path, toolchain: Toolchain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text does not say it: only Lean knows where it stopped."""
    project = project_of(tmp_path, Case=END + "#exit\n")
    monkeypatch.setattr("proofgrad.bridge.checking.hiding._TRIGGERS", ())
    (case,) = (r for r in build(project, toolchain).modules.values() if r.name == "Case")
    assert case.status == "inconclusive"
    assert [m.kind for m in case.messages if m.severity == "error"] == ["not-reached"]


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("theorem t : True :=", 3, 19, "unexpected end of input"),
        ("theorem t : True := True.intro\nopen Lean in", 4, 12, "unexpected end of input"),
        ("theorem t : True := True.intro -- a comment without a line break", None, None, ""),
        ("theorem t : True := True.intro\n/- open", 4, 7, "unterminated comment"),
    ],
)
def test_what_lean_says_of_a_file_that_breaks_off_is_not_about_the_mark(
    text: str, line: int | None, column: int | None, said: str, tmp_path: Path, toolchain: Toolchain
) -> None:
    project = project_of(tmp_path, Case=text)
    case = build(project, toolchain).modules["Case"]
    errors = [m for m in case.messages if m.severity == "error"]
    assert "#print" not in repr(case.messages)
    if line is None:
        assert case.status == "ok"
        assert case.messages == ()
    else:
        assert case.status == "failed"
        assert [(m.line, m.column) for m in errors] == [(line, column)]
        assert said in errors[0].text


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [("\ufeff" + START, 1, "byte order mark"), ("-- fine\n/- a /- b -/\n" + START, 2, "never closed")],
)
def test_a_byte_order_mark_and_an_open_comment_are_called_what_they_are(
    text: str, line: int, said: str, cache: Path, tmp_path: Path
) -> None:
    shutil.copy(BASE, tmp_path / "Base.lean")
    (tmp_path / "Case.lean").write_text(text, "utf-8")
    (problem,) = check(tmp_path, timeout=60).problems
    assert (problem.code, problem.line) == ("syntax-error", line)
    assert said in problem.message


def test_tokens_leave_out_comments_and_strings() -> None:
    text = 'a.«b c» /- x /- y -/ z -/ "s \\" t" r#"u " v"# \'"\' -- w\n/-- doc -/\n#exit x\''
    assert [(t.text, t.line, t.column, t.doc) for t in tokens(text)] == [
        ("a.b c", 1, 0, ""),
        ('"', 1, 26, ""),
        ('"', 1, 35, ""),
        ('"', 1, 46, ""),
        ("#exit", 3, 0, "/-- doc -/"),
        ("x'", 3, 6, ""),
    ]
