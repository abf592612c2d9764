"""The words of a Lean source without its comments and strings, as far as plain reading shows.

Lean's syntax can be extended, so this is no parser: it is for questions about words that Lean itself reserves
(`#exit`, `#guard_msgs`, names of options), which no verdict rests on alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Token", "tokens"]

_WORD = r"(?:«[^»\n]*»|[^\W\d][\w'!?]*)"
_TOKEN = re.compile(
    rf"""(?P<space>\s+|--[^\n]*)
    |(?P<comment>/-)
    |(?P<raw>r(?P<hashes>\#*)")
    |(?P<string>"(?:\\.|[^"\\])*(?:"|\Z))
    |(?P<char>'(?:\\[^\n][^'\n]{{0,8}}|[^\\'\n])')
    |(?P<word>\#?{_WORD}(?:\.{_WORD})*)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_EDGE = re.compile(r"/-|-/")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign.

    Attributes:
        text: as written, without guillemets.
        line: 1-based.
        column: 0-based, in characters.
        doc: the documentation comment right before it; "" if there is none.
    """

    text: str
    line: int
    column: int
    doc: str = ""


def tokens(source: str) -> Iterator[Token]:
    """The tokens of a source; a string is the token ``"``."""
    at, line, start, doc = 0, 1, 0, ""
    while (found := _TOKEN.match(source, at)) is not None:
        kind, end = found.lastgroup, found.end()
        if kind == "comment":
            end = _end_of_comment(source, at)
            if source.startswith("/--", at):
                doc = source[at:end]
        elif found["raw"] is not None:
            closing = source.find('"' + found["hashes"], end)
            end = len(source) if closing < 0 else closing + 1 + len(found["hashes"])
        if kind not in ("space", "comment"):
            text = found["word"]
            shown = text.replace("«", "").replace("»", "") if text else '"' if kind != "other" else found[0]
            yield Token(shown, line, at - start, doc)
            doc = ""
        if (breaks := source.count("\n", at, end)) > 0:
            line, start = line + breaks, source.rfind("\n", at, end) + 1
        at = end


def _end_of_comment(source: str, at: int) -> int:
    depth, at = 1, at + 2
    while depth:
        edge = _EDGE.search(source, at)
        if edge is None:
            return len(source)
        depth += 1 if edge[0] == "/-" else -1
        at = edge.end()
    return at
