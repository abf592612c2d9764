"""The digests of what ships with proofgrad and the word "proved" rests on: a file beside this one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

__all__ = ["FILE", "mark", "shipped", "written"]

FILE = Path(__file__).resolve().with_name("shipped.txt")
_ABOUT = """\
# What the word "proved" rests on, as it ships with proofgrad: digests of what declarations say, their names.
# Written by scripts/declarations: do not edit.
"""


@cache
def shipped() -> Mapping[str, str]:
    """The digests that shipped, by name."""
    rows = (line.split(" ", 1) for line in FILE.read_text("utf-8").splitlines() if line[:1] not in ("#", ""))
    return {name: digest for digest, name in rows}


@cache
def mark() -> str:
    """Says which file that is, for what is remembered of comparisons with it."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()


def written(digests: Mapping[str, str]) -> str:
    """The file."""
    return _ABOUT + "".join(f"{digest} {name}\n" for name, digest in digests.items())
