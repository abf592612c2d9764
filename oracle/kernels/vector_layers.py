"""NumPy kernels of the layers of networks: attention, recurrence, embedding, broadcasting, pooling.

Convolution is in :mod:`proofgrad.oracle.kernels.convolution`, normalisation in
:mod:`proofgrad.oracle.kernels.vector_norms`."""

# ruff: noqa: ARG005 -- the functions of the table have one signature, whether or not they use all of it

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from proofgrad.oracle.kernels.convolution import CONV2D
from proofgrad.oracle.kernels.exponential import dtanh
from proofgrad.oracle.kernels.hyperbolic import tanh
from proofgrad.oracle.kernels.vector_base import Floats, Forward, Jvp, Options, Vjp
from proofgrad.oracle.kernels.vector_norms import NORMS

__all__ = ["LAYERS"]

Arrays = Sequence[Floats]
Parts = tuple[Forward, Jvp, Vjp]

# Attention, on the last two axes


def _mask(kind: str, o: Options, q: Floats, k: Floats) -> Floats:
    """How much of each key each query sees: all of it, those up to its own place, or the node's parameter."""
    shape = (q.shape[-2], k.shape[-2])
    if kind == "causal":
        return np.asarray(np.tri(*shape))
    return np.asarray(o["w"], dtype=np.float64).reshape(shape) if kind == "masked" else np.ones(shape)


def _turn(x: Floats) -> Floats:
    return np.swapaxes(x, -1, -2)


def _weights(kind: str, o: Options, q: Floats, k: Floats) -> Floats:
    """Softmax of q·k/√d with the mask as a factor, shifted by the largest score that is seen."""
    scores = (q @ _turn(k)) / np.sqrt(q.shape[-1])
    if kind == "biased":
        scores = scores + np.asarray(o["bias"], dtype=np.float64).reshape(scores.shape)
    w = _mask(kind, o, q, k)
    seen = np.where(w > 0, scores, -np.inf)
    e = w * np.exp(seen - seen.max(axis=-1, keepdims=True))
    share: Floats = e / e.sum(axis=-1, keepdims=True)
    return share


def _attend(kind: str, x: Arrays, o: Options) -> Any:
    q, k, v = x
    return _weights(kind, o, q, k) @ v


def _attend_jvp(kind: str, x: Arrays, d: Arrays, o: Options) -> Any:
    q, k, v = x
    p = _weights(kind, o, q, k)
    ds = (q @ _turn(d[1]) + d[0] @ _turn(k)) / np.sqrt(q.shape[-1])
    dp = p * (ds - np.sum(p * ds, axis=-1, keepdims=True))
    return p @ d[2] + dp @ v


def _attend_vjp(kind: str, x: Arrays, ct: Floats, o: Options) -> tuple[Any, Any, Any]:
    q, k, v = x
    p = _weights(kind, o, q, k)
    dp = ct @ _turn(v)
    ds = p * (dp - np.sum(p * dp, axis=-1, keepdims=True)) / np.sqrt(q.shape[-1])
    return ds @ k, _turn(ds) @ q, _turn(p) @ ct


def _attention(kind: str) -> Parts:
    return (
        lambda x, o: _attend(kind, x, o),
        lambda x, d, o: _attend_jvp(kind, x, d, o),
        lambda x, ct, o: _attend_vjp(kind, x, ct, o),
    )


# Gathering and pooling


def _tokens(o: Options) -> Any:
    return np.asarray(o["token"], dtype=np.intp)


def _embed_vjp(x: Arrays, ct: Floats, o: Options) -> tuple[Floats]:
    out = np.zeros_like(x[0])
    np.add.at(out, _tokens(o), ct)
    return (out,)


def _windows(x: Floats, o: Options) -> Floats:
    """Shape (h, w, p·q): the entries of each window."""
    h, w, p, q = (int(o[n]) for n in "hwpq")
    return x.reshape(h, p, w, q).transpose(0, 2, 1, 3).reshape(h, w, p * q)


def _unwindow(y: Floats, o: Options) -> Floats:
    h, w, p, q = (int(o[n]) for n in "hwpq")
    return y.reshape(h, w, p, q).transpose(0, 2, 1, 3).reshape(h * p, w * q)


def _share(o: Options) -> float:
    count = int(o["p"]) * int(o["q"])
    return 1.0 / count if count else 0.0


def _largest(x: Floats, o: Options) -> Floats:
    """1 at the largest entry of each window, 0 elsewhere."""
    windows = _windows(x, o)
    found: Floats = (np.arange(windows.shape[-1]) == windows.argmax(axis=-1)[..., None]).astype(np.float64)
    return found


def _along_axis() -> dict[str, Parts]:
    """Sums and means of rows and columns, and vectors repeated as such."""

    def reduced(axis: int, *, mean: bool) -> Parts:
        def value(x: Floats) -> Floats:
            total = x.sum(axis=axis)
            return np.asarray(total / x.shape[axis] if mean else total)

        def back(x: Sequence[Floats], ct: Floats, _: Options) -> tuple[Floats]:
            share = ct / x[0].shape[axis] if mean else ct
            return (np.broadcast_to(np.expand_dims(share, axis), x[0].shape),)

        return lambda x, o: value(x[0]), lambda x, d, o: value(d[0]), back

    def repeated(axis: int, count: str) -> Parts:
        def value(x: Floats, o: Options) -> Floats:
            return np.repeat(np.expand_dims(x, axis), o[count], axis)

        return (
            lambda x, o: value(x[0], o),
            lambda x, d, o: value(d[0], o),
            lambda x, ct, o: (ct.sum(axis=axis),),
        )

    return {
        "sumRows": reduced(1, mean=False),
        "sumColumns": reduced(0, mean=False),
        "meanRows": reduced(1, mean=True),
        "meanColumns": reduced(0, mean=True),
        "repeatRows": repeated(0, "m"),
        "repeatColumns": repeated(1, "n"),
        "fill": (
            lambda x, o: np.full(o["s"], x[0]),
            lambda x, d, o: np.full(o["s"], d[0]),
            lambda x, ct, o: (ct.sum(),),
        ),
    }


def _elman(x: Arrays, o: Options) -> tuple[Any, Any, Any]:
    """The weights of input and state, and what the tangent is taken of."""
    w, u, b = (np.asarray(o[name], dtype=np.float64) for name in "WUb")
    return w, u, w @ x[0] + u @ x[1] + b


def _elman_jvp(x: Arrays, d: Arrays, o: Options) -> Any:
    w, u, z = _elman(x, o)
    return dtanh(z) * (w @ d[0] + u @ d[1])


def _elman_vjp(x: Arrays, ct: Floats, o: Options) -> tuple[Any, Any]:
    w, u, z = _elman(x, o)
    share = dtanh(z) * ct
    return share @ w, share @ u


LAYERS: Mapping[str, Parts] = {
    "elmanCell": (lambda x, o: tanh(_elman(x, o)[2]), _elman_jvp, _elman_vjp),
    **NORMS,
    "attention": _attention("full"),
    "causalAttention": _attention("causal"),
    "maskedAttention": _attention("masked"),
    "biasedAttention": _attention("biased"),
    "multiHeadAttention": _attention("full"),
    "multiHeadCausalAttention": _attention("causal"),
    **_along_axis(),
    "concat": (
        lambda x, o: np.concatenate(x),
        lambda x, d, o: np.concatenate(d),
        lambda x, ct, o: np.split(ct, [len(x[0])]),
    ),
    "addRow": (
        lambda x, o: x[0] + x[1],
        lambda x, d, o: d[0] + d[1],
        lambda x, ct, o: (ct, ct.sum(axis=0)),
    ),
    "mulRow": (
        lambda x, o: x[0] * x[1],
        lambda x, d, o: x[0] * d[1] + d[0] * x[1],
        lambda x, ct, o: (ct * x[1], (ct * x[0]).sum(axis=0)),
    ),
    "embedding": (
        lambda x, o: x[0][_tokens(o)],
        lambda x, d, o: d[0][_tokens(o)],
        _embed_vjp,
    ),
    "conv2d": CONV2D,
    "avgPool": (
        lambda x, o: _windows(x[0], o).sum(axis=-1) * _share(o),
        lambda x, d, o: _windows(d[0], o).sum(axis=-1) * _share(o),
        lambda x, ct, o: (
            _unwindow(np.repeat(ct[..., None] * _share(o), int(o["p"]) * int(o["q"]), axis=-1), o),
        ),
    ),
    "maxPool": (
        lambda x, o: _windows(x[0], o).max(axis=-1),
        lambda x, d, o: (_largest(x[0], o) * _windows(d[0], o)).sum(axis=-1),
        lambda x, ct, o: (_unwindow(_largest(x[0], o) * ct[..., None], o),),
    ),
}
"""By short name of the node: value, derivative, transposed derivative."""
