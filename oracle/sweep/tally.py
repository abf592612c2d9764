"""What was seen on some inputs: counts and the largest error, summed over stretches and processes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["LEVELS", "Binade", "Tally"]

LEVELS = (0.5, 1.0, 2.0)
"""ULP; inputs whose error is certainly above each of them are counted."""
_EXAMPLES = 8


@dataclass(slots=True)
class Binade:
    """The inputs of one sign and one binary exponent: how many, and the bound of their errors."""

    inputs: int = 0
    bound: float = 0.0


@dataclass(slots=True)
class Tally:
    """Sums over inputs.

    Attributes:
        inputs: how many were compared.
        bound: no error of them is larger, in ULP of the formula's value; infinite where a kernel gave nan or
            a wrong infinity.
        worst: the bits of the input where the bound was found, None if nothing was compared.
        over: how many errors are certainly above each of :data:`LEVELS`.
        wrong: inputs (bits) at which nan came where a number is wanted, or an infinity of the wrong sign; a
            few.
        wrong_count: how many there are.
        descents: how many neighbours are certainly in the wrong order.
        descent: the bits of one of them, None if there is none.
        ordered: how many pairs of neighbours were looked at for that.
        conventional: inputs at which no number is wanted.
        undecided: inputs for which there was no reference.
        binades: by ``sign·exponent`` of the inputs, as text such as ``+3``; ``+0s`` holds subnormals.
        seconds: spent in the kernel, and in all.
        failures: what kernels raised, with how often.
    """

    inputs: int = 0
    bound: float = 0.0
    worst: int | None = None
    over: list[int] = field(default_factory=lambda: [0] * len(LEVELS))
    wrong: list[int] = field(default_factory=list)
    wrong_count: int = 0
    descents: int = 0
    descent: int | None = None
    ordered: int = 0
    conventional: int = 0
    undecided: int = 0
    binades: dict[str, Binade] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=lambda: [0.0, 0.0])
    failures: dict[str, int] = field(default_factory=dict)

    def raise_bound(self, bound: float, bits: int) -> None:
        """Note an error of at most `bound` at an input; of equals the input of the smallest bits stays."""
        if self.worst is None or (bound, -bits) > (self.bound, -self.worst):
            self.bound, self.worst = bound, bits

    def note_wrong(self, bits: int) -> None:
        """Note an input at which no finite error describes what came."""
        self.wrong_count += 1
        if len(self.wrong) < _EXAMPLES:
            self.wrong.append(bits)

    def add(self, other: Tally) -> None:
        """Take in what was seen elsewhere."""
        self.inputs += other.inputs
        if other.worst is not None:
            self.raise_bound(other.bound, other.worst)
        self.over = [a + b for a, b in zip(self.over, other.over, strict=True)]
        self.wrong = [*self.wrong, *other.wrong][:_EXAMPLES]
        self.wrong_count += other.wrong_count
        self.descents += other.descents
        self.descent = other.descent if self.descent is None else self.descent
        self.ordered += other.ordered
        self.conventional += other.conventional
        self.undecided += other.undecided
        for name, binade in other.binades.items():
            own = self.binades.setdefault(name, Binade())
            own.inputs += binade.inputs
            own.bound = max(own.bound, binade.bound)
        self.seconds = [a + b for a, b in zip(self.seconds, other.seconds, strict=True)]
        for message, count in other.failures.items():
            self.failures[message] = self.failures.get(message, 0) + count

    def to_json(self) -> dict[str, Any]:
        """As plain data; an infinite bound is the text ``inf``."""
        return {
            "inputs": self.inputs,
            "bound": _written(self.bound),
            "worst": self.worst,
            "over": list(self.over),
            "wrong": list(self.wrong),
            "wrong_count": self.wrong_count,
            "descents": self.descents,
            "descent": self.descent,
            "ordered": self.ordered,
            "conventional": self.conventional,
            "undecided": self.undecided,
            "binades": {name: [b.inputs, _written(b.bound)] for name, b in self.binades.items()},
            "seconds": list(self.seconds),
            "failures": dict(self.failures),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Tally:
        """The inverse of :meth:`to_json`. Raises ValueError, KeyError or TypeError on anything else."""
        plain = {name: data[name] for name in data if name not in ("bound", "binades")}
        found = cls(**plain)
        found.bound = float(data["bound"])
        found.binades = {name: Binade(int(n), float(b)) for name, (n, b) in data["binades"].items()}
        return found


def _written(bound: float) -> float | str:
    return bound if math.isfinite(bound) else "inf"
