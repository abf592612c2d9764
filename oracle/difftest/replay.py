"""One input again: the line that a failing verdict prints, and what it runs."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from proofgrad.oracle.adapters import BACKENDS, load
from proofgrad.oracle.ulp import Enclosures, format_of

__all__ = ["replay", "reproduction"]


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
        what: ``forward``, ``jvp`` or ``vjp`` (in direction 1).
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
        got = np.asarray(function(value) if what == "forward" else function(value, np.ones_like(value)))
    place = f", number {at} of {count}" if count > 1 else ""
    line = f"{node} {what} {dtype} at {value[0]!s} ({x}){place}: got {got[at]!s}, wanted {wanted}"
    if wanted not in ("inf", "-inf", "nan", "unknown") and got.dtype == value.dtype:
        error = Enclosures.from_fractions(fmt, [Fraction(wanted)]).errors(got[at : at + 1])[0]
        line += f", {abs(error):.3g} ULP apart"
    print(line)
    return line


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
    """A shell line that runs :func:`replay`; empty if the backend cannot be loaded by name."""
    if backend not in BACKENDS and ":" not in backend:
        return ""
    arguments = [
        repr(a) for a in (backend, node, what, dtype, x, wanted, *([dict(params)] if params else []))
    ]
    if count > 1:
        arguments += [f"count={count}", f"at={at}"]
    code = f"from proofgrad.oracle.difftest import replay; replay({', '.join(arguments)})"
    plain = not any(c in code for c in '"$`\\\\!')
    return f'python -c "{code}"' if plain else f"python -c {shlex.quote(code)}"
