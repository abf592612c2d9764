"""Wrong, correct, accurate, rounded: two measures, and the words for what they find."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from mutants.vectors import NODES

from proofgrad import oracle
from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle import difftest
from proofgrad.oracle.difftest.tolerances import GRADES, least
from proofgrad.oracle.formula.attainable import attainable
from proofgrad.oracle.ulp import FORMATS


def sigmoid(x):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-x))


def slope(x):
    return np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))) ** 2


TEXTBOOK = (sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x)))


def jvp(nodes, kernel, node="sigmoid", **options):
    (verdict,) = difftest.test(nodes[node], kernel, what=("jvp",), second_opinion=False, **options)
    return verdict


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_textbook_slope_is_correct_and_told_what_it_loses_and_one_off_by_little_is_wrong(nodes, dtype):
    textbook = jvp(nodes, TEXTBOOK, dtype=dtype)
    assert (textbook.verdict, textbook.grade) == ("fail", "correct")
    assert "loses digits for x from 1." in textbook.diagnosis
    assert ", all of them from " in textbook.diagnosis
    for factor in (1 + 1e-4, 1 - 1e-4, 0.5):
        wrong = jvp(nodes, (sigmoid, lambda x, f=factor: (slope(x) * f).astype(x.dtype)), dtype=dtype)
        assert wrong.grade == "wrong", factor
        assert wrong.diagnosis.startswith("wrong almost everywhere ("), wrong.diagnosis


def test_the_grade_that_is_required_decides(nodes):
    assert jvp(nodes, TEXTBOOK, require="correct").verdict == "pass"
    assert jvp(nodes, TEXTBOOK, require="accurate").verdict == "fail"
    ours = jvp(nodes, None)
    assert (ours.verdict, ours.grade) == ("pass", "accurate")
    strict = jvp(nodes, None, require="rounded")
    assert strict.verdict == "fail"
    assert "not correctly rounded (" in strict.diagnosis
    (exact,) = difftest.test(nodes["relu"], what=("forward",), require="rounded")
    assert (exact.verdict, exact.grade) == ("pass", "rounded")


@pytest.mark.parametrize("wrong", [1e-4, -1e-3, 0.5])
@pytest.mark.parametrize("from_x", [3.0, 30.0])
def test_a_part_of_the_range_is_enough_to_be_wrong(nodes, wrong, from_x):
    def bent(x):
        return np.where(x < -from_x, slope(x) * (1 + wrong), slope(x))

    found = jvp(nodes, (sigmoid, bent), require="correct")
    assert (found.verdict, found.grade) == ("fail", "wrong")
    assert found.diagnosis.startswith("wrong for x from -7"), found.diagnosis


def test_what_is_merely_beyond_the_limit_is_not_called_wrong_beside_what_is(nodes):
    """NumPy's own tanh is 1.3 ULP off at -0.5, and one per cent was put on beyond 0.5."""

    def forward(x):
        exact = np.tanh(x.astype(np.float64))
        off = np.where((x > -0.6) & (x < -0.5), 1 + 2.0**-24, 1.0)
        return (exact * np.where(x > 0.5, 1.01, off)).astype(x.dtype)

    (found,) = difftest.test(nodes["tanh"], forward, dtype="float32", what=("forward",), layouts=False)
    assert found.grade == "wrong"
    wrong, loses = found.diagnosis.split("; ")[:2]
    assert wrong.startswith("wrong for x from 0.5 to ")
    assert loses.startswith("loses digits for x from -0.5"), found.diagnosis


def test_an_overflow_of_the_formula_is_no_wrong_formula(nodes):
    def naive(x):
        with np.errstate(over="ignore"):
            return np.log(1 + np.exp(x))

    (found,) = difftest.test(nodes["softplus"], naive, what=("forward",), require="correct", layouts=False)
    assert (found.verdict, found.grade) == ("pass", "correct")
    assert found.diagnosis.startswith("overflows early for x from 710 to ")

    def early(x):  # where exp is far from its end
        return np.where(x > 600, np.inf, np.logaddexp(x, 0))

    (found,) = difftest.test(nodes["softplus"], early, what=("forward",), require="correct", layouts=False)
    assert (found.verdict, found.grade) == ("fail", "wrong")


def test_nothing_but_what_is_computed_is_attainable():
    x = Tree("var")
    one = Tree("const", (), 1)
    points = np.array([0.0, 2.0, 50.0])
    fmt = FORMATS["float64"]

    def of(tree):
        return attainable([tree], fmt, lambda t: points if t.op == "var" else None, len(points))[0]

    inverse = of(Tree("inv", (x,)))
    value = np.array([np.inf, 0.5, 0.02])
    assert inverse.explains(np.array([np.inf, 0.5, 0.02]), value).all()
    assert not inverse.explains(np.array([12345.0, 0.5 + 1e-12, 0.02 * 1.0001]), value).any()
    small = of(Tree("sub", (Tree("add", (one, Tree("exp", (Tree("neg", (x,)),)))), one)))  # e^-x, badly
    value = np.exp(-points)
    assert small.explains(np.array([1.0, value[1] + 1e-16, 0.0]), value).all()
    assert not small.explains(np.array([1.0001, value[1] + 1e-12, 1e-16]), value).any()


def test_what_evaluating_gives_at_nan_is_nan():
    x, points = Tree("var"), np.array([np.nan, np.nan])
    for tree in (Tree("mul", (x, x)), Tree("add", (x, x)), Tree("inv", (x,)), Tree("exp", (x,))):
        found = attainable([tree], FORMATS["float32"], lambda t: points if t.op == "var" else None, 2)[0]
        assert found.explains(np.array([0.0, np.nan]), points).tolist() == [False, True], tree.op


def test_naive_softmax_overflows_and_a_wrong_one_is_wrong():
    softmax = NODES["softmax"]

    def naive(x):
        with np.errstate(all="ignore"):
            e = np.exp(x)
            return e / e.sum()

    options = {"what": ("forward",), "second_opinion": False, "layouts": False, "dtype": "float32"}
    (found,) = difftest.test(softmax, naive, require="correct", **options)
    assert (found.verdict, found.grade) == ("pass", "correct"), found.message
    assert "nan" in found.diagnosis or "overflows" in found.diagnosis
    (found,) = difftest.test(softmax, lambda x: naive(x - x.max()) * np.float32(1.0001), **options)
    assert found.grade == "wrong"


def test_what_exceeds_a_limit_is_wrong_until_somebody_has_looked():
    found = difftest.ClassResult(10, 9.0, 0.2, 0.0, 1, None, 1.0, exact=False, failed=("max",))
    assert found.grade == "wrong"
    assert least([found.grade, "rounded"]) == GRADES[0]


def test_a_kernel_points_at_its_own_line(nodes):
    found = jvp(nodes, TEXTBOOK, layouts=False)
    assert found.source is not None
    file, line = found.source
    assert file.endswith("test_grades.py")
    assert "TEXTBOOK" in Path(__file__).read_text("utf-8").splitlines()[line - 1]
    assert jvp(nodes, None, node="relu").source is None  # ours


def test_the_margin_alone_makes_no_overflow():
    """Just below it, what a kernel answers that evaluates the very formula is no further off than that."""
    x = Tree("var")
    square = Tree("add", args=(Tree("powi", args=(x,), value=2), Tree("const", value=4)))
    tree = Tree("add", args=(x, Tree("sqrt", args=(square,))))
    points = np.array([-np.nextafter(2.0**512, 0)])
    found = attainable([tree], FORMATS["float64"], lambda t: points if t.op == "var" else None, 1)[0]
    got = points + np.sqrt(points**2 + 4)
    assert got[0] == 0
    assert found.explains(got, np.array([1.5e-154])).all()


@pytest.mark.parametrize(("got", "fine"), [(None, True), (1e-300, False)])
def test_what_overflows_in_one_evaluation_need_not_in_another(got, fine):
    """π·x is finite just below its overflow, as NumPy's sinc has it, and infinite by a rounding more."""
    x = Tree("var")
    angle = Tree("mul", args=(Tree("pi"), x))
    tree = Tree("div", args=(Tree("sin", args=(angle,)), angle))
    points = np.array([-1.0, 1.0]) * 5.722234971514055e307
    found = attainable([tree], FORMATS["float64"], lambda t: points if t.op == "var" else None, 2)[0]
    answer = np.sinc(points) if got is None else np.full(2, got)
    assert np.isfinite(points * np.pi).all()
    assert (found.explains(answer, np.full(2, 5.9e-320)) == fine).all()


def test_factors_may_be_multiplied_in_any_order():
    """(2x·exp x²)·erfc x overflows at 26.6, 2x·(exp x²·erfc x) does not; x·x·y underflows, x·y·x not."""
    x, y = Tree("var"), Tree("const", value=Fraction(2) ** 1000)
    two_x = Tree("mul", args=(Tree("const", value=2), x))
    inner = Tree("mul", args=(Tree("exp", args=(Tree("powi", args=(x,), value=2),)), Tree("erfc", args=(x,))))
    slope = Tree("sub", args=(Tree("mul", args=(two_x, inner)), Tree("const", value=Fraction(9, 8))))
    square = Tree("mul", args=(Tree("mul", args=(x, y)), x))

    def explained(tree, at, got, value):
        points = np.array([at])
        found = attainable([tree], FORMATS["float64"], lambda t: points if t.op == "var" else None, 1)[0]
        return bool(found.explains(np.array([got]), np.array([value]))[0])

    assert explained(slope, 26.62, np.inf, 0.00257)
    assert not explained(slope, 26.0, np.inf, 0.0025)
    assert not explained(slope, 26.62, 12345.0, 0.00257)
    assert explained(square, 2.0**-600, 0.0, 2.0**-200)
    assert not explained(square, 2.0**-600, 2.0**-190, 2.0**-200)
    assert not explained(square, 2.0**-400, 0.0, 2.0**200)


ASINH = {
    "the formula": (lambda x: np.log(x + np.sqrt(x * x + 1)), "correct"),
    "in a wider format": (lambda x: np.log(x + np.sqrt(x * x + np.longdouble(1))).astype(x.dtype), "correct"),
    "far too small": (lambda x: np.where((x < -1e9) & (x > -1e12), -777, np.arcsinh(x)), "wrong"),
    "below by a few": (lambda x: np.where((x < -1e10) & (x > -1e12), -60, np.arcsinh(x)), "wrong"),
    "of the other sign": (lambda x: np.where((x < -1e10) & (x > -1e12), 60, np.arcsinh(x)), "wrong"),
}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("label", ASINH)
def test_where_nothing_is_left_of_a_formula_not_every_answer_is_explained(label, dtype):
    kernel, grade = ASINH[label]
    with np.errstate(all="ignore"):
        cast = lambda x: kernel(x).astype(x.dtype)  # noqa: E731
        (found,) = oracle.test(
            "asinh",
            cast,
            what=("forward",),
            dtype=dtype,
            layouts=False,
            second_opinion=False,
            range=(-1e30, 1e30),
        )
    assert found.grade == grade, found.diagnosis
