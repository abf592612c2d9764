"""NumPy's operations on traced numbers: rounded ones, exact ones, calls of its library of functions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue.rounded import Instruction
from proofgrad.oracle.rounding.assumed import SUPPOSED
from proofgrad.oracle.rounding.choices import chosen, compared, equal, order
from proofgrad.oracle.rounding.masks import opposite
from proofgrad.oracle.rounding.traced import (
    COMPARISONS,
    UFUNCS,
    Traced,
    as_number,
    cast,
    constant_of,
    rounded,
)

__all__ = ["COMPARISONS", "UFUNCS"]


def _call(name: str, a: Traced) -> Traced:
    """A function of the library; NumPy and ml_dtypes compute those of 16-bit numbers in float32."""
    dtype = np.dtype(np.float32) if a.dtype.itemsize == 2 else a.dtype
    call = Instruction(
        "call", (a.register or 0,), format=dtype.name, function=name, hundredths=SUPPOSED[name][dtype.name]
    )
    return cast(Traced(a.recorder, a.recorder.emit(call), dtype), a.dtype)


def _folded(function: Callable[..., Any], *values: Traced) -> Traced | None:
    """The result for constants, by NumPy itself."""
    numbers = [constant_of(v) for v in values]
    if any(n is None for n in numbers):
        return None
    dtype = values[0].dtype
    with np.errstate(all="ignore"):
        return as_number(values[0].recorder, function(*(dtype.type(float(n or 0)) for n in numbers)), dtype)


def _operation(op: str, function: Callable[..., Any]) -> Callable[..., Traced]:
    """A rounded operation on two numbers."""

    def apply(a: Traced, b: Traced) -> Traced:
        folded = _folded(function, a, b)
        if folded is not None:
            return folded
        simple = _SIMPLE[op](a, b)
        if simple is not None:
            return simple
        r = a.recorder
        pair = (a.register or 0, b.register or 0)
        if op in ("add", "mul"):
            pair = (min(pair), max(pair))
        return rounded(r, r.emit(Instruction(op, pair)), a.dtype)

    return apply


def _no_change_add(a: Traced, b: Traced) -> Traced | None:
    if constant_of(a) == 0:
        return b.copy()
    return a.copy() if constant_of(b) == 0 else None


def _no_change_sub(a: Traced, b: Traced) -> Traced | None:
    if constant_of(a) == 0:
        return _neg(b)
    return a.copy() if constant_of(b) == 0 else None


def _power_of_two(value: Fraction | None) -> bool:
    """Whether it is 2, 4, 8, ...: multiples by these are exact."""
    return (
        value is not None
        and value.denominator == 1
        and value > 1
        and value.numerator & (value.numerator - 1) == 0
    )


def _no_change_mul(a: Traced, b: Traced) -> Traced | None:
    for c, other in ((constant_of(a), b), (constant_of(b), a)):
        if c is None:
            continue
        if abs(c) == 1:
            return other.copy() if c > 0 else _neg(other)
        if _power_of_two(abs(c)):
            r = other.recorder
            register = r.emit(Instruction("mul", (r.number(c), other.register or 0)))
            r.require(register, other.dtype.name)
            return Traced(r, register, other.dtype)
    return None


def _no_change_div(a: Traced, b: Traced) -> Traced | None:
    c = constant_of(b)
    if c is not None and abs(c) == 1:
        return a.copy() if c > 0 else _neg(a)
    return None


_SIMPLE: dict[str, Callable[[Traced, Traced], Traced | None]] = {
    "add": _no_change_add,
    "sub": _no_change_sub,
    "mul": _no_change_mul,
    "div": _no_change_div,
}


def _exactly(op: str, *values: Traced) -> Traced:
    r = values[0].recorder
    return Traced(r, r.emit(Instruction(op, tuple(v.register or 0 for v in values))), values[0].dtype)


def _neg(a: Traced) -> Traced:
    out = _exactly("neg", a)
    c = constant_of(a)
    if c is not None:
        return as_number(a.recorder, -float(c), a.dtype)
    out.affine = None if a.affine is None else (-a.affine[0], -a.affine[1])
    return out


def _abs(a: Traced) -> Any:
    if a.affine is None:
        null = as_number(a.recorder, 0.0, a.dtype)
        return chosen(compared(a, null), _neg(a), a.copy())
    return a.copy() if a.recorder.sign(*a.affine) >= 0 else _neg(a)


def _greater(a: Traced, b: Traced) -> Any:
    if a.affine is not None and b.affine is not None:
        return (a if order(a, b) >= 0 else b).copy()
    return chosen(compared(a, b), b, a)


def _smaller(a: Traced, b: Traced) -> Any:
    if a.affine is not None and b.affine is not None:
        return (a if order(a, b) <= 0 else b).copy()
    return chosen(compared(a, b), a, b)


def _sqrt(a: Traced) -> Traced:
    folded = _folded(np.sqrt, a)
    if folded is not None:
        return folded
    return rounded(a.recorder, a.recorder.emit(Instruction("sqrt", (a.register or 0,))), a.dtype)


def _sign(a: Traced) -> Any:
    one, zero = (a.dtype.type(v) for v in (1, 0))
    if a.affine is not None:
        return as_number(a.recorder, float(a.recorder.sign(*a.affine)), a.dtype)
    null = as_number(a.recorder, zero, a.dtype)
    return chosen(compared(null, a), one, chosen(compared(a, null), -one, zero))


def _copysign(a: Traced, b: Traced) -> Any:
    size = _abs(a)
    return chosen(compared(b, as_number(a.recorder, 0.0, a.dtype)), _neg(size), size)


COMPARISONS |= {
    "less": compared,
    "greater": lambda a, b: compared(b, a),
    "less_equal": lambda a, b: opposite(compared(b, a)),
    "greater_equal": lambda a, b: opposite(compared(a, b)),
    "equal": equal,
    "not_equal": lambda a, b: opposite(equal(a, b)),
}
_add, _sub, _mul, _div = (
    _operation(op, function)
    for op, function in (("add", np.add), ("sub", np.subtract), ("mul", np.multiply), ("div", np.divide))
)
UFUNCS |= {
    "add": _add,
    "subtract": _sub,
    "multiply": _mul,
    "divide": _div,
    "negative": _neg,
    "positive": lambda a: a.copy(),
    "absolute": _abs,
    "fabs": _abs,
    "sqrt": _sqrt,
    "square": lambda a: _mul(a, a),
    "reciprocal": lambda a: _div(as_number(a.recorder, 1.0, a.dtype), a),
    "maximum": _greater,
    "fmax": _greater,
    "minimum": _smaller,
    "fmin": _smaller,
    "sign": _sign,
    "copysign": _copysign,
    **{name: partial(_call, name) for name in SUPPOSED},
}
