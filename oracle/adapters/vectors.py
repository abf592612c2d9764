"""Kernels of vector nodes behind the protocol of all others: arrays in, an array or a tuple of them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from numpy.typing import NDArray

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters.adopt import adopted
from proofgrad.oracle.adapters.callables import BoundKernel
from proofgrad.oracle.adapters.foreign import Foreign
from proofgrad.oracle.adapters.frameworks import framework_vector_kernel, onnx_kernel
from proofgrad.oracle.adapters.load import find
from proofgrad.oracle.adapters.registry import FRAMEWORKS, ONNX

__all__ = ["bind_vectors"]

Array = NDArray[Any]


def bind_vectors(
    node: str,
    target: Any,
    inputs: int,
    options: Mapping[str, Any],
    backend: str,
    *,
    parameters: Sequence[str] = (),
    isolate: bool = False,
) -> BoundKernel:
    """A kernel of a vector node.

    Args:
        node: the node's short name.
        target: None for that of `backend`; an object with at least one of ``forward(*inputs)``,
            ``jvp(inputs, tangents)``, ``vjp(inputs, cotangent)`` and ``hvp(inputs, cotangent, tangents)``; a
            class of such objects, made with the options as keywords; a function of the inputs; or a mapping
            from short node names to any of these. Functions and methods get the options that they take by
            keyword.
        inputs: how many inputs the node has.
        options: what the node has besides its inputs.
        backend: a name of :data:`~proofgrad.oracle.adapters.load.BACKENDS`, or ``module:attribute``.
        parameters: the node's parameters; a class whose arguments have other names gets these in order.
        isolate: whether the kernel of `backend` is loaded and called in a process of its own.

    Raises:
        UsageError: no such kernel.
    """
    if isolate:
        from proofgrad.oracle.adapters.isolated import isolated

        return isolated(backend, node, options, inputs, parameters)
    label = backend
    if target is None and backend == "numpy":
        from proofgrad.oracle.kernels.vector import vector_kernel

        target = vector_kernel(node, options)
    elif target is None and backend in FRAMEWORKS:
        target = framework_vector_kernel(backend, node, options)
    elif target is None and backend.startswith(ONNX):
        target = onnx_kernel(backend)
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
    target, per_shape, threads = adopted(target), False, True
    if isinstance(target, type):
        target = _made(target, options, parameters)
    if isinstance(target, Foreign):
        taken = _taken(target.function, options, inputs, parameters)
        per_shape, threads = target.per_shape, target.threads
        label = target.name if backend == "numpy" else label
        target = target.make(partial(target.function, **taken) if taken else target.function)
    parts: dict[str, Any] = {part: getattr(target, part, None) for part in ("forward", "jvp", "vjp", "hvp")}
    if not any(map(callable, parts.values())):
        if not callable(target):
            raise UsageError(f"{label} is not a kernel of the vector node {node}")
        parts["forward"] = target
    counts = {"forward": inputs, "jvp": 2, "vjp": 2, "hvp": 3}
    forward, jvp, vjp, hvp = (
        partial(part, **_taken(part, options, counts[name], parameters)) if callable(part) else None
        for name, part in parts.items()
    )

    def along(*arrays: Array) -> Any:
        assert jvp is not None
        return jvp(arrays[:inputs], arrays[inputs:])

    def back(*arrays: Array) -> Any:
        assert vjp is not None
        return vjp(arrays[:inputs], arrays[inputs])

    def curved(*arrays: Array) -> Any:
        assert hvp is not None
        return hvp(arrays[:inputs], arrays[inputs], arrays[inputs + 1 :])

    derivatives = along if jvp else None, back if vjp else None
    return BoundKernel(label, forward, *derivatives, per_shape, threads, curved if hvp else None)


def _made(kind: type, options: Mapping[str, Any], parameters: Sequence[str]) -> Any:
    """An object of a class, made with the options that it names; one that names none of its arguments as the
    node does gets the node's parameters in order."""
    from inspect import Parameter, signature

    taken = _taken(kind, options)
    try:
        needed = [p for p in signature(kind).parameters.values() if p.default is Parameter.empty]
    except (TypeError, ValueError):
        needed = []
    open_ = [p for p in needed if p.kind in (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)]
    if not taken and open_ and len(open_) == len(parameters) and all(p in options for p in parameters):
        return kind(*(options[p] for p in parameters))
    return kind(**taken)


def _taken(
    function: Any, options: Mapping[str, Any], given: int = 0, parameters: Sequence[str] = ()
) -> dict[str, Any]:
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
    named = {KEYWORDS.get(name, name) for name in parameters} | set(parameters)
    # An input may be called as a size is (``g``), and have a default; a parameter there is a mistake.
    taken = {p.name for p in positional[:given] if p.default is p.empty or p.name not in named}
    takes = {
        p.name for p in known if p.kind in (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
    } - taken
    found = {}
    for name, value in options.items():
        alias = KEYWORDS.get(name, name)
        if every or alias in takes or name in takes:
            found[name if name in takes else alias] = value
    return found
