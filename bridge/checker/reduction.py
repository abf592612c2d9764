"""Reduction to weak head normal form: beta, let, projections, recursors, quotients, definitions, natural
literals."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from proofgrad.bridge.checker.declarations import (
    QUOTIENTS,
    Constructor,
    Declaration,
    Definition,
    Inductive,
    OutOfTime,
    Quotient,
    Recursor,
    Rejected,
    Theorem,
)
from proofgrad.bridge.checker.levels import ZERO
from proofgrad.bridge.checker.terms import (
    APP,
    CONST,
    LAM,
    LET,
    LIT,
    PI,
    PROJ,
    SORT,
    Term,
    app,
    apply,
    const,
    instantiate,
    lit,
    proj,
    sort,
    spine,
    substitute_levels,
)

__all__ = ["FALSE", "PROP", "TRUE", "UNARY", "Reduction"]

PROP = sort(ZERO)
UNARY = frozenset(("Nat.log2",))
"""The built-in operations of one argument; what computes them gets a second one and does not look at it."""
_NAT_ZERO, _NAT_SUCC = const("Nat.zero"), const("Nat.succ")
TRUE, FALSE = const("Bool.true"), const("Bool.false")


class Reduction:
    """The reducing half of the checker. `env` holds accepted declarations only."""

    env: dict[str, Declaration]
    nat_operations: dict[str, Callable[[int, int], int | bool | None]]
    """Built-in operations that may be computed on literals: only those whose defining equations were
    checked."""
    nat_literals: bool
    """Whether natural literals may be turned into constructors (the shape of Nat was checked)."""
    string_maker: str | None
    """What makes a string of its characters; None if that is not known, and literals stay as they are."""

    assumed: list[tuple[Term, Term]]
    """Comparisons of terms with variables, and the truth values that they are assumed to come to: never but
    while the equations of an operation are looked at."""

    deadline: float | None
    """Wall-clock time (`time.monotonic`) at which to give up with :class:`OutOfTime`."""
    _steps: int

    def tick(self) -> None:
        """Count a step of computation, and look at the clock once in a while."""
        self._steps += 1
        if not self._steps & 0x3FF and self.deadline is not None and time.monotonic() > self.deadline:
            raise OutOfTime

    def declare(self, declaration: Declaration) -> None:
        """Add a declaration to the environment, which only ever grows: what was found out about terms stays
        true. Raises Rejected if there is one of that name, or the name is one of quotient types."""
        name = declaration.name
        if name in self.env:
            raise Rejected(f"{name} is declared twice")
        if name in QUOTIENTS and type(declaration) is not Quotient and type(self.env.get("Quot")) is Quotient:
            raise Rejected(f"{name} is a constant of quotient types")
        self.env[name] = declaration

    def infer(self, term: Term) -> Term:
        """Implemented by the inferring half."""
        raise NotImplementedError

    def is_def_eq(self, a: Term, b: Term) -> bool:
        """Implemented by the comparing half."""
        raise NotImplementedError

    def is_proposition(self, type_: Term) -> bool:
        """Whether `type_` lives in Prop.

        Raises:
            Rejected: its sort cannot be told. A stuck sort is not "no": where definitional equality is not
                transitive, data would come out of propositions that way.
        """
        found = self.whnf(self.infer(type_))
        if found.kind != SORT:
            raise Rejected(f"a type was expected, not something of type {found}")
        return found is PROP

    def whnf(self, term: Term) -> Term:
        """Weak head normal form, unfolding definitions."""
        result = term.whnf
        if result is not None:
            return result
        e = term
        while True:
            e = self.whnf_core(e)
            if e.kind == LAM or e.kind == PI or e.kind == SORT or e.kind == LIT:
                break
            step = self.nat_step(e)
            if step is None:
                step = self.unfold(e)
                if step is None:
                    break
            self.tick()
            e = step
        term.whnf = e
        return e

    def whnf_core(self, term: Term) -> Term:
        """Weak head normal form without unfolding definitions."""
        kind = term.kind
        if kind != APP and kind != LET and kind != PROJ and kind != CONST:
            return term
        result = term.core
        if result is not None:
            return result
        e = term
        self.tick()
        while True:
            head = e
            arguments: list[Term] = []  # last argument first
            while head.kind == APP:
                arguments.append(head.b)
                head = head.a
            kind = head.kind
            if kind == LAM:
                if not arguments:
                    break
                taken, body, count = 0, head, len(arguments)
                while body.kind == LAM and taken < count:
                    body = body.b
                    taken += 1
                e = instantiate(body, arguments[count - taken :])
                for argument in reversed(arguments[: count - taken]):
                    e = app(e, argument)
            elif kind == CONST:
                declaration = self.env.get(head.a)
                step: Term | None = None
                if arguments:
                    if type(declaration) is Recursor:
                        step = self._recursor_step(declaration, head, arguments)
                    elif type(declaration) is Quotient:
                        step = self._quotient_step(declaration, arguments)
                if step is None:
                    break
                e = step
            elif kind == LET:
                e = instantiate(head.c, (head.b,))
                for argument in reversed(arguments):
                    e = app(e, argument)
            elif kind == PROJ:
                step = self.projection_step(head)
                if step is None:
                    break
                e = step
                for argument in reversed(arguments):
                    e = app(e, argument)
            else:
                break
        term.core = e
        if e is not term:
            e.core = e
        return e

    def unfold(self, term: Term) -> Term | None:
        """Unfold the definition or theorem at the head, or None."""
        head, arguments = term, []
        while head.kind == APP:
            arguments.append(head.b)
            head = head.a
        if head.kind != CONST:
            return None
        declaration = self.env.get(head.a)
        if type(declaration) is not Definition and type(declaration) is not Theorem:
            return None
        if len(head.b) != len(declaration.level_params):
            return None
        e = declaration.value_at(head.b)
        for argument in reversed(arguments):
            e = app(e, argument)
        return e

    def projection_step(self, term: Term) -> Term | None:
        """Compute a projection of a constructor, or None."""
        e = self.whnf(term.c)
        if e.kind == LIT:
            e = self._constructor_of_literal(e)
        head, arguments = spine(e)
        if head.kind == CONST:
            declaration = self.env.get(head.a)
            if (
                type(declaration) is Constructor
                and declaration.inductive == term.a
                and len(arguments) > declaration.params + term.b
            ):
                field: Term = arguments[declaration.params + term.b]
                return field
        return None

    def literal_to_constructor(self, term: Term) -> Term:
        """One constructor step of a literal; the literal itself where its type's shape is not the standard
        one."""
        value = term.a
        if isinstance(value, int):
            if not self.nat_literals:
                return term
            return app(_NAT_SUCC, lit(value - 1)) if value else _NAT_ZERO
        return term if self.string_maker is None else self.string_of(value, self.string_maker)

    def string_of(self, value: str, maker: str) -> Term:
        """A string made from its characters."""
        char = const("Char")
        characters = app(const("List.nil", (ZERO,)), char)
        for letter in reversed(value):
            item = app(const("Char.ofNat"), lit(ord(letter)))
            characters = apply(const("List.cons", (ZERO,)), (char, item, characters))
        return app(const(maker), characters)

    def _constructor_of_literal(self, term: Term) -> Term:
        """The same as far as a constructor: what a string is made with need not be one."""
        expanded = self.literal_to_constructor(term)
        return expanded if isinstance(term.a, int) or expanded is term else self.whnf(expanded)

    def is_structure_like(self, name: str) -> bool:
        """One constructor, no indices, not recursive: eta holds."""
        declaration = self.env.get(name)
        return (
            type(declaration) is Inductive
            and len(declaration.constructors) == 1
            and declaration.indices == 0
            and not declaration.is_recursive
        )

    def _recursor_step(self, rec: Recursor, head: Term, arguments: list[Term]) -> Term | None:
        """Iota; `arguments` last first."""
        before = rec.params + rec.motives + rec.minors
        position = before + rec.indices
        count = len(arguments)
        if count <= position or len(head.b) != len(rec.level_params):
            return None
        major = arguments[count - 1 - position]
        if rec.k:
            major = self._to_constructor_when_k(rec, major)
        major = self.whnf(major)
        if major.kind == LIT:
            major = self._constructor_of_literal(major)
        constructor, fields = spine(major)
        name = constructor.a if constructor.kind == CONST else ""
        if type(self.env.get(name)) is not Constructor:
            expanded = self._eta_expand(rec, major)
            if expanded is None:
                return None
            name, fields = expanded
        for rule in rec.rules:
            if rule.constructor == name:
                if len(fields) < rule.fields:
                    return None
                e = self.rule_at(rec, rule.rhs, head.b)
                for argument in reversed(arguments[count - before :]):
                    e = app(e, argument)
                for argument in fields[len(fields) - rule.fields :]:
                    e = app(e, argument)
                for argument in reversed(arguments[: count - 1 - position]):
                    e = app(e, argument)
                return e
        return None

    def rule_at(self, rec: Recursor, rhs: Term, levels: tuple[Any, ...]) -> Term:
        """The right-hand side of a rule at the given universe levels."""
        key = (rhs, levels)
        result = self._rules.get(key)
        if result is None:
            result = substitute_levels(rhs, dict(zip(rec.level_params, levels, strict=True)))
            self._rules[key] = result
        return result

    _rules: dict[tuple[Term, tuple[Any, ...]], Term]

    def only_constructor(self, name: str) -> Constructor | None:
        """The constructor of an inductive type that has just that one. (What was not accepted is in the
        environment too, and need not be what it says.)"""
        declaration = self.env.get(name)
        if type(declaration) is not Inductive or len(declaration.constructors) != 1:
            return None
        constructor = self.env.get(declaration.constructors[0])
        if type(constructor) is not Constructor or constructor.inductive != name:
            return None
        return constructor

    def _major_inductive(self, rec: Recursor) -> str | None:
        """The inductive type that the recursor eliminates, from its major premise."""
        type_ = rec.type
        for _ in range(rec.params + rec.motives + rec.minors + rec.indices):
            if type_.kind != PI:
                return None
            type_ = type_.b
        head = spine(type_.a)[0] if type_.kind == PI else type_
        return head.a if head.kind == CONST else None

    def _to_constructor_when_k(self, rec: Recursor, major: Term) -> Term:
        """Where the only constructor has no fields, any major premise of its type may stand for it."""
        type_ = self.whnf(self.infer(major))
        head, arguments = spine(type_)
        if head.kind != CONST or head.a != self._major_inductive(rec):
            return major
        constructor = self.only_constructor(head.a)
        if constructor is None:
            return major
        made = apply(const(constructor.name, head.b), arguments[: rec.params])
        return made if self.is_def_eq(type_, self.infer(made)) else major

    def _eta_expand(self, rec: Recursor, major: Term) -> tuple[str, list[Term]] | None:
        """A structure is the constructor applied to its projections (not in Prop)."""
        inductive = self._major_inductive(rec)
        if inductive is None or not self.is_structure_like(inductive):
            return None
        head, _ = spine(self.whnf(self.infer(major)))
        declaration, constructor = self.env.get(inductive), self.only_constructor(inductive)
        if constructor is None or type(declaration) is not Inductive:
            return None
        if head.kind != CONST or head.a != inductive or declaration.level_at(head.b) is ZERO:
            return None
        return constructor.name, [proj(inductive, i, major) for i in range(constructor.fields)]

    def _quotient_step(self, quotient: Quotient, arguments: list[Term]) -> Term | None:
        """`Quot.lift f h (Quot.mk r a) = f a` and the same for `Quot.ind`; `arguments` last first."""
        if quotient.which == "lift":
            major, function = 5, 3
        elif quotient.which == "ind":
            major, function = 4, 3
        else:
            return None
        count = len(arguments)
        if count <= major:
            return None
        head, inner = spine(self.whnf(arguments[count - 1 - major]))
        if head.kind != CONST or len(inner) != 3:
            return None
        made = self.env.get(head.a)
        if type(made) is not Quotient or made.which != "ctor":
            return None
        e = app(arguments[count - 1 - function], inner[2])
        for argument in reversed(arguments[: count - 1 - major]):
            e = app(e, argument)
        return e

    def nat_step(self, term: Term) -> Term | None:
        """Compute a built-in operation of natural numbers on literals, or None."""
        if term.kind != APP or not self.nat_literals:
            return None
        if term.free:
            return self._assumed_step(term) if self.assumed else None
        function = term.a
        if function.kind == CONST:
            if function.a == "Nat.succ":
                value = self.nat_value(term.b)
                return None if value is None else lit(value + 1)
            operation = self.nat_operations.get(function.a) if function.a in UNARY else None
            left: int | None = 0
        elif function.kind == APP and function.a.kind == CONST and function.a.a not in UNARY:
            operation = self.nat_operations.get(function.a.a)
            left = self.nat_value(function.b) if operation is not None else None
        else:
            return None
        right = self.nat_value(term.b) if operation is not None and left is not None else None
        if operation is None or left is None or right is None:
            return None
        result = operation(right, 0) if function.kind == CONST else operation(left, right)
        if result is None:
            return None
        if isinstance(result, bool):
            return TRUE if result else FALSE
        return lit(result)

    def _assumed_step(self, term: Term) -> Term | None:
        """What a comparison of terms with variables is assumed to come to."""
        function = term.a
        if function.kind != APP or function.a.kind != CONST:
            return None
        for known, outcome in self.assumed:
            if (
                known.a.a is function.a
                and self.is_def_eq(known.b, term.b)
                and self.is_def_eq(known.a.b, function.b)
            ):
                return outcome
        return None

    def nat_value(self, term: Term) -> int | None:
        """The number that a closed term reduces to, if it is a literal or zero."""
        e = self.whnf(term)
        if e.kind == LIT and isinstance(e.a, int):
            return e.a
        return 0 if e is _NAT_ZERO else None

    def expect_pi(self, type_: Term) -> Term:
        """The type as a function type; Rejected if it is none."""
        if type_.kind == PI:
            return type_
        type_ = self.whnf(type_)
        if type_.kind != PI:
            raise Rejected(f"a function was expected, not something of type {type_}")
        return type_
