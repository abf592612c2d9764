"""A project that has been built, with what is read from it: once per run, and from memory where possible."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofgrad.bridge.build.compile import Status
from proofgrad.bridge.catalogue import serial
from proofgrad.bridge.catalogue.model import Catalogue, CatalogueProblem, counts
from proofgrad.bridge.checking.audit import Facts, collect_facts
from proofgrad.bridge.checking.compiled import Compiled, OnEvent
from proofgrad.bridge.checking.digest import digest_of
from proofgrad.bridge.checking.remembered import Remembered
from proofgrad.bridge.checking.source import file_of
from proofgrad.bridge.project.project import Project
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.shipped import mark

if TYPE_CHECKING:
    from proofgrad.bridge.checking.replay.verdict import Replayed
    from proofgrad.bridge.checking.second.opinion import Opinion
    from proofgrad.bridge.olean import Environment

__all__ = ["OnEvent", "Session", "with_text"]


class Session(Compiled):
    """A project that has been built, with all that kernels say of it and that is read from it.

    Attributes:
        lasting: whether what was read of it may be remembered; not where a search ended with a time-out.
    """

    lasting = True

    @cached_property
    def replayed(self) -> Replayed:
        """What a kernel says of the compiled declarations: until it has accepted one, that does not count.

        Raises OleanError or CacheError.
        """
        from proofgrad.bridge.checking.replay.verdict import replayed

        return replayed(self, lambda: self.second)

    @cached_property
    def second(self) -> Opinion:
        """What the second checker says of them. Raises OleanError or CacheError."""
        from proofgrad.bridge.checking.second.opinion import second_opinion

        return second_opinion(self)

    @property
    def verdicts(self) -> dict[str, Status]:
        """What became of each module: accepted by Lean when it was compiled, and looked at by a kernel."""
        return self.replayed.verdicts({name: r.status for name, r in self.built.modules.items()})

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
        known = memory.read_once(serial.from_json)
        if known is None:
            from proofgrad.bridge.reading.catalogue import read_catalogue

            if not self.built.oleans:
                return Catalogue(self.lean, ())
            environment = self.environment
            self.stage("reading the catalogue")
            read = partial(
                read_catalogue,
                lean=self.lean,
                by=self.replayed.by,
                allow_axioms=allow_axioms,
                python_accepted=python_accepted,
                file_of=lambda module: file_of(self.project, module),
                config=self.config,
                on_step=lambda done, total: self.stage("reading the catalogue", done, total),
            )
            known = self.with_witnesses(environment, read, self.own_modules)
            if self.lasting:
                memory.put(serial.to_json(known))
        return known

    def with_witnesses(
        self, environment: Environment, read: Callable[..., Catalogue], only: Collection[str] | None
    ) -> Catalogue:
        """A catalogue, read again if values are found at which what its certificates suppose holds.

        Args:
            environment: what the project declares.
            read: reads a catalogue of an environment, given ``verdicts``, ``judged``, ``only``, ``applied``.
            only: the modules that are read; None for all.
        """
        judged = self.replayed.judged()
        found = read(environment, verdicts=self.verdicts, judged=judged, only=only)
        if all(node.status != "conditional" for node in found.nodes):
            return found
        from proofgrad.bridge.checking.witnessing import find_witnesses, not_searched

        search = find_witnesses(self, environment, found.nodes)
        self.lasting = self.lasting and search.lasting
        witnesses = search.found
        if witnesses is None:
            return found if search.possible else replace(found, nodes=not_searched(found.nodes))
        again = read(
            witnesses.environment,
            verdicts={**witnesses.verdicts, **self.verdicts},
            judged={**witnesses.judged, **judged},
            only=frozenset(self.built.oleans) if only is None else only,
            applied=witnesses.applied,
        )
        return replace(again, modules=found.modules)

    @property
    def own_modules(self) -> frozenset[str] | None:
        """The modules that are read: those that are accepted, and no required library's. None for all."""
        if self.project.library is None:
            return None
        return frozenset(name for name in self.built.oleans if self.project.has(name))

    def remembered_catalogue(self) -> Catalogue | None:
        """The catalogue with the usual axioms, if it has been read before; None otherwise."""
        return self._catalogue_memory((), frozenset()).read_once(serial.from_json)

    def _catalogue_memory(self, allow_axioms: Collection[str], python_accepted: frozenset[str]) -> Remembered:
        by_python = hashlib.sha256("\n".join(sorted(python_accepted)).encode()).hexdigest()
        marks = (self.config.mark, self.replayed.mark, mark())
        return self.remembered("catalogue", sorted(allow_axioms), by_python, *marks)

    def digest(self, allow_axioms: Collection[str] = ()) -> dict[str, Any]:
        """What a check needs of the catalogue, small enough to be read in a warm check. Raises OleanError.

        Returns:
            ``counts``; ``problems``: [code, message, declaration, file, line]; ``unproved``: [name, file,
            line]; ``conditional``: the same, and why; ``theorems``: those that certify nodes; ``claims``: the
            nodes that are called proven, or would be if their hypotheses could be met.
        """
        if any(result.olean is None for result in self.built.modules.values()):
            return digest_of(self.catalogue(allow_axioms))  # their text is not in the key
        marks = (self.config.mark, self.replayed.mark, mark())
        memory = self.remembered("digest", sorted(allow_axioms), *marks)
        known = memory.read(dict)
        if known is None:
            known = digest_of(self.catalogue(allow_axioms))
            if self.lasting:
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
    from proofgrad.bridge.reading.from_text import namesakes, nodes_in_text

    nodes, problems = list(found.nodes), list(found.problems)
    known = {node.name for node in nodes}
    texts = {}
    for module, path in modules.items():
        with contextlib.suppress(OSError, UnicodeDecodeError):  # the check says that it cannot be read
            texts[module] = path.read_text(encoding="utf-8")
    others = {name for text in texts.values() for name in namesakes(text, config)}
    for module, text in texts.items():
        file = file_of(project, module)
        here = [node for node in nodes_in_text(text, file, config, others) if node.name not in known]
        nodes += here
        if here and not why:
            message = f"{module} was not accepted by Lean; nodes listed from its text alone: {len(here)}"
            problems.append(CatalogueProblem("not-compiled", message, here[0].name, here[0].source))
    if why:
        message = f"nothing was compiled; nodes listed from the text alone: {len(nodes)}; {why}"
        problems.append(CatalogueProblem("not-compiled", message, ""))
    counted = {**counts(nodes, found.declarations)}
    return replace(found, nodes=tuple(nodes), problems=tuple(problems), counts=counted)
