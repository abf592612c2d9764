"""The vector node y = W x + b: exact references, and the backward-error bound that any order of summation
obeys.

Each computed component satisfies |got - wanted| <= γ(n+1)·(Σ|W_ij x_j| + |b_i|) with γ(m) = m u/(1 - m u), u
= 2^-p the unit roundoff and n the number of products (Higham, "Accuracy and Stability of Numerical
Algorithms", 2nd ed., section 3.1). Errors are counted in units of that bound's own scale, u·(Σ|W_ij x_j| +
|b_i|), so the limit is n + 1 and a little.
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
from proofgrad.oracle.difftest.judge import show
from proofgrad.oracle.difftest.verdict import ClassResult, KernelError, Outcome, Verdict, What, Worst
from proofgrad.oracle.ulp import Format

__all__ = ["linear_verdicts"]

Array = NDArray[Any]

_SHAPES = ((1, 1), (1, 7), (5, 1), (3, 3), (4, 9), (17, 16), (16, 33), (64, 100))
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
            bound = _kernel(kernel, backend, node, {names[0]: weight, names[1]: bias})
            label = bound.backend
            problem = _one(
                Caller(bound, node.short_name, fmt, timeout), part, weight, bias, fmt, rng, collected
            )
            if problem is not None:
                break
        now = time.perf_counter()
        verdicts.append(collected.verdict(node, label, fmt, part, seed, problem, now - started))
        started = now
    return tuple(verdicts)


def _kernel(kernel: Any, backend: str, node: Node, params: Mapping[str, Array]) -> BoundKernel:
    if kernel is None:
        return load(backend, node.short_name, params)
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
        limit = 2.0 * _limit(max(outs, ins), fmt)
        _compare(np.array([float(left.values[0])]), _Sums(right.values, [scale]), fmt, limit, x, into)
        return None
    if what == "forward":
        got, target, terms = call(what, x, shape=(outs,)), _product(weight, x, bias), ins
    elif what == "jvp":
        got, target, terms = call(what, x, dx, shape=(outs,)), _product(weight, dx, None), ins
    else:
        got, target, terms = call(what, x, ct, shape=(ins,)), _product(weight.T, ct, None), outs
    if isinstance(got, KernelError):
        return got
    with np.errstate(invalid="ignore"):
        _compare(got.astype(np.float64), target, fmt, _limit(terms, fmt), x, into)
    return None


def _limit(n: int, fmt: Format) -> float:
    """γ(n + 1)/u, and half an ULP for results that a kernel computes wider and rounds once."""
    m = n + 1
    return m / (1.0 - m * 2.0**-fmt.precision) + 1.0


def _compare(
    got: NDArray[np.float64], target: _Sums, fmt: Format, limit: float, x: Array, into: _Collected
) -> None:
    unit = Fraction(1, 2**fmt.precision)
    floor = Fraction(2) ** fmt.tiny_exponent
    for i, (value, wanted, size) in enumerate(zip(got.tolist(), target.values, target.sizes, strict=True)):
        if np.isfinite(value):
            e = float(abs(Fraction(value) - wanted) / max(unit * size, floor))
        else:
            e = float("inf")
        where = f"component {i} of {len(got)}, x[0] = {show(x[0])}"
        into.add(e, limit, Worst(where, fmt.hex(x[0]), repr(value), repr(float(wanted))))
