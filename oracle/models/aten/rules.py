"""The table of operations: what writes each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["RULES", "Rule", "rule"]

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
