"""The vector node y = W x + b: exact references, and the backward-error bound that any order of summation
obeys.

Each computed component satisfies |got - wanted| <= (n + 1) u·(Σ|W_ij x_j| + |b_i|) with u = 2^-p the unit
roundoff and n the number of products, for any n, where the usual γ(n) needs n u < 1 and bfloat16 has long
vectors with more (Jeannerod and Rump, "Improved error bounds for inner products in floating-point
arithmetic", SIAM J. Matrix Anal. Appl. 34(2), 2013). Errors are counted in units of u·(Σ|W_ij x_j| + |b_i|),
so the limit is n + 1 and one more.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Node
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters import BoundKernel, load, wrap
from proofgrad.oracle.difftest.call import Caller
from proofgrad.oracle.difftest.domain import describe_domain
from proofgrad.oracle.difftest.judge import show
from proofgrad.oracle.difftest.verdict import ClassResult, KernelError, Outcome, Verdict, What, Worst
from proofgrad.oracle.ulp import Format

__all__ = ["linear_verdicts"]

Array = NDArray[Any]

_SHAPES = ((1, 1), (1, 7), (5, 1), (3, 3), (4, 9), (17, 16), (16, 33), (64, 100), (2, 1025), (1025, 2))
_UNIT = "u·(Σ|W x| + |b|)"


@dataclass(frozen=True)
class _Sums:
    """Exact sums and the sums of the sizes of their terms, one of each per component."""

    values: list[Fraction]
    sizes: list[Fraction]


def _product(matrix: Array, vector: Array, offset: Array | None) -> _Sums:
    rows = [[Fraction(float(w)) for w in row] for row in matrix]
    v = [Fraction(float(a)) for a in vector]
    start = [Fraction(0)] * len(rows) if offset is None else [Fraction(float(b)) for b in offset]
    values, sizes = [], []
    for row, b in zip(rows, start, strict=True):
        terms = [w * a for w, a in zip(row, v, strict=True)]
        values.append(sum(terms, b))
        sizes.append(sum(map(abs, terms), abs(b)))
    return _Sums(values, sizes)


def linear_verdicts(
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
    """Verdicts of a linear node.

    Args:
        node: a vector node with its linear form.
        kernel: None for that of `backend`; a kernel object with forward, jvp and vjp for the weights in
            `params`; or a function (weight, bias) to such an object.
        backend: as in :func:`~proofgrad.oracle.difftest.test`.
        fmt: the dtype of weights, bias and inputs.
        what: which comparisons.
        seed: of weights and inputs.
        params: the weights (out, in) and the bias (out,) under the names of the node's linear form; None:
            several random ones of different shapes.
        timeout: seconds per call.
        isolate: as in :func:`~proofgrad.oracle.difftest.test`.
    """
    assert node.linear is not None
    rng = np.random.default_rng(seed)
    names = (node.linear.weight, node.linear.bias)
    pairs: list[tuple[Array, Array]] = []
    if params:
        try:
            weight, bias = (np.asarray(params[n]).astype(fmt.dtype) for n in names)
        except KeyError as error:
            raise UsageError(
                f"parameter {error} of {node.short_name} has no value", hint="pass params"
            ) from error
        pairs.append((weight, bias))
    else:
        for out, into in _SHAPES:
            pairs.append((_numbers(rng, (out, into), fmt), _numbers(rng, (out,), fmt)))
    started = time.perf_counter()
    verdicts = []
    for part in what:
        collected = _Collected()
        problem: KernelError | None = None
        label = backend
        for weight, bias in pairs:
            given = {names[0]: weight.copy(), names[1]: bias.copy()}
            bound = _kernel(kernel, backend, node, given, isolate)
            label = bound.backend
            caller = Caller(bound, node.short_name, fmt, timeout)
            problem = _one(caller, part, weight, bias, fmt, rng, collected)
            if problem is None and any(
                a.tobytes() != b.tobytes() for a, b in zip(given.values(), (weight, bias), strict=True)
            ):
                text = f"{label}: {part} of {node.short_name} ({fmt.name}): it changed its weights"
                problem = KernelError("mutated", text)
            if problem is not None:
                break
        now = time.perf_counter()
        verdicts.append(collected.verdict(node, label, fmt, part, seed, problem, now - started))
        started = now
    return tuple(verdicts)


def _kernel(kernel: Any, backend: str, node: Node, params: Mapping[str, Array], isolate: bool) -> BoundKernel:
    if kernel is None:
        return load(backend, node.short_name, params, isolate=isolate)
    factory = isinstance(kernel, type) or (callable(kernel) and not hasattr(kernel, "forward"))
    made = kernel(*params.values()) if factory else kernel
    return wrap(made, node=node.short_name, backend="" if backend == "numpy" else backend)


def _numbers(rng: np.random.Generator, shape: tuple[int, ...], fmt: Format) -> Array:
    """Random numbers of both signs over a few binades, some zeros."""
    values = np.exp2(rng.uniform(-3.0, 2.0, shape)) * rng.choice([-1.0, 1.0], shape)
    values[rng.random(shape) < 0.05] = 0.0
    return fmt.narrow(values)


@dataclass
class _Collected:
    count: int = 0
    over: int = 0
    bound: float = 0.0
    ratio: float = -1.0
    worst: Worst | None = None
    error: float = 0.0
    sizes: list[float] | None = None

    def add(self, e: float, limit: float, worst: Worst) -> None:
        self.sizes = self.sizes or []
        self.sizes.append(e)
        self.count += 1
        self.over += e > limit
        if e / limit > self.ratio:
            self.ratio, self.worst, self.error, self.bound = e / limit, worst, e, limit

    def verdict(
        self,
        node: Node,
        backend: str,
        fmt: Format,
        what: What,
        seed: int,
        problem: KernelError | None,
        seconds: float,
    ) -> Verdict:
        name = node.short_name
        if problem is not None:
            outcome: Outcome = "inconclusive" if problem.kind in ("missing", "timeout") else "fail"
            return Verdict(
                name,
                backend,
                fmt.name,
                what,
                outcome,
                seed=seed,
                error=problem,
                message=problem.message,
                seconds=seconds,
            )
        result = ClassResult(
            count=self.count,
            max_ulp=self.error,
            median_ulp=float(np.median(self.sizes or [0.0])),
            bias_ulp=0.0,
            over=self.over,
            worst=self.worst,
            bound=self.bound,
            exact=False,
            unit=_UNIT,
            failed=("max",) if self.over else (),
        )
        message = f"{self.error:.4g} {_UNIT}, allowed {self.bound:g}" if self.over else ""
        decided: Outcome = "fail" if self.over else "pass"
        return Verdict(
            name,
            backend,
            fmt.name,
            what,
            decided,
            {"normal": result},
            domain=describe_domain(node),
            seed=seed,
            message=message,
            seconds=seconds,
        )


def _one(
    call: Caller,
    what: What,
    weight: Array,
    bias: Array,
    fmt: Format,
    rng: np.random.Generator,
    into: _Collected,
) -> KernelError | None:
    """Compare one kernel on one vector of each kind; None, or what went wrong."""
    outs, ins = weight.shape
    x, dx, ct = _numbers(rng, (ins,), fmt), _numbers(rng, (ins,), fmt), _numbers(rng, (outs,), fmt)
    if what == "adjoint":
        forward = call("jvp", x, dx, shape=(outs,))
        backward = call("vjp", x, ct, shape=(ins,))
        if isinstance(forward, KernelError):
            return forward
        if isinstance(backward, KernelError):
            return backward
        left, right = _product(forward[None, :], ct, None), _product(backward[None, :], dx, None)
        size = _product(np.abs(weight), np.abs(dx), None)
        scale = sum((s * abs(Fraction(float(c))) for s, c in zip(size.values, ct, strict=True)), Fraction(0))
        limit = 2.0 * _limit(max(outs, ins))
        _compare(np.array([float(left.values[0])]), _Sums(right.values, [scale]), fmt, limit, x, into)
        return None
    matrix = weight.T if what == "vjp" else weight
    vector = {"forward": x, "jvp": dx, "vjp": ct}[what]
    target = _product(matrix, vector, bias if what == "forward" else None)
    for copy in (vector, _strided(vector)):  # the second must be taken as it lies in memory
        arguments = (copy,) if what == "forward" else (x, copy)
        got = call(what, *arguments, shape=(len(matrix),), copy=False)
        if isinstance(got, KernelError):
            return got
        with np.errstate(invalid="ignore"):
            _compare(got.astype(np.float64), target, fmt, _limit(matrix.shape[1]), x, into)
    return _special(call, what, matrix, vector, x, into)


def _strided(vector: Array) -> Array:
    """The same numbers as every second one of an array."""
    out = np.full(2 * len(vector), 7, vector.dtype)[::2]
    out[...] = vector
    return out


def _special(
    call: Caller, what: What, matrix: Array, vector: Array, x: Array, into: _Collected
) -> KernelError | None:
    """One entry nan or infinite: so is each component that it has a weight in, with the product's sign."""
    for special in (np.nan, np.inf, -np.inf):
        here = vector.copy()
        here[-1] = special
        got = call(what, *((here,) if what == "forward" else (x, here)), shape=(len(matrix),))
        if isinstance(got, KernelError):
            return got
        column = matrix[:, -1].astype(np.float64)
        with np.errstate(invalid="ignore"):
            wanted, answers = column * special, got.astype(np.float64)
        for i in np.flatnonzero(column != 0).tolist():
            right = np.isnan(answers[i]) if np.isnan(special) else answers[i] == wanted[i]
            where = f"component {i} of {len(column)}, last entry {special}"
            worst = Worst(where, call.fmt.hex(here[-1]), repr(float(answers[i])), repr(float(wanted[i])))
            into.add(0.0 if right else float("inf"), 1.0, worst)
    return None


def _limit(n: int) -> float:
    """n + 1 roundings per component, and one more for a kernel that computes wider and rounds at the end."""
    return n + 2.0


def _compare(
    got: NDArray[np.float64], target: _Sums, fmt: Format, limit: float, x: Array, into: _Collected
) -> None:
    unit = Fraction(1, 2**fmt.precision)
    floor = Fraction(2) ** fmt.tiny_exponent
    for i, (value, wanted, size) in enumerate(zip(got.tolist(), target.values, target.sizes, strict=True)):
        e = float("inf")
        if np.isfinite(value):
            exact = abs(Fraction(value) - wanted) / max(unit * size, floor)
            e = float(exact) if exact < 2**1000 else float("inf")
        where = f"component {i} of {len(got)}, x[0] = {show(x[0])}"
        into.add(e, limit, Worst(where, fmt.hex(x[0]), repr(value), repr(float(wanted))))
