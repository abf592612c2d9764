"""Wrong kernels, each with one thing wrong, and sound ones written differently: what the differential tests
must notice, and what they must let pass.
"""

from __future__ import annotations

from mutants import arrays, hidden, linear, slopes, special, values
from mutants.model import Mutant, Right, run
from mutants.sound import SOUND, Sound, examine
from mutants.table import Caught, caught, missed, table

__all__ = [
    "SOUND",
    "SUITE",
    "Caught",
    "Mutant",
    "Right",
    "Sound",
    "caught",
    "examine",
    "missed",
    "run",
    "table",
]

_ORDER = ("float64", "float32", "float16", "bfloat16")

SUITE: tuple[Mutant, ...] = tuple(
    sorted(
        (
            *values.MUTANTS,
            *slopes.MUTANTS,
            *special.MUTANTS,
            *arrays.MUTANTS,
            *linear.MUTANTS,
            *hidden.MUTANTS,
        ),
        key=lambda m: (
            m.node,
            _ORDER.index(m.dtype),
        ),  # inputs and references are remembered between neighbours
    )
)
"""All mutants."""
