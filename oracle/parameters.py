"""Values of a node's parameters: names in Lean and in Python, defaults, and what is drawn for arrays."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Node, VectorFormula, in_order
from proofgrad.bridge.catalogue.instantiate import Concrete
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.formula.wide import family_shapes
from proofgrad.oracle.ulp import Format

__all__ = ["DEFAULT_PARAMETERS", "DRAWS", "FIXED", "named_parameters", "options_of", "parameter_shapes"]

Floats = NDArray[np.float64]

DEFAULT_PARAMETERS: Mapping[str, float] = {
    "ε": 2.0**-20,
    "alpha": 1.25,
    "c": 1.375,
    "lo": -0.75,
    "hi": 1.5,
    "delta": 0.75,
    "β": 1.625,
    "lambd": 0.625,
    "threshold": 0.375,
    "value": -1.25,
    "p": 1.75,
}
"""Values of parameters that are not given; exact in every dtype, and such that a kernel which forgets one is
wrong.
"""

FIXED: Mapping[str, float] = {"alpha": 1.0}
"""What a kernel that cannot be told a parameter is taken to use: elu without its factor."""

DRAWS = ("spread", "hard")
"""How entries of array parameters are drawn: all over their range, its ends included; at its ends only (a
target of one class, a mask that hides all keys but one)."""

_FALLBACK = 1.25


def named_parameters(node: Node, params: Mapping[str, Any]) -> dict[str, Any]:
    """Values under the names that the Lean node uses, ``ε`` for ``eps``.

    Raises:
        UsageError: the node has no such parameter.
    """
    from proofgrad.oracle.kernels import KEYWORDS

    known = list(node.parameters)
    for formula in node.vectors:
        known += [name for name, _ in formula.sizes]
        known += [str(t.value).partition("[")[0] for t in in_order(formula.forward) if t.op == "param"]
    known = list(dict.fromkeys(known))
    python = {KEYWORDS.get(name, name.replace(".", "_")): name for name in known}
    out = {}
    for name, value in params.items():
        if name not in known and name not in python:
            has = f"it has: {', '.join(known)}" if known else "it has none"
            raise UsageError(f"{node.short_name} has no parameter {name!r}", hint=has)
        out[name if name in known else python[name]] = value
    return out


def parameter_shapes(formula: VectorFormula | Concrete) -> dict[str, tuple[int, ...] | None]:
    """The parameters that a formula has at its size: None for a number, the shape for an array.

    A parameter whose shape the formula does not show (it has no entries) is not among them.
    """
    found: dict[str, tuple[int, ...] | None] = {}
    if isinstance(formula, Concrete):
        both = formula.formula.forward, formula.formula.jvp
        found = {str(t.value): None for t in in_order(both) if t.op == "param"}
        return {**found, **family_shapes(formula)}
    for tree in in_order((*formula.forward, *formula.jvp)):
        if tree.op != "param":
            continue
        name, bracket, rest = str(tree.value).partition("[")
        if not bracket:
            found[name] = None
            continue
        index = tuple(int(i) for i in rest.rstrip("]").split(","))
        before = found.get(name) or (0,) * len(index)
        found[name] = tuple(max(n, i + 1) for n, i in zip(before, index, strict=True))
    return found


def options_of(
    formula: VectorFormula | Concrete,
    params: Mapping[str, Any],
    rng: np.random.Generator,
    *,
    fmt: Format | None = None,
    parameters: Sequence[str] = (),
    node: str = "",
    draw: str = DRAWS[0],
) -> tuple[dict[str, Any], dict[str, Fraction]]:
    """What a kernel takes besides its inputs, and the values of the formula's parameters.

    Args:
        formula: the formula; of one that is not written out the entries of arrays are not among the values.
        params: values of parameters: numbers, or arrays for families such as ``t[0]``, ``t[1]``; what is not
            given is drawn.
        rng: what is drawn comes from here.
        fmt: the format that arrays are in; None: float64, and what is drawn are eighths, for people.
        parameters: names that must be there even if the formula, at its sizes, has nothing of them.
        node: the node's short name, which says what an array ranges over.
        draw: one of :data:`DRAWS`.

    Raises:
        UsageError: an array that is given has another shape than the formula asks for, or what is given is
            no array of numbers.
    """
    options: dict[str, Any] = {}
    for name, text in formula.sizes:
        value = json.loads(text)
        options[name] = tuple(value) if isinstance(value, list) else value
    values: dict[str, Fraction] = {}
    for name, shape in parameter_shapes(formula).items():
        if shape is None:
            number = (
                _number(name, params[name]) if name in params else DEFAULT_PARAMETERS.get(name, _FALLBACK)
            )
            options[name] = number
            values[name] = Fraction(number)
            continue
        if name in params:
            array = _given(name, params[name], shape, formula.label)
        else:
            array = _drawn(node, name, shape, rng, draw)
        kept = np.rint(8 * array) / 8 if fmt is None and name not in params else array
        kept = kept if fmt is None else fmt.narrow(kept)
        options[name] = kept
        if isinstance(formula, Concrete):
            continue
        for index in np.ndindex(shape):
            values[f"{name}[{', '.join(map(str, index))}]"] = Fraction(float(kept[index]))
    for name, value in params.items():
        options.setdefault(name, value)
    for name in parameters:
        empty = np.zeros(0) if fmt is None else np.zeros(0, fmt.dtype)
        options.setdefault(name, DEFAULT_PARAMETERS.get(name, empty))
    return options, values


def _number(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise UsageError(f"the parameter {name} is a number, not {value!r}") from error


def _given(name: str, value: Any, shape: tuple[int, ...], label: str) -> Floats:
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise UsageError(f"the parameter {name} is an array of numbers, not {value!r}") from error
    if array.shape != shape:
        found = "a number" if not array.shape else f"of shape {array.shape}"
        raise UsageError(f"the parameter {name} is {found}; at {label} it has the shape {shape}")
    return array


def _drawn(node: str, name: str, shape: tuple[int, ...], rng: np.random.Generator, draw: str) -> Floats:
    """Entries that range over what the argument ranges over."""
    kind = _RANGES.get((node, name), "positive")
    hard = draw == "hard"
    if kind == "real":
        values = np.asarray(np.exp2(rng.uniform(-3.0, 2.0, shape)) * rng.choice([-1.0, 1.0], shape))
        values[rng.random(shape) < (0.5 if hard else 0.05)] = 0.0
        return values
    if kind == "classes" and hard:  # one of them is certain
        return np.eye(shape[-1])[rng.integers(0, shape[-1], shape[:-1])] if shape[-1] else np.zeros(shape)
    if kind == "mask" and hard:  # every row sees at least one
        chosen = np.eye(shape[-1])[rng.integers(0, shape[-1], shape[:-1])] if shape[-1] else np.zeros(shape)
        return np.maximum(chosen, rng.integers(0, 2, shape))
    if kind == "share" and hard:
        return np.asarray(rng.integers(0, 2, shape), dtype=np.float64)
    values = rng.integers(1, 9, shape) / 8
    if kind != "positive" and np.prod(shape, dtype=int) > 1:  # the ends of the range
        zero = rng.random(shape) < 0.2
        if kind == "mask":
            zero[..., 0] = False
        values[zero] = 0.0
    return values


_RANGES: Mapping[tuple[str, str], str] = {
    ("linear", "weights"): "real",
    ("linear", "bias"): "real",
    ("biasedAttention", "bias"): "real",
    **{("elmanCell", name): "real" for name in "WUb"},
    ("crossEntropy", "t"): "classes",
    ("bceWithLogits", "t"): "share",
    ("maskedAttention", "w"): "mask",
}
"""What arrays range over: ``real`` numbers; ``classes``, shares of the last axis; a ``share`` between 0 and
1; a ``mask``, 0 to 1 with something in every row; and, where nothing is known, ``positive`` numbers."""
