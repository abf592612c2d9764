"""Formulas for all sizes, evaluated in arrays: against Arb, and derivative against gradient."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest

import proofgrad.bridge
from proofgrad.bridge.catalogue import Catalogue, Node, Tree
from proofgrad.bridge.catalogue.index import At, Atom, Range, constant, var
from proofgrad.bridge.catalogue.indexed import IndexedFormula, Variable
from proofgrad.bridge.catalogue.instantiate import Choices, Concrete, Part
from proofgrad.oracle.formula.balls import rational_ball
from proofgrad.oracle.formula.vectors import Point, VectorProgram
from proofgrad.oracle.formula.wide import WideEvaluator, family_shapes, sampled, wide_type

SCALARS = {"ε": 2.0**-20, "delta": 0.75, "c": 1.375, "value": -1.25}
TIED = ("abs", "maxPool", "minElem", "huber")
"""Their derivatives compare an entry with the greatest or a bound: equal numbers stay undecided."""
PARTS: tuple[Part, ...] = ("forward", "jvp", "vjp")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return proofgrad.bridge.catalogue()


def nodes(catalogue: Catalogue) -> list[Node]:
    found = [n for n in catalogue.nodes if n.indexed is not None]
    assert len(found) > 25
    return found


def some_sizes(formula: IndexedFormula, rng: np.random.Generator) -> Concrete:
    chosen: dict[str, Any] = {}
    for v in formula.variables:
        if v.kind == "natural":
            chosen[v.name] = int(rng.integers(1, 5))
        elif v.kind == "shape":
            chosen[v.name] = (6,)
    return Concrete.at(formula, chosen)


def drawn(concrete: Concrete, rng: np.random.Generator) -> tuple[dict[str, Any], dict[str, Fraction]]:
    arrays = {name: rng.integers(1, 9, shape) / 8 for name, shape in family_shapes(concrete).items()}
    exact = {name: Fraction(value) for name, value in SCALARS.items()}
    for name, array in arrays.items():
        for index in np.ndindex(array.shape):
            exact[f"{name}[{', '.join(map(str, index))}]"] = Fraction(float(array[index]))
    return {**arrays, **SCALARS}, exact


def exactly(values: np.ndarray[Any, Any]) -> list[Fraction]:
    return [Fraction(v) for v in values.tolist()]


@pytest.mark.parametrize("precision", [24, 53])
def test_every_coordinate_is_where_arb_says(catalogue: Catalogue, precision: int) -> None:
    if wide_type(precision) is None:
        pytest.skip("this machine has no wider type")
    rng = np.random.default_rng(precision)
    for node in nodes(catalogue):
        assert node.indexed is not None
        concrete = some_sizes(node.indexed, rng)
        parameters, exact = drawn(concrete, rng)
        unit = 2.0**-precision
        for part in PARTS:
            x = rng.uniform(0.25, 2.0, concrete.count("vjp")).astype(np.float32).astype(np.float64)
            along = {"forward": 0, "jvp": len(x), "vjp": concrete.count("forward")}[part]
            d = rng.normal(size=along).astype(np.float32).astype(np.float64)
            found = WideEvaluator(concrete, part, wide_type(precision), unit).evaluate(x, d, parameters)
            point = Point(exactly(x), exactly(d), exact)
            wanted = VectorProgram(concrete.coordinates(part)).values(point, 2.0**-10 * unit, unit)
            where = (node.short_name, part, concrete.label)
            assert len(wanted) == len(found.values) == concrete.count(part), where
            assert found.decided.all() or node.short_name in TIED, where
            for i in np.flatnonzero(found.decided).tolist():
                assert distance(found.values[i], wanted[i].ball) <= float(found.radius[i]) * 1.001, where
                ratio = float(found.rounding[i]) / max(float(wanted[i].rounding), 1e-300)
                assert 0.9 < ratio < 8 or wanted[i].rounding == 0, (*where, ratio)


def distance(value: Any, ball: Any) -> float:
    high = float(value)
    with flint.ctx.workprec(300):
        return float(abs(flint.arb(high) + flint.arb(float(value - type(value)(high))) - ball).upper())


def test_the_gradient_is_the_adjoint_of_the_derivative(catalogue: Catalogue) -> None:
    """Both as they were read: ⟨jvp dx, ct⟩ = ⟨dx, vjp ct⟩, in Arb."""
    rng = np.random.default_rng(5)
    for node in nodes(catalogue):
        assert node.indexed is not None
        concrete = some_sizes(node.indexed, rng)
        _, exact = drawn(concrete, rng)
        n, m = concrete.count("vjp"), concrete.count("forward")
        x, dx, ct = (exactly(rng.integers(1, 99, k) / 32) for k in (n, n, m))
        moved = VectorProgram(concrete.coordinates("jvp")).values(Point(x, dx, exact), 2.0**-60)
        back = VectorProgram(concrete.coordinates("vjp")).values(Point(x, ct, exact), 2.0**-60)
        with flint.ctx.workprec(200):
            left = sum((v.ball * rational_ball(c) for v, c in zip(moved, ct, strict=True)), flint.arb(0))
            right = sum((v.ball * rational_ball(c) for v, c in zip(back, dx, strict=True)), flint.arb(0))
            assert left.overlaps(right), node.short_name
            assert left.rad() < 1e-9


def at(catalogue: Catalogue, name: str, choices: Choices) -> Concrete:
    formula = catalogue[name].indexed
    assert formula is not None
    return Concrete.at(formula, choices)


def test_some_coordinates_are_those_of_all(catalogue: Catalogue) -> None:
    concrete = at(
        catalogue,
        "conv2d",
        {"o": 2, "ch": 2, "h": 5, "w": 7, "p": 3, "q": 2, "h'": 3, "w'": 4, "stride": 2, "pad": 1},
    )
    rng = np.random.default_rng(1)
    x, ct = rng.normal(size=concrete.count("vjp")), rng.normal(size=concrete.count("forward"))
    evaluator = WideEvaluator(concrete, "vjp", np.float64, 2.0**-24)
    all_of_them = evaluator.evaluate(x, ct, {})
    rows = np.array([0, 3, 69, 70, 71, len(x) - 3, len(x) - 1], dtype=np.intp)
    some = evaluator.evaluate(x, ct, {}, rows)
    np.testing.assert_allclose(some.values, all_of_them.values[rows], rtol=1e-14)
    np.testing.assert_allclose(some.rounding, all_of_them.rounding[rows], rtol=1e-14)


def test_only_what_is_too_much_is_sampled(catalogue: Catalogue) -> None:
    small = at(catalogue, "matmul", {"m": 33, "k": 17, "n": 65})
    large = at(catalogue, "matmul", {"m": 129, "k": 65, "n": 129})
    assert sampled(WideEvaluator(small, "forward", np.float64, 2.0**-24), [0]) is None
    rows = sampled(WideEvaluator(large, "forward", np.float64, 2.0**-24), [0])
    assert rows is not None
    assert (rows[0], rows[-1]) == (0, 129 * 129 - 1)
    assert 800 < len(rows) < 129 * 129


def test_softmax_beyond_every_float64(catalogue: Catalogue) -> None:
    """exp overflows float64, but not the long double, and not its quotient."""
    if wide_type(53) is not np.longdouble or np.finfo(np.longdouble).maxexp < 10_000:
        pytest.skip("this machine has no wider range")
    concrete = at(catalogue, "softmax", {"n": 1025})
    x = np.linspace(-1400.0, 1400.0, 1025)
    found = WideEvaluator(concrete, "forward", np.longdouble, 2.0**-53).evaluate(x, np.zeros(0), {})
    assert found.decided[-1]
    assert abs(float(found.values[-1]) - (1 - np.exp(-2800 / 1024))) < 1e-12


def test_what_is_equal_or_conventional_is_left_undecided(catalogue: Catalogue) -> None:
    pool = at(catalogue, "maxPool", {"h": 1, "w": 2, "p": 1, "q": 2})
    evaluator = WideEvaluator(pool, "jvp", np.float64, 2.0**-24)
    found = evaluator.evaluate(np.array([1.0, 1.0, 2.0, 3.0]), np.ones(4), {})
    assert found.decided.tolist() == [False, True]
    quotient = at(catalogue, "div", {"s": (2,)})
    evaluator = WideEvaluator(quotient, "forward", np.float64, 2.0**-24)
    found = evaluator.evaluate(np.array([1.0, 1.0, 0.0, 4.0]), np.zeros(0), {})
    assert found.decided.tolist() == [False, True]


def test_a_sum_in_a_narrow_format_may_not_stall() -> None:
    """257 ones in bfloat16, one after the other, are 256; the bound of any order would allow it."""
    n, i = constant(0) + var(Atom("size", "n")), Atom("index", "b1.0")
    body = Tree("at", index=At("entry", "x", (var(i),)))
    total = Tree("sum", (body,), index=Range((("b1.0", n),)))
    formula = IndexedFormula((Variable("n", "natural"),), (), (("x", (n,)),), (), total, total)
    concrete = Concrete.at(formula, {"n": 1025})
    unit = 2.0**-8
    found = WideEvaluator(concrete, "forward", np.float64, unit).evaluate(np.ones(1025), np.zeros(0), {})
    allowed = unit * float(found.rounding[0])
    assert 1025 / 33 < allowed < 1025 / 28
    assert abs(float(found.values[0]) - 256) > allowed
    assert found.radius[0] < 2.0**-10 * allowed
    wide = WideEvaluator(concrete, "forward", np.float64, 2.0**-24).evaluate(np.ones(1025), np.zeros(0), {})
    assert float(wide.rounding[0]) == pytest.approx(1024 * 1025 + 1025)


def test_one_and_zero_add_up_without_rounding_in_arrays_too(catalogue: Catalogue) -> None:
    """a·log (1 + b) at b = 0, along both: the change of the second factor is rounded."""
    indexed = catalogue["xlog1py"].indexed
    assert indexed is not None
    concrete = Concrete.at(indexed, {"s": (3,)})
    x, d = np.array([3.0, 1.0, 7.0, 0.0, 0.0, 0.0]), np.array([1.0, 5.0, 1.0, 0.1, 0.3, 0.7])
    wide = WideEvaluator(concrete, "jvp", np.float64, 2.0**-24).evaluate(x, d, {})
    assert (wide.rounding >= np.abs(x[:3] * d[3:]) * (1 - 1e-9)).all()
