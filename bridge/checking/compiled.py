"""A project that has been built: what was compiled, before anybody judges or reads it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from proofgrad.bridge.build.lake import prepared
from proofgrad.bridge.build.run import BuildEvent, BuildResult, build
from proofgrad.bridge.build.store import Store
from proofgrad.bridge.catalogue.model import LeanInfo
from proofgrad.bridge.checking.contents import contents_of
from proofgrad.bridge.checking.remembered import Remembered
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.lean.toolchain import Toolchain
from proofgrad.bridge.project.project import Project
from proofgrad.bridge.reading.configure import read_config

if TYPE_CHECKING:
    from proofgrad.bridge.olean import Environment

__all__ = ["Compiled", "OnEvent"]

OnEvent = Callable[[BuildEvent], None]


class Compiled:
    """A project that has been built: its compiled modules, for whoever reads or judges them.

    Args:
        project: whose proofs.
        timeout: wall-clock seconds for one module or question; None for the setting.
        on_event: called with progress.
        jobs: modules at the same time.
        fail_fast: stop the build after the first module that is not accepted.

    Raises:
        ToolchainNotFound, ToolchainMismatch, CacheError, ProjectError, ConfigError: as
            :func:`proofgrad.bridge.check`.
    """

    def __init__(
        self,
        project: Project,
        *,
        timeout: float | None = None,
        on_event: OnEvent | None = None,
        jobs: int | None = None,
        fail_fast: bool = False,
    ) -> None:
        self.project = project
        self.config = read_config(project.root, project.inside)
        self.timeout = timeout
        self.on_event = on_event
        self.toolchain: Toolchain = find_toolchain(project.root, needs_init=project.needs_init())
        self.project = project = prepared(project, self.toolchain, timeout=timeout)
        self.store = Store()
        self.built: BuildResult = build(
            project, self.toolchain, jobs=jobs, timeout=timeout, on_event=on_event, fail_fast=fail_fast
        )

    @property
    def lean(self) -> LeanInfo:
        """Which Lean, as the catalogue and the JSON say it."""
        return LeanInfo(self.toolchain.version, self.toolchain.commit, self.toolchain.source)

    def stage(self, name: str, done: int = 0, total: int = 0) -> None:
        """Tell that something else is being done, and how far it is, if that is known."""
        if self.on_event is not None:
            self.on_event(BuildEvent("stage", name, done, total))

    def remembered(self, kind: str, *more: object) -> Remembered:
        """The memory of something that depends on the accepted modules alone (and on `more`)."""
        return Remembered(self.store, kind, self.built.modules, self.contents, *more)

    @cached_property
    def contents(self) -> dict[str, bytes]:
        """A digest of what was compiled, for each accepted module. Raises OleanError."""
        return contents_of(self.built.oleans)

    @cached_property
    def environment(self) -> Environment:
        """All that the accepted modules declare. Raises OleanError."""
        from proofgrad.bridge.olean import Environment

        self.stage("reading what Lean compiled")
        return Environment.load(self.oleans)

    @property
    def has_outside(self) -> bool:
        """Whether there is a folder outside the project's own sources that imports may come from."""
        from proofgrad.bridge.build.plan import External

        return bool(External(self.project, self.toolchain).folders)

    @cached_property
    def oleans(self) -> dict[str, Path]:
        """The oleans of the project and of what they import from outside (as from one's own Lean)."""
        oleans = self.built.oleans
        if not self.has_outside:
            return oleans
        from proofgrad.bridge.build.plan import External
        from proofgrad.bridge.olean.module import Module
        from proofgrad.bridge.olean.terms import Terms

        external, terms = External(self.project, self.toolchain), Terms()
        todo = list(oleans)
        while todo:
            name = todo.pop()
            for imported in Module(name, oleans[name], terms).imports:
                file = external.file(imported) if imported not in oleans else None
                if file is not None:
                    oleans[imported] = file
                    todo.append(imported)
        return oleans
