"""What Lean itself does not see, and what becomes of the rest when one proof cannot be checked."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from proofgrad.bridge.checking.check import check
from proofgrad.bridge.project.project import Project

BASE = Path(__file__).resolve().parents[2] / "lean" / "accepted" / "Base.lean"
FALSE_ADDITION = """prelude
import Base
noncomputable def Nat.add (m n : Nat) : Nat := m
theorem byName : Eq (Nat.add 1 1) 2 := Eq.refl
"""
"""The definition says 1, Lean computes 2 by name: together they prove False without an axiom."""


def test_a_false_addition_is_accepted_by_lean_and_rejected_by_the_second_checker(
    cache: Path, tmp_path: Path
) -> None:
    shutil.copy(BASE, tmp_path / "Base.lean")
    (tmp_path / "Case.lean").write_text(FALSE_ADDITION)
    by_lean = check(tmp_path, timeout=60)
    assert {module.status for module in by_lean.modules.values()} == {"ok"}
    assert [p for p in by_lean.problems if p.severity == "error"] == []
    result = check(tmp_path, checker="both", timeout=60)
    assert ("rejected-by-python", "Nat.add") in [(p.code, p.declaration) for p in result.problems]
    assert result.exit_code == 1


@pytest.mark.parametrize(("name", "code"), [("time_out", "timeout"), ("stack_overflow", "crash")])
def test_the_rest_is_checked_when_one_proof_has_no_end(
    name: str, code: str, cache: Path, copy: Callable[[str], Project]
) -> None:
    root = copy(name).root
    (root / "Good.lean").write_text("prelude\nimport Base\ntheorem good : True := True.intro\n")
    (root / "Wrong.lean").write_text("prelude\nimport Base\ntheorem wrong : False := True.intro\n")
    result = check(root, timeout=3 if name == "time_out" else 60)
    assert result.modules["Good"].status == "ok"
    assert {(p.code, p.file) for p in result.problems} == {(code, "Case.lean"), ("rejected", "Wrong.lean")}
    assert result.exit_code == 1
