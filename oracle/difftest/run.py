"""Testing a kernel against the oracle: the public function, and the loop over many nodes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Node, Tree, in_order
from proofgrad.bridge.errors import ProofgradError, UsageError
from proofgrad.oracle.adapters import load, takes_parameters, wrap
from proofgrad.oracle.difftest.bounds import Bounds, bounds_for
from proofgrad.oracle.difftest.call import Caller
from proofgrad.oracle.difftest.case import Case, Measurement
from proofgrad.oracle.difftest.corpus import Corpus
from proofgrad.oracle.difftest.directions import adjointness, directional
from proofgrad.oracle.difftest.judge import Judged, judge, show
from proofgrad.oracle.difftest.layout import LENGTHS, SHORT, layouts_agree
from proofgrad.oracle.difftest.profile import profile_of
from proofgrad.oracle.difftest.replay import reproduction
from proofgrad.oracle.difftest.search import climb, shrink, worst_inputs
from proofgrad.oracle.difftest.second import cross_check
from proofgrad.oracle.difftest.verdict import WHATS, ClassResult, KernelError, Verdict, What, Worst
from proofgrad.oracle.difftest.zeros import signed_zeros
from proofgrad.oracle.formula import Reference, ReferenceCache, References
from proofgrad.oracle.inputs import DEFAULT_SIZE, Features, classify, exhaustive, features, inputs
from proofgrad.oracle.ulp import Format, Status, format_of

__all__ = ["DEFAULT_PARAMETERS", "named_parameters", "test", "test_all"]

Array = NDArray[Any]

DEFAULT_PARAMETERS: Mapping[str, float] = {"ε": 2.0**-20, "alpha": 1.25, "c": 1.375, "lo": -0.75, "hi": 1.5}
"""Values of parameters that are not given; exact in every dtype, and such that a kernel which forgets one is
wrong.
"""

_FIXED: Mapping[str, float] = {"alpha": 1.0}
"""What a kernel that cannot be told a parameter is taken to use: elu without its factor."""

_SECOND_OPINIONS = 12
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
        what: which comparisons.
        seed: of random inputs and directions.
        params: values of the node's parameters by their Lean names (``{"ε": 1e-6}``); for linear nodes
            arrays.
            Defaults: :data:`DEFAULT_PARAMETERS`.
        size: number of random inputs.
        exhaust: test every number of a 16-bit dtype; None: do so where possible.
        bounds: limits for (f, f') instead of those of the table, or one number of ULP for both, which no
            error may exceed (median and bias are then free). Vector nodes are held to the rounding of their
            formula, whatever it says.
        second_opinion: whether a sample of the references is checked with mpmath's intervals.
        layouts: whether the kernel is also called with arrays of other lengths, strides, shapes and byte
            orders, which must not change its results (the class ``layout``).
        timeout: seconds that one call of the kernel may take.
        kept: a folder for what later runs may use: references, and the worst inputs found, which they try
            first; None: nothing is kept.
        isolate: whether the kernel of `backend` runs in a process of its own, so that it may die.

    Returns:
        One verdict for each of `what`.

    Raises:
        UsageError: no such backend, dtype or kernel; a parameter without a value; a generic node.
    """
    fmt = format_of(dtype)
    params = named_parameters(node, params or {})
    if isolate and kernel is not None:
        raise UsageError("only a kernel that is named runs in a process of its own", hint="pass backend")
    if node.kind == "generic":
        raise UsageError(f"{node.name} builds nodes, it is none", hint="test the nodes that it builds")
    if node.linear is not None or node.vectors:
        return _of_vectors(node)(
            node,
            kernel,
            backend=backend,
            fmt=fmt,
            what=what,
            seed=seed,
            params=params,
            timeout=timeout,
            isolate=isolate,
        )
    name = node.short_name
    if node.formula is None:
        message = "no formula could be read from the node's theorem"
        return tuple(
            Verdict(name, backend, fmt.name, w, "inconclusive", seed=seed, message=message) for w in what
        )
    defaults = dict(DEFAULT_PARAMETERS)
    if not takes_parameters(kernel if kernel is not None else backend, name, isolate=isolate):
        defaults.update(_FIXED)
    values = {p: float((params or {}).get(p, defaults.get(p, np.nan))) for p in node.parameters}
    missing = [p for p, v in values.items() if np.isnan(v)]
    if missing:
        raise UsageError(f"parameter {missing[0]} of {name} has no value", hint="pass params")
    if kernel is None:
        bound = load(backend, name, values, isolate=isolate)
    else:
        bound = wrap(kernel, node=name, params=values, backend="" if backend == "numpy" else backend)
    started = time.perf_counter()
    every = fmt.exhaustible if exhaust is None else exhaust
    if every and not fmt.exhaustible:
        hint = "float16 and bfloat16 have few enough"
        raise UsageError(f"{fmt.name} has too many numbers to test them all", hint=hint)
    trees = (node.formula.f, node.formula.df)
    reference, found, x, refs = _prepared(
        trees, tuple(values.items()), fmt.name, seed, None if every else size, kept
    )
    case = Case(
        node=node,
        reference=reference,
        found=found,
        x=x,
        refs=refs,
        call=Caller(bound, name, fmt, timeout),
        exact=every,
        seed=seed,
        params=values,
        bounds=_bounds(name, bounds),
    )
    options = _Options(second_opinion, layouts, kept)
    out = []
    for part in what:
        verdict = _compare(case, part, options)
        now = time.perf_counter()
        out.append(replace(verdict, seconds=now - started))
        started = now
    return tuple(out)


def named_parameters(node: Node, params: Mapping[str, Any]) -> dict[str, Any]:
    """Values under the names that the Lean node uses, ``ε`` for ``eps``.

    Raises:
        UsageError: the node has no such parameter.
    """
    from proofgrad.oracle.kernels import KEYWORDS

    known = list(node.parameters)
    if node.linear is not None:
        known += [node.linear.weight, node.linear.bias]
    for formula in node.vectors:
        known += [name for name, _ in formula.sizes]
        known += [str(t.value).partition("[")[0] for t in in_order(formula.forward) if t.op == "param"]
    known = list(dict.fromkeys(known))
    python = {KEYWORDS.get(name, name): name for name in known}
    out = {}
    for name, value in params.items():
        if name not in known and name not in python:
            has = f"it has: {', '.join(known)}" if known else "it has none"
            raise UsageError(f"{node.short_name} has no parameter {name!r}", hint=has)
        out[name if name in known else python[name]] = value
    return out


class _Verdicts(Protocol):
    """What tests a node of vectors, each with what is told of it there."""

    def __call__(
        self,
        node: Node,
        kernel: Any,
        *,
        backend: str,
        fmt: Format,
        what: Sequence[What],
        seed: int,
        params: Mapping[str, Any] | None,
        timeout: float,
        isolate: bool,
    ) -> tuple[Verdict, ...]: ...


def _of_vectors(node: Node) -> _Verdicts:
    if node.linear is not None:
        from proofgrad.oracle.difftest.linear import linear_verdicts

        return linear_verdicts
    from proofgrad.oracle.difftest.vector import vector_verdicts

    return vector_verdicts


def test_all(
    nodes: Iterable[Node],
    *,
    backend: str = "numpy",
    dtypes: Sequence[str] = ("float64", "float32"),
    **options: Any,
) -> Iterator[Verdict]:
    """Verdicts of many nodes; what goes wrong with one becomes an inconclusive verdict and the others go on.

    Generic nodes are passed over. Options are those of :func:`test`.
    """
    for node in nodes:
        if node.kind == "generic":
            continue
        for dtype in dtypes:
            try:
                yield from test(node, backend=backend, dtype=dtype, **options)
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


def _bounds(name: str, given: tuple[Bounds, Bounds] | float | None) -> tuple[Bounds, Bounds]:
    if isinstance(given, tuple):
        return given
    known = (bounds_for(name, 0), bounds_for(name, 1))
    if given is None:
        return known
    if not given >= 0:
        raise UsageError(f"{given} is no number of ULP", hint="0 or more")
    f, df = (replace(b, maximum=float(given), source="as asked for", alone=True) for b in known)
    return f, df


@lru_cache(maxsize=4)
def _prepared(
    trees: tuple[Tree, Tree],
    params: tuple[tuple[str, float], ...],
    name: str,
    seed: int,
    size: int | None,
    kept: Path | None,
) -> tuple[Reference, Features, Array, tuple[References, ...]]:
    """Formulas, their features, inputs (all numbers if `size` is None) and references there: the same for
    every kernel of a node, and remembered for the next one."""
    fmt = format_of(name)
    reference = Reference(trees, dict(params))
    found = features(reference.trees, fmt)
    x = exhaustive(fmt) if size is None else inputs(reference.trees, fmt, seed=seed, size=size, found=found)
    cache = None if kept is None else ReferenceCache(kept / "references")
    refs = reference.enclose(x, fmt) if cache is None else cache.enclose(reference, x, fmt)
    return reference, found, x, refs


@dataclass(frozen=True)
class _Options:
    second_opinion: bool
    layouts: bool
    kept: Path | None


def _compare(case: Case, what: What, options: _Options) -> Verdict:
    missing = [
        p for p in (("jvp", "vjp") if what == "adjoint" else (what,)) if getattr(case.call.kernel, p) is None
    ]
    if missing:
        text = f"{case.call.kernel.backend} offers no {missing[0]} of {case.node.short_name}"
        return case.verdict(what, verdict="inconclusive", error=KernelError("missing", text), message=text)
    rng = np.random.default_rng([case.seed, WHATS.index(what)])
    if what == "adjoint":
        codes = classify(case.x, case.refs[1], case.found, 1, case.fmt)
        result = adjointness(case.call, case.x, codes, case.refs[1].values, case.bounds[1], rng)
        if isinstance(result, KernelError):
            return _broken(case, what, result)
        if result is None:
            return case.verdict(what, verdict="inconclusive", message="no input to test adjointness on")
        return _decide(case, what, {"normal": result})
    corpus = _corpus(case, what, options)
    again = _replay(case, what, corpus)
    if isinstance(again, KernelError):
        return _broken(case, what, again)
    measured = case.measure(what)
    if isinstance(measured, KernelError):
        return _broken(case, what, measured)
    fair = len(measured.x)
    replayed = 0
    if again is not None:
        measured, replayed = measured.joined(again), len(again.x)
    if not case.exact:
        climbed = climb(case, what, measured, rng)
        if isinstance(climbed, KernelError):
            return _broken(case, what, climbed)
        measured = measured if climbed is None else measured.joined(climbed)
    formula = 0 if what == "forward" else 1
    bounds = case.bounds[formula]
    judged = judge(
        measured.x,
        measured.got,
        measured.errors,
        measured.rounding,
        measured.codes,
        measured.wanted,
        bounds,
        exact=case.exact,
        fair=fair,
        proved=case.proved(measured.x),
        runtime=measured.runtime,
    )
    classes = dict(judged.classes)
    if what == "forward":
        classes.update(signed_zeros(case, measured, classes))
    else:
        general = directional(case.call, what, measured.x, measured.codes, measured.wanted, bounds, rng)
        if isinstance(general, KernelError):
            return _broken(case, what, general)
        if general is not None:
            classes["direction"] = general
    if options.layouts:
        laid = layouts_agree(case.call, what, case.x, rng)
        if isinstance(laid, KernelError):
            return _broken(case, what, laid)
        classes["layout"] = laid
    compared = _second_opinions(case, formula, measured, judged, rng) if options.second_opinion else None
    if isinstance(compared, KernelError):
        return _broken(case, what, compared)
    verdict = replace(
        _decide(case, what, classes, measured, judged),
        replayed=replayed,
        second_opinions=compared,
        profile=profile_of(measured.x, measured.errors, case.fmt),
    )
    if corpus is not None:
        _remember(corpus, verdict, measured, judged)
    return verdict


def _corpus(case: Case, what: What, options: _Options) -> Corpus | None:
    if options.kept is None or case.exact:
        return None
    tree = case.reference.trees[0 if what == "forward" else 1]
    return Corpus(options.kept / "worst", tree, case.fmt, what)


def _replay(case: Case, what: What, corpus: Corpus | None) -> Measurement | KernelError | None:
    """The worst inputs of earlier runs, but for those that are tested anyway."""
    if corpus is None:
        return None
    x = corpus.inputs()
    x = x[~np.isin(case.fmt.to_bits(x), case.fmt.to_bits(case.x))]
    return case.measure(what, x) if len(x) else None


def _remember(corpus: Corpus, verdict: Verdict, measured: Measurement, judged: Judged) -> None:
    """Keep the worst inputs of each class and those that failed, simplest first."""
    bad = [verdict.simplest] if verdict.simplest else []
    bad += [c.worst for c in judged.classes.values() if c.worst and "max" in c.failed]
    fine = [c.worst for c in judged.classes.values() if c.worst and c.max_ulp > 0]
    patterns = corpus.fmt.to_bits(measured.x)
    most = [int(patterns[i]) for i in worst_inputs(measured, _REMEMBERED) if abs(measured.errors[i]) > 0]
    corpus.add([int(w.input_hex, 16) for w in bad], [*(int(w.input_hex, 16) for w in fine), *most])


def _second_opinions(
    case: Case, formula: int, measured: Measurement, judged: Judged, rng: np.random.Generator
) -> int | KernelError:
    """Check a random sample and the worst input with the second evaluator: how many, or what is wrong."""
    assert case.node.formula is not None
    tree = (case.node.formula.f, case.node.formula.df)[formula]
    count = len(measured.x)
    chosen = rng.choice(count, min(_SECOND_OPINIONS, count), replace=False).tolist()
    if judged.worst is not None:
        chosen.append(judged.worst)
    with np.errstate(invalid="ignore"):
        xs = measured.x.astype(np.float64)
    try:
        return cross_check(tree, case.params, xs, measured.wanted, chosen)
    except ProofgradError as error:
        return KernelError(error.code, str(error))


def _broken(case: Case, what: What, problem: KernelError) -> Verdict:
    outcome = "inconclusive" if problem.kind in ("missing", "timeout") else "fail"
    return case.verdict(what, verdict=outcome, error=problem, message=problem.message)


def _decide(
    case: Case,
    what: What,
    classes: Mapping[str, ClassResult],
    measured: Measurement | None = None,
    judged: Judged | None = None,
) -> Verdict:
    failed = [name for name, c in classes.items() if c.failed]
    unknown = 0 if measured is None else int((measured.wanted.status == Status.UNKNOWN).sum())
    if failed:
        c = classes[failed[0]]
        outcome = "fail"
        message = f"{', '.join(c.failed)} of class {failed[0]}: {c.max_ulp:.4g} ULP, allowed {c.bound:g}"
        if "max" not in c.failed:
            figures = f"median {c.median_ulp:.4g}, bias {c.bias_ulp:.4g} ULP, at most {c.max_ulp:.4g}"
            message = f"{', '.join(c.failed)} of class {failed[0]}: {figures}"
        if c.failed == ("sign",) and c.worst is not None:
            message = f"sign of zero: f({c.worst.input}) is {c.worst.got}, not {c.worst.wanted}"
        if failed[1:]:
            message += f"; also {', '.join(failed[1:])}"
    elif not sum(c.count for c in classes.values()):
        outcome, message = "inconclusive", "no input could be judged"
    elif unknown:
        outcome, message = "inconclusive", f"{unknown} references could not be decided"
    else:
        outcome, message = "pass", ""
    if measured is None or judged is None:
        return case.verdict(what, verdict=outcome, classes=classes, message=message)
    finite = measured.wanted.status == Status.FINITE
    shown = classes[failed[0]].worst if failed else None
    simplest: Worst | None = None
    if failed and "max" in classes[failed[0]].failed and failed[0] in judged.classes and shown is not None:
        simplest = shrink(case, what, case.fmt.from_hex(shown.input_hex), classes[failed[0]].bound)
    elif not failed and judged.worst is not None:
        shown = max(judged.classes.values(), key=lambda c: c.max_ulp / max(c.bound, 2.0**-20)).worst
    line = "" if shown is None else _line(case, what, simplest or shown)
    return case.verdict(
        what,
        verdict=outcome,
        classes=classes,
        slack=float(measured.wanted.slack[finite].max(initial=0.0)),
        unknown=unknown,
        conventions=measured.conventions,
        kinks=measured.kinks,
        simplest=simplest,
        message=message,
        reproduce=line,
    )


def _line(case: Case, what: What, shown: Worst) -> str:
    """The line that shows an answer again, in an array of one number or, all the same, of as many as it
    takes; empty if none of the lengths tried does."""
    place = _place(case, what, shown)
    if place is None:
        return ""
    kernel = case.call.kernel.backend
    name, dtype = case.node.short_name, case.fmt.name
    return reproduction(kernel, name, what, dtype, shown.input_hex, shown.wanted, case.params, *place)


def _place(case: Case, what: What, shown: Worst) -> tuple[int, int] | None:
    """Length of an array of one number, and where in it the kernel gives the answer again."""
    x = case.fmt.from_hex(shown.input_hex)
    for count in SHORT[1:] if case.call.kernel.per_shape else (1, *LENGTHS[2:], len(case.x)):
        many = np.full(count, x, case.fmt.dtype)
        # As the line will call it: these very arrays, none that is filled up.
        got = case.call(what, many, *(() if what == "forward" else (np.ones_like(many),)), copy=False)
        if isinstance(got, KernelError):
            return None
        same = [i for i in dict.fromkeys((0, count - 1, *range(min(count, 64)))) if show(got[i]) == shown.got]
        if same:
            return count, same[0]
    return None
