"""Text in titled sections of labelled rows, wrapped to a width with hanging indents."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["Row", "Section", "text_lines"]

LABEL = 14
"""Columns of a label; a longer one stands on a line of its own."""
_NARROWEST = 24


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        label: what it is; may be empty.
        text: may have several lines.
        depth: how far it is set in, for trees.
        code: whether the text is Lean.
        style: in a terminal, such as ``bold red``.
    """

    label: str
    text: str
    depth: int = 0
    code: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A title and its rows."""

    title: str
    rows: tuple[Row, ...]


def text_lines(sections: Iterable[Section], width: int | None = None) -> Iterator[tuple[str, str]]:
    """The sections as lines with their style.

    Args:
        sections: what to print.
        width: columns; None does not wrap.

    Yields:
        Each line with its style: ``title``, ``label``, ``code``, that of the row, or none.
    """
    for number, section in enumerate(sections):
        if number:
            yield "", ""
        yield section.title, "title"
        for row in section.rows:
            yield from _row(row, width)


def _row(row: Row, width: int | None) -> Iterator[tuple[str, str]]:
    style = "code" if row.code else row.style
    start = "  " + f"{row.label:<{LABEL}}" if row.label else " " * (2 + LABEL)
    if row.depth or not row.label:
        start = "  " + "  " * row.depth + (f"{row.label} " if row.label else "")
    elif len(row.label) >= LABEL:
        for piece in [row.label] if width is None else textwrap.wrap(row.label, max(width - 2, _NARROWEST)):
            yield "  " + piece, "label"
        start = " " * (2 + LABEL)
    hang = " " * (len(start) + 2 if row.depth or not row.label else len(start))
    if width is not None and width - len(hang) < _NARROWEST:
        hang = "    "
    for line in row.text.split("\n") or [""]:
        # Lean's own indentation is kept, and continues under itself.
        inner = len(line) - len(line.lstrip())
        if width is None:
            yield (start + line).rstrip(), style
        else:
            pieces = textwrap.wrap(
                line.strip(),
                max(width, _NARROWEST),
                initial_indent=start + " " * inner,
                subsequent_indent=hang + " " * inner,
                break_long_words=True,
                break_on_hyphens=False,
            )
            for piece in pieces or [""]:
                yield piece.rstrip(), style
        start = hang if row.depth or not row.label else " " * len(start)
