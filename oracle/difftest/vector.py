"""Vector nodes: each coordinate of a kernel's result against its enclosure, at all the sizes that were read.

The derivative is tested in random directions against the formulas of the certified JVP; the reverse rule
against the transposed Jacobian matrix that these formulas give at the basis vectors; and both against each
other. An error is counted in units of u times the rounding that evaluating the proven formula itself, in any
order of its sums, can cause when its entries are rounded too (:mod:`proofgrad.oracle.formula.vectors`): for
sums of n products that is γ(n)·Σ|terms| to first order. A kernel may be wrong by one such unit: it may use
any algorithm that is as stable as the formula.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Node, Tree, VectorFormula, in_order
from proofgrad.oracle.adapters.vectors import flat_kernel
from proofgrad.oracle.difftest.call import Caller
from proofgrad.oracle.difftest.judge import show
from proofgrad.oracle.difftest.verdict import ClassResult, KernelError, Outcome, Verdict, What, Worst
from proofgrad.oracle.formula.balls import rational_ball
from proofgrad.oracle.formula.intervals import IntervalEvaluator
from proofgrad.oracle.formula.vectors import Point, Value, VectorProgram
from proofgrad.oracle.ulp import Format

__all__ = ["LIMIT", "options_of", "vector_verdicts"]

Array = NDArray[Any]

LIMIT = 1.0
"""Of the error, in units of the rounding that the formula itself can cause."""

_UNIT = "u·(rounding of the formula)"
_SAMPLES = {"normal": 8, "zero": 3, "overflow": 3}
_SLACK = 2.0**-10
_SECOND_SAMPLES = 1
"""Inputs of each size whose references, of all coordinates, are evaluated a second time."""
_SECOND_PARTS = 20_000
"""Distinct operations that are evaluated a second time for one input, at most."""


def options_of(
    formula: VectorFormula, params: Mapping[str, Any], seed: int = 0, parameters: Sequence[str] = ()
) -> tuple[dict[str, Any], dict[str, Fraction]]:
    """What a kernel takes besides its inputs, and the values of the formula's parameters.

    Args:
        formula: the formula.
        params: values of parameters: numbers, or arrays for families such as ``t[0]``, ``t[1]``; what is not
            given is chosen, exact in every format.
        seed: of what is chosen.
        parameters: names that must be there even if the formula, at its sizes, has nothing of them.
    """
    options: dict[str, Any] = {}
    for name, text in formula.sizes:
        value = json.loads(text)
        options[name] = tuple(value) if isinstance(value, list) else value
    rng = np.random.default_rng([seed, 77])
    values: dict[str, Fraction] = {}
    families: dict[str, dict[tuple[int, ...], float]] = {}
    for tree in in_order((*formula.forward, *formula.jvp)):
        if tree.op != "param":
            continue
        label = str(tree.value)
        name, bracket, rest = label.partition("[")
        if not bracket:
            number = float(params.get(name, _PARAMETERS.get(name, 1.25)))
            options[name] = number
            values[label] = Fraction(number)
            continue
        index = tuple(int(i) for i in rest.rstrip("]").split(","))
        number = float(np.asarray(params[name])[index]) if name in params else int(rng.integers(1, 9)) / 8
        families.setdefault(name, {})[index] = number
        values[label] = Fraction(number)
    for name, entries in families.items():
        shape = tuple(1 + max(index[axis] for index in entries) for axis in range(len(next(iter(entries)))))
        array = np.asarray(params[name]) if name in params else np.zeros(shape)
        for index, number in entries.items():
            array[index] = number
        options[name] = array
    for name, value in params.items():
        options.setdefault(name, value)
    for name in parameters:
        options.setdefault(name, np.zeros(0) if name not in _PARAMETERS else _PARAMETERS[name])
    return options, values


_PARAMETERS: Mapping[str, float] = {"ε": 2.0**-20, "eps": 2.0**-20, "delta": 0.75}


@dataclass
class _Class:
    errors: list[float] = field(default_factory=list)
    worst: Worst | None = None
    over: int = 0

    def add(self, error: float, worst: Worst) -> None:
        if not self.errors or error > max(self.errors):
            self.worst = worst
        self.errors.append(error)
        self.over += not error <= LIMIT

    def result(self) -> ClassResult:
        return ClassResult(
            count=len(self.errors),
            max_ulp=max(self.errors),
            median_ulp=float(np.median(self.errors)),
            bias_ulp=0.0,
            over=self.over,
            worst=self.worst,
            bound=LIMIT,
            exact=False,
            unit=_UNIT,
            failed=("max",) if self.over else (),
        )


@dataclass
class _Found:
    """What one comparison has found so far."""

    classes: dict[str, _Class] = field(default_factory=dict)
    unknown: int = 0
    conventions: int = 0
    second_opinions: int = 0
    problem: KernelError | None = None
    empty: KernelError | None = None
    """That an input without entries raised: wrong, but no reason not to try others."""


@dataclass(frozen=True)
class _Sample:
    kind: str
    x: Array
    dx: Array
    ct: Array


class _Case:
    """A vector formula, in one format, with one kernel."""

    def __init__(
        self, formula: VectorFormula, values: Mapping[str, Fraction], call: Caller, node: Node
    ) -> None:
        self.formula, self.values_of, self.call, self.fmt = formula, values, call, call.fmt
        self._required = _required(node, formula)
        self.count = sum(int(np.prod(shape, dtype=np.int64)) for _, shape in formula.inputs)
        self.forward, self.jvp = VectorProgram(formula.forward), VectorProgram(formula.jvp)
        self._jacobians: dict[int, list[list[Value]]] = {}
        self.unit = 2.0**-self.fmt.precision

    def samples(self, rng: np.random.Generator) -> Iterator[_Sample]:
        n, m = self.count, len(self.formula.forward)
        large = 2.0 * float(np.log(np.ldexp(1.0, min(self.fmt.emax, 1023))))
        for kind, number in _SAMPLES.items():
            for i in range(number if n else int(kind == "normal")):
                x = _numbers(rng, n)
                if i % 2:
                    x = np.abs(x)  # inside the domain of logarithms
                if kind == "zero":
                    x = np.where(rng.random(n) < 0.5, 0.0 if i else 1.0, x)
                if kind == "overflow":
                    x = rng.uniform(-large, large, n) if i else np.full(n, large)
                yield _Sample(
                    kind,
                    self.fmt.narrow(x),
                    self.fmt.narrow(_numbers(rng, n)),
                    self.fmt.narrow(_numbers(rng, m)),
                )

    def evaluate(self, program: VectorProgram, x: Array, tangents: Sequence[Fraction] = ()) -> list[Value]:
        point = Point(_exact(x), tangents, self.values_of)
        return program.values(point, _SLACK * self.unit, self.unit)

    def jacobian(self, sample: _Sample) -> list[list[Value]]:
        """Column j: the derivative in the direction of entry j."""
        found = self._jacobians.get(id(sample))
        if found is None:
            zero = [Fraction(0)] * self.count
            found = [
                self.evaluate(self.jvp, sample.x, [*zero[:j], Fraction(1), *zero[j + 1 :]])
                for j in range(self.count)
            ]
            self._jacobians[id(sample)] = found
        return found

    def transposed(self, sample: _Sample) -> list[Value]:
        """The transposed Jacobian matrix times the cotangent."""
        import flint

        ct = _exact(sample.ct)
        out = []
        with flint.ctx.workprec(400):
            for column in self.jacobian(sample):
                total, rounding, size = flint.arb(0), flint.arb(0), flint.arb(0)
                for c, entry in zip(ct, column, strict=True):
                    if c == 0:
                        continue
                    factor = rational_ball(c)
                    total += factor * entry.ball
                    rounding += abs(factor) * entry.rounding
                    size += (factor * entry.ball).abs_upper()
                terms = max(len(column), 1)
                flags = [(e.conventional, e.on_switch) for e in column]
                out.append(
                    Value(
                        total,
                        rounding + terms * size,
                        any(f[0] for f in flags),
                        any(f[1] for f in flags),
                    )
                )
        return out

    def compare(self, what: What, sample: _Sample, found: _Found) -> None:
        """Compare one answer with its reference; what is wrong with the call goes to ``found.problem``."""
        shape = (self.count,) if what == "vjp" else (len(self.formula.forward),)
        if what == "forward":
            got = self.call(what, sample.x, shape=shape)
        else:
            got = self.call(what, sample.x, sample.ct if what == "vjp" else sample.dx, shape=shape)
        if isinstance(got, KernelError):
            found.problem = got
            return
        if what == "forward":
            wanted = self.evaluate(self.forward, sample.x)
        elif what == "jvp":
            wanted = self.evaluate(self.jvp, sample.x, _exact(sample.dx))
        else:
            wanted = self.transposed(sample)
        with np.errstate(invalid="ignore"):
            answers = got.astype(np.float64).tolist()
        for i, (answer, value) in enumerate(zip(answers, wanted, strict=True)):
            self._judge(what, i, answer, value, sample, found)

    def outside(self, sample: _Sample) -> bool:
        """Whether an entry violates what every theorem of the node asks of each entry of an input: then no
        number need be answered."""
        return any(not met(sample.x[part].astype(np.float64)).all() for part, met in self._required)

    def _judge(self, what: What, i: int, answer: float, value: Value, sample: _Sample, found: _Found) -> None:
        if value.conventional or (value.on_switch and what != "forward"):
            found.conventions += 1
            return
        if not np.isfinite(answer) and self.outside(sample):
            found.conventions += 1
            return
        error = self.error(answer, value)
        if error is None:
            found.unknown += 1
            return
        wanted = float(value.ball)
        entries = ", ".join(show(v) for v in sample.x[:8])
        more = ", ..." if len(sample.x) > 8 else ""
        where = f"coordinate {i} at {self.formula.label}, entries [{entries}{more}]"
        bits = " ".join(self.fmt.hex(v) for v in sample.x[:8])
        kind = found.classes.setdefault(sample.kind, _Class())
        kind.add(error, Worst(where, bits, repr(answer), repr(wanted)))

    def error(self, answer: float, value: Value) -> float | None:
        """The error of an answer in units of the formula's rounding, None if the reference is too wide."""
        import flint

        unit = self._allowed(value)
        if not value.ball.is_finite() or not value.ball.rad() <= 8 * _SLACK * unit:
            return None
        edge = self.fmt.overflow_threshold
        with flint.ctx.workprec(400):
            wanted = value.ball
            if not np.isfinite(answer):
                # beyond the largest number, or so near that rounding may go there
                reach = abs(wanted) + LIMIT * unit
                beyond = bool(reach >= flint.arb(flint.fmpq(edge.numerator, edge.denominator)))
                same = answer == float("inf") if wanted > 0 else answer == float("-inf")
                return 0.0 if beyond and same else float("inf")
            return float((abs(flint.arb(answer) - wanted) / unit).upper())

    def _allowed(self, value: Value) -> Any:
        """One unit of error of a coordinate: what rounding in its formula can cause; two of the smallest
        numbers of the format at least."""
        import flint

        return (self.unit * value.rounding).max(2 * flint.arb(2) ** self.fmt.tiny_exponent)

    def adjoint(self, sample: _Sample, found: _Found) -> None:
        """⟨jvp dx, ct⟩ = ⟨dx, vjp ct⟩, up to what the two may be wrong by."""
        import flint

        forward = self.call("jvp", sample.x, sample.dx, shape=(len(self.formula.forward),))
        backward = self.call("vjp", sample.x, sample.ct, shape=(self.count,))
        for answer in (forward, backward):
            if isinstance(answer, KernelError):
                found.problem = answer
                return
        assert not isinstance(forward, KernelError)
        assert not isinstance(backward, KernelError)
        wanted = self.evaluate(self.jvp, sample.x, _exact(sample.dx))
        transposed = self.transposed(sample)
        if any(v.conventional or v.on_switch for v in (*wanted, *transposed)):
            found.conventions += 1
            return
        with np.errstate(invalid="ignore"):
            values = np.concatenate([forward.astype(np.float64), backward.astype(np.float64)])
        if not np.isfinite(values).all():
            return  # judged by the other comparisons
        ct, dx = _exact(sample.ct), _exact(sample.dx)
        left = sum((a * b for a, b in zip(_exact(forward), ct, strict=True)), Fraction(0))
        right = sum((a * b for a, b in zip(_exact(backward), dx, strict=True)), Fraction(0))
        pairs = zip((*wanted, *transposed), (*ct, *dx), strict=True)
        scale = sum((self._allowed(v) * abs(rational_ball(c)) for v, c in pairs), flint.arb(0))
        distance = rational_ball(abs(left - right))
        error = (
            0.0 if left == right else float("inf") if scale.is_zero() else float((distance / scale).upper())
        )
        bits = self.fmt.hex(sample.x[0]) if self.count else ""
        worst = Worst(self.formula.label, bits, _decimal(left), _decimal(right))
        found.classes.setdefault(sample.kind, _Class()).add(error, worst)

    def second_opinion(self, what: What, sample: _Sample) -> tuple[int, str | None]:
        """Evaluate the references of one comparison with mpmath's intervals too.

        Returns:
            How many were compared (where the second evaluation gives up, or has too much to do, that is no
            agreement and not counted), and what is wrong, None if nothing is.
        """
        import flint

        trees: Iterable[Tree]
        if what == "vjp":
            first, trees = self.transposed(sample), self._transposed_trees(sample)
        else:
            program = self.forward if what == "forward" else self.jvp
            tangents = () if what == "forward" else _exact(sample.dx)
            first = self.evaluate(program, sample.x, tangents)
            point = Point(_exact(sample.x), tangents, self.values_of)
            trees = _bound(self.formula.forward if what == "forward" else self.formula.jvp, point, {})
        chosen: dict[int, Tree] = {}
        count = 0
        for i, tree in enumerate(trees):
            count += len(in_order((tree,)))
            if count > _SECOND_PARTS:
                break
            if first[i].ball.is_finite():
                chosen[i] = tree
        least = Fraction(2.0**-1000)
        most = flint.arb(2) ** 2000
        widths = [max(least, _fraction((self.unit * first[i].rounding).min(most))) / 1024 for i in chosen]
        second = IntervalEvaluator.closed_bounds(tuple(chosen.values()), widths)
        compared = 0
        with flint.ctx.workprec(6000):
            for i, bounds in zip(chosen, second, strict=True):
                if bounds is None:
                    continue
                compared += 1
                low, high = (flint.arb(flint.fmpq(b.numerator, b.denominator)) for b in bounds)
                if first[i].ball < low or first[i].ball > high:
                    return (
                        compared,
                        f"two evaluations of coordinate {i} at {self.formula.label} do not overlap",
                    )
        return compared, None

    def _transposed_trees(self, sample: _Sample) -> Iterator[Tree]:
        """The transposed Jacobian matrix times the cotangent, as formulas."""
        entries, zero = _exact(sample.x), [Fraction(0)] * self.count
        known: _Known = {}
        for j in range(self.count):
            unit = [*zero[:j], Fraction(1), *zero[j + 1 :]]
            column = _bound(self.formula.jvp, Point(entries, unit, self.values_of), known)
            total = Tree("const", value=Fraction(0))
            for c, tree in zip(_exact(sample.ct), column, strict=True):
                total = Tree("add", (total, Tree("mul", (Tree("const", value=c), tree))))
            yield total


def _required(node: Node, formula: VectorFormula) -> list[tuple[slice, Callable[[Array], Array]]]:
    """The hypotheses of a node's only theorem that compare each entry of an input with a number: where the
    entries are, and the comparison."""
    if len(node.proofs) != 1:
        return []
    places, start = {}, 0
    for name, shape in formula.inputs:
        size = int(np.prod(shape, dtype=np.int64))
        places[name] = slice(start, start + size)
        start += size
    relations: Mapping[str, Callable[[Any, Any], Array]] = {
        "ne": np.not_equal,
        "eq": np.equal,
        "lt": np.less,
        "le": np.less_equal,
    }
    out: list[tuple[slice, Callable[[Array], Array]]] = []
    for h in node.proofs[0].hypotheses:
        if h.relation is None or h.left is None or h.right is None:
            continue
        relation = relations[h.relation]
        for side, other, first in ((h.left, h.right, True), (h.right, h.left, False)):
            name, bracket, _ = str(side.value).partition("[")
            if side.op != "param" or not bracket or name not in places or other.op != "const":
                continue
            bound = float(Fraction(other.value or 0))
            out.append((places[name], _compared(relation, bound, first)))
    return out


def _compared(relation: Callable[[Any, Any], Array], bound: float, first: bool) -> Callable[[Array], Array]:
    def met(entries: Array) -> Array:
        return relation(entries, bound) if first else relation(bound, entries)

    return met


def _numbers(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Numbers of both signs over a few binades."""
    return np.asarray(np.exp2(rng.uniform(-3.0, 2.0, count)) * rng.choice([-1.0, 1.0], count))


def _fraction(ball: Any) -> Fraction:
    """The midpoint of a ball."""
    numerator, exponent = ball.mid().man_exp()
    return Fraction(int(numerator)) * Fraction(2) ** int(exponent)


def _decimal(value: Fraction) -> str:
    """To 17 digits; a sum of products may be beyond every float."""
    return str(rational_ball(value).str(17, radius=False))


def _exact(values: Array) -> list[Fraction]:
    return [Fraction(float(v)) for v in values]


_Known = dict[tuple[str, tuple[int, ...], object], Tree]
"""Trees by operator, places of the arguments in memory, and value."""


def _bound(trees: Sequence[Tree], point: Point, known: _Known) -> list[Tree]:
    """Formulas with numbers for their entries, tangents and parameters. Equal parts become one object, also
    those of earlier calls that are in `known`: comparing two that share much takes exponential time."""
    made: dict[Tree, Tree] = {}
    for part in in_order(trees):
        op, args, value = part.op, tuple(made[arg] for arg in part.args), part.value
        if op in ("entry", "tangent"):
            op, value = "const", (point.entries if op == "entry" else point.tangents)[int(value or 0)]
        elif op == "param":
            op, value = "const", Fraction((point.parameters or {})[str(value)])
        key = op, tuple(map(id, args)), value
        if key not in known:
            known[key] = Tree(op, args, value)
        made[part] = known[key]
    return [made[tree] for tree in trees]


def vector_verdicts(
    node: Node,
    kernel: Any = None,
    *,
    backend: str,
    fmt: Format,
    what: Sequence[What],
    seed: int,
    params: Mapping[str, Any] | None,
    timeout: float,
    isolate: bool = False,
) -> tuple[Verdict, ...]:
    """Verdicts of a vector node, over all the sizes that it was read at.

    Args:
        node: a vector node with formulas.
        kernel: None for that of `backend`; else as :func:`proofgrad.oracle.adapters.vectors.flat_kernel`
            takes it.
        backend: as in :func:`~proofgrad.oracle.difftest.test`.
        fmt: the dtype of the inputs.
        what: which comparisons.
        seed: of inputs and directions.
        params: values of parameters, under their Lean names.
        timeout: seconds per call.
        isolate: as in :func:`~proofgrad.oracle.difftest.test`.
    """
    name = node.short_name
    cases: list[_Case] = []
    for formula in node.vectors:
        options, values = options_of(formula, params or {}, seed, node.parameters)
        shapes = tuple(shape for _, shape in formula.inputs)
        bound = flat_kernel(name, kernel, formula, options, backend, isolate=isolate)
        cases.append(_Case(formula, values, Caller(bound, name, fmt, timeout, shapes), node))
    samples = [list(case.samples(np.random.default_rng([seed, i]))) for i, case in enumerate(cases)]
    out = []
    for part in what:
        started = time.perf_counter()
        found = _Found()
        for case, chosen in zip(cases, samples, strict=True):
            _one(case, part, chosen, found)
            if case.count == 0 and found.problem is not None and found.problem.kind == "raised":
                found.empty, found.problem = found.problem, None
            if found.problem is not None:
                break
        label = cases[0].call.kernel.backend
        verdict = _verdict(found, name, label, fmt, part, seed, time.perf_counter() - started)
        shown = {name: float(v) for case in cases for name, v in case.values_of.items() if "[" not in name}
        out.append(replace(verdict, sizes=len(cases), params=shown))
    return tuple(out)


def _one(case: _Case, what: What, samples: Sequence[_Sample], found: _Found) -> None:
    kernel = case.call.kernel
    needed = ("jvp", "vjp") if what == "adjoint" else (what,)
    missing = [p for p in needed if getattr(kernel, p) is None]
    if missing:
        text = f"{kernel.backend} offers no {missing[0]} of {case.call.node}"
        found.problem = KernelError("missing", text)
        return
    for sample in samples:
        if what == "adjoint":
            if sample.kind == "normal":
                case.adjoint(sample, found)
        else:
            case.compare(what, sample, found)
        if found.problem is not None:
            return
    if what == "adjoint":
        return
    for sample in samples[:_SECOND_SAMPLES]:
        compared, wrong = case.second_opinion(what, sample)
        found.second_opinions += compared
        if wrong is not None:
            found.problem = KernelError("reference-disagreement", wrong)
            return


def _verdict(
    found: _Found, node: str, backend: str, fmt: Format, what: What, seed: int, seconds: float
) -> Verdict:
    problem = found.problem
    if problem is not None:
        broken: Outcome = "inconclusive" if problem.kind in ("missing", "timeout") else "fail"
        return Verdict(
            node,
            backend,
            fmt.name,
            what,
            broken,
            seed=seed,
            error=problem,
            message=problem.message,
            seconds=seconds,
        )
    classes = {name: kind.result() for name, kind in found.classes.items()}
    failed = [name for name, result in classes.items() if result.failed]
    if failed:
        outcome: Outcome = "fail"
        result = classes[failed[0]]
        message = f"max of class {failed[0]}: {result.max_ulp:.4g} {_UNIT}, allowed {LIMIT:g}"
    elif found.empty is not None:
        outcome, message = "fail", found.empty.message
    elif not classes:
        outcome, message = "inconclusive", "no coordinate could be judged"
    elif found.unknown:
        outcome, message = "inconclusive", f"{found.unknown} references could not be decided"
    else:
        outcome, message = "pass", ""
    return Verdict(
        node,
        backend,
        fmt.name,
        what,
        outcome,
        classes,
        slack=_SLACK,
        unknown=found.unknown,
        conventions=found.conventions,
        second_opinions=None if what == "adjoint" else found.second_opinions,
        seed=seed,
        error=found.empty,
        message=message,
        seconds=seconds,
    )
