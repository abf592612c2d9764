"""Where the theorem of a vector node says nothing: what is right there, what is not, how far that goes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from proofgrad import oracle
from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle import difftest
from proofgrad.oracle.difftest import asked as relations
from proofgrad.oracle.difftest.asked import Asked
from proofgrad.oracle.formula.coordinates import CoordinateReference, Trees


def forward(name, kernel):
    (found,) = oracle.test(name, kernel, what=("forward",), layouts=False, second_opinion=False)
    return found


@pytest.fixture(scope="module")
def shipped():
    return {node.short_name: node for node in oracle.catalogue().nodes}


def asked(node, index=-1):
    return Asked(node, CoordinateReference(Trees(node.vectors[index]), {}))


def by_copysign(a, b):
    """Of -0 beside numbers below it -π, and 0 of two zeros: C's atan2, but for (±0, -0)."""
    return np.where((a == 0) & (b < 0), np.copysign(np.pi, a), np.arctan2(a + 0.0, b + 0.0))


@pytest.mark.parametrize("kernel", [np.arctan2, by_copysign])
def test_an_angle_by_the_sign_of_zero_is_right(kernel):
    assert forward("atan2", kernel).verdict == "pass"


@pytest.mark.parametrize("number", [12345.0, 1.0, -3.1415])
def test_another_number_on_the_line_where_an_angle_jumps_is_wrong(number):
    found = forward("atan2", lambda a, b: np.where((a == 0) & (b <= 0), number, np.arctan2(a, b)))
    assert (found.verdict, found.grade) == ("fail", "wrong")
    assert "max" in found.classes["zero"].failed


def test_a_place_outside_of_the_theorem_excuses_no_other_place():
    with np.errstate(all="ignore"):
        spread = lambda a, b: np.where((b == 0).any(), np.nan, a / b)  # noqa: E731
        here = lambda a, b: np.where(b == 0, np.nan, a / b)  # noqa: E731
        assert forward("div", spread).verdict == "fail"
        assert forward("div", here).verdict == "pass"


def test_relations_between_entries_are_decided_exactly(shipped):
    one = shipped["hypot"].vectors
    size = next(i for i, v in enumerate(one) if v.output == (3,))
    found = asked(shipped["hypot"], size)
    a, b = np.array([0.0, 5e-324, 1e308]), np.array([-0.0, 0.0, 1e308])
    assert found.understood
    assert found.outside("forward", (a, b)).tolist() == [True, False, False]  # squares under- and overflow
    assert found.outside("vjp", (a, b)).tolist() == [True, False, False] * 2
    angle = asked(
        shipped["atan2"], next(i for i, v in enumerate(shipped["atan2"].vectors) if v.output == (3,))
    )
    assert angle.outside("jvp", (np.array([0.0, 5e-324, 0.0]), np.array([-1.0, -1.0, 0.0]))).tolist() == [
        True,
        False,
        True,
    ]


def test_an_answer_that_reads_all_places_is_outside_where_one_is(shipped):
    node = shipped["klDiv"]
    size = next(i for i, v in enumerate(node.vectors) if v.inputs[0][1] == (3,))
    a, b = np.array([1.0, -1.0, 1.0]), np.ones(3)
    found = asked(node, size)
    assert found.outside("forward", (a, b)).tolist() == [True]
    assert found.outside("vjp", (a, b)).tolist() == [False, True, False] * 2


def test_what_is_not_understood_decides_nothing(shipped):
    assert not asked(shipped["maxElem"]).understood
    (proof,) = shipped["div"].proofs
    odd = replace(proof.hypotheses[0], relation=None)
    node = replace(shipped["div"], proofs=(replace(proof, hypotheses=(odd,)),))
    found = asked(node)
    assert not found.understood
    (verdict,) = difftest.test(node, what=("forward",), layouts=False)
    assert verdict.classes["normal"].proved is None


@pytest.mark.parametrize("right", [Tree("param", (), "b[i]"), Tree("const", (), Fraction(1, 2))])
def test_two_numbers_are_compared_as_their_difference_says(right):
    """Entries that are compared as they stand, and the enclosure of their difference, else its value."""
    rng = np.random.default_rng(5)
    special = np.array([0.0, -0.0, 0.5, 5e-324, -5e-324, 1.7e308, -1.7e308, np.nextafter(0.5, 1.0)])
    a, b = (np.concatenate([np.repeat(special, 8), rng.normal(size=20)]) for _ in range(2))
    b[:64] = np.tile(special, 8)
    tree, leaves = Tree("sub", (right, Tree("param", (), "a[i]"))), {"a[i]": a, "b[i]": b}
    found = relations._compared(tree, leaves)
    assert found is not None
    np.testing.assert_array_equal(found, relations._decided(tree, leaves))
    assert set(found.tolist()) == {-1, 0, 1}


def test_what_is_more_than_two_numbers_is_not_compared_as_it_stands():
    third = Tree("const", (), Fraction(1, 3))  # no float64
    entry = Tree("param", (), "a[i]")
    for right in (third, Tree("mul", (entry, entry))):
        assert relations._compared(Tree("sub", (right, entry)), {"a[i]": np.zeros(3)}) is None
