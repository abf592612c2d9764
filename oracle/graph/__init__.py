"""Programs made of proven nodes: written in Python, run with the NumPy kernels, tested as a whole.

A :class:`Graph` is what ``Proofs.Autograd.Graph`` is in Lean: a sequence of nodes, each applied to inputs or
to outputs of earlier nodes. If every node is certified, so is the whole: ``Graph.hasFDerivAt_eval`` says that
its JVP is the Fréchet derivative of its evaluation, and ``Graph.hasDerivAt_output`` that its reverse pass
computes the partial derivatives. :func:`coverage` says which of these theorems apply;
:func:`composed` puts the nodes' formulas together into those of the program, for the differential test.
"""

from proofgrad.oracle.graph.compose import Formulas, composed
from proofgrad.oracle.graph.coverage import Coverage, coverage
from proofgrad.oracle.graph.curved import (
    ENTRIES_THEOREM,
    HVP_THEOREM,
    RULES,
    Curved,
    Unknown,
    curved,
    curved_node,
)
from proofgrad.oracle.graph.examples import EXAMPLES, Program
from proofgrad.oracle.graph.program import Graph, GraphKernel, Step, Value

__all__ = [
    "ENTRIES_THEOREM",
    "EXAMPLES",
    "HVP_THEOREM",
    "RULES",
    "Coverage",
    "Curved",
    "Formulas",
    "Graph",
    "GraphKernel",
    "Program",
    "Step",
    "Unknown",
    "Value",
    "composed",
    "coverage",
    "curved",
    "curved_node",
]
