"""Arrays of exact numbers, as people write them or have them in Python."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.points.enclosure import parse_number

__all__ = ["Array", "array_of", "is_number", "parse_arrays"]


@dataclass(frozen=True, slots=True)
class Array:
    """Numbers of a shape, row-major; `flat` if written without brackets, so that the shape is open."""

    shape: tuple[int, ...]
    entries: tuple[Fraction, ...]
    flat: bool = False


def parse_arrays(text: str) -> tuple[Array, ...]:
    """Arrays as people write them: ``1,2,3``; ``[[1,2],[3,4]]; [5,6]`` for two inputs.

    Raises:
        UsageError: it is no such text.
    """
    return tuple(_parse(part.strip()) for part in text.split(";"))


def _parse(text: str) -> Array:
    if not text.startswith("["):
        numbers = [_finite(word) for word in text.split(",")]
        return Array((len(numbers),) if len(numbers) > 1 else (), tuple(numbers), flat=True)
    tokens = re.findall(r"[\[\],]|[^\[\],\s]+", text)
    value = _nested(tokens, text)
    if tokens:
        raise UsageError(f"{text!r} goes on after its last bracket")
    shape: list[int] = []
    level = [value]
    while level and all(isinstance(item, list) for item in level):
        lengths = {len(item) for item in level}
        if len(lengths) != 1:
            raise UsageError(f"{text!r} is no array: its rows have different lengths")
        shape.append(lengths.pop())
        level = [inner for item in level for inner in item]
    if any(isinstance(item, list) for item in level):
        raise UsageError(f"{text!r} is no array: its rows are nested differently")
    return Array(tuple(shape), tuple(level))


def _nested(tokens: list[str], text: str) -> Any:
    if not tokens:
        raise UsageError(f"{text!r} ends too early")
    token = tokens.pop(0)
    if token != "[":
        return _finite(token)
    items = []
    while tokens and tokens[0] != "]":
        items.append(_nested(tokens, text))
        if tokens and tokens[0] == ",":
            tokens.pop(0)
    if not tokens:
        raise UsageError(f"{text!r} lacks a closing bracket")
    tokens.pop(0)
    return items


def _finite(word: str) -> Fraction:
    number = parse_number(word)
    if isinstance(number, float):
        raise UsageError(f"a vector node takes real numbers, not {word.strip()}")
    return number


def is_number(value: Any) -> bool:
    """Whether it is a single number."""
    return isinstance(value, int | float | Fraction)


def array_of(value: Any) -> Array:
    """Numbers, nested lists or NumPy arrays as an array, exactly. Raises UsageError for all else."""
    if isinstance(value, Array):
        return value
    if is_number(value):
        try:
            return Array((), (Fraction(value),))
        except (ValueError, OverflowError):
            raise UsageError(f"{value} is not a real number") from None
    import numpy as np

    try:
        found = np.asarray(value, dtype=np.float64)
        return Array(found.shape, tuple(Fraction(float(entry)) for entry in found.ravel()))
    except (ValueError, TypeError, OverflowError) as error:
        raise UsageError(f"{value!r} is no array of real numbers: {error}") from None
