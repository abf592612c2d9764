"""What Lean itself does not see, and what becomes of the rest when one proof cannot be checked."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from proofgrad.bridge.checking.check import check
from proofgrad.bridge.checking.session import Session
from proofgrad.bridge.project.project import Project, load_project

BASE = Path(__file__).resolve().parents[2] / "lean" / "accepted" / "Base.lean"
FALSE_ADDITION = """prelude
import Base
noncomputable def Nat.add (m n : Nat) : Nat := m
theorem byName : Eq (Nat.add 1 1) 2 := Eq.refl
"""
"""The definition says 1, Lean computes 2 by name: together they prove False without an axiom."""


def test_a_false_addition_is_accepted_by_lean_and_rejected_by_the_second_checker_which_is_asked_by_default(
    cache: Path, tmp_path: Path
) -> None:
    shutil.copy(BASE, tmp_path / "Base.lean")
    (tmp_path / "Case.lean").write_text(FALSE_ADDITION)
    result = check(tmp_path, timeout=60)
    assert {module.status for module in result.modules.values()} == {"ok"}
    wrong = [(p.code, p.declaration) for p in result.problems if p.severity != "warning"]
    assert wrong == [("rejected-by-python", "Nat.add")]  # Lean's kernel has nothing against it
    assert result.exit_code == 1
    statuses = {d.status for d in Session(load_project(tmp_path)).catalogue().declarations}
    assert statuses == {"failed"}  # whatever the kernel accepted, it may have computed with this


@pytest.mark.parametrize(
    ("old", "new", "case"),
    [
        (
            "String : Type where | mk : String",
            "String : Type",
            'theorem boom : False := String.rec (fun _ => False) "a"',
        ),
        (
            "import Base\n",
            "import Base\nopaque Lean.reduceBool (b : Bool) : Bool := b\n",
            "theorem fine : True := True.intro",
        ),
    ],
    ids=["a literal string without a string", "compiled code in the kernel"],
)
def test_what_lean_believes_without_looking_is_not_green(
    old: str, new: str, case: str, cache: Path, tmp_path: Path
) -> None:
    base, text = BASE.read_text("utf-8"), f"prelude\nimport Base\n{case}\n"
    (tmp_path / "Base.lean").write_text(base.replace(old, new), "utf-8")
    (tmp_path / "Case.lean").write_text(text.replace(old, new), "utf-8")
    result = check(tmp_path, timeout=60)
    assert {module.status for module in result.modules.values()} == {"ok"}, result.problems
    assert result.counts["replayed"]
    assert result.exit_code == 3
    statuses = {d.status for d in Session(load_project(tmp_path)).catalogue().declarations}
    assert statuses == {"inconclusive"}


@pytest.mark.parametrize(
    "case",
    [
        'theorem open_ : True := sorry\ndef word : String := "a"',
        """theorem sorryAx (α : Prop) (_ : Bool) (h : α) : α := h
theorem hidden (h : String → True) : True := sorryAx True Bool.true (h "a")""",
    ],
    ids=["beside a hole", "behind what is only called sorryAx"],
)
def test_a_string_is_excused_only_where_a_hole_is_told(case: str, cache: Path, tmp_path: Path) -> None:
    base = BASE.read_text("utf-8")
    (tmp_path / "Base.lean").write_text(base, "utf-8")
    (tmp_path / "Case.lean").write_text("prelude\nimport Base\ntheorem hole : True := sorry\n", "utf-8")
    assert [p.code for p in check(tmp_path, timeout=60).problems] == ["sorry"]  # and that is not remembered
    if "theorem sorryAx" in case:
        base = base.replace("axiom sorryAx (α : Sort u) (synthetic : Bool) : α\n", "")
    (tmp_path / "Base.lean").write_text(base, "utf-8")
    (tmp_path / "Case.lean").write_text(f"prelude\nimport Base\n{case}\n", "utf-8")
    result = check(tmp_path, timeout=60)
    assert {module.status for module in result.modules.values()} == {"ok"}, result.problems
    undecided = [p.declaration for p in result.problems if p.code == "undecided-by-python"]
    assert undecided == ["the letters of a literal string"]


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
