"""The frameworks that can be asked for by name, what must be installed for each, and loading of a kernel.

None of them is imported before it is asked for: `proofgrad` runs without any, and importing PyTorch takes
seconds.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters.callables import BoundKernel

__all__ = ["FRAMEWORKS", "Framework", "framework_kernel", "framework_vector_kernel", "require"]


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


def require(backend: str) -> None:
    """See that what a backend needs is there. Names that are no framework's are not looked at.

    Raises:
        UsageError: the framework is not installed (with the extra that installs it), or has no CUDA device.
    """
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


def framework_kernel(backend: str, node: str, params: Mapping[str, Any] | None = None) -> BoundKernel:
    """A framework's kernel of a node.

    Args:
        backend: a name of :data:`FRAMEWORKS`.
        node: the node's short name.
        params: values of its parameters under their Lean names; for ``linear`` its weights and bias.

    Raises:
        UsageError: the framework is missing, or has no function for the node.
    """
    require(backend)
    given = dict(params or {})
    if node == "linear" or any(hasattr(v, "shape") for v in given.values()):
        return _make(backend, node, given)
    # Remembered, so that what was compiled for one dtype and shape is not compiled again for the next; only a
    # few, as compiled code takes memory: about 50 MB for each node under jax.jit.
    return _remembered(backend, node, tuple(given.items()))


@lru_cache(maxsize=4)
def _remembered(backend: str, node: str, params: tuple[tuple[str, Any], ...]) -> BoundKernel:
    return _make(backend, node, dict(params))


def _make(backend: str, node: str, params: Mapping[str, Any]) -> BoundKernel:
    framework = FRAMEWORKS[backend]
    make: Callable[..., BoundKernel]
    if framework.module == "torch":
        from proofgrad.oracle.adapters.torch_kernels import torch_kernel as make
    elif framework.module == "jax":
        from proofgrad.oracle.adapters.jax_kernels import jax_kernel as make
    else:
        from proofgrad.oracle.adapters.scipy_kernels import scipy_kernel as make
    return make(backend, node, params, framework.mode)


def framework_vector_kernel(backend: str, node: str, options: Mapping[str, Any]) -> Any:
    """A framework's kernel of a vector node, with forward, jvp and vjp on tuples of arrays.

    Args:
        backend: a name of :data:`FRAMEWORKS`.
        node: the node's short name.
        options: what the node has besides its inputs, under the names of the Lean node.

    Raises:
        UsageError: the framework is missing, or has no function for the node.
    """
    require(backend)
    framework = FRAMEWORKS[backend]
    if framework.module == "torch":
        from proofgrad.oracle.adapters.torch_vectors import TorchVectorKernel

        return TorchVectorKernel(backend, node, options, framework.mode)
    if framework.module == "jax":
        from proofgrad.oracle.adapters.jax_vectors import JaxVectorKernel

        return JaxVectorKernel(backend, node, options, framework.mode)
    from proofgrad.oracle.adapters.scipy_kernels import SciPyVectorKernel

    return SciPyVectorKernel(backend, node)


def no_function(backend: str, node: str, known: Mapping[str, Any]) -> UsageError:
    """The error for a node that a framework has no function for."""
    return UsageError(f"{backend} has no function for node {node!r}", hint="it has: " + ", ".join(known))
