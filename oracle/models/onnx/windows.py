"""Convolutions and pooling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.models.aten.entrywise import pointwise
from proofgrad.oracle.models.aten.linear import along
from proofgrad.oracle.models.aten.pooling import windows
from proofgrad.oracle.models.onnx.call import Call, operator
from proofgrad.oracle.models.traced import const

__all__: list[str] = []


def _geometry(call: Call, sizes: Sequence[int], kernel: Sequence[int]) -> Any:
    """Strides, paddings on both sides, dilations."""
    rank = len(sizes)
    stride = list(call.get("strides") or [1] * rank)
    dilation = list(call.get("dilations") or [1] * rank)
    auto = call.get("auto_pad", "NOTSET")
    if auto in ("SAME_UPPER", "SAME_LOWER"):
        ends = []
        for n, k, s, d in zip(sizes, kernel, stride, dilation, strict=True):
            whole = max((-(-n // s) - 1) * s + d * (k - 1) + 1 - n, 0)
            small, large = whole // 2, whole - whole // 2
            ends.append((small, large) if auto == "SAME_UPPER" else (large, small))
        return stride, ends, dilation
    pads = list(call.get("pads") or [0] * (2 * rank)) if auto == "NOTSET" else [0] * (2 * rank)
    return stride, list(zip(pads[:rank], pads[rank:], strict=True)), dilation


def _padded(call: Call, x: Any, ends: Sequence[tuple[int, int]]) -> Any:
    pads = [n for low, high in reversed(ends) for n in (low, high)]
    return call.aten("constant_pad_nd.default", x, pads) if any(pads) else x


@operator("Conv")
def _conv(call: Call, x: Any, weight: Any, bias: Any = None) -> Any:
    x, weight = call.array(x), call.array(weight)
    rank = len(x.shape) - 2
    stride, ends, dilation = _geometry(call, x.shape[2:], weight.shape[2:])
    even = all(low == high for low, high in ends)
    padding = [low for low, _ in ends] if even else [0] * rank
    x = x if even else _padded(call, x, ends)
    shift = None if bias is None else call.array(bias)
    given = (stride, padding, dilation, False, [0] * rank, call.get("group", 1))
    return call.aten("convolution.default", x, weight, shift, *given)


@operator("ConvTranspose")
def _conv_transpose(call: Call, x: Any, weight: Any, bias: Any = None) -> Any:
    x, weight = call.array(x), call.array(weight)
    rank = len(x.shape) - 2
    kernel = weight.shape[2:]
    stride, ends, dilation = _geometry(call, x.shape[2:], kernel)
    more = list(call.get("output_padding") or [0] * rank)
    auto, wanted = call.get("auto_pad", "NOTSET"), call.get("output_shape")
    full = [
        s * (n - 1) + d * (k - 1) + 1
        for n, s, k, d in zip(x.shape[2:], stride, kernel, dilation, strict=True)
    ]
    if wanted or auto.startswith("SAME"):
        sizes = list(wanted[-rank:]) if wanted else [n * s for n, s in zip(x.shape[2:], stride, strict=True)]
        whole = [f + o - m for f, o, m in zip(full, more, sizes, strict=True)]
        ends = [(t // 2, t - t // 2) if auto == "SAME_UPPER" else (t - t // 2, t // 2) for t in whole]
    shift = None if bias is None else call.array(bias)
    out = call.aten(
        "convolution.default", x, weight, None, stride, [0] * rank, dilation, True, more, call.get("group", 1)
    )
    out = _padded(call, out, [(-low, -high) for low, high in ends])
    if shift is None:
        return out
    return call.aten("add.Tensor", out, call.aten("view.default", shift, [1, -1, *[1] * rank]))


def _windows(call: Call, x: Any) -> Any:
    """Kernel, strides, paddings, dilations; with `ceil_mode` the last window may end beyond the border."""
    kernel = list(call.get("kernel_shape"))
    stride, ends, dilation = _geometry(call, x.shape[2:], kernel)
    if call.get("ceil_mode", 0):
        longer = []
        for n, k, s, (low, high), d in zip(x.shape[2:], kernel, stride, ends, dilation, strict=True):
            count = -(-(n + low + high - d * (k - 1) - 1) // s) + 1
            count -= (count - 1) * s >= n + low
            longer.append((low, (count - 1) * s + d * (k - 1) + 1 - n - low))
        return kernel, stride, ends, longer, dilation
    return kernel, stride, ends, ends, dilation


@operator("MaxPool")
def _max_pool(call: Call, x: Any) -> Any:
    kernel, stride, _, ends, dilation = _windows(call, x)
    found = windows(call.w, x, [1, 1, *kernel], [1, 1, *stride], [(0, 0), (0, 0), *ends], [1, 1, *dilation])
    return [found, None][: call.outputs]


@operator("AveragePool", "LpPool")
def _average_pool(call: Call, x: Any) -> Any:
    kernel, stride, ends, reach, dilation = _windows(call, x)
    p = call.get("p", 2)
    lp, whole = call.w.operation == "LpPool", bool(call.get("count_include_pad", 0))
    if lp:
        x = call.aten("pow.Tensor_Scalar", call.aten("abs.default", x) if p % 2 else x, p)
    for axis, (n, k, s, own, end, d) in enumerate(
        zip(x.shape[2:], kernel, stride, ends, reach, dilation, strict=True)
    ):
        count = (n + sum(end) - d * (k - 1) - 1) // s + 1
        matrix = np.zeros((count, n))
        counted = np.zeros(count)
        for o in range(count):
            for place in range(o * s - end[0], o * s - end[0] + k * d, d):
                if 0 <= place < n:
                    matrix[o, place] += 1
                counted[o] += 0 <= place < n or (whole and -own[0] <= place < n + own[1])
        x = along(call.w, x, axis + 2, matrix if lp else matrix / counted[:, None])
    return (
        pointwise(
            call.w, lambda a: Tree("exp", (Tree("div", (Tree("log", (a,)), const(p))),)), "not all are 0", x
        )
        if lp
        else x
    )


@operator("GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool")
def _global_pool(call: Call, x: Any) -> Any:
    axes = list(range(2, len(x.shape)))
    match call.w.operation:
        case "GlobalAveragePool":
            return call.aten("mean.dim", x, axes, True)
        case "GlobalMaxPool":
            return call.aten("amax.default", x, axes, True)
    return call.aten("linalg_vector_norm.default", x, call.get("p", 2), axes, True)
