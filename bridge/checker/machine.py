"""Computing closed terms by need, with environments instead of substitution.

Proofs by reflection (`ring`, `decide`) end in a closed Boolean term that has to compute to `true`.
Substitution would build every intermediate term; a machine in the style of Krivine's, with shared thunks,
builds none. It handles what such programs use (functions, definitions, recursors on constructors and
literals, projections, built-in Nat operations) and gives up on anything else, whereupon the ordinary
reduction of :mod:`.reduction` takes over: giving up costs time, never soundness."""

from __future__ import annotations

from proofgrad.bridge.checker.declarations import Constructor, Definition, Recursor, Theorem
from proofgrad.bridge.checker.reduction import FALSE, TRUE, UNARY, Reduction
from proofgrad.bridge.checker.terms import APP, BVAR, CONST, LAM, LET, LIT, PROJ, Term, lit

__all__ = ["Machine"]


class _GiveUp(Exception):
    """Something this machine does not compute."""


class _Thunk:
    """A term in an environment, evaluated at most once."""

    __slots__ = ("env", "term", "value")

    def __init__(self, term: Term, env: tuple[_Thunk, ...]) -> None:
        self.term = term
        self.env = env
        self.value: _Value | None = None


class _Value:
    """A weak head normal form: a lambda in its environment, a literal, or a constant applied to thunks."""

    __slots__ = ("args", "env", "head")

    def __init__(self, head: Term, env: tuple[_Thunk, ...], args: list[_Thunk]) -> None:
        self.head = head
        self.env = env
        self.args = args


class Machine:
    """Evaluates closed terms over the environment of a checker."""

    def __init__(self, checker: Reduction) -> None:
        self.checker = checker
        self._closed: dict[Term, _Thunk] = {}

    def constant(self, term: Term) -> Term | None:
        """The constant without arguments that a closed term computes to, or None if the machine cannot
        tell."""
        self._closed.clear()
        try:
            value = self._run(term, (), [])
        except _GiveUp:
            return None
        return value.head if value.head.kind == CONST and not value.args else None

    def _thunk(self, term: Term, env: tuple[_Thunk, ...]) -> _Thunk:
        if term.kind == BVAR:
            bound: _Thunk = env[-1 - term.a]
            return bound
        if term.loose:
            return _Thunk(term, env)
        found = self._closed.get(term)
        if found is None:
            found = self._closed[term] = _Thunk(term, ())
        return found

    def _force(self, thunk: _Thunk) -> _Value:
        value = thunk.value
        if value is None:
            value = thunk.value = self._run(thunk.term, thunk.env, [])
            thunk.env = ()
        return value

    def _run(self, term: Term, env: tuple[_Thunk, ...], stack: list[_Thunk]) -> _Value:
        """Evaluate `term` in `env` applied to `stack` (first argument on top)."""
        declarations = self.checker.env
        while True:
            kind = term.kind
            if kind == APP:
                argument = term.b
                if argument.kind == BVAR:
                    stack.append(env[-1 - argument.a])
                elif argument.loose:
                    stack.append(_Thunk(argument, env))
                else:
                    stack.append(self._thunk(argument, ()))
                term = term.a
            elif kind == LAM:
                if not stack:
                    return _Value(term, env, stack)
                taken = []
                while term.kind == LAM and stack:
                    taken.append(stack.pop())
                    term = term.b
                env = (*env, *taken)
            elif kind == BVAR:
                value = self._force(env[-1 - term.a])
                term, env = value.head, value.env
                if value.args:
                    stack.extend(reversed(value.args))
                if not stack or term.kind == LIT:
                    return _Value(term, env, stack[::-1])
                if term.kind == CONST and type(declarations.get(term.a)) is Constructor:
                    return _Value(term, env, stack[::-1])
            elif kind == CONST:
                declaration = declarations.get(term.a)
                which = type(declaration)
                if which is Definition or which is Theorem:
                    operation = self.checker.nat_operations.get(term.a)
                    if operation is not None:
                        count = 1 if term.a in UNARY else 2
                        if len(stack) < count:  # a method of an instance: keep the name until they are there
                            return _Value(term, (), stack[::-1])
                        left = self._number(stack[-1])
                        result = operation(left, self._number(stack[-2]) if count == 2 else 0)
                        if result is None:
                            raise _GiveUp
                        if isinstance(result, bool):
                            return _Value(TRUE if result else FALSE, (), [])
                        return _Value(lit(result), (), [])
                    assert isinstance(declaration, (Definition, Theorem))
                    if len(term.b) != len(declaration.level_params):
                        raise _GiveUp
                    term, env = declaration.value_at(term.b), ()
                elif which is Recursor:
                    assert isinstance(declaration, Recursor)
                    term = self._recursor(declaration, term, stack)
                    env = ()
                elif which is Constructor:
                    return _Value(term, (), stack[::-1])
                else:
                    raise _GiveUp
            elif kind == PROJ:
                value = self._force(self._thunk(term.c, env))
                constructor = declarations.get(value.head.a) if value.head.kind == CONST else None
                if type(constructor) is not Constructor:
                    raise _GiveUp
                thunk = value.args[constructor.params + term.b]
                value = self._force(thunk)
                if not stack:
                    return value
                term, env = value.head, value.env
                stack.extend(reversed(value.args))
            elif kind == LET:
                env = (*env, self._thunk(term.b, env))
                term = term.c
            elif kind == LIT:
                return _Value(term, (), [])
            else:
                raise _GiveUp

    def _recursor(self, rec: Recursor, head: Term, stack: list[_Thunk]) -> Term:
        """One step of a recursor: rearranges the stack, gives the rule's right-hand side."""
        self.checker.tick()
        before = rec.params + rec.motives + rec.minors
        position = before + rec.indices
        count = len(stack)
        if count <= position or len(head.b) != len(rec.level_params):
            raise _GiveUp
        value = self._force(stack[count - 1 - position])
        constructor = value.head
        fields = value.args
        if constructor.kind == LIT:
            number = constructor.a
            if not isinstance(number, int) or not self.checker.nat_literals:
                raise _GiveUp
            name = "Nat.succ" if number else "Nat.zero"
            if number:
                fields = [self._thunk(lit(number - 1), ())]
        elif constructor.kind == CONST:
            name = constructor.a
        else:
            raise _GiveUp
        for rule in rec.rules:
            if rule.constructor == name:
                first = stack[count - before :]
                del stack[count - 1 - position :]
                stack.extend(reversed(fields[len(fields) - rule.fields :]) if rule.fields else ())
                stack.extend(first)
                return self.checker.rule_at(rec, rule.rhs, head.b)
        raise _GiveUp

    def _number(self, thunk: _Thunk) -> int:
        """The natural number that a thunk computes to."""
        successors = 0
        while True:
            head = self._force(thunk).head
            if head.kind == LIT and isinstance(head.a, int):
                return head.a + successors
            if head.kind != CONST:
                raise _GiveUp
            if head.a == "Nat.zero":
                return successors
            if head.a != "Nat.succ":
                raise _GiveUp
            successors += 1
            thunk = self._force(thunk).args[0]
