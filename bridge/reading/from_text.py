"""Nodes of modules that nothing compiled, found in the text: that they are there, and no more.

Where there is no Lean for a project, or Lean did not accept a module, its nodes still belong into the
catalogue, since a report that leaves them out looks better than the project is. What stands in the text is
taken for a node if its declared type ends in the node type. All of them are ``inconclusive``: text proves
nothing, whatever theorems stand beside it. Definitions that build nodes from functions cannot be told apart
here, and are listed as nodes too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofgrad.bridge.catalogue.model import Node, Source
from proofgrad.bridge.reading.config import CatalogueConfig

__all__ = ["nodes_in_text"]

_OPEN, _CLOSE = "([{⦃⟨", ")]}⦄⟩"
_NAME = r"(?:«[^»\n]+»|[^\W\d][\w'!?₀-₉]*)(?:\.(?:«[^»\n]+»|[^\W\d][\w'!?₀-₉]*))*"
_COMMAND = re.compile(
    r"^(?P<before>(?:@\[[^\]\n]*\]\s*|(?:private|protected|noncomputable|unsafe|partial|scoped|local|nonrec|public"
    r"|meta)\s+)*)(?P<word>def|abbrev|opaque|instance|theorem|lemma|axiom|structure|class|inductive|namespace"
    r"|section|end|example|open|variable|universe|set_option|attribute|export|mutual|import)\b[ \t]*"
    rf"(?P<name>{_NAME})?",
    re.MULTILINE,
)
_END = re.compile(r"\n(?=\S)|\s+(?:\||where\b)")
"""A new command, or the beginning of a definition by cases or by fields."""
_DOC = re.compile(r"/--(.*?)-/\s*\Z", re.DOTALL)
_LONGEST = 20_000
"""Characters of a signature that are looked at."""


def nodes_in_text(text: str, file: str, config: CatalogueConfig) -> Iterator[Node]:
    """The definitions in a source file whose declared type ends in the node type.

    Args:
        text: the file.
        file: its name, relative to the project.
        config: what a node is called.
    """
    plain = _without_comments(text)
    namespaces: list[tuple[str, str]] = []
    for command in _COMMAND.finditer(plain):
        word, name = command["word"], command["name"] or ""
        if word in ("namespace", "section"):
            namespaces.append((word, name if word == "namespace" else ""))
        elif word == "end":
            if namespaces:
                namespaces.pop()
        elif word in ("def", "abbrev", "opaque", "instance") and name:
            inside = ".".join(space for _, space in namespaces if space)
            full = name.removeprefix("_root_.")
            if full == name and inside:
                full = f"{inside}.{name}"
            if not _is_node(_result_type(plain, command.end()), config) or not config.covers(full):
                continue
            line = text.count("\n", 0, command.start("word")) + 1
            yield Node(
                name=full,
                kind="vector",
                status="inconclusive",
                doc=_doc_before(text, command.start()),
                source=Source(file, line),
            )


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


def _is_node(result: str | None, config: CatalogueConfig) -> bool:
    """Whether a type ends in an application of the node type, by its full name or a shorter one."""
    if not result:
        return False
    last = re.split(r"→|->|,", _outside_brackets(result))[-1]
    head = re.match(rf"\s*@?({_NAME})", last)
    if head is None:
        return False
    name = head[1].removeprefix("_root_.")
    return config.node == name or config.node.endswith(f".{name}")


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
