"""A graph as PyTorch's functions, and its gradient by PyTorch's autograd, where PyTorch is installed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters.foreign import Maps
from proofgrad.oracle.graph.program import Graph

__all__ = ["torch_gradient", "torch_kernel"]

Array = NDArray[Any]


def _functions(torch: Any) -> Mapping[str, Callable[..., Any]]:
    functional = torch.nn.functional
    return {
        "add": torch.add,
        "sub": torch.sub,
        "mul": torch.mul,
        "div": torch.div,
        "addRow": torch.add,
        "mulRow": torch.mul,
        "matmul": torch.matmul,
        "transpose": lambda x: x.transpose(-1, -2),
        "sum": torch.sum,
        "mean": torch.mean,
        "dot": lambda a, b: (a * b).sum(),
        "mse": functional.mse_loss,
        "softmax": lambda x: torch.softmax(x, -1),
        "softmaxRows": lambda x: torch.softmax(x, -1),
        "logSoftmax": lambda x: torch.log_softmax(x, -1),
        "logSumExp": lambda x: torch.logsumexp(x, -1),
        "relu": torch.relu,
        "tanh": torch.tanh,
        "sigmoid": torch.sigmoid,
        "exp": torch.exp,
        "sin": torch.sin,
        "cos": torch.cos,
        "silu": functional.silu,
        "softplus": functional.softplus,
        "gelu": lambda x: functional.gelu(x, approximate="tanh"),
        "attention": functional.scaled_dot_product_attention,
        "causalAttention": lambda q, k, v: functional.scaled_dot_product_attention(q, k, v, is_causal=True),
        "layerNorm": lambda x, ε: functional.layer_norm(x, x.shape[-1:], eps=ε),
    }


def _function(graph: Graph) -> Callable[..., Any]:
    """The graph as a function of a tensor for each of its inputs."""
    try:
        import torch
    except ImportError as error:
        raise UsageError("PyTorch is not installed", hint="pip install torch") from error
    table = _functions(torch)
    for step in graph.steps:
        if step.node not in table:
            raise UsageError(f"no PyTorch function for node {step.node!r}")

    def run(*inputs: Any) -> Any:
        values = list(inputs)
        for step in graph.steps:
            values.append(table[step.node](*(values[i] for i in step.inputs), **step.options))
        return values[-1]

    return run


def torch_kernel(graph: Graph) -> Maps:
    """The graph in PyTorch, its derivatives by autograd: forward mode, reverse mode, double backward.

    Raises:
        UsageError: PyTorch is not installed, or a node has no function in the table.
    """
    run = _function(graph)
    from proofgrad.oracle.adapters.torch_functions import maps

    return maps(run)


def torch_gradient(graph: Graph, inputs: Mapping[str, Array]) -> dict[str, Array]:
    """The gradient of the graph's single output by PyTorch's autograd, to compare with the graph's own.

    Raises:
        UsageError: PyTorch is not installed, or a node has no function in the table.
    """
    run = _function(graph)
    import torch

    leaves = [torch.tensor(np.asarray(inputs[name]), requires_grad=True) for name in graph.inputs]
    run(*leaves).backward()
    return {
        name: np.zeros(leaf.shape) if leaf.grad is None else leaf.grad.numpy()
        for name, leaf in zip(graph.inputs, leaves, strict=True)
    }
