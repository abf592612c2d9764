"""Which kinds of literals stand in the terms of a compiled module."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from proofgrad.bridge.olean.decode import EXPR
from proofgrad.bridge.olean.image import Image, header

__all__ = ["literals_in"]

_LITERAL = EXPR["lit"]
_KINDS = {header(0, 1, 16): "number", header(1, 1, 16): "string"}


def literals_in(files: Sequence[Path]) -> list[str]:
    """The kinds of literals in the terms of a module: ``number``, ``string``.

    Every term in its files counts, whether a declaration has it or not: it may say too much, never too
    little.

    Raises:
        OleanError: a file is damaged.
    """
    image = Image(files)
    words, data = image.words, bytes(image.words)
    pattern, found, at = _LITERAL.to_bytes(8, "little"), set[str](), -1
    while len(found) < len(_KINDS) and (at := data.find(pattern, at + 1)) >= 0:
        if at % 8 == 0:
            kind = _KINDS.get(words[image.at(words[at // 8 + 1])])
            if kind is not None:
                found.add(kind)
    return sorted(found)
