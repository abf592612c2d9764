"""Expressions in the operations that Lean computes by name."""

from __future__ import annotations

from worlds import BOOL, NO, YES, equal, refl

from fuzzing.base import Base
from fuzzing.types import NAT
from proofgrad.bridge.checker.arithmetic import NAT_OPERATIONS
from proofgrad.bridge.checker.declarations import Declaration, Theorem
from proofgrad.bridge.checker.reduction import UNARY
from proofgrad.bridge.checker.terms import Term, app, const, lit


class Numbers(Base):
    """Expressions that are said to be a number."""

    def arithmetic(self, prefix: str) -> list[Declaration]:
        """An expression in the operations that Lean computes by name is said to be a number."""
        rng = self.rng
        term, value = self._computed(rng.randrange(1, 4))
        type_ = BOOL if isinstance(value, bool) else NAT
        if rng.random() < 0.35:
            value = (not value) if isinstance(value, bool) else max(0, value + rng.choice((-1, 1, 1 << 64)))
        said = (YES if value else NO) if isinstance(value, bool) else lit(value)
        proof = refl(type_, rng.choice((term, said)))
        return [Theorem(f"{prefix}.n", (), equal(type_, term, said), proof)]

    def _computed(self, depth: int) -> tuple[Term, int | bool]:
        rng = self.rng
        if depth == 0:
            value = rng.choice((0, 1, 2, 3, 7, 12, 255, 1000003, (1 << 64) - 1, 3**50))
            small = app(const("Nat.succ"), lit(value - 1)) if value and rng.random() < 0.2 else lit(value)
            return (const("Nat.zero") if not value and rng.random() < 0.3 else small), value
        name = rng.choice(list(NAT_OPERATIONS))
        (a, x), (b, y) = self._computed(depth - 1), self._computed(rng.randrange(depth))
        if isinstance(x, bool) or isinstance(y, bool) or (name in ("Nat.pow", "Nat.shiftLeft") and y > 300):
            return self._computed(depth - 1)
        if name in ("Nat.pow", "Nat.shiftLeft") and x.bit_length() > 300:
            return self._computed(depth - 1)
        result = NAT_OPERATIONS[name](x, y)
        assert result is not None
        call = app(const(name), a)
        return (call if name in UNARY else app(call, b)), result
