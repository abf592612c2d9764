"""What a test is worth: parameters at which nothing is proven are refused; a pass outside of every theorem is
none.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from proofgrad.bridge.catalogue import Formula, Hypothesis, Node, Proof, Tree
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.difftest import test as difftest
from proofgrad.oracle.difftest.worth import fitting_parameters, refuse_parameters, violated
from proofgrad.oracle.points.reading import values_of

X, C = Tree("var"), Tree("param", value="k")


def num(value: int) -> Tree:
    return Tree("const", value=Fraction(value))


def asking(*hypotheses: Hypothesis, status: str = "proved") -> Node:
    """f = k x, with hypotheses."""
    formula = Formula(Tree("mul", (C, X)), C, "", "")
    proof = Proof("t", "global", hypotheses, "", (), ("lean",))
    return Node("N.times", "elementwise", status, (proof,), ("k",), formula)  # type: ignore[arg-type]


ABOVE = Hypothesis("1 < k", "parameter", "lt", num(1), C)
NEGATIVE = Hypothesis("x < -1000000", "input", "lt", X, num(-(10**6)))
IMPOSSIBLE = Hypothesis("x < x", "input", "lt", X, X)


def kernel(x: np.ndarray, k: float = 1.25) -> np.ndarray:
    return x * x.dtype.type(k)


@pytest.mark.parametrize(
    ("relation", "values", "unmet"),
    [
        ("lt", {1: True, 2: False}, "1 < k"),
        ("le", {1: False, 0: True}, "1 ≤ k"),
        ("ne", {1: True, 0: False}, "1 ≠ k"),
        ("eq", {1: False, 2: True}, "1 = k"),
    ],
)
def test_what_values_do_not_meet(relation: str, values: dict[int, bool], unmet: str) -> None:
    node = asking(Hypothesis("h", "parameter", relation, num(1), C))  # type: ignore[arg-type]
    for value, refused in values.items():
        assert violated(node, {"k": value}) == ((unmet,) if refused else ())


def test_values_of_one_theorem_are_enough() -> None:
    first, second = (Proof(str(n), "global", (h,), "", (), ()) for n, h in enumerate((ABOVE, NEGATIVE)))
    node = Node("N.n", "elementwise", "proved", (first, second), ("k",))
    assert violated(node, {"k": 0}) == ()


def test_parameters_outside_their_hypotheses_are_refused() -> None:
    with pytest.raises(UsageError, match="nothing is proven of times at k = -3") as caught:
        refuse_parameters(asking(ABOVE), {"k": -3})
    assert caught.value.hint == "its theorem asks for 1 < k"
    with pytest.raises(UsageError):
        difftest(asking(ABOVE), kernel, params={"k": -3.0}, size=64)


def test_parameters_that_are_not_given_are_chosen_within_them() -> None:
    chosen = fitting_parameters(asking(ABOVE), {"k": float("nan")}, ())
    assert chosen["k"] > 1
    assert fitting_parameters(asking(ABOVE), {"k": 2.0}, ("k",)) == {"k": 2.0}
    assert values_of(asking(ABOVE), {})["k"] > 1


def outcomes(node: Node, **options: float) -> set[tuple[str, str]]:
    k = options.get("k", 1.25)
    pair = (lambda x: kernel(x, k), lambda x: np.full_like(x, k))
    found = difftest(node, pair, params={"k": k}, dtype="float32", size=256, what=("forward", "jvp"))
    return {(v.verdict, v.message) for v in found}


def test_a_pass_inside_the_domain_is_a_pass() -> None:
    assert outcomes(asking(ABOVE)) == {("pass", "")}
    assert outcomes(asking(ABOVE, NEGATIVE, status="proved-on-domain")) == {("pass", "")}


def test_no_input_in_the_proved_domain_is_inconclusive() -> None:
    found = outcomes(asking(IMPOSSIBLE, status="proved-on-domain"))
    assert found == {("inconclusive", "no input lies in the proved domain")}


@pytest.mark.parametrize("status", ["conditional", "refuted"])
def test_a_pass_where_nothing_is_proven_is_inconclusive(status: str) -> None:
    assert {verdict for verdict, _ in outcomes(asking(ABOVE, status=status))} == {"inconclusive"}


def test_a_node_without_a_theorem_is_tested_as_before() -> None:
    assert outcomes(asking(status="unproved")) == {("pass", "")}
