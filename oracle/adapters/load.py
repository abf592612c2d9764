"""Backends by name: ``numpy`` for the project's own kernels, the frameworks, ``module:attribute`` for
anything importable.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.nearest import nearest_words
from proofgrad.oracle.adapters.adopt import adopted
from proofgrad.oracle.adapters.callables import BoundKernel, keywords, wrap
from proofgrad.oracle.adapters.foreign import Foreign
from proofgrad.oracle.adapters.frameworks import framework_kernel, onnx_kernel
from proofgrad.oracle.adapters.registry import FRAMEWORKS, ONNX

__all__ = ["BACKENDS", "find", "load", "named", "takes_parameters"]

BACKENDS: tuple[str, ...] = ("numpy", *FRAMEWORKS)
"""Backends that are asked for by a bare name."""


def load(
    backend: str, node: str, params: Mapping[str, Any] | None = None, *, isolate: bool = False
) -> BoundKernel:
    """The kernel of a node in a backend.

    Args:
        backend: a name of :data:`BACKENDS`, or ``module:attribute`` (dotted attributes allowed) of anything
            that :func:`~proofgrad.oracle.adapters.callables.wrap` accepts; the current folder is importable.
        node: the node's short name.
        params: values of the node's parameters.
        isolate: whether the kernel is loaded and called in a process of its own.

    Raises:
        UsageError: no such backend, module, attribute or kernel.
    """
    if isolate:
        from proofgrad.oracle.adapters.isolated import isolated

        return isolated(backend, node, params)
    if backend == "numpy":
        from proofgrad.oracle.kernels import kernel

        return wrap(kernel(node, params), backend="numpy")
    if backend in FRAMEWORKS:
        return framework_kernel(backend, node, params)
    if backend.startswith(ONNX):
        return wrap(onnx_kernel(backend), backend=backend)
    return wrap(named(backend), node=node, params=params, backend=backend)


def named(backend: str) -> Any:
    """What ``module:attribute`` names.

    Raises:
        UsageError: it is not of that form, or there is no such module or attribute.
    """
    module_name, colon, attribute = backend.partition(":")
    if not colon or not all(part.isidentifier() for part in (*module_name.split("."), *attribute.split("."))):
        hint = f"one of {', '.join(BACKENDS)}, or module:attribute of your own kernel"
        file, _, rest = backend.rpartition(":")
        if file.endswith(".py"):
            hint = f"a module's name, not its file: {Path(file).stem}:{rest}, in the folder of the file"
        raise UsageError(f"unknown backend {backend!r}", hint=hint)
    return find(module_name, attribute)


def takes_parameters(target: Any, node: str, *, isolate: bool = False) -> bool:
    """Whether a kernel, or the backend of that name, can be told the values of a node's parameters.

    The project's own can; a function can if it names one as a keyword, an object with forward, jvp and vjp if
    one of these does: else it has been made with its parameters already, whatever they are.

    Raises:
        UsageError: as :func:`load`.
    """
    if isolate:
        from proofgrad.oracle.adapters.isolated import takes_parameters as asked

        return asked(target, node)
    if target == "numpy" or (isinstance(target, str) and target in FRAMEWORKS):
        return True
    if isinstance(target, str) and target.startswith(ONNX):
        return False
    if isinstance(target, str):
        module_name, colon, attribute = target.partition(":")
        return bool(colon) and takes_parameters(find(module_name, attribute), node)
    if isinstance(target, Mapping):
        return node in target and takes_parameters(target[node], node)
    if isinstance(target, (tuple, list)):
        return any(takes_parameters(part, node) for part in target)
    target = adopted(target)
    if isinstance(target, Foreign):
        return bool(keywords(target))
    names = ("forward", "jvp", "vjp", "hvp")
    parts = [part for name in names if callable(part := getattr(target, name, None))]
    return any(map(keywords, parts or [target]))


def find(module_name: str, attribute: str) -> Any:
    """An attribute of an importable module. Raises UsageError if there is none."""
    import importlib
    import sys

    here = "" in sys.path
    if not here:
        sys.path.insert(0, "")
    try:
        found: Any = importlib.import_module(module_name)
    except ImportError as error:
        looked = f"looked in {Path.cwd()} and on Python's path"
        raise UsageError(f"cannot import {module_name!r}: {error}", hint=looked) from error
    except Exception as error:  # the user's own code, which may raise anything
        raise UsageError(f"cannot import {module_name!r}: {type(error).__name__}: {error}") from error
    finally:
        if not here:
            sys.path.remove("")
    for part in attribute.split("."):
        try:
            found = getattr(found, part)
        except AttributeError as error:
            near = nearest_words(part, [n for n in dir(found) if not n.startswith("_")])
            hint = f"it has: {', '.join(near)}" if near else None
            raise UsageError(f"module {module_name!r} has no attribute {attribute!r}", hint=hint) from error
    return found
