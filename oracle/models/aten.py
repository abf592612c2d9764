"""PyTorch's core operations as steps of a program: what each computes at a place of its result.

Of the operations that torch.export leaves most are a handful of things: entries read elsewhere, sums of
products, formulas entry by entry, the greatest of several. What a constant of the model decides (masks,
positions, indices) is decided while the program is written; minus infinity, which frameworks use for "not
this one", is kept beside an array and never enters a formula.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any, TypeVar

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import ZERO, Index, constant
from proofgrad.bridge.catalogue.program import (
    bound,
    condition,
    greatest,
    quotient,
    remainder,
    selected,
    summed,
    where,
)
from proofgrad.oracle.models.pointwise import ONE, TWO, gelu, gelu_tanh, power
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer, broadcast, const

__all__ = ["RULES"]

Rule = Callable[..., Any]
FEW = 4
"""So many different numbers of a constant array are written out in a formula."""
RULES: dict[str, Rule] = {}
"""Operation (as torch.export spells it, without ``aten.``) -> what writes it: of the writer and the
arguments.
"""


F = TypeVar("F", bound=Rule)


def rule(*names: str) -> Callable[[F], F]:
    """Register what writes these operations."""

    def register(function: F) -> F:
        RULES.update(dict.fromkeys(names, function))
        return function

    return register


# Entry by entry


def _numbers(value: Any) -> Any:
    return value if isinstance(value, Traced) else np.asarray(value)


def _pointwise(w: Writer, formula: Callable[..., Tree], needs: str, *args: Any) -> Traced:
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
        return _pointwise(w, formula, needs, x)

    return write


for _name in ONE:
    RULES[f"{_name}.default"] = _unary(_name)


@rule("gelu.default")
def _gelu(w: Writer, x: Traced, approximate: str = "none") -> Traced:
    return _pointwise(w, gelu_tanh if approximate == "tanh" else gelu, "", x)


@rule("add.Tensor", "add.Scalar")
def _add(w: Writer, x: Any, y: Any, alpha: float = 1) -> Traced:
    if alpha != 1:
        return _add(w, x, _mul(w, y, alpha))
    for one, other in ((x, y), (y, x)):
        if not isinstance(other, Traced) and np.isneginf(np.asarray(other)).any():
            return _masked_add(w, one, np.asarray(other))
    return _pointwise(w, TWO["add"][0], "", x, y)


def _masked_add(w: Writer, x: Traced, mask: np.ndarray) -> Traced:
    """x plus a constant array that is minus infinity in places: these are excluded."""
    shape = np.broadcast_shapes(x.shape, mask.shape)
    out = np.broadcast_to(np.isneginf(mask), shape)
    finite = np.where(np.isneginf(mask), 0.0, mask)
    found = x if not finite.any() and x.shape == shape else _pointwise(w, TWO["add"][0], "", x, finite)
    before = False if found.excluded is None else found.excluded
    return Traced(found.array, found.shape, out | before)


@rule("sub.Tensor", "sub.Scalar")
def _sub(w: Writer, x: Any, y: Any, alpha: float = 1) -> Traced:
    return _pointwise(w, TWO["sub"][0], "", x, y if alpha == 1 else _mul(w, y, alpha))


@rule("rsub.Scalar")
def _rsub(w: Writer, x: Any, y: Any, alpha: float = 1) -> Traced:
    return _sub(w, y, x, alpha)


@rule("mul.Tensor", "mul.Scalar")
def _mul(w: Writer, x: Any, y: Any) -> Traced:
    return _pointwise(w, TWO["mul"][0], "", x, y)


@rule("div.Tensor", "div.Scalar")
def _div(w: Writer, x: Any, y: Any) -> Traced:
    fixed = not isinstance(y, Traced)
    if fixed and (np.asarray(y) == 0).any():
        raise Unsupported("a division by a constant 0")
    return _pointwise(w, TWO["div"][0], "" if fixed else TWO["div"][1], x, y)


@rule("maximum.default", "minimum.default")
def _extreme(w: Writer, x: Any, y: Any) -> Traced:
    formula, needs = TWO[w.operation.partition(".")[0]]
    return _pointwise(w, formula, needs, x, y)


@rule("pow.Tensor_Scalar")
def _pow(w: Writer, x: Traced, n: float) -> Traced:
    if n == int(n) and 0 <= n <= 64:
        return _pointwise(w, lambda a: power(a, int(n)), "", x)
    if n == int(n) and -64 <= n < 0:
        return _pointwise(w, lambda a: Tree("inv", (power(a, int(-n)),)), "x ≠ 0", x)
    if n in (0.5, -0.5):
        formula, needs = ONE["sqrt" if n > 0 else "rsqrt"]
        return _pointwise(w, formula, needs, x)
    return _pointwise(w, lambda a: Tree("exp", (Tree("mul", (const(n), Tree("log", (a,)))),)), "0 < x", x)


@rule("leaky_relu.default")
def _leaky(w: Writer, x: Traced, slope: float = 0.01) -> Traced:
    def formula(a: Tree) -> Tree:
        return Tree("if_gt", (a, const(0), a, Tree("mul", (const(slope), a))))

    return _pointwise(w, formula, "x ≠ 0", x)


@rule("elu.default")
def _elu(w: Writer, x: Traced, alpha: float = 1.0, scale: float = 1.0, input_scale: float = 1.0) -> Traced:
    def formula(a: Tree) -> Tree:
        power_of = Tree("exp", (Tree("mul", (const(input_scale), a)),))
        below = Tree("mul", (const(alpha), Tree("sub", (power_of, const(1)))))
        return Tree("mul", (const(scale), Tree("if_gt", (a, const(0), a, below))))

    return _pointwise(w, formula, "x ≠ 0", x)


@rule("clamp.default", "hardtanh.default")
def _clamp(w: Writer, x: Traced, low: float | None = None, high: float | None = None) -> Traced:
    def formula(a: Tree) -> Tree:
        if low is not None:
            a = Tree("max", (a, const(low)))
        if high is not None:
            a = Tree("neg", (Tree("max", (Tree("neg", (a,)), const(-high))),))
        return a

    return _pointwise(w, formula, "x is no border", x)


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


# Entries read elsewhere


@rule("view.default", "_unsafe_view.default", "reshape.default")
def _view(w: Writer, x: Traced, shape: Sequence[int]) -> Traced:  # noqa: ARG001
    wanted = list(shape)
    if -1 in wanted:
        known = prod(n for n in wanted if n != -1)
        wanted[wanted.index(-1)] = prod(x.shape) // known
    excluded = None if x.excluded is None else x.excluded.reshape(wanted)
    return Traced(x.array, tuple(wanted), excluded)  # the entries stand in the same order


@rule("unsqueeze.default")
def _unsqueeze(w: Writer, x: Traced, dim: int) -> Traced:
    shape = list(x.shape)
    shape.insert(dim % (len(shape) + 1), 1)
    return _view(w, x, shape)


@rule("squeeze.dims", "squeeze.dim")
def _squeeze(w: Writer, x: Traced, dims: Any) -> Traced:
    axes = {d % len(x.shape) for d in (dims if isinstance(dims, (list, tuple)) else [dims])}
    return _view(w, x, [n for i, n in enumerate(x.shape) if i not in axes or n != 1])


def moved(
    w: Writer, x: Traced, shape: Sequence[int], source: Callable[[list[Index]], Sequence[Index]]
) -> Traced:
    """Entries of an array in other places."""
    excluded = None
    if x.excluded is not None:
        places = np.indices(tuple(shape)).reshape(len(shape), -1)
        names = [bound(f"c{i}") for i in range(len(shape))]
        found = source(list(names))

        def value(index: Index) -> Any:
            return index.value(lambda atom: _numeric(atom, places))

        excluded = x.excluded[tuple(np.broadcast_to(value(c), places.shape[1:]) for c in found)].reshape(
            shape
        )
    return w.step(shape, lambda at: x.at(source(at)), excluded=excluded)


def _numeric(atom: Any, places: np.ndarray) -> Any:
    if atom.kind == "index":
        return places[int(atom.name[1:])]
    a, b = (arg.value(lambda inner: _numeric(inner, places)) for arg in atom.args)
    return a // b if atom.kind == "div" else a % b


@rule("permute.default")
def _permute(w: Writer, x: Traced, dims: Sequence[int]) -> Traced:
    axes = [d % len(x.shape) for d in dims]

    def source(at: list[Index]) -> list[Index]:
        out = [ZERO] * len(axes)
        for place, axis in enumerate(axes):
            out[axis] = at[place]
        return out

    return moved(w, x, [x.shape[a] for a in axes], source)


@rule("t.default")
def _t(w: Writer, x: Traced) -> Traced:
    return _permute(w, x, [1, 0]) if len(x.shape) == 2 else x


@rule("transpose.int")
def _transpose(w: Writer, x: Traced, a: int, b: int) -> Traced:
    axes = list(range(len(x.shape)))
    axes[a], axes[b] = axes[b], axes[a]
    return _permute(w, x, axes)


@rule("expand.default")
def _expand(w: Writer, x: Traced, shape: Sequence[int]) -> Traced:
    padded = [1] * (len(shape) - len(x.shape)) + list(x.shape)
    wanted = [n if m == -1 else m for n, m in zip(padded, shape, strict=True)]
    if tuple(wanted) == x.shape:
        return x
    return moved(w, x, wanted, lambda at: broadcast(x.shape, wanted, at))


@rule("select.int")
def _select(w: Writer, x: Traced, dim: int, index: int) -> Traced:
    dim, index = dim % len(x.shape), index % x.shape[dim]
    shape = [n for i, n in enumerate(x.shape) if i != dim]
    return moved(w, x, shape, lambda at: [*at[:dim], constant(index), *at[dim:]])


@rule("slice.Tensor")
def _slice(
    w: Writer, x: Traced, dim: int = 0, start: int | None = None, end: int | None = None, step: int = 1
) -> Traced:
    dim %= len(x.shape)
    first, stop, _ = slice(start, end).indices(x.shape[dim])
    count = len(range(first, stop, step))
    if count == x.shape[dim]:
        return x
    shape = [count if i == dim else n for i, n in enumerate(x.shape)]

    def source(at: list[Index]) -> list[Index]:
        own = at[dim] * constant(step) + constant(first)
        return [own if i == dim else c for i, c in enumerate(at)]

    return moved(w, x, shape, source)


@rule("split_with_sizes.default")
def _split(w: Writer, x: Traced, sizes: Sequence[int], dim: int = 0) -> list[Traced]:
    out, first = [], 0
    for size in sizes:
        out.append(_slice(w, x, dim, first, first + size))
        first += size
    return out


@rule("cat.default")
def _cat(w: Writer, parts: Sequence[Any], dim: int = 0) -> Traced:
    arrays = [
        p if isinstance(p, Traced) else w.constant(np.asarray(p)) for p in parts if np.size(p) or p.shape
    ]
    dim %= len(arrays[0].shape)
    shape = list(arrays[0].shape)
    shape[dim] = sum(a.shape[dim] for a in arrays)
    if any(a.excluded is not None for a in arrays):
        raise Unsupported("a concatenation of arrays that hold minus infinity")

    def entry(at: list[Index]) -> Tree:
        # From the last part to the first: what is below a part's end and not in an earlier one is in it.
        starts = np.cumsum([0, *(a.shape[dim] for a in arrays)])
        out = None
        for a, start in reversed(list(zip(arrays, starts[:-1], strict=True))):
            own = list(at)
            own[dim] = _monus(at[dim], int(start))
            here = a.at(own)
            end = constant(int(start) + a.shape[dim])
            out = here if out is None else where([condition(at[dim], "lt", end)], here, out)
        assert isinstance(out, Tree)
        return out

    return w.step(shape, entry)


def _monus(a: Index, n: int) -> Index:
    from proofgrad.bridge.catalogue.index import Atom, var

    return a if n == 0 else var(Atom("monus", "", (a, constant(n))))


@rule("upsample_nearest2d.vec")
def _upsample(w: Writer, x: Traced, size: Any, factors: Any) -> Traced:
    height, width = x.shape[-2:]
    if size is None:
        size = [int(height * factors[0]), int(width * factors[1])]
    if size[0] % height or size[1] % width:
        raise Unsupported("upsampling by a factor that is no integer")
    a, b = size[0] // height, size[1] // width
    shape = [*x.shape[:-2], *size]
    return moved(w, x, shape, lambda at: [*at[:-2], quotient(at[-2], a), quotient(at[-1], b)])


@rule("gather.default")
def _gather(w: Writer, x: Traced, dim: int, index: Any) -> Traced:
    if isinstance(index, Traced):
        raise Unsupported("a gather whose indices depend on the inputs")
    table = np.asarray(index)
    dim %= len(x.shape)
    name = w.table(table)

    def source(at: list[Index]) -> list[Index]:
        from proofgrad.bridge.catalogue.program import flat

        return [selected(name, flat(at, table.shape)) if i == dim else c for i, c in enumerate(at)]

    return w.step(table.shape, lambda at: x.at(source(at)))


@rule("embedding.default", "index_select.default")
def _embedding(w: Writer, x: Traced, *args: Any) -> Traced:
    index = np.asarray(args[-1] if w.operation.startswith("index") else args[0])
    if w.operation.startswith("index") and args[0] % len(x.shape):
        raise Unsupported("index_select along another axis than the first")
    name = w.table(index)
    from proofgrad.bridge.catalogue.program import flat

    def entry(at: list[Index]) -> Tree:
        return x.at([selected(name, flat(at[: index.ndim], index.shape)), *at[index.ndim :]])

    return w.step([*index.shape, *x.shape[1:]], entry)


# Sums and products


def _array(w: Writer, x: Any) -> Traced:
    """An array of the program; a constant one is an input that holds it."""
    return x if isinstance(x, Traced) else w.constant(np.asarray(x, np.float64))


def _product(a: Tree, b: Tree) -> Tree:
    return Tree("mul", (a, b))


@rule("mm.default")
def _mm(w: Writer, a: Any, b: Any) -> Traced:
    a, b = _array(w, a), _array(w, b)
    k = a.shape[1]

    def entry(at: list[Index]) -> Tree:
        l = bound("l")  # noqa: E741 -- the index of a matrix product
        return summed(k, "l", _product(a.at([at[0], l]), b.at([l, at[1]])))

    return w.step([a.shape[0], b.shape[1]], entry)


@rule("bmm.default")
def _bmm(w: Writer, a: Any, b: Any) -> Traced:
    a, b = _array(w, a), _array(w, b)
    k = a.shape[2]

    def entry(at: list[Index]) -> Tree:
        l = bound("l")  # noqa: E741
        return summed(k, "l", _product(a.at([at[0], at[1], l]), b.at([at[0], l, at[2]])))

    return w.step([a.shape[0], a.shape[1], b.shape[2]], entry)


@rule("addmm.default")
def _addmm(w: Writer, bias: Traced, a: Traced, b: Traced, beta: float = 1, alpha: float = 1) -> Traced:
    if (beta, alpha) != (1, 1):
        raise Unsupported("addmm with factors")
    return _add(w, _mm(w, a, b), bias)


@rule("sum.dim_IntList", "sum.default", "mean.dim", "mean.default")
def _sum(w: Writer, x: Traced, dims: Any = None, keepdim: bool = False, **_: Any) -> Traced:
    rank = len(x.shape)
    axes = sorted({d % rank for d in dims}) if dims else list(range(rank))
    kept = [1 if i in axes else n for i, n in enumerate(x.shape)]
    count = prod(x.shape[a] for a in axes)
    if x.excluded is not None:
        raise Unsupported("a sum of minus infinity")

    def entry(at: list[Index]) -> Tree:
        own = list(at)
        for number, a in enumerate(axes):
            own[a] = bound(f"s{number}")
        out = x.at(own)
        for number in reversed(range(len(axes))):
            out = summed(x.shape[axes[number]], f"s{number}", out)
        return Tree("div", (out, const(count))) if w.operation.startswith("mean") else out

    found = w.step(kept, entry)
    return found if keepdim else _view(w, found, [n for i, n in enumerate(x.shape) if i not in axes])


@rule("convolution.default")
def _convolution(
    w: Writer,
    x: Traced,
    weight: Traced,
    bias: Traced | None,
    stride: Sequence[int],
    padding: Sequence[int],
    dilation: Sequence[int],
    transposed: bool,
    output_padding: Sequence[int],
    groups: int,
) -> Traced:
    rank = len(x.shape) - 2
    kernel = weight.shape[2:]
    if transposed:
        inputs, outputs = x.shape[1] // groups, weight.shape[1]
        sizes = [
            (x.shape[2 + i] - 1) * stride[i]
            - 2 * padding[i]
            + dilation[i] * (kernel[i] - 1)
            + output_padding[i]
            + 1
            for i in range(rank)
        ]
    else:
        inputs, outputs = weight.shape[1], weight.shape[0] // groups
        sizes = [
            (x.shape[2 + i] + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1) // stride[i] + 1
            for i in range(rank)
        ]

    def entry(at: list[Index]) -> Tree:
        channel = bound("c")
        group = quotient(at[1], outputs)
        conditions, places, taps = [], [], []
        for i in range(rank):
            tap = bound(f"k{i}")
            taps.append(tap)
            if transposed:  # out + padding = stride·in + dilation·tap
                reach = at[2 + i] + constant(padding[i])
                used = tap * constant(dilation[i])
                left = _difference(reach, used)
                conditions += [condition(used, "le", reach)]
                if stride[i] > 1:
                    conditions.append(condition(remainder(left, stride[i]), "eq", ZERO))
                place = quotient(left, stride[i])
                conditions.append(condition(place, "lt", constant(x.shape[2 + i])))
            else:
                reach = at[2 + i] * constant(stride[i]) + tap * constant(dilation[i])
                if padding[i]:
                    conditions.append(condition(constant(padding[i]), "le", reach))
                place = _monus(reach, padding[i])
                conditions.append(condition(place, "lt", constant(x.shape[2 + i])))
            places.append(place)
        source = x.at([at[0], group * constant(inputs) + channel, *places])
        if transposed:
            tap_entry = weight.at([group * constant(inputs) + channel, remainder(at[1], outputs), *taps])
        else:
            tap_entry = weight.at([at[1], channel, *taps])
        out = where(conditions, _product(source, tap_entry), const(0))
        for i in reversed(range(rank)):
            out = summed(kernel[i], f"k{i}", out)
        return summed(inputs, "c", out)

    found = w.step([x.shape[0], outputs * groups, *sizes], entry)
    if bias is None:
        return found
    return _add(w, found, _view(w, bias, [1, *bias.shape, *[1] * rank]))


def _difference(a: Index, b: Index) -> Index:
    from proofgrad.bridge.catalogue.index import Atom, var

    return var(Atom("monus", "", (a, b)))


# Norms, softmax, pooling: compositions


def _normalised(w: Writer, x: Traced, axes: Sequence[int], eps: float) -> tuple[Traced, Traced, Traced]:
    """(x - mean) / sqrt(variance + eps) over some axes, the mean, and the reciprocal root."""
    operation = w.operation
    w.operation = f"mean ({operation})"
    mean = _sum(w, x, list(axes), True)
    w.operation = operation
    centred = _sub(w, x, mean)
    squares = _pointwise(w, lambda a: power(a, 2), "", centred)
    w.operation = f"mean ({operation})"
    variance = _sum(w, squares, list(axes), True)
    w.operation = operation

    def root(v: Tree) -> Tree:
        return Tree("div", (const(1), Tree("sqrt", (Tree("add", (v, const(eps))),))))

    rstd = _pointwise(w, root, "0 < variance + eps", variance)
    return _mul(w, centred, rstd), mean, rstd


def _scaled(w: Writer, x: Traced, weight: Any, bias: Any, shape: Sequence[int]) -> Traced:
    if weight is not None:
        x = _mul(w, x, _view(w, weight, shape))
    return x if bias is None else _add(w, x, _view(w, bias, shape))


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
    grouped = _view(w, x, [n, groups, c // groups * hw])
    found, mean, rstd = _normalised(w, grouped, [2], eps)
    back = _view(w, found, x.shape)
    return [_scaled(w, back, weight, bias, [1, c, *[1] * (len(x.shape) - 2)]), mean, rstd]


@rule("_native_batch_norm_legit_no_training.default")
def _batch_norm(
    w: Writer, x: Traced, weight: Any, bias: Any, mean: Traced, var: Traced, _momentum: float, eps: float
) -> list[Any]:
    shape = [1, x.shape[1], *[1] * (len(x.shape) - 2)]
    centred = _sub(w, x, _view(w, mean, shape))

    def root(v: Tree) -> Tree:
        return Tree("div", (const(1), Tree("sqrt", (Tree("add", (v, const(eps))),))))

    rstd = _pointwise(w, root, "0 < variance + eps", _view(w, var, shape))
    return [_scaled(w, _mul(w, centred, rstd), weight, bias, shape), None, None]


@rule("_native_batch_norm_legit_functional.default")
def _batch_norm_training(
    w: Writer, x: Traced, weight: Any, bias: Any, _mean: Any, _var: Any, training: bool, _m: float, eps: float
) -> list[Any]:
    if not training:
        return _batch_norm(w, x, weight, bias, _mean, _var, _m, eps)
    axes = [i for i in range(len(x.shape)) if i != 1]
    found, _, _ = _normalised(w, x, axes, eps)
    shape = [1, x.shape[1], *[1] * (len(x.shape) - 2)]
    return [_scaled(w, found, weight, bias, shape), None, None, None, None]


@rule("_softmax.default", "_log_softmax.default")
def _softmax(w: Writer, x: Traced, dim: int, _half: bool = False) -> Traced:
    axis = dim % len(x.shape)
    mask = x.excluded
    if mask is not None and mask.all(axis).any():
        raise Unsupported("a softmax of nothing but minus infinity")
    kept = [1 if i == axis else n for i, n in enumerate(x.shape)]
    logarithm = w.operation.startswith("_log")
    if logarithm and mask is not None:
        raise Unsupported("a log-softmax of minus infinity")

    def power_at(at: list[Index]) -> Tree:
        value = Tree("exp", (x.at(at),))
        return value if mask is None else w.chosen(mask, at, const(0), value)

    def total(at: list[Index]) -> Tree:
        own = list(at)
        own[axis] = bound("s")
        return summed(x.shape[axis], "s", power_at(own))

    sums = w.step(kept, total)

    def entry(at: list[Index]) -> Tree:
        below = sums.at([ZERO if i == axis else c for i, c in enumerate(at)])
        if logarithm:
            return Tree("sub", (x.at(at), Tree("log", (below,))))
        return Tree("div", (power_at(at), below))

    return w.step(x.shape, entry, needs="the sum of the powers is positive")


@rule("max_pool2d_with_indices.default")
def _max_pool(
    w: Writer,
    x: Traced,
    kernel: Sequence[int],
    stride: Sequence[int] = (),
    padding: Sequence[int] = (0, 0),
    dilation: Sequence[int] = (1, 1),
    ceil_mode: bool = False,
) -> list[Any]:
    if ceil_mode:
        raise Unsupported("pooling with ceil_mode")
    kernel, stride = list(kernel) * (2 // len(kernel)), list(stride or kernel) * (2 // len(stride or kernel))
    padding, dilation = list(padding) * (2 // len(padding)), list(dilation) * (2 // len(dilation))
    sizes = [
        (x.shape[2 + i] + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1) // stride[i] + 1
        for i in range(2)
    ]

    def entry(at: list[Index]) -> Tree:
        # Beyond the border the nearest entry is taken again: that does not change the greatest.
        tap = bound("k")
        taps = [quotient(tap, kernel[1]), remainder(tap, kernel[1])]
        places = []
        for i in range(2):
            reach = at[2 + i] * constant(stride[i]) + taps[i] * constant(dilation[i])
            places.append((reach, padding[i], x.shape[2 + i]))
        return greatest(kernel[0] * kernel[1], "k", _clamped(x, at, places))

    return [w.step([*x.shape[:2], *sizes], entry, needs="no ties within a window"), None]


def _clamped(x: Traced, at: list[Index], places: list[tuple[Index, int, int]]) -> Tree:
    """The entry at places that are moved to the border where they are beyond it."""

    def at_axis(i: int, chosen: list[Index]) -> Tree:
        if i == len(places):
            return x.at([*at[:2], *chosen])
        reach, pad, n = places[i]
        inside = at_axis(i + 1, [*chosen, _monus(reach, pad)])
        if not pad:
            return inside
        beyond = at_axis(i + 1, [*chosen, constant(n - 1)])
        inner = where([condition(_monus(reach, pad), "lt", constant(n))], inside, beyond)
        first = at_axis(i + 1, [*chosen, ZERO])
        return where([condition(reach, "lt", constant(pad))], first, inner)

    return at_axis(0, [])


@rule("avg_pool2d.default")
def _avg_pool(
    w: Writer, x: Traced, kernel: Sequence[int], stride: Sequence[int] = (), padding: Sequence[int] = (0, 0)
) -> Traced:
    kernel, stride = list(kernel) * (2 // len(kernel)), list(stride or kernel) * (2 // len(stride or kernel))
    if any(padding):
        raise Unsupported("average pooling with padding")
    sizes = [(x.shape[2 + i] - kernel[i]) // stride[i] + 1 for i in range(2)]

    def entry(at: list[Index]) -> Tree:
        own = [at[2 + i] * constant(stride[i]) + bound(f"k{i}") for i in range(2)]
        total = summed(kernel[0], "k0", summed(kernel[1], "k1", x.at([*at[:2], *own])))
        return Tree("div", (total, const(kernel[0] * kernel[1])))

    return w.step([*x.shape[:2], *sizes], entry)
