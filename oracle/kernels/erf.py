"""erf, erfc, erfcx, the normal distribution and the exact gelu, from erfcx z = e^(z²)·erfc z for z >= 0.

erfcx varies slowly, so that tables of its Taylor coefficients at multiples of 1/16 give it to about half an
ULP up to z = 8, and its asymptotic series beyond (DLMF 7.12.1). The factor e^(-z²) is taken of a
double-double: z reaches 27 before erfc underflows, and the rounding of z² alone would count 700 times there.
The coefficients are computed from integers when they are first needed: y = erfcx solves y' = 2zy - 2/√π.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from math import isqrt

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.kernels.compensated import Pair, dd_times, fast_two_sum, two_product, two_sum
from proofgrad.oracle.kernels.constants import BITS, PI, pair
from proofgrad.oracle.kernels.doubled import Scaled, exponential, scale

__all__ = [
    "derf",
    "derfc",
    "derfcx",
    "dgelu_erf",
    "dlog_ndtr",
    "dndtr",
    "erf",
    "erfc",
    "erfcx",
    "gelu_erf",
    "log_ndtr",
    "ndtr",
    "times_dgelu_erf",
    "times_ndtr",
]

Floats = NDArray[np.float64]

_CELLS = 16
"""Cells per unit of z."""
_REACH = 8
"""The tables end here."""
_DEGREE = 11
_STEPS = 80
"""Terms from one point of the table to the next, in integers."""
_FAR_TERMS = 24
_SMALL = 1.0
"""erf below it by Taylor's series in z, above as 1 - erfc z: there erfc is small."""
_HALF = 0.25
"""erfc below it as 1 - erf."""
_LARGEST = 27.5
"""erfc of more is 0 in float64."""

_SQRT_PI = isqrt(PI << BITS)
_TWO_OVER_SQRT_PI = pair(Fraction(2 << BITS, _SQRT_PI))
_ONE_OVER_SQRT_PI = float(Fraction(1 << BITS, _SQRT_PI))
_ONE_OVER_SQRT_TWO_PI = pair(Fraction(1 << BITS, isqrt((2 * PI) << BITS)))
_ROOT_HALF = pair(Fraction(isqrt(1 << (2 * BITS - 1)), 1 << BITS))


@cache
def _table() -> tuple[tuple[Floats, ...], Floats]:
    """Taylor coefficients of erfcx at every j/_CELLS, low order first, and the low parts of the first.

    Each cell's series, summed at the next point, is the start of the next: errors grow as e^(z²) does, by 92
    bits up to z = 8, and 320 are carried.
    """
    rows: list[list[float]] = []
    low: list[float] = []
    two_over = (2 << (2 * BITS)) // _SQRT_PI
    value = 1 << BITS
    for j in range(_REACH * _CELLS + 1):
        a = [value]
        for n in range(_STEPS):
            before = 2 * a[n - 1] if n else -two_over
            a.append((2 * j * a[n] // _CELLS + before) // (n + 1))
        high, rest = pair(Fraction(value, 1 << BITS))
        rows.append([high] + [float(Fraction(c, 1 << BITS)) for c in a[1 : _DEGREE + 1]])
        low.append(rest)
        value = sum(c // _CELLS**n for n, c in enumerate(a))
    return tuple(np.array(column) for column in zip(*rows, strict=True)), np.array(low)


_FAR_COEFFICIENTS: list[float] = [1.0]
for _k in range(_FAR_TERMS):
    _FAR_COEFFICIENTS.append(-(2 * _k + 1) * _FAR_COEFFICIENTS[-1])


def _series(w: Floats, first: int) -> Floats:
    """Σ (-1)^k (2k-1)!! w^(k - first) for k >= first."""
    out = np.full_like(w, _FAR_COEFFICIENTS[-1])
    for c in _FAR_COEFFICIENTS[-2 : None if first == 0 else first - 1 : -1]:
        out = out * w + c
    return out


def _cell(z: Floats) -> tuple[NDArray[np.int64], Floats]:
    j = np.rint(np.minimum(z, float(_REACH)) * _CELLS)
    return j.astype(np.int64), z - j / _CELLS


def _scaled_erfc(z: Floats, low: Floats | float = 0.0) -> Pair:
    """erfcx(z + low) for z >= 0, |low| at most an ULP of z: a float and what is missing, which is known to
    some 2^-58 of it up to _REACH and not beyond."""
    j, h = _cell(np.where(np.isnan(z), 0.0, z))
    columns, rest = _table()
    h = np.where(z > _REACH, 0.0, h) + low
    out = columns[-1].take(j)
    for column in columns[-2:0:-1]:
        out = out * h + column.take(j)
    head, tail = fast_two_sum(columns[0].take(j), rest.take(j) + out * h)
    far = np.flatnonzero(z > _REACH)
    if len(far):
        over = 1.0 / z[far]
        if not isinstance(low, float):
            over -= over * (low[far] * over)
        w = 0.5 * over * over
        lead = over * _ONE_OVER_SQRT_PI
        head[far], tail[far] = fast_two_sum(lead, lead * (w * _series(w, 1)))
    return np.where(np.isnan(z), z, head), tail


def _scaled_erfc_slope(z: Floats) -> Floats:
    """erfcx' z for z >= 0, from the slopes of the polynomials: 2z·erfcx z - 2/√π cancels."""
    j, h = _cell(np.where(np.isnan(z), 0.0, z))
    columns, _ = _table()
    h = np.where(z > _REACH, 0.0, h)
    out = (len(columns) - 1) * columns[-1].take(j)
    for n in range(len(columns) - 2, 0, -1):
        out = out * h + n * columns[n].take(j)
    far = np.flatnonzero(z > _REACH)
    if len(far):
        over = 1.0 / z[far]
        w = 0.5 * over * over
        out[far] = (_ONE_OVER_SQRT_PI * _series(w, 1) * over) * over
    return np.where(np.isnan(z), z, out)


def _gauss(x: Floats, half: bool) -> Scaled:
    """e^(-x²), or e^(-x²/2), as a scaled double-double; the rounding of x² is a factor near 1."""
    z = np.clip(x, -64.0, 64.0)
    p, e = two_product(z, z)
    factor = -0.5 if half else -1.0
    hi, lo, k = exponential(factor * p)
    return hi, lo + hi * (factor * e), k


def _times(number: tuple[Floats | float, Floats | float], g: Scaled) -> Floats:
    """A double-double times e^..., the power of two last."""
    hi, lo, k = g
    p, e = two_product(hi, number[0])
    return scale(p + (e + (number[0] * lo + number[1] * hi)), k)


def _erf_near(x: Floats) -> Floats:
    """erf by Taylor's series, for |x| < _SMALL: the first term is exact, the others are small beside it."""
    high, low = _TWO_OVER_SQRT_PI
    p, e = two_product(x, high)
    e = np.where(np.abs(p) < 2.0**-960, 0.0, e)
    square = x * x
    out = np.zeros_like(x)
    for c in _near_coefficients():
        out = out * square + c
    return p + (e + x * low + x * (square * out))


@cache
def _near_coefficients() -> tuple[float, ...]:
    """Coefficients of erf x/x = Σ c_n x^2n for n = 20 down to 1."""
    out, factorial = [], 1
    for n in range(1, 21):
        factorial *= n
        c = Fraction((2 << BITS) * (-1) ** n, _SQRT_PI * factorial * (2 * n + 1))
        out.append(float(c))
    return tuple(out[::-1])


def erf(x: Floats) -> Floats:
    """2/√π ∫ e^(-t²) dt from 0 to x."""
    a = np.minimum(np.abs(x), 64.0)
    out = np.empty_like(x)
    near = a < _SMALL
    out[near] = _erf_near(a[near])
    out[~near] = 1.0 - _times(_scaled_erfc(a[~near]), _gauss(a[~near], half=False))
    return np.copysign(np.where(np.isnan(x), x, out), x)


def erfc(x: Floats) -> Floats:
    """1 - erf x, without cancellation for large x; 0 at +inf, 2 at -inf."""
    out = 1.0 - erf(np.minimum(x, _HALF))
    far = np.flatnonzero(x > _HALF)
    if len(far):
        z = np.minimum(x[far], 64.0)
        out[far] = _times(_scaled_erfc(z), _gauss(z, half=False))
    return out


def erfcx(x: Floats) -> Floats:
    """e^(x²)·erfc x = 2e^(x²) - erfcx(-x) below 0; 0 at +inf, +inf at -inf."""
    out = _scaled_erfc(np.abs(x))[0]
    below = np.flatnonzero(x < 0)
    if len(below):
        z = np.maximum(x[below], -64.0)
        p, e = two_product(z, z)
        hi, lo, k = exponential(p)
        grown = scale(2.0 * hi, k)
        rest = scale(2.0 * (lo + hi * e), k) - out[below]
        out[below] = np.where(np.isinf(grown), grown, grown + rest)
    return out


def derf(x: Floats) -> Floats:
    """2/√π e^(-x²)."""
    return np.where(np.isnan(x), x, _times(_TWO_OVER_SQRT_PI, _gauss(x, half=False)))


def derfc(x: Floats) -> Floats:
    """-2/√π e^(-x²)."""
    return -derf(x)


def derfcx(x: Floats) -> Floats:
    """2x·erfcx x - 2/√π; 0 at +inf, -inf at -inf."""
    out = _scaled_erfc_slope(np.abs(x))
    below = np.flatnonzero(x < 0)
    if len(below):
        out[below] = 2.0 * x[below] * erfcx(x[below]) - _TWO_OVER_SQRT_PI[0]
    return out


def _tail_factor(a: Floats) -> Pair:
    """erfcx(a/√2)/2 for a >= 0: times e^(-a²/2) it is the tail of the normal distribution."""
    hi, lo = dd_times((a, np.zeros_like(a)), (np.full_like(a, _ROOT_HALF[0]), np.full_like(a, _ROOT_HALF[1])))
    lo = np.where(np.isfinite(lo), lo, 0.0)
    head, tail = _scaled_erfc(np.where(np.isfinite(hi), hi, a * _ROOT_HALF[0]), lo)
    return 0.5 * head, 0.5 * tail


def _tail(a: Floats, times: Floats | float = 1.0) -> Floats:
    """times·(probability of more than a) for a >= 0."""
    z = np.minimum(a, 64.0)
    head, tail = _tail_factor(z)
    p, e = two_product(head, times)
    return _times((p, e + tail * times), _gauss(z, half=True))


def ndtr(x: Floats) -> Floats:
    """The probability that a standard normal variable is at most x; 0 at -inf, 1 at +inf."""
    tail = _tail(np.abs(x))
    return np.where(x > 0, 1.0 - tail, tail)


def dndtr(x: Floats) -> Floats:
    """e^(-x²/2)/√(2π)."""
    return np.where(np.isnan(x), x, _times(_ONE_OVER_SQRT_TWO_PI, _gauss(x, half=True)))


def log_ndtr(x: Floats) -> Floats:
    """log(ndtr x): -x²/2 + log(erfcx(-x/√2)/2) below 0, log1p(-tail) above."""
    a = np.abs(x)
    below = np.minimum(x, 0.0)
    z = np.maximum(below, -1.2e154)
    p, e = two_product(np.maximum(z, -(2.0**500)), np.maximum(z, -(2.0**500)))
    square = np.where(z < -(2.0**500), z * z, p)
    left = -0.5 * square + (np.log(_tail_factor(np.abs(z))[0]) - 0.5 * np.where(z < -(2.0**500), 0.0, e))
    left = np.where(below < -1.9e154, -np.inf, np.where(below < z, -0.5 * below * below, left))
    return np.where(np.isnan(x), x, np.where(x > 0, np.log1p(-_tail(a)), left))


def dlog_ndtr(x: Floats) -> Floats:
    """e^(-x²/2)/√(2π)/ndtr x: √(2/π)/erfcx(-x/√2) below 0; +inf at -inf."""
    left = (0.5 * _TWO_OVER_SQRT_PI[0] * _ROOT_HALF[0]) / _tail_factor(np.abs(np.minimum(x, 0.0)))[0]
    left = np.where(x < -1e9, -x, left)  # |x| + 1/|x| + ...
    return np.where(np.isnan(x), x, np.where(x > 0, dndtr(x) / ndtr(x), left))


def gelu_erf(x: Floats) -> Floats:
    """x·ndtr x, with the sign of x in its zeros too; -0 at -inf."""
    z = np.clip(x, -64.0, 64.0)
    below = _tail(np.abs(z), z)
    above = z - _tail(np.abs(z), z)
    return np.copysign(np.where(x > 64.0, x, np.where(x > 0, above, np.where(x == 0.0, x, below))), x)


def times_ndtr(w: Floats, x: Floats) -> Floats:
    """w·ndtr x, also where ndtr x alone would be subnormal."""
    tail = _tail(np.minimum(np.abs(x), 64.0), w)
    return np.where(np.isnan(x), x, np.where(x > 0, w - tail, tail))


def dgelu_erf(x: Floats) -> Floats:
    """ndtr x + x·ndtr' x; 0 at -inf, 1 at +inf."""
    return times_dgelu_erf(np.ones_like(x), x)


def times_dgelu_erf(w: Floats, x: Floats) -> Floats:
    """w·(ndtr x + x·ndtr' x) = w·e^(-x²/2)·(erfcx(-x/√2)/2 + x/√(2π)) below 0, where the sum cancels at a
    root near -0.7518."""
    z = np.clip(x, -64.0, 64.0)
    a = np.abs(z)
    head, tail = _tail_factor(a)
    p, e = two_product(a, _ONE_OVER_SQRT_TWO_PI[0])
    s, d = two_sum(head, -p)
    d += tail - e - a * _ONE_OVER_SQRT_TWO_PI[1]
    p, e = two_product(s, w)
    product = _times((p, e + d * w), _gauss(z, half=True))
    return np.where(np.isnan(x), x, np.where(x > 0, w - product, product))
