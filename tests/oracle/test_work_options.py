"""What the command line names is what is tested: kernels of programs, arrays for parameters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle import difftest
from proofgrad.oracle.work.options import TestOptions
from proofgrad.oracle.work.programs import program_verdicts
from proofgrad.oracle.work.progress import silent
from proofgrad.oracle.work.test import value

KERNELS = """
import numpy as np

class Constant:
    def forward(self, *inputs):
        return np.asarray(12345.0)

CONSTANT = Constant()
BY_NAME = {"mlp": CONSTANT}
"""


@pytest.fixture
def mine(tmp_path, monkeypatch):
    (tmp_path / "my_programs.py").write_text(KERNELS)
    monkeypatch.syspath_prepend(str(tmp_path))
    return "my_programs"


@pytest.mark.parametrize("attribute", ["CONSTANT", "BY_NAME"])
def test_a_program_is_tested_with_the_kernel_that_was_named(mine, attribute):
    options = TestOptions(backend=f"{mine}:{attribute}", programs=("mlp",))
    verdicts, _ = program_verdicts(options, silent, "float64")
    assert {v["what"]: v["verdict"] for v in verdicts}["forward"] == "fail"
    assert {v["backend"] for v in verdicts} == {options.backend}


@pytest.mark.parametrize("backend", ["torch", "BY_NAME"])
def test_a_backend_without_a_kernel_of_the_program_is_a_usage_error(mine, backend):
    if backend == "torch":
        pytest.importorskip("torch")
    named = backend if backend == "torch" else f"{mine}:{backend}"
    with pytest.raises(UsageError, match="no kernel of the program"):
        program_verdicts(TestOptions(backend=named, programs=("transformer",)), silent, "float64")


def test_parameters_are_numbers_or_arrays():
    assert value("alpha", "0.5") == 0.5
    assert value("w", "[[1,0],[1,1]]").tolist() == [[1.0, 0.0], [1.0, 1.0]]
    for text in ("x", "[[1,0],[1]]", "[1,", "[true, null]"):
        with pytest.raises(UsageError, match="is no number"):
            value("w", text)


def test_arrays_that_fit_no_size_are_a_usage_error_and_blame_no_kernel(nodes):
    linear = nodes["linear"]
    fit = {"weights": np.eye(3), "bias": np.zeros(3)}
    (verdict,) = difftest.test(linear, what=("forward",), params=fit, layouts=False)
    assert (verdict.verdict, verdict.sizes) == ("pass", 1)
    with pytest.raises(UsageError, match="fit none of the sizes"):
        difftest.test(linear, params={"weights": np.eye(2), "bias": np.zeros(2)})
    with pytest.raises(UsageError):
        difftest.test(linear, params={"weights": np.eye(3), "bias": np.zeros(4)})
    with pytest.raises(UsageError):
        difftest.test(linear, params={"weights": "many"})
    with pytest.raises(UsageError):
        difftest.test(replace(linear, vectors=linear.vectors[:1]), params={"weights": np.zeros((0, 3))})
