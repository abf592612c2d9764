"""Primitives that only move entries, and those that are linear in all that is traced."""

from __future__ import annotations

__all__ = ["LINEAR", "MOVES"]

MOVES = frozenset(
    {"broadcast_in_dim", "transpose", "rev", "slice", "dynamic_slice", "gather", "split", "tile", "unstack"}
    | {"copy", "copy_p", "reshape", "squeeze", "expand_dims", "device_put", "name", "optimization_barrier"}
)
LINEAR = frozenset(
    {"scatter", "scatter-add", "scatter-sub", "dynamic_update_slice", "select_and_scatter_add", "fft"}
    | {"reduce_window_sum"}
)
