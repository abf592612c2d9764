"""Derivatives in general directions, and adjointness: what a kernel tested only with dx = 1 can still get
wrong.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.bounds import Bounds
from proofgrad.oracle.difftest.call import Caller
from proofgrad.oracle.difftest.judge import describe, show
from proofgrad.oracle.difftest.verdict import ClassResult, KernelError, Worst
from proofgrad.oracle.inputs import CLASSES
from proofgrad.oracle.ulp import Enclosures, Format, Status

__all__ = ["adjointness", "directional", "plain"]

Array = NDArray[Any]

_SAMPLE = 768
_VECTORS = 384
_LENGTHS = (1, 1, 1, 1, 2, 3, 8, 33, 64)


def plain(
    codes: NDArray[np.uint8], wanted: Enclosures, fmt: Format, rng: np.random.Generator
) -> NDArray[np.intp]:
    """A sample of the inputs of class normal where f' is not zero and so far from overflow and underflow
    that products with directions stay normal."""
    with np.errstate(divide="ignore"):
        size = np.abs(wanted.approximate())
        level = np.where(size > 0, np.log2(size), np.inf)
    ok = (wanted.status == Status.FINITE) & (codes == CLASSES.index("normal"))
    index = np.flatnonzero(ok & (level > fmt.emin / 2) & (level < fmt.emax / 2))
    return index if len(index) <= _SAMPLE else np.sort(rng.choice(index, _SAMPLE, replace=False))


def _direction(rng: np.random.Generator, count: int, fmt: Format) -> Array:
    """Random directions of both signs, of 24 bits or fewer: most between 1/4 and 4 in size, one in eight far
    from 1 (where a kernel may clip), a few zeros."""
    size = rng.uniform(-2.0, 2.0, count)
    far = min(fmt.emax / 8, 60.0)
    values = np.exp2(np.where(rng.random(count) < 0.125, rng.uniform(-far, far, count), size))
    values *= rng.choice([-1.0, 1.0], count)
    values[rng.random(count) < 0.02] = 0.0
    return fmt.narrow(values.astype(np.float32).astype(np.float64))


def directional(
    call: Caller,
    part: str,
    x: Array,
    codes: NDArray[np.uint8],
    wanted: Enclosures,
    bounds: Bounds,
    rng: np.random.Generator,
) -> ClassResult | KernelError | None:
    """The class ``direction``: part(x, dx) against f'(x)·dx for random dx.

    The limit is that of f' twice over (an error of an ULP of f' may count double after the product) plus one
    for the rounding of the product. None if no input qualifies.
    """
    fmt = call.fmt
    index = plain(codes, wanted, fmt, rng)
    if not len(index):
        return None
    here, dx = x[index], _direction(rng, len(index), fmt)
    got = call(part, here, dx)
    if isinstance(got, KernelError):
        return got
    target = wanted.times(index, dx.astype(np.float64))
    e = target.errors(got)
    limit = 2.0 * bounds.maximum + 1.0
    sizes = np.abs(e)
    at = int(np.argmax(sizes))
    finite = e[np.isfinite(e)]
    worst = Worst(
        f"{show(here[at])}, dx = {show(dx[at])}", fmt.hex(here[at]), show(got[at]), describe(target, at)
    )
    return ClassResult(
        count=len(index),
        max_ulp=float(sizes[at]),
        median_ulp=float(np.median(sizes)),
        bias_ulp=float(np.mean(finite)) if len(finite) else 0.0,
        over=int((sizes > limit).sum()),
        worst=worst,
        bound=limit,
        exact=False,
        failed=() if sizes[at] <= limit else ("max",),
    )


def adjointness(
    call: Caller,
    x: Array,
    codes: NDArray[np.uint8],
    wanted: Enclosures,
    bounds: Bounds,
    rng: np.random.Generator,
) -> ClassResult | KernelError | None:
    """<jvp(dx), δ> = <dx, vjp(δ)> on short vectors, both sides summed exactly.

    The difference is counted in units of 2^(1-p)·Σ|dx f' δ|: an ULP of each term, roughly, with the kernel's
    own terms where they are larger (a slope that is too large is wrong, but not for that). Each of jvp and
    vjp may be wrong by its limit plus half an ULP, so twice that (plus the product's rounding) is allowed.
    None if no input qualifies.
    """
    fmt = call.fmt
    index = rng.permutation(plain(codes, wanted, fmt, rng))[:_VECTORS]
    if not len(index):
        return None
    slopes = wanted.approximate()
    unit = 2.0 ** (1 - fmt.precision)
    limit = 2.0 * bounds.maximum + 2.0
    errors: list[float] = []
    worst: tuple[float, Worst] | None = None
    start = turn = 0
    while start < len(index):
        part = index[start : start + _LENGTHS[turn % len(_LENGTHS)]]
        start, turn = start + len(part), turn + 1
        dx, ct = _direction(rng, len(part), fmt), _direction(rng, len(part), fmt)
        forward, backward = call("jvp", x[part], dx), call("vjp", x[part], ct)
        if isinstance(forward, KernelError):
            return forward
        if isinstance(backward, KernelError):
            return backward
        left, right = _dot(forward, ct), _dot(dx, backward)
        wide = [a.astype(np.float64) for a in (dx, ct, forward, backward)]
        with np.errstate(over="ignore", invalid="ignore"):
            terms = [slopes[part] * wide[0] * wide[1], wide[2] * wide[1], wide[0] * wide[3]]
            size = float(np.sum(np.max(np.abs(terms), axis=0)))
        if left is None or right is None:
            e = float("inf")
        else:
            e = abs(float(left - right)) / (unit * size) if size else (0.0 if left == right else float("inf"))
        errors.append(e)
        if worst is None or e > worst[0]:
            where = f"{show(x[part[0]])} (vector of {len(part)})"
            sides = [str(None if s is None else float(s)) for s in (left, right)]
            worst = (e, Worst(where, fmt.hex(x[part[0]]), *sides))
    sizes = np.array(errors)
    top = float(sizes.max())
    return ClassResult(
        count=len(sizes),
        max_ulp=top,
        median_ulp=float(np.median(sizes)),
        bias_ulp=0.0,
        over=int((sizes > limit).sum()),
        worst=worst[1] if worst else None,
        bound=limit,
        exact=False,
        unit="2^(1-p) of the sum of sizes",
        failed=() if top <= limit else ("max",),
    )


def _dot(a: Array, b: Array) -> Fraction | None:
    """The exact inner product; None if a factor is not finite."""
    u, v = a.astype(np.float64), b.astype(np.float64)
    if not (np.isfinite(u).all() and np.isfinite(v).all()):
        return None
    return sum((Fraction(p) * Fraction(q) for p, q in zip(u.tolist(), v.tolist(), strict=True)), Fraction(0))
