"""Models of people's from PyTorch: captured, certified, their gradients tested."""

from __future__ import annotations

import pytest

from proofgrad.oracle.models.capture import capture
from proofgrad.oracle.models.evaluate import evaluate
from proofgrad.oracle.work.certify import certify

MODELS = pytest.importorskip("torch_models").MODELS
SMALL = [name for name in MODELS if not name.endswith("_large")]


@pytest.mark.parametrize("name", MODELS)
def test_the_program_computes_what_the_model_does(name):
    model, inputs = MODELS[name]()
    captured = capture(model, inputs)
    assert not captured.unsupported
    found = evaluate(captured.program, captured.inputs).values[captured.program.output]
    wanted = model(*inputs).detach()
    assert captured.program.shape(captured.program.output) == tuple(wanted.shape)
    assert found == pytest.approx(wanted.numpy().ravel(), rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("name", SMALL)
def test_a_small_model_is_certified_and_its_gradient_is_right(name):
    model, inputs = MODELS[name]()
    found = certify(model, inputs, name=name)
    assert [(v["what"], v["verdict"], v["message"]) for v in found.verdicts] == [
        (what, "pass", "") for what in ("forward", "jvp", "vjp", "adjoint")
    ]
    assert found.checked_by == ("lean", "python")
    assert found.verdict == "pass"
