"""The operations of a framework's program, one after the other, as steps: what is common to all frameworks.

What does not depend on the float inputs is computed by the framework while the program is written; what has
no rule is named with its place, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np

from proofgrad.oracle.models.aten.truth import Truth
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer

__all__ = ["LOST", "Lowering", "is_traced", "written"]

LOST = object()
"""In place of what an unsupported operation would have given."""


class Lowering:
    """Goes through a program once.

    Args:
        constants: constant arrays that are inputs; what else is needed is in ``writer.late`` afterwards.

    Attributes:
        writer: the program so far.
        arrays: the values of its inputs.
        held: which of them nobody differentiates in.
        unsupported: operations that programs do not have, with their places.
        operations: how often each operation occurs.
    """

    def __init__(self, constants: Sequence[np.ndarray] = ()) -> None:
        self.constants = constants
        self.writer = Writer()
        self.arrays: list[np.ndarray] = self.writer.given
        self.held: set[int] = set()
        self.unsupported: list[tuple[str, str, str]] = []
        self.operations: dict[str, int] = {}

    def input(self, shown: str, values: np.ndarray, *, held: bool = False) -> Traced:
        """An input of the program.

        Args:
            shown: what it is called.
            values: its numbers.
            held: whether nobody differentiates in it.
        """
        if held:
            self.held.add(len(self.arrays))
        self.arrays.append(np.array(values, np.float64))
        return self.writer.input(shown, values.shape)

    def begin(self) -> None:
        """After all inputs: the constant arrays, which are inputs too."""
        for number, values in enumerate(self.constants):
            self.writer.constants[self.input(f"constant{number}", values, held=True).array] = values

    def call(
        self,
        name: str,
        place: str,
        parts: Sequence[Any],
        write: Callable[[], Any] | None,
        constant: Callable[[], Any],
    ) -> Any:
        """One operation of the framework.

        Args:
            name: what the framework calls it.
            place: where it is in the user's code, or in the file.
            parts: the values of its inputs.
            write: writes it; None where there is no rule.
            constant: what the framework computes, where all inputs are constants.
        """
        self.operations[name] = self.operations.get(name, 0) + 1
        if any(p is LOST for p in parts):
            if write is None:
                self.unsupported.append((name, place, f"{name} has no proof"))
            return LOST
        if any(p is None for p in parts):  # what a rule leaves out
            self.unsupported.append((name, place, f"{name} of indices or counts that depend on the inputs"))
            return LOST
        if not any(map(is_traced, parts)):
            return constant()
        self.writer.operation, self.writer.source = name, place
        try:
            if write is None:
                raise Unsupported(f"{name} has no proof")
            return write()
        except Unsupported as error:
            why = error.message
        except (TypeError, ValueError, IndexError, AttributeError, RuntimeError, ArithmeticError) as error:
            why = f"{name} with these arguments: {type(error).__name__}: {error}"  # a form that no rule knows
        except KeyError as error:
            why = f"{name} without {error}"
        self.unsupported.append((name, place, why))
        return LOST


L = TypeVar("L", bound=Lowering)


def written(lower: Callable[[Sequence[np.ndarray]], L]) -> L:
    """A program written down: twice, where constant arrays turn out to be inputs, as these come first."""
    found = lower(())
    return lower(found.writer.late) if found.writer.late else found


def is_traced(value: Any) -> bool:
    """Whether a value depends on the inputs."""
    if isinstance(value, (list, tuple)):
        return any(map(is_traced, value))
    return isinstance(value, (Traced, Truth))
