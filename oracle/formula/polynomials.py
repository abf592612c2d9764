"""Polynomials in formula trees: where they are zero, exactly.

A formula is cut where a divisor is zero, or what a root or a logarithm is taken of. Where that is a
polynomial in the input with rational coefficients (1 - x²), its rational roots are such places; irrational
ones are met by no float.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

from proofgrad.bridge.catalogue import Tree

__all__ = ["Roots", "roots_of"]

Coefficients = tuple[Fraction, ...]
"""Of a polynomial, the constant first; the last is not 0, of the polynomial 0 there are none."""

_DEGREE = 12
"""Polynomials of a higher degree are not looked at."""


@dataclass(frozen=True, slots=True)
class Roots:
    """The zeros of a polynomial that is not 0.

    Attributes:
        rational: the rational ones, ascending.
        every: whether it has no other real ones.
        coefficients: the polynomial's.
    """

    rational: tuple[Fraction, ...]
    every: bool
    coefficients: Coefficients

    def sign(self, x: Fraction) -> int:
        """The sign of the polynomial at x."""
        value = Fraction(0)
        for c in reversed(self.coefficients):
            value = value * x + c
        return (value > 0) - (value < 0)


@lru_cache(maxsize=4096)
def roots_of(tree: Tree) -> Roots | None:
    """The zeros of a tree that is a polynomial in the input, not 0 everywhere; None for any other."""
    found = _polynomial(tree)
    if not found:
        return None
    if len(found) == 1:
        return Roots((), True, found)
    if len(found) == 2:
        return Roots((-found[0] / found[1],), True, found)
    from flint import fmpz_poly

    scale = lcm(*(c.denominator for c in found))
    _, factors = fmpz_poly([int(c * scale) for c in found]).factor()
    rational, every = [], True
    for factor, _ in factors:
        c = [int(factor[i]) for i in range(factor.degree() + 1)]
        if len(c) == 2:
            rational.append(Fraction(-c[0], c[1]))
        else:  # two real roots, or none; of more factors nothing is said
            every &= len(c) == 3 and c[1] ** 2 < 4 * c[0] * c[2]
    return Roots(tuple(sorted(rational)), every, found)


def _polynomial(tree: Tree) -> Coefficients | None:
    match tree.op:
        case "var":
            return Fraction(0), Fraction(1)
        case "const":
            return _trimmed((Fraction(tree.value or 0),))
        case "add" | "sub" | "mul" | "neg" | "powi" | "div":
            parts = [_polynomial(arg) for arg in tree.args]
        case _:
            return None
    if any(part is None for part in parts):
        return None
    first, *rest = [part for part in parts if part is not None]
    if tree.op == "neg":
        return tuple(-c for c in first)
    if tree.op == "powi":
        out: Coefficients | None = (Fraction(1),)
        for _ in range(int(tree.value or 0)):
            out = _product(out, first) if out is not None else None
        return out
    (second,) = rest
    if tree.op == "mul":
        return _product(first, second)
    if tree.op == "div":
        return tuple(c / second[0] for c in first) if len(second) == 1 else None
    sign = 1 if tree.op == "add" else -1
    size = max(len(first), len(second))
    a, b = ((*p, *(Fraction(0),) * (size - len(p))) for p in (first, second))
    return _trimmed(tuple(x + sign * y for x, y in zip(a, b, strict=True)))


def _product(a: Coefficients, b: Coefficients) -> Coefficients | None:
    if not a or not b:
        return ()
    if len(a) + len(b) - 2 > _DEGREE:
        return None
    out = [Fraction(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            out[i + j] += x * y
    return tuple(out)


def _trimmed(c: Coefficients) -> Coefficients:
    while c and not c[-1]:
        c = c[:-1]
    return c
