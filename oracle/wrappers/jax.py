"""JAX's functions as kernels: ``proofgrad.jax.wrap``.

    import proofgrad.jax
    from proofgrad import oracle

    oracle.test("silu", proofgrad.jax.wrap(lambda x: x / (1 + 1 / jnp.exp(x)), jit=True))

``oracle.test`` finds out by itself for functions of JAX, and for those that name ``jax`` in their code; this
is for all others, and for ``jax.jit``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofgrad.oracle.adapters.registry import require

if TYPE_CHECKING:
    from proofgrad.oracle.adapters.foreign import Foreign

__all__ = ["wrap"]


def wrap(function: Any, *, jit: bool = False, name: str = "") -> Foreign:
    """A function of JAX's arrays as a kernel, with its derivatives by jax.jvp and jax.vjp.

    Args:
        function: of one array for each input of the node, and of the node's parameters by keyword
            (``alpha``, ``eps``); ``jax.custom_jvp``, ``jax.custom_vjp`` (no forward mode then) and jitted
            ones too.
        jit: whether the function and its derivatives are called under ``jax.jit``.
        name: what it is called in reports; the function's own name if empty.

    Raises:
        UsageError: JAX is not installed.
    """
    require("jax")
    from proofgrad.oracle.adapters.jax_functions import jax_function

    return jax_function(function, jit=jit, name=name)
