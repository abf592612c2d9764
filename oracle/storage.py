"""Files that are kept between runs: written whole or not at all, never an error where they cannot be.

The numeric parts know no folder of the user: whoever calls them passes one. What is kept only saves time or
remembers inputs, so a folder that cannot be written makes a run slower, not wrong; what is read back is
checked against its digest, and a damaged file is no file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

from proofgrad.bridge.files.atomic import writing

__all__ = ["prune", "read_checked", "write_checked"]

_MAGIC = b"proofgrad-kept-1\n"
_DIGEST = hashlib.sha256().digest_size


def write_checked(path: Path, data: bytes | bytearray) -> bool:
    """Write `data` under its digest, atomically; its folder is made. Tells whether that was possible."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with writing(path) as file:
            file.write(_MAGIC)
            file.write(hashlib.sha256(data).digest())
            file.write(data)
    except OSError:
        return False
    return True


def read_checked(path: Path) -> bytearray | None:
    """What :func:`write_checked` wrote; None if there is no file, or not that any more. Marks it as used."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC) + _DIGEST)
            data = bytearray(max(0, os.fstat(file.fileno()).st_size - len(head)))
            if file.readinto(data) != len(data):
                return None
    except OSError:
        return None
    if head[: len(_MAGIC)] != _MAGIC or hashlib.sha256(data).digest() != head[len(_MAGIC) :]:
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    return data


def prune(folder: Path, limit: int) -> None:
    """Delete the files of a folder that were used longest ago until at most `limit` bytes are left."""
    found = []
    for path in folder.glob("*"):
        with contextlib.suppress(OSError):
            state = path.stat()
            found.append((state.st_mtime, state.st_size, path))
    total = sum(size for _, size, _ in found)
    for _, size, path in sorted(found, key=lambda row: row[0]):
        if total <= limit:
            return
        with contextlib.suppress(OSError):
            path.unlink()
            total -= size
