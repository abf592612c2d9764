"""PyTorch's functions as kernels: ``proofgrad.torch.wrap``.

    import proofgrad.torch
    from proofgrad import oracle

    oracle.test("silu", proofgrad.torch.wrap(lambda x: x * x.sigmoid()))

``oracle.test`` finds out by itself for functions and modules of PyTorch, for subclasses of
``torch.autograd.Function``, and for functions that name ``torch`` in their code; this is for all others, and
for another device.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofgrad.oracle.adapters.registry import require

if TYPE_CHECKING:
    from proofgrad.oracle.adapters.foreign import Foreign

__all__ = ["wrap"]


def wrap(function: Any, *, device: str = "cpu", name: str = "") -> Foreign:
    """A function of tensors as a kernel, with its derivatives by torch.autograd, both ways.

    Args:
        function: of one tensor for each input of the node, and of the node's parameters by keyword
            (``alpha``, ``eps``); an ``nn.Module``; a subclass of ``torch.autograd.Function`` (its forward
            mode is offered where it has a ``jvp``); what ``torch.compile`` made of one of these.
        device: where the tensors lie, such as ``cuda``.
        name: what it is called in reports; the function's own name if empty.

    Raises:
        UsageError: PyTorch is not installed.
    """
    require("torch")
    from proofgrad.oracle.adapters.torch_functions import torch_function

    return torch_function(function, device=device, name=name)
