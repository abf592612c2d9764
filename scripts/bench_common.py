"""What all measurements share: run a process and take its figures, and say how far things are."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from proofgrad.bridge.errors import ProofgradError
from proofgrad.bridge.lean.process import Outcome, run_process

__all__ = ["LIMIT", "MIB", "Failed", "Measured", "progress", "run"]

LIMIT = 1800.0
"""Seconds after which a measured process is stopped."""
MIB = 1 << 20


@dataclass
class Measured:
    """Wall and CPU seconds and the largest resident set of one process of what was measured."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_bytes: int = 0

    def add(self, outcome: Outcome) -> None:
        """One process more, after the others."""
        self.seconds += outcome.seconds
        self.cpu_seconds += outcome.cpu_seconds
        self.peak_bytes = max(self.peak_bytes, outcome.peak_bytes)


class Failed(ProofgradError):
    """Something that was to be measured did not work, so there is no figure."""

    code = "bench"


def run(command: Sequence[str], env: Mapping[str, str], cwd: Path, *, ok: Sequence[int] = (0,)) -> Outcome:
    """Run and measure. Raises Failed unless it exits as expected."""
    outcome = run_process(command, env=env, cwd=cwd, timeout=LIMIT)
    if outcome.returncode not in ok or outcome.stopped:
        said = (outcome.stdout + outcome.stderr)[-2000:]
        raise Failed(
            f"{' '.join(map(str, command[-3:]))} ended with {outcome.stopped or outcome.returncode}: {said}"
        )
    return outcome


def progress(text: str) -> None:
    """A line that replaces itself, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
