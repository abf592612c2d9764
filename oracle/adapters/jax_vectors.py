"""JAX's functions of vectors, matrices and several inputs, derivatives by jax.jvp and jax.vjp.

Each entry is what a user of JAX would write; where JAX has no function for a node (most losses are in other
packages) it is the usual line of jax.numpy. What the node has besides its inputs (sizes, targets, weights)
comes as a mapping under the names of the Lean node.
"""

# ruff: noqa: ARG005 -- the functions of the table have one signature, whether or not they use all of it

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import jax.scipy.special
import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.adapters.foreign import Maps
from proofgrad.oracle.adapters.jax_functions import maps
from proofgrad.oracle.adapters.registry import no_function

__all__ = ["VECTOR_FUNCTIONS", "jax_vector_kernel"]

Array = NDArray[Any]
Options = Mapping[str, Any]
Function = Callable[[Sequence[Any], Options], Any]


def _like(o: Options, name: str, x: Any, shape: tuple[int, ...] | None = None) -> Any:
    """A parameter as an array of the dtype of x."""
    return jnp.asarray(
        np.asarray(o[name], dtype=np.float64).reshape(x.shape if shape is None else shape), x.dtype
    )


def _given(o: Options, name: str, x: Any) -> Any:
    """A parameter in a shape of its own, in the dtype of x."""
    return jnp.asarray(o[name], x.dtype)


def _indices(o: Options, name: str) -> Array:
    return np.asarray(o[name], dtype=np.int32)


def _attention(x: Sequence[Any], bias: Any = None, **options: Any) -> Any:
    """jax.nn.dot_product_attention has the heads as its last axis but one, and wants values as wide as keys;
    where they are not, attention is written out."""
    q, k, v = x
    if v.shape[-1] != k.shape[-1]:
        scores = q @ jnp.swapaxes(k, -1, -2) / jnp.sqrt(q.shape[-1]).astype(q.dtype)
        if bias is not None:
            scores = scores + bias
        if options.get("is_causal"):
            scores = jnp.where(np.tri(*scores.shape[-2:]) > 0, scores, -jnp.inf)
        return jax.nn.softmax(scores, axis=-1) @ v
    heads = q.ndim == 3
    given = [jnp.swapaxes(a, 0, 1) if heads else a[:, None, :] for a in x]
    added = None if bias is None else bias[None]
    out = jax.nn.dot_product_attention(*given, bias=added, **options)
    return jnp.swapaxes(out, 0, 1) if heads else out[:, 0, :]


def _masked(x: Sequence[Any], o: Options) -> Any:
    """Weights of a mask are factors; what is added to the scores is their logarithm."""
    return _attention(x, jnp.log(_like(o, "w", x[0], (x[0].shape[-2], x[1].shape[-2]))))


def _biased(x: Sequence[Any], o: Options) -> Any:
    return _attention(x, _like(o, "bias", x[0], (x[0].shape[-2], x[1].shape[-2])))


def _glu(x: Sequence[Any]) -> Any:
    return jax.nn.glu(jnp.concatenate([jnp.ravel(a) for a in x])).reshape(x[0].shape)


def _elman(x: Sequence[Any], o: Options) -> Any:
    w, u, b = (_given(o, name, x[0]) for name in "WUb")
    return jnp.tanh(jnp.matmul(w, x[0]) + jnp.matmul(u, x[1]) + b)


def _conv2d(x: Sequence[Any], o: Options) -> Any:
    """Zeros around the image as far as the windows of the result reach; what none reaches is cut off."""
    image, kernel, bias = x
    stride, pad = int(o["stride"]), int(o["pad"])
    spans = [(int(o[n]) - 1) * stride + size for n, size in zip(("h'", "w'"), kernel.shape[2:], strict=True)]
    padding = [(pad, span - size - pad) for span, size in zip(spans, image.shape[1:], strict=True)]
    return (
        jax.lax.conv_general_dilated(image[None], kernel, (stride, stride), padding)[0] + bias[:, None, None]
    )


def _pool(x: Any, start: float, operation: Any, o: Options) -> Any:
    window = (int(o["p"]), int(o["q"]))
    return jax.lax.reduce_window(x, np.asarray(start, x.dtype)[()], operation, window, window, "VALID")


def _nll(x: Any, o: Options) -> Any:
    return -jnp.mean(x[np.arange(x.shape[0]), _indices(o, "target")])


def _huber(x: Sequence[Any], o: Options) -> Any:
    delta, size = float(o["delta"]), jnp.abs(x[0] - x[1])
    return jnp.mean(jnp.where(size > delta, delta * (size - 0.5 * delta), 0.5 * size**2))


def _rms_norm(x: Any, o: Options) -> Any:
    return x * jax.lax.rsqrt(jnp.mean(jnp.square(x), axis=-1, keepdims=True) + float(o["ε"]))


def _standardized(x: Any, axis: int | tuple[int, ...], o: Options) -> Any:
    return jax.nn.standardize(x, axis=axis, epsilon=float(o["ε"]))


VECTOR_FUNCTIONS: Mapping[str, Function] = {
    "add": lambda x, o: jnp.add(*x),
    "sub": lambda x, o: jnp.subtract(*x),
    "mul": lambda x, o: jnp.multiply(*x),
    "div": lambda x, o: jnp.divide(*x),
    "logaddexp": lambda x, o: jnp.logaddexp(*x),
    "hypot": lambda x, o: jnp.hypot(*x),
    "xlogy": lambda x, o: jax.scipy.special.xlogy(*x),
    "xlog1py": lambda x, o: jax.scipy.special.xlog1py(*x),
    "ldexp": lambda x, o: x[0] * jnp.exp2(x[1]),
    "lerp": lambda x, o: x[0] + x[2] * (x[1] - x[0]),
    "addcmul": lambda x, o: x[0] + float(o["value"]) * (x[1] * x[2]),
    "addcdiv": lambda x, o: x[0] + float(o["value"]) * (x[1] / x[2]),
    "swiGlu": lambda x, o: jax.nn.silu(x[0]) * x[1],
    "geGlu": lambda x, o: jax.nn.gelu(x[0], approximate=False) * x[1],
    "glu": lambda x, o: _glu(x),
    "prelu": lambda x, o: jnp.where(x[0] > 0, x[0], x[1] * x[0]),
    "atan2": lambda x, o: jnp.arctan2(*x),
    "maximum": lambda x, o: jnp.maximum(*x),
    "minimum": lambda x, o: jnp.minimum(*x),
    "maxElem": lambda x, o: jnp.max(x[0]),
    "minElem": lambda x, o: jnp.min(x[0]),
    "elmanCell": _elman,
    "fill": lambda x, o: jnp.broadcast_to(x[0], o["s"]),
    "sumRows": lambda x, o: jnp.sum(x[0], -1),
    "sumColumns": lambda x, o: jnp.sum(x[0], 0),
    "meanRows": lambda x, o: jnp.mean(x[0], -1),
    "meanColumns": lambda x, o: jnp.mean(x[0], 0),
    "repeatRows": lambda x, o: jnp.broadcast_to(x[0], (int(o["m"]), *x[0].shape)),
    "repeatColumns": lambda x, o: jnp.broadcast_to(x[0][:, None], (*x[0].shape, int(o["n"]))),
    "concat": lambda x, o: jnp.concatenate(x),
    "addRow": lambda x, o: jnp.add(*x),
    "mulRow": lambda x, o: jnp.multiply(*x),
    "sum": lambda x, o: jnp.sum(x[0]),
    "mean": lambda x, o: jnp.mean(x[0]),
    "dot": lambda x, o: jnp.vdot(*x),
    "mse": lambda x, o: jnp.mean(jnp.square(x[0] - x[1])),
    "matmul": lambda x, o: jnp.matmul(*x),
    "linear": lambda x, o: jnp.matmul(_given(o, "weights", x[0]), x[0]) + _given(o, "bias", x[0]),
    "transpose": lambda x, o: x[0].T,
    "reshape": lambda x, o: jnp.reshape(x[0], o["t"]),
    "batchedMatmul": lambda x, o: jnp.matmul(*x),
    "swapAxes": lambda x, o: jnp.swapaxes(x[0], 0, 1),
    "swapLast": lambda x, o: jnp.swapaxes(x[0], 1, 2),
    "lastToFirst": lambda x, o: jnp.moveaxis(x[0], 2, 0),
    "firstToLast": lambda x, o: jnp.moveaxis(x[0], 0, 2),
    "embedding": lambda x, o: jnp.take(x[0], _indices(o, "token"), axis=0),
    "softmax": lambda x, o: jax.nn.softmax(x[0]),
    "softmaxRows": lambda x, o: jax.nn.softmax(x[0], axis=-1),
    "logSoftmax": lambda x, o: jax.nn.log_softmax(x[0]),
    "logSoftmaxRows": lambda x, o: jax.nn.log_softmax(x[0], axis=-1),
    "logSumExp": lambda x, o: jax.nn.logsumexp(x[0]),
    "crossEntropy": lambda x, o: -jnp.sum(_like(o, "t", x[0]) * jax.nn.log_softmax(x[0])),
    "bceWithLogits": lambda x, o: jnp.mean(jax.nn.softplus(x[0]) - _like(o, "t", x[0]) * x[0]),
    "huber": _huber,
    "klDiv": lambda x, o: jnp.sum(jax.scipy.special.rel_entr(*x)),
    "nll": lambda x, o: _nll(x[0], o),
    "rmsNorm": lambda x, o: _rms_norm(x[0], o),
    "layerNorm": lambda x, o: jax.nn.standardize(x[0], axis=-1, epsilon=float(o["ε"])),
    "batchNorm": lambda x, o: jax.nn.standardize(x[0], axis=0, epsilon=float(o["ε"])),
    "affine": lambda x, o: x[0] * x[1] + x[2],
    "layerNormAffine": lambda x, o: _standardized(x[0], -1, o) * x[1] + x[2],
    "batchNormAffine": lambda x, o: _standardized(x[0], 0, o) * x[1] + x[2],
    "instanceNorm": lambda x, o: _standardized(x[0], -1, o) * x[1][:, None] + x[2][:, None],
    "groupNorm": lambda x, o: _standardized(x[0], (2, 3), o) * x[1][..., None] + x[2][..., None],
    "avgPool": lambda x, o: _pool(x[0], 0.0, jax.lax.add, o) / (int(o["p"]) * int(o["q"])),
    "maxPool": lambda x, o: _pool(x[0], -np.inf, jax.lax.max, o),
    "attention": lambda x, o: _attention(x),
    "causalAttention": lambda x, o: _attention(x, is_causal=True),
    "maskedAttention": _masked,
    "biasedAttention": _biased,
    "multiHeadAttention": lambda x, o: _attention(x),
    "multiHeadCausalAttention": lambda x, o: _attention(x, is_causal=True),
    "conv2d": _conv2d,
}
"""Short node name to what JAX's users write for it: a function of the inputs and the node's options."""


def jax_vector_kernel(backend: str, node: str, options: Options, mode: str) -> Maps:
    """JAX's kernel of a vector node.

    Args:
        backend: its name, for messages.
        node: the node's short name.
        options: what the node has besides its inputs.
        mode: ``plain`` or ``compiled`` (jax.jit).

    Raises:
        UsageError: no function for the node.
    """
    if node not in VECTOR_FUNCTIONS:
        raise no_function(backend, node, VECTOR_FUNCTIONS)
    function = VECTOR_FUNCTIONS[node]
    return maps(lambda *inputs: function(inputs, options), mode=mode)
