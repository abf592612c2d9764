"""A function of vectors at one choice of sizes, coordinate by coordinate.

The derivative is tested in random directions against the formulas of the certified JVP; the reverse rule
against the transpose of these formulas. An error is counted in units of what evaluating the proven formula
itself, in any order of its sums, can cause when its entries are rounded too
(:mod:`proofgrad.oracle.formula.vectors`): for sums of n products that is γ(n)·Σ|terms| to first order.
"""

# ruff: noqa: ARG002 -- one interface for both kinds of functions

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import PROVED, Node, Tree, in_order
from proofgrad.oracle.difftest.asked import Asked
from proofgrad.oracle.difftest.bounds import CLOSE, OWN_ULP, ROUNDING, Bounds
from proofgrad.oracle.difftest.function import Function, Wanted
from proofgrad.oracle.difftest.sample import Array, Sample, flat, split
from proofgrad.oracle.difftest.second import cross_check_coordinates
from proofgrad.oracle.difftest.text import show
from proofgrad.oracle.difftest.tolerances import Tolerances
from proofgrad.oracle.formula import References
from proofgrad.oracle.formula.attainable import attainable, may_overflow
from proofgrad.oracle.formula.beside import Beside, beside_zeros
from proofgrad.oracle.formula.coordinates import CoordinateReference, Part
from proofgrad.oracle.formula.large import LargeReference
from proofgrad.oracle.formula.special import Special
from proofgrad.oracle.inputs import CLASSES
from proofgrad.oracle.ulp import Format, Status

__all__ = ["Coordinates", "Remembered"]

Floats = NDArray[np.float64]

_ARITHMETIC = ("add", "sub", "sum", "mean", "linear", "matmul", "dot", "addRow", "batchedMatmul", "affine")
_MOVING = (
    "fill",
    "transpose",
    "reshape",
    "swapAxes",
    "swapLast",
    "lastToFirst",
    "firstToLast",
    "embedding",
    "maxPool",
    "avgPool",
)
STRICT = frozenset((*_ARITHMETIC, *_MOVING))
"""Nodes whose value at a nan or an infinity must be what it is by its formula wherever that is continuous
there; for others nan is an answer too."""

STRICT_BELOW = frozenset(("softmax", "softmaxRows", "logSoftmax", "logSoftmaxRows", "logSumExp", "logaddexp"))
"""The same where nothing is nan or +∞: their kernels subtract the largest entry first, and ∞ - ∞ is nan."""

_PARTS: tuple[Part, ...] = ("forward", "jvp", "vjp")
_SHOWN = 8
_CHILDREN = 2
_PARENTS = 3


@dataclass
class Remembered:
    """References of a formula in a format, by part, entries and direction.

    Attributes:
        references: those of every coordinate.
        special: what else is known where an entry is nan or infinite.
    """

    references: dict[tuple[str, bytes, bytes], References] = field(default_factory=dict)
    special: dict[tuple[str, bytes, bytes], Special] = field(default_factory=dict)


class Coordinates(Function):
    """A vector formula with its parameters, in one format.

    Args:
        node: whose formula it is.
        reference: the formula.
        fmt: the tested format.
        tolerances: what is accepted.
        limit: of errors in ULP of the coordinate, where that is the unit; None: the usual one.
        remembered: what is known of this reference in this format, and is to be filled; None: nothing.
    """

    elementwise = False

    def __init__(
        self,
        node: Node,
        reference: CoordinateReference | LargeReference,
        fmt: Format,
        tolerances: Tolerances = Function.tolerances,
        limit: float | None = None,
        remembered: Remembered | None = None,
    ) -> None:
        self._plain: Coordinates | None = None
        self.tolerances = tolerances
        self.limit = limit
        self.unit = tolerances.counted_in if tolerances.close else "u·(rounding of the formula)"
        if tolerances.strict:
            self.unit = "ulp of the coordinate"
        self.node, self.reference, self.fmt = node, reference, fmt
        size = reference.size
        self.inputs, self.output, self.label = size.inputs, size.output, size.label
        self._asked = Asked(node, reference)
        remembered = Remembered() if remembered is None else remembered
        self._known, self._at = remembered.references, remembered.special
        self._outside: dict[tuple[str, bytes], tuple[NDArray[np.bool_], tuple[Beside, ...]]] = {}
        self._given: set[bytes] = set()

    @property
    def large(self) -> bool:
        """Whether there are so many coordinates that they are not written out."""
        return isinstance(self.reference, LargeReference)

    @property
    def input_shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shapes of the inputs."""
        return tuple(shape for _, shape in self.inputs)

    def bounds(self, part: Part) -> Bounds:
        """One unit of rounding, or of what was asked for."""
        if self.tolerances.strict:
            return OWN_ULP if self.limit is None else replace(OWN_ULP, maximum=self.limit)
        return CLOSE if self.tolerances.close else ROUNDING

    def by_formula(self) -> Coordinates:
        """The same in units of the formula's rounding: what linearity and adjointness go by."""
        if not self.tolerances.strict:
            return self
        if self._plain is None:
            reference = copy(self.reference)
            reference.strict = False
            asked = replace(self.tolerances, unit="formula")
            self._plain = Coordinates(self.node, reference, self.fmt, asked)
        return self._plain

    def references(self, part: Part, sample: Sample) -> References:
        """Of every coordinate; those of a sample are remembered, as layouts ask for them again and again."""
        x, d = flat(sample.x), flat(sample.direction(part))
        key = part, x.tobytes(), d.tobytes()
        if key not in self._known:
            self._known[key] = self.reference.enclose(part, x, d, self.fmt)
        return self._known[key]

    def wanted(self, part: Part, sample: Sample) -> Wanted:
        """References for every coordinate."""
        if not np.isfinite(flat(sample.x)).all():
            return self._special(part, sample)
        refs = self.references(part, sample)
        count = len(refs.values)
        codes = np.full(count, CLASSES.index(sample.kind or "normal"), np.uint8)
        codes[refs.kinks.index] = CLASSES.index("kink")
        outside, beside = self._beyond(part, sample)
        proved = ~outside & (self.node.status in PROVED)
        unknown = self.node.status == "proved-on-domain" and not self._asked.understood
        assert refs.rounding is not None
        return Wanted(
            refs,
            codes,
            refs.rounding,
            np.zeros(count, np.int64),
            ~refs.conventional & (refs.values.status != Status.NAN),
            None if unknown else proved,
            free=outside,
            also=beside,
        ).measured_by(self.tolerances)

    def _special(self, part: Part, sample: Sample) -> Wanted:
        """Where an entry is nan or infinite."""
        x, d = flat(sample.x), flat(sample.direction(part))
        key = f"special {part}", x.tobytes(), d.tobytes()
        assert isinstance(self.reference, CoordinateReference)  # large ones have no such samples
        if key not in self._known:
            self._known[key], self._at[key] = self.reference.enclose_special(part, x, d, self.fmt)
        refs, found = self._known[key], self._at[key]
        assert refs.rounding is not None
        count = len(refs.values)
        return Wanted(
            refs,
            np.full(count, CLASSES.index(sample.kind), np.uint8),
            refs.rounding,
            np.zeros(count, np.int64),
            refs.values.status != Status.NAN,
            np.zeros(count, np.bool_),
            nan=found.hidden | self._lenient(x),
            free=None if self._strict else ~found.apart & found.bounded,
            between=(~found.apart & found.bounded, *found.between),
        ).measured_by(self.tolerances)

    def explained(
        self,
        part: Part,
        samples: Sequence[Sample],
        owner: NDArray[np.intp],
        place: NDArray[np.intp],
        got: Floats,
        value: Floats,
    ) -> NDArray[np.bool_]:
        """By the formula of each coordinate; of large sizes by a few of them, which speak for all."""
        entries = np.stack([flat(s.x) for s in samples])
        along = np.stack([flat(s.direction(part)) for s in samples])
        leaves = {"entry": entries, "tangent": along}

        def leaf(tree: Tree) -> Floats | None:
            return leaves[tree.op][:, int(tree.value or 0)] if tree.op in leaves else None

        coordinates = self.reference.few(part, place)
        trees = self.reference.coordinates(part, coordinates.tolist())
        found = attainable(trees, self.fmt, leaf, len(samples), self.reference.parameters)
        out = np.zeros(len(place), np.bool_)
        for coordinate, possible in zip(coordinates.tolist(), found, strict=True):
            at = np.flatnonzero(place == coordinate)
            out[at] = possible.take(owner[at]).explains(got[at], value[at])
        looked_at = np.isin(place, coordinates)
        out[~looked_at] = bool(looked_at.any() and out[looked_at].all())
        for i, sample in enumerate(samples):
            between = None if np.isfinite(entries[i]).all() else self._special(part, sample).between
            if between is not None:  # a number from nowhere is no rounding of ∞/∞
                rows = np.flatnonzero(owner == i)
                odd = ~np.isnan(got) if self._strict else np.isfinite(got)
                out[rows[between[0][place[rows]] & odd[rows]]] = False
            elif self.tolerances.strict:  # in any order of its sums
                rows = np.flatnonzero(owner == i)
                plain = self.by_formula().wanted(part, sample)
                off = plain.refs.values.take(place[rows]).errors(got[rows]) / plain.unit[place[rows]]
                out[rows[np.abs(off) <= ROUNDING.maximum]] = True
        return out

    @property
    def _strict(self) -> bool:
        """Whether an infinity is no answer where there is no limit: for others it may be one by the order of
        operations, such as ∞ times a slope that is nearly 0."""
        return self.node.short_name in STRICT | STRICT_BELOW

    def _lenient(self, x: Floats) -> bool:
        """Whether nan is an answer too, whatever the formula says."""
        name = self.node.short_name
        return name not in STRICT and not (name in STRICT_BELOW and not (np.isnan(x) | (x == np.inf)).any())

    def _beyond(self, part: Part, sample: Sample) -> tuple[NDArray[np.bool_], tuple[Beside, ...]]:
        """Of which coordinates the theorem says nothing, and what else their values may be: what comes near
        to them. Remembered, as layouts ask for it again and again."""
        x = flat(sample.x)
        key = part, x.tobytes()
        if key not in self._outside:
            outside = self._asked.outside(part, sample.x)
            also: tuple[Beside, ...] = ()
            rows = np.flatnonzero(outside)
            if part == "forward" and len(rows):
                trees = self.reference.coordinates(part, rows.tolist())
                also = beside_zeros(trees, rows, x, self.reference.parameters, self.fmt)
            self._outside[key] = outside, also
        return self._outside[key]

    def overflows(self, sample: Sample) -> bool:
        """Whether evaluating the formulas there, as they are, may overflow on the way or give nan."""
        leaves = {"entry": flat(sample.x), "tangent": np.zeros(0)}

        def leaf(tree: Tree) -> Floats | None:
            return leaves[tree.op][int(tree.value or 0)].reshape(1) if tree.op in leaves else None

        for part in _PARTS:
            leaves["tangent"] = flat(sample.direction(part))
            trees = self.reference.size.trees(part)
            if may_overflow(trees, self.fmt, leaf, 1, self.reference.parameters):
                return True
        return False

    def reads(self, part: Part, rows: NDArray[np.intp], chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """By their formulas."""
        if not chosen.any():
            return np.zeros(len(rows), np.bool_)
        trees = self.reference.coordinates(part, rows.tolist())
        places = [[int(t.value or 0) for t in in_order([tree]) if t.op == "entry"] for tree in trees]
        return np.array([chosen[of].any() for of in places], np.bool_)

    def second(self, part: Part, sample: Sample, wanted: Wanted, rows: Sequence[int]) -> int:
        """With mpmath's intervals, on the same formulas."""
        entries, tangents = flat(sample.x), flat(sample.direction(part))
        trees = self.reference.size.trees(part)
        if not trees or not np.isfinite(entries).all() or not np.isfinite(tangents).all():
            return 0
        return cross_check_coordinates(
            trees, entries, tangents, self.reference.parameters, wanted.refs, rows, self.label
        )

    def digest(self, part: Part) -> str:
        """Of the formulas."""
        return self.reference.size.digest(part)

    def shown(self, sample: Sample, row: int) -> tuple[str, str]:
        """Which coordinate, at which sizes, and the first entries."""
        entries = np.concatenate([a.ravel() for a in sample.x]) if sample.x else np.zeros(0)
        first = ", ".join(show(v) for v in entries[:_SHOWN])
        more = ", ..." if len(entries) > _SHOWN else ""
        at = f" at {self.label}" if self.label else ""
        text = f"coordinate {row}{at}, entries [{first}{more}]"
        return text, " ".join(self.fmt.hexes(entries[:_SHOWN]))

    def pattern(self, part: Part, sample: Sample, row: int) -> tuple[int, ...]:
        """The bits of all entries, then of the direction or the cotangent."""
        arrays = [a.ravel() for a in (*sample.x, *sample.direction(part))]
        return tuple(int(b) for a in arrays for b in self.fmt.to_bits(a).tolist())

    def recalled(self, part: Part, patterns: Sequence[tuple[int, ...]]) -> Iterator[Sample]:
        """Those with the right number of entries."""
        count = self.count()
        along = {"forward": 0, "jvp": count, "vjp": int(np.prod(self.output, dtype=np.int64))}[part]
        for pattern in patterns:
            if len(pattern) == count + along:
                bits = self.fmt.from_bits(np.array(pattern, dtype=np.uint64))
                if np.isfinite(flat([bits])).all() and np.array_equal(
                    self._inside(bits[:count]), bits[:count]
                ):
                    sample = self.sample(bits[:count], "normal", **{part: bits[count:]})
                    small = np.abs(flat(sample.x))
                    tiny = (small > 0) & (small < float(self.fmt.min_normal))
                    if not (tiny.any() and self.overflows(sample)):
                        yield sample

    def sample(
        self, x: Array, kind: str, *, forward: Any = None, jvp: Array | None = None, vjp: Array | None = None
    ) -> Sample:
        """A sample of flat arrays of the format; directions that are not given are 1."""
        shapes = self.input_shapes
        one = np.ones(self.count(), self.fmt.dtype)
        ct = np.ones(self.output, self.fmt.dtype) if vjp is None else vjp.reshape(self.output).copy()
        return Sample(split(x, shapes), split(one if jvp is None else jvp, shapes), ct, kind)

    def near(
        self, part: Part, worst: Sequence[tuple[Sample, int]], rng: np.random.Generator
    ) -> Iterator[Sample]:
        """A few for each of the worst: one or two entries moved, and to no subnormal number: its reciprocal
        overflows, which is the formula's own doing. Samples have those where that is not so."""
        fmt, top = self.fmt, self.fmt.infinity_ordinal - 1
        if self.large:
            return
        samples = list(dict.fromkeys(s for s, _ in worst if np.isfinite(flat(s.x)).all()))[:_PARENTS]
        for parent in samples:
            for _ in range(_CHILDREN):
                ordinals = fmt.to_ordinal(np.concatenate([a.ravel() for a in parent.x]))
                if not len(ordinals):
                    continue
                places = rng.choice(len(ordinals), min(2, len(ordinals)), replace=False)
                steps = np.exp2(rng.uniform(0.0, fmt.precision - 1, len(places))).astype(np.int64)
                ordinals[places] += steps * rng.choice(np.array([-1, 1]), len(places))
                moved = fmt.from_ordinal(np.clip(ordinals, -top, top)).astype(np.float64)
                below = (moved != 0) & (np.abs(moved) < float(fmt.min_normal))
                x = self._inside(fmt.narrow(np.where(below, flat(parent.x), moved)), parent)
                if x.tobytes() in self._given:
                    continue
                self._given.add(x.tobytes())
                yield Sample(split(x, self.input_shapes), parent.dx, parent.ct, parent.kind)

    def _inside(self, x: Array, parent: Sample | None = None) -> Array:
        """Entries inside the range that is tested; others as they were before, or at its end."""
        if self.tolerances.range is None:
            return x
        low, high = self.tolerances.range
        wide = x.astype(np.float64)
        before = np.clip(wide, low, high) if parent is None else flat(parent.x)
        return self.fmt.narrow(np.where((low <= wide) & (wide <= high), wide, before))

    def simpler(self, part: Part, sample: Sample, row: int) -> Iterator[Sample]:
        """Ones, small integers, few bits; directions of one entry; entries left out one by one."""
        x = flat(sample.x)
        if not np.isfinite(x).all() or not len(x):
            return
        shapes, dtype = self.input_shapes, self.fmt.dtype
        ones = split(np.ones(len(x), dtype), shapes), np.ones(self.output, dtype)
        with np.errstate(divide="ignore", over="ignore"):
            bits = np.exp2(np.floor(np.log2(np.abs(x)))) * np.sign(x)
            forms = [np.ones(len(x)), np.arange(1.0, len(x) + 1), np.rint(x), np.where(x == 0, 0, bits)]
            forms += [np.rint(4 * x) / 4, x]
        for form in forms:
            given = split(self._inside(self.fmt.narrow(np.nan_to_num(form))), shapes)
            yield Sample(given, *ones, sample.kind)
            yield Sample(given, sample.dx, sample.ct, sample.kind)
        for i in range(min(len(x), 16)):
            fewer = x.copy()
            fewer[i] = 0.0
            yield Sample(
                split(self._inside(self.fmt.narrow(fewer)), shapes), sample.dx, sample.ct, sample.kind
            )
