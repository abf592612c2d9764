"""One input again: the line that a failing verdict prints, and what it runs."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from proofgrad.oracle.adapters import BACKENDS, load
from proofgrad.oracle.adapters.vectors import bind_vectors
from proofgrad.oracle.difftest.case import Case, Subject
from proofgrad.oracle.difftest.compare import Measurement
from proofgrad.oracle.difftest.layout import LENGTHS, SHORT
from proofgrad.oracle.difftest.sample import Array, Sample
from proofgrad.oracle.difftest.text import describe, show
from proofgrad.oracle.difftest.verdict import KernelError
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.ulp import Enclosures, Format, format_of

__all__ = ["line_of", "replay", "replay_vectors", "reproduction"]

_LONGEST = 3000
"""Characters of a line that is still printed."""


def replay(
    backend: str,
    node: str,
    what: str,
    dtype: str,
    x: str,
    wanted: str,
    params: Mapping[str, float] | None = None,
    count: int = 1,
    at: int = 0,
) -> str:
    """Call a kernel on one input given by its bits and print what it answers beside what was wanted.

    Args:
        backend: a name such as ``numpy`` or ``torch``, or ``module:attribute``.
        node: the node's short name.
        what: ``forward``, ``jvp``, ``vjp`` or ``hvp`` (in direction 1).
        dtype: the format.
        x: the input's bit pattern in hex.
        wanted: the reference in decimal, printed with its distance in ULP.
        params: values of the node's parameters.
        count: how many times the number is in the array.
        at: which of the answers is shown.
    """
    fmt = format_of(dtype)
    value = np.full(count, fmt.from_hex(x), dtype=fmt.dtype)
    kernel = load(backend, node, params)
    function = getattr(kernel, what)
    with np.errstate(all="ignore"):
        ones = [np.ones_like(value)] * {"forward": 0, "hvp": 2}.get(what, 1)
        got = np.asarray(function(value, *ones))
    place = f", number {at} of {count}" if count > 1 else ""
    return _told(f"{node} {what} {dtype} at {value[0]!s} ({x}){place}", got[at : at + 1], wanted, fmt)


def replay_vectors(
    backend: str,
    node: str,
    what: str,
    dtype: str,
    arrays: Sequence[tuple[Sequence[int], str]],
    wanted: str,
    options: Mapping[str, Any] | None = None,
    at: int = 0,
) -> str:
    """The same for a node of several inputs.

    Args:
        backend: as in :func:`replay`.
        node: the node's short name.
        what: ``forward``, ``jvp`` or ``vjp``.
        dtype: the format.
        arrays: what the kernel is called with, all inputs and then the directions or the cotangent: shapes,
            and the bit patterns of the entries in hex with blanks between.
        wanted: the reference of the entry in decimal.
        options: what the node has besides its inputs; lists become arrays of the format.
        at: which entry of the answer, counted through all its arrays.
    """
    fmt = format_of(dtype)
    given = [
        np.array([fmt.from_hex(word) for word in bits.split()], dtype=fmt.dtype).reshape(tuple(shape))
        for shape, bits in arrays
    ]
    taken = {k: fmt.narrow(np.array(v, np.float64)) if _nested(v) else v for k, v in (options or {}).items()}
    inputs = {"forward": len(given), "jvp": len(given) // 2, "vjp": len(given) - 1}[what]
    kernel = bind_vectors(node, None, inputs, taken, backend, parameters=tuple(taken))
    with np.errstate(all="ignore"):
        answer = getattr(kernel, what)(*given)
    parts = answer if isinstance(answer, (tuple, list)) else (answer,)
    got = np.concatenate([np.asarray(part).ravel() for part in parts])
    entries = np.concatenate([a.ravel() for a in given])
    first = ", ".join(show(v) for v in entries[:8]) + (", ..." if len(entries) > 8 else "")
    return _told(f"{node} {what} {dtype} at [{first}], entry {at}", got[at : at + 1], wanted, fmt)


def _nested(value: Any) -> bool:
    """Whether an option is an array of numbers, as parameters are; sizes and indices are tuples."""
    return isinstance(value, list)


def _told(where: str, got: Array, wanted: str, fmt: Format) -> str:
    line = f"{where}: got {got[0]!s}, wanted {wanted}"
    if wanted not in ("inf", "-inf", "nan", "unknown") and got.dtype == fmt.dtype:
        error = Enclosures.from_fractions(fmt, [Fraction(wanted)]).errors(got)[0]
        line += f", {abs(error):.3g} ULP apart"
    print(line)
    return line


def line_of(case: Case, part: Part, m: Measurement, row: int) -> str:
    """A shell line that shows the answer of a row again; empty if the kernel cannot be imported by name, or
    the answer is another one there."""
    if case.backend not in BACKENDS and ":" not in case.backend:
        return ""
    function, sample, place = m.source(row)
    subject = case.subject(function)
    if function.elementwise:
        return _of_batch(case, subject, part, m, row)
    return _of_vectors(case, subject, part, sample, place, describe(m.wanted, row))


def _of_batch(case: Case, subject: Subject, part: Part, m: Measurement, row: int) -> str:
    shown = m.worst(row)
    found = _place(subject, part, case.fmt.from_hex(shown.input_hex), shown.got)
    if found is None:
        return ""
    return reproduction(
        case.backend,
        case.node.short_name,
        case.told(part),
        case.fmt.name,
        shown.input_hex,
        shown.wanted,
        case.params,
        *found,
    )


def _place(subject: Subject, part: Part, x: Any, wanted: str) -> tuple[int, int] | None:
    """Length of an array of one number, and where in it the kernel gives the answer again; None if it does in
    none of the lengths tried."""
    call, size = subject.call, len(subject.samples[0].x[0])
    for count in SHORT[1:] if call.kernel.per_shape else (1, *LENGTHS[2:], size):
        many = np.full(count, x, call.fmt.dtype)
        # As the line will call it: these very arrays, none that is filled up.
        got = call(part, many, *(() if part == "forward" else (np.ones_like(many),)), copy=False)
        if isinstance(got, KernelError):
            return None
        same = [i for i in dict.fromkeys((0, count - 1, *range(min(count, 64)))) if show(got[i]) == wanted]
        if same:
            return count, same[0]
    return None


def _of_vectors(case: Case, subject: Subject, part: Part, sample: Sample, place: int, wanted: str) -> str:
    fmt = case.fmt
    arrays = [(list(a.shape), " ".join(fmt.hexes(a.ravel()))) for a in sample.arguments(part)]
    options = {
        name: np.asarray(v).astype(np.float64).tolist() if isinstance(v, np.ndarray) else v
        for name, v in subject.options.items()
    }
    arguments = [repr(a) for a in (case.backend, case.node.short_name, part, fmt.name, arrays, wanted)]
    arguments += [repr(options)] if options else []
    arguments += [f"at={place}"] if place else []
    return _line("replay_vectors", arguments)


def reproduction(
    backend: str,
    node: str,
    what: str,
    dtype: str,
    x: str,
    wanted: str,
    params: Mapping[str, float],
    count: int = 1,
    at: int = 0,
) -> str:
    """A shell line that runs :func:`replay`."""
    arguments = [
        repr(a) for a in (backend, node, what, dtype, x, wanted, *([dict(params)] if params else []))
    ]
    if count > 1:
        arguments += [f"count={count}", f"at={at}"]
    return _line("replay", arguments)


def _line(name: str, arguments: Sequence[str]) -> str:
    code = f"from proofgrad.oracle.difftest import {name}; {name}({', '.join(arguments)})"
    if len(code) > _LONGEST:
        return ""
    plain = not any(c in code for c in '"$`\\\\!')
    return f'python -c "{code}"' if plain else f"python -c {shlex.quote(code)}"
