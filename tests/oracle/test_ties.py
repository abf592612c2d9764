"""Where entries are tied a cotangent may be shared in any way, and not be given twice."""

from __future__ import annotations

import numpy as np
import pytest

import proofgrad.bridge
from proofgrad.oracle import difftest


class Maximum:
    """Of two numbers; at a tie the first gets a share of the cotangent, the second another."""

    def __init__(self, first, second, least=1):
        self.first, self.second, self.least = first, second, least

    def forward(self, a, b):
        return np.maximum(a, b)

    def jvp(self, xs, dxs):
        return np.where(xs[0] >= xs[1], dxs[0], dxs[1])

    def vjp(self, xs, ct):
        a, b = xs
        first, second = (self.first, self.second) if a.size >= self.least else (0.5, 0.5)
        of_a = np.where(a == b, first * ct, np.where(a > b, ct, 0))
        of_b = np.where(a == b, second * ct, np.where(b > a, ct, 0))
        return of_a.astype(ct.dtype), of_b.astype(ct.dtype)


@pytest.fixture(scope="module")
def maximum():
    return proofgrad.bridge.catalogue()["maximum"]


def verdicts(node, kernel):
    found = difftest.test(node, kernel, dtype="float32", what=("vjp", "adjoint"), layouts=False)
    return {v.what: v for v in found}


@pytest.mark.parametrize("shares", [(1, 0), (0, 1), (0.5, 0.5), (0.25, 0.75)])
def test_any_way_of_sharing_is_right(maximum, shares):
    for v in verdicts(maximum, Maximum(*shares)).values():
        assert v.verdict == "pass", f"{v.what}: {v.message}"


@pytest.mark.parametrize("shares", [(1, 1), (0, 0), (1, 1, 4)])
def test_what_is_right_in_each_coordinate_may_be_wrong_in_all(maximum, shares):
    found = verdicts(maximum, Maximum(*shares))
    assert found["vjp"].verdict == "pass"
    assert (found["adjoint"].verdict, found["adjoint"].grade) == ("fail", "wrong")
    assert found["adjoint"].diagnosis.startswith("another adjoint")
