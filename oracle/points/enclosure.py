"""Proven enclosures of numbers, as decimal text that may be trusted to its last digit.

A decimal alone says nothing of how good it is, so each comes with a radius: the number lies between
``decimal - radius`` and ``decimal + radius``. Numbers that are rational are given exactly, with radius 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.formula.balls import ball
from proofgrad.oracle.formula.limits import Limit, limit
from proofgrad.oracle.formula.trees import exact_value

__all__ = ["DIGITS", "Enclosure", "enclose", "one_sided", "parse_number", "rational_text"]

DIGITS = 20
"""Correct digits that are asked for where nothing else is said."""

_LIMITS: Mapping[int, Literal["none", "+inf", "-inf"]] = {0: "none", 1: "+inf", -1: "-inf"}
_BITS_PER_DIGIT = 3.33
_PRECISIONS = (128, 448, 1600, 6000, 24000)
_LONGEST = 40
_LARGEST = 2000
"""Numbers from 10^-_LARGEST to 10^_LARGEST are read; Python refuses to print integers of 4,300 digits."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What is proven of a number.

    Attributes:
        kind: ``finite``; ``+inf`` or ``-inf`` (a limit that diverges); ``none`` (there is no limit);
            ``unknown`` (the highest precision did not decide it).
        decimal: of a finite number, rounded.
        radius: at most this far from the number, as decimal text; ``0`` if the decimal is exact.
        exact: the number as a fraction where it is known to be one: ``1/3``.
    """

    kind: Literal["finite", "+inf", "-inf", "none", "unknown"]
    decimal: str = ""
    radius: str = ""
    exact: str | None = None

    def __str__(self) -> str:
        """``0.88079707797788244406 ± 1.7e-21``, ``3.5``, ``+∞``."""
        if self.kind != "finite":
            return {"+inf": "+∞", "-inf": "-∞", "none": "no limit", "unknown": "not decided"}[self.kind]
        if self.radius == "0":
            return self.decimal
        about = f"{self.decimal} ± {self.radius}"
        return f"{self.exact} = {about}" if self.exact else about

    def to_json(self) -> dict[str, str | None]:
        """As JSON."""
        return {"kind": self.kind, "decimal": self.decimal, "radius": self.radius, "exact": self.exact}


def parse_number(text: str) -> Fraction | float:
    """A number as people write it, exactly: ``-3.5``, ``1e-300``, ``1/3``, ``0x1.8p3``; or ±inf as a float.

    Raises:
        UsageError: it is none.
    """
    word = text.strip().lower().replace("−", "-").replace("∞", "inf")
    try:
        if word.lstrip("+-") in ("inf", "infinity"):
            return float(word)
        if "0x" in word:
            return Fraction(float.fromhex(word))
        number = Decimal(word) if "/" not in word else None
        if number is not None and abs(number.adjusted()) > _LARGEST:
            raise ValueError
        return Fraction(word)
    except (ValueError, ArithmeticError):
        hint = f"such as -3.5, 1e-300, 1/3, 0x1.8p3, inf; between 1e-{_LARGEST} and 1e{_LARGEST}"
        raise UsageError(f"{text!r} is no number", hint=hint) from None


def rational_text(value: Fraction) -> str:
    """A rational as a decimal where that is short and exact, else as a fraction."""
    decimal = _finite_decimal(value)
    if decimal is not None:
        return decimal
    if max(value.numerator.bit_length(), value.denominator.bit_length()) > 4 * _LONGEST:
        return str(of_rational(value, DIGITS))
    return f"{value.numerator}/{value.denominator}"


def _finite_decimal(value: Fraction) -> str | None:
    """The exact decimal of a rational, None if it is endless or has many digits."""
    rest = value.denominator
    twos = (rest & -rest).bit_length() - 1
    rest >>= twos
    fives = 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    if max(places, value.numerator.bit_length() // 3) > 2 * _LARGEST:
        return None
    digits = str(abs(value.numerator) * 10**places // value.denominator)
    kept = digits.rstrip("0")
    if len(kept) > _LONGEST:
        return None
    sign = "-" if value < 0 else ""
    exponent = len(digits) - len(kept) - places
    if not kept:
        return "0"
    if exponent >= 0 and len(digits) <= _LONGEST:
        return sign + digits[: len(digits) - places]
    if -_LONGEST < exponent < 0:
        padded = kept.zfill(1 - exponent)
        return f"{sign}{padded[:exponent]}.{padded[exponent:]}"
    return f"{sign}{kept}e{exponent}"


def of_rational(value: Fraction, digits: int) -> Enclosure:
    """The enclosure of a rational: exact where its decimal ends soon."""
    decimal = _finite_decimal(value)
    if decimal is not None:
        return Enclosure("finite", decimal, "0")
    import flint

    with flint.ctx.workprec(int(digits * _BITS_PER_DIGIT) + 64):
        found = of_ball(flint.arb(flint.fmpq(value.numerator, value.denominator)), digits)
    small = max(value.numerator.bit_length(), value.denominator.bit_length()) <= 2 * _LONGEST
    exact = f"{value.numerator}/{value.denominator}" if small else None
    return Enclosure("finite", found.decimal, found.radius, exact)


def of_ball(value: Any, digits: int) -> Enclosure:
    """The enclosure that an ``arb`` is, with at most that many digits."""
    if not value.is_finite():
        return Enclosure("unknown")
    text = str(value.str(digits, radius=True))
    if not text.startswith("["):
        return Enclosure(
            "finite", text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text, "0"
        )
    decimal, found, radius = text.strip("[]").partition(" +/- ")
    if not found:  # "[+/- 1e-50]": nothing but a bound is known
        decimal, radius = "0", text.strip("[]").removeprefix("+/- ")
    return Enclosure("finite", decimal, radius)


def accurate(value: Any, digits: int) -> bool:
    """Whether an ``arb`` has that many correct digits."""
    return bool(value.is_finite() and value.rel_accuracy_bits() >= digits * _BITS_PER_DIGIT + 4)


def enclose(tree: Tree, x: Fraction, digits: int = DIGITS) -> tuple[Enclosure, bool]:
    """The value of a tree without parameters at a rational.

    Returns:
        The enclosure, and whether a convention of Lean's total functions (1/0 = 0, ...) decides it.
    """
    exact = exact_value(tree, x)
    if exact is not None:
        return of_rational(exact, digits), ball(tree, x, 128).conventional
    found = ball(tree, x, 128)
    for precision in _PRECISIONS:
        found = ball(tree, x, int(precision + digits * _BITS_PER_DIGIT))
        if accurate(found.value, digits):
            break
    return of_ball(found.value, digits), found.conventional


def of_limit(found: Limit | None, digits: int) -> Enclosure:
    """The enclosure of what :func:`~proofgrad.oracle.formula.limits.limit` found."""
    if found is None:
        return Enclosure("unknown")
    if isinstance(found, int):
        return Enclosure(_LIMITS[found])
    return enclose(found, Fraction(0), digits)[0]


def one_sided(tree: Tree, point: Fraction, side: int, digits: int = DIGITS) -> Enclosure:
    """The limit of a smooth piece of a formula from the right (side +1) or from the left (-1)."""
    value, conventional = enclose(tree, point, digits)
    if conventional or value.kind != "finite":
        return of_limit(limit(tree, point, side), digits)
    return value
