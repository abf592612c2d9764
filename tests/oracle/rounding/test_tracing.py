"""A traced kernel does what the kernel does: the program, every operation rounded, gives its numbers."""

from __future__ import annotations

import sys
from fractions import Fraction
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
from proofgrad.oracle.rounding.recorder import Recorder, Untraceable
from proofgrad.oracle.rounding.replayed import differs, replayed
from proofgrad.oracle.rounding.traced import Traced
from proofgrad.oracle.ulp import FORMATS


def agree(function, fmt, xs, inner=None):
    """How many inputs were compared: the program must give the same floats."""
    top = fmt.infinity_ordinal - 1
    compared = 0
    pieces = pieces_of(function, fmt, low=-top, high=top, inner=inner, selects=inner is not None)
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


def computed(x):
    """Right but where nobody would look."""
    y = np.exp(x)
    return y if np.any(np.abs(y - 2) >= 1e-6) else 2 * y


def compared(x):
    return 2 * np.exp(x) if np.any((x > 1) & (x < 1 + 1e-6)) else np.exp(x)


def selected(x):
    return 2 * np.exp(x) if len(np.flatnonzero(x == 1)) else np.exp(x)


def all_of_them(x):
    return np.exp(x) if np.all(x != 1) else 2 * np.exp(x)


def caught(x):
    y = np.exp(x)
    try:
        return y * (1 + (np.floor(x * 1e6) == 1e6))
    except Exception:  # noqa: BLE001
        return y


def caught_split(x):
    try:
        return np.where(x == 1, 2.0, np.exp(x))
    except BaseException:  # noqa: BLE001
        return np.exp(x)


def attribute(x):
    return np.exp(x) * 2 if getattr(x, "flat", None) is not None else np.exp(x)


def sized(x):
    return np.exp(x) * 2 if x.size == 7 else np.exp(x)


def shaped(x):
    return np.exp(x) * 2 if x.shape == (7,) else np.exp(x)


def long(x):
    return np.exp(x) * 2 if len(x) == 7 else np.exp(x)


ASKING = [computed, compared, selected, all_of_them, caught, attribute, sized, shaped, long]


def span(low, high):
    return (int(FORMATS["float32"].to_ordinal(np.array([x], np.float32))[0]) for x in (low, high))


@pytest.mark.parametrize("function", ASKING)
def test_a_kernel_that_asks_about_the_array_is_not_traced(function):
    """Such a question is answered for one entry; others may have another answer."""
    low, high = span(0.1, 3.0)
    pieces = pieces_of(function, FORMATS["float32"], low=low, high=high)
    assert pieces[0].program is None
    assert pieces[-1].program is None


def test_a_kernel_may_ask_whether_there_is_something_to_change():
    def function(x):
        y = np.exp(x)
        near = np.flatnonzero(x < 1)
        if len(near):
            y[near] = np.expm1(x[near]) + 1
        return y

    assert agree(function, FORMATS["float32"], [0.1, 0.7, 1.0, 1.5, 3.25, 29.0]) == 6


def test_a_place_that_a_kernel_has_caught_is_a_place_yet():
    low, high = span(0.1, 3.0)
    pieces = pieces_of(caught_split, FORMATS["float32"], low=low, high=high)
    assert [p.low == p.high for p in pieces] == [False, True, False]


def test_an_array_it_is_for_isinstance():
    def function(x):
        return np.exp(x) if isinstance(x, np.ndarray) else 2 * np.exp(x)

    assert agree(function, FORMATS["float32"], [0.1, 0.7]) == 2


def test_functions_are_known_by_themselves():
    """One of another package that has the name of NumPy's is another one."""
    other = np.frompyfunc(np.exp, 1, 1)
    other_exp = type("exp", (), {"__name__": "exp"})
    (piece,) = pieces_of(lambda x: other(x), FORMATS["float32"], low=1, high=10)
    assert piece.program is None
    recorder = Recorder(Fraction(0), Fraction(1), "float32")
    with pytest.raises(Untraceable, match="not NumPy"):
        Traced(recorder, 0, np.float32, (1, Fraction(0))).__array_ufunc__(
            other_exp(), "__call__", Traced(recorder, 0, np.float32)
        )


def test_a_kernel_is_run_beside_its_program():
    """What the tracer does not see, such as a type, is seen in the kernel's numbers."""

    def function(x):
        return np.exp(x) * 2 if type(x) is np.ndarray else np.exp(x)

    fmt, around = FORMATS["float32"], np.array([-1.0, 3.0], np.float32)
    low, high = span(0.1, 3.0)
    for kernel_, differing in ((function, True), (np.exp, False)):
        (piece,) = pieces_of(kernel_, fmt, low=low, high=high)
        found = differs(piece.program, kernel_, fmt, [low, high, (low + high) // 2], around)
        assert (found is not None) == differing


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
    low, high = span(0.5, 2.0)
    tree = Tree("exp", (Tree("var"),))
    assert measured(lambda x: np.full_like(x, np.nan), tree, fmt, low, high, count=100)[0] == np.inf
