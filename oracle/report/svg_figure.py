"""matplotlib's figures as small parts of a page: one set of axes for many plots, SVG that shares styles.

A report has a hundred plots. Axes are costly to make, so plots of one kind are drawn one after the other on
the same ones. The SVG that matplotlib writes repeats fonts, styles and groups at every mark; here they become
classes of the page, in the page's own colours, so that a plot follows its light and dark looks.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from proofgrad.oracle.report.markup import Html
from proofgrad.oracle.report.neutral import neutral

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["BAD", "FIRST", "GOOD", "HEIGHT", "INK", "LINE", "SECOND", "SOFT", "THIRD", "WIDTH", "Canvas"]

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

WIDTH, HEIGHT = 4.7, 2.2
"""Inches, of 72 SVG units; a plot is some 340 pixels wide in a page, so a unit is about a pixel."""
_FONT = 9.5
_PLACE = (0.095, 0.115, 0.885, 0.855)
_SETTINGS: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "proofgrad", "font.family": "sans-serif"}


class Canvas:
    """Where the plots of one page are drawn. Ids in them are unique in the page.

    Raises:
        ImportError: there is no matplotlib.
    """

    def __init__(self) -> None:
        import matplotlib.backends.backend_svg  # noqa: F401  # an ImportError is raised now, not halfway

        self._axes: dict[str, Axes] = {}
        self._drawn = 0
        self._frames: dict[str, str] = {}
        self._classes: dict[str, str] = {}

    def axes(self, kind: str, prepare: Callable[[Axes], None] | None = None) -> Axes:
        """Empty axes; those of a kind are made once and `prepare`d once."""
        if kind not in self._axes:
            self._axes[kind] = made = _new_axes()
            if prepare is not None:
                prepare(made)
        axes = self._axes[kind]
        for artist in _data(axes):
            artist.remove()
        return axes

    def svg(self, axes: Axes, title: str, frame: str | None = None) -> Html:
        """What has been drawn on the axes, as an element for the page.

        Args:
            axes: from :meth:`axes`.
            title: what the plot shows, for those who cannot see it.
            frame: plots with the same scales may share what is drawn around the data (spines, ticks, labels,
                grid): the name of those scales. It is then drawn once, in the first of them.
        """
        if frame is None:
            content = self._drawing(axes)
        else:
            axes.set_axis_off()
            content = self._drawing(axes)
            axes.set_axis_on()
            if frame in self._frames:
                content = f'<use href="#{self._frames[frame]}"/>{content}'
            else:
                self._frames[frame] = f"frame{len(self._frames)}"
                for artist in _data(axes):
                    artist.set_visible(False)
                content = f'<g id="{self._frames[frame]}">{self._drawing(axes)}</g>{content}'
        view, label = f"0 0 {WIDTH * 72:g} {HEIGHT * 72:g}", escape(neutral(title))
        start = f'<svg class="plot" viewBox="{view}" role="img" aria-label="{label}">'
        return Html(f"{start}<title>{label}</title>{content}</svg>")

    def _drawing(self, axes: Axes) -> str:
        """What matplotlib makes of the axes, as the inside of an SVG element."""
        from matplotlib import rc_context

        stream = io.StringIO()
        figure = axes.get_figure(root=True)
        assert figure is not None
        with rc_context(_SETTINGS):
            figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
        self._drawn += 1
        return self._adopted(stream.getvalue(), f"p{self._drawn}-")

    def style(self) -> Html:
        """The rules that the plots drawn so far need in the page's style sheet."""
        return Html("\n".join(f".{name} {{ {rule} }}" for rule, name in self._classes.items()))

    def _class(self, rule: str) -> str:
        for told, meant in _COLOURS.items():
            rule = rule.replace(told, meant)
        return self._classes.setdefault(rule, f"m{len(self._classes)}")

    def _adopted(self, svg: str, prefix: str) -> str:
        """A file of matplotlib's without what a part of a page does not need."""
        body = svg[svg.index("<svg") :]
        body = body[body.index(">") + 1 : body.rindex("</svg>")]
        body = re.sub(r"<(metadata|style)\b.*?</\1>|<!--.*?-->", "", body, flags=re.DOTALL)
        # Most ids are never referred to.
        used = set(re.findall(r'(?:url\(|href=")#([^)"]+)', body))
        names = {name: f"{prefix}{i}" for i, name in enumerate(sorted(used))}
        body = re.sub(r' id="([^"]+)"', lambda m: f' id="{names[m[1]]}"' if m[1] in names else "", body)
        body = re.sub(r'(url\(|href=")#([^)"]+)', lambda m: f"{m[1]}#{names[m[2]]}", body)
        body = re.sub(r"font: ([\d.]+)px [^;\"]+", r"font-size: \1px", body)
        body = re.sub(r' style="([^"]+)"', lambda m: f' class="{self._class(m[1])}"', body)
        body = re.sub(r' transform="rotate\(-?0 [^"]*"', "", body)
        body = body.replace("xlink:href", "href")
        if "<g " not in body:
            body = re.sub(r"</?g>", "", body)
        body = re.sub(r"<[^>]+>", lambda m: re.sub(r"(\d+\.\d)\d+", r"\1", m[0]), body)
        body = re.sub(r' d="([^"]*)"', _shorter_path, body)
        return re.sub(r"\s*\n\s*|<defs>\s*</defs>", "", body).strip()


def _shorter_path(found: re.Match[str]) -> str:
    """A path without spaces around its commands."""
    return ' d="' + re.sub(r"\s*([MLCQz])\s*", r"\1", found[1]).strip() + '"'


def _data(axes: Axes) -> list[Artist]:
    """What has been drawn on the axes: lines, shades, texts."""
    return [*axes.lines, *axes.patches, *axes.texts]


def _new_axes() -> Axes:
    """Axes without a frame, in the page's colours."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(_SETTINGS):
        figure = Figure(figsize=(WIDTH, HEIGHT))
        figure.patch.set_visible(False)
        axes = figure.add_axes(_PLACE)
        axes.patch.set_visible(False)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        for side in ("left", "bottom"):
            axes.spines[side].set_color(SOFT)
        axes.tick_params(colors=SOFT, labelsize=_FONT, length=3)
        axes.minorticks_off()
        axes.set_axisbelow(True)
        return axes
