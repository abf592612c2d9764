"""Small tables for notebooks. All text is escaped here: it comes from other people's projects and kernels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

__all__ = ["html_table"]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def html_table(title: str, head: Sequence[str], rows: Iterable[Sequence[object]], *, most: int = 200) -> str:
    """An HTML table with a title; rows beyond `most` are counted and not shown."""

    def cells(tag: str, row: Sequence[object]) -> str:
        style = ' style="text-align:left"'
        return "".join(f"<{tag}{style}>{_text(cell)}</{tag}>" for cell in row)

    listed = list(rows)
    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in listed[:most])
    if len(listed) > most:
        body += f'<tr><td colspan="{len(head)}">and {len(listed) - most:,} more</td></tr>'
    return f"<p><b>{_text(title)}</b></p><table><tr>{cells('th', head)}</tr>{body}</table>"


def _text(value: object) -> str:
    return escape(_CONTROL.sub("\ufffd", str(value)))
