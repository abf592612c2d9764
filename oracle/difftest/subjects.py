"""The functions of a node, with kernels and samples: one batch, or a function for each choice of sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Node, Tree, VectorFormula
from proofgrad.bridge.catalogue.indexed import IndexedFormula
from proofgrad.bridge.catalogue.instantiate import Choice, Choices, Concrete, instantiated
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters import load, takes_parameters, wrap
from proofgrad.oracle.adapters.replaced import Names, judges
from proofgrad.oracle.adapters.vectors import bind_vectors
from proofgrad.oracle.difftest.bounds import Bounds
from proofgrad.oracle.difftest.call import Caller
from proofgrad.oracle.difftest.case import Subject
from proofgrad.oracle.difftest.coordinates import Coordinates, Remembered
from proofgrad.oracle.difftest.drawing import near, samples_of
from proofgrad.oracle.difftest.elementwise import Elementwise
from proofgrad.oracle.difftest.sample import Sample
from proofgrad.oracle.difftest.sizes import WRITTEN_OUT, large_sizes, small_windows
from proofgrad.oracle.difftest.tolerances import Tolerances
from proofgrad.oracle.difftest.worth import fitting_parameters
from proofgrad.oracle.formula import Reference, ReferenceCache, References
from proofgrad.oracle.formula.coordinates import CoordinateReference, Trees
from proofgrad.oracle.formula.large import LargeReference
from proofgrad.oracle.inputs import Features, exhaustive, features, inputs
from proofgrad.oracle.parameters import DEFAULT_PARAMETERS, DRAWS, FIXED, options_of, parameter_shapes
from proofgrad.oracle.ulp import Format, format_of

__all__ = ["batch_subject", "vector_subjects"]

Array = NDArray[Any]

_REMEMBERED = 192
"""Formulas at their sizes whose references are remembered: those of the last few nodes of vectors."""
_SAMPLES = 2000
"""Of one of them so many references: a search finds others for every kernel."""


def batch_subject(
    node: Node,
    kernel: Any,
    *,
    backend: str,
    fmt: Format,
    params: Mapping[str, Any],
    bounds: tuple[Bounds, Bounds],
    seed: int,
    size: int | None,
    timeout: float,
    kept: Path | None,
    isolate: bool,
    tolerances: Tolerances,
) -> tuple[Subject, dict[str, float]]:
    """A scalar function with its kernel, and the values of its parameters.

    Args:
        node: an elementwise node with a formula.
        kernel: as in :func:`~proofgrad.oracle.difftest.test`; so are most others.
        backend: whose kernel.
        fmt: the format.
        params: values of parameters.
        bounds: the limits of f and f'.
        seed: of the inputs.
        size: number of random inputs; None: every number of the format.
        timeout: seconds per call.
        kept: where references are kept.
        isolate: whether the kernel runs in a process of its own.
        tolerances: what is accepted, and from where to where inputs go.

    Raises:
        UsageError: a parameter has no value, or there is no such kernel, or no number in the range.
    """
    name = node.short_name
    assert node.formula is not None
    defaults = dict(DEFAULT_PARAMETERS)
    if not takes_parameters(kernel if kernel is not None else backend, name, isolate=isolate):
        defaults.update(FIXED)
    values = {p: float(params.get(p, defaults.get(p, np.nan))) for p in node.parameters}
    values = fitting_parameters(node, values, params)
    missing = [p for p, v in values.items() if np.isnan(v)]
    if missing:
        raise UsageError(f"parameter {missing[0]} of {name} has no value", hint="pass params")
    if kernel is None:
        bound = load(backend, name, values, isolate=isolate)
    else:
        bound = wrap(kernel, node=name, params=values, backend="" if backend == "numpy" else backend)
    trees = (node.formula.f, node.formula.df)
    reference, found, x, refs = _prepared(trees, tuple(values.items()), fmt.name, seed, size, kept)
    function = Elementwise(node, values, reference, found, fmt, bounds, (x, refs), tolerances)
    call = Caller(bound, name, fmt, timeout)
    x = function.inside(x)
    if not len(x):
        raise UsageError("none of the inputs is in that range", hint="a wider range")
    return Subject(function, call, (Sample.batch(x),), values), values


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


def vector_subjects(
    node: Node,
    kernel: Any,
    *,
    backend: str,
    fmt: Format,
    params: Mapping[str, Any],
    seed: int,
    timeout: float,
    isolate: bool,
    tolerances: Tolerances,
    limit: float | None = None,
    sizes: Sequence[Choices] | None = None,
    points: Sequence[Sequence[Array]] | None = None,
) -> tuple[Subject, ...]:
    """The functions of a vector node at the sizes of its formulas; twice where it has arrays for parameters:
    with entries all over their range, and at its ends.

    Raises:
        UsageError: there is no such kernel, or no size that fits the arrays that are given.
    """
    out: list[Subject] = []
    strict = tolerances.strict
    names: Names | None = None
    for number, (formula, draw) in enumerate(_fitting(node, params, seed, sizes)):
        rng = np.random.default_rng([seed, 77, number])
        options, values = options_of(
            formula,
            params,
            rng,
            fmt=fmt,
            parameters=node.parameters,
            node=node.short_name,
            draw=draw,
        )
        count = len(formula.inputs)
        bound = bind_vectors(
            node.short_name,
            kernel,
            count,
            options,
            backend,
            parameters=node.parameters,
            isolate=isolate,
        )
        about: _Small | _Large
        if isinstance(formula, VectorFormula):
            about = _Small(formula, tuple(sorted(values.items())), strict, fmt)
        else:
            arrays = {n: options[n] for n, shape in parameter_shapes(formula).items() if shape is not None}
            given = {**{name: float(value) for name, value in values.items()}, **arrays}
            wide = {name: np.asarray(a).astype(np.float64) for name, a in given.items()}
            # By their bits: a kernel may write into the arrays that it is given.
            bits = tuple((name, a.shape, a.tobytes()) for name, a in wide.items())
            about = _Large(formula.formula, formula.sizes, bits, seed, strict, fmt, formula)
        reference, remembered = _reference(about)
        if len(remembered.references) > _SAMPLES:
            remembered.references.clear()
            remembered.special.clear()
        function = Coordinates(node, reference, fmt, tolerances, limit, remembered)
        turn = number if sizes is None else None
        drawn = np.random.default_rng([seed, number])
        chosen = samples_of(function, drawn, turn) if points is None else near(function, points, drawn)
        samples = tuple(chosen)
        names = judges() if names is None else names  # what loading the kernel did is done
        call = Caller(bound, node.short_name, fmt, timeout, options, names=names)
        out.append(Subject(function, call, samples, options))
    return tuple(out)


@dataclass(frozen=True)
class _Small:
    """All that references of a formula that is written out depend on."""

    formula: VectorFormula
    values: tuple[tuple[str, Fraction], ...]
    strict: bool
    fmt: Format

    def reference(self) -> CoordinateReference:
        return CoordinateReference(Trees(self.formula), dict(self.values), strict=self.strict)


@dataclass(frozen=True)
class _Large:
    """The same of one that holds at every size: the sizes name each of its natural numbers and tables."""

    formula: IndexedFormula
    sizes: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, tuple[int, ...], bytes], ...]
    seed: int
    strict: bool
    fmt: Format
    concrete: Concrete = field(compare=False)

    def reference(self) -> LargeReference:
        arrays = {name: np.frombuffer(bits).reshape(shape) for name, shape, bits in self.values}
        return LargeReference(self.concrete, arrays, self.seed, strict=self.strict)


@lru_cache(maxsize=_REMEMBERED)
def _reference(about: _Small | _Large) -> tuple[CoordinateReference | LargeReference, Remembered]:
    """A formula ready to be evaluated, and what is known of it: the same for every kernel of a node, and
    remembered for the next one."""
    return about.reference(), Remembered()


def _formulas(node: Node, seed: int, sizes: Sequence[Choices] | None) -> Iterator[VectorFormula | Concrete]:
    """A node at the sizes that were read or asked for, and at large ones."""
    small = [] if sizes is not None or node.indexed is None else small_windows(node.indexed)
    if small and node.indexed is not None:
        yield from (instantiated(node.indexed, choices) for choices in small)
    elif sizes is None:
        yield from node.vectors
    if node.indexed is None:
        return
    rng = np.random.default_rng([seed, 78])
    for choices in large_sizes(node.indexed, seed) if sizes is None else sizes:
        concrete = _with_tables(Concrete.at(node.indexed, choices), choices, rng)
        entries = concrete.count("forward") + concrete.count("vjp")
        few = sizes is not None and entries <= WRITTEN_OUT
        yield instantiated(node.indexed, concrete.choices) if few else concrete


def _with_tables(concrete: Concrete, choices: Choices, rng: np.random.Generator) -> Concrete:
    """With tables of random indices, some of them twice."""
    drawn: dict[str, Choice] = {}
    for variable in concrete.formula.variables:
        table = concrete.tables.get(variable.name)
        if isinstance(table, tuple) and table and variable.bound is not None:
            below = int(variable.bound.value(lambda atom: concrete.atom(atom, {})))
            drawn[variable.name] = tuple(rng.integers(0, below, len(table)).tolist())
    return Concrete.at(concrete.formula, {**drawn, **choices}) if drawn else concrete


def _fitting(
    node: Node, params: Mapping[str, Any], seed: int, sizes: Sequence[Choices] | None
) -> Iterator[tuple[VectorFormula | Concrete, str]]:
    """The formulas that the arrays given fit, each with a way of drawing those that are not given."""
    wanted: list[str] = []
    none, turn = True, 0
    for formula in _formulas(node, seed, sizes):
        shapes = parameter_shapes(formula)
        arrays = {name: shape for name, shape in shapes.items() if shape is not None}
        wrong = [
            f"{name} of shape {shape}"
            for name, shape in arrays.items()
            if name in params and np.shape(params[name]) != shape
        ]
        if wrong:
            wanted += wrong
            continue
        none = False
        turn += 1
        yield formula, DRAWS[0 if isinstance(formula, VectorFormula) else turn % 2]
        if any(name not in params for name in arrays) and isinstance(formula, VectorFormula):
            yield formula, DRAWS[1]
    if none:
        fit = "; ".join(dict.fromkeys(wanted)) or "none"
        raise UsageError(
            f"the arrays that were given fit none of the sizes of {node.short_name}", hint=f"they have: {fit}"
        )
