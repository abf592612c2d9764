"""Nodes of modules that nothing compiled, found in the text: that they are there, and no more.

Where there is no Lean for a project, or Lean did not accept a module, its nodes still belong into the
catalogue, since a report that leaves them out looks better than the project is. What stands in the text is
taken for a node if its declared type ends in the node type. All of them are ``inconclusive``: text proves
nothing, whatever theorems stand beside it. Definitions that build nodes from functions cannot be told apart
here, and are listed as nodes too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from proofgrad.bridge.catalogue.model import Node, Source
from proofgrad.bridge.reading.config import CatalogueConfig

__all__ = ["namesakes", "nodes_in_text"]

_OPEN, _CLOSE = "([{⦃⟨", ")]}⦄⟩"
_NAME = r"(?:«[^»\n]+»|[^\W\d][\w'!?₀-₉]*)(?:\.(?:«[^»\n]+»|[^\W\d][\w'!?₀-₉]*))*"
_COMMAND = re.compile(
    r"^[ \t]*(?P<before>(?:@\[[^\]\n]*\]\s*|(?:private|protected|noncomputable|unsafe|partial|scoped|local"
    r"|nonrec|public|meta)\s+)*)(?P<word>def|abbrev|opaque|instance|theorem|lemma|axiom|structure|class|inductive|namespace"
    r"|section|end|example|open|variable|universe|set_option|attribute|export|mutual|import)\b[ \t]*"
    rf"(?P<name>{_NAME})?",
    re.MULTILINE,
)
_END = re.compile(r"\n(?=\S)|\s+(?:\||where\b)")
"""A new command, or the beginning of a definition by cases or by fields."""
_DOC = re.compile(r"/--(.*?)-/\s*\Z", re.DOTALL)
_LONGEST = 20_000
"""Characters of a signature that are looked at."""


@dataclass(frozen=True, slots=True)
class _Declared:
    """A declaration in a text: the command, its full name, and the namespaces in which it stands."""

    command: re.Match[str]
    name: str
    inside: tuple[str, ...]
    opened: tuple[str, ...]


def nodes_in_text(
    text: str, file: str, config: CatalogueConfig, others: Collection[str] = ()
) -> Iterator[Node]:
    """The definitions in a source file whose declared type ends in the node type.

    Args:
        text: the file.
        file: its name, relative to the project.
        config: what a node is called.
        others: full names of other types of that short name in the project (:func:`namesakes`).
    """
    plain = _without_comments(text)
    for found in _declarations(plain):
        if found.command["word"] not in ("def", "abbrev", "opaque", "instance") or not config.covers(
            found.name
        ):
            continue
        written = _head(_result_type(plain, found.command.end()))
        if written is None or not _is_node(written, found, config.node, others):
            continue
        start = found.command.start("before")
        yield Node(
            name=found.name,
            kind="vector",
            status="inconclusive",
            doc=_doc_before(text, start),
            source=Source(file, text.count("\n", 0, found.command.start("word")) + 1),
        )


def namesakes(text: str, config: CatalogueConfig) -> Iterator[str]:
    """Full names of the types that a source file declares and whose short name is the node type's."""
    short = config.node.rpartition(".")[2]
    if short in text:
        for found in _declarations(_without_comments(text)):
            kind = found.command["word"] in ("structure", "class", "inductive", "def", "abbrev")
            if kind and found.name.rpartition(".")[2] == short and found.name != config.node:
                yield found.name


def _declarations(plain: str) -> Iterator[_Declared]:
    """What a text without comments declares."""
    spaces: list[str] = []
    opened: list[str] = []
    for command in _COMMAND.finditer(plain):
        word, name = command["word"], command["name"] or ""
        if word in ("namespace", "section", "mutual"):
            spaces.append(name if word == "namespace" else "")
        elif word == "end":
            if spaces:
                spaces.pop()
        elif word == "open":
            line = plain[command.start("name") if name else command.end() :].partition("\n")[0]
            opened += [n for n in re.findall(_NAME, line) if n not in ("scoped", "in", "hiding", "renaming")]
        elif name:
            inside = tuple(part for space in spaces if space for part in space.split("."))
            full = name.removeprefix("_root_.")
            if full == name and inside:
                full = ".".join((*inside, name))
            yield _Declared(command, full, inside, tuple(opened))


def _without_comments(text: str) -> str:
    """The text with comments and strings as blanks: places stay the same."""
    out, at, depth = list(text), 0, 0
    while at < len(text):
        pair = text[at : at + 2]
        if depth or pair == "/-":
            step = 2 if pair in ("/-", "-/") else 1
            depth += 1 if pair == "/-" else -1 if pair == "-/" else 0
        elif pair == "--":
            step = (text.find("\n", at) % (len(text) + 1)) - at
        elif pair[0] == '"':
            end = re.compile(r'"(?:\\.|[^"\\])*"?', re.DOTALL).match(text, at)
            step = end.end() - at if end else 1
        else:
            at += 1
            continue
        for i in range(at, min(at + step, len(text))):
            if out[i] != "\n":
                out[i] = " "
        at += step
    return "".join(out)


def _result_type(text: str, at: int) -> str | None:
    """The declared type, from the end of a name to its definition; None where Lean is left to find it."""
    depth, colon, end = 0, None, min(len(text), at + _LONGEST)
    for i in range(at, end):
        letter = text[i]
        if letter in _OPEN:
            depth += 1
        elif letter in _CLOSE:
            depth -= 1
        elif depth == 0:
            if letter == ":" and text[i + 1 : i + 2] == "=":
                end = i
                break
            if letter == ":" and colon is None:
                colon = i
            elif _END.match(text, i):
                end = i
                break
    return None if colon is None else text[colon + 1 : end].strip()


def _head(result: str | None) -> str | None:
    """What a type ends in an application of; None where it ends in something else."""
    if not result:
        return None
    last = re.split(r"→|->|,", _outside_brackets(result))[-1]
    head = re.match(rf"\s*@?({_NAME})", last)
    return None if head is None else head[1]


def _is_node(written: str, where: _Declared, node: str, others: Collection[str]) -> bool:
    """Whether a name stands for the node type: the innermost namespace decides, then what is opened."""
    name = written.removeprefix("_root_.")
    if name != node and not node.endswith(f".{name}"):
        return False
    prefixes = ["".join(f"{part}." for part in where.inside[:n]) for n in range(len(where.inside), -1, -1)]
    places = ["", *(f"{opened}." for opened in where.opened)] if name == written else [""]
    for place in places:
        for prefix in prefixes if name == written else [""]:
            if f"{prefix}{place}{name}" in (node, *others):
                return f"{prefix}{place}{name}" == node
    return True  # declared where nobody has looked


def _outside_brackets(text: str) -> str:
    out, depth = [], 0
    for letter in text:
        depth += (letter in _OPEN) - (letter in _CLOSE)
        out.append(letter if depth == 0 or (depth == 1 and letter in _OPEN) else " ")
    return "".join(out)


def _doc_before(text: str, at: int) -> str:
    before = text[max(0, at - 5000) : at]
    start = before.rfind("/--")
    found = _DOC.search(before[start:]) if start >= 0 else None
    return " ".join(found[1].split()) if found else ""
