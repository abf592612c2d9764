"""NumPy kernels of the vector nodes: arithmetic of two inputs, reductions, matrices, losses."""

# ruff: noqa: ARG005 -- the functions of the table have one signature, whether or not they use all of it

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.kernels.exponential import sigmoid, softplus
from proofgrad.oracle.kernels.gated import GATED
from proofgrad.oracle.kernels.vector_base import (
    Floats,
    Forward,
    Jvp,
    NumpyVectorKernel,
    Options,
    VectorKernel,
    Vjp,
)
from proofgrad.oracle.kernels.vector_blends import BLENDS, doubled
from proofgrad.oracle.kernels.vector_layers import LAYERS
from proofgrad.oracle.kernels.vector_planar import PLANAR, of_two
from proofgrad.oracle.kernels.vector_softmax import SOFTMAX, log_sum_exp, softmax

__all__ = ["VECTOR_NAMES", "vector_kernel"]

Arrays = Sequence[Floats]
Parts = tuple[Forward, Jvp, Vjp]


def _mean(count: int) -> float:
    """1/count, and Lean's 1/0 = 0."""
    return 1.0 / count if count else 0.0


def _div_jvp(x: Arrays, d: Arrays, _: Options) -> Floats:
    a, b = x
    return (d[0] - a / b * d[1]) / b


def _div_vjp(x: Arrays, ct: Floats, _: Options) -> tuple[Floats, Floats]:
    a, b = x
    return ct / b, -(a / b) * ct / b


def _mse(x: Arrays, _: Options) -> Any:
    return np.sum((x[0] - x[1]) ** 2) * _mean(x[0].size)


def _mse_vjp(x: Arrays, ct: Floats, _: Options) -> tuple[Floats, Floats]:
    slope = 2.0 * (x[0] - x[1]) * (ct * _mean(x[0].size))
    return slope, -slope


def _target(o: Options, x: Floats) -> Floats:
    return np.asarray(o["t"], dtype=np.float64).reshape(x.shape)


def _cross_entropy(x: Arrays, o: Options) -> Any:
    return -np.sum(_target(o, x[0]) * (x[0] - log_sum_exp(x[0])))


def _cross_entropy_slope(x: Floats, o: Options) -> Floats:
    t = _target(o, x)
    return np.sum(t) * softmax(x) - t


def _weights(o: Options) -> tuple[Floats, Floats]:
    return np.asarray(o["weights"], dtype=np.float64), np.asarray(o["bias"], dtype=np.float64)


def _bce(x: Arrays, o: Options) -> Any:
    return np.sum(softplus(x[0]) - _target(o, x[0]) * x[0]) * _mean(x[0].size)


def _bce_slope(x: Floats, o: Options) -> Floats:
    return sigmoid(x) - _target(o, x)


def _huber(x: Arrays, o: Options) -> Any:
    delta, r = float(o["delta"]), x[0] - x[1]
    size = np.abs(r)
    return np.sum(np.where(size > delta, delta * (size - delta / 2), r * r / 2)) * _mean(r.size)


def _huber_slope(x: Arrays, o: Options) -> Floats:
    delta = float(o["delta"])
    slope: Floats = np.clip(x[0] - x[1], -delta, delta) * _mean(x[0].size)
    return slope


def _kl(x: Arrays, _: Options) -> Any:
    return np.sum(x[0] * np.log(x[0] / x[1]))


def _kl_slopes(x: Arrays) -> tuple[Floats, Floats]:
    return np.log(x[0] / x[1]) + 1.0, -(x[0] / x[1])


def _picked(o: Options, x: Floats) -> tuple[Any, Any]:
    return np.arange(x.shape[0]), np.asarray(o["target"], dtype=np.intp)


def _nll(x: Arrays, o: Options) -> Any:
    return -np.sum(x[0][_picked(o, x[0])]) * _mean(x[0].shape[0])


def _nll_vjp(x: Arrays, ct: Floats, o: Options) -> tuple[Floats]:
    out = np.zeros_like(x[0])
    out[_picked(o, x[0])] = -ct * _mean(x[0].shape[0])
    return (out,)


_PRODUCT: Parts = (
    lambda x, o: x[0] @ x[1],
    lambda x, d, o: x[0] @ d[1] + d[0] @ x[1],
    lambda x, ct, o: (ct @ np.swapaxes(x[1], -1, -2), np.swapaxes(x[0], -1, -2) @ ct),
)


def _moved(*order: int) -> Parts:
    """The axes of the input in that order."""
    back = tuple(int(place) for place in np.argsort(order))
    return (
        lambda x, o: x[0].transpose(order),
        lambda x, d, o: d[0].transpose(order),
        lambda x, ct, o: (ct.transpose(back),),
    )


_TABLE: Mapping[str, Parts] = {
    "add": (
        lambda x, o: x[0] + x[1],
        lambda x, d, o: d[0] + d[1],
        lambda x, ct, o: (ct, ct),
    ),
    "sub": (
        lambda x, o: x[0] - x[1],
        lambda x, d, o: d[0] - d[1],
        lambda x, ct, o: (ct, -ct),
    ),
    "mul": (
        lambda x, o: x[0] * x[1],
        lambda x, d, o: x[0] * d[1] + x[1] * d[0],
        lambda x, ct, o: (x[1] * ct, x[0] * ct),
    ),
    "div": (lambda x, o: x[0] / x[1], _div_jvp, _div_vjp),
    "logaddexp": (
        lambda x, o: np.logaddexp(x[0], x[1]),
        *of_two(lambda a, b: sigmoid(a - b), lambda a, b: sigmoid(b - a)),
    ),
    "xlogy": (
        lambda x, o: x[0] * np.log(np.abs(x[1])),
        *of_two(lambda a, b: np.log(np.abs(b)), lambda a, b: a / b),
    ),
    "xlog1py": (
        lambda x, o: x[0] * np.log1p(x[1]),
        *of_two(lambda a, b: np.log1p(b), lambda a, b: a / (1.0 + b)),
    ),
    "ldexp": (
        lambda x, o: doubled(x[0], x[1]),
        lambda x, d, o: doubled(d[0] + x[0] * (np.log(2.0) * d[1]), x[1]),
        lambda x, ct, o: (doubled(ct, x[1]), doubled(np.log(2.0) * x[0] * ct, x[1])),
    ),
    **BLENDS,
    **PLANAR,
    **GATED,
    "prelu": (
        lambda x, o: np.where((x[0] > 0) & ~np.isnan(x[1]), x[0], x[1] * x[0]),
        *of_two(
            lambda a, b: np.where(np.isnan(a), a, np.where(a > 0, 1.0, b)),
            lambda a, b: np.where(a > 0, 0.0, a),
        ),
    ),
    "sum": (
        lambda x, o: np.sum(x[0]),
        lambda x, d, o: np.sum(d[0]),
        lambda x, ct, o: (np.broadcast_to(ct, x[0].shape),),
    ),
    "mean": (
        lambda x, o: np.sum(x[0]) * _mean(x[0].size),
        lambda x, d, o: np.sum(d[0]) * _mean(x[0].size),
        lambda x, ct, o: (np.broadcast_to(ct * _mean(x[0].size), x[0].shape),),
    ),
    "dot": (
        lambda x, o: np.sum(x[0] * x[1]),
        lambda x, d, o: np.sum(x[1] * d[0] + x[0] * d[1]),
        lambda x, ct, o: (x[1] * ct, x[0] * ct),
    ),
    "mse": (
        _mse,
        lambda x, d, o: np.sum(2.0 * (x[0] - x[1]) * (d[0] - d[1])) * _mean(x[0].size),
        _mse_vjp,
    ),
    "matmul": _PRODUCT,
    "batchedMatmul": _PRODUCT,
    "linear": (
        lambda x, o: _weights(o)[0] @ x[0] + _weights(o)[1],
        lambda x, d, o: _weights(o)[0] @ d[0],
        lambda x, ct, o: (ct @ _weights(o)[0],),
    ),
    "transpose": _moved(1, 0),
    "swapAxes": _moved(1, 0, 2),
    "swapLast": _moved(0, 2, 1),
    "lastToFirst": _moved(2, 0, 1),
    "firstToLast": _moved(1, 2, 0),
    "reshape": (
        lambda x, o: x[0].reshape(o["t"]),
        lambda x, d, o: d[0].reshape(o["t"]),
        lambda x, ct, o: (ct.reshape(x[0].shape),),
    ),
    **SOFTMAX,
    "crossEntropy": (
        _cross_entropy,
        lambda x, d, o: np.sum(_cross_entropy_slope(x[0], o) * d[0]),
        lambda x, ct, o: (_cross_entropy_slope(x[0], o) * ct,),
    ),
    "bceWithLogits": (
        _bce,
        lambda x, d, o: np.sum(_bce_slope(x[0], o) * d[0]) * _mean(x[0].size),
        lambda x, ct, o: (_bce_slope(x[0], o) * ct * _mean(x[0].size),),
    ),
    "huber": (
        _huber,
        lambda x, d, o: np.sum(_huber_slope(x, o) * (d[0] - d[1])),
        lambda x, ct, o: (_huber_slope(x, o) * ct, -_huber_slope(x, o) * ct),
    ),
    "klDiv": (
        _kl,
        lambda x, d, o: np.sum(_kl_slopes(x)[0] * d[0] + _kl_slopes(x)[1] * d[1]),
        lambda x, ct, o: tuple(slope * ct for slope in _kl_slopes(x)),
    ),
    "nll": (
        _nll,
        lambda x, d, o: _nll(d, o),
        _nll_vjp,
    ),
    **LAYERS,
}

VECTOR_NAMES: tuple[str, ...] = tuple(_TABLE)
"""Short names of the vector nodes that have a kernel here."""


def vector_kernel(name: str, options: Options | None = None) -> VectorKernel:
    """The NumPy kernel of a vector node.

    Args:
        name: the node's short name, ``matmul``.
        options: what it takes besides its inputs, under the names of the Lean node: ``{"t": ...}``.

    Raises:
        UsageError: no kernel of that name.
    """
    if name not in _TABLE:
        raise UsageError(f"no NumPy kernel for node {name!r}", hint="known: " + ", ".join(_TABLE))
    return NumpyVectorKernel(name, *_TABLE[name], options or {})
