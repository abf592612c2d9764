"""Formulas are proven: what is stated, what is supposed, what is refused; and only data get into Lean."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.user import UserFormula
from proofgrad.bridge.errors import FormulaError
from proofgrad.bridge.olean.evaluate import Data
from proofgrad.bridge.proving import prove
from proofgrad.bridge.proving.accepted import ProofRejected, accepted
from proofgrad.bridge.proving.leaf import Statement, lean_file
from proofgrad.bridge.proving.prove import Prover
from proofgrad.bridge.writing.data import listed, make, number
from proofgrad.oracle.capture.text import assumption_from_text, formula_from_text


@pytest.fixture(scope="module")
def prover() -> Prover:
    return Prover()


def asked(text: str, *parameters: str, name: str = "f", assume: str | None = None) -> UserFormula:
    tree = formula_from_text(text, parameters=parameters)
    given = () if assume is None else (assumption_from_text(assume, parameters=parameters),)
    return UserFormula(tree, parameters, name=name, assumptions=given)


TEN = [
    (asked("x*sigmoid(beta*x)", "beta", name="swish"), "proved", []),
    (asked("c*tanh(x/c)", "c", name="softcap"), "proved", ["c ≠ 0"]),
    (asked("log(1 + x)", name="log1p"), "proved-on-domain", ["0 < 1 + x"]),
    (asked("exp(x) - 1", name="expm1"), "proved", []),
    (asked("exp(-x**2/(2*sigma**2))", "sigma", name="gaussian"), "proved", ["sigma ≠ 0"]),
    (asked("(x + sqrt(x**2 + b))/2", "b", name="squareplus"), "proved", ["0 < b"]),
    (asked("log(x/(1 - x))", name="logit"), "proved-on-domain", ["x ≠ 1", "0 < x / (1 - x)"]),
    (asked("(a*x + x**3)/(1 + x**2)", "a", name="rational"), "proved", []),
    (asked("x + sin(a*x)**2/a", "a", name="snake"), "proved", ["a ≠ 0"]),
    (asked("where(x > 1, log(x), x - 1)", name="pieces"), "proved-on-domain", ["x ≠ 1"]),
    (asked("gelu(x)", name="gelu_exact"), "proved", []),
]


def test_ten_functions_that_are_not_in_the_catalogue(prover: Prover) -> None:
    from proofgrad.bridge.writing.text import condition_text

    for formula, _, supposed in TEN:
        statement = prover.statement(formula)
        names = [formula.variable, *formula.parameters]
        assert [condition_text(c, names) for c in statement.given] == supposed, formula.name
    for (formula, status, _), proven in zip(
        TEN, prover.prove_all([t[0] for t in TEN], together=6), strict=True
    ):
        node = proven.node
        assert node.status == status, (formula.name, node.proofs)
        assert node.parameters == formula.parameters
        assert node.formula is not None
        assert node.proofs[0].axioms == ("Classical.choice", "Quot.sound", "propext")


def test_what_follows_from_an_assumption_is_not_supposed_again(prover: Prover) -> None:
    statement = prover.statement(asked("log(x**2 + eps)", "eps", assume="eps > 0"))
    assert len(statement.given) == 1


def test_a_condition_of_a_branch_may_follow_from_the_branch(prover: Prover) -> None:
    assert len(prover.statement(asked("where(x > 2, log(x - 1), 0)")).given) == 1  # x ≠ 2 alone


@pytest.mark.parametrize(
    "text", ["1/(x - x)", "log(-1 - x**2)", "sqrt(0*x)", "max(x, x)"], ids=["quotient", "log", "sqrt", "max"]
)
def test_a_formula_that_is_differentiable_nowhere_is_refused(prover: Prover, text: str) -> None:
    with pytest.raises(FormulaError, match="differentiable nowhere"):
        prover.statement(asked(text))


HOSTILE = [
    "f := by sorry",
    "f\naxiom bad : False",
    "«f»",
    "f -/ axiom bad : False /-",
    "theorem",
    "λ",
    "Formula",
    "a.b",
    "",
    "x" * 100,
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_gets_anything_into_a_lean_file(name: str) -> None:
    x = make("var", 0)
    with pytest.raises(FormulaError, match=r"cannot be|is no"):
        lean_file(Statement(name, "x", (), x, make("num", 1)))
    with pytest.raises(FormulaError, match=r"cannot be|is no"):
        lean_file(Statement("f", "x", (name,), x, make("num", 1)))


@pytest.mark.parametrize("text", ["- -x", "-(-(-x))", "2 - -(-x)", "-(-x*2)", "max(x, - -1)"])
def test_two_minus_signs_are_no_comment(prover: Prover, text: str) -> None:
    statement = prover.statement(asked(text))
    assert "--" not in prover_text(statement)
    assert prover.prove(asked(text)).node.status in ("proved", "proved-on-domain")


def prover_text(statement: Statement) -> str:
    """The Lean file, without the marks of its comments."""
    return lean_file(statement).replace("/--", "").replace("-/", "")


def test_names_of_one_thing_are_different(prover: Prover) -> None:
    with pytest.raises(FormulaError, match="not all different"):
        prover.statement(UserFormula(Tree("var"), ("x",), "x", "f"))
    with pytest.raises(FormulaError, match="not all different"):
        prover.statement(UserFormula(Tree("var"), ("f",), "x", "f"))
    with pytest.raises(FormulaError, match="parameter a is named twice"):
        prover.statement(UserFormula(Tree("var"), ("a", "b", "a"), "x", "f"))


def test_parameters_named_like_what_the_file_speaks_of(prover: Prover) -> None:
    names = ("s", "i", "h", "idx", "xV", "z", "e")
    tree = formula_from_text("+".join(names) + "+x/s", parameters=names)
    assert prover.prove(UserFormula(tree, names, name="exp")).node.status == "proved"


def test_lean_computes_what_is_written(prover: Prover) -> None:
    x = make("var", 0)
    zero = make("mul", make("num", 0), x)
    assert prover.evaluator.call("Formula.simplify", make("add", zero, x)) == x
    assert prover.evaluator.call("Formula.missing", make("inv", x), listed([])) == listed(
        [Data("Formula.Condition.ne", (x, make("num", 0)))]
    )
    assert number(Fraction(-1, 2)) == make("neg", make("div", make("num", 1), make("num", 2)))


def test_what_only_the_elaborator_accepted_is_no_proof(prover: Prover) -> None:
    text = (
        "prelude\nimport NN.Formula\nset_option debug.skipKernelTC true in\n"
        "theorem wrong : Nat.ble 4 3 = true := by decide +kernel\n"
    )
    with pytest.raises(ProofRejected, match=r"kernel.*refuses.*wrong"):
        accepted(prover.project({"Formulas.Wrong": text}))


def test_the_kernel_that_judged_is_told(prover: Prover, monkeypatch: pytest.MonkeyPatch) -> None:
    formula = asked("x*x", name="square")
    assert prover.prove(formula).node.proofs[0].checked_by == ("lean",)
    really = prove.accepted
    monkeypatch.setattr(prove, "accepted", lambda *a, **o: replace(really(*a, **o), by="python"))
    assert prover.prove(formula).node.proofs[0].checked_by == ("python",)
