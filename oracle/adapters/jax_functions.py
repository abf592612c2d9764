"""A function of JAX's arrays as a kernel: arrays in and out, derivatives by jax.jvp and jax.vjp.

64-bit numbers are switched on around each call and not for the process, as the setting is the user's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.adapters.foreign import Foreign, Maps

__all__ = ["jax_function", "maps", "native", "wide"]

Array = NDArray[Any]
Function = Callable[..., Any]

_NO_FORWARD_MODE = "forward-mode autodiff (jvp) to a custom_vjp"
"""In JAX's TypeError for a function that has a reverse rule of its own and no other."""


def jax_function(function: Function, *, jit: bool = False, name: str = "") -> Foreign:
    """What a user of JAX has, as a kernel.

    Args:
        function: of JAX's arrays; jitted, ``jax.custom_jvp`` and ``jax.custom_vjp`` ones too.
        jit: whether it and its derivatives are called under ``jax.jit``.
        name: in reports; the function's own if empty.
    """
    name = name or str(getattr(function, "__qualname__", type(function).__qualname__))
    only_back = isinstance(function, jax.custom_vjp)
    make = partial(maps, mode="compiled" if jit else "plain", forward_mode=not only_back)
    return Foreign(function, make, name, per_shape=True)


def maps(
    function: Function, *, mode: str = "plain", forward_mode: bool = True, always_wide: bool = True
) -> Maps:
    """A function of JAX's arrays, on NumPy's.

    Args:
        function: of one array for each input.
        mode: ``compiled`` for jax.jit.
        forward_mode: whether it has a derivative in a direction.
        always_wide: whether 64-bit numbers are on for inputs of other formats, too: a function that makes
            arrays of its own makes other ones then.
    """

    def width(inputs: Sequence[Array]) -> AbstractContextManager[Any]:
        return wide() if always_wide or any(a.dtype == np.float64 for a in inputs) else nullcontext()

    def own(*inputs: Any) -> Any:
        # A function of its own: JAX keeps what it compiled for a function for as long as the function lives,
        # and those of JAX live for ever.
        return function(*inputs)

    def along(inputs: tuple[Any, ...], tangents: tuple[Any, ...]) -> Any:
        return jax.jvp(own, inputs, tangents)[1]

    def back(inputs: tuple[Any, ...], cotangent: Any) -> Any:
        return jax.vjp(own, *inputs)[1](cotangent)

    def curved(inputs: tuple[Any, ...], cotangent: Any, tangents: tuple[Any, ...]) -> Any:
        return jax.jvp(lambda *at: back(at, cotangent), inputs, tangents)[1]

    wrap: Callable[[Function], Function] = jax.jit if mode == "compiled" else lambda f: f
    at, in_direction, in_reverse, in_both = map(wrap, (own, along, back, curved))

    def forward(*inputs: Array) -> Any:
        with width(inputs):
            return _answer(at(*map(native, inputs)))

    def jvp(inputs: Sequence[Array], tangents: Sequence[Array]) -> Any:
        with width(inputs):
            try:
                return _answer(in_direction(tuple(map(native, inputs)), tuple(map(native, tangents))))
            except TypeError as error:
                if _NO_FORWARD_MODE in str(error):
                    raise NotImplementedError(str(error)) from error
                raise

    def vjp(inputs: Sequence[Array], cotangent: Array) -> tuple[Any, ...]:
        with width(inputs):
            return tuple(map(_answer, in_reverse(tuple(map(native, inputs)), native(cotangent))))

    def hvp(inputs: Sequence[Array], cotangent: Array, tangents: Sequence[Array]) -> tuple[Any, ...]:
        with width(inputs):
            found = in_both(tuple(map(native, inputs)), native(cotangent), tuple(map(native, tangents)))
            return tuple(map(_answer, found))

    return Maps(forward, jvp if forward_mode else None, vjp, hvp if forward_mode else None)


def native(a: Array) -> Any:
    """An array as JAX takes it: in native byte order."""
    return jnp.asarray(a.astype(a.dtype.newbyteorder("="), copy=False))


def wide() -> AbstractContextManager[Any]:
    """64-bit numbers on, whatever the JAX version calls it."""
    switch: Any = getattr(jax, "enable_x64", None)
    if switch is None:  # before JAX 0.8
        from jax import experimental

        switch = vars(experimental)["enable_x64"]
    found: AbstractContextManager[Any] = switch(True)
    return found


def _answer(out: Any) -> Any:
    """What is no array stays what it is, and is told."""
    return np.asarray(out) if isinstance(out, jax.Array) else out
