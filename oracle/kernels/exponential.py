"""exp, the hyperbolic functions, and what is built of the logistic curve."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.kernels.compensated import Pair, two_product, two_sum
from proofgrad.oracle.kernels.constants import pair
from proofgrad.oracle.kernels.doubled import exponential, over_one_plus, reciprocal, scale
from proofgrad.oracle.kernels.hyperbolic import tanh as hyperbolic_tangent

__all__ = [
    "dmish",
    "dsafe_log",
    "dsigmoid",
    "dsilu",
    "dsoft_cap",
    "dswish",
    "dtanh",
    "dtanh_shrink",
    "elu",
    "elu_slope",
    "log_sigmoid",
    "mish",
    "safe_log",
    "selu",
    "selu_slope",
    "sigmoid",
    "silu",
    "soft_cap",
    "softplus",
    "swish",
    "tanh_shrink",
    "times_sigmoid",
]

Floats = NDArray[np.float64]

_FAR = 300.0
"""Beyond it exp(-|x|)² replaces exp(-2|x|) so that no factor is subnormal while the product is not."""
_LOG_ROOT = 0.4
"""safeLog has its root where softplus x + ε is 1; within this of it the sum is computed with care."""
_ROOT = (0.8, 2.0)
"""silu' has its root near -1.278; between these sizes it is computed with care."""
_ELU_SERIES = 0.0625
_SELU_SCALE = 1.0507009873554804934193349852946
_SELU_ALPHA = 1.6732632423543772848170429916717
"""G. Klambauer et al., "Self-Normalizing Neural Networks" (2017), to the digits of PyTorch."""
_SELU_PRODUCT = pair(
    Fraction("1.0507009873554804934193349852946") * Fraction("1.6732632423543772848170429916717")
)
"""Their product as a double-double: rounded twice, it biases every slope by most of an ULP."""
_MISH_FLAT = 40.0
"""Beyond it mish is x and its slope 1, to far below the last place."""
_TINY = 2.0**-1015
"""Below it the error terms of products underflow and are left out; above, their rounding does not matter."""


def sigmoid(x: Floats) -> Floats:
    """1/(1 + exp(-x)) without overflow and without cancellation on either side."""
    e = np.exp(-np.abs(x))
    return over_one_plus(np.where(x < 0, e, 1.0), e)


def _over_one_plus_squared(e: Floats) -> Floats:
    """e/(1 + e)² for 0 <= e <= 1, the rounding error of the sum put back."""
    d = 1.0 + e
    q = e / (d * d)
    return q - 2.0 * q * ((e - (d - 1.0)) / d)


def dsigmoid(x: Floats) -> Floats:
    """s(1 - s) = e/(1 + e)² with e = exp(-|x|)."""
    return _over_one_plus_squared(np.exp(-np.abs(x)))


def dtanh(x: Floats) -> Floats:
    """1 - tanh² = 4e/(1 + e)² with e = exp(-2|x|)."""
    half = np.exp(-np.abs(x))
    near = 4.0 * _over_one_plus_squared(np.exp(-2.0 * np.abs(x)))
    return np.where(np.abs(x) > _FAR, (2.0 * half) * (2.0 * half), near)


def softplus(x: Floats) -> Floats:
    """log(1 + exp x) = max(x, 0) + log1p(exp(-|x|))."""
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x)))


def times_sigmoid(factor: Floats, x: Floats) -> Floats:
    """factor·sigmoid(x); where sigmoid would be subnormal, the exponential is scaled last. 0 at -inf."""
    e = np.exp(-np.abs(x))
    near = over_one_plus(factor * np.where(x < 0, e, 1.0), e)
    far = x < -_FAR
    if far.any():
        hi, lo, k = exponential(x[far])
        # Larger factors belong to x so far out that the product is 0.
        kept = np.clip(factor[far], -(2.0**900), 2.0**900)
        near[far] = scale(kept * hi + kept * lo, k)
    return np.where(x == -np.inf, 0.0, near)


def silu(x: Floats) -> Floats:
    """x·sigmoid(x), with the sign of x in its zeros too; -0 at -inf."""
    return np.copysign(np.where(x == 0.0, x, times_sigmoid(x, x)), x)


def dsilu(x: Floats) -> Floats:
    """s + x s (1 - s) = s·(1 + x·sigmoid(-x)); 1 at +inf, -0 at -inf."""
    tail = times_sigmoid(x, -x)
    factor = 1.0 + np.where(x < 0, x * sigmoid(-x), tail)
    near = (x > -_ROOT[1]) & (x < -_ROOT[0])
    factor[near] = _factor_at_root(x[near])
    slope = times_sigmoid(factor, x)
    return np.where(x < -_ROOT[1], -np.abs(slope), slope)


def _factor_at_root(x: Floats) -> Floats:
    """1 + x/(1 + e^x), which cancels near -1.278, from double-doubles."""
    hi, lo, k = exponential(x)
    s, e = two_sum(np.ones_like(x), scale(hi, k))
    r, t = reciprocal(s, e + scale(lo, k))
    p, d = two_product(x, r)
    out: Floats = (1.0 + p) + (d + x * t)
    return out


def _sum(x: Floats, eps: float) -> Pair:
    """softplus x + ε as a float and the rounding errors of the sums."""
    s, e = two_sum(np.maximum(x, 0.0), np.log1p(np.exp(-np.abs(x))))
    s, d = two_sum(s, eps)
    return s, e + d


def _careful_sum(x: Floats, eps: float) -> Pair:
    """As :func:`_sum`, with the exponential in double-double: for sums near 1, whose logarithm is small."""
    hi, lo, k = exponential(-np.abs(x))
    d, c = two_sum(np.ones_like(x), scale(hi, k))
    s, e = two_sum(np.maximum(x, 0.0), np.log(d))
    s, r = two_sum(s, eps)
    return s, e + r + (c + scale(lo, k)) / d


def safe_log(x: Floats, *, eps: float) -> Floats:
    """log(softplus x + ε)."""
    s, e = _sum(x, eps)
    near = np.abs(s - 1.0) < _LOG_ROOT
    if near.any():
        s[near], e[near] = _careful_sum(x[near], eps)
    fix = e / s
    return np.log(s) + np.where(np.isfinite(fix), fix, 0.0)


def dsafe_log(x: Floats, *, eps: float) -> Floats:
    """sigmoid x/(softplus x + ε)."""
    return times_sigmoid(1.0 / (softplus(x) + eps), x)


def elu(x: Floats, *, alpha: float) -> Floats:
    """x for x >= 0 (-0 stays), else α(exp x - 1); by Taylor's series near 0, where the difference cancels."""
    out = x.copy()
    below = np.flatnonzero(x < 0)
    z = np.maximum(x[below], -_FAR)
    hi, lo, k = exponential(z)
    s, e = two_sum(scale(hi, k), -1.0)
    p, d = two_product(s, alpha)
    e += scale(lo, k)
    e *= alpha
    d += e
    p += d
    near = np.flatnonzero(z >= -_ELU_SERIES)
    if len(near):
        p[near] = _elu_near(z[near], alpha)
    out[below] = np.copysign(p, -alpha)  # also where it underflows
    return out


def _elu_near(z: Floats, alpha: float) -> Floats:
    """α(exp z - 1) for -_ELU_SERIES <= z < 0."""
    line, rest = two_product(z, alpha)
    series = 0.5 + z * (
        1 / 6
        + z * (1 / 24 + z * (1 / 120 + z * (1 / 720 + z * (1 / 5040 + z * (1 / 40320 + z * (1 / 362880))))))
    )
    return line + (np.where(np.abs(line) < _TINY, 0.0, rest) + alpha * z * z * series)


def elu_slope(x: Floats, *, alpha: float) -> Floats:
    """1 for x > 0, else α exp x."""
    out = np.where(np.isnan(x), x, 1.0)
    below = np.flatnonzero(x <= 0)
    hi, lo, k = exponential(x[below])
    p, e = two_product(hi, alpha)
    out[below] = scale(p + (e + alpha * lo), k)
    return out


def selu(x: Floats) -> Floats:
    """scale·elu(x) with α of the self-normalising unit."""
    return _SELU_SCALE * elu(x, alpha=_SELU_ALPHA)


def selu_slope(x: Floats) -> Floats:
    """scale for x > 0, else scale·α exp x."""
    hi, lo, k = exponential(np.minimum(x, 0.0))
    factor, rest = _SELU_PRODUCT
    p, e = two_product(hi, factor)
    return np.where(x > 0, _SELU_SCALE, scale(p + (e + (factor * lo + rest * hi)), k))


def log_sigmoid(x: Floats) -> Floats:
    """log(1/(1 + exp(-x))) = -softplus(-x)."""
    return -softplus(-x)


def mish(x: Floats) -> Floats:
    """x·tanh(softplus x) with e = exp x, n = e(e + 2): x·e·(1 - e(e + 1)/(n + 2)) below 0, x·(1 - 2/(n + 2))
    above; what is subtracted from 1 is at most 2/5, so that its own rounding counts for little. 0 at -inf."""
    e = np.exp(np.minimum(x, _MISH_FLAT))
    d = e * (e + 2.0) + 2.0
    below = x < 0
    near = np.where(below, x * e, x) * (1.0 - np.where(below, e * (e + 1.0), 2.0) / d)
    far = x < -_FAR
    half = np.exp(0.5 * np.where(far, x, 0.0))
    out = np.where(far, (np.where(far, x, 0.0) * half) * half, np.where(x > _MISH_FLAT, x, near))
    return np.copysign(np.where(x == -np.inf, 0.0, out), x)


def dmish(x: Floats) -> Floats:
    """e w/d² with e = exp x, w = 4(x + 1) + e(4x + 6) + 4e² + e³, d = e² + 2e + 2; 1 at +inf, 0 at -inf."""
    z = np.clip(x, -_FAR, _MISH_FLAT)
    e = np.exp(z)
    d = e * (e + 2.0) + 2.0
    near = e * ((4.0 * (z + 1.0) + e * (4.0 * z + 6.0 + e * (4.0 + e))) / (d * d))
    far = x < -_FAR
    half = np.exp(0.5 * np.where(far, x, 0.0))
    out = np.where(far, (np.where(far, x + 1.0, 0.0) * half) * half, np.where(x > _MISH_FLAT, 1.0, near))
    return np.where(x == -np.inf, -0.0, np.where(np.isnan(x), x, out))


def swish(x: Floats, *, beta: float) -> Floats:
    """x·sigmoid(βx), the product βx taken as a double-double; 0 where βx is -inf."""
    u, low = two_product(np.clip(x, -(2.0**900), 2.0**900), beta)
    return np.copysign(np.where(x == 0.0, x, _times_sigmoid_of(x, u, low)), x)


def dswish(x: Floats, *, beta: float) -> Floats:
    """s + βx·s(1 - s) = s·(1 + βx·sigmoid(-βx)); silu' of βx."""
    u, low = two_product(np.clip(x, -(2.0**900), 2.0**900), beta)
    factor = 1.0 + np.where(u < 0, u * sigmoid(-u), times_sigmoid(u, -u))
    near = (u > -_ROOT[1]) & (u < -_ROOT[0])
    factor[near] = _factor_at_root(u[near])
    return _times_sigmoid_of(factor, u, low)


def _times_sigmoid_of(factor: Floats, u: Floats, low: Floats) -> Floats:
    """factor·sigmoid(u + low), |low| at most half an ULP of u."""
    change = np.where(np.abs(u) < 800.0, low, 0.0)
    e = np.exp(-np.abs(u)) * (1.0 - np.sign(u) * change)
    out = over_one_plus(factor * np.where(u < 0, e, 1.0), e)
    far = u < -_FAR
    if far.any():
        hi, lo, k = exponential(u[far])
        kept = np.clip(factor[far], -(2.0**900), 2.0**900)
        out[far] = scale(kept * hi + kept * (lo + hi * change[far]), k)
    return out


def soft_cap(x: Floats, *, c: float) -> Floats:
    """c·tanh(x/c)."""
    return c * hyperbolic_tangent(x / c)


def dsoft_cap(x: Floats, *, c: float) -> Floats:
    """1 - tanh²(x/c), the rounding of the quotient put back: far out the slope is e^(-2|x/c|)."""
    u = x / c
    p, e = two_product(np.clip(u, -1e6, 1e6), c)
    rest = np.where(np.abs(u) < 1e6, ((x - p) - e) / c, 0.0)
    return dtanh(u) * (1.0 - 2.0 * np.tanh(u) * rest)


def tanh_shrink(x: Floats) -> Floats:
    """x - tanh x: by its series near 0, where the difference cancels; as (x - 1) + 2/(e^2x + 1) in
    double-double up to 3."""
    a = np.abs(x)
    out = a - np.tanh(a)
    near = a < _SHRINK
    z = a[near]
    square = z * z
    series = np.zeros_like(z)
    for c in _SHRINK_SERIES:
        series = series * square + c
    out[near] = z * (square * series)
    middle = (a >= _SHRINK) & (a < _SHRINK_FAR)
    z = a[middle]
    hi, lo, k = exponential(2.0 * z)
    s, e = two_sum(np.ones_like(z), scale(hi, k))
    r, t = reciprocal(s, e + scale(lo, k))
    difference, rest = two_sum(z, -1.0)
    p, d = two_sum(difference, 2.0 * r)
    out[middle] = p + (d + (rest + 2.0 * t))
    return np.copysign(np.where(np.isinf(x), a, out), x)


def dtanh_shrink(x: Floats) -> Floats:
    """tanh²."""
    t = np.tanh(x)
    return t * t


def _tanh_series(count: int) -> list[Fraction]:
    """t_n of tanh x = Σ t_n x^(2n+1), from tanh' = 1 - tanh²."""
    out = [Fraction(1)]
    while len(out) < count:
        n = len(out)
        square = sum((out[i] * out[n - 1 - i] for i in range(n)), Fraction(0))
        out.append(-square / (2 * n + 1))
    return out


_SHRINK = 0.5
_SHRINK_FAR = 3.0
_SHRINK_SERIES = [float(-t) for t in _tanh_series(24)[:0:-1]]
"""Coefficients of (x - tanh x)/x³ in x², the highest first."""
