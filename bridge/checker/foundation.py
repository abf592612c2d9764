"""What the checker computes by name, and the checks that entitle it to: quotients, literals, built-in Nat
operations.

Lean's kernel evaluates ``Nat.add`` and its kin on literals with big-number arithmetic *by name*, without
looking at their definitions; in a project that starts from `prelude` a wrong definition would prove False
with no axioms. So here each operation is used only after its defining equations have been found to hold, by
plain unfolding, in this environment."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from proofgrad.bridge.checker.conversion import Conversion
from proofgrad.bridge.checker.declarations import (
    QUOTIENTS,
    Constructor,
    Declaration,
    Inductive,
    Quotient,
    Rejected,
)
from proofgrad.bridge.checker.levels import ONE, ZERO, param
from proofgrad.bridge.checker.reduction import PROP
from proofgrad.bridge.checker.terms import Term, app, apply, bvar, const, fvar, lit, pi, sort

__all__ = [
    "COMPUTED_BY_LEAN",
    "NAT_OPERATIONS",
    "STRING_NEEDS",
    "check_quotients",
    "enable_literals",
    "verify_nat_operation",
]

_NAT, _BOOL = const("Nat"), const("Bool")
_ZERO, _SUCC = const("Nat.zero"), const("Nat.succ")
_TRUE, _FALSE = const("Bool.true"), const("Bool.false")
_LARGEST_BITS = 1 << 26

NAT_OPERATIONS: dict[str, Callable[[int, int], int | bool | None]] = {
    "Nat.add": lambda a, b: a + b,
    "Nat.sub": lambda a, b: max(a - b, 0),
    "Nat.mul": lambda a, b: a * b,
    "Nat.div": lambda a, b: a // b if b else 0,
    "Nat.mod": lambda a, b: a % b if b else a,
    "Nat.gcd": math.gcd,
    "Nat.pow": lambda a, b: a**b if a.bit_length() * b < _LARGEST_BITS else None,
    "Nat.beq": lambda a, b: a == b,
    "Nat.ble": lambda a, b: a <= b,
    "Nat.land": lambda a, b: a & b,
    "Nat.lor": lambda a, b: a | b,
    "Nat.xor": lambda a, b: a ^ b,
    "Nat.shiftLeft": lambda a, b: a << b if a.bit_length() + b < _LARGEST_BITS else None,
    "Nat.shiftRight": lambda a, b: a >> b,
}
"""What each built-in operation means. None: too large to compute, fall back to unfolding."""

COMPUTED_BY_LEAN = (*NAT_OPERATIONS, "Nat.log2")
"""What Lean's kernel computes on literals by name, whatever the definition says."""

STRING_NEEDS = ("String", "String.ofByteArray", "ByteArray.mk", "Array.mk", "List.nil", "UInt8")
"""What has to be checked before a string literal is known to be of an inhabited type."""


def _succ(e: Term) -> Term:
    return app(_SUCC, e)


def _equations(name: str) -> list[tuple[Term, Term]] | None:
    """Equations, in variables m and n, that hold of the standard operation and of no other; None if none
    are known.

    Each determines its operation on all literals by induction, given the operations on its right-hand side.
    """
    m, n = fvar(0, _NAT), fvar(1, _NAT)

    def op(operation: str, *arguments: Term) -> Term:
        return apply(const("Nat." + operation), arguments)

    table: dict[str, list[tuple[Term, Term]]] = {
        "Nat.add": [(op("add", m, _ZERO), m), (op("add", m, _succ(n)), _succ(op("add", m, n)))],
        "Nat.mul": [(op("mul", m, _ZERO), _ZERO), (op("mul", m, _succ(n)), op("add", op("mul", m, n), m))],
        "Nat.pow": [
            (op("pow", m, _ZERO), _succ(_ZERO)),
            (op("pow", m, _succ(n)), op("mul", op("pow", m, n), m)),
        ],
        "Nat.sub": [
            (op("pred", _ZERO), _ZERO),
            (op("pred", _succ(n)), n),
            (op("sub", m, _ZERO), m),
            (op("sub", m, _succ(n)), op("pred", op("sub", m, n))),
        ],
        "Nat.beq": [
            (op("beq", _ZERO, _ZERO), _TRUE),
            (op("beq", _ZERO, _succ(n)), _FALSE),
            (op("beq", _succ(m), _ZERO), _FALSE),
            (op("beq", _succ(m), _succ(n)), op("beq", m, n)),
        ],
        "Nat.ble": [
            (op("ble", _ZERO, _ZERO), _TRUE),
            (op("ble", _ZERO, _succ(n)), _TRUE),
            (op("ble", _succ(m), _ZERO), _FALSE),
            (op("ble", _succ(m), _succ(n)), op("ble", m, n)),
        ],
        "Nat.shiftLeft": [
            (op("shiftLeft", m, _ZERO), m),
            (op("shiftLeft", m, _succ(n)), op("shiftLeft", op("mul", lit(2), m), n)),
        ],
        "Nat.shiftRight": [
            (op("shiftRight", m, _ZERO), m),
            (op("shiftRight", m, _succ(n)), op("div", op("shiftRight", m, n), lit(2))),
        ],
    }
    return table.get(name)


_NEEDS = {
    "Nat.mul": ("Nat.add",),
    "Nat.pow": ("Nat.mul",),
    "Nat.sub": ("Nat.pred",),
    "Nat.shiftLeft": ("Nat.mul",),
    "Nat.shiftRight": ("Nat.div",),
}


def verify_nat_operation(core: Conversion, name: str) -> bool | None:
    """Check the defining equations of an operation by unfolding and enable it if they hold.

    Returns: True if it was enabled; None if its equations cannot be checked this way (the operation stays a
        definition like any other, which is slow but sound).

    Raises: Rejected: an equation fails: the environment's definition is not the operation of that name, and
        Lean, which trusts the name, may have accepted falsehoods.
    """
    equations = _equations(name)
    if equations is None or not core.nat_literals:
        return None
    if any(need not in core.env for need in _NEEDS.get(name, ())):
        return None
    kept, core.nat_operations = core.nat_operations, {}
    literals, core.nat_literals = core.nat_literals, name.startswith("Nat.shift")
    try:
        for left, right in equations:
            core.check(left)
            core.check(right)
            if not core.is_def_eq(left, right):
                raise Rejected(f"{name} is not the standard operation: {left} is not {right}")
    finally:
        core.nat_operations, core.nat_literals = kept, literals
    for need in _NEEDS.get(name, ()):
        if need in NAT_OPERATIONS and need not in core.nat_operations:
            return None
    core.nat_operations[name] = NAT_OPERATIONS[name]
    return True


def enable_literals(core: Conversion) -> None:
    """Look at the shapes of Nat and String and allow their literals where they are the standard ones.

    Raises:
        Rejected: there is a Nat or a String, but not the standard one.
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


def inhabits_string(core: Conversion) -> bool:
    """Whether a closed term of type String can be built from its constructors, so that a literal may stand
    for one.

    The foundation's String need not be Lean's; its literals are then opaque constants of an inhabited type.
    """
    empty = apply(const("List.nil", (ZERO,)), (const("UInt8"),))
    candidate = app(
        const("String.ofByteArray"),
        app(const("ByteArray.mk"), apply(const("Array.mk", (ZERO,)), (const("UInt8"), empty))),
    )
    try:
        return core.check(candidate) is const("String")
    except Rejected:
        return False


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
