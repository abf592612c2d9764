"""Wrong at special values alone: zeros, infinities, nan, subnormals, kinks, parameters."""

from __future__ import annotations

from typing import Any

import numpy as np

from mutants.model import Array, Mutant, Right, slope, value, whole
from mutants.values import sigmoid
from proofgrad.oracle.kernels import Kernel, kernel

__all__ = ["MUTANTS"]

TINY = float(np.finfo(np.float64).tiny)


def _elu(alpha: float) -> Kernel:
    return kernel("elu", {"alpha": alpha})


def _elu_without_alpha(_: Right) -> Any:
    def elu(x: Array, *, alpha: float) -> Array:
        return _elu(1.0).forward(x)

    def elu_slope(x: Array, *, alpha: float) -> Array:
        return _elu(alpha).jvp(x, np.ones_like(x))

    return elu, elu_slope


def _elu_alpha_forgotten_in_slope(_: Right) -> Any:
    def elu(x: Array, *, alpha: float) -> Array:
        return _elu(alpha).forward(x)

    def elu_slope(x: Array, *, alpha: float) -> Array:
        return _elu(1.0).jvp(x, np.ones_like(x))

    return elu, elu_slope


MUTANTS: list[Mutant] = [
    value("tanh", "1 at -0.0", lambda f, x: np.where((x == 0) & np.signbit(x), 1.0, f(x))),
    value("sigmoid", "nan at -0.0", lambda f, x: np.where((x == 0) & np.signbit(x), np.nan, f(x))),
    value("exp", "1 + 2^-52 at 0", lambda f, x: np.where(x == 0, 1 + 2.0**-51, f(x))),
    value("tanh", "the sign of zero", lambda f, x: f(x) + 0.0),
    value("sinh", "the sign of zero", lambda f, x: np.where(x == 0, 0.0, f(x))),
    value("silu", "nan at -inf", lambda f, x: x * sigmoid(x)),
    value("tanh", "nan at ±inf", lambda f, x: np.where(np.isinf(x), np.nan, f(x))),
    value("exp", "the largest float at +inf", lambda f, x: np.nan_to_num(f(x), nan=np.nan)),
    value("relu", "0 at +inf", lambda f, x: np.where(np.isinf(x), 0.0, f(x))),
    value("log", "0 at +inf", lambda f, x: np.where(x == np.inf, 0.0, f(x))),
    slope("sigmoid", "nan at +inf", lambda df, x: np.where(x == np.inf, np.nan, df(x))),
    slope("silu", "0 at +inf", lambda df, x: np.where(x == np.inf, 0.0, df(x))),
    value("relu", "nan becomes 0", lambda f, x: np.fmax(x, 0.0)),
    value("relu", "nan becomes 0", lambda f, x: np.where(x > 0, x, 0.0), "float16"),
    value("tanh", "nan becomes 0", lambda f, x: np.nan_to_num(f(x), posinf=np.inf, neginf=-np.inf)),
    value("sigmoid", "nan becomes 1", lambda f, x: np.where(np.isnan(x), 1.0, f(x)), "bfloat16"),
    value(
        "exp",
        "nan with its sign set becomes 0",
        lambda f, x: np.where(np.isnan(x) & np.signbit(x), 0.0, f(x)),
    ),
    slope("relu", "nan becomes 0", lambda df, x: np.where(x > 0, 1.0, 0.0)),
    slope("tanh", "nan becomes 0", lambda df, x: np.nan_to_num(df(x))),
    value(
        "gelu",
        "nan at a finite input, 0·inf",
        lambda f, x: np.where(np.abs(x) > 1e200, x * 0 * np.exp(np.abs(x)), f(x)),
    ),
    value("smoothAbs", "nan at 5e-324", lambda f, x: np.where(np.abs(x) == 5e-324, np.nan, f(x))),
    value("sqrt", "subnormals flushed to 0", lambda f, x: np.where(np.abs(x) < TINY, 0.0, f(x))),
    value("log", "subnormals flushed to 0", lambda f, x: f(np.where(np.abs(x) < TINY, 0.0, x))),
    value("tanh", "subnormals flushed to 0", lambda f, x: np.where(np.abs(x) < TINY, 0.0, f(x))),
    value("inv", "subnormals flushed to 0", lambda f, x: f(np.where(np.abs(x) < TINY, 0.0 * x, x))),
    value("exp", "subnormal results flushed to 0", lambda f, x: np.where(f(x) < TINY, 0.0, f(x))),
    value(
        "sigmoid",
        "subnormal results flushed to 0",
        lambda f, x: np.where(f(x) < 2.0**-126, 0 * x, f(x)),
        "float32",
    ),
    value(
        "silu", "subnormals flushed to 0", lambda f, x: np.where(np.abs(x) < 2.0**-14, 0 * x, f(x)), "float16"
    ),
    slope("silu", "subnormal results flushed to 0", lambda df, x: np.where(np.abs(df(x)) < TINY, 0.0, df(x))),
    slope("relu", "1.5 at the kink", lambda df, x: np.where(x == 0, 1.5, df(x))),
    slope("relu", "-0.1 at the kink", lambda df, x: np.where(x == 0, -0.1, df(x))),
    slope("abs", "nan at the kink", lambda df, x: np.where(x == 0, np.nan, df(x))),
    slope("elu", "2 at the joint", lambda df, x: np.where(x == 0, 2.0, df(x))),
    value("relu", "1 at the kink", lambda f, x: np.where(x == 0, 1.0, f(x))),
    whole("elu", "alpha ignored", _elu_without_alpha, "forward"),
    whole("elu", "alpha ignored in f'", _elu_alpha_forgotten_in_slope, "jvp", "vjp"),
    value("safeLog", "ε ignored", lambda f, x: np.log(np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))))),
    value(
        "safeLog",
        "ε = 1e-6 whatever is asked",
        lambda f, x: Right.of("safeLog").forward(x) + 0 * x + _shift(x),
    ),
    value("smoothAbs", "ε ignored", lambda f, x: np.abs(x)),
    value("smoothAbs", "ε squared", lambda f, x: np.hypot(x, 2.0**-20)),
    slope("smoothAbs", "ε ignored", lambda df, x: np.sign(x)),
]


def _shift(x: Array) -> Array:
    s = np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))
    with np.errstate(all="ignore"):
        return np.where(np.isfinite(s), np.log1p((1e-6 - 2.0**-20) / (s + 2.0**-20)), 0.0)
