"""What is supposed and not proven: NumPy's functions are as exact as is said, its basic operations IEEE's."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

import numpy as np
import pytest

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


def edge_cases(fmt):
    """Zero, the least, the largest, powers of two and their neighbours, of both signs."""
    top = fmt.infinity_ordinal - 1
    step = 1 << (fmt.precision - 1)
    near = [k * step + d for k in range(0, top // step, max(1, top // step // 24)) for d in (-1, 0, 1)]
    ordinals = np.unique(np.clip([0, 1, 2, step - 1, step, step + 1, top - 1, top, *near], 0, top))
    return fmt.from_ordinal(np.concatenate([ordinals, -ordinals]))


def exact(op, a, b):
    """The result of an operation on floats, as a rational; None where there is none."""
    a, b = Fraction(a), Fraction(b)
    if op == "divide":
        return a / b if b else None
    return {"add": a + b, "subtract": a - b, "multiply": a * b}[op]


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize("op", ["add", "subtract", "multiply", "divide"])
def test_basic_operations_round_once_at_edge_cases(op, dtype):
    fmt = FORMATS[dtype]
    edges = edge_cases(fmt)
    rng = np.random.default_rng(5)
    a, b = (rng.choice(edges.astype(np.float64), 4000).astype(fmt.dtype) for _ in range(2))
    with np.errstate(all="ignore"):
        got = getattr(np, op)(a, b).astype(np.float64)
    checked = 0
    for x, y, z in zip(a.astype(np.float64), b.astype(np.float64), got, strict=True):
        value = exact(op, x, y)
        if value is not None:
            assert z == fmt.round_exact(value), (x, y, z)
            checked += 1
    assert checked > 3000


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
    # float64: whole numbers of Python, a sample of the million.
    for i in rng.integers(0, len(a), 5000):
        x, y, z = float(a[i]), float(b[i]), float(got[i])
        if op == "sqrt":
            assert z == _root(Fraction(x), fmt)
        else:
            assert z == fmt.round_exact(exact(op, x, y))


def _root(x, fmt):
    """The root of a rational between 1/64 and 4096, rounded once: by integers, far beyond float64."""
    scaled = isqrt(int(x * 4**200))  # never a tie: roots of floats are none
    return fmt.round_exact(Fraction(2 * scaled + 1, 2**201))


@pytest.mark.parametrize("wide", ["float64", "float32"])
def test_conversions_round_once(wide):
    rng = np.random.default_rng(9)
    source = FORMATS[wide]
    for narrow in ("float32", "float16"):
        if narrow == wide:
            continue
        fmt = FORMATS[narrow]
        x = np.concatenate([rng.normal(size=3000) * 2.0 ** rng.integers(-20, 14, 3000), edge_cases(fmt)])
        x = x.astype(source.dtype)
        with np.errstate(all="ignore"):
            got = x.astype(fmt.dtype).astype(np.float64)
        for value, z in zip(x.astype(np.float64), got, strict=True):
            assert z == fmt.round_exact(Fraction(float(value)))
