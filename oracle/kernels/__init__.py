"""The project's own NumPy kernels for the proven nodes: forward, jvp and vjp, numerically stable over the
whole range.

They evaluate nothing of the formula trees: they are what is tested.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.nearest import nearest_words
from proofgrad.oracle.kernels import (
    algebraic,
    cardinal,
    erf,
    exponential,
    gelu,
    hyperbolic,
    inverse,
    piecewise,
    powers,
)
from proofgrad.oracle.kernels.base import ElementwiseKernel, Kernel, Scalar

__all__ = ["KEYWORDS", "NAMES", "ElementwiseKernel", "Kernel", "kernel"]

_TABLE: Mapping[str, tuple[Scalar, Scalar]] = {
    "relu": (algebraic.relu, algebraic.drelu),
    "abs": (np.abs, np.sign),
    "log": (algebraic.log, algebraic.inv),
    "inv": (algebraic.inv, algebraic.dinv),
    "sqrt": (algebraic.sqrt, algebraic.dsqrt),
    "sqrtClamp": (algebraic.sqrt, algebraic.dsqrt),
    "logistic": (exponential.sigmoid, exponential.dsigmoid),
    "sigmoid": (exponential.sigmoid, exponential.dsigmoid),
    "tanh": (hyperbolic.tanh, exponential.dtanh),
    "softplus": (exponential.softplus, exponential.sigmoid),
    "silu": (exponential.silu, exponential.dsilu),
    "gelu": (gelu.gelu, gelu.dgelu),
    "safeLog": (exponential.safe_log, exponential.dsafe_log),
    "smoothAbs": (algebraic.smooth_abs, algebraic.dsmooth_abs),
    "exp": (np.exp, np.exp),
    "sinh": (hyperbolic.sinh, hyperbolic.cosh),
    "cosh": (hyperbolic.cosh, hyperbolic.sinh),
    "sin": (np.sin, np.cos),
    "cos": (np.cos, lambda x: -np.sin(x)),
    "elu": (exponential.elu, exponential.elu_slope),
    "neg": (np.negative, lambda x: piecewise.constant_slope(x, -1.0)),
    "square": (np.square, lambda x: 2.0 * x),
    "scale": (lambda x, *, c: c * x, lambda x, *, c: piecewise.constant_slope(x, c)),
    "softsign": (algebraic.softsign, algebraic.dsoftsign),
    "mish": (exponential.mish, exponential.dmish),
    "logSigmoid": (exponential.log_sigmoid, lambda x: exponential.sigmoid(-x)),
    "leakyRelu": (piecewise.leaky_relu, piecewise.dleaky_relu),
    "selu": (exponential.selu, exponential.selu_slope),
    "clamp": (piecewise.clamp, piecewise.dclamp),
    "relu6": (lambda x: piecewise.clamp(x, lo=0.0, hi=6.0), lambda x: piecewise.dclamp(x, lo=0.0, hi=6.0)),
    "hardTanh": (
        lambda x: piecewise.clamp(x, lo=-1.0, hi=1.0),
        lambda x: piecewise.dclamp(x, lo=-1.0, hi=1.0),
    ),
    "hardSigmoid": (piecewise.hard_sigmoid, piecewise.dhard_sigmoid),
    "hardSwish": (piecewise.hard_swish, piecewise.dhard_swish),
    "swish": (exponential.swish, exponential.dswish),
    "celu": (powers.celu, powers.celu_slope),
    "pow": (powers.power, powers.dpower),
    "softShrink": (piecewise.soft_shrink, piecewise.dsoft_shrink),
    "hardShrink": (piecewise.hard_shrink, piecewise.dhard_shrink),
    "threshold": (piecewise.threshold_at, piecewise.dthreshold),
    "softCap": (exponential.soft_cap, exponential.dsoft_cap),
    "squaredRelu": (lambda x: np.square(np.maximum(x, 0.0)), lambda x: 2.0 * np.maximum(x, 0.0)),
    "tanhShrink": (exponential.tanh_shrink, exponential.dtanh_shrink),
    "erf": (erf.erf, erf.derf),
    "erfc": (erf.erfc, erf.derfc),
    "erfcx": (erf.erfcx, erf.derfcx),
    "ndtr": (erf.ndtr, erf.dndtr),
    "logNdtr": (erf.log_ndtr, erf.dlog_ndtr),
    "geluErf": (erf.gelu_erf, erf.dgelu_erf),
    "tan": (np.tan, inverse.dtan),
    "atan": (np.arctan, inverse.datan),
    "asin": (np.arcsin, inverse.dasin),
    "acos": (np.arccos, lambda x: -inverse.dasin(x)),
    "asinh": (np.arcsinh, inverse.dasinh),
    "acosh": (np.arccosh, inverse.dacosh),
    "atanh": (inverse.atanh, inverse.datanh),
    "log1p": (inverse.log1p, inverse.dlog1p),
    "expm1": (np.expm1, np.exp),
    "exp2": (np.exp2, inverse.dexp2),
    "log2": (inverse.log2, inverse.dlog2),
    "log10": (inverse.log10, inverse.dlog10),
    "logit": (inverse.logit, inverse.dlogit),
    "entr": (inverse.entr, inverse.dentr),
    "rsqrt": (inverse.rsqrt, inverse.drsqrt),
    "sinc": (cardinal.sinc, cardinal.dsinc),
    "cbrt": (inverse.cbrt, inverse.dcbrt),
}

KEYWORDS: Mapping[str, str] = {
    "ε": "eps",
    "β": "beta",
    **{name: name for name in ("alpha", "c", "lo", "hi", "delta", "lambd", "threshold", "value", "p")},
}
"""Python keyword of each parameter that the Lean nodes name."""

NAMES: tuple[str, ...] = tuple(_TABLE)
"""Short names of the elementwise nodes that have a kernel here."""


def kernel(name: str, params: Mapping[str, Any] | None = None) -> Kernel:
    """The NumPy kernel of a node.

    Args:
        name: the node's short name, ``sigmoid``.
        params: parameters under the names the Lean node uses: ``{"ε": 1e-6}``.

    Raises:
        UsageError: no kernel of that name, with the nearest names.
    """
    given = dict(params or {})
    if name not in _TABLE:
        near = nearest_words(name, NAMES) or NAMES
        raise UsageError(f"no NumPy kernel for node {name!r}", hint="known: " + ", ".join(near))
    f, df = _TABLE[name]
    keywords = {KEYWORDS.get(k, k): float(v) for k, v in given.items()}
    return ElementwiseKernel(name, f, df, keywords)
