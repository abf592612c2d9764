"""Lean's own hashes of names, levels and terms, which it stores beside them: a damaged object does not fit
its hash.

This finds accidents (flipped bits, redirected pointers) wherever something is read. It is no protection
against forgery: whoever can write a file can write fitting hashes too; against that stand the builder's
content keys and the second checker. What the hashes do not cover: names and kinds of binders, and metadata.

The formulas are those of ``Lean.Name.hash``, ``Lean.Level.data``, ``Lean.Expr.data`` and the runtime's string
hash (a MurmurHash64A with a shortcut for the last bytes).
"""

from __future__ import annotations

__all__ = ["ANONYMOUS", "LIST", "mix", "string_hash"]

ANONYMOUS = 1723
"""Hash of the anonymous name."""
LIST = 7
"""Hash of the empty list."""

_M = 0xC6A4A7935BD1E995
_MASK = (1 << 64) - 1


def mix(left: int, right: int) -> int:
    """Lean's ``mixHash`` of two 64-bit numbers."""
    right = right * _M & _MASK
    return (left ^ right ^ right >> 47 ^ _M) * _M & _MASK


def string_hash(data: bytes) -> int:
    """The runtime's hash of a string's UTF-8 bytes."""
    size = len(data)
    result = 11 ^ size * _M & _MASK
    whole = size & ~7
    for start in range(0, whole, 8):
        part = int.from_bytes(data[start : start + 8], "little") * _M & _MASK
        result = (result ^ (part ^ part >> 47) * _M & _MASK) * _M & _MASK
    if whole < size:
        result = (result ^ int.from_bytes(data[whole:], "little")) * _M & _MASK
    result = (result ^ result >> 47) * _M & _MASK
    return result ^ result >> 47
