"""Matrices as products: Cholesky's factor, systems with factors that are known, products of reflections."""

from __future__ import annotations

from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import Index, constant
from proofgrad.bridge.catalogue.program import condition, where
from proofgrad.oracle.models.aten.algebra import applied, inverse, square_size, triangle
from proofgrad.oracle.models.aten.entrywise import mul, pointwise, sub
from proofgrad.oracle.models.aten.linear_maps import moved_entries
from proofgrad.oracle.models.aten.places import view
from proofgrad.oracle.models.aten.products import einsum
from proofgrad.oracle.models.aten.rules import aten, rule
from proofgrad.oracle.models.traced import Traced, Writer, const

__all__: list[str] = []


def _assembled(w: Writer, parts: dict[tuple[int, int], Traced], n: int, batch: tuple[int, ...]) -> Traced:
    """A matrix of entries that are arrays; 0 where there is none."""

    def entry(at: list[Index]) -> Tree:
        out = const(0)
        for (i, j), part in parts.items():
            here = [condition(at[-2], "eq", constant(i)), condition(at[-1], "eq", constant(j))]
            out = where(here, part.at(at[:-2]), out)
        return out

    return w.step([*batch, n, n], entry)


@rule("cholesky.default", "linalg_cholesky_ex.default", "linalg_cholesky.default")
def _cholesky(w: Writer, a: Traced, upper: bool = False, check_errors: bool = False) -> Any:
    """The factor of the symmetric part of a matrix, column by column; its gradient is then symmetric, as
    PyTorch's is.
    """
    del check_errors
    n, batch = square_size(a), a.shape[:-2]
    known: dict[tuple[int, int], Traced] = {}

    def given(at: list[Index], i: int, j: int) -> Tree:
        if i == j:
            return a.at([*at, constant(i), constant(i)])
        both = (a.at([*at, constant(p), constant(q)]) for p, q in ((i, j), (j, i)))
        return Tree("div", (Tree("add", tuple(both)), const(2)))

    for j in range(n):
        for i in range(j, n):

            def entry(at: list[Index], i: int = i, j: int = j) -> Tree:
                out = given(at, i, j)
                for k in range(j):
                    out = Tree("sub", (out, Tree("mul", (known[i, k].at(at), known[j, k].at(at)))))
                return Tree("sqrt", (out,)) if i == j else Tree("div", (out, known[j, j].at(at)))

            known[i, j] = w.step(batch, entry, needs="the matrix is positive definite")
    parts = {(j, i) if upper else (i, j): part for (i, j), part in known.items()}
    found = _assembled(w, parts, n, batch)
    return [found, None] if "_ex" in w.operation else found


@rule("triangular_solve.default")
def _triangular_solve(
    w: Writer, b: Traced, a: Traced, upper: bool = True, transpose: bool = False, unit: bool = False
) -> list[Any]:
    square_size(a)
    batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    own = aten(w, "expand.default", a, [*batch, *a.shape[-2:]])
    right = aten(w, "expand.default", b, [*batch, *b.shape[-2:]])
    kept = triangle(w, own, upper, unit)
    if transpose:
        kept = aten(w, "transpose.int", kept, -2, -1)
    return [applied(w, inverse(w, kept), right), a]


@rule("linalg_lu_solve.default")
def _lu_solve(
    w: Writer, lu: Traced, pivots: Any, b: Traced, *, left: bool = True, adjoint: bool = False
) -> Traced:
    if not left:  # X A = B is Aᵀ Xᵀ = Bᵀ
        turned = aten(w, "transpose.int", b, -2, -1)
        found = _lu_solve(w, lu, pivots, turned, adjoint=not adjoint)
        return aten(w, "transpose.int", found, -2, -1)  # type: ignore[no-any-return]
    n = square_size(lu)
    batch = np.broadcast_shapes(lu.shape[:-2], b.shape[:-2])
    own = aten(w, "expand.default", lu, [*batch, n, n])
    right = aten(w, "expand.default", b, [*batch, *b.shape[-2:]])
    rows = np.broadcast_to(np.arange(n), (*batch, n)).copy()
    swaps = np.broadcast_to(np.asarray(pivots) - 1, (*batch, n))
    for place in np.ndindex(*batch):
        for i, j in enumerate(swaps[place]):
            rows[place][[i, j]] = rows[place][[j, i]]
    if adjoint:
        lower = inverse(w, triangle(w, own, False, True))
        upper = inverse(w, triangle(w, own, True, False))
        parts = (aten(w, "transpose.int", p, -2, -1) for p in (upper, lower))
        for part in parts:
            right = applied(w, part, right)
        back = np.argsort(rows, -1)
        return moved_entries(w, right, lambda a: np.take_along_axis(a, back[..., None], -2))  # type: ignore[no-any-return]
    moved = moved_entries(w, right, lambda a: np.take_along_axis(a, rows[..., None], -2))
    lower = applied(w, inverse(w, triangle(w, own, False, True)), moved)
    return applied(w, inverse(w, triangle(w, own, True, False)), lower)


def _reflected(w: Writer, a: Traced, tau: Traced, c: Traced, first_to_last: bool) -> Traced:
    """The product of the reflections I - τ v vᵀ, whose v stand below the diagonal of `a`, and `c`."""
    m, count = a.shape[-2], tau.shape[-1]
    letters = "abcdefgh"[: len(a.shape) - 2]
    for k in range(count) if first_to_last else reversed(range(count)):

        def vector(at: list[Index], k: int = k) -> Tree:
            row = at[-1]
            below = where([condition(constant(k), "lt", row)], a.at([*at[:-1], row, constant(k)]), const(0))
            return where([condition(row, "eq", constant(k))], const(1), below)

        v = w.step([*a.shape[:-2], m], vector)
        inner = einsum(w, [v, c], [letters + "i", letters + "ij"], letters + "j")
        scaled = mul(w, inner, aten(w, "slice.Tensor", tau, -1, k, k + 1))
        outer = einsum(w, [v, scaled], [letters + "i", letters + "j"], letters + "ij")
        c = sub(w, c, outer)
    return c


@rule("linalg_householder_product.default")
def _householder(w: Writer, a: Traced, tau: Traced) -> Traced:
    m, n = a.shape[-2:]
    start = np.broadcast_to(np.eye(m, n), (*a.shape[:-2], m, n))
    return _reflected(w, a, tau, w.constant(np.array(start)), False)


@rule("ormqr.default")
def _ormqr(
    w: Writer, a: Traced, tau: Traced, c: Traced, left: bool = True, transpose: bool = False
) -> Traced:
    if left:
        return _reflected(w, a, tau, c, transpose)
    turned = aten(w, "transpose.int", c, -2, -1)
    return aten(w, "transpose.int", _reflected(w, a, tau, turned, not transpose), -2, -1)  # type: ignore[no-any-return]


@rule("_trilinear.default")
def _trilinear(
    w: Writer, a: Any, b: Any, c: Any, expand1: Any, expand2: Any, expand3: Any, sumdim: Any, _unroll: int = 1
) -> Any:
    parts = []
    for x, axes in ((a, expand1), (b, expand2), (c, expand3)):
        own = x if isinstance(x, Traced) else w.constant(np.asarray(x, np.float64))
        shape = list(own.shape)
        for axis in sorted(axes):
            shape.insert(axis, 1)
        parts.append(view(w, own, shape))
    rank = len(parts[0].shape)
    letters = "abcdefghijkl"[:rank]
    result = "".join(x for n, x in enumerate(letters) if n not in [d % rank for d in sumdim])
    return einsum(w, parts, [letters] * 3, result)


@rule("logdet.default")
def _logdet(w: Writer, a: Traced) -> Any:
    found = aten(w, "linalg_det.default", a)
    return pointwise(w, lambda d: Tree("log", (d,)), "the determinant is positive", found)
