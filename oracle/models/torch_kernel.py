"""The user's model as a kernel: forward, jvp and vjp by PyTorch's own autograd, on all its float inputs
that are not held fixed.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["TorchModel"]

Array = NDArray[Any]


class TorchModel:
    """A captured model with its parameters among the inputs.

    Args:
        module: the user's own module (a function as one).
        decomposed: what was exported of it, as a module.
        names: for each input the name of the parameter, None for an argument; constants and buffers are what
            they are.
        arguments: what it was captured with; those that are no floats are passed on as they are.
        rows: rows of inputs that are held, by the input's number and their own: PyTorch's reverse mode does
            not differentiate in the padding of an embedding, its forward mode does.
    """

    def __init__(
        self,
        module: Any,
        decomposed: Any,
        names: Sequence[str | None],
        arguments: Sequence[Any],
        rows: Mapping[tuple[int, int], Array] | None = None,
    ) -> None:
        import torch

        self.torch, self.module, self.decomposed = torch, module, decomposed
        self.arguments, self.names, self.rows = tuple(arguments), names, rows or {}
        # Giving a module other parameters changes it, and PyTorch's forward mode is one for all threads.
        self._alone = threading.RLock()

    def _call(self, *tensors: Any) -> Any:
        return self._called(self.module, tensors)

    def _called(self, module: Any, tensors: Sequence[Any]) -> Any:
        own = {n: t for n, t in zip(self.names, tensors, strict=True) if n is not None}
        wanted = next((t.dtype for t in tensors), None)
        for name, buffer in module.named_buffers():
            if buffer.is_floating_point() and name not in own:
                own[name] = buffer.detach().to(wanted).clone()  # training changes them
        arguments = []
        floats = iter(t for n, t in zip(self.names, tensors, strict=True) if n is None)
        for argument in self.arguments:
            is_float = isinstance(argument, self.torch.Tensor) and argument.is_floating_point()
            arguments.append(next(floats) if is_float else argument)
        return self.torch.func.functional_call(module, own, tuple(arguments), strict=False)

    def _tensors(self, arrays: Sequence[Array]) -> list[Any]:
        native = (
            np.array(a, a.dtype.newbyteorder("="), order="C") for a in arrays
        )  # keeps arrays without axes
        return [self.torch.from_numpy(a) for a in native]

    def _point(self, inputs: Sequence[Array], *, direction: bool = False) -> list[Any]:
        """Inputs, or a direction, with the rows that are held."""
        found = self._tensors(inputs)
        for (number, row), values in self.rows.items():
            found[number] = found[number].clone()
            found[number][row] = self.torch.from_numpy(values * (not direction)).to(found[number].dtype)
        return found

    def forward(self, *inputs: Array) -> Array:
        """The model's result."""
        with self._alone, self.torch.no_grad():
            return np.asarray(self._call(*self._point(inputs)).numpy())

    def jvp(self, inputs: Sequence[Array], tangents: Sequence[Array]) -> Array:
        """The derivative in a direction, by forward mode; of what was exported where the model has none."""
        given, along = tuple(self._point(inputs)), tuple(self._point(tangents, direction=True))
        with self._alone:
            try:
                result, found = self.torch.func.jvp(self._call, given, along)
            except (NotImplementedError, RuntimeError):  # a fused operation without a forward mode
                parts = self.decomposed
                result, found = self.torch.func.jvp(lambda *t: self._called(parts, t), given, along)
        # The tangent of a product of a number and a tensor without axes comes in float64 (seen: torch 2.13).
        return np.asarray(found.detach().to(result.dtype).numpy())

    def vjp(self, inputs: Sequence[Array], cotangent: Array) -> tuple[Array, ...]:
        """The gradients, by PyTorch's reverse pass."""
        given = [t.requires_grad_() for t in self._point(inputs)]
        with self._alone:
            result = self._call(*given)
            found = self.torch.autograd.grad(
                result, given, self._tensors([cotangent])[0].reshape(result.shape), allow_unused=True
            )
        return tuple(
            np.zeros(g.shape, g.detach().numpy().dtype) if d is None else np.asarray(d.numpy())
            for d, g in zip(found, given, strict=True)
        )
