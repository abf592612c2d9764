"""What tables of covered operations have in common: a sample's program beside what a framework computes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Node
from proofgrad.bridge.catalogue.program import Program
from proofgrad.oracle.difftest.compare import compare
from proofgrad.oracle.difftest.coordinates import Coordinates
from proofgrad.oracle.difftest.judge import judge
from proofgrad.oracle.difftest.sample import Sample
from proofgrad.oracle.formula.coordinates import CoordinateReference, Trees
from proofgrad.oracle.models.formula import Composer
from proofgrad.oracle.ulp import format_of

__all__ = ["LARGEST", "Entry", "NotCovered", "agree", "composed", "judged", "keep", "table"]

LARGEST = 1200
"""Entries of inputs, and of the result, that a sample may have: its formulas are evaluated in Arb."""
PARTS = 120_000


@dataclass(frozen=True)
class Entry:
    """One entry of a table.

    Attributes:
        name: of the operation.
        variant: of the entry.
        samples: that were tried.
        passed: of these.
        why: why the first sample that did not pass did not.
        conditions: that steps of their programs have.
    """

    name: str
    variant: str
    samples: int
    passed: int
    why: str
    conditions: tuple[str, ...]


class NotCovered(Exception):
    """A sample that does not count, and why."""


def composed(program: Program, held: Mapping[int, np.ndarray]) -> Any:
    """The formula of a program. Raises NotCovered for one that is too large."""
    composer = Composer(program, held)
    composer.run()
    if len(composer.known) > PARTS:
        raise NotCovered("too large")
    return composer.formula()


def agree(
    formula: Any,
    inputs: Sequence[np.ndarray],
    cotangent: np.ndarray,
    forward: np.ndarray,
    gradient: np.ndarray,
) -> None:
    """Compare values and gradients of a framework with a formula, in float64. Raises NotCovered."""
    node = Node("sample", "vector", "proved", vectors=(formula,))
    tested = Coordinates(node, CoordinateReference(Trees(formula), {}), format_of("float64"))
    point = Sample(tuple(inputs), tuple(inputs), cotangent, "normal")
    for part, got in (("forward", forward.ravel()), ("vjp", gradient.ravel())):
        measured = compare(tested, part, point, got)  # type: ignore[arg-type]
        classes = judge(measured, part, tested.bounds(part), exact=False, fair=len(measured)).classes  # type: ignore[arg-type]
        for name, c in classes.items():
            if c.failed:
                raise NotCovered(f"{part} differs by {c.max_ulp:.3g} {c.unit} ({name})")
        if not classes and len(got):
            raise NotCovered(f"{part} was not compared")


def keep(file: Path, data: Mapping[str, Any], entries: Sequence[Entry]) -> None:
    """Write what was measured, a line for each entry."""
    rows = ",\n".join(json.dumps(asdict(entry), ensure_ascii=False) for entry in entries)
    head = json.dumps(dict(data))[1:-1]
    file.write_text(f'{{{head}, "entries": [\n{rows}\n]}}\n', encoding="utf-8")


def judged(entries: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """For each name whether all samples of all its entries count."""
    by_name: dict[str, list[Any]] = defaultdict(list)
    for entry in entries:
        by_name[entry["name"]].append(entry)
    out = {}
    for name, own in by_name.items():
        good = [e["samples"] and e["passed"] == e["samples"] for e in own]
        out[name] = "covered" if all(good) else "partly" if any(e["passed"] for e in own) else "not covered"
    return out


def table(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """The lines of a table, covered names first."""
    found = judged(entries)
    order = {"covered": 0, "partly": 1, "not covered": 2}
    out = ["| name | entry | samples | conditions, or why not |", "|---|---|--:|---|"]
    for entry in sorted(entries, key=lambda e: (order[found[e["name"]]], e["name"], e["variant"])):
        said = entry["why"] or "; ".join(entry["conditions"])
        said = said.replace("|", "\\|").replace("<", "&lt;").replace("_", "\\_").replace("*", "\\*")
        word = {"covered": "", "partly": " (partly)", "not covered": " (no)"}[found[entry["name"]]]
        share = f"{entry['passed']}/{entry['samples']}"
        out.append(f"| `{entry['name']}`{word} | {entry['variant']} | {share} | {said} |")
    return out
