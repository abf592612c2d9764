"""What this checker says to the cases of Lean's kernel arena."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from arena import ROWS
from worlds import PROP, TYPE, World

from proofgrad.bridge.build.run import build
from proofgrad.bridge.checker.declarations import (
    Constructor,
    Declaration,
    Definition,
    Inductive,
    Recursor,
    Theorem,
)
from proofgrad.bridge.checker.driver import recheck_declarations
from proofgrad.bridge.checker.importing import Importer
from proofgrad.bridge.checker.terms import constants
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.project.project import load_project

LEAN = Path(__file__).resolve().parents[2] / "lean"


@pytest.fixture(scope="module")
def tutorial(tmp_path_factory: pytest.TempPathFactory) -> list[Declaration]:
    """The declarations of Tutorial.lean."""
    root = tmp_path_factory.mktemp("arena")
    for source in ("accepted/Base.lean", "arithmetic/Standard.lean", "arena/Tutorial.lean"):
        shutil.copy(LEAN / source, root)
    result = build(load_project(root), find_toolchain(root))
    assert result.status == "ok", [m for module in result.modules.values() for m in module.messages]
    environment, importer = Environment.load(result.oleans), Importer()
    return [importer.declaration(environment[name]) for name in environment]


GOOD = re.findall(r"^(?:def|theorem) ([\w.']+)", (LEAN / "arena" / "Tutorial.lean").read_text("utf-8"), re.M)
GOOD = [name for name in GOOD if name not in ("id", "constType", "levelParamF")]


def test_good_cases_that_lean_can_write(
    tutorial: list[Declaration], record_property: Callable[[str, object], None]
) -> None:
    result = recheck_declarations(lambda: tutorial)
    wanted = {f"Good.{name}" for name in GOOD}
    assert len(wanted) >= 80
    assert wanted <= set(result.accepted)
    record_property("arena_rows", len(wanted))
    assert (result.rejected, result.inconclusive, result.tainted) == ({}, {}, set())


def closure(declarations: list[Declaration], names: set[str]) -> list[Declaration]:
    """Those declarations that these need, blocks whole."""
    known = {d.name: d for d in declarations}
    kept, todo = set[str](), list(names)
    while todo:
        name = todo.pop()
        found = known.get(name)
        if found is None or name in kept:
            continue
        kept.add(name)
        todo += constants(*(t for t in (found.type, getattr(found, "value", None)) if t is not None))
        if isinstance(found, Inductive):
            todo += [*found.constructors, *(f"{n}.rec" for n in found.all)]
        elif isinstance(found, Constructor):
            todo.append(found.inductive)
        elif isinstance(found, Recursor):
            todo += found.all
    return [d for d in declarations if d.name in kept]


def verdict_on(case: Callable[[World], str], tutorial: list[Declaration]) -> tuple[str, str]:
    """What the checker says: accept, reject or decline, and why."""
    blocks = "False True Bool Eq Nat N PUnit And Acc PropStructure T' id constType".split()  # noqa: SIM905
    world = World(closure(tutorial, set(blocks)))
    world.suppose("aProp", PROP)
    world.suppose("aType", TYPE)
    name = case(world)
    result = recheck_declarations(lambda: list(world.declarations))
    if name in result.accepted:
        return "accept", ""
    if name in result.inconclusive:
        return "decline", result.inconclusive[name]
    return "reject", result.rejected.get(name, "stands on what is not accepted")


@pytest.mark.parametrize(("expected", "case"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_rows(
    expected: str,
    case: Callable[[World], str],
    tutorial: list[Declaration],
    record_property: Callable[[str, object], None],
) -> None:
    got, why = verdict_on(case, tutorial)
    record_property("arena_rows", 1)
    assert got == expected or expected == "either", why


def test_there_are_as_many_rows_as_in_the_arena() -> None:
    assert sum(expected == "reject" for _, expected, _ in ROWS) >= 42 + 17
    assert sum(expected == "accept" for _, expected, _ in ROWS) + len(GOOD) >= 91
    assert len({name for name, _, _ in ROWS}) == len(ROWS)
    assert all(isinstance(d, type) for d in (Definition, Theorem))
