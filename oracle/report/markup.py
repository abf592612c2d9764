"""HTML by construction: text becomes HTML in one place only, here, and is escaped there.

Names, docstrings and Lean's messages come from other people's projects. A renderer that builds pages from
:func:`tag` cannot forget to escape them, because plain `str` is never taken for markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from proofgrad.oracle.report.neutral import neutral

__all__ = ["Child", "Html", "anchor", "tag"]

VOID = frozenset({"br", "hr", "img", "meta", "link", "col"})


class Html(str):
    """A piece of finished HTML."""

    __slots__ = ()


Child = str | Html | None | Iterable["Child"]
"""What may stand inside an element: text (escaped), HTML, nothing, or several of these."""


def flatten(child: Child) -> str:
    """The HTML of a child."""
    if child is None:
        return ""
    if isinstance(child, Html):
        return str(child)
    if isinstance(child, str):
        return escape(neutral(child))
    return "".join(flatten(c) for c in child)


def tag(name: str, /, *children: Child, **attributes: str | None) -> Html:
    """An element. Attribute ``class_`` loses its underscore, ``a_b`` becomes ``a-b``, None leaves it out."""
    text = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(neutral(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in VOID:
        return Html(f"<{name}{text}>")
    return Html(f"<{name}{text}>{flatten(children)}</{name}>")


def anchor(name: str) -> str:
    """An id for a Lean name: ASCII letters, digits, ``.-_`` stay, all else becomes its code point."""
    return "node-" + re.sub(r"[^A-Za-z0-9._-]", lambda m: f"u{ord(m[0]):x}", name)
