"""Kernels that are right at small sizes only are found by a default run."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

import proofgrad.bridge
from proofgrad import oracle
from proofgrad.bridge.catalogue import Catalogue
from proofgrad.bridge.catalogue.fitting import fitted
from proofgrad.bridge.catalogue.instantiate import Concrete
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.difftest.sizes import LENGTHS, large_sizes

Array = Any


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return proofgrad.bridge.catalogue()


def wide(x: Array) -> Array:
    return np.asarray(x, np.float64)


def block_softmax(x: Array) -> Array:
    """Of the first 16 entries only."""
    out, part = np.zeros_like(x), wide(x)[:16]
    if part.size:
        e = np.exp(part - part.max())
        out[:16] = e / e.sum()
    return out


def whole_tiles(a: Array, b: Array) -> Array:
    """Without the last tile of a sum if that is not full."""
    k = a.shape[1]
    k = k if k < 16 else k // 16 * 16
    return (wide(a)[:, :k] @ wide(b)[:k]).astype(a.dtype)


def narrow_sum(x: Array) -> Array:
    """In bfloat16, one after the other: it stalls."""
    total = x.dtype.type(0)
    for value in x.ravel():
        total = x.dtype.type(total + value)
    return np.asarray(total, x.dtype)


def few_rows(x: Array, eps: float) -> Array:
    """Right in the first 64 rows."""
    z = wide(x)
    y = (z - z.mean(1, keepdims=True)) / np.sqrt(z.var(1, keepdims=True) + eps)
    y[64:] *= 1.0001
    return y.astype(x.dtype)


def full_blocks(a: Array, b: Array) -> Array:
    """Without the last block of a sum where all blocks are full."""
    k = a.shape[1]
    return whole_tiles(a[:, :-64], b[:-64]) if k and k % 64 == 0 else (wide(a) @ wide(b)).astype(a.dtype)


def exchanged(a: Array, b: Array) -> Array:
    """In the wrong order where both together fill blocks."""
    return np.concatenate([b, a] if (a.size + b.size) % 64 == 0 else [a, b])


WRONG = {
    "softmax": (block_softmax, "float32"),
    "matmul": (whole_tiles, "float32"),
    "sum": (narrow_sum, "bfloat16"),
    "layerNorm": (few_rows, "float32"),
    "matmul in full blocks": (full_blocks, "float32"),
    "concat": (exchanged, "float32"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_at_large_sizes_only_fails(catalogue: Catalogue, name: str) -> None:
    kernel, dtype = WRONG[name]
    (verdict,) = oracle.test(
        catalogue[name.split()[0]], kernel, dtype=dtype, what=("forward",), layouts=False
    )
    assert verdict.verdict == "fail"
    assert verdict.simplest is not None


def test_every_axis_has_every_length(catalogue: Catalogue) -> None:
    for name in ("matmul", "layerNorm", "addRow"):
        formula = catalogue[name].indexed
        assert formula is not None
        sizes = large_sizes(formula)
        for variable in formula.variables:
            assert set(LENGTHS) <= {choices[variable.name] for choices in sizes}, (name, variable.name)
        assert len(sizes) < 14
        lengths = [[n for n in choices.values() if isinstance(n, int) and n > 4] for choices in sizes]
        assert sum(len(set(some)) < len(some) for some in lengths) < len(sizes) // 2  # few are squares
    assert large_sizes(formula, seed=1)[-1] != large_sizes(formula, seed=2)[-1]


def test_convolutions_meet_every_stride_and_padding(catalogue: Catalogue) -> None:
    formula = catalogue["conv2d"].indexed
    assert formula is not None
    sizes = large_sizes(formula)
    square = [c for c in sizes if c["p"] == c["q"]]
    met = {(c["stride"], c["pad"], c["p"]) for c in square}
    assert met >= set(product((1, 2, 3), (0, 1, 2), (1, 2, 3)))
    over = {
        (c["stride"], (c["h"] + 2 * c["pad"] - c["p"]) % c["stride"])  # type: ignore[operator]
        for c in square
    }
    assert over >= {(1, 0), (2, 0), (2, 1), (3, 0), (3, 2)}
    for choices in sizes:
        concrete = Concrete.at(formula, choices)
        h, p, stride, pad = (concrete.naturals[n] for n in ("h", "p", "stride", "pad"))
        assert concrete.naturals["h'"] == (h + 2 * pad - p) // stride + 1


def test_sizes_from_shapes(catalogue: Catalogue) -> None:
    matmul, pool, add = (catalogue[n].indexed for n in ("matmul", "maxPool", "add"))
    assert matmul is not None
    assert pool is not None
    assert add is not None
    assert fitted(matmul, {"a": (128, 1025), "b": (1025, 7)}) == {"m": 128, "k": 1025, "n": 7}
    assert fitted(matmul, {"a": (5, 6)}, otherwise=2) == {"m": 5, "k": 6, "n": 2}
    assert fitted(pool, {"idx": (6, 8)}, {"p": 3, "w": 2}) == {"p": 3, "w": 2, "h": 2, "q": 4}
    assert fitted(add, {"a": (2, 3)}) == {"s": (2, 3)}
    for shapes, words in (
        ({"a": (5, 6), "b": (7, 2)}, "does not fit"),
        ({"a": (5,)}, "2 axes"),
        ({"c": (5,)}, "no input c"),
        ({"a": (5, 6)}, "n is not determined"),
    ):
        with pytest.raises(ValueError, match=words):
            fitted(matmul, shapes)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no multiple"):
        fitted(pool, {"idx": (7, 8)}, {"p": 2, "q": 2})


def test_shapes_that_a_person_gives(catalogue: Catalogue) -> None:
    seen = set()

    def times(a: Array, b: Array) -> Array:
        seen.add((a.shape, b.shape))
        return (wide(a) @ wide(b)).astype(a.dtype)

    shapes = [{"a": (3, 129)}, {"m": 2, "k": 1, "n": 40}]
    (verdict,) = oracle.test(catalogue["matmul"], times, dtype="float32", what=("forward",), shapes=shapes)
    assert (verdict.verdict, verdict.sizes) == ("pass", 2)
    assert seen == {((3, 129), (129, 2)), ((2, 1), (1, 40))}
    with pytest.raises(UsageError, match="no size c") as error:
        oracle.test(catalogue["matmul"], times, shapes={"c": (2, 2)})
    assert "a[m, k], b[k, n]" in str(error.value.hint)


def test_a_convolution_that_computes_its_own_number_of_windows_passes(catalogue: Catalogue) -> None:
    class Loops:
        def forward(self, x: Array, k: Array, b: Array, stride: int, pad: int) -> Array:
            wider = np.pad(wide(x), ((0, 0), (pad, pad), (pad, pad)))
            _, _, p, q = k.shape
            rows = (wider.shape[1] - p) // stride + 1
            columns = (wider.shape[2] - q) // stride + 1
            out = np.empty((len(k), rows, columns))
            for i, j in product(range(rows), range(columns)):
                window = wider[:, stride * i : stride * i + p, stride * j : stride * j + q]
                out[:, i, j] = np.einsum("ochw,chw->o", wide(k), window) + wide(b)
            return out.astype(x.dtype)

    (verdict,) = oracle.test(catalogue["conv2d"], Loops(), dtype="float32", what=("forward",), layouts=False)
    assert verdict.verdict == "pass", verdict.message
    assert verdict.sizes > 30
    assert "nan" in verdict.classes
