"""Inductive types of random shape."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from worlds import BOOL, NO, PROP, TRUE, TYPE, YES, arity, completed

from fuzzing.tampering import Tampering
from fuzzing.types import LIST, SAME, UNIT, ZERO_N, N
from proofgrad.bridge.checker.declarations import (
    Constructor,
    Declaration,
    Definition,
    Inductive,
    Recursor,
    Rejected,
    Undecided,
)
from proofgrad.bridge.checker.levels import ONE, ZERO, param, succ
from proofgrad.bridge.checker.terms import (
    PI,
    Term,
    app,
    apply,
    bvar,
    const,
    fvar,
    instantiate,
    lam,
    let,
    pi,
    proj,
    sort,
)


class Inductives(Tampering):
    """Random blocks with their recursors."""

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
