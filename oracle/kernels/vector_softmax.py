"""NumPy kernels of softmax, log-softmax and log-sum-exp, on the last axis."""

# ruff: noqa: ARG005 -- the functions of the table have one signature, whether or not they use all of it

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from proofgrad.oracle.kernels.vector_base import Floats, Forward, Jvp, Options, Vjp

__all__ = ["SOFTMAX", "log_sum_exp", "softmax"]

Arrays = Sequence[Floats]
Parts = tuple[Forward, Jvp, Vjp]


def softmax(x: Floats) -> Floats:
    """exp(x)/Σ exp(x) on the last axis, shifted by the largest entry so that nothing overflows."""
    if not x.shape[-1]:
        return x
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    share: Floats = e / e.sum(axis=-1, keepdims=True)
    return share


def _softmax_jvp(x: Arrays, d: Arrays, _: Options) -> Floats:
    s = softmax(x[0])
    along: Floats = s * (d[0] - np.sum(s * d[0], axis=-1, keepdims=True))
    return along


def log_sum_exp(x: Floats) -> Any:
    """log Σ exp(x) on the last axis, shifted by the largest entry; the theorem's log 0 = 0 for no entries."""
    if not x.shape[-1]:
        return np.zeros(x.shape[:-1])
    order = np.sort(x, axis=-1)
    top = order[..., -1]
    shift = np.where(np.isfinite(top), top, 0.0)
    sum_of_others = np.sum(np.exp(order[..., :-1] - shift[..., None]), axis=-1)
    return np.where(np.isfinite(top), shift + np.log1p(sum_of_others), top)


def _log_softmax(x: Arrays, _: Options) -> Floats:
    shares: Floats = x[0] - np.asarray(log_sum_exp(x[0]))[..., None]
    return shares


def _log_softmax_jvp(x: Arrays, d: Arrays, _: Options) -> Floats:
    along: Floats = d[0] - np.sum(softmax(x[0]) * d[0], axis=-1, keepdims=True)
    return along


def _log_softmax_vjp(x: Arrays, ct: Floats, _: Options) -> tuple[Floats]:
    return (ct - softmax(x[0]) * np.sum(ct, axis=-1, keepdims=True),)


_SHARES: Parts = (
    lambda x, o: softmax(x[0]),
    _softmax_jvp,
    lambda x, ct, o: (_softmax_jvp(x, [ct], o),),
)
_LOGS: Parts = (_log_softmax, _log_softmax_jvp, _log_softmax_vjp)

SOFTMAX: Mapping[str, Parts] = {
    "softmax": _SHARES,
    "softmaxRows": _SHARES,
    "logSoftmax": _LOGS,
    "logSoftmaxRows": _LOGS,
    "logSumExp": (
        lambda x, o: log_sum_exp(x[0]),
        lambda x, d, o: np.sum(softmax(x[0]) * d[0]),
        lambda x, ct, o: (softmax(x[0]) * ct,),
    ),
}
"""By short name of the node: value, derivative, transposed derivative."""
