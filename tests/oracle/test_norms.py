"""Normalisations with a scale and a shift: the project's kernels where numbers are subnormal."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from proofgrad.oracle.kernels.vector import vector_kernel

EPS = 2.0**-20
TINY = 5e-324


def channel(x: np.ndarray) -> list[Fraction]:
    """The entries less their mean; divided by √ε this is layer norm, where the squares count for nothing."""
    exact = [Fraction(float(v)) for v in x]
    return [v - sum(exact) / len(exact) for v in exact]


def test_subnormal_entries_lose_nothing() -> None:
    x = np.zeros((1, 2, 3))
    x[0, 1, 0] = 4.243991582e-314
    bound = vector_kernel("instanceNorm", {"ε": EPS})
    ones = np.ones(2)
    wanted = [float(v * 1024) for v in channel(x[0, 1])]
    np.testing.assert_allclose(bound.forward(x, ones, 0 * ones)[0, 1], wanted, rtol=0, atol=TINY)
    _, at_scale, _ = bound.vjp((x, ones, ones), np.ones((1, 2, 3)))
    assert abs(at_scale[1]) <= 3 * TINY  # the entries have the sum 0


def test_a_subnormal_scale_beside_a_usual_one_loses_nothing() -> None:
    x = np.array([[[1.0, 2.0, 3.0], [1.0, 2.0, 4.0]]]) * 2.0**-20  # so that the root is about √ε, 2^-10
    scale = np.array([0.5, 1.6e-322])
    ct = np.array([[[1.0, 2.0, -1.0], [0.3, -0.7, 0.45]]])
    bound = vector_kernel("instanceNorm", {"ε": EPS})
    small, *_ = bound.vjp((x, scale, scale), ct)
    large, *_ = bound.vjp((x, np.array([0.5, scale[1] * 2.0**600]), scale), ct)
    np.testing.assert_allclose(small[0, 0], large[0, 0], rtol=1e-15)
    np.testing.assert_allclose(small[0, 1], large[0, 1] / 2.0**600, rtol=0, atol=TINY)
