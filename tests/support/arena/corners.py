"""Corner cases of the arena."""

from __future__ import annotations

from collections.abc import Callable

from worlds import BOOL, TRUE, TYPE, U, World, arrow

from arena.rows import ROWS, T, define, row, type_only
from proofgrad.bridge.checker.levels import ONE, imax, max_, succ
from proofgrad.bridge.checker.terms import apply, bvar, const, pi, sort


@row("either")
def positivity_after_reduction(w: World) -> str:
    return type_only(w, TYPE, {"T.mk": arrow(pi(apply(const("constType"), (BOOL, T)), T), T)})


def proof_parameters(first: int, second: int) -> Callable[[World], str]:
    def case(w: World) -> str:
        mk = pi(TRUE, pi(TRUE, apply(T, (bvar(first), bvar(second)))))
        return type_only(w, pi(TRUE, pi(TRUE, TYPE)), {"T.mk": mk}, params=2)

    return case


ROWS.append(("proof parameters in order", "accept", proof_parameters(1, 0)))
ROWS.append(("proof parameters swapped", "either", proof_parameters(0, 1)))


@row("either")
def imax_to_the_right_of_successor(w: World) -> str:
    return define(w, "case", sort(succ(max_(U, ONE))), sort(imax(U, ONE)), ("u",))
