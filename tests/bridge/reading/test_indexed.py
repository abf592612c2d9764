"""Vector nodes read once for all sizes: against what the same nodes are at concrete sizes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from proofgrad.bridge.catalogue import Catalogue, Node, serial
from proofgrad.bridge.catalogue.indexed_text import indexed_text
from proofgrad.bridge.catalogue.instantiate import Concrete, instantiated
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.reading.concrete import ConcreteReader
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.library import Library

NODES = "Proofs.Autograd.TapeNodes"

TEXTS = {
    "add": ("a : s, b : s", "y[i] = a[i] + b[i]", "grad b[i] = ct[i]"),
    "mean": ("idx : s", "y = (∑ i, idx[i]) / |s|", "grad idx[i] = ct / |s|"),
    "matmul": ("a[m, k], b[k, n]", "y[i, j] = ∑ l, a[i, l]*b[l, j]", "grad b[i, j] = ∑ l, a[l, i]*ct[l, j]"),
    "softmax": (
        "idx[n]",
        "y[i] = exp(idx[i]) / (∑ j, exp(idx[j]))",
        (
            "grad idx[i] = (exp(idx[i]) / (∑ k, exp(idx[k])))"
            "*(ct[i] - (∑ j, (exp(idx[j]) / (∑ k, exp(idx[k])))*ct[j]))"
        ),
    ),
    "maxPool": (
        "idx[h*p, q*w]",
        "y[i, j] = max k < p, l < q, idx[p*i + k, q*j + l]",
        (
            "grad idx[i, j] = (if (max k < p, l < q, idx[p*(i div p) + k, q*(j div q) + l]) > idx[i, j]"
            " then 0 else 1)*ct[(i div p), (j div q)]"
        ),
    ),
    "conv2d": (
        "a[ch, h, w], b[o, ch, p, q], c[o]",
        (
            "y[i, j, k] = (∑ l, ∑ r, ∑ t, b[i, l, r, t]"
            "*(if 0 ≤ stride*j + r - pad < h and 0 ≤ stride*k + t - pad < w"
            " then a[l, stride*j + r - pad, stride*k + t - pad] else 0)) + c[i]"
        ),
        "grad c[i] = ∑ j, ∑ k, ct[i, j, k]",
    ),
    "nll": (
        "idx[m, n]",
        "y = (-(∑ i, idx[i, target[i]])) / m",
        "grad idx[i, j] = if j = target[i] then (-ct) / m else 0",
    ),
    "batchedMatmul": (
        "a[h, m, k], b[h, k, n]",
        "y[i, j, l] = ∑ r, a[i, j, r]*b[i, r, l]",
        "grad b[i, j, l] = ∑ r, a[i, r, j]*ct[i, r, l]",
    ),
    "affine": ("a[m, n], γ[n], β[n]", "y[i, j] = a[i, j]*γ[j] + β[j]", "grad β[i] = ∑ j, ct[j, i]"),
    "lastToFirst": ("idx[h, m, n]", "y[i, j, k] = idx[j, k, i]", "grad idx[i, j, k] = ct[k, i, j]"),
    "concat": (
        "a[m], b[n]",
        "y[i] = if i + 1 ≤ m then a[i] else b[max(i - m, 0)]",
        "grad b[i] = ct[i + m]",
    ),
    "transpose": ("idx[m, n]", "y[i, j] = idx[j, i]", "grad idx[i, j] = ct[j, i]"),
}


def vector_nodes(catalogue: Catalogue) -> list[Node]:
    return [n for n in catalogue.nodes if n.kind == "vector" and n.name.startswith(NODES)]


@pytest.mark.parametrize("name", TEXTS)
def test_texts(catalogue: Catalogue, name: str) -> None:
    formula = catalogue[f"{NODES}.{name}"].indexed
    assert formula is not None
    text = indexed_text(formula)
    assert (text.shapes, text.forward, text.vjp[-1]) == TEXTS[name]


def test_every_vector_node_is_read_for_all_sizes(catalogue: Catalogue) -> None:
    found = vector_nodes(catalogue)
    assert len(found) > 25
    assert [n.short_name for n in found if n.indexed is None] == []
    assert [n.short_name for n in found if n.indexed and len(n.indexed.vjp) < len(n.indexed.inputs)] == []


def test_written_out_it_is_what_reading_at_concrete_sizes_gives(
    catalogue: Catalogue, environment: Environment
) -> None:
    """The other reader unfolds everything: no sums, no rules, no induction."""
    reader = ConcreteReader(Library(environment, CatalogueConfig()))
    compared = 0
    for node in vector_nodes(catalogue):
        if node.indexed is None:
            continue
        for vector in node.vectors[:1]:
            sizes = choices(vector.sizes)
            assert instantiated(node.indexed, sizes) == vector
            assert vector == reader.read(node.name, sizes), (node.short_name, vector.label)
            compared += 1
    assert compared > 25


def choices(sizes: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    loaded = {name: json.loads(text) for name, text in sizes}
    return {name: tuple(v) if isinstance(v, list) else v for name, v in loaded.items()}


def test_a_sum_is_recognised_by_what_it_does(catalogue: Catalogue) -> None:
    found = catalogue["Fake.sumOwn"].indexed
    assert found is not None
    assert indexed_text(found).forward == "y = ∑ i, x[i]"
    swapped = catalogue["Fake.swapped"].indexed
    assert swapped is not None
    assert indexed_text(swapped).jvp == "dy = ∑ i, ∑ j, dx[j, i]"


@pytest.mark.parametrize("name", ["OneMore", "LastTwice", "LastOnly", "EveryOther", "NotAtThree"])
def test_what_only_looks_like_a_sum_is_read_at_concrete_sizes(catalogue: Catalogue, name: str) -> None:
    node = catalogue[f"Fake.sum{name}"]
    assert node.indexed is None
    assert node.vectors


def test_json_and_back(catalogue: Catalogue) -> None:
    for node in vector_nodes(catalogue):
        data = json.loads(json.dumps(serial.node_to_json(node)))
        assert serial.node_from_json(data).indexed == node.indexed


def test_sizes_that_do_not_fit_are_refused(catalogue: Catalogue) -> None:
    reshape, embedding = catalogue[f"{NODES}.reshape"].indexed, catalogue[f"{NODES}.embedding"].indexed
    assert reshape is not None
    assert embedding is not None
    assert Concrete.at(reshape, {"s": (6,), "t": (2, 3)}).output == (2, 3)
    with pytest.raises(ValueError, match="hypothesis about sizes"):
        Concrete.at(reshape, {"s": (6,), "t": (4,)})
    with pytest.raises(ValueError, match="no value for n"):
        Concrete.at(embedding, {"k": 2, "m": 1})
    with pytest.raises(ValueError, match="indices below 0"):
        Concrete.at(embedding, {"k": 0, "m": 1, "n": 1})
    with pytest.raises(ValueError, match="2 indices below 3"):
        Concrete.at(embedding, {"k": 3, "m": 2, "n": 1, "token": (0, 3)})
