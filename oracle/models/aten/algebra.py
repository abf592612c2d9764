"""Determinants and inverses of small matrices, by Leibniz' formula and cofactors (Cramer's rule)."""

from __future__ import annotations

from itertools import permutations
from math import prod
from typing import Any

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import ZERO, Index, constant
from proofgrad.bridge.catalogue.program import bound, condition, remainder, summed, where
from proofgrad.oracle.models.aten.entrywise import pointwise
from proofgrad.oracle.models.aten.places import view
from proofgrad.oracle.models.aten.rules import rule
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer, const

__all__ = ["applied", "inverse", "square_size", "triangle"]

LARGEST = 5
"""Rows of a matrix; its determinant has as many terms as there are permutations."""


def square_size(a: Traced) -> int:
    """Rows of a square matrix. Raises Unsupported where there are none, or too many."""
    n = a.shape[-1]
    if len(a.shape) < 2 or a.shape[-2] != n:
        raise Unsupported("a matrix that is not square")
    if not 1 <= n <= LARGEST or not prod(a.shape):
        raise Unsupported(f"a matrix with {n} rows; {LARGEST} is the most")
    return n


def _sum_of_products(entry: Any, n: int) -> Tree:
    """The determinant of n rows, each entry given by its row and column."""
    total: Tree | None = None
    for columns in permutations(range(n)):
        product: Tree | None = None
        for row, column in enumerate(columns):
            factor = entry(row, column)
            product = factor if product is None else Tree("mul", (product, factor))
        assert product is not None
        odd = sum(columns[i] > columns[j] for i in range(n) for j in range(i + 1, n)) % 2
        total = product if total is None else Tree("sub" if odd else "add", (total, product))
    assert total is not None
    return total


def _determinant(w: Writer, a: Traced) -> Traced:
    n = square_size(a)

    def entry(at: list[Index]) -> Tree:
        return _sum_of_products(lambda i, j: a.at([*at, constant(i), constant(j)]), n)

    return w.step(a.shape[:-2], entry)


def inverse(w: Writer, a: Traced) -> Traced:
    """Cofactors over the determinant; rows and columns of a minor are taken cyclically, so that its sign
    depends on the place only where there are evenly many.
    """
    n = square_size(a)
    determinant = _determinant(w, a)

    def entry(at: list[Index]) -> Tree:
        batch, row, column = at[:-2], at[-2], at[-1]

        def minor(i: int, j: int) -> Tree:
            rows = remainder(column + constant(i + 1), n)
            return a.at([*batch, rows, remainder(row + constant(j + 1), n)])

        below = determinant.at(batch)
        if n == 1:
            return Tree("inv", (below,))
        found = _sum_of_products(minor, n - 1)
        if n % 2 == 0:
            even = condition(remainder(row + column, 2), "eq", ZERO)
            found = where([even], found, Tree("neg", (found,)))
        return Tree("div", (found, below))

    return w.step(a.shape, entry, needs="the determinant is not 0")


@rule("_linalg_det.default", "linalg_det.default")
def _det(w: Writer, a: Traced) -> Any:
    found = _determinant(w, a)
    return [found, None, None] if w.operation.startswith("_") else found


@rule("_linalg_slogdet.default")
def _slogdet(w: Writer, a: Traced) -> list[Any]:
    found = _determinant(w, a)
    needs = "the determinant is not 0"
    size = pointwise(w, lambda d: Tree("log", (Tree("abs", (d,)),)), needs, found)
    return [pointwise(w, lambda d: Tree("sign", (d,)), needs, found), size, None, None]


@rule("linalg_inv_ex.default", "linalg_inv.default", "inverse.default")
def _inv(w: Writer, a: Traced, _check: bool = False) -> Any:
    found = inverse(w, a)
    return [found, None] if "_ex" in w.operation else found


@rule("_linalg_solve_ex.default")
def _solve(w: Writer, a: Traced, b: Traced, *, left: bool = True, check_errors: bool = False) -> list[Any]:
    del check_errors
    vector = len(b.shape) == 1 or b.shape == a.shape[:-1]
    right = view(w, b, [*b.shape, 1]) if vector else b
    if right.shape[:-2] != a.shape[:-2]:
        raise Unsupported("a system whose sides have other batches")
    found = applied(w, inverse(w, a), right, left=left)
    return [view(w, found, b.shape) if vector else found, None, None, None]


def applied(w: Writer, inverse: Traced, right: Traced, *, left: bool = True) -> Traced:
    """A product with a matrix on the left, or on the right."""
    n = inverse.shape[-1]

    def entry(at: list[Index]) -> Tree:
        k = bound("l")
        pair = (
            (inverse.at([*at[:-1], k]), right.at([*at[:-2], k, at[-1]]))
            if left
            else (right.at([*at[:-1], k]), inverse.at([*at[:-2], k, at[-1]]))
        )
        return summed(n, "l", Tree("mul", pair))

    return w.step(right.shape, entry)


def triangle(w: Writer, a: Traced, upper: bool, ones: bool) -> Traced:
    """A matrix with zeros on one side of the diagonal, and ones on it if asked."""

    def entry(at: list[Index]) -> Tree:
        row, column = (at[-2], at[-1]) if upper else (at[-1], at[-2])
        inside = where([condition(row, "le", column)], a.at(at), const(0))
        return where([condition(row, "eq", column)], const(1), inside) if ones else inside

    return w.step(a.shape, entry)


@rule("linalg_solve_triangular.default")
def _solve_triangular(
    w: Writer, a: Traced, b: Traced, *, upper: bool, left: bool = True, unitriangular: bool = False
) -> Traced:
    if a.shape[:-2] != b.shape[:-2]:
        raise Unsupported("a system whose sides have other batches")
    square_size(a)
    return applied(w, inverse(w, triangle(w, a, upper, unitriangular)), b, left=left)


def _gram(w: Writer, a: Traced, upper: bool) -> Traced:
    """L Lᵀ of a triangle, or Uᵀ U."""
    n, half = square_size(a), triangle(w, a, upper, False)

    def entry(at: list[Index]) -> Tree:
        l, batch = bound("l"), at[:-2]  # noqa: E741
        one = half.at([*batch, l, at[-2]] if upper else [*batch, at[-2], l])
        other = half.at([*batch, l, at[-1]] if upper else [*batch, at[-1], l])
        return summed(n, "l", Tree("mul", (one, other)))

    return w.step(a.shape, entry)


@rule("cholesky_solve.default")
def _cholesky_solve(w: Writer, b: Traced, a: Traced, upper: bool = False) -> Traced:
    if a.shape[:-2] != b.shape[:-2]:
        raise Unsupported("a system whose sides have other batches")
    return applied(w, inverse(w, _gram(w, a, upper)), b)


@rule("cholesky_inverse.default")
def _cholesky_inverse(w: Writer, a: Traced, upper: bool = False) -> Traced:
    return inverse(w, _gram(w, a, upper))
