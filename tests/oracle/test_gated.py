"""CELU, shrinkage, powers and gated units: the project's kernels where a plain formula loses digits."""

from __future__ import annotations

from collections.abc import Callable

import mpmath
import numpy as np
import pytest

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula.ieee import ieee_values
from proofgrad.oracle.kernels import kernel
from proofgrad.oracle.kernels.vector import vector_kernel

mp = mpmath.mp.clone()
mp.prec = 200


def ulps(got: float, wanted: mpmath.mpf) -> float:
    return abs(float((mp.mpf(float(got)) - wanted) / mp.mpf(float(np.spacing(abs(float(wanted)))))))


def gelu(x: mpmath.mpf) -> mpmath.mpf:
    return x * mp.erfc(-x / mp.sqrt(2)) / 2


GATES: dict[str, Callable[[mpmath.mpf, mpmath.mpf], mpmath.mpf]] = {
    "glu": lambda a, b: a / (1 + mp.exp(-b)),
    "swiGlu": lambda a, b: a / (1 + mp.exp(-a)) * b,
    "geGlu": lambda a, b: gelu(a) * b,
}


@pytest.mark.parametrize("name", GATES)
def test_a_gate_that_is_nearly_shut_loses_nothing(name: str) -> None:
    shut = -38.2 if name == "geGlu" else -725.0
    for gate, other in ((shut, 1e9), (shut / 2, 3.0), (2.0, -1e-3), (0.5, 0.25)):
        a, b = (other, gate) if name == "glu" else (gate, other)
        x, y = np.array([a]), np.array([b])
        wanted = GATES[name](mp.mpf(a), mp.mpf(b))
        bound = vector_kernel(name, {})
        assert ulps(bound.forward(x, y)[0], wanted) < 4
        for i, slope in enumerate(bound.vjp((x, y), np.ones(1))):
            at = [(mp.mpf(a), mp.mpf(b))]
            derivative = mp.diff(GATES[name], at[0], (1 - i, i))
            off = abs(float(mp.mpf(float(slope[0])) - derivative))
            assert off <= 1e-12 * abs(float(derivative)) + 1e-323
    zero_d = bound.jvp((np.array(1.0), np.array(2.0)), (np.array(1.0), np.array(0.0)))
    assert zero_d.shape == ()


def test_celu_keeps_the_rounding_error_of_its_quotient() -> None:
    x = np.array([-864.0, -700.123456789, -3.3, -1e-12])
    celu = kernel("celu", {"alpha": 1.25})
    for value, slope, at in zip(celu.forward(x), celu.jvp(x, np.ones(4)), x.tolist(), strict=True):
        q = mp.mpf(at) / mp.mpf(1.25)
        assert ulps(value, mp.mpf(1.25) * mp.expm1(q)) < 2
        assert ulps(slope, mp.exp(q)) < 1


def test_at_the_ends_of_shrinkage() -> None:
    x = np.array([-np.inf, -1.0, -0.625, 0.0, 0.625, 1.0, np.inf, np.nan])
    soft, hard = (kernel(n, {"lambd": 0.625}) for n in ("softShrink", "hardShrink"))
    np.testing.assert_array_equal(soft.forward(x), [-np.inf, -0.375, 0, 0, 0, 0.375, np.inf, np.nan])
    np.testing.assert_array_equal(hard.forward(x), [-np.inf, -1, 0, 0, 0, 1, np.inf, np.nan])
    np.testing.assert_array_equal(hard.jvp(x, np.ones(8)), [1, 1, 0, 0, 0, 1, 1, np.nan])


@pytest.mark.parametrize("op", ["asin", "acos", "atan", "erf", "erfc"])
def test_conventions_are_looked_at_with_every_function(op: str) -> None:
    tree = Tree("div", (Tree(op, (Tree("entry", value=0),)), Tree("entry", value=1)))
    assert np.isinf(ieee_values([tree], np.array([0.5, 0.0]), np.zeros(2), {}))[0]
