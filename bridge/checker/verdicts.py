"""What the second checker says of an environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["NOT_REACHED", "NO_VERDICT", "Recheck"]

NOT_REACHED = "not reached within the time-out"
"""Why a declaration is inconclusive whose turn never came."""
NO_VERDICT = "the second checker gave no verdict"
"""Why a declaration is inconclusive that no rule of this file came to."""


@dataclass(slots=True)
class Recheck:
    """What the second checker found.

    Attributes: accepted: names in the order of checking, axioms included (an axiom is accepted when its
        statement is a type). rejected: for each rejected declaration, why. inconclusive: declarations that
        could not be judged (depth, time, kind), and why. tainted: declarations that are well-typed, but stand
        on one that was not accepted; they are not accepted either. seconds: CPU time of this process, reading
        the files included. operations: the built-in Nat operations whose equations were verified.
    """

    accepted: list[str] = field(default_factory=list)
    rejected: dict[str, str] = field(default_factory=dict)
    inconclusive: dict[str, str] = field(default_factory=dict)
    tainted: set[str] = field(default_factory=set)
    seconds: float = 0.0
    seconds_of: dict[str, float] = field(default_factory=dict)
    operations: tuple[str, ...] = ()
    remembered: int = 0

    @property
    def total(self) -> int:
        """Declarations looked at."""
        return len(self.accepted) + len(self.rejected) + len(self.inconclusive) + len(self.tainted)

    def to_json(self) -> dict[str, Any]:
        """For the cache and for another process; without the times of single declarations."""
        return {
            "accepted": self.accepted,
            "rejected": self.rejected,
            "inconclusive": self.inconclusive,
            "tainted": sorted(self.tainted),
            "operations": list(self.operations),
            "seconds": self.seconds,
            "remembered": self.remembered,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Recheck:
        """The inverse of :meth:`to_json`. Raises KeyError, TypeError or ValueError on anything else."""
        return cls(
            accepted=[str(name) for name in data["accepted"]],
            rejected={str(name): str(why) for name, why in dict(data["rejected"]).items()},
            inconclusive={str(name): str(why) for name, why in dict(data["inconclusive"]).items()},
            tainted={str(name) for name in data["tainted"]},
            operations=tuple(str(name) for name in data["operations"]),
            seconds=float(data["seconds"]),
            remembered=int(data["remembered"]),
        )
