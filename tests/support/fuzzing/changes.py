"""Declarations with something changed in a term."""

from __future__ import annotations

from surgery import binders_above, lifted, occurrences, put
from worlds import BOOL, INTRO, TRUE, TYPE, YES

from fuzzing.base import Base
from fuzzing.types import TYPES, ZERO_N
from proofgrad.bridge.checker.declarations import Declaration, Definition, Opaque, Theorem
from proofgrad.bridge.checker.levels import succ
from proofgrad.bridge.checker.terms import (
    APP,
    CONST,
    LAM,
    PI,
    SORT,
    Term,
    app,
    bvar,
    const,
    lam,
    lit,
    pi,
    proj,
    sort,
)


class Changes(Base):
    """Random parts of terms are put elsewhere, or others in their place."""

    def changed(self, prefix: str) -> list[Declaration]:
        """A declaration of the foundation with a part of it changed, or two."""
        rng = self.rng
        seed = rng.choice(self.valued)
        type_, value, levels = seed.type, seed.value, seed.level_params
        for _ in range(rng.choice((0, 1, 1, 1, 2))):
            if rng.random() < 0.3:
                type_ = self.mutated(type_, 0)
            else:
                value = self.mutated(value, 0)
        if rng.random() < 0.06:
            levels = rng.choice(((), ("u",), ("v", "u"), ("u", "u"), (*levels, "extra")))
        make = type(seed) if rng.random() < 0.75 else rng.choice((Theorem, Definition, Opaque))
        return [make(f"{prefix}.d", tuple(levels), type_, value)]

    def mutated(self, term: Term, depth: int) -> Term:
        """The term with a random part changed."""
        rng = self.rng
        places = list(occurrences(term))
        place, old = rng.choice(places)
        inside = depth + binders_above(term, place)
        kind = rng.randrange(9)
        new = old
        if kind == 0:
            new = rng.choice(places)[1]
        elif kind == 1:
            other = rng.choice(self.names)
            new = const(other.name, tuple(self.level() for _ in other.level_params))
        elif kind == 2 and inside:
            new = bvar(rng.randrange(inside))
        elif kind == 3 and old.kind == APP:
            new = rng.choice((app(old.b, old.a), old.a, old.b, app(old, old.b)))
        elif kind == 4 and old.kind in (LAM, PI):
            new = rng.choice((lam(old.a, old.b), pi(old.a, old.b), pi(TYPE, old.b), lam(BOOL, old.b)))
        elif kind == 5:
            structure = rng.choice(self.inductives)
            new = proj(structure.name, rng.randrange(3), old)
        elif kind == 6 and old.kind in (SORT, CONST):
            new = self._other_levels(old)
        elif kind == 7:
            new = rng.choice((lit(rng.randrange(3)), sort(self.level()), YES, TRUE, INTRO, BOOL))
        elif kind == 8:
            new = app(lam(rng.choice(TYPES), lifted(old)), rng.choice((YES, INTRO, ZERO_N)))
        return term if new.loose > inside else put(term, place, new)

    def _other_levels(self, term: Term) -> Term:
        if term.kind == SORT:
            return sort(self.rng.choice((self.level(), succ(term.a))))
        levels = list(term.b)
        if levels and self.rng.random() < 0.8:
            levels[self.rng.randrange(len(levels))] = self.level()
        else:
            levels.append(self.level())
        return const(term.a, tuple(levels))
