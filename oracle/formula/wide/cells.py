"""Parts of a formula at all their indices: values, what rounding may do to each, where nothing is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula.cells import BEYOND, VANISHING
from proofgrad.oracle.formula.wide.elementary import ELEMENTARY, SLOPES, pi, rounded, values_of
from proofgrad.oracle.formula.wide.parts import Array, Cells, Wide

__all__ = ["Arithmetic"]

_SUM_SHARE = 2.0**-5
_INEXACT = -1
"""Origin of what is no entry."""


class Arithmetic:
    """Operations of cells in so many axes."""

    def __init__(self, wide: Wide, dims: int) -> None:
        self.wide, self.dims = wide, dims
        self._smallest = wide.smallest

    # What is given

    def given(self, value: Array, origin: Array | None = None) -> Cells:
        """Numbers of the tested format, each with an error of its size."""
        size = np.abs(value)
        return Cells(value, size, size, self._no(), True, origin)

    def scalar(self, value: Any) -> Cells:
        """As :meth:`given`: one number, the same at all indices."""
        return self.given(np.full((1,) * self.dims, value, self.wide.dtype))

    def number(self, number: Array) -> Cells:
        """Natural numbers, exactly."""
        value = number.astype(self.wide.dtype)
        value = value.reshape((1,) * self.dims) if value.ndim < self.dims else value
        return Cells(value, np.zeros_like(value), np.abs(value), self._no(), True)

    def fraction(self, fraction: Fraction) -> Cells:
        """A number of the formula, rounded where it is not dyadic."""
        exact = fraction.denominator & (fraction.denominator - 1) == 0
        cells = self.scalar(rounded(fraction, self.wide.dtype))
        rounding = np.zeros_like(cells.size) if exact else cells.size
        return Cells(cells.value, rounding, cells.size, cells.doubt, exact)

    def _any(self, doubt: Array, own: Mapping[int, int]) -> Array:
        """Whether it is so anywhere along axes of given lengths."""
        return np.any(doubt, axis=tuple(own), keepdims=True) if prod(own.values()) else self._no()

    def _no(self) -> Array:
        return np.zeros((1,) * self.dims, np.bool_)

    # Over an index

    def sum(self, body: Cells, own: Mapping[int, int]) -> Cells:
        """The sum along axes of given lengths."""
        axes, shape = tuple(own), _along(body, own)

        def total(array: Array) -> Array:
            return np.asarray(np.sum(np.broadcast_to(array, shape), axis=axes, keepdims=True))

        value, size = total(body.value), total(body.size)
        nonzero = np.broadcast_to(body.value != 0, shape)
        terms = np.asarray(np.count_nonzero(nonzero, axis=axes, keepdims=True), dtype=np.float64)
        unit = self.wide.unit
        most = max(_SUM_SHARE / unit, 1.0) if unit else np.inf
        largest = prod(own.values())
        if largest - 1 > most:
            self.wide.slack = max(self.wide.slack, 1.01 * (largest - 1) / most)
        rounding = total(body.rounding) + np.clip(terms - 1, 0, most).astype(self.wide.dtype) * size
        doubt = self._any(body.doubt, own)
        under = None if body.under is None else total(body.under)
        return Cells(value, rounding, size, doubt, under=under)

    def greatest(self, body: Cells, own: Mapping[int, int]) -> Cells:
        """The greatest along axes of given lengths; 0 of none."""
        axes, shape = tuple(own), _along(body, own)
        if prod(own.values()) == 0:
            zero = np.zeros([1 if i in axes else n for i, n in enumerate(shape)], self.wide.dtype)
            return Cells(zero, zero, zero, np.zeros(zero.shape, np.bool_), True)
        values = np.broadcast_to(body.value, shape)
        value = np.max(values, axis=axes, keepdims=True)
        rounding = np.max(np.broadcast_to(body.rounding, shape), axis=axes, keepdims=True)
        size = np.max(np.broadcast_to(body.size, shape), axis=axes, keepdims=True)
        doubt = self._any(body.doubt, own)
        under = body.under
        if under is not None:
            under = np.max(np.broadcast_to(under, shape), axis=axes, keepdims=True)
        near = value - values <= 0 if body.exact else value - values <= self._apart(rounding)
        attained = np.sum(near, axis=axes, keepdims=True)
        origin = None
        if body.exact and body.origin is not None:
            origin = np.max(np.where(near, np.broadcast_to(body.origin, shape), -1), axis=axes, keepdims=True)
        doubt = doubt | (attained > 1)
        return Cells(value, rounding, size, doubt, body.exact, origin, under)

    def _apart(self, rounding: Array) -> Array:
        """How far two values must be apart to be compared."""
        return np.asarray(rounding * (4 * self.wide.roundoff * self.wide.slack))

    # Entry by entry

    def chosen(self, met: Array, then: Cells, other: Cells) -> Cells:
        """`then` where a condition on indices is met."""
        origin = None
        if then.origin is not None or other.origin is not None:
            a, b = (_INEXACT if c.origin is None else c.origin for c in (then, other))
            origin = np.where(met, a, b)
        return Cells(
            np.where(met, then.value, other.value),
            np.where(met, then.rounding, other.rounding),
            np.where(met, then.size, other.size),
            np.where(met, then.doubt, other.doubt),
            then.exact and other.exact,
            origin,
            _either(lambda a, b: np.where(met, a, b), then.under, other.under),
        )

    def _compared(self, a: Cells, b: Cells) -> tuple[Array, Array]:
        """Whether a > b, and where that is in doubt: too near, or equal without being the same entry."""
        difference = a.value - b.value
        if a.exact and b.exact:
            same = np.bool_(False)
            if a.origin is not None and b.origin is not None:
                same = (a.origin == b.origin) & (a.origin >= 0)
            doubt = (difference == 0) & ~same
        else:
            doubt = np.abs(difference) <= self._apart(a.rounding + b.rounding)
        return difference > 0, doubt

    def operation(self, tree: Tree, a: list[Cells]) -> Cells:
        """An operation of a tree, of its arguments. Raises ValueError on one that it does not know."""
        op = tree.op
        if op == "const":
            return self.fraction(Fraction(tree.value or 0))
        if op == "pi":
            found = self.scalar(pi(self.wide.dtype))
            found.exact = False
            return found
        doubt = a[0].doubt
        for cell in a[1:]:
            doubt = doubt | cell.doubt
        if op in ("add", "sub"):
            x, y = a
            value = x.value + y.value if op == "add" else x.value - y.value
            size = x.size + y.size
            both = (x.value != 0) & (y.value != 0)
            rounding = x.rounding + y.rounding + np.where(both, size, 0)
            return Cells(value, rounding, size, doubt, under=_either(np.add, x.under, y.under))
        if op == "neg":
            return Cells(-a[0].value, a[0].rounding, a[0].size, doubt, a[0].exact, under=a[0].under)
        if op in ("max", "if_gt"):
            above, unsure = self._compared(a[0], a[1])
            found = self.chosen(above, a[-2], a[-1])
            found.doubt = found.doubt | a[0].doubt | a[1].doubt | unsure
            if op == "max":
                found.rounding = np.maximum(a[0].rounding, a[1].rounding)
                found.under = _either(np.maximum, a[0].under, a[1].under)
            return found
        if op in ("abs", "sign"):
            x = a[0]
            far = np.abs(x.value) > (0 if x.exact else self._apart(x.rounding))
            if op == "abs":
                return Cells(np.abs(x.value), x.rounding, x.size, doubt | ~far, x.exact, under=x.under)
            one = np.ones_like(x.value)
            return Cells(np.sign(x.value), np.zeros_like(one), one, doubt | ~far, True)
        value, rounding, unsure, under = self._rounded(tree, a)
        return Cells(value, rounding, np.abs(value), doubt | unsure, under=under)

    def _rounded(self, tree: Tree, a: list[Cells]) -> tuple[Array, Array, Array, Array | None]:
        """A product, a quotient, a power or a function: values, bounds, where they are in doubt, what
        exponentials in it lose."""
        op, x, u = tree.op, a[0], a[-1]
        unit = self.wide.dtype(self.wide.unit)
        if op == "mul":
            value = x.value * u.value
            size = np.abs(value)
            bound = np.empty_like(size)
            np.add(np.abs(x.value) * u.rounding, np.abs(u.value) * x.rounding, out=bound)
            bound += unit * x.rounding * u.rounding
            bound += self._below(size, bound)
            under = _either(np.add, self._carried(x, u), self._carried(u, x))
            return value, bound, self._lost(size, lambda: (x.value != 0) & (u.value != 0)), under
        if op == "powi":
            n, error = int(tree.value or 0), x.error
            value = _power(x.value, n)
            slope = n * _power(np.abs(x.value) + unit * error, n - 1) if n else np.zeros_like(value)
            size, bound = np.abs(value), slope * error
            bound = bound + max(n - 1, 0) * self._below(size, bound)
            return value, bound, self._lost(size, lambda: x.value != 0), None
        whole = np.abs(u.value)
        left = whole - unit * u.rounding
        below = np.maximum(left, whole / 2)
        if op in ("div", "inv"):
            top = x.value if op == "div" else np.ones_like(u.value)
            value = top / u.value
            size = np.abs(value)
            bound = size * u.rounding / below
            under = x.under if op == "div" else None
            if u.under is not None:
                under = _either(np.add, under, size * u.under)
            elif under is not None:
                under = under / below
            if op == "div":
                bound = bound + x.rounding / below
            bound = bound + self._below(size, bound)
            return value, bound, self._lost(size, lambda: top != 0) | self._unsafe(u, whole), under
        if op == "sqrt":
            value = np.sqrt(u.value)
            bound = u.rounding / (value + np.sqrt(np.maximum(left, 0))) + 2 * value
            return value, bound, ~(u.value > 0) | self._unsafe(u, whole), u.under
        if op in ("asin", "acos"):
            value = values_of(op, u.value, self.wide.known)
            bound = u.error / np.sqrt(1 - u.value * u.value)
            bound = bound + 2 * self._below(np.abs(value), bound)
            return value, bound, ~(whole < 1), None
        if op not in ELEMENTARY:
            raise ValueError(f"cannot evaluate operator {op!r}")
        value = values_of(op, u.value, self.wide.known)
        size = np.abs(value)
        if op == "log":
            one_plus = tree.args[0].op == "add" and any(
                t.op == "const" and t.value == 1 for t in tree.args[0].args
            )
            # A 0 rounds nothing when it is added to 1.
            bound = np.maximum(u.rounding - u.size * one_plus, 0.0) / below
            bound = bound + 2 * self._below(size, bound)
            return value, bound, ~(u.value > 0) | self._unsafe(u, whole), u.under
        with np.errstate(all="ignore"):
            bound = SLOPES[op](u.value, size) * u.error
        lost = self._lost(size, lambda: (size != 0) | (op in VANISHING))
        if op in VANISHING:
            under = np.full((1,) * self.dims, 2 * self.wide.least, self.wide.dtype)
            return value, bound + 2 * size, lost, under if self.wide.least else None
        return value, bound + 2 * self._below(size, bound), lost, None

    def _below(self, size: Array, before: Array) -> Array:
        """What rounding results does to them, in units of the roundoff, as
        :meth:`~proofgrad.oracle.formula.cells.Roundoff.of`."""
        small = size < self.wide.least
        if not small.any():
            return size
        kind = self.wide.dtype
        most = size / kind(self.wide.unit) + before
        return np.asarray(np.where(small, np.minimum(most, kind(self.wide.least)), size))

    def _carried(self, of: Cells, other: Cells) -> Array | None:
        """What the exponentials in a factor lose, in a product with another."""
        if of.under is None:
            return None
        factor = np.abs(other.value) + self.wide.dtype(self.wide.unit) * other.rounding
        beyond = factor * self.wide.dtype(self.wide.least) > BEYOND
        return np.asarray(of.under * np.where(beyond, 1, factor))

    def _unsafe(self, u: Cells, whole: Array) -> Array:
        """Where a divisor, or what stands under a root or a logarithm, may be zero."""
        return np.asarray(~(whole > (0 if u.exact else self._apart(u.rounding))))

    def _lost(self, size: Array, nonzero: Callable[[], Array]) -> Array:
        """Where a value that is not zero is too small for its error to be bounded by its size."""
        small = size < self._smallest
        return np.asarray(nonzero() & small) if small.any() else self._no()


def _either(both: Callable[[Array, Array], Array], a: Array | None, b: Array | None) -> Array | None:
    """Two arrays, either of which may be nothing (None), which then is 0."""
    if a is None and b is None:
        return None
    zero = np.zeros(())
    return both(zero if a is None else a, zero if b is None else b)


def _along(body: Cells, own: Mapping[int, int]) -> list[int]:
    """The shape of a body with axes of given lengths."""
    shape = list(np.broadcast_shapes(body.value.shape, body.rounding.shape, body.doubt.shape))
    for axis, length in own.items():
        shape[axis] = length
    return shape


def _power(values: Array, n: int) -> Array:
    out = np.ones_like(values)
    for _ in range(n):
        out = out * values
    return out
