"""The tester is tested: with its default settings it catches every wrong kernel and flags no sound one."""

from __future__ import annotations

import numpy as np
import pytest
from mutants import SOUND, SUITE, caught, examine, missed, run, table
from mutants.vectors import NODES, VECTOR_MUTANTS

from proofgrad.oracle import difftest


@pytest.mark.parametrize("mutant", SUITE, ids=lambda m: m.name)
def test_every_wrong_kernel_is_caught(nodes, mutant):
    found = caught(mutant, run(mutant, nodes))
    assert not missed(found), f"{mutant.name}: {missed(found)}"
    assert found.error or found.statistics


@pytest.mark.parametrize("mutant", VECTOR_MUTANTS, ids=lambda m: m.name)
def test_every_wrong_kernel_of_a_vector_node_is_caught(mutant):
    found = caught(mutant, run(mutant, NODES))
    assert not missed(found), f"{mutant.name}: {missed(found)}"
    assert found.error or found.statistics


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
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_our_own_kernels_are_not_flagged_with_another_seed(nodes, dtype):
    for node in nodes.values():
        for v in difftest.test(node, dtype=dtype, seed=1):
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
