"""What Lean computes by name is what the definitions say: shown by equations for the kinds of definition that
Lean's library has, and never for one that is almost the operation."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from worlds import BOOL, NAT, World, equal, refl

from proofgrad.bridge.build.run import build
from proofgrad.bridge.checker.arithmetic import NAT_OPERATIONS
from proofgrad.bridge.checker.declarations import Declaration, Definition, Theorem
from proofgrad.bridge.checker.driver import recheck_declarations
from proofgrad.bridge.checker.importing import Importer
from proofgrad.bridge.checker.terms import app, apply, const, constants, lam, lit, pi
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.project.project import load_project

LEAN = Path(__file__).resolve().parents[2] / "lean"
Declarations = dict[str, Declaration]


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Declarations:
    """The declarations of tests/lean/arithmetic."""
    root = tmp_path_factory.mktemp("arithmetic")
    for source in (LEAN / "accepted" / "Base.lean", *(LEAN / "arithmetic").glob("*.lean")):
        shutil.copy(source, root)
    result = build(load_project(root), find_toolchain(root))
    assert result.status == "ok", [m for module in result.modules.values() for m in module.messages]
    environment, importer = Environment.load(result.oleans), Importer()
    return {name: importer.declaration(environment[name]) for name in environment}


def test_the_operations_of_leans_library_are_verified(declared: Declarations) -> None:
    result = recheck_declarations(lambda: list(declared.values()))
    assert (result.rejected, result.inconclusive, result.tainted) == ({}, {}, set())
    assert set(result.operations) == set(NAT_OPERATIONS)
    assert {"computed", "bits"} <= set(result.accepted)


@pytest.mark.parametrize(
    "name", ["Nat.land", "Nat.lor", "Nat.xor", "Nat.gcd", "Nat.div", "Nat.mod", "Nat.add"]
)
def test_what_was_stuck_while_an_operation_was_looked_at_is_computed_afterwards(
    declared: Declarations, name: str
) -> None:
    """Found by fuzzing: 0 by another name, inside another operation."""
    zero = const("Nat.zero")
    term = apply(const("Nat.xor"), (apply(const(name), (zero, zero)), lit(5)))
    theorem = Theorem("t", (), equal(NAT, term, lit(5)), refl(NAT, term))
    result = recheck_declarations(lambda: [*declared.values(), theorem])
    assert "t" in result.accepted


def wrong_ones() -> list[str]:
    """Names of the definitions in Wrong.lean that are to replace another."""
    text = (LEAN / "arithmetic" / "Wrong.lean").read_text("utf-8")
    names = [line.split()[1] for line in text.splitlines() if line.startswith("def Wrong.")]
    return [name for name in names if not name.endswith("Go")]


@pytest.mark.parametrize("wrong", wrong_ones())
def test_almost_the_operation_is_not_it(declared: Declarations, wrong: str) -> None:
    name = "Nat." + wrong.split(".")[1]
    right, other = declared[name], declared[wrong]
    assert isinstance(right, Definition)
    assert isinstance(other, Definition)
    aside = Definition("Right", (), right.type, right.value, height=right.height)
    changed = {name: _calling_aside(other, name)}
    order = list(NAT_OPERATIONS)
    later = order[max(order.index(name), order.index("Nat.ble")) + 1 :]
    left_out = {"computed", "bits", *later}  # by unfolding the two theorems would take for ever
    names = [n for n in declared if not n.startswith("Wrong.") and n not in left_out]
    new = [changed.get(n, declared[n]) for n in names]
    helpers = [d for d in declared.values() if d.name.endswith("Go")]
    result = recheck_declarations(lambda: [*new, *helpers, aside])
    assert name not in result.operations
    assert name not in result.accepted
    if "late" in wrong or "half" in wrong or _recurses_on_an_axiom(declared, other):
        assert "could not be verified" in result.inconclusive[name]  # no sample shows that it is wrong
    else:
        assert "not the standard operation" in result.rejected[name]


def _recurses_on_an_axiom(declared: Declarations, definition: Definition) -> bool:
    """Whether it is stuck on every number, for its proof of termination is an axiom."""
    used = constants(definition.value)
    return "Nat.accessible" in used or any(
        isinstance(d := declared.get(n), Definition) and _recurses_on_an_axiom(declared, d) for n in used
    )


def _calling_aside(definition: Definition, name: str) -> Definition:
    """The definition under the name of the operation; where it called that, it calls it by another name."""
    from proofgrad.bridge.checker.nested import _replace

    value = _replace(
        definition.value,
        lambda head, arguments: apply(const("Right"), arguments) if head is const(name) else None,
    )
    return Definition(name, (), definition.type, value, height=definition.height)


def test_an_operation_of_another_type_is_not_it(declared: Declarations) -> None:
    bad = Definition("Nat.add", (), pi(NAT, pi(NAT, BOOL)), lam(NAT, lam(NAT, const("Bool.true"))))
    world = World().logic().numbers()
    world.add(bad)
    result = world.judge()
    assert "type" in result.rejected["Nat.add"]


def test_an_axiom_is_not_computed() -> None:
    world = World().logic().numbers()
    world.suppose("Nat.add", pi(NAT, pi(NAT, NAT)))
    four = apply(const("Nat.add"), (lit(2), lit(2)))
    world.prove("four", equal(NAT, four, lit(4)), refl(NAT, lit(4)))
    result = world.judge()
    assert "Nat.add" not in result.accepted
    assert "four" in result.rejected


def test_a_false_result_of_a_true_operation(declared: Declarations) -> None:
    seven = apply(const("Nat.div"), (lit(7), lit(2)))
    bad = Theorem("bad", (), equal(NAT, seven, lit(4)), refl(NAT, lit(4)))
    good = Theorem("good", (), equal(NAT, app(const("Nat.log2"), lit(1 << 80)), lit(80)), refl(NAT, lit(80)))
    result = recheck_declarations(lambda: [*declared.values(), bad, good])
    assert "has type" in result.rejected["bad"]
    assert "good" in result.accepted
