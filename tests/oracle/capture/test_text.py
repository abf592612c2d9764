"""The formula language: what text means, and where it points when it means nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.text import formula_text
from proofgrad.bridge.errors import FormulaError
from proofgrad.oracle.capture.text import assumption_from_text, formula_from_text

READ = [
    ("x*sigmoid(beta*x)", "x*(1 / (1 + exp(-(beta*x))))"),
    ("-x**2", "-x^2"),
    ("2^-1*x", "(1 / 2)*x"),
    ("x**2**3", "x^8"),
    ("x²+0.1", "x^2 + 0.1"),
    ("|x - 1| / 2", "|x - 1| / 2"),
    ("x**0.5 + x**-2", "sqrt(x) + 1 / x^2"),
    ("x**(1/3)", "exp((1/3)*log(x))"),
    ("where(0 < x < 1, x, beta)", "if x > 0 then (if 1 > x then x else beta) else beta"),
    ("where(x > 0 or x < -1, x, 0)", "if x > 0 then x else (if -1 > x then x else 0)"),
    ("x if not x >= 0 else 1", "if 0 > x then x else 1"),
    ("(x > 0)*x", "(if x > 0 then 1 else 0)*x"),
    ("clip(x, min=0, max=1)", "if max(x, 0) > 1 then 1 else max(x, 0)"),
    ("1 − x·x", "1 - x*x"),
]


@pytest.mark.parametrize(("text", "shown"), READ, ids=[text for text, _ in READ])
def test_text_means_what_it_says(text: str, shown: str) -> None:
    assert formula_text(formula_from_text(text, parameters=["beta"])) == shown


def test_numbers_are_exact() -> None:
    assert formula_from_text("0.1") == Tree("const", value=Fraction(1, 10))
    assert formula_from_text("1e-3") == Tree("const", value=Fraction(1, 1000))


REFUSED = [
    ("c*tahn(x/c)", "no function 'tahn'", "tahn"),
    ("x + foo", "neither the variable nor a parameter", "foo"),
    ("tanh(x, x)", "takes 1 argument", "tanh(x, x)"),
    ("1/0", "division by 0", "0"),
    ("x/(2 - 2)", "division by 0", "(2 - 2)"),
    ("c*(x", "is not closed", "("),
    ("2 x", "no operator before", "x"),
    ("x $ 2", "not part of the language", "$"),
    ("x == 1", "no condition to branch on", "=="),
    ("where(x, 1, 2)", "a condition compares", "x"),
    ("sin", "is a function", "sin"),
    ("x**1001", "larger than 1000", "x**1001"),
    ("9**9**9", "larger than 1000", "9**9**9"),
    ("1e999999999*x", "too large", "1e999999999"),
    ("asinhh(x)", "no function", "asinhh"),
]


@pytest.mark.parametrize(("text", "said", "place"), REFUSED, ids=[text for text, _, _ in REFUSED])
def test_an_error_points_at_its_place(text: str, said: str, place: str) -> None:
    with pytest.raises(FormulaError) as caught:
        formula_from_text(text, parameters=["c"])
    error = caught.value
    assert said in error.message
    assert error.at is not None
    assert text[error.at[0] : error.at[1]].startswith(place)
    shown, carets = error.message.splitlines()[-2:]
    assert shown[carets.index("^") :].startswith(place[: carets.count("^")])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x +",
        "x" * 20_000,
        "(" * 200 + "x" + ")" * 200,
        "+".join("x" * 2000),
        "sin(" * 100 + "x" + ")" * 100,
    ],
    ids=["nothing", "half", "long", "parentheses", "long sum", "deep"],
)
def test_too_much_and_too_little_are_errors_in_time(text: str) -> None:
    with pytest.raises(FormulaError):
        formula_from_text(text)


@pytest.mark.parametrize("name", ["exp", "if", "pi"])
def test_a_parameter_cannot_be_what_means_something(name: str) -> None:
    with pytest.raises(FormulaError, match="means something already"):
        formula_from_text("x", parameters=[name])


def test_assumptions_are_comparisons() -> None:
    found = assumption_from_text("c > 0", parameters=["c"])
    assert (found.relation, found.left, found.right.value) == ("lt", Tree("const", value=Fraction(0)), "c")
    with pytest.raises(FormulaError, match="an assumption is one of"):
        assumption_from_text("c >= 0", parameters=["c"])
