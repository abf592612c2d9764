"""erf, erfc and the inverse circular functions: Arb and our own interval arithmetic agree, also where a plain
evaluation loses everything; limits; Lean's total functions beyond ±1."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from flint import ctx

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula import IntervalEvaluator, Reference, evaluate_floats, limit
from proofgrad.oracle.formula.balls import ball
from proofgrad.oracle.formula.pieces import cut
from proofgrad.oracle.formula.vectors import Point, VectorProgram
from proofgrad.oracle.ulp import FORMATS, Status

X = Tree("var")
F64 = FORMATS["float64"]
OPERATORS = ("asin", "acos", "atan", "erf", "erfc")
POINTS = [0.0, 1e-300, 1e-8, 0.3, 0.999999, 1.0, 1.5, 3.0, 6.0, 8.5, 20.0, 100.0, -0.3, -1.0, -7.0, -30.0]


def c(value):
    return Tree("const", (), Fraction(value))


def fraction(ball_end):
    mantissa, exponent = ball_end.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


@pytest.mark.parametrize("op", OPERATORS)
@pytest.mark.parametrize("x", POINTS)
def test_two_rigorous_evaluations_overlap_and_are_narrow(op, x):
    tree = Tree(op, (X,))
    value = ball(tree, Fraction(x), 400).value
    low, high = fraction(value.lower()), fraction(value.upper())
    width = max(abs(high) * Fraction(1, 2**63), Fraction(1, 2**1100))
    found = IntervalEvaluator(tree).bounds(Fraction(x), width)
    assert found is not None
    assert found[0] <= high
    assert low <= found[1]
    (got,) = Reference([tree]).enclose(np.array([x]), F64)
    assert got.values.status[0] != Status.UNKNOWN
    if high:
        plain = evaluate_floats(tree, np.array([x]))[0]
        assert plain == pytest.approx(float(high), rel=1e-13, abs=1e-300)


@pytest.mark.parametrize("x", [25.3615504415774, 25.36155044157742, 24.0, 26.1, -26.1, 27.2])
def test_a_reference_holds_the_value_where_arb_keeps_more_bits_than_it_was_asked_for(x):
    (got,) = Reference([Tree("erfc", (X,))]).enclose(np.array([x]), F64)
    with ctx.workprec(600):
        value = ball(Tree("erfc", (X,)), Fraction(x), 600).value
        low, high = fraction(value.lower()), fraction(value.upper())
    slack = Fraction(float(got.values.slack[0])) * Fraction(2) ** int(got.values.exponent[0])
    assert got.values.exact(0) - slack <= low
    assert high <= got.values.exact(0) + slack


def test_a_wrong_series_would_be_seen(monkeypatch):
    """The two evaluations share no code: an error in one is a disagreement."""
    from proofgrad.oracle.formula.special_intervals import InverseAndErf

    right = InverseAndErf._erf_series

    def wrong(self, t):
        return right(self, t) * (1 + self.iv.ldexp(1, -40))

    monkeypatch.setattr(InverseAndErf, "_erf_series", wrong)
    found = IntervalEvaluator(Tree("erf", (X,))).bounds(Fraction(1, 2), Fraction(1, 2**70))
    value = ball(Tree("erf", (X,)), Fraction(1, 2), 200).value
    assert found is not None
    assert found[0] > fraction(value.upper())


LIMITS = {
    "erf": (Tree("erf", (X,)), 1, -1),
    "erfc": (Tree("erfc", (X,)), 0, 2),
    "x erfc x": (Tree("mul", (X, Tree("erfc", (X,)))), 0, "-inf"),
    "exp(x^2) erfc x": (
        Tree("mul", (Tree("exp", (Tree("mul", (X, X)),)), Tree("erfc", (X,)))),
        0,
        "inf",
    ),
    "x exp(x^2) erfc x": (
        Tree("mul", (X, Tree("mul", (Tree("exp", (Tree("mul", (X, X)),)), Tree("erfc", (X,)))))),
        1 / math.sqrt(math.pi),
        "-inf",
    ),
    "log erfc": (Tree("log", (Tree("erfc", (X,)),)), "-inf", math.log(2)),
    "erf exp": (Tree("erf", (Tree("exp", (X,)),)), 1, 0),
    "atan": (Tree("atan", (X,)), math.pi / 2, -math.pi / 2),
    "x (pi/2 - atan)": (
        Tree("mul", (X, Tree("sub", (Tree("div", (Tree("pi"), c(2))), Tree("atan", (X,)))))),
        1,
        "-inf",
    ),
    "asin": (Tree("asin", (X,)), math.pi / 2, -math.pi / 2),
    "acos": (Tree("acos", (X,)), 0, math.pi),
}


@pytest.mark.parametrize("name", LIMITS)
def test_limits(name):
    tree, *wanted = LIMITS[name]
    for side, value in zip((1, -1), wanted, strict=True):
        found = limit(tree, None, side)
        if isinstance(value, str):
            assert found == (1 if value == "inf" else -1)
        else:
            assert isinstance(found, Tree)
            assert float(ball(found, Fraction(0), 64).value) == pytest.approx(value, abs=1e-15)


@pytest.mark.parametrize(
    ("op", "above", "below"), [("asin", math.pi / 2, -math.pi / 2), ("acos", 0.0, math.pi)]
)
def test_beyond_one_the_value_is_conventional(op, above, below):
    """Lean's function goes on; IEEE's does not: the reference says which is which."""
    tree = Tree(op, (X,))
    (got,) = Reference([tree]).enclose(np.array([-2.0, -1.0, 0.5, 1.0, 2.0]), F64)
    assert list(got.conventional) == [True, False, False, False, True]
    assert float(got.values.exact(4)) == pytest.approx(above)
    assert float(got.values.exact(0)) == pytest.approx(below)
    assert cut(tree).points == (-1, 1)
    program = VectorProgram([Tree(op, (Tree("entry", value=0),))])
    for x in (-2, -1, Fraction(1, 2), 1, 2):
        (value,) = program.values(Point([Fraction(x)]), 2.0**-10 * 2.0**-53, 2.0**-53)
        assert value.conventional == (abs(x) > 1)
        assert value.ball.overlaps(ball(tree, Fraction(x), 200).value)


def test_the_slope_of_asin_at_one_is_infinite():
    slope = Tree("inv", (Tree("sqrt", (Tree("sub", (c(1), Tree("powi", (X,), 2))),)),))
    assert limit(slope, Fraction(1), -1) == 1
