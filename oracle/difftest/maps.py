"""The verdict on one map of a kernel, forward, jvp or vjp: what is measured, in which order, and kept.

The worst inputs of earlier runs first, then the samples, narrow faults, the neighbours of what is worst, and
the classes that are not of inputs: state, the sign of zero, directions, linearity, layouts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from proofgrad.bridge.errors import ProofgradError
from proofgrad.oracle.difftest.agree import Laid, layouts_agree
from proofgrad.oracle.difftest.case import Case, Subject
from proofgrad.oracle.difftest.compare import Measurement
from proofgrad.oracle.difftest.corpus import Corpus
from proofgrad.oracle.difftest.decide import broken, decide, undirected
from proofgrad.oracle.difftest.directions import directional
from proofgrad.oracle.difftest.elementwise import Elementwise
from proofgrad.oracle.difftest.judge import Judged, judge
from proofgrad.oracle.difftest.linearity import linear
from proofgrad.oracle.difftest.profile import profile_of
from proofgrad.oracle.difftest.remarks import remarks
from proofgrad.oracle.difftest.sample import flat
from proofgrad.oracle.difftest.screen import screened
from proofgrad.oracle.difftest.search import climb, worst_rows
from proofgrad.oracle.difftest.state import same_every_time
from proofgrad.oracle.difftest.verdict import WHATS, ClassResult, KernelError, Verdict
from proofgrad.oracle.difftest.zeros import signed_zeros, signed_zeros_of_vectors
from proofgrad.oracle.formula.coordinates import Part

__all__ = ["Asked", "map_verdict"]

_SECOND_OPINIONS = 12
_COORDINATES = 24
_REMEMBERED = 3
"""Worst inputs of a class that are kept."""


@dataclass(frozen=True)
class Asked:
    """What a test is asked to do beside comparing.

    Attributes:
        second_opinion: check references with the second evaluator too.
        layouts: lay samples out in other ways too.
        kept: folder of the worst inputs that were found; None for none.
    """

    second_opinion: bool
    layouts: bool
    kept: Path | None


def map_verdict(case: Case, part: Part, options: Asked, rng: np.random.Generator) -> Verdict:
    """The verdict on forward, jvp or vjp."""
    again = _replayed(case, part, options)
    if isinstance(again, KernelError):
        return broken(case, part, again)
    measured, empty = _measured(case, part)
    if isinstance(measured, KernelError):
        return broken(case, part, measured)
    fair, first = len(measured), measured
    replayed = sum(len(m.samples) if not case.elementwise else len(m) for m in again)
    measured = measured.joined(*again)
    if case.elementwise and not case.exact:
        narrow = screened(case, part)
        if isinstance(narrow, KernelError):
            return broken(case, part, narrow)
        measured = measured if narrow is None else measured.joined(narrow)
    if not case.exact:
        climbed = climb(case, part, measured, rng)
        if isinstance(climbed, KernelError):
            return broken(case, part, climbed)
        measured = measured if climbed is None else measured.joined(climbed)
    judged = judge(measured, part, case.subjects[0].function.bounds(part), exact=case.exact, fair=fair)
    classes = dict(judged.classes)
    laid = Laid()
    others = _other_classes(case, part, first, classes, options, laid, rng)
    if isinstance(others, KernelError):
        return broken(case, part, others)
    classes.update(others)
    refused = [f"{name}: {reason}" for name, reason in laid.refused.items()]
    allowed = "layout" in case.subjects[0].function.tolerances.allow and not laid.forms
    if laid.error is not None and not allowed:
        empty = empty or laid.error
    compared = _second_opinions(case, part, measured, judged, rng) if options.second_opinion else None
    if isinstance(compared, KernelError):
        return broken(case, part, compared)
    profile = None
    if case.elementwise:
        x = np.concatenate([s.x[0] for s in measured.samples])
        profile = profile_of(x, measured.errors, case.fmt)
    verdict = replace(
        undirected(
            case, part, decide(case, part, classes, measured, judged, empty, fair=fair, refused=refused)
        ),
        replayed=replayed,
        second_opinions=compared,
        profile=profile,
        remarks=remarks(case, part),
    )
    _remember(case, part, options, measured, judged)
    return verdict


def _measured(case: Case, part: Part) -> tuple[Measurement | KernelError, KernelError | None]:
    """The kernel on all samples; and that it raised for an input without entries: wrong, but no reason not to
    try others."""
    found: list[Measurement] = []
    empty: KernelError | None = None
    for subject in case.subjects:
        measured = subject.measure(part)
        if isinstance(measured, KernelError):
            if subject.function.count() or measured.kind != "raised":
                return measured, None
            empty = measured
        elif measured is not None:
            found.append(measured)
    if not found:
        nothing = KernelError("nothing", "there is no input to test it on")
        return empty or nothing, None
    return found[0].joined(*found[1:]), empty


def _other_classes(
    case: Case,
    part: Part,
    measured: Measurement,
    classes: Mapping[str, ClassResult],
    options: Asked,
    laid: Laid,
    rng: np.random.Generator,
) -> dict[str, ClassResult] | KernelError:
    """The classes that are not of inputs: state, zeros' signs, directions, layouts."""
    out: dict[str, ClassResult] = {}
    state = same_every_time(case, part, rng)
    if isinstance(state, KernelError):
        return state
    if state is not None:
        out["state"] = state
        if state.failed:  # what is no function cannot depend on the layout alone
            return out
    function = case.subjects[0].function
    if isinstance(function, Elementwise):
        if not case.curved:  # the product of three numbers: nobody says which sign a zero has then
            out.update(signed_zeros(function, part, measured, classes))
        if part != "forward":
            codes = measured.codes[: len(measured.samples[0].x[0])]
            general = directional(case.subjects[0], part, codes, rng)
            if isinstance(general, KernelError):
                return general
            if general is not None:
                out["direction"] = general
    else:
        out.update(signed_zeros_of_vectors(part, measured, classes))
    if part != "forward":
        linearity = linear(case.by_formula(), part, np.random.default_rng([case.seed, 80, WHATS.index(part)]))
        if isinstance(linearity, KernelError):
            return linearity
        out["linearity"] = linearity
    if options.layouts:
        found = layouts_agree(case, part, rng)
        if isinstance(found, KernelError):
            return found
        laid.refused, laid.error, laid.forms = found.refused, found.error, found.forms
        if found.result is not None:
            out["layout"] = found.result
    return out


def _corpora(case: Case, part: Part, options: Asked) -> Iterator[tuple[Subject, Corpus]]:
    if options.kept is None or case.exact:
        return
    for subject in case.subjects:
        if (subject.function.count() or case.elementwise) and not subject.function.large:
            yield subject, Corpus(options.kept / "worst", subject.function.digest(part), case.fmt, part)


def _replayed(case: Case, part: Part, options: Asked) -> list[Measurement] | KernelError:
    """The kernel on the worst inputs of earlier runs, but for those that are tested anyway."""
    out: list[Measurement] = []
    for subject, corpus in _corpora(case, part, options):
        measured = subject.measure(part, subject.function.recalled(part, corpus.inputs()))
        if isinstance(measured, KernelError):
            return measured
        if measured is not None:
            out.append(measured)
    return out


def _remember(case: Case, part: Part, options: Asked, m: Measurement, judged: Judged) -> None:
    """Keep the worst inputs of each class and those that failed, simplest first."""
    bad = [row for name, row in judged.rows.items() if "max" in judged.classes[name].failed]
    most = [row for row in worst_rows(m, _REMEMBERED).tolist() if abs(m.errors[row]) > 0]
    fine = [row for name, row in judged.rows.items() if judged.classes[name].max_ulp > 0]
    for subject, corpus in _corpora(case, part, options):
        patterns = [
            [
                function.pattern(part, sample, place)
                for function, sample, place in map(m.source, rows)
                if function is subject.function and np.isfinite(flat(sample.arguments(part))).all()
            ]
            if not case.elementwise
            else [subject.function.pattern(part, *m.source(row)[1:]) for row in rows]
            for rows in (bad, [*fine, *most])
        ]
        if patterns[0] or patterns[1]:
            corpus.add(*patterns)


def _second_opinions(
    case: Case, part: Part, m: Measurement, judged: Judged, rng: np.random.Generator
) -> int | KernelError:
    """Check references with the second evaluator: of a batch a random sample and the worst input, of
    functions of vectors up to 24 coordinates at one input of each size. How many, or what is wrong."""
    compared = 0
    try:
        if case.elementwise:
            rows = rng.choice(len(m), min(_SECOND_OPINIONS, len(m)), replace=False).tolist()
            rows += [] if judged.worst is None else [judged.worst]
            by_sample: dict[int, list[int]] = {}
            for row in rows:
                by_sample.setdefault(int(m.owner[row]), []).append(int(m.place[row]))
            for owner, places in by_sample.items():
                function, sample = m.functions[owner], m.samples[owner]
                compared += function.second(part, sample, function.wanted(part, sample), places)
            return compared
        for subject in case.subjects:
            for sample in subject.samples[:1]:
                wanted = subject.function.wanted(part, sample)
                count = len(wanted.refs.values)
                rows = rng.choice(count, min(_COORDINATES, count), replace=False).tolist()
                compared += subject.function.second(part, sample, wanted, sorted(rows))
    except ProofgradError as error:
        return KernelError(error.code, str(error))
    return compared
