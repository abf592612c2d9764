"""Loops of a known number of turns: the rows that they go through, and those that they leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from proofgrad.oracle.models.aten.rules import aten
from proofgrad.oracle.models.aten.truth import Truth
from proofgrad.oracle.models.lowering import LOST, is_traced
from proofgrad.oracle.models.traced import Traced, Writer

__all__ = ["row", "stacked"]


def row(w: Writer, rows: Any, turn: int) -> Any:
    """The entries of one turn: at a place of the first axis."""
    if rows is LOST or rows is None:
        return rows
    return aten(w, "select.int", rows, 0, turn) if isinstance(rows, Traced) else rows[turn]


def stacked(w: Writer, parts: Sequence[Any]) -> Any:
    """What all turns leave, one above the other; None where that is neither an array nor a constant."""
    if any(p is LOST for p in parts):
        return LOST
    if not parts or any(p is None or isinstance(p, Truth) for p in parts):
        return None
    if not any(map(is_traced, parts)):
        return np.stack([np.asarray(p) for p in parts])
    raised = [
        aten(w, "view.default", p, [1, *p.shape]) if isinstance(p, Traced) else np.asarray(p)[None]
        for p in parts
    ]
    return aten(w, "cat.default", raised, 0)
