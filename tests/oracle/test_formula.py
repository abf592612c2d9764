"""References: rigorous, narrow enough, and right where plain evaluation fails."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.difftest.second import cross_check
from proofgrad.oracle.formula import (
    IntervalEvaluator,
    Reference,
    ReferenceDisagreement,
    bind,
    evaluate_floats,
    limit,
)
from proofgrad.oracle.formula.balls import ball
from proofgrad.oracle.formula.pieces import cut
from proofgrad.oracle.formula.program import Program
from proofgrad.oracle.inputs import features, inputs
from proofgrad.oracle.ulp import FORMATS, Status

X = Tree("var")
F64 = FORMATS["float64"]


def c(value):
    return Tree("const", (), Fraction(value))


def exact(reference, i=0):
    return reference.values.exact(i)


def test_one_plus_tanh_of_minus_43_point_6_is_not_zero():
    """Two plain precisions agree on 0 here; the enclosure does not."""
    tree = Tree("add", (c(1), Tree("tanh", (X,))))
    (got,) = Reference([tree]).enclose(np.array([-43.6]), F64)
    assert float(exact(got)) == pytest.approx(2 * math.exp(-87.2), rel=1e-12)
    assert got.values.slack[0] <= 2.0**-10


@pytest.mark.parametrize("x", [1e308, -1e308, 1e300, 5e-324, -745.2, 709.9])
def test_where_arb_first_answers_nan_the_precision_rises_until_it_does_not(x):
    trees = [Tree(op, (X,)) for op in ("sinh", "cosh", "exp", "tanh")]
    for got in Reference(trees).enclose(np.array([x]), F64):
        assert got.values.status[0] != Status.UNKNOWN
        assert got.values.slack[0] <= 2.0**-10 or got.values.status[0] != Status.FINITE


def test_all_references_of_the_seed_are_decided_and_narrow(nodes, params):
    for name, node in nodes.items():
        if node.formula is None:
            continue
        reference = Reference([node.formula.f, node.formula.df], params)
        x = inputs(reference.trees, F64, seed=5, size=400)
        for part, got in zip(["f", "df"], reference.enclose(x, F64), strict=True):
            assert (got.values.status != Status.UNKNOWN).all(), (name, part)
            assert got.values.slack.max() <= 2.0**-10, (name, part)


def test_enclosures_contain_what_plain_floats_say(nodes, params):
    """A coarse check against NumPy, which shares nothing with Arb, where it is well conditioned."""
    x = np.linspace(0.25, 3.0, 50)
    for name, node in nodes.items():
        if node.formula is None:
            continue
        trees = (node.formula.f, node.formula.df)
        for tree, got in zip(trees, Reference(trees, params).enclose(x, F64), strict=True):
            np.testing.assert_allclose(
                got.values.approximate(),
                evaluate_floats(tree, x, params),
                rtol=1e-12,
                atol=1e-13,
                err_msg=name,
            )


def test_the_second_opinion_agrees_on_the_seed(nodes, params):
    for node in nodes.values():
        if node.formula is None:
            continue
        trees = (node.formula.f, node.formula.df)
        reference = Reference(trees, params)
        x = inputs(reference.trees, F64, seed=3, size=64)
        chosen = range(0, len(x), max(1, len(x) // 40))
        for tree, got in zip(trees, reference.enclose(x, F64), strict=True):
            assert cross_check(tree, params, x, got.values, chosen) > 10


def test_a_wrong_reference_is_caught_by_the_second_opinion():
    """An evaluator that computes exp(x)·(1 + 2^-50) instead of exp x, as a miscompiled formula would."""
    wrong = Tree("mul", (Tree("exp", (X,)), c(1 + Fraction(1, 2**50))))
    x = np.array([1.0])
    (got,) = Reference([wrong]).enclose(x, F64)
    with pytest.raises(ReferenceDisagreement, match="Arb says"):
        cross_check(Tree("exp", (X,)), {}, x, got.values, [0])


def test_mpmaths_exp_alone_is_no_enclosure_but_ours_is():
    """At tiny arguments both ends of mpmath's interval for exp coincide; found by the cross-check of tanh."""
    from mpmath.ctx_iv import MPIntervalContext

    x = Fraction(7.42688186092153e-44)
    iv = MPIntervalContext()
    iv.prec = 128
    naive = iv.exp(iv.mpf(2 * float(x)))
    assert naive.a == naive.b == 1
    bounds = IntervalEvaluator(Tree("tanh", (X,))).bounds(x, abs(x) / 2**60)
    assert bounds is not None
    assert bounds[0] < x - x**3 / 3 < bounds[1]
    below = IntervalEvaluator(Tree("tanh", (X,))).bounds(-x, x / 2**60)
    assert below is not None
    assert below[0] < x**3 / 3 - x < below[1]


def test_intervals_give_up_rather_than_guess():
    undecidable = Tree("inv", (Tree("sub", (Tree("exp", (c(1),)), Tree("exp", (c(1),)))),))
    assert IntervalEvaluator(undecidable).bounds(Fraction(1), Fraction(1, 2**40)) is None


def test_undecidable_references_are_unknown_never_zero():
    """exp 1 - exp 1 is zero, but no ball can tell: the reference must not be invented."""
    hidden_zero = Tree("sub", (Tree("exp", (X,)), Tree("exp", (Tree("mul", (X, c(1))),))))
    tree = Tree("inv", (Tree("add", (hidden_zero, Tree("log", (Tree("exp", (c(0),)),)))),))
    (got,) = Reference([tree]).enclose(np.array([1.0]), FORMATS["float16"])
    assert got.values.status[0] == Status.UNKNOWN


@pytest.mark.parametrize(
    ("tree", "x", "value"),
    [
        (Tree("inv", (X,)), 0.0, 0),
        (Tree("div", (c(1), X)), 0.0, 0),
        (Tree("log", (X,)), 0.0, 0),
        (Tree("log", (X,)), -1.0, 0),
        (Tree("sqrt", (X,)), -4.0, 0),
        (Tree("div", (c(1), Tree("mul", (c(2), Tree("sqrt", (X,)))))), -4.0, 0),
        (Tree("sign", (X,)), 0.0, 0),
        (Tree("max", (X, c(0))), -3.0, 0),
        (Tree("if_gt", (X, c(0), c(5), c(7))), 0.0, 7),
    ],
)
def test_total_functions_are_leans(tree, x, value):
    (got,) = Reference([tree]).enclose(np.array([x]), F64)
    assert exact(got) == value
    second = IntervalEvaluator(tree).bounds(Fraction(x), Fraction(1, 1000))
    assert second is not None
    assert second[0] <= value <= second[1]


def test_conventions_are_flagged():
    (got,) = Reference([Tree("log", (X,))]).enclose(np.array([-2.0, 0.0, 2.0, -np.inf, np.inf]), F64)
    assert list(got.conventional) == [True, True, False, True, False]


def test_kinks_carry_both_one_sided_values():
    slope = Tree("if_gt", (X, c(0), c(1), c(0)))
    (got,) = Reference([slope]).enclose(np.array([-1.0, 0.0, -0.0, 1.0]), F64)
    assert list(got.kinks.index) == [1, 2]
    assert got.kinks.left.exact(0) == 0
    assert got.kinks.right.exact(0) == 1


def test_a_kink_that_is_no_float_is_seen_from_both_sides():
    third = Tree("if_gt", (X, c(Fraction(1, 3)), c(1), c(0)))
    x = np.array([1 / 3, math.nextafter(1 / 3, 1)])
    (got,) = Reference([third]).enclose(x, F64)
    assert [exact(got, i) for i in range(2)] == [0, 1]


def test_a_removable_switch_is_no_kink():
    (got,) = Reference([Tree("max", (X, c(0)))]).enclose(np.array([0.0]), F64)
    assert len(got.kinks.index) == 0


def test_choices_between_curved_functions_are_decided_by_the_careful_walker():
    tree = Tree("if_gt", (Tree("exp", (X,)), c(2), c(1), c(-1)))
    assert cut(tree).points == ()
    (got,) = Reference([tree]).enclose(np.array([0.5, 0.75]), F64)
    assert [exact(got, i) for i in range(2)] == [-1, 1]


def test_subexpressions_are_computed_once():
    e = Tree("exp", (Tree("neg", (X,)),))
    twice = Tree("mul", (Tree("add", (c(1), e)), Tree("add", (c(1), e))))
    assert Program([twice]).source.count(".exp()") == 1


def test_a_parameter_without_a_value_is_a_usage_error():
    with pytest.raises(UsageError, match="ε"):
        bind(Tree("add", (X, Tree("param", (), "ε"))), {})


def test_nan_wants_nan():
    (got,) = Reference([X]).enclose(np.array([np.nan]), F64)
    assert got.values.status[0] == Status.NAN


LIMITS = {
    "relu": (1, 0, 1, 0),
    "abs": (1, 1, 1, -1),
    "sigmoid": ("1", "0", "0", "0"),
    "logistic": ("1", "0", "0", "0"),
    "tanh": ("1", "-1", "0", "0"),
    "softplus": (1, "0", "1", "0"),
    "silu": (1, "0", "1", "0"),
    "gelu": (1, "0", "1", "0"),
    "smoothAbs": (1, 1, "1", "-1"),
    "exp": (1, "0", 1, "0"),
    "sinh": (1, -1, 1, 1),
    "cosh": (1, 1, 1, -1),
    "sqrt": (1, "0", "0", "0"),
    "log": (1, 1, "0", "0"),
    "inv": ("0", "0", "0", "0"),
    "elu": (1, "-5/4", "1", "0"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_limits_at_infinity(nodes, params, name):
    """Strings are finite limits, 1 and -1 infinities (or the values of constant formulas: relu', abs')."""
    formula = nodes[name].formula
    got = []
    for tree in (bind(formula.f, params), bind(formula.df, params)):
        for side in (1, -1):
            found = limit(tree, None, side)
            got.append(found if isinstance(found, int) else ball(found, Fraction(0), 64).value)
    for value, wanted in zip(got, LIMITS[name], strict=True):
        if isinstance(value, int):
            assert value == wanted
        else:
            assert abs(value - float(Fraction(wanted))) < 1e-15


def test_one_sided_limits_at_a_pole():
    assert limit(Tree("inv", (X,)), Fraction(0), 1) == 1
    assert limit(Tree("inv", (X,)), Fraction(0), -1) == -1
    assert limit(Tree("inv", (Tree("powi", (Tree("sub", (X, c(2))),), 2),)), Fraction(2), -1) == 1


def test_sine_and_cosine_have_no_limit_at_infinity_but_limits_elsewhere():
    for tree in (Tree("sin", (X,)), Tree("cos", (X,)), Tree("neg", (Tree("sin", (X,)),))):
        assert limit(tree, None, 1) == limit(tree, None, -1) == 0
        (got,) = Reference([tree]).enclose(np.array([np.inf, -np.inf]), F64)
        assert (got.values.status == Status.NAN).all()
    inverse = Tree("inv", (X,))
    found = limit(Tree("mul", (X, Tree("sin", (inverse,)))), None, 1)
    assert isinstance(found, Tree)
    assert ball(found, Fraction(0), 64).value == 1
    assert limit(Tree("sin", (inverse,)), Fraction(0), 1) == 0
    bounded = Tree("mul", (inverse, Tree("sin", (X,))))
    assert all(limit(bounded, None, side) == limit(X, Fraction(0), 1) for side in (1, -1))  # 0
    assert limit(Tree("sub", (X, Tree("sin", (X,)))), None, 1) == 1
    assert limit(Tree("inv", (Tree("sin", (X,)),)), None, 1) is None


@pytest.mark.parametrize("x", [1e-300, 0.5, 3.141592653589793, 355.0, 1e22, -1.7e308])
def test_sine_and_cosine_of_two_evaluators_overlap(x):
    """float(pi) and 355 lie next to roots; at 1e22 and beyond the argument must be reduced exactly."""
    for op, wanted in (("sin", math.sin(x)), ("cos", math.cos(x))):
        (got,) = Reference([Tree(op, (X,))]).enclose(np.array([x]), F64)
        assert float(exact(got)) == pytest.approx(wanted, rel=1e-13)
        cross_check(Tree(op, (X,)), {}, np.array([x]), got.values, [0])


def test_a_limit_beyond_the_evaluator_is_undecided():
    nested = Tree("exp", (Tree("exp", (X,)),))
    assert limit(nested, None, 1) is None


def test_features_find_roots_and_inner_thresholds(nodes, params):
    """gelu' has its root near -0.7525; exp inside the logistic function overflows at 709.78."""
    gelu = [bind(t, params) for t in (nodes["gelu"].formula.f, nodes["gelu"].formula.df)]
    roots = features(gelu, F64).roots
    assert len(roots[0]) == 0
    assert [float(v) for v in F64.from_ordinal(np.array(roots[1]))] == [pytest.approx(-0.75246142, abs=1e-7)]
    logistic = [nodes["logistic"].formula.f, nodes["logistic"].formula.df]
    places = F64.from_ordinal(np.array(features(logistic, F64).thresholds)).astype(float)
    assert np.min(np.abs(places - 709.782712893384)) < 1e-9


def test_a_switch_that_shows_only_after_another_is_decided():
    """clamp: `max(x, lo) > hi` is no line in x until it is known which side of lo the input lies on."""
    x, lo, hi = Tree("var"), Tree("const", value=Fraction(-1)), Tree("const", value=Fraction(6))
    low = Tree("max", (x, lo))
    pieces = cut(Tree("if_gt", (low, hi, hi, low)))
    assert pieces.points == (-1, 6)
    assert [p.tree for p in pieces.pieces] == [lo, x, hi]
