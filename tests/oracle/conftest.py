"""The nodes that the oracle is tested with."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from proofgrad.bridge.catalogue import Node
from proofgrad.oracle.difftest import subjects


def _formulas():
    spec = importlib.util.spec_from_file_location("oracle_formulas", Path(__file__).with_name("formulas.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def nodes() -> Mapping[str, Node]:
    """Catalogue entries of the seed's elementwise nodes and of linear, by short name."""
    formulas = _formulas()
    out = {name: formulas.node(name) for name in formulas.FORMULAS}
    out["linear"] = Node(
        "Proofs.Autograd.TapeNodes.linear",
        "vector",
        "proved",
        parameters=("weights", "bias"),
        vectors=tuple(formulas.linear(*shape) for shape in LINEAR),
    )
    return out


@pytest.fixture
def unremembered() -> Iterator[None]:
    """Without references of vector nodes that earlier tests left, and leaving none to later ones: for what
    changes how references are made."""
    subjects._reference.cache_clear()
    yield
    subjects._reference.cache_clear()


LINEAR = ((1, 1), (1, 7), (5, 1), (3, 3), (4, 9), (9, 33), (1, 300), (300, 1))
"""Sizes of the results and of the inputs of linear layers."""


@pytest.fixture(scope="session")
def params() -> Mapping[str, float]:
    """Values of the parameters that the seed's nodes have."""
    return {"ε": 2.0**-20, "alpha": 1.25}
