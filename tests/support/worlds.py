"""Small environments for the second checker, built declaration by declaration, recursors included."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from proofgrad.bridge.checker.declarations import (
    Axiom,
    Constructor,
    Declaration,
    Definition,
    Inductive,
    Opaque,
    Quotient,
    Recursor,
    Rejected,
    Theorem,
    Undecided,
)
from proofgrad.bridge.checker.driver import recheck_declarations
from proofgrad.bridge.checker.inductive import Block, InductiveChecker
from proofgrad.bridge.checker.kernel import Kernel
from proofgrad.bridge.checker.levels import ONE, ZERO, param
from proofgrad.bridge.checker.nested import unnest
from proofgrad.bridge.checker.terms import PI, Term, abstract, app, apply, bvar, const, fvar, lam, pi, sort
from proofgrad.bridge.checker.verdicts import Recheck
from proofgrad.bridge.olean.names import join

PROP, TYPE = sort(ZERO), sort(ONE)
U, V = param("u"), param("v")
ABBREVIATION = 1 << 40
TypeSpec = tuple[str, Term, Mapping[str, Term]]


_LEVELS = itertools.count()


def _bind(binder: Callable[[Term, Term], Term], domain: Term, body: Callable[[Term], Term]) -> Term:
    variable = fvar(next(_LEVELS), domain)
    return binder(domain, abstract(body(variable), [variable]))


def fun(domain: Term, body: Callable[[Term], Term]) -> Term:
    """`fun x : domain => body x`."""
    return _bind(lam, domain, body)


def forall(domain: Term, body: Callable[[Term], Term]) -> Term:
    """`(x : domain) → body x`."""
    return _bind(pi, domain, body)


def arrow(*types: Term) -> Term:
    """`A → B → C`, of closed types or types over free variables."""
    *domains, result = types
    for domain in reversed(domains):
        result = pi(domain, result)
    return result


def arity(type_: Term) -> int:
    """How many arguments a function type visibly takes."""
    count = 0
    while type_.kind == PI:
        count, type_ = count + 1, type_.b
    return count


def completed(
    kernel: Kernel, types: list[Inductive], constructors: list[list[Constructor]]
) -> tuple[list[Inductive], list[Recursor]]:
    """A block's types with the right flags, and its recursors.

    Raises:
        Rejected, Undecided: there are none.
    """
    unnested = unnest(kernel, Block(types, constructors))
    checker = InductiveChecker(kernel, unnested.block)
    checker.check_types()
    checker.check_constructors()
    count = len(unnested.auxiliary)
    names = [join(t.name, "rec") for t in types]
    names += [join(types[0].name, f"rec_{i + 1}") for i in range(count)]
    recursors = [unnested.restore_recursor(r) for r in checker.recursors(names)]
    flags = {"is_recursive": checker.is_recursive, "is_reflexive": checker.is_reflexive, "nested": count}
    return [dataclasses.replace(t, **flags) for t in types], recursors


class World:
    """Declarations in order. Whatever adds one gives back the constant (at its own universe parameters)."""

    def __init__(self, declarations: Sequence[Declaration] = ()) -> None:
        self.declarations = list(declarations)

    def add(self, declaration: Declaration) -> Term:
        """Any declaration, as it is."""
        self.declarations.append(declaration)
        return const(declaration.name, tuple(param(p) for p in declaration.level_params))

    def define(self, name: str, type_: Term, value: Term, levels: tuple[str, ...] = (), **more: Any) -> Term:
        """A definition, to be unfolded before others."""
        return self.add(Definition(name, levels, type_, value, **{"height": ABBREVIATION, **more}))

    def prove(self, name: str, type_: Term, value: Term, levels: tuple[str, ...] = ()) -> Term:
        """A theorem."""
        return self.add(Theorem(name, levels, type_, value))

    def hide(self, name: str, type_: Term, value: Term, levels: tuple[str, ...] = ()) -> Term:
        """An opaque constant."""
        return self.add(Opaque(name, levels, type_, value))

    def suppose(self, name: str, type_: Term, levels: tuple[str, ...] = ()) -> Term:
        """An axiom."""
        return self.add(Axiom(name, levels, type_))

    def inductive(self, name: str, type_: Term, constructors: Mapping[str, Term], **more: Any) -> Term:
        """An inductive type by itself; see :meth:`block`."""
        self.block((name, type_, constructors), **more)
        return const(name, tuple(param(p) for p in more.get("levels", ())))

    def block(
        self,
        *specs: TypeSpec,
        params: int = 0,
        levels: tuple[str, ...] = (),
        change: Callable[[Declaration], Declaration | None] = lambda declaration: declaration,
    ) -> None:
        """A mutual block: names, headers and constructors.

        Counts, flags and recursors are those that follow from them, where any do. `change` may replace each
        declaration by another, or by none.
        """
        names = tuple(name for name, _, _ in specs)
        types = [
            Inductive(
                name,
                levels,
                type_,
                params=params,
                indices=max(arity(type_) - params, 0),
                all=names,
                constructors=tuple(made),
            )
            for name, type_, made in specs
        ]
        constructors = [
            [
                Constructor(
                    constructor,
                    levels,
                    type_,
                    inductive=name,
                    index=index,
                    params=params,
                    fields=max(arity(type_) - params, 0),
                )
                for index, (constructor, type_) in enumerate(made.items())
            ]
            for name, _, made in specs
        ]
        recursors: list[Recursor] = []
        with contextlib.suppress(Rejected, Undecided):
            types, recursors = self._completed(types, constructors)
        for declaration in [*types, *(c for of_type in constructors for c in of_type), *recursors]:
            changed = change(declaration)
            if changed is not None:
                self.add(changed)

    def _completed(
        self, types: list[Inductive], constructors: list[list[Constructor]]
    ) -> tuple[list[Inductive], list[Recursor]]:
        kernel = Kernel()
        for declaration in self.declarations:
            kernel.assume(declaration)
        kernel.settle()
        return completed(kernel, types, constructors)

    def judge(self) -> Recheck:
        """The second checker's verdicts."""
        return recheck_declarations(lambda: list(self.declarations))

    # What most worlds are made of.

    def logic(self) -> World:
        """False, True, Bool and Eq."""
        self.inductive("False", PROP, {})
        self.inductive("True", PROP, {"True.intro": TRUE})
        self.inductive("Bool", TYPE, {"Bool.false": BOOL, "Bool.true": BOOL})
        eq = const("Eq", (U,))
        self.inductive(
            "Eq",
            pi(sort(U), pi(bvar(0), pi(bvar(1), PROP))),
            {"Eq.refl": pi(sort(U), pi(bvar(0), apply(eq, (bvar(1), bvar(0), bvar(0)))))},
            params=2,
            levels=("u",),
        )
        return self

    def numbers(self) -> World:
        """Nat."""
        self.inductive("Nat", TYPE, {"Nat.zero": NAT, "Nat.succ": pi(NAT, NAT)})
        return self

    def quotients(self) -> World:
        """The constants of quotient types; they need Eq."""
        relation = forall_relation
        quot, mk = const("Quot", (U,)), const("Quot.mk", (U,))
        self.add(Quotient("Quot", ("u",), relation(lambda a, r: sort(U))))
        made = relation(lambda a, r: pi(a, apply(quot, (a, r))))
        self.add(Quotient("Quot.mk", ("u",), made, which="ctor"))
        lift = relation(
            lambda a, r: forall(
                sort(V),
                lambda b: forall(
                    pi(a, b),
                    lambda f: pi(
                        forall(
                            a,
                            lambda x: forall(
                                a, lambda y: pi(apply(r, (x, y)), equal(b, app(f, x), app(f, y), V))
                            ),
                        ),
                        pi(apply(quot, (a, r)), b),
                    ),
                ),
            )
        )
        self.add(Quotient("Quot.lift", ("u", "v"), lift, which="lift"))
        ind = relation(
            lambda a, r: forall(
                pi(apply(quot, (a, r)), PROP),
                lambda b: pi(
                    forall(a, lambda x: app(b, apply(mk, (a, r, x)))),
                    forall(apply(quot, (a, r)), lambda q: app(b, q)),
                ),
            )
        )
        self.add(Quotient("Quot.ind", ("u",), ind, which="ind"))
        return self


def forall_relation(body: Callable[[Term, Term], Term]) -> Term:
    """`(α : Sort u) → (r : α → α → Prop) → body α r`."""
    return forall(sort(U), lambda a: forall(pi(a, pi(a, PROP)), lambda r: body(a, r)))


FALSE, TRUE, BOOL, NAT = const("False"), const("True"), const("Bool"), const("Nat")
INTRO, NO, YES = const("True.intro"), const("Bool.false"), const("Bool.true")


def equal(type_: Term, a: Term, b: Term, level: Any = ONE) -> Term:
    """`a = b`."""
    return apply(const("Eq", (level,)), (type_, a, b))


def refl(type_: Term, a: Term, level: Any = ONE) -> Term:
    """`Eq.refl a`."""
    return apply(const("Eq.refl", (level,)), (type_, a))


def accounted(world: World, result: Recheck) -> None:
    """Every declaration has exactly one verdict."""
    parts = [set(result.accepted), set(result.rejected), set(result.inconclusive), result.tainted]
    assert sum(map(len, parts)) == result.total == len({d.name for d in world.declarations})
    assert set.union(*parts) == {d.name for d in world.declarations}
