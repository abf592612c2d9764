"""Whether given inputs meet the conditions of a program's steps, seen in float64: told, not proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from proofgrad.bridge.catalogue.program import Program
from proofgrad.oracle.models.evaluate import evaluate

__all__ = ["Met", "conditions_met"]


@dataclass(frozen=True, slots=True)
class Met:
    """The condition of one step.

    Attributes:
        step: its number.
        operation: of the framework.
        source: file and line, where known.
        needs: the condition, in words.
        met: whether the given inputs meet it; None where that could not be seen.
    """

    step: int
    operation: str
    source: str
    needs: str
    met: bool | None


def conditions_met(program: Program, inputs: Sequence[Any]) -> list[Met]:
    """The conditions of all steps, at some inputs."""
    met = evaluate(program, inputs).met
    return [
        Met(number, step.operation, step.source, step.condition, met[number])
        for number, step in enumerate(program.steps)
        if step.condition
    ]
