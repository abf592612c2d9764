"""A derivative that is given with a formula: proven where Lean sees it, and nowhere else."""

from __future__ import annotations

import pytest

from proofgrad.bridge.catalogue.user import UserFormula
from proofgrad.bridge.proving.given import Aligned
from proofgrad.bridge.proving.prove import Prover
from proofgrad.oracle.capture.text import formula_from_text
from proofgrad.oracle.cli import main
from proofgrad.oracle.work.prove import given_derivative


@pytest.fixture(scope="module")
def prover(library: object) -> Prover:
    return Prover()


def asked(text: str, derivative: str, *parameters: str, name: str = "f") -> UserFormula:
    tree, given = (formula_from_text(t, parameters=parameters) for t in (text, derivative))
    return UserFormula(tree, parameters, name=name, derivative=given)


@pytest.mark.parametrize(
    "formula",
    [
        asked("c*tanh(x/c)", "1 - tanh(x/c)*tanh((1/c)*x)", "c"),
        asked("x*sigmoid(b*x)", "sigmoid(b*x)*(1 + b*x*(1 - sigmoid(x*b)))", "b"),
        asked("exp(exp(2*x))", "2*exp(exp(x + x))*exp(x*2)"),
        asked("exp(x*exp(y*x))", "exp(exp(x*y)*x)*(1 + x*y)*exp(x*y)", "x_", "y"),
    ],
    ids=["a quotient", "sigmoid", "within arguments", "nested"],
)
def test_a_derivative_that_is_written_in_another_way_is_proven_too(
    prover: Prover, formula: UserFormula
) -> None:
    assert prover.prove(formula).given == "Formulas.Math.hasDerivAt_f_given"


def test_equal_without_ring_is_not_proven_but_agrees(prover: Prover) -> None:
    formula = asked("tanh(x)", "1/cosh(x)**2", name="t")
    found = given_derivative(formula, prover.prove(formula))
    assert found is not None
    assert (found.verdict, found.theorem) == ("agrees", None)


WRONG = asked("x*x", "3*x", name="square")


def test_a_wrong_one_is_seen_and_lean_refuses_it(prover: Prover, monkeypatch: pytest.MonkeyPatch) -> None:
    found = given_derivative(WRONG, prover.prove(WRONG))
    assert found is not None
    assert found.verdict == "wrong"
    assert "slope is" in found.detail

    def may_be_equal(self: Aligned, ours: object, given: object) -> None:
        really(self, ours, given)
        self.may_be_equal = True

    really = Aligned.__init__
    monkeypatch.setattr(Aligned, "__init__", may_be_equal)
    assert prover.prove(WRONG).given is None


@pytest.mark.parametrize(("derivative", "code", "said"), [("2*x", 0, "proven to be"), ("x", 1, "slope is 2")])
def test_the_command_tells(library, capsys, derivative: str, code: int, said: str) -> None:
    assert main(["prove", "x*x", "--name", "square", "--derivative", derivative]) == code
    assert said in capsys.readouterr().out
