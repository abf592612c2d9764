"""The error of a kernel over the whole range of a format, small enough to be kept and drawn.

A maximum hides where a kernel is bad. A profile keeps the largest error of each of some hundred intervals of
inputs: one for each binade from 2^-24 to 2^24, where most numbers of the world are, and wider ones outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.ulp import Format

__all__ = ["MIDDLE", "Profile", "edges", "profile_of"]

Floats = NDArray[np.float64]

MIDDLE = 24
"""From 2^-MIDDLE to 2^MIDDLE each binade has its own interval."""
_OUTSIDE = 32
"""Binades of an interval outside."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Largest absolute errors by interval of inputs.

    Attributes:
        ulp: from the most negative inputs to the most positive ones, an entry for each interval between
            :func:`edges` on either side of zero; None where no input was judged, inf for a wrong nan or
            infinity.
    """

    ulp: tuple[float | None, ...]

    def to_json(self) -> list[float | str | None]:
        """As in the `test` JSON, three significant digits; "inf" as text."""
        return [
            None if value is None else "inf" if value == np.inf else float(f"{value:.3g}")
            for value in self.ulp
        ]


def edges(fmt: Format) -> tuple[int, ...]:
    """Exponents at which the intervals of positive inputs meet, ascending; the first and the last include
    what is smaller and larger."""
    outside = range(fmt.tiny_exponent, fmt.emax + 1, _OUTSIDE)
    middle = range(max(-MIDDLE, fmt.tiny_exponent), min(MIDDLE, fmt.emax) + 1)
    return tuple(sorted({*(e for e in outside if abs(e) > MIDDLE), *middle}))


def profile_of(x: NDArray[Any], errors: Floats, fmt: Format) -> Profile:
    """The profile of some measurements.

    Args:
        x: inputs; zeros and what is not finite are left out.
        errors: signed, in ULP; nan where the reference is unknown.
        fmt: the format of `x`.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        values = x.astype(np.float64)
        size = np.abs(values)
        judged = np.isfinite(values) & (size > 0) & ~np.isnan(errors)
        exponent = np.frexp(size[judged])[1] - 1
    limits = np.array(edges(fmt))
    place = np.clip(np.searchsorted(limits, exponent, side="right") - 1, 0, None)
    count = len(limits)
    index = np.where(values[judged] > 0, count + place, count - 1 - place)
    worst = np.full(2 * count, -1.0)
    np.maximum.at(worst, index, np.abs(errors[judged]))
    return Profile(tuple(None if value < 0 else float(value) for value in worst.tolist()))
