"""Files by strangers that are no files, or no configuration: told at once, and for little."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from proofgrad.bridge.checking.check import check
from proofgrad.bridge.errors import CacheError, ConfigError, ProjectError
from proofgrad.bridge.files.paths import cache_dir
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.project.project import load_project
from proofgrad.bridge.project.toml import read_toml
from proofgrad.bridge.reading.configure import read_config

BASE = Path(__file__).resolve().parents[2] / "lean" / "accepted" / "Base.lean"
DOTTED = ".".join("a" * 60_000)
HOSTILE = {
    "dotted key": f"[leanOptions]\n{DOTTED} = 1\n",
    "dotted table": f"[{DOTTED}]\n",
    "quoted parts": "[leanOptions]\n" + ".".join(['"a"'] * 60_000) + " = 1\n",
    "inline": f"x = {{ {DOTTED} = 1 }}\n",
    "nested arrays": "x = " + "[" * 60_000 + "]" * 60_000,
    "nested tables": "x = " + "{a=" * 60_000,
    "arrays a little too deep": "x = " + "[" * 33 + "]" * 33,
    "many keys": "".join(f"a{i} = 1\n" for i in range(30_000)),
    "large": "#" * (2 << 20),
}


def said(folder: Path) -> str:
    """What is wrong with a project: an error, or the first problem of a check that fails."""
    try:
        result = check(folder, timeout=60)
    except (ProjectError, ConfigError) as error:
        return error.message
    return result.problems[0].message if result.exit_code == 1 else ""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_configuration_beyond_the_limits_is_refused_before_it_is_parsed(name: str, tmp_path: Path) -> None:
    began = time.process_time()
    (tmp_path / "lakefile.toml").write_text(HOSTILE[name])
    (tmp_path / "proofgrad.toml").write_text(HOSTILE[name])
    with pytest.raises(ProjectError, match="cannot read"):
        load_project(tmp_path)
    with pytest.raises(ConfigError, match="cannot read"):
        read_config(tmp_path)
    assert time.process_time() - began < 5


def test_an_ordinary_configuration_is_within_the_limits(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text('a.b = "' + "." * 100 + '[[[{{{"\n# ' + "." * 200 + "\nc = [[1, 2], [{d = 1.5}]]\n")
    assert read_toml(file) == {"a": {"b": "." * 100 + "[[[{{{"}, "c": [[1, 2], [{"d": 1.5}]]}


PLACES = (
    *("lakefile.toml", "lakefile.lean", "lake-manifest.json", "lean-toolchain", "declarations.txt"),
    *("proofgrad.toml", "pyproject.toml", ".lake", ".lake/packages", ".lake/build", ".lake/build/lib/lean"),
    *(".lake/packages/theirs", ".lake/packages/theirs/.lake/build"),
)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
@pytest.mark.parametrize(
    ("name", "target"),
    [
        (name, target)
        for name in PLACES
        for target in ("out", "nothing", "pipe")
        if (name, target) != (".lake/packages/theirs", "pipe")  # nobody takes a pipe for a package
    ],
)
def test_a_place_that_is_not_what_its_name_says_is_an_error_and_not_passed_over(
    name: str, target: str, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    (project / name).parent.mkdir(parents=True)
    shutil.copy(BASE, project / "Base.lean")
    (tmp_path / "out").mkdir()
    if target == "pipe":
        os.mkfifo(project / name)
    else:
        (project / name).symlink_to(tmp_path / "out" if target == "out" else project / "nothing")
    with pytest.raises(ProjectError, match=r"leads out of the project|no ordinary file|no folder"):
        load_project(project)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
@pytest.mark.parametrize("name", ["lakefile.toml", "Case.lean", "declarations.txt", "proofgrad.toml"])
def test_a_pipe_in_the_place_of_a_file_is_an_error_and_no_waiting(
    name: str, cache: Path, tmp_path: Path
) -> None:
    shutil.copy(BASE, tmp_path / "Base.lean")
    os.mkfifo(tmp_path / name)
    assert "no ordinary file" in said(tmp_path)


@pytest.mark.parametrize("name", ["lakefile.toml", "declarations.txt", "proofgrad.toml"])
def test_a_link_out_of_the_project_is_an_error(name: str, cache: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    shutil.copy(BASE, project / "Base.lean")
    (tmp_path / "elsewhere").write_text('name = "x"\n')
    (project / name).symlink_to(tmp_path / "elsewhere")
    assert "leads out of the project" in said(project)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
@pytest.mark.parametrize("lakefile", ["", 'name = "x"\n[[lean_lib]]\nname = "x"\nroots = ["Base", "Case"]\n'])
@pytest.mark.parametrize(
    ("target", "what"),
    [
        ("/dev/zero", "leads out of the project"),
        ("../elsewhere.lean", "leads out of the project"),
        ("pipe", "no ordinary file"),
        ("nothing", "no ordinary file"),
    ],
)
def test_a_source_that_is_a_link_to_none_is_an_error(
    target: str, what: str, lakefile: str, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    shutil.copy(BASE, project / "Base.lean")
    (tmp_path / "elsewhere.lean").write_text("prelude\n")
    os.mkfifo(project / "pipe")
    (project / "Case.lean").symlink_to(target)
    if lakefile:
        (project / "lakefile.toml").write_text(lakefile)
    with pytest.raises(ProjectError, match=what):
        load_project(project).modules()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_lean_toolchain_that_is_a_pipe_or_a_device_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "lean-toolchain"
    for make, what in (
        (lambda: os.mkfifo(file), "no ordinary file"),
        (lambda: file.symlink_to("/dev/zero"), "leads out of the project"),
        (lambda: file.write_text("v4.35.0" * 100_000), "larger than"),
    ):
        make()
        with pytest.raises(ProjectError, match=what):
            find_toolchain(tmp_path)
        file.unlink()


def test_a_byte_order_mark_in_a_configuration_is_called_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "lakefile.toml").write_bytes(b'\xef\xbb\xbfname = "x"\n')
    with pytest.raises(ProjectError, match="byte order mark"):
        load_project(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="permissions are others there")
def test_a_cache_folder_that_others_can_write_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "shared"
    monkeypatch.setenv("PROOFGRAD_CACHE_DIR", str(folder))
    own = cache_dir()
    for place, mode in ((folder, 0o770), (own, 0o707), (own, 0o1777)):
        place.chmod(mode)
        with pytest.raises(CacheError, match="written by others"):
            cache_dir()
        place.chmod(0o700)
    assert cache_dir() == own
