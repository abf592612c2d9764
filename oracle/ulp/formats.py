"""The binary floating-point formats that kernels are tested in: bits, ordinals, rounding.

The ordinal of a float is its place among all floats of its format: 0 for both zeros, +1 for the smallest
positive subnormal, -1 for its negative, and so on up to ±infinity. Neighbours are ordinals that differ by
one, so bisection and random choice over ordinals treat every binade alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.errors import UsageError

__all__ = ["FORMATS", "NARROWEST", "Format", "format_of"]

Array = NDArray[Any]
Floats = NDArray[np.float64]
Ordinals = NDArray[np.int64]


@dataclass(frozen=True)
class Format:
    """A binary format of IEEE 754's shape (IEEE 754-2019, table 3.5; bfloat16 has float32's exponents).

    Attributes:
        name: as NumPy or ml_dtypes spell it.
        precision: bits of the significand, the hidden one included (53 for float64).
        emax: the largest exponent e of a finite 1.xxx * 2^e (1023 for float64).
        bits: storage bits.
    """

    name: str
    precision: int
    emax: int
    bits: int

    @property
    def emin(self) -> int:
        """The exponent of the smallest normal number."""
        return 1 - self.emax

    @property
    def tiny_exponent(self) -> int:
        """The smallest subnormal is 2 to this."""
        return self.emin - (self.precision - 1)

    @property
    def top_exponent(self) -> int:
        """The ULP of the largest finite number is 2 to this."""
        return self.emax - (self.precision - 1)

    @property
    def max_finite(self) -> Fraction:
        """The largest finite number, exactly."""
        return (2 - Fraction(1, 2 ** (self.precision - 1))) * Fraction(2) ** self.emax

    @property
    def min_normal(self) -> Fraction:
        """The smallest positive normal number, exactly."""
        return Fraction(2) ** self.emin

    @property
    def overflow_threshold(self) -> Fraction:
        """Reals at or above it round to infinity (to nearest, ties to even)."""
        return (2 - Fraction(1, 2**self.precision)) * Fraction(2) ** self.emax

    @cached_property
    def dtype(self) -> np.dtype[Any]:
        """NumPy's dtype (from ml_dtypes for those that NumPy does not have: raises UsageError for one that an
        old ml_dtypes does not have).
        """
        if self.foreign:
            import ml_dtypes

            found = getattr(ml_dtypes, self.name, None)
            if found is None:
                raise UsageError(f"this ml_dtypes has no {self.name}", hint="pip install -U ml_dtypes")
            other: np.dtype[Any] = np.dtype(found)
            return other
        kind: np.dtype[Any] = np.dtype(self.name)
        return kind

    @property
    def foreign(self) -> bool:
        """Whether the format is of ml_dtypes, and not of NumPy."""
        return self.name == "bfloat16" or self.bits == 8

    @property
    def exhaustible(self) -> bool:
        """Whether all of the format's numbers can be tested."""
        return self.bits <= 16

    @property
    def infinity_ordinal(self) -> int:
        """The ordinal of +infinity."""
        return (2 * self.emax + 1) << (self.precision - 1)

    def to_bits(self, values: Array) -> NDArray[Any]:
        """Bit patterns (unsigned integers) of values of this format's dtype."""
        unsigned = np.dtype(f"u{self.bits // 8}")
        return np.ascontiguousarray(values, dtype=self.dtype).view(unsigned)

    def from_bits(self, patterns: Array) -> Array:
        """Values with these bit patterns, in this format's dtype."""
        return np.ascontiguousarray(patterns).astype(np.dtype(f"u{self.bits // 8}")).view(self.dtype)

    def to_ordinal(self, values: Array) -> Ordinals:
        """Ordinals of values that are not nan."""
        patterns = self.to_bits(values).astype(np.uint64)
        magnitude = (patterns & np.uint64((1 << (self.bits - 1)) - 1)).astype(np.int64)
        return np.where((patterns >> np.uint64(self.bits - 1)) & np.uint64(1), -magnitude, magnitude)

    def from_ordinal(self, ordinals: Array) -> Array:
        """Values with these ordinals (0 is +0). Ordinals beyond infinity's are clipped to it."""
        top = self.infinity_ordinal
        clipped = np.clip(np.asarray(ordinals, dtype=np.int64), -top, top)
        patterns = np.abs(clipped).astype(np.uint64)
        patterns = np.where(clipped < 0, patterns | np.uint64(1 << (self.bits - 1)), patterns)
        return self.from_bits(patterns)

    def hex(self, value: Any) -> str:
        """The bit pattern of one value, ``0x3ff0000000000000`` for float64's 1."""
        return self.hexes([value])[0]

    def hexes(self, values: Any) -> list[str]:
        """As :meth:`hex`, of many values in one dimension."""
        digits = self.bits // 4
        return [
            f"0x{bits:0{digits}x}" for bits in self.to_bits(np.asarray(values).astype(self.dtype)).tolist()
        ]

    def from_hex(self, text: str) -> Any:
        """The value with that bit pattern, as a scalar of this dtype."""
        return self.from_bits(np.array([int(text, 16)], dtype=np.uint64))[0]

    def narrow(self, values: Floats) -> Array:
        """Round float64 values to this format, once, to nearest with ties to even; no warning on overflow.

        A plain cast of float64 to a format of ml_dtypes goes through float32 and rounds twice; here the value
        is first rounded to odd at a width where the second rounding cannot be misled (Boldo and Melquiond,
        IEEE Trans. Computers 57(4), 2008).
        """
        wide = np.asarray(values, dtype=np.float64)
        if self.name == "float64":
            return wide
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            if not self.foreign:
                return wide.astype(self.dtype)
            single = wide.astype(np.float32)
            inexact = single.astype(np.float64) != wide
            patterns = single.reshape(-1).view(np.uint32).reshape(single.shape)
            even = (patterns & np.uint32(1)) == 0
            away = np.abs(single.astype(np.float64)) > np.abs(wide)
            # Rounding to odd: an inexact even result moves to its odd neighbour on the side of the exact
            # value.
            step = np.where(away, -1, 1).astype(np.int64)
            fix = inexact & even & np.isfinite(wide)
            odd = np.where(fix, patterns.astype(np.int64) + step, patterns).astype(np.uint32)
            rounded: Array = odd.reshape(-1).view(np.float32).reshape(single.shape).astype(self.dtype)
            return rounded

    def round_exact(self, value: Fraction) -> float:
        """The number of this format nearest to a rational, ties to even, as a Python float (±inf on
        overflow).
        """
        if value == 0:
            return 0.0
        sign, size = (-1.0, -value) if value < 0 else (1.0, value)
        if size >= self.overflow_threshold:
            return sign * float("inf")
        exponent = max(floor_log2(size) - (self.precision - 1), self.tiny_exponent)
        whole = round(size / Fraction(2) ** exponent)  # Fraction rounds half to even
        return sign * float(whole * Fraction(2) ** exponent)


def floor_log2(value: Fraction) -> int:
    """The exponent e with 2^e <= value < 2^(e+1); value > 0."""
    guess = value.numerator.bit_length() - value.denominator.bit_length()
    return guess if value >= Fraction(2) ** guess else guess - 1


FORMATS: Mapping[str, Format] = {
    f.name: f
    for f in (
        Format("float16", 11, 15, 16),
        Format("bfloat16", 8, 127, 16),
        Format("float32", 24, 127, 32),
        Format("float64", 53, 1023, 64),
    )
}
"""The formats by name."""

NARROWEST: Mapping[str, Format] = {
    f.name: f for f in (Format("float8_e5m2", 3, 15, 8), Format("float8_e4m3", 4, 7, 8))
}
"""Formats of 8 bits with infinities and nan as IEEE has them (ml_dtypes; not e4m3fn, which has no infinity):
all of their numbers are swept, and no other command takes them."""


def format_of(dtype: Any, *, narrowest: bool | None = None) -> Format:
    """The format of a name, a NumPy dtype or a scalar type.

    Args:
        dtype: which.
        narrowest: whether formats of 8 bits count too; None: only those of arrays that are there already, not
            those that somebody asks for by name.

    Raises:
        UsageError: anything else.
    """
    name = dtype if isinstance(dtype, str) else str(getattr(dtype, "name", "") or np.dtype(dtype).name)
    if narrowest is None:
        narrowest = not isinstance(dtype, str)
    known = {**FORMATS, **NARROWEST} if narrowest else FORMATS
    if name in known:
        return known[name]
    raise UsageError(f"unknown dtype {name!r}", hint="one of " + ", ".join(known))
