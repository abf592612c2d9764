"""NumPy's basic operations beside exact ones, rounded once to nearest, ties to even.

Results are compared with integers times powers of two: nothing is taken from another floating-point
computation. (Rational numbers would say the same, ten times slower; a test compares both.)
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, isqrt, ldexp
from typing import Any

import numpy as np

from proofgrad.oracle.rounding.assumed import THROUGH
from proofgrad.oracle.ulp import FORMATS, Format

__all__ = [
    "OPERATIONS",
    "conversions",
    "converted",
    "edge_cases",
    "first_wrong",
    "points",
    "rounded",
    "wanted",
]

OPERATIONS = ("add", "subtract", "multiply", "divide", "sqrt")
BLOCK = 50_000
Scaled = tuple[int, int]
"""n and e: the number n 2^e."""


def edge_cases(fmt: Format) -> Any:
    """Zeros, the least, the largest, powers of two and their neighbours, of both signs."""
    top = fmt.infinity_ordinal - 1
    step = 1 << (fmt.precision - 1)
    near = [k * step + d for k in range(0, top // step, max(1, top // step // 24)) for d in (-1, 0, 1)]
    ordinals = np.unique(np.clip([0, 1, 2, step - 1, step, step + 1, top - 1, top, *near], 0, top))
    return fmt.from_ordinal(np.concatenate([ordinals, -ordinals]))


def scaled(x: Any) -> list[Scaled]:
    """Finite floats as integers times powers of two."""
    mantissas, exponents = np.frexp(x.astype(np.float64))
    whole = (mantissas * 2.0**53).astype(np.int64).tolist()
    return list(zip(whole, (exponents.astype(np.int64) - 53).tolist(), strict=True))


def rounded(fmt: Format, n: int, e: int) -> float:
    """The float nearest to n 2^e, of two that are equally near the even one; infinite beyond the largest."""
    if n < 0:
        return -rounded(fmt, -n, e)
    drop = max(n.bit_length() - fmt.precision, fmt.tiny_exponent - e)
    if drop > 0:
        low, half = n & ((1 << drop) - 1), 1 << (drop - 1)
        n = (n >> drop) + (low > half or (low == half and (n >> drop) & 1))
        e += drop
    return inf if n.bit_length() + e > fmt.emax + 1 else ldexp(n, e)


def wanted(op: str, fmt: Format, a: Scaled, b: Scaled) -> float | None:
    """The exact result, rounded once; None where there is none that is finite.

    Quotients and roots have enough bits and one more that says whether anything is left.
    """
    (m, d), (n, e) = a, b
    more = 2 * fmt.precision + 8
    if op == "sqrt":
        if m < 0:
            return None
        up = more + (d - more) % 2
        root = isqrt(m << up)
        return rounded(fmt, 2 * root + (root * root != m << up), (d - up) // 2 - 1)
    if op == "divide":
        if not n:
            return None
        up = more + max(0, n.bit_length() - m.bit_length())
        quotient, rest = divmod(abs(m) << up, abs(n))
        size = rounded(fmt, 2 * quotient + (rest != 0), d - e - up - 1)
        return size if (m < 0) == (n < 0) else -size
    if op == "multiply":
        return rounded(fmt, m * n, d + e)
    low = min(d, e)
    other = n << (e - low)
    return rounded(fmt, (m << (d - low)) + (other if op == "add" else -other), low)


def first_wrong(op: str, fmt: Format, a: Any, b: Any) -> tuple[int, tuple[float, float, float] | None]:
    """How many results were compared, and the first that is not what it should be."""
    with np.errstate(all="ignore"):
        got = np.sqrt(a) if op == "sqrt" else getattr(np, op)(a, b)
    if got.dtype != fmt.dtype:
        return 0, (0.0, 0.0, float("nan"))
    count = 0
    for x, y, z in zip(scaled(a), scaled(b), got.astype(np.float64).tolist(), strict=True):
        value = wanted(op, fmt, x, y)
        if value is not None:
            count += 1
            if z != value:
                return count, (ldexp(*x), ldexp(*y), z)
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


def near_ties(fmt: Format, narrow: Format, count: int, seed: int) -> Any:
    """Floats of a format at and beside the middles between neighbours of another: what rounding twice gets
    wrong.
    """
    rng = np.random.default_rng(seed)
    ordinals = rng.integers(0, narrow.infinity_ordinal - 1, count)
    ends = (narrow.from_ordinal(ordinals + more).astype(np.float64) for more in (0, 1))
    middles = sum(end / 2 for end in ends)
    beside = fmt.to_ordinal(fmt.narrow(np.asarray(middles))) + rng.choice([-1000, -1, 0, 1, 1000], count)
    top = fmt.infinity_ordinal - 1
    return fmt.from_ordinal(np.clip(beside, -top, top) * rng.choice([-1, 1], count))


def conversions(fmt: Format, narrow: Format, count: int) -> tuple[int, tuple[float, float] | None]:
    """Conversions from one format to another: how many were compared, and the first that is wrong."""
    total = 0
    anywhere = map(np.concatenate, points(fmt, count // 4, 12))
    for x in (near_ties(fmt, narrow, count // 2, 14), *anywhere):
        done, wrong = converted(x, fmt, narrow)
        total += done
        if wrong is not None:
            return total, wrong
    return total, None


def converted(x: Any, fmt: Format, narrow: Format) -> tuple[int, tuple[float, float] | None]:
    """As :func:`conversions`, of given numbers."""
    through = THROUGH.get((fmt.name, narrow.name))
    with np.errstate(all="ignore"):
        got = x.astype(narrow.dtype).astype(np.float64)
    for total, ((n, e), z) in enumerate(zip(scaled(x), got.tolist(), strict=True), 1):
        value = rounded(narrow, n, e)
        if through is not None and abs(first := rounded(FORMATS[through], n, e)) != inf:
            value = rounded(narrow, *_scaled_one(first))
        if z != value:
            return total, (ldexp(n, e), z)
    return len(x), None


def _scaled_one(x: float) -> Scaled:
    n, d = x.as_integer_ratio()
    return n, 1 - d.bit_length()
