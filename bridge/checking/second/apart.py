"""Run the second checker in a process of its own, within a time-out and a memory limit.

Whatever becomes of that process, there is an answer: what it found, or a problem that says why there is
nothing. A time-out, a lack of memory and a crash are `inconclusive`; Ctrl-C ends the process.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofgrad.bridge.checking.apart import run_apart
from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.errors import CacheError, ExportError, OleanError, ProofgradError

__all__ = ["Answer", "ExportFile", "ask"]

_WHO = "the second checker"
_WORKER = "proofgrad.bridge.checking.second.worker"
_RAISED: Mapping[str, type[ProofgradError]] = {
    "cache": CacheError,
    "export": ExportError,
    "olean": OleanError,
}


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file in Lean's export format.

    Attributes:
        path: where it is; None for standard input.
        told: a file with what is told beside it, see :mod:`proofgrad.bridge.export.told`.
    """

    path: Path | None
    told: Path | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the process said.

    Attributes:
        found: its answers, all that came before it ended.
        problem: why something is missing; None if it ended by itself.
        cpu_seconds: user and system time of it.
        peak_bytes: largest resident set of it.
    """

    found: Mapping[str, Any]
    problem: Problem | None
    cpu_seconds: float
    peak_bytes: int


def ask(
    given: Mapping[str, Path] | ExportFile,
    *,
    timeout: float | None,
    describe: Mapping[str, Any] | None = None,
    foundation: Sequence[str] | None = None,
) -> Answer:
    """Have the second checker judge some modules, or an export file.

    Args:
        given: for each module its ``.olean``; or the export file.
        timeout: wall-clock seconds for all of them; None for PROOFGRAD_TIMEOUT or 300. The limit on memory is
            PROOFGRAD_MEMORY.
        describe: also read axioms, counts and nodes from the terms, see :mod:`worker`; nothing is
            remembered then.
        foundation: judge only what Lean's kernel takes by name, and literals of these kinds, see
            :mod:`foundation`.

    Raises:
        OleanError, ExportError: a file is damaged.
        CacheError: the cache folder cannot be written.
    """
    job = {**_places(given), "describe": describe, "foundation": foundation}
    stdin = 0 if isinstance(given, ExportFile) and given.path is None else None
    work = run_apart(_WORKER, _WHO, job, timeout=timeout, stdin=stdin)
    found: dict[str, Any] = {}
    for answer in work.said:
        found |= answer
    error = found.pop("error", None)
    if error is not None:
        raise _RAISED[error](found["message"], hint=found["hint"])
    return Answer(found, work.problem, work.cpu_seconds, work.peak_bytes)


def _places(given: Mapping[str, Path] | ExportFile) -> dict[str, Any]:
    """The part of a job that says what is to be judged."""
    if isinstance(given, ExportFile):
        path, told = (None if p is None else os.fspath(p.absolute()) for p in (given.path, given.told))
        return {"oleans": None, "export": path, "told": told}
    return {"oleans": {name: os.fspath(path.absolute()) for name, path in given.items()}}
