"""A badge in SVG: the outcome in a few words, for a README."""

from __future__ import annotations

from proofgrad.oracle.report.markup import Html, tag
from proofgrad.oracle.report.model import Run
from proofgrad.oracle.report.summary import Summary, summarise

__all__ = ["document", "drawn"]

_COLOURS = {"ok": "#18713c", "failed": "#b3261e", "inconclusive": "#7a5200"}
"""White on each has a contrast of at least 5 to 1."""
_LETTER, _ROOM, _HEIGHT = 6.6, 6, 20
"""Pixels: of a letter, around a text, of the badge."""


def words(summary: Summary) -> str:
    """What the badge says; figures only where nothing is wrong and nothing is left open."""
    if summary.outcome != "ok":
        return str(summary.outcome)
    nodes = f"{summary.proved} of {summary.nodes} nodes proved" if summary.nodes else ""
    kernels = f"{summary.verdicts['pass']} kernel tests pass" if summary.verdicts.get("pass") else ""
    return ", ".join(part for part in (nodes, kernels) if part) or "ok"


def document(run: Run) -> str:
    """The badge, as a file."""
    summary = summarise(run)
    return drawn("proofgrad", words(summary), summary.outcome)


def drawn(left: str, right: str, outcome: str) -> str:
    """A badge of two words, as a file.

    Args:
        left: what it is about.
        right: what is said of it.
        outcome: ``ok``, ``failed`` or ``inconclusive``, for the colour.
    """
    widths = [round(len(text) * _LETTER + 2 * _ROOM) for text in (left, right)]
    whole = f"{left}: {right}"

    def half(text: str, start: int, width: int, colour: str) -> tuple[Html, Html]:
        box = tag("rect", x=str(start), width=str(width), height=str(_HEIGHT), fill=colour)
        place = {"x": f"{start + width / 2:g}", "y": "14", "textLength": f"{width - 2 * _ROOM}"}
        return box, tag("text", text, **place)

    halves = (
        half(left, 0, widths[0], "#343b45"),
        half(right, widths[0], widths[1], _COLOURS[outcome]),
    )
    font = "Verdana, sans-serif"
    svg = tag(
        "svg",
        tag("title", whole),
        [box for box, _ in halves],
        tag(
            "g",
            [text for _, text in halves],
            fill="#fff",
            text_anchor="middle",
            font_family=font,
            font_size="11",
        ),
        xmlns="http://www.w3.org/2000/svg",
        width=str(sum(widths)),
        height=str(_HEIGHT),
        role="img",
        aria_label=whole,
    )
    return svg + "\n"
