"""Which constants each constant mentions directly, for whole environments: a dependency picture's edges."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from proofgrad.bridge.olean.dependencies import term_graphs
from proofgrad.bridge.olean.graph import DAMAGED
from proofgrad.bridge.olean.interface import AnyModule

__all__ = ["Reach", "Uses"]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a constant stands on.

    Attributes:
        names: every constant below it, itself left out, in the order in which they were met.
        complete: whether all of it could be read; if not, there may be more.
    """

    names: tuple[str, ...]
    complete: bool


class Uses:
    """Direct uses, read once for all modules.

    Args:
        modules: the modules of an environment.

    Raises:
        OleanError: a constant's own data is damaged. (A damaged term is noted in :attr:`damaged`.)

    Attributes:
        damaged: constants with a term that could not be read.
    """

    def __init__(self, modules: Sequence[AnyModule]) -> None:
        self._direct: dict[str, tuple[str, ...]] = {}
        self.damaged: set[str] = set()
        for module, graph in zip(modules, term_graphs(modules), strict=True):
            names = [module.name_at(pointer) for pointer in graph.names]
            for owner, mask in graph.masks(2 << i for i in range(len(names))).items():
                if mask & DAMAGED:
                    self.damaged.add(owner)
                found, rest = [], mask >> 1
                while rest:
                    low = rest & -rest
                    found.append(names[low.bit_length() - 1])
                    rest ^= low
                self._direct[owner] = tuple(name for name in found if name != owner)

    def __getitem__(self, name: str) -> tuple[str, ...]:
        """The constants in a constant's type and value. Raises KeyError if there is no such constant."""
        return self._direct[name]

    def reach(self, names: Collection[str]) -> Reach:
        """Everything below some constants. Raises KeyError if one of them is unknown."""
        seen = dict.fromkeys(names)
        todo = list(names)
        complete = True
        while todo:
            name = todo.pop()
            complete = complete and name in self._direct and name not in self.damaged
            for used in self._direct.get(name, ()):
                if used not in seen:
                    seen[used] = None
                    todo.append(used)
        for name in names:
            if name not in self._direct:
                raise KeyError(name)
        return Reach(tuple(name for name in seen if name not in names), complete)
