"""A traced program at single floats, and whether a kernel does just that: the tracer's named cross-check.

What a kernel asks of an array (its size, its type, whether any entry ...) is answered for one entry by the
tracer. So the kernel is run on one float alone and on arrays of several, and has to give the program's bits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue.rounded import RoundedProgram
from proofgrad.oracle.ulp import FORMATS, Format

__all__ = ["differs", "replayed"]

_LIBRARY: dict[str, Callable[[Any], Any]] = {
    f.__name__: f for f in (np.exp, np.log, np.log1p, np.expm1, np.tanh, np.sin, np.cos)
}


def replayed(program: RoundedProgram, x: float) -> float | None:
    """The program's number at a float: exact operations, explicit rounding, NumPy for the library.

    None where an operation has no value or an infinite one.

    Args:
        program: with no function of the project's own kernels.
        x: the input.
    """
    registers = [Fraction(x)]
    roots: dict[int, Fraction] = {}
    for i in program.instructions:
        a = [registers[r] for r in i.registers]
        value = Fraction(0)
        match i.op:
            case "num":
                value = Fraction(i.number or 0)
            case "neg":
                value = -a[0]
            case "add":
                value = a[0] + a[1]
            case "sub":
                value = a[0] - a[1]
            case "mul":
                value = a[0] * a[1]
            case "div":
                if not a[1]:
                    return None
                value = a[0] / a[1]
            case "sqrt":
                if a[0] < 0:
                    return None
                roots[len(registers)] = value = a[0]
            case "ifLt":
                value = a[2] if a[0] < a[1] else a[3]
            case _:  # round, call: to a format
                fmt = FORMATS[str(i.format)]
                with np.errstate(all="ignore"):
                    if i.op == "call":
                        given = np.array([float(a[0])]).astype(fmt.dtype)
                        number = float(_LIBRARY[str(i.function)](given)[0])
                    elif i.registers[0] in roots:
                        number = float(np.sqrt(np.array([float(a[0])]).astype(fmt.dtype))[0])
                    else:
                        number = fmt.round_exact(a[0])
                if not np.isfinite(number) or abs(number) > fmt.max_finite:
                    return None
                value = Fraction(number)
        registers.append(value)
    try:
        return float(registers[-1])
    except OverflowError:
        return None


def differs(
    program: RoundedProgram, function: Callable[[Any], Any], fmt: Format, inside: Sequence[int], around: Any
) -> float | None:
    """An input of a piece at which a kernel does not give the program's number; None if none was found.

    Args:
        program: what was traced of the kernel on a piece.
        function: the kernel, of an array of the format.
        fmt: the format of inputs and results.
        inside: ordinals of inputs in the piece.
        around: other inputs, of the format, in one axis: they stand in the same array.
    """
    xs = fmt.from_ordinal(np.array(inside))
    with np.errstate(all="ignore"):
        together = np.asarray(function(np.concatenate([around, xs, around]).astype(fmt.dtype)))
        alone = [np.asarray(function(xs[n : n + 1].copy())) for n in range(len(xs))]
    among = together[len(around) : len(around) + len(xs)]
    for x, one, other in zip(xs.astype(np.float64).tolist(), alone, among.tolist(), strict=True):
        wanted = replayed(program, x)
        for got in (one.astype(np.float64).ravel().tolist(), [float(other)]):
            finite = [g if np.isfinite(g) else None for g in got]
            if finite != [wanted]:
                return float(x)
    return None
