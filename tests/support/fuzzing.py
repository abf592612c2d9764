"""Random declarations on a foundation, good and bad: proofs that compare terms, terms and types with
something changed, inductive types of random shape, recursors that are tampered with."""

from __future__ import annotations

import contextlib
import dataclasses
import random
from collections.abc import Iterator, Sequence

from worlds import BOOL, FALSE, INTRO, NO, PROP, TRUE, TYPE, YES, arity, completed, equal, refl

from proofgrad.bridge.checker.arithmetic import NAT_OPERATIONS
from proofgrad.bridge.checker.declarations import (
    Axiom,
    Constructor,
    Declaration,
    Definition,
    Inductive,
    Opaque,
    Recursor,
    RecursorRule,
    Rejected,
    Theorem,
    Undecided,
)
from proofgrad.bridge.checker.kernel import Kernel
from proofgrad.bridge.checker.levels import ONE, ZERO, Level, imax, max_, param, succ
from proofgrad.bridge.checker.reduction import UNARY
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
    sort,
)

N, NAT = const("N"), const("Nat")
ZERO_N, SUCC_N = const("N.zero"), const("N.succ")
UNIT = const("PUnit", (ONE,))
LIST = app(const("List", (ZERO,)), BOOL)
PAIR = apply(const("Prod", (ZERO, ZERO)), (BOOL, N))
BOTH = apply(const("And"), (TRUE, TRUE))
SAME = equal(BOOL, YES, YES)
MAP, STEP = pi(BOOL, BOOL), pi(N, N)
TWO, ONLY = const("TwoBool"), const("NewSingleton")
TYPES = (BOOL, N, NAT, LIST, PAIR, UNIT, MAP, STEP, TWO, ONLY, TRUE, BOTH, SAME, PROP)
DEEPEST = 120  # the writer of files needs depths that Lean counts exactly


class Fuzzer:
    """Makes cases: lists of declarations, whose names begin with the case's own."""

    def __init__(self, foundation: Sequence[Declaration], seed: int) -> None:
        self.rng = random.Random(seed)
        self.kernel = Kernel()
        for declaration in foundation:
            self.kernel.assume(declaration)
        self.kernel.settle()
        self.foundation = list(foundation)
        self.valued = [d for d in foundation if isinstance(d, (Definition, Theorem)) and _is_safe(d)]
        self.inductives = [d for d in foundation if isinstance(d, Inductive)]
        self.names = [d for d in foundation if _is_safe(d) and not isinstance(d, Axiom)]

    def case(self, number: int) -> list[Declaration]:
        """The case of that number."""
        prefix = f"c{number}"
        kinds = (
            *(self.comparison, self.comparison, self.comparison, self.changed, self.changed, self.changed),
            *(self.inductive, self.inductive, self.inductive, self.tampered, self.universes, self.arithmetic),
        )
        while True:
            kind = self.rng.choice(kinds)
            with contextlib.suppress(Rejected, Undecided, RecursionError):
                made = kind(prefix)
                if made and all(_depth(t) < DEEPEST for d in made for t in _terms(d)):
                    return made

    # Comparisons: `∀ xs, a = b` by reflexivity

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
            return lam(type_.a, app(_lifted(term), bvar(0)))
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
        closed = [(place, e) for place, e in _places(opened) if not e.loose]
        place, part = self.rng.choice(closed)
        return abstract(_put(opened, place, self.kernel.whnf(part)), variables)

    # Universes

    def universes(self, prefix: str) -> list[Declaration]:
        """The identity from one universe to another: are their levels the same?"""
        rng = self.rng
        a = self.level(rng.randrange(1, 5))
        b = self._other_level(a) if rng.random() < 0.7 else self.level(rng.randrange(1, 5))
        return [Definition(f"{prefix}.l", ("u", "v"), pi(sort(a), sort(b)), lam(sort(a), bvar(0)))]

    def _other_level(self, level: Level) -> Level:
        """A level that is the same, or nearly."""
        rng = self.rng
        kind = rng.randrange(8)
        other = self.level(1)
        if kind == 0:
            return max_(level, level)
        if kind == 1:
            return imax(level, level)
        if kind == 2:
            return max_(level, other)
        if kind == 3:
            return imax(other, level)
        if level.kind in (2, 3):
            make = max_ if (level.kind == 2) != (kind == 4) else imax
            parts = (level.b, level.a) if kind == 5 else (level.a, level.b)
            at = rng.randrange(2)
            parts = tuple(self._other_level(x) if i == at and kind > 5 else x for i, x in enumerate(parts))
            return make(*parts)
        return succ(level) if kind == 4 else level

    # Numbers

    def arithmetic(self, prefix: str) -> list[Declaration]:
        """An expression in the operations that Lean computes by name is said to be a number."""
        rng = self.rng
        term, value = self._computed(rng.randrange(1, 4))
        type_ = BOOL if isinstance(value, bool) else NAT
        if rng.random() < 0.35:
            value = (not value) if isinstance(value, bool) else max(0, value + rng.choice((-1, 1, 1 << 64)))
        said = (YES if value else NO) if isinstance(value, bool) else lit(value)
        proof = refl(type_, rng.choice((term, said)))
        return [Theorem(f"{prefix}.n", (), equal(type_, term, said), proof)]

    def _computed(self, depth: int) -> tuple[Term, int | bool]:
        rng = self.rng
        if depth == 0:
            value = rng.choice((0, 1, 2, 3, 7, 12, 255, 1000003, (1 << 64) - 1, 3**50))
            small = app(const("Nat.succ"), lit(value - 1)) if value and rng.random() < 0.2 else lit(value)
            return (const("Nat.zero") if not value and rng.random() < 0.3 else small), value
        name = rng.choice(list(NAT_OPERATIONS))
        (a, x), (b, y) = self._computed(depth - 1), self._computed(rng.randrange(depth))
        if isinstance(x, bool) or isinstance(y, bool) or (name in ("Nat.pow", "Nat.shiftLeft") and y > 300):
            return self._computed(depth - 1)
        if name in ("Nat.pow", "Nat.shiftLeft") and x.bit_length() > 300:
            return self._computed(depth - 1)
        result = NAT_OPERATIONS[name](x, y)
        assert result is not None
        call = app(const(name), a)
        return (call if name in UNARY else app(call, b)), result

    # Something changed in a term

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
        places = list(_places(term))
        place, old = rng.choice(places)
        inside = depth + _binders(term, place)
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
            new = app(lam(rng.choice(TYPES), _lifted(old)), rng.choice((YES, INTRO, ZERO_N)))
        return term if new.loose > inside else _put(term, place, new)

    def _other_levels(self, term: Term) -> Term:
        if term.kind == SORT:
            return sort(self.rng.choice((self.level(), succ(term.a))))
        levels = list(term.b)
        if levels and self.rng.random() < 0.8:
            levels[self.rng.randrange(len(levels))] = self.level()
        else:
            levels.append(self.level())
        return const(term.a, tuple(levels))

    def level(self, depth: int = 2) -> Level:
        """A random universe level."""
        rng = self.rng
        if depth == 0 or rng.random() < 0.5:
            return rng.choice((ZERO, ONE, succ(ONE), param("u"), param("v")))
        if rng.random() < 0.4:
            return succ(self.level(depth - 1))
        return rng.choice((max_, imax))(self.level(depth - 1), self.level(depth - 1))

    # Inductive types

    def inductive(self, prefix: str) -> list[Declaration]:
        """A random block, with its recursors if there are any, sometimes tampered with."""
        rng = self.rng
        levels = rng.choice(((), (), (), ("u",)))
        result = rng.choice((PROP, TYPE, TYPE, TYPE, sort(succ(ONE)), sort(self.level())))
        if rng.random() < 0.04:  # a sort only after reduction
            wrapped = apply(const("id", (succ(succ(ONE)),)), (sort(succ(ONE)), TYPE))
            result = rng.choice((wrapped, let(sort(succ(ONE)), TYPE, bvar(0)), BOOL))
        if not levels:
            result = result if not result.params else TYPE
        params = [rng.choice((TYPE, PROP, BOOL)) for _ in range(rng.choice((0, 0, 0, 1, 1, 2)))]
        names = [f"{prefix}.T"] + ([f"{prefix}.S"] if rng.random() < 0.2 else [])
        indices = {name: [rng.choice((BOOL, N)) for _ in range(rng.choice((0, 0, 0, 1)))] for name in names}
        own = {name: const(name, tuple(map(param, levels))) for name in names}
        types, constructors = [], []
        for name in names:
            header = result
            for domain in reversed([*params, *indices[name]]):
                header = pi(domain, header)
            made = []
            for j in range(rng.choice((0, 1, 1, 2, 2, 3))):
                fields: list[Term] = []
                for _ in range(rng.choice((0, 1, 1, 2, 3))):
                    fields.append(self.field(params, fields, own, indices, result))
                end = self._applied(own[name], len(params), len(fields), indices[name], 0)
                for domain in reversed([*params, *fields]):
                    end = pi(domain, end)
                made.append((f"{name}.k{j}", end))
            types.append(
                Inductive(
                    name,
                    levels,
                    header,
                    params=len(params),
                    indices=len(indices[name]),
                    all=tuple(names),
                    constructors=tuple(k for k, _ in made),
                )
            )
            constructors.append(
                [
                    Constructor(
                        k,
                        levels,
                        type_,
                        inductive=name,
                        index=j,
                        params=len(params),
                        fields=arity(type_) - len(params),
                    )
                    for j, (k, type_) in enumerate(made)
                ]
            )
        recursors: list[Recursor] = []
        with contextlib.suppress(Rejected, Undecided):
            types, recursors = completed(self.kernel, types, constructors)
        block: list[Declaration] = [*types, *(c for cs in constructors for c in cs), *recursors]
        if rng.random() < 0.12:
            return self.tamper(block)
        uses = self._uses(prefix, block) if recursors and rng.random() < 0.5 else []
        return [*block, *uses]

    def _applied(self, head: Term, params: int, depth: int, indices: Sequence[Term], wrong: float) -> Term:
        """`T params indices`, `depth` binders below the parameters."""
        rng = self.rng
        arguments = [bvar(depth + params - 1 - i) for i in range(params)]
        if arguments and rng.random() < wrong:
            arguments[rng.randrange(params)] = rng.choice((BOOL, TRUE, bvar(depth)))
        for domain in indices:
            arguments.append(rng.choice((YES, NO)) if domain is BOOL else ZERO_N)
        return apply(head, arguments)

    def field(
        self,
        params: Sequence[Term],
        fields: Sequence[Term],
        own: dict[str, Term],
        indices: dict[str, list[Term]],
        result: Term,
    ) -> Term:
        """The type of a field; most are allowed."""
        rng, depth = self.rng, len(fields)
        name = rng.choice(list(own))
        rec = lambda d=0: self._applied(own[name], len(params), depth + d, indices[name], 0.05)  # noqa: E731
        listed = lambda t: app(const("List", (ZERO,)), t)  # noqa: E731
        kind = rng.randrange(16)
        if kind < 4:
            return rng.choice((BOOL, N, TRUE, UNIT, SAME, LIST))
        if kind < 8:
            return rec()
        if kind == 8:
            return pi(rng.choice((BOOL, N)), rec(1))
        if kind == 9:
            return listed(rec())
        if kind == 10:
            return apply(
                const("Prod", (ZERO, ZERO)), rng.choice(((rec(), BOOL), (BOOL, rec()), (rec(), rec())))
            )
        if kind == 11:
            return rng.choice(
                (apply(const("And"), (rec(), TRUE)), listed(listed(rec())), pi(BOOL, listed(rec(1))))
            )
        if kind == 12:
            return rng.choice((pi(rec(), BOOL), pi(pi(BOOL, rec(2)), rec(1)), apply(own[name], [rec()])))
        if kind == 13:
            return rng.choice((TYPE, PROP, sort(self.level()) if result.params else PROP))
        if kind == 14 and params:
            return bvar(depth + rng.randrange(len(params)))
        ignoring = apply(const("constType"), (BOOL, rec()))
        return rng.choice(
            (app(lam(TYPE, bvar(0)), rec()), ignoring, let(TYPE, BOOL, bvar(0)), pi(rec(), rec(1)))
        )

    def _uses(self, prefix: str, block: Sequence[Declaration]) -> list[Declaration]:
        """Projections from the block's types, typed as this checker thinks."""
        kernel, rng = self.kernel, self.rng
        for declaration in block:
            if declaration.name not in kernel.env:
                kernel.assume(declaration)
        found: list[Declaration] = []
        for t in (d for d in block if isinstance(d, Inductive)):
            if not t.constructors:
                continue
            owner = const(t.name, tuple(map(param, t.level_params)))
            variables: list[Term] = []
            type_ = t.type
            while type_.kind == PI:
                variables.append(fvar(len(variables), type_.a))
                type_ = instantiate(type_.b, (variables[-1],))
            variables.append(fvar(len(variables), apply(owner, variables)))
            projected = proj(t.name, rng.randrange(3), variables[-1])
            try:
                of = kernel.check(projected)
            except Rejected:
                of = rng.choice((BOOL, TRUE, N))
            name = f"{prefix}.p{len(found)}"
            value = kernel.bind_lam(variables, projected)
            found.append(Definition(name, t.level_params, kernel.bind_pi(variables, of), value))
        return found

    # Blocks that are tampered with

    def tampered(self, prefix: str) -> list[Declaration]:
        """A block of the foundation under other names, with something changed."""
        seed = self.rng.choice([t for t in self.inductives if t.all[:1] == (t.name,) and not t.unsafe])
        block = [d for d in self.foundation if _block(d) == seed.all]
        names = {d.name: f"{prefix}.{d.name}" for d in block}
        renamed = [_renamed(d, names) for d in block]
        return self.tamper(renamed) if self.rng.random() < 0.85 else renamed

    def tamper(self, block: list[Declaration]) -> list[Declaration]:
        """Change one declaration of a block."""
        rng = self.rng
        i = rng.randrange(len(block))
        d = block[i]
        kind = rng.randrange(6)
        if kind == 0:
            new: Declaration = dataclasses.replace(d, type=self.mutated(d.type, 0))
        elif isinstance(d, Recursor):
            new = self._other_recursor(d, kind)
        elif isinstance(d, Constructor):
            which = rng.choice(("fields", "params", "index"))
            new = dataclasses.replace(d, **{which: max(0, getattr(d, which) + rng.choice((-1, 1)))})
        else:
            assert isinstance(d, Inductive)
            which = rng.choice(("params", "indices", "is_recursive", "is_reflexive", "nested"))
            old = getattr(d, which)
            value = not old if isinstance(old, bool) else max(0, old + rng.choice((-1, 1)))
            new = dataclasses.replace(d, **{which: value})
        return [*block[:i], new, *block[i + 1 :]]

    def _other_recursor(self, rec: Recursor, kind: int) -> Recursor:
        rng = self.rng
        if kind == 1:
            return dataclasses.replace(rec, k=not rec.k)
        if kind == 2:
            which = rng.choice(("params", "indices", "motives", "minors"))
            return dataclasses.replace(rec, **{which: max(0, getattr(rec, which) + rng.choice((-1, 1)))})
        rules = list(rec.rules)
        if not rules:
            return dataclasses.replace(rec, level_params=(*rec.level_params, "w"))
        at = rng.randrange(len(rules))
        if kind == 3:
            del rules[at]
        elif kind == 4:
            rules[at] = RecursorRule(rules[at].constructor, rules[at].fields, rng.choice(rules).rhs)
        else:
            rules[at] = RecursorRule(rules[at].constructor, rules[at].fields, self.mutated(rules[at].rhs, 0))
        return dataclasses.replace(rec, rules=tuple(rules))


def _is_safe(d: Declaration) -> bool:
    return not getattr(d, "unsafe", False) and getattr(d, "safety", "safe") == "safe"


def _block(d: Declaration) -> tuple[str, ...]:
    if isinstance(d, (Inductive, Recursor)):
        return d.all
    return (d.inductive,) if isinstance(d, Constructor) else ()


def _renamed(d: Declaration, names: dict[str, str]) -> Declaration:
    """A member of a block under another name, the block's constants renamed in it."""
    new = lambda name: names.get(name, name)  # noqa: E731
    changes: dict[str, object] = {"name": new(d.name), "type": _with(d.type, names)}
    if isinstance(d, (Inductive, Recursor)):
        changes["all"] = tuple(map(new, d.all))
    if isinstance(d, Inductive):
        changes["constructors"] = tuple(map(new, d.constructors))
    elif isinstance(d, Constructor):
        changes["inductive"] = new(d.inductive)
    elif isinstance(d, Recursor):
        changes["rules"] = tuple(
            RecursorRule(new(r.constructor), r.fields, _with(r.rhs, names)) for r in d.rules
        )
    return dataclasses.replace(d, **changes)


def _with(term: Term, names: dict[str, str]) -> Term:
    for place, e in list(_places(term, shared=True)):
        if e.kind == CONST and e.a in names:
            term = _put(term, place, const(names[e.a], e.b))
    return term


def _parts(e: Term) -> tuple[Term, ...]:
    if e.kind in (APP, LAM, PI):
        return e.a, e.b
    if e.kind == LET:
        return e.a, e.b, e.c
    return (e.c,) if e.kind == PROJ else ()


def _places(term: Term, shared: bool = False) -> Iterator[tuple[tuple[int, ...], Term]]:
    """Occurrences of subterms, each with the way to it; of the same one only the first, unless `shared`."""
    todo: list[tuple[tuple[int, ...], Term]] = [((), term)]
    seen = set()
    while todo:
        place, e = todo.pop()
        if not shared and e in seen:
            continue
        seen.add(e)
        yield place, e
        todo += [((*place, i), part) for i, part in enumerate(_parts(e))]


def _binders(term: Term, place: tuple[int, ...]) -> int:
    count = 0
    for at in place:
        count += (term.kind in (LAM, PI) and at == 1) or (term.kind == LET and at == 2)
        term = _parts(term)[at]
    return count


def _put(e: Term, place: tuple[int, ...], new: Term) -> Term:
    """The term with another subterm at that place."""
    if not place:
        return new
    at, rest = place[0], place[1:]
    if e.kind == PROJ:
        return proj(e.a, e.b, _put(e.c, rest, new))
    parts = list(_parts(e))
    parts[at] = _put(parts[at], rest, new)
    return {APP: app, LAM: lam, PI: pi, LET: let}[e.kind](*parts)


def _lifted(term: Term, by: int = 1, below: int = 0) -> Term:
    """The term under more binders."""
    if term.loose <= below:
        return term
    kind = term.kind
    if kind == APP:
        return app(_lifted(term.a, by, below), _lifted(term.b, by, below))
    if kind in (LAM, PI):
        return (lam if kind == LAM else pi)(_lifted(term.a, by, below), _lifted(term.b, by, below + 1))
    if kind == LET:
        parts = (_lifted(term.a, by, below), _lifted(term.b, by, below), _lifted(term.c, by, below + 1))
        return let(*parts)
    if kind == PROJ:
        return proj(term.a, term.b, _lifted(term.c, by, below))
    return bvar(term.a + by)


def _terms(d: Declaration) -> Iterator[Term]:
    yield d.type
    if isinstance(d, (Definition, Theorem, Opaque)):
        yield d.value
    if isinstance(d, Recursor):
        yield from (r.rhs for r in d.rules)


def _depth(term: Term) -> int:
    """How deeply a term is nested."""
    memo: dict[Term, int] = {}

    def go(e: Term) -> int:
        found = memo.get(e)
        if found is None:
            found = memo[e] = 1 + max(map(go, _parts(e)), default=0)
        return found

    return go(term)


__all__ = ["LIT", "Fuzzer"]
