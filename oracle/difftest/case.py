"""One kernel in one dtype against one node: its functions (one, or one for each choice of sizes), the kernel
bound for each, and the samples that it is tested on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from proofgrad.bridge.catalogue import Node
from proofgrad.oracle.difftest.call import Caller
from proofgrad.oracle.difftest.cited import limit_theorems
from proofgrad.oracle.difftest.compare import Measurement, compare
from proofgrad.oracle.difftest.coordinates import Coordinates
from proofgrad.oracle.difftest.domain import describe_domain
from proofgrad.oracle.difftest.function import Function
from proofgrad.oracle.difftest.sample import Array, Sample
from proofgrad.oracle.difftest.verdict import ClassResult, KernelError, Verdict, What
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.ulp import Format

__all__ = ["Case", "Subject"]


@dataclass(frozen=True)
class Subject:
    """A function at a size, and the kernel of it.

    Attributes:
        function: what is tested.
        call: the kernel.
        samples: what it is tested on, chosen without looking at any error.
        options: what the kernel was given besides its inputs.
    """

    function: Function
    call: Caller
    samples: tuple[Sample, ...]
    options: Mapping[str, Any]

    def answer(self, part: Part, sample: Sample, *, copy: bool = True) -> Array | KernelError:
        """The kernel's answer, its entries one after the other in the order of the references."""
        shapes = None if self.function.elementwise else self.function.shapes(part, sample)
        return self.call(part, *sample.arguments(part), shapes=shapes, copy=copy)

    def together(
        self, part: Part, one: Sample, other: Sample
    ) -> tuple[Array | KernelError, Array | KernelError]:
        """The answers to two samples of the same shapes, asked for by two threads at once."""
        shapes = None if self.function.elementwise else self.function.shapes(part, one)
        return self.call.together(part, one.arguments(part), other.arguments(part), shapes)

    def measure(
        self, part: Part, samples: Iterable[Sample] | None = None
    ) -> Measurement | KernelError | None:
        """Compare the kernel on some samples, its own if None; None if there are none."""
        found: list[Measurement] = []
        for sample in self.samples if samples is None else samples:
            got = self.answer(part, sample)
            if isinstance(got, KernelError):
                return got
            found.append(compare(self.function, part, sample, got))
        return found[0].joined(*found[1:]) if found else None


@dataclass(frozen=True)
class Case:
    """A node in one dtype with one kernel.

    Attributes:
        node: from the catalogue.
        fmt: the tested format.
        subjects: its functions with their kernels, the simplest first.
        exact: whether the samples are every number of the format.
        seed: of inputs and directions.
        params: values of the node's parameters, those that are numbers.
        curved: whether the node is that of f' and f'': then its derivative is what ``hvp`` is about.
    """

    node: Node
    fmt: Format
    subjects: tuple[Subject, ...]
    exact: bool
    seed: int
    params: Mapping[str, float]
    curved: bool = False

    def told(self, what: What) -> What:
        """What a comparison is called."""
        return "hvp" if self.curved else what

    @property
    def backend(self) -> str:
        """Whose kernel it is."""
        return self.subjects[0].call.kernel.backend

    @property
    def elementwise(self) -> bool:
        """Whether it is a scalar function."""
        return self.subjects[0].function.elementwise

    def by_formula(self) -> Case:
        """With functions of vectors in units of their formulas' rounding."""
        subjects = tuple(
            replace(s, function=s.function.by_formula()) if isinstance(s.function, Coordinates) else s
            for s in self.subjects
        )
        return replace(self, subjects=subjects)

    def subject(self, function: Function) -> Subject:
        """Whose function it is."""
        return next(s for s in self.subjects if s.function is function)

    def verdict(self, what: What, **fields: Any) -> Verdict:
        """A verdict about this case."""
        classes: dict[str, ClassResult] = fields.get("classes", {})
        if what == "forward" and "inf" in classes and (theorems := limit_theorems(self.node)):
            fields["classes"] = {**classes, "inf": replace(classes["inf"], theorems=theorems)}
        return Verdict(
            self.node.short_name,
            self.backend,
            self.fmt.name,
            self.told(what),
            fields.pop("verdict"),
            domain=describe_domain(self.node),
            params=dict(self.params),
            seed=self.seed,
            sizes=0 if self.elementwise else len({s.function.label for s in self.subjects}),
            **fields,
        )
