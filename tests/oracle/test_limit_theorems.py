"""Limits at ±∞ that kernels are held to, beside the theorems that say the same of these functions."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

import proofgrad.bridge
from proofgrad import oracle
from proofgrad.bridge.catalogue import Catalogue, Tree
from proofgrad.oracle.cli import main
from proofgrad.oracle.difftest.cited import limit_theorems
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


def test_a_verdict_cites_the_theorems_that_its_infinities_were_judged_by(catalogue, capsys):
    (verdict,) = oracle.test("tanh", what=("forward",), dtype="float32", layouts=False)
    names = ("Activation.Math.tendsAtTop_tanh", "Activation.Math.tendsAtBot_tanh")
    assert sorted(verdict.classes["inf"].theorems) == sorted(names)
    assert not any(found.theorems for name, found in verdict.classes.items() if name != "inf")
    assert main(["test", "tanh", "--what", "forward", "--dtype", "float32", "-v"]) == 0
    assert f"the limit is that of {names[0]}" in capsys.readouterr().out
    (slope,) = oracle.test("tanh", what=("jvp",), dtype="float32", layouts=False)
    assert slope.classes["inf"].theorems == ()


def test_a_theorem_that_says_another_limit_is_not_cited(catalogue):
    tanh = catalogue["tanh"]
    other = tuple(replace(said, value=Tree("const", value=Fraction(1, 2))) for said in tanh.limits)
    assert len(limit_theorems(tanh)) == 2
    assert limit_theorems(replace(tanh, limits=other)) == ()
    assert (
        limit_theorems(replace(tanh, limits=tuple(replace(said, value=None) for said in tanh.limits))) == ()
    )
