"""Hypotheses that no theorem shows to be possible: proofgrad looks for values, and Lean checks them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from proofgrad.bridge.catalogue import Catalogue, LeanInfo
from proofgrad.bridge.checker import Recheck
from proofgrad.bridge.checking.catalogue import catalogue
from proofgrad.bridge.checking.check import check
from proofgrad.bridge.checking.compiled import Compiled
from proofgrad.bridge.checking.second.opinion import Opinion
from proofgrad.bridge.checking.session import Session
from proofgrad.bridge.checking.witnessing import NOT_SEARCHED, Search, Witnesses, find_witnesses
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.project.project import load_project
from proofgrad.bridge.reading.catalogue import read_catalogue

HEAD = """prelude
import NN.Formula
import NN.Proofs.Autograd.Curried
import NN.Proofs.Autograd.Tape.Nodes.Arithmetic
import NN.Proofs.Autograd.Tape.Nodes.Reduction
namespace Case
open Spec Vec Proofs.Autograd
open Proofs.Autograd.TapeNodes (elemwise elemwiseFderiv elemwiseFderivAt scale scaleFderiv)
variable {Γ : List Shape} {s : Shape}
"""
NODES = """
structure Config where
  eps : ℝ
  positive : 0 < eps
structure Two where
  cfg : Config
  below : cfg.eps < 1
noncomputable def above (idx : Idx Γ s) (c : ℝ) : Node Γ s := elemwise idx (fun x => c * x) fun _ => c
theorem aboveFderiv (idx : Idx Γ s) (c : ℝ) (_ : 7 < c ∧ c ≤ 10) : NodeFDerivCorrect (above idx c) :=
  scaleFderiv idx c
noncomputable def bundled (idx : Idx Γ s) (t : Two) : Node Γ s :=
  elemwise idx (fun x => t.cfg.eps * x) fun _ => t.cfg.eps
theorem bundledFderiv (idx : Idx Γ s) (t : Two) : NodeFDerivCorrect (bundled idx t) :=
  scaleFderiv idx t.cfg.eps
noncomputable def between (idx : Idx Γ s) (a b c : ℝ) : Node Γ s :=
  elemwise idx (fun x => (a + b + c) * x) fun _ => a + b + c
theorem betweenFderiv (idx : Idx Γ s) (a b c : ℝ) (_ : a < b) (_ : b ≠ c) (_ : c = a) :
    NodeFDerivCorrect (between idx a b c) := scaleFderiv idx (a + b + c)
noncomputable def both (idx : Idx Γ s) (c : ℝ) : Node Γ s := elemwise idx (fun x => c * x) fun _ => c
theorem bothFderiv (idx : Idx Γ s) (c : ℝ) (_ : 0 < c) (_ : c < 2) : NodeFDerivCorrect (both idx c) :=
  scaleFderiv idx c
noncomputable def ranged (idx : Idx Γ s) (c : ℝ) : Node Γ s := elemwise idx (fun x => c * x) fun _ => c
theorem rangedFderivAt (idx : Idx Γ s) (c : ℝ) (xV : CtxVec Γ) (_ : 5 < c)
    (_ : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i ≠ 0) : NodeFDerivCorrectAt (ranged idx c) xV :=
  scaleFderiv idx c xV
noncomputable def total {n : Nat} (idx : Idx Γ (.dim n .scalar)) : Node Γ .scalar := TapeNodes.sum idx
theorem totalFderiv {n : Nat} (idx : Idx Γ (.dim n .scalar)) (_ : 0 < n ∧ n ≠ 1) :
    NodeFDerivCorrect (total idx) :=
  TapeNodes.sumFderiv idx
structure Heads where
  eps : ℝ
  heads : Nat
  some : 0 < heads
noncomputable def repeated (idx : Idx Γ s) (c : ℝ) (_ : Nat) : Node Γ s :=
  elemwise idx (fun x => c * x) fun _ => c
theorem repeatedFderiv (idx : Idx Γ s) (c : ℝ) (k : Nat) (_ : 0 < k) : NodeFDerivCorrect (repeated idx c k) :=
  scaleFderiv idx c
noncomputable def grouped (idx : Idx Γ s) (c : ℝ) (_ _ : Nat) : Node Γ s :=
  elemwise idx (fun x => c * x) fun _ => c
theorem groupedFderiv (idx : Idx Γ s) (c : ℝ) (k m : Nat) (_ : 7 < k ∧ k ≠ 8 ∧ k < m ∧ 1 < c) :
    NodeFDerivCorrect (grouped idx c k m) := scaleFderiv idx c
noncomputable def headed (idx : Idx Γ s) (h : Heads) : Node Γ s :=
  elemwise idx (fun x => h.eps * x) fun _ => h.eps
theorem headedFderiv (idx : Idx Γ s) (h : Heads) (_ : 1 < h.heads) : NodeFDerivCorrect (headed idx h) :=
  scaleFderiv idx h.eps
noncomputable def times {n : Nat} (idx : Idx Γ (.dim n .scalar)) (_ : Nat) : Node Γ .scalar :=
  TapeNodes.sum idx
theorem timesFderiv {n : Nat} (idx : Idx Γ (.dim n .scalar)) (k : Nat) (_ : 0 < k) :
    NodeFDerivCorrect (times idx k) := TapeNodes.sumFderiv idx
noncomputable def either (idx : Idx Γ s) (c : ℝ) : Node Γ s := elemwise idx (fun x => c * x) fun _ => c
theorem eitherFderiv (idx : Idx Γ s) (c : ℝ) (_ : c < -1 ∨ c ≠ 0 ∧ 1 < c) :
    NodeFDerivCorrect (either idx c) := scaleFderiv idx c
noncomputable def implied (idx : Idx Γ s) (c : ℝ) : Node Γ s := elemwise idx (fun x => c * x) fun _ => c
theorem impliedFderiv (idx : Idx Γ s) (c : ℝ) (_ : c ≠ 0 → 1 < c) :
    NodeFDerivCorrect (implied idx c) := scaleFderiv idx c
def Valid (c : ℝ) : Prop := 7 < c ∧ c ≤ 10
noncomputable def named (idx : Idx Γ s) (c : ℝ) : Node Γ s := elemwise idx (fun x => c * x) fun _ => c
theorem namedFderiv (idx : Idx Γ s) (c : ℝ) (_ : Valid c) : NodeFDerivCorrect (named idx c) :=
  scaleFderiv idx c

abbrev Goal (p : Prop) {Γ : List Shape} {s : Shape} (n : Node Γ s) : Prop := ∀ _ : p, NodeFDerivCorrect n
noncomputable def wrapped (idx : Idx Γ s) (c : ℝ) : Node Γ s := elemwise idx (fun x => c * x) fun _ => c
theorem wrappedFderiv (idx : Idx Γ s) (c : ℝ) : Goal (7 < c) (wrapped idx c) := fun _ => scaleFderiv idx c
noncomputable def untrue (idx : Idx Γ s) : Node Γ s := elemwise idx _root_.exp fun _ => 7
theorem untrueFderiv (idx : Idx Γ s) : Goal (0 = (1 : Nat)) (untrue idx) := fun h => Nat.noConfusion h
noncomputable def never (idx : Idx Γ s) (c : ℝ) : Node Γ s := elemwise idx (fun x => c * x) fun _ => 7
theorem neverFderiv (idx : Idx Γ s) (c : ℝ) (h : 0 < c) (k : c < 0) : NodeFDerivCorrect (never idx c) :=
  (lt_irrefl _ (lt_trans h k)).elim
def Impossible (c : ℝ) : Prop := c < 0 ∧ 0 < c ∨ False
noncomputable def neither (idx : Idx Γ s) (c : ℝ) : Node Γ s := elemwise idx (fun x => c * x) fun _ => 7
theorem neitherFderiv (idx : Idx Γ s) (c : ℝ) (h : Impossible c) : NodeFDerivCorrect (neither idx c) :=
  h.elim (fun k => (lt_irrefl _ (lt_trans k.1 k.2)).elim) False.elim
noncomputable def falsity (idx : Idx Γ s) (c : ℝ) : Node Γ s := elemwise idx (fun x => c * x) fun _ => 7
theorem falsityFderiv (idx : Idx Γ s) (c : ℝ) (_ : 0 < c) (h : False) :
    NodeFDerivCorrect (falsity idx c) := h.elim
noncomputable def empty {n : Nat} (idx : Idx Γ (.dim n .scalar)) : Node Γ .scalar := TapeNodes.sum idx
theorem emptyFderiv {n : Nat} (idx : Idx Γ (.dim n .scalar)) (_ : n = 0) : NodeFDerivCorrect (empty idx) :=
  TapeNodes.sumFderiv idx
noncomputable def noCount (idx : Idx Γ s) (_ : Nat) : Node Γ s := elemwise idx _root_.exp fun _ => 7
theorem noCountFderiv (idx : Idx Γ s) (k : Nat) (h : k < 0) : NodeFDerivCorrect (noCount idx k) := nomatch h
noncomputable def sameCount {n : Nat} (idx : Idx Γ (.dim n .scalar)) (_ : Nat) : Node Γ .scalar :=
  TapeNodes.sum idx
theorem sameCountFderiv {n : Nat} (idx : Idx Γ (.dim n .scalar)) (k : Nat) (_ : k = 0) (_ : n = k) :
    NodeFDerivCorrect (sameCount idx k) := TapeNodes.sumFderiv idx
noncomputable def noResult (idx : Idx Γ .scalar) (n : Nat) : Node Γ (.dim n .scalar) :=
  Node.unary idx {
    forward := fun x => ⟨fun _ => _root_.exp (x.ofLp ⟨0, Nat.le.refl⟩)⟩
    jvp := fun _ _ => 0
    vjp := fun _ _ => 0
    inner_jvp := fun _ dx δ => by rw [zero_inner, inner_zero] }
theorem noResultFderiv (idx : Idx Γ .scalar) (n : Nat) (h : Shape.size (.dim n .scalar) = 0) :
    NodeFDerivCorrect (noResult idx n) :=
  fun _ => Node.correctAt_of_differential fun i => nomatch (h ▸ i : Fin 0)
theorem exists_zero : ∃ n : Nat, Shape.size (.dim n .scalar) = 0 := ⟨0, rfl⟩
noncomputable def astray (idx : Idx Γ (.dim 1 .scalar)) (_ : ℝ) : Node Γ .scalar := TapeNodes.sum idx
theorem astrayFderivAt (idx : Idx Γ (.dim 1 .scalar)) (c : ℝ) (xV : CtxVec Γ)
    (h : ∀ i : Fin (Shape.size (.dim 1 .scalar)), (CtxVec.get idx xV).ofLp i < (CtxVec.get idx xV).ofLp i)
    (k : c < c) : NodeFDerivCorrectAt (astray idx c) xV := (lt_irrefl _ k).elim
end Case
"""


@pytest.fixture(scope="module")
def root(library: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("case")
    lakefile = 'name = "W"\n[[require]]\nname = "NN"\n[[lean_lib]]\nname = "Case"\n'
    (root / "lakefile.toml").write_text(lakefile, "utf-8")
    (root / "Case.lean").write_text(HEAD + NODES, "utf-8")
    return root


@pytest.fixture(scope="module")
def found(root: Path) -> Catalogue:
    return catalogue(root)


@pytest.mark.parametrize(
    ("name", "status", "why"),
    [
        ("above", "proved", {"shown at c = 10"}),
        ("bundled", "proved", {"shown at t.cfg.eps = 1 / 2"}),
        ("between", "proved", {"shown at a = 1, b = 2, c = 1"}),
        ("both", "proved", {"shown at c = 1"}),
        ("wrapped", "proved", {"shown at c = 10"}),
        ("either", "proved", {"shown at c = 2"}),
        ("implied", "proved", {"shown at c = 2"}),
        ("named", "proved", {"shown at c = 10"}),
        ("ranged", "proved-on-domain", {"shown at c = 10", ""}),
        ("repeated", "proved", {"shown at k = 1"}),
        ("grouped", "proved", {"shown at k = 10, m = 16, c = 2"}),
        ("headed", "proved", {"shown at h.eps = 1, h.heads = 2"}),
        ("times", "proved", {"shown at k = 1"}),
        ("total", "proved-on-domain", {"for such sizes only; shown at n = 2"}),
    ],
)
def test_values_are_found_at_which_hypotheses_hold(
    found: Catalogue, name: str, status: str, why: set[str]
) -> None:
    node = found[f"Case.{name}"]
    assert node.status == status
    assert {h.why for h in node.proofs[0].hypotheses} == why
    assert all(h.met for h in node.proofs[0].hypotheses)


@pytest.mark.parametrize(
    "name", ["never", "neither", "falsity", "empty", "astray", "noCount", "sameCount", "noResult"]
)
def test_where_there_are_none_the_status_is_conditional(found: Catalogue, name: str) -> None:
    assert found[f"Case.{name}"].status == "conditional"


def test_what_an_abbreviation_hides_is_a_hypothesis(found: Catalogue) -> None:
    node = found["Case.untrue"]
    assert node.status == "conditional"
    assert [(h.text, h.met) for h in node.proofs[0].hypotheses] == [("0 = 1", False)]


def test_a_check_counts_them_and_remembers(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = check(root)
    monkeypatch.setattr("proofgrad.bridge.checking.witnessing.find_witnesses", None)
    again = check(root)
    assert first.counts["conditional"] == again.counts["conditional"] == 9
    assert first.counts["proved"] == again.counts["proved"]
    assert all("Witness" not in name for name in first.modules)


def test_a_search_that_was_stopped_is_not_remembered(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "Case.lean").write_text(HEAD + NODES + "-- another\n", "utf-8")
    stopped = monkeypatch.context
    with stopped() as patch:
        patch.setattr("proofgrad.bridge.checking.witnessing.find_witnesses", lambda *_: Search(lasting=False))
        assert catalogue(root)["Case.above"].status == "conditional"
    assert catalogue(root)["Case.above"].status == "proved"


def test_where_no_values_can_be_tried_that_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a package that somebody else compiled."""
    (root / "Case.lean").write_text(HEAD + NODES + "-- by somebody else's Lean\n", "utf-8")
    monkeypatch.setattr(
        "proofgrad.bridge.checking.witnessing.find_witnesses", lambda *_: Search(possible=False)
    )
    node = catalogue(root)["Case.above"]
    assert node.status == "conditional"
    assert {h.why for h in node.proofs[0].hypotheses} == {NOT_SEARCHED}


def test_with_a_package_that_somebody_else_compiled_no_values_are_tried(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes = session.catalogue().nodes
    assert find_witnesses(session, session.environment, nodes).possible
    monkeypatch.setattr(type(session.project), "search_path", lambda *_: [Path("packages")])
    assert not find_witnesses(session, session.environment, nodes).possible


def test_a_module_that_was_not_accepted_is_not_asked_for(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was an internal error in a copy of the library with one module that is wrong."""
    conditional = session.catalogue()["Case.never"]
    case = session.built.modules["Case"]
    monkeypatch.setitem(session.built.modules, "Broken", replace(case, olean=None))
    shown = Search(Witnesses(session.environment, {}, {}, {}))
    monkeypatch.setattr("proofgrad.bridge.checking.witnessing.find_witnesses", lambda *_: shown)
    asked: list[Collection[str]] = []

    def read(_: object, *, only: Collection[str] | None, **_more: object) -> Catalogue:
        asked.append(only or ())
        return Catalogue(session.lean, (conditional,))

    session.with_witnesses(session.environment, read, None)
    assert "Case" in asked[1]
    assert "Broken" not in asked[1]


@pytest.mark.parametrize("accepts", [True, False])
def test_with_ones_own_lean_the_second_checker_judges_the_values(
    root: Path, accepts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that it gives no verdict of counts."""
    monkeypatch.setenv("PROOFGRAD_LEAN", str(find_toolchain().executable))  # as if it were the user's
    monkeypatch.setattr("proofgrad.bridge.checking.replay.verdict.kernel_for", lambda _: None)

    def opinion(compiled: Compiled) -> Opinion:
        names = frozenset(compiled.environment)
        return Opinion(Recheck(accepted=sorted(n for n in names if accepts or "Witness" not in n)), ())

    for place in ("witnessing", "second.opinion"):
        monkeypatch.setattr(f"proofgrad.bridge.checking.{place}.second_opinion", opinion)
    (root / "Case.lean").write_text(HEAD + NODES + f"-- {accepts}\n", "utf-8")
    found = catalogue(root)
    assert found.lean.source == "project"
    assert found["Case.above"].status == ("proved" if accepts else "conditional")
    assert found["Case.never"].status == "conditional"


APPLIED = """
theorem honest : True := have := fun Γ s idx => @aboveFderiv Γ s idx 8 ⟨Formula.holds (.lt (.num 7) (.num 8))
  (Formula.values []), le_of_lt (Formula.holds (.lt (.num 8) (.num 10)) (Formula.values []))⟩; True.intro
theorem supposing : True := have := fun Γ s idx (h : False) => @neverFderiv Γ s idx 1 h.elim h.elim;
  True.intro
theorem elsewhere : True := have := fun Γ s idx c h => @aboveFderiv Γ s idx c h; True.intro
theorem byTheDomain : True := have := (fun Γ idx c xV h => @astrayFderivAt Γ idx c xV h
  (lt_irrefl _ (h ⟨0, Nat.le.refl⟩)).elim); True.intro
theorem short : True := have := fun Γ s idx => @untrueFderiv Γ s idx; True.intro
theorem hole : True := have := fun Γ s idx => @neverFderiv Γ s idx 1 sorry sorry; True.intro
theorem other : True := have := (fun Γ s idx => @bothFderiv Γ s idx 1 (Formula.holds (.lt (.num 0) (.num 1))
  (Formula.values [])) (Formula.holds (.lt (.num 1) (.num 2)) (Formula.values []))); True.intro
set_option debug.skipKernelTC true in
theorem unseen : True := have := (fun Γ s idx => @neverFderiv Γ s idx 1 (Formula.holds (.lt (.num 0) (.num 1))
  (Formula.values []) (by decide +kernel)) (Formula.holds (.lt (.num 1) (.num 0)) (Formula.values [])
  (by decide +kernel))); True.intro
end Case
"""


@pytest.fixture(scope="module")
def session(library: object, tmp_path_factory: pytest.TempPathFactory) -> Session:
    root = tmp_path_factory.mktemp("applied")
    lakefile = 'name = "W"\n[[require]]\nname = "NN"\n[[lean_lib]]\nname = "Case"\n'
    (root / "lakefile.toml").write_text(lakefile, "utf-8")
    (root / "Case.lean").write_text(HEAD + NODES.replace("\nend Case\n", APPLIED), "utf-8")
    return Session(load_project(root))


@pytest.mark.parametrize(
    ("node", "theorem", "status"),
    [
        ("above", "honest", "proved"),
        ("never", "supposing", "conditional"),
        ("above", "elsewhere", "conditional"),
        ("astray", "byTheDomain", "conditional"),
        ("never", "hole", "conditional"),
        ("never", "other", "conditional"),
        ("never", "unseen", "conditional"),
        ("untrue", "short", "conditional"),
        ("never", "missing", "conditional"),
    ],
)
def test_an_application_counts_for_what_it_is(session: Session, node: str, theorem: str, status: str) -> None:
    at = "At" if node == "astray" else ""
    read = read_catalogue(
        session.environment,
        lean=LeanInfo("", "", "embedded"),
        verdicts=session.verdicts,
        judged=session.replayed.judged(),
        only=("Case",),
        declarations=False,
        applied={f"Case.{node}Fderiv{at}": f"Case.{theorem}"},
    )
    assert read[f"Case.{node}"].status == status
