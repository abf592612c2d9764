"""Kernels of vector nodes behind the protocol of all others: one array of all entries in, one out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import VectorFormula
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters.callables import BoundKernel
from proofgrad.oracle.adapters.frameworks import framework_vector_kernel
from proofgrad.oracle.adapters.load import find
from proofgrad.oracle.adapters.registry import FRAMEWORKS

__all__ = ["flat_kernel"]

Array = NDArray[Any]


def flat_kernel(
    node: str,
    target: Any,
    formula: VectorFormula,
    options: Mapping[str, Any],
    backend: str,
    *,
    isolate: bool = False,
) -> BoundKernel:
    """A kernel of a vector node as functions of the concatenated entries of its inputs.

    Args:
        node: the node's short name.
        target: None for that of `backend`; an object with at least one of ``forward(*inputs)``,
            ``jvp(inputs, tangents)`` and ``vjp(inputs, cotangent)``; a class of such objects, made with the
            options as keywords; a function of the inputs; or a mapping from short node names to any of these.
            Functions and methods get the options that they take by keyword.
        formula: whose shapes the inputs and the result have.
        options: what the node has besides its inputs.
        backend: a name of :data:`~proofgrad.oracle.adapters.load.BACKENDS`, or ``module:attribute``.
        isolate: whether the kernel of `backend` is loaded and called in a process of its own.

    Raises:
        UsageError: no such kernel.
    """
    if isolate:
        from proofgrad.oracle.adapters.isolated import isolated

        # The other process needs the shapes; the formulas are large, and none of its business.
        return isolated(backend, node, options, replace(formula, forward=(), jvp=()))
    label = backend
    if target is None and backend == "numpy":
        from proofgrad.oracle.kernels.vector import vector_kernel

        target = vector_kernel(node, options)
    elif target is None and backend in FRAMEWORKS:
        target = framework_vector_kernel(backend, node, options)
    elif target is None:
        module, colon, attribute = backend.partition(":")
        if not colon:
            known = f"one of {', '.join(('numpy', *FRAMEWORKS))}, or module:attribute of your own kernel"
            raise UsageError(f"unknown backend {backend!r}", hint=known)
        target = find(module, attribute)
    elif backend == "numpy":
        label = getattr(target, "__qualname__", type(target).__qualname__)
    if isinstance(target, Mapping):
        if node not in target:
            raise UsageError(f"{label} has no kernel for node {node!r}")
        target = target[node]
    if isinstance(target, type):
        target = target(**_taken(target, options))
    shapes = tuple(shape for _, shape in formula.inputs)
    parts: dict[str, Any] = {part: getattr(target, part, None) for part in ("forward", "jvp", "vjp")}
    if not any(map(callable, parts.values())):
        if not callable(target):
            raise UsageError(f"{label} is not a kernel of the vector node {node}")
        parts["forward"] = target
    counts = {"forward": len(shapes), "jvp": 2, "vjp": 2}
    forward, jvp, vjp = (
        partial(part, **_taken(part, options, counts[name])) if callable(part) else part
        for name, part in parts.items()
    )

    def flat_forward(x: Array) -> Array:
        return _result(forward(*_split(x, shapes)), formula.output)

    def flat_jvp(x: Array, dx: Array) -> Array:
        return _result(jvp(_split(x, shapes), _split(dx, shapes)), formula.output)

    def flat_vjp(x: Array, ct: Array) -> Array:
        found = vjp(_split(x, shapes), ct.reshape(formula.output))
        if not isinstance(found, (tuple, list)) or len(found) != len(shapes):
            raise TypeError(f"vjp did not return a tuple of {len(shapes)} arrays")
        return np.concatenate([_result(f, s) for f, s in zip(found, shapes, strict=True)])

    def present(function: Any, flat: Callable[..., Array]) -> Callable[..., Array] | None:
        return flat if callable(function) else None

    return BoundKernel(label, present(forward, flat_forward), present(jvp, flat_jvp), present(vjp, flat_vjp))


def _split(flat: Array, shapes: Sequence[tuple[int, ...]]) -> tuple[Array, ...]:
    out, start = [], 0
    for shape in shapes:
        size = int(np.prod(shape, dtype=np.int64))
        out.append(flat[start : start + size].reshape(shape))
        start += size
    return tuple(out)


def _result(value: Any, shape: tuple[int, ...]) -> Array:
    if not isinstance(value, (np.ndarray, np.generic)):
        raise TypeError(f"a {type(value).__name__} was returned, not a NumPy array")
    if value.shape != shape:
        raise ValueError(f"shape {value.shape} was returned, not {shape}")
    return np.asarray(value).reshape(-1)


def _taken(function: Any, options: Mapping[str, Any], given: int = 0) -> dict[str, Any]:
    """The options that a function takes by keyword, beyond its first `given` arguments, under their Lean
    names or as Python spells them (``ε``, ``eps``)."""
    from inspect import Parameter, signature

    from proofgrad.oracle.kernels import KEYWORDS

    try:
        known = list(signature(function).parameters.values())
    except (TypeError, ValueError):  # a C function without a signature
        return {}
    every = any(p.kind is Parameter.VAR_KEYWORD for p in known)
    positional = [p for p in known if p.kind in (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)]
    taken = {p.name for p in positional[:given] if p.default is p.empty}
    takes = {
        p.name for p in known if p.kind in (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
    } - taken
    found = {}
    for name, value in options.items():
        alias = KEYWORDS.get(name, name)
        if every or alias in takes or name in takes:
            found[name if name in takes else alias] = value
    return found
