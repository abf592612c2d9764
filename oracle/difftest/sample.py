"""A sample: one input of a function, a direction and a cotangent for it.

Everything that a kernel is called with comes out of a sample; a layout is a sample with the same numbers in
arrays that lie otherwise in memory (:mod:`proofgrad.oracle.difftest.layout`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.formula.coordinates import Part

__all__ = ["COTANGENT", "Array", "Sample", "flat", "split"]

Array = NDArray[Any]

COTANGENT = "cotangent"
"""What the last input of a gradient is called, as a function of its inputs and of this."""


@dataclass(frozen=True, eq=False)
class Sample:
    """Arguments of the three maps of a kernel.

    Attributes:
        x: the inputs.
        dx: a direction, one array for each input.
        ct: a cotangent, of the shape of the result.
        kind: which class of inputs it belongs to, such as ``normal``; of a batch, whose entries are in
            classes of their own, empty.
        unit: whether direction and cotangent are 1 everywhere.
    """

    x: tuple[Array, ...]
    dx: tuple[Array, ...]
    ct: Array
    kind: str = ""
    unit: bool = False

    @classmethod
    def batch(cls, x: Array) -> Sample:
        """Inputs of a scalar function, all in one array, each in direction 1."""
        ones = np.ones_like(x)
        return cls((x,), (ones,), ones, unit=True)

    def arguments(self, part: Part) -> tuple[Array, ...]:
        """What ``forward``, ``jvp`` or ``vjp`` is called with, in order."""
        if part == "forward":
            return self.x
        return (*self.x, *self.dx) if part == "jvp" else (*self.x, self.ct)

    def direction(self, part: Part) -> tuple[Array, ...]:
        """What the derivative is linear in: nothing for ``forward``, else the direction or the cotangent."""
        return {"forward": (), "jvp": self.dx, "vjp": (self.ct,)}[part]


def flat(arrays: Sequence[Array]) -> NDArray[np.float64]:
    """All entries in float64, one array after the other."""
    with np.errstate(invalid="ignore"):  # ml_dtypes warns when it widens a nan
        parts = [np.asarray(a).astype(np.float64).ravel() for a in arrays]
    return np.concatenate(parts) if parts else np.zeros(0)


def split(entries: Array, shapes: Sequence[tuple[int, ...]]) -> tuple[Array, ...]:
    """The inverse of putting arrays of these shapes one after the other; each in memory of its own."""
    out, start = [], 0
    for shape in shapes:
        size = int(np.prod(shape, dtype=np.int64))
        out.append(entries[start : start + size].reshape(shape).copy())
        start += size
    return tuple(out)
