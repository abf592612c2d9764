"""Whatever a person has as a kernel, made one: a function, a pair (f, f'), an object with forward, jvp and
vjp.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters.adopt import adopted
from proofgrad.oracle.adapters.foreign import Foreign, Maps

__all__ = ["BoundKernel", "keywords", "of_one_input", "wrap"]

Array = NDArray[Any]


@dataclass(frozen=True)
class BoundKernel:
    """A kernel of some backend.

    Attributes:
        backend: the name in reports.
        forward: x to f(x), or None if the backend does not offer it. Of a node with several inputs: a
            function of as many arrays.
        jvp: (x, dx) to f'(x)·dx, or None; all inputs come before all directions.
        vjp: (x, ct) to f'(x)ᵀ·ct, or None; of a vector node a tuple with an array for each input.
        hvp: (x, ct, dx) to the derivative of vjp(x, ct) along dx, f''(x)·ct·dx, or None; of scalar nodes.
        per_shape: whether the backend compiles anew for every shape of array, which takes longer than the
            call: values are then asked for in arrays filled up to powers of two, and fewer lengths are tried.
        threads: whether it may be called from several threads at once.
        backward: whether it has a ``backward`` and no ``vjp``, which may be meant.
    """

    backend: str
    forward: Callable[..., Any] | None = None
    jvp: Callable[..., Any] | None = None
    vjp: Callable[..., Any] | None = None
    per_shape: bool = False
    threads: bool = True
    hvp: Callable[..., Any] | None = None
    backward: bool = False


def wrap(
    target: Any, *, node: str = "", params: Mapping[str, Any] | None = None, backend: str = ""
) -> BoundKernel:
    """A kernel out of what was given.

    Args:
        target: an object with at least one of ``forward``, ``jvp``, ``vjp``, ``hvp``; or a pair of functions
            (f, f'); or a function f; or a mapping from short node names to any of these.
        node: the node's short name, to look it up in a mapping.
        params: parameters of the node; passed as keywords (``eps``, ``alpha``) to the functions and methods
            that take them.
        backend: the name in reports; derived from the target if empty.

    Raises:
        UsageError: the target is none of these, or a mapping without that node.
    """
    if isinstance(target, BoundKernel):
        return target
    name = backend or _name(target)
    if isinstance(target, Mapping):
        if node not in target:
            raise UsageError(
                f"{name} has no kernel for node {node!r}", hint="it has: " + ", ".join(map(str, target))
            )
        return wrap(target[node], node=node, params=params, backend=backend or f"{name}[{node}]")
    target = adopted(target)
    if isinstance(target, Foreign):
        made = target.make(_with_params(target.function, params or {}))
        return of_one_input(backend or target.name, made, per_shape=target.per_shape, threads=target.threads)
    parts = {part: getattr(target, part, None) for part in ("forward", "jvp", "vjp", "hvp")}
    if any(callable(p) for p in parts.values()) and not isinstance(target, type):
        own = (_part(p, params or {}) if callable(p) else None for p in parts.values())
        forward, jvp, vjp, hvp = own
        asked = vjp is None and callable(getattr(target, "backward", None))
        return BoundKernel(name, forward, jvp, vjp, hvp=hvp, backward=asked)
    pair = target if isinstance(target, (tuple, list)) else (target,)
    if len(pair) in (1, 2) and all(callable(f) for f in pair):
        f, *rest = (_part(g, params or {}) for g in pair)
        if not rest:
            return BoundKernel(name, forward=f)
        df = rest[0]

        def along(x: Array, dx: Array) -> Any:
            return df(x) * dx

        return BoundKernel(name, forward=f, jvp=along, vjp=along)
    raise UsageError(
        f"{name} is not a kernel",
        hint="pass a function, a pair (f, df), or an object with forward(x), jvp(x, dx), vjp(x, ct)",
    )


def of_one_input(backend: str, maps: Maps, *, per_shape: bool = False, threads: bool = True) -> BoundKernel:
    """The kernel of a scalar node from maps of one input."""
    jvp, vjp, hvp = maps.jvp, maps.vjp, maps.hvp

    def along(x: Array, dx: Array) -> Any:
        assert jvp is not None
        return jvp((x,), (dx,))

    def back(x: Array, ct: Array) -> Any:
        assert vjp is not None
        found = vjp((x,), ct)
        return found[0] if isinstance(found, tuple) and len(found) == 1 else found

    def curved(x: Array, ct: Array, dx: Array) -> Any:
        assert hvp is not None
        found = hvp((x,), ct, (dx,))
        return found[0] if isinstance(found, tuple) and len(found) == 1 else found

    parts = along if jvp else None, back if vjp else None
    return BoundKernel(backend, maps.forward, *parts, per_shape, threads, curved if hvp else None)


def _part(function: Callable[..., Any], params: Mapping[str, Any]) -> Callable[..., Any]:
    """A part of a kernel: a function of NumPy's arrays, made of another library's where it is one of these,
    with its parameters."""
    found = adopted(function)
    if isinstance(found, Foreign):
        return found.make(_with_params(found.function, params)).forward
    return _with_params(function, params)


def _name(target: Any) -> str:
    if isinstance(target, (tuple, list)):
        return f"({', '.join(map(_name, target))})"
    found = getattr(target, "__qualname__", None) or getattr(target, "name", None)
    return str(found or getattr(target, "__name__", None) or type(target).__qualname__)


def keywords(function: Any) -> frozenset[str]:
    """Which parameters of nodes (``eps``, ``alpha``) a function takes by keyword; all of them if it takes
    ``**``.
    """
    from inspect import Parameter, signature

    from proofgrad.oracle.kernels import KEYWORDS

    if not callable(function):
        return frozenset()
    if isinstance(function, Foreign):
        return keywords(function.function)
    try:
        known = signature(function).parameters
    except (TypeError, ValueError):  # a C function without a signature
        return frozenset()
    if any(p.kind is Parameter.VAR_KEYWORD for p in known.values()):
        return frozenset(KEYWORDS.values())
    return frozenset(KEYWORDS.values()) & frozenset(known)


def _with_params(function: Callable[..., Any], params: Mapping[str, Any]) -> Callable[..., Any]:
    """The function with those parameters bound that it takes by keyword."""
    from proofgrad.oracle.kernels import KEYWORDS

    named = {KEYWORDS.get(k, k): v for k, v in params.items()}
    bound = {k: v for k, v in named.items() if k in keywords(function)}
    if not bound:
        return function

    def call(*args: Array) -> Any:
        return function(*args, **bound)

    return call
