"""The axis of an error plot: all numbers of a format, on both sides of zero, by their binary exponents.

Between 2^-24 and 2^24 a binade has the same width everywhere; outside, where a format may have a thousand of
them, they grow narrower, so that the numbers of everyday life keep most of the room.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.profile import MIDDLE, edges
from proofgrad.oracle.ulp import Format

__all__ = ["place_of", "places", "ticks", "values"]

Floats = NDArray[np.float64]

_ROOM = 0.27
"""Least distance of two labels, in parts of a side."""


def _scaled(exponent: float) -> float:
    """A binary exponent on the axis: as it is in the middle, narrower outside."""
    beyond = abs(exponent) - MIDDLE
    return (
        exponent
        if beyond <= 0
        else math.copysign(MIDDLE + MIDDLE * math.log2(1 + beyond / MIDDLE) / 4, exponent)
    )


def _shift(fmt: Format) -> float:
    """How far 1 is from zero on the axis."""
    return 2 - _scaled(fmt.tiny_exponent)


def _exponents(fmt: Format) -> Floats:
    """The middles of a profile's intervals on the positive side."""
    limits = [*edges(fmt), fmt.emax + 1]
    return np.array([(a + b) / 2 for a, b in pairwise(limits)])


def place_of(x: float, fmt: Format) -> float:
    """Where a number is on the axis; zero is at 0. `x` must be finite."""
    return math.copysign(_scaled(math.log2(abs(x))) + _shift(fmt), x) if x else 0.0


def places(fmt: Format) -> Floats:
    """Where a profile's intervals are on the axis."""
    positive = np.array([_scaled(e) + _shift(fmt) for e in _exponents(fmt)])
    return np.concatenate([-positive[::-1], positive])


def values(fmt: Format) -> Floats:
    """An input of each of a profile's intervals."""
    positive = np.exp2(_exponents(fmt))
    return np.concatenate([-positive[::-1], positive])


def ticks(fmt: Format) -> list[tuple[float, str]]:
    """Powers of ten on both sides of zero, and zero; where labels would touch, the more telling one stays."""
    end = _scaled(fmt.emax) + _shift(fmt)
    kept: list[tuple[float, int]] = []
    for power in (0, 300, -300, 30, -30, -6, 6, -3, 3):
        exponent = power * math.log2(10)
        place = _scaled(exponent) + _shift(fmt)
        if fmt.tiny_exponent <= exponent <= fmt.emax and all(
            abs(place - other) > _ROOM * end for other in (0.0, *(p for p, _ in kept))
        ):
            kept.append((place, power))
    found = [(0.0, "0")]
    for place, power in kept:
        text = f"1e{power}".replace("-", "−") if power else "1"
        found += [(-place, f"−{text}"), (place, text)]
    return found
