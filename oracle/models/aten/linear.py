"""Linear maps along one axis by a constant matrix: means of windows, interpolation."""

from __future__ import annotations

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import Index
from proofgrad.bridge.catalogue.program import bound, summed
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer

__all__ = ["along"]


def along(w: Writer, x: Traced, axis: int, matrix: np.ndarray) -> Traced:
    """The product of a constant matrix and an array along one of its axes.

    Args:
        w: the writer.
        x: the array.
        axis: which axis, counted from the first.
        matrix: a row for each entry of the result along the axis.

    Raises:
        Unsupported: the array holds minus infinity.
    """
    if x.excluded is not None:
        raise Unsupported("a sum of minus infinity")
    fixed = w.constant(matrix)

    def entry(at: list[Index]) -> Tree:
        source = [bound("s") if i == axis else c for i, c in enumerate(at)]
        return summed(matrix.shape[1], "s", Tree("mul", (fixed.at([at[axis], bound("s")]), x.at(source))))

    return w.step([matrix.shape[0] if i == axis else n for i, n in enumerate(x.shape)], entry)
