"""Wrong derivatives: other formulas, points and directions, jvp and vjp that do not belong together."""

from __future__ import annotations

import numpy as np

from mutants.model import Array, Mutant, Right, slope, whole
from mutants.values import K, sigmoid

__all__ = ["MUTANTS"]


def _dgelu(x: Array, third: float = 3 * 0.044715) -> Array:
    """gelu' as one would write it, but for what `third` should be."""
    u = K * (x + 0.044715 * x**3)
    s, t = sigmoid(2 * u), sigmoid(-2 * u)
    out = s * (1 + 2 * x * K * (1 + third * x * x) * t)
    return np.where(np.abs(x) > 30, (x > 0) * 1.0, out)


def _of(node: str) -> Right:
    return Right.of(node)


FORMULAS = [
    slope("tanh", "a sign", lambda df, x: -df(x)),
    slope("inv", "a sign", lambda df, x: -df(x)),
    slope("sqrt", "a dropped factor 1/2", lambda df, x: 2 * df(x)),
    slope("silu", "a dropped factor x", lambda df, x: sigmoid(x) + sigmoid(x) * sigmoid(-x)),
    slope("silu", "a dropped summand", lambda df, x: sigmoid(x)),
    slope("gelu", "a dropped factor 3", lambda df, x: _dgelu(x, 0.044715)),
    slope("gelu", "3·0.044715 off in the 5th digit", lambda df, x: _dgelu(x, 0.134155)),
    slope("gelu", "scaled by 1 + 1e-15", lambda df, x: df(x) * (1 + 1e-15)),
    slope("gelu", "one ULP up everywhere", lambda df, x: np.nextafter(df(x), np.inf)),
    slope("silu", "one ULP up everywhere", lambda df, x: np.nextafter(df(x), np.inf)),
    slope("safeLog", "one ULP up everywhere", lambda df, x: np.nextafter(df(x), np.inf)),
    slope("sigmoid", "s(1 - s)", lambda df, x: sigmoid(x) * (1 - sigmoid(x))),
    slope("logistic", "s(1 - s), s clipped", lambda df, x: np.clip(sigmoid(x), 1e-7, 1 - 1e-7) * sigmoid(-x)),
    slope("sigmoid", "e/(1 + e)² with e = exp(-x)", lambda df, x: np.exp(-x) / (1 + np.exp(-x)) ** 2),
    slope("tanh", "1 - tanh²", lambda df, x: 1 - np.tanh(x) ** 2),
    slope("tanh", "1/cosh²: overflows", lambda df, x: 1 / np.cosh(x) ** 2),
    slope("inv", "-1/x²: overflows", lambda df, x: -1 / (x * x)),
    slope("smoothAbs", "x/√(x² + ε): overflows", lambda df, x: x / np.sqrt(x * x + 2.0**-20)),
    slope("gelu", "cancels at its root", lambda df, x: _dgelu(x)),
    slope("tanh", "tanh' at tanh x", lambda df, x: df(np.tanh(x))),
    slope("sigmoid", "sigmoid' at sigmoid x", lambda df, x: df(sigmoid(x))),
    slope("exp", "exp' at 2x", lambda df, x: df(2 * x)),
    slope("gelu", "silu' for gelu'", lambda df, x: _of("silu").df(x)),
    slope("sinh", "sinh for sinh'", lambda df, x: np.sinh(x)),
    slope("cosh", "-sinh for cosh'", lambda df, x: -np.sinh(x)),
    slope("elu", "elu for elu'", lambda df, x: _of("elu").forward(x)),
    slope("relu", "the slope of leaky relu", lambda df, x: np.where(x < 0, 0.01, df(x))),
    slope("abs", "1 for x < 0", lambda df, x: np.abs(df(x))),
    slope(
        "softplus", "softplus for softplus'", lambda df, x: np.log1p(np.exp(-np.abs(x))) + np.maximum(x, 0)
    ),
    slope("log", "1/(1 + x)", lambda df, x: 1 / (1 + x)),
    slope("safeLog", "a float32 intermediate", lambda df, x: df(x.astype(np.float32))),
    slope(
        "elu", "off in [-0.25, -0.24] alone", lambda df, x: df(x) * (1 + 1e-12 * ((x > -0.25) & (x < -0.24)))
    ),
    slope("sigmoid", "0 beyond 40", lambda df, x: np.where(np.abs(x) > 40, 0.0, df(x))),
    slope("tanh", "by divided differences", lambda df, x: (np.tanh(x + 1e-6) - np.tanh(x - 1e-6)) / 2e-6),
]


def _clipped(right: Right) -> Right:
    return right.but(jvp=lambda x, dx: right.jvp(x, np.clip(dx, -1, 1)))


def _far_clipped(right: Right) -> Right:
    return right.but(vjp=lambda x, ct: right.vjp(x, np.clip(ct, -10, 10)))


DIRECTIONS = [
    whole("tanh", "jvp forgets dx", lambda r: r.but(jvp=lambda x, dx: r.df(x)), "jvp"),
    whole("exp", "jvp returns dx", lambda r: r.but(jvp=lambda x, dx: dx.copy()), "jvp"),
    whole("silu", "jvp uses |dx|", lambda r: r.but(jvp=lambda x, dx: r.jvp(x, np.abs(dx))), "jvp"),
    whole("silu", "jvp uses dx²", lambda r: r.but(jvp=lambda x, dx: r.jvp(x, dx * dx)), "jvp"),
    whole("gelu", "jvp clips dx to [-1, 1]", _clipped, "jvp"),
    whole("sigmoid", "vjp clips ct to [-10, 10]", _far_clipped, "vjp"),
    whole(
        "sigmoid",
        "jvp by a step of dx",
        lambda r: r.but(jvp=lambda x, dx: (r.forward(x + 1e-7 * dx) - r.forward(x)) / 1e-7),
        "jvp",
    ),
    whole("exp", "vjp takes (ct, x) for (x, ct)", lambda r: r.but(vjp=lambda x, ct: r.vjp(ct, x)), "vjp"),
    whole("tanh", "vjp uses |ct|", lambda r: r.but(vjp=lambda x, ct: r.vjp(x, np.abs(ct))), "vjp"),
    whole("tanh", "vjp divides by f'", lambda r: r.but(vjp=lambda x, ct: ct / r.df(x)), "vjp"),
    whole("softplus", "vjp at -x", lambda r: r.but(vjp=lambda x, ct: r.vjp(-x, ct)), "vjp"),
    whole("cosh", "vjp with a sign", lambda r: r.but(vjp=lambda x, ct: -r.vjp(x, ct)), "vjp"),
    whole(
        "sqrt",
        "vjp is the gradient of f²",
        lambda r: r.but(vjp=lambda x, ct: 2 * r.forward(x) * r.vjp(x, ct)),
        "vjp",
    ),
    whole("tanh", "vjp reverses the vector", lambda r: r.but(vjp=lambda x, ct: r.vjp(x, np.flip(ct))), "vjp"),
    whole(
        "exp",
        "vjp averages ct",
        lambda r: r.but(vjp=lambda x, ct: r.vjp(x, np.full_like(ct, ct.mean() if ct.size else 0))),
        "vjp",
    ),
]

MUTANTS: list[Mutant] = [*FORMULAS, *DIRECTIONS]
