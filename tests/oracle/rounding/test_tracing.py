"""A traced kernel does what the kernel does: the program, every operation rounded, gives its numbers."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
import rounded_kernels

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.kernels import kernel
from proofgrad.oracle.rounding.measure import measured
from proofgrad.oracle.rounding.pieces import pieces_of
from proofgrad.oracle.rounding.replayed import differs, replayed
from proofgrad.oracle.ulp import FORMATS


def agree(function, fmt, xs, inner=None):
    """How many inputs were compared: the program must give the same floats."""
    top = fmt.infinity_ordinal - 1
    compared = 0
    pieces = pieces_of(function, fmt, low=-top, high=top, inner=inner)
    assert pieces[0].low == -top
    assert pieces[-1].high == top
    assert all(a.high + 1 == b.low for a, b in pairwise(pieces))
    for x in xs:
        ordinal = int(fmt.to_ordinal(np.array([x]).astype(fmt.dtype))[0])
        piece = next(p for p in pieces if p.low <= ordinal <= p.high)
        if piece.program is None:
            continue
        given = fmt.from_ordinal(np.array([ordinal]))
        with np.errstate(all="ignore"):
            got = function(given.astype(inner or fmt.name))
        assert replayed(piece.program, float(given[0])) == float(np.asarray(got).astype(fmt.dtype)[0]), x
        compared += 1
    return compared


XS = [-700.0, -30.5, -1.3, -0.3, -1e-9, 0.0, 1e-300, 1e-9, 0.1, 0.49, 0.5, 0.7, 1.5, 3.25, 29.0, 41.0, 500.0]


@pytest.mark.parametrize(
    "name", ["relu", "log", "inv", "sqrt", "sigmoid", "tanh", "softplus", "silu", "smoothAbs"]
)
def test_our_kernels_are_traced_as_they_are(name):
    own = kernel(name, {"ε": 1e-6} if name == "smoothAbs" else {})
    positive = [x for x in XS if x > 0 and x != 1e-300]
    for scalar in (own.f, own.df):
        compared = agree(lambda x, s=scalar: s(x, **own.params), FORMATS["float64"], positive, "float64")
        assert compared or (name, scalar) == ("silu", own.df)


@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("name", ["sigmoid", "in_place", "planted"])
def test_kernels_of_ones_own(name, dtype):
    xs = [x for x in XS if abs(x) < 60]
    assert agree(getattr(rounded_kernels, name), FORMATS[dtype], xs) == len(xs)


def test_what_is_not_traced_is_named():
    (piece,) = pieces_of(rounded_kernels.floored, FORMATS["float64"], low=0, high=10)
    assert piece.program is None
    assert "np.floor" in piece.why
    assert "floored, line" in piece.why


def test_a_branch_on_computed_numbers_takes_both_sides():
    def function(x):
        y = np.exp(x)
        return np.where(y * y > y + 1.0, y, -y)

    (piece,) = pieces_of(function, FORMATS["float64"], low=0, high=1 << 62)
    assert [i.op for i in piece.program.instructions].count("ifLt") == 1
    assert agree(function, FORMATS["float64"], [0.1, 0.2, 0.45, 0.5, 0.9, 2.0]) == 6


def test_an_if_on_computed_numbers_is_refused():
    def function(x):
        return x if np.exp(x) > 2 else -x

    (piece,) = pieces_of(function, FORMATS["float64"], low=0, high=10)
    assert piece.program is None
    assert "np.where" in piece.why


def by_way_of(x):
    """float64, rounded to bfloat16 by way of float32."""
    return (np.exp(x.astype(np.float64)) + 1.0).astype(FORMATS["bfloat16"].dtype)


def test_conversions_are_traced_as_they_are_done():
    """Between formats of one size too; from float64 to bfloat16 rounding twice, as ml_dtypes does."""
    brain = FORMATS["bfloat16"]
    assert agree(rounded_kernels.sigmoid, brain, [x for x in XS if abs(x) < 60]) == 15
    assert agree(rounded_kernels.mixed, FORMATS["float16"], [0.1, 0.3, 0.7, 1.9, -2.5]) == 5
    (piece,) = pieces_of(by_way_of, brain, low=0, high=1000)
    rounds = [i.format for i in piece.program.instructions if i.op == "round"]
    assert rounds[-2:] == ["float32", "bfloat16"]


def test_a_number_of_python_has_no_format_of_its_own():
    """A bfloat16 times 1.0 is computed in float32, times 1 in bfloat16: as NumPy and ml_dtypes do it."""
    brain = FORMATS["bfloat16"]
    for factor, formats in ((3.0, ["float32", "bfloat16"]), (3, ["bfloat16"])):
        (piece,) = pieces_of(lambda x, f=factor: x * f, brain, low=1, high=1000)
        assert [i.format for i in piece.program.instructions if i.op == "round"] == formats


def whole(x):
    y = np.exp(x)
    return y if np.any(y > 1.5) else 1 + x + x * x / 2


def sized(x):
    return np.exp(x) * x.size


def caught(x):
    try:
        return np.floor(x) + np.exp(x)
    except Exception:  # noqa: BLE001
        return np.exp(x)


@pytest.mark.parametrize("function", [whole, sized, caught])
def test_a_kernel_that_asks_about_the_array_is_run_beside_its_program(function):
    """The program is that of one entry; other entries, or none, change what the kernel does."""
    fmt = FORMATS["float32"]
    low, high = (int(fmt.to_ordinal(np.array([x], np.float32))[0]) for x in (0.1, 3.0))
    (piece,) = pieces_of(function, fmt, low=low, high=high)
    inside = [low, high, (low + high) // 2]
    assert differs(piece.program, function, fmt, inside, np.array([-1.0, 3.0], np.float32)) is not None
    (piece,) = pieces_of(np.exp, fmt, low=low, high=high)
    assert differs(piece.program, np.exp, fmt, inside, np.array([-1.0, 3.0], np.float32)) is None


def shared(x):
    y = x.astype(x.dtype, copy=False)
    y *= 2
    return x


def fresh(x):
    z = np.exp(x)
    w = np.maximum(z, z)
    w *= 0.5
    return z + w


def filled(x):
    z = np.exp(x)
    w = np.full_like(z, z)
    w *= 2
    return z


def plain(x):
    return (x * np.where(x < 100, 1.1, 0.3)).astype(x.dtype)


@pytest.mark.parametrize("function", [shared, fresh, filled, plain])
def test_what_is_one_array_and_what_is_another(function):
    assert agree(lambda x: function(x.copy()), FORMATS["float32"], [0.1, 0.7, 1.5, 3.25, 29.0]) == 5


@pytest.mark.parametrize("by", [lambda m: m * 2.0, lambda m: m & 2, lambda m: m + 1])
def test_numbers_made_of_truth_values_are_refused(by):
    (piece,) = pieces_of(lambda x: x * by(x < 100), FORMATS["float64"], low=0, high=10)
    assert piece.program is None
    assert "truth value" in piece.why


def test_a_nan_is_an_error_beyond_all_bounds():
    fmt = FORMATS["float32"]
    low, high = (int(fmt.to_ordinal(np.array([x], np.float32))[0]) for x in (0.5, 2.0))
    tree = Tree("exp", (Tree("var"),))
    assert measured(lambda x: np.full_like(x, np.nan), tree, fmt, low, high, count=100)[0] == np.inf
