"""Nodes as they stand in the text: what is found, and what comments and strings do not bring in."""

from __future__ import annotations

from proofgrad.bridge.catalogue import Catalogue
from proofgrad.bridge.files.paths import lean_sources
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.configure import read_settings
from proofgrad.bridge.reading.from_text import namesakes, nodes_in_text

TEXT = """/-- def hidden : Node Γ τ := no -/
namespace Proofs.Autograd
-- def commented (x : Nat) : Node Γ τ := x
def text : String := "def quoted : Node Γ τ := x"
section Part
/-- The
first. -/
@[simp] noncomputable def first {Γ : List Shape} (idx : Idx Γ s)
    (h : ∀ i, 0 < i) : Node Γ s :=
  elemwise idx f f'
def Sub.second (a : A) : Proofs.Autograd.Node Γ s where
  forward := x
end Part
protected abbrev third : (a : A) → Node Γ s | a => b
def guess (a : Node Γ s) := a
def takes (a : Node Γ s) : Nat := 1
theorem correct : NodeFDerivCorrect first := x
def other : Elsewhere.Node Γ s := x
def _root_.Top.fourth : Node Γ s := x
end Proofs.Autograd
/- open comment
def late : Node Γ s := x
"""


def test_definitions_whose_type_ends_in_a_node() -> None:
    found = list(nodes_in_text(TEXT, "A.lean", CatalogueConfig()))
    space = "Proofs.Autograd"
    assert [n.name for n in found] == [
        f"{space}.first",
        f"{space}.Sub.second",
        f"{space}.third",
        "Top.fourth",
    ]
    assert {n.status for n in found} == {"inconclusive"}
    assert found[0].doc == "The first."
    assert [n.source.line for n in found if n.source] == [8, 11, 14, 19]


def test_the_text_of_the_library_has_the_nodes_that_its_terms_have(catalogue: Catalogue) -> None:
    root = lean_sources()
    found = {}
    for path in sorted((root / "NN").rglob("*.lean")):
        name = path.relative_to(root).as_posix()
        found |= {n.name: n for n in nodes_in_text(path.read_text("utf-8"), name, CatalogueConfig())}
    in_terms = {n.name: n for n in catalogue.nodes if not n.name.startswith("Fake.")}
    assert set(found) == set(in_terms)
    assert {n.name: n.source for n in found.values()} == {n.name: n.source for n in in_terms.values()}
    assert len(found) > 60


LAYOUT = {
    "NN/Norm.lean": """module

public import NN.Base

@[expose] public section

namespace Proofs.Autograd
mutual
def even : Nat := 0
end

namespace LayerNorm
  /-- Indented. -/
  def shifted {m n : Nat} (ε : ℝ) :
      Node (ΓLN m n ++ [VecShape m, MatShape m n]) (VecShape m) :=
    elemwise idx f f'
@[reducible] public def whole {Γ : List Shape} (inputs : Inputs Γ m n) : Node Γ (MatShape m n) := x
private def hidden (idx : Idx Γ s) : Node Γ s := x
end LayerNorm
end Proofs.Autograd
""",
    "NN/IR.lean": """namespace Proofs.Autograd.IR
structure Node (Γ : List Nat) (s : Nat) where
  op : Nat
def constant (Γ : List Nat) (s : Nat) : Node Γ s := ⟨0⟩
def tape (Γ : List Nat) (s : Nat) : Autograd.Node Γ s := x
end Proofs.Autograd.IR
namespace Proofs.Autograd.Other
open Proofs.Autograd.IR
def opened (Γ : List Nat) (s : Nat) : Proofs.Autograd.IR.Node Γ s := x
end Proofs.Autograd.Other
""",
    "NN/Late.lean": """namespace Runtime
open IR
def first : Node Γ s := x
end Runtime
namespace IR
inductive Node | leaf
def leaf : Node := .leaf
end IR
""",
}
"""Modules with sections for what is public, indented and private nodes, and types of the same name."""


def test_nodes_in_any_layout_and_no_other_type_s() -> None:
    config = CatalogueConfig()
    others = {name for text in LAYOUT.values() for name in namesakes(text, config)}
    assert others == {"Proofs.Autograd.IR.Node", "IR.Node"}
    found = [n.name for file, text in LAYOUT.items() for n in nodes_in_text(text, file, config, others)]
    assert found == [
        "Proofs.Autograd.LayerNorm.shifted",
        "Proofs.Autograd.LayerNorm.whole",
        "Proofs.Autograd.LayerNorm.hidden",
        "Proofs.Autograd.IR.tape",
    ]


def test_the_preset_covers_the_neighbours_of_the_elementwise_nodes() -> None:
    config = read_settings({"preset": "torchlean"}, "test")
    for name in ("TapeNodes.relu", "LayerNorm.nodeVarEps", "Conv.node", "BatchNorm.nodeStd"):
        assert config.covers(f"Proofs.Autograd.{name}")
    assert not config.covers("Runtime.Graph.constant")
