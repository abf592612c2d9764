"""Backends by name: ``numpy`` for the project's own kernels, ``module:attribute`` for anything importable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters.callables import BoundKernel, wrap

__all__ = ["BACKENDS", "load"]

BACKENDS: tuple[str, ...] = ("numpy",)
"""Backends that are asked for by a bare name."""


def load(backend: str, node: str, params: Mapping[str, Any] | None = None) -> BoundKernel:
    """The kernel of a node in a backend.

    Args:
        backend: a name of :data:`BACKENDS`, or ``module:attribute`` (dotted attributes allowed) of anything
            that :func:`~proofgrad.oracle.adapters.callables.wrap` accepts; the current folder is importable.
        node: the node's short name.
        params: values of the node's parameters.

    Raises:
        UsageError: no such backend, module, attribute or kernel.
    """
    if backend == "numpy":
        from proofgrad.oracle.kernels import kernel

        return wrap(kernel(node, params), backend="numpy")
    module_name, colon, attribute = backend.partition(":")
    if not colon:
        raise UsageError(
            f"unknown backend {backend!r}",
            hint=f"one of {', '.join(BACKENDS)}, or module:attribute of your own kernel",
        )
    return wrap(_find(module_name, attribute), node=node, params=params, backend=backend)


def _find(module_name: str, attribute: str) -> Any:
    import importlib
    import sys

    here = "" in sys.path
    if not here:
        sys.path.insert(0, "")
    try:
        found: Any = importlib.import_module(module_name)
    except ImportError as error:
        raise UsageError(f"cannot import {module_name!r}: {error}") from error
    finally:
        if not here:
            sys.path.remove("")
    for part in attribute.split("."):
        try:
            found = getattr(found, part)
        except AttributeError as error:
            raise UsageError(f"module {module_name!r} has no attribute {attribute!r}") from error
    return found
