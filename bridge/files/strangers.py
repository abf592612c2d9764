"""Files by strangers: ordinary ones, within limits; JSON with nothing in it that cannot be written again."""

from __future__ import annotations

import json
import math
import os
import stat
from pathlib import Path
from typing import Any

__all__ = ["read_json", "read_text"]

_LARGEST = 256 << 20
"""Bytes of a file that are read."""
_DIGITS = 300
"""Of an integer, at most: more do not fit a floating-point number."""


def read_json(path: Path) -> Any:
    """What a file holds.

    Raises:
        OSError: it cannot be read, or is no ordinary file: a pipe is not waited for.
        ValueError: it is no JSON, is nested too deeply or too large, or has in it a number that is not finite
            or of more than 300 digits, or half a surrogate pair, which is no text.
    """
    text = read_text(path, _LARGEST)
    try:
        data = json.loads(text, parse_int=_integer, parse_float=_finite, parse_constant=_finite)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if "\\ud" in text or "\\uD" in text:
        json.dumps(data, ensure_ascii=False).encode("utf-8")  # UnicodeEncodeError is a ValueError
    return data


def read_text(path: Path, largest: int) -> str:
    """The text of a file.

    Args:
        path: the file; a pipe or a device is not waited for.
        largest: bytes, at most.

    Raises:
        OSError: it cannot be read, or is no ordinary file.
        ValueError: it is larger, or not UTF-8.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise OSError(22, "it is no ordinary file", str(path))
        data = stream.read(largest + 1)
    if len(data) > largest:
        raise ValueError(f"it is larger than {largest:,} bytes")
    return data.decode("utf-8")


def _integer(text: str) -> int:
    if len(text) > _DIGITS:
        raise ValueError(f"an integer of {len(text):,} digits")
    return int(text)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is no finite number")
    return value
