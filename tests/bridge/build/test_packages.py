"""Compiled packages count with all that they import in turn: a changed one makes nothing stay as it was."""

from __future__ import annotations

import os
from pathlib import Path

from proofgrad.bridge.build.plan import make_plan
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.project.project import load_project


def test_what_a_package_imports_in_turn_is_part_of_the_key(tmp_path: Path) -> None:
    """Of the same size, and with its time of change set back: as if nothing had happened."""
    folder = tmp_path / ".lake/packages/theirs/.lake/build/lib/lean"
    folder.mkdir(parents=True)
    direct, below = folder / "Direct.olean", folder / "Below.olean"
    direct.write_bytes(b"direct")
    below.write_bytes(b"honest")
    (tmp_path / "Case.lean").write_text("prelude\nimport Direct\n")

    def key() -> str | None:
        return make_plan(load_project(tmp_path), find_toolchain())["Case"].key

    first, times = key(), below.stat()
    assert first is not None
    assert key() == first
    below.write_bytes(b"sorry!")
    os.utime(below, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert key() != first
