"""What Lean knows of one node, ready to be told: why its hypotheses are there, what its proofs stand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, Self

from proofgrad.bridge.catalogue.model import Source

__all__ = ["AxiomChain", "Dependency", "GoalState", "NodeBackground", "ProofTree", "Reason", "Role"]

Role = Literal["witness", "necessary", "no-derivative", "left-derivative", "right-derivative"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A theorem that says why a hypothesis is there, or that it can be met.

    Attributes:
        role: ``witness`` (some input or parameter meets the hypotheses), ``necessary`` (the node is correct
            exactly where they hold), ``no-derivative`` (the function has none at a kink), ``left-derivative``
            and ``right-derivative`` (what it has there from one side).
        theorem: full name.
        statement: as Lean would print it.
        doc: its docstring, or empty.
        source: where it stands.
    """

    role: Role
    theorem: str
    statement: str
    doc: str
    source: Source | None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of ``asdict``."""
        return cls(**{**data, "source": Source(**data["source"]) if data["source"] else None})


@dataclass(frozen=True, slots=True)
class Dependency:
    """A theorem or axiom that a proof mentions, with what its own proof mentions.

    What Lean made on the way (``_proof_1`` and the like) is passed through: its uses are its owner's.

    Attributes:
        name: full name.
        kind: ``theorem`` or ``axiom``.
        module: where it is declared.
        statement: as Lean would print it.
        doc: the first line of its docstring.
        height: theorems on the longest chain from here down to the axioms, itself included; 0 for an axiom.
        below: how many theorems it stands on, in its proof and in the definitions that it mentions.
        uses: those of the theorems that its proof mentions directly that are shown, the highest first.
        hidden: how many more it mentions directly.
        again: whether it stands higher up in the tree already, and is not opened a second time.
    """

    name: str
    kind: str
    module: str
    statement: str
    doc: str
    height: int
    below: int
    uses: tuple[Dependency, ...] = ()
    hidden: int = 0
    again: bool = False

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of ``asdict``."""
        return cls(**{**data, "uses": tuple(map(cls.from_json, data["uses"]))})


@dataclass(frozen=True, slots=True)
class AxiomChain:
    """A shortest way from a theorem to an axiom: each constant mentions the next, the last is the axiom."""

    axiom: str
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProofTree:
    """What the proof of a theorem stands on.

    Attributes:
        theorem: the root, opened down to the depth that was asked for.
        source: where it stands.
        definitions: how many definitions, types and instances are anywhere below.
        axioms: a shortest way to each axiom that it rests on.
        complete: whether every term below could be read; if not, counts are lower bounds.
    """

    theorem: Dependency
    source: Source | None
    definitions: int
    axioms: tuple[AxiomChain, ...]
    complete: bool

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of ``asdict``."""
        return cls(
            Dependency.from_json(data["theorem"]),
            Source(**data["source"]) if data["source"] else None,
            data["definitions"],
            tuple(AxiomChain(c["axiom"], tuple(c["chain"])) for c in data["axioms"]),
            data["complete"],
        )


@dataclass(frozen=True, slots=True)
class NodeBackground:
    """All that is read from the compiled proofs to explain a node.

    Attributes:
        node: full name.
        definition: its definition, as Lean would print the value.
        reasons: theorems about its hypotheses, witnesses first.
        trees: one for each of its theorems.
    """

    node: str
    definition: str
    reasons: tuple[Reason, ...]
    trees: tuple[ProofTree, ...]

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of :meth:`to_json`. Raises KeyError or TypeError on anything else."""
        return cls(
            data["node"],
            data["definition"],
            tuple(map(Reason.from_json, data["reasons"])),
            tuple(map(ProofTree.from_json, data["trees"])),
        )


@dataclass(frozen=True, slots=True)
class GoalState:
    """What is to be proven at a position of a Lean file.

    Attributes:
        file: relative to the project.
        line: 1-based.
        column: 0-based, in characters.
        text: the line.
        status: ``goals`` (some are open), ``complete`` (none is left), ``term`` (no tactics here: the goal is
            the type that the term must have), ``no_goal`` (not in a proof).
        goals: each as an editor shows it: hypotheses, then ``⊢`` and what is to be proven.
        messages: what Lean says about that line, as ``severity: text``.
    """

    file: str
    line: int
    column: int
    text: str
    status: str
    goals: tuple[str, ...]
    messages: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As JSON."""
        return {field.name: _plain(getattr(self, field.name)) for field in fields(self)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value
