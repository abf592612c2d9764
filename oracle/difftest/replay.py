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
    """
    fmt = format_of(dtype)
    value = np.asarray([fmt.from_hex(x)], dtype=fmt.dtype)
    kernel = load(backend, node, params)
    function = getattr(kernel, what)
    with np.errstate(all="ignore"):
        got = np.asarray(function(value) if what == "forward" else function(value, np.ones_like(value)))
    line = f"{node} {what} {dtype} at {value[0]!s} ({x}): got {got[0]!s}, wanted {wanted}"
    if wanted not in ("inf", "-inf", "nan", "unknown") and got.dtype == value.dtype:
        error = Enclosures.from_fractions(fmt, [Fraction(wanted)]).errors(got)[0]
        line += f", {abs(error):.3g} ULP apart"
    print(line)
    return line


def reproduction(
    backend: str, node: str, what: str, dtype: str, x: str, wanted: str, params: Mapping[str, float]
) -> str:
    """A shell line that runs :func:`replay`; empty if the backend cannot be loaded by name."""
    if backend not in BACKENDS and ":" not in backend:
        return ""
    arguments = [backend, node, what, dtype, x, wanted, *([dict(params)] if params else [])]
    code = f"from proofgrad.oracle.difftest import replay; replay({', '.join(map(repr, arguments))})"
    plain = not any(c in code for c in '"$`\\\\!')
    return f'python -c "{code}"' if plain else f"python -c {shlex.quote(code)}"
