"""A project that has been built, with what is read from it: once per run, and from memory where possible."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofgrad.bridge.build.lake import prepared
from proofgrad.bridge.build.run import BuildEvent, BuildResult, build
from proofgrad.bridge.build.store import Store
from proofgrad.bridge.catalogue import serial
from proofgrad.bridge.catalogue.model import Catalogue, CatalogueProblem, LeanInfo, Node, Source, counts
from proofgrad.bridge.checking.audit import Facts, collect_facts
from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.checking.remembered import Remembered
from proofgrad.bridge.checking.source import file_of
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.lean.toolchain import Toolchain
from proofgrad.bridge.project.project import Project
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.configure import read_config

if TYPE_CHECKING:
    from proofgrad.bridge.olean import Environment

__all__ = ["OnEvent", "Session", "digest_of", "digest_problems", "with_text"]

OnEvent = Callable[[BuildEvent], None]
NODE_COUNTS = ("nodes", "generic", "proved", "proved-on-domain", "conditional", "unproved")
"""What a check counts of the catalogue."""


class Session:
    """Builds a project and answers questions about what Lean accepted of it.

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
        return Remembered(self.store, kind, self.built.modules, *more)

    @cached_property
    def environment(self) -> Environment:
        """All that the accepted modules declare. Raises OleanError."""
        from proofgrad.bridge.olean import Environment

        self.stage("reading what Lean compiled")
        return Environment.load(self.oleans)

    @cached_property
    def oleans(self) -> dict[str, Path]:
        """The oleans of the project and of what they import from outside (as from one's own Lean)."""
        oleans = self.built.oleans
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

    @cached_property
    def facts(self) -> Facts:
        """Who rests on `sorry` and on which axioms. Raises OleanError."""
        memory = self.remembered("facts")
        known = memory.read(Facts.from_json)
        if known is None:
            known = collect_facts(self.environment, self.built.modules)
            memory.put(known.to_json())
        return known

    def catalogue(
        self, allow_axioms: Collection[str] = (), python_accepted: frozenset[str] = frozenset()
    ) -> Catalogue:
        """The nodes and what is proven of them; those of modules that were not accepted, from the text.

        Args:
            allow_axioms: axioms that proofs may use besides the usual three.
            python_accepted: what the second checker accepted.

        Raises:
            OleanError: what Lean compiled cannot be read back.
        """
        found = self._compiled_catalogue(allow_axioms, python_accepted)
        rest = {name: result.path for name, result in self.built.modules.items() if result.olean is None}
        return with_text(found, self.project, self.config, rest) if rest else found

    def _compiled_catalogue(
        self, allow_axioms: Collection[str], python_accepted: frozenset[str]
    ) -> Catalogue:
        memory = self._catalogue_memory(allow_axioms, python_accepted)
        known = memory.read(serial.from_json)
        if known is None:
            from proofgrad.bridge.reading.catalogue import read_catalogue

            if not self.built.oleans:
                return Catalogue(self.lean, ())
            environment = self.environment
            self.stage("reading the catalogue")
            known = read_catalogue(
                environment,
                lean=self.lean,
                verdicts={name: result.status for name, result in self.built.modules.items()},
                allow_axioms=allow_axioms,
                python_accepted=python_accepted,
                file_of=lambda module: file_of(self.project, module),
                config=self.config,
                on_step=lambda done, total: self.stage("reading the catalogue", done, total),
            )
            memory.put(serial.to_json(known))
        return known

    def remembered_catalogue(self) -> Catalogue | None:
        """The catalogue with the usual axioms, if it has been read before; None otherwise."""
        return self._catalogue_memory((), frozenset()).read(serial.from_json)

    def _catalogue_memory(self, allow_axioms: Collection[str], python_accepted: frozenset[str]) -> Remembered:
        by_python = hashlib.sha256("\n".join(sorted(python_accepted)).encode()).hexdigest()
        return self.remembered("catalogue", sorted(allow_axioms), by_python, self.config.mark)

    def digest(self, allow_axioms: Collection[str] = ()) -> dict[str, Any]:
        """What a check needs of the catalogue, small enough to be read in a warm check. Raises OleanError.

        Returns:
            ``counts``; ``problems``: [code, message, declaration, file, line]; ``unproved``: [name, file,
            line]; ``conditional``: the same, and why; ``theorems``: those that certify nodes.
        """
        if any(result.olean is None for result in self.built.modules.values()):
            return digest_of(self.catalogue(allow_axioms))  # their text is not in the key
        memory = self.remembered("digest", sorted(allow_axioms), self.config.mark)
        known = memory.read(dict)
        if known is None:
            known = digest_of(self.catalogue(allow_axioms))
            memory.put(known)
        return known


def with_text(
    found: Catalogue, project: Project, config: CatalogueConfig, modules: Mapping[str, Path], why: str = ""
) -> Catalogue:
    """A catalogue, with the nodes in the text of modules that were not compiled: all ``inconclusive``.

    Args:
        found: what is there already.
        project: whose modules.
        config: what a node is called.
        modules: those that were not compiled, with their files.
        why: nothing was compiled at all; the reason.
    """
    from proofgrad.bridge.reading.from_text import nodes_in_text

    nodes, problems = list(found.nodes), list(found.problems)
    known = {node.name for node in nodes}
    for module, path in modules.items():
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # the check says that it cannot be read
        file = file_of(project, module)
        here = [node for node in nodes_in_text(text, file, config) if node.name not in known]
        nodes += here
        if here and not why:
            message = f"{module} was not accepted by Lean; nodes listed from its text alone: {len(here)}"
            problems.append(CatalogueProblem("not-compiled", message, here[0].name, here[0].source))
    if why:
        message = f"nothing was compiled; nodes listed from the text alone: {len(nodes)}; {why}"
        problems.append(CatalogueProblem("not-compiled", message, ""))
    counted = {**counts(nodes, found.declarations)}
    return replace(found, nodes=tuple(nodes), problems=tuple(problems), counts=counted)


def digest_of(found: Catalogue) -> dict[str, Any]:
    """What a check needs of a catalogue, see :meth:`Session.digest`."""
    return {
        "counts": dict(found.counts),
        "problems": [[p.code, p.message, p.declaration, *_place(p.source)] for p in found.problems],
        "unproved": [
            [n.name, *_place(n.source)] for n in found.nodes if n.status == "unproved" and n.kind != "generic"
        ],
        "conditional": [
            [n.name, *_place(n.source), _unmet(n)]
            for n in found.nodes
            if n.status == "conditional" and n.kind != "generic"
        ],
        "theorems": [proof.theorem for node in found.nodes for proof in node.proofs],
    }


def digest_problems(digest: Mapping[str, Any], require_proof: bool) -> tuple[list[Problem], dict[str, int]]:
    """What a catalogue found wrong, and its counts; with `require_proof` also nodes without a proof."""
    problems = [
        Problem.of(code, message, file=file, line=line, declaration=declaration)
        for code, message, declaration, file, line in digest["problems"]
    ]
    if require_proof:
        for name, file, line in digest["unproved"]:
            text = f"the node {name} has no theorem"
            problems.append(Problem.of("unproved", text, file=file, line=line, declaration=name))
        for name, file, line, unmet in digest["conditional"]:
            text = f"the theorem of the node {name} proves nothing: {unmet}"
            problems.append(Problem.of("conditional", text, file=file, line=line, declaration=name))
    return problems, {key: int(digest["counts"].get(key, 0)) for key in NODE_COUNTS}


def _unmet(node: Node) -> str:
    """The hypotheses of a node's theorems that do not count, and why."""
    unmet = [h for proof in node.proofs for h in proof.hypotheses if not h.met]
    return "; ".join(dict.fromkeys(f"{h.text}: {h.why}" for h in unmet))


def _place(source: Source | None) -> tuple[str | None, int | None]:
    return (source.file, source.line) if source is not None else (None, None)
