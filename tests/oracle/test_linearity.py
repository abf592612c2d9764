"""A jvp that is not linear in dx, a vjp that is not linear in the cotangent, are told as such."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from proofgrad import oracle
from proofgrad.bridge import catalogue
from proofgrad.oracle import difftest
from proofgrad.oracle.kernels import kernel
from proofgrad.oracle.kernels.vector import vector_kernel
from proofgrad.oracle.report.kernels_text import verdict_details

SIN, TANH = kernel("sin", {}), kernel("tanh", {})


def ignores(x, d):
    return SIN.jvp(x, np.ones_like(d))


def flattens(x, d):
    return SIN.jvp(x, np.where(np.abs(d) < 1e-6, 0, d).astype(d.dtype))


def clips(x, d):
    return SIN.jvp(x, np.clip(d, -65504, 65504).astype(d.dtype))


def adds(x, d):
    return SIN.jvp(x, d) + d.dtype.type(1e-3)


def of_the_size(x, d):
    return SIN.jvp(x, np.abs(d))


def no_number_along_nothing(x, d):
    return np.where(d == 0, np.nan, SIN.jvp(x, d)).astype(d.dtype)


def judged(nodes, name, made, part, dtype="float64"):
    (verdict,) = difftest.test(nodes[name], made, dtype=dtype, what=(part,), layouts=False)
    return verdict.classes["linearity"]


@pytest.mark.parametrize("part", ["jvp", "vjp"])
@pytest.mark.parametrize("wrong", [ignores, flattens, clips, adds, of_the_size, no_number_along_nothing])
def test_what_is_not_linear_is_told(nodes, wrong, part):
    found = judged(nodes, "sin", SimpleNamespace(forward=SIN.forward, jvp=wrong, vjp=wrong), part)
    assert found.failed == ("max",)
    assert found.over


def test_it_is_told_in_words_where_nothing_else_is_wrong(nodes):
    def slope(x, d):
        return np.where((d == 0) & np.signbit(d), np.nan, SIN.jvp(x, d)).astype(d.dtype)

    made = SimpleNamespace(forward=SIN.forward, jvp=slope)
    (verdict,) = difftest.test(nodes["sin"], made, what=("jvp",), layouts=False)
    assert verdict.diagnosis == "not linear in the direction"


@pytest.mark.parametrize("part", ["jvp", "vjp"])
@pytest.mark.parametrize("dtype", ["float64", "float32", "bfloat16"])
def test_a_wrong_slope_is_linear_all_the_same(nodes, part, dtype):
    twice = SimpleNamespace(
        jvp=lambda x, d: TANH.jvp(x, d) * d.dtype.type(2), vjp=lambda x, d: TANH.vjp(x, d) * d.dtype.type(2)
    )
    assert judged(nodes, "tanh", twice, part, dtype).failed == ()


@pytest.mark.parametrize("gives", [np.inf, np.nan])
def test_where_a_kernel_gives_no_number_its_slope_is_judged_and_not_linearity(nodes, gives):
    """A textbook erfcx' beyond 27 is ∞·0: correct, as its formula has it, and ∞·dx is not linear."""

    def slope(x, d):
        return (np.where(np.abs(x) > 2, gives, np.cos(x)) * d).astype(d.dtype)

    found = judged(nodes, "sin", SimpleNamespace(forward=SIN.forward, jvp=slope), "jvp")
    assert found.count
    assert not found.failed


@pytest.fixture(scope="module")
def vectors(library):
    return {n.short_name: n for n in catalogue().nodes}


@pytest.mark.parametrize("name", ["matmul", "softmax", "mul"])
def test_vector_nodes_too(vectors, name):
    right = vector_kernel(name, {})

    def small(inputs, ct):
        return right.vjp(inputs, np.where(np.abs(ct) < 1e-6, 0, ct).astype(ct.dtype))

    def added(inputs, tangents):
        return right.jvp(inputs, [d + d.dtype.type(1) for d in tangents])

    wrong = SimpleNamespace(forward=right.forward, jvp=added, vjp=small)
    for part in ("jvp", "vjp"):
        assert judged(vectors, name, wrong, part).failed == ("max",)
        assert judged(vectors, name, right, part).failed == ()


@pytest.mark.parametrize("name", ["exp", "cosh", "inv", "log"])
def test_slopes_that_leave_no_room_in_16_bits_are_left_out_and_the_others_judged(nodes, name):
    own = kernel(name)

    class Sizes:
        forward = own.forward
        jvp = staticmethod(lambda x, dx: own.jvp(x, np.abs(dx)))

    (found,) = difftest.test(
        nodes[name], Sizes(), dtype="float16", what=("jvp",), layouts=False, exhaust=False, size=300
    )
    assert found.classes["linearity"].failed == ("max",)


def of_relu(slope):
    return SimpleNamespace(forward=kernel("relu").forward, jvp=slope, vjp=slope)


def test_where_the_slope_is_nothing_so_is_the_answer_in_every_direction(nodes):
    def less(x, d):
        return np.where(x > 0, d, np.where(np.isnan(x), x, d - 1)).astype(x.dtype)

    for part in ("jvp", "vjp"):
        (found,) = difftest.test(nodes["relu"], of_relu(less), what=(part,), layouts=False, size=300)
        assert (found.verdict, found.grade) == ("fail", "wrong")
        assert found.classes["direction"].failed == ("max",)
        assert not found.classes["normal"].failed  # in direction 1 all is well


def test_what_was_tried_in_direction_1_only_is_no_pass(nodes):
    """Beside its switch point relu has a slope of 0 there, and no other input."""
    (found,) = difftest.test(nodes["relu"], what=("jvp",), layouts=False, size=300, range=(0, 0))
    assert found.classes["linearity"].count == 0
    lines = [str(line) for line in verdict_details(found.to_json())]
    assert [line for line in lines if "linearity" in line] == [
        "    linearity: not judged, as there is no input to try it on"
    ]
    assert "direction" not in found.classes
    assert (found.verdict, found.message) == ("inconclusive", "no input to try another direction than 1 on")
    (found,) = difftest.test(nodes["relu"], what=("jvp",), layouts=False, size=300, range=(-3, -1))
    assert (found.classes["linearity"].count, found.verdict) == (0, "pass")
    assert found.classes["direction"].count > 10


def test_linearity_is_tried_where_the_first_input_does_not_fit():
    (found,) = oracle.test("xlogy", what=("jvp",), dtype="float32", layouts=False, second_opinion=False)
    assert found.classes["linearity"].count


@pytest.mark.parametrize("gives", [np.inf, np.nan])
def test_no_number_in_the_directions_that_are_tried_alone_is_wrong(nodes, gives):
    def jvp(x, d):
        whole = (d % 2 == 0).all() and (d != 0).all()
        return np.full_like(x, gives) if whole else SIN.jvp(x, d)

    assert judged(nodes, "sin", SimpleNamespace(forward=SIN.forward, jvp=jvp), "jvp").failed
