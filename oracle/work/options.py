"""What can be asked for, as typed data: the command line and the Python API both end here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.work.dtypes import SMALL

if TYPE_CHECKING:
    from proofgrad.oracle.difftest import What

__all__ = ["CheckOptions", "TestOptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """How proofs are checked.

    Attributes:
        project: folder of a Lean project; None for the library that ships with proofgrad.
        checker: who judges.
        via: how Lean is run.
        timeout: wall-clock seconds for a module in Lean, for all of them in the second checker.
        allow_axioms: axioms that are accepted beyond the usual three.
        require_proof: whether a node without a proof is an error.
        fail_fast: whether to stop at the first module that is rejected.
        oleans: judge the .olean files below this folder, and no sources.
        export: judge this file in Lean's export format (``-``: standard input), and no sources.
        only_types: of an export, ask only whether all of it is well-typed.
    """

    project: Path | None = None
    checker: Literal["lean", "python", "both"] = "lean"
    via: Literal["batch", "server"] = "batch"
    timeout: float | None = None
    allow_axioms: tuple[str, ...] = ()
    require_proof: bool = False
    fail_fast: bool = False
    oleans: Path | None = None
    export: Path | None = None
    only_types: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TestOptions:
    """How kernels are tested.

    Attributes:
        project: as in :class:`CheckOptions`.
        backend: ``numpy``, a framework, or ``MODULE:ATTR``.
        dtypes: formats; none means float64 and float32, or those that can be exhausted.
        exhaustive: every number of the format.
        what: which comparisons; none means all that every kernel is tested by.
        params: values of parameters, as text, under their names.
        formula: a formula to prove first; its node is the one that is tested.
        assume: what is supposed of it.
        shapes: sizes of vector nodes: ``few`` or ``many``.
        given_shapes: shapes of inputs, and sizes, by name: only these are tested, of vector nodes that have
            them.
        programs: whole programs: names of examples, or ``MODULE:ATTR``.
        isolate: whether kernels run in a process of their own.
        max_ulp: a limit for all scalar nodes, in ULP; None for a limit for each.
        require: the grade that a kernel needs to pass.
        allow: classes whose faults are accepted.
        range: only inputs from the one number to the other.
        rtol: accepted relative error, in place of limits in ULP; with `atol` as in numpy.testing.
        atol: accepted absolute error.
        unit: what errors of vector nodes are counted in: ``formula`` or ``strict``.
        layouts: whether kernels are also called with arrays that lie otherwise in memory.
        baseline: a file of failures that are known and accepted.
        write_baseline: whether to write it, from what is found now.
        timeout: wall-clock seconds for a call of a kernel.
        require_proof: whether a node that is not proven is an error.
        debug: whether an internal error is raised rather than told as an inconclusive verdict.
    """

    __test__ = False  # nothing for pytest

    project: Path | None = None
    backend: str = "numpy"
    dtypes: tuple[str, ...] = ()
    exhaustive: bool = False
    what: tuple[What, ...] = ()
    params: tuple[tuple[str, str], ...] = ()
    formula: str | None = None
    assume: tuple[str, ...] = ()
    shapes: Literal["few", "many"] = "few"
    given_shapes: tuple[tuple[str, tuple[int, ...]], ...] = ()
    programs: tuple[str, ...] = ()
    isolate: bool = False
    max_ulp: float | None = None
    require: str = "accurate"
    allow: tuple[str, ...] = ()
    range: tuple[float, float] | None = None
    rtol: float | None = None
    atol: float | None = None
    unit: str = "formula"
    layouts: bool = True
    baseline: Path | None = None
    write_baseline: bool = False
    timeout: float | None = None
    require_proof: bool = False
    debug: bool = False

    def tolerances(self) -> dict[str, Any]:
        """What is accepted, as keywords of :func:`~proofgrad.oracle.difftest.test`.

        Raises:
            UsageError: a grade, a class or a number that makes no sense.
        """
        from proofgrad.oracle.difftest.tolerances import Tolerances

        Tolerances.of(
            require=self.require,
            allow=self.allow,
            range=self.range,
            rtol=self.rtol,
            atol=self.atol,
            unit=self.unit,
        )
        return {
            "require": self.require,
            "allow": self.allow,
            "range": self.range,
            "rtol": self.rtol,
            "atol": self.atol,
            "unit": self.unit,
            "layouts": self.layouts,
        }

    def chosen_dtypes(self) -> tuple[str, ...]:
        """The formats, or their defaults.

        Raises:
            UsageError: `exhaustive` with a format that is too large for it.
        """
        chosen = self.dtypes or (SMALL if self.exhaustive else ("float64", "float32"))
        large = [d for d in chosen if d not in SMALL]
        if self.exhaustive and large:
            raise UsageError(
                f"{large[0]} has too many numbers to test them all",
                hint=f"--exhaustive takes: {', '.join(SMALL)}",
            )
        return chosen
