"""A project that is checked again and again while it is edited: only what an edit affects is looked at again.

Lean compiles the edited module and those that import it, by content key. What was read of the other modules
is kept: their tables, the axioms behind their constants, the nodes whose definition and theorems are in none
of the affected modules.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from proofgrad.bridge.build.compile import ModuleResult, Status
from proofgrad.bridge.catalogue.model import Catalogue, Hypothesis, Node, counts
from proofgrad.bridge.checking.audit import collect_facts, fact_problems
from proofgrad.bridge.checking.digest import digest_of, digest_problems
from proofgrad.bridge.checking.hiding import hiding_problems
from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.checking.session import OnEvent, Session
from proofgrad.bridge.checking.source import file_of, module_problems
from proofgrad.bridge.errors import OleanError
from proofgrad.bridge.project.project import load_project
from proofgrad.bridge.reading.witnesses import SHOWN_AT, SHOWN_BY

if TYPE_CHECKING:
    from proofgrad.bridge.olean import Environment
    from proofgrad.bridge.olean.module import Module

__all__ = ["IncrementalCheck", "Looked", "NodeChange"]


@dataclass(frozen=True, slots=True)
class NodeChange:
    """A node whose status or formula is another one than before; None where there is no such node."""

    name: str
    before: Node | None
    after: Node | None


@dataclass(frozen=True)
class Looked:
    """What one look at the project has found.

    Attributes:
        status: of the whole project, as of :func:`proofgrad.bridge.check` without the second checker and
            without the cross-check by the server.
        affected: the modules that are not what they were at the last look, imports first; at the first, all.
        gone: names of modules that are no longer there.
        problems: of the whole project.
        seconds: wall clock.
    """

    status: Status
    affected: tuple[ModuleResult, ...]
    gone: tuple[str, ...]
    problems: tuple[Problem, ...]
    seconds: float


class IncrementalCheck:
    """Looks at a project as often as asked.

    Args:
        project: its folder; None for the library that ships with proofgrad.
        timeout: wall-clock seconds for one module; None for PROOFGRAD_TIMEOUT or 300.
        on_event: called with progress.
        examine: what whoever can evaluate formulas makes of a catalogue; by default nothing.

    Attributes:
        session: the project as it was built last.
        catalogue: its nodes, as of the last :meth:`nodes`, examined.
    """

    def __init__(
        self,
        project: Path | str | None = None,
        *,
        timeout: float | None = None,
        on_event: OnEvent | None = None,
        examine: Callable[[Catalogue], Catalogue] = lambda catalogue: catalogue,
    ) -> None:
        self.root = load_project(project).root
        self.examine = examine
        self.timeout, self.on_event = timeout, on_event
        self.session: Session | None = None
        self.catalogue: Catalogue | None = None
        self._read: Catalogue | None = None
        self._results: Mapping[str, ModuleResult] = {}
        self._modules: dict[str, tuple[str | None, Module]] = {}
        self._environment: Environment | None = None
        self._stale: set[str] = set()

    def look(self) -> Looked:
        """Build what has changed, and judge the project.

        Raises:
            ProofgradError: as :func:`proofgrad.bridge.check`.
        """
        began = time.monotonic()
        session = Session(load_project(self.root), timeout=self.timeout, on_event=self.on_event)
        results = session.built.modules
        affected = tuple(result for name, result in results.items() if self._differs(name, result))
        gone = tuple(name for name in self._results if name not in results)
        self.session, self._results = session, results
        self._stale |= {result.name for result in affected} | set(gone)
        problems = hiding_problems(session.project, results)
        problems += module_problems(session.project, results)
        if session.built.oleans:
            try:
                problems += session.replayed.problems
                facts = collect_facts(self.environment(), results)
                project = session.project
                problems += fact_problems(lambda module: file_of(project, module), facts, ())
            except OleanError as error:
                problems.append(Problem.of("olean", error.message))
        if not results:
            problems.append(Problem.of("empty", f"there are no Lean modules in {self.root}"))
        severities = {problem.severity for problem in problems}
        status: Status = (
            "failed" if "error" in severities else "inconclusive" if "inconclusive" in severities else "ok"
        )
        return Looked(status, affected, gone, tuple(problems), time.monotonic() - began)

    def _differs(self, name: str, result: ModuleResult) -> bool:
        before = self._results.get(name)
        if before is None or before.key != result.key or before.status != result.status:
            return True
        return result.key is None and before.messages != result.messages

    def environment(self) -> Environment:
        """All that the accepted modules declare; modules with the same content are not read again.

        Raises:
            OleanError: a compiled module is damaged.
        """
        from proofgrad.bridge.build.plan import External
        from proofgrad.bridge.olean import Environment
        from proofgrad.bridge.olean.module import Module
        from proofgrad.bridge.olean.terms import Terms

        assert self.session is not None
        session, old = self.session, self._environment
        results, external = session.built.modules, External(session.project, session.toolchain)
        terms = old.terms if old is not None else Terms()
        read: dict[str, tuple[str | None, Module]] = {}
        oleans = session.built.oleans
        todo = list(oleans)
        while todo:
            name = todo.pop()
            path = oleans[name]
            key = results[name].key if name in results else str(path)
            known = self._modules.get(name)
            read[name] = known if known and known[0] == key else (key, Module(name, path, terms))
            for imported in read[name][1].imports:
                file = external.file(imported) if imported not in oleans else None
                if file is not None:  # of Lean's own library, or of a package
                    oleans[imported] = file
                    todo.append(imported)
        changed = read.keys() != self._modules.keys() or any(read[n] is not self._modules[n] for n in read)
        if old is None or changed:
            self._environment = Environment.of({name: read[name][1] for name in oleans}, terms, old)
            self._modules = read
        assert self._environment is not None
        return self._environment

    def nodes(self) -> tuple[NodeChange, ...]:
        """Read again the nodes that the looks since the last call have affected.

        Returns:
            Those of which something is another than before; at the first call, all.

        Raises:
            OleanError: a compiled module is damaged.
        """
        assert self.session is not None
        before = {node.name: node for node in self.catalogue.nodes} if self.catalogue else {}
        if self._read is None:
            self._read = self.session.catalogue()
        elif self._stale:
            self._read = self._updated(self._read)
        self._stale.clear()
        self.catalogue = self.examine(self._read)
        after = {node.name: node for node in self.catalogue.nodes}
        names = [*after, *(name for name in before if name not in after)]
        return tuple(
            NodeChange(name, before.get(name), after.get(name))
            for name in names
            if _essence(before.get(name)) != _essence(after.get(name))
        )

    def _updated(self, old: Catalogue) -> Catalogue:
        from proofgrad.bridge.reading.catalogue import read_catalogue

        assert self.session is not None
        session = self.session
        if not session.built.oleans:
            return Catalogue(session.lean, ())
        env = self.environment()
        stale = self._stale
        kept = {
            node.name: node
            for node in old.nodes
            if node.name in env
            and env.module_of(node.name) not in stale
            and all(p.theorem in env and env.module_of(p.theorem) not in stale for p in node.proofs)
            and all(_still_shown(h, env, stale) for p in node.proofs for h in p.hypotheses)
        }
        # A theorem in an affected module may be about a node in any other.
        read = partial(
            read_catalogue,
            lean=session.lean,
            by=session.replayed.by,
            file_of=lambda module: file_of(session.project, module),
            config=session.config,
            declarations=False,
            known=kept,
            changed=stale,
        )
        new = session.with_witnesses(env, read, session.own_modules)
        return replace(old, nodes=new.nodes, counts=counts(new.nodes, ()), problems=new.problems)

    def node_problems(self) -> tuple[Problem, ...]:
        """What the catalogue found wrong with the nodes that it has read. Call :meth:`nodes` before."""
        if self.catalogue is None:
            return ()
        return tuple(digest_problems(digest_of(self.catalogue), False)[0])


def _still_shown(hypothesis: Hypothesis, env: Environment, stale: Collection[str]) -> bool:
    """Whether what is said of a hypothesis cannot have changed: nothing had to show that it can be met, or a
    theorem does that is where it was."""
    why = hypothesis.why
    if not why:
        return True
    if SHOWN_AT in why:  # by an application of the certificate, which has not changed
        return True
    theorem = why.partition(SHOWN_BY)[2].rstrip(")")
    return theorem in env and env.module_of(theorem) not in stale


def _essence(node: Node | None) -> object:
    if node is None:
        return None
    theorems = tuple((p.theorem, tuple(h.text for h in p.hypotheses)) for p in node.proofs)
    return node.status, node.formula, node.vectors, node.indexed, node.parameters, theorems
