"""Read the header of a Lean file: `module`, `prelude` and the imports, with the position of each.

Lean could be asked (`lean --deps-json`), but a process per file is a hundred times slower than the rest of a
warm check. Only the header is read, so strings cannot occur; comments nest as in Lean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Header", "Import", "is_file_name", "join_name", "read_header", "split_name"]

_LETTERS = "a-zA-Zα-κμ-ωΑ-ΟΡΤ-Ωϊ-ϻἀ-῾℀-⅏𝒜-𝖟À-ÖØ-öø-ſ"
_IDENTIFIER = re.compile(f"[{_LETTERS}_][{_LETTERS}_0-9'!?₀-₉ₐ-ₜᵢ-ᵪⱼ]*")
_COMPONENT = re.compile(r"«[^»]*»|[^.]+")


def split_name(name: str) -> list[str]:
    """The components of a dotted name, without guillemets."""
    return [part.strip("«»") for part in _COMPONENT.findall(name)]


def is_file_name(name: str) -> bool:
    """Whether a module name is the name of a file below a folder: `«..».A` and `«/etc».A` lead elsewhere."""
    parts = split_name(name)
    return bool(parts) and not any(part in ("", ".", "..") or set(part) & set("/\\\0") for part in parts)


def join_name(components: Iterable[str]) -> str:
    """A dotted name as Lean writes it: components that are no identifiers stand in guillemets."""
    return ".".join(part if _IDENTIFIER.fullmatch(part) else f"«{part}»" for part in components)


@dataclass(frozen=True, slots=True)
class Import:
    """One import.

    Attributes:
        module: dotted name, with guillemets where they are needed and only there.
        line: 1-based.
        column: 0-based, in characters, as Lean counts.
    """

    module: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the first command.

    Attributes:
        prelude: the file says `prelude`, so `Init` is not imported.
        is_module: the file says `module` (Lean's module system).
        imports: as written, without the implicit `Init`.
        open_comment: line and column of a comment before the first command that is never closed; None if
            there is none.
    """

    prelude: bool
    is_module: bool
    imports: tuple[Import, ...]
    open_comment: tuple[int, int] | None = None

    @property
    def modules(self) -> tuple[str, ...]:
        """Names of all imported modules, once each, `Init` included where it is implicit."""
        names = [i.module for i in self.imports]
        return tuple(dict.fromkeys(names if self.prelude else ["Init", *names]))


_PART = r"(?:«[^»\n]+»|[^\W\d][\w'!?₀-₉]*)"
_TOKEN = re.compile(
    rf"(?P<space>\s+|--[^\n]*)|(?P<comment>/-)|(?P<name>{_PART}(?:\.{_PART})*)",
)
_COMMENT_EDGE = re.compile(r"/-|-/")


def _skip_comment(text: str, start: int) -> int | None:
    """Where a comment ends; None if it does not."""
    depth, at = 1, start + 2
    while depth:
        edge = _COMMENT_EDGE.search(text, at)
        if edge is None:
            return None
        depth += 1 if edge[0] == "/-" else -1
        at = edge.end()
    return at


def _words(text: str) -> tuple[list[tuple[str, int]], int | None]:
    """The identifiers and keywords at the start of a file with their offsets, up to the first other token;
    and where a comment starts that is never closed.
    """
    words: list[tuple[str, int]] = []
    at = 0
    wants_name = False
    while (token := _TOKEN.match(text, at)) is not None:
        if token.lastgroup == "comment":
            if text.startswith(("/--", "/-!"), at):
                break  # documentation: a command, so the header is over
            end = _skip_comment(text, at)
            if end is None:
                return words, at
            at = end
            continue
        at = token.end()
        if token.lastgroup == "space":
            continue
        word = token[0]
        if not wants_name and word not in _KEYWORDS:
            break
        words.append((word, token.start()))
        wants_name = word in ("import", "all")
    return words, None


_KEYWORDS = frozenset({"module", "prelude", "public", "meta", "import", "all"})


def read_header(text: str) -> Header:
    """Read a header. A malformed one is read as far as it goes: Lean itself reports what is wrong with it."""
    prelude = is_module = False
    imports: list[Import] = []
    wants_name = False
    words, unclosed = _words(text.replace("\ufeff", " ", 1) if text.startswith("\ufeff") else text)
    for word, at in words:
        if wants_name and word != "all":
            imports.append(Import(join_name(split_name(word)), *_place(text, at)))
            wants_name = False
        elif word == "import":
            wants_name = True
        elif word == "prelude":
            prelude = True
        elif word == "module":
            is_module = True
    return Header(
        prelude, is_module, tuple(imports), _place(text, unclosed) if unclosed is not None else None
    )


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1)
