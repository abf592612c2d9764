"""The table of operations: what writes each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from proofgrad.oracle.models.traced import Writer

__all__ = ["RULES", "Rule", "aten", "rule"]

Rule = Callable[..., Any]
RULES: dict[str, Rule] = {}
"""Operation (as torch.export spells it, without ``aten.``) -> what writes it: of the writer and the
arguments.
"""


F = TypeVar("F", bound=Rule)


def rule(*names: str) -> Callable[[F], F]:
    """Register what writes these operations."""

    def register(function: F) -> F:
        RULES.update(dict.fromkeys(names, function))
        return function

    return register


def aten(w: Writer, name: str, *args: Any, **options: Any) -> Any:
    """Write an operation of another framework by the rule of one of PyTorch's.

    Args:
        w: the writer; its steps keep the name that the other framework has for it.
        name: of PyTorch's operation.
        args: as its rule takes them.
        options: the same by name.
    """
    operation, called = w.operation, w.called
    w.operation, w.called = name, called or operation
    try:
        return RULES[name](w, *args, **options)
    finally:
        w.operation, w.called = operation, called
