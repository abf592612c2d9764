"""Files written whole or not at all, and who can read them."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from proofgrad.bridge.files.atomic import write_atomically, writing

ROOT = Path(__file__).parents[3]
posix = pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")


@pytest.fixture(autouse=True)
def _umask():
    old = os.umask(0o027)
    yield
    os.umask(old)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_an_interruption_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_bytes(b"old")

    def interrupted() -> None:
        with writing(file) as half:
            half.write(b"half")
            half.flush()
            assert file.read_bytes() == b"old"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]
    assert file.read_bytes() == b"old"


@posix
def test_a_file_of_the_users_keeps_its_mode_and_a_new_one_has_the_usual_one(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    write_atomically(file, b"1", shared=True)
    assert (mode(file), file.read_bytes()) == (0o640, b"1")
    file.chmod(0o604)
    write_atomically(file, b"2", shared=True)
    assert (mode(file), file.read_bytes()) == (0o604, b"2")


@posix
def test_what_we_keep_nobody_else_reads_or_writes(tmp_path: Path) -> None:
    file = tmp_path / "verdict"
    file.write_bytes(b"old")
    file.chmod(0o666)
    with writing(file) as new:
        (half,) = (p for p in tmp_path.iterdir() if p != file)
        assert mode(half) == 0o600
        new.write(b"new")
    assert (mode(file), file.read_bytes()) == (0o600, b"new")


def test_there_is_no_other_atomic_writer() -> None:
    """A temporary file that is renamed is made in one place; folders that are renamed are another thing."""
    makers = {"mkstemp", "NamedTemporaryFile"}
    found = []
    for file in [*(ROOT / "bridge").rglob("*.py"), *(ROOT / "oracle").rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in makers:
                found.append(f"{file.relative_to(ROOT)}:{node.lineno}")
            if isinstance(node, ast.ImportFrom) and node.module == "tempfile":
                found += [f"{file.relative_to(ROOT)}: {a.name}" for a in node.names if a.name in makers]
    assert found == []
