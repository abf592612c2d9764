"""What one look at the watched files has found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from proofgrad.bridge.build.compile import ModuleResult
from proofgrad.bridge.checking.incremental import NodeChange
from proofgrad.bridge.checking.model import Problem
from proofgrad.oracle.difftest import Verdict

__all__ = ["WatchEvent"]


@dataclass(frozen=True)
class WatchEvent:
    """One look: what had changed, what was run again because of that, and what came of it.

    Attributes:
        number: 0 for the state at the start, then counting.
        changed: the files that were edited, made or deleted, relative to the project or the current folder.
        outcome: ``failed`` if anything is wrong (in the project, or with a kernel at its last test), else
            ``inconclusive`` if anything could not be checked, else ``ok``.
        modules: the Lean modules that are not what they were; at the start none. A module whose content is
            one that Lean has seen before is not compiled again (`cached`).
        problems: all that is wrong with the Lean project now.
        nodes: nodes whose status or formula is another one than before.
        verdicts: of the kernels that were tested because of this change.
        lean_seconds: until Lean's verdict and the axioms were there.
        seconds: of all of it.
    """

    number: int
    changed: tuple[str, ...]
    outcome: Literal["ok", "failed", "inconclusive"]
    modules: tuple[ModuleResult, ...]
    problems: tuple[Problem, ...]
    nodes: tuple[NodeChange, ...]
    verdicts: tuple[Verdict, ...]
    lean_seconds: float
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """As in the `watch` JSON, without ``schema_version`` and ``command``."""
        return {
            "number": self.number,
            "changed": list(self.changed),
            "outcome": self.outcome,
            "modules": [
                {"name": m.name, "status": m.status, "cached": m.cached, "seconds": round(m.seconds, 3)}
                for m in self.modules
            ],
            "problems": [problem.to_json() for problem in self.problems],
            "nodes": [
                {
                    "name": change.name,
                    "before": change.before.status if change.before else None,
                    "after": change.after.status if change.after else None,
                }
                for change in self.nodes
            ],
            "verdicts": [verdict.to_json() for verdict in self.verdicts],
            "lean_seconds": round(self.lean_seconds, 3),
            "seconds": round(self.seconds, 3),
        }

    def __repr__(self) -> str:
        """One line."""
        ran = f"{len(self.modules)} modules, {len(self.verdicts)} verdicts"
        return f"<WatchEvent {self.number}: {self.outcome}, {ran}, {self.seconds:.2f} s>"
