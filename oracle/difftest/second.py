"""Asking the second opinion: do mpmath's intervals overlap Arb's balls at a sample of the inputs used?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree, in_order
from proofgrad.oracle.formula import IntervalEvaluator, ReferenceDisagreement, References
from proofgrad.oracle.formula.trees import Number
from proofgrad.oracle.ulp import Enclosures, Status

__all__ = ["cross_check", "cross_check_coordinates"]

_PARTS = 20_000
"""Distinct operations that are evaluated a second time for one input of a vector node, at most."""

_HINT = "one of the two libraries or evaluators is wrong; nothing was judged with this"


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
        _overlap(values, i, bounds, f"x = {float(xs[i])!r}")
    return compared


def cross_check_coordinates(
    trees: Sequence[Tree],
    entries: NDArray[np.float64],
    tangents: NDArray[np.float64],
    params: Mapping[str, Fraction],
    refs: References,
    rows: Iterable[int],
    label: str,
) -> int:
    """The same for coordinates of a vector formula at one point.

    Args:
        trees: all coordinates, in ``entry``, ``tangent`` and ``param``.
        entries: of the inputs.
        tangents: of the direction or the cotangent.
        params: values of the parameters.
        refs: the references.
        rows: which coordinates; when the operations that they need are too many, the rest is left out.
        label: the sizes, for messages.

    Raises:
        ReferenceDisagreement: as :func:`cross_check`.
    """
    chosen: dict[int, Tree] = {}
    count = 0
    known: dict[tuple[str, tuple[int, ...], object], Tree] = {}
    for i in rows:
        (tree,) = _bound((trees[i],), entries, tangents, params, known)
        count += len(in_order((tree,)))
        if count > _PARTS:
            break
        if refs.values.status[i] == Status.FINITE:
            chosen[i] = tree
    widths = [Fraction(2) ** int(refs.values.exponent[i]) / 1024 for i in chosen]
    found = IntervalEvaluator.closed_bounds(tuple(chosen.values()), widths)
    compared = 0
    for i, bounds in zip(chosen, found, strict=True):
        if bounds is not None:
            compared += 1
            _overlap(refs.values, i, bounds, f"coordinate {i} at {label}")
    return compared


def _overlap(values: Enclosures, i: int, bounds: tuple[Fraction, Fraction], where: str) -> None:
    centre, radius = (
        values.exact(i),
        Fraction(float(values.slack[i])) * Fraction(2) ** int(values.exponent[i]),
    )
    if bounds[0] > centre + radius or bounds[1] < centre - radius:
        raise ReferenceDisagreement(
            f"two evaluations do not overlap: at {where} Arb says {_number(centre)} within "
            f"{float(values.slack[i]):.3g} ULP, mpmath's intervals say [{_number(bounds[0])}, "
            f"{_number(bounds[1])}]",
            hint=_HINT,
        )


def _number(value: Fraction) -> str:
    try:
        return repr(float(value))
    except OverflowError:
        return "a number beyond every float"


def _bound(
    trees: Sequence[Tree],
    entries: NDArray[np.float64],
    tangents: NDArray[np.float64],
    params: Mapping[str, Fraction],
    known: dict[tuple[str, tuple[int, ...], object], Tree],
) -> list[Tree]:
    """Formulas with numbers for their entries, tangents and parameters. Equal parts become one object, also
    those of earlier calls that are in `known`: comparing two that share much takes exponential time."""
    made: dict[Tree, Tree] = {}
    for part in in_order(trees):
        op, args, value = part.op, tuple(made[arg] for arg in part.args), part.value
        if op in ("entry", "tangent"):
            op, value = "const", Fraction(float((entries if op == "entry" else tangents)[int(value or 0)]))
        elif op == "param":
            op, value = "const", Fraction(params[str(value)])
        key = op, tuple(map(id, args)), value
        if key not in known:
            known[key] = Tree(op, args, value)
        made[part] = known[key]
    return [made[tree] for tree in trees]
