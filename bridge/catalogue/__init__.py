"""Which constants are nodes and proofs; statements, hypotheses, axioms, formulas. Importing it gives plain
data only.
"""

from proofgrad.bridge.catalogue.formula import ARITY, Formula, Tree, in_order
from proofgrad.bridge.catalogue.model import (
    Catalogue,
    CatalogueProblem,
    Declaration,
    Hypothesis,
    LeanInfo,
    LinearForm,
    Node,
    Proof,
    Source,
    VectorFormula,
)

__all__ = [
    "ARITY",
    "Catalogue",
    "CatalogueProblem",
    "Declaration",
    "Formula",
    "Hypothesis",
    "LeanInfo",
    "LinearForm",
    "Node",
    "Proof",
    "Source",
    "Tree",
    "VectorFormula",
    "in_order",
]
