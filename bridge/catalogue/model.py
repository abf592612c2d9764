"""Plain data of the catalogue: nodes, proofs, hypotheses. All that `oracle` may know of Lean stands here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from proofgrad.bridge.catalogue.formula import Formula, Tree
from proofgrad.bridge.catalogue.indexed import IndexedFormula
from proofgrad.bridge.catalogue.text import formula_text
from proofgrad.bridge.catalogue.vector import VectorFormula
from proofgrad.bridge.notebook import html_table

__all__ = [
    "NOT_SHOWN",
    "PROVED",
    "STATUSES",
    "Catalogue",
    "CatalogueProblem",
    "Declaration",
    "Hypothesis",
    "IndexedFormula",
    "LeanInfo",
    "ModuleInfo",
    "Node",
    "Notion",
    "Proof",
    "Second",
    "Source",
    "Support",
    "VectorFormula",
    "counts",
]

NodeKind = Literal["elementwise", "vector", "generic"]
NodeStatus = Literal[
    "proved",
    "proved-on-domain",
    "conditional",
    "unproved",
    "refuted",
    "sorry",
    "extra-axiom",
    "failed",
    "inconclusive",
]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a declaration stands: file relative to the Lean project, 1-based line."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class LeanInfo:
    """The Lean that built the oleans: version, commit, and whether it is the wheel's or the project's own;
    ``none`` with an empty version where nothing was built.
    """

    version: str
    commit: str
    source: Literal["embedded", "project", "none"]


NOT_SHOWN = "nobody has shown that it can be met"
"""How the `why` of a hypothesis begins for which somebody could show that, and nobody has."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A hypothesis of a theorem about a node: what it asks for beyond a context, shapes, positions, real
    parameters and the point.

    Attributes:
        text: as Lean would print it, e.g. ``∀ i, (CtxVec.get idx xV).ofLp i ≠ 0``; of data, such as an index
            into nothing, with its name: ``k : Fin 0``.
        scope: ``input`` if it restricts the node's input, ``parameter`` if only parameters, sizes or nothing.
        relation: ``ne``, ``lt``, ``le``, ``eq`` between `left` and `right`, or None for a shape the reader
            does not know.
        left: tree in ``var`` (one coordinate of the input) and ``param``.
        right: the same.
        met: whether it counts: a relation about entries does (where it holds is the proved domain); anything
            else only where it is shown that it can be met. A proof with a hypothesis that is not met is none.
        why: by which theorem or witness that is shown; or why it does not count.
        kind: what it is about: ``entries`` (a relation that every entry meets), ``input`` (anything else
            about the input), ``parameter``, ``size`` (shapes, sizes, the context, or nothing), ``data``
            (something that has to be there); empty where nobody has said.
    """

    text: str
    scope: Literal["input", "parameter"]
    relation: Literal["ne", "lt", "le", "eq"] | None = None
    left: Tree | None = None
    right: Tree | None = None
    met: bool = True
    why: str = ""
    kind: Literal["entries", "input", "parameter", "size", "data", ""] = ""


@dataclass(frozen=True, slots=True)
class Support:
    """What a theorem stands on, all the way down.

    Attributes:
        theorems: how many theorems.
        constants: how many constants of any kind, those theorems included.
        modules: the modules they are in, each with how many, imported ones first.
        direct: the theorems that its own proof mentions.
        complete: whether every term below it could be read; if not, the figures are lower bounds.
    """

    theorems: int
    constants: int
    modules: tuple[tuple[str, int], ...]
    direct: tuple[str, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class ModuleInfo:
    """A module: what it imports, how many theorems and how many constants it declares."""

    name: str
    imports: tuple[str, ...]
    theorems: int
    constants: int


@dataclass(frozen=True, slots=True)
class Proof:
    """A theorem that certifies a node.

    Attributes:
        theorem: its full name.
        scope: ``global`` (correct at every input) or ``pointwise`` (at the inputs that meet the hypotheses).
        hypotheses: those of the theorem beyond the node's own arguments.
        statement: the statement, printed.
        axioms: the transitive closure, sorted.
        checked_by: ``lean``, ``python``: who accepted the proof.
        support: what it stands on; None where that was not read.
    """

    theorem: str
    scope: Literal["global", "pointwise"]
    hypotheses: tuple[Hypothesis, ...]
    statement: str
    axioms: tuple[str, ...]
    checked_by: tuple[str, ...]
    support: Support | None = None

    @property
    def conditional(self) -> bool:
        """Whether nobody has shown that its hypotheses can be met: then it proves nothing."""
        return not all(hypothesis.met for hypothesis in self.hypotheses)


@dataclass(frozen=True, slots=True)
class Second:
    """The second derivative of an elementwise node: f'', in one variable, and the theorem that says so.

    Attributes:
        ddf: the formula.
        ddf_text: the same as text.
        proof: the theorem, with the hypotheses where it holds.
    """

    ddf: Tree
    ddf_text: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class Limit:
    """What an elementwise node tends to at one end, and the theorem that says so.

    Attributes:
        end: where.
        value: the limit; None where the node grows beyond every bound.
        text: the same as text, ``+∞`` for None.
        proof: the theorem.
    """

    end: Literal["+∞", "-∞"]
    value: Tree | None
    text: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class Node:
    """A definition whose type ends in ``Node Γ τ``, and what is proven of it.

    An elementwise node has a `formula`; a vector node `vectors`: what it computes at some sizes, and
    `indexed`: what it computes at every size, None if it could be read at those only.

    Attributes:
        second: of an elementwise node: the derivative of f'; None if no theorem says what it is.
        limits: of an elementwise node: what it tends to at ±∞, where a theorem says it, at most one for
            each end.
        by: the definitions that the word "proved" rests on here and that are not those that ship with
            proofgrad; empty if all are. Where there are any, the status is by the project's own definitions.
    """

    name: str
    kind: NodeKind
    status: NodeStatus
    proofs: tuple[Proof, ...] = ()
    parameters: tuple[str, ...] = ()
    formula: Formula | None = None
    doc: str = ""
    source: Source | None = None
    vectors: tuple[VectorFormula, ...] = ()
    by: tuple[str, ...] = ()
    indexed: IndexedFormula | None = None
    second: Second | None = None
    limits: tuple[Limit, ...] = ()

    def __repr__(self) -> str:
        """One line."""
        own = " by its own definitions" if self.by else ""
        return f"<Node {self.name}: {self.kind}, {self.status}{own}>"

    def _repr_html_(self) -> str:
        """For notebooks."""
        rows = [("status", self.status), ("kind", self.kind), ("doc", self.doc)]
        if self.formula is not None:
            rows += [("f(x)", formula_text(self.formula.f)), ("f'(x)", formula_text(self.formula.df))]
        if self.second is not None:
            rows.append(("f''(x)", self.second.ddf_text))
        for proof in self.proofs:
            rows += [("theorem", proof.theorem), ("statement", proof.statement)]
        if self.source is not None:
            rows.append(("source", f"{self.source.file}:{self.source.line}"))
        return html_table(self.name, ("", ""), rows)

    @property
    def short_name(self) -> str:
        """The last component: ``sigmoid`` of ``Proofs.Autograd.TapeNodes.sigmoid``."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Declaration:
    """Any constant of the environment: name, kind (``theorem``, ``def``, ...), axioms, status."""

    name: str
    kind: str
    axioms: tuple[str, ...]
    status: Literal["ok", "sorry", "extra-axiom", "failed", "inconclusive"]


STATUSES: tuple[NodeStatus, ...] = get_args(NodeStatus)
"""All statuses of a node."""

PROVED: tuple[NodeStatus, ...] = ("proved", "proved-on-domain")
"""Those that count as proven."""


@dataclass(frozen=True, slots=True)
class Notion:
    """What the word "proved" means in a catalogue.

    Attributes:
        name: of the definition, such as ``Proofs.Autograd.NodeFDerivCorrect``.
        statement: it, and what it is about at one point, as Lean would print them.
        shipped: whether it is, down to the real numbers, what ships with proofgrad.
        differs: the definitions that are not; empty where it is another notion altogether.
    """

    name: str
    statement: str
    shipped: bool
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueProblem:
    """Something wrong or not understood in what was read.

    Attributes:
        code: ``unknown-theorem-shape`` (about a node, but not understood), ``theorem-about-another-node``
            (its name says one, its statement another), ``unknown-formula`` (a node whose formula cannot be
            read), ``not-compiled`` (nodes that are known from the text alone), ``one-checker`` (there is no
            Lean here), ``own-definitions`` (the status rests on definitions that are not those that shipped),
            ``wrong-derivative`` (f' is not the
            derivative of f, whatever the theorem says), ``undecided-derivative`` (it disagrees where nobody
            knows whether the hypotheses hold), ``empty-domain`` (no input meets the hypotheses),
            ``unseen-domain`` (none was found that does).
        message: a sentence.
        declaration: the full name of the theorem or node; empty for all.
        source: where it stands.
    """

    code: Literal[
        "unknown-theorem-shape",
        "theorem-about-another-node",
        "unknown-formula",
        "not-compiled",
        "one-checker",
        "own-definitions",
        "wrong-derivative",
        "undecided-derivative",
        "empty-domain",
        "unseen-domain",
    ]
    message: str
    declaration: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All nodes of a project with their proofs, and the status of every declaration.

    Raises nothing; built by :func:`proofgrad.bridge.catalogue` or from JSON by :func:`serial.from_json`.

    Attributes:
        lean: the Lean that built the project.
        nodes: the nodes, generic ones included.
        declarations: every constant.
        counts: ``declarations``, ``theorems``, ``nodes`` and ``generic``, and of the nodes that are not
            generic how many have each status.
        problems: what was found wrong.
        modules: the modules that were read, imported ones first.
        notion: what "proved" means here; None where nothing was compiled.
    """

    lean: LeanInfo
    nodes: tuple[Node, ...]
    declarations: tuple[Declaration, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[CatalogueProblem, ...] = ()
    modules: tuple[ModuleInfo, ...] = ()
    notion: Notion | None = None

    def __getitem__(self, name: str) -> Node:
        """The node of that full or short name; KeyError if there is none."""
        for node in self.nodes:
            if name in (node.name, node.short_name):
                return node
        raise KeyError(name)

    def __repr__(self) -> str:
        """One line with the counts."""
        counted = ", ".join(f"{self.counts[s]} {s}" for s in STATUSES if self.counts.get(s))
        return f"<Catalogue of {self.counts.get('nodes', 0)} nodes: {counted or 'none'}>"

    def _repr_html_(self) -> str:
        """For notebooks."""
        rows = [
            (
                node.short_name,
                node.kind,
                node.status,
                "; ".join(h.text for proof in node.proofs for h in proof.hypotheses),
                formula_text(node.formula.f) if node.formula else "",
            )
            for node in self.nodes
        ]
        return html_table(repr(self)[1:-1], ("node", "kind", "status", "hypotheses", "f(x)"), rows)


def counts(nodes: Sequence[Node], declarations: Sequence[Declaration]) -> dict[str, int]:
    """The counts of a catalogue. Generic nodes are counted apart and in no status."""
    real = [node for node in nodes if node.kind != "generic"]
    return {
        "declarations": len(declarations),
        "theorems": sum(declaration.kind == "theorem" for declaration in declarations),
        "nodes": len(real),
        "generic": len(nodes) - len(real),
        **{status: sum(node.status == status for node in real) for status in STATUSES},
    }
