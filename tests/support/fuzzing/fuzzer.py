"""The maker of random cases."""

from __future__ import annotations

import contextlib

from surgery import depth_of, terms_of

from fuzzing.comparisons import Comparisons
from fuzzing.inductives import Inductives
from fuzzing.numbers import Numbers
from fuzzing.universes import Universes
from proofgrad.bridge.checker.declarations import Declaration, Rejected, Undecided

__all__ = ["Fuzzer"]

DEEPEST = 120  # the writer of files needs depths that Lean counts exactly


class Fuzzer(Comparisons, Inductives, Universes, Numbers):
    """Makes cases: lists of declarations, whose names begin with the case's own."""

    def case(self, number: int) -> list[Declaration]:
        """The case of that number."""
        prefix = f"c{number}"
        kinds = (
            *(self.comparison, self.comparison, self.comparison, self.changed, self.changed, self.changed),
            *(self.inductive, self.inductive, self.inductive, self.tampered, self.universes, self.arithmetic),
        )
        while True:
            kind = self.rng.choice(kinds)
            with contextlib.suppress(Rejected, Undecided, RecursionError):
                made = kind(prefix)
                if made and all(depth_of(t) < DEEPEST for d in made for t in terms_of(d)):
                    return made
