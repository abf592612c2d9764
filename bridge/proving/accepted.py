"""Compile files that proofgrad wrote, and have Lean's kernel judge what was compiled, as `check` does.

That Lean compiled a file is its elaborator's word. What counts is that a kernel, in a process that runs
nothing of the file, accepted the declarations that the `.olean` holds; of the library that is remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from proofgrad.bridge.build.run import BuildEvent
from proofgrad.bridge.checking.compiled import Compiled
from proofgrad.bridge.checking.replay.verdict import replayed
from proofgrad.bridge.checking.second.opinion import second_opinion
from proofgrad.bridge.errors import ProofgradError
from proofgrad.bridge.olean.constants import Theorem
from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.project.project import Project
from proofgrad.bridge.reading.config import ALLOWED_AXIOMS

__all__ = ["Accepted", "ProofRejected", "accepted", "require_theorem"]


class ProofRejected(ProofgradError):
    """Lean did not accept a file that proofgrad wrote: a fault of proofgrad's, and nothing is proven."""

    code = "proof-rejected"


@dataclass(frozen=True)
class Accepted:
    """Files that were accepted.

    Attributes:
        compiled: they, and what they stand on.
        by: whose kernel judged them: ``lean``, or ``python``, the second checker, where it cannot be asked.
    """

    compiled: Compiled
    by: Literal["lean", "python"]


def accepted(
    project: Project,
    *,
    timeout: float | None = None,
    on_event: Callable[[BuildEvent], None] | None = None,
) -> Accepted:
    """Compile a project that proofgrad wrote, and have a kernel judge every declaration that it stands on.

    Args:
        project: its modules are compiled, and those of the library that they import.
        timeout: wall-clock seconds for a module, and for the second checker; None for the setting.
        on_event: called with progress.

    Raises:
        ProofRejected: Lean does not accept a file, or the kernel a declaration.
        ToolchainNotFound, ToolchainMismatch, CacheError, OleanError: as for checking the library.
    """
    compiled = Compiled(project, timeout=timeout, on_event=on_event)
    for result in compiled.built.modules.values():
        if result.status != "ok":
            said, line = next(
                ((m.text, f", line {m.line}") for m in result.messages if m.severity == "error"),
                ("no answer", ""),
            )
            raise ProofRejected(
                f"Lean did not accept {result.path}{line}: {said}",
                hint="this is a fault of proofgrad's; the file shows what it tried to prove",
            )

    found = replayed(compiled, lambda: second_opinion(compiled))
    bad = [p.message for p in found.problems] + [*found.judged(), *found.missing]
    if bad or found.foundation != "ok":
        raise ProofRejected(
            f"the kernel does not accept what was compiled: {bad[0] if bad else found.foundation}",
            hint="proofgrad check says what is wrong with the library",
        )
    return Accepted(compiled, found.by)


def require_theorem(env: Environment, name: str) -> None:
    """Raises ProofRejected unless it is a theorem that rests on no other axioms than the library."""
    if not isinstance(env.get(name), Theorem):
        raise ProofRejected(f"what Lean accepted has no theorem {name}")
    extra = sorted(set(env.axioms(name)) - set(ALLOWED_AXIOMS))
    if extra:
        raise ProofRejected(f"{name} rests on the axioms {', '.join(extra)}")
