"""The lines of an export file as JSON objects: plain, gzip or xz, and never more than a limit of any of it.

A file may be by anybody, so nothing in it is believed. What is compressed is unpacked bit by bit, up to a
limit (a file of 2 MB can unpack to 2 TB). JSON is read strictly: a key that is given twice, ``NaN``, and what
is no UTF-8 are errors, because another reader might see something else in them than this one.
"""

from __future__ import annotations

import json
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NoReturn

from proofgrad.bridge.errors import ExportError

__all__ = ["LARGEST", "LONGEST_LINE", "chunks", "objects"]

LARGEST = 8 << 30
"""Bytes of an export file, unpacked: more than Mathlib's."""
LONGEST_LINE = 64 << 20
"""Bytes of one line."""
_CHUNK = 1 << 20
_XZ_MEMORY = 256 << 20
"""Bytes of memory that an xz file may ask for: more than any preset of xz needs."""
_GZIP, _XZ = b"\x1f\x8b", b"\xfd7zXZ\0"


def objects(source: BinaryIO) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects in a file, with the numbers of their lines (from 1); lines without anything are left out.

    Raises:
        ExportError: the file is damaged or too large, or a line is no JSON object.
    """
    decode = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number).decode
    for number, line in enumerate(_lines(chunks(source)), 1):
        if not line or line.isspace():
            continue
        try:
            found = decode(str(line, "utf-8"))
        except UnicodeDecodeError:
            raise ExportError(f"line {number} is not UTF-8") from None
        except (ValueError, RecursionError) as error:
            said = "nested too deeply" if isinstance(error, RecursionError) else str(error)
            raise ExportError(f"line {number} is not JSON: {said}") from None
        if type(found) is not dict:
            raise ExportError(f"line {number} is no JSON object")
        yield number, found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key is given twice")
    return made


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        parts = (rest + piece).split(b"\n")
        rest = parts.pop()
        yield from parts
        if len(rest) > LONGEST_LINE:
            raise ExportError(f"a line of more than {LONGEST_LINE >> 20} MiB")
    if rest:
        yield rest


def chunks(source: BinaryIO) -> Iterator[bytes]:
    """The bytes of a file, unpacked if it is gzip or xz (its first bytes say so).

    Raises:
        ExportError: what is packed is damaged or cut off, or there are more than :data:`LARGEST` bytes.
    """
    first = source.read(_CHUNK)
    if first.startswith(_GZIP):
        pieces = _unpacked(source, first, lambda: _Gzip())
    elif first.startswith(_XZ):
        pieces = _unpacked(source, first, lambda: _Xz())
    else:
        pieces = _plain(source, first)
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > LARGEST:
            raise ExportError(f"more than {LARGEST >> 30} GiB of text")
        yield piece


def _plain(source: BinaryIO, data: bytes) -> Iterator[bytes]:
    while data:
        yield data
        data = source.read(_CHUNK)


class _Gzip:
    """One member of a gzip file."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    def more(self, data: bytes) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, _CHUNK)

    @property
    def hungry(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def rest(self) -> bytes:
        return self._inner.unused_data


class _Xz:
    """One stream of an xz file."""

    def __init__(self) -> None:
        self._inner = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)

    def more(self, data: bytes) -> bytes:
        return self._inner.decompress(data, _CHUNK)

    @property
    def hungry(self) -> bool:
        return self._inner.needs_input

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def rest(self) -> bytes:
        return self._inner.unused_data


def _unpacked(source: BinaryIO, data: bytes, start: Callable[[], _Gzip | _Xz]) -> Iterator[bytes]:
    """Unpack one stream after the other, a bounded piece at a time."""
    inner = start()
    while True:
        try:
            piece = inner.more(data)
        except (zlib.error, lzma.LZMAError) as error:
            raise ExportError(f"the file cannot be unpacked: {error}") from None
        if piece:
            yield piece
        data = b""
        if inner.eof:
            data = inner.rest or source.read(_CHUNK)
            data = data.lstrip(b"\0")  # padding between streams
            if not data:
                return
            inner = start()
        elif inner.hungry:
            data = source.read(_CHUNK)
            if not data and not piece:
                raise ExportError("the file cannot be unpacked: it is cut off")
