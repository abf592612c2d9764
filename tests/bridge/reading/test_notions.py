"""What the word "proved" rests on is compared with what ships: what is another one is named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import proofgrad.bridge
from proofgrad.bridge.catalogue import Catalogue
from proofgrad.bridge.files.paths import lean_sources
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.olean.says import DeclarationDigests
from proofgrad.bridge.project.header import read_header
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.library import Library
from proofgrad.bridge.reading.notions import Notions, shipped_digests
from proofgrad.bridge.reading.operators import OPERATORS
from proofgrad.bridge.reading.shipped import FILE, shipped, written

ELEMWISE = """prelude
import NN.Proofs.Autograd.Node
import {imports}

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {{Γ : List Shape}} {{s : Shape}}
noncomputable def elemwise (idx : Idx Γ s) (f f' : ℝ → ℝ) : Node Γ s :=
  Node.unary idx (Op.elementwise s.size f f')
theorem elemwise_forward_apply (idx : Idx Γ s) (f f' : ℝ → ℝ) (xV : CtxVec Γ) (i : Fin s.size) :
    ((elemwise idx f f').forward xV).ofLp i = f ((CtxVec.get idx xV).ofLp i) := rfl
theorem elemwise_jvp_apply (idx : Idx Γ s) (f f' : ℝ → ℝ) (xV dxV : CtxVec Γ) (i : Fin s.size) :
    ((elemwise idx f f').jvp xV dxV).ofLp i =
      f' ((CtxVec.get idx xV).ofLp i) * (CtxVec.get idx dxV).ofLp i := rfl
{rest}
end Proofs.Autograd.TapeNodes
"""
EXP = """noncomputable def wave (idx : Idx Γ s) : Node Γ s := elemwise idx _root_.exp _root_.exp
theorem waveFderiv (idx : Idx Γ s) : NodeFDerivCorrect (wave idx) :=
  fun _ => Node.unary_correctAt (Op.correctAt_elementwise fun _ => hasDerivAt_exp _)"""
SINE = """noncomputable def wave (idx : Idx Γ s) : Node Γ s := elemwise idx _root_.sin _root_.cos
theorem waveFderiv (idx : Idx Γ s) : NodeFDerivCorrect (wave idx) :=
  fun xV => Node.unary_correctAt (Op.correctAt_elementwise fun _ => hasDerivAt_id _)"""
HALF = """noncomputable def wave (idx : Idx Γ s) : Node Γ s := elemwise idx _root_.exp fun _ => 7
theorem waveFderiv (idx : Idx Γ s) : NodeFDerivCorrect (wave idx) := fun xV => ⟨(wave idx).inner_jvp xV⟩"""
IDENTITY_FOR_SINE = """prelude
import NN.Analysis.Real
variable {R : Type} [CompleteOrderedField R]
noncomputable def sin (x : R) : R := x
noncomputable def cos (_ : R) : R := 1
theorem cos_sin_unique : sin (0 : ℝ) = 0 ∧ cos (0 : ℝ) = 1 := ⟨rfl, rfl⟩
"""


@pytest.fixture
def copied(tmp_path: Path) -> Callable[..., Catalogue]:
    """The catalogue of a copy of what nodes are made of, some modules of it written anew."""

    def copy(imports: str, rest: str, **modules: str) -> Catalogue:
        texts = {f"NN.{name.replace('_', '.')}": text for name, text in modules.items()}
        texts["NN.Nodes"] = ELEMWISE.format(imports=imports, rest=rest)
        todo = ["NN.Nodes"]
        while todo:
            name = todo.pop()
            path = Path(*name.split(".")).with_suffix(".lean")
            text = texts.get(name) or (lean_sources() / path).read_text("utf-8")
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            if not (tmp_path / path).exists():
                (tmp_path / path).write_text(text, "utf-8")
                todo += read_header(text).modules
        shutil.copy(lean_sources() / "lakefile.toml", tmp_path)
        return proofgrad.bridge.catalogue(tmp_path)

    return copy


def test_the_digests_that_ship_are_those_of_the_library(environment: Environment) -> None:
    """After a change that is meant: scripts/declarations."""
    now = shipped_digests(Library(environment, CatalogueConfig()))
    assert written(now) == FILE.read_text("utf-8")
    assert {"Real", "HasFDerivAt", "Proofs.Autograd.NodeFDerivCorrectAt", "IsLittleOAt"} <= now.keys()
    for name, operator in OPERATORS.items():
        assert {name, operator.theorem} <= now.keys()


def test_the_library_itself_is_as_shipped(catalogue: Catalogue) -> None:
    assert catalogue.notion is not None
    assert catalogue.notion.shipped
    assert "HasFDerivAt N.forward D xV" in catalogue.notion.statement
    assert [n.name for n in catalogue.nodes if n.by] == []
    assert all(problem.code != "own-definitions" for problem in catalogue.problems)


def test_a_change_anywhere_below_is_seen(environment: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if another `IsLittleOAt`, or another theorem about sin, had shipped."""
    library = Library(environment, CatalogueConfig())
    import proofgrad.bridge.reading.notions as notions

    monkeypatch.setattr(notions, "shipped", lambda: {**shipped(), "IsLittleOAt": "0" * 32})
    own = Notions(library)
    assert own.own("Proofs.Autograd.TapeNodes.exp") == ("IsLittleOAt",)
    assert own.notion().differs == ("IsLittleOAt",)
    assert not own.notion().shipped
    monkeypatch.setattr(notions, "shipped", lambda: {**shipped(), "cosh": "0" * 32})
    own = Notions(library)
    assert own.own("Proofs.Autograd.TapeNodes.sinh") == ("cosh",)  # its derivative
    assert own.own("Proofs.Autograd.TapeNodes.exp") == ()
    assert own.notion().shipped


def test_another_notion_in_the_configuration_is_the_projects_own(environment: Environment) -> None:
    config = replace(CatalogueConfig(), correct="Fake.Correct")
    own = Notions(Library(environment, config))
    assert own.own("Proofs.Autograd.TapeNodes.exp") == ("Fake.Correct",)
    assert not own.notion().shipped


@pytest.mark.parametrize(
    "other",
    [
        {"vjp": "Fake.vjp"},
        {"row_major": "Fake.vjp"},
        {"coordinates": ("Vec.ofLp", "Fake.vjp")},
        {"index_rules": ("Fake.vjp",)},
    ],
)
def test_what_a_configuration_has_formulas_read_from_is_the_projects_own(
    environment: Environment, other: dict[str, Any]
) -> None:
    own = Notions(Library(environment, replace(CatalogueConfig(), **other)))
    assert own.own("Proofs.Autograd.TapeNodes.exp") == ("Fake.vjp",)
    assert not own.notion().shipped


def test_how_a_configuration_writes_constants_is_the_projects_own(environment: Environment) -> None:
    """A statement may be shown that says something else: `False` written as `True`."""
    symbols = {"Real": "ℝ", "False": "True", "Nowhere": "x"}
    own = Notions(Library(environment, replace(CatalogueConfig(), symbols=symbols)))
    assert own.own("Proofs.Autograd.TapeNodes.exp") == ("False written as True",)
    assert not own.notion().shipped


def test_operators_that_the_configuration_gives_are_the_projects_own(environment: Environment) -> None:
    usual = CatalogueConfig()
    sine = {**usual.operators, "sin": replace(usual.operators["exp"], theorem="cos_sin_unique")}
    own = Notions(Library(environment, replace(usual, operators=sine)))
    assert own.own("Proofs.Autograd.TapeNodes.sin") == ("sin",)
    assert own.own("Proofs.Autograd.TapeNodes.exp") == ()
    times = {**usual.arithmetic, "Add.add": replace(usual.arithmetic["Add.add"], op="mul")}
    own = Notions(Library(environment, replace(usual, arithmetic=times)))
    assert "Add.add" in own.own("Proofs.Autograd.TapeNodes.safeLog")


def test_half_a_notion_is_named(copied: Callable[..., Catalogue]) -> None:
    node = (lean_sources() / "NN/Proofs/Autograd/Node.lean").read_text("utf-8")
    cuts = [
        ("  /-- the JVP at `xV` is the Fréchet", "  /-- the VJP at `xV` is the adjoint"),
        ("section\nvariable {Γ : List Shape} {τ : Shape} {N", "/-- The operation that reads one entry"),
        ("/-- A node made of an operation is correct where", "end Node\n"),
    ]
    for start, end in cuts:
        node = node[: node.index(start)] + node[node.index(end) :]
    found = copied("NN.Analysis.ExpDeriv", HALF, Proofs_Autograd_Node=node)
    assert found["wave"].by == ("Proofs.Autograd.NodeFDerivCorrectAt",)
    assert found.notion is not None
    assert not found.notion.shipped
    assert "HasFDerivAt" not in found.notion.statement
    (problem,) = (p for p in found.problems if p.code == "own-definitions")
    assert "NodeFDerivCorrectAt" in problem.message


def test_a_sine_that_is_the_identity_is_not_shown_as_a_sine(copied: Callable[..., Catalogue]) -> None:
    found = copied("NN.Analysis.Trig.Basic", SINE, Analysis_Trig_Basic=IDENTITY_FOR_SINE)
    node = found["wave"]
    assert node.formula is not None
    assert (node.formula.f_text, node.formula.df_text) == ("x", "1")
    assert {"sin", "cos"} <= set(node.by)


def test_an_honest_copy_is_as_shipped(copied: Callable[..., Catalogue]) -> None:
    found = copied("NN.Analysis.ExpDeriv", EXP)
    assert (found["wave"].status, found["wave"].by) == ("proved", ())


class Bare(Environment):
    """An environment of which nobody tells what was written: a bare export."""

    def is_written(self, name: str) -> bool:
        return name in self

    def tells_positions(self, name: str) -> bool:
        return False


def test_in_a_bare_export_the_library_says_what_ships(environment: Environment) -> None:
    """What Lean made up, such as `Nat.add.match_1`, is known by not being among what ships."""
    bare = Bare(environment.modules, environment.terms)
    digests = DeclarationDigests(bare, shipped())
    assert [name for name, digest in shipped().items() if digests.of(name) != digest] == []
    assert DeclarationDigests(bare).of("Nat.add") != shipped()["Nat.add"]
