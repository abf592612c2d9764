"""Running Lean's programs on data: what a function of an environment gives for closed arguments.

The functions that a theorem is about can also be used: ``Formula.derivative`` gives the derivative that
``Formula.hasDerivAt`` is about. Terms become Python closures once, arguments are evaluated when they are
asked for, at most once. Nothing here is trusted: what comes out is written into a file, and Lean's kernel
computes it again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from proofgrad.bridge.errors import ProofgradError
from proofgrad.bridge.olean.constants import Constructor, Definition, Recursor
from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.olean.reduce import spine
from proofgrad.bridge.olean.terms import App, BVar, Const, Lambda, Let, Lit, Proj, Term

__all__ = ["Data", "EvaluationError", "Evaluator"]


class EvaluationError(ProofgradError):
    """A term is no program that can be run here, or runs for too long."""

    code = "evaluation"


class _Erased:
    """A type or a proof: it is passed about and never looked at."""

    def __call__(self, _argument: Any) -> _Erased:
        return self


_ERASED = _Erased()


class _Thunk:
    """A value that is computed when it is asked for."""

    __slots__ = ("code", "stack", "value")
    code: Callable[[Any], Any] | None
    stack: Any
    value: Any

    def __init__(self, code: Callable[[Any], Any] | None, stack: Any, value: Any = None) -> None:
        self.code, self.stack, self.value = code, stack, value


def _force(thunk: _Thunk) -> Any:
    code = thunk.code
    if code is not None:
        thunk.value = code(thunk.stack)
        thunk.code = thunk.stack = None
    return thunk.value


@dataclass(frozen=True, slots=True)
class Data:
    """A constructor with its fields, parameters left out; numbers are `int`, erased fields None."""

    constructor: str
    fields: tuple[Any, ...] = ()


class _Lazy:
    """A constructor whose fields have not been asked for."""

    __slots__ = ("constructor", "fields")

    def __init__(self, constructor: str, fields: tuple[_Thunk, ...]) -> None:
        self.constructor, self.fields = constructor, fields


_TRUE, _FALSE = _Lazy("Bool.true", ()), _Lazy("Bool.false", ())
_NATURAL: Mapping[str, Callable[[int, int], Any]] = {
    "Nat.add": lambda a, b: a + b,
    "Nat.sub": lambda a, b: max(a - b, 0),
    "Nat.mul": lambda a, b: a * b,
    "Nat.pow": lambda a, b: a**b,
    "Nat.beq": lambda a, b: _TRUE if a == b else _FALSE,
    "Nat.ble": lambda a, b: _TRUE if a <= b else _FALSE,
}
"""Computed as Lean's kernel computes them: by name."""

_LARGEST_POWER = 1 << 16

Code = Callable[[Any], Any]
"""What a term became: a function from the values of its variables, innermost first, as nested pairs."""


class Evaluator:
    """Runs functions of an environment.

    Args:
        env: the environment.
        limit: how many reductions of recursors a call may take.
    """

    def __init__(self, env: Environment, *, limit: int = 5_000_000) -> None:
        self.env = env
        self._limit = self._left = limit
        self._codes: dict[Term, Code] = {}
        self._constants: dict[str, _Thunk] = {}
        self._reductions: dict[str, tuple[int, Callable[[Sequence[_Thunk]], Any]]] = {}
        self._definitions: dict[str, tuple[int, Code]] = {}

    def call(self, function: str, *arguments: Data | int) -> Data | int:
        """The value of a constant applied to data.

        Types among its arguments are left out by giving None for them.

        Raises:
            EvaluationError: it is no program on data, or runs for too long.
        """
        self._left = self._limit
        try:
            with _deep():
                value = _force(self._constant(function))
                for argument in arguments:
                    value = value(_Thunk(None, None, _lazy(argument)))
                result: Data | int = self._data(value)
                return result
        except (TypeError, AttributeError, KeyError) as error:  # erased, or no function
            raise EvaluationError(f"{function} is no program on data: {error}") from error
        except RecursionError as error:
            raise EvaluationError(f"{function} nests too deeply on this argument") from error

    def _data(self, value: Any) -> Any:
        """Everything evaluated."""
        if isinstance(value, _Lazy):
            return Data(value.constructor, tuple(self._data(_force(field)) for field in value.fields))
        return None if isinstance(value, _Erased) or callable(value) else value

    # Constants

    def _constant(self, name: str) -> _Thunk:
        found = self._constants.get(name)
        if found is None:
            found = self._constants[name] = _Thunk(lambda _: self._meaning(name), None)
        return found

    def _meaning(self, name: str) -> Any:
        if name in _NATURAL:
            return _natural(name, _NATURAL[name])
        if name == "Nat.zero":
            return 0
        if name == "Nat.succ":
            return lambda n: _force(n) + 1
        constant = self.env.get(name)
        if isinstance(constant, Definition):
            return self._code(constant.value)(None)
        if isinstance(constant, Constructor):
            return _constructor(name, constant.params, constant.fields)
        if isinstance(constant, Recursor):
            return self._recursor(constant)
        return _ERASED

    def _recursor(self, recursor: Recursor) -> Any:
        arity, reduce = self._reduction(recursor)
        return _curried(arity, reduce)

    def _reduction(self, recursor: Recursor) -> tuple[int, Callable[[Sequence[_Thunk]], Any]]:
        """How many arguments a recursor takes, and what it does with them."""
        found = self._reductions.get(recursor.name)
        if found is not None:
            return found
        fixed = recursor.params + recursor.motives + recursor.minors
        rules: dict[str, tuple[int, int, Code]] = {}

        def reduce(args: Sequence[_Thunk]) -> Any:
            if not rules:  # not before: they speak of the recursor itself
                rules.update((r.ctor, (r.fields, *self._lambdas(r.value))) for r in recursor.rules)
            self._left -= 1
            if self._left < 0:
                raise EvaluationError("the computation takes too long")
            major = _force(args[-1])
            fields: tuple[_Thunk, ...]
            if isinstance(major, int):
                name = "Nat.succ" if major else "Nat.zero"
                fields = (_Thunk(None, None, major - 1),) if major else ()
            else:
                name, fields = major.constructor, major.fields
            count, lambdas, body = rules[name]
            return _enter(lambdas, body, None, (*args[:fixed], *fields[len(fields) - count :]))

        found = self._reductions[recursor.name] = fixed + recursor.indices + 1, reduce
        return found

    def _lambdas(self, term: Term) -> tuple[int, Code]:
        """How many lambdas a term begins with, and the code of what is below them."""
        count = 0
        while isinstance(term, Lambda):
            count, term = count + 1, term.body
        return count, self._code(term)

    # Terms

    def _code(self, term: Term) -> Code:
        found = self._codes.get(term)
        if found is None:
            found = self._codes[term] = self._compile(term)
        return found

    def _compile(self, term: Term) -> Code:
        if isinstance(term, BVar):
            return _variable(term.index)
        if isinstance(term, Lit):
            value = term.value
            return lambda _stack: value
        if isinstance(term, Const):
            thunk = self._constant(term.name)
            return lambda _stack: _force(thunk)
        if isinstance(term, Lambda):
            lambdas, body = self._lambdas(term)
            return lambda stack: _waiting(lambdas, body, stack)
        if isinstance(term, Let):
            bound, body = self._code(term.value), self._code(term.body)
            return lambda stack: body((_Thunk(bound, stack), stack))
        if isinstance(term, Proj):
            of, index = self._code(term.of), term.index
            return lambda stack: _force(of(stack).fields[index])
        if isinstance(term, App):
            return self._application(term)
        return lambda _stack: _ERASED

    def _application(self, term: Term) -> Code:
        """All arguments at once, where the head says what it does with them."""
        head, terms = spine(term)
        args = [self._code(arg) for arg in terms]
        constant = self.env.get(head.name) if isinstance(head, Const) else None
        if isinstance(head, Const) and head.name in _NATURAL:
            constant = None
        if isinstance(constant, Recursor):
            arity, reduce = self._reduction(constant)
            if len(args) >= arity:
                first, rest = args[:arity], args[arity:]

                def recursor(stack: Any) -> Any:
                    value = reduce([_Thunk(arg, stack) for arg in first])
                    for arg in rest:
                        value = value(_Thunk(arg, stack))
                    return value

                return recursor
        if isinstance(constant, Definition):
            return self._definition(constant, args)
        function = self._code(head)

        def plain(stack: Any) -> Any:
            value = function(stack)
            for arg in args:
                value = value(_Thunk(arg, stack))
            return value

        return plain

    def _definition(self, constant: Definition, args: list[Code]) -> Code:
        """A definition applied, compiled when it is first run: definitions may be large and never run."""
        ready: list[tuple[int, Code]] = []

        def code(stack: Any) -> Any:
            if not ready:
                ready.append(self._definitions.get(constant.name) or self._lambdas(constant.value))
                self._definitions[constant.name] = ready[0]
            return _enter(*ready[0], None, [_Thunk(arg, stack) for arg in args])

        return code


def _variable(index: int) -> Code:
    if index == 0:
        return lambda stack: _force(stack[0])
    if index == 1:
        return lambda stack: _force(stack[1][0])

    def code(stack: Any) -> Any:
        for _ in range(index):
            stack = stack[1]
        return _force(stack[0])

    return code


def _enter(lambdas: int, body: Code, stack: Any, args: Sequence[_Thunk]) -> Any:
    """A function of so many lambdas applied to some arguments, which may be fewer or more."""
    given = len(args)
    if given < lambdas:
        for arg in args:
            stack = (arg, stack)
        return _waiting(lambdas - given, body, stack)
    for arg in args[:lambdas]:
        stack = (arg, stack)
    value = body(stack)
    for arg in args[lambdas:]:
        value = value(arg)
    return value


def _waiting(missing: int, body: Code, stack: Any) -> Any:
    """A function that lacks some arguments."""
    if missing == 1:
        return lambda argument: body((argument, stack))
    return lambda argument: _waiting(missing - 1, body, (argument, stack))


def _natural(name: str, compute: Callable[[int, int], Any]) -> Any:
    def second(a: _Thunk) -> Any:
        def result(b: _Thunk) -> Any:
            left, right = _force(a), _force(b)
            if name == "Nat.pow" and left.bit_length() * right > _LARGEST_POWER:
                raise EvaluationError("a power of naturals is too large")
            return compute(left, right)

        return result

    return second


def _constructor(name: str, params: int, fields: int) -> Any:
    return _curried(params + fields, lambda args: _Lazy(name, args[params:]))


def _curried(arity: int, body: Callable[[tuple[_Thunk, ...]], Any], args: tuple[_Thunk, ...] = ()) -> Any:
    """A function of so many arguments, one at a time."""
    if len(args) == arity:
        return body(args)
    return lambda argument: _curried(arity, body, (*args, argument))


def _lazy(data: Any) -> Any:
    if isinstance(data, Data):
        return _Lazy(data.constructor, tuple(_Thunk(None, None, _lazy(field)) for field in data.fields))
    return _ERASED if data is None else data


@contextmanager
def _deep(frames: int = 100_000) -> Iterator[None]:
    """Room for deep recursion: these are calls from Python to Python, which take no C stack."""
    old = sys.getrecursionlimit()
    sys.setrecursionlimit(max(old, frames))
    try:
        yield
    finally:
        sys.setrecursionlimit(old)
