"""The sign of a zero result: that of the value, or of f on that side."""

from __future__ import annotations

import numpy as np
import pytest

from proofgrad.oracle import difftest
from proofgrad.oracle.kernels import kernel


def verdict(nodes, name, change):
    own = kernel(name)
    with np.errstate(all="ignore"):
        (found,) = difftest.test(
            nodes[name], lambda x: change(own.forward(x), x), what=("forward",), size=300, layouts=False
        )
    return found


WRONG = {
    "abs of -0": ("abs", lambda y, x: np.where(x == 0, x, y), "zero"),
    "1/-inf": ("inv", lambda y, x: np.where(np.isinf(x), 0.0, y), "inf"),
    "exp that underflows": ("exp", lambda y, x: np.where(y == 0, -0.0, y), "underflow"),
    "tanh of -0": ("tanh", lambda y, x: np.where(x == 0, 0.0, y), "zero"),
    "silu below": ("silu", lambda y, x: np.where(y == 0, np.abs(y), y), "subnormal"),
}


@pytest.mark.parametrize("label", WRONG)
def test_a_wrong_zero_is_found(nodes, label):
    name, change, where = WRONG[label]
    found = verdict(nodes, name, change)
    assert found.verdict == "fail"
    assert "sign" in found.classes[where].failed
    assert verdict(nodes, name, lambda y, x: y).verdict == "pass"


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_where_f_is_zero_on_that_side_either_zero_is_right(nodes, sign):
    found = verdict(nodes, "relu", lambda y, x: np.where((y == 0) & np.signbit(x), sign * 0.0, y))
    assert found.verdict == "pass"
