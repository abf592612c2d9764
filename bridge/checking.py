"""Are the proofs of a project accepted? One function that builds, audits and cross-checks.

Lean's messages from the batch build are the verdict. What messages do not show is read from the oleans: who
rests on `sorry` or on an axiom that is not allowed. A Lean server is then asked about the theorems that
matter, and its answers must equal what was read. Whatever could not be checked is `inconclusive`, never `ok`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from proofgrad.bridge.build import BuildEvent, BuildResult, build
from proofgrad.bridge.build_compile import ModuleResult
from proofgrad.bridge.build_store import Store
from proofgrad.bridge.catalogue.model import LeanInfo
from proofgrad.bridge.checking_audit import Facts, fact_problems
from proofgrad.bridge.checking_cache import Remembered
from proofgrad.bridge.checking_model import CheckResult, Problem
from proofgrad.bridge.checking_source import module_problems
from proofgrad.bridge.errors import OleanError, ProofgradError, UsageError
from proofgrad.bridge.project import Project, load_project
from proofgrad.bridge.toolchain import Toolchain, find_toolchain

if TYPE_CHECKING:
    from proofgrad.bridge.olean import Environment

__all__ = ["BuildEvent", "CheckResult", "Problem", "check"]

OnEvent = Callable[[BuildEvent], None]


def check(
    project: Path | str | None = None,
    *,
    checker: Literal["lean", "python", "both"] = "lean",
    via: Literal["batch", "server"] = "batch",
    timeout: float | None = None,
    allow_axioms: Iterable[str] = (),
    require_proof: bool = False,
    fail_fast: bool = False,
    jobs: int | None = None,
    on_event: OnEvent | None = None,
) -> CheckResult:
    """Check all proofs of a Lean project.

    Args:
        project: its folder; None for the library that ships with proofgrad.
        checker: who judges; only ``lean`` in this version.
        via: ``batch`` runs `lean` on each module; ``server`` also elaborates each in a language server, whose
            word then counts and must agree.
        timeout: wall-clock seconds for one module or one question; None for PROOFGRAD_TIMEOUT or 300.
        allow_axioms: axioms that are allowed beyond propext, Classical.choice and Quot.sound.
        require_proof: a node without a theorem is an error.
        fail_fast: stop after the first module that is not accepted.
        jobs: modules at the same time; None for PROOFGRAD_JOBS or the number of usable cores.
        on_event: called with progress.

    Returns:
        The outcome; what is wrong with the project is in its `problems`.

    Raises:
        ToolchainNotFound, ToolchainMismatch: there is no Lean to check with.
        ProjectError: the project cannot be read.
        CacheError: the cache folder cannot be written.
        UsageError: an argument makes no sense.
    """
    if checker != "lean":
        raise UsageError(
            f"checker={checker!r}: this version has no second checker", hint="use checker='lean'"
        )
    if via not in ("batch", "server"):
        raise UsageError(f"via={via!r} is neither 'batch' nor 'server'")
    if timeout is not None and not timeout > 0:
        raise UsageError(f"timeout={timeout!r} is not a positive number of seconds")
    return _Check(load_project(project), timeout, on_event).run(
        via, tuple(allow_axioms), require_proof, fail_fast, jobs
    )


class _Check:
    """One run of :func:`check`."""

    def __init__(self, project: Project, timeout: float | None, on_event: OnEvent | None) -> None:
        self.began = time.monotonic()
        self.project = project
        self.timeout = timeout
        self.on_event = on_event
        self.toolchain: Toolchain = find_toolchain(project.root, needs_init=project.needs_init())
        self.store = Store()
        self.problems: list[Problem] = []
        self._env: Environment | None = None

    def stage(self, name: str, built: BuildResult) -> None:
        if self.on_event is not None:
            total = len(built.modules)
            self.on_event(BuildEvent("stage", name, total, total))

    def run(
        self,
        via: Literal["batch", "server"],
        allow_axioms: tuple[str, ...],
        require_proof: bool,
        fail_fast: bool,
        jobs: int | None,
    ) -> CheckResult:
        built = build(
            self.project,
            self.toolchain,
            jobs=jobs,
            timeout=self.timeout,
            on_event=self.on_event,
            fail_fast=fail_fast,
        )
        results = built.modules
        server_problems: list[Problem] = []
        if via == "server" and not (fail_fast and built.status != "ok"):
            results, server_problems = self.elaborate(built)
        self.problems += module_problems(self.project, results)
        self.problems += server_problems
        counts: dict[str, int] = {}
        axioms: tuple[str, ...] = ()
        if built.oleans:
            facts = self.facts(built)
            if facts is not None:
                self.problems += fact_problems(self.project, facts, allow_axioms)
                counts.update(facts.counts)
                axioms = tuple(axiom.name for axiom in facts.axioms)
            counts.update(self.cross_check(built))
        return self.result(built, results, counts, axioms, via)

    def environment(self, built: BuildResult) -> Environment:
        """The compiled modules, read once. Raises OleanError."""
        if self._env is None:
            from proofgrad.bridge.olean import Environment

            self.stage("reading what Lean compiled", built)
            self._env = Environment.load(built.oleans)
        return self._env

    def facts(self, built: BuildResult) -> Facts | None:
        """What the oleans say, from memory if possible; None with a problem if they cannot be read."""
        memory = Remembered(self.store, "facts", built.modules)
        known = memory.get()
        try:
            if known is not None:
                return Facts.from_json(known)
        except (KeyError, TypeError, ValueError):
            known = None  # a damaged file: look again
        from proofgrad.bridge.checking_audit import collect_facts

        try:
            facts = collect_facts(self.environment(built), built.modules)
        except OleanError as error:
            self.problems.append(Problem.of("olean", error.message))
            return None
        memory.put(facts.to_json())
        return facts

    def cross_check(self, built: BuildResult) -> dict[str, int]:
        """Compare the server's answers with the oleans; how many theorems were compared."""
        memory = Remembered(self.store, "cross", built.modules, self.toolchain.sha256)
        known = memory.get()
        if isinstance(known, dict) and "checked" in known:
            return {"cross_checked": int(known["checked"])}
        from proofgrad.bridge.checking_cross import compare_with_server, inconclusive_code, theorems_of

        try:
            env = self.environment(built)
            names = theorems_of(env, built.modules)
            if not names:
                return {"cross_checked": 0}
            self.stage("asking the Lean server", built)
            found = compare_with_server(self.project, self.toolchain, built, env, names, self.timeout)
        except OleanError as error:
            self.problems.append(Problem.of("olean", error.message))
            return {"cross_checked": 0}
        except ProofgradError as error:
            text = f"the cross-check did not come to an end: {error.message}"
            self.problems.append(Problem.of(inconclusive_code(error), text))
            return {"cross_checked": 0}
        self.problems += found
        if not found:  # only agreement is remembered
            memory.put({"checked": len(names)})
        return {"cross_checked": len(names)}

    def elaborate(self, built: BuildResult) -> tuple[dict[str, ModuleResult], list[Problem]]:
        """The modules' results by the server instead of by the batch build."""
        from proofgrad.bridge.build_messages import Message
        from proofgrad.bridge.checking_cross import elaborate_with_server, inconclusive_code

        self.stage("elaborating in the Lean server", built)
        try:
            return elaborate_with_server(self.project, self.toolchain, built, self.timeout)
        except ProofgradError as error:
            message = Message("error", error.message, kind=inconclusive_code(error))
            unknown: dict[str, ModuleResult] = {
                name: replace(result, status="inconclusive", messages=(message,))
                for name, result in built.modules.items()
            }
            return unknown, []

    def result(
        self,
        built: BuildResult,
        results: Any,
        counts: dict[str, int],
        axioms: tuple[str, ...],
        via: Literal["batch", "server"],
    ) -> CheckResult:
        if not results:
            self.problems.append(Problem.of("empty", f"there are no Lean modules in {self.project.root}"))
        elif not counts.get("declarations"):
            self.problems.append(Problem.of("empty", "no declaration was checked"))
        severities = [problem.severity for problem in self.problems]
        totals = {
            "modules": len(results),
            "accepted": sum(result.status == "ok" for result in results.values()),
            "declarations": 0,
            "theorems": 0,
            "axioms": 0,
            "nodes": 0,
            "cross_checked": 0,
            **counts,
            "errors": severities.count("error"),
            "inconclusive": severities.count("inconclusive"),
            "warnings": severities.count("warning"),
        }
        status: Literal["ok", "failed", "inconclusive"] = (
            "failed" if totals["errors"] else "inconclusive" if totals["inconclusive"] else "ok"
        )
        return CheckResult(
            status=status,
            counts=totals,
            checkers=("lean",),
            via=via,
            problems=tuple(self.problems),
            seconds=time.monotonic() - self.began,
            lean=LeanInfo(self.toolchain.version, self.toolchain.commit, self.toolchain.source),
            root=self.project.root,
            modules=results,
            axioms=axioms,
        )
