"""PyTorch as its users call it: functions of torch and torch.nn.functional, derivatives by torch.autograd.

The reverse mode is ``torch.autograd.grad``; the forward mode is ``torch.autograd.forward_ad`` (where an
operation has no forward-mode formula PyTorch raises NotImplementedError, which becomes an inconclusive
verdict). Arrays are handed over without copying where PyTorch can take them: strides, offsets and 0-d
arrays arrive as they are; negative strides, foreign byte order and misaligned data are copied, as a user
has to.

Compiled, the forward mode is ``torch.func.jvp`` inside the compiled function, as dual numbers from outside
are not traced. See :func:`compiled` for how it is made sure that compiled code is what answers.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
import torch.autograd.forward_ad
import torch.nn.functional as F
from ml_dtypes import bfloat16
from numpy.typing import NDArray

from proofgrad.oracle.adapters.callables import BoundKernel
from proofgrad.oracle.adapters.registry import FRAMEWORKS, no_function

__all__ = ["FUNCTIONS", "as_array", "as_tensor", "compiled", "duals", "torch_kernel"]

Array = NDArray[Any]
Tensor = Any
Function = Callable[..., Tensor]

duals: Any = torch.autograd.forward_ad
"""Forward-mode differentiation, untyped."""

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
}
"""Short node name to PyTorch's function; parameters come in the order in which the node names them."""


def torch_kernel(backend: str, node: str, params: Mapping[str, Any], mode: str) -> BoundKernel:
    """PyTorch's kernel of a node: see :func:`proofgrad.oracle.adapters.frameworks.framework_kernel`."""
    device = "cuda" if mode == "cuda" else "cpu"
    if node not in FUNCTIONS:
        raise no_function(backend, node, FUNCTIONS)
    chosen, values = FUNCTIONS[node], tuple(params.values())
    function: Function = (lambda x: chosen(x, *values)) if values else chosen
    call = compiled(function) if mode == "compiled" else function

    def apart(*arrays: Array) -> list[Tensor]:
        """PyTorch refuses forward mode on memory that overlaps itself, as expanded tensors do."""
        return [as_tensor(a if a.size == 0 or all(a.strides) else a.copy(), device) for a in arrays]

    def forward(x: Array) -> Array:
        with torch.no_grad():
            return as_array(call(as_tensor(x, device)))

    def jvp(x: Array, dx: Array) -> Array:
        with duals.dual_level():
            out = call(duals.make_dual(*apart(x, dx)))
            tangent = duals.unpack_dual(out).tangent
        return as_array(torch.zeros_like(out) if tangent is None else tangent)

    def vjp(x: Array, ct: Array) -> Array:
        leaf = as_tensor(x, device).detach().requires_grad_()
        with torch.enable_grad():
            out = call(leaf)
        (grad,) = torch.autograd.grad(out, leaf, as_tensor(ct, device))
        return as_array(grad)

    if mode != "compiled":
        return BoundKernel(backend, forward, jvp, vjp)
    along = compiled(lambda x, dx: torch.func.jvp(function, (x,), (dx,))[1])

    def compiled_jvp(x: Array, dx: Array) -> Array:
        return as_array(along(*apart(x, dx)))

    return BoundKernel(backend, forward, compiled_jvp, vjp, per_shape=FRAMEWORKS[backend].per_shape)


def compiled(function: Function) -> Function:
    """torch.compile of a whole function, that never answers with anything but compiled code.

    PyTorch gives up silently, and runs a function as it stands, where it cannot trace all of it, and when it
    has compiled it for eight kinds of arguments (ranks, dtypes, gradients or none): under a test of many
    layouts and dtypes most calls would be eager ones. Here there is no limit, and what cannot be traced
    (``fullgraph``) or compiled is a NotImplementedError, which becomes an inconclusive verdict.
    """
    traced = torch.compile(function, dynamic=True, fullgraph=True)
    errors: Any = importlib.import_module("torch._dynamo.exc")
    settings: Any = importlib.import_module("torch._dynamo.config")
    names = ("recompile_limit", "accumulated_recompile_limit")
    if not hasattr(settings, names[0]):  # before PyTorch 2.6
        names = ("cache_size_limit", "accumulated_cache_size_limit")
    lifted = {name: 1 << 20 for name in names if hasattr(settings, name)}

    def call(*args: Tensor) -> Tensor:
        with settings.patch(lifted):
            try:
                return traced(*args)
            except (errors.TorchDynamoException, AssertionError) as error:  # the latter: its own bugs
                raise NotImplementedError(f"torch.compile: {error}") from error

    return call


def as_tensor(x: Array, device: str) -> Tensor:
    """The same numbers as a tensor; the same memory where PyTorch can use it."""
    odd = any(s < 0 or s % x.itemsize for s in x.strides)
    if odd or not x.flags.aligned or not x.dtype.isnative:
        x = x.astype(x.dtype.newbyteorder("="), order="C")
    if x.dtype == bfloat16:
        found = torch.from_numpy(x.view(np.int16)).view(torch.bfloat16)
    else:
        found = torch.from_numpy(x)
    return found.to(device)


def as_array(t: Tensor) -> Array:
    """A tensor's numbers, on the CPU."""
    t = t.detach().cpu()
    if t.dtype == torch.bfloat16:
        out: Array = t.view(torch.int16).numpy().view(bfloat16)
        return out
    found: Array = t.numpy()
    return found
