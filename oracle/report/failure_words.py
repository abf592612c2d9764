"""What the words of a failure mean, out of the page that explains them: docs/reading-a-failure.md.

The page is the one place where they are explained; it travels in the wheel, so that the output can point to
a command and not to a file that an installed user does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.nearest import nearest

__all__ = ["Entry", "entries", "matching"]

_PAGE = "reading-a-failure.md"
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TERM = re.compile(r"`[^`]+`|\*\*[^*]+\*\*")
_MARKS = re.compile(r"\\(?=\|)|\*+|`")


@dataclass(frozen=True)
class Entry:
    """Something that the page explains.

    Attributes:
        section: the heading above it.
        words: of a row of a table what it is about; empty for a paragraph.
        meaning: the explanation, in one line.
        terms: of a paragraph the words that it sets apart: classes, statistics, units.
    """

    section: str
    words: str
    meaning: str
    terms: tuple[str, ...] = ()


def entries() -> tuple[Entry, ...]:
    """All of the page, in its order.

    Raises:
        FileNotFoundError: the installation is not complete.
    """
    return tuple(_entries(_text().splitlines()))


def matching(asked: str) -> tuple[Entry, ...]:
    """What the page says of some words: the rows and sections of that name, else all that mention them.

    Args:
        asked: a class, a statistic, a grade, a unit, an option or words of a diagnosis; case is no matter.

    Raises:
        UsageError: the page mentions no such thing; the nearest words are told.
        FileNotFoundError: the installation is not complete.
    """
    page, word = entries(), re.compile(rf"(?<!\w){re.escape(asked.strip())}(?!\w)", re.IGNORECASE)
    found = tuple(e for e in page if word.search(e.words) or any(map(word.fullmatch, (e.section, *e.terms))))
    found = found or tuple(e for e in page if word.search(e.meaning))
    if asked.strip() and found:
        return found
    known = sorted({w for e in page for w in re.findall(r"[a-z-]{3,}", e.words.lower())})
    hint = nearest(asked, known) or "without a word the whole page is printed"
    raise UsageError(f"nothing explains {asked!r}", hint=hint)


def _text() -> str:
    here = Path(__file__).resolve()
    beside, sources = here.parent / _PAGE, here.parents[2] / "docs" / _PAGE
    return (beside if beside.exists() else sources).read_text("utf-8")


def _entries(lines: list[str]) -> Iterator[Entry]:
    section, paragraph, fenced = "", list[str](), False
    for line in [*lines, ""]:
        fence = line.startswith("```")
        fenced ^= fence
        if not fenced and not fence and line.strip() and line[0] not in "#|":
            paragraph.append(line.strip())
            continue
        if paragraph:
            text = " ".join(paragraph)
            yield Entry(section, "", _plain(text), tuple(map(_plain, _TERM.findall(text))))
            paragraph = []
        if fenced or fence:
            continue
        if line.startswith("#"):
            section = line.lstrip("# ")
        elif line.startswith("|") and not set(line) <= set("|-: "):
            words, meaning = (_plain(cell) for cell in re.split(r"(?<!\\)\|", line)[1:3])
            if meaning not in ("what it says", "what it accepts", "meaning, and what to look for"):
                yield Entry(section, words, meaning)


def _plain(text: str) -> str:
    return _MARKS.sub("", _LINK.sub(r"\1", text)).strip()
