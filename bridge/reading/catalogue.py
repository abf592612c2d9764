"""The catalogue of an environment: every node, what is proven of it under which hypotheses, its formulas, its
status.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Literal

from proofgrad.bridge.catalogue.model import (
    PROVED,
    Catalogue,
    CatalogueProblem,
    Declaration,
    LeanInfo,
    Limit,
    Node,
    NodeStatus,
    Proof,
    Second,
    Source,
    counts,
)
from proofgrad.bridge.catalogue.text import formula_text
from proofgrad.bridge.olean.constants import Axiom, Constructor, Definition, Inductive, Opaque, Recursor
from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.olean.reduce import ReductionLimit
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.library import Library, ShapeError
from proofgrad.bridge.reading.limits import LimitReader
from proofgrad.bridge.reading.nodes import NodeReader, NodeShape
from proofgrad.bridge.reading.notions import Notions
from proofgrad.bridge.reading.seconds import SecondReader, Slope
from proofgrad.bridge.reading.support import Supports
from proofgrad.bridge.reading.theorems import Certificate, TheoremReader
from proofgrad.bridge.reading.witnesses import WitnessReader

__all__ = ["Verdict", "read_catalogue"]

Verdict = Literal["ok", "failed", "inconclusive"]


def read_catalogue(
    env: Environment,
    *,
    lean: LeanInfo,
    verdicts: Mapping[str, Verdict],
    allow_axioms: Collection[str] = (),
    python_accepted: Collection[str] = (),
    judged: Mapping[str, Verdict] | None = None,
    by: Literal["lean", "python"] = "lean",
    file_of: Callable[[str], str] | None = None,
    config: CatalogueConfig | None = None,
    declarations: bool = True,
    supports: bool = True,
    known: Mapping[str, Node] | None = None,
    changed: Collection[str] = (),
    only: Collection[str] | None = None,
    on_step: Callable[[int, int], None] | None = None,
    applied: Mapping[str, str] | None = None,
) -> Catalogue:
    """Read the catalogue of a project.

    Args:
        env: its compiled modules.
        lean: the Lean that compiled them.
        verdicts: for each module what became of checking it. A module that is not in it counts as
            inconclusive: nothing is shown as proven because nobody looked.
        allow_axioms: axioms that proofs may use, besides those that the configuration trusts.
        python_accepted: declarations that the second checker accepted.
        judged: what became of the declarations that the kernel `by` did not accept; the others of a module
            that is ``ok`` are accepted by it.
        by: whose kernel looked at what was compiled: ``lean``, or ``python`` where Lean's could not be asked.
        file_of: the source file of a module, relative to the project; by default ``A.B`` is ``A/B.lean``.
        config: the names of the library; by default those of the library that ships with proofgrad.
        declarations: whether to list and judge every constant, and not only the nodes.
        supports: whether to say what each proof stands on, which takes a second.
        known: nodes that need not be read again, unless a theorem of the modules `changed` is about them.
        changed: modules that are not what they were when `known` was read.
        only: the modules whose nodes, theorems and declarations are read; None for all.
        on_step: called before each theorem and node that is read, with how many of both are done and how many
            there are.

    Raises:
        OleanError: a file is damaged.

    What is wrong with a single node or theorem (a formula that cannot be read, a theorem of unknown shape or
    with the wrong name) is no exception but one of the catalogue's `problems`.
    """
    return _Reading(
        env,
        lean,
        verdicts,
        allow_axioms,
        python_accepted,
        judged or {},
        by,
        file_of,
        config,
        only,
        supports,
        applied or {},
    ).run(declarations, known or {}, frozenset(changed), on_step)


class _Reading:
    def __init__(
        self,
        env: Environment,
        lean: LeanInfo,
        verdicts: Mapping[str, Verdict],
        allow_axioms: Collection[str],
        python_accepted: Collection[str],
        judged: Mapping[str, Verdict],
        by: Literal["lean", "python"],
        file_of: Callable[[str], str] | None,
        config: CatalogueConfig | None,
        only: Collection[str] | None,
        supports: bool,
        applied: Mapping[str, str],
    ) -> None:
        self.with_supports = supports
        self.only = None if only is None else frozenset(only)
        self.env, self.lean, self.verdicts = env, lean, verdicts
        self.config = config = config or CatalogueConfig()
        self.allowed = frozenset((*config.trusted_axioms, *allow_axioms))
        self.python_accepted = python_accepted
        self.judged, self.by = judged, by
        self.file_of = file_of or (lambda module: module.replace(".", "/") + ".lean")
        self.library = Library(env, config)
        self.nodes = NodeReader(self.library)
        self.theorems = TheoremReader(self.library, self.nodes)
        self.witnesses = WitnessReader(self.library, self.theorems.hypotheses, self._trusted, applied)
        self.notions = Notions(self.library)
        self.supports = Supports(env)
        self.problems: list[CatalogueProblem] = []

    def run(
        self,
        declarations: bool,
        known: Mapping[str, Node],
        changed: frozenset[str],
        on_step: Callable[[int, int], None] | None,
    ) -> Catalogue:
        config = self.config
        found = list(self.library.candidates(("def", "opaque", "axiom"), frozenset((config.node,))))
        covered = filter(self._is_asked, filter(config.covers, found))
        names = [name for name in covered if not self._is_lean_made(name)]
        heads = frozenset((config.correct, config.correct_at))
        certifying = self.library.candidates(config.certificates, heads, self.only)
        theorems = list(filter(config.covers, certifying))
        step = on_step or (lambda _done, _total: None)
        total = len(theorems) + len(names)
        settled = {proof.theorem for node in known.values() for proof in node.proofs}
        certificates = self.certificates(frozenset(found), theorems, settled, lambda n: step(n, total))
        again = {name for name, own in certificates.items() if any(self._in(t, changed) for t, _ in own)}
        if again & known.keys():
            certificates = self.certificates(
                frozenset(found), theorems, settled - self._theorems(known, again)
            )
        nodes = []
        for number, name in enumerate(names):
            if name in known and name not in again:
                nodes.append(known[name])
                continue
            step(len(theorems) + number, total)
            nodes.append(self.node(name, certificates.get(name, ())))
        nodes = self.with_limits(self.with_seconds(nodes))
        nodes.sort(key=lambda node: (node.source.file, node.source.line) if node.source else ("", 0))
        self.by_own_definitions(nodes)
        listed = tuple(map(self.declaration, filter(self._is_asked, self.env))) if declarations else ()
        return Catalogue(
            self.lean,
            tuple(nodes),
            listed,
            counts(nodes, listed),
            tuple(self.problems),
            self.supports.modules(),
            self.notions.notion(),
        )

    def with_seconds(self, nodes: list[Node]) -> list[Node]:
        """The nodes with their second derivatives, as far as theorems that count say what these are."""
        found = SecondReader(self.library).of(nodes, self.only)
        own = self.notions.slope_is_own
        out = []
        for node in nodes:
            slopes = (s for s in found.get(node.name, ()) if self._counts(s, node) and (node.by or not own))
            slope = next(slopes, None)
            if slope is None:
                out.append(replace(node, second=None) if node.second else node)
                continue
            proof = self.proof(slope.theorem, Certificate(node.name, slope.hypotheses))
            proof = replace(proof, support=None)
            out.append(replace(node, second=Second(slope.ddf, formula_text(slope.ddf), proof)))
        return out

    def with_limits(self, nodes: list[Node]) -> list[Node]:
        """The nodes with their limits at ±∞, as far as theorems that count say what these are."""
        own = self.notions.limits_are_own
        found = {} if own else LimitReader(self.library).of(nodes, self.only)
        out = []
        for node in nodes:
            limits: dict[str, Limit] = {}
            for said in found.get(node.name, ()):
                if said.end in limits or not self._trusted(said.theorem):
                    continue
                proof = replace(self.proof(said.theorem, Certificate(node.name, ())), support=None)
                text = "+∞" if said.value is None else formula_text(said.value)
                limits[said.end] = Limit(said.end, said.value, text, proof)
            out.append(replace(node, limits=tuple(limits.values())))
        return out

    def _counts(self, slope: Slope, node: Node) -> bool:
        """Whether a theorem is trusted, and asks nothing of parameters that the node's own does not."""
        if not self._trusted(slope.theorem):
            return False
        shown = {
            (h.relation, h.left, h.right)
            for proof in node.proofs
            if not proof.conditional
            for h in proof.hypotheses
        }
        asked = (h for h in slope.hypotheses if h.scope == "parameter")
        return all((h.relation, h.left, h.right) in shown for h in asked)

    def by_own_definitions(self, nodes: Collection[Node]) -> None:
        """Say it where what is called proven is so by definitions that are not those that shipped."""
        own = [n for n in nodes if n.by and n.kind != "generic" and n.status in (*PROVED, "conditional")]
        if own:
            names = list(dict.fromkeys(name for node in own for name in node.by))
            listed = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
            which = "1 node is" if len(own) == 1 else f"{len(own)} nodes are"
            message = f"{which} proved by this project's own definitions, not by those that ship: {listed}"
            self.problem("own-definitions", message, "")

    def problem(
        self,
        code: Literal[
            "unknown-theorem-shape", "theorem-about-another-node", "unknown-formula", "own-definitions"
        ],
        message: str,
        declaration: str,
    ) -> None:
        source = self.source(declaration) if declaration else None
        self.problems.append(CatalogueProblem(code, message, declaration, source))

    def source(self, name: str) -> Source | None:
        position = self.env.position(name)
        return Source(self.file_of(self.env.module_of(name)), position.line) if position else None

    def _is_asked(self, name: str) -> bool:
        return self.only is None or self.env.module_of(name) in self.only

    def _is_lean_made(self, name: str) -> bool:
        """Whether Lean made a definition of its own accord, such as ``Node._flat_ctor``."""
        return name.rpartition(".")[2].startswith("_") and self.env.position(name) is None

    # Theorems

    def _in(self, name: str, modules: frozenset[str]) -> bool:
        return self.env.module_of(name) in modules

    @staticmethod
    def _theorems(known: Mapping[str, Node], names: Collection[str]) -> set[str]:
        return {proof.theorem for name in names if name in known for proof in known[name].proofs}

    def certificates(
        self,
        nodes: frozenset[str],
        theorems: Collection[str],
        settled: Collection[str] = (),
        step: Callable[[int], None] = lambda _done: None,
    ) -> dict[str, list[tuple[str, Certificate]]]:
        """For each node the theorems that certify it, but for those that are `settled`."""
        found: dict[str, list[tuple[str, Certificate]]] = {}
        for number, theorem in enumerate(theorems):
            if theorem in settled:
                continue
            step(number)
            try:
                certificate = self.theorems.read(theorem, nodes)
            except (ShapeError, ReductionLimit) as error:
                self.problem("unknown-theorem-shape", error.message, theorem)
                continue
            if certificate is None:
                continue
            certificate = self.with_witness(theorem, certificate)
            expected = self._named_after(theorem)
            if expected is not None and expected != certificate.node:
                message = f"{theorem} is named after {expected}, but it is about {certificate.node}"
                self.problem("theorem-about-another-node", message, theorem)
            found.setdefault(certificate.node, []).append((theorem, certificate))
        return found

    def with_witness(self, theorem: str, certificate: Certificate) -> Certificate:
        """The certificate, with what shows that its hypotheses can be met, if anything does."""
        claim = certificate.claim
        if claim is None or not claim.in_need:
            return certificate
        witness = self.witnesses.of(certificate.node, theorem, claim)
        if witness is None:
            return certificate
        shown = claim.shown(witness.told, everywhere=witness.everywhere, some_entries=witness.some_entries)
        return replace(certificate, hypotheses=shown)

    def _trusted(self, theorem: str) -> bool:
        """Whether a theorem counts: Lean accepted it, and it stands on nothing that is not allowed."""
        return self.verdict(theorem) == "ok" and self.judge(self.env.axioms(theorem)) == "ok"

    def _named_after(self, theorem: str) -> str | None:
        for suffix in self.config.suffixes:
            if theorem.endswith(suffix) and not theorem.endswith("." + suffix):
                return theorem.removesuffix(suffix)
        return None

    def proof(self, theorem: str, certificate: Certificate) -> Proof:
        checked: list[str] = []
        if self.verdict(theorem) == "ok":
            checked.append(self.by)
        if theorem in self.python_accepted and "python" not in checked:
            checked.append("python")
        return Proof(
            theorem=theorem,
            scope="pointwise" if certificate.pointwise else "global",
            hypotheses=certificate.hypotheses,
            statement=self.library.show(self.env[theorem].type),
            axioms=self.env.axioms(theorem),
            checked_by=tuple(checked),
            support=self.supports.of(theorem) if self.with_supports else None,
        )

    def verdict(self, name: str) -> Verdict:
        return self.judged.get(name) or self.verdicts.get(self.env.module_of(name), "inconclusive")

    # Nodes

    def node(self, name: str, certificates: Collection[tuple[str, Certificate]]) -> Node:
        if self.env.kind(name) == "def":
            shape = self.nodes.read(name)
        else:
            shape = NodeShape("vector", problem=f"{name} is no definition, so there is no formula to read")
        if shape.problem is not None:
            self.problem("unknown-formula", shape.problem, name)
        proofs = tuple(self.proof(*certificate) for certificate in certificates)
        return Node(
            name=name,
            kind=shape.kind,
            status=self.status(name, proofs),
            proofs=proofs,
            parameters=shape.parameters,
            formula=shape.formula,
            doc=self.env.docstring(name) or "",
            source=self.source(name),
            vectors=shape.vectors,
            indexed=shape.indexed,
            by=self.notions.own(name),
        )

    def status(self, name: str, proofs: Collection[Proof]) -> NodeStatus:
        """The status of a node: the best that one of its proofs gives it."""
        verdict = self.verdict(name)
        if verdict != "ok":
            return verdict
        given = {self.proof_status(proof) for proof in proofs}
        order: tuple[NodeStatus, ...] = (
            "proved",
            "proved-on-domain",
            "conditional",
            "inconclusive",
            "failed",
            "extra-axiom",
            "sorry",
        )
        best = next((status for status in order if status in given), None)
        if best is not None:
            return best
        return "sorry" if self.config.sorry in self.env.axioms(name) else "unproved"

    def proof_status(self, proof: Proof) -> NodeStatus:
        verdict = self.verdict(proof.theorem)
        if verdict != "ok":
            return verdict
        judged = self.judge(proof.axioms)
        if judged != "ok":
            return judged
        if proof.conditional:
            return "conditional"
        return "proved-on-domain" if proof.scope == "pointwise" else "proved"

    def judge(self, axioms: Collection[str]) -> Literal["ok", "sorry", "extra-axiom"]:
        if self.config.sorry in axioms:
            return "sorry"
        return "ok" if self.allowed.issuperset(axioms) else "extra-axiom"

    # All constants

    def declaration(self, name: str) -> Declaration:
        axioms = self.env.axioms(name)
        kind = self.env.kind(name)
        verdict = self.verdict(name)
        if verdict != "ok":
            return Declaration(name, kind, axioms, verdict)
        judged = self.judge(axioms)
        if judged != "ok" and (axioms == (self.config.sorry,) == (name,) or self._is_unsafe(name)):
            judged = "ok"  # sorry's own declaration; what Lean's kernel lets no theorem use
        return Declaration(name, kind, axioms, judged)

    def _is_unsafe(self, name: str) -> bool:
        constant = self.env[name]
        if isinstance(constant, Definition):
            return constant.safety != "safe"
        if isinstance(constant, Axiom | Opaque | Inductive | Constructor | Recursor):
            return constant.unsafe
        return False
