"""Formulas of vector nodes at sizes that are asked for, beyond those that a catalogue has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from proofgrad.bridge.catalogue.fitting import at_shapes
from proofgrad.bridge.catalogue.model import Node, VectorFormula
from proofgrad.bridge.catalogue.sizes import OfEverySize, many
from proofgrad.bridge.checking.session import Session
from proofgrad.bridge.checking.shipped import ShippedSession, open_session
from proofgrad.bridge.errors import CatalogueError
from proofgrad.bridge.reading.concrete import ConcreteReader
from proofgrad.bridge.reading.extract import ExtractionError
from proofgrad.bridge.reading.library import Library

__all__ = ["VectorFormulas"]


class VectorFormulas:
    """Vector nodes of a project at any sizes.

    A node that was read for every size is written out at these. Compiled proofs are opened only where one was
    not, and then read again.

    Args:
        project: its folder; None for the library that ships with proofgrad.
    """

    def __init__(self, project: Path | str | None = None) -> None:
        self._project = project
        self._known: dict[tuple[object, ...], VectorFormula] = {}

    @cached_property
    def _session(self) -> Session | ShippedSession:
        return open_session(self._project)

    @cached_property
    def _reader(self) -> ConcreteReader:
        return ConcreteReader(Library(self._session.environment, self._session.config))

    def _node(self, node: Node | str) -> Node:
        if not isinstance(node, str):
            return node
        try:
            return self._session.catalogue()[node]
        except KeyError:
            raise CatalogueError(f"there is no node {node}") from None

    def __call__(
        self,
        node: Node | str,
        shapes: Sequence[tuple[int, ...]],
        given: Mapping[str, int | tuple[int, ...]] | None = None,
    ) -> VectorFormula:
        """What a node computes on inputs of these shapes.

        Args:
            node: a vector node of the project, or its full name.
            shapes: of its inputs.
            given: natural numbers, shapes, tables of indices and single ones that those do not determine;
                names that the node does not have are left out.

        Raises:
            ExtractionError: there is no such formula.
            ProofgradError: as :func:`proofgrad.bridge.catalogue`.
        """
        node = self._node(node)
        key = (node.name, tuple(map(tuple, shapes)), tuple(sorted((given or {}).items())))
        if key not in self._known:
            self._known[key] = self._at(node, shapes, given)
        return self._known[key]

    def _at(
        self,
        node: Node,
        shapes: Sequence[tuple[int, ...]],
        given: Mapping[str, int | tuple[int, ...]] | None,
    ) -> VectorFormula:
        if node.indexed is None:
            return self._reader.at_shapes(node.name, shapes, given)
        try:
            return at_shapes(node.indexed, shapes, given)
        except ValueError as error:
            raise ExtractionError(
                f"{node.short_name} takes no inputs of the shapes {', '.join(map(str, shapes))}: {error}"
            ) from error

    def many(self, node: Node | str, *, seed: int = 0) -> tuple[VectorFormula, ...]:
        """What a node computes at every small size and at some larger ones, chosen at random.

        Args:
            node: a vector node of the project, or its full name.
            seed: of that choice.

        Raises:
            ExtractionError: there is no such formula.
            ProofgradError: as :func:`proofgrad.bridge.catalogue`.
        """
        node = self._node(node)
        if node.indexed is None:
            found = self._reader.many(node.name, seed=seed)
        else:
            found = many(OfEverySize(node.indexed), seed=seed)
        if not found:
            raise ExtractionError(f"{node.short_name}: no sizes were found that it can be read at")
        return found
