"""Capture a model, by the framework that it is written with."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, Literal

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.capture.objects import frameworks_of
from proofgrad.oracle.models.captured import Captured

__all__ = ["Framework", "capture", "framework_of"]

Framework = Literal["torch", "jax", "onnx"]


def framework_of(model: Any, inputs: Sequence[Any]) -> Framework:
    """What a model is written with: seen from itself, its example inputs, and what it calls."""
    from proofgrad.oracle.models.onnx_file import OnnxModel

    if isinstance(model, OnnxModel):
        return "onnx"
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(model, torch.nn.Module):
        return "torch"
    homes = {type(leaf).__module__.partition(".")[0] for leaf in _leaves(inputs)}
    if homes & {"jax", "jaxlib"}:
        return "jax"
    if "torch" in homes:
        return "torch"
    called = frameworks_of(model) | {type(model).__module__.partition(".")[0]}
    return "jax" if called & {"jax", "jaxlib"} else "torch"


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    return [leaf for v in value for leaf in _leaves(v)] if isinstance(value, (list, tuple)) else [value]


def capture(model: Any, inputs: Sequence[Any], framework: Framework | None = None) -> Captured:
    """Capture a model at the shapes of some inputs.

    Args:
        model: a ``torch.nn.Module``, a function of tensors, a function written with JAX, a file of ONNX.
        inputs: examples of what it is called with; what is a float is differentiated in, others are
            constants.
        framework: what it is written with; None: it is seen.

    Raises:
        UsageError: the framework is missing, or cannot trace the model, or it returns several results.
    """
    match framework or framework_of(model, inputs):
        case "jax":
            from proofgrad.oracle.models.jax_trace import capture_jax

            return capture_jax(model, inputs)
        case "onnx":
            from proofgrad.oracle.models.onnx_file import OnnxModel, capture_onnx

            if not isinstance(model, OnnxModel):
                raise UsageError("a model of ONNX is a file", hint="onnx:PATH.onnx")
            return capture_onnx(model, inputs)
    from proofgrad.oracle.models.torch_export import capture_torch

    return capture_torch(model, inputs)
