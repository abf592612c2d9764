"""Terms of Lean's type theory, hash-consed: structurally equal terms (up to bound names) are the same object.

Binder names and binder annotations do not matter to the type theory and are not kept, so alpha-equality is
identity and every cache of the checker can hang on the term itself. Bound variables are de Bruijn indices.
A free variable is a *level* (how deep it was introduced) together with its type: two openings of the same
binder give the same variable, so work done under one binder is found again under the next. That is sound
because a variable is always introduced above every variable of the terms it has to be distinguished from
(:attr:`Term.free`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from proofgrad.bridge.checker import levels
from proofgrad.bridge.checker.levels import Level

__all__ = [
    "APP", "BVAR", "CONST", "FVAR", "LAM", "LET", "LIT", "PI", "PROJ", "SORT",
    "Term", "abstract", "app", "apply", "bvar", "const", "constants", "forget",
    "forget_reductions", "fvar", "instantiate", "lam", "let", "lit", "pi",
    "proj", "scan", "sort", "spine", "substitute_levels", "table_size",
]  # fmt: skip

BVAR, FVAR, SORT, CONST, APP, LAM, PI, LET, LIT, PROJ = range(10)

_NONE: frozenset[str] = frozenset()


class Term:
    """A term. Build with the functions of this module; never change one.

    Attributes: kind: BVAR ... PROJ. a, b, c: the parts, by kind. BVAR: a = index. FVAR: a = level, b =
        type. SORT: a = Level. CONST: a = name, b = tuple of Levels. APP: a = function, b = argument. LAM,
        PI: a = domain, b = body. LET: a = type, b = value, c = body. LIT: a = int or str. PROJ: a =
        structure name, b = index, c = term.
        loose: the least n such that all loose bound variables are below n.
        free: the least n such that all free variables have levels below n.
        params: universe parameters in it.
        whnf, core, type, checked: caches of the checker.
    """

    __slots__ = ("a", "b", "c", "checked", "core", "free", "kind", "loose", "params", "type", "whnf")

    def __init__(
        self, kind: int, a: Any, b: Any, c: Any, loose: int, free: int, params: frozenset[str]
    ) -> None:
        self.kind = kind
        self.a = a
        self.b = b
        self.c = c
        self.loose = loose
        self.free = free
        self.params = params
        self.whnf: Term | None = None
        self.core: Term | None = None
        self.type: Term | None = None
        self.checked = False

    def __repr__(self) -> str:
        """A compact form for messages, cut at 400 characters."""
        text = _show(self, 6, [200])
        return text if len(text) <= 400 else text[:400] + "…"


_TABLE: dict[Any, Term] = {}
_APPS: dict[tuple[Term, Term], Term] = {}


def table_size() -> int:
    """How many different terms there are: for figures of memory use."""
    return len(_TABLE) + len(_APPS)


def forget() -> None:
    """Drop everything that a checker has remembered on terms. What holds in one environment need not in the
    next."""
    for table in (_TABLE, _APPS):
        for term in table.values():
            term.whnf = term.core = term.type = None
            term.checked = False


def forget_reductions() -> None:
    """Drop what terms reduce to: more can be computed from here on, and what was stuck need not be."""
    for table in (_TABLE, _APPS):
        for term in table.values():
            term.whnf = term.core = None


def bvar(index: int) -> Term:
    """The bound variable `index` binders up."""
    key = (BVAR, index)
    term = _TABLE.get(key)
    if term is None:
        term = _TABLE[key] = Term(BVAR, index, None, None, index + 1, 0, _NONE)
    return term


def fvar(level: int, type_: Term) -> Term:
    """The free variable of that level and type."""
    key = (FVAR, level, type_)
    term = _TABLE.get(key)
    if term is None:
        term = _TABLE[key] = Term(FVAR, level, type_, None, 0, level + 1, type_.params)
    return term


def sort(level: Level) -> Term:
    """`Sort level`."""
    key = (SORT, level)
    term = _TABLE.get(key)
    if term is None:
        term = _TABLE[key] = Term(SORT, level, None, None, 0, 0, level.params)
    return term


def const(name: str, arguments: tuple[Level, ...] = ()) -> Term:
    """The constant of that name at those universe levels."""
    key = (CONST, name, arguments)
    term = _TABLE.get(key)
    if term is None:
        params = _NONE.union(*(u.params for u in arguments)) if arguments else _NONE
        term = _TABLE[key] = Term(CONST, name, arguments, None, 0, 0, params)
    return term


def app(function: Term, argument: Term) -> Term:
    """`function argument`."""
    key = (function, argument)
    term = _APPS.get(key)
    if term is None:
        f, g = function.params, argument.params
        term = _APPS[key] = Term(
            APP,
            function,
            argument,
            None,
            function.loose if function.loose >= argument.loose else argument.loose,
            function.free if function.free >= argument.free else argument.free,
            f if not g or f is g else (g if not f else f | g),
        )
    return term


def _binder(kind: int, domain: Term, body: Term) -> Term:
    key = (kind, domain, body)
    term = _TABLE.get(key)
    if term is None:
        loose = body.loose - 1
        f, g = domain.params, body.params
        term = _TABLE[key] = Term(
            kind,
            domain,
            body,
            None,
            domain.loose if domain.loose >= loose else loose,
            domain.free if domain.free >= body.free else body.free,
            f if not g or f is g else (g if not f else f | g),
        )
    return term


def lam(domain: Term, body: Term) -> Term:
    """`fun x : domain => body`."""
    return _binder(LAM, domain, body)


def pi(domain: Term, body: Term) -> Term:
    """`(x : domain) → body`."""
    return _binder(PI, domain, body)


def let(type_: Term, value: Term, body: Term) -> Term:
    """`let x : type_ := value; body`."""
    key = (LET, type_, value, body)
    term = _TABLE.get(key)
    if term is None:
        loose = max(type_.loose, value.loose, body.loose - 1)
        free = max(type_.free, value.free, body.free)
        term = _TABLE[key] = Term(
            LET, type_, value, body, loose, free, type_.params | value.params | body.params
        )
    return term


def lit(value: int | str) -> Term:
    """A literal natural number or string."""
    key = (LIT, type(value), value)
    term = _TABLE.get(key)
    if term is None:
        term = _TABLE[key] = Term(LIT, value, None, None, 0, 0, _NONE)
    return term


def proj(structure: str, index: int, term_: Term) -> Term:
    """Field `index` (from 0) of a term of that structure."""
    key = (PROJ, structure, index, term_)
    term = _TABLE.get(key)
    if term is None:
        term = _TABLE[key] = Term(PROJ, structure, index, term_, term_.loose, term_.free, term_.params)
    return term


def apply(function: Term, arguments: Sequence[Term]) -> Term:
    """`function a₁ ... aₙ`."""
    for argument in arguments:
        function = app(function, argument)
    return function


def spine(term: Term) -> tuple[Term, list[Term]]:
    """Head and arguments, first argument first."""
    arguments = []
    while term.kind == APP:
        arguments.append(term.b)
        term = term.a
    arguments.reverse()
    return term, arguments


def instantiate(term: Term, values: Sequence[Term]) -> Term:
    """Replace the loose bound variables 0, 1, ... by `values` (closed terms); higher ones move down."""
    if term.loose == 0 or not values:
        return term
    n = len(values)
    memo: dict[tuple[Term, int], Term] = {}

    def go(e: Term, depth: int) -> Term:
        if e.loose <= depth:
            return e
        kind = e.kind
        if kind == BVAR:
            index = e.a - depth
            return values[index] if index < n else bvar(e.a - n)
        key = (e, depth)
        result = memo.get(key)
        if result is None:
            if kind == APP:
                result = app(go(e.a, depth), go(e.b, depth))
            elif kind == LAM or kind == PI:
                result = _binder(kind, go(e.a, depth), go(e.b, depth + 1))
            elif kind == PROJ:
                result = proj(e.a, e.b, go(e.c, depth))
            else:
                result = let(go(e.a, depth), go(e.b, depth), go(e.c, depth + 1))
            memo[key] = result
        return result

    return go(term, 0)


def _rebuild(term: Term, skip: Callable[[Term], bool], leaf: Callable[[Term, int], Term]) -> Term:
    """Map over the leaves with the number of binders above each; whole subterms where `skip` holds stay."""
    memo: dict[tuple[Term, int], Term] = {}

    def go(e: Term, depth: int) -> Term:
        if skip(e):
            return e
        key = (e, depth)
        result = memo.get(key)
        if result is None:
            kind = e.kind
            if kind == APP:
                result = app(go(e.a, depth), go(e.b, depth))
            elif kind == LAM or kind == PI:
                result = _binder(kind, go(e.a, depth), go(e.b, depth + 1))
            elif kind == PROJ:
                result = proj(e.a, e.b, go(e.c, depth))
            elif kind == LET:
                result = let(go(e.a, depth), go(e.b, depth), go(e.c, depth + 1))
            else:
                result = leaf(e, depth)
            memo[key] = result
        return result

    return go(term, 0)


def abstract(term: Term, variables: Sequence[Term]) -> Term:
    """Turn free variables into loose bound ones: the last of `variables` becomes 0."""
    if not variables or term.free == 0:
        return term
    last = len(variables) - 1
    index = {v: last - i for i, v in enumerate(variables)}
    lowest = min(v.a for v in variables)
    return _rebuild(
        term,
        lambda e: e.free <= lowest,
        lambda e, depth: bvar(index[e] + depth) if e in index else e,
    )


def substitute_levels(term: Term, values: Mapping[str, Level]) -> Term:
    """Replace universe parameters."""
    if not term.params:
        return term

    def leaf(e: Term, _depth: int) -> Term:
        if e.kind == SORT:
            return sort(levels.substitute(e.a, values))
        if e.kind == CONST:
            return const(e.a, tuple(levels.substitute(u, values) for u in e.b))
        return e

    return _rebuild(term, lambda e: not e.params, leaf)


def constants(*terms: Term) -> set[str]:
    """Names of the constants in the terms, structures of projections included."""
    return scan(*terms)[0]


def scan(*terms: Term) -> tuple[set[str], set[type]]:
    """Names of the constants in the terms, and the types (int, str) of the literals in them."""
    names: set[str] = set()
    literals: set[type] = set()
    todo, seen = list(terms), set(terms)
    while todo:
        e = todo.pop()
        kind = e.kind
        if kind == APP:
            x = e.b
            if x not in seen:
                seen.add(x)
                todo.append(x)
            x = e.a
            if x not in seen:
                seen.add(x)
                todo.append(x)
        elif kind == LAM or kind == PI or kind == LET:
            for x in (e.a, e.b, e.c):
                if x is not None and x not in seen:
                    seen.add(x)
                    todo.append(x)
        elif kind == CONST:
            names.add(e.a)
        elif kind == LIT:
            literals.add(type(e.a))
        elif kind == PROJ:
            names.add(e.a)
            if e.c not in seen:
                seen.add(e.c)
                todo.append(e.c)
    return names, literals


def _show(e: Term, depth: int, room: list[int]) -> str:
    """A term for messages; `room` holds how many more terms may be written out."""
    room[0] -= 1
    if depth == 0 or room[0] < 0:
        return "…"
    kind = e.kind
    if kind == BVAR:
        return f"#{e.a}"
    if kind == FVAR:
        return f"x{e.a}"
    if kind == SORT:
        return f"Sort {e.a}"
    if kind == CONST:
        return str(e.a)
    if kind == APP:
        head, arguments = spine(e)
        return "(" + " ".join(_show(x, depth - 1, room) for x in (head, *arguments[: max(room[0], 1)])) + ")"
    if kind == LAM:
        return f"(fun {_show(e.a, depth - 1, room)} => {_show(e.b, depth - 1, room)})"
    if kind == PI:
        return f"({_show(e.a, depth - 1, room)} → {_show(e.b, depth - 1, room)})"
    if kind == LET:
        return f"(let {_show(e.b, depth - 1, room)}; {_show(e.c, depth - 1, room)})"
    if kind == LIT:
        return repr(e.a) if isinstance(e.a, str) or e.a.bit_length() < 1024 else "a large number"
    return f"{_show(e.c, depth - 1, room)}.{e.b}"
