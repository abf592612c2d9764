"""A program becomes a theorem that both kernels accept, and nothing else does."""

from __future__ import annotations

import pytest

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import constant
from proofgrad.bridge.catalogue.program import (
    PLACE,
    Program,
    Step,
    bound,
    coordinates,
    flat,
    read,
    selected,
    summed,
    without_unused,
)
from proofgrad.bridge.certifying.certify import TheoremRejected, check_source, prove_program
from proofgrad.bridge.certifying.lean_text import THEOREM, lean_file
from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.reading.config import ALLOWED_AXIOMS

pytestmark = pytest.mark.usefixtures("library")


def product() -> Tree:
    i, j = coordinates(PLACE, (2, 4))
    l = bound("l")  # noqa: E741
    return summed(3, "l", Tree("mul", (read(0, flat([i, l], (2, 3))), read(1, flat([l, j], (3, 4))))))


def program(*more: Step) -> Program:
    steps = (Step((2, 4), product(), "mm"), *more)
    return Program((("a", (2, 3)), ("b", (3, 4))), steps, 1 + len(steps))


LOG = Step((2, 4), Tree("log", (read(2, PLACE),)), "log", condition="0 < x")


def test_a_matrix_product_and_a_logarithm_are_certified() -> None:
    found = prove_program(program(LOG))
    assert found.name == THEOREM
    assert set(found.axioms) <= set(ALLOWED_AXIOMS)
    assert found.checked_by == ("lean", "python")
    assert "h1 : ∀ i" in found.source  # the condition of the logarithm is a hypothesis
    again = check_source(found.source)
    assert again.digest == found.digest


def test_a_condition_that_is_left_out_is_not_proven() -> None:
    """A step that needs a condition and names none does not get a theorem."""
    with pytest.raises(TheoremRejected, match="Lean did not accept"):
        prove_program(program(Step(LOG.shape, LOG.entry, "log")))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("theorem certificate (x", "axiom cheat : False\n\ntheorem certificate (x", "axiom|not accept"),
        ("⟨trivial, fun i => step0_ok i.val⟩", "sorry", "not accept|axiom|sorry"),
        ("theorem certificate", "theorem another", "certificate"),
    ],
)
def test_a_source_that_was_changed_is_not_a_theorem(old: str, new: str, said: str) -> None:
    source = lean_file(program())
    assert old in source
    changed = source.replace(old, new)
    if "axiom" in new:
        changed = changed.replace("  ⟨Program.hasFDerivAt", "  cheat.elim -- ⟨Program.hasFDerivAt").replace(
            "    fun dx δ => Program.inner_jvp program1 x dx δ⟩", ""
        )
    with pytest.raises(Exception, match=said):
        check_source(changed)


def test_nothing_that_somebody_typed_is_in_the_file() -> None:
    evil = "x)\nend Certificate\naxiom boom : False --"
    named = Program(((evil, (2, 3)), ("b", (3, 4))), (Step((2, 4), product(), evil, source=evil),), 2)
    assert "boom" not in lean_file(named)


def test_what_lean_cannot_say_is_told() -> None:
    step = Step((1,), Tree("entry", value=0), "x")
    assert lean_file(Program((("a", (1,)),), (step,), 1))
    with pytest.raises(UsageError, match="subtraction"):
        lean_file(Program((("a", (1,)),), (Step((1,), read(0, PLACE - constant(1)), "x"),), 1))


def test_a_long_table_is_certified() -> None:
    """Lean reads no term that is nested some hundred times: a table is written in parts."""
    numbers = tuple(n * 7 % 300 for n in range(300))
    entry = read(0, selected("t", PLACE))
    found = prove_program(Program((("x", (300,)),), (Step((300,), entry, "gather"),), 1, {"t": numbers}))
    assert found.checked_by == ("lean", "python")
    words = found.source.split()
    assert [w.strip("(") for w in words].count(".cons") >= 300  # no number is lost


def test_steps_that_the_result_does_not_read_are_left_out() -> None:
    unused = Step((2, 4), Tree("log", (read(2, PLACE),)), "log", condition="0 < x")
    last = Step((2, 4), Tree("exp", (read(2, PLACE),)), "exp")
    found = without_unused(Program(program().inputs, (*program().steps, unused, last), 4))
    assert [s.operation for s in found.steps] == ["mm", "exp"]
    assert found.output == 3
    assert "h1" not in lean_file(found)
    kept = Step((2, 4), Tree("exp", (read(3, PLACE),)), "exp")
    whole = Program(program().inputs, (*program().steps, unused, kept), 4)
    assert without_unused(whole) is whole
