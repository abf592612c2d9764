"""Computing with closed natural numbers and the choices that depend on them.

At concrete sizes the index arithmetic of a definition is a computation: ``Fin.append x y ⟨3, _⟩`` asks
whether ``3 = 2 + 1``. Lean's kernel computes such numbers with built-in functions of the same names, and so
does this. An ``if`` on a proposition about closed numbers has the value of the branch that holds, whatever
instance decides it: all instances of ``Decidable p`` agree.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from proofgrad.bridge.olean.constants import Recursor
from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.olean.reduce import Reducer, ReductionLimit, spine
from proofgrad.bridge.olean.terms import App, Const, Lambda, Lit, Pi, Term

__all__ = ["Computing"]

_LARGEST = 1 << 64

_NATURAL: Mapping[str, Callable[[int, int], int]] = {
    "Nat.add": lambda a, b: a + b,
    "Nat.sub": lambda a, b: max(a - b, 0),
    "Nat.mul": lambda a, b: a * b,
    "Nat.div": lambda a, b: a // b if b else 0,
    "Nat.mod": lambda a, b: a % b if b else a,
}
"""As Lean's kernel has them (``src/kernel/type_checker.cpp``, ``reduce_nat``)."""

_ORDER: Mapping[str, Callable[[int, int], bool]] = {
    "Nat.le": lambda a, b: a <= b,
    "Nat.lt": lambda a, b: a < b,
}


class Computing(Reducer):
    """A reducer that also computes with natural numbers and decides propositions about them.

    It remembers weak head normal forms, because at concrete sizes the same vectors are asked for their
    entries again and again.

    Args:
        env: the environment.
        limit: as for :class:`~proofgrad.bridge.olean.reduce.Reducer`.
    """

    def __init__(self, env: Environment, *, limit: int = 200_000) -> None:
        super().__init__(env, limit=limit)
        self._normal: dict[Term, Term] = {}
        self._values_of: dict[Term, Term] = {}
        self._proof = self.terms.const("⋯")

    def natural(self, term: Term) -> int | None:
        """The value of a natural number, None if it is not seen to be a closed one."""
        return self._number(term, [self._limit], 0)

    def decide(self, proposition: Term) -> bool | None:
        """Whether a proposition about closed natural numbers holds, None for any other."""
        return self._decide(proposition, [self._limit], 0)

    def fin(self, bound: int, value: int) -> Term:
        """The index ``⟨value, _⟩ : Fin bound``; nothing depends on the proof, so that it is left out."""
        terms = self.terms
        return terms.apply(terms.const("Fin.mk"), terms.lit(bound), terms.lit(value), self._proof)

    def apply(self, fn: Term, args: Sequence[Term]) -> Term:
        """As :meth:`Reducer.apply`, with closed numbers and indices computed before they are put in: they
        are put in many times, and the proofs within indices grow.
        """
        while isinstance(fn, Lambda) and args:
            body: Term = fn
            values: list[Term] = []
            while isinstance(body, Lambda) and len(values) < len(args):
                values.append(self._computed(body.domain, args[len(values)]))
                body = body.body
            fn, args = self.instantiate(body, *values), args[len(values) :]
        return self.terms.apply(fn, *args)

    def _computed(self, type_: Term, value: Term) -> Term:
        if value.fvars or value.loose or value.params or isinstance(value, Lit):
            return value
        known = self._values_of.get(value)
        if known is None:
            known = value
            try:
                if isinstance(type_, Const) and type_.name == "Nat":
                    number = self.natural(value)
                    known = value if number is None else self.terms.lit(number)
                elif isinstance(type_, App) and isinstance(type_.fn, Const) and type_.fn.name == "Fin":
                    head, args = spine(self.whnf(value))
                    if isinstance(head, Const) and head.name == "Fin.mk" and len(args) == 3:
                        bound, number = self.natural(args[0]), self.natural(args[1])
                        if bound is not None and number is not None:
                            known = self.fin(bound, number)
            except ReductionLimit:
                known = value
            self._values_of[value] = known
        return known

    def _whnf(self, term: Term, keep: Collection[str], fuel: list[int], depth: int) -> Term:
        if keep:
            return super()._whnf(term, keep, fuel, depth)
        found = self._normal.get(term)
        if found is None:
            found = self._normal[term] = super()._whnf(term, keep, fuel, depth)
        return found

    def _recursor(
        self, head: Const, args: list[Term], keep: Collection[str], fuel: list[int], depth: int
    ) -> Term | None:
        name = head.name
        if name in _NATURAL and len(args) == 2:
            a = self._number(args[0], fuel, depth)
            b = None if a is None else self._number(args[1], fuel, depth)
            if a is None or b is None:
                return None
            value = _NATURAL[name](a, b)
            return self.terms.lit(value) if value < _LARGEST else None
        if name in ("ite", "dite") and len(args) >= 5:
            holds = self._decide(args[1], fuel, depth)
            if holds is None:
                return None
            chosen = args[3] if holds else args[4]
            if name == "dite":  # the branch takes a proof, and no value depends on which
                return self.apply(chosen, [self._proof, *args[5:]])
            return self.apply(chosen, args[5:])
        reduced = super()._recursor(head, args, keep, fuel, depth)
        return self._cast(head, args) if reduced is None else reduced

    def _cast(self, head: Const, args: list[Term]) -> Term | None:
        """A recursor on a proof such as ``h : a = a``, whatever the proof is; None if it is not that."""
        recursor = self.env.get(head.name)
        if not isinstance(recursor, Recursor) or not recursor.k or len(args) <= recursor.major:
            return None
        rule = recursor.rules[0]
        type_: Term = self.env[rule.ctor].type
        for parameter in args[: recursor.params]:
            if not isinstance(type_, Pi):
                return None
            type_ = self.instantiate(type_.body, parameter)
        expected = spine(type_)[1][recursor.params :]
        found = args[recursor.major - recursor.indices : recursor.major]
        if len(expected) != len(found) or not all(map(self.same, expected, found)):
            return None
        value = self.at_levels(rule.value, recursor.levels, head.levels)
        fixed = args[: recursor.params + recursor.motives + recursor.minors]
        return self.apply(value, [*fixed, *args[recursor.major + 1 :]])

    def same(self, left: Term, right: Term, depth: int = 0) -> bool:
        """As :meth:`Reducer.same`, with numbers compared by their values."""
        if left is right:
            return True
        try:
            number = self.natural(left)
            if number is not None:
                return number == self.natural(right)
        except ReductionLimit:
            return False
        return super().same(left, right, depth)

    def _number(self, term: Term, fuel: list[int], depth: int) -> int | None:
        more = 0
        while True:
            if depth > 90:
                raise ReductionLimit("a term nests too deeply to be unfolded")
            head, args = spine(self._whnf(term, (), fuel, depth + 1))
            if isinstance(head, Lit) and isinstance(head.value, int) and not args:
                return head.value + more
            if not isinstance(head, Const):
                return None
            if head.name == "Nat.zero":
                return more
            if head.name != "Nat.succ" or len(args) != 1:
                return None
            term, more = args[0], more + 1

    def _decide(self, proposition: Term, fuel: list[int], depth: int) -> bool | None:
        """Unfolds the proposition step by step until it is one about numbers."""
        for _ in range(50):
            if depth > 90:
                return None
            term = self._core(proposition, (), fuel, depth + 1)
            head, args = spine(term)
            if not isinstance(head, Const):
                return None
            name = head.name
            if name in ("True", "False") and not args:
                return name == "True"
            if name == "Not" and len(args) == 1:
                inner = self._decide(args[0], fuel, depth + 1)
                return None if inner is None else not inner
            if name in ("And", "Or") and len(args) == 2:
                return self._both(name, args, fuel, depth)
            if name == "Eq" and len(args) == 3:
                return self._equal(args, fuel, depth)
            if name in _ORDER and len(args) == 2:
                a = self._number(args[0], fuel, depth)
                b = None if a is None else self._number(args[1], fuel, depth)
                return None if a is None or b is None else _ORDER[name](a, b)
            unfolded = self.unfold_head(term)
            if unfolded is None:
                return None
            self._spend(fuel)
            proposition = unfolded
        return None

    def _both(self, name: str, args: list[Term], fuel: list[int], depth: int) -> bool | None:
        left, right = (self._decide(arg, fuel, depth + 1) for arg in args)
        absorbing = name == "Or"
        if left is absorbing or right is absorbing:
            return absorbing
        return None if left is None or right is None else not absorbing

    def _equal(self, args: list[Term], fuel: list[int], depth: int) -> bool | None:
        """An equation of natural numbers, of indices (by their values), or of constructors without
        arguments.
        """
        type_ = spine(self._whnf(args[0], (), fuel, depth + 1))[0]
        if not isinstance(type_, Const):
            return None
        if type_.name == "Nat":
            numbers = [self._number(arg, fuel, depth) for arg in args[1:]]
        elif type_.name == "Fin":
            numbers = [self._index(arg, fuel, depth) for arg in args[1:]]
        elif type_.name == "Bool":
            heads = [spine(self._whnf(arg, (), fuel, depth + 1))[0] for arg in args[1:]]
            names = [head.name if isinstance(head, Const) else "" for head in heads]
            if not {"Bool.true", "Bool.false"}.issuperset(names):
                return None
            return names[0] == names[1]
        else:
            return None
        return None if None in numbers else numbers[0] == numbers[1]

    def index(self, term: Term) -> int | None:
        """The value of an index ``⟨k, _⟩ : Fin n``, None if it is not seen to be a closed one."""
        return self._index(term, [self._limit], 0)

    def _index(self, term: Term, fuel: list[int], depth: int) -> int | None:
        head, args = spine(self._whnf(term, (), fuel, depth + 1))
        if isinstance(head, Const) and head.name == "Fin.mk" and len(args) == 3:
            return self._number(args[1], fuel, depth)
        return None
