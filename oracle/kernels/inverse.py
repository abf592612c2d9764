"""tan, the inverse circular and hyperbolic functions, roots, and logarithms in other forms.

NumPy has the functions; their derivatives are written so that nothing overflows or cancels on the way. Where
the theorem's function goes on beyond the usual domain, as the logarithm of |x| does, so do these.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.kernels.compensated import Pair, two_product, two_sum
from proofgrad.oracle.kernels.doubled import exponential, scale

__all__ = [
    "atanh",
    "cbrt",
    "dacosh",
    "dasin",
    "dasinh",
    "datan",
    "datanh",
    "dcbrt",
    "dentr",
    "dexp2",
    "dlog1p",
    "dlog2",
    "dlog10",
    "dlogit",
    "drsqrt",
    "dtan",
    "entr",
    "log1p",
    "log2",
    "log10",
    "logit",
    "rsqrt",
]

Floats = NDArray[np.float64]

_LOG2, _LOG10 = float(np.log(2.0)), float(np.log(10.0))
_HUGE = 2.0**500
_MIDDLE = (0.25, 0.75)
"""Between these logit is 2 atanh(2p - 1): near 1/2 the quotient p/(1 - p) is near 1."""
_NEAR = 2.0**-600


def dtan(x: Floats) -> Floats:
    """1 + tan²."""
    t = np.tan(x)
    return 1.0 + t * t


def datan(x: Floats) -> Floats:
    """1/(1 + x²); as (1/x)/x where the square would overflow."""
    z = np.minimum(np.abs(x), _HUGE)
    inverse = 1.0 / x
    return np.where(np.abs(x) > z, inverse * inverse, 1.0 / (1.0 + z * z))


def dasin(x: Floats) -> Floats:
    """1/√(1 - x²), the square as (1 - x)(1 + x): near 1 the difference is exact."""
    return 1.0 / np.sqrt((1.0 - x) * (1.0 + x))


def dasinh(x: Floats) -> Floats:
    """1/√(x² + 1)."""
    return 1.0 / np.hypot(x, 1.0)


def dacosh(x: Floats) -> Floats:
    """1/√(x² - 1), as two roots: the square would overflow."""
    return 1.0 / (np.sqrt(x - 1.0) * np.sqrt(x + 1.0))


def datanh(x: Floats) -> Floats:
    """1/(1 - x²), the square as (1 - x)(1 + x); as -(1/x)/x where that would overflow."""
    z = np.clip(x, -_HUGE, _HUGE)
    inverse = 1.0 / x
    return np.where(np.abs(x) > _HUGE, -inverse * inverse, 1.0 / ((1.0 - z) * (1.0 + z)))


def log1p(x: Floats) -> Floats:
    """log |1 + x|, the function of the theorem."""
    return np.where(x < -1.0, np.log(-np.minimum(x, -1.0) - 1.0), np.log1p(np.maximum(x, -1.0)))


def atanh(x: Floats) -> Floats:
    """log |(1 + x)/(1 - x)|/2, the function of the theorem."""
    a = np.abs(x)
    beyond = a > 1.0
    far = np.copysign(0.5 * np.log1p(2.0 / (np.where(beyond, a, 2.0) - 1.0)), x)
    return np.where(beyond, far, np.arctanh(np.where(beyond, 0.0, x)))


def dlog1p(x: Floats) -> Floats:
    """1/(1 + x), with the rounding error of the sum."""
    s, e = two_sum(np.ones_like(x), x)
    q = 1.0 / s
    fixed = q - q * (e / s)
    return np.where(np.isfinite(fixed), fixed, q)


def dexp2(x: Floats) -> Floats:
    """2^x·log 2, the power halved before it overflows, and made larger before it is subnormal: both sums are
    exact."""
    out = np.exp2(x) * _LOG2
    out = np.where(x > 1000.0, np.exp2(x - 1.0) * (2.0 * _LOG2), out)
    return np.where(x < -1000.0, (np.exp2(x + 64.0) * _LOG2) * 2.0**-64, out)


def log2(x: Floats) -> Floats:
    """log |x|/log 2, the function of the theorem."""
    return np.log2(np.abs(x))


def log10(x: Floats) -> Floats:
    """log |x|/log 10, the function of the theorem."""
    return np.log10(np.abs(x))


def dlog2(x: Floats) -> Floats:
    """1/(x log 2)."""
    return (1.0 / _LOG2) / x


def dlog10(x: Floats) -> Floats:
    """1/(x log 10)."""
    return (1.0 / _LOG10) / x


def logit(x: Floats) -> Floats:
    """log |p| - log |1 - p|: 2 atanh(2p - 1) near 1/2, where 2p - 1 is exact; beyond 1 as -log(1 - 1/p)."""
    middle = (x >= _MIDDLE[0]) & (x <= _MIDDLE[1])
    far = np.abs(x) > 2.0
    out = np.log(np.abs(x)) - np.log(np.abs(1.0 - np.where(far, 0.0, x)))
    small = np.abs(x) < _MIDDLE[0]
    out[small] = np.log(np.abs(x[small])) - np.log1p(-x[small])
    out[middle] = 2.0 * np.arctanh(2.0 * x[middle] - 1.0)
    out[far] = -np.log1p(-1.0 / x[far])
    return out


def dlogit(x: Floats) -> Floats:
    """1/(p(1 - p))."""
    return (1.0 / x) / (1.0 - x)


def _log(a: Floats) -> Pair:
    """log a for a > 0 with what is missing: the exponential of the float says by how much."""
    hi = np.log(a)
    up, low, k = exponential(hi)
    mantissa = scale(a, -k)
    return hi, ((mantissa - up) - low) / up


def entr(x: Floats) -> Floats:
    """-(x log |x|), the function of the theorem; 0 at 0."""
    a = np.abs(x)
    hi, lo = _log(np.where((a > 0) & (a < np.inf), a, 1.0))
    z = np.where(np.isfinite(x), x, 0.0)
    big = np.abs(z) > 2.0**900
    z = np.where(big, z * 2.0**-100, z)
    p, e = two_product(z, hi)
    out = -(p + np.where(np.abs(p) < 2.0**-960, z * lo, e + z * lo))
    out = np.where(big, out * 2.0**100, out)
    return np.where(np.isfinite(x), out, -x)


def dentr(x: Floats) -> Floats:
    """-log |x| - 1; its root is at 1/e."""
    a = np.abs(x)
    hi, lo = _log(np.where((a > 0) & (a < np.inf), a, 1.0))
    return np.where((a > 0) & (a < np.inf), (-hi - 1.0) - lo, -np.log(a) - 1.0)


def rsqrt(x: Floats) -> Floats:
    """1/√x, the rounding error of the root put back."""
    r = np.sqrt(x + 0.0)  # -0 + 0 is 0
    q = 1.0 / r
    p, e = two_product(r, r)
    fixed = q + q * (0.5 * ((p - x) + e) / x)
    plain = ~np.isfinite(fixed) | (x < _NEAR) | (x > 1.0 / _NEAR)
    return np.where(plain, q, fixed)


def drsqrt(x: Floats) -> Floats:
    """-1/(2 x √x)."""
    z = x + 0.0
    return -(0.5 / z) * (1.0 / np.sqrt(z))


def cbrt(x: Floats) -> Floats:
    """The cube root; one step of Newton's method mends the error of NumPy's."""
    tiny = np.abs(x) < _NEAR
    z = np.where(tiny, x * 2.0**900, x)
    c = np.cbrt(z)
    p, e = two_product(c, c)
    cube, rest = two_product(p, c)
    fixed = c + ((z - cube) - (rest + e * c)) / (3.0 * p)
    out = np.where(np.isfinite(fixed), fixed, c)
    return np.where(tiny, out * 2.0**-300, out)


def dcbrt(x: Floats) -> Floats:
    """1/(3 (cbrt x)²)."""
    c = cbrt(x)
    return (1.0 / c) / (3.0 * c)
