"""At which sizes a vector node is tested: small ones, and large ones in every axis.

Kernels are written for blocks: what is wrong beyond 64 rows, or in a last partial tile, or where a sum in
bfloat16 stalls, is right at small sizes. So along every axis each of :data:`LENGTHS` is tried, one below a
power of two, the power, one above, and over a thousand; several axes at a time where that is not too much
work, of different lengths, as what is exchanged is not seen in squares. Random sizes on a logarithmic scale
are tried beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

import numpy as np

from proofgrad.bridge.catalogue import Node
from proofgrad.bridge.catalogue.fitting import fitted
from proofgrad.bridge.catalogue.indexed import IndexedFormula
from proofgrad.bridge.catalogue.indexed_text import indexed_text
from proofgrad.bridge.catalogue.instantiate import Choice, Concrete
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.formula.wide import WideEvaluator

__all__ = ["LENGTHS", "WRITTEN_OUT", "Shapes", "large_sizes", "sizes_given", "small_windows"]

LENGTHS = (1025, 128, 65, 33, 17, 16, 7)
"""Numbers of entries along an axis; 1 is among the small sizes. 128 is made of full blocks only."""

WRITTEN_OUT = 24
"""Entries, of inputs and result together, up to which sizes that a person asks for are written out and
evaluated in Arb, at special values too."""

_WORK = 40_000
"""Terms that one map has, over all coordinates; sizes with more are not chosen (rules back count a tenth)."""
_ENTRIES = 20_000
_RANDOM = 2
_LARGEST = 2000
_SMALL = (2, 3, 1)
_SHAPES = ((33, 17), (7, 5, 3))
_FEW = 4
"""Lengths that are tried along each axis where there are more than :data:`_MANY_AXES`."""
_MANY_AXES = 4
_GEOMETRIES = 9
_WINDOWS = (("h'", "h", "p"), ("w'", "w", "q"))
"""Of a convolution: the number of windows, of entries, and of entries of the kernel."""
_LEAST = {"pad": 0}


def large_sizes(formula: IndexedFormula, seed: int = 0) -> list[dict[str, Choice]]:
    """Sizes in which every axis has every length of :data:`LENGTHS` once, then some at random; where there
    are strides and paddings, all small ones of these with kernels of 1 to 3 entries.
    """
    rng = np.random.default_rng([seed, 1025])
    out = [*_covering(formula, rng), *_sums(formula), *_geometries(formula, rng)]
    for _ in range(_RANDOM):
        found = _random(formula, rng)
        if found is not None and found not in out:
            out.append(found)
    return out


Shapes = Mapping[str, "int | Sequence[int]"]
"""Shapes of inputs, by name, and values of natural numbers such as strides."""


def sizes_given(node: Node, shapes: Shapes | Sequence[Shapes]) -> list[dict[str, Choice]]:
    """The sizes that a person asks for.

    Args:
        node: a vector node.
        shapes: one choice of shapes, or several. What they leave open is 2, or for the windows of a
            convolution as many as there are.

    Raises:
        UsageError: the node has no such inputs, or not these shapes; or it could not be read for all sizes.
    """
    formula = node.indexed
    if formula is None:
        raise UsageError(f"{node.short_name} is read at some sizes only", hint="leave the shapes out")
    text = indexed_text(formula)
    hint = f"its inputs are {text.shapes}; its sizes {', '.join(v.name for v in formula.variables)}"
    out = []
    for choice in [shapes] if isinstance(shapes, Mapping) else shapes:
        inputs = {name for name, _ in formula.inputs}
        given: dict[str, Choice] = {}
        asked: dict[str, tuple[int, ...]] = {}
        for name, value in choice.items():
            whole = (value,) if isinstance(value, int) else tuple(map(int, value))
            if name in inputs:
                asked[name] = whole
            else:
                kinds = {v.name: v.kind for v in formula.variables}
                given[name] = whole[0] if kinds.get(name) == "natural" and len(whole) == 1 else whole
        try:
            start = fitted(formula, asked, given, otherwise=2)
            with_windows = _with_windows(formula, start) or start
            chosen = {**with_windows, **given}
            Concrete.at(formula, chosen)
        except ValueError as error:
            raise UsageError(f"{node.short_name}: {error}", hint=hint) from error
        out.append(chosen)
    return out


def _along_axes(formula: IndexedFormula) -> list[str]:
    """The natural numbers that are lengths of axes."""
    axes = [axes for _, axes in (*formula.inputs, ("", formula.output)) if not isinstance(axes, str)]
    found = {a.name for shape in axes for axis in shape for a in axis.atoms() if a.kind == "size"}
    windows = {name for name, _, _ in _WINDOWS} if _has_windows(formula) else set[str]()
    return [v.name for v in formula.variables if v.name in found - windows]


def _has_windows(formula: IndexedFormula) -> bool:
    names = {v.name for v in formula.variables}
    return {"stride", "pad", *(n for window in _WINDOWS for n in window)} <= names


_SMALL_WINDOWS: tuple[dict[str, Choice], ...] = (
    {"o": 1, "ch": 1, "h": 2, "w": 3, "p": 1, "q": 2, "stride": 1, "pad": 0},
    {"o": 1, "ch": 2, "h": 3, "w": 2, "p": 2, "q": 2, "stride": 2, "pad": 1},
    {"o": 2, "ch": 1, "h": 1, "w": 2, "p": 2, "q": 3, "stride": 3, "pad": 1},
)


def small_windows(formula: IndexedFormula) -> list[dict[str, Choice]]:
    """Of a convolution small sizes with as many windows as fit, in place of those at which it was read: every
    kernel but ours computes their number, and answers in another shape at others. Empty for other nodes."""
    if not _has_windows(formula):
        return []
    names = {v.name for v in formula.variables}
    fitting = (_with_windows(formula, dict(choices)) for choices in _SMALL_WINDOWS)
    return [found for found in fitting if found is not None and found.keys() == names]


def _with_windows(formula: IndexedFormula, choices: dict[str, Choice]) -> dict[str, Choice] | None:
    """With as many windows as fit into the padded image, as everybody has it; None if none does."""
    if not _has_windows(formula):
        return choices
    out = dict(choices)
    for count, entries, width in _WINDOWS:
        size, kernel, stride, pad = (choices[n] for n in (entries, width, "stride", "pad"))
        assert isinstance(size, int)
        assert isinstance(kernel, int)
        assert isinstance(stride, int)
        assert isinstance(pad, int)
        out[count] = (size + 2 * pad - kernel) // max(stride, 1) + 1
        if out[count] < 1:  # type: ignore[operator]
            return None
    return out


def _geometries(formula: IndexedFormula, rng: np.random.Generator) -> Iterator[dict[str, Choice]]:
    """All strides of 1 to 3 with paddings of 0 to 2 (whatever such numbers are called); where there are
    windows, all with kernels of 1 to 3 entries each way, the last of which reach the end along one axis and
    not along the other."""
    if _has_windows(formula):
        yield from _all_windows(formula)
        return
    axes = _along_axes(formula)
    others = [v.name for v in formula.variables if v.kind == "natural" and v.name not in axes]
    if not others or not axes:
        return
    ranges = [range(_LEAST.get(name, 1), _LEAST.get(name, 1) + 3) for name in others]
    combinations = list(product(*ranges))
    for n in range(_GEOMETRIES):
        chosen: dict[str, Choice] = dict(zip(others, combinations[n % len(combinations)], strict=True))
        for _ in range(20):
            chosen.update((name, int(rng.integers(1, 8))) for name in axes)
            if _fits(formula, chosen):
                yield chosen
                break


def _all_windows(formula: IndexedFormula) -> Iterator[dict[str, Choice]]:
    others = [a for a in _along_axes(formula) if all(a not in window for window in _WINDOWS)]
    for n, (stride, width, pad) in enumerate(product((1, 2, 3), (1, 2, 3), (0, 1, 2))):
        chosen: dict[str, Choice] = {"stride": stride, "pad": pad}
        chosen.update((name, 1 + (n + i) % 2) for i, name in enumerate(others))
        for i, (_, entries, kernel) in enumerate(_WINDOWS):
            left_over = (stride - 1) * ((n + i) % 2)
            size = width + stride * (1 + i) + left_over - 2 * pad
            chosen[entries] = size if size > 0 else size + stride * (-(size - 1) // stride + 1)
            chosen[kernel] = width
        found = _with_windows(formula, chosen)
        if found is not None and _fits(formula, found):
            yield found


def _covering(formula: IndexedFormula, rng: np.random.Generator) -> Iterator[dict[str, Choice]]:
    shapes = [v.name for v in formula.variables if v.kind == "shape"]
    axes = _along_axes(formula)
    if shapes and not axes:
        for shape in (*((n,) for n in LENGTHS), *_SHAPES):
            choices: dict[str, Choice] = dict.fromkeys(shapes, shape)
            if _fits(formula, choices):
                yield choices
        return
    lengths = LENGTHS if len(axes) <= _MANY_AXES else LENGTHS[1 : 1 + _FEW]
    open_ = {
        axis: [*lengths[i % len(lengths) :], *lengths[: i % len(lengths)]] for i, axis in enumerate(axes)
    }
    turn = 0
    while any(open_.values()):
        turn += 1
        choices = dict.fromkeys(shapes, (2,))
        for i, v in enumerate(formula.variables):
            if v.kind == "natural":
                choices[v.name] = _SMALL[(i + turn) % len(_SMALL)]
        first = max(open_, key=lambda axis: len(open_[axis]))
        covered = []
        for axis in (first, *rng.permutation([a for a in axes if a != first]).tolist()):
            for length in open_[axis]:
                found = _with_windows(formula, {**choices, axis: length})
                if found is not None and _fits(formula, found):
                    choices = found
                    covered.append((axis, length))
                    break
        if not covered or covered[0][0] != first:  # too much work even by itself
            open_[first].pop(0)
            continue
        for axis, length in covered:
            open_[axis].remove(length)
        yield choices


def _sums(formula: IndexedFormula) -> Iterator[dict[str, Choice]]:
    """Where an axis of the result is as long as two others together (they are put one behind the other), each
    length of it too."""
    for axis in () if isinstance(formula.output, str) else formula.output:
        names = [atom.name for atom in axis.atoms() if atom.kind == "size"]
        if len(names) != 2 or len(axis.terms) != 2 or any(len(m) != 1 or c != 1 for m, c in axis.terms):
            continue
        for i, length in enumerate(LENGTHS):
            first = length * (i % 3 + 1) // 4
            choices: dict[str, Choice] = dict.fromkeys((v.name for v in formula.variables), 2)
            choices.update({names[0]: first, names[1]: length - first})
            if _fits(formula, choices):
                yield choices


def _random(formula: IndexedFormula, rng: np.random.Generator) -> dict[str, Choice] | None:
    axes = set(_along_axes(formula))
    for _ in range(50):
        choices: dict[str, Choice] = {}
        for v in formula.variables:
            if v.kind == "natural":
                top = _LARGEST if v.name in axes else 4
                choices[v.name] = int(np.exp(rng.uniform(0.0, np.log(top))))
            elif v.kind == "shape":
                choices[v.name] = (int(np.exp(rng.uniform(0.0, np.log(_LARGEST)))),)
        found = _with_windows(formula, choices)
        if found is not None and _fits(formula, found):
            return found
    return None


def _fits(formula: IndexedFormula, choices: dict[str, Choice]) -> bool:
    """Whether the node exists at these sizes and is not too much work."""
    try:
        concrete = Concrete.at(formula, choices)
    except ValueError:
        return False
    entries = sum(prod(shape) for _, shape in concrete.inputs) + prod(concrete.output)
    if not 0 < entries <= _ENTRIES:
        return False
    forward = WideEvaluator(concrete, "forward", np.float64, 0.0).work
    return forward <= _WORK and WideEvaluator(concrete, "jvp", np.float64, 0.0).work <= _WORK
