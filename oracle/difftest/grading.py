"""The grade of what was measured: is an error more than evaluating the proven formula itself can cause?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.compare import Measurement
from proofgrad.oracle.difftest.sample import flat
from proofgrad.oracle.difftest.tolerances import ROUNDED_ULP, Grade
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.ulp.distinct import distinct

__all__ = ["explained", "grade"]

_FIRST = 64
"""So many of the worst rows are looked at first: one that nothing explains is enough."""


def grade(
    m: Measurement, part: Part, index: NDArray[np.intp], limit: float, *, failed: bool = False
) -> tuple[Grade, NDArray[np.intp]]:
    """The grade of some rows, and those among them that are wrong (not all of them, if there are many).

    Args:
        m: what was measured.
        part: which map.
        index: the rows; none of them with an unknown reference.
        limit: of the errors.
        failed: whether a limit was exceeded that is not one of single rows.
    """
    sizes = np.abs(m.errors[index])
    beyond = index[~(sizes <= limit)]
    none = np.zeros(0, np.intp)
    if len(beyond):
        beyond = beyond[np.argsort(-np.abs(m.errors[beyond]), kind="stable")]
        for rows in (beyond[:_FIRST], beyond[_FIRST:]):
            wrong = rows[~explained(m, part, rows)] if len(rows) else none
            if len(wrong):
                return "wrong", wrong
        return "correct", none
    if failed:
        return "correct", none
    return ("rounded" if not (np.abs(m.ulps[index]) > ROUNDED_ULP).any() else "accurate"), none


def explained(m: Measurement, part: Part, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which of these answers are no further off than what evaluating the formula may give."""
    with np.errstate(all="ignore"):  # of numbers that are beyond all bounds
        return _explained(m, part, rows)


def _explained(m: Measurement, part: Part, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    out = np.zeros(len(rows), np.bool_)
    got, value = flat([m.got[rows]]), m.wanted.approximate()[rows]
    owners = m.owner[rows]
    for function in dict.fromkeys(m.functions[i] for i in distinct(owners).tolist()):
        mine = [i for i in distinct(owners).tolist() if m.functions[i] is function]
        at = np.flatnonzero(np.isin(owners, mine))
        place = np.searchsorted(np.array(mine), owners[at])
        samples = [m.samples[i] for i in mine]
        out[at] = function.explained(part, samples, place, m.place[rows][at], got[at], value[at])
    return out
