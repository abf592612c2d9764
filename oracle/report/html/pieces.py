"""Small parts that every section of the page uses: badges, tables, lists of facts, folds."""

from __future__ import annotations

from collections.abc import Iterable

from proofgrad.oracle.report.markup import Child, Html, tag
from proofgrad.oracle.report.model import NodeJson
from proofgrad.oracle.report.summary import status_text

__all__ = ["WORDS", "badge", "cut", "facts", "fold", "prose", "soft", "status_badge", "table", "tone"]

_TONES = {
    **dict.fromkeys(("ok", "pass", "proved", "proved-on-domain", "accurate", "rounded"), "good"),
    "conditional": "doubtful",
    **dict.fromkeys(("inconclusive", "unproved", "warning", "correct"), "open"),
}
WORDS = frozenset({*_TONES, "failed", "fail", "error", "sorry", "extra-axiom", "refuted", "wrong"})
"""All words that say how something stands."""


def tone(word: str) -> str:
    """The CSS class of a status word; what is not known to be good or open is a finding."""
    return _TONES.get(word, "bad")


def badge(word: str, text: str | None = None) -> Html:
    """A status word in its colour."""
    return tag("span", text if text is not None else word, class_=f"badge {tone(word)}")


def status_badge(node: NodeJson) -> Html:
    """The status of a node, in another colour where it is one by the project's own definitions."""
    text = status_text(node)
    return badge(node["status"]) if text == node["status"] else badge("conditional", text)


def soft(*children: Child) -> Html:
    """A remark."""
    return tag("p", *children, class_="soft")


def table(head: Iterable[str], rows: Iterable[Child], class_: str | None = None) -> Html:
    """A table that scrolls by itself where it is too wide."""
    cells = [tag("th", h, scope="col") for h in head]
    inner = tag("table", tag("thead", tag("tr", cells)), tag("tbody", rows), class_=class_)
    return tag("div", inner, class_="scroll", tabindex="0", role="region", aria_label="table")


def facts(pairs: Iterable[tuple[str, Child]]) -> Html:
    """Terms and what stands for them; empty ones left out."""
    return tag("dl", [(tag("dt", k), tag("dd", v)) for k, v in pairs if v], class_="facts")


def fold(title: str, *children: Child) -> Html:
    """What is shown on demand."""
    return tag("details", tag("summary", title), *children)


def prose(text: str) -> Child:
    """A docstring: what stands in backticks is code, all else is text."""
    return [tag("code", part) if i % 2 else part for i, part in enumerate(text.split("`"))]


def cut(text: str, length: int) -> str:
    """The text, without what is beyond `length` characters."""
    return text if len(text) <= length else text[: length - 2].rstrip() + " …"
