"""A function of PyTorch's tensors as a kernel: arrays to tensors and back, derivatives by torch.autograd.

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
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
import torch.autograd.forward_ad
from ml_dtypes import bfloat16
from numpy.typing import NDArray

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters.foreign import Foreign, Maps

__all__ = ["as_array", "as_tensor", "compiled", "duals", "maps", "torch_function"]

Array = NDArray[Any]
Tensor = Any
Function = Callable[..., Tensor]

duals: Any = torch.autograd.forward_ad
"""Forward-mode differentiation, untyped."""


def torch_function(function: Any, *, device: str = "cpu", name: str = "") -> Foreign:
    """What a user of PyTorch has, as a kernel.

    Args:
        function: a function of tensors, an ``nn.Module``, a subclass of ``torch.autograd.Function``, or what
            ``torch.compile`` or ``torch.jit`` made of one of these.
        device: where the tensors lie.
        name: in reports; the function's own if empty.
    """
    name = name or str(getattr(function, "__qualname__", type(function).__qualname__))
    forward_mode = True
    rules: Any = torch.autograd.Function
    if isinstance(function, type) and issubclass(function, rules):
        # Without a rule of its own PyTorch raises a RuntimeError in the forward mode: nothing is offered.
        own: Any = function
        forward_mode = own.jvp is not rules.jvp
        function = own.apply
    elif isinstance(function, type) and issubclass(function, torch.nn.Module):
        try:
            function = function()
        except TypeError as error:
            raise UsageError(
                f"{name} is a class that needs arguments: {error}", hint="give a module"
            ) from None
    traced = hasattr(function, "_torchdynamo_orig_callable") or hasattr(function, "_orig_mod")
    make = partial(maps, device=device, forward_mode=forward_mode)
    return Foreign(function, make, name, per_shape=traced)


def maps(function: Function, *, device: str = "cpu", mode: str = "plain", forward_mode: bool = True) -> Maps:
    """A function of tensors, on arrays.

    Args:
        function: of one tensor for each input.
        device: where the tensors lie.
        mode: ``compiled`` for torch.compile.
        forward_mode: whether it has a derivative in a direction.
    """
    call = compiled(function) if mode == "compiled" else function

    def tensors(arrays: Sequence[Array]) -> list[Tensor]:
        return [as_tensor(a, device) for a in arrays]

    def apart(arrays: Sequence[Array]) -> list[Tensor]:
        """PyTorch refuses forward mode on memory that overlaps itself, as expanded tensors do."""
        return tensors([a if a.size == 0 or all(a.strides) else a.copy() for a in arrays])

    def forward(*inputs: Array) -> Any:
        with torch.no_grad():
            return _answer(call(*tensors(inputs)))

    def jvp(inputs: Sequence[Array], tangents: Sequence[Array]) -> Any:
        with duals.dual_level():
            out = call(*map(duals.make_dual, apart(inputs), apart(tangents)))
            if not isinstance(out, torch.Tensor):
                return out
            tangent = duals.unpack_dual(out).tangent
        return as_array(torch.zeros_like(out) if tangent is None else tangent)

    def vjp(inputs: Sequence[Array], cotangent: Array) -> tuple[Any, ...]:
        leaves = [t.detach().requires_grad_() for t in tensors(inputs)]
        with torch.enable_grad():
            out = call(*leaves)
        return tuple(map(as_array, torch.autograd.grad(out, leaves, as_tensor(cotangent, device))))

    def hvp(inputs: Sequence[Array], cotangent: Array, tangents: Sequence[Array]) -> tuple[Any, ...]:
        """Double backward: the gradients, differentiated once more."""
        leaves = [t.detach().requires_grad_() for t in tensors(inputs)]
        with torch.enable_grad():
            out = call(*leaves)
            grads = torch.autograd.grad(out, leaves, as_tensor(cotangent, device), create_graph=True)
        pairs = [(g, t) for g, t in zip(grads, tensors(tangents), strict=True) if g.requires_grad]
        if not pairs:  # gradients that do not depend on the inputs
            return tuple(as_array(torch.zeros_like(leaf)) for leaf in leaves)
        try:
            found = torch.autograd.grad(
                [g for g, _ in pairs], leaves, [t for _, t in pairs], allow_unused=True
            )
        except RuntimeError as error:
            if "is not implemented" not in str(error):
                raise
            raise NotImplementedError(str(error)) from error
        return tuple(
            as_array(torch.zeros_like(leaf) if f is None else f)
            for leaf, f in zip(leaves, found, strict=True)
        )

    if mode != "compiled":
        return Maps(forward, jvp if forward_mode else None, vjp, hvp)

    def along(inputs: Sequence[Tensor], tangents: Sequence[Tensor]) -> Tensor:
        return torch.func.jvp(function, tuple(inputs), tuple(tangents))[1]

    traced = compiled(along)

    def compiled_jvp(inputs: Sequence[Array], tangents: Sequence[Array]) -> Any:
        return as_array(traced(apart(inputs), apart(tangents)))

    return Maps(forward, compiled_jvp, vjp)  # torch.compile has no double backward


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
    x = np.asarray(x)  # arithmetic makes numbers out of arrays without axes
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
    found: Array = t.numpy(force=True)  # also of zeros that take no memory
    return found


def _answer(out: Any) -> Any:
    """What is no tensor stays what it is, and is told."""
    return as_array(out) if isinstance(out, torch.Tensor) else out
