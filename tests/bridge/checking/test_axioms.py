"""Lean's three axioms are known by what they state, not by their names."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from proofgrad.bridge.build.run import build
from proofgrad.bridge.checking.check import CheckResult, check
from proofgrad.bridge.checking.standard_axioms import departure
from proofgrad.bridge.files.paths import lean_sources
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.olean.constants import Constant
from proofgrad.bridge.olean.terms import Pi
from proofgrad.bridge.project.project import load_project

BASE = Path(__file__).resolve().parents[2] / "lean" / "accepted" / "Base.lean"
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


class Changed:
    """The foundation with some constants changed: Lean itself has no way to give `Quot` another shape."""

    def __init__(self, env: Environment, **changed: Constant) -> None:
        self.env, self.changed = env, {name.replace("_", "."): c for name, c in changed.items()}

    def get(self, name: str) -> Constant | None:
        return self.changed.get(name) or self.env.get(name)


def test_soundness_of_quotients_by_another_statement_is_noticed(cache: Path) -> None:
    built = build(load_project(), find_toolchain(lean_sources()), modules=["NN.Core.Logic"])
    env = Environment.load(built.oleans)
    sound, mk, refl = env["Quot.sound"], env["Quot.mk"], env["Eq.refl"]
    without_hypothesis = sound.type
    for _ in range(4):
        assert isinstance(without_hypothesis, Pi)
        without_hypothesis = without_hypothesis.body
    assert departure(env, "Quot.sound") is None
    for changed, why in (
        ({"Quot_sound": replace(sound, read_type=lambda: env["propext"].type)}, "Quot.sound is"),
        ({"Quot_sound": replace(sound, read_type=lambda: env["False"].type)}, "Quot.sound is"),
        ({"Quot_sound": replace(sound, read_type=lambda: without_hypothesis)}, "Quot.sound is"),
        ({"Quot_sound": replace(sound, levels=("u", "v"))}, "Quot.sound is"),
        ({"Quot_mk": replace(mk, role="lift")}, "Quot.mk is"),
        ({"Quot_mk": replace(mk, read_type=lambda: env["Quot.lift"].type)}, "Quot.mk is"),
        ({"Eq_refl": replace(refl, fields=1)}, "Eq.refl is"),
        ({"Quot": env["Quot.mk"]}, "Quot is"),
    ):
        found = departure(cast("Environment", Changed(env, **changed)), "Quot.sound")
        assert found is not None
        assert found.startswith(why)


def test_a_panic_that_lean_swallows_is_no_acceptance(cache: Path, tmp_path: Path) -> None:
    """`init_quot` on this small foundation panics; Lean says so in an information and exits with 0."""
    result = judged(tmp_path / "p", "init_quot\n")
    assert [p.code for p in result.problems if p.file == "Case.lean"] == ["crash"]
    assert "panicked" in result.problems[0].message
    assert result.exit_code == 3
    result = check(tmp_path / "p", via="server", timeout=60)
    assert "crash" in [p.code for p in result.problems]
    assert result.exit_code == 3


def test_a_private_axiom_that_is_allowed_is_one_axiom_to_both_readers(cache: Path, tmp_path: Path) -> None:
    base = Path(__file__).resolve().parents[2] / "lean" / "accepted" / "Base.lean"
    (tmp_path / "Base.lean").write_text(base.read_text("utf-8"), "utf-8")
    (tmp_path / "Case.lean").write_text(
        "prelude\nimport Base\nprivate axiom hidden : True\ntheorem t : True := hidden\n"
    )
    allowed = check(tmp_path, timeout=60, allow_axioms=["_private.Case.0.hidden"])
    assert [p.code for p in allowed.problems if p.severity != "warning"] == []
    refused = check(tmp_path, timeout=60)
    assert [p.code for p in refused.problems if p.severity == "error"] == ["extra-axiom"]


HOLES = """set_option warn.sorry false
theorem hole : Eq Bool.true Bool.false := sorry
theorem user : Eq Bool.true Bool.false := hole
theorem user.part : Eq Bool.true Bool.false := hole
"""


@pytest.mark.parametrize(
    ("nowhere", "told"),
    [
        ((), {("hole", 7), ("user", 8), ("user.part", 9)}),
        (("user.part",), {("hole", 7), ("user", 8)}),
        (("user", "user.part"), {("hole", 7), ("user", None), ("user.part", None)}),
    ],
    ids=["all have places", "a part of what is told", "made by code"],
)
def test_what_rests_on_sorry_is_told_wherever_it_stands(
    nowhere: tuple[str, ...],
    told: set[tuple[str, int | None]],
    cache: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What code adds to an environment has no place in a file."""
    placed = Environment.position
    monkeypatch.setattr(
        Environment, "position", lambda env, name: None if name in nowhere else placed(env, name)
    )
    text = f"{HOLES}-- {nowhere}: nothing is remembered\n"
    problems = [p for p in judged(tmp_path / "p", text).problems if p.code == "inherited-sorry"]
    assert {(p.declaration, p.line) for p in problems} == told
