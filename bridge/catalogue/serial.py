"""The catalogue as JSON, as the design has it, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofgrad.bridge.catalogue import model
from proofgrad.bridge.catalogue.dag import vector_from_json, vector_to_json
from proofgrad.bridge.catalogue.formula import Formula, Tree
from proofgrad.bridge.catalogue.indexed_serial import indexed_from_json, indexed_to_json
from proofgrad.bridge.catalogue.model import (
    Catalogue,
    Hypothesis,
    Limit,
    Node,
    Proof,
    Second,
    Source,
    Support,
)

__all__ = ["from_json", "node_from_json", "node_to_json", "to_json"]


def to_json(catalogue: Catalogue) -> dict[str, Any]:
    """The `nodes` JSON, without ``schema_version`` and ``command``."""
    lean = catalogue.lean
    return {
        "lean": {"version": lean.version, "commit": lean.commit, "source": lean.source},
        "counts": dict(catalogue.counts),
        "nodes": [node_to_json(node) for node in catalogue.nodes],
        "declarations": [
            {"name": d.name, "kind": d.kind, "axioms": list(d.axioms), "status": d.status}
            for d in catalogue.declarations
        ],
        "problems": [
            {
                "code": p.code,
                "message": p.message,
                "declaration": p.declaration,
                "source": _source(p.source),
            }
            for p in catalogue.problems
        ],
        "modules": [
            {"name": m.name, "imports": list(m.imports), "theorems": m.theorems, "constants": m.constants}
            for m in catalogue.modules
        ],
        "notion": _notion(catalogue.notion),
    }


def _notion(notion: model.Notion | None) -> dict[str, Any] | None:
    if notion is None:
        return None
    return {
        "name": notion.name,
        "statement": notion.statement,
        "shipped": notion.shipped,
        "differs": list(notion.differs),
    }


def node_to_json(node: Node) -> dict[str, Any]:
    """A node, as in the `nodes` JSON."""
    return {
        "name": node.name,
        "kind": node.kind,
        "status": node.status,
        "proofs": [_proof(proof) for proof in node.proofs],
        "parameters": list(node.parameters),
        "formula": node.formula.to_json() if node.formula else None,
        "vectors": [vector_to_json(vector) for vector in node.vectors],
        "indexed": indexed_to_json(node.indexed) if node.indexed else None,
        "doc": node.doc,
        "source": _source(node.source),
        "by": list(node.by),
        "second": _second(node.second),
        "limits": [_limit(limit) for limit in node.limits],
    }


def _second(second: Second | None) -> dict[str, Any] | None:
    if second is None:
        return None
    return {
        "ddf": second.ddf.to_json(),
        "ddf_text": second.ddf_text,
        "proof": _proof(second.proof),
    }


def _limit(limit: Limit) -> dict[str, Any]:
    return {
        "end": limit.end,
        "value": None if limit.value is None else limit.value.to_json(),
        "text": limit.text,
        "proof": _proof(limit.proof),
    }


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "theorem": proof.theorem,
        "scope": proof.scope,
        "hypotheses": [_hypothesis(hypothesis) for hypothesis in proof.hypotheses],
        "statement": proof.statement,
        "axioms": list(proof.axioms),
        "checked_by": list(proof.checked_by),
        "support": _support(proof.support),
    }


def _support(support: Support | None) -> dict[str, Any] | None:
    if support is None:
        return None
    return {
        "theorems": support.theorems,
        "constants": support.constants,
        "modules": dict(support.modules),
        "direct": list(support.direct),
        "complete": support.complete,
    }


def _hypothesis(hypothesis: Hypothesis) -> dict[str, Any]:
    return {
        "text": hypothesis.text,
        "scope": hypothesis.scope,
        "relation": hypothesis.relation,
        "left": hypothesis.left.to_json() if hypothesis.left else None,
        "right": hypothesis.right.to_json() if hypothesis.right else None,
        "met": hypothesis.met,
        "why": hypothesis.why,
        "kind": hypothesis.kind,
    }


def _source(source: Source | None) -> dict[str, Any] | None:
    return {"file": source.file, "line": source.line} if source else None


def _source_from(value: Mapping[str, Any] | None) -> Source | None:
    return model.Source(value["file"], value["line"]) if value else None


def node_from_json(value: Mapping[str, Any]) -> Node:
    """A node of the `nodes` JSON. Raises ValueError, KeyError or TypeError on anything else."""

    def tree(value: Mapping[str, Any] | None) -> Tree | None:
        return Tree.from_json(value) if value else None

    def hypothesis(value: Mapping[str, Any]) -> Hypothesis:
        left, right = tree(value["left"]), tree(value["right"])
        met, why = bool(value.get("met", True)), value.get("why", "")
        kind = value.get("kind", "")
        return model.Hypothesis(value["text"], value["scope"], value["relation"], left, right, met, why, kind)

    def support(value: Mapping[str, Any] | None) -> Support | None:
        if value is None:
            return None
        modules = tuple(value["modules"].items())
        direct = tuple(value["direct"])
        return model.Support(value["theorems"], value["constants"], modules, direct, value["complete"])

    def proof(value: Mapping[str, Any]) -> Proof:
        return model.Proof(
            value["theorem"],
            value["scope"],
            tuple(map(hypothesis, value["hypotheses"])),
            value["statement"],
            tuple(value["axioms"]),
            tuple(value["checked_by"]),
            support(value.get("support")),
        )

    def second(value: Mapping[str, Any] | None) -> Second | None:
        if value is None:
            return None
        return Second(Tree.from_json(value["ddf"]), value["ddf_text"], proof(value["proof"]))

    def limit(value: Mapping[str, Any]) -> Limit:
        return Limit(value["end"], tree(value["value"]), value["text"], proof(value["proof"]))

    return model.Node(
        value["name"],
        value["kind"],
        value["status"],
        tuple(map(proof, value["proofs"])),
        tuple(value["parameters"]),
        Formula.from_json(value["formula"]) if value["formula"] else None,
        value["doc"],
        _source_from(value["source"]),
        tuple(map(vector_from_json, value.get("vectors", ()))),
        tuple(value.get("by", ())),
        indexed_from_json(value["indexed"]) if value.get("indexed") else None,
        second(value.get("second")),
        tuple(map(limit, value.get("limits", ()))),
    )


def from_json(data: Mapping[str, Any]) -> Catalogue:
    """The inverse of :func:`to_json`. Raises ValueError, KeyError or TypeError on anything else."""
    lean = data["lean"]
    return model.Catalogue(
        lean=model.LeanInfo(lean["version"], lean["commit"], lean["source"]),
        nodes=tuple(map(node_from_json, data["nodes"])),
        declarations=tuple(
            model.Declaration(d["name"], d["kind"], tuple(d["axioms"]), d["status"])
            for d in data["declarations"]
        ),
        counts=dict(data["counts"]),
        problems=tuple(
            model.CatalogueProblem(p["code"], p["message"], p["declaration"], _source_from(p["source"]))
            for p in data["problems"]
        ),
        modules=tuple(
            model.ModuleInfo(m["name"], tuple(m["imports"]), m["theorems"], m["constants"])
            for m in data.get("modules", ())
        ),
        notion=_notion_from(data.get("notion")),
    )


def _notion_from(value: Mapping[str, Any] | None) -> model.Notion | None:
    if value is None:
        return None
    return model.Notion(value["name"], value["statement"], bool(value["shipped"]), tuple(value["differs"]))
