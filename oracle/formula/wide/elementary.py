"""Elementary functions of arrays: evaluated in Arb, rounded to the wide type; how steep each is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["ELEMENTARY", "SLOPES", "Known", "pi", "rounded", "values_of"]

Array: TypeAlias = NDArray[Any]
Known: TypeAlias = dict[tuple[str, str, bytes], Array]
"""Values of functions that were found: function, type, arguments."""

ELEMENTARY = frozenset(("exp", "sinh", "cosh", "tanh", "sin", "cos", "atan", "erf", "erfc", "log"))

SLOPES: Mapping[str, Callable[[Array, Array], Any]] = {
    "exp": lambda _u, size: size,
    "sinh": lambda u, _: np.cosh(u),
    "cosh": lambda u, _: np.abs(np.sinh(u)),
    "tanh": lambda u, _: 1 / np.cosh(u) ** 2,
    "sin": lambda u, _: np.abs(np.cos(u)),
    "cos": lambda u, _: np.abs(np.sin(u)),
    "atan": lambda u, _: 1 / (1 + u * u),
    "erf": lambda u, _: 1.13 * np.exp(-u * u),
    "erfc": lambda u, _: 1.13 * np.exp(-u * u),
}
"""How much a function changes with its argument, at most."""


def values_of(op: str, values: Array, known: Known) -> Array:
    """A function at every entry, which is finite or has nan for an answer; `known` is asked and filled."""
    key = op, values.dtype.char, values.tobytes()
    found = known.get(key)
    if found is None:
        found = known[key] = _by_arb(op, values.ravel())
    return found.reshape(values.shape)


def pi(dtype: Any) -> Any:
    """The nearest number of a type, or nearly that."""
    from flint import arb, ctx

    with ctx.workprec(160):
        return _joined(np.array([_parts_of(arb.pi())]), dtype)[0]


def rounded(fraction: Fraction, dtype: Any) -> Any:
    """A fraction in a type, within a rounding."""
    shift = 80 - fraction.numerator.bit_length() + fraction.denominator.bit_length()
    scaled = fraction * Fraction(2) ** shift
    return _joined(np.array([_split_number(int(scaled), -shift)]), dtype)[0]


def _by_arb(op: str, flat: Array) -> Array:
    from flint import arb, ctx

    finite = np.isfinite(flat)
    mantissas, exponents = np.frexp(np.where(finite, flat, 0))
    high = np.ldexp(mantissas, 32)
    top = np.floor(high)
    low = np.ldexp(high - top, 32)
    arguments = list(zip(*(a.astype(np.int64).tolist() for a in (top, low, exponents)), strict=True))
    table: dict[tuple[int, int, int], tuple[float, float, float]] = {}
    with ctx.workprec(160):
        for argument in set(arguments):
            upper, lower, exponent = argument
            table[argument] = _parts_of(getattr(arb(((upper << 32) + lower, exponent - 64)), op)())
    parts = np.array([table[argument] for argument in arguments]).reshape(-1, 3)
    return np.where(finite, _joined(parts, flat.dtype.type), flat.dtype.type(np.nan))


def _parts_of(ball: Any) -> tuple[float, float, float]:
    """The middle of a ball, which is far narrower than a rounding, as (upper 2^32 + lower) 2^exponent."""
    if not ball.is_finite():
        return float("nan"), 0.0, 0.0
    mantissa, exponent = ball.mid().man_exp()
    return _split_number(int(mantissa), int(exponent))


def _split_number(mantissa: int, exponent: int) -> tuple[float, float, float]:
    size = abs(mantissa)
    more = max(size.bit_length() - 64, 0)
    size >>= more  # what is cut off is below a rounding
    sign = -1.0 if mantissa < 0 else 1.0
    return sign * (size >> 32), sign * (size & 0xFFFFFFFF), float(exponent + more)


def _joined(parts: Array, dtype: Any) -> Array:
    """Numbers out of their parts, one in each row."""
    upper, lower = (parts[:, i].astype(dtype) for i in (0, 1))
    exponents = np.clip(np.nan_to_num(parts[:, 2]), -(2**30), 2**30).astype(np.int32)
    return np.asarray(np.ldexp(upper * dtype(2.0**32) + lower, exponents))
