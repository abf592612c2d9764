"""One node in one dtype with one kernel: everything that a comparison needs, and measuring the kernel at any
inputs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Node
from proofgrad.oracle.difftest.bounds import Bounds
from proofgrad.oracle.difftest.call import Caller
from proofgrad.oracle.difftest.domain import describe_domain, in_proved_domain
from proofgrad.oracle.difftest.judge import accept_conventions, describe, root_scale, show
from proofgrad.oracle.difftest.verdict import KernelError, Kink, Verdict, What
from proofgrad.oracle.formula import Reference, References
from proofgrad.oracle.formula.trees import has_var
from proofgrad.oracle.inputs import CLASSES, Features, classify
from proofgrad.oracle.ulp import Enclosures, Format, Status

__all__ = ["Case", "Measurement"]

Array = NDArray[Any]
Floats = NDArray[np.float64]

_KINKS = 32
"""So many are listed at most."""


@dataclass(frozen=True)
class Measurement:
    """A kernel's answers at some inputs, beside the references.

    Attributes:
        x: inputs.
        got: answers.
        errors: signed, in ULP, or near roots of formulas that cancel in ULP of the root's scale; 0 where a
            convention was followed; nan where the reference is unknown.
        rounding: the errors that correctly rounded answers have, in the same units.
        codes: classes (indices into CLASSES).
        wanted: references.
        conventions: how many answers followed another convention than Lean's.
        runtime: where a kernel is expected to return a number: the runtime domain.
        kinks: the inputs on switch points.
    """

    x: Array
    got: Array
    errors: Floats
    rounding: Floats
    codes: NDArray[np.uint8]
    wanted: Enclosures
    conventions: int
    runtime: NDArray[np.bool_]
    kinks: tuple[Kink, ...]

    def joined(self, other: Measurement) -> Measurement:
        """Both, in this order."""
        return Measurement(
            np.concatenate([self.x, other.x]),
            np.concatenate([self.got, other.got]),
            np.concatenate([self.errors, other.errors]),
            np.concatenate([self.rounding, other.rounding]),
            np.concatenate([self.codes, other.codes]),
            self.wanted.joined(other.wanted),
            self.conventions + other.conventions,
            np.concatenate([self.runtime, other.runtime]),
            self.kinks + other.kinks,
        )


@dataclass(frozen=True)
class Case:
    """One node in one dtype: inputs, references, the kernel, and what to name in the verdicts."""

    node: Node
    reference: Reference
    found: Features
    x: Array
    refs: tuple[References, ...]
    call: Caller
    exact: bool
    seed: int
    params: Mapping[str, float]
    bounds: tuple[Bounds, Bounds]

    @property
    def fmt(self) -> Format:
        """The tested format."""
        return self.call.fmt

    @cached_property
    def scales(self) -> tuple[float, ...]:
        """For f and f': the size near their roots that errors there are measured by; 0 without roots."""
        found = (root_scale(self.reference, k, self.found, self.fmt) for k in range(2))
        return tuple(float(s.max()) if len(s) else 0.0 for s in found)

    def proved(self, x: Array) -> NDArray[np.bool_] | None:
        """Which inputs lie in the proved domain; None if that is unknown."""
        with np.errstate(invalid="ignore"):
            return in_proved_domain(self.node, self.params, x.astype(np.float64))

    def verdict(self, what: What, **fields: Any) -> Verdict:
        """A verdict about this case."""
        return Verdict(
            self.node.short_name,
            self.call.kernel.backend,
            self.fmt.name,
            what,
            fields.pop("verdict"),
            domain=describe_domain(self.node),
            params=self.params,
            seed=self.seed,
            **fields,
        )

    def measure(self, what: What, x: Array | None = None) -> Measurement | KernelError:
        """Call ``forward``, or ``jvp`` or ``vjp`` in direction 1, on `x` (the case's own inputs if None)."""
        formula = 0 if what == "forward" else 1
        if x is None:
            x, refs = self.x, self.refs[formula]
        else:
            refs = self.reference.enclose(x, self.fmt)[formula]
        extra = () if what == "forward" else (np.ones_like(x),)
        got = self.call(what, x, *extra)
        if isinstance(got, KernelError):
            return got
        bounds, wanted = self.bounds[formula], refs.values
        errors = wanted.errors(got)
        conventions = accept_conventions(errors, got, refs, bounds.maximum)
        if formula == 1:
            conventions += self._constant_at_nan(errors, got, x)
        codes = classify(x, refs, self.found, formula, self.fmt)
        rounding = -wanted.fraction
        if bounds.cancels and self.scales[formula] > 0:
            near = codes == CLASSES.index("root")
            unit = int(np.frexp(self.scales[formula])[1]) - self.fmt.precision
            with np.errstate(over="ignore", under="ignore"):
                for part in (errors, rounding):
                    part[near] = np.ldexp(part[near], wanted.exponent[near] - unit)
        runtime = ~refs.conventional & (wanted.status != Status.NAN)
        kinks = self._kinks(x, got, refs, errors, bounds.maximum)
        return Measurement(x, got, errors, rounding, codes, wanted, conventions, runtime, kinks)

    def _constant_at_nan(self, errors: Floats, got: Array, x: Array) -> int:
        """Accept, in place, the value of a derivative that is the same everywhere for x = nan too: the rule
        -1 for -x looks at no x. Tells how often."""
        if has_var(self.reference.trees[1]):
            return 0
        with np.errstate(invalid="ignore"):
            at = np.flatnonzero(np.isnan(x.astype(np.float64)))
        if not len(at):
            return 0
        zero = np.zeros(1, dtype=x.dtype)
        value = self.reference.enclose(zero, self.fmt)[1].values.take(np.zeros(len(at), np.intp))
        same = np.abs(value.errors(got[at])) <= self.bounds[1].maximum
        errors[at[same]] = 0.0
        return int(same.sum())

    def _kinks(
        self, x: Array, got: Array, refs: References, errors: Floats, bound: float
    ) -> tuple[Kink, ...]:
        index = refs.kinks.index[:_KINKS]
        inside = self.proved(x[index])
        return tuple(
            Kink(
                input=show(x[i]),
                input_hex=self.fmt.hex(x[i]),
                got=show(got[i]),
                wanted=describe(refs.values, int(i)),
                left=describe(refs.kinks.left, n),
                right=describe(refs.kinks.right, n),
                accepted=bool(abs(errors[i]) <= bound),
                proved=None if inside is None else bool(inside[n]),
            )
            for n, i in enumerate(index.tolist())
        )
