"""Values in a line of an export file, each of the type that it must have: ``true`` is no number here."""

from __future__ import annotations

from typing import Any

__all__ = ["Fields", "Malformed", "flag", "listed", "natural", "text"]

LARGEST = 1 << 62


class Malformed(Exception):
    """A line does not say what the format asks for; the reader adds the number of the line."""


def natural(value: Any) -> int:
    """A natural number below 2^62: an index, a count."""
    if type(value) is not int or not 0 <= value < LARGEST:
        raise Malformed("a natural number expected" + (", not one so large" if type(value) is int else ""))
    return value


def text(value: Any) -> str:
    """A string that can be written in UTF-8 (JSON can spell half of a surrogate pair)."""
    if type(value) is not str:
        raise Malformed("a string expected")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Malformed("half a surrogate pair in a string") from None
    return value


def flag(value: Any) -> bool:
    """``true`` or ``false``."""
    if type(value) is not bool:
        raise Malformed("true or false expected")
    return value


def listed(value: Any) -> list[Any]:
    """A list."""
    if type(value) is not list:
        raise Malformed("a list expected")
    return value


class Fields:
    """The fields of an object. What the format does not know is left alone: it says nothing about terms."""

    __slots__ = ("_fields",)

    def __init__(self, value: Any) -> None:
        if type(value) is not dict:
            raise Malformed("an object expected")
        self._fields: dict[str, Any] = value

    def __contains__(self, key: str) -> bool:
        return key in self._fields

    def __getitem__(self, key: str) -> Any:
        """The value of a field that must be there."""
        try:
            return self._fields[key]
        except KeyError:
            raise Malformed(f"the field {key!r} is missing") from None

    def get(self, key: str, default: Any) -> Any:
        """The value of a field that may be left out."""
        return self._fields.get(key, default)
