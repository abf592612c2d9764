"""The sign of a zero result: that of the value, or of f on that side."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from proofgrad import oracle
from proofgrad.oracle import difftest
from proofgrad.oracle.kernels import kernel
from proofgrad.oracle.kernels.vector import vector_kernel


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


def test_a_square_of_minus_zero_is_positive_though_squares_near_it_underflow():
    for sign, outcome in ((-1.0, "fail"), (1.0, "pass")):
        square = lambda x, sign=sign: np.where(x == 0, np.copysign(0.0, sign), x * x)  # noqa: E731
        (found,) = oracle.test("square", square, what=("forward",), layouts=False, size=300)
        assert found.verdict == outcome


def of_vectors(name, change):
    own = vector_kernel(name)
    (found,) = oracle.test(
        name, lambda *x: change(own.forward(*x)), what=("forward",), layouts=False, second_opinion=False
    )
    return found


@pytest.mark.parametrize("name", ["add", "mul", "transpose"])
def test_a_zero_of_a_product_or_of_what_is_only_moved_has_a_sign(name):
    found = of_vectors(name, lambda y: y + 0.0)  # -0 becomes 0
    assert found.verdict == "fail"
    assert "sign" in found.classes["zero"].failed
    assert found.diagnosis.startswith("the sign of zero is wrong")


@pytest.mark.parametrize("name", ["matmul", "sum"])
def test_a_sum_may_begin_at_zero(name):
    assert of_vectors(name, lambda y: y + 0.0).verdict == "pass"


@pytest.mark.parametrize(
    ("made", "outcome"), [(lambda x: 1 / np.sqrt(x), "pass"), (lambda x: -1 / np.abs(x), "fail")]
)
def test_what_ieee_arithmetic_makes_of_the_formula_at_minus_zero_is_right_too(made, outcome):
    """1/√(-0) is -∞, as IEEE 754-2019 has it for rSqrt; the limit from the right is ∞."""

    def rsqrt(x):
        with np.errstate(all="ignore"):
            y = 1 / np.sqrt(x.astype(np.longdouble)).astype(x.dtype)
            return np.where(x == 0, made(x), y).astype(x.dtype)

    (found,) = oracle.test("rsqrt", rsqrt, what=("forward",), layouts=False, size=300)
    assert found.verdict == outcome, found.message


@pytest.fixture(scope="module")
def prelu(library):
    return next(n for n in oracle.catalogue().nodes if n.short_name == "prelu")


@pytest.mark.parametrize("negative", [False, True])
@pytest.mark.parametrize("all_of_them", [False, True])
def test_one_input_of_two_is_zero_with_either_sign_and_the_other_is_not(prelu, negative, all_of_them):
    def forward(a, b):
        there = (a == 0) & (np.signbit(a) == negative)
        there = there & (there.all() or not all_of_them)
        return np.where(there, b, np.where(a > 0, a, b * a))

    (found,) = difftest.test(prelu, forward, what=("forward",), layouts=False, second_opinion=False)
    assert "max" in found.classes["zero"].failed


def flushed(a):
    return np.where(np.abs(a) < np.finfo(a.dtype).tiny, np.copysign(0, a), a).astype(a.dtype)


FLUSHING = {
    "arguments": ("prelu", lambda a, b: np.where(flushed(a) > 0, flushed(a), flushed(b) * flushed(a))),
    "results": ("mul", lambda a, b: flushed(a * b)),
}


@pytest.mark.parametrize("label", FLUSHING)
def test_a_kernel_of_vectors_that_flushes_subnormal_numbers_is_told_so(library, label):
    name, forward = FLUSHING[label]
    for allow, verdict in (("", "fail"), ("subnormal", "pass")):
        options = {"dtype": "float32", "layouts": False, "allow": allow, "what": ("forward",)}
        (found,) = oracle.test(name, forward, second_opinion=False, **options)
        assert found.verdict == verdict
        assert found.diagnosis.startswith("flushes subnormal numbers to zero") == (verdict == "fail")


def test_a_scalar_kernel_that_flushes_subnormal_numbers_is_told_so(nodes):
    forward = kernel("tanh").forward
    (found,) = difftest.test(
        nodes["tanh"], lambda x: forward(flushed(x)), what=("forward",), layouts=False, dtype="float32"
    )
    assert found.diagnosis.startswith("flushes subnormal numbers to zero for x from -1.18e-38")


ORDERS = {
    "as the theorem has it": lambda a, b, ct: (ct / b, -(ct / b) * (a / b)),
    "by the square": lambda a, b, ct: (ct * (1 / b), -(ct * a) / (b * b)),
}


@pytest.mark.parametrize("label", ORDERS)
def test_a_right_kernel_may_multiply_in_any_order_at_subnormal_entries(library, label):
    kernel = SimpleNamespace(forward=np.divide, vjp=lambda x, ct: ORDERS[label](*x, ct))
    (found,) = oracle.test("div", kernel, dtype="float32", what=("vjp",), second_opinion=False, layouts=False)
    assert found.verdict == "pass", found.message
    assert found.classes["subnormal"].count
