"""The keywords of `check` and `catalogue` as types, for functions that hand them on.

What each means stands at :func:`proofgrad.bridge.check` and :func:`proofgrad.bridge.catalogue`, whose
signatures have the defaults; a test compares the names.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from pathlib import Path

    from proofgrad.bridge.checking.session import OnEvent

__all__ = ["CatalogueKeywords", "CheckKeywords"]


class _Common(TypedDict, total=False):
    timeout: float | None
    allow_axioms: Iterable[str]
    jobs: int | None
    on_event: OnEvent | None


class CatalogueKeywords(_Common, total=False):
    """Keywords of :func:`proofgrad.bridge.catalogue`."""

    checker: Literal["lean", "both"]


class CheckKeywords(_Common, total=False):
    """Keywords of :func:`proofgrad.bridge.check`."""

    checker: Literal["lean", "python", "both"]
    via: Literal["batch", "server"]
    require_proof: bool
    fail_fast: bool
    oleans: Path | str | None
    export: Path | str | None
    only_types: bool
