"""Judge a file in Lean's export format by the second checker alone: no Lean, and nothing of it is run.

The file may be by anybody, from any Lean, about anything. It is read in a process of its own, within a
time-out and a memory limit, and nothing is remembered.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from proofgrad.bridge.build.run import BuildEvent
from proofgrad.bridge.checking.model import CheckResult, Problem
from proofgrad.bridge.checking.second.apart import ExportFile
from proofgrad.bridge.checking.second.given import GivenCheck
from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.export.load import MODULE

__all__ = ["check_export"]

_ABOUT_TERMS = frozenset(
    ("rejected-by-python", "undecided-by-python", "timeout", "memory", "crash", "empty", "export")
)
"""Codes of problems that say whether the declarations are well-typed, and nothing of axioms or nodes."""


def check_export(
    file: Path | str,
    *,
    timeout: float | None = None,
    allow_axioms: Iterable[str] = (),
    require_proof: bool = False,
    only_types: bool = False,
    on_event: Callable[[BuildEvent], None] | None = None,
) -> CheckResult:
    """Check an export file.

    Args:
        file: where it is, plain, gzip or xz; ``-`` for standard input.
        timeout: wall-clock seconds for all of it; None for PROOFGRAD_TIMEOUT or 300.
        only_types: whether the declarations are well-typed is all that is asked, as other checkers answer:
            axioms, `sorry` and nodes are no matter.
        allow_axioms, require_proof, on_event: as for :func:`proofgrad.bridge.check`.

    Raises:
        UsageError: there is no such file, or standard input is a terminal.
    """
    began = time.monotonic()
    path = _path(file)
    shown = "standard input" if path is None else path.name
    check = GivenCheck({MODULE: shown}, tuple(allow_axioms))
    if on_event is not None:
        on_event(BuildEvent("stage", "judging with the second checker", 0, 0))
    answer = check.run(ExportFile(path), timeout=timeout, require_proof=require_proof)
    if answer is not None:
        missing = answer.found.get("missing", [])
        if missing:
            text = f"{shown} mentions what it does not declare: {', '.join(missing)}"
            check.problems.append(Problem.of("export", text))
        declared = int(answer.found.get("declared", 0))
        check.counts |= {"declarations": declared, "theorems": int(answer.found.get("theorems", 0))}
        if "declared" in answer.found and not declared:
            check.problems.append(Problem.of("empty", f"{shown} declares nothing"))
    if only_types:
        check.problems = [problem for problem in check.problems if problem.code in _ABOUT_TERMS]
    return check.result({}, (path or Path.cwd()).parent, began)


def _path(file: Path | str) -> Path | None:
    """The file, or None for standard input. Raises UsageError if it cannot be read."""
    if str(file) == "-":
        try:
            is_terminal = os.isatty(0)
            os.fstat(0)
        except OSError as error:
            raise UsageError(f"there is no standard input: {error.strerror}") from error
        if is_terminal:
            raise UsageError("standard input is a terminal", hint="xz -dc FILE | proofgrad check --export -")
        return None
    path = Path(file).expanduser()
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise UsageError(f"{path} is no file", hint="through a pipe: ... | proofgrad check --export -")
        with path.open("rb"):
            pass
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    return path.absolute()
