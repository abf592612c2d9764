"""Products, reductions, norms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.models.aten.entrywise import pointwise
from proofgrad.oracle.models.aten.products import einsum
from proofgrad.oracle.models.onnx.call import Call, operator
from proofgrad.oracle.models.traced import Traced, Unsupported, const

__all__: list[str] = []

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@operator("MatMul")
def _matmul(call: Call, a: Any, b: Any) -> Any:
    batch = _LETTERS[2 : 2 + max(len(a.shape), len(b.shape), 2) - 2]
    inner, row, column = "zyx"
    one = inner if len(a.shape) == 1 else batch[len(batch) - len(a.shape) + 2 :] + row + inner
    other = inner if len(b.shape) == 1 else batch[len(batch) - len(b.shape) + 2 :] + inner + column
    rows, columns = row * (len(a.shape) > 1), column * (len(b.shape) > 1)
    return einsum(call.w, [a, b], [one, other], batch + rows + columns)


@operator("Gemm")
def _gemm(call: Call, a: Any, b: Any, c: Any = None) -> Any:
    letters = ["ki" if call.get("transA", 0) else "ik", "jk" if call.get("transB", 0) else "kj"]
    out = einsum(call.w, [a, b], letters, "ij")
    alpha, beta = call.get("alpha", 1.0), call.get("beta", 1.0)
    out = out if alpha == 1 else call.aten("mul.Tensor", out, alpha)
    if c is None or beta == 0:
        return out
    return call.aten("add.Tensor", out, c if beta == 1 else call.aten("mul.Tensor", call.array(c), beta))


@operator("Einsum")
def _einsum(call: Call, *args: Any) -> Any:
    terms, arrow, result = call.get("equation").replace(" ", "").partition("->")
    letters = terms.split(",")
    spare = [x for x in _LETTERS if x not in terms][::-1]
    rank = max(len(a.shape) - len(t.replace("...", "")) for a, t in zip(args, letters, strict=True))
    dots = "".join(spare[k] for k in range(rank))
    if not arrow:
        seen = [x for x in sorted(set(terms) - {",", "."}) if terms.count(x) == 1]
        result = ("..." if "..." in terms else "") + "".join(seen)
    own = []
    for a, t in zip(args, letters, strict=True):
        missing = len(a.shape) - len(t.replace("...", ""))
        own.append(t.replace("...", dots[len(dots) - missing :] if missing else ""))
    return einsum(call.w, args, own, result.replace("...", dots))


@operator("ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2")
@operator("ReduceLogSum", "ReduceLogSumExp", "ReduceSumSquare")
def _reduce(call: Call, x: Any, *rest: Any) -> Any:
    axes = call.numbers("axes", (x, *rest), 1)
    keep, kind = bool(call.get("keepdims", 1)), call.w.operation[6:]
    if not axes:
        axes = [] if call.get("noop_with_empty_axes", 0) else list(range(len(x.shape)))
    if not axes and kind in ("Sum", "Mean", "Max", "Min", "Prod"):
        return x
    if kind == "SumSquare":
        x = call.aten("square.default", x)
    name = {"Sum": "sum.dim_IntList", "Mean": "mean.dim", "Max": "amax.default", "Min": "amin.default"}
    name |= {"Prod": "prod.dim_int", "LogSumExp": "logsumexp.default"}
    if not axes and kind in ("L1", "L2"):
        return call.aten("abs.default", x)
    if kind in ("L1", "L2"):
        return call.aten("linalg_vector_norm.default", x, int(kind[1]), axes, keep)
    out = call.aten(name.get(kind, "sum.dim_IntList"), x, axes, keep) if axes else x
    if kind == "LogSumExp" and not axes:
        return x
    return call.aten("log.default", out) if kind == "LogSum" else out


@operator("Softmax", "LogSoftmax")
def _softmax(call: Call, x: Traced) -> Any:
    name = "_softmax.default" if call.w.operation == "Softmax" else "_log_softmax.default"
    axis = call.get("axis", -1 if call.version >= 13 else 1)
    if call.version >= 13:
        return call.aten(name, x, axis)
    axis %= max(len(x.shape), 1)
    rows = int(np.prod(x.shape[:axis]))
    flat = call.aten("view.default", x, [rows, int(np.prod(x.shape[axis:]))])
    return call.aten("view.default", call.aten(name, flat, 1), x.shape)


@operator("LayerNormalization")
def _layer_norm(call: Call, x: Traced, scale: Any, bias: Any = None) -> Any:
    axis = call.get("axis", -1) % len(x.shape)
    shape = x.shape[axis:]
    weight, shift = (None if a is None else _spread(call, a, shape) for a in (scale, bias))
    found = call.aten("native_layer_norm.default", x, shape, weight, shift, call.get("epsilon", 1e-5))
    return found[: call.outputs]


def _spread(call: Call, a: Any, shape: Sequence[int]) -> Any:
    own = call.array(a)
    return own if own.shape == tuple(shape) else call.aten("expand.default", own, list(shape))


@operator("BatchNormalization")
def _batch_norm(call: Call, x: Any, scale: Any, bias: Any, mean: Any, var: Any) -> Any:
    eps = call.get("epsilon", 1e-5)
    if not call.get("training_mode", 0):
        name = "_native_batch_norm_legit_no_training.default"
        return call.aten(name, x, scale, bias, mean, var, 0.0, eps)[0]
    found = call.aten("_native_batch_norm_legit.no_stats", x, scale, bias, True, 0.0, eps)[0]
    axes, momentum = [a for a in range(len(x.shape)) if a != 1], call.get("momentum", 0.9)
    now = (call.aten("mean.dim", x, axes), call.aten("var.correction", x, axes, correction=0))
    kept = [
        call.aten(
            "add.Tensor", call.aten("mul.Tensor", old, momentum), call.aten("mul.Tensor", new, 1 - momentum)
        )
        for old, new in zip((mean, var), now, strict=True)
    ]
    return [found, *kept][: call.outputs]


@operator("RMSNormalization")
def _rms_norm(call: Call, x: Traced, scale: Any) -> Any:
    axes = list(range(call.get("axis", -1) % len(x.shape), len(x.shape)))
    mean = call.aten("mean.dim", call.aten("square.default", x), axes, True)
    root = call.aten("rsqrt.default", call.aten("add.Tensor", mean, np.asarray(call.get("epsilon", 1e-5))))
    return call.aten("mul.Tensor", call.aten("mul.Tensor", x, root), scale)


@operator("InstanceNormalization")
def _instance_norm(call: Call, x: Any, scale: Any, bias: Any) -> Any:
    n, c, *rest = x.shape
    size = int(np.prod(rest))
    eps = call.get("epsilon", 1e-5)
    return call.aten("native_group_norm.default", x, scale, bias, n, c, size, c, eps)[0]


@operator("LpNormalization")
def _lp_norm(call: Call, x: Any) -> Any:
    norm = call.aten("linalg_vector_norm.default", x, call.get("p", 2), [call.get("axis", -1)], True)
    return call.aten("div.Tensor", x, norm)


@operator("LRN")
def _lrn(call: Call, x: Any) -> Any:
    size = call.get("size")
    alpha, beta, k = call.get("alpha", 1e-4), call.get("beta", 0.75), call.get("bias", 1.0)
    squares = call.aten("square.default", x)
    rows = [
        [float(c - (size - 1) // 2 <= d <= c + size // 2) for d in range(x.shape[1])]
        for c in range(x.shape[1])
    ]
    sums = einsum(
        call.w,
        [np.asarray(rows), squares],
        ["cd", "nd" + _LETTERS[4 : 2 + len(x.shape)]],
        "nc" + _LETTERS[4 : 2 + len(x.shape)],
    )

    def formula(a: Tree, s: Tree) -> Tree:
        below = Tree("add", (const(k), Tree("mul", (const(alpha / size), s))))
        return Tree("mul", (a, Tree("exp", (Tree("mul", (const(-beta), Tree("log", (below,)))),))))

    return pointwise(call.w, formula, "0 < k + α·the mean square", x, sums)


@operator("MeanVarianceNormalization")
def _mvn(call: Call, x: Any) -> Any:
    axes = list(call.get("axes") or [0, 2, 3])
    mean = call.aten("mean.dim", x, axes, True)
    spread = call.aten("var.correction", x, axes, correction=0, keepdim=True)
    if not isinstance(spread, Traced):
        raise Unsupported("a variance of constants")
    root = pointwise(
        call.w, lambda v: Tree("add", (Tree("sqrt", (v,)), const(1e-9))), "not all are equal", spread
    )
    return call.aten("div.Tensor", call.aten("sub.Tensor", x, mean), root)
