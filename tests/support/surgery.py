"""Terms and declarations with something in them replaced."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

from proofgrad.bridge.checker.declarations import (
    Constructor,
    Declaration,
    Definition,
    Inductive,
    Opaque,
    Recursor,
    RecursorRule,
    Theorem,
)
from proofgrad.bridge.checker.terms import (
    APP,
    CONST,
    LAM,
    LET,
    PI,
    PROJ,
    Term,
    app,
    bvar,
    const,
    lam,
    let,
    pi,
    proj,
)


def is_safe(d: Declaration) -> bool:
    """Neither unsafe nor partial."""
    return not getattr(d, "unsafe", False) and getattr(d, "safety", "safe") == "safe"


def block_of(d: Declaration) -> tuple[str, ...]:
    """The types of the block that it belongs to."""
    if isinstance(d, (Inductive, Recursor)):
        return d.all
    return (d.inductive,) if isinstance(d, Constructor) else ()


def renamed(d: Declaration, names: dict[str, str]) -> Declaration:
    """A member of a block under another name, the block's constants renamed in it."""
    new = lambda name: names.get(name, name)  # noqa: E731

    def constant(e: Term) -> Term | None:
        return const(names[e.a], e.b) if e.a in names else None

    changes: dict[str, object] = {"name": new(d.name), "type": with_constants(d.type, constant)}
    if isinstance(d, (Inductive, Recursor)):
        changes["all"] = tuple(map(new, d.all))
    if isinstance(d, Inductive):
        changes["constructors"] = tuple(map(new, d.constructors))
    elif isinstance(d, Constructor):
        changes["inductive"] = new(d.inductive)
    elif isinstance(d, Recursor):
        changes["rules"] = tuple(
            RecursorRule(new(r.constructor), r.fields, with_constants(r.rhs, constant)) for r in d.rules
        )
    return dataclasses.replace(d, **changes)


def with_constants(term: Term, new: Callable[[Term], Term | None]) -> Term:
    """The term with other terms for some of its constants; None leaves one as it is."""
    memo: dict[Term, Term] = {}

    def go(e: Term) -> Term:
        found = memo.get(e)
        if found is None:
            if e.kind == CONST:
                found = new(e) or e
            else:
                parts = [go(part) for part in parts_of(e)]
                found = _made(e, parts) if parts else e
            memo[e] = found
        return found

    return go(term)


def parts_of(e: Term) -> tuple[Term, ...]:
    """The terms directly in it."""
    if e.kind in (APP, LAM, PI):
        return e.a, e.b
    if e.kind == LET:
        return e.a, e.b, e.c
    return (e.c,) if e.kind == PROJ else ()


def occurrences(term: Term) -> Iterator[tuple[tuple[int, ...], Term]]:
    """Occurrences of subterms, each with the way to it; of the same one only the first."""
    todo: list[tuple[tuple[int, ...], Term]] = [((), term)]
    seen = set()
    while todo:
        way, e = todo.pop()
        if e in seen:
            continue
        seen.add(e)
        yield way, e
        todo += [((*way, i), part) for i, part in enumerate(parts_of(e))]


def binders_above(term: Term, place: tuple[int, ...]) -> int:
    """How many binders there are above a place."""
    count = 0
    for at in place:
        count += (term.kind in (LAM, PI) and at == 1) or (term.kind == LET and at == 2)
        term = parts_of(term)[at]
    return count


def put(e: Term, place: tuple[int, ...], new: Term) -> Term:
    """The term with another subterm at that place."""
    if not place:
        return new
    at, rest = place[0], place[1:]
    parts = list(parts_of(e))
    parts[at] = put(parts[at], rest, new)
    return _made(e, parts)


def _made(e: Term, parts: Sequence[Term]) -> Term:
    """The term with other parts."""
    if e.kind == PROJ:
        return proj(e.a, e.b, *parts)
    return {APP: app, LAM: lam, PI: pi, LET: let}[e.kind](*parts)


def lifted(term: Term, by: int = 1, below: int = 0) -> Term:
    """The term under more binders."""
    if term.loose <= below:
        return term
    kind = term.kind
    if kind == APP:
        return app(lifted(term.a, by, below), lifted(term.b, by, below))
    if kind in (LAM, PI):
        return (lam if kind == LAM else pi)(lifted(term.a, by, below), lifted(term.b, by, below + 1))
    if kind == LET:
        parts = (lifted(term.a, by, below), lifted(term.b, by, below), lifted(term.c, by, below + 1))
        return let(*parts)
    if kind == PROJ:
        return proj(term.a, term.b, lifted(term.c, by, below))
    return bvar(term.a + by)


def terms_of(d: Declaration) -> Iterator[Term]:
    """Type, value, and the rules of a recursor."""
    yield d.type
    if isinstance(d, (Definition, Theorem, Opaque)):
        yield d.value
    if isinstance(d, Recursor):
        yield from (r.rhs for r in d.rules)


def depth_of(term: Term) -> int:
    """How deeply a term is nested."""
    memo: dict[Term, int] = {}

    def go(e: Term) -> int:
        found = memo.get(e)
        if found is None:
            found = memo[e] = 1 + max(map(go, parts_of(e)), default=0)
        return found

    return go(term)
