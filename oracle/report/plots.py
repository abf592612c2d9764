"""Plots as inline SVG: f and f' with kinks and the proved domain, a kernel's error over a whole format."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Node
from proofgrad.oracle.difftest.domain import in_proved_domain
from proofgrad.oracle.formula import Reference, evaluate_floats
from proofgrad.oracle.report.error_axis import place_of, places, ticks, values
from proofgrad.oracle.report.figures import figure, number
from proofgrad.oracle.report.markup import Html
from proofgrad.oracle.report.model import VerdictJson
from proofgrad.oracle.report.svg_axes import Axes, Colour, intervals, round_ticks
from proofgrad.oracle.ulp import format_of

__all__ = ["error_plot", "formula_plot"]

Floats = NDArray[np.float64]

_FLOOR, _CEILING = 0.02, 1e7
"""Errors in ULP outside are drawn at the edge."""
_LIMITS = (8.0, 40.0, 400.0, 4e4, 4e6, 2 * _CEILING)
_POINTS = 121
_LINES: Mapping[str, tuple[Colour, str]] = {
    "forward": ("accent", ""),
    "jvp": ("second", ""),
    "vjp": ("third", "4 2"),
}
_NO_INPUTS = ("direction", "linearity", "layout")
"""Classes of inputs whose worst input is no number of the axis."""
_DOTS = "1 2"


def formula_plot(node: Node, params: Mapping[str, float]) -> Html | None:
    """f and f' around zero; None for a node without them."""
    if node.formula is None or any(name not in params for name in node.parameters):
        return None
    trees = (node.formula.f, node.formula.df)
    points = [float(p) for p in Reference(trees, params).points]
    reach = max([6.0, *(1.6 * abs(p) for p in points if abs(p) < 1000)])
    kinks = [p for p in points if abs(p) < reach]
    drawn: list[tuple[Floats, Floats, Colour]] = []
    colours: tuple[Colour, Colour] = ("accent", "second")
    for tree, colour in zip(trees, colours, strict=True):
        for low, high in pairwise([-reach, *kinks, reach]):
            # Between the kinks only, so that a jump is not drawn as a slope.
            count = max(3, int(_POINTS * (high - low) / (2 * reach)))
            inset = (high - low) * 1e-6
            x = np.linspace(low + inset, high - inset, count)
            drawn.append((x, evaluate_floats(tree, x, params), colour))
    low, high = _window(np.concatenate([y[np.isfinite(y)] for _, y, _ in drawn]))
    axes = Axes((-reach, reach), (low, high))
    _shade_domain(axes, node, params, np.linspace(-reach, reach, 601))
    axes.ticks(round_ticks(-reach, reach), round_ticks(low, high, 5), grid=False)
    axes.level(0.0, "line")
    for x, y, colour in drawn:
        axes.line(x, y, colour)
    for kink in kinks:
        axes.upright(kink, "bad", dashes=_DOTS)
    return axes.svg(f"f and f′ of {node.short_name}")


def error_plot(node: Node | None, verdicts: Sequence[VerdictJson]) -> Html | None:
    """The errors of a kernel in one format, from its largest negative to its largest positive number.

    Without a node the proved domain is not shaded.
    """
    drawn = [v for v in verdicts if v.get("profile") and v["what"] in _LINES]
    if not drawn:
        return None
    fmt = format_of(drawn[0]["dtype"])
    middles = places(fmt)
    top = 2.0
    lines: list[tuple[Floats, Colour, str]] = []
    for verdict in drawn:
        profile = verdict.get("profile") or []
        same = verdict["what"] == "vjp" and any(
            v["what"] == "jvp" and v.get("profile") == profile for v in drawn
        )
        if len(profile) != len(middles) or same:
            continue
        ulp = np.array([math.nan if v is None else float(v) for v in profile])
        top = max(top, float(np.nanmax(np.append(ulp, 0.0))))
        lines.append((np.clip(ulp, _FLOOR, _CEILING), *_LINES[verdict["what"]]))
    bounds = [b for v in drawn for c in v["classes"].values() if (b := number(c["bound"])) is not None]
    bound = max(bounds) if bounds and math.isfinite(max(bounds)) else None
    top = max(top, bound or 0.0)
    limit = next((limit for limit in _LIMITS if limit >= 2 * top), _LIMITS[-1])
    axes = Axes((float(middles[0]) - 1, float(middles[-1]) + 1), (_FLOOR * 0.8, limit), logarithmic=True)
    if node is not None:
        _shade_domain(axes, node, drawn[0].get("params", {}), values(fmt), middles)
    axes.ticks(ticks(fmt), _error_ticks(limit), grid=True)
    if bound is not None:
        axes.level(max(bound, _FLOOR), "bad", dashes=_DOTS)
    for shown, colour, dashes in lines:
        axes.line(middles, shown, colour, width=1.2, dashes=dashes)
    _mark_worst(axes, drawn)
    first = drawn[0]
    return axes.svg(f"error of {first['node']}, {first['backend']}, {first['dtype']}, in ULP")


def _error_ticks(limit: float) -> list[tuple[float, str]]:
    """Powers of ten below a limit; what is below the foot of the axis stands at 0."""
    powers = [t for t in range(-1, 8) if 10.0**t <= limit]
    powers = powers if len(powers) < 5 else powers[::2]
    return [(_FLOOR, "0"), *((10.0**t, f"{10.0**t:g}" if t < 4 else f"1e{t}") for t in powers)]


def _shade_domain(
    axes: Axes, node: Node, params: Mapping[str, float], x: Floats, where: Floats | None = None
) -> None:
    """Shade where a theorem holds; say nothing where that is not known."""
    with np.errstate(invalid="ignore"):
        inside = in_proved_domain(node, params, x)
    if inside is None or not inside.any():
        return
    at = x if where is None else where
    # A single point outside (x ≠ 0) has no width and is drawn as a kink.
    outside = ~inside
    outside[1:-1] &= outside[:-2] | outside[2:]
    for first, last in intervals(~outside):
        axes.shade(float(at[first]), float(at[last]), "good")


def _mark_worst(axes: Axes, verdicts: Sequence[VerdictJson]) -> None:
    """A circle at each line's worst input, and the figures of the very worst."""
    marks: list[tuple[float, float, VerdictJson]] = []
    for verdict in verdicts:
        found = [
            (size, x)
            for name, c in verdict["classes"].items()
            if c["worst"]
            and name not in _NO_INPUTS
            and (size := number(c["max_ulp"])) is not None
            and (x := number(c["worst"]["input"])) is not None
            and math.isfinite(x)
            and (size > 0 or math.isnan(size))
        ]
        if found:
            size, x = max(found, key=lambda mark: _rank(mark[0]))
            marks.append((size, x, verdict))
    if not marks:
        return
    worst = max(marks, key=lambda mark: _rank(mark[0]))
    for size, x, verdict in marks:
        place = place_of(x, format_of(verdict["dtype"]))
        y = min(max(size, _FLOOR), _CEILING) if math.isfinite(size) else _CEILING
        axes.ring(place, y, _LINES[verdict["what"]][0])
        if verdict is worst[2]:
            axes.note(f"{figure(size)} ULP at {x:.3g}".replace("-", "−"), place, y)


def _rank(ulp: float) -> float:
    """For comparing errors: nan is the largest."""
    return math.inf if math.isnan(ulp) else ulp


def _window(values: Floats) -> tuple[float, float]:
    """The part of the values that is worth seeing: exp must not flatten everything else."""
    low, high = (float(v) for v in np.quantile(values, (0.02, 0.98))) if len(values) else (-1.0, 1.0)
    low, high = max(low, -8.0), min(high, 8.0)
    low, high = min(low, 0.0), max(high, 0.0)
    room = max(0.12 * (high - low), 0.1)
    return low - room, high + 1.6 * room
