"""Computing with terms: substitution, opening binders, weak head normal form.

This is what reading a definition needs, not a type checker: it never asks whether a term is well-typed
(Lean's kernel has said so), and it stops, with :class:`ReductionLimit`, rather than compute for long.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from proofgrad.bridge.errors import ProofgradError
from proofgrad.bridge.olean.constants import Constructor, Definition, Inductive, Recursor
from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.olean.terms import (
    App,
    Binding,
    BVar,
    Const,
    FVar,
    IMax,
    Lambda,
    Let,
    Level,
    Lit,
    Max,
    Param,
    Pi,
    Proj,
    Sort,
    Succ,
    Term,
    Terms,
)

__all__ = ["Reducer", "ReductionLimit", "spine"]


class ReductionLimit(ProofgradError):
    """A term takes too many steps, or nests too deeply, to be reduced here."""

    code = "reduction-limit"


def spine(term: Term) -> tuple[Term, list[Term]]:
    """The head and the arguments of an application."""
    args: list[Term] = []
    while isinstance(term, App):
        args.append(term.arg)
        term = term.fn
    args.reverse()
    return term, args


def head_name(term: Term) -> str | None:
    """The name of the constant that is applied; None if it is none."""
    head, _ = spine(term)
    return head.name if isinstance(head, Const) else None


def _rebuild(
    terms: Terms, root: Term, skip: Callable[[Term, int], bool], leaf: Callable[[Term, int], Term]
) -> Term:
    """`root` with `leaf` applied to what has no parts; `skip` says which subterms, under how many binders,
    stay.
    """
    memo: dict[tuple[Term, int], Term] = {}
    todo = [(root, 0)]
    while todo:
        key = todo[-1]
        term, depth = key
        if key in memo:
            todo.pop()
            continue
        if skip(term, depth):
            memo[key] = term
            todo.pop()
            continue
        parts: list[tuple[Term, int]]
        if isinstance(term, App):
            parts = [(term.fn, depth), (term.arg, depth)]
        elif isinstance(term, Binding):
            parts = [(term.domain, depth), (term.body, depth + 1)]
        elif isinstance(term, Let):
            parts = [(term.type, depth), (term.value, depth), (term.body, depth + 1)]
        elif isinstance(term, Proj):
            parts = [(term.of, depth)]
        else:
            memo[key] = leaf(term, depth)
            todo.pop()
            continue
        missing = [part for part in parts if part not in memo]
        if missing:
            todo += missing
            continue
        new = [memo[part] for part in parts]
        if isinstance(term, App):
            memo[key] = terms.app(*new)
        elif isinstance(term, Binding):
            memo[key] = terms.rebind(term, *new)
        elif isinstance(term, Let):
            memo[key] = terms.let(term.name, new[0], new[1], new[2], term.nondep)
        elif isinstance(term, Proj):
            memo[key] = terms.proj(term.structure, term.index, new[0])
        todo.pop()
    return memo[root, 0]


class _Instantiation:
    """Values put in for the variables of some binders. Half of all work on terms is done here: hence a class
    that does only this, with the applications of a spine in one loop.
    """

    def __init__(self, terms: Terms, values: Sequence[Term]) -> None:
        self.terms, self.values, self.count = terms, values, len(values)
        self.known: list[dict[Term, Term]] = [{}]

    def at(self, term: Term, depth: int) -> Term:
        """The term under `depth` binders more. It must have variables of outside of them."""
        known = self.known[depth]
        found = known.get(term)
        if found is not None:
            return found
        kind = type(term)
        if kind is App:
            args = []
            head: Term = term
            while type(head) is App:
                args.append(head.arg)
                head = head.fn
            found = self.at(head, depth) if head.loose > depth else head
            app = self.terms.app
            for arg in reversed(args):
                found = app(found, self.at(arg, depth) if arg.loose > depth else arg)
        elif isinstance(term, BVar):
            index = term.index - depth
            found = (
                self.values[self.count - 1 - index]
                if index < self.count
                else self.terms.bvar(term.index - self.count)
            )
        elif isinstance(term, Binding):
            found = self.terms.rebind(term, self.part(term.domain, depth), self.part(term.body, depth + 1))
        elif isinstance(term, Let):
            type_, value = self.part(term.type, depth), self.part(term.value, depth)
            found = self.terms.let(term.name, type_, value, self.part(term.body, depth + 1), term.nondep)
        else:
            assert isinstance(term, Proj)
            found = self.terms.proj(term.structure, term.index, self.part(term.of, depth))
        known[term] = found
        return found

    def part(self, term: Term, depth: int) -> Term:
        """As :meth:`at`, for any term."""
        if term.loose <= depth:
            return term
        if depth == len(self.known):
            self.known.append({})
        return self.at(term, depth)


class Reducer:
    """Reduces terms of an environment.

    Args:
        env: the environment.
        limit: the largest number of steps that :meth:`whnf` takes before it raises :class:`ReductionLimit`.
    """

    def __init__(self, env: Environment, *, limit: int = 20_000) -> None:
        self.env = env
        self.terms = env.terms
        self._limit = limit
        self._values: dict[Const, Term | None] = {}

    # Substitution

    def instantiate(self, body: Term, *values: Term) -> Term:
        """`body`, from under so many binders, with `values` for their variables, the outermost binder's
        first.

        The values must not have loose variables.
        """
        if not body.loose or not values:
            return body
        try:
            return _Instantiation(self.terms, values).at(body, 0)
        except RecursionError:  # a term nested too deep for Python's stack: the same without recursion
            return self._instantiate_deep(body, values)

    def _instantiate_deep(self, body: Term, values: Sequence[Term]) -> Term:
        terms, count = self.terms, len(values)

        def leaf(term: Term, depth: int) -> Term:
            if not isinstance(term, BVar):
                return term
            index = term.index - depth
            return values[count - 1 - index] if index < count else terms.bvar(term.index - count)

        return _rebuild(terms, body, lambda term, depth: term.loose <= depth, leaf)

    def substitute(self, term: Term, values: Mapping[FVar, Term]) -> Term:
        """`term` with terms for free variables; others stay."""
        if not term.fvars or not values:
            return term

        def leaf(old: Term, _depth: int) -> Term:
            return values.get(old, old) if isinstance(old, FVar) else old

        return _rebuild(self.terms, term, lambda old, _depth: not old.fvars, leaf)

    def at_levels(self, term: Term, params: Sequence[str], levels: Sequence[Level]) -> Term:
        """`term` with levels for its universe parameters."""
        if not term.params or not params:
            return term
        table = dict(zip(params, levels, strict=True))
        memo: dict[Level, Level] = {}

        def level(old: Level) -> Level:
            if not old.params:
                return old
            new = memo.get(old)
            if new is None:
                if isinstance(old, Param):
                    new = table.get(old.name, old)
                elif isinstance(old, Succ):
                    new = self.terms.succ(level(old.of))
                elif isinstance(old, Max):
                    new = self.terms.max(level(old.left), level(old.right))
                else:
                    assert isinstance(old, IMax)
                    new = self.terms.imax(level(old.left), level(old.right))
                memo[old] = new
            return new

        def leaf(old: Term, _depth: int) -> Term:
            if isinstance(old, Sort):
                return self.terms.sort(level(old.level))
            if isinstance(old, Const):
                return self.terms.const(old.name, tuple(map(level, old.levels)))
            return old

        return _rebuild(self.terms, term, lambda old, _depth: not old.params, leaf)

    def apply(self, fn: Term, args: Sequence[Term]) -> Term:
        """`fn` applied to `args`, lambdas at the head reduced."""
        while isinstance(fn, Lambda) and args:
            count, body = 1, fn.body
            while isinstance(body, Lambda) and count < len(args):
                count, body = count + 1, body.body
            fn, args = self.instantiate(body, *args[:count]), args[count:]
        return self.terms.apply(fn, *args)

    def type_of(self, const: Const) -> Term | None:
        """The type of a constant at its levels, None if there is no such constant."""
        constant = self.env.get(const.name)
        if constant is None or len(constant.levels) != len(const.levels):
            return None
        return self.at_levels(constant.type, constant.levels, const.levels)

    def open_pis(self, type_: Term, limit: int = 1 << 20) -> tuple[list[FVar], Term]:
        """Free variables for the leading binders of a type, at most `limit` of them, and what is left."""
        variables: list[FVar] = []
        while isinstance(type_, Pi) and len(variables) < limit:
            domain = self.instantiate(type_.domain, *variables)
            variables.append(self.terms.fvar(type_.name, domain, type_.info))
            type_ = type_.body
        return variables, self.instantiate(type_, *variables)

    # Reduction

    def unfold(self, const: Const) -> Term | None:
        """The value of a definition at its levels; None for everything else."""
        if const not in self._values:
            constant = self.env.get(const.name)
            value = None
            if isinstance(constant, Definition) and len(constant.levels) == len(const.levels):
                value = self.at_levels(constant.value, constant.levels, const.levels)
            self._values[const] = value
        return self._values[const]

    def whnf(self, term: Term, keep: Collection[str] = ()) -> Term:
        """Weak head normal form; constants in `keep` are not unfolded."""
        return self._whnf(term, keep, [self._limit], 0)

    def head_reduced(self, term: Term) -> Term:
        """As :meth:`whnf`, without unfolding any constant at the head."""
        return self._core(term, (), [self._limit], 0)

    def unfold_head(self, term: Term) -> Term | None:
        """The term with the constant at its head unfolded once, None if that is no definition."""
        head, args = spine(term)
        value = self.unfold(head) if isinstance(head, Const) else None
        return None if value is None else self.apply(value, args)

    def _whnf(self, term: Term, keep: Collection[str], fuel: list[int], depth: int) -> Term:
        while True:
            term = self._core(term, keep, fuel, depth)
            head, args = spine(term)
            if not isinstance(head, Const) or head.name in keep:
                return term
            value = self.unfold(head)
            if value is None:
                return term
            self._spend(fuel)
            term = self.apply(value, args)

    def _core(self, term: Term, keep: Collection[str], fuel: list[int], depth: int) -> Term:
        """Beta, let, projections of constructors, recursors on constructors; definitions only there."""
        if depth > 100:
            raise ReductionLimit("a term nests too deeply to be unfolded")
        while True:
            head, args = spine(term)
            if isinstance(head, Lambda) and args:
                self._spend(fuel)
                term = self.apply(head, args)
            elif isinstance(head, Let):
                self._spend(fuel)
                term = self.apply(self.instantiate(head.body, head.value), args)
            elif isinstance(head, Proj):
                of = self._whnf(head.of, keep, fuel, depth + 1)
                field = self._field(of, head.index)
                if field is None:
                    return self.terms.apply(self.terms.proj(head.structure, head.index, of), *args)
                self._spend(fuel)
                term = self.apply(field, args)
            elif isinstance(head, Const):
                reduced = self._recursor(head, args, keep, fuel, depth)
                if reduced is None:
                    return term
                self._spend(fuel)
                term = reduced
            else:
                return term

    def _field(self, of: Term, index: int) -> Term | None:
        head, args = spine(of)
        constructor = self.env.get(head.name) if isinstance(head, Const) else None
        if isinstance(constructor, Constructor) and constructor.params + index < len(args):
            return args[constructor.params + index]
        return None

    def _recursor(
        self, head: Const, args: list[Term], keep: Collection[str], fuel: list[int], depth: int
    ) -> Term | None:
        """A recursor applied to a constructor, computed; None if it is not that."""
        if head.name not in self.env or self.env.kind(head.name) != "rec":
            return None
        recursor = self.env[head.name]
        if not isinstance(recursor, Recursor) or len(args) <= recursor.major:
            return None
        major = self._whnf(args[recursor.major], keep, fuel, depth + 1)
        if isinstance(major, Lit) and isinstance(major.value, int):
            major = self._nat_constructor(major.value)
        constructor, fields = spine(major)
        if not isinstance(constructor, Const):
            return None
        for rule in recursor.rules:
            if rule.ctor == constructor.name and len(fields) >= rule.fields:
                value = self.at_levels(rule.value, recursor.levels, head.levels)
                fixed = args[: recursor.params + recursor.motives + recursor.minors]
                own = fields[len(fields) - rule.fields :]
                return self.apply(value, [*fixed, *own, *args[recursor.major + 1 :]])
        return None

    def _nat_constructor(self, value: int) -> Term:
        if value == 0:
            return self.terms.const("Nat.zero")
        return self.terms.app(self.terms.const("Nat.succ"), self.terms.lit(value - 1))

    @staticmethod
    def _spend(fuel: list[int]) -> None:
        fuel[0] -= 1
        if fuel[0] < 0:
            raise ReductionLimit("a definition takes too many steps to unfold")

    # Comparison

    def same(self, left: Term, right: Term, depth: int = 0) -> bool:
        """Whether two terms are equal by unfolding; False may only mean that this is not seen.

        Both are brought to weak head normal form and compared part by part; a term that takes too long counts
        as unlike.
        """
        if left is right:
            return True
        if depth > 20:
            return False
        try:
            left, right = self.whnf(left), self.whnf(right)
        except ReductionLimit:
            return False
        if left is right:
            return True
        left_head, left_args = spine(left)
        right_head, right_args = spine(right)
        if len(left_args) != len(right_args):
            return False
        return self._same_head(left_head, right_head, depth) and all(
            self.same(a, b, depth + 1) for a, b in zip(left_args, right_args, strict=True)
        )

    def _same_head(self, left: Term, right: Term, depth: int) -> bool:
        if left is right:
            return True
        if isinstance(left, Const) and isinstance(right, Const):
            return left.name == right.name
        if isinstance(left, Proj) and isinstance(right, Proj):
            return (
                left.structure == right.structure
                and left.index == right.index
                and self.same(left.of, right.of, depth + 1)
            )
        if isinstance(left, Binding) and type(left) is type(right):
            assert isinstance(right, Binding)
            if not self.same(left.domain, right.domain, depth + 1):
                return False
            variable = self.terms.fvar(left.name, left.domain)
            return self.same(
                self.instantiate(left.body, variable), self.instantiate(right.body, variable), depth + 1
            )
        return False

    # What a term is

    def is_proposition(self, type_: Term) -> bool:
        """Whether a type is a proposition, as far as the types of constants and variables tell."""
        _, type_ = self.open_pis(type_)
        head, args = spine(self.head_reduced(type_))
        if isinstance(head, FVar):
            sort: Term | None = head.type
        elif isinstance(head, Const):
            sort = self.type_of(head)
        else:
            return False
        for arg in args:
            if not isinstance(sort, Pi):
                break
            sort = self.instantiate(sort.body, arg)
        return isinstance(sort, Sort) and sort.level is self.terms.zero

    def structure_fields(self, name: str) -> list[str]:
        """Names of the fields of a structure; empty if it is none."""
        constant = self.env.get(name)
        if not isinstance(constant, Inductive) or len(constant.ctors) != 1:
            return []
        constructor = self.env.get(constant.ctors[0])
        if not isinstance(constructor, Constructor):
            return []
        names = []
        type_ = constructor.type
        while isinstance(type_, Pi):
            names.append(type_.name)
            type_ = type_.body
        return names[constructor.params :]
