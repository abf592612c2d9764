"""Comparisons: `∀ xs, a = b` by reflexivity."""

from __future__ import annotations

from collections.abc import Sequence

from surgery import lifted, occurrences, put
from worlds import BOOL, FALSE, INTRO, NO, PROP, TRUE, YES, equal, refl

from fuzzing.changes import Changes
from fuzzing.types import BOTH, LIST, MAP, NAT, ONLY, PAIR, SAME, SUCC_N, TWO, TYPES, UNIT, ZERO_N, N
from proofgrad.bridge.checker.declarations import Declaration, Theorem
from proofgrad.bridge.checker.levels import ONE, ZERO
from proofgrad.bridge.checker.terms import (
    PI,
    Term,
    abstract,
    app,
    apply,
    bvar,
    const,
    fvar,
    instantiate,
    lam,
    let,
    lit,
    pi,
    proj,
)


class Comparisons(Changes):
    """Terms of one type that are said to be equal by definition."""

    def comparison(self, prefix: str) -> list[Declaration]:
        """Two terms of one type are said to be equal by definition: one a form of the other, or not."""
        rng = self.rng
        type_ = rng.choice(TYPES)
        context = [rng.choice(TYPES) for _ in range(rng.choice((0, 0, 1, 2)))]
        a = self.member(type_, context, rng.randrange(2, 6))
        choice = rng.random()
        if choice < 0.55:
            b = a
            for _ in range(rng.randrange(1, 4)):
                b = self.another_form(b, type_, context)
        elif choice < 0.8:
            b = self.mutated(a, len(context))
        else:
            b = self.member(type_, context, rng.randrange(1, 4))
        level = ZERO if type_ in (TRUE, BOTH, SAME) else ONE
        statement, proof = equal(type_, a, b, level), refl(type_, rng.choice((a, b)), level)
        for domain in reversed(context):
            statement, proof = pi(domain, statement), lam(domain, proof)
        return [Theorem(f"{prefix}.t", (), statement, proof)]

    def member(self, type_: Term, context: Sequence[Term], depth: int) -> Term:
        """A random term of a closed type, in a context of closed types (the last one is bound variable 0)."""
        rng = self.rng
        own = [i for i, t in enumerate(reversed(context)) if t is type_]
        if own and rng.random() < 0.5:
            return bvar(rng.choice(own))
        if depth <= 0 or rng.random() < 0.35:
            return self.constructed(type_, context, depth - 1)
        go = lambda t, c=context: self.member(t, c, depth - 1)  # noqa: E731
        level = ZERO if type_ in (TRUE, BOTH, SAME) else ONE
        kind = rng.randrange(7)
        other = rng.choice(TYPES)
        if kind == 0:
            return apply(const("Bool.rec", (level,)), (lam(BOOL, type_), go(type_), go(type_), go(BOOL)))
        if kind == 1:
            step = lam(N, lam(type_, go(type_, [*context, N, type_])))
            return apply(const("N.rec", (level,)), (lam(N, type_), go(type_), step, go(N)))
        if kind == 2:
            return app(lam(other, go(type_, [*context, other])), go(other))
        if kind == 3:
            return let(other, go(other), go(type_, [*context, other]))
        if kind == 4 and type_ in (BOOL, N):
            return proj("Prod", 0 if type_ is BOOL else 1, go(PAIR))
        if kind == 4 and type_ is TRUE:
            return proj("And", rng.randrange(2), go(BOTH))
        if kind == 5:
            motive = lam(BOOL, lam(equal(BOOL, YES, bvar(0)), type_))
            proof = go(SAME)
            return apply(const("Eq.rec", (level, ONE)), (BOOL, YES, motive, go(type_), YES, proof))
        if kind == 6 and type_ is BOOL:
            return app(go(MAP), go(BOOL))
        return self.constructed(type_, context, depth - 1)

    def constructed(self, type_: Term, context: Sequence[Term], depth: int) -> Term:
        """The same, beginning with a constructor."""
        rng = self.rng
        go = lambda t: self.member(t, context, depth)  # noqa: E731
        if type_.kind == PI:
            return lam(type_.a, self.member(type_.b, [*context, type_.a], depth))
        if type_ is N:
            return ZERO_N if depth <= 0 or rng.random() < 0.4 else app(SUCC_N, go(N))
        if type_ is NAT:
            succ_ = const("Nat.succ")
            return (
                lit(rng.randrange(4)) if rng.random() < 0.6 else app(succ_, go(NAT)) if depth > 0 else lit(0)
            )
        if type_ is LIST:
            if depth <= 0 or rng.random() < 0.4:
                return app(const("List.nil", (ZERO,)), BOOL)
            return apply(const("List.cons", (ZERO,)), (BOOL, go(BOOL), go(LIST)))
        if type_ is PAIR:
            return apply(const("Prod.mk", (ZERO, ZERO)), (BOOL, N, go(BOOL), go(N)))
        if type_ is TWO:
            return apply(const("TwoBool.mk"), (go(BOOL), go(BOOL)))
        if type_ is BOTH:
            return apply(const("And.intro"), (TRUE, TRUE, go(TRUE), go(TRUE)))
        if type_ is PROP:
            some = equal(BOOL, go(BOOL), go(BOOL)) if depth > 0 else TRUE
            return rng.choice((TRUE, FALSE, BOTH, some))
        fixed = {
            TRUE: INTRO,
            SAME: refl(BOOL, YES),
            UNIT: const("PUnit.unit", (ONE,)),
            ONLY: const("NewSingleton.mk"),
        }
        return fixed.get(type_) or rng.choice((YES, NO))

    def another_form(self, term: Term, type_: Term, context: Sequence[Term]) -> Term:
        """A term that should be equal by definition."""
        rng = self.rng
        kind = rng.randrange(7)
        if kind == 0 and type_.kind == PI:
            return lam(type_.a, app(lifted(term), bvar(0)))
        if kind == 1 and type_ is PAIR:
            return apply(
                const("Prod.mk", (ZERO, ZERO)), (BOOL, N, proj("Prod", 0, term), proj("Prod", 1, term))
            )
        if kind == 1 and type_ is TWO:
            return apply(const("TwoBool.mk"), (proj("TwoBool", 0, term), proj("TwoBool", 1, term)))
        if kind == 2 and type_ in (UNIT, ONLY, TRUE, BOTH, SAME):
            return self.member(type_, context, 3)
        if kind == 3:
            return app(lam(type_, bvar(0)), term)
        if kind == 4:
            return let(type_, term, bvar(0))
        return self._reduced(term, context)

    def _reduced(self, term: Term, context: Sequence[Term]) -> Term:
        """The term with one part of it in weak head normal form."""
        variables = [fvar(i, t) for i, t in enumerate(context)]
        opened = instantiate(term, variables[::-1])
        closed = [(place, e) for place, e in occurrences(opened) if not e.loose]
        place, part = self.rng.choice(closed)
        return abstract(put(opened, place, self.kernel.whnf(part)), variables)
