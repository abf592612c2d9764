"""What an environment asks of a module, whatever file it was read from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proofgrad.bridge.olean.constants import Constant, Kind
    from proofgrad.bridge.olean.graph import ModuleGraph

__all__ = ["AnyModule", "Position"]


@dataclass(frozen=True, slots=True)
class Position:
    """Where a declaration stands in its source: 1-based lines, 0-based columns in code points, the end
    exclusive.
    """

    line: int
    column: int
    end_line: int
    end_column: int


class AnyModule(ABC):
    """A module: its imports, its constants by name, and what is known of each.

    Attributes:
        name: the module's name.
        imports: names of the modules that it imports.
        kinds: for each of its constants its kind.
    """

    name: str
    imports: tuple[str, ...]
    kinds: Mapping[str, Kind]

    @property
    @abstractmethod
    def lean(self) -> tuple[str, str]:
        """Version and commit of the Lean that wrote it."""

    @property
    def tells_positions(self) -> bool:
        """Whether it says where its constants are declared."""
        return True

    @abstractmethod
    def constant(self, name: str) -> Constant:
        """A constant of this module; KeyError if it has none of that name."""

    @abstractmethod
    def conclusion(self, name: str) -> str | None:
        """The constant at the head of what a constant's type ends in after all binders; None if there is
        none.
        """

    @abstractmethod
    def unfolds_to(self, name: str) -> str | None:
        """The constant at the head of a definition's value after all lambdas and pis; else None."""

    @abstractmethod
    def docstring(self, constant: str) -> str | None:
        """The docstring of a constant, None if it has none."""

    @abstractmethod
    def position(self, constant: str) -> Position | None:
        """Where a constant is declared, None for one that Lean made up."""

    @abstractmethod
    def name_at(self, pointer: int) -> str:
        """What a number in :attr:`ModuleGraph.names` stands for."""

    def graph(self) -> ModuleGraph | None:
        """Its terms as a graph, None if that is to be read from its files, many modules at once."""
        return None
