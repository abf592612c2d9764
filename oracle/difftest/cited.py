"""Which theorems say what a kernel is held to at ±∞.

The limits that kernels are held to are computed (:mod:`proofgrad.oracle.formula.limits`); where a theorem
says the same of the same function, it is cited. One that says another number is not.
"""

from __future__ import annotations

from fractions import Fraction

from proofgrad.bridge.catalogue import Node
from proofgrad.bridge.catalogue.model import Limit
from proofgrad.oracle.formula import limit
from proofgrad.oracle.formula.balls import ball

__all__ = ["limit_theorems"]

_BITS = 128


def limit_theorems(node: Node) -> tuple[str, ...]:
    """The theorems about a node's limits that agree with the limits which its kernels are held to."""
    return tuple(said.proof.theorem for said in node.limits if _agree(node, said))


def _agree(node: Node, said: Limit) -> bool:
    assert node.formula is not None
    found = limit(node.formula.f, None, 1 if said.end == "+∞" else -1)
    if found is None or isinstance(found, int) or said.value is None:
        return said.value is None and found == 1
    one, two = (ball(tree, Fraction(0), _BITS).value for tree in (found, said.value))
    return bool(one.overlaps(two))
