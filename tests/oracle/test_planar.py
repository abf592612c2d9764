"""The cardinal sine where it is special, angles at the ends of the range, extremes of entries."""

from __future__ import annotations

import numpy as np
import pytest

from proofgrad.oracle.kernels import kernel
from proofgrad.oracle.kernels.vector import vector_kernel


def test_sinc_at_integers_at_0_and_at_infinity() -> None:
    x = np.array([0.0, -0.0, 1.0, 2.0, -3.0, 2.0**53, np.inf, -np.inf, np.nan])
    sinc = kernel("sinc")
    np.testing.assert_array_equal(sinc.forward(x), [1, 1, 0, 0, 0, 0, 0, 0, np.nan])
    slopes = [0, 0, -1, 0.5, 1 / 3, 2.0**-53, 0, 0, np.nan]  # (-1)^n/n
    np.testing.assert_allclose(sinc.jvp(x, np.ones(9)), slopes, rtol=1e-15)


def test_sinc_is_nearly_1_beside_0() -> None:
    x = np.array([5e-324, 1e-200, 1e-9, -1e-9])
    np.testing.assert_array_equal(kernel("sinc").forward(x), np.ones(4))
    slopes = -(np.pi**2) / 3 * x
    np.testing.assert_allclose(kernel("sinc").jvp(x, np.ones(4)), slopes, rtol=1e-15, atol=5e-324)


@pytest.mark.parametrize("scale", [2.0**-1070, 2.0**-600, 1.0, 2.0**600, 2.0**1000])
def test_an_angle_does_not_depend_on_the_length(scale: float) -> None:
    atan2 = vector_kernel("atan2")
    a, b = np.array([3.0, -4.0, 5.0]) * scale, np.array([4.0, -3.0, 12.0]) * scale
    np.testing.assert_allclose(atan2.forward(a, b), np.arctan2([3, -4, 5], [4, -3, 12]), rtol=1e-15)
    step = max(scale, 2.0**-1000)
    along = atan2.jvp((a, b), (step * np.ones(3), np.zeros(3)))
    np.testing.assert_allclose(along, np.array([4 / 25, -3 / 25, 12 / 169]) * (step / scale), rtol=1e-15)


def test_on_the_half_line_where_it_jumps_the_angle_is_pi() -> None:
    zero, below = np.array([0.0, -0.0]), np.array([-1.0, -1.0])
    np.testing.assert_array_equal(vector_kernel("atan2").forward(zero, below), [np.pi, np.pi])


def test_an_angle_changes_by_a_finite_number_where_its_slope_is_none() -> None:
    a, b = np.array([5e-309]), np.array([0.0])
    assert vector_kernel("atan2").jvp((a, b), (np.ones(1), np.array([0.5])))[0] == pytest.approx(-1e308)


def test_equal_entries_share_and_nan_stays() -> None:
    a, b = np.array([1.0, 2.0, 3.0, np.nan]), np.array([2.0, 2.0, 2.0, 2.0])
    for name, first in (("maximum", [0, 0.5, 1, np.nan]), ("minimum", [1, 0.5, 0, np.nan])):
        bound = vector_kernel(name)
        np.testing.assert_array_equal(bound.forward(a, b), getattr(np, name)(a, b))
        at_a, at_b = bound.vjp((a, b), np.ones(4))
        np.testing.assert_array_equal(at_a, first)
        np.testing.assert_array_equal(at_a + at_b, [1, 1, 1, np.nan])


def test_the_extreme_of_all_entries_gets_the_gradient() -> None:
    x = np.array([[1.0, -4.0], [3.0, 2.0]])
    for name, value, place in (("maxElem", 3.0, (1, 0)), ("minElem", -4.0, (0, 1))):
        bound = vector_kernel(name)
        (share,) = bound.vjp((x,), np.array(2.0))
        assert bound.forward(x) == value
        assert np.argwhere(share).tolist() == [list(place)]
        assert share[place] == 2.0
    assert vector_kernel("maxElem").forward(np.zeros((0, 2))) == 0.0
