"""Nested inductive types: `inductive T | node (children : Array T)` becomes a mutual block with a copy of
`Array` at T.

As in Lean's kernel: each application of another inductive type to parameters that mention the block is
replaced by an auxiliary type of the block, until none is left; the mutual block is checked; its recursors
are translated back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from proofgrad.bridge.checker.conversion import Conversion
from proofgrad.bridge.checker.declarations import (
    Auxiliary,
    Constructor,
    Inductive,
    Recursor,
    RecursorRule,
    Rejected,
)
from proofgrad.bridge.checker.inductive import Block
from proofgrad.bridge.checker.levels import Level, param
from proofgrad.bridge.checker.terms import (
    APP,
    CONST,
    LAM,
    LET,
    PI,
    PROJ,
    Term,
    abstract,
    app,
    apply,
    const,
    constants,
    fvar,
    instantiate,
    lam,
    let,
    pi,
    proj,
    spine,
)

__all__ = ["Unnested", "unnest"]


class Unnested:
    """A block without nested occurrences, and the way back.

    Where there was one, all types and constructors have names of the checker's own: what is found out about
    them is never found again for the constants of the nested type, or of another block."""

    def __init__(
        self, block: Block, params: int, auxiliary: list[tuple[Term, Auxiliary]], core: Conversion
    ) -> None:
        self.params = params
        self.auxiliary = auxiliary
        """`(I Ds with the parameters as loose bound variables, name of the auxiliary type)`."""
        self._types: dict[str, Term] = {name: application for application, name in auxiliary}
        self._constructors: dict[str, tuple[str, Term]] = {}
        self._own: dict[str, str] = {}
        self.block = block
        if not auxiliary:
            return
        own: dict[str, Auxiliary] = {}
        count = len(block.types) - len(auxiliary)
        for inductive, constructors in zip(block.types[:count], block.constructors[:count], strict=True):
            for name in (inductive.name, *(c.name for c in constructors)):
                own[name] = Auxiliary(name)
        self._own = {new: name for name, new in own.items()}
        self.block = _with_names(block, own)
        for (application, _), constructors in zip(auxiliary, block.constructors[count:], strict=True):
            original = _inductive(core, spine(application)[0].a)
            for name, constructor in zip(original.constructors, constructors, strict=True):
                self._constructors[constructor.name] = (name, application)

    def restore(self, term: Term) -> Term:
        """Replace auxiliary types and constructors by what they stand for."""

        def replace(head: Term, arguments: list[Term]) -> Term | None:
            if head.kind != CONST:
                return None
            own = self._own.get(head.a)
            if own is not None:
                return apply(const(own, head.b), arguments)
            application = self._types.get(head.a)
            if application is not None and len(arguments) >= self.params:
                values = arguments[: self.params][::-1]
                return apply(instantiate(application, values), arguments[self.params :])
            found = self._constructors.get(head.a)
            if found is not None and len(arguments) >= self.params:
                name, application = found
                outer, inner = spine(instantiate(application, arguments[: self.params][::-1]))
                return apply(const(name, outer.b), [*inner, *arguments[self.params :]])
            return None

        return _replace(term, replace)

    def restore_recursor(self, recursor: Recursor) -> Recursor:
        """A recursor of the auxiliary block as one of the nested type."""
        return Recursor(
            name=recursor.name,
            level_params=recursor.level_params,
            type=self.restore(recursor.type),
            all=recursor.all,
            params=recursor.params,
            indices=recursor.indices,
            motives=recursor.motives,
            minors=recursor.minors,
            rules=tuple(
                RecursorRule(self._original_constructor(r.constructor), r.fields, self.restore(r.rhs))
                for r in recursor.rules
            ),
            k=recursor.k,
        )

    def _original_constructor(self, name: str) -> str:
        found = self._constructors.get(name)
        return found[0] if found is not None else self._own.get(name, name)


def _with_names(block: Block, names: Mapping[str, str]) -> Block:
    """The block with its own constants renamed, in names and types."""

    def name(old: str) -> str:
        return names.get(old, old)

    def term(old: Term) -> Term:
        return _replace(
            old,
            lambda head, arguments: (
                apply(const(names[head.a], head.b), arguments)
                if head.kind == CONST and head.a in names
                else None
            ),
        )

    types = [
        dataclasses.replace(
            t, name=name(t.name), type=term(t.type), constructors=tuple(name(c) for c in t.constructors)
        )
        for t in block.types
    ]
    constructors = [
        [
            dataclasses.replace(c, name=name(c.name), type=term(c.type), inductive=name(c.inductive))
            for c in of_type
        ]
        for of_type in block.constructors
    ]
    return Block(types, constructors)


def _replace(term: Term, replace: Callable[[Term, list[Term]], Term | None]) -> Term:
    """Rewrite applications from the outside in; what `replace` gives is rewritten again inside."""
    memo: dict[Term, Term] = {}

    def go(e: Term) -> Term:
        result = memo.get(e)
        if result is None:
            kind = e.kind
            if kind == APP or kind == CONST:
                head, arguments = spine(e)
                arguments = [go(x) for x in arguments]
                result = replace(head, arguments)
                if result is None:
                    result = apply(head if head.kind == CONST else go(head), arguments)
            elif kind == LAM:
                result = lam(go(e.a), go(e.b))
            elif kind == PI:
                result = pi(go(e.a), go(e.b))
            elif kind == LET:
                result = let(go(e.a), go(e.b), go(e.c))
            elif kind == PROJ:
                result = proj(e.a, e.b, go(e.c))
            else:
                result = e
            memo[e] = result
        return result

    return go(term)


def unnest(core: Conversion, block: Block) -> Unnested:
    """Turn a block with nested occurrences into one without; unchanged if there are none.

    The block has to be type-checked as it stands: parameters of a nested occurrence need not occur in what
    is made of it."""
    first = block.types[0]
    levels: tuple[Level, ...] = tuple(param(p) for p in first.level_params)
    count = first.params
    new = Block(list(block.types), [list(c) for c in block.constructors])
    names = [t.name for t in block.types]
    auxiliary: list[tuple[Term, Auxiliary]] = []

    def nested_in(e: Term, params: list[Term]) -> Term | None:
        """The auxiliary type for an application of another inductive type to the block, if this is one."""
        head, arguments = spine(e)
        if head.kind != CONST or head.a in names:
            return None
        inductive = core.env.get(head.a)
        if not isinstance(inductive, Inductive) or len(arguments) < inductive.params:
            return None
        inner = arguments[: inductive.params]
        known = set(names)
        if known.isdisjoint(constants(*inner)):
            return None
        if any(x.loose for x in inner):
            raise Rejected(f"{first.name}: nested occurrence whose parameters mention local variables")
        application = abstract(apply(head, inner), params)
        for existing, name in auxiliary:
            if existing is application:
                return apply(const(name, levels), [*params, *arguments[inductive.params :]])
        result: Term | None = None
        for other_name in inductive.all:
            other = _inductive(core, other_name)
            name = Auxiliary(f"_nested.{other_name}_{len(auxiliary) + 1}")
            auxiliary.append((abstract(apply(const(other_name, head.b), inner), params), name))
            names.append(name)
            type_ = _instantiated(core, other.type_at(head.b), inner)
            constructors = []
            for constructor_name in other.constructors:
                original = core.env.get(constructor_name)
                if not isinstance(original, Constructor):
                    raise Rejected(f"{other_name} has no constructor {constructor_name}")
                constructors.append(
                    Constructor(
                        name=Auxiliary(f"{name}.{constructor_name.removeprefix(other_name + '.')}"),
                        level_params=first.level_params,
                        type=core.bind_pi(params, _instantiated(core, original.type_at(head.b), inner)),
                        inductive=name,
                        index=original.index,
                        params=count,
                        fields=original.fields,
                    )
                )
            new.types.append(
                Inductive(
                    name=name,
                    level_params=first.level_params,
                    type=core.bind_pi(params, type_),
                    params=count,
                    indices=other.indices,
                    all=first.all,
                    constructors=tuple(c.name for c in constructors),
                )
            )
            new.constructors.append(constructors)
            if other_name == head.a:
                result = apply(const(name, levels), [*params, *arguments[inductive.params :]])
        if result is None:
            raise Rejected(f"{head.a} does not name its mutual block")
        return result

    position = 0
    while position < len(new.types):
        rewritten = []
        for constructor in new.constructors[position]:
            type_ = constructor.type
            params: list[Term] = []
            for _ in range(count):
                if type_.kind != PI:
                    raise Rejected(f"{constructor.name} does not begin with the parameters of its type")
                params.append(fvar(max(type_.free, len(params)), type_.a))
                type_ = instantiate(type_.b, (params[-1],))
            body = _replace_outside_in(type_, lambda e, params=params: nested_in(e, params))  # type: ignore[misc]
            rewritten.append(
                Constructor(
                    name=constructor.name,
                    level_params=constructor.level_params,
                    type=core.bind_pi(params, body),
                    inductive=constructor.inductive,
                    index=constructor.index,
                    params=constructor.params,
                    fields=constructor.fields,
                )
            )
        new.constructors[position] = rewritten
        position += 1
    return Unnested(new, count, auxiliary, core)


def _inductive(core: Conversion, name: str) -> Inductive:
    found = core.env.get(name)
    if not isinstance(found, Inductive):
        raise Rejected(f"{name} is no inductive type")
    return found


def _instantiated(core: Conversion, type_: Term, arguments: list[Term]) -> Term:
    for argument in arguments:
        type_ = instantiate(core.expect_pi(type_).b, (argument,))
    return type_


def _replace_outside_in(term: Term, replace: Callable[[Term], Term | None]) -> Term:
    """Rewrite subterms from the outside in; what is replaced is not looked into again."""
    memo: dict[Term, Term] = {}

    def go(e: Term) -> Term:
        result = memo.get(e)
        if result is None:
            kind = e.kind
            result = replace(e) if kind == APP or kind == CONST else None
            if result is None:
                if kind == APP:
                    result = app(go(e.a), go(e.b))
                elif kind == LAM:
                    result = lam(go(e.a), go(e.b))
                elif kind == PI:
                    result = pi(go(e.a), go(e.b))
                elif kind == LET:
                    result = let(go(e.a), go(e.b), go(e.c))
                elif kind == PROJ:
                    result = proj(e.a, e.b, go(e.c))
                else:
                    result = e
            memo[e] = result
        return result

    return go(term)
