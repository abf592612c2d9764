"""--backend, looked at before Lean is started: a name that is none is an error of the command line, once, and
not of every node.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.nearest import nearest
from proofgrad.oracle.adapters.registry import FRAMEWORKS, ONNX, require

if TYPE_CHECKING:
    from proofgrad.bridge.catalogue import Catalogue

__all__ = ["backend_target", "kernels_named"]


def backend_target(backend: str, *, isolate: bool = False) -> Any:
    """What ``MODULE:ATTR`` names; None for the backends that come along, and for kernels loaded in
    a process of their own.

    Raises:
        UsageError: there is no such backend, it is not installed, or what it names is no kernel.
    """
    require(backend)
    if backend == "numpy" or backend in FRAMEWORKS or (isolate and ":" in backend):
        return None
    if backend.startswith(ONNX):
        from proofgrad.oracle.adapters.frameworks import onnx_kernel

        return onnx_kernel(backend)
    from proofgrad.oracle.adapters.load import named

    target = named(backend)
    if isinstance(target, Mapping) and not target:
        raise UsageError(f"{backend} is an empty mapping", hint="from names of nodes to their kernels")
    offers = any(hasattr(target, part) for part in ("forward", "jvp", "vjp", "hvp"))
    if offers or callable(target) or isinstance(target, (Mapping, tuple, list)):
        return target
    raise UsageError(
        f"{backend} is no kernel but of type {type(target).__name__}",
        hint="a function, a pair (f, f'), an object with forward, jvp or vjp, a mapping from nodes to them",
    )


def kernels_named(target: Any, backend: str, catalogue: Catalogue | None) -> Sequence[str]:
    """The nodes that a mapping has kernels of, where the command line names none; all without a `target`.

    Raises:
        UsageError: one of them is no node; or there is one kernel, and nothing says of which node.
    """
    if target is None or catalogue is None:
        return ()
    if not isinstance(target, Mapping):
        hint = f"name its node: proofgrad test NODE --backend {backend}"
        raise UsageError(f"{backend} is one kernel", hint=hint)
    known = [node.short_name for node in catalogue.nodes]
    for name in map(str, target):
        if name not in known:
            raise UsageError(
                f"{backend} has a kernel for {name!r}, which is no node",
                hint=nearest(name, known) or "proofgrad nodes lists them",
            )
    return tuple(map(str, target))
