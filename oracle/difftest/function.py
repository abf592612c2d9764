"""What is tested: a function at a size, with what the theorem says about its value, derivative and gradient.

There are two: a scalar function applied entry by entry, whose inputs run as one batch
(:mod:`proofgrad.oracle.difftest.elementwise`), and a function of vectors, coordinate by coordinate
(:mod:`proofgrad.oracle.difftest.coordinates`). They differ in where references come from and in the unit that
errors are counted in; how a kernel is called, compared, judged and told about is the same for both.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.bounds import Bounds
from proofgrad.oracle.difftest.sample import Array, Sample
from proofgrad.oracle.difftest.tolerances import Tolerances
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.formula.reference import References
from proofgrad.oracle.ulp import Enclosures, Format

__all__ = ["Function", "Wanted"]

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Wanted:
    """What is wanted of one answer.

    Attributes:
        refs: references, one for each entry of the answer.
        codes: the class of each entry, an index into :data:`~proofgrad.oracle.inputs.CLASSES`.
        unit: for each entry, the unit that errors are judged in, in units of the enclosures.
        shift: for each entry, a power of two that errors are multiplied by besides.
        runtime: where a kernel is expected to return a number: the runtime domain.
        proved: where a theorem's hypotheses hold; None if that is unknown.
        free: where any answer that is no number is accepted.
        nan: where nan is accepted.
        between: where there is no limit, and the least and the largest of what comes near to it: what lies
            between these two is right there.
        also: entries that have one more right value (the slope of -x is -1 at nan too), these values, and the
            unit that errors from them are judged in.
    """

    refs: References
    codes: NDArray[np.uint8]
    unit: Floats
    shift: NDArray[np.int64]
    runtime: Mask
    proved: Mask | None
    free: Mask | None = None
    nan: Mask | None = None
    between: tuple[Mask, Floats, Floats] | None = None
    also: tuple[tuple[NDArray[np.intp], Enclosures, Floats], ...] = ()

    def scaled(self, errors: Floats) -> Floats:
        """Errors in units of the enclosures, in the units that they are judged in."""
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            found: Floats = np.ldexp(errors, self.shift) / self.unit
        return found

    def measured_by(self, tolerances: Tolerances) -> Wanted:
        """With errors counted in what numpy.testing would accept, where that is asked for."""
        if not tolerances.close:
            return self
        rtol, atol, kinks = tolerances.rtol or 0.0, tolerances.atol or 0.0, self.refs.kinks

        def unit(values: Enclosures) -> Floats:
            with np.errstate(over="ignore", invalid="ignore"):
                accepted = np.ldexp(atol + rtol * np.abs(values.approximate()), -values.exponent)
            accepted = np.where(np.isnan(accepted), 1.0, np.minimum(accepted, 1 / _NO_TOLERANCE))
            return np.maximum(accepted, _NO_TOLERANCE)

        at_kinks = replace(kinks, units=(unit(kinks.left), unit(kinks.right)))
        refs = replace(self.refs, kinks=at_kinks)
        return replace(self, refs=refs, unit=unit(refs.values), shift=np.zeros_like(self.shift))


_NO_TOLERANCE = 2.0**-500
"""In place of a tolerance of 0, by which no error can be divided."""


class Function(ABC):
    """A function at a size, in a format.

    Attributes:
        fmt: the tested format.
        inputs: names and shapes; for a scalar function one of any shape.
        output: the shape of the result.
        label: the sizes in one line.
        elementwise: whether it is a scalar function, which takes arrays of any shape.
        unit: what errors are counted in.
        tolerances: what is accepted.
    """

    fmt: Format
    tolerances: Tolerances = Tolerances()
    inputs: tuple[tuple[str, tuple[int, ...]], ...]
    output: tuple[int, ...]
    label: str
    elementwise: bool
    unit: str

    @property
    def large(self) -> bool:
        """Whether there are too many entries to search near a sample, or to keep it."""
        return False

    @abstractmethod
    def bounds(self, part: Part) -> Bounds:
        """The limits of a map."""

    @abstractmethod
    def wanted(self, part: Part, sample: Sample) -> Wanted:
        """What is wanted of every entry of the answer."""

    @abstractmethod
    def explained(
        self,
        part: Part,
        samples: Sequence[Sample],
        owner: NDArray[np.intp],
        place: NDArray[np.intp],
        got: Floats,
        value: Floats,
    ) -> Mask:
        """Which answers are no further off than what evaluating the formula in the format may give.

        Args:
            part: which map.
            samples: some samples.
            owner: for each answer the place of its sample among them.
            place: for each answer which entry it is.
            got: the answers.
            value: what is wanted.
        """

    def product_limit(self, part: Part) -> float:
        """The limit of f'(x)·dx: that of f' twice over (an error of an ULP of f' may count double after the
        product), plus one for the rounding of the product."""
        limit = self.bounds(part).maximum
        return limit if self.tolerances.close else 2.0 * limit + 1.0

    @abstractmethod
    def reads(self, part: Part, rows: NDArray[np.intp], chosen: Mask) -> Mask:
        """Which entries of an answer depend on entries of the inputs that are chosen.

        Args:
            part: which map.
            rows: entries of the answer.
            chosen: for each entry of all inputs, one after the other.
        """

    @abstractmethod
    def second(self, part: Part, sample: Sample, wanted: Wanted, rows: Sequence[int]) -> int:
        """Evaluate references a second time, with mpmath's intervals; tells how many.

        Raises:
            ReferenceDisagreement: two rigorous enclosures of one value are disjoint.
        """

    @abstractmethod
    def digest(self, part: Part) -> str:
        """What names the formula, for what is kept between runs."""

    @abstractmethod
    def shown(self, sample: Sample, row: int) -> tuple[str, str]:
        """The input that entry `row` of an answer belongs to, in decimal and as bits in hex."""

    @abstractmethod
    def pattern(self, part: Part, sample: Sample, row: int) -> tuple[int, ...]:
        """The bits of the input that an entry of an answer belongs to, to be kept."""

    @abstractmethod
    def recalled(self, part: Part, patterns: Sequence[tuple[int, ...]]) -> Iterator[Sample]:
        """Samples out of what :meth:`pattern` gave, for those that fit."""

    @abstractmethod
    def near(
        self, part: Part, worst: Sequence[tuple[Sample, int]], rng: np.random.Generator
    ) -> Iterator[Sample]:
        """Samples at all distances from some others, none of which was given out before."""

    @abstractmethod
    def simpler(self, part: Part, sample: Sample, row: int) -> Iterator[Sample]:
        """Simpler samples than one that fails, the simplest first."""

    def shapes(self, part: Part, sample: Sample) -> tuple[tuple[int, ...], ...]:
        """The shapes of the arrays that make up an answer."""
        if part == "vjp":
            return tuple(a.shape for a in sample.x)
        return (sample.x[0].shape,) if self.elementwise else (self.output,)

    def count(self) -> int:
        """Entries of all inputs together; of a scalar function 1."""
        return sum(int(np.prod(shape, dtype=np.int64)) for _, shape in self.inputs)


def numbers(array: Array) -> Floats:
    """An array in float64; nan is no reason to warn."""
    with np.errstate(invalid="ignore"):
        wide: Any = np.asarray(array).astype(np.float64)
    return np.asarray(wide)
