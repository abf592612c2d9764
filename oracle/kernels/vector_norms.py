"""NumPy kernels of normalisations, with and without a scale and a shift that are learnt."""

# ruff: noqa: ARG005 -- the functions of the table have one signature, whether or not they use all of it

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from proofgrad.oracle.kernels.vector_base import Floats, Forward, Jvp, Options, Vjp

__all__ = ["NORMS"]

Arrays = Sequence[Floats]
Parts = tuple[Forward, Jvp, Vjp]
Shaped = Callable[[Floats], Floats]


def _mean(x: Floats) -> Any:
    return x.sum(axis=-1, keepdims=True) / x.shape[-1] if x.shape[-1] else np.zeros((*x.shape[:-1], 1))


def _root(x: Floats, eps: float) -> Floats:
    """√(mean of squares + ε), scaled where the squares would overflow."""
    scale = np.where(np.abs(x).max(axis=-1, keepdims=True, initial=0.0) > 2.0**500, 2.0**-600, 1.0)
    z = x * scale
    root: Floats = np.sqrt(_mean(z * z) + eps * scale * scale) / scale
    return root


def _centre(x: Floats) -> Floats:
    centred: Floats = x - _mean(x)
    return centred


def _rms(x: Floats, eps: float) -> Floats:
    return x / _root(x, eps)


def _rms_jvp(x: Floats, d: Floats, eps: float) -> Floats:
    """(d - y·mean(y·d))/r for y = x/r: a symmetric map."""
    root = _root(x, eps)
    y = x / root
    along: Floats = (d - y * _mean(y * d)) / root
    return along


def _enlarging(size: Floats) -> Floats:
    """A power of two for what is that large at most: with it nothing that matters is subnormal."""
    return np.where(size < 2.0**-960, 2.0**60, 1.0)


def _normal(x: Floats, eps: float) -> Floats:
    """Layer norm; what is subnormal is made larger first, as its mean would be rounded coarsely."""
    factor = _enlarging(np.abs(x).max(axis=-1, keepdims=True, initial=0.0))
    normal: Floats = _centre(x * factor) / _root(_centre(x), eps) / factor
    return normal


def _layer_jvp(x: Floats, d: Floats, eps: float) -> Floats:
    return _rms_jvp(_centre(x), _centre(d), eps)


def _layer_vjp(x: Floats, ct: Floats, eps: float) -> Floats:
    return _centre(_rms_jvp(_centre(x), ct, eps))


def _eps(o: Options) -> float:
    return float(o["ε"])


def _same(x: Floats) -> Floats:
    return x


def _layer(turn: Shaped, back: Callable[[Floats, Floats], Floats]) -> Parts:
    """Layer norm on the last axis of `turn(x)`; `back(y, x)` gives a result the shape of x again."""
    return (
        lambda x, o: back(_normal(turn(x[0]), _eps(o)), x[0]),
        lambda x, d, o: back(_layer_jvp(turn(x[0]), turn(d[0]), _eps(o)), x[0]),
        lambda x, ct, o: (back(_layer_vjp(turn(x[0]), turn(ct), _eps(o)), x[0]),),
    )


def _affine(
    parts: Parts, channels: Callable[[Floats, Floats], Floats], axes: tuple[int, ...], mixed: tuple[int, ...]
) -> Parts:
    """`parts` with a scale and a shift.

    Args:
        parts: value, derivative and transposed derivative without them.
        channels: of a scale or shift and of the input, the former in a shape that goes with the latter.
        axes: those of the input over which the gradients at scale and shift are sums.
        mixed: those of `channels(...)` along which channels are normalised together.
    """
    value, jvp, vjp = parts

    def back(x: Arrays, ct: Floats, o: Options) -> tuple[Any, Any, Any]:
        scales = channels(x[1], x[0])
        factor = _enlarging(np.abs(scales).max(axis=mixed, keepdims=True, initial=0.0))
        (at_x,) = vjp(x[:1], ct * (scales * factor), o)
        return at_x / factor, (value(x[:1], o) * ct).sum(axis=axes), ct.sum(axis=axes)

    return (
        lambda x, o: value(x[:1], o) * channels(x[1], x[0]) + channels(x[2], x[0]),
        lambda x, d, o: (
            value(x[:1], o) * channels(d[1], x[0])
            + jvp(x[:1], d[:1], o) * channels(x[1], x[0])
            + channels(d[2], x[0])
        ),
        back,
    )


_IDENTITY: Parts = (lambda x, o: x[0], lambda x, d, o: d[0], lambda x, ct, o: (ct,))
_LAYER = _layer(_same, lambda y, x: y)
_BATCH = _layer(np.transpose, lambda y, x: y.T)
_GROUP = _layer(lambda x: x.reshape(*x.shape[:2], x.shape[2] * x.shape[3]), lambda y, x: y.reshape(x.shape))

NORMS: Mapping[str, Parts] = {
    "rmsNorm": (
        lambda x, o: _rms(x[0], _eps(o)),
        lambda x, d, o: _rms_jvp(x[0], d[0], _eps(o)),
        lambda x, ct, o: (_rms_jvp(x[0], ct, _eps(o)),),
    ),
    "layerNorm": _LAYER,
    "batchNorm": _BATCH,
    "affine": _affine(_IDENTITY, lambda v, x: v, (0,), ()),
    "layerNormAffine": _affine(_LAYER, lambda v, x: v, (0,), (0,)),
    "batchNormAffine": _affine(_BATCH, lambda v, x: v, (0,), ()),
    "instanceNorm": _affine(_LAYER, lambda v, x: v[:, None], (0, 2), ()),
    "groupNorm": _affine(_GROUP, lambda v, x: v[..., None], (0, 3), (1,)),
}
"""By short name of the node: value, derivative, transposed derivative."""
