"""PyTorch's core operations as steps of a program: what each computes at a place of its result.

Of the operations that torch.export leaves most are a handful of things: entries read elsewhere, sums of
products, formulas entry by entry, the greatest of several. What a constant of the model decides (masks,
positions, indices) is decided while the program is written; minus infinity, which frameworks use for "not
this one", is kept beside an array and never enters a formula.
"""

from __future__ import annotations

from proofgrad.oracle.models.aten import (
    algebra,
    entrywise,
    factors,
    linear,
    norms,
    places,
    pooling,
    products,
    sampling,
    selection,
    statistics,
    truth,
)
from proofgrad.oracle.models.aten.rules import RULES

__all__ = [
    "RULES",
    "algebra",
    "entrywise",
    "factors",
    "linear",
    "norms",
    "places",
    "pooling",
    "products",
    "sampling",
    "selection",
    "statistics",
    "truth",
]
