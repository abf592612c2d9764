"""Nodes of a catalogue by their names, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from proofgrad.bridge.catalogue import serial
from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.nearest import nearest
from proofgrad.oracle.report.model import envelope

if TYPE_CHECKING:
    from pathlib import Path

    from proofgrad.bridge.catalogue import Catalogue, Node
    from proofgrad.oracle.report.model import NodesJson

__all__ = ["at_many_sizes", "named", "nodes_json", "pick"]


def named(catalogue: Catalogue, name: str, *, otherwise: str = "proofgrad nodes lists them") -> Node:
    """The node of that short or full name. Raises UsageError, with the nearest names, or `otherwise`."""
    try:
        return catalogue[name]
    except KeyError:
        hint = nearest(name.rpartition(".")[2], [node.short_name for node in catalogue.nodes])
        raise UsageError(f"no node {name!r}", hint=hint or otherwise) from None


def pick(catalogue: Catalogue, names: Sequence[str]) -> tuple[Node, ...]:
    """The nodes of these full names or endings of names; all if there are no names.

    Raises:
        UsageError: there is no such node; the hint names the nearest.
    """
    if not names:
        return catalogue.nodes
    picked: dict[str, Node] = {}
    for name in names:
        found = {n.name: n for n in catalogue.nodes if n.name == name or n.name.endswith(f".{name}")}
        if not found:
            named(catalogue, name)  # raises, with the nearest
        picked |= found
    return tuple(picked.values())


def nodes_json(catalogue: Catalogue, nodes: Sequence[Node] | None = None) -> NodesJson:
    """The catalogue as JSON, with only these nodes, and what is wrong with them, if they are given."""
    body = serial.to_json(catalogue)
    if nodes is not None:
        names = tuple(node.name for node in nodes)
        body["nodes"] = [n for n in body["nodes"] if n["name"] in names]
        # A flawed theorem is no proof of the node, but is named after it: tanhFderiv after tanh.
        body["problems"] = [p for p in body["problems"] if p["declaration"].startswith(names)]
    return cast("NodesJson", envelope("nodes", body))


def at_many_sizes(node: Node, project: Path | str | None = None, *, seed: int = 0) -> Node:
    """A vector node with its formulas at every small size, and at some larger ones chosen at random.

    Raises:
        ProofgradError: the proofs cannot be read.
    """
    import proofgrad.bridge

    return replace(node, vectors=proofgrad.bridge.VectorFormulas(project).many(node.name, seed=seed))
