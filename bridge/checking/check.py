"""Are the proofs of a project accepted? One function that builds, audits and cross-checks.

Lean's messages from the batch build are the verdict. What messages do not show is read from the oleans: who
rests on `sorry` or on an axiom that is not allowed. A Lean server is then asked about the theorems that
matter, and its answers must equal what was read. Whatever could not be checked is `inconclusive`, never `ok`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from proofgrad.bridge.build.compile import ModuleResult
from proofgrad.bridge.checking.audit import fact_problems
from proofgrad.bridge.checking.digest import digest_problems
from proofgrad.bridge.checking.hiding import hiding_problems
from proofgrad.bridge.checking.model import CheckResult, Problem, finished
from proofgrad.bridge.checking.session import OnEvent, Session
from proofgrad.bridge.checking.shipped import ShippedSession, check_shipped, open_session
from proofgrad.bridge.checking.source import file_of, module_problems
from proofgrad.bridge.errors import (
    LeanCrashed,
    LeanTimeout,
    OleanError,
    ProofgradError,
    ServerError,
    ToolchainNotFound,
    UsageError,
)
from proofgrad.bridge.project.project import load_project

__all__ = ["CheckResult", "Problem", "check"]

Checker = Literal["lean", "python", "both"]
Via = Literal["batch", "server"]


def check(
    project: Path | str | None = None,
    *,
    checker: Checker = "lean",
    via: Via = "batch",
    timeout: float | None = None,
    allow_axioms: Iterable[str] = (),
    require_proof: bool = False,
    fail_fast: bool = False,
    jobs: int | None = None,
    on_event: OnEvent | None = None,
    oleans: Path | str | None = None,
    export: Path | str | None = None,
    only_types: bool = False,
) -> CheckResult:
    """Check all proofs of a Lean project.

    What is not in it: the comparison of f' with f in numbers, the net under every proof, since nothing here
    evaluates a formula. :func:`proofgrad.oracle.check` is the same with it.

    Args:
        project: its folder; None for the library that ships with proofgrad.
        checker: who judges: ``lean``; ``python``, the second checker, on what Lean compiled; or ``both``.
            Lean compiles in any case but with `oleans` and `export`, and what it rejects is an error in any
            case. Where there is no Lean, the library that ships is judged by the second checker, from an
            export that ships with it, and a problem ``one-checker`` says so.
        via: ``batch`` runs `lean` on each module; ``server`` also elaborates each in a language server, whose
            word then counts and must agree.
        timeout: wall-clock seconds for one module, one question, or the second checker's work; None for
            PROOFGRAD_TIMEOUT or 300.
        allow_axioms: axioms that are allowed beyond propext, Classical.choice and Quot.sound.
        require_proof: a node without a theorem is an error.
        fail_fast: stop after the first module that is not accepted.
        jobs: modules at the same time; None for PROOFGRAD_JOBS or the number of usable cores.
        on_event: called with progress.
        oleans: judge the .olean files below this folder and no sources, without any Lean: by ``python`` only.
            `timeout` is for all of them then, and `project` says whose `declarations.txt` they must match.
        export: judge this file in Lean's export format (``-``: standard input), by the second checker and
            without any Lean. `timeout` is for all of it then.
        only_types: of an export, ask only whether all of it is well-typed, not on which axioms it stands.

    Returns:
        The outcome; what is wrong with the project is in its `problems`.

    Raises:
        ToolchainNotFound, ToolchainMismatch: there is no Lean to check with.
        ProjectError: the project cannot be read.
        ConfigError: its `proofgrad.toml` makes no sense.
        CacheError: the cache folder cannot be written.
        UsageError: an argument makes no sense.
    """
    if checker not in ("lean", "python", "both"):
        raise UsageError(f"checker={checker!r} is neither 'lean' nor 'python' nor 'both'")
    if via not in ("batch", "server"):
        raise UsageError(f"via={via!r} is neither 'batch' nor 'server'")
    if timeout is not None and not timeout > 0:
        raise UsageError(f"timeout={timeout!r} is not a positive number of seconds")
    if only_types and export is None:
        raise UsageError("only_types is about an export file")
    if export is not None:
        if project is not None or oleans is not None or checker == "both" or via != "batch":
            raise UsageError(
                "an export file is judged by itself, and by the second checker alone",
                hint="leave out the project, the oleans, the checker and the server",
            )
        from proofgrad.bridge.checking.second.exports import check_export

        return check_export(
            export,
            timeout=timeout,
            allow_axioms=allow_axioms,
            require_proof=require_proof,
            only_types=only_types,
            on_event=on_event,
        )
    if oleans is not None:
        if checker != "python" or via != "batch":
            raise UsageError(
                "given oleans are judged by the second checker alone", hint="say --checker python as well"
            )
        from proofgrad.bridge.checking.second.oleans import check_oleans

        return check_oleans(
            Path(oleans).expanduser(),
            project=project,
            timeout=timeout,
            allow_axioms=allow_axioms,
            require_proof=require_proof,
            on_event=on_event,
        )
    began = time.monotonic()
    try:
        session = open_session(project, timeout=timeout, on_event=on_event, jobs=jobs, fail_fast=fail_fast)
    except ToolchainNotFound as error:
        compiled = load_project(project).root / ".lake" / "build" / "lib" / "lean"
        if checker == "python" and compiled.is_dir():
            hint = f"to judge what is compiled already, and not the sources: --oleans {compiled}"
            raise ToolchainNotFound(
                error.message, hint=f"{hint}; or {error.hint}" if error.hint else hint
            ) from error
        raise
    if isinstance(session, ShippedSession):
        if checker == "both" or via != "batch":
            raise session.no_lean
        return check_shipped(
            session, allow_axioms=tuple(allow_axioms), require_proof=require_proof, began=began
        )
    return _Check(session, checker, via, tuple(allow_axioms), require_proof).result(began)


class _Check:
    """One run of :func:`check` on a project that has been built."""

    def __init__(
        self, session: Session, checker: Checker, via: Via, allow_axioms: tuple[str, ...], require_proof: bool
    ) -> None:
        self.session = session
        self.via = via
        self.checkers = ("lean", "python") if checker == "both" else (checker,)
        self.problems: list[Problem] = []
        self.counts: dict[str, int] = {}
        self.axioms: tuple[str, ...] = ()
        self.claims: list[dict[str, Any]] = []
        self.results: Mapping[str, ModuleResult] = session.built.modules
        disagreements = self.elaborate() if via == "server" else []
        self.problems += hiding_problems(session.project, session.built.modules)
        self.problems += module_problems(session.project, self.results)
        self.problems += disagreements
        if session.built.oleans:
            try:
                self.replay()
                self.audit(allow_axioms)
                self.compare()
                if "python" in self.checkers:
                    self.recheck()
                self.nodes(allow_axioms, require_proof)
                self.cross_check(allow_axioms)
            except OleanError as error:
                self.problems.append(Problem.of("olean", error.message))

    def replay(self) -> None:
        """What a kernel says of the declarations as they were compiled."""
        found = self.session.replayed
        self.problems += found.problems
        self.counts["replayed"] = found.accepted if found.by == "lean" else 0
        if found.by == "python":
            self.counts["rechecked"] = found.accepted
            self.checkers = ("python",)

    def audit(self, allow_axioms: tuple[str, ...]) -> None:
        """Who rests on `sorry` or on axioms that are not allowed."""
        facts = self.session.facts
        project = self.session.project
        self.problems += fact_problems(lambda module: file_of(project, module), facts, allow_axioms)
        self.counts.update(facts.counts)
        self.axioms = tuple(axiom.name for axiom in facts.axioms)

    def compare(self) -> None:
        """What has vanished or changed since the committed list was written."""
        from proofgrad.bridge.checking.declared import compare_with_list

        problems, self.counts["listed"] = compare_with_list(self.session)
        self.problems += problems

    def recheck(self) -> None:
        """The second checker's verdict on everything."""
        opinion = self.session.second
        if self.session.replayed.by != "python":  # else they are there already
            self.problems += [p for p in opinion.problems if p not in self.problems]
        self.counts["rechecked"] = len(opinion.accepted)

    def nodes(self, allow_axioms: tuple[str, ...], require_proof: bool) -> None:
        """What the catalogue found wrong."""
        digest = self.session.digest(allow_axioms)
        problems, counts = digest_problems(digest, require_proof)
        self.claims = digest["claims"]
        self.problems += problems
        self.counts.update(counts)

    def cross_check(self, allow_axioms: tuple[str, ...]) -> None:
        """Compare the server's answers about theorems with the oleans; agreement is remembered."""
        session = self.session
        options = session.project.option_arguments()
        memory = session.remembered("cross", session.toolchain.sha256, options, session.config.mark)
        checked = memory.read(lambda data: int(data["checked"]))
        if checked is None:
            from proofgrad.bridge.checking.cross.check import compare_with_server, theorems_of

            names = session.digest(allow_axioms)["theorems"] or theorems_of(
                session.environment, session.built.modules
            )
            session.stage("asking the Lean server")
            try:
                found = compare_with_server(session, names) if names else []
            except (ServerError, LeanTimeout, LeanCrashed) as error:
                text = f"the cross-check did not come to an end: {error.message}"
                self.problems.append(Problem.of(_code_of(error), text))
                return
            checked = len(names)
            self.problems += found
            if not found:
                memory.put({"checked": checked})
        self.counts["cross_checked"] = checked

    def elaborate(self) -> list[Problem]:
        """Take the modules' results from the server instead of from the batch build; where they differ."""
        from proofgrad.bridge.checking.cross.check import elaborate_with_server

        self.session.stage("elaborating in the Lean server")
        self.results, problems = elaborate_with_server(self.session)
        return problems

    def result(self, began: float) -> CheckResult:
        """All that was found; nothing checked is `inconclusive`."""
        session = self.session
        if not self.results:
            text = f"there are no Lean modules in {session.project.root}"
            self.problems.append(Problem.of("empty", text))
        return finished(
            self.results,
            self.counts,
            self.problems,
            checkers=self.checkers,
            via=self.via,
            seconds=time.monotonic() - began,
            lean=session.lean,
            root=session.project.root,
            axioms=self.axioms,
            claims=self.claims,
        )


def _code_of(error: ProofgradError) -> str:
    return "server" if isinstance(error, ServerError) else error.code
