"""What must never count as right: what nobody could decide, nan, twice the limit, the wrong transpose."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from proofgrad.bridge.catalogue import Node
from proofgrad.oracle import difftest
from proofgrad.oracle.difftest.decide import outcome
from proofgrad.oracle.formula import Reference
from proofgrad.oracle.formula.coordinates import CoordinateReference, Trees
from proofgrad.oracle.kernels import kernel
from proofgrad.oracle.models.aten import RULES
from proofgrad.oracle.models.formula import Composer
from proofgrad.oracle.models.traced import Writer
from proofgrad.oracle.ulp import Status, format_of


@pytest.fixture(scope="module")
def linear(nodes) -> Node:
    """Two small linear layers; the second is square."""
    few = tuple(v for v in nodes["linear"].vectors if v.output in ((4,), (3,)))
    return replace(nodes["linear"], vectors=few)


def test_undecided_references_of_a_scalar_function_are_never_right(nodes, monkeypatch):
    """A kernel that is right at every input, and one that is wrong: neither can pass."""
    enclose = Reference.enclose

    def undecided(self, inputs, fmt):
        found = enclose(self, inputs, fmt)
        for refs in found:
            refs.values.status[len(refs.values) // 3 :: 2] = Status.UNKNOWN
        return found

    monkeypatch.setattr(Reference, "enclose", undecided)
    (verdict,) = difftest.test(nodes["softplus"], what=("forward",), size=317, layouts=False)
    assert verdict.verdict == "inconclusive"
    assert verdict.unknown > 100
    assert "could not be decided" in verdict.message


@pytest.mark.usefixtures("unremembered")
def test_undecided_references_of_a_vector_node_are_never_right(linear, monkeypatch):
    enclose = CoordinateReference.enclose

    def undecided(self, *args):
        refs = enclose(self, *args)
        refs.values.status[:1] = Status.UNKNOWN
        return refs

    monkeypatch.setattr(CoordinateReference, "enclose", undecided)
    (verdict,) = difftest.test(linear, what=("forward",), layouts=False)
    assert verdict.verdict == "inconclusive"
    assert verdict.unknown > 10


def test_one_undecided_reference_is_enough():
    fine = difftest.ClassResult(10, 0.5, 0.2, 0.0, 0, None, 1.0, exact=False)
    assert outcome({"normal": fine}, 0)[:2] == ("pass", "")
    assert outcome({"normal": fine}, 1)[0] == "inconclusive"
    assert outcome({}, 0)[0] == "inconclusive"
    assert outcome({"normal": replace(fine, failed=("max",))}, 1)[0] == "fail"


def test_a_value_that_no_rounding_touches_is_decided():
    """Its unit is next to nothing, and its reference is exact."""
    w = Writer(operation="sign.default")
    formula = Composer(w.program(RULES[w.operation](w, w.input("x", (2,))))).formula()
    reference = CoordinateReference(Trees(formula), {})
    found = reference.enclose("forward", np.array([2.0, -3.0]), np.zeros(0), format_of("float64")).values
    assert (found.status == Status.FINITE).all()
    assert found.approximate().tolist() == [1.0, -1.0]
    assert found.slack.tolist() == [0.0, 0.0]


class Layer:
    """A linear layer whose products are off by a multiple of what rounding may cause."""

    def __init__(self, weights, bias, factor=0.0, transpose=False):
        self.w, self.b, self.factor, self.transpose = weights, bias, factor, transpose

    def _off(self, matrix, x, offset=0.0):
        right = matrix @ x + offset
        if not self.factor:
            return right
        unit = 2.0**-53 * (matrix.shape[1] + 2)
        signs = 1.0 - 2.0 * (np.arange(len(right)) % 2)  # no bias
        return right + signs * self.factor * unit * (np.abs(matrix) @ np.abs(x) + np.abs(offset))

    def forward(self, x):
        return self._off(self.w, x, self.b)

    def jvp(self, x, dx):
        return self._off(self.w, dx[0])

    def vjp(self, x, ct):
        back = self.w.T
        return (self._off(self.w if self.transpose and back.shape == self.w.shape else back, ct),)


@pytest.mark.parametrize("what", ["forward", "jvp", "vjp"])
def test_a_sum_is_held_to_little_more_than_the_rounding_of_its_terms(linear, what):
    """γ(n)·Σ|terms|; a limit 16 times as large would hide a product in a narrower format."""

    def verdict(factor):
        class Off(Layer):
            def __init__(self, weights, bias):
                super().__init__(weights, bias, factor)

        even = replace(linear, vectors=tuple(v for v in linear.vectors if v.output == (4,)))
        (found,) = difftest.test(even, Off, what=(what,), layouts=False)
        return found.verdict

    assert verdict(0.0) == "pass"
    assert verdict(4.0) == "fail"


def test_a_square_jacobian_that_is_not_transposed_is_found(linear):
    class Square(Layer):
        def __init__(self, weights, bias):
            super().__init__(weights, bias, transpose=True)

    found = {v.what: v.verdict for v in difftest.test(linear, Square)}
    assert found == {"forward": "pass", "jvp": "pass", "vjp": "fail", "adjoint": "fail"}


@pytest.mark.parametrize("share", [1, 50], ids=["everywhere", "one in fifty"])
@pytest.mark.parametrize("part", ["forward", "jvp", "vjp"])
def test_nan_is_never_right_where_a_number_is_wanted(nodes, part, share):
    own = kernel("tanh")

    class Holes:
        forward, jvp, vjp = own.forward, own.jvp, own.vjp

    def holes(*args):
        out = getattr(own, part)(*args).copy()
        out.ravel()[:: min(share, max(out.size, 1))] = np.nan
        return out

    made = Holes()
    setattr(made, part, holes)
    with np.errstate(all="ignore"):
        (verdict,) = difftest.test(nodes["tanh"], made, what=(part,), size=300, layouts=False)
    assert verdict.verdict == "fail"
    assert any(c.max_ulp == np.inf for c in verdict.classes.values())


def test_nan_is_never_right_in_a_coordinate_either(linear):
    class Holes(Layer):
        def forward(self, x):
            out = super().forward(x)
            out[-1] = np.nan
            return out

        def vjp(self, x, ct):
            return (np.full_like(x[0], np.nan),)

    class Made(Holes):
        def __init__(self, weights, bias):
            super().__init__(weights, bias)

    found = {v.what: v for v in difftest.test(linear, Made, layouts=False)}
    assert (found["forward"].verdict, found["vjp"].verdict) == ("fail", "fail")
    assert found["jvp"].verdict == "pass"
