"""The operations on natural numbers that Lean computes by name, and the equations that entitle us to it.

Lean's kernel evaluates ``Nat.add`` and its kin on literals with big-number arithmetic *by name*, without
looking at their definitions; in a project that starts from `prelude` a wrong definition would prove False
with no axioms. So here each operation is used only after equations have been found to hold in this
environment that determine it on all literals.

The equations are checked by unfolding, on variables, case by case: an equation may assume what a comparison
(``Nat.ble``, ``Nat.beq``) of terms with variables comes to, which is what an `if` in a definition looks at.
Lean's own definitions of division and the like recurse on fuel, ``div x y = go (x + 1) x``: there the
equations are those of the worker `go`, with the fuel as a variable, which suffices since there is always
enough of it. Definitions by well-founded recursion are unfolded once, with the proof of accessibility
replaced by its constructor (proofs of one statement are equal by definition)."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from proofgrad.bridge.checker.conversion import Conversion
from proofgrad.bridge.checker.declarations import Inductive, OutOfTime, Recursor, Rejected
from proofgrad.bridge.checker.reduction import UNARY
from proofgrad.bridge.checker.terms import (
    APP,
    CONST,
    LAM,
    LIT,
    PI,
    Term,
    abstract,
    app,
    apply,
    const,
    fvar,
    instantiate,
    lit,
    pi,
    spine,
)

__all__ = ["NAT_OPERATIONS", "Verdict", "verify_nat_operation"]

NAT, _BOOL = const("Nat"), const("Bool")
ZERO, _SUCC = const("Nat.zero"), const("Nat.succ")
TRUE, FALSE = const("Bool.true"), const("Bool.false")
_LARGEST_BITS = 1 << 26

NAT_OPERATIONS: dict[str, Callable[[int, int], int | bool | None]] = {
    "Nat.add": lambda a, b: a + b,
    "Nat.sub": lambda a, b: max(a - b, 0),
    "Nat.mul": lambda a, b: a * b,
    "Nat.beq": lambda a, b: a == b,
    "Nat.ble": lambda a, b: a <= b,
    "Nat.div": lambda a, b: a // b if b else 0,
    "Nat.mod": lambda a, b: a % b if b else a,
    "Nat.gcd": math.gcd,
    "Nat.pow": lambda a, b: a**b if a.bit_length() * b < _LARGEST_BITS else None,
    "Nat.land": lambda a, b: a & b,
    "Nat.lor": lambda a, b: a | b,
    "Nat.xor": lambda a, b: a ^ b,
    "Nat.shiftLeft": lambda a, b: a << b if a.bit_length() + b < _LARGEST_BITS else None,
    "Nat.shiftRight": lambda a, b: a >> b,
    "Nat.log2": lambda a, _: max(a.bit_length() - 1, 0),
}
"""What each built-in operation means, in an order in which they can be verified. None: too large to compute,
fall back to unfolding."""

_NEEDS = {
    "Nat.mul": ("Nat.add",),
    "Nat.pow": ("Nat.mul",),
    "Nat.div": ("Nat.sub", "Nat.ble"),
    "Nat.mod": ("Nat.sub", "Nat.ble"),
    "Nat.gcd": ("Nat.mod",),
    "Nat.land": ("Nat.add", "Nat.beq", "Nat.div", "Nat.mod"),
    "Nat.lor": ("Nat.add", "Nat.beq", "Nat.div", "Nat.mod"),
    "Nat.xor": ("Nat.add", "Nat.beq", "Nat.div", "Nat.mod"),
    "Nat.shiftLeft": ("Nat.mul",),
    "Nat.shiftRight": ("Nat.div",),
    "Nat.log2": ("Nat.div", "Nat.ble"),
}
"""The operations that the equations of others speak of."""
_SAMPLES = ((0, 0), (0, 3), (1, 0), (1, 1), (3, 2), (7, 2), (6, 4), (2, 5), (5, 7), (9, 3), (12, 10))
_SECONDS = 5.0
"""How long equations and samples of one operation may take each; after that, it cannot be told."""

Verdict = tuple[bool | None, str]
"""Whether an operation is what its name says (None: cannot be told), and why."""


@dataclass(frozen=True, slots=True)
class _Equation:
    """`left` is `right` where each of `cases` (a comparison, and the truth value that it comes to) holds."""

    left: Term
    right: Term
    cases: tuple[tuple[Term, Term], ...] = ()


_Worker = Callable[..., Term]
"""The recursive part of a definition, as a function of fuel and numbers."""
_LEVELS = itertools.count(1 << 24)  # no binder is opened as deep as this


def _variable() -> Term:
    """A number that is unlike every other: what is found out about it under an assumption stays with it."""
    return fvar(next(_LEVELS), NAT)


def _succ(e: Term) -> Term:
    return app(_SUCC, e)


def _op(operation: str, *arguments: Term) -> Term:
    return apply(const("Nat." + operation), arguments)


def _equations(name: str) -> Iterator[_Equation]:
    """Equations that hold of the standard operation and of no other, given the operations in `_NEEDS`: each
    determines its operation on all literals by induction. Every equation has variables of its own."""
    var, succ, op = _variable, _succ, _op
    short = name.removeprefix("Nat.")
    m, n = var(), var()
    if name == "Nat.add":
        yield _Equation(op("add", m, ZERO), m)
        yield _Equation(op("add", m, succ(n)), succ(op("add", m, n)))
    elif name == "Nat.mul":
        yield _Equation(op("mul", m, ZERO), ZERO)
        yield _Equation(op("mul", m, succ(n)), op("add", op("mul", m, n), m))
    elif name == "Nat.pow":
        yield _Equation(op("pow", m, ZERO), succ(ZERO))
        yield _Equation(op("pow", m, succ(n)), op("mul", op("pow", m, n), m))
    elif name == "Nat.sub":
        yield _Equation(op("pred", ZERO), ZERO)
        yield _Equation(op("pred", succ(n)), n)
        yield _Equation(op("sub", m, ZERO), m)
        yield _Equation(op("sub", m, succ(n)), op("pred", op("sub", m, n)))
    elif name in ("Nat.beq", "Nat.ble"):
        yield _Equation(op(short, ZERO, ZERO), TRUE)
        yield _Equation(op(short, ZERO, succ(n)), FALSE if short == "beq" else TRUE)
        yield _Equation(op(short, succ(m), ZERO), FALSE)
        yield _Equation(op(short, succ(m), succ(n)), op(short, m, n))
    elif name == "Nat.shiftLeft":
        yield _Equation(op("shiftLeft", m, ZERO), m)
        yield _Equation(op("shiftLeft", m, succ(n)), op("shiftLeft", op("mul", lit(2), m), n))
    elif name == "Nat.shiftRight":
        yield _Equation(op("shiftRight", m, ZERO), m)
        yield _Equation(op("shiftRight", m, succ(n)), op("div", op("shiftRight", m, n), lit(2)))
    elif name in ("Nat.div", "Nat.mod"):
        yield from _base(name)
        yield from _step(name, lambda _, k, y: op(short, k, succ(y)))
    else:
        yield from _step(name, lambda _, *numbers: op(short, *numbers))


def _base(name: str) -> Iterator[_Equation]:
    """Division by zero, and of zero."""
    x, y = _variable(), _variable()
    short = name.removeprefix("Nat.")
    yield _Equation(_op(short, ZERO, ZERO), ZERO)
    yield _Equation(_op(short, ZERO, _succ(y)), ZERO)
    yield _Equation(_op(short, _succ(x), ZERO), ZERO if short == "div" else _succ(x))


def _step(name: str, worker: _Worker) -> Iterator[_Equation]:
    """The equations of a recursion `worker(fuel, numbers)` that computes an operation; where there is no
    fuel, the worker does not look at it."""
    succ, op = _succ, _op
    if name in ("Nat.div", "Nat.mod"):
        for outcome in (FALSE, TRUE):
            f, k, y = _variable(), _variable(), _variable()
            less = worker(f, op("sub", k, succ(y)), y)
            right = {"Nat.div": (ZERO, succ(less)), "Nat.mod": (k, less)}[name][outcome is TRUE]
            yield _Equation(worker(succ(f), k, y), right, ((op("ble", succ(y), k), outcome),))
    elif name == "Nat.log2":
        for outcome in (FALSE, TRUE):
            f, k = _variable(), _variable()
            right = succ(worker(f, op("div", k, lit(2)))) if outcome is TRUE else ZERO
            yield _Equation(worker(succ(f), k), right, ((op("ble", lit(2), k), outcome),))
    elif name == "Nat.gcd":
        f, m, n = _variable(), _variable(), _variable()
        yield _Equation(worker(succ(f), ZERO, n), n)
        yield _Equation(worker(succ(f), succ(m), n), worker(f, op("mod", n, succ(m)), succ(m)))
    else:
        yield from _bitwise(name, worker)


def _bitwise(name: str, worker: _Worker) -> Iterator[_Equation]:
    """The same for the operations that go bit by bit."""
    succ, op = _succ, _op
    compute = NAT_OPERATIONS[name]
    f, m, n = _variable(), _variable(), _variable()
    yield _Equation(worker(succ(f), ZERO, ZERO), ZERO)
    yield _Equation(worker(succ(f), ZERO, succ(n)), succ(n) if compute(0, 1) else ZERO)
    yield _Equation(worker(succ(f), succ(m), ZERO), succ(m) if compute(1, 0) else ZERO)
    for left, right in itertools.product((0, 1), repeat=2):
        f, m, n = _variable(), _variable(), _variable()
        half = worker(f, op("div", succ(m), lit(2)), op("div", succ(n), lit(2)))
        twice = op("add", half, half)
        bits = tuple(
            (op("beq", op("mod", succ(e), lit(2)), lit(1)), TRUE if bit else FALSE)
            for e, bit in ((m, left), (n, right))
        )
        result = succ(twice) if compute(left, right) else twice
        yield _Equation(worker(succ(f), succ(m), succ(n)), result, bits)


def verify_nat_operation(core: Conversion, name: str) -> Verdict:
    """Whether an operation that is declared is what its name says.

    If it is, it is enabled. If it is not, Lean, which trusts the name, may have accepted falsehoods. If it
    cannot be told, it stays a definition like any other, which is slow but sound.
    """
    if not core.nat_literals:
        return None, "Nat is not known to be standard"
    known = all(need in core.nat_operations for need in _NEEDS.get(name, ()))
    kept, core.nat_operations = core.nat_operations, {}
    try:
        verdict = _judged(core, name, known)
    finally:
        core.nat_operations = kept
    if verdict[0]:
        core.nat_operations[name] = NAT_OPERATIONS[name]
    return verdict


def _judged(core: Conversion, name: str, known: bool) -> Verdict:
    """`known`: whether the operations are that its equations speak of."""
    result = _BOOL if name in ("Nat.beq", "Nat.ble") else NAT
    wanted = pi(NAT, result) if name in UNARY else pi(NAT, pi(NAT, result))
    declaration = core.env[name]
    if declaration.level_params or not core.is_def_eq(declaration.type, wanted):
        return False, f"{name} is not the standard operation: it has type {declaration.type}"
    with _limited(core):
        if known and _determined(core, name):
            return True, ""
    sample = _refuted(core, name)
    if sample is not None:
        return False, f"{name} is not the standard operation: {sample}"
    if not known:
        return (
            None,
            f"they speak of {', '.join(_NEEDS[name])}, which are not known to be what they are called",
        )
    return None, "they do not follow by unfolding"


def _determined(core: Conversion, name: str) -> bool:
    """Whether the equations hold, of the operation or of a recursion on fuel that it is."""
    candidates = itertools.chain([_equations(name)], _by_worker(core, name))
    return any(_failing(core, equations) is None for equations in candidates)


@contextmanager
def _limited(core: Conversion) -> Iterator[None]:
    """A short time-out, after which the body ends; and so it does where a term makes no sense."""
    kept = core.deadline
    limit = time.monotonic() + _SECONDS
    core.deadline = limit if kept is None else min(limit, kept)
    try:
        yield
    except (OutOfTime, Rejected, RecursionError):
        if kept is not None and time.monotonic() > kept:
            raise
    finally:
        core.deadline, core.assumed = kept, []
        core.forget_differences()


def _failing(core: Conversion, equations: Iterator[_Equation]) -> _Equation | None:
    """The first equation that does not hold, None if all do."""
    for equation in equations:
        core.assumed = list(equation.cases)
        core.forget_differences()
        try:
            if not core.is_def_eq(equation.left, equation.right):
                unfolded = _without_accessibility(core, equation.left)
                if unfolded is None or not core.is_def_eq(unfolded, equation.right):
                    return equation
        except Rejected:
            return equation
    return None


def _without_accessibility(core: Conversion, term: Term) -> Term | None:
    """A well-founded recursion, unfolded once: its proof that the argument is accessible is a constructor."""
    e = core.whnf(term)
    head, arguments = spine(e)
    recursor = core.env.get(head.a) if head.kind == CONST else None
    if not isinstance(recursor, Recursor):
        return None
    position = recursor.params + recursor.motives + recursor.minors + recursor.indices
    if len(arguments) <= position:
        return None
    type_ = core.whnf(core.infer(arguments[position]))
    inductive, inner = spine(type_)
    found = core.env.get(inductive.a) if inductive.kind == CONST else None
    if not isinstance(found, Inductive) or not core.is_proposition(type_):
        return None
    constructor = core.only_constructor(found.name)
    if constructor is None:
        return None
    built: Term = const(constructor.name, inductive.b)
    for argument in inner[: found.params + constructor.fields - 1]:  # the last field alone is no index
        built = app(built, argument)
    last = core.whnf(core.infer(built))
    if last.kind != PI:
        return None
    arguments[position] = app(built, fvar(next(_LEVELS), last.a))
    if not core.is_def_eq(core.infer(arguments[position]), type_):
        return None
    return apply(head, arguments)


def _by_worker(core: Conversion, name: str) -> Iterator[Iterator[_Equation]]:
    """For each way of seeing the definition as recursion on fuel, the equations that would make it right."""
    short = name.removeprefix("Nat.")
    m, n = _variable(), _variable()
    if name in ("Nat.div", "Nat.mod"):
        number, numbers = _succ(m), [_succ(m)]
        core.assumed = [(_op("ble", _succ(n), number), TRUE)]
        call = _op(short, number, _succ(n))
    elif name in UNARY:
        number, numbers = m, [m]
        core.assumed = []
        call = _op(short, m)
    elif name in ("Nat.gcd", "Nat.land", "Nat.lor", "Nat.xor"):
        number, numbers = m, [m, n]
        core.assumed = []
        call = _op(short, m, n)
    else:
        return
    for head, arguments in _calls(core, call):
        fuel = [*_places(core, arguments, number), *_places(core, arguments, _succ(number))]
        for at in fuel:
            for places in itertools.product(*(_places(core, arguments, e) for e in numbers)):
                if len({at, *places}) == len(places) + 1:
                    exact = core.is_def_eq(arguments[at], number)
                    worker = _worker(core, head, arguments, (at, *places), n if number is not m else None)
                    yield _worker_equations(name, worker, exact)


def _worker(
    core: Conversion, head: Term, arguments: Sequence[Term], places: Sequence[int], divisor: Term | None
) -> _Worker:
    """The call as a function of what stands in some places, and of the divisor if there is one."""

    def worker(*values: Term) -> Term:
        mine = arguments
        if divisor is not None:
            mine = [instantiate(abstract(e, [divisor]), (values[-1],)) for e in arguments]
        return _rebuilt(core, head, mine, dict(zip(places, values, strict=False)))

    return worker


def _worker_equations(name: str, worker: _Worker, exact: bool) -> Iterator[_Equation]:
    """`exact`: there is as much fuel as the number says and not one more, so that none is left at 0."""
    if name in ("Nat.div", "Nat.mod"):
        yield from _base(name)
        x, y = _variable(), _variable()
        short = name.removeprefix("Nat.")
        smaller = ((_op("ble", _succ(y), _succ(x)), FALSE),)
        yield _Equation(_op(short, _succ(x), _succ(y)), ZERO if short == "div" else _succ(x), smaller)
    if exact:
        if name in ("Nat.div", "Nat.mod"):
            yield _Equation(worker(ZERO, ZERO, _variable()), ZERO)
        elif name in UNARY:
            yield _Equation(worker(ZERO, ZERO), ZERO)
        else:
            other = _variable()
            compute = NAT_OPERATIONS[name]
            yield _Equation(worker(ZERO, ZERO, ZERO), ZERO)
            yield _Equation(worker(ZERO, ZERO, _succ(other)), _succ(other) if compute(0, 1) else ZERO)
    yield from _step(name, worker)


def _calls(core: Conversion, term: Term) -> Iterator[tuple[Term, list[Term]]]:
    """What a term comes to on the way to its weak head normal form: constants and their arguments."""
    e = term
    for _ in range(64):
        head, arguments = spine(e)
        if head.kind == LAM and arguments:
            e = apply(instantiate(head.b, (arguments[0],)), arguments[1:])
            continue
        if head.kind == CONST and arguments:
            yield head, arguments
        reduced = core.whnf_core(e)
        if reduced is e:
            unfolded = core.unfold(e)
            if unfolded is None:
                return
            reduced = unfolded
        e = reduced


def _places(core: Conversion, arguments: Sequence[Term], number: Term) -> list[int]:
    """Where a number stands among arguments."""
    return [
        i
        for i, argument in enumerate(arguments)
        if core.whnf(core.infer(argument)) is NAT and core.is_def_eq(argument, number)
    ]


def _rebuilt(core: Conversion, head: Term, arguments: Sequence[Term], values: dict[int, Term]) -> Term:
    """The call with other values in some places; proofs that no longer fit are proofs of what they have to
    be (any will do)."""
    e, type_ = head, core.infer(head)
    for i, argument in enumerate(arguments):
        type_ = core.expect_pi(type_)
        value = values.get(i, argument)
        if i not in values and not core.is_def_eq(core.infer(argument), type_.a):
            if not core.is_proposition(type_.a):
                raise Rejected("an argument depends on the fuel and is no proof")
            value = fvar(next(_LEVELS), type_.a)
        e, type_ = app(e, value), instantiate(type_.b, (value,))
    return e


def _refuted(core: Conversion, name: str) -> str | None:
    """Where the operation comes to something else on small numbers."""
    with _limited(core):
        for a, b in _SAMPLES:
            call = app(const(name), lit(a))
            call = call if name in UNARY else app(call, lit(b))
            found, wanted = _value(core, call), NAT_OPERATIONS[name](a, b)
            if found is not None and found != wanted:
                return f"{call} is {found}"
    return None


def _value(core: Conversion, term: Term) -> int | bool | None:
    """The number or truth value that a closed term comes to, None if it is stuck."""
    count = 0
    while count < 1 << 10:
        e = core.whnf(term)
        if e is TRUE or e is FALSE:
            return e is TRUE
        if e.kind == LIT and isinstance(e.a, int):
            return count + e.a
        if e is ZERO:
            return count
        if e.kind != APP or e.a is not _SUCC:
            return None
        count, term = count + 1, e.b
    return None
