"""The second checker accepts what Lean accepted."""

from __future__ import annotations

from proofgrad.bridge.checker import recheck
from proofgrad.bridge.olean import Environment


def test_whole_library_is_accepted(library: Environment) -> None:
    result = recheck(library)
    assert result.rejected == {}
    assert result.inconclusive == {}
    assert result.tainted == set()
    assert sorted(result.accepted) == sorted(library)
    assert len(result.accepted) > 3000


def test_builtin_nat_operations_are_verified_before_use(library: Environment) -> None:
    result = recheck(library)
    declared = {n for n in ("Nat.add", "Nat.mul", "Nat.sub", "Nat.beq", "Nat.ble") if n in library}
    assert declared <= set(result.operations)
    assert set(result.operations) <= set(library)
