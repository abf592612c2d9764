"""Worst inputs that earlier runs found, kept for later ones to try first.

There is one list for each formula, format and comparison, whoever's kernel the inputs were found with: what
is hard for one kernel is hard for the next. An input is a tuple of bit patterns: one number of a scalar
function; all entries of an input of a function of vectors, and of its direction. Inputs that a kernel failed
on are kept before those where it was merely at its worst, new ones before old ones.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from proofgrad.oracle.storage import prune, read_checked, write_checked
from proofgrad.oracle.ulp import Format

__all__ = ["KEPT", "Corpus"]

Pattern = tuple[int, ...]

KEPT = 128
"""Numbers kept in one list."""

_LEAST = 4
"""Inputs kept all the same, of functions of many entries."""

_LIMIT = 8 << 20


class Corpus:
    """The list of one formula in one format.

    Args:
        folder: where the lists are; made when the first is written.
        formula: what names the formula, as :meth:`~proofgrad.oracle.difftest.function.Function.digest`.
        fmt: the format.
        what: the comparison.
    """

    def __init__(self, folder: Path, formula: str, fmt: Format, what: str) -> None:
        about = json.dumps([formula, fmt.name, what])
        self.about = hashlib.sha256(about.encode()).hexdigest()
        self.path = folder / f"{self.about}.worst"
        self.fmt = fmt

    def inputs(self) -> list[Pattern]:
        """The inputs; none if there is no list, or it is damaged."""
        return [pattern for pattern, _ in self._rows()]

    def add(self, failed: Iterable[Pattern], worst: Iterable[Pattern]) -> None:
        """Put inputs in front: those that failed, and others with large errors."""
        old = self._rows()
        new = [(b, True) for b in failed] + [(b, False) for b in worst]
        rows: dict[Pattern, bool] = {}
        for bits, bad in [*new, *old]:
            rows[bits] = rows.get(bits, False) or bad
        kept = sorted(rows.items(), key=lambda row: not row[1])  # stable: new ones stay in front
        kept = kept[: max(_LEAST, KEPT // max(1, max((len(bits) for bits, _ in kept), default=1)))]
        if kept == old:
            return
        data = {"about": self.about, "inputs": kept}
        if write_checked(self.path, json.dumps(data).encode()):
            prune(self.path.parent, _LIMIT)

    def _rows(self) -> list[tuple[Pattern, bool]]:
        data = read_checked(self.path)
        if data is None:
            return []
        try:
            found = json.loads(data)
            if found["about"] != self.about:
                return []
            rows = [(tuple(int(b) for b in bits), bool(bad)) for bits, bad in found["inputs"]]
        except (ValueError, KeyError, TypeError):
            return []
        return [row for row in rows if all(0 <= b < 1 << self.fmt.bits for b in row[0])][:KEPT]
