"""The part of a node's section about its theorems: what they say, on what they rest, who accepted them."""

from __future__ import annotations

from proofgrad.bridge.catalogue import PROVED
from proofgrad.oracle.report.dependencies import Picture
from proofgrad.oracle.report.html.pieces import badge, facts, fold
from proofgrad.oracle.report.html.statement import statement
from proofgrad.oracle.report.markup import Child, tag
from proofgrad.oracle.report.model import NodeJson, ProofJson

__all__ = ["CHECKERS", "proof_section"]

CHECKERS = {"lean": "Lean's kernel", "python": "the second checker"}


def proof_section(node: NodeJson, proof: ProofJson, picture: Picture) -> Child:
    """One theorem; marked where the node does not count as proved."""
    status = node["status"]
    return (
        tag(
            "h4",
            "Theorem ",
            tag("code", proof["theorem"]),
            (" ", badge(status)) if status not in PROVED else None,
        ),
        statement(node, proof),
        tag("pre", proof["statement"]),
        facts(
            [
                ("hypotheses", [tag("pre", h["text"]) for h in proof["hypotheses"]] or "none"),
                ("axioms", ", ".join(proof["axioms"]) or "none"),
                ("accepted by", ", ".join(CHECKERS.get(c, c) for c in proof["checked_by"]) or "nobody"),
            ]
        ),
        _stands_on(proof, picture),
    )


def _stands_on(proof: ProofJson, picture: Picture) -> Child:
    """How much a proof stands on and where that is; nothing in a report that does not know."""
    support = proof.get("support")
    if not support:
        return None
    least = "" if support["complete"] else "at least "
    axioms = ", ".join(proof["axioms"]) or "none"
    direct = [tag("li", tag("code", name)) for name in support["direct"]]
    return fold(
        f"What it stands on: {least}{support['theorems']:,} theorems in {len(support['modules'])} modules",
        tag(
            "p",
            f"Down to the axioms ({axioms}): {least}{support['constants']:,} constants.",
            " The proof itself mentions these theorems:" if direct else None,
        ),
        tag("ul", direct, class_="names") if direct else None,
        picture.of(support),
    )
