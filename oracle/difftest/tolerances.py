"""How good a kernel must be: grades, and what a person accepts besides.

A grade comes from two measures, which every node has: the distance of an answer from the proven value in
units in the last place, and what evaluating the proven formula itself in the format may be off by
(:mod:`~proofgrad.oracle.formula.attainable`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, cast

from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.nearest import nearest

__all__ = ["ALLOWABLE", "GRADES", "ROUNDED_ULP", "UNITS", "Grade", "Tolerances", "Unit", "least"]

Grade = Literal["wrong", "correct", "accurate", "rounded"]

GRADES: tuple[Grade, ...] = ("wrong", "correct", "accurate", "rounded")
"""From the worst: beyond what evaluating the formula in this format can cause; within that; within the limits
in ULP, in the tails too; every answer correctly rounded."""

ROUNDED_ULP = 0.5 + 2.0**-10
"""The error of a correctly rounded answer, at most, as far as references tell."""

Unit = Literal["formula", "strict"]

UNITS: tuple[Unit, ...] = ("formula", "strict")
"""Of errors of vector nodes: what rounding in the proven formula can cause, which forgives what is small
beside the terms of a sum; or the ULP of each coordinate."""

ALLOWABLE = {
    "underflow": "results below the smallest normal number may be lost, with errors of at most that number",
    "inf": "of infinite inputs, answers that are no finite number",
    "nan": "of nan, any answer",
    "layout": "other answers in another layout, as long as they are accurate too, and layouts refused",
    "subnormal": "of subnormal inputs and directions, what is right at zero; 0 for subnormal results",
    "kink": "at switch points, nan, and numbers no larger than the one-sided values",
}
"""What can be allowed, by class, and what that means: never an error at any other input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerances:
    """What is asked of a kernel, and what is accepted.

    Attributes:
        require: the grade that decides the verdict.
        allow: classes of :data:`ALLOWABLE`.
        range: only inputs from the one number to the other are tried; None: all of the format.
        rtol: with `atol`, the limit in place of ULP, in numpy.testing's sense: atol + rtol·\\|wanted\\|.
        atol: as `rtol`; None: 0 if `rtol` is given.
        unit: what errors of vector nodes are counted in: one of :data:`UNITS`.

    Raises:
        UsageError: a word or a number that makes no sense.
    """

    require: Grade = "accurate"
    allow: frozenset[str] = frozenset()
    range: tuple[float, float] | None = None
    rtol: float | None = None
    atol: float | None = None
    unit: Unit = "formula"

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        if self.require not in GRADES[1:]:
            raise UsageError(
                f"{self.require!r} is no grade that can be required", hint=f"one of: {', '.join(GRADES[1:])}"
            )
        for name in sorted(self.allow - ALLOWABLE.keys()):
            close = nearest(name, ALLOWABLE)
            hint = f"what can be allowed: {', '.join(ALLOWABLE)}"
            raise UsageError(f"{name!r} cannot be allowed", hint=f"{close} {hint}" if close else hint)
        if self.unit not in UNITS:
            raise UsageError(f"{self.unit!r} is no unit", hint=f"one of: {', '.join(UNITS)}")
        for label, value in (("rtol", self.rtol), ("atol", self.atol)):
            if value is not None and not 0.0 <= value < float("inf"):
                raise UsageError(f"{label} = {value} is no tolerance", hint="a number, 0 or more")
        if self.range is not None and not self.range[0] <= self.range[1]:
            raise UsageError(
                f"there are no numbers from {self.range[0]:g} to {self.range[1]:g}", hint="LOW,HIGH"
            )

    @property
    def close(self) -> bool:
        """Whether `rtol` and `atol` are the limit."""
        return self.rtol is not None or self.atol is not None

    @property
    def strict(self) -> bool:
        """Whether every coordinate of a vector node is held to its own ULP."""
        return self.unit == "strict" and not self.close

    @property
    def counted_in(self) -> str:
        """What errors are counted in where :attr:`close`."""
        return f"·({self.atol or 0.0:g} + {self.rtol or 0.0:g}·|wanted|)"

    def meets(self, grade: str) -> bool:
        """Whether a grade is what is required."""
        return GRADES.index(cast(Grade, grade)) >= GRADES.index(self.require)

    @classmethod
    def of(
        cls,
        *,
        require: Any = "accurate",
        allow: Iterable[str] | str = (),
        range: Any = None,
        rtol: float | None = None,
        atol: float | None = None,
        unit: Any = "formula",
    ) -> Tolerances:
        """From what a person writes: `allow` may be one text with commas, `range` any pair of numbers.

        Raises:
            UsageError: a word or a number that makes no sense.
        """
        names = allow.split(",") if isinstance(allow, str) else allow
        try:
            ends = None if range is None else tuple(map(float, range))
        except (TypeError, ValueError):
            ends = ()
        if ends is not None and len(ends) != 2:
            raise UsageError(f"{range!r} is no range", hint="two numbers, such as (-10, 10)")
        return cls(
            require=require,
            allow=frozenset(name.strip() for name in names if name.strip()),
            range=None if ends is None else (ends[0], ends[1]),
            rtol=rtol,
            atol=atol,
            unit=unit,
        )


def least(grades: Iterable[Grade]) -> Grade:
    """The worst of some grades; of none, the best."""
    return min(grades, key=GRADES.index, default=GRADES[-1])
