"""Nodes of a catalogue by their names, and as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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

__all__ = [
    "OTHER_NODES",
    "at_many_sizes",
    "named",
    "names_exist",
    "nodes_json",
    "other_spelling",
    "pick",
    "unknown",
]

OTHER_NODES: Mapping[str, str] = {
    "amax": "maxElem",
    "amin": "minElem",
    "fmax": "maximum",
    "fmin": "minimum",
    "bmm": "batchedMatmul",
    "arctan2": "atan2",
    "reciprocal": "inv",
    "negative": "neg",
    "subtract": "sub",
    "multiply": "mul",
    "divide": "div",
    "true_divide": "div",
    "nll_loss": "nll",
    "mse_loss": "mse",
    "huber_loss": "huber",
    "cross_entropy": "crossEntropy",
    "binary_cross_entropy_with_logits": "bceWithLogits",
    "kl_div": "klDiv",
    "gelu_exact": "geluErf",
    "gelu_erf": "geluErf",
    "gelu_tanh": "gelu",
    "relu_squared": "squaredRelu",
    "norm_cdf": "ndtr",
    "log_normal_cdf": "logNdtr",
    "scaled_dot_product_attention": "attention",
    "rms_norm": "rmsNorm",
    "max_pool2d": "maxPool",
    "avg_pool2d": "avgPool",
}
"""Names that NumPy, PyTorch, JAX and SciPy have for a node, where letters alone do not tell."""


def named(catalogue: Catalogue, name: str, *, otherwise: str | None = None) -> Node:
    """The node of that short or full name.

    Raises:
        UsageError: there is none; the hint names the nearest, another name of it, or how to prove it; else it
            is `otherwise`.
    """
    try:
        return catalogue[name]
    except KeyError:
        raise unknown(name, [node.short_name for node in catalogue.nodes], otherwise) from None


def unknown(name: str, known: Sequence[str], otherwise: str | None = None) -> UsageError:
    """The error for a name that is no node, with the way out as its hint."""
    from proofgrad.oracle.capture.functions import find, is_provable

    short = name.rpartition(".")[2]
    function = find(short)
    if short == "swish":
        hint = (
            "silu is swish with beta = 1; else: proofgrad prove 'x*sigmoid(beta*x)' --name swish --param beta"
        )
    elif same := other_spelling(short, known):
        hint = f"{same} is the same function"
    elif function is not None and is_provable(function):
        arguments = ["x", "y"] if function.most is None else ["x", *function.parameters[1 : function.least]]
        given = "".join(f" --param {p}" for p in arguments[1:])
        hint = f"it can be proven: proofgrad prove '{function.name}({', '.join(arguments)})'{given}"
    else:
        listed = "proofgrad nodes lists them; proofgrad prove proves a formula of your own"
        hint = nearest(short, known) or otherwise or listed
    return UsageError(f"no node {name!r}", hint=hint)


def other_spelling(name: str, known: Sequence[str]) -> str | None:
    """The node that another library's name stands for, or one in other letters; None if none."""
    from proofgrad.oracle.capture.functions import OTHER_NAMES

    plain = {re.sub("[_-]", "", word).lower(): word for word in known}
    tried = (OTHER_NODES.get(name), OTHER_NAMES.get(name), plain.get(re.sub("[_-]", "", name).lower()))
    return next((node for node in tried if node in known), None)


def names_exist(names: Sequence[str], project: Path | None) -> None:
    """Look names up in the text of the library, before anything is compiled.

    Raises:
        UsageError: one is no node there. Of another project's names nothing is said here.
    """
    if project is not None or not names:
        return
    from proofgrad.bridge.checking.catalogue import names_in_text

    known = names_in_text()
    for name in names:
        if not any(full == name or full.endswith(f".{name}") for full in known):
            raise unknown(name, [full.rpartition(".")[2] for full in known])


def pick(catalogue: Catalogue, names: Sequence[str]) -> tuple[Node, ...]:
    """The nodes of these full names or endings of names; all if there are no names.

    Raises:
        UsageError: there is no such node; the hint names the way out.
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

    return replace(node, vectors=proofgrad.bridge.VectorFormulas(project).many(node, seed=seed))
