"""What the texts in a terminal are made of: styles, tables in one look, plain text out of anybody's files."""

from __future__ import annotations

from typing import TypeVar, cast

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from proofgrad.oracle.report.neutral import neutral

__all__ = ["CELL", "STYLES", "Parts", "cut", "plural", "printable", "styled", "table"]

STYLES = {
    "ok": "green",
    "pass": "green",
    "rounded": "green",
    "accurate": "green",
    "correct": "yellow",
    "proved": "green",
    "proved-on-domain": "green",
    "conditional": "magenta",
    "unproved": "yellow",
    "inconclusive": "bold yellow",
    "warning": "yellow",
}
"""Style of a status word; anything else is a finding and red."""

CELL = 56
"""Characters of a formula or a hypothesis in a table."""

T = TypeVar("T")
Parts = list[RenderableType]
"""Tables and texts, to be printed one below the other."""


def printable(value: T) -> T:
    """The same JSON without control characters: what other people's files say must not steer a terminal."""
    if isinstance(value, str):
        return cast(T, neutral(value))
    if isinstance(value, dict):
        return cast(T, {printable(k): printable(v) for k, v in value.items()})
    if isinstance(value, list):
        return cast(T, [printable(v) for v in value])
    return value


def styled(word: str, text: str | None = None) -> Text:
    """`text` (or the word) in the style of a status word."""
    return Text(text if text is not None else word, STYLES.get(word, "bold red"))


def plural(count: int, word: str) -> str:
    """``1 module``, ``2 modules``."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def table(*columns: str, title: str = "") -> Table:
    """An empty table in the one look of this tool; columns that start with ``>`` are set right."""
    made = Table(
        title=title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False
    )
    for column in columns:
        made.add_column(column.lstrip(">"), justify="right" if column.startswith(">") else "left")
    return made


def cut(text: str, limit: int = CELL) -> str:
    """The text, or its beginning; by default what fits into a cell of two or three lines."""
    return text if len(text) <= limit else text[: limit - 4].rstrip() + " ..."
