"""Lean's three axioms are known by what they state, not by their names."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from proofgrad.bridge.checking import CheckResult, check

BASE = Path(__file__).resolve().parents[1] / "lean" / "accepted" / "Base.lean"
IFF = "structure Iff (a b : Prop) : Prop where\n  intro ::\n  mp : a → b\n  mpr : b → a\n"
NONEMPTY = "class inductive Nonempty (α : Sort u) : Prop where | intro (val : α) : Nonempty α\n"
PROPEXT = "axiom propext {a b : Prop} : Iff a b → Eq a b\n"
CHOICE = "axiom Classical.choice {α : Sort u} : Nonempty α → α\n"
TRUE = "theorem fine (a : Bool) : Eq a a := Eq.refl\n"


def judged(folder: Path, axioms: str) -> CheckResult:
    folder.mkdir()
    shutil.copy(BASE, folder / "Base.lean")
    head = "prelude\nimport Base\nset_option genInjectivity false\nset_option genSizeOf false\n"
    (folder / "Case.lean").write_text(f"{head}universe u v w\n{axioms}{TRUE}")
    return check(folder, timeout=60)


def test_the_standard_ones_are_accepted_whatever_their_binders_are_called(
    cache: Path, tmp_path: Path
) -> None:
    other = CHOICE.replace("α", "β").replace("Sort u", "Sort w")
    result = judged(tmp_path / "p", IFF + NONEMPTY + PROPEXT + other)
    assert result.problems == ()
    assert {"propext", "Classical.choice"} <= set(result.axioms)


@pytest.mark.parametrize(
    ("axioms", "name", "why"),
    [
        ("axiom propext : False\n", "propext", "propext is `axiom 0 False`"),
        (IFF + PROPEXT.replace("Iff a b → ", ""), "propext", "propext is"),
        (IFF.replace("  mpr : b → a\n", "") + PROPEXT, "propext", "Iff.intro is"),
        (IFF.replace("b → a", "True → True") + PROPEXT, "propext", "Iff.intro is"),
        ("inductive Iff (a b : Prop) : Prop where | intro\n" + PROPEXT, "propext", "Iff.intro is"),
        (NONEMPTY + CHOICE.replace("Nonempty α → ", ""), "Classical.choice", "Classical.choice is"),
        (NONEMPTY.replace("(val : α) ", "") + CHOICE, "Classical.choice", "Nonempty.intro is"),
        (NONEMPTY + CHOICE.replace("Sort u", "Type u"), "Classical.choice", "Classical.choice is"),
        ("axiom Quot.sound : False\n", "Quot.sound", "Quot.sound is"),
    ],
)
def test_another_statement_under_the_name_is_an_error(
    axioms: str, name: str, why: str, cache: Path, tmp_path: Path
) -> None:
    result = judged(tmp_path / "p", axioms)
    assert [(p.code, p.declaration) for p in result.problems] == [("changed-axiom", name)]
    assert why in result.problems[0].message
    assert result.problems[0].file == "Case.lean"
    assert result.exit_code == 1
