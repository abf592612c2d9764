"""The kernel of a node in a framework that is asked for by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from proofgrad.oracle.adapters.callables import BoundKernel
from proofgrad.oracle.adapters.foreign import Foreign
from proofgrad.oracle.adapters.registry import FRAMEWORKS, ONNX, require

__all__ = ["framework_kernel", "framework_vector_kernel", "onnx_kernel"]


def framework_kernel(backend: str, node: str, params: Mapping[str, Any] | None = None) -> BoundKernel:
    """A framework's kernel of a node.

    Args:
        backend: a name of :data:`FRAMEWORKS`.
        node: the node's short name.
        params: values of its parameters under their Lean names.

    Raises:
        UsageError: the framework is missing, or has no function for the node.
    """
    require(backend)
    given = dict(params or {})
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
        from proofgrad.oracle.adapters.torch_vectors import torch_vector_kernel

        return torch_vector_kernel(backend, node, options, framework.mode)
    if framework.module == "jax":
        from proofgrad.oracle.adapters.jax_vectors import jax_vector_kernel

        return jax_vector_kernel(backend, node, options, framework.mode)
    from proofgrad.oracle.adapters.scipy_kernels import SciPyVectorKernel

    return SciPyVectorKernel(backend, node)


def onnx_kernel(backend: str) -> Foreign:
    """The kernel of ``onnx:model.onnx``, or of one operator, ``onnx:Softplus``: forward maps only.

    Raises:
        UsageError: ONNX Runtime is not installed, or there is no such file or operator.
    """
    require(backend)
    from proofgrad.oracle.adapters.onnx_kernels import onnx_function

    return onnx_function(backend.removeprefix(ONNX))
