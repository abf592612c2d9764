"""Look for values at which what a certificate supposes holds, and have Lean check them.

For each certificate in need a module that nobody wrote applies it to simple values. Lean compiles it on the
modules of the project, in the cache and not in the project, and whoever judges those judges it: Lean's
kernel, or the second checker where the Lean is one's own. It is remembered by content, as every module is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from proofgrad.bridge.build.compile import Status
from proofgrad.bridge.catalogue.model import NOT_SHOWN, Hypothesis, Node
from proofgrad.bridge.checking.compiled import Compiled
from proofgrad.bridge.checking.replay.verdict import replayed
from proofgrad.bridge.checking.second.opinion import Opinion, second_opinion
from proofgrad.bridge.errors import ProofgradError
from proofgrad.bridge.files.atomic import write_atomically
from proofgrad.bridge.files.paths import cache_dir, translate_os_errors
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.olean.module import Module
from proofgrad.bridge.project.project import Project
from proofgrad.bridge.reading.attempts import applications
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.library import Library, ShapeError
from proofgrad.bridge.reading.nodes import NodeReader
from proofgrad.bridge.reading.theorems import TheoremReader
from proofgrad.bridge.writing.data import Formulas

__all__ = ["NOT_SEARCHED", "Search", "Witnesses", "find_witnesses", "not_searched"]

NOT_SEARCHED = f"{NOT_SHOWN}: no values were tried, which needs the sources of all imports"

_TACTICS = "NN.Formula"
"""What proves comparisons of numbers, where a project has it."""
_SECONDS = 60.0


@dataclass(frozen=True)
class Witnesses:
    """Modules that apply certificates, as they were compiled and judged.

    Attributes:
        environment: the project's, and these modules.
        applied: for each certificate the theorem that applies it.
        verdicts: what became of these modules, and of what they import.
        judged: what became of their declarations that the kernel did not accept.
    """

    environment: Environment
    applied: Mapping[str, str]
    verdicts: Mapping[str, Status]
    judged: Mapping[str, Status]


@dataclass(frozen=True)
class Search:
    """What came of a search.

    Attributes:
        found: None if there is nothing that was shown.
        lasting: whether another search of the same project would end in the same way.
        possible: whether there can be one; not where a package that somebody else compiled is needed.
    """

    found: Witnesses | None = None
    lasting: bool = True
    possible: bool = True


def find_witnesses(project: Compiled, environment: Environment, nodes: tuple[Node, ...]) -> Search:
    """Look for values for what the certificates of some nodes suppose and nobody has shown.

    Args:
        project: whose certificates, built.
        environment: what it declares.
        nodes: as they were read.
    """
    theorems = [
        proof.theorem
        for node in nodes
        if node.status == "conditional"
        for proof in node.proofs
        if proof.conditional
    ]
    if project.project.search_path():
        return Search(possible=False)
    if not theorems:
        return Search()
    attempts = dict(_attempts(environment, project.config, theorems))
    if not attempts:
        return Search()
    project.stage("looking for values that meet hypotheses")
    written, applied = _written(project.project, environment, attempts)
    try:
        leaf = Compiled(written, timeout=min(project.timeout or _SECONDS, _SECONDS), jobs=1)
        lasting = all(leaf.built.modules[name].status != "inconclusive" for name in written.roots)
        terms = environment.terms
        new = {name: path for name, path in leaf.built.oleans.items() if name not in environment.modules}
        read = {name: Module(name, path, terms) for name, path in new.items()}
        whole = Environment.of({**environment.modules, **read}, terms, before=environment)
        opinions: list[Opinion] = []
        found = replayed(leaf, lambda: _asked(leaf, opinions))
        for opinion in opinions:  # what it gives no verdict of is not accepted
            applied = {of: theorem for of, theorem in applied.items() if theorem in opinion.accepted}
        verdicts = found.verdicts({name: result.status for name, result in leaf.built.modules.items()})
        return Search(Witnesses(whole, applied, verdicts, found.judged()), lasting and not found.missing)
    except ProofgradError:
        return Search(lasting=False)


def not_searched(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Nodes with it said, where nobody has shown that a hypothesis can be met, that no values were tried."""

    def told(hypothesis: Hypothesis) -> Hypothesis:
        return replace(hypothesis, why=NOT_SEARCHED) if hypothesis.why == NOT_SHOWN else hypothesis

    return tuple(
        replace(n, proofs=tuple(replace(p, hypotheses=tuple(map(told, p.hypotheses))) for p in n.proofs))
        if n.status == "conditional"
        else n
        for n in nodes
    )


def _asked(leaf: Compiled, opinions: list[Opinion]) -> Opinion:
    """The second checker's opinion, which is noted."""
    opinions.append(second_opinion(leaf))
    return opinions[-1]


def _attempts(
    environment: Environment, config: CatalogueConfig, theorems: list[str]
) -> Iterator[tuple[str, list[str]]]:
    library = Library(environment, config)
    reader = TheoremReader(library, NodeReader(library))
    nodes = frozenset(library.candidates(("def", "opaque", "axiom"), frozenset((config.node,))))
    formulas = Formulas(environment)
    for theorem in theorems:
        try:
            certificate = reader.read(theorem, nodes)
        except ShapeError:
            continue
        if certificate is not None and certificate.claim is not None:
            found = applications(reader.hypotheses, theorem, certificate.claim, formulas)
            if found:
                yield theorem, found


def _written(
    project: Project, environment: Environment, attempts: Mapping[str, list[str]]
) -> tuple[Project, dict[str, str]]:
    """Modules in the cache, one for each certificate, and the names of their theorems."""
    tactics = f"import {_TACTICS}\n" if project.home_of(_TACTICS) is not None else ""
    texts: dict[str, str] = {}
    applied: dict[str, str] = {}
    for theorem, found in attempts.items():
        tries = "".join(f"\n  | exact have := {text}; True.intro" for text in found)
        head = f"prelude\nimport {environment.module_of(theorem)}\n{tactics}"
        body = f"theorem w : True := by\n  first{tries}\n  | exact True.intro\n"
        name = f"Witness{hashlib.sha256((head + body).encode()).hexdigest()[:16]}"
        texts[name] = f"{head}\nnamespace {name}\n{body}\nend {name}\n"
        applied[theorem] = f"{name}.w"
    mark = hashlib.sha256("".join(sorted(texts)).encode()).hexdigest()[:16]
    folder = cache_dir() / "witnesses" / mark
    written = Project(folder, mark, folder, project.options, tuple(texts), library=project)
    with translate_os_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            write_atomically(written.path_of(name), text.encode())
    return written, applied
