"""What a check needs of a catalogue: small enough to be remembered and read in a warm check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofgrad.bridge.catalogue.model import PROVED, Catalogue, Node, Source
from proofgrad.bridge.catalogue.serial import node_to_json
from proofgrad.bridge.checking.model import Problem

__all__ = ["digest_of", "digest_problems"]

NODE_COUNTS = ("nodes", "generic", "proved", "proved-on-domain", "conditional", "unproved")
"""What a check counts of the catalogue."""


def digest_of(found: Catalogue) -> dict[str, Any]:
    """What a check needs of a catalogue, see :meth:`Session.digest`."""
    return {
        "counts": dict(found.counts),
        "problems": [[p.code, p.message, p.declaration, *_place(p.source)] for p in found.problems],
        "unproved": [
            [n.name, *_place(n.source)] for n in found.nodes if n.status == "unproved" and n.kind != "generic"
        ],
        "conditional": [
            [n.name, *_place(n.source), _unmet(n)]
            for n in found.nodes
            if n.status == "conditional" and n.kind != "generic"
        ],
        "theorems": [proof.theorem for node in found.nodes for proof in node.proofs],
        "claims": [
            node_to_json(n)
            for n in found.nodes
            if n.status in (*PROVED, "conditional") and n.kind != "generic"
        ],
    }


def digest_problems(digest: Mapping[str, Any], require_proof: bool) -> tuple[list[Problem], dict[str, int]]:
    """What a catalogue found wrong, and its counts; with `require_proof` also nodes without a proof."""
    problems = [
        Problem.of(code, message, file=file, line=line, declaration=declaration)
        for code, message, declaration, file, line in digest["problems"]
    ]
    if require_proof:
        for name, file, line in digest["unproved"]:
            text = f"the node {name} has no theorem"
            problems.append(Problem.of("unproved", text, file=file, line=line, declaration=name))
        for name, file, line, unmet in digest["conditional"]:
            text = f"the theorem of the node {name} proves nothing: {unmet}"
            problems.append(Problem.of("conditional", text, file=file, line=line, declaration=name))
    return problems, {key: int(digest["counts"].get(key, 0)) for key in NODE_COUNTS}


def _unmet(node: Node) -> str:
    """The hypotheses of a node's theorems that do not count, and why."""
    unmet = [h for proof in node.proofs for h in proof.hypotheses if not h.met]
    return "; ".join(dict.fromkeys(f"{h.text}: {h.why}" for h in unmet))


def _place(source: Source | None) -> tuple[str | None, int | None]:
    return (source.file, source.line) if source is not None else (None, None)
