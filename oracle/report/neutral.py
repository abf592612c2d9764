"""Text of other people's projects without what would steer a terminal, turn the reading order around, or give
orders to the machine of a code host, which obeys lines of a job's output that look like its commands.
"""

from __future__ import annotations

import re

__all__ = ["escaped", "neutral"]

_STEERING = r"\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_CONTROL = re.compile(rf"[\x00-\x08\x0b-\x1f{_STEERING}\ud800-\udfff]")
_COMMAND = re.compile(r":(?=:[A-Za-z])|#(?=#(?:\[|[A-Za-z]+\[))")
"""``::error::`` (GitHub), ``##[error]``, ``##vso[...]`` (Azure), ``##teamcity[...]``, wherever a line may be
broken.
"""
_UNESCAPED = re.compile(rf"[{_STEERING}]")


def neutral(text: str) -> str:
    """The text with a replacement character for each control character but tab and newline, and a space in
    what a code host would take for a command.
    """
    return _COMMAND.sub(lambda found: f"{found[0]} ", _CONTROL.sub("\ufffd", text))


def escaped(document: str) -> str:
    """A JSON document with the control characters escaped that JSON allows to stand as they are."""
    return _UNESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", document)
