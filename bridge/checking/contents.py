"""Compiled modules by what is in them: the digests that remembered verdicts are kept under."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from proofgrad.bridge.errors import OleanError
from proofgrad.bridge.files.paths import parts_of

__all__ = ["combined", "contents_of"]


def combined(*parts: bytes) -> bytes:
    """One digest of several byte strings."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "little") + part)
    return digest.digest()


def contents_of(oleans: Mapping[str, Path]) -> dict[str, bytes]:
    """For each module a digest of its files. Raises OleanError if one cannot be read."""
    try:
        return {name: combined(*_read(parts_of(path))) for name, path in oleans.items()}
    except OSError as error:
        raise OleanError(f"{error.filename} cannot be read: {error.strerror}") from error


def _read(parts: Iterable[Path]) -> Iterable[bytes]:
    return (part.read_bytes() for part in parts)
