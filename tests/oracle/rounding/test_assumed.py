"""What is supposed and not proven: NumPy's functions are as exact as is said, its basic operations IEEE's."""

from __future__ import annotations

from fractions import Fraction

import ieee
import numpy as np
import pytest
from ieee import (
    OPERATIONS,
    converted,
    edge_cases,
    first_wrong,
    near_ties,
    points,
    scaled,
    wanted,
)

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula import Reference
from proofgrad.oracle.rounding.assumed import SUPPOSED
from proofgrad.oracle.ulp import FORMATS

_DOMAIN = {
    "exp": (-80.0, 80.0),
    "log": (1e-30, 1e30),
    "log1p": (-0.999, 1e30),
    "expm1": (-30.0, 80.0),
    "tanh": (-30.0, 30.0),
    "sin": (-1e5, 1e5),
    "cos": (-1e5, 1e5),
}
_X = Tree("var")
_ONE = Tree("const", (), Fraction(1))
_TREES = {
    "log1p": Tree("log", (Tree("add", (_ONE, _X)),)),
    "expm1": Tree("sub", (Tree("exp", (_X,)), _ONE)),
}


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", SUPPOSED)
def test_library_functions_are_as_exact_as_is_supposed(name, dtype):
    fmt, (low, high) = FORMATS[dtype], _DOMAIN[name]
    rng = np.random.default_rng(3)
    ends = fmt.to_ordinal(np.array([low, high]).astype(fmt.dtype))
    parts = [fmt.from_ordinal(rng.integers(*ends, 5000)), rng.uniform(low, high, 5000).astype(fmt.dtype)]
    x = np.concatenate(parts)
    tree = _TREES[name] if name in _TREES else Tree(name, (_X,))
    found = Reference([tree]).enclose(x, fmt)[0].values
    errors = np.abs(found.errors(getattr(np, name)(x)))
    units = 2.0 ** (fmt.precision - 1) / np.maximum(np.abs(found.whole + found.fraction), 1.0)
    relative = errors * units * 2  # in units of rounding, half an ULP of the power of two below
    normal = np.abs(found.whole) >= 2.0 ** (fmt.precision - 1)
    assert normal.sum() > 5000
    assert relative[normal].max() <= SUPPOSED[name][dtype] / 100
    assert errors[~normal].max(initial=0.0) <= 1.0


@pytest.mark.parametrize("dtype", FORMATS)
@pytest.mark.parametrize("op", OPERATIONS)
def test_basic_operations_round_once_at_edge_cases_and_anywhere(op, dtype):
    """A part of `scripts/bench ieee`."""
    fmt = FORMATS[dtype]
    edges, *_ = points(fmt, 0, 11)
    rng = np.random.default_rng(5)
    some = rng.integers(0, len(edges[0]), 2000)
    ((one, other),) = list(points(fmt, 1000, 11))[1:]
    a, b = np.concatenate([edges[0][some], one]), np.concatenate([edges[1][some], other])
    checked, wrong = first_wrong(op, fmt, a, b)
    assert wrong is None
    assert checked > (1400 if op == "sqrt" else 2900)


@pytest.mark.parametrize("dtype", FORMATS)
def test_integers_say_what_rational_numbers_say(dtype):
    fmt = FORMATS[dtype]
    edges, more = list(points(fmt, 400, 13))
    some = np.random.default_rng(6).integers(0, len(edges[0]), 400)
    a, b = (np.concatenate([edge[some], one]) for edge, one in zip(edges, more, strict=True))
    for op in ("add", "subtract", "multiply", "divide"):
        for x, y in zip(scaled(a), scaled(b), strict=True):
            one, other = (Fraction(n) * Fraction(2) ** e for n, e in (x, y))
            exact = {"add": one + other, "subtract": one - other, "multiply": one * other}.get(op)
            if op == "divide":
                exact = one / other if other else None
            said = wanted(op, fmt, x, y)
            assert said == (None if exact is None else fmt.round_exact(exact))
    for x in scaled(a):
        root = wanted("sqrt", fmt, x, x)
        if root is None:
            assert x[0] < 0
            continue
        ordinal = int(fmt.to_ordinal(np.array([root]).astype(fmt.dtype))[0])
        near = [Fraction(float(v)) for v in fmt.from_ordinal(np.array([ordinal - 1, ordinal, ordinal + 1]))]
        exact = Fraction(x[0]) * Fraction(2) ** x[1]
        low, high = (near[0] + near[1]) / 2, (near[1] + near[2]) / 2
        assert max(low, 0) ** 2 <= exact <= high * high


def test_an_operation_that_rounds_twice_is_found(monkeypatch):
    def twice(a, b):
        with np.errstate(all="ignore"):
            return really(a, b).astype(np.float16).astype(np.float32)

    really = np.add
    monkeypatch.setattr(np, "add", twice)
    ((a, b),) = list(points(FORMATS["float32"], 1000, 11))[1:]
    assert first_wrong("add", FORMATS["float32"], a, b)[1] is not None


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("op", ["add", "subtract", "multiply", "divide", "sqrt"])
def test_basic_operations_round_once_at_a_million_points(op, dtype):
    """The rounding error is exactly known: from a wider format, or by an error-free transformation."""
    fmt = FORMATS[dtype]
    rng = np.random.default_rng(7)
    a, b = ((rng.uniform(1, 2, 1_000_000) * 2.0 ** rng.integers(-5, 6)).astype(fmt.dtype) for _ in range(2))
    with np.errstate(all="ignore"):
        got = np.sqrt(a) if op == "sqrt" else getattr(np, op)(a, b)
    if dtype != "float64":
        wide = (v.astype(np.float64) for v in (a, b))
        once = np.sqrt(a.astype(np.float64)) if op == "sqrt" else getattr(np, op)(*wide)
        assert np.array_equal(got, once.astype(fmt.dtype))  # 53 >= 2·24 + 2: rounding twice is rounding once
        return
    some = rng.integers(0, len(a), 5000)  # float64: rational numbers, at a sample of the million
    assert first_wrong(op, fmt, a[some], b[some]) == (5000, None)


@pytest.mark.parametrize("dtype", FORMATS)
def test_conversions_round_as_is_supposed(dtype):
    rng = np.random.default_rng(9)
    fmt = FORMATS[dtype]
    edges = edge_cases(fmt)
    top = fmt.infinity_ordinal - 1
    anywhere = fmt.from_ordinal(rng.integers(-top, top, 1000))
    for other in FORMATS.values():
        x = np.concatenate([edges, anywhere, near_ties(fmt, other, 1000, 10)])
        assert converted(x, fmt, other) == (len(x), None)


def test_a_conversion_by_way_of_another_format_is_seen(monkeypatch):
    """That of float64 to bfloat16 is one: it is not what IEEE says, and bounds count both roundings."""
    wide, narrow = FORMATS["float64"], FORMATS["bfloat16"]
    x = near_ties(wide, narrow, 1000, 10)
    monkeypatch.setattr(ieee, "THROUGH", {})
    assert converted(x, wide, narrow)[1] is not None
