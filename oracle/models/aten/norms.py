"""Norms and softmax: compositions of sums and of what is done entry by entry."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import ZERO, Index
from proofgrad.bridge.catalogue.program import bound, summed
from proofgrad.oracle.models.aten.entrywise import add, mul, pointwise, sub
from proofgrad.oracle.models.aten.places import view
from proofgrad.oracle.models.aten.products import as_array, summation
from proofgrad.oracle.models.aten.rules import rule
from proofgrad.oracle.models.pointwise import power
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer, const


def _normalised(w: Writer, x: Traced, axes: Sequence[int], eps: float) -> tuple[Traced, Traced, Traced]:
    """(x - mean) / sqrt(variance + eps) over some axes, the mean, and the reciprocal root."""
    operation = w.operation
    w.operation = f"mean ({operation})"
    mean = summation(w, x, list(axes), True)
    w.operation = operation
    centred = sub(w, x, mean)
    count = prod(x.shape[a] for a in axes)

    def root(at: list[Index]) -> Tree:
        own = [bound(f"s{i}") if i in axes else c for i, c in enumerate(at)]
        total = power(centred.at(own), 2)
        for a in reversed(axes):
            total = summed(x.shape[a], f"s{a}", total)
        variance = Tree("div", (total, const(count)))
        return Tree("div", (const(1), Tree("sqrt", (Tree("add", (variance, const(eps))),))))

    rstd = w.step([1 if i in axes else n for i, n in enumerate(x.shape)], root, needs="0 < variance + eps")
    return mul(w, centred, rstd), mean, rstd


def _scaled(w: Writer, x: Traced, weight: Any, bias: Any, shape: Sequence[int]) -> Traced:
    if weight is not None:
        x = mul(w, x, view(w, as_array(w, weight), shape))
    return x if bias is None else add(w, x, view(w, as_array(w, bias), shape))


@rule("native_layer_norm.default")
def _layer_norm(
    w: Writer, x: Traced, shape: Sequence[int], weight: Any, bias: Any, eps: float
) -> list[Traced]:
    axes = list(range(len(x.shape) - len(shape), len(x.shape)))
    found, mean, rstd = _normalised(w, x, axes, eps)
    return [_scaled(w, found, weight, bias, list(shape)), mean, rstd]


@rule("native_group_norm.default")
def _group_norm(
    w: Writer, x: Traced, weight: Any, bias: Any, n: int, c: int, hw: int, groups: int, eps: float
) -> list[Traced]:
    grouped = view(w, x, [n, groups, c // groups * hw])
    found, mean, rstd = _normalised(w, grouped, [2], eps)
    back = view(w, found, x.shape)
    return [_scaled(w, back, weight, bias, [1, c, *[1] * (len(x.shape) - 2)]), mean, rstd]


def _by_statistics(w: Writer, x: Traced, weight: Any, bias: Any, mean: Any, var: Any, eps: float) -> Traced:
    """A batch norm with a mean and a variance that are given."""
    shape = [1, x.shape[1], *[1] * (len(x.shape) - 2)]
    centred = sub(w, x, view(w, as_array(w, mean), shape))

    def root(v: Tree) -> Tree:
        return Tree("div", (const(1), Tree("sqrt", (Tree("add", (v, const(eps))),))))

    rstd = pointwise(w, root, "0 < variance + eps", view(w, as_array(w, var), shape))
    return _scaled(w, mul(w, centred, rstd), weight, bias, shape)


def _by_batch(w: Writer, x: Traced, weight: Any, bias: Any, eps: float) -> list[Any]:
    """A batch norm with the batch's own mean and variance: the result, the mean, the reciprocal root."""
    axes = [i for i in range(len(x.shape)) if i != 1]
    found, mean, rstd = _normalised(w, x, axes, eps)
    shape = [1, x.shape[1], *[1] * (len(x.shape) - 2)]
    channels = [x.shape[1]]
    return [_scaled(w, found, weight, bias, shape), view(w, mean, channels), view(w, rstd, channels)]


@rule("_native_batch_norm_legit_no_training.default")
def _batch_norm(
    w: Writer, x: Traced, weight: Any, bias: Any, mean: Any, var: Any, _momentum: float, eps: float
) -> list[Any]:
    return [_by_statistics(w, x, weight, bias, mean, var, eps), None, None]


@rule("_native_batch_norm_legit.no_stats")
def _batch_norm_alone(
    w: Writer, x: Traced, weight: Any, bias: Any, _training: bool, _m: float, eps: float
) -> list[Any]:
    return _by_batch(w, x, weight, bias, eps)


@rule("_batch_norm_with_update.default")
def _batch_norm_updating(
    w: Writer, x: Traced, weight: Any, bias: Any, _mean: Any, _var: Any, _m: float, eps: float
) -> list[Any]:
    return [*_by_batch(w, x, weight, bias, eps), None]


@rule("_native_batch_norm_legit_functional.default", "native_batch_norm.default")
@rule("_native_batch_norm_legit.default")
def _batch_norm_training(
    w: Writer, x: Traced, weight: Any, bias: Any, mean: Any, var: Any, training: bool, _m: float, eps: float
) -> list[Any]:
    if not training:
        return [_by_statistics(w, x, weight, bias, mean, var, eps), None, None, None, None]
    return [*_by_batch(w, x, weight, bias, eps), None, None]


@rule("_softmax.default", "_log_softmax.default")
def _softmax(w: Writer, x: Traced, dim: int, _half: bool = False) -> Traced:
    axis = dim % len(x.shape)
    mask = x.excluded
    if mask is not None and mask.all(axis).any():
        raise Unsupported("a softmax of nothing but minus infinity")
    kept = [1 if i == axis else n for i, n in enumerate(x.shape)]
    logarithm = w.operation.startswith("_log")

    def power_at(at: list[Index]) -> Tree:
        value = Tree("exp", (x.inside(at),))
        return value if mask is None else w.chosen(mask, at, const(0), value)

    def total(at: list[Index]) -> Tree:
        own = list(at)
        own[axis] = bound("s")
        return Tree("log" if logarithm else "inv", (summed(x.shape[axis], "s", power_at(own)),))

    # What is taken of a sum stands with the sum, so that it is seen to be positive.
    of_sums = w.step(kept, total, needs="the sum of the powers is positive")

    def entry(at: list[Index]) -> Tree:
        below = of_sums.at([ZERO if i == axis else c for i, c in enumerate(at)])
        if logarithm:
            return Tree("sub", (x.inside(at), below))
        return Tree("mul", (power_at(at), below))

    return w.step(x.shape, entry, excluded=mask if logarithm else None)
