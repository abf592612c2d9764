"""Bounds end to end: traced, checked by Lean, evaluated, measured."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
import rounded_kernels

from proofgrad.bridge.catalogue.rounded import Instruction, RoundedProgram
from proofgrad.bridge.proving import bound as bound_module
from proofgrad.bridge.proving.bound import BoundProver
from proofgrad.bridge.proving.prove import ProofRejected
from proofgrad.oracle.formula.trees import bind
from proofgrad.oracle.rounding.enclose import CompiledBound, CompiledFormula
from proofgrad.oracle.rounding.kernel import own_subject, subject_of
from proofgrad.oracle.rounding.pieces import pieces_of
from proofgrad.oracle.rounding.search import greatest_error
from proofgrad.oracle.ulp import FORMATS
from proofgrad.oracle.work.bound import bound_kernel


@pytest.fixture(scope="module")
def prover():
    return BoundProver()


def bounded(prover, nodes, subject, dtype="float32", span=(-20.0, 20.0), **options):
    return bound_kernel(
        prover,
        nodes["sigmoid"],
        subject,
        FORMATS[dtype],
        kernel="a test's",
        span=span,
        count=4000,
        **options,
    )


def test_a_right_kernel_has_a_bound_near_what_is_measured(prover, nodes):
    found = bounded(prover, nodes, subject_of(rounded_kernels.sigmoid, FORMATS["float32"]))
    assert found.verdict == "pass"
    assert not found.open
    assert found.measured <= found.proven <= 4 * found.measured
    assert found.supposes == ("Library.Within lib .exp .binary32 510",)


def test_our_own_is_bounded_in_float64(prover, nodes):
    found = bounded(prover, nodes, own_subject("sigmoid", "forward", {}), "float64", (-4.0, 4.0))
    assert found.verdict == "pass"
    assert 1.0 < found.proven < 4.0


def test_a_planted_error_fails_because_of_the_theorem(prover, nodes):
    found = bounded(prover, nodes, subject_of(rounded_kernels.planted, FORMATS["float32"]), limit=8.0)
    assert found.verdict == "fail"
    assert "by the theorem" in found.reason
    assert max(row.certain for row in found.rows) > 8.0
    worst = max(found.rows, key=lambda row: row.certain)
    assert f"{worst.wrong:.9g}" in found.reason
    x = np.array([worst.wrong], dtype=np.float32)
    wanted = 1 / (1 + np.exp(-x.astype(np.float64)))
    seen = np.abs(rounded_kernels.planted(x) - wanted) / 2.0 ** (np.floor(np.log2(wanted)) - 23)
    assert seen[0] > worst.certain  # the theorem is about the kernel: it is that wrong there


def test_a_measured_error_beyond_the_bound_fails(prover, nodes):
    right = subject_of(rounded_kernels.sigmoid, FORMATS["float32"])
    found = bounded(prover, nodes, replace(right, run=rounded_kernels.planted))
    assert found.verdict == "fail"
    assert "less exact than is supposed" in found.reason


def test_what_is_not_traced_is_not_proven(prover, nodes):
    found = bounded(prover, nodes, subject_of(rounded_kernels.floored, FORMATS["float32"]))
    assert found.verdict == "inconclusive"
    assert not found.rows
    assert "np.floor" in found.open[0].why


def test_a_kernel_that_knows_that_it_is_traced_is_found_out(prover, nodes):
    def kernel(x):
        return rounded_kernels.sigmoid(x) if type(x) is not np.ndarray else np.exp(x)

    found = bounded(prover, nodes, subject_of(kernel, FORMATS["float32"]))
    assert found.verdict == "inconclusive"
    assert not found.rows
    assert all("alone or among others" in row.why for row in found.open)


def test_nothing_is_said_where_what_is_supposed_is_known_to_be_false(prover, nodes):
    """NumPy's exp in float32 where the result is subnormal."""
    fmt, options = FORMATS["float32"], {"kernel": "a test's", "span": (-95.0, 1.0), "count": 100}
    found = bound_kernel(prover, nodes["exp"], subject_of(np.exp, fmt), fmt, **options)
    assert found.verdict == "inconclusive"
    assert -88.0 < found.rows[0].low < -87.0
    assert found.open[0].low == -95.0
    assert "-87.3" in found.open[0].why


def test_an_exact_product_may_overflow(prover, nodes):
    def kernel(x):
        return np.abs(x * 4) * 0.25 * 1.0

    subject = subject_of(kernel, FORMATS["float32"])
    options = {"kernel": "a test's", "span": (1.0, 3e38), "count": 100}
    found = bound_kernel(prover, nodes["abs"], subject, FORMATS["float32"], **options)
    assert found.verdict == "inconclusive"
    assert found.rows[-1].high < 2.0**126 <= found.open[-1].high


def test_lean_refuses_a_bound_of_another_program(prover, monkeypatch):
    honest = BoundProver._steps

    def smaller(self, program):
        other = RoundedProgram(
            tuple(replace(i, format="float64") if i.format else i for i in program.instructions)
        )
        return honest(self, other)

    program = RoundedProgram((Instruction("mul", (0, 0)), Instruction("round", (1,), format="float32")))
    assert BoundProver.bounds(prover, {"honest": program})
    monkeypatch.setattr(BoundProver, "_steps", smaller)
    with pytest.raises(ProofRejected, match="did not accept"):
        prover.bounds({"forged": program})


def test_formats_are_those_of_lean(prover):
    for name, fields in bound_module._FIELDS.items():
        bits, least, greatest = fields
        fmt = FORMATS[name]
        assert (bits + 1, -least, greatest) == (fmt.precision, fmt.tiny_exponent, fmt.emax + 1)
        said = prover.evaluator.call(f"FloatFormat.{bound_module._FORMATS[name]}")
        assert said.fields == fields


def test_the_bound_holds_at_random_points(prover, nodes):
    """The bound at a point, by the same steps, against the error there, exactly."""
    from fractions import Fraction

    fmt, node = FORMATS["float32"], nodes["sigmoid"]
    low, high = (int(fmt.to_ordinal(np.array([v], np.float32))[0]) for v in (0.5, 8.0))
    (piece,) = pieces_of(rounded_kernels.sigmoid, fmt, low=low, high=high)
    theorem = prover.bounds({"points": piece.program})["points"]
    bound, formula = CompiledBound(theorem.steps), CompiledFormula(bind(node.formula.f, {}))
    rng = np.random.default_rng(1)
    for ordinal in rng.integers(low, high, 200):
        x = fmt.from_ordinal(np.array([ordinal]))
        from flint import ctx

        from proofgrad.oracle.formula.balls import rational_ball

        with ctx.workprec(200):
            at = rational_ball(Fraction(float(x[0])))
            value, error, safe = bound.over(at)
            got = rational_ball(Fraction(float(rounded_kernels.sigmoid(x)[0])))
            assert safe
            assert abs(got - value) <= error
            assert abs(value - formula.over(at)) < error * 2**-60
    found = greatest_error(bound, formula, fmt, low, high)
    assert found.bound < 4
    assert not found.open
