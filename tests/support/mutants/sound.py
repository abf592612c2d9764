"""Sound kernels written in other ways than ours: none of them may be flagged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mutants.model import Array
from proofgrad.bridge.catalogue import Node
from proofgrad.oracle import difftest
from proofgrad.oracle.difftest import Verdict

__all__ = ["SOUND", "Sound", "examine"]

K = float(np.sqrt(2.0 / np.pi))


@dataclass(frozen=True)
class Sound:
    """A sound kernel: a function f or a pair (f, f'), what it does, and the dtype it is sound in."""

    node: str
    how: str
    kernel: Any
    dtype: str = "float64"

    @property
    def name(self) -> str:
        """One line, unique."""
        return f"{self.node}: {self.how} ({self.dtype})"


def examine(sound: Sound, nodes: Mapping[str, Node], **options: Any) -> tuple[Verdict, ...]:
    """The verdicts on what the kernel offers, with the default settings where no options are given."""
    parts = difftest.WHATS if isinstance(sound.kernel, tuple) else ("forward",)
    return difftest.test(nodes[sound.node], sound.kernel, dtype=sound.dtype, what=parts, **options)


def _wide(f: Any) -> Any:
    """Computed in float64, rounded once."""

    def narrow(x: Array) -> Array:
        from proofgrad.oracle.ulp import format_of

        return format_of(x.dtype.newbyteorder("=")).narrow(np.asarray(f(x.astype(np.float64))))

    return narrow


def _np_exp(x: Array) -> Array:
    """Of a copy: with AVX-512 NumPy rounds some float64 otherwise where strides are negative."""
    return np.asarray(np.exp(np.array(x, order="C")))


def _sigmoid(x: Array) -> Array:
    with np.errstate(over="ignore"):
        return np.where(x < 0, np.exp(np.minimum(x, 0)), 1.0) / (1.0 + np.exp(-np.abs(x)))


def _gelu(x: Array) -> Array:
    return np.where(x == -np.inf, 0.0, x * _sigmoid(2 * K * (x + 0.044715 * x**3)))


def _elu(x: Array) -> Array:
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def _softplus(x: Array) -> Array:
    return np.logaddexp(x, 0.0)


SOUND: tuple[Sound, ...] = (
    Sound(
        "relu",
        "np.maximum",
        (lambda x: np.maximum(x, 0), lambda x: np.where(np.isnan(x), x, np.heaviside(x, 0.5))),
    ),
    Sound("relu", "clip", lambda x: np.clip(x, 0, None), "float16"),
    Sound(
        "relu",
        "slope 1 at 0",
        (lambda x: np.maximum(x, 0), lambda x: np.where(np.isnan(x), x, np.where(x >= 0, 1.0, 0.0))),
    ),
    Sound("abs", "copysign", (lambda x: np.copysign(x, 1), np.sign)),
    Sound("abs", "max(x, -x)", lambda x: np.maximum(x, -x) + 0, "float32"),
    Sound("exp", "np.exp of a copy", (_np_exp, _np_exp)),
    Sound("exp", "float64's, rounded", (_wide(np.exp), _wide(np.exp)), "float32"),
    Sound("exp", "float64's, rounded", (_wide(np.exp), _wide(np.exp)), "bfloat16"),
    Sound("log", "np.log, nan for x < 0", (np.log, np.reciprocal)),
    Sound("log", "float64's, rounded", _wide(np.log), "float16"),
    Sound("inv", "np.reciprocal", (np.reciprocal, lambda x: -np.square(1 / x))),
    Sound("inv", "1/x", (lambda x: 1 / x, lambda x: -(1 / x) / x), "float32"),
    Sound("sqrt", "np.sqrt, nan for x < 0", (np.sqrt, lambda x: 0.5 / np.sqrt(x + 0.0))),
    Sound("sqrt", "np.sqrt", (np.sqrt, lambda x: 1 / (2 * np.sqrt(x + 0.0))), "float32"),
    Sound("sigmoid", "two branches", _sigmoid),
    Sound(
        "sigmoid",
        "float64's, rounded",
        (_wide(_sigmoid), _wide(lambda x: _sigmoid(x) * _sigmoid(-x))),
        "float32",
    ),
    Sound("sigmoid", "by tanh in float64", _wide(lambda x: 0.5 * (1 + np.tanh(0.5 * x))), "float16"),
    Sound("logistic", "1/(1 + exp(-x)) in float64", _wide(lambda x: 1 / (1 + np.exp(-x))), "float32"),
    Sound("tanh", "np.tanh in float64", (_wide(np.tanh), _wide(lambda x: 1 / np.cosh(x) ** 2)), "float32"),
    Sound("tanh", "np.tanh in float64", _wide(np.tanh), "float16"),
    Sound("softplus", "np.logaddexp", (_softplus, _sigmoid)),
    Sound(
        "softplus",
        "x above 20",
        _wide(lambda x: np.where(x > 20, x, np.log1p(np.exp(np.minimum(x, 20))))),
        "float32",
    ),
    Sound("silu", "x·sigmoid x", _wide(lambda x: np.where(x == -np.inf, 0.0, x * _sigmoid(x))), "float32"),
    Sound("gelu", "x·sigmoid 2u in float64", _wide(_gelu), "float32"),
    Sound("gelu", "x·sigmoid 2u in float64", _wide(_gelu), "bfloat16"),
    Sound("elu", "np.expm1", (_elu, lambda x: np.where(x > 0, 1.0, np.exp(np.minimum(x, 0))))),
    Sound("elu", "np.expm1 in float64", _wide(_elu), "float32"),
    Sound("smoothAbs", "np.hypot", lambda x: np.hypot(x, 2.0**-10)),
    Sound("smoothAbs", "√(x² + ε) in float64", _wide(lambda x: np.sqrt(x * x + 2.0**-20)), "float32"),
    Sound("safeLog", "log(logaddexp + ε)", _wide(lambda x: np.log(_softplus(x) + 2.0**-20)), "float32"),
    Sound("sinh", "np.sinh in float64", (_wide(np.sinh), _wide(np.cosh)), "float32"),
    Sound("cosh", "np.cosh in float64", (_wide(np.cosh), _wide(np.sinh)), "float16"),
)
"""Sound kernels. Those in float64 need no libm better than half an ULP over NumPy's own claims."""
