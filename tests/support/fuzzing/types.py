"""Types whose members are easily made."""

from __future__ import annotations

from worlds import BOOL, PROP, TRUE, YES, equal

from proofgrad.bridge.checker.levels import ONE, ZERO
from proofgrad.bridge.checker.terms import app, apply, const, pi

N, NAT = const("N"), const("Nat")
ZERO_N, SUCC_N = const("N.zero"), const("N.succ")
UNIT = const("PUnit", (ONE,))
LIST = app(const("List", (ZERO,)), BOOL)
PAIR = apply(const("Prod", (ZERO, ZERO)), (BOOL, N))
BOTH = apply(const("And"), (TRUE, TRUE))
SAME = equal(BOOL, YES, YES)
MAP, STEP = pi(BOOL, BOOL), pi(N, N)
TWO, ONLY = const("TwoBool"), const("NewSingleton")
TYPES = (BOOL, N, NAT, LIST, PAIR, UNIT, MAP, STEP, TWO, ONLY, TRUE, BOTH, SAME, PROP)
