"""JAX's primitives as steps: of the writer, the parameters, the shapes of the results and the arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.models.aten.entrywise import pointwise
from proofgrad.oracle.models.aten.linear_maps import moved_entries
from proofgrad.oracle.models.aten.places import spread
from proofgrad.oracle.models.aten.pooling import windows
from proofgrad.oracle.models.aten.products import einsum
from proofgrad.oracle.models.aten.rules import aten
from proofgrad.oracle.models.aten.truth import Truth, number, truth
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer, const

__all__ = ["RULES"]

Params = Mapping[str, Any]
Rule = Callable[..., Any]
RULES: dict[str, Rule] = {}

_SAME_AS = {
    **{
        n: f"{n}.default"
        for n in ("neg", "exp", "exp2", "expm1", "log", "log1p", "sqrt", "rsqrt", "sin", "cos")
    },
    **{
        n: f"{n}.default"
        for n in ("tan", "sinh", "cosh", "tanh", "asin", "acos", "atan", "asinh", "acosh", "atanh")
    },
    **{
        n: f"{n}.default" for n in ("erf", "erfc", "abs", "sign", "floor", "ceil", "round", "square", "atan2")
    },
    **{n: f"{n}.Tensor" for n in ("add", "sub", "mul", "div", "eq", "ne", "lt", "le", "gt", "ge")},
    **{f"{n}_to": f"{n}.Tensor" for n in ("eq", "lt", "le")},
    "add_any": "add.Tensor",
    "logistic": "sigmoid.default",
    "rem": "fmod.Tensor",
    "pow": "pow.Tensor_Tensor",
    "is_finite": "isfinite.default",
}
"""Primitives that are, entry by entry, an operation of PyTorch."""


def _same(name: str) -> Rule:
    return lambda w, _params, _shapes, *args: aten(w, name, *args)


RULES.update({name: _same(other) for name, other in _SAME_AS.items()})


def _rule(*names: str) -> Callable[[Rule], Rule]:
    def register(function: Rule) -> Rule:
        RULES.update(dict.fromkeys(names, function))
        return function

    return register


@_rule("max", "min")
def _extreme(w: Writer, _params: Params, _shapes: Any, x: Any, y: Any) -> Any:
    name, bound = ("maximum", -np.inf) if w.operation == "max" else ("minimum", np.inf)
    for one, other in ((x, y), (y, x)):
        if isinstance(one, np.ndarray) and (one == bound).all() and isinstance(other, Traced):
            return other
    return aten(w, f"{name}.default", x, y)


@_rule("clamp")
def _clamp(w: Writer, _params: Params, _shapes: Any, low: Any, x: Any, high: Any) -> Any:
    if isinstance(x, Truth):  # the number of a branch
        return x
    for name, end in (("maximum.default", low), ("minimum.default", high)):
        if not (isinstance(end, np.ndarray) and np.isinf(end).all()):
            x = aten(w, name, x, end)
    return x


@_rule("integer_pow")
def _integer_power(w: Writer, params: Params, _shapes: Any, x: Any) -> Any:
    return aten(w, "pow.Tensor_Scalar", x, float(params["y"]))


@_rule("cbrt")
def _cube_root(w: Writer, _params: Params, _shapes: Any, x: Any) -> Any:
    def formula(a: Tree) -> Tree:
        size = Tree("exp", (Tree("div", (Tree("log", (Tree("abs", (a,)),)), const(3))),))
        return Tree("mul", (Tree("sign", (a,)), size))

    return pointwise(w, formula, "x ≠ 0", x)


@_rule("and", "or", "xor", "not")
def _logic(w: Writer, _params: Params, _shapes: Any, *args: Any) -> Any:
    return aten(w, f"logical_{w.operation}.default", *args)


@_rule("convert_element_type")
def _convert(w: Writer, params: Params, _shapes: Any, x: Any) -> Any:
    kind = np.dtype(params["new_dtype"]).kind
    if kind == "b":
        return truth(w, x)
    if isinstance(x, Truth):
        return number(w, x) if kind not in "iu" else x
    if kind in "iuc":
        raise Unsupported(f"a conversion of values to {params['new_dtype']}")
    return x


@_rule("select_n")
def _select(w: Writer, _params: Params, _shapes: Any, which: Any, *cases: Any) -> Any:
    if isinstance(which, np.ndarray) and which.dtype.kind in "iu":
        out = cases[0]
        for n, case in enumerate(cases[1:], 1):
            out = aten(w, "where.self", which == n, case, out)
        return out
    if len(cases) != 2:
        raise Unsupported("a choice among several by values")
    if isinstance(which, np.ndarray) and (which.all() or not which.any()):
        case = cases[int(which.all())] if which.size else cases[0]
        if isinstance(case, Traced):
            return case
    if all(isinstance(c, Truth) or (isinstance(c, np.ndarray) and c.dtype.kind == "b") for c in cases):
        no, yes = (truth(w, c) for c in cases)
        chosen = truth(w, which)
        return Truth(
            yes.shape,
            lambda at, then, other: chosen.choose(
                at if chosen.shape else [], yes.choose(at, then, other), no.choose(at, then, other)
            ),
            chosen.constant and yes.constant and no.constant,
        )
    return aten(w, "where.self", which, cases[1], cases[0])


@_rule("reduce_sum", "reduce_max", "reduce_min", "reduce_prod")
def _reduce(w: Writer, params: Params, _shapes: Any, x: Any) -> Any:
    name = {"sum": "sum.dim_IntList", "max": "amax.default", "min": "amin.default", "prod": "prod.dim_int"}
    axes = list(params["axes"])
    return aten(w, name[w.operation[7:]], x, axes) if axes else x


@_rule("argmax", "argmin", "iota")
def _numbers(_w: Writer, _params: Params, _shapes: Any, *_args: Any) -> None:
    return None


@_rule("cumsum", "cumprod", "cummax", "cummin", "cumlogsumexp")
def _running(w: Writer, params: Params, _shapes: Any, x: Any) -> Any:
    axis, name = params["axis"], {"cumlogsumexp": "logcumsumexp"}.get(w.operation, w.operation)

    def turned(a: Any) -> Any:
        return moved_entries(w, a, lambda numbers: np.flip(numbers, axis)) if params["reverse"] else a

    found = aten(w, f"{name}.default", turned(x), axis)
    return turned(found[0] if isinstance(found, list) else found)


@_rule("sort")
def _sort(w: Writer, params: Params, _shapes: Any, *args: Any) -> Any:
    if len(args) != 1:
        raise Unsupported("sorting several arrays by one")
    return [aten(w, "sort.default", args[0], dim=params["dimension"])[0]]


@_rule("top_k")
def _top(w: Writer, params: Params, _shapes: Any, x: Any) -> Any:
    axis = params.get("axis", params.get("dimension", -1))
    return [aten(w, "topk.default", x, params["k"], axis)[0], None]


@_rule("dot_general")
def _dot(w: Writer, params: Params, _shapes: Any, a: Any, b: Any) -> Any:
    (contract_a, contract_b), (batch_a, batch_b) = params["dimension_numbers"]
    letters = iter("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    one, other = ([next(letters) for _ in p.shape] for p in (a, b))
    for i, j in (*zip(contract_a, contract_b, strict=True), *zip(batch_a, batch_b, strict=True)):
        other[j] = one[i]
    free = [x for n, x in enumerate(one) if n not in contract_a and n not in batch_a]
    free += [x for n, x in enumerate(other) if n not in contract_b and n not in batch_b]
    return einsum(w, [a, b], ["".join(one), "".join(other)], "".join([*(one[i] for i in batch_a), *free]))


@_rule("concatenate")
def _concatenate(w: Writer, params: Params, _shapes: Any, *parts: Any) -> Any:
    parts = tuple(number(w, p) if isinstance(p, Truth) else p for p in parts)
    return aten(w, "cat.default", parts, params["dimension"])


@_rule("stack")
def _stack(w: Writer, params: Params, _shapes: Any, *parts: Any) -> Any:
    axis = params.get("axis", params.get("dimension", 0))
    raised = []
    for p in parts:
        own = number(w, p) if isinstance(p, Truth) else p
        shape = list(own.shape)
        shape.insert(axis, 1)
        raised.append(aten(w, "view.default", own, shape) if isinstance(own, Traced) else own.reshape(shape))
    return aten(w, "cat.default", raised, axis)


@_rule("pad")
def _pad(w: Writer, params: Params, _shapes: Any, x: Any, value: Any) -> Any:
    x = x if isinstance(x, Traced) else w.constant(x)
    config = params["padding_config"]
    for axis, (_, _, between) in enumerate(config):
        if between:
            if isinstance(value, Traced) or float(value):
                raise Unsupported("padding between entries by other than 0")
            x = spread(w, x, axis, between + 1)
    pads = [n for low, high, _ in reversed(config) for n in (low, high)]
    around = value if isinstance(value, Traced) else float(value)
    return aten(w, "constant_pad_nd.default", x, pads, around) if any(pads) else x


@_rule("reduce_window_max", "reduce_window_min")
def _window_extreme(w: Writer, params: Params, _shapes: Any, x: Traced) -> Any:
    if any(d != 1 for d in params["base_dilation"]):
        raise Unsupported("the greatest of windows of what is spread")
    return windows(
        w,
        x,
        params["window_dimensions"],
        params["window_strides"],
        params["padding"],
        params["window_dilation"],
        least=w.operation.endswith("min"),
    )


@_rule("conv_general_dilated")
def _convolution(w: Writer, params: Params, _shapes: Any, x: Any, kernel: Any) -> Any:
    if params["batch_group_count"] != 1:
        raise Unsupported("a convolution whose batch is in groups")
    numbers = params["dimension_numbers"]
    x = _permuted(w, x, numbers.lhs_spec)
    kernel = _permuted(w, kernel, numbers.rhs_spec)
    rank = len(x.shape) - 2
    for axis, d in enumerate(params["lhs_dilation"]):
        x = spread(w, x, axis + 2, d) if d > 1 else x
    pads = [n for low, high in reversed(params["padding"]) for n in (low, high)]
    if any(pads):
        x = aten(w, "constant_pad_nd.default", x, pads)
    found = aten(
        w,
        "convolution.default",
        x,
        kernel,
        None,
        list(params["window_strides"]),
        [0] * rank,
        list(params["rhs_dilation"]),
        False,
        [0] * rank,
        params["feature_group_count"],
    )
    return _permuted(w, found, np.argsort(numbers.out_spec).tolist())


def _permuted(w: Writer, x: Any, axes: Sequence[int]) -> Any:
    """An array of the program with its axes in this order."""
    own = x if isinstance(x, Traced) else w.constant(np.asarray(x, np.float64))
    order = list(axes)
    return own if order == sorted(order) else aten(w, "permute.default", own, order)


@_rule("cholesky")
def _cholesky(w: Writer, _params: Params, _shapes: Any, a: Any) -> Any:
    return aten(w, "cholesky.default", a)


@_rule("triangular_solve")
def _triangular(w: Writer, params: Params, _shapes: Any, a: Any, b: Any) -> Any:
    if params.get("conjugate_a") or (params["transpose_a"] and not isinstance(a, Traced)):
        raise Unsupported("a system of complex numbers")
    lower = params["lower"]
    if params["transpose_a"]:
        rank = len(a.shape)
        a, lower = aten(w, "transpose.int", a, rank - 2, rank - 1), not lower
    return aten(
        w,
        "linalg_solve_triangular.default",
        *(p if isinstance(p, Traced) else w.constant(p) for p in (a, b)),
        upper=not lower,
        left=params["left_side"],
        unitriangular=params["unit_diagonal"],
    )
