"""Inferring and checking types."""

from __future__ import annotations

from proofgrad.bridge.checker.declarations import Inductive, Rejected
from proofgrad.bridge.checker.levels import ZERO, Level, imax, succ
from proofgrad.bridge.checker.reduction import Reduction
from proofgrad.bridge.checker.terms import (
    APP,
    BVAR,
    CONST,
    FVAR,
    LAM,
    LET,
    LIT,
    PI,
    PROJ,
    SORT,
    Term,
    abstract,
    const,
    fvar,
    instantiate,
    lam,
    pi,
    proj,
    sort,
    spine,
)

__all__ = ["Inference"]

_NAT, _STRING = const("Nat"), const("String")


class Inference(Reduction):
    """The inferring half: :meth:`infer` trusts that the term is well-typed, :meth:`check` does not."""

    def infer(self, term: Term) -> Term:
        """The type of a term that is known to be well-typed."""
        result = term.type
        if result is None:
            result = term.type = self._infer(term, False)
        return result

    def check(self, term: Term) -> Term:
        """The type of a term, every part of it checked; Rejected if it has none."""
        if term.checked:
            assert term.type is not None
            return term.type
        result = self._infer(term, True)
        if term.type is None:
            term.type = result
        term.checked = True
        return term.type

    def sort_of(self, term: Term, check: bool = False) -> Level:
        """The universe level of a type; Rejected if the term is no type."""
        type_ = self.check(term) if check else self.infer(term)
        if type_.kind != SORT:
            type_ = self.whnf(type_)
            if type_.kind != SORT:
                raise Rejected(f"a type was expected, not something of type {type_}")
        level: Level = type_.a
        return level

    def _infer(self, e: Term, check: bool) -> Term:
        kind = e.kind
        if kind == APP:
            return self._infer_app(e, check)
        if kind == CONST:
            return self._infer_const(e)
        if kind == LAM or kind == PI:
            return self._infer_binders(e, check)
        if kind == FVAR:
            result: Term = e.b
            return result
        if kind == SORT:
            return sort(succ(e.a))
        if kind == LIT:
            return _NAT if isinstance(e.a, int) else _STRING
        if kind == PROJ:
            return self._infer_proj(e, check)
        if kind == LET:
            if check:
                self.sort_of(e.a, True)
                if not self.is_def_eq(self.check(e.b), e.a):
                    raise Rejected(f"the value of a let has another type than {e.a}")
            body = instantiate(e.c, (e.b,))
            return self.check(body) if check else self.infer(body)
        assert kind == BVAR
        raise Rejected("a bound variable without its binder")

    def _infer_const(self, e: Term) -> Term:
        declaration = self.env.get(e.a)
        if declaration is None:
            raise Rejected(f"unknown constant {e.a}")
        return declaration.type_at(e.b)

    def _infer_app(self, e: Term, check: bool) -> Term:
        head, arguments = spine(e)
        type_ = self.check(head) if check else self.infer(head)
        done = 0  # arguments already substituted into type_
        for i, argument in enumerate(arguments):
            if type_.kind != PI:
                type_ = self.expect_pi(instantiate(type_, arguments[done:i][::-1]))
                done = i
            if check:
                domain = type_.a
                if domain.loose:
                    domain = instantiate(domain, arguments[done:i][::-1])
                actual = self.check(argument)
                if actual is not domain and not self.is_def_eq(actual, domain):
                    raise Rejected(f"argument {i + 1} of {head} has type {actual} instead of {domain}")
            type_ = type_.b
        return instantiate(type_, arguments[done:][::-1]) if type_.loose else type_

    def _infer_binders(self, e: Term, check: bool) -> Term:
        kind = e.kind
        depth = e.free
        variables: list[Term] = []  # outermost first
        sorts: list[Level] = []
        reverse: list[Term] = []  # innermost first, as `instantiate` wants them
        while e.kind == kind:
            domain = instantiate(e.a, reverse) if e.a.loose else e.a
            if check or kind == PI:
                sorts.append(self.sort_of(domain, check))
            variable = fvar(depth + len(variables), domain)
            variables.append(variable)
            reverse.insert(0, variable)
            e = e.b
        body = instantiate(e, reverse)
        if kind == PI:
            level = self.sort_of(body, check)
            for u in reversed(sorts):
                level = imax(u, level)
            return sort(level)
        return self.bind_pi(variables, self.check(body) if check else self.infer(body))

    def bind_pi(self, variables: list[Term], body: Term) -> Term:
        """`(x₁ : A₁) → ... → body` over free variables, outermost first."""
        body = abstract(body, variables)
        for i in range(len(variables) - 1, -1, -1):
            body = pi(abstract(variables[i].b, variables[:i]), body)
        return body

    def bind_lam(self, variables: list[Term], body: Term) -> Term:
        """`fun (x₁ : A₁) ... => body` over free variables, outermost first."""
        body = abstract(body, variables)
        for i in range(len(variables) - 1, -1, -1):
            body = lam(abstract(variables[i].b, variables[:i]), body)
        return body

    def _infer_proj(self, e: Term, check: bool) -> Term:
        type_ = self.whnf(self.check(e.c) if check else self.infer(e.c))
        head, arguments = spine(type_)
        inductive = self.env.get(head.a) if head.kind == CONST else None
        if type(inductive) is not Inductive or inductive.name != e.a or len(inductive.constructors) != 1:
            raise Rejected(f"a projection of {e.a} applied to something of type {type_}")
        if len(arguments) != inductive.params + inductive.indices or len(head.b) != len(
            inductive.level_params
        ):
            raise Rejected(f"{e.a} with a wrong number of arguments")
        constructor = self.only_constructor(e.a)
        if constructor is None:
            raise Rejected(f"{e.a} is being defined, and has no fields yet")
        if e.b >= constructor.fields:
            raise Rejected(f"{e.a} has no field {e.b}")
        result = constructor.type_at(head.b)
        for argument in arguments[: inductive.params]:
            result = instantiate(self.expect_pi(result).b, (argument,))
        in_prop = inductive.level_at(head.b) is ZERO
        for i in range(e.b):
            result = self.expect_pi(result)
            if in_prop and result.b.loose and not self.is_proposition(result.a):
                raise Rejected(f"field {e.b} of the proposition {e.a} depends on data")
            result = instantiate(result.b, (proj(e.a, i, e.c),))
        type_of_field: Term = self.expect_pi(result).a
        if in_prop and not self.is_proposition(type_of_field):
            raise Rejected(f"field {e.b} of the proposition {e.a} is data")
        return type_of_field
