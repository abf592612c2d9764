"""Nodes as they stand in the text: what is found, and what comments and strings do not bring in."""

from __future__ import annotations

from proofgrad.bridge.catalogue import Catalogue
from proofgrad.bridge.files.paths import lean_sources
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.from_text import nodes_in_text

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
