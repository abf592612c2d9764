"""The kernels of erf, the normal distribution, the exact gelu, inverse functions, measured against Arb."""

from __future__ import annotations

import math

import flint
import numpy as np
import pytest
from flint import arb

from proofgrad.oracle.kernels import kernel
from proofgrad.oracle.kernels.doubled import exponential
from proofgrad.oracle.kernels.erf import _table

BITS = 400


def sinc(v):
    return (arb.pi() * v).sin() / (arb.pi() * v)


def sinc_slope(v):
    if abs(v) < 1e-20:  # the difference cancels
        return -(arb.pi() ** 2) * v / 3
    return ((arb.pi() * v).cos() - sinc(v)) / v


def normal(v):
    return (-v / arb(2).sqrt()).erfc() / 2


def density(v):
    return (-v * v / 2).exp() / (2 * arb.pi()).sqrt()


def log_normal(v):
    return normal(v).log() if v < 0 else (-normal(-v)).log1p()


def erfcx(v):
    return (v * v).exp() * v.erfc()


CASES = {
    # f, f', from, to, bound of f, bound of f'
    "erf": (lambda v: v.erf(), lambda v: 2 / arb.pi().sqrt() * (-v * v).exp(), -10, 10, 2, 2),
    "erfc": (lambda v: v.erfc(), lambda v: -2 / arb.pi().sqrt() * (-v * v).exp(), -10, 26, 2, 2),
    "erfcx": (erfcx, lambda v: 2 * v * erfcx(v) - 2 / arb.pi().sqrt(), -26, 40, 2, 4),
    "ndtr": (normal, density, -37, 10, 2.5, 2),
    "logNdtr": (log_normal, lambda v: density(v) / normal(v), -1000, 37, 2.5, 3.5),
    "geluErf": (lambda v: v * normal(v), lambda v: normal(v) + v * density(v), -37, 37, 4, 2),
    "atan": (lambda v: v.atan(), lambda v: 1 / (1 + v * v), -1e6, 1e6, 2, 2.5),
    "asin": (lambda v: v.asin(), lambda v: 1 / (1 - v * v).sqrt(), -0.999, 0.999, 2, 3),
    "acos": (lambda v: v.acos(), lambda v: -1 / (1 - v * v).sqrt(), -0.999, 0.999, 2, 3),
    "asinh": (lambda v: v.asinh(), lambda v: 1 / (v * v + 1).sqrt(), -1e6, 1e6, 2, 2.5),
    "acosh": (lambda v: v.acosh(), lambda v: 1 / (v * v - 1).sqrt(), 1.001, 1e6, 2, 3.5),
    "atanh": (lambda v: v.atanh(), lambda v: 1 / (1 - v * v), -0.999, 0.999, 2, 3),
    "log1p": (lambda v: v.log1p(), lambda v: 1 / (1 + v), -0.999, 1e6, 2, 2),
    "expm1": (lambda v: v.expm1(), lambda v: v.exp(), -30, 700, 2, 2),
    "logit": (
        lambda v: v.log() - (1 - v).log(),
        lambda v: 1 / (v * (1 - v)),
        1e-300,
        0.9999,
        3,
        3,
    ),
    "entr": (lambda v: -v * v.log(), lambda v: -v.log() - 1, 1e-300, 1e6, 1.5, 2),
    "rsqrt": (lambda v: 1 / v.sqrt(), lambda v: -1 / (2 * v * v.sqrt()), 1e-200, 1e200, 1.5, 3),
    "sinc": (sinc, sinc_slope, -9.3, 9.2, 1, 2),
    "cbrt": (lambda v: v.root(3), lambda v: 1 / (3 * v.root(3) ** 2), 1e-300, 1e100, 1, 3),
}


def points(low, high):
    rng = np.random.default_rng(18)
    flat = rng.uniform(low, high, 600)
    sizes = 10.0 ** rng.uniform(-300, math.log10(max(abs(low), abs(high))), 600)
    found = np.concatenate([flat, sizes, -sizes])
    return found[(found >= low) & (found <= high)]


def worst(values, reference, xs):
    """The largest error in ULP."""
    largest = 0.0
    with flint.ctx.workprec(BITS):
        for x, value in zip(xs, values, strict=True):
            exact = reference(arb(float(x)))
            unit = max(float(np.spacing(abs(float(exact)))), 5e-324)
            largest = max(largest, float(abs(arb(float(value)) - exact).abs_upper() / arb(unit)))
    return largest


@pytest.mark.parametrize("name", CASES)
def test_errors_stay_within_the_promised_ulps(name):
    f, df, low, high, bound, slope_bound = CASES[name]
    xs = points(low, high)
    ours = kernel(name)
    assert worst(ours.forward(xs), f, xs) <= bound
    assert worst(ours.jvp(xs, np.ones_like(xs)), df, xs) <= slope_bound


def test_the_tails_lose_nothing():
    """1 + erf cancels at -8, exp underflows at -39: the values do not."""
    assert kernel("ndtr").forward(np.array([-8.0]))[0] == pytest.approx(6.220960574271785e-16, rel=1e-15)
    assert kernel("logNdtr").forward(np.array([-1e10]))[0] == pytest.approx(-5e19, rel=1e-15)
    assert kernel("erfcx").forward(np.array([1e300]))[0] == pytest.approx(5.641895835477563e-301, rel=1e-15)


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("erf", [0.0, 1.0, -1.0]),
        ("erfc", [1.0, 0.0, 2.0]),
        ("erfcx", [1.0, 0.0, np.inf]),
        ("ndtr", [0.5, 1.0, 0.0]),
        ("logNdtr", [math.log(0.5), 0.0, -np.inf]),
        ("geluErf", [0.0, np.inf, 0.0]),
        ("atan", [0.0, math.pi / 2, -math.pi / 2]),
    ],
)
def test_infinities_and_nan(name, at):
    got = kernel(name).forward(np.array([0.0, np.inf, -np.inf, np.nan]))
    assert list(got[:3]) == pytest.approx(at)
    assert np.isnan(got[3])
    assert np.isnan(kernel(name).jvp(np.array([np.nan]), np.ones(1))[0])


def test_the_table_of_erfcx_is_right():
    """Stepping from cell to cell multiplies errors by e^64; its end shows what is left of the digits."""
    columns, low = _table()
    with flint.ctx.workprec(BITS):
        for j in (0, 1, 64, len(low) - 1):
            z = arb(j) / 16
            exact = erfcx(z)
            assert abs(arb(float(columns[0][j])) + arb(float(low[j])) - exact) < exact * 2.0**-100


@pytest.mark.parametrize("reach", [(0, 1), (100, 300), (650, 745), (1000, 1500)])
def test_the_double_double_exponential_keeps_its_low_part(reach):
    """Left out of the products with the reduced argument, it costs 2^-50.5 of the result near |x| = 700."""
    rng = np.random.default_rng(5)
    x = rng.uniform(*reach, 300) * rng.choice([-1, 1], 300)
    low = rng.uniform(-1, 1, 300) * np.spacing(np.abs(x))
    hi, lo, k = exponential(x, low)
    with flint.ctx.workprec(BITS):
        for point, rest, head, tail, power in zip(x, low, hi, lo, k, strict=True):
            exact = (arb(float(point)) + arb(float(rest))).exp()
            got = (arb(float(head)) + arb(float(tail))) * arb(2) ** int(power)
            assert abs(got / exact - 1) < arb(2) ** -58
