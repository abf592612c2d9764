"""The table of ONNX's operators, and what a rule is told of a node."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from proofgrad.oracle.models.aten.rules import aten
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer

__all__ = ["RULES", "Call", "Rule", "operator"]


@dataclass(frozen=True)
class Call:
    """A node of a file.

    Attributes:
        w: the writer.
        attributes: by name, text as text.
        outputs: how many results are wanted.
        version: of the operator set.
        applied: the operator itself, at arrays (None where an input is absent).
    """

    w: Writer
    attributes: Mapping[str, Any]
    outputs: int
    version: int
    applied: Callable[..., Any]

    def get(self, name: str, default: Any = None) -> Any:
        """An attribute."""
        return self.attributes.get(name, default)

    def numbers(self, name: str, given: tuple[Any, ...], place: int) -> list[int] | None:
        """Integers that are an attribute in older operator sets, and a constant input in newer ones."""
        if len(given) > place and given[place] is not None:
            if not isinstance(given[place], np.ndarray):
                raise Unsupported(f"{name} that depend on the inputs")
            return [int(n) for n in given[place].ravel()]
        found = self.get(name)
        return found if found is None else [int(n) for n in np.ravel(found)]

    def aten(self, name: str, *args: Any, **options: Any) -> Any:
        """Write it by the rule of one of PyTorch's operations."""
        return aten(self.w, name, *args, **options)

    def array(self, value: Any) -> Traced:
        """An array of the program; a constant one is an input that holds it."""
        return value if isinstance(value, Traced) else self.w.constant(np.asarray(value, np.float64))


Rule = Callable[..., Any]
RULES: dict[str, Rule] = {}
"""Operator -> what writes it: of the call and the inputs."""

F = TypeVar("F", bound=Rule)


def operator(*names: str) -> Callable[[F], F]:
    """Register what writes these operators."""

    def register(function: F) -> F:
        RULES.update(dict.fromkeys(names, function))
        return function

    return register
