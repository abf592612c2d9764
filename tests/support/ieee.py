"""NumPy's basic operations beside exact ones, rounded once to nearest, ties to even.

Results are compared with rational numbers: nothing is taken from another floating-point computation.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import isqrt
from typing import Any

import numpy as np

from proofgrad.oracle.ulp import Format

__all__ = ["OPERATIONS", "conversions", "converted", "edge_cases", "exact", "first_wrong", "points"]

OPERATIONS = ("add", "subtract", "multiply", "divide", "sqrt")
BLOCK = 50_000


def edge_cases(fmt: Format) -> Any:
    """Zeros, the least, the largest, powers of two and their neighbours, of both signs."""
    top = fmt.infinity_ordinal - 1
    step = 1 << (fmt.precision - 1)
    near = [k * step + d for k in range(0, top // step, max(1, top // step // 24)) for d in (-1, 0, 1)]
    ordinals = np.unique(np.clip([0, 1, 2, step - 1, step, step + 1, top - 1, top, *near], 0, top))
    return fmt.from_ordinal(np.concatenate([ordinals, -ordinals]))


def exact(op: str, a: Fraction, b: Fraction) -> Fraction | None:
    """The exact result; None where there is none that is finite."""
    if op == "divide":
        return a / b if b else None
    return {"add": a + b, "subtract": a - b, "multiply": a * b}[op]


def rounded_root(fmt: Format, x: Fraction) -> float:
    """The root of a float that is not negative, rounded once: it is no tie, so 200 bits beyond decide."""
    shift = 2400 + 2 * (x.denominator.bit_length())
    scaled = x * (1 << shift)
    whole = isqrt(int(scaled))
    if whole * whole == scaled:
        return float(fmt.round_exact(Fraction(whole, 1 << (shift // 2))))
    return float(fmt.round_exact(Fraction(2 * whole + 1, 2 << (shift // 2))))


def first_wrong(op: str, fmt: Format, a: Any, b: Any) -> tuple[int, tuple[float, float, float] | None]:
    """How many results were compared, and the first that is not what it should be."""
    with np.errstate(all="ignore"):
        got = np.sqrt(a) if op == "sqrt" else getattr(np, op)(a, b)
    if got.dtype != fmt.dtype:
        return 0, (0.0, 0.0, float("nan"))
    count = 0
    for x, y, z in zip(*(v.astype(np.float64).tolist() for v in (a, b, got)), strict=True):
        if op == "sqrt":
            wanted = rounded_root(fmt, Fraction(x)) if x >= 0 else None
        else:
            value = exact(op, Fraction(x), Fraction(y))
            wanted = None if value is None else float(fmt.round_exact(value))
        if wanted is not None:
            count += 1
            if z != wanted:
                return count, (x, y, z)
    return count, None


def points(fmt: Format, count: int, seed: int) -> Iterator[tuple[Any, Any]]:
    """All pairs of edge cases; then floats of all sizes, and pairs of similar size, half each."""
    edges = edge_cases(fmt)
    grid = np.meshgrid(edges, edges)
    yield grid[0].ravel(), grid[1].ravel()
    rng = np.random.default_rng(seed)
    top = fmt.infinity_ordinal - 1
    for start in range(0, count, BLOCK):
        size = min(BLOCK, count - start)
        a = rng.integers(-top, top, size, endpoint=True)
        near = rng.integers(-(1 << (fmt.precision + 2)), 1 << (fmt.precision + 2), size)
        signs = rng.choice([-1, 1], size)
        similar = np.clip(signs * (a + near), -top, top)
        b = np.where(rng.random(size) < 0.5, similar, rng.integers(-top, top, size, endpoint=True))
        yield fmt.from_ordinal(a), fmt.from_ordinal(b)


def conversions(fmt: Format, narrow: Format, count: int) -> tuple[int, tuple[float, float] | None]:
    """Conversions from one format to another: how many were compared, and the first that is wrong."""
    total = 0
    for a, b in points(fmt, count // 2, 12):
        done, wrong = converted(np.concatenate([a, b]), narrow)
        total += done
        if wrong is not None:
            return total, wrong
    return total, None


def converted(x: Any, narrow: Format) -> tuple[int, tuple[float, float] | None]:
    """As :func:`conversions`, of given numbers."""
    with np.errstate(all="ignore"):
        got = x.astype(narrow.dtype).astype(np.float64)
    for total, (value, z) in enumerate(zip(x.astype(np.float64).tolist(), got.tolist(), strict=True), 1):
        if z != float(narrow.round_exact(Fraction(value))):
            return total, (value, z)
    return len(x), None
