"""Formats, rounding and ULP distances, against exact rational arithmetic."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.ulp import FORMATS, Enclosures, Status, format_of
from proofgrad.oracle.ulp.distinct import distinct, first_of_each

ALL = list(FORMATS.values())
IDS = list(FORMATS)


@pytest.mark.parametrize("fmt", ALL, ids=IDS)
def test_limits_are_those_of_the_dtype(fmt):
    top = fmt.from_ordinal(np.array([fmt.infinity_ordinal - 1, fmt.infinity_ordinal, 1]))
    assert Fraction(float(top[0])) == fmt.max_finite
    assert float(top[1]) == np.inf
    assert Fraction(float(top[2])) == Fraction(2) ** fmt.tiny_exponent


@pytest.mark.parametrize("name", ["float16", "bfloat16"])
def test_ordinals_are_monotone_and_invertible(name):
    fmt = FORMATS[name]
    ordinals = np.arange(-fmt.infinity_ordinal, fmt.infinity_ordinal + 1)
    values = fmt.from_ordinal(ordinals).astype(np.float64)
    assert (np.diff(values) > 0).all()
    assert (fmt.to_ordinal(fmt.from_ordinal(ordinals)) == ordinals).all()


@pytest.mark.parametrize("fmt", ALL, ids=IDS)
@given(value=st.fractions() | st.floats(allow_nan=False, allow_infinity=False).map(Fraction))
def test_exact_rounding_finds_a_nearest_float(fmt, value):
    got = fmt.round_exact(value)
    if np.isinf(got):
        assert abs(value) >= fmt.overflow_threshold
        return
    ordinal = int(fmt.to_ordinal(np.array([got]).astype(fmt.dtype))[0])
    near = [float(v) for v in fmt.from_ordinal(np.array([ordinal - 1, ordinal + 1])) if np.isfinite(float(v))]
    assert all(abs(Fraction(got) - value) <= abs(Fraction(n) - value) for n in near)


@pytest.mark.parametrize("fmt", ALL, ids=IDS)
@given(value=st.floats(allow_nan=False))
def test_narrowing_rounds_once(fmt, value):
    got = float(fmt.narrow(np.array([value]))[0])
    assert got == (value if np.isinf(value) else fmt.round_exact(Fraction(value)))


def test_a_cast_of_float64_to_bfloat16_would_round_twice():
    """The case that `narrow` exists for: just above a tie that float32 cannot see."""
    fmt = FORMATS["bfloat16"]
    value = np.array([1.0 + 2.0**-8 + 2.0**-40])
    assert float(fmt.narrow(value)[0]) == 1.0 + 2.0**-7


def test_hex_round_trips():
    fmt = FORMATS["float64"]
    assert fmt.hex(1.0) == "0x3ff0000000000000"
    assert fmt.from_hex(fmt.hex(-0.1)) == -0.1


def test_an_unknown_dtype_is_a_usage_error():
    with pytest.raises(UsageError, match="int32"):
        format_of(np.int32)


@pytest.mark.parametrize("fmt", ALL, ids=IDS)
@given(wanted=st.floats(allow_nan=False, allow_infinity=False).map(Fraction), data=st.data())
def test_errors_are_exact_in_ulp_of_the_reference(fmt, wanted, data):
    if abs(wanted) >= 2 ** (fmt.emax + 1):
        return
    got = fmt.round_exact(wanted)
    steps = data.draw(st.integers(-5, 5))
    ordinal = int(fmt.to_ordinal(np.array([got]).astype(fmt.dtype))[0]) + steps
    moved = fmt.from_ordinal(np.array([ordinal]))
    if not np.isfinite(float(moved[0])):
        return
    reference = Enclosures.from_fractions(fmt, [wanted])
    ulp = Fraction(2) ** int(reference.exponent[0])
    assert fmt.tiny_exponent <= reference.exponent[0]
    assert reference.errors(moved)[0] == pytest.approx(
        float((Fraction(float(moved[0])) - wanted) / ulp), abs=1e-9
    )


def test_overflow_wants_infinity_and_nothing_else():
    fmt = FORMATS["float32"]
    reference = Enclosures.from_fractions(fmt, [Fraction(2) ** 128] * 3 + [-(Fraction(2) ** 300)])
    assert list(reference.status) == [Status.POSITIVE_OVERFLOW] * 3 + [Status.NEGATIVE_OVERFLOW]
    got = np.array([np.inf, 3.4028235e38, np.nan, -np.inf], dtype=np.float32)
    assert list(np.abs(reference.errors(got))) == [0.0, np.inf, np.inf, 0.0]


def test_near_the_top_infinity_counts_as_the_next_number():
    fmt = FORMATS["float16"]
    reference = Enclosures.from_fractions(fmt, [fmt.max_finite])
    assert reference.errors(np.array([np.inf], dtype=np.float16))[0] == 1.0


def test_subnormal_references_are_measured_in_the_smallest_subnormal():
    fmt = FORMATS["float64"]
    reference = Enclosures.from_fractions(fmt, [Fraction(3, 2) * Fraction(2) ** -1074])
    assert reference.errors(np.array([0.0]))[0] == -1.5


def test_a_reference_that_touches_a_tie_is_not_decided():
    fmt = FORMATS["float64"]
    tie = 1 + Fraction(1, 2**53)
    values, decided = Enclosures.from_fractions(fmt, [tie], slack=2.0**-20).rounded()
    assert not decided[0]
    values, decided = Enclosures.from_fractions(fmt, [tie]).rounded()
    assert decided[0]
    assert values[0] == 1.0


@pytest.mark.parametrize("fmt", ALL, ids=IDS)
@given(
    value=st.fractions(-1000, 1000).filter(lambda q: abs(q) > Fraction(1, 1000)),
    factor=st.floats(-4, 4, width=32).filter(lambda f: abs(f) > 1e-3),
)
def test_products_with_short_factors_are_exact(fmt, value, factor):
    reference = Enclosures.from_fractions(fmt, [value])
    product = reference.times(np.array([0]), np.array([factor]))
    ulp = Fraction(2) ** int(product.exponent[0])
    assert abs(product.exact(0) - reference.exact(0) * Fraction(factor)) <= ulp * Fraction(1, 2**45)


def test_distinct_numbers_are_those_of_numpy():
    rng = np.random.default_rng(3)
    numbers = rng.integers(-40, 40, (3, 50)) << 40
    np.testing.assert_array_equal(distinct(numbers), np.unique(numbers))
    keys = rng.integers(0, 9, 300), rng.integers(0, 4, 300).astype(np.float64)
    _, first = np.unique(np.stack(keys), axis=1, return_index=True)
    np.testing.assert_array_equal(first_of_each(*keys), first)
    assert not len(distinct(np.zeros(0)))
    assert not len(first_of_each(np.zeros(0)))
