"""The tester is tested: with its default settings it catches every wrong kernel and flags no sound one."""

from __future__ import annotations

import numpy as np
import pytest
from mutants import SOUND, SUITE, caught, examine, missed, run, table
from mutants.vectors import NODES, VECTOR_MUTANTS

from proofgrad.oracle import difftest

ROUNDING = frozenset(
    (
        "abs: -0 at -0",
        "elu: exp x - 1",
        "exp: subnormal results flushed to 0",
        "gelu: 0 below -10",
        "gelu: x(1 + tanh u)/2",
        "gelu: one ULP up everywhere",
        "gelu': one ULP up everywhere",
        "inv': -1/x²: overflows",
        "logistic: exp x/(exp x + 1)",
        "relu': nan becomes 0",
        "safeLog: two ULP up everywhere",
        "safeLog': one ULP up everywhere",
        "sigmoid: one ULP up everywhere",
        "sigmoid': s(1 - s)",
        "sigmoid: one ULP away from 0 (float32)",
        "sigmoid: a float16 sum (float16)",
        "silu': one ULP up everywhere",
        "silu': subnormal results flushed to 0",
        "silu: subnormals flushed to 0 (float16)",
        "sinh: the sign of zero",
        "smoothAbs: x² overflows",
        "tanh': 1/cosh²: overflows",
        "smoothAbs': x/√(x² + ε): overflows",
        "softplus: 0 below -40",
        "softplus: log(1 + exp x)",
        "softplus: log1p(exp x): overflows",
        "tanh: ±1 beyond 19",
        "tanh': 1 - tanh²",
        "tanh: the sign of zero",
        "tanh: subnormals flushed to 0",
        "tanh: raises on empty arrays",
        "tanh: ±1 beyond 8 (float32)",
        "tanh: truncated, not rounded (float32)",
        "softmax: overflows",
        "logSumExp: overflows",
    )
)
"""What is no further off than evaluating the formula in the format may be: rounding, overflow, underflow, the
sign of a zero, and a comparison with nan that is false, as that in max(x, 0)'. Only these may pass where
`correct` is all that is required."""


@pytest.mark.parametrize("mutant", SUITE, ids=lambda m: m.name)
def test_every_wrong_kernel_is_caught(nodes, mutant):
    found = caught(mutant, run(mutant, nodes))
    assert not missed(found), f"{mutant.name}: {missed(found)}"
    assert found.error or found.statistics
    assert found.level == ("accurate" if mutant.name in ROUNDING else "correct"), mutant.name


@pytest.mark.parametrize("mutant", VECTOR_MUTANTS, ids=lambda m: m.name)
def test_every_wrong_kernel_of_a_vector_node_is_caught(mutant):
    found = caught(mutant, run(mutant, NODES))
    assert not missed(found), f"{mutant.name}: {missed(found)}"
    assert found.error or found.statistics
    assert found.level == ("accurate" if mutant.name in ROUNDING else "correct"), mutant.name


@pytest.mark.parametrize("node", NODES.values(), ids=lambda n: n.short_name)
def test_the_kernels_that_they_are_made_from_are_not_flagged(node):
    for v in difftest.test(node):
        assert v.verdict == "pass", f"{v.node} {v.what}: {v.message}"


@pytest.mark.parametrize("sound", SOUND, ids=lambda s: s.name)
def test_no_sound_kernel_is_flagged(nodes, sound):
    with np.errstate(all="ignore"):
        for v in examine(sound, nodes):
            assert v.verdict == "pass", f"{sound.name}, {v.what}: {v.message} {v.reproduce}"


@pytest.mark.slow
def test_our_own_kernels_are_not_flagged_with_another_seed(nodes):
    """Each in one of the two formats: in both, with the usual seed, they are tried by the main job's test."""
    for number, node in enumerate(nodes.values()):
        for v in difftest.test(node, dtype=("float64", "float32")[number % 2], seed=1):
            assert v.verdict == "pass", f"{v.node} {v.what}: {v.message} {v.reproduce}"


def test_the_suite_is_large_varied_and_without_doubles(nodes):
    names = [m.name for m in SUITE]
    assert len(names) == len(set(names)) >= 60
    seed = set(nodes) - {"sin", "cos"}
    assert {m.node for m in SUITE} == seed - {"sqrtClamp"}  # whose kernel is that of sqrt
    assert {m.dtype for m in SUITE} == {"float64", "float32", "float16", "bfloat16"}
    assert {m.error for m in SUITE} >= {"raised", "shape", "dtype", "type", "mutated", "aliased"}
    assert len({m.name for m in VECTOR_MUTANTS}) == len(VECTOR_MUTANTS) >= 60
    assert {m.node for m in VECTOR_MUTANTS} == set(NODES)
    assert {*names, *(m.name for m in VECTOR_MUTANTS)} >= ROUNDING


def test_the_table_names_what_caught_what_and_what_was_missed(nodes):
    chosen = [m for m in SUITE if m.name in ("tanh: a sign", "relu: works in place")]
    rows = [caught(m, run(m, nodes)) for m in chosen]
    text = table([*rows, caught(chosen[0], ())])
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    shown = {m.node: line for m in chosen for line in lines[2:4] if line.startswith(m.node)}
    assert "max med" in shown["tanh"]
    assert "mutated" in shown["relu"]
    assert "MISSED" in lines[4]
    assert lines[-1] == "2 of 3 wrong kernels caught"


def test_a_kernel_that_is_right_is_reported_as_missed(nodes):
    """The suite itself must be able to fail."""
    from dataclasses import replace

    right = replace(next(m for m in SUITE if m.name == "exp: inf above 88"), build=lambda r: r)
    assert missed(caught(right, run(right, nodes))) == "nothing failed, not forward"
