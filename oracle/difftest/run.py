"""Testing a kernel against the oracle: the public function, and the loop over many nodes.

There is one way for all nodes: the functions of the node with their kernels
(:mod:`~proofgrad.oracle.difftest.subjects`), one comparison, one judgement, one verdict.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Unpack

import numpy as np

from proofgrad.bridge.catalogue import Node
from proofgrad.bridge.errors import ProofgradError, UsageError
from proofgrad.oracle.difftest.adjoint import adjointness
from proofgrad.oracle.difftest.bounds import Bounds, bounds_for
from proofgrad.oracle.difftest.case import Case, Subject
from proofgrad.oracle.difftest.decide import broken, decide, outcome
from proofgrad.oracle.difftest.directions import directional
from proofgrad.oracle.difftest.hvp import gradient_kernel, gradient_node, why_not
from proofgrad.oracle.difftest.maps import Asked, map_verdict
from proofgrad.oracle.difftest.options import Options
from proofgrad.oracle.difftest.origin import origin
from proofgrad.oracle.difftest.sample import Array
from proofgrad.oracle.difftest.sizes import Shapes, sizes_given
from proofgrad.oracle.difftest.subjects import batch_subject, vector_subjects
from proofgrad.oracle.difftest.tolerances import Tolerances
from proofgrad.oracle.difftest.verdict import WHATS, KernelError, Verdict, What, parts_named
from proofgrad.oracle.difftest.worth import refuse_parameters, weighed
from proofgrad.oracle.inputs import DEFAULT_SIZE
from proofgrad.oracle.parameters import DEFAULT_PARAMETERS, named_parameters
from proofgrad.oracle.ulp import format_of

__all__ = ["DEFAULT_PARAMETERS", "named_parameters", "test", "test_all"]


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
    fmt = format_of(dtype, narrowest=False)
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
    chosen = Asked(second_opinion, layouts, kept)
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


def _compare(case: Case, what: What, options: Asked) -> Verdict:
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
    return map_verdict(case, what, options, rng)


def _curved(
    case: Case, bounds: tuple[Bounds, Bounds], options: Asked, timeout: float, size: int | None
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
