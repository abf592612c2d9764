"""The strategies draw what they promise, find what they are for, and shrink."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle import strategies
from proofgrad.oracle.kernels import kernel
from proofgrad.oracle.ulp import FORMATS

QUIET = settings(
    database=None,
    deadline=None,
    derandomize=True,
    max_examples=300,
    suppress_health_check=list(HealthCheck),
)
LONG = settings(QUIET, max_examples=5000)


@pytest.mark.parametrize("dtype", list(FORMATS))
def test_numbers_are_of_the_dtype_and_reach_what_is_interesting(nodes, dtype):
    drawn = []

    @settings(QUIET, max_examples=2000)
    @given(strategies.numbers(nodes["gelu"], dtype=dtype))
    def collect(x):
        drawn.append(x)

    collect()
    assert {np.asarray(x).dtype for x in drawn} == {FORMATS[dtype].dtype}
    values = np.array([float(x) for x in drawn])
    assert np.isnan(values).any()
    assert np.isinf(values).any()
    assert (np.abs(values + 0.7525) < 0.01).any()  # the root of gelu'
    tiny = float(FORMATS[dtype].min_normal)
    assert ((values != 0) & (np.abs(values) < tiny)).any()


@pytest.mark.parametrize("dtype", list(FORMATS))
def test_nan_and_infinity_can_be_left_out(nodes, dtype):
    @QUIET
    @given(strategies.arrays(nodes["exp"], dtype=dtype, allow_nan=False, allow_infinity=False, max_size=8))
    def finite(x):
        assert np.isfinite(x.astype(np.float64)).all()
        assert x.dtype == FORMATS[dtype].dtype

    finite()


def test_failures_shrink_to_the_simplest(nodes):
    wrong = find(strategies.numbers(nodes["tanh"]), lambda x: 4.0 <= x < 10.0, settings=LONG)
    assert wrong == 4.0
    short = find(strategies.arrays(nodes["tanh"]), lambda a: bool(((a > 2) & (a < 10)).any()), settings=LONG)
    assert len(short) == 1
    assert short[0] in (3.0, np.nextafter(2.0, 3.0))


def test_a_kernel_of_ours_has_its_property_on_all_of_them(nodes):
    @QUIET
    @given(strategies.cases([nodes[n] for n in ("sigmoid", "logistic")], dtype="float32"))
    def between_0_and_1(case):
        node, x = case
        y = kernel(node.short_name).forward(x)
        assert y.shape == x.shape
        assert ((y >= 0) & (y <= 1) | np.isnan(x)).all()

    between_0_and_1()


def test_a_naive_softplus_is_caught_by_them(nodes):
    @QUIET
    @given(strategies.numbers(nodes["softplus"], allow_nan=False, allow_infinity=False))
    def never_infinite(x):
        with np.errstate(all="ignore"):
            assert np.isfinite(np.log(1 + np.exp(x)))

    with pytest.raises(AssertionError):
        never_infinite()


def test_nodes_are_those_with_formulas_of_the_kind(nodes):
    drawn = set()

    @QUIET
    @given(st.data())
    def collect(data):
        drawn.add(data.draw(strategies.nodes(nodes.values())).short_name)

    collect()
    assert drawn == set(nodes) - {"linear"}
    with pytest.raises(UsageError):
        strategies.nodes([nodes["linear"]])
    with pytest.raises(UsageError):
        strategies.numbers(nodes["linear"])


def test_hypothesis_is_imported_only_when_it_is_needed_and_missed_in_words():
    code = """
import sys
import proofgrad.oracle, proofgrad.oracle.strategies as s
assert "hypothesis" not in sys.modules
sys.modules["hypothesis"] = None
try:
    s.nodes([])
except Exception as error:
    print(type(error).__name__, error)
"""
    code = code.replace("s.nodes([])", "s._hypothesis()")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "UsageError" in done.stdout
    assert "proofgrad[test]" in done.stdout or "not installed" in done.stdout
