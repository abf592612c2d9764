"""Work that may hang, grow or crash, in a process of its own: started, limited and listened to in one place.

The worker is a module of proofgrad that is run as a program. It gets its job as a JSON file and answers with
one JSON object a line on standard output, each as soon as it is known, so that what it found before it was
stopped is not lost. Whatever becomes of it, there is an answer, and a problem that says why something is
missing.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofgrad.bridge import settings
from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.lean.launcher_codes import EXIT_MEMORY, EXIT_ORPHAN
from proofgrad.bridge.lean.process import Outcome, run_process

__all__ = ["GRACE", "Work", "limit_process", "run_apart", "say"]

GRACE = 3.0
"""Seconds that the process gets beyond its time-out to say what it has found."""
_TAIL = 400
_INTERVAL = 0.05
"""Seconds between two looks at the parent process and at the memory."""
_BESIDES = 1 << 30
"""Bytes of address space that are no memory in use: the reserved stack, the libraries, the mapped files."""


@dataclass(frozen=True, slots=True)
class Work:
    """What the process said.

    Attributes:
        said: its answers in order, all that came before it ended.
        problem: why something is missing; None if it ended by itself.
        cpu_seconds: user and system time of it.
        peak_bytes: largest resident set of it.
    """

    said: Sequence[Mapping[str, Any]]
    problem: Problem | None
    cpu_seconds: float
    peak_bytes: int


def run_apart(
    worker: str, who: str, job: Mapping[str, Any], *, timeout: float | None, stdin: int | None = None
) -> Work:
    """Run a worker on a job.

    Args:
        worker: the module, by its full name.
        who: what to call it in problems.
        job: what to do; ``seconds`` and ``memory`` (bytes) are added to it.
        timeout: wall-clock seconds; None for PROOFGRAD_TIMEOUT or 300. The limit on memory is
            PROOFGRAD_MEMORY.
        stdin: a file descriptor that it gets as standard input; None for nothing to read.
    """
    limit = settings.module_timeout() if timeout is None else timeout
    whole = {**job, "seconds": limit, "memory": settings.memory_limit() << 20}
    # The packages of this process, but not the working directory, which may be an untrusted project.
    path = [os.path.abspath(p) for p in sys.path if p and p != os.getcwd()]  # noqa: PTH100, PTH109
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(path)}
    with tempfile.TemporaryDirectory(prefix="proofgrad-") as folder:
        file = Path(folder) / "job.json"
        file.write_text(json.dumps(whole), encoding="utf-8")
        command = [sys.executable, "-P", "-m", worker, str(file)]
        outcome = run_process(command, env=env, cwd=Path(folder), timeout=limit + GRACE, stdin=stdin)
    said: list[Mapping[str, Any]] = []
    for line in outcome.stdout.split("\n")[:-1]:  # the last one is empty, or not complete
        with contextlib.suppress(ValueError):  # a library's own words are no answer
            answer = json.loads(line)
            if isinstance(answer, dict):
                said.append(answer)
    return Work(said, _trouble(who, outcome, limit), outcome.cpu_seconds, outcome.peak_bytes)


def _trouble(who: str, outcome: Outcome, limit: float) -> Problem | None:
    """Why the process did not end by itself with all it had to say."""
    if outcome.stopped == "timeout":
        return Problem.of("timeout", f"{who} did not finish within {limit:g} s and was stopped")
    if outcome.stopped is not None:
        return Problem.of("crash", f"{who} had too much to say and was stopped ({outcome.stopped})")
    if outcome.returncode == EXIT_MEMORY:
        return Problem.of("memory", f"{who} needed more memory than PROOFGRAD_MEMORY allows and was stopped")
    if outcome.returncode != 0:
        said = outcome.stderr.strip()[-_TAIL:]
        return Problem.of("crash", f"{who} ended with status {outcome.returncode}: {said}")
    return None


def say(**answer: Any) -> None:
    """In the worker: one answer."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def limit_process(memory: int) -> None:
    """In the worker: end this process where it would need more than `memory` bytes, or when its parent is
    gone.
    """
    try:
        import resource
    except ImportError:  # Windows has neither; the clock of the parent stays
        return
    if sys.platform == "linux":  # one allocation too large fails at once, before the thread below sees it
        with contextlib.suppress(ValueError, OSError):
            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            wanted = memory + _BESIDES
            if hard == resource.RLIM_INFINITY or wanted < hard:
                resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unit = 1 if sys.platform == "darwin" else 1024
    page, parent = resource.getpagesize(), os.getppid()

    def used() -> int:
        try:
            return int(Path("/proc/self/statm").read_bytes().split()[1]) * page
        except OSError:
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit

    def watch() -> None:
        while True:
            if os.getppid() != parent:
                os._exit(EXIT_ORPHAN)
            if used() > memory:
                os._exit(EXIT_MEMORY)
            time.sleep(_INTERVAL)

    if used() > memory:  # before the first word, however quick the work would be
        os._exit(EXIT_MEMORY)
    threading.Thread(target=watch, daemon=True).start()
