"""The class of each input: what is judged apart so that no class hides behind another."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.formula import References
from proofgrad.oracle.inputs.features import Features
from proofgrad.oracle.ulp import Format, Status

__all__ = ["CLASSES", "classify"]

CLASSES: tuple[str, ...] = (
    "normal",
    "subnormal",
    "root",
    "overflow",
    "underflow",
    "zero",
    "inf",
    "nan",
    "kink",
)
"""Names, in the order of :func:`classify`'s codes. An input belongs to the last one in this order of
precedence that
holds: overflow and underflow edge (of the result), subnormal (input), neighbourhood of a root of the tested
formula, ±0, ±inf, nan, kink."""


def classify(
    x: NDArray[Any], refs: References, found: Features, formula: int, fmt: Format
) -> NDArray[np.uint8]:
    """The code (index into :data:`CLASSES`) of each input.

    Args:
        x: inputs of the format's dtype.
        refs: references of the tested formula there.
        found: features of the formulas in this format.
        formula: which of the formulas (an index into ``found.roots``).
        fmt: the format.
    """
    with np.errstate(invalid="ignore"):
        xs = x.astype(np.float64)
    code = {name: i for i, name in enumerate(CLASSES)}
    values = refs.values
    out = np.full(len(x), code["normal"], np.uint8)
    finite = values.status == Status.FINITE
    size = np.abs(values.approximate())
    out[(finite & (size >= float(fmt.max_finite / 4))) | _overflowed(values.status)] = code["overflow"]
    out[finite & (size < 4 * float(fmt.min_normal)) & ((values.whole != 0) | (values.fraction != 0))] = code[
        "underflow"
    ]
    out[np.abs(xs) < float(fmt.min_normal)] = code["subnormal"]
    for root in found.roots[formula]:
        r = float(fmt.from_ordinal(np.array([root]))[0])
        out[(xs >= r - abs(r) * ROOT_WIDTH) & (xs <= r + abs(r) * ROOT_WIDTH)] = code["root"]
    out[xs == 0] = code["zero"]
    out[np.isinf(xs)] = code["inf"]
    out[np.isnan(xs)] = code["nan"]
    out[refs.kinks.index] = code["kink"]
    return out


ROOT_WIDTH = 2.0**-2
"""An input x belongs to the neighbourhood of a root r if |x - r| <= ROOT_WIDTH·|r|."""


def _overflowed(status: NDArray[np.uint8]) -> NDArray[np.bool_]:
    out: NDArray[np.bool_] = (status == Status.POSITIVE_OVERFLOW) | (status == Status.NEGATIVE_OVERFLOW)
    return out
