"""PyTorch's linear operations that have no rule of their own, read from what they do to a basis."""

from __future__ import annotations

from typing import Any

import numpy as np

from proofgrad.oracle.models.aten.linear_maps import linear_map
from proofgrad.oracle.models.traced import Traced, Writer

__all__ = ["LINEAR", "linear"]

LINEAR = frozenset(
    {
        *(
            f"{n}.default"
            for n in ("as_strided", "unfold", "flip", "roll", "repeat", "diagonal", "tril", "triu")
        ),
        *(
            f"{n}.default"
            for n in ("cumsum", "trace", "rot90", "im2col", "col2im", "diag_embed", "index_copy")
        ),
        *(
            f"{n}.default"
            for n in ("index_add", "scatter_add", "index_put", "_unsafe_index_put", "masked_scatter")
        ),
        *(f"{n}.default" for n in ("constant_pad_nd", "pixel_shuffle", "pixel_unshuffle", "channel_shuffle")),
        *(f"reflection_pad{d}d.default" for d in (1, 2, 3)),
        *(f"replication_pad{d}d.default" for d in (1, 2, 3)),
        *(f"upsample_{k}.{v}" for k in ("linear1d", "bilinear2d", "trilinear3d") for v in ("vec", "default")),
        *(f"upsample_{k}.{v}" for k in ("nearest1d", "nearest3d", "bicubic2d") for v in ("vec", "default")),
        *(f"_upsample_nearest_exact{d}d.{v}" for d in (1, 2, 3) for v in ("vec", "default")),
        *(f"_upsample_{k}2d_aa.{v}" for k in ("bilinear", "bicubic") for v in ("vec", "default")),
        *(f"{n}_{k}" for n in ("diagonal", "slice", "select") for k in ("scatter.default", "scatter.int")),
        *("slice_scatter.default", "slice_scatter.Tensor", "as_strided_scatter.default"),
        *(
            "index.Tensor",
            "_unsafe_index.Tensor",
            "index_select.default",
            "gather.default",
            "embedding.default",
        ),
        *("scatter.src", "scatter.value", "select.int", "take.default", "put.default"),
        *("scatter_reduce.two", "masked_select.default", "upsample_nearest2d.default", "diff.default"),
        *("unbind.int", "split.Tensor", "chunk.default", "hstack.default", "stack.default", "cat.default"),
        *("index_fill.int_Scalar", "index_fill.int_Tensor", "_unsafe_masked_index.default"),
        *(
            "_unsafe_masked_index_put_accumulate.default",
            "fill.Scalar",
            "fill.Tensor",
            "segment_reduce.default",
        ),
        *("unsafe_split.Tensor", "block_diag.default", "_embedding_bag.default", "embedding_bag.default"),
        *(
            "lu_unpack.default",
            "narrow.default",
            "_embedding_bag_forward_only.default",
            "expand.default",
            "squeeze.default",
        ),
        *("avg_pool1d.default", "_adaptive_avg_pool3d.default", "grid_sampler_2d.default"),
    }
)
"""Operations that are linear, up to a constant, in all of their arguments that are traced; `grid_sampler_2d`
for a constant grid.
"""


def linear(torch: Any, w: Writer, target: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """The result of a linear operation.

    Args:
        torch: the module.
        w: the writer.
        target: the operation.
        args: its arguments: traced arrays, constants as NumPy arrays, anything else.
        kwargs: the same by name.

    Raises:
        Unsupported: it is not linear in what is traced, or too large.
    """
    arrays: list[Traced] = []

    def take(value: Any) -> Any:
        if isinstance(value, Traced):
            arrays.append(value)
            return _Part(len(arrays) - 1)
        if isinstance(value, np.ndarray):
            return torch.from_numpy(np.ascontiguousarray(value))
        return [take(v) for v in value] if isinstance(value, list) else value

    shaped = [take(a) for a in args]
    named = {k: take(v) for k, v in kwargs.items() if k not in ("dtype", "device", "layout", "pin_memory")}

    def applied(parts: list[np.ndarray]) -> Any:
        def put(value: Any) -> Any:
            if isinstance(value, _Part):
                return torch.from_numpy(parts[value].copy())
            return [put(v) for v in value] if isinstance(value, list) else value

        found = target(*[put(a) for a in shaped], **{k: put(v) for k, v in named.items()})
        if isinstance(found, (list, tuple)):
            return [f.numpy() if isinstance(f, torch.Tensor) else np.zeros(0, np.int64) for f in found]
        return found.numpy()

    return linear_map(w, arrays, applied)


class _Part(int):
    """The number of a traced array among the arguments."""
