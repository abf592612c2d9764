"""JSON Schemas (draft 2020-12) of everything that proofgrad prints with --format json or saves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["NAMES", "schema"]

NAMES = (
    "check",
    "nodes",
    "prove",
    "init",
    "certify",
    "verify",
    "coverage",
    "test",
    "sweep",
    "report",
    "doctor",
    "explain",
    "explain-failure",
    "watch",
    "export",
    "error",
)


def schema(name: str) -> dict[str, Any]:
    """The schema of one of :data:`NAMES`, as JSON. Raises FileNotFoundError for any other name."""
    loaded: dict[str, Any] = json.loads((Path(__file__).parent / f"{name}.json").read_text("utf-8"))
    return loaded
