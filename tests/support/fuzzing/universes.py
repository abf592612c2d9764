"""The identity from one universe to another."""

from __future__ import annotations

from fuzzing.base import Base
from proofgrad.bridge.checker.declarations import Declaration, Definition
from proofgrad.bridge.checker.levels import Level, imax, max_, succ
from proofgrad.bridge.checker.terms import bvar, lam, pi, sort


class Universes(Base):
    """Levels that are the same, or nearly."""

    def universes(self, prefix: str) -> list[Declaration]:
        """The identity from one universe to another: are their levels the same?"""
        rng = self.rng
        a = self.level(rng.randrange(1, 5))
        b = self._other_level(a) if rng.random() < 0.7 else self.level(rng.randrange(1, 5))
        return [Definition(f"{prefix}.l", ("u", "v"), pi(sort(a), sort(b)), lam(sort(a), bvar(0)))]

    def _other_level(self, level: Level) -> Level:
        """A level that is the same, or nearly."""
        rng = self.rng
        kind = rng.randrange(8)
        other = self.level(1)
        if kind == 0:
            return max_(level, level)
        if kind == 1:
            return imax(level, level)
        if kind == 2:
            return max_(level, other)
        if kind == 3:
            return imax(other, level)
        if level.kind in (2, 3):
            make = max_ if (level.kind == 2) != (kind == 4) else imax
            parts = (level.b, level.a) if kind == 5 else (level.a, level.b)
            at = rng.randrange(2)
            parts = tuple(self._other_level(x) if i == at and kind > 5 else x for i, x in enumerate(parts))
            return make(*parts)
        return succ(level) if kind == 4 else level
