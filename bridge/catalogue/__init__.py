"""Which constants are nodes and proofs; statements, hypotheses, axioms, formulas. Importing it gives plain
data only.
"""

from proofgrad.bridge.catalogue.formula import ARITY, Formula, Tree, in_order
from proofgrad.bridge.catalogue.model import (
    NOT_SHOWN,
    PROVED,
    Catalogue,
    CatalogueProblem,
    Declaration,
    Hypothesis,
    IndexedFormula,
    LeanInfo,
    Limit,
    ModuleInfo,
    Node,
    Notion,
    Proof,
    Second,
    Source,
    Support,
    VectorFormula,
)

__all__ = [
    "ARITY",
    "NOT_SHOWN",
    "PROVED",
    "Catalogue",
    "CatalogueProblem",
    "Declaration",
    "Formula",
    "Hypothesis",
    "IndexedFormula",
    "LeanInfo",
    "Limit",
    "ModuleInfo",
    "Node",
    "Notion",
    "Proof",
    "Second",
    "Source",
    "Support",
    "Tree",
    "VectorFormula",
    "in_order",
]
