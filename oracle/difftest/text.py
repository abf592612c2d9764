"""Numbers as they are shown: answers in the shortest decimal, references and errors with a few digits."""

from __future__ import annotations

from decimal import Context
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.ulp import Enclosures, Status

__all__ = ["describe", "percent", "range_of", "show", "ulps"]


def show(value: Any) -> str:
    """The shortest decimal that reads back to the same number of its dtype."""
    return str(np.asarray(value).item()) if np.asarray(value).dtype == np.float64 else str(value)


def describe(wanted: Enclosures, i: int) -> str:
    """A reference in decimal, with a few digits more than the format has."""
    status = wanted.status[i]
    if status == Status.FINITE:
        return _decimal(wanted, i)
    return {Status.POSITIVE_OVERFLOW: "inf", Status.NEGATIVE_OVERFLOW: "-inf", Status.NAN: "nan"}.get(
        Status(int(status)), "unknown"
    )


def _decimal(wanted: Enclosures, i: int) -> str:
    value = wanted.exact(i)
    context = Context(prec=int(wanted.format.precision * 0.302) + 5, Emin=-2000, Emax=2000)
    return str(context.divide(value.numerator, value.denominator).normalize(context)).lower()


def range_of(x: NDArray[np.float64]) -> str:
    """Where some inputs lie: on either side of zero from the one to the other."""
    sides = [side for side in (x[x < 0], x[x > 0]) if len(side)]
    if not sides:
        return "at zero"
    if len(x) == 1:
        return f"at x = {x[0]:.3g}"
    ends = ((f"{side.min():.3g}", f"{side.max():.3g}") for side in sides)
    return "for x " + " and ".join(f"near {a}" if a == b else f"from {a} to {b}" for a, b in ends)


def percent(share: float) -> str:
    """A share, with as many digits as say something."""
    if share < 0.001:
        return "under 0.1 %"
    return f"{100 * share:.{0 if share >= 0.1 else 1}f} %"


def ulps(size: float) -> str:
    """An error in ULP; an infinite one is told in words."""
    return "a wrong nan or infinity" if size == np.inf else f"{size:.3g} ULP"
