"""A certificate names the conditions of its theorem, also where nothing was tested."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from proofgrad.bridge.certifying import certify as proving
from proofgrad.bridge.certifying.positive import Positive
from proofgrad.bridge.errors import ToolchainNotFound
from proofgrad.oracle.models import capture as capturing
from proofgrad.oracle.models.aten import RULES
from proofgrad.oracle.models.captured import Captured
from proofgrad.oracle.models.traced import Writer
from proofgrad.oracle.work.certify import certify, coverage


def taken(program, inputs, operation) -> Captured:
    return Captured(
        program, object, "torch", True, inputs, frozenset(), "float64", "0", "torch", (), {operation: 1}
    )


def test_conditions_are_told_without_a_test(monkeypatch) -> None:
    w = Writer()
    x = w.input("x", (2,))
    w.operation = "log.default"
    program = w.program(RULES[w.operation](w, x))
    captured = taken(program, (np.ones(2),), "log.default")
    theorem = proving.Theorem("T", "source", (), ("lean", "python"), "4", Path("x"), 0.0)
    monkeypatch.setattr(capturing, "capture", lambda *_: captured)
    monkeypatch.setattr(proving, "prove_program", lambda *_, **__: theorem)
    found = certify(None, (), test=False)
    assert (found.status, found.verdict) == ("proved-on-domain", "inconclusive")
    assert [(m.needs, m.met) for m in found.conditions] == [("0 < x", None)]


def test_what_is_too_large_to_be_tested_is_certified_and_told(monkeypatch) -> None:
    w = Writer()
    x, y = w.input("x", (200, 200)), w.input("y", (200, 200))
    w.operation = "mm.default"
    program = w.program(RULES[w.operation](w, x, y))
    inputs = (np.ones((200, 200)), np.ones((200, 200)))
    captured = taken(program, inputs, "mm.default")
    theorem = proving.Theorem("T", "source", (), ("lean", "python"), "4", Path("x"), 0.0)
    monkeypatch.setattr(capturing, "capture", lambda *_: captured)
    monkeypatch.setattr(proving, "prove_program", lambda *_, **__: theorem)
    found = certify(None, ())
    assert (found.status, found.verdict) == ("proved", "inconclusive")
    assert "too large" in found.untested


def softmax_of_a_logarithm() -> Captured:
    w = Writer(operation="log.default")
    x = w.input("x", (2, 3))
    logarithm = RULES[w.operation](w, x)
    w.operation = "_softmax.default"
    program = w.program(RULES[w.operation](w, logarithm, -1))
    return taken(program, (np.ones((2, 3)),), "log.default")


def test_coverage_lists_the_conditions_that_a_certificate_has(monkeypatch) -> None:
    """The sum in a softmax is always positive; the argument of a logarithm is not."""
    monkeypatch.setattr(capturing, "capture", lambda *_: softmax_of_a_logarithm())
    listed = [(m.operation, m.needs) for m in coverage(None, ()).conditions]
    assert listed == [("log.default", "0 < x")]
    proven = certify(None, (), test=False)
    assert [(m.operation, m.needs) for m in proven.conditions] == listed


def test_without_lean_coverage_lists_all_conditions_and_says_so(monkeypatch) -> None:
    def missing(*_) -> None:
        raise ToolchainNotFound("there is no Lean")

    monkeypatch.setattr(capturing, "capture", lambda *_: softmax_of_a_logarithm())
    monkeypatch.setattr(Positive, "of_the_library", missing)
    found = coverage(None, ())
    assert [m.needs for m in found.conditions] == ["0 < x", "the sum of the powers is positive"]
    assert found.unreduced.endswith("there is no Lean")


def test_where_a_condition_cannot_be_proven_after_all_it_is_a_hypothesis(monkeypatch) -> None:
    asked = []

    def refuse_the_first(program, *_, **__) -> proving.Theorem:
        asked.append([step.condition for step in program.steps if step.condition])
        if len(asked) == 1:
            raise proving.TheoremRejected("Lean did not accept it")
        return proving.Theorem("T", "source", (), ("lean", "python"), "4", Path("x"), 0.0)

    monkeypatch.setattr(capturing, "capture", lambda *_: softmax_of_a_logarithm())
    monkeypatch.setattr(proving, "prove_program", refuse_the_first)
    found = certify(None, (), test=False)
    assert asked == [["0 < x"], ["0 < x", "the sum of the powers is positive"]]
    assert [m.needs for m in found.conditions] == asked[1]
