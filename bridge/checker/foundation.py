"""What the checker knows by name, and the shapes that entitle it to: quotients, literals. (The operations on
numbers: :mod:`.arithmetic`.)"""

from __future__ import annotations

from collections.abc import Sequence

from proofgrad.bridge.checker.arithmetic import NAT_OPERATIONS
from proofgrad.bridge.checker.conversion import Conversion
from proofgrad.bridge.checker.declarations import (
    QUOTIENTS,
    Constructor,
    Declaration,
    Inductive,
    Quotient,
    Rejected,
)
from proofgrad.bridge.checker.levels import ONE, param
from proofgrad.bridge.checker.reduction import PROP
from proofgrad.bridge.checker.terms import app, apply, bvar, const, pi, sort

__all__ = [
    "COMPUTED_BY_LEAN",
    "check_quotients",
    "enable_literals",
]

_NAT = const("Nat")

COMPUTED_BY_LEAN = tuple(NAT_OPERATIONS)
"""What Lean's kernel computes on literals by name, whatever the definition says."""


def enable_literals(core: Conversion) -> None:
    """Look at the shape of Nat and allow its literals where it is the standard one.

    Raises:
        Rejected: there is a Nat, but not the standard one.
    """
    env = core.env
    nat = env.get("Nat")
    if nat is not None and not core.nat_literals and "Nat.succ" in env:
        zero, succ = env.get("Nat.zero"), env["Nat.succ"]
        if not (
            isinstance(nat, Inductive)
            and nat.type is sort(ONE)
            and nat.constructors == ("Nat.zero", "Nat.succ")
            and isinstance(zero, Constructor)
            and zero.type is _NAT
            and succ.type is pi(_NAT, _NAT)
        ):
            raise Rejected("Nat is not the inductive type of zero and succ")
        core.nat_literals = True


def check_quotients(core: Conversion, quotients: Sequence[Declaration]) -> None:
    """The constants of quotient types: all of quotient kind, with exactly the standard types.

    Raises:
        Rejected: one is something else or has another type, or Eq is not the standard equality that
            `Quot.lift` speaks of.
    """
    kinds = {q.name: q.which for q in quotients if isinstance(q, Quotient)}
    if len(kinds) != len(quotients) or "Quot" not in kinds or not kinds.items() <= QUOTIENTS.items():
        raise Rejected(f"{', '.join(kinds)} are not the constants of quotient types")
    for name in QUOTIENTS:
        if name in core.env:
            raise Rejected(f"{name} is declared, and is not of quotient kind")
    _check_equality(core)
    for quotient in quotients:
        assert isinstance(quotient, Quotient)
        _check_quotient(quotient)


def _check_quotient(quotient: Quotient) -> None:
    u, v = param("u"), param("v")
    alpha, relation = sort(u), pi(bvar(0), pi(bvar(1), PROP))
    quot = const("Quot", (u,))
    params = ("u", "v") if quotient.which == "lift" else ("u",)
    if quotient.which == "type":
        expected = pi(alpha, pi(relation, sort(u)))
    elif quotient.which == "ctor":
        expected = pi(alpha, pi(relation, pi(bvar(1), apply(quot, (bvar(2), bvar(1))))))
    elif quotient.which == "lift":
        respects = pi(  # (a b : α) → r a b → f a = f b, under α r β f
            bvar(3),
            pi(
                bvar(4),
                pi(
                    apply(bvar(4), (bvar(1), bvar(0))),
                    apply(const("Eq", (v,)), (bvar(4), app(bvar(3), bvar(2)), app(bvar(3), bvar(1)))),
                ),
            ),
        )
        expected = pi(
            alpha,
            pi(
                relation,
                pi(
                    sort(v),
                    pi(pi(bvar(2), bvar(1)), pi(respects, pi(apply(quot, (bvar(4), bvar(3))), bvar(3)))),
                ),
            ),
        )
    else:
        made = apply(const("Quot.mk", (u,)), (bvar(3), bvar(2), bvar(0)))
        expected = pi(
            alpha,
            pi(
                relation,
                pi(
                    pi(apply(quot, (bvar(1), bvar(0))), PROP),
                    pi(
                        pi(bvar(2), app(bvar(1), made)),
                        pi(apply(quot, (bvar(3), bvar(2))), app(bvar(2), bvar(0))),
                    ),
                ),
            ),
        )
    renamed = (
        quotient.type_at(tuple(param(p) for p in params))
        if len(quotient.level_params) == len(params)
        else None
    )
    if renamed is not expected:
        raise Rejected(f"{quotient.name} does not have the type of quotients: {quotient.type}")


def _check_equality(core: Conversion) -> None:
    eq, refl = core.env.get("Eq"), core.env.get("Eq.refl")
    u = param("u")
    if not (
        isinstance(eq, Inductive)
        and isinstance(refl, Constructor)
        and len(eq.level_params) == len(refl.level_params) == 1
        and eq.params == 2
        and eq.indices == 1
        and eq.constructors == ("Eq.refl",)
        and eq.type_at((u,)) is pi(sort(u), pi(bvar(0), pi(bvar(1), PROP)))
        and refl.type_at((u,))
        is pi(sort(u), pi(bvar(0), apply(const("Eq", (u,)), (bvar(1), bvar(0), bvar(0)))))
    ):
        raise Rejected("Eq is not the standard equality, which Quot.lift needs")
