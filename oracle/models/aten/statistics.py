"""Sums of powers, products and running sums along axes; contractions with factors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf, prod
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import Index, constant
from proofgrad.bridge.catalogue.program import bound, condition, greatest, summed, where
from proofgrad.oracle.models.aten.entrywise import add, mul, pointwise, sub
from proofgrad.oracle.models.aten.places import view
from proofgrad.oracle.models.aten.products import summation
from proofgrad.oracle.models.aten.rules import rule
from proofgrad.oracle.models.pointwise import power
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer, const

__all__: list[str] = []

LONGEST = 128
"""Factors of a product."""


def _axes(x: Traced, dims: Any) -> list[int]:
    rank = len(x.shape)
    if dims is None or (isinstance(dims, (list, tuple)) and not dims) or not rank:
        return list(range(rank))
    given = [dims] if isinstance(dims, int) else dims
    return sorted({d % rank for d in given})


def _kept(w: Writer, x: Traced, found: Traced, axes: Sequence[int], keepdim: bool) -> Traced:
    return found if keepdim else view(w, found, [n for i, n in enumerate(x.shape) if i not in axes])


def _over(x: Traced, axes: Sequence[int], at: list[Index], f: Callable[[Tree], Tree]) -> Tree:
    """The sum of f of the entries over some axes."""
    own = [bound(f"s{i}") if i in axes else c for i, c in enumerate(at)]
    out = f(x.at(own))
    for a in reversed(axes):
        out = summed(x.shape[a], f"s{a}", out)
    return out


@rule("var.correction", "std.correction", "var_mean.correction", "std_mean.correction")
def _variance(
    w: Writer, x: Traced, dim: Any = None, *, correction: float | None = None, keepdim: bool = False
) -> Any:
    axes = _axes(x, dim)
    count = prod(x.shape[a] for a in axes)
    divisor = count - (1 if correction is None else correction)
    if divisor <= 0:
        raise Unsupported("a variance of too few numbers")
    operation = w.operation
    w.operation = f"mean ({operation})"
    mean = summation(w, x, axes, True) if axes else x
    w.operation = operation
    centred = sub(w, x, mean)

    def entry(at: list[Index]) -> Tree:
        found = Tree("div", (_over(centred, axes, at, lambda a: power(a, 2)), const(divisor)))
        return Tree("sqrt", (found,)) if operation.startswith("std") else found

    shape = [1 if i in axes else n for i, n in enumerate(x.shape)]
    found = w.step(shape, entry, needs="not all are equal" if operation.startswith("std") else "")
    out = _kept(w, x, found, axes, keepdim)
    return [out, _kept(w, x, mean, axes, keepdim)] if "mean" in operation.partition(".")[0] else out


@rule("linalg_vector_norm.default", "norm.ScalarOpt_dim", "norm.Scalar")
def _vector_norm(
    w: Writer, x: Traced, order: Any = 2, dim: Any = None, keepdim: bool = False, **_: Any
) -> Traced:
    axes, p = _axes(x, dim), 2.0 if order is None else float(order)
    shape = [1 if i in axes else n for i, n in enumerate(x.shape)]
    needs = {2.0: "not all are 0", 0.0: "no entry is 0"}.get(p, "no entry is 0, no ties")

    def size(a: Tree) -> Tree:
        return Tree("abs", (a,))

    def raised(a: Tree) -> Tree:
        if p == 0:  # how many are not 0
            return power(Tree("sign", (a,)), 2)
        if p == int(p) and p > 0:
            return power(a if int(p) % 2 == 0 else size(a), int(p)) if p != 1 else size(a)
        return Tree("exp", (Tree("mul", (const(p), Tree("log", (size(a),)))),))

    def entry(at: list[Index]) -> Tree:
        if abs(p) == inf:
            own = [bound(f"s{i}") if i in axes else c for i, c in enumerate(at)]
            out = size(x.at(own)) if p > 0 else Tree("neg", (size(x.at(own)),))
            for a in reversed(axes):
                out = greatest(x.shape[a], f"s{a}", out)
            return out if p > 0 else Tree("neg", (out,))
        total = _over(x, axes, at, raised)
        if p in (0, 1):
            return total
        if p == 2:
            return Tree("sqrt", (total,))
        return Tree("exp", (Tree("div", (Tree("log", (total,)), const(p))),))

    if 0 in x.shape and 0 not in shape:
        raise Unsupported("a norm of nothing")
    return _kept(w, x, w.step(shape, entry, needs=needs), axes, keepdim)


def _product(parts: list[Tree]) -> Tree:
    while len(parts) > 1:
        parts = [
            Tree("mul", (parts[i], parts[i + 1])) if i + 1 < len(parts) else parts[i]
            for i in range(0, len(parts), 2)
        ]
    return parts[0] if parts else const(1)


@rule("prod.dim_int", "prod.default")
def _prod(w: Writer, x: Traced, dim: int | None = None, keepdim: bool = False, **_: Any) -> Traced:
    axes = _axes(x, dim)
    sizes = [x.shape[a] for a in axes]
    if prod(sizes) > LONGEST:
        raise Unsupported(f"a product of {prod(sizes)} factors; {LONGEST} is the most")
    shape = [1 if i in axes else n for i, n in enumerate(x.shape)]

    def entry(at: list[Index]) -> Tree:
        parts = []
        for place in np.ndindex(*sizes):
            own = list(at)
            for a, k in zip(axes, place, strict=True):
                own[a] = constant(k)
            parts.append(x.at(own))
        return _product(parts)

    return _kept(w, x, w.step(shape, entry), axes, keepdim)


@rule("cumprod.default")
def _cumprod(w: Writer, x: Traced, dim: int, **_: Any) -> Traced:
    if not x.shape:
        return x
    axis = dim % len(x.shape)
    if x.shape[axis] > LONGEST:
        raise Unsupported(f"a product of {x.shape[axis]} factors; {LONGEST} is the most")

    def entry(at: list[Index]) -> Tree:
        parts = []
        for k in range(x.shape[axis]):
            own = x.at([constant(k) if i == axis else c for i, c in enumerate(at)])
            parts.append(where([condition(constant(k), "le", at[axis])], own, const(1)))
        return _product(parts)

    return w.step(x.shape, entry)


def _running(
    w: Writer, x: Traced, dim: int, f: Callable[[Tree], Tree], g: Callable[[Tree], Tree], needs: str
) -> Traced:
    """g of the sums of f of the entries up to each."""
    if not x.shape:
        return w.step((), lambda at: g(f(x.at(at))), needs=needs)
    axis = dim % len(x.shape)

    def entry(at: list[Index]) -> Tree:
        own = f(x.at([bound("s") if i == axis else c for i, c in enumerate(at)]))
        term = where([condition(bound("s"), "le", at[axis])], own, const(0))
        return g(summed(x.shape[axis], "s", term))

    return w.step(x.shape, entry, needs=needs)


@rule("cumsum.default")
def _cumsum(w: Writer, x: Traced, dim: int, **_: Any) -> Traced:
    return _running(w, x, dim, lambda a: a, lambda a: a, "")


@rule("logcumsumexp.default")
def _logcumsumexp(w: Writer, x: Traced, dim: int) -> Traced:
    return _running(
        w, x, dim, lambda a: Tree("exp", (a,)), lambda a: Tree("log", (a,)), "the sum of powers is positive"
    )


@rule("logsumexp.default")
def _logsumexp(w: Writer, x: Traced, dim: Any, keepdim: bool = False) -> Traced:
    axes = _axes(x, dim)
    if x.excluded is not None:
        raise Unsupported("a sum of powers of minus infinity")

    def entry(at: list[Index]) -> Tree:
        return Tree("log", (_over(x, axes, at, lambda a: Tree("exp", (a,))),))

    shape = [1 if i in axes else n for i, n in enumerate(x.shape)]
    return _kept(w, x, w.step(shape, entry, needs="the sum of powers is positive"), axes, keepdim)


@rule("_cdist_forward.default", "cdist.default")
def _cdist(w: Writer, a: Traced, b: Traced, p: float = 2.0, *_: Any) -> Traced:
    batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    rows, columns, size = a.shape[-2], b.shape[-2], a.shape[-1]
    one = view(w, a, [*a.shape[:-1], 1, size])
    other = view(w, b, [*b.shape[:-2], 1, columns, size])
    difference = sub(w, one, other)
    assert difference.shape == (*batch, rows, columns, size)
    return _vector_norm(w, difference, p, [-1])


@rule("_pdist_forward.default", "pdist.default")
def _pdist(w: Writer, x: Traced, p: float = 2.0) -> Traced:
    n = x.shape[0]
    pairs = np.array([(i, j) for i in range(n) for j in range(i + 1, n)], np.int64).reshape(-1, 2)
    from proofgrad.bridge.catalogue.program import selected

    def taken(which: int) -> Traced:
        name = w.table(pairs[:, which])
        return w.step([len(pairs), x.shape[1]], lambda at: x.at([selected(name, at[0]), at[1]]))

    return _vector_norm(w, sub(w, taken(0), taken(1)), p, [-1])


@rule("dot.default", "mv.default", "vdot.default")
def _dot(w: Writer, a: Any, b: Any) -> Traced:
    return summation(w, mul(w, a, b), [-1])


@rule("addcmul.default", "addcdiv.default")
def _addc(w: Writer, x: Traced, a: Traced, b: Traced, *, value: float = 1) -> Traced:
    name = "mul" if "mul" in w.operation else "div"
    found = pointwise(w, lambda p, q: Tree(name, (p, q)), "" if name == "mul" else "y ≠ 0", a, b)
    return add(w, x, found if value == 1 else mul(w, found, value))


@rule("renorm.default")
def _renorm(w: Writer, x: Traced, p: float, dim: int, most: float) -> Traced:
    axis = dim % len(x.shape)
    others = [i for i in range(len(x.shape)) if i != axis]
    norms = _vector_norm(w, x, p, others, True)

    def factor(n: Tree) -> Tree:
        return Tree(
            "if_gt", (n, const(most), Tree("div", (const(most), Tree("add", (n, const(1e-7))))), const(1))
        )

    return mul(w, x, pointwise(w, factor, "the norm is not the largest allowed", norms))


@rule("dist.default")
def _dist(w: Writer, a: Traced, b: Traced, p: float = 2) -> Traced:
    return _vector_norm(w, sub(w, a, b), p)
