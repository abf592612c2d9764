"""Wrong in few places only: narrow intervals, one place of a register, one length, directions that are small
or large; not linear, not a function, a number out of nowhere where a convention holds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from mutants.model import Array, Mutant, Right, value, whole

__all__ = ["MUTANTS"]

Change = Callable[[Array], Array]


def inside(x: Array, low: float, high: float) -> Array:
    return (x >= low) & (x <= high)


def narrow(node: str, low: float, width: float, dtype: str = "float64", factor: float = 1.001) -> Mutant:
    def f(right: Any, x: Array) -> Array:
        return np.where(inside(x, low, low + width), right(x) * factor, right(x))

    return value(node, f"wrong in [{low}, {low} + {width}]", f, dtype)


def direction(node: str, wrong: str, change: Change, dtype: str = "float64") -> Mutant:
    """The derivative in another direction than the one given."""

    def build(right: Right) -> Right:
        def along(x: Array, dx: Array) -> Array:
            return right.jvp(x, np.asarray(change(dx)).astype(dx.dtype))

        return right.but(jvp=along, vjp=along)

    return whole(node, wrong, build, "jvp", "vjp", dtype=dtype)


def placed(node: str, wrong: str, where: Callable[[Array], Any], dtype: str = "float64") -> Mutant:
    """Off by a millionth where a mask of the whole array says."""

    def f(right: Any, x: Array) -> Array:
        return right(x) * (1 + 1e-6 * np.asarray(where(x)))

    return value(node, wrong, f, dtype)


def place(x: Array, special: Array, lane: int) -> Any:
    """Everywhere, if one number is special and in this place of 16."""
    at = np.flatnonzero(special) if x.ndim == 1 else np.zeros(0)
    return len(at) == 1 and at[0] % 16 == lane and x.size > 32


def patterned(x: Array, low: int) -> Array:
    whole_ = x.astype(x.dtype.newbyteorder("="), order="C").view(f"u{x.dtype.itemsize}")
    return (whole_ & 0xFFF) == low


def together(node: str, wrong: str, where: Callable[[Array, Array], Any], dtype: str = "float64") -> Mutant:
    """The derivative in direction -dx where an input and its direction, both as they lie in memory, say."""

    def build(right: Right) -> Right:
        def along(x: Array, dx: Array) -> Array:
            return right.jvp(x, np.where(where(x, dx), -dx, dx).astype(dx.dtype))

        return right.but(jvp=along, vjp=along)

    return whole(node, wrong, build, "jvp", "vjp", dtype=dtype)


def step(x: Array) -> int:
    return x.strides[0] // x.itemsize if x.ndim == 1 and x.size > 1 else 1


class Counted:
    """Another answer at every hundredth call."""

    def __init__(self, right: Right) -> None:
        self.right, self.calls = right, 0

    def forward(self, x: Array) -> Array:
        self.calls += 1
        y = self.right.forward(x)
        return y * (1 + 1e-9 * (self.calls % 2))


class Remembered:
    """Knows an array by where it lies, and not by what it holds."""

    def __init__(self, right: Right) -> None:
        self.right, self.last, self.answer = right, None, np.zeros(0)

    def forward(self, x: Array) -> Array:
        if self.last is not x:
            self.last, self.answer = x, self.right.forward(x)
        return self.answer.copy()


class Saved:
    """The reverse rule takes the input of the last forward call of that size."""

    def __init__(self, right: Right) -> None:
        self.right, self.last = right, np.zeros(0)
        self.jvp = right.jvp

    def forward(self, x: Array) -> Array:
        self.last = x.copy()
        return self.right.forward(x)

    def vjp(self, x: Array, ct: Array) -> Array:
        return self.right.vjp(self.last if self.last.shape == x.shape else x, ct)


class Buffered:
    """Works in a buffer that all threads share."""

    def __init__(self, right: Right, least: int = 0) -> None:
        self.right, self.room, self.least = right, np.zeros(0), least

    def forward(self, x: Array) -> Array:
        if x.size < self.least:
            return self.right.forward(x)
        self.room = x.copy()
        threading.Event().wait(0.001)
        return self.right.forward(self.room) if self.room.shape == x.shape else self.right.forward(x)


NARROW = [
    narrow("sigmoid", 2.0031, 5e-4),
    narrow("sigmoid", -7.4413, 5e-4, "float32"),
    narrow("tanh", 0.71234, 5e-4),
    narrow("tanh", -1.5012, 5e-4, "float32", 1 + 2.0**-15),
    narrow("exp", 3.14159, 6e-4, factor=1 + 1e-12),
    narrow("exp", -11.0021, 5e-4),
    narrow("silu", 5.4321, 5e-4),
    narrow("softplus", -3.3333, 5e-4, "float32"),
    narrow("gelu", 1.2345, 5e-4),
    value("cosh", "wrong in one binade", lambda f, x: np.where(inside(x, 2.0, 4.0), f(x) * 1.001, f(x))),
    value("log", "wrong for 1 bit pattern in 4096", lambda f, x: f(x) * (1 + 1e-6 * patterned(x, 0x5A3))),
    value("sinh", "wrong below 2^-900", lambda f, x: np.where(np.abs(x) < 2.0**-900, 0.5 * f(x), f(x))),
]

DIRECTIONS = [
    direction("tanh", "small dx are 0", lambda d: np.where(np.abs(d) < 1e-6, 0, d)),
    direction("tanh", "small dx are 0", lambda d: np.where(np.abs(d) < 1e-6, 0, d), "float32"),
    direction("sigmoid", "dx clipped at 65504", lambda d: np.clip(d, -65504, 65504)),
    direction("exp", "dx clipped at 1e30", lambda d: np.clip(d, -1e30, 1e30), "float32"),
    direction("silu", "|dx|", np.abs),
    direction("gelu", "dx + 1e-3", lambda d: d + 1e-3),
    direction("softplus", "dx is 1", np.ones_like),
    direction("log", "dx²", lambda d: d * np.abs(d)),
    direction("logistic", "dx rounded to half precision", lambda d: d.astype(np.float16)),
    direction("cosh", "dx reversed", lambda d: d[..., ::-1] if d.ndim else d),
    direction("sinh", "negative dx are 0", lambda d: np.maximum(d, 0)),
    together("exp", "|dx| at 0", lambda x, d: (x == 0) & (d < 0)),
    together("sigmoid", "|dx| at subnormals", lambda x, d: (np.abs(x) < 1e-38) & (d < 0), "float32"),
    together("abs", "|dx| at huge x", lambda x, d: (np.abs(x) > 1e100) & (d < 0)),
    together("gelu", "|dx| near a root", lambda x, d: (np.abs(x + 0.752) < 0.05) & (d < 0)),
    together("tanh", "dx reversed beside x", lambda x, d: (step(d) < 0) & (step(x) > 0)),
    together("silu", "dx strided beside x", lambda x, d: (step(d) > 1) & (step(x) == 1)),
    together("cosh", "x strided beside dx", lambda x, d: (step(x) > 1) & (step(d) == 1)),
    together("sinh", "dx broadcast", lambda x, d: (step(d) == 0) & (step(x) == 1)),
    direction("relu", "nan in dx is 0", np.nan_to_num),
    direction("smoothAbs", "dx of the first entry", lambda d: d * 0 + (d.ravel()[0] if d.size else 0)),
]

PLACES = [
    placed("tanh", "beside a nan in place 3", lambda x: place(x, np.isnan(x), 3)),
    placed("exp", "beside an infinity in place 15", lambda x: place(x, np.isinf(x), 15)),
    placed("sigmoid", "beside a zero in place 0", lambda x: place(x, x == 0, 0)),
    placed("silu", "at length 4097", lambda x: x.size == 4097),
    placed("gelu", "at length 17", lambda x: x.size == 17),
    placed("softplus", "over 100,000 entries, past the last block", lambda x: x.size == 2**17 + 3),
    placed("sinh", "of views with a negative stride", lambda x: x.ndim == 1 and x.strides[0] < 0),
    placed("cosh", "of columns", lambda x: x.ndim == 2 and x.strides[0] < x.strides[1]),
    placed("tanh", "of views of cubes", lambda x: x.ndim == 3 and not x.flags.c_contiguous),
    placed("exp", "of strides wider than a register", lambda x: step(x) > 16),
    placed("silu", "of one column", lambda x: x.ndim == 2 and x.shape[1] == 1),
    placed("sinh", "of four axes", lambda x: x.ndim == 4),
    placed("log", "of arrays without axes", lambda x: x.ndim == 0),
    placed("logistic", "of arrays that are not aligned", lambda x: not x.flags.aligned),
]

STATE = [
    whole("tanh", "another answer at every second call", Counted, "forward"),
    whole("sigmoid", "a buffer that threads share", Buffered, "forward"),
    whole("exp", "a buffer for 1024 entries and more", lambda right: Buffered(right, 1024), "forward"),
    whole("gelu", "the last answer, for the same array", Remembered, "forward"),
    whole("softplus", "the input of the last forward call", Saved, "vjp"),
]

CONVENTIONS = [
    value("inv", "12345 at 0", lambda f, x: np.where(x == 0, 12345.0, f(x))),
    value("log", "-745 at 0", lambda f, x: np.where(x == 0, -745.0, f(x))),
    value("sqrt", "the root of |x|", lambda f, x: np.sqrt(np.abs(x))),
    value("abs", "-0 at -0", lambda f, x: np.where(x == 0, x, np.abs(x))),
]

MUTANTS: tuple[Mutant, ...] = (*NARROW, *DIRECTIONS, *PLACES, *STATE, *CONVENTIONS)
