"""Plots as inline SVG: f and f' with kinks and the proved domain, and a kernel's error over a whole format.

matplotlib draws (the extra `report`); without it there are no plots and the report says so. Colours become
the page's own variables, so that plots follow its light and dark looks, and text stays text.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Node
from proofgrad.oracle.difftest.domain import in_proved_domain
from proofgrad.oracle.difftest.profile import MIDDLE, edges
from proofgrad.oracle.formula import Reference, evaluate_floats
from proofgrad.oracle.report.figures import figure, number
from proofgrad.oracle.report.markup import Html
from proofgrad.oracle.report.model import VerdictJson
from proofgrad.oracle.ulp import Format, format_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["MISSING", "Plotter", "available"]

Floats = NDArray[np.float64]

MISSING = "No plots: matplotlib is not installed (pip install 'proofgrad[report]')."

_COLOURS = {
    "#010a01": "var(--ink)",
    "#010a02": "var(--soft)",
    "#010a03": "var(--line)",
    "#010a04": "var(--accent)",
    "#010a05": "var(--second)",
    "#010a06": "var(--good)",
    "#010a07": "var(--bad)",
    "#010a08": "var(--third)",
}
"""What matplotlib is told, and what the page makes of it."""
INK, SOFT, LINE, FIRST, SECOND, GOOD, BAD, THIRD = _COLOURS

_WIDTH = 5.2
"""Inches, of 72 SVG units; a plot shrinks with the page, so its text must bear that."""
_FLOOR, _CEILING = 0.02, 1e7
"""Errors in ULP outside are drawn at the edge."""
_POINTS = 161
_LINES: Mapping[str, tuple[str, str]] = {
    "forward": (FIRST, "-"),
    "jvp": (SECOND, "-"),
    "vjp": (THIRD, "--"),
}


def available() -> bool:
    """Whether matplotlib is installed."""
    from importlib.util import find_spec

    return find_spec("matplotlib") is not None


class Plotter:
    """Draws for one page: ids in it are unique among its plots.

    Raises:
        ImportError: there is no matplotlib.
    """

    def __init__(self) -> None:
        import matplotlib.backends.backend_svg  # noqa: F401  # an ImportError is raised now, not halfway

        self._drawn = 0

    def formulas(self, node: Node, params: Mapping[str, float]) -> Html | None:
        """f and f' around zero; None for a node without them."""
        if node.formula is None or any(name not in params for name in node.parameters):
            return None
        trees = (node.formula.f, node.formula.df)
        points = Reference(trees, params).points
        reach = max([6.0, *(1.6 * abs(float(p)) for p in points if abs(p) < 1000)])
        ends = [-reach, *(float(p) for p in points if abs(p) < reach), reach]
        with self._figure(2.2) as drawing:
            axes = drawing.add_axes((0.075, 0.1, 0.905, 0.86))
            seen: list[Floats] = []
            for tree, colour in zip(trees, (FIRST, SECOND), strict=True):
                for low, high in pairwise(ends):
                    # Between the kinks only, so that a jump is not drawn as a slope.
                    count = max(3, int(_POINTS * (high - low) / (2 * reach)))
                    inset = (high - low) * 1e-6
                    x = np.linspace(low + inset, high - inset, count)
                    y = evaluate_floats(tree, x, params)
                    seen.append(y[np.isfinite(y)])
                    axes.plot(x, y, color=colour, linewidth=1.4)
            axes.set_xlim(-reach, reach)
            axes.set_ylim(*_window(np.concatenate(seen)))
            self._kinks(axes, ends[1:-1])
            self._domain(axes, node, params, np.linspace(-reach, reach, 601))
            axes.axhline(0, color=LINE, linewidth=0.8, zorder=0)
            self._finish(axes)
        return self._svg(drawing, f"f and f′ of {node.short_name}")

    def errors(self, node: Node, verdicts: Sequence[VerdictJson]) -> Html | None:
        """The errors of a kernel in one format, from its largest negative to its largest positive number."""
        drawn = [v for v in verdicts if v.get("profile") and v["what"] in _LINES]
        if not drawn:
            return None
        fmt = format_of(drawn[0]["dtype"])
        middles = _middles(fmt)
        with self._figure(2.2) as drawing:
            axes = drawing.add_axes((0.075, 0.1, 0.905, 0.86))
            top = 2.0
            for verdict in drawn:
                profile = verdict["profile"] or []
                same = verdict["what"] == "vjp" and any(
                    v["what"] == "jvp" and v.get("profile") == profile for v in drawn
                )
                if len(profile) != len(middles) or same:
                    continue
                colour, style = _LINES[verdict["what"]]
                ulp = np.array([math.nan if v is None else float(v) for v in profile])
                top = max(top, float(np.nanmax(np.append(ulp, 0.0))))
                shown = np.clip(ulp, _FLOOR, _CEILING)
                axes.plot(middles, shown, color=colour, linestyle=style, linewidth=1.1)
                self._worst(axes, verdict, colour)
            bounds = [
                b for v in drawn for c in v["classes"].values() if (b := number(c["bound"])) is not None
            ]
            if bounds and math.isfinite(max(bounds)):
                axes.axhline(max(bounds), color=BAD, linewidth=0.8, linestyle=":")
                top = max(top, max(bounds))
            axes.set_yscale("log")
            axes.set_ylim(_FLOOR * 0.8, min(top * 3, _CEILING * 1.5))
            powers = [t for t in range(-1, 8) if 10.0**t <= top * 3]
            shown_powers = powers if len(powers) < 5 else powers[::2]
            names = [f"{10.0**t:g}" if t < 4 else f"1e{t}" for t in shown_powers]
            axes.set_yticks([10.0**t for t in shown_powers], names, minor=False)
            axes.set_yticks([], minor=True)
            axes.set_xlim(float(middles[0]) - 1, float(middles[-1]) + 1)
            self._magnitudes(axes, fmt)
            params = drawn[0].get("params", {})
            self._domain(axes, node, params, _values(fmt), middles)
            self._finish(axes, grid=True)
        first = drawn[0]
        title = f"error of {node.short_name}, {first['backend']}, {first['dtype']}, in ULP"
        return self._svg(drawing, title)

    # Parts

    def _kinks(self, axes: Axes, points: Sequence[float]) -> None:
        for point in points:
            axes.axvline(point, color=BAD, linewidth=1, linestyle=":")

    def _domain(
        self,
        axes: Axes,
        node: Node,
        params: Mapping[str, float],
        x: Floats,
        places: Floats | None = None,
    ) -> None:
        """Shade where a theorem holds; say nothing where that is not known."""
        with np.errstate(invalid="ignore"):
            inside = in_proved_domain(node, params, x)
        if inside is None or not inside.any():
            return
        where = x if places is None else places
        # A single point outside (x ≠ 0) has no width and is drawn as a kink.
        outside = ~inside
        outside[1:-1] &= outside[:-2] | outside[2:]
        ends = np.flatnonzero(np.diff(np.concatenate([[False], ~outside, [False]]).astype(int)))
        for first, last in zip(ends[::2], ends[1::2] - 1, strict=True):
            axes.axvspan(where[first], where[last], color=GOOD, alpha=0.1, linewidth=0, zorder=0)

    def _worst(self, axes: Axes, verdict: VerdictJson, colour: str) -> None:
        """Mark the worst input of all classes, if it is a number."""
        found = [
            (size, float(c["worst"]["input"]))
            for name, c in verdict["classes"].items()
            if c["worst"]
            and name not in ("direction", "layout")
            and (size := number(c["max_ulp"])) is not None
            and number(c["worst"]["input"]) is not None
        ]
        found = [(size, x) for size, x in found if math.isfinite(x) and x != 0 and size > 0]
        if not found:
            return
        size, x = max(found, key=lambda pair: math.inf if math.isnan(pair[0]) else pair[0])
        place = float(np.sign(x) * (_scaled(math.log2(abs(x))) + _shift(format_of(verdict["dtype"]))))
        y = _CEILING if not math.isfinite(size) else min(max(size, _FLOOR), _CEILING)
        axes.plot([place], [y], marker="o", markersize=5, color=colour, markerfacecolor="none")
        axes.annotate(
            f"{figure(size)} at {x:.3g}",
            (place, y),
            xytext=(0, 5),
            textcoords="offset points",
            ha="left" if place < 0 else "right",
            color=colour,
            fontsize=7,
        )

    def _magnitudes(self, axes: Axes, fmt: Format) -> None:
        """Ticks at powers of ten on both sides of zero."""
        shift = _shift(fmt)
        end = _scaled(fmt.emax) + shift
        kept: list[tuple[float, int]] = []
        for power in (0, 300, 30, -6, 6, -300, -30, 3, -3):  # where labels would touch, the first one stays
            exponent = power * math.log2(10)
            place = _scaled(exponent) + shift
            if fmt.tiny_exponent <= exponent <= fmt.emax and all(
                abs(place - other) > 0.17 * end for other in (0.0, *(p for p, _ in kept))
            ):
                kept.append((place, power))
        ticks = [(0.0, "0")]
        for place, power in kept:
            text = f"1e{power}".replace("-", "−") if power else "1"
            ticks += [(-place, f"−{text}"), (place, text)]
        axes.set_xticks([place for place, _ in ticks], [text for _, text in ticks])

    def _finish(self, axes: Axes, *, grid: bool = False) -> None:
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        for side in ("left", "bottom"):
            axes.spines[side].set_color(SOFT)
        axes.tick_params(colors=SOFT, labelsize=7.5, length=3)
        axes.minorticks_off()
        if grid:
            axes.grid(True, axis="y", color=LINE, linewidth=0.5)
        axes.set_axisbelow(True)

    @contextmanager
    def _figure(self, height: float) -> Iterator[Figure]:
        from matplotlib import rc_context
        from matplotlib.figure import Figure

        settings: dict[Any, Any] = {
            "svg.fonttype": "none",
            "svg.hashsalt": f"plot-{self._drawn}",
            "font.family": "sans-serif",
        }
        with rc_context(settings):
            drawing = Figure(figsize=(_WIDTH, height))
            drawing.patch.set_visible(False)
            yield drawing

    def _svg(self, drawing: Figure, title: str) -> Html:
        from html import escape

        from matplotlib import rc_context

        for axes in drawing.axes:
            axes.patch.set_visible(False)
        stream = io.StringIO()
        with rc_context({"svg.fonttype": "none", "svg.hashsalt": "proofgrad"}):
            drawing.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
        self._drawn += 1
        return Html(_adopted(stream.getvalue(), f"p{self._drawn}-", escape(title)))


def _adopted(svg: str, prefix: str, title: str) -> str:
    """A file of matplotlib's as a part of the page: unique ids, the page's colours, no fixed size or font."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL)
    # Most ids are never referred to.
    used = set(re.findall(r'(?:url\(|href=")#([^)"]+)', body))
    body = re.sub(r' id="([^"]+)"', lambda m: f' id="{prefix}{m[1]}"' if m[1] in used else "", body)
    body = re.sub(r'(url\(|href=")#(?!010a)', rf"\g<1>#{prefix}", body)
    for told, meant in _COLOURS.items():
        body = body.replace(told, meant)
    body = re.sub(r"font: ([\d.]+)px [^;\"]+", r"font-size: \1px; font-family: inherit", body)
    body = re.sub(r"(\d+\.\d)\d+", r"\1", body)
    body = re.sub(r"\s*\n\s*", "\n", body)
    body = re.sub(r"\n([LMz])", r"\1", body)
    view = re.search(r'viewBox="([^"]+)"', body)
    assert view is not None
    start = f'<svg class="plot" viewBox="{view[1]}" role="img" aria-label="{title}">\n<title>{title}</title>'
    return start + body[body.index(">") + 1 :].strip()


def _window(values: Floats) -> tuple[float, float]:
    """The part of the values that is worth seeing: exp must not flatten everything else."""
    low, high = (float(v) for v in np.quantile(values, (0.02, 0.98))) if len(values) else (-1.0, 1.0)
    low, high = max(low, -8.0), min(high, 8.0)
    low, high = min(low, 0.0), max(high, 0.0)
    room = max(0.12 * (high - low), 0.1)
    return low - room, high + 1.6 * room


def _scaled(exponent: float) -> float:
    """A binary exponent on the axis: as it is in the middle, narrower outside."""
    beyond = abs(exponent) - MIDDLE
    return (
        exponent
        if beyond <= 0
        else math.copysign(MIDDLE + MIDDLE * math.log2(1 + beyond / MIDDLE) / 4, exponent)
    )


def _shift(fmt: Format) -> float:
    """How far 1 is from zero on the axis."""
    return 2 - _scaled(fmt.tiny_exponent)


def _exponents(fmt: Format) -> Floats:
    """The middles of a profile's intervals on the positive side."""
    limits = [*edges(fmt), fmt.emax + 1]
    return np.array([(a + b) / 2 for a, b in pairwise(limits)])


def _middles(fmt: Format) -> Floats:
    """Where a profile's intervals are on the axis."""
    positive = np.array([_scaled(e) + _shift(fmt) for e in _exponents(fmt)])
    return np.concatenate([-positive[::-1], positive])


def _values(fmt: Format) -> Floats:
    """An input of each of a profile's intervals."""
    positive = np.exp2(_exponents(fmt))
    return np.concatenate([-positive[::-1], positive])
