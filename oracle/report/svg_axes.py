"""Axes of a small plot, drawn as inline SVG in the page's own colours, light and dark.

A report has a hundred small plots of two kinds; what they need of a plotting library is two scales, ticks,
lines, shades, marks and a note, and that is here. Colours are variables of the page's style sheet.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.report.markup import Html
from proofgrad.oracle.report.neutral import neutral

__all__ = ["HEIGHT", "LEFT", "RIGHT", "WIDTH", "Axes", "Colour", "intervals", "round_ticks"]

Floats = NDArray[np.float64]
Colour = Literal["ink", "soft", "line", "accent", "second", "third", "good", "bad"]

WIDTH, HEIGHT = 338, 158
"""Of the drawing, in SVG units; a plot is some 340 pixels wide in a page, so a unit is about a pixel."""
LEFT, RIGHT, TOP, BOTTOM = 36, 8, 8, 20
"""Room around the data, for the labels of the ticks."""


def round_ticks(low: float, high: float, most: int = 6) -> list[tuple[float, str]]:
    """Round numbers between two limits, at most so many, with their labels.

    The step is 1, 2 or 5 times a power of ten.
    """
    least = (high - low) / most
    power = 10.0 ** math.floor(math.log10(least))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= least)
    first = math.ceil(low / step - 1e-9)
    count = math.floor(high / step + 1e-9) - first + 1
    return [((first + i) * step, f"{(first + i) * step:.6g}".replace("-", "−")) for i in range(count)]


class Axes:
    """One plot.

    Args:
        x: the limits of the horizontal axis.
        y: those of the vertical one.
        logarithmic: whether the vertical axis is; its limits are then positive.
    """

    def __init__(self, x: tuple[float, float], y: tuple[float, float], *, logarithmic: bool = False) -> None:
        self._x, self._logarithmic = x, logarithmic
        self._y = (math.log10(y[0]), math.log10(y[1])) if logarithmic else y
        self._behind: list[str] = []
        self._lines: list[str] = []
        self._marks: list[str] = []

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point is in the drawing; what is above or below the axis is kept near its end."""
        height = math.log10(y) if self._logarithmic else y
        across = (x - self._x[0]) / (self._x[1] - self._x[0])
        up = (height - self._y[0]) / (self._y[1] - self._y[0])
        up = min(max(up, -0.5), 1.5)
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    def line(self, x: Floats, y: Floats, colour: Colour, *, width: float = 1.5, dashes: str = "") -> None:
        """A line through points; it is broken where y is no number."""
        path, pen = [], "M"
        for a, b in zip(x, y, strict=True):
            if math.isfinite(b):
                path.append("{}{:.1f} {:.1f}".format(pen, *self.place(float(a), float(b))))
                pen = "L"
            else:
                pen = "M"
        self._path("".join(path), colour, width, dashes)

    def level(self, y: float, colour: Colour, *, width: float = 0.9, dashes: str = "") -> None:
        """A horizontal line across the plot."""
        height = self.place(self._x[0], y)[1]
        self._path(f"M{LEFT} {height:.1f}H{WIDTH - RIGHT}", colour, width, dashes)

    def upright(self, x: float, colour: Colour, *, width: float = 1.0, dashes: str = "") -> None:
        """A vertical line through the plot."""
        self._path(f"M{self._across(x):.1f} {TOP}V{HEIGHT - BOTTOM}", colour, width, dashes)

    def shade(self, low: float, high: float, colour: Colour) -> None:
        """A strip behind everything, between two places of the horizontal axis."""
        left, right = self._across(low), self._across(high)
        self._behind.append(
            f'<rect class="shade {colour}" x="{left:.1f}" y="{TOP}" width="{right - left:.1f}" '
            f'height="{HEIGHT - TOP - BOTTOM}"/>'
        )

    def ring(self, x: float, y: float, colour: Colour) -> None:
        """A small circle around a point."""
        left, height = self.place(x, y)
        self._marks.append(f'<circle class="{colour}" cx="{left:.1f}" cy="{height:.1f}" r="3"/>')

    def note(self, text: str, x: float, y: float) -> None:
        """A few words above a point, to that side of it where there is room."""
        left, height = self.place(x, y)
        anchor = "start" if left < (LEFT + WIDTH - RIGHT) / 2 else "end"
        height = max(height - 6, TOP + 8)
        self._marks.append(
            f'<text class="note" x="{left:.1f}" y="{height:.1f}" text-anchor="{anchor}">'
            f"{escape(neutral(text))}</text>"
        )

    def ticks(
        self, along: Iterable[tuple[float, str]], up: Sequence[tuple[float, str]], *, grid: bool
    ) -> None:
        """Labels at places of the horizontal and of the vertical axis, with lines across for the latter."""
        foot = HEIGHT - BOTTOM
        marks = [f"M{LEFT} {TOP}V{foot}H{WIDTH - RIGHT}"]
        for x, label in along:
            left = self._across(x)
            marks.append(f"M{left:.1f} {foot}v3")
            self._behind.append(_label(label, left, foot + 13, "middle"))
        for y, label in up:
            height = self.place(self._x[0], y)[1]
            marks.append(f"M{LEFT} {height:.1f}h-3")
            self._behind.append(_label(label, LEFT - 5, height + 3, "end"))
            if grid:
                self._behind.append(f'<path class="line" d="M{LEFT} {height:.1f}H{WIDTH - RIGHT}"/>')
        self._behind.append(f'<path class="soft" d="{"".join(marks)}"/>')

    def svg(self, title: str) -> Html:
        """The plot as an element for the page; `title` is for those who cannot see it."""
        label = escape(neutral(title))
        box = f"{LEFT} {TOP} {WIDTH - LEFT - RIGHT} {HEIGHT - TOP - BOTTOM}"
        place = 'x="{}" y="{}" width="{}" height="{}"'.format(*box.split())
        inside = f'<svg {place} viewBox="{box}">{"".join(self._lines)}</svg>'  # cuts lines at the frame
        start = f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">'
        return Html(
            f"{start}<title>{label}</title>{''.join(self._behind)}{inside}{''.join(self._marks)}</svg>"
        )

    def _across(self, x: float) -> float:
        share = (x - self._x[0]) / (self._x[1] - self._x[0])
        return LEFT + min(max(share, 0.0), 1.0) * (WIDTH - LEFT - RIGHT)

    def _path(self, path: str, colour: Colour, width: float, dashes: str) -> None:
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self._lines.append(f'<path class="{colour}" d="{path}" stroke-width="{width}"{dashed}/>')


def _label(text: str, x: float, y: float, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(neutral(text))}</text>'


def intervals(inside: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last index of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]]).astype(int)))
    return [(int(a), int(b) - 1) for a, b in pairwise(edges)][::2]
