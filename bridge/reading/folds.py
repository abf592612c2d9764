"""Sums, maxima and searches over an index, recognised by what they do, whatever they are called.

A definition by recursion on the number of entries, ``F f``, of a family ``f : Fin n → ℝ``, is stuck while n
is a variable. What it is for every n follows by induction from its values at 0 (or at 0 and 1) and from one
step: ``F f`` at ``n + 1`` in terms of ``F`` at n, of ``f`` without its last entry, and of ``f (last n)``.
Both are read by unfolding. If the step adds the last entry to what was there, and there was 0, it is a sum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.index import Atom, Condition, Index, constant, var
from proofgrad.bridge.olean.reduce import ReductionLimit, spine
from proofgrad.bridge.olean.terms import Const, FVar, Pi, Proj, Term
from proofgrad.bridge.reading.extract import ExtractionError
from proofgrad.bridge.reading.indices import Indices

__all__ = ["Fold", "Folds", "Recursion"]

Leaf = Callable[[Term], Tree | None]
Read = Callable[[Term, Leaf], Tree]

_ZERO = Tree("const", value=Fraction(0))
_LAST, _REST = Tree("param", value="last"), Tree("param", value="rest")


@dataclass(frozen=True)
class Recursion:
    """A definition by recursion that is stuck at a number of entries.

    Attributes:
        rec: the recursor with its motive and its cases, waiting for a number.
        motive: the type of the definition at each number.
        size: the number.
        family: the family of so many entries.
        args: all arguments.
        position: of the family among them.
    """

    rec: Term
    motive: Term
    size: Term
    family: Term
    args: tuple[Term, ...]
    position: int


@dataclass(frozen=True)
class Fold:
    """What a recursion is, for every number of entries n.

    Attributes:
        kind: ``sum``; ``greatest``, which is 0 of no entries; or ``pick``: the entry at `place` if that is a
            place, else `otherwise`.
        place: of a ``pick``.
        otherwise: of a ``pick``.
    """

    kind: Literal["sum", "greatest", "pick"]
    place: Index | None = None
    otherwise: Tree | None = None


class Folds:
    """Recognises recursions of one declaration.

    Args:
        indices: reads its indices.
        read: reads a real number with some more leaves.
    """

    def __init__(self, indices: Indices, read: Read) -> None:
        self.indices, self.read = indices, read
        self.reducer, self.terms = indices.reducer, indices.terms
        self.nat = self.terms.const("Nat")
        self._inside: set[Term] = set()

    def stuck(self, term: Term) -> Recursion | None:
        """A term as a recursion over a family that is stuck at its size; None for any other term."""
        head, args = spine(term)
        if not isinstance(head, Proj) or head.structure != "PProd" or head.index != 0 or not args:
            return None
        rec, given = spine(head.of)
        if not isinstance(rec, Const) or rec.name != "Nat.rec" or len(given) != 4:
            return None
        waiting = self.terms.apply(rec, *given[:3])
        pair, parts = spine(self.reducer.whnf(self.reducer.apply(given[0], [given[3]])))
        if not isinstance(pair, Const) or pair.name != "PProd" or len(parts) != 2:
            return None
        variables = self._variables(parts[0], len(args))
        families = [i for i, v in enumerate(variables) if isinstance(v.type, Pi)]
        if len(variables) != len(args) or len(families) != 1:
            return None
        position = families[0]
        return Recursion(waiting, given[0], given[3], args[position], tuple(args), position)

    def _variables(self, type_: Term, count: int) -> list[FVar]:
        variables, _ = self.reducer.open_pis(self.reducer.whnf(type_), count)
        return variables

    def recognised(self, found: Recursion) -> Fold | None:
        """What a recursion is; None if it is nothing that is known here.

        Raises:
            ExtractionError: an index in it cannot be read.
        """
        if found.rec in self._inside:  # what is within a step is not the step's own recursion
            return None
        self._inside.add(found.rec)
        try:
            for before in (1, 2):
                try:
                    known = self._by_induction(found, before)
                except (ExtractionError, ReductionLimit):
                    continue
                if known is not None:
                    return known
        finally:
            self._inside.discard(found.rec)
        return None

    def _by_induction(self, found: Recursion, before: int) -> Fold | None:
        """With the values at numbers below `before` as the beginning."""
        number: Term = self.terms.fvar("n", self.nat)
        n = var(Atom("size", f"an unknown number {id(number)}"))
        self.indices.atoms[number] = n
        start: Term = self.terms.const("Nat.zero")
        first = []
        for _ in range(before):
            first.append(self._value(found, start, None))
            start = self._successor(start)
            number = self._successor(number) if len(first) > 1 else number
        n = n + constant(before - 1)
        step = self._value(found, self._successor(number), number)
        if before == 1:
            if first == [_ZERO] and step in (Tree("add", (_REST, _LAST)), Tree("add", (_LAST, _REST))):
                return Fold("sum")
            if step.op == "where" and step.args == (_LAST, _REST) and isinstance(step.index, tuple):
                place = _solved(step.index, n)
                return None if place is None else Fold("pick", place, first[0])
        elif first == [_ZERO, _LAST] and step in (Tree("max", (_REST, _LAST)), Tree("max", (_LAST, _REST))):
            return Fold("greatest")
        return None

    def _successor(self, number: Term) -> Term:
        return self.terms.app(self.terms.const("Nat.succ"), number)

    def _at(self, found: Recursion, size: Term) -> Term:
        return self.terms.proj("PProd", 0, self.terms.app(found.rec, size))

    def _value(self, found: Recursion, size: Term, below: Term | None) -> Tree:
        """Its value at a number, in the last entry of its family and its value at the number before."""
        _, parts = spine(self.reducer.whnf(self.reducer.apply(found.motive, [size])))
        family = self._variables(parts[0], len(found.args))[found.position]
        args = list(found.args)
        args[found.position] = family
        before = None if below is None else spine(self.reducer.head_reduced(self._at(found, below)))
        last = self.indices.natural(size) - constant(1)

        def leaf(term: Term) -> Tree | None:
            head, given = spine(term)
            if head is family and len(given) == 1:
                return _LAST if self.indices.natural(given[0]) == last else None
            if before is not None and head is before[0] and len(given) == len(before[1]) + len(args):
                own = given[len(before[1]) :]
                same = all(a is b for a, b in zip(given, before[1], strict=False))
                if same and self._shortened(own, args, found.position, family, below):
                    return _REST
            return None

        return self.read(self.terms.apply(self._at(found, size), *args), leaf)

    def _shortened(
        self, own: list[Term], args: list[Term], position: int, family: FVar, size: Term | None
    ) -> bool:
        """Whether arguments are those of the whole, with the family without its last entry."""
        for i, (a, b) in enumerate(zip(own, args, strict=True)):
            if i != position and a is not b:
                return False
        assert size is not None
        fin = self.terms.app(self.terms.const("Fin"), size)
        index = self.terms.fvar("i", fin)
        self.indices.atoms[index] = value = var(Atom("index", f"an unknown index {id(index)}"))
        head, given = spine(self.reducer.head_reduced(self.reducer.apply(own[position], [index])))
        return head is family and len(given) == 1 and self.indices.natural(given[0]) == value


def _solved(conditions: tuple[Condition, ...], n: Index) -> Index | None:
    """For which n the equation ``p = a + n`` holds."""
    if len(conditions) != 1 or conditions[0].relation != "eq":
        return None
    (atom,) = n.terms[0][0]
    for left, right in (
        (conditions[0].left, conditions[0].right),
        (conditions[0].right, conditions[0].left),
    ):
        place = left - (right - n)
        if atom not in set(place.atoms()):
            return place
    return None
