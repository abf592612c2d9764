"""What one rounding does in a format, below its smallest normal number too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Roundoff"]

_TINY = 8
"""A product of so many numbers, none of which is tiny, loses nothing."""


@dataclass(frozen=True, slots=True)
class Roundoff:
    """What rounding does in a format.

    Attributes:
        unit: u, its roundoff; an ``arb``.
        least: its smallest normal number; an ``arb``, 0: nothing is lost below it.
    """

    unit: Any
    least: Any

    def of(self, size: Any, before: Any, factors: tuple[Any, Any, int] | None = None) -> Any:
        """What rounding does to a result, in units of u.

        Args:
            size: how large it is.
            before: what it is off by already.
            factors: of what it is made, as of :class:`~proofgrad.oracle.formula.cells.Cell`: of more than two
                in any order.
        """
        lost = self.least.min(size / self.unit + before) if size < self.least else size
        if factors is not None and factors[2] > 2 and factors[1] < self.least:
            lost = lost.max((self.least * factors[0]).min(size / self.unit + before))
        return lost

    def is_tiny(self, size: Any) -> bool:
        """Whether a number is so small that a product of a few may lose something."""
        return bool(size > 0 and size**_TINY < self.least)
