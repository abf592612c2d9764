"""The library where there is no Lean: the export that ships, judged by the second checker alone.

All that comes after (catalogue, tests of kernels, explanations) is the same as with a Lean, but for what is
said of it: one checker's word, and that the export was made elsewhere from the sources that ship.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from proofgrad.bridge import settings
from proofgrad.bridge.build.run import BuildEvent
from proofgrad.bridge.build.store import Store
from proofgrad.bridge.catalogue import serial
from proofgrad.bridge.catalogue.model import Catalogue, CatalogueProblem, LeanInfo
from proofgrad.bridge.checking.declared import list_of
from proofgrad.bridge.checking.model import CheckResult, Problem
from proofgrad.bridge.checking.remembered import Remembered
from proofgrad.bridge.checking.second.apart import Answer, ExportFile
from proofgrad.bridge.checking.session import OnEvent, Session
from proofgrad.bridge.checking.source import file_of
from proofgrad.bridge.errors import ExportError, ToolchainNotFound
from proofgrad.bridge.project.project import load_project
from proofgrad.bridge.reading.configure import read_config

if TYPE_CHECKING:  # reading terms loads NumPy, which a warm check needs not
    from proofgrad.bridge.checking.second.given import GivenCheck
    from proofgrad.bridge.olean import Environment

__all__ = ["ShippedSession", "check_shipped", "open_session"]

ONE_CHECKER = (
    "there is no Lean on this machine: the export of the library that ships with proofgrad was judged by the "
    "second checker alone, and that it says what the sources say is the word of whoever made it"
)
_PATIENCE = 4.0
"""Times the usual limit that the second checker gets for the library if none is given: nobody waits twice."""


def open_session(
    project: Path | str | None,
    *,
    timeout: float | None = None,
    on_event: OnEvent | None = None,
    jobs: int | None = None,
    fail_fast: bool = False,
) -> Session | ShippedSession:
    """A project, built by Lean; or, where there is no Lean, the library as it ships.

    Args:
        project: its folder; None for the library that ships with proofgrad.
        timeout, on_event, jobs, fail_fast: as for :class:`Session`.

    Raises:
        ProofgradError: as :class:`Session`; ToolchainNotFound also where the export that ships is refused.
    """
    loaded = load_project(project)
    try:
        return Session(loaded, timeout=timeout, on_event=on_event, jobs=jobs, fail_fast=fail_fast)
    except ToolchainNotFound as error:
        if project is not None or settings.lean_choice() is not None:
            raise
        return ShippedSession(error, timeout=timeout, on_event=on_event)


class ShippedSession:
    """The library that ships, read from its export.

    Args:
        no_lean: why there is no Lean.
        timeout: wall-clock seconds for the second checker; None for the setting.
        on_event: called with progress.

    Raises:
        ToolchainNotFound: there is no export that can be used, either.
    """

    lean = LeanInfo("", "", "none")

    def __init__(
        self, no_lean: ToolchainNotFound, *, timeout: float | None = None, on_event: OnEvent | None = None
    ) -> None:
        from proofgrad.bridge.export.library import shipped_library

        self.no_lean, self.timeout, self.on_event = no_lean, timeout, on_event
        try:
            self.shipped = shipped_library()
        except ExportError as error:
            raise ToolchainNotFound(f"{no_lean.message}; {error.message}", hint=no_lean.hint) from error
        self.project = load_project(None)
        self.config = read_config(self.project.root, self.project.inside)
        self.files = {name: file_of(self.project, name) for name in self.shipped.modules}

    def stage(self, name: str, done: int = 0, total: int = 0) -> None:
        """Tell what is being done, and how far it is, if that is known."""
        if self.on_event is not None:
            self.on_event(BuildEvent("stage", name, done, total))

    def remembered(self, kind: str, *more: object) -> Remembered:
        """The memory of something that depends on the export alone (and on `more`)."""
        return Remembered(Store(), kind, {}, {}, "export", self.shipped.sha256, *more)

    @cached_property
    def environment(self) -> Environment:
        """All that the export declares. Raises ExportError."""
        self.stage("reading the export that ships")
        from proofgrad.bridge.export.library import told_of
        from proofgrad.bridge.export.load import load_export

        with self.shipped.export.open("rb") as source:
            return load_export(source, told_of(self.shipped.told)).environment

    def judged(
        self, allow_axioms: Collection[str] = (), *, require_proof: bool = False, only_known: bool = False
    ) -> GivenCheck | None:
        """What the second checker says of the export; remembered if it accepts all of it.

        Args:
            allow_axioms: axioms that are allowed beyond the usual three.
            require_proof: a node without a theorem is an error.
            only_known: None instead of asking where nothing is remembered.

        Raises:
            CacheError: the cache folder cannot be written.
        """
        from proofgrad.bridge.checking.second.given import GivenCheck

        wanted, problems = list_of(self.project.root)
        check = GivenCheck(self.files, tuple(allow_axioms))
        check.problems += problems
        listed = hashlib.sha256((wanted or "").encode()).hexdigest()
        memory = self.remembered("judged", sorted(allow_axioms), listed, self.config.mark)
        known = memory.read(dict)
        if known is not None:
            check.take(Answer(known, None, 0.0, 0), require_proof)
            return check
        if only_known:
            return None
        self.stage("judging the export with the second checker")
        answer = check.run(
            ExportFile(self.shipped.export, self.shipped.told),
            timeout=settings.module_timeout() * _PATIENCE if self.timeout is None else self.timeout,
            require_proof=require_proof,
            wanted=wanted,
            project=self.project.root,
        )
        clean = answer is not None and answer.problem is None and "digest" in answer.found
        if answer is not None and clean and set(check.statuses.values()) == {"ok"}:
            memory.put(dict(answer.found))
        return check

    def catalogue(self, allow_axioms: Collection[str] = ()) -> Catalogue:
        """The nodes and what is proven of them, by the word of the second checker.

        Raises:
            ExportError: the export is damaged.
            CacheError: the cache folder cannot be written.
        """
        check = self.judged(allow_axioms)
        assert check is not None
        memory = self._catalogue_memory(allow_axioms, check)
        known = memory.read_once(serial.from_json)
        if known is None:
            from proofgrad.bridge.reading.catalogue import read_catalogue

            environment = self.environment
            self.stage("reading the catalogue")
            known = read_catalogue(
                environment,
                lean=self.lean,
                verdicts=check.statuses,
                allow_axioms=allow_axioms,
                python_accepted=check.accepted,
                by="python",
                file_of=lambda module: self.files[module],
                config=self.config,
                on_step=lambda done, total: self.stage("reading the catalogue", done, total),
            )
            problem = CatalogueProblem("one-checker", ONE_CHECKER, "")
            known = replace(known, problems=(*known.problems, problem))
            memory.put(serial.to_json(known))
        return known

    def remembered_catalogue(self) -> Catalogue | None:
        """The catalogue with the usual axioms, if it has been read before; None otherwise."""
        check = self.judged(only_known=True)
        return self._catalogue_memory((), check).read_once(serial.from_json) if check is not None else None

    def _catalogue_memory(self, allow_axioms: Collection[str], check: GivenCheck) -> Remembered:
        accepted = hashlib.sha256("\n".join(sorted(check.accepted)).encode()).hexdigest()
        statuses = sorted(check.statuses.items())
        return self.remembered("catalogue", sorted(allow_axioms), accepted, statuses, self.config.mark)


def check_shipped(
    session: ShippedSession, *, allow_axioms: tuple[str, ...], require_proof: bool, began: float
) -> CheckResult:
    """Check the library as it ships.

    Args:
        session: the library.
        allow_axioms, require_proof: as for :func:`proofgrad.bridge.check`.
        began: when the check began, by `time.monotonic`.
    """
    check = session.judged(allow_axioms, require_proof=require_proof)
    assert check is not None
    check.problems.append(Problem.of("one-checker", ONE_CHECKER))
    paths = {name: session.project.path_of(name) for name in session.shipped.modules}
    return check.result(paths, session.project.root, began)
