"""Finished pieces of a sweep, line by line, so that one that was stopped goes on where it was.

A line is written with its digest and flushed to the disk before the next piece counts; a line that was cut
off by a crash, or changed, does not count.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from proofgrad.oracle.sweep.tally import Tally

__all__ = ["Journal"]


class Journal:
    """The journal of one sweep.

    Args:
        file: where it is kept; None for a sweep that is not remembered.
    """

    def __init__(self, file: Path | None) -> None:
        self.file = file

    def read(self) -> dict[tuple[int, int], Tally]:
        """What has been finished: (first segment, count) -> what was seen there."""
        found: dict[tuple[int, int], Tally] = {}
        if self.file is None:
            return found
        try:
            lines = self.file.read_bytes().splitlines()
        except OSError:
            return found
        for line in lines:
            with contextlib.suppress(ValueError, KeyError, TypeError):
                digest, _, text = line.partition(b" ")
                if digest.decode("ascii") == _digest(text):
                    data: Any = json.loads(text)
                    found[int(data["first"]), int(data["count"])] = Tally.from_json(data["tally"])
        return found

    def write(self, first: int, count: int, tally: Tally) -> None:
        """Add a piece. Raises OSError."""
        if self.file is None:
            return
        text = json.dumps({"first": first, "count": count, "tally": tally.to_json()}).encode()
        self.file.parent.mkdir(parents=True, exist_ok=True)
        cut = self.file.exists() and not self.file.read_bytes().endswith(b"\n") and self.file.stat().st_size
        with self.file.open("ab") as out:
            out.write((b"\n" if cut else b"") + _digest(text).encode("ascii") + b" " + text + b"\n")
            out.flush()
            os.fsync(out.fileno())

    def forget(self) -> None:
        """Begin anew."""
        if self.file is not None:
            self.file.unlink(missing_ok=True)


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[:24]
