"""Wrong for some arrays alone: long ones, strided ones, the last elements, the second call; and kernels that
do not behave as kernels should.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mutants.model import Array, Mutant, Right, whole

__all__ = ["MUTANTS"]

OFF = 1 + 1e-9


def _forward(change: Any) -> Any:
    """From (right forward map, x) to a build function."""
    return lambda right: right.but(forward=lambda x: np.asarray(change(right.forward, x)))


def _at(x: Array, flat: Any) -> Array:
    """The factor OFF at these places in the order of C, else 1."""
    factor = np.ones(x.size)
    factor[flat] = OFF
    return factor.reshape(x.shape)


def _tail(f: Any, x: Array) -> Array:
    return f(x) * _at(x, slice(x.size - x.size % 8, None))


def _stale(right: Right) -> Right:
    kept: dict[tuple[int, ...], Array] = {}

    def forward(x: Array) -> Array:
        if x.shape not in kept:
            kept[x.shape] = right.forward(x)
        return kept[x.shape]

    return right.but(forward=forward)


def _previous(right: Right) -> Right:
    kept: list[Array] = []

    def forward(x: Array) -> Array:
        kept.append(right.forward(x))
        before = kept.pop(0) if len(kept) > 1 else kept[0]
        return np.resize(before, x.shape)

    return right.but(forward=forward)


def _one_buffer(right: Right) -> Right:
    buffer = np.empty(1 << 18)

    def forward(x: Array) -> Array:
        out = buffer[: x.size].reshape(x.shape)
        out[...] = right.forward(x)
        return out

    return right.but(forward=forward)


def _memory_order(f: Any, x: Array) -> Array:
    return f(x.ravel("K")).reshape(x.shape)


def _assumes_contiguous(f: Any, x: Array) -> Array:
    if x.flags.c_contiguous or x.base is None or x.size < 2:
        return f(x)
    base = np.asarray(x.base).ravel()
    return f(base[: x.size].reshape(x.shape)) if base.size >= x.size else f(x)


def _bytes_misread(f: Any, x: Array) -> Array:
    return f(x.view(x.dtype.newbyteorder("=")))


def _noise(right: Right) -> Right:
    rng = np.random.default_rng(3)
    return right.but(
        forward=lambda x: np.nextafter(right.forward(x), np.where(rng.random(x.shape) < 0.5, 9.0, -9.0))
    )


LAYOUTS = [
    whole("tanh", "off in the SIMD tail", _forward(_tail), "forward"),
    whole(
        "exp",
        "off in the last of odd lengths",
        _forward(lambda f, x: f(x) * _at(x, slice(x.size - x.size % 2, None))),
        "forward",
    ),
    whole(
        "sigmoid",
        "off from element 1024 on",
        _forward(lambda f, x: f(x) * _at(x, slice(1024, None))),
        "forward",
    ),
    whole(
        "gelu",
        "off in arrays of 100,000 and more",
        _forward(lambda f, x: f(x) * (OFF if x.size >= 100_000 else 1.0)),
        "forward",
    ),
    whole(
        "log",
        "off in arrays under 16",
        _forward(lambda f, x: f(x) * (OFF if x.size < 16 else 1.0)),
        "forward",
    ),
    whole("silu", "off for 0-d arrays", _forward(lambda f, x: f(x) * (1.0 if x.ndim else OFF)), "forward"),
    whole(
        "tanh",
        "off for strided views",
        _forward(lambda f, x: f(x) * (1.0 if x.flags.c_contiguous else OFF)),
        "forward",
    ),
    whole(
        "exp",
        "off for negative strides",
        _forward(lambda f, x: f(x) * (OFF if any(s < 0 for s in x.strides) else 1.0)),
        "forward",
    ),
    whole("cosh", "strides taken as contiguous", _forward(_assumes_contiguous), "forward"),
    whole("sinh", "order of memory for order of C", _forward(_memory_order), "forward"),
    whole("relu", "bytes of other order misread", _forward(_bytes_misread), "forward"),
    whole(
        "tanh",
        "off at unaligned addresses",
        _forward(lambda f, x: f(x) * (1.0 if x.flags.aligned else OFF)),
        "forward",
    ),
    whole("exp", "1 added per row in 2-d", _forward(lambda f, x: f(x) * OFF ** (x.ndim == 2)), "forward"),
    whole(
        "sigmoid",
        "divided by the largest",
        _forward(lambda f, x: f(x) / (np.nanmax(f(x)) if x.size else 1)),
        "forward",
    ),
    whole("tanh", "the first answer of each shape again", _stale, "forward"),
    whole("exp", "the answer of the call before", _previous, "forward"),
    whole("sigmoid", "one buffer for all answers", _one_buffer, "forward", error="aliased"),
    whole("sigmoid", "another last bit at each call", _noise, "forward"),
    whole(
        "exp",
        "jvp off in the SIMD tail",
        lambda r: r.but(jvp=lambda x, dx: _tail(lambda z: r.jvp(z, dx), x)),
        "jvp",
    ),
    whole(
        "tanh",
        "vjp off for strided cotangents",
        lambda r: r.but(vjp=lambda x, ct: r.vjp(x, ct) * (1.0 if ct.flags.c_contiguous else OFF)),
        "vjp",
    ),
]


def _raises_below(f: Any, x: Array) -> Array:
    if (x < -700).any():
        raise OverflowError("math range error")
    return f(x)


def _mutates(f: Any, x: Array) -> Array:
    np.maximum(x, 0, out=x)
    return x


def _needs_some(f: Any, x: Array) -> Array:
    return f(x) + 0 * np.nan_to_num(x).max()


def _mutates_cotangent(right: Right) -> Right:
    def vjp(x: Array, ct: Array) -> Array:
        ct *= right.df(x)
        return ct

    return right.but(vjp=vjp)


MISBEHAVIOUR = [
    whole("exp", "raises below -700", _forward(_raises_below), "forward", error="raised"),
    whole("tanh", "raises on empty arrays", _forward(_needs_some), "forward", error="raised"),
    whole("relu", "works in place", _forward(_mutates), "forward", error="mutated"),
    whole("tanh", "vjp works in place", _mutates_cotangent, "vjp", error="mutated"),
    whole(
        "sigmoid", "drops the last element", _forward(lambda f, x: f(x)[..., :-1]), "forward", error="shape"
    ),
    whole("silu", "flattens", _forward(lambda f, x: f(x).ravel()), "forward", error="shape"),
    whole("gelu", "sums", _forward(lambda f, x: f(x).sum(keepdims=True)), "forward", error="shape"),
    whole(
        "exp",
        "float64 for float32",
        _forward(lambda f, x: f(x.astype(np.float64))),
        "forward",
        dtype="float32",
        error="dtype",
    ),
    whole(
        "tanh",
        "float32 for bfloat16",
        _forward(lambda f, x: f(x.astype(np.float32))),
        "forward",
        dtype="bfloat16",
        error="dtype",
    ),
    whole("abs", "complex numbers", _forward(lambda f, x: f(x) + 0j), "forward", error="dtype"),
    whole(
        "sqrt", "a list", lambda r: r.but(forward=lambda x: r.forward(x).tolist()), "forward", error="type"
    ),
    whole("cosh", "nothing", lambda r: r.but(forward=lambda x: None), "forward", error="type"),
]

MUTANTS: list[Mutant] = [*LAYOUTS, *MISBEHAVIOUR]
