"""Wrong linear layers: transposed weights, a lost bias, sums that are cut short."""

from __future__ import annotations

from typing import Any

import numpy as np

from mutants.model import Array, Mutant

__all__ = ["MUTANTS"]


class Layer:
    """The right layer."""

    def __init__(self, weights: Array, bias: Array) -> None:
        self.w, self.b = weights, bias

    def forward(self, x: Array) -> Array:
        return _as(x, self.w.astype(float) @ x.astype(float) + self.b.astype(float))

    def jvp(self, x: Array, dx: Array) -> Array:
        return _as(x, self.w.astype(float) @ dx.astype(float))

    def vjp(self, x: Array, ct: Array) -> Array:
        return _as(x, ct.astype(float) @ self.w.astype(float))


def _as(x: Array, answer: Any) -> Array:
    return np.asarray(answer).astype(x.dtype.newbyteorder("="))


def layer(wrong: str, *parts: str, dtype: str = "float64", error: str = "", **change: Any) -> Mutant:
    """A mutant of linear: each keyword is a part, a function of (right layer, weights, bias, arguments)."""

    class Wrong:
        def __init__(self, weights: Array, bias: Array) -> None:
            right = Layer(weights, bias)
            called = {part: (lambda *args, f=f: f(right, weights, bias, *args)) for part, f in change.items()}
            forward = called.get("forward", right.forward)
            jvp, vjp = called.get("jvp", right.jvp), called.get("vjp", right.vjp)
            self.forward = lambda x: _as(x, forward(x)) if "forward" not in change else forward(x)
            self.jvp = lambda xs, dxs: jvp(xs[0], dxs[0])
            self.vjp = lambda xs, ct: (vjp(xs[0], ct),)

    return Mutant("linear", wrong, lambda _: Wrong, frozenset(parts), dtype, error)


def _cut(a: Array, n: int) -> Array:
    """Zero from index n on."""
    return np.where(np.arange(a.shape[-1]) < n, a, 0)


MUTANTS: list[Mutant] = [
    layer(
        "transposed weights in forward",
        "forward",
        error="",
        forward=lambda r, w, b, x: _square(w.T, x, len(b)) + b,
    ),
    layer("transposed weights in vjp", "vjp", vjp=lambda r, w, b, x, ct: _square(w, ct, w.shape[1])),
    layer(
        "jvp and vjp swapped",
        "jvp",
        "vjp",
        error="raised",
        jvp=lambda r, w, b, x, dx: r.vjp(x, dx),
        vjp=lambda r, w, b, x, ct: r.jvp(x, ct),
    ),
    layer("bias dropped", "forward", forward=lambda r, w, b, x: r.jvp(x, x)),
    layer("bias added twice", "forward", forward=lambda r, w, b, x: r.forward(x) + b),
    layer("bias subtracted", "forward", forward=lambda r, w, b, x: r.jvp(x, x) - b),
    layer("the first bias for all", "forward", forward=lambda r, w, b, x: r.jvp(x, x) + b[0]),
    layer("bias in jvp", "jvp", jvp=lambda r, w, b, x, dx: r.forward(dx)),
    layer("jvp at x", "jvp", jvp=lambda r, w, b, x, dx: r.jvp(x, x)),
    layer("vjp returns the gradient of the bias", "vjp", vjp=lambda r, w, b, x, ct: np.resize(ct, x.shape)),
    layer("vjp weighs by x", "vjp", vjp=lambda r, w, b, x, ct: r.vjp(x, ct) * x),
    layer("max instead of sum", "forward", forward=lambda r, w, b, x: (w * x).max(axis=1) + b),
    layer(
        "the last column forgotten",
        "forward",
        forward=lambda r, w, b, x: r.forward(_cut(x, w.shape[1] - 1) if w.shape[1] > 1 else x),
    ),
    layer("columns from 32 on forgotten", "forward", forward=lambda r, w, b, x: r.forward(_cut(x, 32))),
    layer("columns from 256 on forgotten", "forward", forward=lambda r, w, b, x: r.forward(_cut(x, 256))),
    layer("a weight's sign", "forward", forward=lambda r, w, b, x: r.forward(x) - 2 * w[:, 0] * x[0]),
    layer(
        "float32 sums",
        "forward",
        forward=lambda r, w, b, x: (w.astype(np.float32) @ x.astype(np.float32) + b).astype(float),
    ),
    layer(
        "float16 sums",
        "forward",
        dtype="float32",
        forward=lambda r, w, b, x: r.forward(x).astype(np.float16).astype(np.float32),
    ),
    layer(
        "nan in x becomes 0",
        "forward",
        forward=lambda r, w, b, x: r.forward(np.nan_to_num(x, posinf=np.inf, neginf=-np.inf)),
    ),
    layer(
        "strided x taken as contiguous",
        "forward",
        forward=lambda r, w, b, x: r.forward(
            x if x.flags.c_contiguous or x.base is None else np.resize(x.base, x.shape)
        ),
    ),
    layer(
        "works in place",
        "forward",
        error="mutated",
        forward=lambda r, w, b, x: r.forward(np.multiply(x, 1.5, out=x)),
    ),
    layer(
        "works on the weights in place",
        "forward",
        error="mutated",
        forward=lambda r, w, b, x: r.forward(x) + 0 * np.multiply(w, 1.5, out=w).sum(),
    ),
]


def _square(matrix: Array, x: Array, length: int) -> Array:
    """The product where the shapes allow it, the numbers in a vector of the right length where not."""
    columns = matrix.shape[1]
    flat = np.resize(x, columns)
    return np.resize(matrix @ flat, length)
