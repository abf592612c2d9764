"""Indices, sizes and conditions on them, kept as they are written: ``stride*i + u - pad``.

An :class:`Index` is a polynomial with integer coefficients in sizes (``n``), indices (``i``) and what cannot
be taken apart (an entry of a table of indices, ``token(i)``). Two that are equal as polynomials are equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

__all__ = ["ZERO", "At", "Atom", "Condition", "Index", "Range", "Relation", "constant", "var"]

AtomKind = Literal["size", "entries", "index", "select", "monus", "div", "mod"]
Relation = Literal["eq", "ne", "le", "lt"]
Monomial: TypeAlias = "tuple[Atom, ...]"


@dataclass(frozen=True, slots=True)
class Atom:
    """What a polynomial is in.

    Attributes:
        kind: ``size``: a natural number that the node is stated for; ``entries``: the number of entries of a
            shape; ``index``: a coordinate of the result or the index of a sum; ``select``: a table of indices
            at an index, or without `args` a single index; ``monus``, ``div``, ``mod``: of two natural
            numbers, as in Lean (``a - b`` is 0 below 0, ``a / 0 = 0``, ``a % 0 = a``).
        name: of the size, shape, index or table.
        args: of ``select``, ``monus``, ``div``, ``mod``.
    """

    kind: AtomKind
    name: str = ""
    args: tuple[Index, ...] = ()

    def key(self) -> tuple[Any, ...]:
        """What they are sorted by."""
        return self.kind, self.name, tuple(arg.key() for arg in self.args)


@dataclass(frozen=True, slots=True)
class Index:
    """A polynomial: monomials with their coefficients, sorted, none with the coefficient 0."""

    terms: tuple[tuple[Monomial, int], ...] = ()

    @classmethod
    def of(cls, terms: Iterable[tuple[Monomial, int]]) -> Index:
        """The sum of some terms."""
        total: dict[Monomial, int] = {}
        for monomial, coefficient in terms:
            total[monomial] = total.get(monomial, 0) + coefficient
        kept = [(m, c) for m, c in total.items() if c]
        return cls(tuple(sorted(kept, key=lambda t: (-len(t[0]), tuple(a.key() for a in t[0])))))

    def key(self) -> tuple[Any, ...]:
        """What they are sorted by."""
        return tuple((tuple(a.key() for a in m), c) for m, c in self.terms)

    def __add__(self, other: Index) -> Index:
        """The sum."""
        return Index.of((*self.terms, *other.terms))

    def __sub__(self, other: Index) -> Index:
        """The difference, of integers: it may be negative."""
        return Index.of((*self.terms, *((m, -c) for m, c in other.terms)))

    def __mul__(self, other: Index) -> Index:
        """The product."""
        return Index.of(
            (tuple(sorted((*m, *n), key=Atom.key)), c * d) for m, c in self.terms for n, d in other.terms
        )

    @property
    def number(self) -> int | None:
        """Its value if it is a number, else None."""
        if not self.terms:
            return 0
        (monomial, coefficient), *more = self.terms
        return coefficient if not more and not monomial else None

    def atoms(self) -> Iterator[Atom]:
        """All atoms in it, those within others included."""
        for monomial, _ in self.terms:
            for atom in monomial:
                yield atom
                for arg in atom.args:
                    yield from arg.atoms()

    def substituted(self, values: Mapping[Atom, Index]) -> Index:
        """With values for some atoms."""
        if not any(atom in values for atom in self.atoms()):
            return self
        total = ZERO
        for monomial, coefficient in self.terms:
            product = constant(coefficient)
            for atom in monomial:
                args = tuple(arg.substituted(values) for arg in atom.args)
                product = product * values.get(atom, Index((((Atom(atom.kind, atom.name, args),), 1),)))
            total = total + product
        return total

    def value(self, atom: Callable[[Atom], Any]) -> Any:
        """Its value, whatever numbers or arrays of numbers the atoms have."""
        total: Any = 0
        for monomial, coefficient in self.terms:
            product: Any = coefficient
            for part in monomial:
                product = product * atom(part)
            total = total + product
        return total


@dataclass(frozen=True, slots=True)
class Condition:
    """A relation between two indices."""

    relation: Relation
    left: Index
    right: Index

    def substituted(self, values: Mapping[Atom, Index]) -> Condition:
        """With values for some atoms."""
        return Condition(self.relation, self.left.substituted(values), self.right.substituted(values))


@dataclass(frozen=True, slots=True)
class Range:
    """What a sum runs over: for each of its indices how many values it takes; the last one fastest."""

    indices: tuple[tuple[str, Index], ...]

    def atoms(self) -> tuple[Atom, ...]:
        """The indices."""
        return tuple(Atom("index", name) for name, _ in self.indices)


@dataclass(frozen=True, slots=True)
class At:
    """An entry of an input, of its direction or of a family of parameters.

    Attributes:
        kind: which of them.
        name: of the input or parameter.
        indices: one for each axis; a single one, counting all entries, where the shape is a variable.
    """

    kind: Literal["entry", "tangent", "param"]
    name: str
    indices: tuple[Index, ...]


def constant(value: int) -> Index:
    """A number."""
    return Index((((), value),)) if value else ZERO


def var(atom: Atom) -> Index:
    """An atom by itself."""
    return Index((((atom,), 1),))


ZERO = Index()
