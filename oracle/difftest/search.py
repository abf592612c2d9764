"""Climbing toward larger errors, and shrinking a failure to the simplest input.

A random set finds how large errors usually are; the largest hide in few places. From the worst inputs of
each class the search tries neighbours at all distances, keeps what is worse and goes on from there. Its
inputs count for the maximum only, not for median and bias, and a searched maximum stays a lower bound.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.case import Case, Measurement
from proofgrad.oracle.difftest.judge import describe, show
from proofgrad.oracle.difftest.verdict import KernelError, What, Worst

__all__ = ["climb", "shrink", "worst_inputs"]

_ROUNDS = 5
_PARENTS = 12
_CHILDREN = 12


def worst_inputs(m: Measurement, count: int) -> NDArray[np.intp]:
    """Positions of up to `count` finite inputs with the largest errors of each class."""
    with np.errstate(invalid="ignore"):
        finite = np.isfinite(m.x.astype(np.float64)) & ~np.isnan(m.errors)
    sizes = np.where(finite, np.abs(m.errors), -1.0)
    chosen = []
    for code in np.unique(m.codes):
        index = np.flatnonzero((m.codes == code) & finite)
        chosen.append(index[np.argsort(-sizes[index], kind="stable")[:count]])
    return np.concatenate(chosen) if chosen else np.zeros(0, np.intp)


def climb(
    case: Case, what: What, base: Measurement, rng: np.random.Generator
) -> Measurement | KernelError | None:
    """What the search measured beyond `base`; None if there was nothing to start from."""
    fmt = case.fmt
    top = fmt.infinity_ordinal - 1
    seen = set(fmt.to_bits(base.x).tolist())
    found: Measurement | None = None
    pool = base
    for _ in range(_ROUNDS):
        parents = worst_inputs(pool, _PARENTS)
        if not len(parents):
            return found
        start = fmt.to_ordinal(pool.x[parents])
        reach = rng.uniform(0.0, fmt.precision - 1, (len(start), _CHILDREN))
        steps = np.exp2(reach).astype(np.int64) * rng.choice(np.array([-1, 1]), reach.shape)
        children = np.unique(np.clip((start[:, None] + steps).ravel(), -top, top))
        x = fmt.from_ordinal(children)
        fresh = np.array([b not in seen for b in fmt.to_bits(x).tolist()], dtype=np.bool_)
        if not fresh.any():
            break
        x = x[fresh]
        seen.update(fmt.to_bits(x).tolist())
        measured = case.measure(what, x)
        if isinstance(measured, KernelError):
            return measured
        found = measured if found is None else found.joined(measured)
        pool = pool.joined(measured)
    return found


def shrink(case: Case, what: What, x: Any, bound: float) -> Worst | None:
    """The simplest input of the same sign that exceeds `bound` too: small integers, then few significant
    bits.

    Args:
        case: the case.
        what: the comparison that failed.
        x: a failing input (a scalar of the dtype).
        bound: the limit of its class.

    Returns:
        None if no simpler one fails, or the kernel does not answer.
    """
    fmt = case.fmt
    value = float(x)
    if not np.isfinite(value) or value == 0:
        return None
    sign = -1.0 if value < 0 else 1.0
    fraction, exponent = np.frexp(value)
    with np.errstate(over="ignore", under="ignore"):
        short = [
            np.ldexp(rounding(np.ldexp(fraction, bits)), int(exponent) - bits)
            for bits in range(1, fmt.precision)
            for rounding in (np.rint, np.floor, np.ceil)
        ]
    simple = [sign * v for v in (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 32, 50, 64, 100, 0.5, 0.25, 0.125)]
    candidates = fmt.narrow(np.array(simple + short, dtype=np.float64))
    candidates = candidates[np.isfinite(candidates.astype(np.float64)) & (candidates != 0)]
    measured = case.measure(what, candidates)
    if isinstance(measured, KernelError):
        return None
    bad = np.flatnonzero(~(np.abs(measured.errors) <= bound) & ~np.isnan(measured.errors))
    if not len(bad) or candidates[bad[0]] == x:
        return None
    i = int(bad[0])
    return Worst(
        show(candidates[i]), fmt.hex(candidates[i]), show(measured.got[i]), describe(measured.wanted, i)
    )
