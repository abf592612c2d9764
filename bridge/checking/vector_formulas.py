"""Formulas of vector nodes at sizes that are asked for, beyond those that a catalogue has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from proofgrad.bridge.catalogue.model import VectorFormula
from proofgrad.bridge.checking.shipped import open_session
from proofgrad.bridge.reading.library import Library
from proofgrad.bridge.reading.vectors import VectorReader

__all__ = ["VectorFormulas"]


class VectorFormulas:
    """Reads vector nodes of a project at any sizes.

    Args:
        project: its folder; None for the library that ships with proofgrad.

    Raises:
        ProofgradError: as :func:`proofgrad.bridge.catalogue`.
    """

    def __init__(self, project: Path | str | None = None) -> None:
        session = open_session(project)
        self._reader = VectorReader(Library(session.environment, session.config))
        self._known: dict[tuple[object, ...], VectorFormula] = {}

    def __call__(
        self,
        node: str,
        shapes: Sequence[tuple[int, ...]],
        given: Mapping[str, int | tuple[int, ...]] | None = None,
    ) -> VectorFormula:
        """What a node computes on inputs of these shapes.

        Args:
            node: its full name.
            shapes: of its inputs.
            given: natural numbers and shapes that those do not determine.

        Raises:
            ExtractionError: there is no such formula.
        """
        key = (node, tuple(map(tuple, shapes)), tuple(sorted((given or {}).items())))
        if key not in self._known:
            self._known[key] = self._reader.at_shapes(node, shapes, given)
        return self._known[key]

    def many(self, node: str, *, seed: int = 0) -> tuple[VectorFormula, ...]:
        """What a node computes at every small size and at some larger ones, chosen at random.

        Args:
            node: its full name.
            seed: of that choice.

        Raises:
            ExtractionError: there is no such formula.
        """
        return self._reader.many(node, seed=seed)
