"""The bytes of a module as Lean laid them out: header, objects, pointers, and the checks that make reading
them safe.

An ``.olean`` of format version 2 is a heap that Lean maps into memory: a header of 96 bytes (``olean``,
version byte, flags, Lean's version in 33 bytes, the commit in 40, the base address at 80, the root pointer at
88) followed by objects aligned to 8 bytes, children before their parents. The header word of an object holds
a reference count of 0 (32 bits), its size (16), the number of its object fields (8) and its tag (8). A value
is a pointer, or an odd number: a boxed scalar.

A module of Lean's module system comes in parts (``.olean``, ``.olean.server``, ``.olean.private``) that point
into each other; here they are one :class:`Image`, addressed by the index of a word.

Nothing in a file is believed: every pointer is checked, every tag too, and a child must lie before its
parent, so that no cycle can be followed. Whatever is wrong is an
:class:`~proofgrad.bridge.errors.OleanError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from proofgrad.bridge.errors import OleanError

__all__ = ["ARRAY", "BIGNUM", "HEADER_BYTES", "STRING", "Image", "Part", "header"]

HEADER_BYTES = 96
VERSION = 2
KNOWN = "4.35"
"""Versions of Lean whose files have been read. Others are tried: what is laid out otherwise is an error."""
ARRAY, STRING, BIGNUM = 246, 249, 250
_PADDING = bytes(256)
"""Words of zeros after the last part: reading the fixed fields of an object cut off at the end of the file
meets zeros, which are neither a pointer nor a boxed scalar, instead of running out of the buffer.
"""


def header(tag: int, fields: int, size: int) -> int:
    """The header word of a constructor object: its tag, number of object fields, size in bytes with header
    and scalars.
    """
    return tag << 56 | fields << 48 | size << 32


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a module: where it came from, which Lean wrote it, where it wants to live."""

    path: Path
    flags: int
    version: str
    commit: str
    base: int
    root: int
    size: int


def _is_known(version: str) -> bool:
    return version == KNOWN or version.startswith((f"{KNOWN}.", f"{KNOWN}-"))


def _part(path: Path, data: bytes) -> Part:
    if data[:5] != b"olean":
        raise OleanError(
            f"{path} is not an .olean file",
            hint="Rebuild the module; the file was written by something else.",
        )
    if len(data) < HEADER_BYTES + 8:
        raise OleanError(f"{path} is truncated: {len(data)} bytes", hint="Rebuild the module.")
    if data[5] != VERSION:
        raise OleanError(
            f"{path} is an .olean of format version {data[5]}; this reader knows {VERSION}, of Lean 4.35",
            hint="Build the project with Lean 4.35.0.",
        )
    try:
        version = data[7:40].rstrip(b"\0").decode("ascii")
        commit = data[40:80].rstrip(b"\0").decode("ascii")
    except UnicodeDecodeError:
        raise OleanError(f"{path} has a damaged header") from None
    base, root = (int.from_bytes(data[i : i + 8], "little") for i in (80, 88))
    if base & 7 or not 0 < base < 1 << 62:
        raise OleanError(f"{path} has the impossible base address {base:#x}")
    return Part(path, data[6], version, commit, base, root, len(data))


class Image:
    """All parts of one module in one buffer of 64-bit words.

    Args:
        paths: the files of the module, ``.olean`` first, ``.olean.private`` last; the last one's root is the
            module's.

    Raises:
        OleanError: a file is missing, truncated, not an .olean, of another format version, or the parts
            overlap.

    Attributes:
        words: all words, the parts one after the other, then some zeros.
        parts: the parts, in the order given.
        root: the pointer to the module's data.
    """

    __slots__ = ("_spans", "_strings", "parts", "root", "words")

    def __init__(self, paths: Sequence[Path]) -> None:
        chunks: list[bytes] = []
        parts: list[Part] = []
        self._spans: list[tuple[int, int, int]] = []
        first = 0
        for path in paths:
            try:
                data = path.read_bytes()
            except OSError as error:
                raise OleanError(
                    f"{path} cannot be read: {error.strerror}", hint="Build the project first."
                ) from error
            part = _part(path, data)
            if any(
                part.base < other.base + other.size and other.base < part.base + part.size for other in parts
            ):
                raise OleanError(f"{path} overlaps another part of its module")
            parts.append(part)
            self._spans.append((part.base + HEADER_BYTES, part.base + part.size, (part.base >> 3) - first))
            data += bytes(-len(data) % 8)
            chunks.append(data)
            first += len(data) >> 3
        if not parts:
            raise OleanError("a module without files")
        chunks.append(_PADDING)
        self.words = memoryview(b"".join(chunks)).cast("Q")
        self.parts = tuple(parts)
        self.root = parts[-1].root
        self._strings: dict[int, str] = {}

    @property
    def path(self) -> Path:
        """The file that messages name: the last part."""
        return self.parts[-1].path

    @property
    def spans(self) -> list[tuple[int, int, int]]:
        """For each part: first valid address, first address after it, and what to subtract from address / 8
        for the index.
        """
        return self._spans

    def damaged(self, what: str) -> OleanError:
        """An error about this file."""
        versions = sorted({part.version for part in self.parts if not _is_known(part.version)})
        if versions:
            return OleanError(
                f"{self.path} cannot be read: it is of Lean {', '.join(versions)}, and this reader knows the "
                f"files of Lean {KNOWN} (format {VERSION}): {what}",
                hint=f"Build the project with Lean {KNOWN}, or look for a newer proofgrad.",
            )
        return OleanError(f"{self.path} is damaged: {what}", hint="Rebuild the module; do not use this file.")

    def at(self, pointer: int) -> int:
        """The word index of an object. Raises OleanError for a pointer that is not an aligned address in the
        parts.
        """
        if not pointer & 7:
            for low, high, shift in self._spans:
                if low <= pointer < high:
                    return (pointer >> 3) - shift
        raise self.damaged(f"{pointer:#x} is not the address of an object")

    def below(self, pointer: int, parent: int) -> int:
        """The word index of a child of the object at `parent`, which must lie before it (so there are no
        cycles).
        """
        index = self.at(pointer)
        if index >= parent:
            raise self.damaged("an object stands before its child")
        return index

    def object(self, pointer: int, expected: int, what: str) -> int:
        """The word index of a constructor object with exactly that header word."""
        index = self.at(pointer)
        if self.words[index] != expected:
            raise self.damaged(f"{what} expected, found the header {self.words[index]:#x}")
        return index

    def array(self, pointer: int) -> list[int]:
        """The values in an array of objects."""
        index, words = self.at(pointer), self.words
        if words[index] >> 56 != ARRAY:
            raise self.damaged("an array expected")
        count = words[index + 1]
        if count > len(words) - index:
            raise self.damaged(f"an array of {count} elements")
        return words[index + 3 : index + 3 + count].tolist()

    def list(self, pointer: int) -> list[int]:
        """The values in a linked list (``List``)."""
        values: list[int] = []
        words, limit = self.words, len(self.words)
        while pointer != 1:
            if pointer & 1:
                raise self.damaged("a list expected")
            index = self.at(pointer)
            if words[index] != _CONS:
                raise self.damaged("a list expected")
            if index >= limit:
                raise self.damaged("a list that runs in a circle")
            limit = index
            values.append(words[index + 1])
            pointer = words[index + 2]
        return values

    def string(self, pointer: int) -> str:
        """A string."""
        text = self._strings.get(pointer)
        if text is not None:
            return text
        index, words = self.at(pointer), self.words
        size = words[index + 1]
        if words[index] >> 56 != STRING or not 0 < size <= 8 * (len(words) - index - 4):
            raise self.damaged("a string expected")
        data = bytes(words[index + 4 : index + 4 + (size + 7 >> 3)])
        try:
            text = data[: size - 1].decode()
        except UnicodeDecodeError:
            raise self.damaged("a string that is not UTF-8") from None
        if data[size - 1] or len(text) != words[index + 3]:
            raise self.damaged("a string whose length does not fit")
        self._strings[pointer] = text
        return text

    def natural(self, pointer: int) -> int:
        """A natural number: boxed, or a bignum of 64-bit limbs."""
        if pointer & 1:
            return pointer >> 1
        index, words = self.at(pointer), self.words
        limbs = words[index + 1] >> 32  # mp_alloc: i32, mp_size: i32, then the pointer to the limbs
        if words[index] >> 56 != BIGNUM or not 0 < limbs < len(words) - index - 3:
            raise self.damaged("a number expected")
        start = self.at(words[index + 2])
        if limbs > len(words) - start:
            raise self.damaged("a number that runs out of the file")
        return int.from_bytes(words[start : start + limbs].tobytes(), "little")

    def small(self, pointer: int, limit: int = 1 << 20) -> int:
        """A natural number that counts something (arguments, fields, a binder): boxed and below `limit`."""
        if not pointer & 1 or pointer >> 1 >= limit:
            raise self.damaged("a small number expected")
        return pointer >> 1


_CONS = header(1, 2, 24)
