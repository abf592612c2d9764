"""What the kernels promise for other parameters than the default ones, and that inputs are left alone."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from proofgrad.oracle import difftest
from proofgrad.oracle.inputs import inputs
from proofgrad.oracle.kernels import kernel
from proofgrad.oracle.ulp import FORMATS


@pytest.mark.parametrize("eps", [5e-324, 1e-300, 1e-12, 1e-3, 3.7, 1e300, 1.7e308])
def test_smooth_abs_is_within_its_bounds_for_any_epsilon(nodes, eps):
    for v in difftest.test(
        nodes["smoothAbs"], params={"ε": eps}, what=("forward", "jvp"), size=3000, layouts=False
    ):
        assert v.verdict == "pass", f"{v.what}: {v.message} {v.reproduce}"


@pytest.mark.parametrize("alpha", [1e-200, 0.1, 1.0, 1.6732632423543772, 1e3])
def test_elu_is_within_its_bounds_for_any_alpha(nodes, alpha):
    for v in difftest.test(
        nodes["elu"], params={"alpha": alpha}, what=("forward", "jvp"), size=3000, layouts=False
    ):
        assert v.verdict == "pass", f"{v.what}: {v.message} {v.reproduce}"


@pytest.mark.parametrize("name", ["tanh", "sinh", "cosh", "elu", "smoothAbs", "gelu", "silu", "abs", "relu"])
@pytest.mark.parametrize("dtype", list(FORMATS))
def test_inputs_are_left_alone_and_no_warning_is_raised(nodes, params, name, dtype):
    node, fmt = nodes[name], FORMATS[dtype]
    own = kernel(name, {p: params[p] for p in node.parameters})
    from proofgrad.oracle.formula import Reference

    x = inputs(Reference([node.formula.f, node.formula.df], params).trees, fmt, seed=1, size=300)
    dx = np.ones_like(x)
    before = x.tobytes(), dx.tobytes()
    x.flags.writeable = dx.flags.writeable = False
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answers = own.forward(x), own.jvp(x, dx), own.vjp(x, dx)
    assert (x.tobytes(), dx.tobytes()) == before
    for answer in answers:
        assert answer.dtype == x.dtype
        assert answer.shape == x.shape
        assert not np.shares_memory(answer, x)


def test_directions_broadcast():
    x, dx = np.linspace(-1, 1, 6).reshape(2, 3), np.array([1.0, -2.0, 0.5])
    own = kernel("tanh")
    assert own.jvp(x, dx).tolist() == (own.jvp(x, np.ones_like(x)) * dx).tolist()
    assert own.jvp(x[0], np.ones((2, 3))).shape == (2, 3)


@pytest.mark.parametrize("seed", range(3))
def test_every_interval_of_relative_length_a_400th_contains_an_input(nodes, seed):
    """An error only inside [4.0, 4.01], or anywhere like it: up to where the formula still changes."""
    for name, top in (("tanh", 18.0), ("exp", 708.0), ("gelu", 21.0), ("softplus", 700.0)):
        node = nodes[name]
        x = inputs((node.formula.f, node.formula.df), FORMATS["float64"], seed=seed)
        for sign in (1.0, -1.0):
            sizes = np.sort(sign * x[np.isfinite(x) & (sign * x >= 2.0**-8) & (sign * x <= top)])
            ratio = sizes[1:] / sizes[:-1]
            assert ratio.max() <= 1.0025 + 1e-9, (name, sizes[np.argmax(ratio)], ratio.max())
            assert sizes[-1] >= top / 1.0025


@pytest.mark.parametrize("low", [0.0051, 0.37, 4.0, 11.9, 17.0])
def test_an_error_in_a_short_interval_is_found_wherever_it_is(nodes, low):
    own = kernel("tanh").forward

    def wrong(x):
        return np.where((x > low) & (x < 1.0025 * low), own(x) * (1 + 1e-14), own(x))

    (found,) = difftest.test(nodes["tanh"], wrong, what=("forward",), layouts=False, second_opinion=False)
    assert found.verdict == "fail"
