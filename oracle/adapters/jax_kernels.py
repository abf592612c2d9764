"""JAX's scalar functions, as its users call them: those of jax.numpy, jax.nn, jax.lax and jax.scipy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
import jax.scipy.special

from proofgrad.oracle.adapters.callables import BoundKernel, of_one_input
from proofgrad.oracle.adapters.jax_functions import maps
from proofgrad.oracle.adapters.registry import FRAMEWORKS, no_function

__all__ = ["FUNCTIONS", "jax_kernel"]

Function = Callable[..., Any]

FUNCTIONS: Mapping[str, Function] = {
    "neg": jnp.negative,
    "square": jnp.square,
    "scale": lambda x, c: c * x,
    "relu": jax.nn.relu,
    "abs": jnp.abs,
    "log": jnp.log,
    "inv": jnp.reciprocal,
    "sqrt": jnp.sqrt,
    "sqrtClamp": lambda x: jnp.sqrt(jnp.maximum(x, 0)),
    "logistic": jax.lax.logistic,
    "sigmoid": jax.nn.sigmoid,
    "tanh": jnp.tanh,
    "softplus": jax.nn.softplus,
    "silu": jax.nn.silu,
    "gelu": lambda x: jax.nn.gelu(x, approximate=True),
    "safeLog": lambda x, eps: jnp.log(jax.nn.softplus(x) + eps),
    "smoothAbs": lambda x, eps: jnp.sqrt(x * x + eps),
    "exp": jnp.exp,
    "sinh": jnp.sinh,
    "cosh": jnp.cosh,
    "sin": jnp.sin,
    "cos": jnp.cos,
    "elu": lambda x, alpha: jax.nn.elu(x, alpha),
    "leakyRelu": lambda x, alpha: jax.nn.leaky_relu(x, alpha),
    "selu": jax.nn.selu,
    "clamp": lambda x, lo, hi: jnp.clip(x, lo, hi),
    "relu6": jax.nn.relu6,
    "hardTanh": jax.nn.hard_tanh,
    "hardSigmoid": jax.nn.hard_sigmoid,
    "hardSwish": jax.nn.hard_swish,
    "celu": lambda x, alpha: jax.nn.celu(x, alpha),
    "pow": jnp.power,
    "softsign": jax.nn.soft_sign,
    "mish": jax.nn.mish,
    "logSigmoid": jax.nn.log_sigmoid,
    "erf": jax.scipy.special.erf,
    "erfc": jax.scipy.special.erfc,
    "ndtr": jax.scipy.special.ndtr,
    "logNdtr": jax.scipy.special.log_ndtr,
    "geluErf": lambda x: jax.nn.gelu(x, approximate=False),
    "tan": jnp.tan,
    "atan": jnp.arctan,
    "asin": jnp.arcsin,
    "acos": jnp.arccos,
    "asinh": jnp.arcsinh,
    "acosh": jnp.arccosh,
    "atanh": jnp.arctanh,
    "log1p": jnp.log1p,
    "expm1": jnp.expm1,
    "exp2": jnp.exp2,
    "log2": jnp.log2,
    "log10": jnp.log10,
    "logit": jax.scipy.special.logit,
    "entr": jax.scipy.special.entr,
    "rsqrt": jax.lax.rsqrt,
    "cbrt": jnp.cbrt,
    "sinc": jnp.sinc,
    "swish": lambda x, beta: x * jax.nn.sigmoid(beta * x),
    "softCap": lambda x, c: c * jnp.tanh(x / c),
    "squaredRelu": lambda x: jnp.square(jax.nn.relu(x)),
    "tanhShrink": lambda x: x - jnp.tanh(x),
    "softShrink": lambda x, lambd: x - jnp.clip(x, -lambd, lambd),
    "hardShrink": lambda x, lambd: jnp.where(jnp.abs(x) > lambd, x, 0),
    "threshold": lambda x, threshold, value: jnp.where(x > threshold, x, value),
}
"""Short node name to JAX's function; parameters come in the order in which the node names them."""


def jax_kernel(backend: str, node: str, params: Mapping[str, Any], mode: str) -> BoundKernel:
    """JAX's kernel of a node: see :func:`proofgrad.oracle.adapters.frameworks.framework_kernel`."""
    if node not in FUNCTIONS:
        raise no_function(backend, node, FUNCTIONS)
    chosen, values = FUNCTIONS[node], tuple(params.values())
    found = maps(lambda x: chosen(x, *values), mode=mode)
    return of_one_input(backend, found, per_shape=FRAMEWORKS[backend].per_shape)
