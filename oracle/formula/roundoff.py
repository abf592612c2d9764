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
            factors: what those above 1 make, what those below 1 make, and how many there are; more than two
                are multiplied in any order. None: none is tiny.
        """
        lost = self.least.min(size / self.unit + before) if size < self.least else size
        if factors is not None and factors[2] > 2 and factors[1] < self.least:
            often = 1 + (factors[2] - 2) * factors[0]  # the last time it is not multiplied any more
            lost = lost.max((self.least * often).min(size / self.unit + before))
        return lost

    def is_tiny(self, size: Any) -> bool:
        """Whether a number is so small that a product of a few may lose something."""
        return bool(size > 0 and size**_TINY < self.least)
