"""TOML by strangers, within limits that are looked at before it is parsed.

Python's parser takes time and memory that grow with the square of how deep keys are nested: one dotted key of
60,000 parts in 120 kB takes 13 GB. A configuration is a few lines; what is beyond the limits is none.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from proofgrad.bridge.files.strangers import read_text

__all__ = ["LARGEST", "read_toml"]

LARGEST = 1 << 20
"""Bytes of a file."""
DEEPEST = 32
"""Parts of a dotted key, and nested arrays and tables, each."""
MOST_KEYS = 20_000
"""Keys, at most: as many as there are equals signs, dots and tables."""
_STRINGS = re.compile(
    r'\"\"\".*?(?:\"\"\"|\Z)|\'\'\'.*?(?:\'\'\'|\Z)|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|\#[^\n]*', re.DOTALL
)


def read_toml(file: Path) -> dict[str, Any]:
    """The tables of a file.

    Raises:
        ValueError: it is no TOML, or beyond the limits; the message says which.
        OSError: it cannot be read, or is no ordinary file.
    """
    text = read_text(file, LARGEST)
    if text.startswith("\ufeff"):
        raise ValueError("it begins with a byte order mark, which TOML does not have")
    _within_limits(text)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _within_limits(text: str) -> None:
    # Strings become one sign, so that what stands in them counts for nothing, and quoted keys count as keys.
    bare = _STRINGS.sub(lambda found: "" if found[0].startswith("#") else "x", text)
    keys = bare.count("=") + bare.count(".") + bare.count("[") + bare.count("{")
    if keys > MOST_KEYS:
        raise ValueError(f"it has more than {MOST_KEYS:,} keys")
    for line in bare.split("\n"):
        for run in re.split(r"[=,{}\[\]]", line):
            if run.count(".") >= DEEPEST:
                raise ValueError(f"a key of more than {DEEPEST} parts")
    depth = 0
    for sign in re.findall(r"[\[\]{}]", bare):
        depth = max(0, depth + (1 if sign in "[{" else -1))
        if depth > DEEPEST:
            raise ValueError(f"it is nested more than {DEEPEST} deep")
