"""Formulas for all sizes evaluated at large ones: every coordinate at once, in arrays.

The formula is evaluated in a floating-point format that is wider than the tested one: float64 for formats of
up to 42 bits, the long double of the machine (64 bits on x86) for float64. Beside each value goes the running
error bound of :mod:`~proofgrad.oracle.formula.vectors`, in units of the roundoff: it bounds what rounding in
the tested format can do, and, times the roundoff of the wide one, the error of this very evaluation. So each
value comes as an enclosure. Elementary functions are evaluated in Arb and rounded. A coordinate that this
does not decide (a convention, a tie, overflow, underflow of a term) is said to be undecided; Arb evaluates it
from the formula written out.

A sum of n terms counts as n - 1 roundings of the sum of their sizes, in any order; where that would allow
more than 1/32 of it (a sum of 10 terms or more in bfloat16, of 66 in float16), a kernel has to accumulate in
a wider format or pairwise, and 1/32 is all that is allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree, in_order
from proofgrad.bridge.catalogue.index import At, Atom, Index, Range
from proofgrad.bridge.catalogue.indexed import output_name
from proofgrad.bridge.catalogue.instantiate import Concrete, Part, holds

__all__ = ["WORK", "Evaluated", "WideEvaluator", "family_shapes", "sampled", "wide_type"]

Array: TypeAlias = NDArray[Any]

WORK = 60_000
"""Terms of one sum, over all coordinates together, that are evaluated; of more, some coordinates only."""

_SUM_SHARE = 2.0**-5
_MOST_KNOWN = 200
_COST = 12
"""Of an elementary function, in operations in arrays."""
_ELEMENTARY = frozenset(("exp", "sinh", "cosh", "tanh", "sin", "cos", "atan", "erf", "erfc", "log"))
_INEXACT = -1
"""Origin of what is no entry."""


def wide_type(precision: int) -> Any:
    """A floating-point type in which formulas can be evaluated for a tested format of so many bits; None if
    the machine has none.
    """
    for dtype in (np.float64, np.longdouble):
        if np.finfo(dtype).nmant + 1 >= precision + 11:
            return dtype
    return None


@dataclass(frozen=True)
class Evaluated:
    """Coordinates of a formula.

    Attributes:
        values: what was found, in the wide type.
        rounding: what rounding in the formula may do, in units of the tested format's roundoff.
        radius: how far `values` may be off.
        decided: where that holds; elsewhere nothing is known.
    """

    values: Array
    rounding: Array
    radius: Array
    decided: NDArray[np.bool_]


@dataclass(slots=True)
class _Cells:
    """A part of the formula at all its indices; arrays that broadcast against each other.

    Attributes:
        value: its values.
        rounding: as of :class:`Evaluated`.
        size: what partial sums count as.
        doubt: where nothing is known, a convention holds, or a choice was made at equality.
        exact: whether the values are entries or numbers, so that they can be compared.
        origin: which entry a value is, where choices only passed it on.
    """

    value: Array
    rounding: Array
    size: Array
    doubt: Array
    exact: bool = False
    origin: Array | None = None


class WideEvaluator:
    """One map of a formula at its sizes.

    Args:
        concrete: the formula at its sizes.
        part: which map.
        dtype: the wide type.
        unit: the roundoff of the tested format.
        known: values of elementary functions, to be shared by several evaluators.
    """

    def __init__(
        self,
        concrete: Concrete,
        part: Part,
        dtype: Any,
        unit: float,
        known: dict[tuple[str, str, bytes], Array] | None = None,
    ) -> None:
        self.known = {} if known is None else known
        self.concrete, self.part, self.dtype, self.unit = concrete, part, dtype, unit
        # Values go to Arb and back with 64 bits.
        self.roundoff = max(float(np.finfo(dtype).eps) / 2, 2.0**-64)
        self.smallest = np.finfo(dtype).tiny * dtype(2.0) ** 70
        self.slack = 1.01
        """What bounds of sums that count as fewer roundings than they have must be multiplied with."""
        formula = concrete.formula
        self.trees: list[tuple[Tree, int | None]]
        if part == "vjp":
            self.trees = [(tree, i) for i, tree in enumerate(formula.vjp)]
        else:
            self.trees = [(formula.forward if part == "forward" else formula.jvp, None)]

    def work(self) -> int:
        """The number of terms of the largest sum, over all coordinates; an elementary function counts as
        several."""
        most = 1
        for tree, position in self.trees:
            run = _Run(self, position, None, {}, {}, {}, {})
            most = max(most, run.work(tree))
        return most

    def written_out(self) -> int:
        """About how many operations one coordinate has when it is written out."""
        most = 0
        for tree, position in self.trees:
            run = _Run(self, position, None, {}, {}, {}, {})
            most = max(most, sum(prod(lengths.values()) for _, lengths in run.reached(tree)))
        return most

    def count(self) -> int:
        """The number of coordinates."""
        return self.concrete.count(self.part)

    def evaluate(
        self,
        entries: Array,
        directions: Array,
        parameters: Mapping[str, Any],
        rows: NDArray[np.intp] | None = None,
    ) -> Evaluated:
        """The coordinates at a point.

        Args:
            entries: of all inputs, one after the other.
            directions: of the direction, likewise; for ``vjp`` the cotangent; empty for ``forward``.
            parameters: numbers, and arrays for families.
            rows: which coordinates; None: all.
        """
        inputs = _split(entries.astype(self.dtype), self.concrete)
        tangents = {"": directions.astype(self.dtype)} if self.part == "vjp" else {}
        if self.part == "jvp":
            tangents = _split(directions.astype(self.dtype), self.concrete)
        if len(self.known) > _MOST_KNOWN:
            self.known.clear()
        parts = []
        start = 0
        with np.errstate(all="ignore"):
            for tree, position in self.trees:
                shape = self.concrete.output if position is None else self.concrete.inputs[position][1]
                count = prod(shape)
                here = None if rows is None else rows[(rows >= start) & (rows < start + count)] - start
                start += count
                if count == 0 or (here is not None and not len(here)):
                    continue
                run = _Run(self, position, here, inputs, tangents, parameters, self.known)
                parts.append(run.result(tree, shape if here is None else (len(here),)))
        if not parts:
            empty = np.zeros(0, self.dtype)
            return Evaluated(empty, empty, empty, np.zeros(0, np.bool_))
        values, rounding, doubt = (np.concatenate(group) for group in zip(*parts, strict=True))
        radius = rounding * (self.roundoff * self.slack)
        finite = np.isfinite(values) & np.isfinite(rounding)
        return Evaluated(values, rounding, radius, ~doubt & finite)


def family_shapes(concrete: Concrete) -> dict[str, tuple[int, ...]]:
    """The shapes of arrays of parameters, as far as entries of them are used.

    For ``t[i]`` with i below n that is n.
    """
    out: dict[str, tuple[int, ...]] = {}
    formula = concrete.formula
    roots: list[tuple[Tree, int | None]] = [(formula.forward, None), (formula.jvp, None)]
    for tree, position in roots:
        run = _Run(None, position, None, {}, {}, {}, {}, concrete)
        for part, lengths in run.reached(tree):
            if not isinstance(part.index, At) or part.index.kind != "param":
                continue
            places = [run.number(i, lengths) for i in part.index.indices]
            if any(np.size(p) == 0 for p in places):
                continue
            shape = tuple(int(np.max(p)) + 1 for p in places)
            before = out.get(part.index.name, (0,) * len(shape))
            out[part.index.name] = tuple(map(max, before, shape))
    return out


def _split(flat: Array, concrete: Concrete) -> dict[str, Array]:
    out, start = {}, 0
    for name, shape in concrete.inputs:
        count = prod(shape)
        out[name] = flat[start : start + count]
        start += count
    return out


class _Run:
    """One evaluation of one tree."""

    def __init__(
        self,
        owner: WideEvaluator | None,
        position: int | None,
        rows: NDArray[np.intp] | None,
        inputs: Mapping[str, Array],
        tangents: Mapping[str, Array],
        parameters: Mapping[str, Any],
        known: dict[tuple[str, str, bytes], Array],
        concrete: Concrete | None = None,
    ) -> None:
        self.owner = owner
        found = concrete if concrete is not None else owner.concrete if owner is not None else None
        assert found is not None
        self.concrete = found
        self.inputs, self.tangents, self.parameters, self.known = inputs, tangents, parameters, known
        formula = found.formula
        axes = formula.output if position is None else formula.inputs[position][1]
        shape = found.output if position is None else found.inputs[position][1]
        shape = (prod(shape),) if isinstance(axes, str) else shape
        self.places: dict[str, Array] = {}
        self.first = len(shape) if rows is None else 1
        for axis, size in enumerate(shape):
            if rows is None:
                place = np.arange(size).reshape([-1 if i == axis else 1 for i in range(len(shape))])
            else:
                place = (rows // prod(shape[axis + 1 :])) % max(size, 1)
            self.places[output_name(axis)] = place
        if not shape and rows is not None:
            self.first = 1
        self.axes: dict[str, int] = {}
        self.memo: dict[tuple[Tree, tuple[tuple[str, int], ...]], _Cells] = {}
        self.free: dict[Tree, frozenset[str]] = {}
        self.dims = self.first

    # Indices

    def prepare(self, tree: Tree) -> None:
        """Give every index of a sum an axis, and find what every part depends on."""
        for part in in_order((tree,)):
            if part in self.free:
                continue
            names = {name for arg in part.args for name in self.free[arg]}
            index = part.index
            used: list[Index] = []
            if isinstance(index, At):
                used += index.indices
            elif isinstance(index, Index):
                used.append(index)
            elif isinstance(index, Range):
                for name, _ in index.indices:
                    self.axes.setdefault(name, self.first + len(self.axes))
                    names.discard(name)
            elif index is not None:
                used += [side for c in index for side in (c.left, c.right)]
            names |= {a.name for i in used for a in i.atoms() if a.kind == "index"}
            self.free[part] = frozenset(names)
        self.dims = self.first + len(self.axes)

    def lengths_of(self, range_: Range) -> dict[str, int]:
        return {name: int(self.number(bound, {})) for name, bound in range_.indices}

    def number(self, index: Index, lengths: Mapping[str, int]) -> Array:
        """An index expression at all indices."""

        def atom(a: Atom) -> Any:
            if a.kind == "index":
                if a.name in self.places:
                    place = self.places[a.name]
                    return place.reshape(place.shape + (1,) * (self.dims - place.ndim))
                axis = self.axes[a.name]
                shape = [1] * self.dims
                shape[axis] = -1
                return np.arange(lengths[a.name]).reshape(shape)
            if a.kind in ("size", "entries"):
                return self.concrete.naturals[a.name]
            if a.kind == "select":
                table = self.concrete.tables[a.name]
                if isinstance(table, int):
                    return table
                entries = np.asarray(table, dtype=np.int64)
                at = self.number(a.args[0], lengths)
                return entries[np.clip(at, 0, len(entries) - 1)] if len(entries) else np.zeros_like(at)
            left, right = (self.number(arg, lengths) for arg in a.args)
            if a.kind == "monus":
                return np.maximum(left - right, 0)
            safe = np.where(right == 0, 1, right)
            if a.kind == "div":
                return np.where(right == 0, 0, left // safe)
            return np.where(right == 0, left, left % safe)

        return np.asarray(index.value(atom), dtype=np.int64)

    def reached(self, tree: Tree) -> list[tuple[Tree, dict[str, int]]]:
        """All parts with the lengths of the sums around them."""
        self.prepare(tree)
        out: list[tuple[Tree, dict[str, int]]] = []
        seen: set[tuple[Tree, tuple[tuple[str, int], ...]]] = set()
        todo: list[tuple[Tree, dict[str, int]]] = [(tree, {})]
        while todo:
            part, lengths = todo.pop()
            kept = {name: n for name, n in lengths.items() if name in self.free[part]}
            key = part, tuple(sorted(kept.items()))
            if key in seen:
                continue
            seen.add(key)
            out.append((part, kept))
            within = {**kept, **self.lengths_of(part.index)} if isinstance(part.index, Range) else kept
            todo += [(arg, within) for arg in part.args]
        return out

    def work(self, tree: Tree) -> int:
        """The largest array of an evaluation."""
        most = 1
        for part, lengths in self.reached(tree):
            count = prod(lengths.values())
            for name in self.free[part]:
                if name in self.places:
                    count *= self.places[name].size
            most = max(most, count * (_COST if part.op in _ELEMENTARY else 1))
        return most

    # Values

    def result(self, tree: Tree, shape: tuple[int, ...]) -> tuple[Array, Array, NDArray[np.bool_]]:
        self.prepare(tree)
        cells = self.cells(tree, {})
        full = shape if len(shape) == self.first else (*shape, *(1,) * (self.first - len(shape)))
        flat_shape = (prod(self.concrete_shape(full)),)

        def flat(array: Array) -> Array:
            return np.broadcast_to(array, (*full_axes, *(1,) * (self.dims - self.first))).reshape(flat_shape)

        full_axes = self.concrete_shape(full)
        return flat(cells.value), flat(cells.rounding), flat(cells.doubt)

    def concrete_shape(self, full: tuple[int, ...]) -> tuple[int, ...]:
        """The shape of the axes of the coordinates."""
        if not self.places:
            return full
        return tuple(np.broadcast_shapes(*(p.shape for p in self.places.values())))

    def cells(self, tree: Tree, lengths: Mapping[str, int]) -> _Cells:
        kept = tuple(sorted((name, n) for name, n in lengths.items() if name in self.free[tree]))
        key = tree, kept
        found = self.memo.get(key)
        if found is None:
            found = self.memo[key] = self._cells(tree, dict(kept))
        return found

    def _cells(self, tree: Tree, lengths: dict[str, int]) -> _Cells:
        index = tree.index
        if isinstance(index, At):
            return self._entries(index, lengths)
        if isinstance(index, Index):
            return self._number(self.number(index, lengths))
        if isinstance(index, Range):
            own = self.lengths_of(index)
            body = self.cells(tree.args[0], {**lengths, **own})
            return self._sum(body, own) if tree.op == "sum" else self._greatest(body, own)
        if index is not None:
            met = np.bool_(True)
            for c in index:
                met = met & holds(c, self.number(c.left, lengths), self.number(c.right, lengths))
            return self._chosen(np.asarray(met), *(self.cells(arg, lengths) for arg in tree.args))
        return self._operation(tree, [self.cells(arg, lengths) for arg in tree.args])

    @property
    def dtype(self) -> Any:
        assert self.owner is not None
        return self.owner.dtype

    def _no(self) -> Array:
        return np.zeros((1,) * self.dims, np.bool_)

    def _number(self, number: Array) -> _Cells:
        value = number.astype(self.dtype)
        value = value.reshape((1,) * self.dims) if value.ndim < self.dims else value
        return _Cells(value, np.zeros_like(value), np.abs(value), self._no(), True)

    def _fraction(self, fraction: Fraction) -> _Cells:
        value = np.full((1,) * self.dims, _rounded(fraction, self.dtype), self.dtype)
        exact = fraction.denominator & (fraction.denominator - 1) == 0
        size = np.abs(value)
        return _Cells(value, np.zeros_like(size) if exact else size, size, self._no(), exact)

    def _entries(self, at: At, lengths: Mapping[str, int]) -> _Cells:
        places = [self.number(i, lengths) for i in at.indices]
        start = -2
        if at.kind == "param":
            source = np.asarray(self.parameters[at.name], dtype=self.dtype)
            shape = source.shape
            source = source.ravel()
        else:
            source = (self.inputs if at.kind == "entry" else self.tangents)[at.name]
            shape = self._shape_of(at)
            if at.kind == "entry":
                start = self.concrete.offsets()[at.name]
        flat = np.zeros((1,) * self.dims, np.int64)
        if len(places) == 1 and len(shape) != 1:
            flat = flat + places[0]
        else:
            for size, place in zip(shape, places, strict=True):
                flat = flat * size + np.clip(place, 0, max(size - 1, 0))
        flat = np.clip(flat, 0, max(len(source) - 1, 0))
        value = source[flat] if len(source) else np.zeros(flat.shape, self.dtype)
        size = np.abs(value)
        origin = flat + start if start >= 0 else None
        return _Cells(value, size, size, self._no(), True, origin)

    def _shape_of(self, at: At) -> tuple[int, ...]:
        return dict(self.concrete.inputs)[at.name] if at.name else self.concrete.output

    def _axes_of(self, own: Mapping[str, int]) -> tuple[int, ...]:
        return tuple(self.axes[name] for name in own)

    def _sum(self, body: _Cells, own: Mapping[str, int]) -> _Cells:
        assert self.owner is not None
        axes = self._axes_of(own)
        shape = list(np.broadcast_shapes(body.value.shape, body.rounding.shape, body.doubt.shape))
        for name, axis in zip(own, axes, strict=True):
            shape[axis] = own[name]

        def total(array: Array) -> Array:
            return np.asarray(np.sum(np.broadcast_to(array, shape), axis=axes, keepdims=True))

        value, size = total(body.value), total(body.size)
        terms = total(np.asarray(body.value != 0, dtype=np.float64))
        unit = self.owner.unit
        most = max(_SUM_SHARE / unit, 1.0) if unit else np.inf
        largest = prod(own.values())
        if largest - 1 > most:
            self.owner.slack = max(self.owner.slack, 1.01 * (largest - 1) / most)
        rounding = total(body.rounding) + np.clip(terms - 1, 0, most).astype(self.dtype) * size
        doubt = np.any(np.broadcast_to(body.doubt, shape), axis=axes, keepdims=True)
        return _Cells(value, rounding, size, doubt)

    def _greatest(self, body: _Cells, own: Mapping[str, int]) -> _Cells:
        axes = self._axes_of(own)
        shape = list(np.broadcast_shapes(body.value.shape, body.rounding.shape, body.doubt.shape))
        for name, axis in zip(own, axes, strict=True):
            shape[axis] = own[name]
        if prod(own.values()) == 0:
            zero = np.zeros([1 if i in axes else n for i, n in enumerate(shape)], self.dtype)
            return _Cells(zero, zero, zero, np.zeros(zero.shape, np.bool_), True)
        values = np.broadcast_to(body.value, shape)
        value = np.max(values, axis=axes, keepdims=True)
        rounding = np.max(np.broadcast_to(body.rounding, shape), axis=axes, keepdims=True)
        size = np.max(np.broadcast_to(body.size, shape), axis=axes, keepdims=True)
        doubt = np.any(np.broadcast_to(body.doubt, shape), axis=axes, keepdims=True)
        assert self.owner is not None
        near = value - values <= 0 if body.exact else value - values <= self._apart(rounding)
        attained = np.sum(near, axis=axes, keepdims=True)
        origin = None
        if body.exact and body.origin is not None:
            origin = np.max(np.where(near, np.broadcast_to(body.origin, shape), -1), axis=axes, keepdims=True)
        doubt = doubt | (attained > 1)
        return _Cells(value, rounding, size, doubt, body.exact, origin)

    def _apart(self, rounding: Array) -> Array:
        """How far two values must be apart to be compared."""
        assert self.owner is not None
        return np.asarray(rounding * (4 * self.owner.roundoff * self.owner.slack))

    def _chosen(self, met: Array, then: _Cells, other: _Cells) -> _Cells:
        origin = None
        if then.origin is not None or other.origin is not None:
            a, b = (_INEXACT if c.origin is None else c.origin for c in (then, other))
            origin = np.where(met, a, b)
        return _Cells(
            np.where(met, then.value, other.value),
            np.where(met, then.rounding, other.rounding),
            np.where(met, then.size, other.size),
            np.where(met, then.doubt, other.doubt),
            then.exact and other.exact,
            origin,
        )

    def _compared(self, a: _Cells, b: _Cells) -> tuple[Array, Array]:
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

    def _operation(self, tree: Tree, a: list[_Cells]) -> _Cells:
        op = tree.op
        if op == "const":
            return self._fraction(Fraction(tree.value or 0))
        if op == "pi":
            return self._arb("pi")
        if op == "param":
            value = np.full((1,) * self.dims, self.parameters[str(tree.value)], self.dtype)
            size = np.abs(value)
            return _Cells(value, size, size, self._no(), True)
        doubt = a[0].doubt
        for cell in a[1:]:
            doubt = doubt | cell.doubt
        if op in ("add", "sub"):
            x, y = a
            value = x.value + y.value if op == "add" else x.value - y.value
            size = x.size + y.size
            both = (x.value != 0) & (y.value != 0)
            return _Cells(value, x.rounding + y.rounding + np.where(both, size, 0), size, doubt)
        if op == "neg":
            return _Cells(-a[0].value, a[0].rounding, a[0].size, doubt, a[0].exact)
        if op in ("max", "if_gt"):
            above, unsure = self._compared(a[0], a[1])
            found = self._chosen(above, a[-2], a[-1])
            found.doubt = found.doubt | a[0].doubt | a[1].doubt | unsure
            if op == "max":
                found.rounding = np.maximum(a[0].rounding, a[1].rounding)
            return found
        if op in ("abs", "sign"):
            x = a[0]
            far = np.abs(x.value) > (0 if x.exact else self._apart(x.rounding))
            if op == "abs":
                return _Cells(np.abs(x.value), x.rounding, x.size, doubt | ~far, x.exact)
            one = np.ones_like(x.value)
            return _Cells(np.sign(x.value), np.zeros_like(one), one, doubt | ~far, True)
        value, rounding, unsure = self._rounded(tree, a)
        return _Cells(value, rounding, np.abs(value), doubt | unsure)

    def _rounded(self, tree: Tree, a: list[_Cells]) -> tuple[Array, Array, Array]:
        """A product, a quotient, a power or a function: values, bounds, and where they are in doubt."""
        assert self.owner is not None
        op, x, u = tree.op, a[0], a[-1]
        unit = self.dtype(self.owner.unit)
        if op == "mul":
            value = x.value * u.value
            size = np.abs(value)
            bound = np.abs(x.value) * u.rounding + np.abs(u.value) * x.rounding
            bound = bound + unit * x.rounding * u.rounding + size
            return value, bound, self._lost(value, (x.value != 0) & (u.value != 0))
        if op == "powi":
            n = int(tree.value or 0)
            value = _power(x.value, n)
            slope = n * _power(np.abs(x.value) + unit * x.rounding, n - 1) if n else np.zeros_like(value)
            bound = slope * x.rounding + max(n - 1, 0) * np.abs(value)
            return value, bound, self._lost(value, x.value != 0)
        whole = np.abs(u.value)
        left = whole - unit * u.rounding
        below = np.maximum(left, whole / 2)
        if op in ("div", "inv"):
            top = x.value if op == "div" else np.ones_like(u.value)
            value = top / u.value
            size = np.abs(value)
            bound = size * u.rounding / below + size
            if op == "div":
                bound = bound + x.rounding / below
            return value, bound, self._lost(value, top != 0) | self._unsafe(u, whole)
        if op == "sqrt":
            value = np.sqrt(u.value)
            bound = u.rounding / (value + np.sqrt(np.maximum(left, 0))) + 2 * value
            return value, bound, ~(u.value > 0) | self._unsafe(u, whole)
        if op in ("asin", "acos"):
            found = self._arb(op, u.value)
            slope = 1 / np.sqrt(1 - u.value * u.value)
            return found.value, slope * u.rounding + 2 * np.abs(found.value), ~(whole < 1)
        if op not in _ELEMENTARY:
            raise ValueError(f"cannot evaluate operator {op!r}")
        value = self._arb(op, u.value).value
        size = np.abs(value)
        if op == "log":
            one_plus = tree.args[0].op == "add" and any(
                t.op == "const" and t.value == 1 for t in tree.args[0].args
            )
            bound = (u.rounding - u.size * one_plus) / below + 2 * size
            return value, bound, ~(u.value > 0) | self._unsafe(u, whole)
        with np.errstate(all="ignore"):
            slope = _SLOPES[op](u.value, size)
        return value, slope * u.rounding + 2 * size, self._lost(value, (value != 0) | (op in ("exp", "erfc")))

    def _unsafe(self, u: _Cells, whole: Array) -> Array:
        """Where a divisor, or what stands under a root or a logarithm, may be zero."""
        return np.asarray(~(whole > (0 if u.exact else self._apart(u.rounding))))

    def _lost(self, value: Array, nonzero: Array) -> Array:
        """Where a value that is not zero is too small for its error to be bounded by its size."""
        assert self.owner is not None
        return np.asarray(nonzero & (np.abs(value) < self.owner.smallest))

    def _arb(self, op: str, values: Array | None = None) -> _Cells:
        """An elementary function, entry by entry in Arb, rounded to the wide type."""
        if values is None:
            from flint import arb, ctx

            with ctx.workprec(160):
                pi = _joined(np.array([_parts_of(arb.pi())]), self.dtype)[0]
            value = np.full((1,) * self.dims, pi, self.dtype)
            return _Cells(value, np.abs(value), np.abs(value), self._no())
        key = op, values.dtype.char, values.tobytes()
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._by_arb(op, values.ravel())
        return _Cells(found.reshape(values.shape), found, found, self._no())

    def _by_arb(self, op: str, flat: Array) -> Array:
        from flint import arb, ctx

        finite = np.isfinite(flat)
        mantissas, exponents = np.frexp(np.where(finite, flat, 0))
        high = np.ldexp(mantissas, 32)
        top = np.floor(high)
        low = np.ldexp(high - top, 32)
        arguments = list(zip(*(a.astype(np.int64).tolist() for a in (top, low, exponents)), strict=True))
        table: dict[tuple[int, int, int], tuple[float, float, float]] = {}
        with ctx.workprec(160):
            for argument in set(arguments):
                upper, lower, exponent = argument
                table[argument] = _parts_of(getattr(arb(((upper << 32) + lower, exponent - 64)), op)())
        parts = np.array([table[argument] for argument in arguments]).reshape(-1, 3)
        return np.where(finite, _joined(parts, self.dtype), self.dtype(np.nan))


def _parts_of(ball: Any) -> tuple[float, float, float]:
    """The middle of a ball, which is far narrower than a rounding, as (upper 2^32 + lower) 2^exponent."""
    if not ball.is_finite():
        return float("nan"), 0.0, 0.0
    mantissa, exponent = ball.mid().man_exp()
    return _split_number(int(mantissa), int(exponent))


def _split_number(mantissa: int, exponent: int) -> tuple[float, float, float]:
    size = abs(mantissa)
    more = max(size.bit_length() - 64, 0)
    size >>= more  # what is cut off is below a rounding
    sign = -1.0 if mantissa < 0 else 1.0
    return sign * (size >> 32), sign * (size & 0xFFFFFFFF), float(exponent + more)


def _joined(parts: Array, dtype: Any) -> Array:
    """Numbers out of their parts, one in each row."""
    upper, lower = (parts[:, i].astype(dtype) for i in (0, 1))
    exponents = np.clip(np.nan_to_num(parts[:, 2]), -(2**30), 2**30).astype(np.int32)
    return np.asarray(np.ldexp(upper * dtype(2.0**32) + lower, exponents))


def _rounded(fraction: Fraction, dtype: Any) -> Any:
    shift = 80 - fraction.numerator.bit_length() + fraction.denominator.bit_length()
    scaled = fraction * Fraction(2) ** shift
    return _joined(np.array([_split_number(int(scaled), -shift)]), dtype)[0]


def _power(values: Array, n: int) -> Array:
    out = np.ones_like(values)
    for _ in range(n):
        out = out * values
    return out


_SLOPES: Mapping[str, Callable[[Array, Array], Any]] = {
    "exp": lambda _u, size: size,
    "sinh": lambda u, _: np.cosh(u),
    "cosh": lambda u, _: np.abs(np.sinh(u)),
    "tanh": lambda u, _: 1 / np.cosh(u) ** 2,
    "sin": lambda u, _: np.abs(np.cos(u)),
    "cos": lambda u, _: np.abs(np.sin(u)),
    "atan": lambda u, _: 1 / (1 + u * u),
    "erf": lambda u, _: 1.13 * np.exp(-u * u),
    "erfc": lambda u, _: 1.13 * np.exp(-u * u),
}
"""How much a function changes with its argument, at most."""


def sampled(evaluator: WideEvaluator, seed: Sequence[int]) -> NDArray[np.intp] | None:
    """Which coordinates to evaluate: None for all; the first, the last and some at random if all are more
    work than :data:`WORK`.
    """
    count, work = evaluator.count(), evaluator.work()
    if work <= WORK or count <= 2:
        return None
    most = max(2, WORK * count // work)
    if most >= count:
        return None
    rng = np.random.default_rng(seed)
    chosen = rng.choice(count, most, replace=False)
    return np.unique(np.concatenate([[0, count - 1], chosen])).astype(np.intp)
