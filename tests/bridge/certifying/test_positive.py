"""Conditions that are always met are proven, and no others."""

from __future__ import annotations

import numpy as np
import pytest

from proofgrad.bridge.catalogue.program import Program
from proofgrad.bridge.certifying.certify import prove_program
from proofgrad.bridge.certifying.positive import Positive, without_met_conditions
from proofgrad.oracle.models.aten import RULES
from proofgrad.oracle.models.traced import Writer

pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture(scope="module")
def positive() -> Positive:
    return Positive.of_the_library()


def written(*calls: tuple[str, tuple]) -> Program:
    """One operation after the other on a matrix."""
    w = Writer()
    found = w.input("x", (3, 3))
    for operation, rest in calls:
        w.operation = operation
        found = RULES[operation](w, found, *rest)
        found = found[0] if isinstance(found, list) else found
    return w.program(found)


def left(program: Program) -> list[str]:
    return [step.condition for step in program.steps if step.condition]


MEAN_OF_SQUARES = (("pow.Tensor_Scalar", (2,)), ("mean.dim", ([1], True)), ("add.Scalar", (1e-6,)))
CAUSAL = np.triu(np.full((3, 3), -np.inf), 1)
MET = {
    "softmax": [("_softmax.default", (1,))],
    "masked": [("add.Tensor", (CAUSAL,)), ("_softmax.default", (1,))],
    "log-softmax": [("_log_softmax.default", (0,))],
    "layer norm": [("native_layer_norm.default", ([3], None, None, 1e-5))],
    "RMS norm": [*MEAN_OF_SQUARES, ("rsqrt.default", ())],
    "softplus": [("exp.default", ()), ("log1p.default", ())],
}


@pytest.mark.parametrize("name", MET)
def test_what_is_always_positive_is_no_condition(name: str, positive: Positive) -> None:
    program = written(*MET[name])
    assert left(program)
    program = without_met_conditions(program, positive)
    assert not left(program)
    assert prove_program(program, positive).checked_by == ("lean", "python")


@pytest.mark.parametrize(
    "calls",
    [
        [("sum.dim_IntList", ([1],)), ("log.default", ())],
        [("pow.Tensor_Scalar", (2,)), ("sqrt.default", ())],
        [("exp.default", ()), ("add.Scalar", (-1.0,)), ("log.default", ())],
        [("relu.default", ()), ("log1p.default", ())],
    ],
)
def test_what_need_not_be_stays(calls: list, positive: Positive) -> None:
    program = written(*calls)
    assert left(without_met_conditions(program, positive)) == left(program) != []
