"""Plots as inline SVG: f and f' with kinks and the proved domain, a kernel's error over a whole format."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Node
from proofgrad.oracle.difftest.domain import in_proved_domain
from proofgrad.oracle.formula import Reference, evaluate_floats
from proofgrad.oracle.report.error_axis import place_of, places, ticks, values
from proofgrad.oracle.report.figures import figure, number
from proofgrad.oracle.report.markup import Html
from proofgrad.oracle.report.model import VerdictJson
from proofgrad.oracle.report.svg_figure import BAD, FIRST, GOOD, INK, LINE, SECOND, THIRD, Canvas
from proofgrad.oracle.ulp import format_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["MISSING", "Plotter", "available"]

Floats = NDArray[np.float64]

MISSING = "No plots: matplotlib is not installed (pip install matplotlib)."

_FLOOR, _CEILING = 0.02, 1e7
"""Errors in ULP outside are drawn at the edge."""
_LIMITS = (8.0, 40.0, 400.0, 4e4, 4e6, 2 * _CEILING)
_POINTS = 121
_LINES: Mapping[str, tuple[str, str]] = {
    "forward": (FIRST, "-"),
    "jvp": (SECOND, "-"),
    "vjp": (THIRD, "--"),
}
_NO_INPUTS = ("direction", "layout")
"""Classes of inputs whose worst input is no number of the axis."""


def available() -> bool:
    """Whether matplotlib is installed."""
    from importlib.util import find_spec

    return find_spec("matplotlib") is not None


class Plotter:
    """Draws for one page.

    Raises:
        ImportError: there is no matplotlib.
    """

    def __init__(self) -> None:
        self.canvas = Canvas()

    def formulas(self, node: Node, params: Mapping[str, float]) -> Html | None:
        """f and f' around zero; None for a node without them."""
        if node.formula is None or any(name not in params for name in node.parameters):
            return None
        trees = (node.formula.f, node.formula.df)
        points = [float(p) for p in Reference(trees, params).points]
        reach = max([6.0, *(1.6 * abs(p) for p in points if abs(p) < 1000)])
        kinks = [p for p in points if abs(p) < reach]
        axes = self.canvas.axes("formulas")
        seen: list[Floats] = []
        for tree, colour in zip(trees, (FIRST, SECOND), strict=True):
            for low, high in pairwise([-reach, *kinks, reach]):
                # Between the kinks only, so that a jump is not drawn as a slope.
                count = max(3, int(_POINTS * (high - low) / (2 * reach)))
                inset = (high - low) * 1e-6
                x = np.linspace(low + inset, high - inset, count)
                y = evaluate_floats(tree, x, params)
                seen.append(y[np.isfinite(y)])
                axes.plot(x, y, color=colour, linewidth=1.5)
        axes.set_xlim(-reach, reach)
        axes.set_ylim(*_window(np.concatenate(seen)))
        for kink in kinks:
            axes.axvline(kink, color=BAD, linewidth=1, linestyle=":")
        _shade_domain(axes, node, params, np.linspace(-reach, reach, 601))
        axes.axhline(0, color=LINE, linewidth=0.8, zorder=0)
        return self.canvas.svg(axes, f"f and f′ of {node.short_name}")

    def errors(self, node: Node, verdicts: Sequence[VerdictJson]) -> Html | None:
        """The errors of a kernel in one format, from its largest negative to its largest positive number."""
        drawn = [v for v in verdicts if v.get("profile") and v["what"] in _LINES]
        if not drawn:
            return None
        fmt = format_of(drawn[0]["dtype"])
        middles = places(fmt)

        def prepare(axes: Axes) -> None:
            axes.set_yscale("log")
            axes.set_xlim(float(middles[0]) - 1, float(middles[-1]) + 1)
            axes.set_xticks(*zip(*ticks(fmt), strict=True))
            axes.grid(True, axis="y", color=LINE, linewidth=0.5)

        axes = self.canvas.axes(f"errors {fmt.name}", prepare)
        top = 2.0
        for verdict in drawn:
            profile = verdict.get("profile") or []
            same = verdict["what"] == "vjp" and any(
                v["what"] == "jvp" and v.get("profile") == profile for v in drawn
            )
            if len(profile) != len(middles) or same:
                continue
            colour, style = _LINES[verdict["what"]]
            ulp = np.array([math.nan if v is None else float(v) for v in profile])
            top = max(top, float(np.nanmax(np.append(ulp, 0.0))))
            shown = np.clip(ulp, _FLOOR, _CEILING)
            axes.plot(middles, shown, color=colour, linestyle=style, linewidth=1.2)
        bounds = [b for v in drawn for c in v["classes"].values() if (b := number(c["bound"])) is not None]
        if bounds and math.isfinite(max(bounds)):
            axes.axhline(max(bounds), color=BAD, linewidth=0.9, linestyle=":")
            top = max(top, max(bounds))
        limit = _error_scale(axes, top)
        _mark_worst(axes, drawn)
        _shade_domain(axes, node, drawn[0].get("params", {}), values(fmt), middles)
        first = drawn[0]
        title = f"error of {node.short_name}, {first['backend']}, {first['dtype']}, in ULP"
        return self.canvas.svg(axes, title, frame=f"{fmt.name} {limit:g}")


def _error_scale(axes: Axes, top: float) -> float:
    """The vertical axis of an error plot, one of a few; its limit. What is below its foot stands there."""
    limit = next((limit for limit in _LIMITS if limit >= 2 * top), _LIMITS[-1])
    axes.set_ylim(_FLOOR * 0.8, limit)
    powers = [t for t in range(-1, 8) if 10.0**t <= limit]
    powers = powers if len(powers) < 5 else powers[::2]
    names = [f"{10.0**t:g}" if t < 4 else f"1e{t}" for t in powers]
    axes.set_yticks([_FLOOR, *(10.0**t for t in powers)], ["0", *names], minor=False)
    axes.set_yticks([], minor=True)
    return limit


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
    ends = np.flatnonzero(np.diff(np.concatenate([[False], ~outside, [False]]).astype(int)))
    for first, last in zip(ends[::2], ends[1::2] - 1, strict=True):
        axes.axvspan(at[first], at[last], color=GOOD, alpha=0.1, linewidth=0, zorder=0)


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
        colour = _LINES[verdict["what"]][0]
        axes.plot([place], [y], marker="o", markersize=6, color=colour, markerfacecolor="none")
        if verdict is worst[2]:
            axes.annotate(
                f"{figure(size)} ULP at {x:.3g}".replace("-", "−"),
                (place, y),
                xytext=(0, 6),
                textcoords="offset points",
                ha="left" if place < 0 else "right",
                color=INK,
                fontsize=9,
            )


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
