"""Limits at ±∞ that kernels are held to, beside the theorems that say the same of these functions."""

from __future__ import annotations

from fractions import Fraction

import pytest

import proofgrad.bridge
from proofgrad.bridge.catalogue import Catalogue
from proofgrad.oracle.formula import limit
from proofgrad.oracle.formula.balls import ball
from proofgrad.oracle.formula.trees import HALF_PI, const

MATH = "Activation.Math."
INFINITE = 1

SAID = {
    ("exp", -1): (const(0), MATH + "tendsAtBot_exp"),
    ("exp", 1): (INFINITE, MATH + "divergesAtTop_exp"),
    ("log", 1): (INFINITE, MATH + "divergesAtTop_log"),
    ("tanh", 1): (const(1), MATH + "tendsAtTop_tanh"),
    ("tanh", -1): (const(-1), MATH + "tendsAtBot_tanh"),
    ("sigmoid", 1): (const(1), MATH + "tendsAtTop_sigmoid"),
    ("sigmoid", -1): (const(0), MATH + "tendsAtBot_sigmoid"),
    ("softplus", -1): (const(0), MATH + "tendsAtBot_softplus"),
    ("softplus", 1): (INFINITE, MATH + "divergesAtTop_softplus"),
    ("silu", -1): (const(0), MATH + "tendsAtBot_silu"),
    ("silu", 1): (INFINITE, MATH + "divergesAtTop_silu"),
    ("geluErf", 1): (INFINITE, MATH + "divergesAtTop_geluErf"),
    ("geluErf", -1): (const(0), MATH + "tendsAtBot_geluErf"),
    ("erf", 1): (const(1), "tendsAtTop_erf"),
    ("erf", -1): (const(-1), "tendsAtBot_erf"),
    ("ndtr", 1): (const(1), "tendsAtTop_normalCdf"),
    ("ndtr", -1): (const(0), "tendsAtBot_normalCdf"),
    ("atan", 1): (HALF_PI, "tendsAtTop_arctan"),
}
"""(node, side): the limit, and the theorem."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return proofgrad.bridge.catalogue()


@pytest.mark.parametrize(("node", "side"), SAID)
def test_the_limit_is_that_of_the_theorem(catalogue, node, side):
    wanted, theorem = SAID[node, side]
    (found,) = [d for d in catalogue.declarations if d.name == theorem]
    assert (found.kind, found.status) == ("theorem", "ok")
    formula = catalogue[node].formula
    assert formula is not None
    got = limit(formula.f, None, side)
    if isinstance(wanted, int) or isinstance(got, int):
        assert got == wanted
    else:
        assert got is not None
        one, two = (float(ball(tree, Fraction(0), 64).value) for tree in (got, wanted))
        assert one == pytest.approx(two, abs=1e-15)
