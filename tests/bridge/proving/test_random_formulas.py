"""Random formulas are proven, and what was proven to be their derivative agrees with Arb's power series."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from random_formulas import Undecided, random_formula, series_derivative

from proofgrad.bridge.catalogue.user import UserFormula
from proofgrad.bridge.errors import FormulaError
from proofgrad.bridge.proving.prove import Prover
from proofgrad.oracle.capture.build import measure
from proofgrad.oracle.difftest.domain import proved_at
from proofgrad.oracle.formula.balls import ball
from proofgrad.oracle.formula.trees import bind

LARGEST = 50
POINTS = tuple(map(Fraction, ("0", "1", "-1", "1/3", "-2.7", "0.01", "5.5", "-0.3", "12")))


@pytest.mark.parametrize(
    ("count", "seed"),
    [(20, 20), pytest.param(200, 21, marks=pytest.mark.slow)],
    ids=["twenty", "two hundred"],
)
def test_random_formulas_are_proven_and_agree_with_series(count: int, seed: int) -> None:
    rng, prover = random.Random(seed), Prover()
    formulas: list[UserFormula] = []
    refused = 0
    while len(formulas) < count:
        tree = random_formula(rng, 2 + len(formulas) % 7)
        if measure(tree)[0] > LARGEST:
            continue
        formula = UserFormula(tree, ("a", "b"), name=f"random{len(formulas)}")
        try:
            prover.statement(formula)
        except FormulaError:  # differentiable nowhere, such as 1 / (x - x)
            refused += 1
            continue
        formulas.append(formula)
    assert refused < count
    proven = prover.prove_all(formulas, together=25)
    compared = 0
    for formula, result in zip(formulas, proven, strict=True):
        node = result.node
        assert node.status in ("proved", "proved-on-domain", "conditional"), formula
        assert node.proofs
        assert node.formula is not None
        params = {"a": Fraction(rng.randint(-30, 30), 10), "b": Fraction(rng.randint(1, 30), 10)}
        df = bind(node.formula.df, params)
        for x in POINTS:
            if not proved_at(node, params, x):
                continue
            try:
                wanted = series_derivative(formula.tree, x, params)
            except Undecided:
                continue
            got = ball(df, x, 400).value
            if not got.is_finite() or not wanted.is_finite():
                continue
            assert got.overlaps(wanted), (node.formula.f_text, node.formula.df_text, x, params)
            compared += 1
    assert compared > 2 * count
