"""A part of a formula at all its indices, and the wide type that it is evaluated in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.formula.wide.elementary import Known

__all__ = ["Array", "Cells", "Wide"]

Array: TypeAlias = NDArray[Any]


@dataclass(slots=True)
class Cells:
    """A part of the formula at all its indices; arrays that broadcast against each other.

    Attributes:
        value: its values.
        rounding: as of :class:`Evaluated`.
        size: what partial sums count as.
        doubt: where nothing is known, a convention holds, or a choice was made at equality.
        exact: whether the values are entries or numbers, so that they can be compared.
        origin: which entry a value is, where choices only passed it on.
        under: as of :class:`~proofgrad.oracle.formula.cells.Cell`; None: there are no exponentials.
    """

    value: Array
    rounding: Array
    size: Array
    doubt: Array
    exact: bool = False
    origin: Array | None = None
    under: Array | None = None

    @property
    def error(self) -> Array:
        """What rounding may do in all."""
        return self.rounding if self.under is None else self.rounding + self.under


@dataclass(slots=True)
class Wide:
    """The wide type, for a tested format.

    Attributes:
        dtype: the type.
        unit: the roundoff of the tested format.
        least: its smallest normal number; 0: nothing is lost below it.
        known: values of elementary functions, shared by evaluations.
        slack: what bounds of sums that count as fewer roundings than they have must be multiplied with.
    """

    dtype: Any
    unit: float
    least: float
    known: Known
    slack: float = 1.01

    @property
    def roundoff(self) -> float:
        """Of the type; values go to Arb and back with 64 bits."""
        return max(float(np.finfo(self.dtype).eps) / 2, 2.0**-64)

    @property
    def smallest(self) -> Any:
        """What is smaller may have lost bits that count."""
        return np.finfo(self.dtype).tiny * self.dtype(2.0) ** 70
