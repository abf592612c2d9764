"""The frameworks that can be asked for by name, and what must be installed for each: plain data.

None of them is imported before it is asked for: `proofgrad` runs without any, and importing PyTorch takes
seconds.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from proofgrad.bridge.errors import UsageError

__all__ = ["FRAMEWORKS", "ONNX", "Framework", "no_function", "require"]


@dataclass(frozen=True)
class Framework:
    """A way to call a framework.

    Attributes:
        module: what must be importable.
        extra: the extra of this package that installs it.
        how: one line on how its functions are called.
        mode: ``plain``, ``compiled`` or ``cuda``.
        per_shape: whether it compiles anew for every shape of array.
    """

    module: str
    extra: str
    how: str
    mode: str = "plain"
    per_shape: bool = False


FRAMEWORKS: Mapping[str, Framework] = {
    "torch": Framework("torch", "torch", "PyTorch on the CPU, eager; torch.autograd both ways"),
    "torch-compile": Framework(
        "torch", "torch", "the same through torch.compile", "compiled", per_shape=True
    ),
    "torch-cuda": Framework("torch", "torch", "PyTorch on the first CUDA device, eager", "cuda"),
    "jax": Framework("jax", "jax", "JAX, one operation at a time; jax.jvp and jax.vjp", per_shape=True),
    "jax-jit": Framework("jax", "jax", "the same under jax.jit", "compiled", per_shape=True),
    "scipy": Framework("scipy", "scipy", "scipy.special; it has no derivatives"),
}
"""Backends of frameworks, by name."""

ONNX = "onnx:"
"""Begins the name of a backend that is a file of ONNX (``onnx:model.onnx``) or one of its operators
(``onnx:Softplus``)."""


def require(backend: str) -> None:
    """See that what a backend needs is there. Names that are no framework's are not looked at.

    Raises:
        UsageError: the framework is not installed (with the extra that installs it), or has no CUDA device.
    """
    if backend.startswith(ONNX):
        needed = ["onnxruntime"] if backend.endswith(".onnx") else ["onnxruntime", "onnx"]
        for module in needed:
            if importlib.util.find_spec(module) is None:
                raise UsageError(
                    f"backend {backend!r} needs {module}, which is not installed",
                    hint="pip install 'proofgrad[onnx]'",
                )
    if backend not in FRAMEWORKS:
        return
    framework = FRAMEWORKS[backend]
    if importlib.util.find_spec(framework.module) is None:
        raise UsageError(
            f"backend {backend!r} needs {framework.module}, which is not installed",
            hint=f"pip install 'proofgrad[{framework.extra}]'",
        )
    if framework.mode == "cuda":
        import torch

        if not torch.cuda.is_available():
            raise UsageError("backend 'torch-cuda': PyTorch finds no CUDA device", hint="--backend torch")


def no_function(backend: str, node: str, known: Mapping[str, Any]) -> UsageError:
    """The error for a node that a framework has no function for."""
    return UsageError(f"{backend} has no function for node {node!r}", hint="it has: " + ", ".join(known))
