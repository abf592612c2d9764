"""The proved domain: read from hypotheses, exact, and never assumed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from proofgrad.bridge.catalogue import Hypothesis, Proof, Tree
from proofgrad.oracle import difftest
from proofgrad.oracle.difftest.domain import describe_domain, in_proved_domain

X = Tree("var")
XS = np.array([-np.inf, -2.0, -5e-324, -0.0, 0.0, 5e-324, 0.1, 2.0, np.inf, np.nan])


def number(value):
    return Tree("const", (), Fraction(value))


def parameter(name):
    return Tree("param", (), name)


def hypothesis(relation, left, right, scope="input"):
    return Hypothesis("h", scope, relation, left, right)


def proved(node, *proofs, status="proved-on-domain"):
    made = tuple(Proof("t", "pointwise", tuple(hs), "s", (), ("lean",)) for hs in proofs)
    return replace(node, status=status, proofs=made)


def inside(node, params=None):
    found = in_proved_domain(node, params or {}, XS)
    return None if found is None else found.tolist()


REAL = np.isfinite(XS)


@pytest.mark.parametrize(
    ("relation", "left", "right", "expected"),
    [
        ("ne", X, number(0), REAL & (XS != 0)),
        ("lt", number(0), X, REAL & (XS > 0)),
        ("le", number(0), X, REAL & (XS >= 0)),
        ("lt", X, number(2), REAL & (XS < 2)),
        ("ne", X, parameter("lo"), REAL & (XS != -2)),
        # 1/10 is no float: the double next to it, and no other, is not equal to it either.
        ("ne", X, number("1/10"), REAL),
        ("lt", number("1/10"), X, REAL & (XS > 0.05)),
        # no straight line: decided by balls
        ("lt", number(1), Tree("exp", (X,)), REAL & (XS > 0)),
        ("lt", number(3), Tree("powi", (X,), 2), REAL & (np.abs(XS) == 2)),
    ],
)
def test_relations_are_decided_exactly(nodes, relation, left, right, expected):
    node = proved(nodes["exp"], [hypothesis(relation, left, right)])
    assert inside(node, {"lo": -2.0}) == expected.tolist()


def test_all_hypotheses_of_one_theorem_must_hold(nodes):
    both = [hypothesis("lt", number(0), X), hypothesis("lt", X, number(2))]
    assert inside(proved(nodes["exp"], both)) == (REAL & (XS > 0) & (XS < 2)).tolist()
    either = proved(nodes["exp"], [both[0]], [both[1]])
    assert inside(either) == REAL.tolist()


def test_a_parameter_that_breaks_a_hypothesis_leaves_nothing(nodes):
    node = proved(
        nodes["smoothAbs"], [hypothesis("lt", number(0), parameter("ε"), "parameter")], status="proved"
    )
    assert inside(node, {"ε": 0.5}) == REAL.tolist()
    assert not any(inside(node, {"ε": -0.5}))


def test_what_is_not_understood_or_not_proved_is_not_taken_as_met(nodes):
    strange = Hypothesis("something else", "input")
    assert inside(proved(nodes["exp"], [strange])) is None
    covered = proved(nodes["exp"], [strange], [])
    assert inside(covered) == REAL.tolist()
    for status in ("unproved", "sorry", "extra-axiom", "failed", "inconclusive"):
        assert not any(inside(replace(nodes["exp"], status=status)))
        assert describe_domain(replace(nodes["exp"], status=status)) == f"none: {status}"
    assert inside(replace(nodes["exp"], status="proved-on-domain", proofs=())) is None


def test_verdicts_count_the_points_in_both_domains(nodes):
    node = proved(nodes["log"], [hypothesis("ne", X, number(0))])
    (found,) = difftest.test(node, what=("forward",), size=300)
    classes = found.classes
    assert classes["kink"].proved == 0
    assert classes["normal"].proved == classes["normal"].count
    assert classes["inf"].proved == classes["nan"].proved == 0
    assert 0 < classes["normal"].runtime < classes["normal"].count  # Lean's log |x| at x < 0
    row = found.to_json()
    assert row["classes"]["kink"]["proved"] == 0
    assert row["classes"]["layout"]["proved"] is None
    assert row["domain"] == "h"


def test_kinks_are_shown_with_the_proven_sides(nodes):
    node = proved(nodes["relu"], [hypothesis("ne", X, number(0))])

    def half(x):
        return np.where(np.isnan(x), x, np.where(x > 0, 1.0, np.where(x < 0, 0.0, 0.5)))

    def double(x):
        return np.where(x == 0, 2.0, half(x))

    for slope, accepted in ((half, True), (double, False)):
        (found,) = difftest.test(node, (lambda x: np.maximum(x, 0), slope), what=("jvp",), size=300)
        assert found.verdict == ("pass" if accepted else "fail")
        assert {k.input for k in found.kinks} == {"0.0", "-0.0"}
        for kink in found.kinks:
            assert (kink.left, kink.right, kink.wanted) == ("0", "1", "0")
            assert kink.accepted is accepted
            assert kink.proved is False
