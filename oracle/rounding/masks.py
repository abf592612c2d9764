"""Truth values of a traced kernel: known on the whole piece, or a comparison of computed numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from proofgrad.oracle.rounding.recorder import untraceable

__all__ = ["FUNCTIONS", "Mask", "Questions", "answered", "asking", "both_of", "opposite"]

FUNCTIONS: dict[str, Callable[..., Any]] = {}
"""NumPy's functions of arrays by name, as `proofgrad.oracle.rounding.functions` answers them."""


def answered(function: Any, args: Any, kwargs: Any) -> Any:
    """What `__array_function__` gives. Raises Untraceable."""
    name = function.__name__
    answer = FUNCTIONS.get(name)
    found = NotImplemented if answer is None else answer(*args, **kwargs)
    if found is NotImplemented:
        raise untraceable(f"np.{name}")
    return found


class Questions:
    """What a kernel asks of all entries of an array at once, which one entry does not decide.

    Args:
        answers: to the first questions: whether it is another one than for an array of this entry alone.
    """

    def __init__(self, answers: Sequence[bool] = ()) -> None:
        self.answers, self.asked = answers, 0

    def answer(self, alone: bool | None) -> bool:
        """The answer to the next question. Raises Untraceable where `alone` is None: it is not known."""
        if alone is None:
            raise untraceable("a question about all entries (np.any, len) that a computed number decides")
        other = self.asked < len(self.answers) and self.answers[self.asked]
        self.asked += 1
        return alone != other


_questions: ContextVar[Questions | None] = ContextVar("questions", default=None)


@contextmanager
def asking(questions: Questions | None) -> Iterator[None]:
    """While it lasts, these are asked; None: of a kernel that changes only the entries that it selects."""
    token = _questions.set(questions)
    try:
        yield
    finally:
        _questions.reset(token)


class Mask(NDArrayOperatorsMixin):
    """Truth values: known on the whole piece, or a comparison of two registers.

    Attributes:
        known: the truth value, or None.
        left, right: traced numbers; the mask says left < right.
        negated: whether it says the opposite.
        both: two masks of which this is the conjunction, or None.
    """

    dtype = np.dtype(bool)

    def __init__(
        self,
        known: bool | None,
        left: Any = None,
        right: Any = None,
        negated: bool = False,
        both: tuple[Mask, Mask] | None = None,
    ) -> None:
        self.known, self.left, self.right, self.negated, self.both = known, left, right, negated, both

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """Logic."""
        if method != "__call__" or options:
            raise untraceable(f"np.{ufunc.__name__}.{method} of truth values")
        if any(not isinstance(i, (Mask, bool, np.bool_)) for i in inputs):
            raise untraceable(f"np.{ufunc.__name__} of a truth value and a number")
        masks = [i if isinstance(i, Mask) else Mask(bool(i)) for i in inputs]
        if ufunc in (np.logical_and, np.bitwise_and, np.multiply):
            return both_of(*masks)
        if ufunc in (np.logical_or, np.bitwise_or):
            return opposite(both_of(*map(opposite, masks)))
        if ufunc in (np.logical_not, np.invert):
            return opposite(masks[0])
        raise untraceable(f"np.{ufunc.__name__} of truth values")

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        """As for traced numbers."""
        return answered(function, args, kwargs)

    def any(self) -> bool:
        """Whether it holds of some entry: surely where it holds of this one."""
        questions = _questions.get()
        if questions is None or self.known:
            return self.known is not False
        return questions.answer(self.known)

    def all(self) -> bool:
        """Whether it holds."""
        if self.known is None:
            raise untraceable("a decision for all entries by a computed number")
        questions = _questions.get()
        return questions.answer(True) if self.known and questions is not None else self.known

    def __len__(self) -> int:
        """How many entries it selects: what counts is whether there are any."""
        return int(self.any())

    def __bool__(self) -> bool:
        """Only where it is known."""
        if self.known is None:
            raise untraceable("an `if` on a computed number: np.where takes both branches")
        return self.known

    def astype(self, dtype: Any, **_: Any) -> Any:
        """1 and 0."""
        if self.known is not None:
            return np.dtype(dtype).type(self.known)
        numbers = (np.dtype(dtype).type(v) for v in (1, 0))
        return np.where(self, *numbers)  # type: ignore[call-overload]


def opposite(mask: Mask) -> Mask:
    """Not."""
    if mask.known is not None:
        return Mask(not mask.known)
    return Mask(None, mask.left, mask.right, not mask.negated, mask.both)


def both_of(a: Mask, b: Mask) -> Mask:
    """And."""
    if a.known is not None:
        return b if a.known else a
    if b.known is not None:
        return a if b.known else b
    return Mask(None, both=(a, b))
