"""Operators that move entries, put arrays together, or are linear."""

from __future__ import annotations

from typing import Any

import numpy as np

from proofgrad.oracle.models.aten.linear_maps import linear_map, moved_entries
from proofgrad.oracle.models.aten.truth import Truth, number
from proofgrad.oracle.models.lowering import is_traced
from proofgrad.oracle.models.onnx.call import Call, operator
from proofgrad.oracle.models.traced import Traced, Unsupported

__all__ = ["moved"]


@operator("Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Slice", "Gather", "GatherElements")
@operator("GatherND", "Expand", "Tile", "DepthToSpace", "SpaceToDepth", "Split", "Compress")
@operator("ReverseSequence", "CenterCropPad", "Trilu")
def moved(call: Call, *args: Any) -> Any:
    """An operator that moves the entries of its one traced input; what it adds is 0."""
    (place,) = [n for n, a in enumerate(args) if is_traced(a)]

    def applied(numbers: np.ndarray) -> Any:
        return call.applied(*[numbers if n == place else a for n, a in enumerate(args)])

    return moved_entries(call.w, args[place], applied, 0.0)


@operator("GridSample")
def _grid_sample(call: Call, x: Any, grid: Any) -> Any:
    modes = {"bilinear": 0, "linear": 0, "nearest": 1, "bicubic": 2, "cubic": 2}
    borders = {"zeros": 0, "border": 1, "reflection": 2}
    name = f"grid_sampler_{len(x.shape) - 2}d.default"
    mode, padding = modes[call.get("mode", "linear")], borders[call.get("padding_mode", "zeros")]
    return call.aten(name, x, grid, mode, padding, bool(call.get("align_corners", 0)))


@operator("Resize", "Upsample", "ScatterElements", "ScatterND", "Scatter", "Col2Im", "TensorScatter")
@operator("MaxUnpool", "AffineGrid", "DFT", "STFT")
def _linear(call: Call, *args: Any) -> Any:
    if call.get("reduction", "none") not in ("none", "add"):
        raise Unsupported(f"{call.w.operation} with {call.get('reduction')}")
    places = [n for n, a in enumerate(args) if is_traced(a)]
    given = [number(call.w, args[n]) if isinstance(args[n], Truth) else args[n] for n in places]

    def applied(parts: list[np.ndarray]) -> Any:
        own = list(args)
        for n, part in zip(places, parts, strict=True):
            own[n] = part
        return call.applied(*own)

    return linear_map(call.w, given, applied)


@operator("Concat")
def _concat(call: Call, *parts: Any) -> Any:
    given = [number(call.w, p) if isinstance(p, Truth) else p for p in parts]
    return call.aten("cat.default", given, call.get("axis", 1))


@operator("Pad")
def _pad(call: Call, x: Any, *rest: Any) -> Any:
    given = (x, *rest)
    if call.get("mode", "constant") != "constant":
        return moved(call, *given)
    pads = call.numbers("pads" if call.get("pads") else "paddings", given, 1)
    value = rest[1] if len(rest) > 1 and rest[1] is not None else call.get("value", 0.0)
    if is_traced(value) or pads is None or not isinstance(x, Traced):
        raise Unsupported("padding by a value that depends on the inputs")
    rank = len(x.shape)
    axes = call.numbers("axes", given, 3) or range(rank)
    low, high = [0] * rank, [0] * rank
    for k, axis in enumerate(axes):
        low[axis], high[axis] = pads[k], pads[k + len(pads) // 2]
    both = [n for a in reversed(range(rank)) for n in (low[a], high[a])]
    return call.aten("constant_pad_nd.default", x, both, float(np.asarray(value).item()))


@operator("CumSum", "CumProd")
def _running(call: Call, x: Any, axis: Any) -> Any:
    along = int(np.asarray(axis).item())
    total = call.w.operation == "CumSum"

    def turned(a: Any) -> Any:
        return moved_entries(call.w, a, lambda n: np.flip(n, along)) if call.get("reverse", 0) else a

    if call.get("exclusive", 0):  # the entry itself does not count
        pads = [0, 0] * (len(x.shape) - 1 - along % len(x.shape)) + [1, -1]
        x = turned(call.aten("constant_pad_nd.default", turned(x), pads, 0.0 if total else 1.0))
    return turned(call.aten(f"{call.w.operation.lower()}.default", turned(x), along))


@operator("TopK")
def _top(call: Call, x: Any, *rest: Any) -> Any:
    count = call.numbers("k", (x, *rest), 1)
    assert count is not None
    largest = bool(call.get("largest", 1))
    return [call.aten("topk.default", x, count[0], call.get("axis", -1), largest)[0], None]
