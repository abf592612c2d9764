"""The groups in which people look for nodes: of the library that ships by name, of others by Lean file."""

from __future__ import annotations

import os.path
from collections.abc import Iterable
from typing import TypeVar

from proofgrad.oracle.report.model import NodeJson

__all__ = ["GROUPS", "grouped"]

_NAMES = {
    "Activations": (
        "relu leakyRelu prelu relu6 squaredRelu elu celu selu gelu geluErf silu swish mish softplus sigmoid "
        "logistic logSigmoid tanh tanhShrink softsign softCap hardTanh hardSigmoid hardSwish hardShrink "
        "softShrink threshold clamp glu swiGlu geGlu"
    ),
    "Elementary functions": (
        "exp expm1 exp2 log log1p log2 log10 safeLog logit entr sqrt sqrtClamp rsqrt cbrt pow inv abs "
        "smoothAbs sin cos tan sinc asin acos atan sinh cosh asinh acosh atanh erf erfc erfcx ndtr logNdtr"
    ),
    "Arithmetic": (
        "neg square scale add sub mul div ldexp lerp addcmul addcdiv hypot atan2 logaddexp xlogy "
        "xlog1py maximum minimum"
    ),
    "Matrices and shapes": (
        "linear affine matmul batchedMatmul transpose reshape swapAxes swapLast lastToFirst firstToLast "
        "addRow mulRow repeatRows repeatColumns fill broadcastTo concat embedding"
    ),
    "Reductions": "sum mean sumRows sumColumns meanRows meanColumns dot logSumExp maxElem minElem",
    "Softmax and attention": (
        "softmax logSoftmax softmaxRows logSoftmaxRows attention causalAttention maskedAttention "
        "biasedAttention multiHeadAttention multiHeadCausalAttention"
    ),
    "Norms": "layerNorm layerNormAffine rmsNorm batchNorm batchNormAffine instanceNorm groupNorm",
    "Losses": "mse huber crossEntropy nll bceWithLogits klDiv",
    "Convolution, pooling and recurrence": "conv2d avgPool maxPool elmanCell",
}
GROUPS = {group: tuple(names.split()) for group, names in _NAMES.items()}
"""Headings, and short names of the library's nodes in the order in which they are shown."""

_PLACES = {name: (group, place) for group, names in GROUPS.items() for place, name in enumerate(names)}
_LIBRARY = "Proofs.Autograd.TapeNodes."
N = TypeVar("N", bound=NodeJson)


def grouped(nodes: Iterable[N]) -> list[tuple[str, list[N]]]:
    """Nodes under headings: the library's groups first, then the Lean files of all others."""
    known: dict[str, list[tuple[int, N]]] = {group: [] for group in GROUPS}
    others: dict[str, list[tuple[int, N]]] = {}
    for node in nodes:
        name = node["name"]
        found = _PLACES.get(name.removeprefix(_LIBRARY)) if name.startswith(_LIBRARY) else None
        if found is not None:
            known[found[0]].append((found[1], node))
        else:
            source = node["source"]
            file = source["file"] if source else "elsewhere"
            others.setdefault(file, []).append((len(others.get(file, ())), node))
    # What the names of files have in common tells nothing and takes the width of a table.
    common = os.path.commonpath(list(others)) if len(others) > 1 and all(map(os.path.dirname, others)) else ""
    others = {file.removeprefix(f"{common}/"): members for file, members in others.items()}
    return [
        (group, [node for _, node in sorted(members, key=lambda member: member[0])])
        for group, members in (*known.items(), *others.items())
        if members
    ]
