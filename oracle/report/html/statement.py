"""What a theorem about a node says, in ordinary mathematical notation."""

from __future__ import annotations

from proofgrad.oracle.report.markup import Child, Html, tag
from proofgrad.oracle.report.mathml import notation
from proofgrad.oracle.report.model import HypothesisJson, NodeJson, ProofJson
from proofgrad.oracle.report.summary import hypothesis_text

__all__ = ["statement"]


def statement(node: NodeJson, proof: ProofJson) -> Child:
    """For which inputs, and then: the JVP is the derivative of the forward map, the VJP its adjoint."""
    on_input = [_code(h) for h in proof["hypotheses"] if h["scope"] == "input"]
    on_parameters = [_code(h) for h in proof["hypotheses"] if h["scope"] != "input"]
    where: list[Child] = ["For every input"]
    if on_input:
        each = " at every entry" if node["kind"] == "elementwise" else ""
        where += [" with ", *_listed(on_input), each]
    if on_parameters:
        where += [", if ", *_listed(on_parameters)]
    meaning = (
        (" Here ", notation("F_i(x) = f(x_i)"), " and ", notation("JVP_i(x,u) = f′(x_i) u_i"), ".")
        if node["formula"]
        else None
    )
    return (
        tag(
            "p",
            *where,
            ", the JVP is the derivative of the forward map ",
            notation("F"),
            ", the VJP its adjoint:",
        ),
        tag(
            "div",
            notation("D F(x)[u] = JVP(x,u)", display="block"),
            notation("⟨JVP(x,u), δ⟩ = ⟨u, VJP(x,δ)⟩", display="block"),
            class_="scroll",
        ),
        tag("p", "for all ", notation("u"), " and ", notation("δ"), ".", meaning),
    )


def _code(hypothesis: HypothesisJson) -> Html:
    return tag("code", hypothesis_text(hypothesis))


def _listed(items: list[Html]) -> list[Child]:
    """``a, b and c``."""
    out: list[Child] = []
    for i, item in enumerate(items):
        out += [(" and " if i == len(items) - 1 else ", ") if i else None, item]
    return out
