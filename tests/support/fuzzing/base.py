"""What all makers of cases stand on."""

from __future__ import annotations

import random
from collections.abc import Sequence

from surgery import is_safe

from proofgrad.bridge.checker.declarations import Axiom, Declaration, Definition, Inductive, Theorem
from proofgrad.bridge.checker.kernel import Kernel
from proofgrad.bridge.checker.levels import ONE, ZERO, Level, imax, max_, param, succ


class Base:
    """A source of random choices over a foundation."""

    def __init__(self, foundation: Sequence[Declaration], seed: int) -> None:
        self.rng = random.Random(seed)
        self.kernel = Kernel()
        for declaration in foundation:
            self.kernel.assume(declaration)
        self.kernel.settle()
        self.foundation = list(foundation)
        self.valued = [d for d in foundation if isinstance(d, (Definition, Theorem)) and is_safe(d)]
        self.inductives = [d for d in foundation if isinstance(d, Inductive)]
        self.names = [d for d in foundation if is_safe(d) and not isinstance(d, Axiom)]

    def level(self, depth: int = 2) -> Level:
        """A random universe level."""
        rng = self.rng
        if depth == 0 or rng.random() < 0.5:
            return rng.choice((ZERO, ONE, succ(ONE), param("u"), param("v")))
        if rng.random() < 0.4:
            return succ(self.level(depth - 1))
        return rng.choice((max_, imax))(self.level(depth - 1), self.level(depth - 1))
