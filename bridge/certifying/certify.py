"""Have Lean check the theorem about a program, and both kernels what Lean compiled.

The file stands on the library that ships with proofgrad; only it is compiled, and what it stands on is taken
from where it was checked before, by content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from proofgrad.bridge.build.run import BuildEvent
from proofgrad.bridge.catalogue.program import Program
from proofgrad.bridge.certifying.lean_text import MODULE, THEOREM, lean_file
from proofgrad.bridge.certifying.positive import Positive
from proofgrad.bridge.checking.compiled import Compiled
from proofgrad.bridge.checking.replay.verdict import replayed
from proofgrad.bridge.checking.second.opinion import Opinion, second_opinion
from proofgrad.bridge.errors import ProofgradError
from proofgrad.bridge.files.atomic import write_atomically
from proofgrad.bridge.files.paths import cache_dir, translate_os_errors
from proofgrad.bridge.project.project import Project, load_project
from proofgrad.bridge.reading.config import ALLOWED_AXIOMS

__all__ = ["Theorem", "TheoremRejected", "check_source", "prove_program"]


class TheoremRejected(ProofgradError):
    """Lean, or one of the kernels, did not accept a theorem about a program."""

    code = "theorem-rejected"


@dataclass(frozen=True)
class Theorem:
    """A theorem about a program that was accepted.

    Attributes:
        name: its full name.
        source: the Lean file.
        axioms: what it rests on.
        checked_by: the kernels that accepted what is stored: ``lean`` and ``python``.
        lean: version of Lean.
        file: where the source lies.
        seconds: of compiling it, when it was compiled.
    """

    name: str
    source: str
    axioms: tuple[str, ...]
    checked_by: tuple[str, ...]
    lean: str
    file: Path
    seconds: float

    @property
    def digest(self) -> str:
        """SHA-256 of the source."""
        return hashlib.sha256(self.source.encode()).hexdigest()


def prove_program(
    program: Program,
    positive: Positive | None = None,
    *,
    timeout: float | None = None,
    on_event: Callable[[BuildEvent], None] | None = None,
) -> Theorem:
    """The theorem about a program.

    Args:
        program: what it is about.
        positive: knows which conditions are always met; None: it is asked of the library.
        timeout: as for :func:`check_source`.
        on_event: as for :func:`check_source`.

    Raises:
        UsageError: Lean cannot say it.
        ProofgradError: as :func:`check_source`.
    """
    positive = positive or Positive.of_the_library(timeout)
    return check_source(lean_file(program, positive), timeout=timeout, on_event=on_event)


def check_source(
    source: str, *, timeout: float | None = None, on_event: Callable[[BuildEvent], None] | None = None
) -> Theorem:
    """Check a Lean file with a theorem about a program.

    Args:
        source: its text.
        timeout: wall-clock seconds for the file, and for the second checker.
        on_event: called with progress.

    Raises:
        TheoremRejected: it was not accepted, or rests on an axiom beyond the three.
        ToolchainNotFound, ToolchainMismatch, CacheError, OleanError: as for checking the library.
    """
    library = load_project(None)
    folder = cache_dir() / "certificates" / hashlib.sha256(source.encode()).hexdigest()[:32]
    project = Project(folder, MODULE, folder, library.options, (MODULE,), library=library)
    file = project.path_of(MODULE)
    with translate_os_errors(folder):
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.is_file() or file.read_text("utf-8") != source:
            write_atomically(file, source.encode())
    compiled = Compiled(project, timeout=timeout, on_event=on_event)
    for name, result in compiled.built.modules.items():
        if result.status != "ok":
            said = next((m.text for m in result.messages if m.severity == "error"), "no answer")
            raise TheoremRejected(f"Lean did not accept {name}: {said}", hint=f"the file is {file}")
    opinions: list[Opinion] = []

    def second() -> Opinion:
        if not opinions:
            opinions.append(second_opinion(compiled))
        return opinions[0]

    again = replayed(compiled, second)
    kernels = []
    for kernel, bad in (
        (again.by, [*again.judged(), *again.missing, *(p.message for p in again.problems)]),
        ("python", [p.message for p in second().problems] or ([] if second().found else ["no verdict"])),
    ):
        if bad:
            raise TheoremRejected(f"the kernel `{kernel}` does not accept what was compiled: {bad[0]}")
        kernels.append(kernel)
    axioms = compiled.environment.axioms(THEOREM)
    if extra := sorted(set(axioms) - set(ALLOWED_AXIOMS)):
        raise TheoremRejected(f"the theorem rests on the axiom {extra[0]}")
    own = compiled.built.modules[MODULE]
    return Theorem(
        THEOREM,
        source,
        tuple(axioms),
        tuple(dict.fromkeys(kernels)),
        compiled.lean.version,
        file,
        own.seconds,
    )
