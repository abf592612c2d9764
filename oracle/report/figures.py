"""Errors in ULP, read from the JSON (where inf and nan are text) and written for people."""

from __future__ import annotations

import math
from typing import Any

from proofgrad.oracle.report.model import VerdictJson

__all__ = ["ROUNDING", "figure", "number", "rounded_up", "unit", "worst_ulp"]

ROUNDING = "u: the rounding that the formula itself can cause, for vector nodes and programs"


def number(value: Any) -> float | None:
    """A figure of the JSON as a float (inf and nan may be text); None if there is none."""
    try:
        return None if value is None else float(value)
    except (TypeError, ValueError):
        return None


def worst_ulp(verdict: VerdictJson) -> float | None:
    """The largest error over all classes, in ULP; nan counts as the largest; None if nothing was measured."""
    errors = [e for c in verdict["classes"].values() if (e := number(c["max_ulp"])) is not None]
    return max(errors, key=lambda e: math.inf if math.isnan(e) else e, default=None)


def unit(verdict: VerdictJson) -> str:
    """What the errors of a verdict are counted in: ``ULP``, or ``u`` as :data:`ROUNDING` says."""
    units = {c.get("unit", "ulp") for c in verdict["classes"].values()}
    return "u" if any(name.startswith("u·") for name in units) else "ULP"


def rounded_up(value: float) -> str:
    """Two decimals, never less than the value."""
    return f"{math.ceil(value * 100) / 100:.2f}"


def figure(value: Any) -> str:
    """A figure in about four characters: ``0.50``, ``12``, ``3.1e5``, ``inf``; a dash for none."""
    x = number(value)
    if x is None:
        return "-"
    if not math.isfinite(x):
        return str(x)
    if x == 0 or 0.005 <= abs(x) < 10:
        return f"{x:.2f}"
    if 10 <= abs(x) < 1000:
        return f"{x:.0f}"
    mantissa, _, exponent = f"{x:.1e}".partition("e")
    return f"{mantissa}e{int(exponent)}"
