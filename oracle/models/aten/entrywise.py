"""Operations entry by entry: formulas of arrays and constant arrays, choices by constant masks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import Index
from proofgrad.oracle.models.aten.rules import RULES, Rule, rule
from proofgrad.oracle.models.pointwise import ONE, TWO, gelu, gelu_tanh, power
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer, broadcast, const

__all__ = ["add", "mul", "pointwise", "sub"]

FEW = 4
"""So many different numbers of a constant array are written out in a formula."""


def _numbers(value: Any) -> Any:
    return value if isinstance(value, Traced) else np.asarray(value)


def pointwise(w: Writer, formula: Callable[..., Tree], needs: str, *args: Any) -> Traced:
    """A formula of arrays and constant arrays, broadcast."""
    given = [_numbers(a) for a in args]
    shape = np.broadcast_shapes(*(a.shape for a in given))
    excluded = [
        np.broadcast_to(a.excluded, shape) for a in given if isinstance(a, Traced) and a.excluded is not None
    ]

    def entry(at: list[Index]) -> Tree:
        parts = []
        for a in given:
            own = broadcast(a.shape, shape, at)
            parts.append(a.at(own) if isinstance(a, Traced) else _constant_entry(w, a, own))
        return formula(*parts)

    return w.step(shape, entry, needs=needs, excluded=np.logical_or.reduce(excluded) if excluded else None)


def _constant_entry(w: Writer, values: np.ndarray, at: Sequence[Index]) -> Tree:
    """An entry of a constant array: a number, a choice among a few, or one of an input that holds them."""
    different = np.unique(values)
    if len(different) > FEW:
        return w.constant(values).at(at)
    out = const(float(different[0]))
    for value in different[1:]:
        out = w.chosen(values == value, at, const(float(value)), out)
    return out


def _unary(name: str) -> Rule:
    formula, needs = ONE[name]

    def write(w: Writer, x: Traced) -> Traced:
        return pointwise(w, formula, needs, x)

    return write


for _name in ONE:
    RULES[f"{_name}.default"] = _unary(_name)


@rule("gelu.default")
def _gelu(w: Writer, x: Traced, approximate: str = "none") -> Traced:
    return pointwise(w, gelu_tanh if approximate == "tanh" else gelu, "", x)


@rule("add.Tensor", "add.Scalar")
def add(w: Writer, x: Any, y: Any, alpha: float = 1) -> Traced:
    """x + alpha·y; a constant minus infinity excludes entries."""
    if alpha != 1:
        return add(w, x, mul(w, y, alpha))
    for one, other in ((x, y), (y, x)):
        if not isinstance(other, Traced) and np.isneginf(np.asarray(other)).any():
            return _masked_add(w, one, np.asarray(other))
    return pointwise(w, TWO["add"][0], "", x, y)


def _masked_add(w: Writer, x: Traced, mask: np.ndarray) -> Traced:
    """x plus a constant array that is minus infinity in places: these are excluded."""
    shape = np.broadcast_shapes(x.shape, mask.shape)
    out = np.broadcast_to(np.isneginf(mask), shape)
    finite = np.where(np.isneginf(mask), 0.0, mask)
    found = x if not finite.any() and x.shape == shape else pointwise(w, TWO["add"][0], "", x, finite)
    before = False if found.excluded is None else found.excluded
    return Traced(found.array, found.shape, out | before)


@rule("sub.Tensor", "sub.Scalar")
def sub(w: Writer, x: Any, y: Any, alpha: float = 1) -> Traced:
    """x - alpha·y."""
    return pointwise(w, TWO["sub"][0], "", x, y if alpha == 1 else mul(w, y, alpha))


@rule("rsub.Scalar")
def _rsub(w: Writer, x: Any, y: Any, alpha: float = 1) -> Traced:
    return sub(w, y, x, alpha)


@rule("mul.Tensor", "mul.Scalar")
def mul(w: Writer, x: Any, y: Any) -> Traced:
    """x·y."""
    return pointwise(w, TWO["mul"][0], "", x, y)


@rule("div.Tensor", "div.Scalar")
def _div(w: Writer, x: Any, y: Any) -> Traced:
    fixed = not isinstance(y, Traced)
    if fixed and (np.asarray(y) == 0).any():
        raise Unsupported("a division by a constant 0")
    return pointwise(w, TWO["div"][0], "" if fixed else TWO["div"][1], x, y)


@rule("maximum.default", "minimum.default")
def _extreme(w: Writer, x: Any, y: Any) -> Traced:
    formula, needs = TWO[w.operation.partition(".")[0]]
    return pointwise(w, formula, needs, x, y)


@rule("pow.Tensor_Scalar")
def _pow(w: Writer, x: Traced, n: float) -> Traced:
    if n == int(n) and 0 <= n <= 64:
        return pointwise(w, lambda a: power(a, int(n)), "", x)
    if n == int(n) and -64 <= n < 0:
        return pointwise(w, lambda a: Tree("inv", (power(a, int(-n)),)), "x ≠ 0", x)
    if n in (0.5, -0.5):
        formula, needs = ONE["sqrt" if n > 0 else "rsqrt"]
        return pointwise(w, formula, needs, x)
    return pointwise(w, lambda a: Tree("exp", (Tree("mul", (const(n), Tree("log", (a,)))),)), "0 < x", x)


@rule("leaky_relu.default")
def _leaky(w: Writer, x: Traced, slope: float = 0.01) -> Traced:
    def formula(a: Tree) -> Tree:
        return Tree("if_gt", (a, const(0), a, Tree("mul", (const(slope), a))))

    return pointwise(w, formula, "x ≠ 0", x)


@rule("elu.default")
def _elu(w: Writer, x: Traced, alpha: float = 1.0, scale: float = 1.0, input_scale: float = 1.0) -> Traced:
    def formula(a: Tree) -> Tree:
        power_of = Tree("exp", (Tree("mul", (const(input_scale), a)),))
        below = Tree("mul", (const(alpha), Tree("sub", (power_of, const(1)))))
        return Tree("mul", (const(scale), Tree("if_gt", (a, const(0), a, below))))

    return pointwise(w, formula, "x ≠ 0", x)


@rule("clamp.default", "hardtanh.default")
def _clamp(w: Writer, x: Traced, low: float | None = None, high: float | None = None) -> Traced:
    def formula(a: Tree) -> Tree:
        if low is not None:
            a = Tree("max", (a, const(low)))
        if high is not None:
            a = Tree("neg", (Tree("max", (Tree("neg", (a,)), const(-high))),))
        return a

    return pointwise(w, formula, "x is no border", x)


@rule("where.self")
def _where(w: Writer, mask: Any, x: Any, y: Any) -> Traced:
    if isinstance(mask, Traced):
        raise Unsupported("a choice that depends on the values of the inputs")
    given = [np.asarray(mask), _numbers(x), _numbers(y)]
    shape = np.broadcast_shapes(*(a.shape for a in given))
    chosen = np.broadcast_to(given[0], shape)
    excluded = np.zeros(shape, np.bool_)
    for a, side in ((given[1], chosen), (given[2], ~chosen)):
        own = a.excluded if isinstance(a, Traced) else np.isneginf(a.astype(np.float64))
        if own is not None:
            excluded |= np.broadcast_to(own, shape) & side

    def entry(at: list[Index]) -> Tree:
        sides = []
        for a in given[1:]:
            own = broadcast(a.shape, shape, at)
            if isinstance(a, Traced):
                sides.append(a.at(own))
            else:
                finite = np.where(np.isneginf(a.astype(np.float64)), 0, a)
                sides.append(_constant_entry(w, finite, own))
        return w.chosen(given[0], broadcast(given[0].shape, shape, at), *sides)

    return w.step(shape, entry, excluded=excluded)


@rule("full_like.default", "zeros_like.default", "ones_like.default")
def _full(w: Writer, x: Traced, value: float | None = None, **_: Any) -> np.ndarray:
    return np.full(x.shape, (w.operation.startswith("ones") if value is None else value), np.float64)


@rule("eq.Scalar", "ne.Scalar")
def _equal(w: Writer, x: Traced, value: float) -> Any:
    if value == float("-inf"):
        mask = np.zeros(x.shape, np.bool_) if x.excluded is None else x.excluded
        return mask if w.operation.startswith("eq") else ~mask
    raise Unsupported("a comparison of values of the inputs")


@rule("clone.default", "alias.default", "detach.default", "_to_copy.default", "contiguous.default")
@rule("lift_fresh_copy.default", "dropout.default")
def _same(w: Writer, x: Traced, *_: Any, **__: Any) -> Traced:  # noqa: ARG001
    return x
