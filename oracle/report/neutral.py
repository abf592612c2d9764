"""Text of other people's projects without what would steer a terminal or turn the reading order around."""

from __future__ import annotations

import re

__all__ = ["escaped", "neutral"]

_STEERING = r"\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROL = re.compile(rf"[\x00-\x08\x0b-\x1f{_STEERING}\ud800-\udfff]")
_UNESCAPED = re.compile(rf"[{_STEERING}]")


def neutral(text: str) -> str:
    """The text with a replacement character for each control character but tab and newline."""
    return _CONTROL.sub("\ufffd", text)


def escaped(document: str) -> str:
    """A JSON document with the control characters escaped that JSON allows to stand as they are."""
    return _UNESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", document)
