"""Differential tests: a kernel against the formulas of its theorem, judged class by class in ULP."""

from proofgrad.oracle.difftest.bounds import TABLE, Bounds, bounds_for
from proofgrad.oracle.difftest.replay import replay, replay_vectors
from proofgrad.oracle.difftest.run import DEFAULT_PARAMETERS, named_parameters, test, test_all
from proofgrad.oracle.difftest.verdict import (
    EVERY,
    WHATS,
    ClassResult,
    KernelError,
    Kink,
    Verdict,
    Verdicts,
    What,
    Worst,
    combined,
)

__all__ = [
    "DEFAULT_PARAMETERS",
    "EVERY",
    "TABLE",
    "WHATS",
    "Bounds",
    "ClassResult",
    "KernelError",
    "Kink",
    "Verdict",
    "Verdicts",
    "What",
    "Worst",
    "bounds_for",
    "combined",
    "named_parameters",
    "replay",
    "replay_vectors",
    "test",
    "test_all",
]
