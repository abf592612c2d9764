"""Worst inputs that earlier runs found, kept for later ones to try first.

There is one list for each formula, format and comparison, whoever's kernel the inputs were found with: what
is hard for one kernel is hard for the next. Inputs that a kernel failed on are kept before those where it was
merely at its worst, new ones before old ones.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.storage import prune, read_checked, write_checked
from proofgrad.oracle.ulp import Format

__all__ = ["KEPT", "Corpus"]

KEPT = 128
"""Inputs kept in one list."""

_LIMIT = 8 << 20


class Corpus:
    """The list of one formula in one format.

    Args:
        folder: where the lists are; made when the first is written.
        tree: the formula, its parameters put in.
        fmt: the format.
        what: the comparison.
    """

    def __init__(self, folder: Path, tree: Tree, fmt: Format, what: str) -> None:
        about = json.dumps([tree.to_json(), fmt.name, what], sort_keys=True)
        self.about = hashlib.sha256(about.encode()).hexdigest()
        self.path = folder / f"{self.about}.worst"
        self.fmt = fmt

    def inputs(self) -> NDArray[Any]:
        """The inputs, in the format's dtype; none if there is no list, or it is damaged."""
        bits = [pattern for pattern, _ in self._rows()]
        return self.fmt.from_bits(np.array(bits, dtype=np.uint64))

    def add(self, failed: Iterable[int], worst: Iterable[int]) -> None:
        """Put bit patterns in front: of inputs that failed, and of others with large errors."""
        old = self._rows()
        new = [(b, True) for b in failed] + [(b, False) for b in worst]
        rows: dict[int, bool] = {}
        for bits, bad in [*new, *old]:
            rows[bits] = rows.get(bits, False) or bad
        kept = sorted(rows.items(), key=lambda row: not row[1])[:KEPT]  # stable: new ones stay in front
        if kept == old:
            return
        data = {"about": self.about, "inputs": kept}
        if write_checked(self.path, json.dumps(data).encode()):
            prune(self.path.parent, _LIMIT)

    def _rows(self) -> list[tuple[int, bool]]:
        data = read_checked(self.path)
        if data is None:
            return []
        try:
            found = json.loads(data)
            if found["about"] != self.about:
                return []
            rows = [(int(bits), bool(bad)) for bits, bad in found["inputs"]]
        except (ValueError, KeyError, TypeError):
            return []
        return [row for row in rows if 0 <= row[0] < 1 << self.fmt.bits][:KEPT]
