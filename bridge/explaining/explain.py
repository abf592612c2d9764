"""The background of a node: why its hypotheses are needed, and what its proofs stand on.

Which theorems speak of a node's hypotheses is read off their statements, not off their names: an existence
statement about the node's correctness is a witness, an equivalence says where the hypotheses are necessary,
and statements about left, right or missing derivatives of the node's scalar function tell of its kinks.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from proofgrad.bridge.catalogue.model import Node, Source
from proofgrad.bridge.checking.session import OnEvent
from proofgrad.bridge.checking.shipped import ShippedSession, open_session
from proofgrad.bridge.checking.source import file_of
from proofgrad.bridge.explaining.model import NodeBackground, Reason, Role
from proofgrad.bridge.explaining.tree import DEPTH, WIDTH, proof_tree
from proofgrad.bridge.reading.closure import constants

if TYPE_CHECKING:
    from proofgrad.bridge.explaining.model import GoalState
    from proofgrad.bridge.olean.uses import Uses
    from proofgrad.bridge.reading.library import Library

__all__ = ["Explainer"]

_ABOUT_CORRECTNESS: dict[str, Role] = {"Exists": "witness", "Nonempty": "witness", "Iff": "necessary"}
_ONE_SIDED: dict[str, Role] = {
    "HasLeftDerivAt": "left-derivative",
    "HasRightDerivAt": "right-derivative",
    "Not": "no-derivative",
}
_ROLES: tuple[Role, ...] = ("witness", "necessary", "left-derivative", "right-derivative", "no-derivative")


class Explainer:
    """Answers questions about the nodes of a project that has been built.

    Args:
        project: its folder; None for the library that ships with proofgrad.
        timeout: wall-clock seconds for a module or a question to the server; None for PROOFGRAD_TIMEOUT.
        on_event: called with progress.

    Raises:
        ProofgradError: as :func:`proofgrad.bridge.catalogue`.
    """

    def __init__(
        self,
        project: Path | str | None = None,
        *,
        timeout: float | None = None,
        on_event: OnEvent | None = None,
    ) -> None:
        self.session = open_session(project, timeout=timeout, on_event=on_event)
        self._library: Library | None = None

    @property
    def library(self) -> Library:
        """The compiled library, understood. Raises OleanError."""
        if self._library is None:
            from proofgrad.bridge.reading.library import Library

            self._library = Library(self.session.environment, self.session.config)
        return self._library

    def background(self, node: Node, *, depth: int = DEPTH, width: int = WIDTH) -> NodeBackground:
        """The background of a node of this project's catalogue; remembered while no module changes.

        Args:
            node: which.
            depth: levels of the dependency trees.
            width: direct uses shown of each theorem.

        Raises:
            OleanError: a compiled module is damaged.
        """
        theorems = [proof.theorem for proof in node.proofs]
        memory = self.session.remembered("background", node.name, theorems, depth, width)
        known = memory.read(NodeBackground.from_json)
        if known is None:
            known = self._background(node, depth, width)
            memory.put(known.to_json())
        return known

    def goals(self, node: Node, place: str) -> tuple[GoalState, ...]:
        """The goals at a place, see :mod:`~proofgrad.bridge.explaining.goals`.

        Args:
            node: lines without a file are lines of the file of its first theorem.
            place: such as ``123``, ``+2`` (below the theorem's name), ``123:8``, ``NN/File.lean:123``.

        Raises:
            UsageError: there is no such place.
            ToolchainNotFound: there is no Lean to ask.
            ServerError, LeanTimeout, LeanCrashed: the Lean server did not answer.
        """
        from proofgrad.bridge.explaining.goals import goal_states

        if isinstance(self.session, ShippedSession):
            raise self.session.no_lean
        theorem = self._source(node.proofs[0].theorem) if node.proofs else node.source
        self.session.stage("asking the Lean server")
        return goal_states(self.session, theorem, place)

    def _background(self, node: Node, depth: int, width: int) -> NodeBackground:
        from proofgrad.bridge.olean.constants import Definition
        from proofgrad.bridge.olean.uses import Uses

        env, library = self.session.environment, self.library
        self.session.stage("following the proofs")
        uses = Uses(list(env.modules.values()))
        constant = env[node.name]
        trees = tuple(
            proof_tree(
                env,
                uses,
                proof.theorem,
                show=library.show,
                source=self._source(proof.theorem),
                depth=depth,
                width=width,
            )
            for proof in node.proofs
        )
        definition = library.show(constant.value) if isinstance(constant, Definition) else ""
        return NodeBackground(node.name, definition, self._reasons(node.name, uses), trees)

    def _reasons(self, node: str, uses: Uses) -> tuple[Reason, ...]:
        env, config = self.session.environment, self.library.config
        reals = {name for name, head in env.conclusions(("def",)) if head == config.real}
        functions = reals.intersection(uses[node])
        notions = {config.correct, config.correct_at}
        found: list[Reason] = []
        for theorem, head in env.conclusions(("theorem",)):
            last = head.rpartition(".")[2]
            role = _ABOUT_CORRECTNESS.get(head) or _ONE_SIDED.get(last)
            if role is None:
                continue
            said = constants(env[theorem].type)
            if head in _ABOUT_CORRECTNESS:
                fits = node in said and bool(notions & said)
            else:
                fits = bool(functions & said) and (last != "Not" or any(map(_is_derivative, said)))
            if fits:
                found.append(self._reason(theorem, role))
        return tuple(sorted(found, key=lambda reason: _ROLES.index(reason.role)))

    def _reason(self, theorem: str, role: Role) -> Reason:
        env = self.session.environment
        return Reason(
            role=role,
            theorem=theorem,
            statement=self.library.show(env[theorem].type),
            doc=" ".join((env.docstring(theorem) or "").split()),
            source=self._source(theorem),
        )

    def _source(self, name: str) -> Source | None:
        env = self.session.environment
        at = env.position(name)
        return Source(file_of(self.session.project, env.module_of(name)), at.line) if at else None


def _is_derivative(name: str) -> bool:
    return name.rpartition(".")[2] == "HasDerivAt"
