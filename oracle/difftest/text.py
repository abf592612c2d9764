"""Numbers as they are shown: answers in the shortest decimal, references with a few digits more."""

from __future__ import annotations

from decimal import Context
from typing import Any

import numpy as np

from proofgrad.oracle.ulp import Enclosures, Status

__all__ = ["describe", "show"]


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
