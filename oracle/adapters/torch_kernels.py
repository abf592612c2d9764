"""PyTorch's scalar functions, as its users call them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
import torch.nn.functional as F

from proofgrad.oracle.adapters.callables import BoundKernel, of_one_input
from proofgrad.oracle.adapters.registry import FRAMEWORKS, no_function
from proofgrad.oracle.adapters.torch_functions import maps

__all__ = ["FUNCTIONS", "torch_kernel"]

Function = Callable[..., Any]

FUNCTIONS: Mapping[str, Function] = {
    "neg": torch.neg,
    "square": torch.square,
    "scale": lambda x, c: c * x,
    "relu": F.relu,
    "abs": torch.abs,
    "log": torch.log,
    "inv": torch.reciprocal,
    "sqrt": torch.sqrt,
    "sqrtClamp": lambda x: torch.sqrt(torch.clamp(x, min=0)),
    "logistic": torch.special.expit,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softplus": F.softplus,
    "silu": F.silu,
    "gelu": lambda x: F.gelu(x, approximate="tanh"),
    "safeLog": lambda x, eps: torch.log(F.softplus(x) + eps),
    "smoothAbs": lambda x, eps: torch.sqrt(x * x + eps),
    "exp": torch.exp,
    "sinh": torch.sinh,
    "cosh": torch.cosh,
    "sin": torch.sin,
    "cos": torch.cos,
    "elu": lambda x, alpha: F.elu(x, alpha),
    "leakyRelu": lambda x, alpha: F.leaky_relu(x, alpha),
    "selu": F.selu,
    "clamp": lambda x, lo, hi: torch.clamp(x, lo, hi),
    "relu6": F.relu6,
    "hardTanh": F.hardtanh,
    "hardSigmoid": F.hardsigmoid,
    "hardSwish": F.hardswish,
    "celu": lambda x, alpha: F.celu(x, alpha),
    "softShrink": lambda x, lambd: F.softshrink(x, lambd),
    "hardShrink": lambda x, lambd: F.hardshrink(x, lambd),
    "threshold": lambda x, threshold, value: F.threshold(x, threshold, value),
    "pow": torch.pow,
    "softsign": F.softsign,
    "mish": F.mish,
    "logSigmoid": F.logsigmoid,
    "erf": torch.special.erf,
    "erfc": torch.special.erfc,
    "erfcx": torch.special.erfcx,
    "ndtr": torch.special.ndtr,
    "logNdtr": torch.special.log_ndtr,
    "geluErf": F.gelu,
    "tanhShrink": F.tanhshrink,
    "tan": torch.tan,
    "atan": torch.atan,
    "asin": torch.asin,
    "acos": torch.acos,
    "asinh": torch.asinh,
    "acosh": torch.acosh,
    "atanh": torch.atanh,
    "log1p": torch.log1p,
    "expm1": torch.expm1,
    "exp2": torch.exp2,
    "log2": torch.log2,
    "log10": torch.log10,
    "logit": torch.logit,
    "entr": torch.special.entr,
    "rsqrt": torch.rsqrt,
    "sinc": torch.sinc,
    "swish": lambda x, beta: x * torch.sigmoid(beta * x),
    "softCap": lambda x, c: c * torch.tanh(x / c),
    "squaredRelu": lambda x: torch.square(F.relu(x)),
}
"""Short node name to PyTorch's function; parameters come in the order in which the node names them."""


def torch_kernel(backend: str, node: str, params: Mapping[str, Any], mode: str) -> BoundKernel:
    """PyTorch's kernel of a node: see :func:`proofgrad.oracle.adapters.frameworks.framework_kernel`."""
    if node not in FUNCTIONS:
        raise no_function(backend, node, FUNCTIONS)
    chosen, values = FUNCTIONS[node], tuple(params.values())
    function: Function = (lambda x: chosen(x, *values)) if values else chosen
    found = maps(function, device="cuda" if mode == "cuda" else "cpu", mode=mode)
    return of_one_input(backend, found, per_shape=FRAMEWORKS[backend].per_shape)
