"""Asking the second opinion: do mpmath's intervals overlap Arb's balls at a sample of the inputs used?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula import IntervalEvaluator, ReferenceDisagreement
from proofgrad.oracle.formula.trees import Number
from proofgrad.oracle.ulp import Enclosures, Status

__all__ = ["cross_check"]


def cross_check(
    tree: Tree,
    params: Mapping[str, Number],
    xs: NDArray[np.float64],
    values: Enclosures,
    index: Iterable[int],
) -> int:
    """Compare references with a second evaluation of the tree at the chosen inputs.

    Args:
        tree: the formula, as in the catalogue.
        params: values of its parameters.
        xs: all inputs.
        values: their references.
        index: which inputs; those not finite, or without a finite reference, are skipped.

    Returns:
        How many were compared (the second evaluation may give up; that is no agreement and not counted).

    Raises:
        ReferenceDisagreement: two rigorous enclosures of one value are disjoint.
    """
    other = IntervalEvaluator(tree, params)
    compared = 0
    for i in dict.fromkeys(index):
        if not np.isfinite(xs[i]) or values.status[i] != Status.FINITE:
            continue
        ulp = Fraction(2) ** int(values.exponent[i])
        bounds = other.bounds(Fraction(float(xs[i])), ulp / 256)
        if bounds is None:
            continue
        compared += 1
        centre, radius = values.exact(i), Fraction(float(values.slack[i])) * ulp
        if bounds[0] > centre + radius or bounds[1] < centre - radius:
            raise ReferenceDisagreement(
                f"at x = {float(xs[i])!r} Arb says {float(centre)!r} within {float(values.slack[i]):.3g} "
                f"ULP, mpmath's intervals say [{float(bounds[0])!r}, {float(bounds[1])!r}]",
                hint="one of the two libraries or evaluators is wrong; nothing was judged with this",
            )
    return compared
