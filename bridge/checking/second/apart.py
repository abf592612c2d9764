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
from proofgrad.bridge.errors import CacheError, OleanError, ProofgradError
from proofgrad.bridge.lean.launcher_codes import EXIT_MEMORY
from proofgrad.bridge.lean.process import Outcome, run_process

__all__ = ["GRACE", "Answer", "ask"]

GRACE = 3.0
"""Seconds that the process gets beyond its time-out to say what it has found."""
_TAIL = 400
_WHO = "the second checker"


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
    oleans: Mapping[str, Path], *, timeout: float | None, describe: Mapping[str, Any] | None = None
) -> Answer:
    """Have the second checker judge some modules.

    Args:
        oleans: for each module its ``.olean``.
        timeout: wall-clock seconds for all of them; None for PROOFGRAD_TIMEOUT or 300. The limit on memory is
            PROOFGRAD_MEMORY.
        describe: also read axioms, counts and nodes from the terms, see :mod:`worker`; nothing is
            remembered then.

    Raises:
        OleanError: a file is damaged.
        CacheError: the cache folder cannot be written.
    """
    limit = settings.module_timeout() if timeout is None else timeout
    job = {
        "oleans": {name: os.fspath(path.absolute()) for name, path in oleans.items()},
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
        outcome = run_process(command, env=env, cwd=Path(folder), timeout=limit + GRACE)
    found: dict[str, Any] = {}
    for line in outcome.stdout.split("\n")[:-1]:  # the last one is empty, or not complete
        found |= json.loads(line)
    error = found.pop("error", None)
    if error is not None:
        raised: type[ProofgradError] = CacheError if error == "cache" else OleanError
        raise raised(found["message"], hint=found["hint"])
    return Answer(found, _trouble(outcome, limit), outcome.cpu_seconds, outcome.peak_bytes)


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
