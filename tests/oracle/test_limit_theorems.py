"""Limits at ±∞ that kernels are held to, beside the theorems that say the same of these functions."""

from __future__ import annotations

from fractions import Fraction

import pytest

import proofgrad.bridge
from proofgrad.bridge.catalogue import Catalogue
from proofgrad.oracle.cli import main
from proofgrad.oracle.formula import limit
from proofgrad.oracle.formula.balls import ball

BOTH = ("exp", "tanh", "sigmoid", "softplus", "silu", "geluErf", "erf", "ndtr", "atan")
"""Nodes with a theorem at either end."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return proofgrad.bridge.catalogue()


@pytest.mark.parametrize(
    ("node", "end"), [("log", "+∞"), *((node, end) for node in BOTH for end in ("+∞", "-∞"))]
)
def test_the_limit_is_that_of_the_theorem(catalogue, node, end):
    about = catalogue[node]
    (said,) = [known for known in about.limits if known.end == end]
    (found,) = [d for d in catalogue.declarations if d.name == said.proof.theorem]
    assert (found.kind, found.status) == ("theorem", "ok")
    assert about.formula is not None
    got = limit(about.formula.f, None, 1 if end == "+∞" else -1)
    if said.value is None or isinstance(got, int):
        assert (said.value, got) == (None, 1)
    else:
        assert got is not None
        one, two = (float(ball(tree, Fraction(0), 64).value) for tree in (got, said.value))
        assert one == pytest.approx(two, abs=1e-15)


def test_they_are_shown(capsys):
    assert main(["nodes", "tanh"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "limits → 1 at +∞ (theorem Activation.Math.tendsAtTop_tanh)" in shown
    assert "→ -1 at -∞ (theorem Activation.Math.tendsAtBot_tanh)" in shown
