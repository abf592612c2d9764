"""NumPy's functions of arrays on traced numbers: np.where, np.clip, and others that kernels use."""

from __future__ import annotations

from typing import Any

import numpy as np

from proofgrad.oracle.rounding.choices import chosen
from proofgrad.oracle.rounding.masks import FUNCTIONS, Mask
from proofgrad.oracle.rounding.traced import Traced, as_number

__all__ = ["FUNCTIONS"]


def _where(condition: Any, *choices: Any, **options: Any) -> Any:
    if len(choices) != 2 or options:
        return NotImplemented
    then, other = choices
    if not isinstance(condition, Mask):
        condition = Mask(bool(np.all(condition)))
    found = chosen(condition, then, other)
    if isinstance(found, Mask):
        return found
    numbers = [v for v in (then, other) if isinstance(v, Traced)]
    if not numbers:  # an array of what NumPy makes of two plain numbers, whichever is chosen
        return found if isinstance(found, Traced) else np.result_type(then, other).type(found)
    dtype = np.result_type(*(v.dtype if isinstance(v, Traced) else v for v in (then, other)))
    return as_number(numbers[0].recorder, found, dtype).copy()  # a new array, whatever it is made of


def _clip(*args: Any, **options: Any) -> Any:
    if len(args) != 3 or options:
        return NotImplemented
    return np.minimum(np.maximum(args[0], args[1]), args[2])


def _ones_like(like: Any, **options: Any) -> Any:
    return _full_like(like, 1.0, **options)


def _zeros_like(like: Any, **options: Any) -> Any:
    return _full_like(like, 0.0, **options)


def _full_like(like: Any, value: Any, **options: Any) -> Any:
    if options:
        return NotImplemented
    return like.copy() if like.register is None else as_number(like.recorder, value, like.dtype).copy()


def _copyto(to: Any, value: Any, **options: Any) -> Any:
    if not isinstance(options.get("where"), Mask):
        return NotImplemented
    to[options["where"]] = value
    return None


def _flatnonzero(mask: Any) -> Any:
    return mask


def _any(value: Any, **options: Any) -> Any:
    return NotImplemented if options else value.any()


def _all(value: Any, **options: Any) -> Any:
    return NotImplemented if options else value.all()


def _copy(value: Any, **options: Any) -> Any:
    return NotImplemented if options else value.copy()


FUNCTIONS |= {
    "where": _where,
    "clip": _clip,
    "ones_like": _ones_like,
    "zeros_like": _zeros_like,
    "full_like": _full_like,
    "copyto": _copyto,
    "flatnonzero": _flatnonzero,
    "any": _any,
    "all": _all,
    "copy": _copy,
}
