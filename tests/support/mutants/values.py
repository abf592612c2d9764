"""Wrong forward maps: signs, factors, constants, variants, early saturation, cancellation, narrow formats."""

from __future__ import annotations

import numpy as np
from ml_dtypes import bfloat16

from mutants.model import Array, Mutant, value

__all__ = ["MUTANTS"]

LN2 = float(np.log(2.0))
K = float(np.sqrt(2.0 / np.pi))
SELU = (1.6732632423543772, 1.0507009873554805)


def sigmoid(x: Array) -> Array:
    """Stable, but for one rounding or two: what mutants are made of."""
    e = np.exp(-np.abs(x))
    return np.where(x < 0, e, 1.0) / (1.0 + e)


def gelu(x: Array, k: float = K, c: float = 0.044715) -> Array:
    return x * sigmoid(2.0 * k * (x + c * x**3))


def erf_gelu(x: Array) -> Array:
    from math import erfc

    return x * 0.5 * np.vectorize(erfc, otypes=[float])(-np.asarray(x, float) / 2.0**0.5)


def bits(x: Array, keep: int) -> Array:
    """Rounded to so many significant bits."""
    fraction, exponent = np.frexp(x)
    return np.ldexp(np.rint(np.ldexp(fraction, keep)), exponent - keep)


def near(x: Array, low: float, high: float) -> Array:
    return (x >= low) & (x <= high)


CONSTANTS = [
    value("tanh", "a sign", lambda f, x: -f(x)),
    value("sinh", "a sign for x < 0", lambda f, x: np.abs(f(x))),
    value("gelu", "a dropped factor 1/2", lambda f, x: 2.0 * f(x)),
    value("silu", "a dropped factor x", lambda f, x: sigmoid(x)),
    value("gelu", "0.044715 off in the 5th digit", lambda f, x: gelu(x, c=0.044725)),
    value("gelu", "0.044715 in half precision", lambda f, x: gelu(x, c=float(np.float16(0.044715)))),
    value("gelu", "√(2/π) to 5 digits", lambda f, x: gelu(x, k=0.79788)),
    value("gelu", "√(2/π) in float32", lambda f, x: gelu(x, k=float(np.float32(K)))),
    value("exp", "log2 e in half precision", lambda f, x: np.exp2(x * float(np.float16(1 / LN2)))),
    value("exp", "2.71828 to the x", lambda f, x: np.power(2.71828, x)),
    value("log", "log 2 to 7 digits", lambda f, x: np.log2(np.abs(x)) * 0.6931472),
    value("silu", "scaled by 1 + 1e-15", lambda f, x: f(x) * (1 + 1e-15)),
    value("safeLog", "scaled by 1 + 1e-15", lambda f, x: f(x) * (1 + 1e-15)),
    value("cosh", "plus 4e-16", lambda f, x: f(x) + 4e-16 * (np.abs(x) < 1)),
]

VARIANTS = [
    value("gelu", "erf gelu for tanh gelu", lambda f, x: erf_gelu(x)),
    value("gelu", "erf gelu for tanh gelu", lambda f, x: erf_gelu(x), "float16"),
    value("gelu", "quick gelu, x·sigmoid(1.702 x)", lambda f, x: x * sigmoid(1.702 * x)),
    value("sigmoid", "hard sigmoid", lambda f, x: np.clip(x / 6 + 0.5, 0, 1)),
    value("tanh", "hard tanh", lambda f, x: np.clip(x, -1, 1)),
    value("tanh", "softsign", lambda f, x: np.where(np.isinf(x), np.sign(x), x / (1 + np.abs(x)))),
    value(
        "tanh",
        "Padé approximation, clipped",
        lambda f, x: np.clip(x * (27 + x * x) / (27 + 9 * x * x), -1, 1),
    ),
    value(
        "elu", "selu for elu", lambda f, x: SELU[1] * np.where(x > 0, x, SELU[0] * np.expm1(np.minimum(x, 0)))
    ),
    value("elu", "celu with alpha 2", lambda f, x: np.where(x > 0, x, 2 * np.expm1(np.minimum(x, 0) / 2))),
    value("log", "log1p for log", lambda f, x: np.log1p(np.abs(x))),
    value("log", "log2 for log", lambda f, x: np.log2(np.abs(x))),
    value("relu", "leaky relu", lambda f, x: np.where(x < 0, 0.01 * x, x)),
    value("relu", "relu6", lambda f, x: np.minimum(f(x), 6)),
    value("silu", "hard swish", lambda f, x: x * np.clip(x / 6 + 0.5, 0, 1)),
    value("sqrt", "√|x|", lambda f, x: np.sqrt(np.abs(x))),
    value("inv", "1/|x|", lambda f, x: np.abs(f(x))),
    value("softplus", "max instead of sum", lambda f, x: np.maximum(x, 0.0)),
    value("smoothAbs", "max instead of sum", lambda f, x: np.maximum(np.abs(x), 2.0**-10)),
    value("smoothAbs", "|x| + √ε for √(x² + ε)", lambda f, x: np.abs(x) + 2.0**-10),
    value("cosh", "sinh for cosh", lambda f, x: np.sinh(np.abs(x))),
    value("exp", "exp2 for exp", lambda f, x: np.exp2(x)),
    value("exp", "(1 + x/n)^n with n = 2^24", lambda f, x: np.power(1 + x / 2.0**24, 2.0**24)),
]

RANGES = [
    value("tanh", "±1 beyond 8", lambda f, x: np.where(np.abs(x) > 8, np.sign(x), f(x))),
    value("tanh", "±1 beyond 19", lambda f, x: np.where(np.abs(x) > 18.6, np.sign(x), f(x))),
    value("tanh", "±1 beyond 8", lambda f, x: np.where(np.abs(x) > 8, np.sign(x), f(x)), "float32"),
    value("sigmoid", "0 below -30", lambda f, x: np.where(x < -30, 0.0, f(x))),
    value("sigmoid", "1 above 34", lambda f, x: np.where(x > 34, 1.0, f(x))),
    value("sigmoid", "0 below -700", lambda f, x: np.where(x < -700, 0.0, f(x))),
    value("sigmoid", "clipped to [1e-7, 1 - 1e-7]", lambda f, x: np.clip(f(x), 1e-7, 1 - 1e-7)),
    value("logistic", "x clipped to [-500, 500]", lambda f, x: f(np.clip(x, -500, 500))),
    value("exp", "inf above 88", lambda f, x: np.where(x > 88, np.inf, f(x))),
    value("exp", "0 below -708", lambda f, x: np.where(x < -708.3, 0.0, f(x))),
    value("exp", "clipped at 700", lambda f, x: f(np.minimum(x, 700))),
    value("cosh", "e^x + e^-x halved: overflows early", lambda f, x: (np.exp(x) + np.exp(-x)) / 2),
    value("softplus", "x above 20", lambda f, x: np.where(x > 20, x, f(x))),
    value("softplus", "0 below -40", lambda f, x: np.where(x < -40, 0.0, f(x))),
    value("elu", "-1 below -20", lambda f, x: np.where(x < -20, -1.0, f(x))),
    value("gelu", "0 below -10", lambda f, x: np.where(x < -10, 0.0, f(x))),
    value("smoothAbs", "x² overflows", lambda f, x: np.sqrt(x * x + 2.0**-20)),
    value("tanh", "1e-12 off in [4, 4.01] alone", lambda f, x: f(x) * (1 + 1e-12 * near(x, 4, 4.01))),
    value("sigmoid", "4 ULP off in [4, 4.01] alone", lambda f, x: f(x) * (1 + 2.0**-50 * near(x, 4, 4.01))),
    value("exp", "1e-6 off in [4, 4.01] alone", lambda f, x: f(x) * (1 + 1e-6 * near(x, 4, 4.01)), "float32"),
    value(
        "log",
        "off in the binade of 2^-700 alone",
        lambda f, x: f(x) * (1 + 1e-9 * near(np.abs(x), 2.0**-700, 2.0**-699)),
    ),
    value(
        "sqrt",
        "off in the binade of 2^37 alone",
        lambda f, x: f(x) * (1 + 1e-6 * near(x, 2.0**37, 2.0**38)),
        "float32",
    ),
    value("tanh", "off at 1 alone", lambda f, x: f(x) * (1 + 1e-9 * (x == 1))),
    value(
        "exp",
        "off at negative integers alone",
        lambda f, x: f(x) * (1 + 1e-9 * ((x == np.rint(x)) & (x < 0) & (x > -30))),
    ),
]

CANCELLATION = [
    value("softplus", "log(1 + exp x)", lambda f, x: np.log(1 + np.exp(x))),
    value("softplus", "log1p(exp x): overflows", lambda f, x: np.log1p(np.exp(x))),
    value(
        "sinh",
        "(e^x - e^-x)/2 near 0",
        lambda f, x: np.where(np.abs(x) < 1, (np.exp(x) - np.exp(-x)) / 2, f(x)),
    ),
    value(
        "tanh",
        "by exp(2x) near 0",
        lambda f, x: np.where(np.abs(x) < 1, (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1), f(x)),
    ),
    value("tanh", "2·sigmoid(2x) - 1", lambda f, x: 2 * sigmoid(2 * x) - 1),
    value("elu", "exp x - 1", lambda f, x: np.where(x > 0, x, np.exp(np.minimum(x, 0)) - 1)),
    value("sigmoid", "(1 + tanh(x/2))/2", lambda f, x: 0.5 * (1 + np.tanh(0.5 * x))),
    value("logistic", "exp x/(exp x + 1)", lambda f, x: np.exp(x) / (np.exp(x) + 1)),
    value("gelu", "x(1 + tanh u)/2", lambda f, x: 0.5 * x * (1 + np.tanh(K * (x + 0.044715 * x**3)))),
    value("log", "log1p(x - 1)", lambda f, x: np.log1p(np.abs(x) - 1)),
    value("smoothAbs", "by exp and log", lambda f, x: np.exp(0.5 * np.log(x * x + 2.0**-20))),
]

PRECISION = [
    value("exp", "a float32 intermediate", lambda f, x: np.exp(x.astype(np.float32))),
    value("tanh", "a float32 intermediate", lambda f, x: np.tanh(x.astype(np.float32))),
    value("inv", "a float32 reciprocal, one Newton step", lambda f, x: _newton(x)),
    value("silu", "a float16 intermediate", lambda f, x: f(x.astype(np.float16))),
    value("tanh", "a float16 intermediate", lambda f, x: f(x.astype(np.float16)), "float32"),
    value("sigmoid", "a float16 sum", lambda f, x: 1 / (1 + np.exp(-x)).astype(np.float16), "float16"),
    value("exp", "computed in bfloat16", lambda f, x: f(x.astype(bfloat16)), "float32"),
    value("sigmoid", "rounded to 48 bits", lambda f, x: bits(f(x), 48)),
    value("tanh", "truncated, not rounded", lambda f, x: np.nextafter(f(x), np.float32(0)), "float32"),
    value("tanh", "one ULP up everywhere", lambda f, x: np.nextafter(f(x), np.inf)),
    value("sigmoid", "one ULP up everywhere", lambda f, x: np.nextafter(f(x), np.inf)),
    value("gelu", "one ULP up everywhere", lambda f, x: np.nextafter(f(x), np.inf)),
    value("safeLog", "two ULP up everywhere", lambda f, x: np.nextafter(np.nextafter(f(x), np.inf), np.inf)),
    value("sigmoid", "one ULP away from 0", lambda f, x: np.nextafter(f(x), np.float32(2)), "float32"),
    value(
        "exp",
        "noise of 3 ULP",
        lambda f, x: f(x) * (1 + 2.0**-52 * np.random.default_rng(1).integers(-3, 4, x.shape)),
    ),
    value(
        "softplus",
        "noise of 3 ULP",
        lambda f, x: f(x) * (1 + 2.0**-52 * np.random.default_rng(1).integers(-3, 4, x.shape)),
    ),
]


def _newton(x: Array) -> Array:
    r = (1 / x.astype(np.float32)).astype(np.float64)
    once = r * (2 - x * r)
    return np.where(np.isfinite(once) & (np.abs(x) < 2.0**120) & (np.abs(x) > 2.0**-120), once, 1 / x)


MUTANTS: list[Mutant] = [*CONSTANTS, *VARIANTS, *RANGES, *CANCELLATION, *PRECISION]
