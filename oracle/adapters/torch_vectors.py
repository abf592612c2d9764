"""PyTorch's functions of vectors, matrices and several inputs, derivatives by torch.autograd.

Each entry is what a user of PyTorch would write; what the node has besides its inputs (sizes, targets,
weights) comes as a mapping under the names of the Lean node.
"""

# ruff: noqa: ARG005 -- the functions of the table have one signature, whether or not they use all of it

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from proofgrad.oracle.adapters.foreign import Maps
from proofgrad.oracle.adapters.registry import no_function
from proofgrad.oracle.adapters.torch_functions import as_tensor, maps

__all__ = ["VECTOR_FUNCTIONS", "torch_vector_kernel"]

Tensor = Any
Options = Mapping[str, Any]
Function = Callable[[Sequence[Tensor], Options], Tensor]


def _like(o: Options, name: str, x: Tensor, shape: tuple[int, ...] | None = None) -> Tensor:
    """A parameter as a tensor of the dtype of x, on its device."""
    made = torch.as_tensor(o[name], dtype=torch.float64, device=x.device)
    return made.reshape(tuple(x.shape) if shape is None else shape).to(x.dtype)


def _given(o: Options, name: str, x: Tensor) -> Tensor:
    """A parameter in a shape of its own, in the dtype of x and on its device."""
    return torch.as_tensor(o[name], device=x.device).to(x.dtype)


def _indices(o: Options, name: str, x: Tensor) -> Tensor:
    return torch.tensor([int(i) for i in o[name]], dtype=torch.int64, device=x.device)


def _masked(x: Sequence[Tensor], o: Options) -> Tensor:
    """Weights of a mask are factors; PyTorch's mask is what is added to the scores: their logarithm."""
    weights = _like(o, "w", x[0], (x[0].shape[-2], x[1].shape[-2]))
    return F.scaled_dot_product_attention(*x, attn_mask=torch.log(weights))


def _biased(x: Sequence[Tensor], o: Options) -> Tensor:
    return F.scaled_dot_product_attention(*x, attn_mask=_like(o, "bias", x[0], (len(x[0]), len(x[1]))))


def _prelu(x: Sequence[Tensor]) -> Tensor:
    """Every entry a channel of its own."""
    return F.prelu(x[0].reshape(1, -1), x[1].reshape(-1)).reshape(x[0].shape)


def _elman(x: Sequence[Tensor], o: Options) -> Tensor:
    """PyTorch's cell takes batches, and has two biases."""
    w, u, b = (_given(o, name, x[0]) for name in "WUb")
    return torch.rnn_tanh_cell(x[0][None], x[1][None], w, u, b, torch.zeros_like(b))[0]


def _batch_norm(x: Sequence[Tensor], o: Options) -> Tensor:
    # What F.batch_norm calls; the latter refuses a batch of one. Scale and shift may be given.
    scale, shift = x[1:] or (None, None)
    return torch.batch_norm(x[0], scale, shift, None, None, True, 0.0, float(o["ε"]), False)


def _instance_norm(x: Sequence[Tensor], o: Options) -> Tensor:
    # What F.instance_norm calls; the latter refuses channels of one entry.
    return torch.instance_norm(*x, None, None, True, 0.0, float(o["ε"]), False)


def _group_norm(x: Sequence[Tensor], o: Options) -> Tensor:
    """PyTorch has the channels of all groups on one axis, and what F.group_norm calls takes groups of one."""
    n, groups, channels, entries = x[0].shape
    table = x[0].reshape(n, groups * channels, entries)
    scaled = torch.group_norm(table, groups, x[1].reshape(-1), x[2].reshape(-1), float(o["ε"]))
    return scaled.reshape(x[0].shape)


def _conv2d(x: Sequence[Tensor], o: Options) -> Tensor:
    """Zeros around the image as far as the windows of the result reach; what none reaches is cut off."""
    image, kernel, bias = x
    stride, pad = int(o["stride"]), int(o["pad"])
    spans = [(int(o[n]) - 1) * stride + size for n, size in zip(("h'", "w'"), kernel.shape[2:], strict=True)]
    after = [span - size - pad for span, size in zip(spans, image.shape[1:], strict=True)]
    padded = F.pad(image, (pad, after[1], pad, after[0]))
    return F.conv2d(padded[None], kernel, bias, stride=stride)[0]


def _pool(function: Callable[..., Tensor], x: Tensor, o: Options) -> Tensor:
    return function(x[None], (int(o["p"]), int(o["q"])))[0]


VECTOR_FUNCTIONS: Mapping[str, Function] = {
    "add": lambda x, o: torch.add(*x),
    "sub": lambda x, o: torch.sub(*x),
    "mul": lambda x, o: torch.mul(*x),
    "div": lambda x, o: torch.div(*x),
    "logaddexp": lambda x, o: torch.logaddexp(*x),
    "hypot": lambda x, o: torch.hypot(*x),
    "xlogy": lambda x, o: torch.xlogy(*x),
    "xlog1py": lambda x, o: torch.special.xlog1py(*x),
    "ldexp": lambda x, o: torch.ldexp(*x),
    "lerp": lambda x, o: torch.lerp(*x),
    "addcmul": lambda x, o: torch.addcmul(*x, value=float(o["value"])),
    "addcdiv": lambda x, o: torch.addcdiv(*x, value=float(o["value"])),
    "glu": lambda x, o: F.glu(torch.cat((x[0].reshape(-1), x[1].reshape(-1)))).reshape(x[0].shape),
    "swiGlu": lambda x, o: F.silu(x[0]) * x[1],
    "geGlu": lambda x, o: F.gelu(x[0]) * x[1],
    "prelu": lambda x, o: _prelu(x),
    "atan2": lambda x, o: torch.atan2(*x),
    "maximum": lambda x, o: torch.maximum(*x),
    "minimum": lambda x, o: torch.minimum(*x),
    "maxElem": lambda x, o: torch.amax(x[0]),
    "minElem": lambda x, o: torch.amin(x[0]),
    "elmanCell": _elman,
    "fill": lambda x, o: x[0].expand(o["s"]),
    "sumRows": lambda x, o: torch.sum(x[0], -1),
    "sumColumns": lambda x, o: torch.sum(x[0], 0),
    "meanRows": lambda x, o: torch.mean(x[0], -1),
    "meanColumns": lambda x, o: torch.mean(x[0], 0),
    "repeatRows": lambda x, o: x[0].expand(int(o["m"]), -1),
    "repeatColumns": lambda x, o: x[0][:, None].expand(-1, int(o["n"])),
    "concat": lambda x, o: torch.cat(tuple(x)),
    "addRow": lambda x, o: torch.add(*x),
    "mulRow": lambda x, o: torch.mul(*x),
    "sum": lambda x, o: torch.sum(x[0]),
    "mean": lambda x, o: torch.mean(x[0]),
    "dot": lambda x, o: torch.dot(x[0].reshape(-1), x[1].reshape(-1)),
    "mse": lambda x, o: F.mse_loss(*x),
    "matmul": lambda x, o: torch.matmul(*x),
    "linear": lambda x, o: F.linear(x[0], _given(o, "weights", x[0]), _given(o, "bias", x[0])),
    "transpose": lambda x, o: x[0].T,
    "reshape": lambda x, o: torch.reshape(x[0], o["t"]),
    "batchedMatmul": lambda x, o: torch.bmm(*x),
    "swapAxes": lambda x, o: torch.transpose(x[0], 0, 1),
    "swapLast": lambda x, o: torch.transpose(x[0], 1, 2),
    "lastToFirst": lambda x, o: torch.permute(x[0], (2, 0, 1)),
    "firstToLast": lambda x, o: torch.permute(x[0], (1, 2, 0)),
    "embedding": lambda x, o: F.embedding(_indices(o, "token", x[0]), x[0]),
    "softmax": lambda x, o: torch.softmax(x[0], -1),
    "softmaxRows": lambda x, o: torch.softmax(x[0], -1),
    "logSoftmax": lambda x, o: torch.log_softmax(x[0], -1),
    "logSoftmaxRows": lambda x, o: torch.log_softmax(x[0], -1),
    "logSumExp": lambda x, o: torch.logsumexp(x[0], -1),
    "crossEntropy": lambda x, o: F.cross_entropy(x[0], _like(o, "t", x[0])),
    "bceWithLogits": lambda x, o: F.binary_cross_entropy_with_logits(x[0], _like(o, "t", x[0])),
    "huber": lambda x, o: F.huber_loss(*x, delta=float(o["delta"])),
    "klDiv": lambda x, o: F.kl_div(torch.log(x[1]), x[0], reduction="sum"),
    "nll": lambda x, o: F.nll_loss(x[0], _indices(o, "target", x[0])),
    "rmsNorm": lambda x, o: F.rms_norm(x[0], x[0].shape[-1:], eps=float(o["ε"])),
    "layerNorm": lambda x, o: F.layer_norm(x[0], x[0].shape[-1:], eps=float(o["ε"])),
    "batchNorm": _batch_norm,
    "affine": lambda x, o: torch.addcmul(x[2], x[0], x[1]),
    "layerNormAffine": lambda x, o: F.layer_norm(x[0], x[0].shape[-1:], x[1], x[2], float(o["ε"])),
    "batchNormAffine": _batch_norm,
    "instanceNorm": _instance_norm,
    "groupNorm": _group_norm,
    "avgPool": lambda x, o: _pool(F.avg_pool2d, x[0], o),
    "maxPool": lambda x, o: _pool(F.max_pool2d, x[0], o),
    "attention": lambda x, o: F.scaled_dot_product_attention(*x),
    "causalAttention": lambda x, o: F.scaled_dot_product_attention(*x, is_causal=True),
    "maskedAttention": _masked,
    "biasedAttention": _biased,
    "multiHeadAttention": lambda x, o: F.scaled_dot_product_attention(*x),
    "multiHeadCausalAttention": lambda x, o: F.scaled_dot_product_attention(*x, is_causal=True),
    "conv2d": _conv2d,
}
"""Short node name to what PyTorch's users write for it: a function of the inputs and the node's options."""


def torch_vector_kernel(backend: str, node: str, options: Options, mode: str) -> Maps:
    """PyTorch's kernel of a vector node.

    Args:
        backend: its name, for messages.
        node: the node's short name.
        options: what the node has besides its inputs.
        mode: ``plain``, ``compiled`` or ``cuda``.

    Raises:
        UsageError: no function for the node.
    """
    if node not in VECTOR_FUNCTIONS:
        raise no_function(backend, node, VECTOR_FUNCTIONS)
    function = VECTOR_FUNCTIONS[node]

    # As tensors: torch.compile fails on arrays of NumPy inside of what it traces.
    given = {k: as_tensor(v, "cpu") if isinstance(v, np.ndarray) else v for k, v in options.items()}

    def plain(*inputs: Tensor) -> Tensor:
        return function(inputs, given)

    return maps(plain, device="cuda" if mode == "cuda" else "cpu", mode=mode)
