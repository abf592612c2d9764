"""The documentation says what is so: pages are in step with the program, commands do what a page shows."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\S*)([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_docs", ROOT / "scripts" / "generate_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


AGAIN = "scripts/generate_docs.py writes it anew"


@pytest.mark.parametrize("page", ["cli.md", "settings.md", "framework-runs.md"])
def test_pages_about_the_program_are_in_step(generate: ModuleType, page: str, monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    assert (DOCS / page).read_text("utf-8") == generate.PAGES[page](), AGAIN


def test_the_catalogue_page_is_in_step(generate: ModuleType, library: object) -> None:
    assert (DOCS / "catalogue.md").read_text("utf-8") == generate.catalogue_page(), AGAIN


def test_a_page_that_is_out_of_step_is_found(generate: ModuleType, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(generate, "DOCS", tmp_path)
    monkeypatch.setattr(sys, "argv", ["generate_docs.py", "--check", "settings.md"])
    assert generate.main() == 1
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(sys, "argv", ["generate_docs.py", "settings.md"])
    assert generate.main() == 0
    monkeypatch.setattr(sys, "argv", ["generate_docs.py", "--check", "settings.md"])
    assert generate.main() == 0
    (tmp_path / "settings.md").write_text("old")
    assert generate.main() == 1


def test_every_option_is_on_the_page() -> None:
    from proofgrad.oracle.cli.grammar import COMMANDS
    from proofgrad.oracle.cli.parser import build

    text = (DOCS / "cli.md").read_text("utf-8")
    for command in COMMANDS:
        assert f"## proofgrad {command}\n" in text
    (commands,) = (a for a in build()._actions if isinstance(a.choices, dict))
    for parser in commands.choices.values():
        for action in parser._actions:
            for flag in action.option_strings:
                assert flag in ("-h", "--help") or flag in text


LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")


@pytest.mark.parametrize("page", sorted(p.name for p in [*DOCS.glob("*.md"), *ROOT.glob("*.md")]))
def test_links_lead_to_files_that_are_there(page: str) -> None:
    file = DOCS / page if (DOCS / page).exists() else ROOT / page
    text = FENCE.sub("", file.read_text("utf-8"))
    for target, _ in LINK.findall(text):
        if "://" not in target:
            assert (file.parent / target).exists(), target


def test_the_example_of_a_configuration_is_the_one_that_is_tested() -> None:
    blocks = [
        body for kind, _, body in FENCE.findall((DOCS / "projects.md").read_text("utf-8")) if kind == "toml"
    ]
    tested = tomllib.loads((ROOT / "tests/support/other_project/proofgrad.toml").read_text("utf-8"))
    tested.pop("operators")
    assert tomllib.loads(blocks[0]) == tested
    from proofgrad.bridge.reading.configure import read_settings

    assert read_settings(tomllib.loads(blocks[1]), "docs").operators["MyLib.softexp"].op == "exp"


# Transcripts


def proofgrad(arguments: str, folder: Path) -> str:
    """What a command prints, on both streams, in wide lines."""
    command = [sys.executable, "-m", "proofgrad.oracle.cli", *shlex.split(arguments)]
    env = {**os.environ, "COLUMNS": "200", "PYTHONPATH": os.pathsep.join([str(ROOT / ".dev"), str(folder)])}
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, timeout=600, check=False
    )
    return done.stdout + done.stderr


def plain(line: str, command: str) -> str:
    """A line without what differs from run to run: spaces, seconds, and the errors that were found."""
    line = " ".join(line.split())
    line = re.sub(r"\d[\d.,]* s\b", "# s", line)
    if command.startswith("test"):
        line = re.sub(r"-?\b(0x[0-9a-f]+|\d[\d.,]*(e-?\d+)?)", "#", line)
    return line


def assert_printed(page: str, command: str, body: str, folder: Path) -> None:
    """The lines of a transcript are what the command prints, in this order, others left out."""
    printed = [plain(line, command) for line in proofgrad(command, folder).splitlines()]
    rest = iter(printed)
    for line in body.splitlines():
        if line.startswith("$"):
            assert line == f"$ proofgrad {command}", page
        elif line.strip():
            wanted = plain(line, command)
            assert any(wanted == had or wanted in had for had in rest), (page, line, printed)


def blocks_of(page: str) -> list[tuple[str, str, str]]:
    return [
        (kind, argument.strip(), body)
        for kind, argument, body in FENCE.findall((DOCS / page).read_text("utf-8"))
    ]


@pytest.mark.slow
def test_the_quick_start_does_what_it_shows(library: object, tmp_path: Path) -> None:
    seen = 0
    for kind, argument, body in blocks_of("quick-start.md"):
        if kind == "python":
            (tmp_path / "mine.py").write_text(body, "utf-8")
        elif kind == "{transcript}":
            assert_printed("quick-start.md", argument, body, tmp_path)
            seen += 1
    assert seen == 4


@pytest.mark.slow
def test_new_nodes_are_proved_by_following_the_page(library: object, tmp_path: Path) -> None:
    """In a fresh folder; the Lean text is put together as the page says, each step shows what it shows."""
    page = blocks_of("new-node.md")
    growth, scalar, certificate, hinge, hill = (body for kind, _, body in page if kind == "lean")
    (kernels,) = (body for kind, _, body in page if kind == "python")
    transcripts = [(argument, body) for kind, argument, body in page if kind == "{transcript}"]
    start, unproved, proved, kink, all_, rejected, *tests = transcripts
    assert_printed("new-node.md", *start, tmp_path)
    assert pytest_of(tmp_path / "my-proofs") == 0
    formulas = tmp_path / "my-proofs" / "Formulas"
    (formulas / "Growth.lean").write_text(growth, "utf-8")
    assert_printed("new-node.md", *unproved, tmp_path)
    whole = growth.replace("\nend Formulas.Math", f"\n{scalar}\nend Formulas.Math")
    whole = whole.replace("\nend Formulas\n", f"\n{certificate}\nend Formulas\n")
    (formulas / "Growth.lean").write_text(whole, "utf-8")
    assert_printed("new-node.md", *proved, tmp_path)
    (formulas / "Hinge.lean").write_text(hinge, "utf-8")
    assert_printed("new-node.md", *kink, tmp_path)
    (formulas / "Hill.lean").write_text(hill, "utf-8")
    assert_printed("new-node.md", *all_, tmp_path)
    wrong = whole.replace("ℝ := a * exp (a * x)", "ℝ := 2 * exp (a * x)")
    (formulas / "Growth.lean").write_text(wrong, "utf-8")
    assert_printed("new-node.md", *rejected, tmp_path)
    (formulas / "Growth.lean").write_text(whole, "utf-8")
    (tmp_path / "hinges.py").write_text(kernels, "utf-8")
    for argument, body in tests:
        assert_printed("new-node.md", argument, body, tmp_path)
    assert len(tests) == 3


def pytest_of(folder: Path) -> int:
    """The exit code of pytest in a folder, with proofgrad's plugin."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / ".dev")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0"]
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, timeout=300, check=False
    ).returncode


@pytest.mark.slow
def test_functions_are_proven_as_the_page_says(library: object, tmp_path: Path) -> None:
    transcripts = [
        (argument, body) for kind, argument, body in blocks_of("prove.md") if kind == "{transcript}"
    ]
    for argument, body in transcripts:
        assert_printed("prove.md", argument, body, tmp_path)
    assert len(transcripts) == 3


def test_every_command_in_the_table_of_the_page_is_read() -> None:
    from proofgrad.oracle.cli.parser import parse
    from proofgrad.oracle.work.prove import captured

    commands = re.findall(r"\| `proofgrad (prove '[^`]*)` \|", (DOCS / "prove.md").read_text("utf-8"))
    for command in commands:
        options = parse(shlex.split(command))
        assert options is not None
        captured(options.formula, name=options.name, parameters=options.param)
    assert len(commands) == 10


def test_a_transcript_that_is_not_so_is_found(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        assert_printed("page", "--version", "proofgrad 99.9", tmp_path)
    assert_printed("page", "--version", "$ proofgrad --version\nproofgrad", tmp_path)


def test_the_readme_counts_what_is_counted(library) -> None:
    text = " ".join((ROOT / "README.md").read_text("utf-8").split())
    counts = library.counts
    declared = f"{counts['declarations']:,} declarations ({counts['theorems']:,} theorems)"
    assert f"{counts['modules']} modules, {declared}" in text
    proved = counts["proved"] + counts["proved-on-domain"]
    assert f"{proved} of {counts['nodes']} nodes proved" in text


@pytest.mark.slow
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    for module in ("sphinx", "myst_parser", "furo"):
        pytest.importorskip(module, reason="the extra `docs` builds the site")
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "-q",
        "-b",
        "html",
        "-c",
        str(DOCS / "_sphinx"),
        str(DOCS),
    ]
    done = subprocess.run(
        [*command, str(tmp_path / "site")], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    for page in DOCS.glob("*.md"):
        assert (tmp_path / "site" / f"{page.stem}.html").is_file()
    assert "check" in (tmp_path / "site" / "reference.html").read_text("utf-8")


def test_the_house_is_described_room_by_room() -> None:
    """Every package and module directly in bridge and oracle stands in the design, and nothing else does."""
    text = (DOCS / "design.md").read_text("utf-8")
    house = text[text.index("    bridge/  ") : text.index("    tests/  ")]
    for folder in ("bridge", "oracle"):
        part = house[house.index(f"    {folder}/  ") :]
        rows = re.split(r"\n    (?=\S)", part)[0].splitlines()[1:]
        told = {
            name for row in rows for name in re.split(r", ", row[6:].split("   ")[0].strip()) if row[6] != " "
        }
        there = {
            path.stem for path in (ROOT / folder).iterdir() if path.suffix == ".py" or any(path.rglob("*.py"))
        }
        assert told == there - {"__init__", "_version", "__pycache__"}, folder


def test_the_github_action_and_its_example_ask_for_commands_that_there_are() -> None:
    from proofgrad.oracle.cli.parser import parse

    action = (ROOT / ".github" / "actions" / "proofgrad" / "action.yml").read_text("utf-8")
    example = (ROOT / "examples" / "ci" / "github-workflow.yml").read_text("utf-8")
    asked = re.findall(r"^ +proofgrad (.*?)(?: \|\|.*)?$", action, re.MULTILINE)
    asked += re.findall(r"^ +arguments: (.*)$", example, re.MULTILINE)
    assert len(asked) == 3
    for line in asked:
        assert parse(re.sub(r"\$\{.*?\}", "", line).split()) is not None
    inputs = set(
        re.findall(r"^  ([\w-]+):$", action[action.index("inputs:") : action.index("outputs:")], re.MULTILINE)
    )
    given = set(re.findall(r"^ {10}([\w-]+): ", example, re.MULTILINE))
    assert given <= inputs
    assert set(re.findall(r"inputs\.([\w-]+)", action)) == inputs
