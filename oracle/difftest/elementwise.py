"""A scalar function applied entry by entry: coordinates that share one formula run as a batch."""

# ruff: noqa: ARG002 -- one interface for both kinds of functions

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Node, Tree, in_order
from proofgrad.oracle.difftest.bounds import CLOSE, Bounds
from proofgrad.oracle.difftest.domain import in_proved_domain
from proofgrad.oracle.difftest.function import Function, Wanted
from proofgrad.oracle.difftest.sample import Array, Sample
from proofgrad.oracle.difftest.second import cross_check
from proofgrad.oracle.difftest.text import show
from proofgrad.oracle.difftest.tolerances import Tolerances
from proofgrad.oracle.formula import Reference, References, evaluate_floats
from proofgrad.oracle.formula.attainable import attainable
from proofgrad.oracle.formula.coordinates import Part, digest
from proofgrad.oracle.formula.ieee import ieee_values
from proofgrad.oracle.formula.trees import has_var
from proofgrad.oracle.inputs import CLASSES, ROOT_WIDTH, Features, classify
from proofgrad.oracle.ulp import Enclosures, Format, Status
from proofgrad.oracle.ulp.distinct import distinct

__all__ = ["Elementwise", "root_scale"]

Floats = NDArray[np.float64]

_CHILDREN = 12


class Elementwise(Function):
    """A scalar function and its derivative.

    Args:
        node: whose formulas these are.
        params: values of its parameters.
        reference: its formulas with these values.
        found: their features.
        fmt: the tested format.
        bounds: the limits of f and f'.
        known: an array of inputs, and the references there.
        tolerances: what is accepted.
    """

    elementwise = True

    def __init__(
        self,
        node: Node,
        params: Mapping[str, float],
        reference: Reference,
        found: Features,
        fmt: Format,
        bounds: tuple[Bounds, Bounds],
        known: tuple[Array, tuple[References, ...]],
        tolerances: Tolerances = Function.tolerances,
    ) -> None:
        self.tolerances, self.unit = tolerances, tolerances.counted_in if tolerances.close else "ulp"
        self.node, self.params, self.reference, self.found = node, params, reference, found
        self.fmt, self._bounds, self._known = fmt, bounds, known
        self.inputs, self.output, self.label = (("x", ()),), (), ""
        self._bits = fmt.to_bits(known[0])
        self._order = np.argsort(self._bits, kind="stable")
        self._last: tuple[Array, tuple[References, ...]] | None = None
        self._given: set[int] = set()
        self._rough: dict[int, tuple[Array, Floats]] = {}

    def bounds(self, part: Part) -> Bounds:
        """As in the table of the node, or as asked for."""
        if self.tolerances.close:
            return CLOSE
        return self._bounds[_formula(part)]

    def references(self, part: Part, x: Array) -> References:
        """What f, or f', is at some inputs; those of inputs that were asked for before are remembered."""
        inputs, refs = self._known
        bits = self.fmt.to_bits(x)
        if len(x) == len(inputs) and np.array_equal(bits, self._bits):
            return refs[_formula(part)]
        place = np.minimum(np.searchsorted(self._bits, bits, sorter=self._order), len(inputs) - 1)
        index = self._order[place]
        if np.array_equal(self._bits[index], bits):
            return refs[_formula(part)].take(index)
        if self._last is None or not np.array_equal(self._last[0], bits):
            self._last = bits, self.reference.enclose(x, self.fmt)
        return self._last[1][_formula(part)]

    def wanted(self, part: Part, sample: Sample) -> Wanted:
        """References for every entry; in directions that are not 1, f'(x)·dx where f'(x) is finite."""
        x, formula = sample.x[0].ravel(), _formula(part)
        refs = self.references(part, x)
        codes = classify(x, refs, self.found, formula, self.fmt)
        if formula and not sample.unit:
            factors = np.asarray(sample.direction(part)[0]).astype(np.float64).ravel()
            values = refs.values.times(np.arange(len(x)), factors)
            refs = References(values, refs.conventional, refs.kinks)
        with np.errstate(invalid="ignore"):  # a signalling nan
            zeros = np.flatnonzero(refs.conventional & (x == 0))
        if len(zeros):
            ieee = np.zeros(len(x))
            ieee[zeros] = np.where(np.signbit(x[zeros].astype(np.float64)), *self._at_zeros[formula])
            refs = replace(refs, ieee=ieee)
        shift = np.zeros(len(x), np.int64)
        if self.bounds(part).cancels and self.scales[formula] > 0:
            near = codes == CLASSES.index("root")
            level = np.full(len(x), int(np.frexp(self.scales[formula])[1]) - self.fmt.precision)
            if formula and not sample.unit:
                level += np.frexp(factors)[1]
            shift[near] = refs.values.exponent[near] - level[near]
        return Wanted(
            refs,
            codes,
            np.ones(len(x)),
            shift,
            ~refs.conventional & (refs.values.status != Status.NAN),
            self.proved(x),
            also=self._constant_at_nan(x) if formula else (),
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
        """By the formula, times the direction where that is not 1."""

        def chosen(entries: Sequence[Array]) -> Floats:
            pairs = zip(owner.tolist(), place.tolist(), strict=True)
            wide = [a.astype(np.float64).ravel() for a in entries]
            return np.array([wide[o][p] for o, p in pairs])

        tree = self.reference.trees[_formula(part)]
        leaves = {"var": chosen([s.x[0] for s in samples])}
        if part != "forward" and not all(s.unit for s in samples):
            tree = Tree("mul", (tree, Tree("tangent", (), 0)))
            leaves["tangent"] = chosen([s.direction(part)[0] for s in samples])
        (found,) = attainable([tree], self.fmt, lambda t: leaves.get(t.op), len(place))
        return found.explains(got, value)

    def reads(self, part: Part, rows: NDArray[np.intp], chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Each its own."""
        return chosen[rows]

    def inside(self, x: Array) -> Array:
        """Those of some inputs that are in the range that is tested."""
        if self.tolerances.range is None:
            return x
        low, high = self.tolerances.range
        with np.errstate(invalid="ignore"):
            wide = x.astype(np.float64)
        return x[(low <= wide) & (wide <= high)]

    def roughly(self, part: Part, x: Array) -> Floats:
        """f, or f', in plain float64 arithmetic, with no promise; the last values are remembered."""
        formula = _formula(part)
        known = self._rough.get(formula)
        if known is None or not np.array_equal(known[0], x):
            values = evaluate_floats(self.reference.trees[formula], x.astype(np.float64))
            known = self._rough[formula] = x, values
        return known[1]

    def proved(self, x: Array) -> NDArray[np.bool_] | None:
        """Which inputs lie in the proved domain; None if that is unknown."""
        with np.errstate(invalid="ignore"):
            return in_proved_domain(self.node, self.params, x.astype(np.float64))

    @cached_property
    def scales(self) -> tuple[float, ...]:
        """For f and f': the size near their roots that errors there are measured by; 0 without roots."""
        found = (root_scale(self.reference, k, self.found, self.fmt) for k in range(2))
        return tuple(float(s.max()) if len(s) else 0.0 for s in found)

    @cached_property
    def _at_zeros(self) -> list[tuple[float, float]]:
        """For f and f' what IEEE arithmetic makes of the formula at -0 and at 0: 1/√x is -∞ and ∞ there."""
        trees = [_in_entries(tree) for tree in self.reference.trees]
        found = [ieee_values(trees, np.array([zero]), np.zeros(0), {}) for zero in (-0.0, 0.0)]
        return list(
            zip(*(np.nan_to_num(f, nan=0.0, posinf=np.inf, neginf=-np.inf) for f in found), strict=True)
        )

    def _constant_at_nan(self, x: Array) -> tuple[tuple[NDArray[np.intp], Enclosures, Floats], ...]:
        """The value of a derivative that is the same everywhere is right for x = nan too: the rule -1 for -x
        looks at no x."""
        if has_var(self.reference.trees[1]):
            return ()
        with np.errstate(invalid="ignore"):
            at = np.flatnonzero(np.isnan(x.astype(np.float64)))
        zero = np.zeros(1, dtype=x.dtype)
        value = self.reference.enclose(zero, self.fmt)[1].values
        return ((at, value.take(np.zeros(len(at), np.intp)), np.ones(len(at))),)

    def second(self, part: Part, sample: Sample, wanted: Wanted, rows: Sequence[int]) -> int:
        """With mpmath's intervals, on the formula as the catalogue has it."""
        assert self.node.formula is not None
        tree = (self.node.formula.f, self.node.formula.df)[_formula(part)]
        with np.errstate(invalid="ignore"):
            xs = sample.x[0].astype(np.float64)
        return cross_check(tree, self.params, xs, wanted.refs.values, rows)

    def digest(self, part: Part) -> str:
        """Of f or f', with its parameters."""
        return digest([self.reference.trees[_formula(part)]])

    def shown(self, sample: Sample, row: int) -> tuple[str, str]:
        """The number, and its bits."""
        x = sample.x[0].ravel()[row]
        return show(x), self.fmt.hex(x)

    def pattern(self, part: Part, sample: Sample, row: int) -> tuple[int, ...]:
        """The bits of the number."""
        return (int(self.fmt.to_bits(sample.x[0].ravel()[row : row + 1])[0]),)

    def recalled(self, part: Part, patterns: Sequence[tuple[int, ...]]) -> Iterator[Sample]:
        """One batch of those that are not tested anyway."""
        x = self.fmt.from_bits(np.array([p[0] for p in patterns if len(p) == 1], dtype=np.uint64))
        x = self.inside(x[~np.isin(self.fmt.to_bits(x), self._bits)])
        if len(x):
            yield Sample.batch(x)

    def near(
        self, part: Part, worst: Sequence[tuple[Sample, int]], rng: np.random.Generator
    ) -> Iterator[Sample]:
        """One batch: neighbours at all distances."""
        fmt = self.fmt
        if not self._given:
            self._given = set(self._bits.tolist())
        start = np.concatenate([fmt.to_ordinal(s.x[0].ravel()[i : i + 1]) for s, i in worst])
        reach = rng.uniform(0.0, fmt.precision - 1, (len(start), _CHILDREN))
        steps = np.exp2(reach).astype(np.int64) * rng.choice(np.array([-1, 1]), reach.shape)
        top = fmt.infinity_ordinal - 1
        x = fmt.from_ordinal(distinct(np.clip((start[:, None] + steps).ravel(), -top, top)))
        x = x[np.array([b not in self._given for b in fmt.to_bits(x).tolist()], dtype=np.bool_)]
        self._given.update(fmt.to_bits(x).tolist())
        x = self.inside(x)
        if len(x):
            yield Sample.batch(x)

    def simpler(self, part: Part, sample: Sample, row: int) -> Iterator[Sample]:
        """One batch of the same sign: small integers, then few significant bits."""
        value = float(sample.x[0].ravel()[row])
        if not np.isfinite(value) or value == 0:
            return
        fmt, sign = self.fmt, -1.0 if value < 0 else 1.0
        fraction, exponent = np.frexp(value)
        with np.errstate(over="ignore", under="ignore"):
            short = [
                np.ldexp(rounding(np.ldexp(fraction, bits)), int(exponent) - bits)
                for bits in range(1, fmt.precision)
                for rounding in (np.rint, np.floor, np.ceil)
            ]
        simple = [
            sign * v for v in (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 32, 50, 64, 100, 0.5, 0.25, 0.125)
        ]
        x = fmt.narrow(np.array(simple + short, dtype=np.float64))
        x = self.inside(x[np.isfinite(x.astype(np.float64)) & (x != 0)])
        again = np.flatnonzero(x == sample.x[0].ravel()[row])
        x = x[: again[0]] if len(again) else x
        if len(x):
            yield Sample.batch(x)


def _in_entries(tree: Tree) -> Tree:
    """With the only entry of a vector in place of the variable."""
    out: dict[Tree, Tree] = {}
    for t in in_order([tree]):
        args = tuple(out[arg] for arg in t.args)
        out[t] = Tree("entry", value=0) if t.op == "var" else Tree(t.op, args, t.value)
    return out[tree]


def _formula(part: Part) -> int:
    return 0 if part == "forward" else 1


def root_scale(reference: Reference, formula: int, found: Features, fmt: Format) -> Floats:
    """For each root r of a formula, |r|·slope, taken from the formula's size at the neighbourhood's ends."""
    out = []
    for root in found.roots[formula]:
        r = float(fmt.from_ordinal(np.array([root]))[0])
        beside = fmt.narrow(np.array([r * (1 - ROOT_WIDTH), r * (1 + ROOT_WIDTH)]))
        sizes = np.abs(reference.enclose(beside, fmt)[formula].values.approximate())
        out.append(float(np.max(sizes)) / ROOT_WIDTH)
    return np.array(out)
