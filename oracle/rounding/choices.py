"""Comparisons of traced numbers, and choices by them."""

from __future__ import annotations

from typing import Any

import numpy as np

from proofgrad.bridge.catalogue.rounded import Instruction
from proofgrad.oracle.rounding.masks import Mask
from proofgrad.oracle.rounding.recorder import untraceable
from proofgrad.oracle.rounding.traced import Traced, as_number

__all__ = ["chosen", "compared", "equal", "order"]


def compared(a: Traced, b: Traced) -> Mask:
    """a < b."""
    if a.register is None or b.register is None:
        return Mask(False)
    if a.affine is not None and b.affine is not None:
        return Mask(order(a, b) < 0)
    return Mask(None, a, b)


def order(a: Traced, b: Traced) -> int:
    """The sign of a - b, for numbers that are ±x or constants. Raises Split."""
    assert a.affine is not None
    assert b.affine is not None
    slope, offset = a.affine[0] - b.affine[0], a.affine[1] - b.affine[1]
    return a.recorder.sign((slope > 0) - (slope < 0), offset)


def chosen(mask: Mask, then: Any, other: Any) -> Any:
    """`then` where the mask holds, else `other`."""
    if mask.known is not None:
        return then if mask.known else other
    if mask.both is not None:
        a, b = mask.both
        if mask.negated:
            return chosen(a, chosen(b, other, then), then)
        return chosen(a, chosen(b, then, other), other)
    assert mask.left is not None
    assert mask.right is not None
    if mask.negated:
        then, other = other, then
    recorder = mask.left.recorder
    dtype = np.result_type(*(v.dtype if isinstance(v, Traced) else v for v in (then, other)))
    t, e = (as_number(recorder, v, dtype) for v in (then, other))
    registers = (mask.left.register, mask.right.register, t.register, e.register)
    if None in registers:
        if t.register == e.register is None:
            return t
        raise untraceable("a choice between a number and an infinity, by a computed number")
    if t.register == e.register:
        return t
    return Traced(recorder, recorder.emit(Instruction("ifLt", registers)), dtype)  # type: ignore[arg-type]


def equal(a: Traced, b: Traced) -> Mask:
    """a = b: only of what needs no computation."""
    if a.register is None or b.register is None:
        return Mask(False)
    if a.affine is None or b.affine is None:
        raise untraceable("== of computed numbers")
    return Mask(order(a, b) == 0)
