"""Plain data of the catalogue: nodes, proofs, hypotheses. What `oracle` may know of Lean is what stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from proofgrad.bridge.catalogue.formula import Formula, Tree

__all__ = ["Catalogue", "Declaration", "Hypothesis", "LeanInfo", "LinearForm", "Node", "Proof", "Source"]

NodeKind = Literal["elementwise", "vector", "generic"]
NodeStatus = Literal[
    "proved", "proved-on-domain", "unproved", "sorry", "extra-axiom", "failed", "inconclusive"
]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a declaration stands: file relative to the Lean project, 1-based line."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class LeanInfo:
    """The Lean that built the oleans: version, commit, and whether it is the wheel's or the project's own."""

    version: str
    commit: str
    source: Literal["embedded", "project"]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A hypothesis of a theorem about a node.

    Attributes:
        text: as Lean would print it, e.g. ``∀ i, (CtxVec.get idx xV).ofLp i ≠ 0``.
        scope: ``input`` if it restricts the node's input, ``parameter`` if only parameters.
        relation: ``ne``, ``lt``, ``le`` between `left` and `right`, or None for a shape the reader does not
            know.
        left: tree in ``var`` (one coordinate of the input) and ``param``.
        right: the same.
    """

    text: str
    scope: Literal["input", "parameter"]
    relation: Literal["ne", "lt", "le"] | None = None
    left: Tree | None = None
    right: Tree | None = None


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
    """

    theorem: str
    scope: Literal["global", "pointwise"]
    hypotheses: tuple[Hypothesis, ...]
    statement: str
    axioms: tuple[str, ...]
    checked_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinearForm:
    """A vector node y = W x + b: the names of the parameters that hold W (shape out x in) and b (shape out)."""

    weight: str
    bias: str


@dataclass(frozen=True, slots=True)
class Node:
    """A definition whose type ends in ``Node Γ τ``, and what is proven of it."""

    name: str
    kind: NodeKind
    status: NodeStatus
    proofs: tuple[Proof, ...] = ()
    parameters: tuple[str, ...] = ()
    formula: Formula | None = None
    linear: LinearForm | None = None
    doc: str = ""
    source: Source | None = None

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


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All nodes of a project with their proofs, and the status of every declaration.

    Raises nothing; built by :func:`proofgrad.bridge.catalogue` or from saved JSON by :meth:`from_json`.
    """

    lean: LeanInfo
    nodes: tuple[Node, ...]
    declarations: tuple[Declaration, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Node:
        """The node of that full or short name; KeyError if there is none."""
        for node in self.nodes:
            if name in (node.name, node.short_name):
                return node
        raise KeyError(name)

    def to_json(self) -> dict[str, Any]:
        """The `nodes` JSON of the design notes, without ``schema_version`` and ``command``."""
        raise NotImplementedError

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Catalogue:
        """The inverse of :meth:`to_json`."""
        raise NotImplementedError
