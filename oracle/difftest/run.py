"""Testing a kernel against the oracle: the public function, and the loop over many nodes.

There is one way for all nodes: the functions of the node with their kernels
(:mod:`~proofgrad.oracle.difftest.subjects`), one comparison, one judgement, one verdict.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Unpack

import numpy as np

from proofgrad.bridge.catalogue import Node
from proofgrad.bridge.errors import ProofgradError, UsageError
from proofgrad.oracle.difftest.agree import Laid, layouts_agree
from proofgrad.oracle.difftest.bounds import Bounds, bounds_for
from proofgrad.oracle.difftest.case import Case, Subject
from proofgrad.oracle.difftest.compare import Measurement
from proofgrad.oracle.difftest.corpus import Corpus
from proofgrad.oracle.difftest.decide import broken, decide, outcome, undirected
from proofgrad.oracle.difftest.directions import adjointness, directional
from proofgrad.oracle.difftest.elementwise import Elementwise
from proofgrad.oracle.difftest.hvp import gradient_kernel, gradient_node, why_not
from proofgrad.oracle.difftest.judge import Judged, judge
from proofgrad.oracle.difftest.linearity import linear
from proofgrad.oracle.difftest.options import Options
from proofgrad.oracle.difftest.origin import origin
from proofgrad.oracle.difftest.profile import profile_of
from proofgrad.oracle.difftest.remarks import remarks
from proofgrad.oracle.difftest.sample import Array, flat
from proofgrad.oracle.difftest.screen import screened
from proofgrad.oracle.difftest.search import climb, worst_rows
from proofgrad.oracle.difftest.sizes import Shapes, sizes_given
from proofgrad.oracle.difftest.state import same_every_time
from proofgrad.oracle.difftest.subjects import batch_subject, vector_subjects
from proofgrad.oracle.difftest.tolerances import Tolerances
from proofgrad.oracle.difftest.verdict import WHATS, ClassResult, KernelError, Verdict, What, parts_named
from proofgrad.oracle.difftest.worth import refuse_parameters, weighed
from proofgrad.oracle.difftest.zeros import signed_zeros, signed_zeros_of_vectors
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.inputs import DEFAULT_SIZE
from proofgrad.oracle.parameters import DEFAULT_PARAMETERS, named_parameters
from proofgrad.oracle.ulp import format_of

__all__ = ["DEFAULT_PARAMETERS", "named_parameters", "test", "test_all"]

_SECOND_OPINIONS = 12
_COORDINATES = 24
_REMEMBERED = 3
"""Worst inputs of a class that are kept."""


def test(
    node: Node,
    kernel: Any = None,
    *,
    backend: str = "numpy",
    dtype: Any = "float64",
    what: Sequence[What] = WHATS,
    seed: int = 0,
    params: Mapping[str, Any] | None = None,
    size: int = DEFAULT_SIZE,
    exhaust: bool | None = None,
    bounds: tuple[Bounds, Bounds] | float | None = None,
    second_opinion: bool = True,
    layouts: bool = True,
    timeout: float = 60.0,
    kept: Path | None = None,
    isolate: bool = False,
    shapes: Shapes | Sequence[Shapes] | None = None,
    points: Sequence[Sequence[Array]] | None = None,
    require: str = "accurate",
    allow: Iterable[str] | str = (),
    range: tuple[float, float] | None = None,
    rtol: float | None = None,
    atol: float | None = None,
    unit: str = "formula",
) -> tuple[Verdict, ...]:
    """Test a kernel of one node against the formulas that its theorem is about.

    Args:
        node: from the catalogue.
        kernel: a function f, a pair (f, f'), an object with forward, jvp and vjp, a mapping from node names
            to these;
            None: the one that `backend` names.
        backend: ``numpy`` (the project's own), or ``module:attribute``; with `kernel`, only its name in
            reports.
        dtype: ``float16``, ``bfloat16``, ``float32``, ``float64`` or their NumPy dtypes.
        params: values of the node's parameters by their Lean names (``{"ε": 1e-6}``); for linear nodes
            arrays.
            Defaults: :data:`DEFAULT_PARAMETERS`.
        shapes: shapes of a vector node's inputs, such as ``{"a": (128, 1025)}``, or several such choices;
            None: small ones, and large ones in every axis.

    All others are described where they are listed, at
    :class:`~proofgrad.oracle.difftest.options.Options`.

    Returns:
        One verdict for each of `what`.

    Raises:
        UsageError: no such backend, dtype or kernel; a parameter without a value, or with one at which
            nothing is proven; a generic node.
    """
    fmt = format_of(dtype)
    tolerances = Tolerances.of(require=require, allow=allow, range=range, rtol=rtol, atol=atol, unit=unit)
    what = parts_named(what)
    params = named_parameters(node, params or {})
    refuse_parameters(node, params)
    if isolate and kernel is not None:
        raise UsageError("only a kernel that is named runs in a process of its own", hint="pass backend")
    if node.kind == "generic":
        raise UsageError(f"{node.name} builds nodes, it is none", hint="test the nodes that it builds")
    name = node.short_name
    every = False
    values: Mapping[str, float]
    subjects: tuple[Subject, ...]
    started = time.perf_counter()
    if node.formula is not None:
        every = fmt.exhaustible if exhaust is None else exhaust
        if every and not fmt.exhaustible:
            hint = "float16 and bfloat16 have few enough"
            raise UsageError(f"{fmt.name} has too many numbers to test them all", hint=hint)
        subject, values = batch_subject(
            node,
            kernel,
            backend=backend,
            fmt=fmt,
            params=params,
            bounds=_bounds(name, bounds),
            seed=seed,
            size=None if every else size,
            timeout=timeout,
            kept=kept,
            isolate=isolate,
            tolerances=tolerances,
        )
        subjects = (subject,)
    elif node.vectors:
        subjects = vector_subjects(
            node,
            kernel,
            backend=backend,
            fmt=fmt,
            params=params,
            seed=seed,
            timeout=timeout,
            isolate=isolate,
            limit=None if bounds is None or isinstance(bounds, tuple) else float(bounds),
            sizes=None if shapes is None else sizes_given(node, shapes),
            points=points,
            tolerances=tolerances,
        )
        numbers = (options.items() for options in (s.options for s in subjects))
        values = {k: v for pairs in numbers for k, v in pairs if isinstance(v, float)}
    else:
        message = "no formula could be read from the node's theorem"
        return tuple(
            Verdict(name, backend, fmt.name, w, "inconclusive", seed=seed, message=message) for w in what
        )
    case = Case(node, fmt, subjects, every, seed, values)
    chosen = _Options(second_opinion, layouts, kept)
    out = []
    for part in what:
        if part == "hvp":
            verdict = _curved(case, _bounds(name, bounds, 1), chosen, timeout, None if every else size)
        else:
            verdict = _compare(case, part, chosen)
        now = time.perf_counter()
        out.append(replace(verdict, seconds=now - started))
        started = now
    if not isolate:
        out = [replace(v, source=origin(kernel, backend, name, v.what)) for v in out]
    return weighed(node, out)


def test_all(
    nodes: Iterable[Node],
    *,
    backend: str = "numpy",
    dtypes: Sequence[str] = ("float64", "float32"),
    params: Mapping[str, Any] | None = None,
    shapes: Shapes | Sequence[Shapes] | None = None,
    **options: Unpack[Options],
) -> Iterator[Verdict]:
    """Verdicts of many nodes; what goes wrong with one becomes an inconclusive verdict and the others go on.

    Generic nodes are passed over. Options are those of :func:`test`.

    Args:
        nodes: from the catalogue.
        backend, params, shapes: as for :func:`test`.
        dtypes: formats.
        options: :class:`~proofgrad.oracle.difftest.options.Options`.
    """
    for node in nodes:
        if node.kind == "generic":
            continue
        for dtype in dtypes:
            try:
                yield from test(node, backend=backend, dtype=dtype, params=params, shapes=shapes, **options)
            except ProofgradError as error:
                problem = KernelError(error.code, str(error))
                for part in options.get("what", WHATS):
                    yield Verdict(
                        node.short_name,
                        backend,
                        str(dtype),
                        part,
                        "inconclusive",
                        error=problem,
                        message=error.message,
                    )


def _bounds(name: str, given: tuple[Bounds, Bounds] | float | None, first: int = 0) -> tuple[Bounds, Bounds]:
    """Limits of f and f'; of f' and f'' if `first` is 1."""
    if isinstance(given, tuple):
        return given
    known = (bounds_for(name, first), bounds_for(name, first + 1))
    if given is None:
        return known
    if not given >= 0:
        raise UsageError(f"{given} is no number of ULP", hint="0 or more")
    f, df = (replace(b, maximum=float(given), source="as asked for", usual=b.maximum) for b in known)
    return f, df


@dataclass(frozen=True)
class _Options:
    second_opinion: bool
    layouts: bool
    kept: Path | None


def _compare(case: Case, what: What, options: _Options) -> Verdict:
    kernel = case.subjects[0].call.kernel
    needed = ("jvp", "vjp") if what == "adjoint" else (what,)
    missing = [p for p in needed if getattr(kernel, p) is None]
    if missing:
        text = f"{kernel.backend} offers no {missing[0]} of {case.node.short_name}"
        if kernel.backward and "vjp" in missing:
            text += "; it has a backward: if that is backward(x, ct), call it vjp"
        return broken(case, what, KernelError("missing", text))
    rng = np.random.default_rng([case.seed, WHATS.index(what)])
    if what == "adjoint":
        return _adjoint(case.by_formula(), rng)
    assert what != "hvp"
    return _map(case, what, options, rng)


def _curved(
    case: Case, bounds: tuple[Bounds, Bounds], options: _Options, timeout: float, size: int | None
) -> Verdict:
    """The verdict on hvp: as that on the derivative of the node of f' and f''."""
    reason = why_not(case.node)
    if reason:
        return case.verdict("hvp", verdict="inconclusive", message=reason)
    kernel = case.subjects[0].call.kernel
    if kernel.hvp is None:
        text = f"{kernel.backend} offers no hvp of {case.node.short_name}"
        return broken(case, "hvp", KernelError("missing", text))
    node = gradient_node(case.node)
    subject, values = batch_subject(
        node,
        gradient_kernel(kernel),
        backend=kernel.backend,
        fmt=case.fmt,
        params=case.params,
        bounds=bounds,
        seed=case.seed,
        size=size,
        timeout=timeout,
        kept=options.kept,
        isolate=False,  # it is where `kernel` is
        tolerances=case.subjects[0].function.tolerances,
    )
    curved = Case(node, case.fmt, (subject,), case.exact, case.seed, values, curved=True)
    verdict = _compare(curved, "jvp", options)
    if verdict.error is None and not any(c.failed for c in verdict.classes.values()):
        rng = np.random.default_rng([case.seed, len(WHATS)])
        codes = subject.function.wanted("vjp", subject.samples[0]).codes
        along = directional(subject, "vjp", codes, rng)
        if isinstance(along, KernelError):
            return broken(curved, "jvp", along)
        if along is not None:
            classes = {**verdict.classes, "cotangent": along}
            asked = subject.function.tolerances
            found, message, grade = outcome(classes, verdict.unknown, tolerances=asked)
            verdict = replace(verdict, classes=classes, verdict=found, message=message, grade=grade)
            if along.failed:
                verdict = replace(verdict, diagnosis="right in direction 1, wrong along other cotangents")
    return weighed(node, [verdict])[0]


def _adjoint(case: Case, rng: np.random.Generator) -> Verdict:
    result = adjointness(case, rng)
    if isinstance(result, KernelError):
        return broken(case, "adjoint", result)
    if result is None:
        return case.verdict("adjoint", verdict="inconclusive", message="no input to test adjointness on")
    return decide(case, "adjoint", {"normal": result})


def _map(case: Case, part: Part, options: _Options, rng: np.random.Generator) -> Verdict:
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
    options: _Options,
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


def _corpora(case: Case, part: Part, options: _Options) -> Iterator[tuple[Subject, Corpus]]:
    if options.kept is None or case.exact:
        return
    for subject in case.subjects:
        if (subject.function.count() or case.elementwise) and not subject.function.large:
            yield subject, Corpus(options.kept / "worst", subject.function.digest(part), case.fmt, part)


def _replayed(case: Case, part: Part, options: _Options) -> list[Measurement] | KernelError:
    """The kernel on the worst inputs of earlier runs, but for those that are tested anyway."""
    out: list[Measurement] = []
    for subject, corpus in _corpora(case, part, options):
        measured = subject.measure(part, subject.function.recalled(part, corpus.inputs()))
        if isinstance(measured, KernelError):
            return measured
        if measured is not None:
            out.append(measured)
    return out


def _remember(case: Case, part: Part, options: _Options, m: Measurement, judged: Judged) -> None:
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
