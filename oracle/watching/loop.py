"""The loop: wait for an edit, run again what it affects, say what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from proofgrad.bridge.build.compile import ModuleResult
from proofgrad.bridge.checking.incremental import IncrementalCheck, Looked, NodeChange
from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.checking.session import OnEvent
from proofgrad.bridge.errors import ProofgradError
from proofgrad.bridge.project.project import load_project
from proofgrad.oracle.difftest import Verdict
from proofgrad.oracle.difftest.verdict import combined
from proofgrad.oracle.watching.events import WatchEvent
from proofgrad.oracle.watching.files import Poller
from proofgrad.oracle.watching.kernels import Kernels
from proofgrad.oracle.work.safety import examined

__all__ = ["Watch"]

_PROJECT_FILES = ("lakefile.toml", "lakefile.lean", "lean-toolchain", "lake-manifest.json", "proofgrad.toml")

Outcome = Literal["ok", "failed", "inconclusive"]


class Watch:
    """Iterate over it: the first event is the state at the start, each further one follows an edit.

    Args:
        project: folder of the Lean project; None for the library that ships with proofgrad.
        kernels: kernels to test as well; None for none.
        timeout: wall-clock seconds for one module; None for PROOFGRAD_TIMEOUT or 300.
        on_event: called with progress of Lean.
        on_lean: called with Lean's verdict as soon as it is there, before nodes are read and kernels tested.

    Raises:
        ProofgradError: the project cannot be checked at all (no Lean, no such folder, ...), or a node that
            is to be tested is unknown. Later such errors are problems of an event.

    Attributes:
        root: folder of the project.
    """

    def __init__(
        self,
        project: Path | str | None = None,
        *,
        kernels: Kernels | None = None,
        timeout: float | None = None,
        on_event: OnEvent | None = None,
        on_lean: Callable[[tuple[str, ...], Looked], None] | None = None,
    ) -> None:
        self.lean = IncrementalCheck(project, timeout=timeout, on_event=on_event, examine=examined)
        self.root = self.lean.root
        self.kernels = kernels
        self.on_lean = on_lean
        self._poller = Poller(self.files)
        self._kernel_files: frozenset[Path] = frozenset()
        self._last: Looked | None = None

    def files(self) -> list[Path]:
        """The files that are watched now."""
        files = [self.root / name for name in _PROJECT_FILES]
        try:
            project = load_project(self.root)
            files += map(project.path_of, project.modules())
        except ProofgradError:
            files += self.root.rglob("*.lean")  # a broken lakefile: the next edit may mend it
        if self.kernels is not None:
            files += self.kernels.files()
        return files

    def __iter__(self) -> Iterator[WatchEvent]:
        began = time.monotonic()
        looked = self._last = self.lean.look()
        changes = self.lean.nodes()
        verdicts: tuple[Verdict, ...] = ()
        if self.kernels is not None and self.lean.catalogue is not None:
            self.kernels.nodes(self.lean.catalogue)
            self._kernel_files = frozenset(self.kernels.files())
            verdicts = self.kernels.test(self.lean.catalogue)
        yield self._event(0, (), looked, (), changes[:0], verdicts, began)
        number = 0
        while True:
            paths = self._poller.wait()
            number += 1
            yield self._again(number, paths)

    def _again(self, number: int, paths: Sequence[Path]) -> WatchEvent:
        began = time.monotonic()
        changed = tuple(map(self._shown, paths))
        assert self._last is not None
        looked = self._last
        changes: tuple[NodeChange, ...] = ()
        affected: tuple[ModuleResult, ...] = ()
        if any(path not in self._kernel_files for path in paths):
            looked, changes = self._look(changed)
            affected = looked.affected
        names = self._names(paths, changes)
        verdicts: tuple[Verdict, ...] = ()
        if names and self.kernels is not None and self.lean.catalogue is not None:
            self._kernel_files = frozenset(self.kernels.files())
            self._poller.reset()
            verdicts = self.kernels.test(self.lean.catalogue, names)
        return self._event(number, changed, looked, affected, changes, verdicts, began)

    def _look(self, changed: tuple[str, ...]) -> tuple[Looked, tuple[NodeChange, ...]]:
        began = time.monotonic()
        changes: tuple[NodeChange, ...] = ()
        try:
            looked = self.lean.look()
            if self.on_lean is not None:
                self.on_lean(changed, looked)
            changes = self.lean.nodes()
        except ProofgradError as error:
            problem = Problem("inconclusive", error.code, str(error))
            looked = Looked("inconclusive", (), (), (problem,), time.monotonic() - began)
        self._last = looked
        return looked, changes

    def _names(self, paths: Sequence[Path], changes: Sequence[NodeChange]) -> list[str]:
        """The nodes whose kernels must be tested again."""
        if self.kernels is None:
            return []
        if any(path in self._kernel_files for path in paths):
            return list(self.kernels.names)
        touched = {name for change in changes for name in (change.name, change.name.rpartition(".")[2])}
        return [name for name in self.kernels.names if name in touched]

    def _shown(self, path: Path) -> str:
        for folder in (self.root, Path.cwd()):
            if path.is_relative_to(folder):
                return path.relative_to(folder).as_posix()
        return path.as_posix()

    def _event(
        self,
        number: int,
        changed: tuple[str, ...],
        looked: Looked,
        affected: tuple[ModuleResult, ...],
        changes: tuple[NodeChange, ...],
        verdicts: tuple[Verdict, ...],
        began: float,
    ) -> WatchEvent:
        problems = (*looked.problems, *self.lean.node_problems())
        return WatchEvent(
            number=number,
            changed=changed,
            outcome=self._outcome(problems),
            modules=affected,
            problems=problems,
            nodes=changes,
            verdicts=verdicts,
            lean_seconds=looked.seconds if affected or not number else 0.0,
            seconds=time.monotonic() - began,
        )

    def _outcome(self, problems: Sequence[Problem]) -> Outcome:
        severities = {problem.severity for problem in problems}
        words: set[str] = set()
        if self.kernels is not None:
            words = {combined(found) for found in self.kernels.verdicts.values()}
        if "error" in severities or "fail" in words:
            return "failed"
        return "inconclusive" if "inconclusive" in severities or "inconclusive" in words else "ok"
