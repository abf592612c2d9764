"""Arrays of reference values as enclosures in ULP of a format, and exact distances of floats from them.

Each finite reference is ``(whole + fraction) * 2**exponent ± slack * 2**exponent``, where ``2**exponent`` is
the ULP at the reference. ``whole`` is an integer, ``|fraction| <= 1/2``: the correctly rounded result is
``whole * 2**exponent`` whenever the slack cannot carry the fraction past one half. Because the format's
numbers near the reference are integers in these units, ``got / 2**exponent - whole`` is exact in float64 and
the error is too, to 2^-53 of itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.ulp.formats import Format, floor_log2

__all__ = ["Enclosures", "Status"]

Floats = NDArray[np.float64]


class Status(IntEnum):
    """What is known of a reference value."""

    FINITE = 0
    POSITIVE_OVERFLOW = 1
    """Proven to be at least 2^(emax+1), or an infinite limit: +inf is wanted."""
    NEGATIVE_OVERFLOW = 2
    NAN = 3
    """nan is wanted: a nan went in."""
    UNKNOWN = 4
    """The reference could not be decided; nothing may be judged against it."""


@dataclass(frozen=True)
class Enclosures:
    """Reference values for one format; all arrays have one length.

    Attributes:
        format: the tested format.
        exponent: int64; the ULP at each reference is 2**exponent. (Of a coordinate of a vector node it may
            be more: where what rounding causes in its formula is very many ULP.)
        whole: float64 integers, the reference in ULP rounded to the nearest integer.
        fraction: float64 in [-1/2, 1/2], the rest.
        slack: float64, the radius in ULP.
        status: uint8 of :class:`Status`; the other fields mean something only where it is FINITE.
    """

    format: Format
    exponent: NDArray[np.int64]
    whole: Floats
    fraction: Floats
    slack: Floats
    status: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.exponent)

    @classmethod
    def empty(cls, fmt: Format, length: int) -> Enclosures:
        """All UNKNOWN; to be filled in place."""
        return cls(
            fmt,
            np.full(length, fmt.tiny_exponent, np.int64),
            np.zeros(length),
            np.zeros(length),
            np.zeros(length),
            np.full(length, Status.UNKNOWN, np.uint8),
        )

    @classmethod
    def from_fractions(cls, fmt: Format, values: Iterable[Fraction], slack: float = 0.0) -> Enclosures:
        """Enclosures of rationals, exact but for the given relative `slack` in ULP."""
        items = list(values)
        out = cls.empty(fmt, len(items))
        for i, value in enumerate(items):
            out.set_exact(i, value, slack)
        return out

    def set_exact(self, i: int, value: Fraction, slack: float = 0.0) -> None:
        """Make entry `i` the rational `value` with a radius of `slack` ULP."""
        fmt = self.format
        size = abs(value)
        self.slack[i] = slack
        if size >= Fraction(2) ** (fmt.emax + 1):
            self.status[i] = Status.POSITIVE_OVERFLOW if value > 0 else Status.NEGATIVE_OVERFLOW
            return
        self.status[i] = Status.FINITE
        exponent = fmt.tiny_exponent
        if size:
            exponent = max(floor_log2(size) - (fmt.precision - 1), exponent)
        scaled = value / Fraction(2) ** exponent
        whole = round(scaled)
        self.exponent[i], self.whole[i], self.fraction[i] = exponent, float(whole), float(scaled - whole)

    def times(self, index: NDArray[np.intp], factors: Floats) -> Enclosures:
        """Enclosures of the references at `index` multiplied by numbers of at most 24 significant bits, of
        any size; UNKNOWN where one is not finite.
        """
        out = Enclosures.empty(self.format, len(index))
        whole, finite = self.whole[index], self.status[index] == Status.FINITE
        digits, powers = np.frexp(np.where(np.isfinite(factors), factors, 0.0))
        head = np.ldexp(np.trunc(np.ldexp(whole, -27)), 27)
        first, second = head * digits, (whole - head) * digits  # both exact
        hi = first + second
        lo = ((first - hi) + second) + self.fraction[index] * digits
        sums = hi + lo
        rest = (hi - sums) + lo
        relative = 2.0**-100 + self.slack[index] / np.maximum(np.abs(whole), 0.5)
        out.set_floats(
            np.arange(len(index)), sums, rest, relative, 0.0, self.exponent[index] + powers.astype(np.int64)
        )
        out.status[~finite | ~np.isfinite(factors)] = Status.UNKNOWN
        return out

    def set_floats(
        self,
        index: NDArray[np.intp],
        hi: Floats,
        lo: Floats | float,
        relative: Floats | float,
        absolute: float = 0.0,
        shift: NDArray[np.int64] | int = 0,
    ) -> None:
        """Make the entries at `index` the sums ``(hi + lo) * 2**shift``.

        Args:
            index: which entries.
            hi: float64; an infinity stands for a value proven to be beyond 2^(emax+1).
            lo: at most half an ULP (of float64) of `hi`.
            relative: bounds the relative error of the sums.
            absolute: bounds the rest of the error, in units of the smallest subnormal.
            shift: the power of two that `hi` and `lo` were divided by.
        """
        fmt = self.format
        _, powers = np.frexp(hi)
        top = powers.astype(np.int64) + shift  # |value| < 2**top
        exponent = np.where(hi == 0, fmt.tiny_exponent, np.maximum(top - fmt.precision, fmt.tiny_exponent))
        over = np.isinf(hi) | (top > fmt.emax + 1)
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            scaled = np.ldexp(np.where(over, 0.0, hi), shift - exponent)
            whole = np.rint(scaled)
            fraction = (scaled - whole) + np.ldexp(np.where(over, 0.0, lo), shift - exponent)
            carry = np.rint(fraction)  # of subnormal values the first part has halves, the rest a quarter
            whole = whole + carry
            self.fraction[index] = fraction - carry
            self.slack[index] = np.abs(scaled) * relative + absolute + 2.0**-50
        self.exponent[index], self.whole[index] = exponent, whole
        sign = np.where(hi > 0, Status.POSITIVE_OVERFLOW, Status.NEGATIVE_OVERFLOW)
        self.status[index] = np.where(over, sign, Status.FINITE)

    def take(self, index: Any) -> Enclosures:
        """The entries at `index` (a copy)."""
        return Enclosures(
            self.format,
            self.exponent[index].copy(),
            self.whole[index].copy(),
            self.fraction[index].copy(),
            self.slack[index].copy(),
            self.status[index].copy(),
        )

    @classmethod
    def concatenated(cls, parts: Sequence[Enclosures]) -> Enclosures:
        """All, in this order; they must be for one format (ValueError)."""
        names = {part.format.name for part in parts}
        if len(names) != 1:
            raise ValueError(f"references for different formats: {', '.join(sorted(names))}")
        columns = ("exponent", "whole", "fraction", "slack", "status")
        return cls(parts[0].format, *(np.concatenate([getattr(p, c) for p in parts]) for c in columns))

    def errors(self, got: NDArray[Any]) -> Floats:
        """Signed errors ``got - reference`` in ULP; 0 where an expected inf or nan came, ±inf where it did
        not.

        A finite reference met by an infinity is measured as if the infinity stood at 2^(emax+1), the next
        number if the exponent had no end. nan for UNKNOWN references.

        Args:
            got: results in the tested format (any dtype that converts exactly to float64), one per reference.
        """
        fmt = self.format
        with np.errstate(invalid="ignore"):  # ml_dtypes warns when it widens a nan
            values = np.asarray(got).astype(np.float64)
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            scaled = np.ldexp(values, -self.exponent)
            if np.isfinite(values).all() and not self.status.any():  # all are FINITE
                plain: Floats = (scaled - self.whole) - self.fraction
                return plain
            beyond = np.ldexp(np.sign(values), fmt.emax + 1 - self.exponent)
            scaled = np.where(np.isinf(values), beyond, scaled)
            out = (scaled - self.whole) - self.fraction
        out = np.where(np.isnan(values), np.inf, out)
        for status, ok in (
            (Status.POSITIVE_OVERFLOW, values == np.inf),
            (Status.NEGATIVE_OVERFLOW, values == -np.inf),
            (Status.NAN, np.isnan(values)),
        ):
            miss = -np.inf if status is Status.POSITIVE_OVERFLOW else np.inf
            out = np.where(self.status == status, np.where(ok, 0.0, miss), out)
        result: Floats = np.where(self.status == Status.UNKNOWN, np.nan, out)
        return result

    def rounded(self) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """The correctly rounded results in the format's dtype, and where the enclosure decides them."""
        fmt = self.format
        with np.errstate(over="ignore", under="ignore"):
            values = np.ldexp(self.whole, self.exponent)
        values = np.where(np.abs(self.whole) >= 2.0**fmt.precision, self._carry(values), values)
        values = np.where(self.status == Status.POSITIVE_OVERFLOW, np.inf, values)
        values = np.where(self.status == Status.NEGATIVE_OVERFLOW, -np.inf, values)
        values = np.where(self.status >= Status.NAN, np.nan, values)
        known = self.status != Status.UNKNOWN
        exact_tie = (self.slack == 0) & (np.abs(self.fraction) == 0.5)  # np.rint went to even
        clear = (np.abs(self.fraction) + self.slack < 0.5) | exact_tie
        decided = known & ((self.status != Status.FINITE) | clear)
        return fmt.narrow(values), decided

    def _carry(self, values: Floats) -> Floats:
        over = self.exponent >= self.format.top_exponent
        result: Floats = np.where(over, np.copysign(np.inf, values), values)
        return result

    def approximate(self) -> Floats:
        """The references as plain float64 (inf where they overflow float64, nan where nan or unknown)."""
        with np.errstate(over="ignore", under="ignore"):
            values = np.ldexp(self.whole + self.fraction, self.exponent)
        values = np.where(self.status == Status.POSITIVE_OVERFLOW, np.inf, values)
        values = np.where(self.status == Status.NEGATIVE_OVERFLOW, -np.inf, values)
        result: Floats = np.where(self.status >= Status.NAN, np.nan, values)
        return result

    def exact(self, i: int) -> Fraction:
        """The centre of entry `i` as a rational. Raises ValueError unless its status is FINITE."""
        if self.status[i] != Status.FINITE:
            raise ValueError("no finite reference")
        scaled = Fraction(float(self.whole[i])) + Fraction(float(self.fraction[i]))
        return scaled * Fraction(2) ** int(self.exponent[i])
