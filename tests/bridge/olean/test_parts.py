"""Modules of Lean's module system are spread over three files."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from proofgrad.bridge.errors import OleanError
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.olean import Environment

FIRST = """module
prelude
public axiom A : Type
public axiom a : A
public theorem shown (p : Prop) (h : p) : p := (fun (x : p) => x) h
theorem hidden (p : Prop) (h : p) : p := h
public noncomputable def constant (_x : A) : A := a
"""
SECOND = """module
prelude
public import First
public theorem again (p : Prop) (h : p) : p := shown p h
public noncomputable def twice (x : A) : A := constant (constant x)
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("parts")
    toolchain = find_toolchain()
    for name, source in (("First", FIRST), ("Second", SECOND)):
        (folder / f"{name}.lean").write_text(source, encoding="utf-8")
        command = ["-s65536", "-R", ".", "-o", f"{name}.olean", f"{name}.lean"]
        environment = toolchain.environment(str(folder))
        done = subprocess.run(
            [*toolchain.prefix, *command],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return {name: folder / f"{name}.olean" for name in ("First", "Second")}


def test_all_parts_are_read(files: dict[str, Path]) -> None:
    env = Environment.load(files)
    parts = [part.path.name for part in env.modules["First"].parts]
    assert parts == ["First.olean", "First.olean.server", "First.olean.private"]
    assert env.kind("shown") == env.kind("again") == "theorem"
    assert "_private.First.0.hidden" in env
    assert env.axioms("shown") == env.axioms("again") == ()
    assert env.axioms("twice") == ("A", "a")


def test_a_part_of_another_build_is_no_proof(files: dict[str, Path], tmp_path: Path) -> None:
    """The private part points into the public one; with another file beside it nothing fits any more."""
    for path in files["First"].parent.glob("First.olean*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    other = files["Second"].read_bytes()
    (tmp_path / "First.olean").write_bytes(other)
    with pytest.raises(OleanError):
        Environment.load({"First": tmp_path / "First.olean"})
