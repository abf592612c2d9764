"""Matrices as products, sampling between entries, and choices of what is no number, seen at numbers."""

from __future__ import annotations

import numpy as np
import pytest
from aten_runs import run, values

from proofgrad.oracle.models.conditions import conditions_met
from proofgrad.oracle.models.traced import Unsupported

rng = np.random.default_rng(11)
M = rng.normal(size=(2, 3, 3))
PD = M @ np.swapaxes(M, -1, -2) + np.eye(3)
B = rng.normal(size=(2, 3, 2))


@pytest.mark.parametrize("upper", [False, True])
def test_cholesky(upper):
    lower = np.linalg.cholesky(PD)
    wanted = np.swapaxes(lower, -1, -2) if upper else lower
    assert values("linalg_cholesky_ex.default", [PD], upper=upper) == pytest.approx(wanted)


def test_the_derivative_of_choleskys_factor_is_symmetric():
    """As PyTorch's is: both triangles count for half."""
    skew = np.zeros((2, 3, 3))
    skew[:, 0, 1], skew[:, 1, 0] = 0.25, -0.25
    assert values("cholesky.default", [PD + skew]) == pytest.approx(np.linalg.cholesky(PD))


@pytest.mark.parametrize("transpose", [False, True])
def test_a_triangular_system(transpose):
    upper = np.triu(M)
    kept = np.swapaxes(upper, -1, -2) if transpose else upper
    found = values("triangular_solve.default", [B, M], True, transpose)
    assert found == pytest.approx(np.linalg.solve(kept, B))


@pytest.mark.parametrize("left", [True, False])
@pytest.mark.parametrize("adjoint", [True, False])
def test_a_system_with_known_factors(left, adjoint):
    lu = M + 2 * np.eye(3)
    pivots = np.array([[2, 3, 3], [1, 3, 3]])  # rows are exchanged in this order, counted from 1
    lower, upper = np.tril(lu, -1) + np.eye(3), np.triu(lu)
    whole = lower @ upper
    for batch, swaps in enumerate(pivots):
        for i in reversed(range(3)):
            whole[batch][[i, swaps[i] - 1]] = whole[batch][[swaps[i] - 1, i]]
    own = np.swapaxes(whole, -1, -2) if adjoint else whole
    right = B if left else np.swapaxes(B, -1, -2)
    wanted = np.linalg.solve(own, B) if left else right @ np.linalg.inv(own)
    assert values(
        "linalg_lu_solve.default",
        [lu, right],
        left=left,
        adjoint=adjoint,
        between=(pivots,),
    ) == pytest.approx(wanted)


def test_a_product_of_reflections():
    tau = rng.normal(size=(2, 2))
    wanted = np.broadcast_to(np.eye(3, 2), (2, 3, 2)).copy()
    a = M[..., :2]
    for n in range(2):
        for k in (1, 0):
            v = np.concatenate([np.zeros(k), [1.0], a[n, k + 1 :, k]])
            wanted[n] = (np.eye(3) - tau[n, k] * np.outer(v, v)) @ wanted[n]
    assert values("linalg_householder_product.default", [a, tau]) == pytest.approx(wanted)
    square = [a, tau, np.broadcast_to(np.eye(3), (2, 3, 3)).copy()]
    whole = values("ormqr.default", square)
    assert whole[..., :2] == pytest.approx(wanted)
    assert values("ormqr.default", square, True, True) == pytest.approx(np.swapaxes(whole, -1, -2))
    assert values("ormqr.default", square, False) == pytest.approx(whole)


def between(image, x, y, mode, border):
    """One place of an image with two axes."""
    height, width = image.shape
    i, j = ((y + 1) * height - 1) / 2, ((x + 1) * width - 1) / 2
    if border:
        i, j = np.clip(i, 0, height - 1), np.clip(j, 0, width - 1)
    if mode == 1:
        i, j = np.round(i), np.round(j)
    out = 0.0
    for a in (int(np.floor(i)), int(np.floor(i)) + 1):
        for b in (int(np.floor(j)), int(np.floor(j)) + 1):
            if 0 <= a < height and 0 <= b < width:
                out += image[a, b] * (1 - abs(i - a)) * (1 - abs(j - b))
    return out


@pytest.mark.parametrize(("mode", "padding"), [(0, 0), (0, 1), (1, 0)])
def test_sampling_between_entries(mode, padding):
    image, grid = rng.normal(size=(1, 2, 3, 4)), rng.uniform(-1.3, 1.3, (1, 2, 2, 2))
    wanted = [
        [[between(image[0, c], *grid[0, i, j], mode, padding) for j in range(2)] for i in range(2)]
        for c in range(2)
    ]
    found = values("grid_sampler_2d.default", [image, grid], mode, padding, False)
    assert found[0] == pytest.approx(np.array(wanted))


def test_cubic_weights_keep_a_constant_and_reflection_is_refused():
    grid = rng.uniform(-0.2, 0.2, (1, 1, 3, 2))
    found = values("grid_sampler_2d.default", [np.ones((1, 1, 7, 7)), grid], 2, 0, False)
    assert found == pytest.approx(np.ones((1, 1, 1, 3)))
    with pytest.raises(Unsupported, match="reflected"):
        run("grid_sampler_2d.default", [np.ones((1, 1, 7, 7)), grid], 0, 2, False)


def test_a_trilinear_form():
    a, w, b = rng.normal(size=(3, 2)), rng.normal(size=(5, 2, 4)), rng.normal(size=(3, 4))
    found = values("_trilinear.default", [a, w, b], [1, 3], [0], [1, 2], [2, 3])
    assert found == pytest.approx(np.einsum("ni,kij,nj->nk", a, w, b))


def test_a_norm_that_counts():
    x = rng.normal(size=(3, 4))
    assert values("linalg_vector_norm.default", [x], 0, [1]) == pytest.approx(np.full(3, 4.0))


def test_where_no_number_is_chosen_the_condition_is_not_met():
    x = np.array([2.0, -3.0])
    arguments = (np.asarray(0.0), np.asarray(float("nan")))
    for given, met in ((x, [False]), (np.abs(x), [True])):
        program, _, constants = run("where.self", [given], *arguments, mask=True)
        assert [m.met for m in conditions_met(program, [given, *constants])] == met
