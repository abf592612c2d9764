"""Whether a kernel answers the same in every layout (:mod:`~proofgrad.oracle.difftest.layout`).

Of a scalar function every element must come out with the same bits as in one plain contiguous call. A
function of vectors may sum in another order then; its answers are held to the limit that they have anyway. A
layout that a kernel refuses is told, and the others are compared all the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.case import Case, Subject
from proofgrad.oracle.difftest.compare import Measurement, compare
from proofgrad.oracle.difftest.directions import direction
from proofgrad.oracle.difftest.elementwise import Elementwise
from proofgrad.oracle.difftest.function import Wanted
from proofgrad.oracle.difftest.grading import grade
from proofgrad.oracle.difftest.layout import SAME, arranged, batches, places_of
from proofgrad.oracle.difftest.sample import Array, Sample
from proofgrad.oracle.difftest.text import show
from proofgrad.oracle.difftest.tolerances import Grade, least
from proofgrad.oracle.difftest.verdict import ClassResult, KernelError, Worst
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.inputs import special
from proofgrad.oracle.ulp import Format

__all__ = ["Laid", "layouts_agree"]

_SAMPLE = 1031
_OF_VECTORS = 2
"""Samples of each size of a function of vectors that are laid out."""
_OF_LARGE = 3
"""Of large sizes, each that many-th gets one of its samples laid out."""
_REFUSALS = ("raised", "missing")
"""Errors that say of one layout only that it is not taken."""
_FORMS = ("type", "shape", "dtype")
"""Errors of an answer in one layout, which the other layouts do not have."""
_NEAR = 16.0
"""Floats between answers to an input of which nothing is known, from which on they differ by more than their
last digits."""


@dataclass
class Laid:
    """What came of the layouts.

    Attributes:
        result: the class ``layout``; None if nothing was compared.
        refused: the layouts that were not taken, each with the reason.
        error: the first refusal, or the first answer of a wrong form.
        forms: whether there was one of a wrong form.
    """

    result: ClassResult | None = None
    refused: dict[str, str] = field(default_factory=dict)
    error: KernelError | None = None
    forms: bool = False

    def refuse(self, name: str, problem: KernelError) -> None:
        """Note a refusal."""
        _, _, reason = problem.message.rpartition("]: ")
        self.refused.setdefault(name, reason or problem.message)
        form = problem.kind in _FORMS
        if self.error is None or (form and not self.forms):
            self.error = KernelError(problem.kind, f"{problem.message} ({name})")
        self.forms |= form

    def judged(self) -> Laid:
        """With answers of a wrong form judged to be wrong, whatever is allowed."""
        if self.forms:
            before = self.result or ClassResult(0, 0.0, 0.0, 0.0, 0, None, 0.0, exact=False)
            failed, where = (*before.failed, "form"), (*before.where, *self.refused)
            self.result = replace(before, failed=failed, grade="wrong", where=where, over=before.over + 1)
        return self


def layouts_agree(case: Case, part: Part, rng: np.random.Generator) -> Laid | KernelError:
    """A sample in every layout."""
    scalar = case.elementwise
    found = _same_bits(case.subjects[0], part, rng) if scalar else _within_limits(case, part)
    return found if isinstance(found, KernelError) else found.judged()


def _same_bits(subject: Subject, part: Part, rng: np.random.Generator) -> Laid | KernelError:
    """A sample of a batch, against one plain call.

    Differences are counted in floats between the two results (0 and -0 are the same, a nan equals a nan).
    """
    call, fmt, function, laid = subject.call, subject.call.fmt, subject.function, Laid()
    assert isinstance(function, Elementwise)
    x = subject.samples[0].x[0]
    sample = x if len(x) <= _SAMPLE else x[np.sort(rng.choice(len(x), _SAMPLE, replace=False))]
    sample = rng.permutation(np.concatenate([sample, function.inside(special(fmt))]))
    sample = np.ascontiguousarray(sample)
    if not len(sample):
        return laid
    along = direction(rng, len(sample), fmt, far=0.25)
    along[-SAME:] = along[-1]
    plain = call(part, *_arguments(part, sample, along))
    if isinstance(plain, KernelError):
        return plain
    count = over = 0
    largest = 0.0
    worst: Worst | None = None
    where: dict[str, None] = {}
    grades: list[Grade] = []
    few, mixed = call.kernel.per_shape, part != "forward"
    every = batches(sample, along, few=few, mixed=mixed)
    if not few:
        more = ((name, sample[at], along[at], at) for name, at in places_of(sample, fmt, rng))
        every = chain(every, more)
    for name, array, d, places in every:
        if name in laid.refused:
            continue
        got = call(part, *_arguments(part, array, d), copy=False)
        if isinstance(got, KernelError):
            if got.kind not in (*_REFUSALS, *_FORMS):
                return KernelError(got.kind, f"{got.message} ({name})")
            laid.refuse(name, got)
            continue
        apart = _apart(got.ravel(), plain[places].ravel(), fmt)
        count += 1
        if not apart.size or not apart.max() > 0:
            continue
        over += 1
        where[name] = None
        at = np.flatnonzero(apart > 0)
        index = places.ravel()[at]
        if "wrong" not in grades:
            grades.append(_grade(function, part, (sample[index], along[index]), got.ravel()[at], apart[at]))
        if apart.max() > largest:
            largest, first = float(apart.max()), int(np.argmax(apart))
            i = int(places.ravel()[first])
            answers = show(got.ravel()[first]), show(plain[i])
            worst = Worst(f"{show(sample[i])} ({name})", fmt.hex(sample[i]), *answers)
    found = least(grades)
    allowed = "layout" in function.tolerances.allow and found in ("accurate", "rounded")
    laid.result = ClassResult(
        count=count,
        max_ulp=largest,
        median_ulp=0.0,
        bias_ulp=0.0,
        over=over,
        worst=worst,
        bound=0.0,
        exact=False,
        unit="floats from the result in one contiguous array",
        failed=("max",) if over and not allowed else (),
        grade=found if allowed or not over else least((found, "correct")),
        where=tuple(where),
    )
    return laid


def _grade(
    function: Elementwise, part: Part, inputs: tuple[Array, Array], got: Array, apart: NDArray[np.float64]
) -> Grade:
    """How good answers are that another layout gives otherwise."""
    x, d = inputs
    measured = compare(function, part, Sample((x,), (d,), d), got)
    known = ~np.isnan(measured.errors)
    limit = function.bounds(part).maximum if part == "forward" else function.product_limit(part)
    found, _ = grade(measured, part, np.flatnonzero(known), limit)
    if not (apart[~known] <= _NEAR).all():
        return "wrong"
    return found


def _within_limits(case: Case, part: Part) -> Laid | KernelError:
    """Samples of functions of vectors in every layout, against their references."""
    found: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []
    worst: tuple[float, Worst] | None = None
    laid, where, grades = Laid(), dict[str, None](), list[Grade]()
    limit = case.subjects[0].function.bounds(part).maximum
    large = 0
    for subject in case.subjects:
        function = subject.function
        large += function.large
        if not function.count() or (function.large and large % _OF_LARGE):
            continue
        count = 1 if function.large else _OF_VECTORS
        for sample in [s for s in subject.samples if s.kind == "normal"][:count]:
            wanted = function.wanted(part, sample)  # of the same numbers in every layout
            measured: dict[bytes, Measurement] = {}  # and most answers are the same too
            beyond: NDArray[np.bool_] | None = None
            for name, other in arranged(sample, part):
                if name in laid.refused:
                    continue
                got = subject.answer(part, other, copy=False)
                if isinstance(got, KernelError):
                    if got.kind not in (*_REFUSALS, *_FORMS):
                        return KernelError(got.kind, f"{got.message} ({name})")
                    laid.refuse(name, got)
                    continue
                bits = got.tobytes()
                if bits not in measured:
                    measured[bits] = compare(function, part, other, got, wanted)
                m = measured[bits]
                index = np.flatnonzero(~np.isnan(m.errors))
                sizes = np.abs(m.errors[index])
                if not (sizes <= limit).all():
                    beyond = _beyond(subject, part, sample, wanted, limit) if beyond is None else beyond
                    index = index[~beyond[index]]
                    sizes = np.abs(m.errors[index])
                found.append(sizes)
                if not (sizes <= limit).all():
                    where[name] = None
                    if "wrong" not in grades:
                        grades.append(grade(m, part, index, limit)[0])
                if len(sizes) and (worst is None or sizes.max() > worst[0]):
                    row = m.worst(int(index[np.argmax(sizes)]))
                    shown = Worst(f"{row.input} ({name})", row.input_hex, row.got, row.wanted)
                    worst = float(sizes.max()), shown
    if worst is None:
        return laid
    sizes = np.concatenate(found)
    laid.result = ClassResult(
        count=len(sizes),
        max_ulp=worst[0],
        median_ulp=float(np.median(sizes)),
        bias_ulp=0.0,
        over=int((~(sizes <= limit)).sum()),
        worst=worst[1],
        bound=limit,
        exact=False,
        unit=case.subjects[0].function.unit,
        failed=("max",) if where else (),
        grade=least(grades),
        where=tuple(where),
    )
    return laid


def _beyond(subject: Subject, part: Part, sample: Sample, wanted: Wanted, limit: float) -> NDArray[np.bool_]:
    """Which entries of an answer are off by more than the limit in plain contiguous arrays too: in another
    layout that says nothing of layouts."""
    got = subject.answer(part, sample)
    if isinstance(got, KernelError):
        return np.zeros(len(wanted.unit), np.bool_)
    errors = compare(subject.function, part, sample, got, wanted).errors
    return np.asarray(~(np.abs(errors) <= limit) & ~np.isnan(errors))


def _arguments(part: Part, x: Array, d: Array) -> tuple[Array, ...]:
    return (x,) if part == "forward" else (x, d)


def _apart(got: Array, plain: Array, fmt: Format) -> NDArray[np.float64]:
    """How many floats lie between two results: 0 only where they are the same."""
    with np.errstate(invalid="ignore"):
        nans = np.isnan(got.astype(np.float64)), np.isnan(plain.astype(np.float64))
    a, b = np.where(nans[0], 0, fmt.to_ordinal(got)), np.where(nans[1], 0, fmt.to_ordinal(plain))
    # The ordinals are integers of 64 bits: only whether they differ is told exactly by them.
    far = np.maximum(np.abs(a.astype(np.float64) - b.astype(np.float64)), 1.0)
    return np.where(nans[0] & nans[1], 0.0, np.where(nans[0] ^ nans[1], np.inf, np.where(a == b, 0.0, far)))
