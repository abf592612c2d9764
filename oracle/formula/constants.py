"""Exact constants: polynomials with rational coefficients in opaque irrational numbers such as √(2/π).

The limit evaluator must know when two coefficients cancel exactly, which balls cannot tell. Here what
cancels by the rules of arithmetic is exactly zero, and what does not is shown to be non-zero by a ball, or
:class:`Undecided` is raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula.balls import ball

__all__ = ["Constant", "Undecided"]

_BITS = 320
_SIGNS: dict[frozenset[tuple[tuple[Tree, ...], Fraction]], int] = {}
"""Signs that were decided by a ball; 0: undecided."""


_RADICANDS: dict[Tree, Constant] = {}
"""What the atoms that are roots are roots of: positive constants."""


class Undecided(Exception):
    """A limit that this evaluator cannot decide."""


@dataclass(frozen=True)
class Constant:
    """A sum of rational multiples of products of atoms (trees without the input), in normal form."""

    terms: Mapping[tuple[Tree, ...], Fraction]

    @classmethod
    def of(cls, value: Fraction | int | Tree) -> Constant:
        """A rational, or a tree as an atom."""
        if isinstance(value, Tree):
            return cls({(value,): Fraction(1)})
        return cls({(): Fraction(value)} if value else {})

    def __add__(self, other: Constant) -> Constant:
        out = dict(self.terms)
        for key, c in other.terms.items():
            out[key] = out.get(key, Fraction(0)) + c
        return Constant({k: c for k, c in out.items() if c})

    def __neg__(self) -> Constant:
        return Constant({k: -c for k, c in self.terms.items()})

    def __sub__(self, other: Constant) -> Constant:
        return self + -other

    def __mul__(self, other: Constant) -> Constant:
        out: dict[tuple[Tree, ...], Fraction] = {}
        squares = Constant({})
        for a, c in self.terms.items():
            for b, d in other.terms.items():
                key = tuple(sorted(a + b, key=repr)) if a and b else a or b
                twice = next((s for s, t in pairwise(key) if s == t and s in _RADICANDS), None)
                if twice is not None:  # √t·√t = t
                    rest = list(key)
                    rest.remove(twice)
                    rest.remove(twice)
                    squares += Constant({tuple(rest): c * d}) * _RADICANDS[twice]
                    continue
                out[key] = out.get(key, Fraction(0)) + c * d
        return Constant({k: c for k, c in out.items() if c}) + squares

    @property
    def rational(self) -> Fraction | None:
        """Its value, if it is rational by its form."""
        if not self.terms:
            return Fraction(0)
        return self.terms.get(()) if len(self.terms) == 1 else None

    def tree(self) -> Tree:
        """As a formula tree."""
        total: Tree | None = None
        for atoms, c in self.terms.items():
            product = Tree("const", (), c)
            for atom in atoms:
                product = Tree("mul", (product, atom))
            total = product if total is None else Tree("add", (total, product))
        return total or Tree("const", (), Fraction(0))

    def ball(self) -> Any:
        """An enclosure (``arb``)."""
        return ball(self.tree(), Fraction(0), _BITS).value

    def sign(self) -> int:
        """Its sign; 0 only if it is zero by its form. Raises Undecided."""
        if (q := self.rational) is not None:
            return (q > 0) - (q < 0)
        key = frozenset(self.terms.items())
        if key not in _SIGNS:
            value = self.ball()
            _SIGNS[key] = (value > 0) - (value < 0)
        if not _SIGNS[key]:
            raise Undecided
        return _SIGNS[key]

    def apply(self, op: str) -> Constant:
        """``inv``, ``exp``, ``log`` (of its size), ``sqrt``, ``sin``, ``cos``, ``asin``, ``acos``, ``atan``,
        ``erf``, ``erfc`` of it. Raises Undecided for inv or log of zero.
        """
        q = self.rational
        if op in ("inv", "log") and self.sign() == 0:
            raise Undecided
        if op == "inv" and q is not None:
            return Constant.of(1 / q)
        if op == "inv" and len(self.terms) == 1:
            ((atoms, c),) = self.terms.items()
            out = Constant.of(1 / c)
            for atom in atoms:
                if atom in _RADICANDS:  # 1/√t = √t/t
                    out = out * Constant.of(atom) * _RADICANDS[atom].apply("inv")
                else:
                    out = out * Constant.of(Tree("inv", (atom,)))
            return out
        if (op in ("exp", "cos", "erfc") and q == 0) or (op == "sqrt" and q == 1):
            return Constant.of(1)
        if (op == "log" and q is not None and abs(q) == 1) or (
            op in ("sqrt", "sin", "asin", "atan", "erf") and q == 0
        ):
            return Constant.of(0)
        atom = Tree(op, (self.tree(),))
        if op == "sqrt":
            _RADICANDS[atom] = self
        return Constant.of(atom)
