"""From constants as they stand in .olean files to declarations of the checker: names of binders are
forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from proofgrad.bridge.checker import declarations as d
from proofgrad.bridge.checker import levels, terms
from proofgrad.bridge.checker.strings import STRING_NEEDS
from proofgrad.bridge.olean import constants as o
from proofgrad.bridge.olean import terms as t

__all__ = ["Importer"]

_ABBREVIATION = 1 << 40  # unfolded before everything else


class Importer:
    """Converts terms once each, however often they are shared."""

    def __init__(self) -> None:
        self._terms: dict[t.Term, terms.Term] = {}
        self._levels: dict[t.Level, levels.Level] = {}

    def level(self, level: t.Level) -> levels.Level:
        """Convert a universe level."""
        result = self._levels.get(level)
        if result is None:
            if isinstance(level, t.Succ):
                result = levels.succ(self.level(level.of))
            elif isinstance(level, t.Max):
                result = levels.max_(self.level(level.left), self.level(level.right))
            elif isinstance(level, t.IMax):
                result = levels.imax(self.level(level.left), self.level(level.right))
            elif isinstance(level, t.Param):
                result = levels.param(level.name)
            else:
                result = levels.ZERO
            self._levels[level] = result
        return result

    def term(self, term: t.Term) -> terms.Term:
        """Convert a term, children first, without recursion."""
        memo = self._terms
        todo = [term]
        while todo:
            e = todo[-1]
            if e in memo:
                todo.pop()
                continue
            kind = type(e)
            if kind is t.App:
                assert isinstance(e, t.App)
                f, x = memo.get(e.fn), memo.get(e.arg)
                if f is None or x is None:
                    if f is None:
                        todo.append(e.fn)
                    if x is None:
                        todo.append(e.arg)
                    continue
                memo[e] = terms.app(f, x)
            elif isinstance(e, t.Binding):
                a, b = memo.get(e.domain), memo.get(e.body)
                if a is None or b is None:
                    todo += [e.body, e.domain]
                    continue
                memo[e] = terms.lam(a, b) if kind is t.Lambda else terms.pi(a, b)
            elif isinstance(e, t.Let):
                a, v, b = memo.get(e.type), memo.get(e.value), memo.get(e.body)
                if a is None or v is None or b is None:
                    todo += [e.body, e.value, e.type]
                    continue
                memo[e] = terms.let(a, v, b)
            elif isinstance(e, t.Proj):
                x = memo.get(e.of)
                if x is None:
                    todo.append(e.of)
                    continue
                memo[e] = terms.proj(e.structure, e.index, x)
            else:
                memo[e] = self._leaf(e)
            todo.pop()
        return memo[term]

    def _leaf(self, e: t.Term) -> terms.Term:
        if isinstance(e, t.BVar):
            return terms.bvar(e.index)
        if isinstance(e, t.Const):
            return terms.const(e.name, tuple(self.level(u) for u in e.levels))
        if isinstance(e, t.Sort):
            return terms.sort(self.level(e.level))
        if isinstance(e, t.Lit):
            return terms.lit(e.value)
        raise d.Rejected("a free variable in a stored term")

    def declaration(self, c: o.Constant) -> d.Declaration:
        """Convert a constant with its terms. Raises OleanError if a term in the file is damaged."""
        convert: dict[type[o.Constant], Callable[..., d.Declaration]] = {
            o.Axiom: self._axiom,
            o.Definition: self._definition,
            o.Theorem: self._theorem,
            o.Opaque: self._opaque,
            o.Quotient: self._quotient,
            o.Inductive: self._inductive,
            o.Constructor: self._constructor,
            o.Recursor: self._recursor,
        }
        return convert[type(c)](c)

    def _axiom(self, c: o.Axiom) -> d.Declaration:
        return d.Axiom(c.name, c.levels, self.term(c.type), unsafe=c.unsafe)

    def _definition(self, c: o.Definition) -> d.Declaration:
        height = c.hints + 1 if isinstance(c.hints, int) else (_ABBREVIATION if c.hints == "abbrev" else 0)
        return d.Definition(
            c.name, c.levels, self.term(c.type), self.term(c.value), height=height, safety=c.safety
        )

    def _theorem(self, c: o.Theorem) -> d.Declaration:
        return d.Theorem(c.name, c.levels, self.term(c.type), self.term(c.value))

    def _opaque(self, c: o.Opaque) -> d.Declaration:
        return d.Opaque(c.name, c.levels, self.term(c.type), self.term(c.value), unsafe=c.unsafe)

    def _quotient(self, c: o.Quotient) -> d.Declaration:
        return d.Quotient(c.name, c.levels, self.term(c.type), which=c.role)

    def _inductive(self, c: o.Inductive) -> d.Declaration:
        return d.Inductive(
            c.name,
            c.levels,
            self.term(c.type),
            params=c.params,
            indices=c.indices,
            all=c.all,
            constructors=c.ctors,
            nested=c.nested,
            is_recursive=c.recursive,
            is_reflexive=c.reflexive,
            unsafe=c.unsafe,
        )

    def _constructor(self, c: o.Constructor) -> d.Declaration:
        return d.Constructor(
            c.name,
            c.levels,
            self.term(c.type),
            inductive=c.inductive,
            index=c.index,
            params=c.params,
            fields=c.fields,
            unsafe=c.unsafe,
        )

    def _recursor(self, c: o.Recursor) -> d.Declaration:
        return d.Recursor(
            c.name,
            c.levels,
            self.term(c.type),
            all=c.all,
            params=c.params,
            indices=c.indices,
            motives=c.motives,
            minors=c.minors,
            rules=tuple(d.RecursorRule(r.ctor, r.fields, self.term(r.value)) for r in c.rules),
            k=c.k,
            unsafe=c.unsafe,
        )


def stands_on(declaration: d.Declaration) -> Iterable[str]:
    """The names that a declaration needs directly; of a block all that belongs to it."""
    found = [declaration.type]
    if isinstance(declaration, d.Definition | d.Theorem | d.Opaque):
        found.append(declaration.value)
    elif isinstance(declaration, d.Recursor):
        found += [rule.rhs for rule in declaration.rules]
        yield from declaration.all
    elif isinstance(declaration, d.Inductive):
        yield from (*declaration.all, *declaration.constructors, *(f"{n}.rec" for n in declaration.all))
        yield from (f"{declaration.all[0]}.rec_{i + 1}" for i in range(declaration.nested))
    elif isinstance(declaration, d.Constructor):
        yield declaration.inductive
    elif isinstance(declaration, d.Quotient):
        yield from ("Quot", "Quot.mk", "Quot.lift", "Quot.ind", "Eq")
    used, literals = terms.scan(*found)
    yield from used
    if str in literals:
        yield from STRING_NEEDS
    if int in literals:
        yield "Nat"
