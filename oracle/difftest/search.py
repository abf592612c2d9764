"""Climbing toward larger errors, and shrinking a failure to the simplest input.

A random set finds how large errors usually are; the largest hide in few places. From the worst inputs of
each class the search tries neighbours at all distances, keeps what is worse and goes on from there. Its
inputs count for the maximum only, not for median and bias, and a searched maximum stays a lower bound.
"""

from __future__ import annotations

from itertools import islice

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.case import Case
from proofgrad.oracle.difftest.compare import Measurement
from proofgrad.oracle.difftest.function import Function
from proofgrad.oracle.difftest.sample import Sample, flat
from proofgrad.oracle.difftest.verdict import KernelError
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.ulp.distinct import distinct

__all__ = ["climb", "simplest", "worst_rows"]

_ROUNDS = {True: 5, False: 2}
"""Of climbing: for a batch, and for functions of vectors, whose references cost more."""
_PARENTS = {True: 12, False: 2}
_TRIES = 40
_ROUNDS_OF_SHRINKING = 4


def worst_rows(m: Measurement, count: int) -> NDArray[np.intp]:
    """Up to `count` rows of finite inputs with the largest errors of each class."""
    finite_sample = np.array([s.kind not in ("nan", "inf") for s in m.samples], dtype=np.bool_)
    finite = finite_sample[m.owner] & ~np.isnan(m.errors)
    if m.functions[0].elementwise:  # a batch has all classes in it
        inputs = np.concatenate([flat(s.x) for s in m.samples])
        finite &= np.isfinite(inputs)
    sizes = np.where(finite, np.abs(m.errors), -1.0)
    chosen = []
    for code in distinct(m.codes):
        index = np.flatnonzero((m.codes == code) & finite)
        if len(index) > 4 * count:  # the rest need not be sorted; of those that are equal, the first
            least = np.partition(sizes[index], -count)[-count]
            index = index[sizes[index] >= least]
        chosen.append(index[np.argsort(-sizes[index], kind="stable")[:count]])
    return np.concatenate(chosen) if chosen else np.zeros(0, np.intp)


def climb(
    case: Case, part: Part, base: Measurement, rng: np.random.Generator
) -> Measurement | KernelError | None:
    """What the search measured beyond `base`; None if there was nothing to start from."""
    found: Measurement | None = None
    pool = base
    for _ in range(_ROUNDS[case.elementwise]):
        by_function: dict[int, tuple[Function, list[tuple[Sample, int]]]] = {}
        for row in worst_rows(pool, _PARENTS[case.elementwise]).tolist():
            function, sample, place = pool.source(row)
            by_function.setdefault(id(function), (function, []))[1].append((sample, place))
        new: list[Measurement] = []
        for function, worst in by_function.values():
            measured = case.subject(function).measure(part, function.near(part, worst, rng))
            if isinstance(measured, KernelError):
                return measured
            if measured is not None:
                new.append(measured)
        if not new:
            break
        found = new[0].joined(*new[1:]) if found is None else found.joined(*new)
        pool = pool.joined(*new)
    return found


def simplest(
    case: Case, part: Part, function: Function, sample: Sample, place: int, bound: float
) -> tuple[Sample, Measurement, int] | None:
    """The simplest input found that exceeds a limit too.

    Args:
        case: the case.
        part: what failed.
        function: of which function.
        sample: where.
        place: in which entry of the answer.
        bound: the limit.

    Returns:
        The sample, what was measured there, and the row that fails; None if no simpler one was found, or the
        kernel does not answer.
    """
    subject = case.subject(function)
    best: tuple[Sample, Measurement, int] | None = None
    for _ in range(1 if function.elementwise else _ROUNDS_OF_SHRINKING):
        for simpler in islice(function.simpler(part, sample, place), _TRIES):
            same = all(
                np.array_equal(a, b)
                for a, b in zip(simpler.arguments(part), sample.arguments(part), strict=True)
            )
            if same and not function.elementwise:
                continue
            measured = subject.measure(part, [simpler])
            if measured is None or isinstance(measured, KernelError):
                return best
            bad = np.flatnonzero(~(np.abs(measured.errors) <= bound) & ~np.isnan(measured.errors))
            if len(bad):
                row = int(bad[0])
                best, sample, place = (simpler, measured, row), simpler, row
                break
        else:
            break
    return best
