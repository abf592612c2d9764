"""Where a kernel stands in somebody's code: the line that a finding about it points at."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters import BACKENDS, BoundKernel
from proofgrad.oracle.adapters.load import find

__all__ = ["origin"]


def origin(kernel: Any, backend: str, node: str, part: str) -> tuple[str, int] | None:
    """The file, relative to the working folder where it is below that, and the line of a kernel's map.

    Args:
        kernel: what was given as a kernel; None: what `backend` names.
        backend: a name, or ``module:attribute``.
        node: the node's short name, to look it up in a mapping.
        part: ``forward``, ``jvp``, ``vjp`` or ``adjoint``.

    Returns:
        None for kernels of backends, and for what has no source.
    """
    if kernel is None:
        module, colon, attribute = backend.partition(":")
        if not colon or backend in BACKENDS:
            return None
        try:
            kernel = find(module, attribute)
        except UsageError:
            return None
    if isinstance(kernel, Mapping):
        kernel = kernel.get(node)
    return _place(_function(kernel, part))


def _function(kernel: Any, part: str) -> Any:
    """The function or class whose line is shown."""
    if isinstance(kernel, BoundKernel):
        return getattr(kernel, "vjp" if part == "adjoint" else part, None) or kernel.forward
    if isinstance(kernel, (tuple, list)):
        return kernel[0 if part == "forward" else -1] if kernel else None
    for name in ("vjp" if part == "adjoint" else part, "forward", "jvp", "vjp"):
        method = getattr(kernel, name, None)
        if callable(method):
            return method
    return kernel


def _place(function: Any) -> tuple[str, int] | None:
    try:
        function = inspect.unwrap(function)
        file, (_, line) = inspect.getsourcefile(function), inspect.getsourcelines(function)
    except (TypeError, OSError, ValueError):
        if function is None or isinstance(function, type):
            return None
        return _place(type(function))
    if file is None:
        return None
    path = Path(file).resolve()
    here = Path.cwd().resolve()
    return (path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)), max(line, 1)
