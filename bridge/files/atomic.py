"""Files written whole or not at all: whatever interrupts, the old file is there, or the new one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

__all__ = ["write_atomically", "writing"]


@contextlib.contextmanager
def writing(path: Path, *, shared: bool = False) -> Iterator[BinaryIO]:
    """A file to write to that takes the place of `path` when the block has ended without an exception.

    Args:
        path: its folder must exist.
        shared: a file of the user's, with the mode of the one that it replaces, or that of any new file;
            otherwise nobody else can read or write it, whatever was there.

    Raises:
        OSError: it cannot be written; `path` is as it was.
    """
    mode: int | None = 0o600
    if shared:
        try:
            mode = path.stat().st_mode & 0o777
        except FileNotFoundError:
            mode = None
    temporary = path.with_name(f".tmp-{os.urandom(8).hex()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(temporary, flags, 0o666 if mode is None else 0o600)
        with os.fdopen(handle, "wb") as file:
            yield file
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def write_atomically(path: Path, data: bytes | bytearray, *, shared: bool = False) -> None:
    """Write a file as :func:`writing` does. Raises OSError."""
    with writing(path, shared=shared) as file:
        file.write(data)
