"""Which theorem covers a program: that of graphs, by way of the certificates of its nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from proofgrad.bridge.catalogue import Catalogue, Node
from proofgrad.oracle.graph.program import Graph

__all__ = ["GRAPH_THEOREMS", "Coverage", "coverage"]

GRAPH_THEOREMS: tuple[str, ...] = (
    "Proofs.Autograd.Graph.hasFDerivAt_eval",
    "Proofs.Autograd.Graph.inner_jvp",
    "Proofs.Autograd.Graph.hasDerivAt_output",
    "Proofs.Autograd.Graph.backpropFrom_eval",
)
"""The JVP is the derivative of the evaluation; the reverse pass is its adjoint; it computes partial
derivatives; reading stored values gives the same.
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is proven of a program.

    Attributes:
        status: ``proved``; ``proved-on-domain`` where some node's certificate has hypotheses on its inputs;
            ``unproved`` where a node, or a theorem about graphs, has no accepted proof.
        theorems: those about graphs that apply.
        certificates: the theorem of each node, by its short name.
        hypotheses: what the certificates suppose, by the node's short name.
        missing: nodes and theorems without an accepted proof.
    """

    status: Literal["proved", "proved-on-domain", "unproved"]
    theorems: tuple[str, ...]
    certificates: dict[str, str]
    hypotheses: dict[str, tuple[str, ...]]
    missing: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "status": self.status,
            "theorems": list(self.theorems),
            "certificates": dict(self.certificates),
            "hypotheses": {name: list(texts) for name, texts in self.hypotheses.items()},
            "missing": list(self.missing),
        }

    def __str__(self) -> str:
        """One sentence."""
        if self.status == "unproved":
            return f"not covered: no accepted proof of {', '.join(self.missing)}"
        where = "" if self.status == "proved" else " where the hypotheses of its nodes hold"
        count = len(self.certificates)
        nodes = f"{count} node{'' if count == 1 else 's'}"
        return f"covered by {self.theorems[0]} and the certificates of {nodes}{where}"


def coverage(graph: Graph, catalogue: Catalogue) -> Coverage:
    """Which theorem covers a program.

    Args:
        graph: the program.
        catalogue: with the declarations of the project.
    """
    accepted = {d.name for d in catalogue.declarations if d.kind == "theorem" and d.status == "ok"}
    missing = [name for name in GRAPH_THEOREMS if name not in accepted]
    certificates: dict[str, str] = {}
    hypotheses: dict[str, tuple[str, ...]] = {}
    partial = False
    for name in dict.fromkeys(step.node for step in graph.steps):
        node = _node(catalogue, name)
        if node is None or node.status not in ("proved", "proved-on-domain"):
            missing.append(name)
            continue
        partial |= node.status == "proved-on-domain"
        scope = "global" if node.status == "proved" else "pointwise"
        counted = [p for p in node.proofs if not p.conditional] or node.proofs
        proof = next((p for p in counted if p.scope == scope), counted[0])
        certificates[name] = proof.theorem
        if proof.hypotheses:
            hypotheses[name] = tuple(h.text for h in proof.hypotheses)
    if missing:
        return Coverage("unproved", (), certificates, hypotheses, tuple(missing))
    status: Literal["proved", "proved-on-domain"] = "proved-on-domain" if partial else "proved"
    return Coverage(status, GRAPH_THEOREMS, certificates, hypotheses, ())


def _node(catalogue: Catalogue, name: str) -> Node | None:
    try:
        return catalogue[name]
    except KeyError:
        return None
