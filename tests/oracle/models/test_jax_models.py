"""Functions of JAX: captured, certified, their gradients tested."""

from __future__ import annotations

import numpy as np
import pytest

jax = pytest.importorskip("jax")
import jax.numpy as jnp  # noqa: E402
from jax_models import MODELS  # noqa: E402

from proofgrad.oracle.models.capture import capture  # noqa: E402
from proofgrad.oracle.models.evaluate import evaluate  # noqa: E402
from proofgrad.oracle.work.certify import certify  # noqa: E402


@pytest.mark.parametrize("name", MODELS)
def test_the_program_computes_what_the_function_does(name):
    function, inputs = MODELS[name]()
    captured = capture(function, inputs)
    assert captured.unsupported == ()
    found = evaluate(captured.program, captured.inputs).values[captured.program.output]
    wanted = np.asarray(function(*inputs))
    assert captured.program.shape(captured.program.output) == wanted.shape
    assert found == pytest.approx(wanted.ravel(), rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("name", MODELS)
def test_it_is_certified_and_its_gradient_is_right(name):
    found = certify(*MODELS[name](), name=name)
    assert [(v["what"], v["verdict"], v["message"]) for v in found.verdicts] == [
        (what, "pass", "") for what in ("forward", "jvp", "vjp", "adjoint")
    ]
    assert found.checked_by == ("lean", "python")


def test_a_softmax_has_no_condition():
    captured = capture(jax.nn.softmax, (jnp.ones((2, 3)),))
    assert not any("ties" in step.condition for step in captured.program.steps)


def test_what_a_stopped_gradient_holds_is_not_taken_for_nothing():
    def through(x):
        return x + jax.lax.stop_gradient(jnp.round(x) - x)

    captured = capture(through, (jnp.array([0.3, 1.2]),))
    assert captured.program is None
    ((operation, place, why),) = captured.unsupported
    assert (operation, why) == ("stop_gradient", "stop_gradient of something that the result depends on")
    assert place.startswith(__file__)


def test_what_has_no_proof_is_named_with_its_place():
    def function(x):
        return jnp.exp(jax.scipy.special.gammaln(x)) + jax.lax.while_loop(
            lambda v: v.sum() < 3.0, lambda v: v * 2.0, x
        )

    found = capture(function, (jnp.array([1.0, 2.0]),))
    assert found.program is None
    assert {(o, w) for o, _, w in found.unsupported} == {
        ("lgamma", "lgamma has no proof"),
        ("while", "a loop that ends by values; write it with a fixed number of turns"),
    }
    assert all(place.startswith(__file__) for _, place, _ in found.unsupported)
