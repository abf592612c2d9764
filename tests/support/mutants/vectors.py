"""Wrong kernels of vector nodes: nan swallowed, ties, conventions, layouts, one shape only, half a rule.

Each is the project's own kernel with one map replaced. The nodes are small formulas written out here, as Lean
has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from mutants.model import Array, Mutant
from proofgrad.bridge.catalogue import Node, Tree, VectorFormula
from proofgrad.oracle.kernels.vector import vector_kernel

__all__ = ["NODES", "VECTOR_MUTANTS"]

ZERO, ONE = (Tree("const", value=Fraction(n)) for n in (0, 1))


def entry(i: int) -> Tree:
    return Tree("entry", value=i)


def tangent(i: int) -> Tree:
    return Tree("tangent", value=i)


def op(name: str, *args: Tree) -> Tree:
    return Tree(name, args)


def total(terms: Any) -> Tree:
    out = ZERO
    for term in terms:
        out = op("add", out, term)
    return out


def form(sizes: Mapping[str, int], inputs: Any, output: Any, forward: Any, jvp: Any) -> VectorFormula:
    named = tuple((name, str(size)) for name, size in sizes.items())
    return VectorFormula(named, tuple(inputs.items()), output, tuple(forward), tuple(jvp))


def softmax(n: int) -> VectorFormula:
    below = total(op("exp", entry(j)) for j in range(n))
    s = [op("div", op("exp", entry(i)), below) for i in range(n)]
    mean = total(op("mul", s[j], tangent(j)) for j in range(n))
    jvp = [op("mul", s[i], op("sub", tangent(i), mean)) for i in range(n)]
    return form({"n": n}, {"x": (n,)}, (n,), s, jvp)


def log_sum_exp(n: int) -> VectorFormula:
    below = total(op("exp", entry(j)) for j in range(n))
    jvp = total(op("mul", op("div", op("exp", entry(j)), below), tangent(j)) for j in range(n))
    return form({"n": n}, {"x": (n,)}, (), [op("log", below)], [jvp])


def matmul(m: int, k: int, n: int) -> VectorFormula:
    def a(i: int, p: int) -> int:
        return i * k + p

    def b(p: int, j: int) -> int:
        return m * k + p * n + j

    cells = [(i, j) for i in range(m) for j in range(n)]
    forward = [total(op("mul", entry(a(i, p)), entry(b(p, j))) for p in range(k)) for i, j in cells]
    jvp = [
        total(
            op(
                "add",
                op("mul", entry(a(i, p)), tangent(b(p, j))),
                op("mul", entry(b(p, j)), tangent(a(i, p))),
            )
            for p in range(k)
        )
        for i, j in cells
    ]
    return form({"k": k, "m": m, "n": n}, {"a": (m, k), "b": (k, n)}, (m, n), forward, jvp)


def mean(*shape: int) -> VectorFormula:
    n = int(np.prod(shape))
    share = op("div", ONE, Tree("const", value=Fraction(n)))
    forward = op("mul", share, total(map(entry, range(n))))
    jvp = op("mul", share, total(map(tangent, range(n))))
    return form({"n": n}, {"x": shape}, (), [forward], [jvp])


def max_pool(n: int) -> VectorFormula:
    """Of windows of two."""
    forward, jvp = [], []
    for i in range(0, 2 * n, 2):
        top = op("max", entry(i), entry(i + 1))
        forward.append(top)
        slopes = [op("if_gt", top, entry(j), ZERO, ONE) for j in (i, i + 1)]
        jvp.append(total(op("mul", s, tangent(j)) for s, j in zip(slopes, (i, i + 1), strict=True)))
    sizes = {"h": 1, "w": n, "p": 1, "q": 2}
    return form(sizes, {"x": (1, 2 * n)}, (1, n), forward, jvp)


def div(n: int) -> VectorFormula:
    forward = [op("div", entry(i), entry(n + i)) for i in range(n)]
    jvp = [
        op("div", op("sub", tangent(i), op("mul", forward[i], tangent(n + i))), entry(n + i))
        for i in range(n)
    ]
    return form({"n": n}, {"a": (n,), "b": (n,)}, (n,), forward, jvp)


def cross_entropy(n: int) -> VectorFormula:
    below = total(op("exp", entry(j)) for j in range(n))
    t = [Tree("param", value=f"t[{j}]") for j in range(n)]
    s = [op("div", op("exp", entry(j)), below) for j in range(n)]
    along = total(op("mul", s[j], tangent(j)) for j in range(n))
    forward = op("neg", total(op("mul", t[j], op("sub", entry(j), op("log", below))) for j in range(n)))
    jvp = op("neg", total(op("mul", t[j], op("sub", tangent(j), along)) for j in range(n)))
    return form({"n": n}, {"x": (n,)}, (), [forward], [jvp])


def _node(name: str, *formulas: VectorFormula, parameters: tuple[str, ...] = ()) -> Node:
    return Node(f"V.{name}", "vector", "proved", parameters=parameters, vectors=formulas)


NODES: Mapping[str, Node] = {
    "softmax": _node("softmax", softmax(1), softmax(3), softmax(5)),
    "logSumExp": _node("logSumExp", log_sum_exp(1), log_sum_exp(3), log_sum_exp(4)),
    "matmul": _node("matmul", matmul(2, 3, 4), matmul(1, 1, 1), matmul(2, 2, 2)),
    "mean": _node("mean", mean(3), mean(2, 2), mean()),
    "maxPool": _node("maxPool", max_pool(1), max_pool(3)),
    "div": _node("div", div(1), div(3)),
    "crossEntropy": _node("crossEntropy", cross_entropy(2), cross_entropy(4), parameters=("t",)),
}
"""What the mutants are mutants of."""


def mutant(
    node: str, wrong: str, *parts: str, dtype: str = "float64", error: str = "", **change: Callable[..., Any]
) -> Mutant:
    """Each keyword replaces a map by a function of (the right kernel, the options, its arguments)."""

    def build(_: Any) -> Any:
        class Wrong:
            def __init__(self, **options: Any) -> None:
                right = vector_kernel(node, options)
                self.forward, self.jvp, self.vjp = right.forward, right.jvp, right.vjp
                for part, f in change.items():
                    setattr(self, part, lambda *args, f=f: f(right, options, *args))

        return Wrong

    return Mutant(node, wrong, build, frozenset(parts), dtype, error)


def _flat(a: Array) -> Array:
    """The numbers in the order in which they lie in memory."""
    return a.ravel(order="K").reshape(a.shape) if a.ndim > 1 else a


def _base(a: Array) -> Array:
    """The numbers that follow each other in memory, strides or not."""
    if a.flags.c_contiguous or a.base is None:
        return a
    return np.resize(np.asarray(a.base).astype(a.dtype), a.shape)


def _scaled(found: tuple[Array, ...], factor: float) -> tuple[Array, ...]:
    return tuple((g * g.dtype.type(factor)).astype(g.dtype) for g in found)


def _e(x: Array) -> Array:
    with np.errstate(all="ignore"):
        return np.exp(x)


VECTOR_MUTANTS: list[Mutant] = [
    # nan and infinities
    mutant(
        "softmax",
        "12345 where all are -inf",
        "forward",
        forward=lambda r, o, x: np.where(np.isneginf(x).all() and x.size, 12345.0, r.forward(x)),
    ),
    mutant("softmax", "nan becomes 0", "forward", forward=lambda r, o, x: np.nan_to_num(r.forward(x))),
    mutant(
        "softmax",
        "nan where an entry is -inf",
        "forward",
        forward=lambda r, o, x: np.where(np.isneginf(x).any(), np.nan, r.forward(x)),
    ),
    mutant(
        "logSumExp",
        "nan where all are -inf",
        "forward",
        forward=lambda r, o, x: np.asarray(np.log(np.sum(_e(x - x.max()))) + x.max()),
    ),
    mutant(
        "logSumExp",
        "nan is left out",
        "forward",
        forward=lambda r, o, x: r.forward(np.where(np.isnan(x), -np.inf, x)),
    ),
    mutant("mean", "nanmean", "forward", forward=lambda r, o, x: np.asarray(np.nanmean(x))),
    mutant(
        "mean", "infinities clipped", "forward", forward=lambda r, o, x: r.forward(np.clip(x, -1e300, 1e300))
    ),
    mutant("matmul", "nan becomes 0", "forward", forward=lambda r, o, a, b: r.forward(np.nan_to_num(a), b)),
    mutant(
        "maxPool",
        "nan loses",
        "forward",
        forward=lambda r, o, x: r.forward(np.where(np.isnan(x), -np.inf, x)),
    ),
    # ties
    mutant(
        "maxPool",
        "1e300 at a tie",
        "jvp",
        jvp=lambda r, o, x, d: np.where(x[0][:, ::2] == x[0][:, 1::2], 1e300, r.jvp(x, d)),
    ),
    mutant(
        "maxPool",
        "minus the slope at a tie",
        "vjp",
        vjp=lambda r, o, x, ct: (
            np.where(np.repeat(x[0][:, ::2] == x[0][:, 1::2], 2, 1), -5.0, 1.0) * r.vjp(x, ct)[0],
        ),
    ),
    mutant(
        "maxPool",
        "nan at a tie",
        "jvp",
        jvp=lambda r, o, x, d: np.where(x[0][:, ::2] == x[0][:, 1::2], np.nan, r.jvp(x, d)),
    ),
    mutant("maxPool", "the first entry always", "forward", forward=lambda r, o, x: x[:, ::2].copy()),
    mutant(
        "maxPool",
        "the slope of the smaller",
        "jvp",
        "vjp",
        jvp=lambda r, o, x, d: r.jvp((-x[0],), d),
        vjp=lambda r, o, x, ct: r.vjp((-x[0],), ct),
    ),
    # conventions
    mutant(
        "div", "12345 at 0", "forward", forward=lambda r, o, a, b: np.where(b == 0, 12345.0, r.forward(a, b))
    ),
    mutant(
        "div",
        "the largest number at 0",
        "forward",
        forward=lambda r, o, a, b: np.where(b == 0, 1.7e308, r.forward(a, b)),
    ),
    mutant(
        "div",
        "the other infinity at 0",
        "forward",
        forward=lambda r, o, a, b: np.where((b == 0) & (a != 0), -r.forward(a, b), r.forward(a, b)),
    ),
    mutant("div", "slope 1 at 0", "jvp", jvp=lambda r, o, x, d: np.where(x[1] == 0, 1.0, r.jvp(x, d))),
    mutant(
        "div",
        "gradient 1 at 0",
        "vjp",
        vjp=lambda r, o, x, ct: tuple(np.where(x[1] == 0, 1.0, g) for g in r.vjp(x, ct)),
    ),
    # layouts
    mutant("matmul", "memory order of a", "forward", forward=lambda r, o, a, b: r.forward(_flat(a), b)),
    mutant(
        "matmul",
        "memory order of the direction",
        "jvp",
        jvp=lambda r, o, x, d: r.jvp(x, tuple(map(_flat, d))),
    ),
    mutant("matmul", "memory order of the cotangent", "vjp", vjp=lambda r, o, x, ct: r.vjp(x, _flat(ct))),
    mutant("softmax", "strides taken as 1", "forward", forward=lambda r, o, x: r.forward(_base(x))),
    mutant("mean", "strides taken as 1", "forward", forward=lambda r, o, x: r.forward(_base(x))),
    mutant(
        "mean",
        "bytes taken as native",
        "forward",
        forward=lambda r, o, x: r.forward(
            x if x.dtype.isnative else x.byteswap().view(x.dtype.newbyteorder("=")).byteswap()
        ),
    ),
    mutant("softmax", "cotangent in memory order", "vjp", vjp=lambda r, o, x, ct: r.vjp(x, _base(ct))),
    mutant(
        "logSumExp",
        "works in place",
        "forward",
        error="mutated",
        forward=lambda r, o, x: r.forward(np.multiply(x, 2.0, out=x)),
    ),
    # one shape only
    mutant(
        "softmax",
        "wrong at length 3",
        "forward",
        forward=lambda r, o, x: r.forward(x) * (1 + 1e-9 * (x.size == 3)),
    ),
    mutant(
        "softmax",
        "the last of five forgotten",
        "forward",
        forward=lambda r, o, x: np.append(r.forward(x[:4]), 0.0) if x.size == 5 else r.forward(x),
    ),
    mutant(
        "logSumExp",
        "wrong for one entry",
        "forward",
        forward=lambda r, o, x: np.asarray(r.forward(x) + (x.size == 1)),
    ),
    mutant(
        "mean",
        "wrong for matrices",
        "forward",
        forward=lambda r, o, x: np.asarray(x.mean(axis=0).sum() if x.ndim == 2 else r.forward(x)),
    ),
    mutant(
        "mean",
        "wrong for a number",
        "forward",
        forward=lambda r, o, x: np.asarray(2 * x if not x.ndim else r.forward(x)),
    ),
    mutant(
        "matmul",
        "not square: transposed",
        "forward",
        forward=lambda r, o, a, b: np.resize(r.forward(a, b).T, (a.shape[0], b.shape[1])).copy(),
    ),
    mutant(
        "matmul",
        "square: b transposed",
        "forward",
        forward=lambda r, o, a, b: r.forward(a, b.T if b.shape == (2, 2) == a.shape else b),
    ),
    mutant(
        "matmul",
        "only the first two products",
        "forward",
        forward=lambda r, o, a, b: r.forward(a[:, :2], b[:2]),
    ),
    mutant(
        "div",
        "the first divisor for all",
        "forward",
        forward=lambda r, o, a, b: r.forward(a, np.full_like(b, b[0])),
    ),
    # accuracy
    mutant("softmax", "overflows", "forward", forward=lambda r, o, x: _e(x) / _e(x).sum()),
    mutant("softmax", "off by 1e-12", "forward", forward=lambda r, o, x: r.forward(x) * (1 + 1e-12)),
    mutant(
        "softmax",
        "in float32",
        "forward",
        forward=lambda r, o, x: r.forward(x.astype(np.float32)).astype(float),
    ),
    mutant(
        "softmax",
        "in float16",
        "forward",
        dtype="float32",
        forward=lambda r, o, x: r.forward(x.astype(np.float16)).astype(np.float32),
    ),
    mutant("logSumExp", "overflows", "forward", forward=lambda r, o, x: np.asarray(np.log(np.sum(_e(x))))),
    mutant("logSumExp", "the largest entry", "forward", forward=lambda r, o, x: np.asarray(x.max())),
    mutant(
        "logSumExp",
        "the least subtracted",
        "forward",
        forward=lambda r, o, x: np.asarray(x.min() + np.log(np.sum(_e(x - x.min())))),
    ),
    mutant(
        "mean",
        "divided by n - 1",
        "forward",
        forward=lambda r, o, x: np.asarray(x.sum() / max(x.size - 1, 1)),
    ),
    mutant(
        "mean",
        "in float32",
        "forward",
        forward=lambda r, o, x: np.asarray(float(x.astype(np.float32).mean())),
    ),
    mutant(
        "matmul",
        "float32 products",
        "forward",
        forward=lambda r, o, a, b: r.forward(a.astype(np.float32), b.astype(np.float32)).astype(float),
    ),
    mutant(
        "matmul",
        "one coordinate off by 1e-13",
        "forward",
        forward=lambda r, o, a, b: r.forward(a, b) * (1 + 1e-13 * (np.arange(b.shape[1]) == b.shape[1] - 1)),
    ),
    mutant(
        "div",
        "times the float32 reciprocal",
        "forward",
        forward=lambda r, o, a, b: a * (1 / b.astype(np.float32)).astype(float),
    ),
    mutant(
        "crossEntropy", "a constant added to the sum", "forward", forward=lambda r, o, x: r.forward(x) + 1e-9
    ),
    # targets
    mutant(
        "crossEntropy",
        "nan for a target of 0",
        "forward",
        forward=lambda r, o, x: np.where((o["t"] == 0).any(), np.nan, r.forward(x)),
    ),
    mutant(
        "crossEntropy",
        "a hard target counts twice",
        "forward",
        forward=lambda r, o, x: r.forward(x) * (1 + (np.sort(o["t"])[-1] == 1 == o["t"].sum())),
    ),
    mutant(
        "crossEntropy",
        "targets rounded to one class",
        "forward",
        forward=lambda r, o, x: vector_kernel(
            "crossEntropy", {"t": np.eye(x.size)[np.argmax(o["t"])]}
        ).forward(x),
    ),
    mutant(
        "crossEntropy",
        "targets made to sum to 1 in the slope",
        "jvp",
        jvp=lambda r, o, x, d: vector_kernel("crossEntropy", {"t": o["t"] / max(o["t"].sum(), 1e-9)}).jvp(
            x, d
        ),
    ),
    mutant(
        "crossEntropy",
        "slope without the targets",
        "jvp",
        "vjp",
        jvp=lambda r, o, x, d: vector_kernel("crossEntropy", {"t": np.ones(x[0].size)}).jvp(x, d),
        vjp=lambda r, o, x, ct: vector_kernel("crossEntropy", {"t": np.ones(x[0].size)}).vjp(x, ct),
    ),
    mutant(
        "crossEntropy",
        "a target written over",
        "forward",
        error="mutated",
        forward=lambda r, o, x: r.forward(x) + 0 * np.multiply(o["t"], 2, out=o["t"]).sum(),
    ),
    # rules
    mutant("softmax", "slope s·dx", "jvp", jvp=lambda r, o, x, d: r.forward(x[0]) * d[0]),
    mutant("softmax", "gradient s·ct", "vjp", vjp=lambda r, o, x, ct: (r.forward(x[0]) * ct,)),
    mutant("softmax", "cotangent ignored", "vjp", vjp=lambda r, o, x, ct: r.vjp(x, np.ones_like(ct))),
    mutant("logSumExp", "gradient not times ct", "vjp", vjp=lambda r, o, x, ct: r.vjp(x, np.ones_like(ct))),
    mutant("logSumExp", "gradient 1/n", "vjp", vjp=lambda r, o, x, ct: (np.full_like(x[0], ct / x[0].size),)),
    mutant("mean", "gradient 1", "vjp", vjp=lambda r, o, x, ct: (np.full_like(x[0], ct),)),
    mutant("mean", "slope of the sum", "jvp", jvp=lambda r, o, x, d: np.asarray(d[0].sum())),
    mutant("matmul", "half the product rule", "jvp", jvp=lambda r, o, x, d: x[0] @ d[1]),
    mutant(
        "matmul",
        "gradient of one input",
        "vjp",
        vjp=lambda r, o, x, ct: (r.vjp(x, ct)[0], np.zeros_like(x[1])),
    ),
    mutant(
        "matmul",
        "gradients not transposed",
        "vjp",
        vjp=lambda r, o, x, ct: tuple(g.T.copy() if g.shape == (2, 2) else g for g in r.vjp(x, ct)),
    ),
    mutant(
        "matmul",
        "gradients exchanged where they fit",
        "vjp",
        vjp=lambda r, o, x, ct: r.vjp(x, ct)[::-1] if x[0].shape == x[1].shape else r.vjp(x, ct),
    ),
    mutant("div", "the sign of db", "jvp", jvp=lambda r, o, x, d: (d[0] + x[0] / x[1] * d[1]) / x[1]),
    mutant("div", "db without the quotient", "vjp", vjp=lambda r, o, x, ct: (ct / x[1], -ct / x[1])),
    # directions
    mutant(
        "matmul",
        "small directions flattened",
        "jvp",
        jvp=lambda r, o, x, d: r.jvp(x, [np.where(np.abs(a) < 1e-6, 0, a) for a in d]),
    ),
    mutant(
        "softmax",
        "cotangents clipped at 65504",
        "vjp",
        vjp=lambda r, o, x, ct: r.vjp(x, np.clip(ct, -65504, 65504)),
    ),
    mutant(
        "mean", "large directions clipped", "jvp", jvp=lambda r, o, x, d: r.jvp(x, [np.clip(d[0], -1e6, 1e6)])
    ),
    mutant("div", "half of the gradient", "vjp", vjp=lambda r, o, x, ct: _scaled(r.vjp(x, ct), 0.5)),
]
