"""The terms of a module as a graph whose leaves are names of constants: plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["DAMAGED", "ModuleGraph"]

DAMAGED = 1
"""Bit of a mask that includes a term that cannot be read."""


@dataclass(frozen=True, slots=True)
class ModuleGraph:
    """The terms of a module as a graph whose leaves are names of constants.

    Its vertices are numbered slots: 0 is empty, 1 is damaged, then come the names, then the objects in the
    order of their addresses.

    Attributes:
        names: addresses of the names of constants that its terms mention.
        left: for each object the slot of its first part.
        right: for each object the slot of its second part.
        roots: for each constant of the module its name and the slots of its type and its value.
    """

    names: list[int]
    left: list[int]
    right: list[int]
    roots: list[tuple[str, int, int]]

    def masks(self, of_names: Iterable[int]) -> dict[str, int]:
        """For each constant of the module the union of the masks of the constants in its type and its value.

        Args:
            of_names: the masks of the constants in `names`; only of unknown ones with the bit
                :data:`DAMAGED`.

        Returns:
            The union by name, with the bit :data:`DAMAGED` where a term could not be read.
        """
        masks = [0, DAMAGED, *of_names]
        append = masks.append
        for left, right in zip(self.left, self.right, strict=True):
            append(masks[left] | masks[right])
        return {name: masks[type_] | masks[value] for name, type_, value in self.roots}
