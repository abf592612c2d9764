"""Run the second checker in a process of its own, within a time-out and a memory limit.

Whatever becomes of that process, there is an answer: what it found, or a problem that says why there is
nothing. A time-out, a lack of memory and a crash are `inconclusive`; Ctrl-C ends the process.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofgrad.bridge import settings
from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.errors import CacheError, ExportError, OleanError, ProofgradError
from proofgrad.bridge.lean.launcher_codes import EXIT_MEMORY
from proofgrad.bridge.lean.process import Outcome, run_process

__all__ = ["GRACE", "Answer", "ExportFile", "ask"]

GRACE = 3.0
"""Seconds that the process gets beyond its time-out to say what it has found."""
_TAIL = 400
_WHO = "the second checker"
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
) -> Answer:
    """Have the second checker judge some modules, or an export file.

    Args:
        given: for each module its ``.olean``; or the export file.
        timeout: wall-clock seconds for all of them; None for PROOFGRAD_TIMEOUT or 300. The limit on memory is
            PROOFGRAD_MEMORY.
        describe: also read axioms, counts and nodes from the terms, see :mod:`worker`; nothing is
            remembered then.

    Raises:
        OleanError, ExportError: a file is damaged.
        CacheError: the cache folder cannot be written.
    """
    limit = settings.module_timeout() if timeout is None else timeout
    job = {
        **_places(given),
        "seconds": limit,
        "memory": settings.memory_limit() << 20,
        "describe": describe,
    }
    # The packages of this process, but not the working directory, which may be an untrusted project.
    path = [os.path.abspath(p) for p in sys.path if p and p != os.getcwd()]  # noqa: PTH100, PTH109
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
    with tempfile.TemporaryDirectory(prefix="proofgrad-") as folder:
        file = Path(folder) / "job.json"
        file.write_text(json.dumps(job), encoding="utf-8")
        command = [sys.executable, "-P", "-m", "proofgrad.bridge.checking.second.worker", str(file)]
        stdin = 0 if isinstance(given, ExportFile) and given.path is None else None
        outcome = run_process(command, env=env, cwd=Path(folder), timeout=limit + GRACE, stdin=stdin)
    found: dict[str, Any] = {}
    for line in outcome.stdout.split("\n")[:-1]:  # the last one is empty, or not complete
        found |= json.loads(line)
    error = found.pop("error", None)
    if error is not None:
        raise _RAISED[error](found["message"], hint=found["hint"])
    return Answer(found, _trouble(outcome, limit), outcome.cpu_seconds, outcome.peak_bytes)


def _places(given: Mapping[str, Path] | ExportFile) -> dict[str, Any]:
    """The part of a job that says what is to be judged."""
    if isinstance(given, ExportFile):
        path, told = (None if p is None else os.fspath(p.absolute()) for p in (given.path, given.told))
        return {"oleans": None, "export": path, "told": told}
    return {"oleans": {name: os.fspath(path.absolute()) for name, path in given.items()}}


def _trouble(outcome: Outcome, limit: float) -> Problem | None:
    """Why the process did not end by itself with all it had to say."""
    if outcome.stopped == "timeout":
        return Problem.of("timeout", f"{_WHO} did not finish within {limit:g} s and was stopped")
    if outcome.stopped is not None:
        return Problem.of("crash", f"{_WHO} had too much to say and was stopped ({outcome.stopped})")
    if outcome.returncode == EXIT_MEMORY:
        return Problem.of("memory", f"{_WHO} needed more memory than PROOFGRAD_MEMORY allows and was stopped")
    if outcome.returncode != 0:
        said = outcome.stderr.strip()[-_TAIL:]
        return Problem.of("crash", f"{_WHO} ended with status {outcome.returncode}: {said}")
    return None
