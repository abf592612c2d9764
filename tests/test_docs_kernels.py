"""The pages of docs/ that show code: their blocks are run, in order, and print what the page says."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import re
import shlex
import shutil
import warnings
from importlib.metadata import PackageNotFoundError, entry_points, version
from pathlib import Path

import platformdirs
import pytest

from proofgrad.bridge.files.paths import cache_dir
from proofgrad.oracle.cli import main

pytestmark = pytest.mark.usefixtures("library")

DOCS = Path(__file__).resolve().parents[1] / "docs"
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CACHE = cache_dir().parent
DATA = Path(platformdirs.user_data_dir()).absolute()


def blocks(page):
    return [(m[1], m[2].strip(), m[3]) for m in BLOCK.finditer((DOCS / page).read_text("utf-8"))]


def same(shown, said):
    """Whether an output is as the page shows it; `...` stands for anything."""
    lines = "\n".join(" ".join(line.split()) for line in said.strip().splitlines())
    wanted = "\n".join(" ".join(line.split()) for line in shown.strip().splitlines())
    return re.fullmatch(re.escape(wanted).replace(r"\.\.\.", ".*?"), lines, re.DOTALL) is not None


def test_what_same_means():
    assert same("a ... c\n...\nd", "a b   c\nx\ny\nd\n")
    assert not same("a ... c", "a b d")


def under_pytest(pytester, *arguments):
    """Run pytest as a user would, with the plugin even where it is not installed."""
    found = any(e.value == "proofgrad.oracle.pytest_plugin" for e in entry_points(group="pytest11"))
    plugin = () if found else ("-p", "proofgrad.oracle.pytest_plugin")
    return pytester.runpytest_subprocess(*plugin, "-p", "no:cacheprovider", *arguments)


def test_the_page_for_newcomers_says_what_happens(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names, said, checked = {}, "", 0
    for kind, info, text in blocks("test-your-kernel.md"):
        if info.startswith("file="):
            (tmp_path / info.removeprefix("file=")).write_text(text)
        elif kind == "python":
            with contextlib.redirect_stdout(io.StringIO()) as out, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                exec(text, names)
            said = out.getvalue()
        elif kind == "console":
            command, _, shown = text.partition("\n")
            program, *arguments = shlex.split(command.removeprefix("$ "))
            assert program == "proofgrad"
            with contextlib.redirect_stdout(io.StringIO()) as out:
                main(arguments)
            assert same(shown, out.getvalue()), out.getvalue()
            checked += 1
        elif kind == "text":
            assert same(text, said), said
            checked += 1
    assert checked >= 5


def test_the_test_of_the_page_passes_under_pytest(pytester, monkeypatch):
    monkeypatch.setenv("PROOFGRAD_CACHE_DIR", str(CACHE))
    monkeypatch.setenv("XDG_DATA_HOME", str(DATA))  # pytester changes HOME, where our key lies
    for _, info, text in blocks("test-your-kernel.md"):
        if info in ("file=mine.py", "file=test_mine.py"):
            (pytester.path / info.removeprefix("file=")).write_text(text)
    under_pytest(pytester).assert_outcomes(passed=1)


def recipes():
    """Each section of the recipes: its title, and the code in it."""
    _, *parts = re.split(r"^## (.*)$", (DOCS / "recipes.md").read_text("utf-8"), flags=re.MULTILINE)
    return [
        pytest.param([(m[1], m[2].strip(), m[3]) for m in BLOCK.finditer(text)], id=title.replace(" ", "-"))
        for title, text in zip(parts[::2], parts[1::2], strict=True)
    ]


def files(found, folder):
    """Write the files that a page shows."""
    for _, info, text in found:
        name = next((word.removeprefix("file=") for word in info.split() if word.startswith("file=")), "")
        if name:
            (folder / name).write_text(text)


def without(found):
    """What a recipe needs and this machine lacks: modules, or programs."""
    needed = {n for _, info, _ in found for n in re.findall(r"needs=(\S+)", info)}
    for name in sorted(n for listed in needed for n in listed.split(",")):
        if shutil.which(name) is None and importlib.util.find_spec(name) is None:
            yield name


@pytest.mark.parametrize("found", recipes())
def test_every_recipe_does_what_it_says(found, tmp_path, monkeypatch, request):
    if lacking := list(without(found)):
        pytest.skip(f"needs {', '.join(lacking)}")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.syspath_prepend(str(tmp_path))
    files([block for part in recipes() if part.id.startswith("NumPy") for block in part.values[0]], tmp_path)
    files(found, tmp_path)
    consoles = [(info, text) for kind, info, text in found if kind == "console"]
    assert consoles
    for info, text in consoles:
        command, _, shown = text.partition("\n")
        program, *arguments = shlex.split(command.removeprefix("$ "))
        if program == "pytest":
            monkeypatch.setenv("PROOFGRAD_CACHE_DIR", str(CACHE))
            monkeypatch.setenv("XDG_DATA_HOME", str(DATA))
            pytester = request.getfixturevalue(
                "pytester"
            )  # changes HOME, where compilers have their settings
            done = under_pytest(pytester, *(str(tmp_path / a) for a in arguments))
            done.assert_outcomes(passed=int(info.removeprefix("pytest=")))
        else:
            with contextlib.redirect_stdout(io.StringIO()) as out:
                main(arguments)
            assert same(shown, out.getvalue()), out.getvalue()


@pytest.mark.parametrize(("name", "compiled"), [("torch", False), ("torch", True), ("jax", False)])
def test_every_finding_shows_its_input_and_still_prints_what_the_page_says(name, compiled):
    """Only with a version that the page names: others may have been mended."""
    found = blocks("findings.md")
    cases, said = [], {}
    for kind, info, text in found:
        if kind == "python":
            said = {}
            cases.append((text, said))
        elif kind == "text":
            framework, _, versions = info.partition(" ")
            said |= {v.partition("+")[0]: (framework, text) for v in versions.split(", ")}
    assert all(said for _, said in cases)
    cases = [(code, said) for code, said in cases if all(f == name for f, _ in said.values())]
    assert len(cases) > 5
    cases = [(code, said) for code, said in cases if ("torch.compile" in code) == compiled]
    assert cases
    try:
        here = version(name).partition("+")[0]
    except PackageNotFoundError:
        pytest.skip(f"{name} is not installed: scripts/test --backends")
    known = sorted({v for _, said in cases for v in said})
    if here not in known:
        pytest.skip(f"{name} {here} is installed, the page is about {', '.join(known)}")
    import subprocess
    import sys

    if compiled and not any(map(shutil.which, ("c++", "g++", "clang++"))):
        pytest.skip("torch.compile needs a C++ compiler")

    # One process for all of a framework: importing it takes longer than all else.
    code = "\nprint('----')\n".join(text for text, _ in cases)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    parts = done.stdout.split("----\n")
    assert [p.split() for p in parts] == [said[here][1].split() for _, said in cases]
