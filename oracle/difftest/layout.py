"""Results must not depend on where and how the numbers lie in memory.

Vectorised kernels have a body for full SIMD blocks and another code path for the rest, special cases for
contiguous arrays, and threads for large ones. The same numbers are put into arrays of different lengths,
positions, strides, shapes and byte orders; every element must come out with the same bits as in one plain
contiguous call.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.call import Caller
from proofgrad.oracle.difftest.judge import show
from proofgrad.oracle.difftest.verdict import ClassResult, KernelError, Worst
from proofgrad.oracle.ulp import Format

__all__ = ["LENGTHS", "SHORT", "layouts", "layouts_agree"]

Array = NDArray[Any]

LENGTHS = (0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 257, 1023, 1025)
"""Just under, at and over the block sizes of SIMD code, and the empty array."""

SHORT = (0, 1, 3, 8, 17, 129)
"""Of these, those for a backend that compiles for every length."""

LARGE = 2**17 + 3
"""Long enough for code that works in parallel or in blocks."""

_SAMPLE = 1031


def layouts(x: Array, *, few: bool = False) -> Iterator[tuple[str, Array, NDArray[np.intp]]]:
    """Views and copies of a 1-d array's numbers: name, array, and the place in x of each of its elements.

    Args:
        x: the numbers.
        few: fewer shapes: for what compiles anew for each of them, and copies every view before it computes.
    """
    n = len(x)
    places = np.arange(n)
    for length in SHORT if few else LENGTHS:
        if length <= n:
            start = (7 * length) % (n - length + 1)
            part = slice(start, start + length)
            yield f"length {length}", x[part].copy(), places[part]
    rows = n // 3
    grid, index = x[: 3 * rows].reshape(rows, 3), places[: 3 * rows].reshape(rows, 3)
    if not few:
        for start in (1, 2, 3, 5):
            yield f"view from {start}", x[start:], places[start:]
        for step in (2, 3, -2):
            yield f"stride {step}", x[::step], places[::step]
        yield "2-d, a column", grid[:, 1], index[:, 1]
        yield "3-d", grid.reshape(rows, 1, 3), index.reshape(rows, 1, 3)
    yield "stride -1", x[::-1], places[::-1]
    yield "2-d", grid.copy(), index
    yield "2-d, transposed view", grid.T, index.T
    yield "2-d, Fortran order", np.asfortranarray(grid), index
    yield "empty, 2-d", x[:0].reshape(0, 3), places[:0].reshape(0, 3)
    for i in range(0, n, max(1, n // 8)):
        yield (
            "0-d",
            x[i].reshape(()) if isinstance(x[i], np.ndarray) else np.array(x[i]),
            places[i].reshape(()),
        )
    yield "broadcast", np.broadcast_to(x[:64, None], (64, 4)), np.broadcast_to(places[:64, None], (64, 4))
    frozen = x.copy()
    frozen.flags.writeable = False
    yield "read-only", frozen, places
    raw = np.zeros(x.nbytes + 1, np.uint8)
    raw[1:] = x.view(np.uint8)
    yield "not aligned", raw[1:].view(x.dtype), places
    if x.dtype.kind == "f" and x.dtype.name != "bfloat16":  # NumPy's own types can be byte-swapped
        yield "big-endian", x.astype(x.dtype.newbyteorder(">")), places
    many = np.resize(places, LARGE)
    yield f"length {LARGE}", x[many], many


def layouts_agree(call: Caller, part: str, x: Array, rng: np.random.Generator) -> ClassResult | KernelError:
    """The class ``layout``: `part` (in direction 1) on every layout of a sample of `x`, against one plain
    call.

    Differences are counted in floats between the two results (0 and -0 are the same, a nan equals a nan).
    """
    fmt = call.fmt
    sample = x if len(x) <= _SAMPLE else x[np.sort(rng.choice(len(x), _SAMPLE, replace=False))]
    sample = np.ascontiguousarray(rng.permutation(sample))
    plain = _answer(call, part, sample)
    if isinstance(plain, KernelError):
        return plain
    count = over = 0
    largest = 0.0
    worst: Worst | None = None
    for name, array, places in layouts(sample, few=call.kernel.per_shape):
        got = _answer(call, part, array, copy=False)
        if isinstance(got, KernelError):
            return KernelError(got.kind, f"{got.message} ({name})")
        apart = _apart(got.ravel(), plain[places].ravel(), fmt)
        count += 1
        if not apart.size or not apart.max() > 0:
            continue
        over += 1
        if apart.max() > largest:
            largest, at = float(apart.max()), int(np.argmax(apart))
            i = int(places.ravel()[at])
            worst = Worst(
                f"{show(sample[i])} ({name})", fmt.hex(sample[i]), show(got.ravel()[at]), show(plain[i])
            )
    other = sample[::-1].copy()
    ones = () if part == "forward" else (np.ones_like(sample),)
    reused = call.stays(part, (sample, *ones), (other, *ones))
    if reused is not None:
        return reused
    return ClassResult(
        count=count,
        max_ulp=largest,
        median_ulp=0.0,
        bias_ulp=0.0,
        over=over,
        worst=worst,
        bound=0.0,
        exact=False,
        unit="floats from the result in one contiguous array",
        failed=("max",) if over else (),
    )


def _answer(call: Caller, part: str, x: Array, *, copy: bool = True) -> Array | KernelError:
    extra = () if part == "forward" else (np.ones_like(x),)
    return call(part, x, *extra, copy=copy)


def _apart(got: Array, plain: Array, fmt: Format) -> NDArray[np.float64]:
    with np.errstate(invalid="ignore"):
        nans = np.isnan(got.astype(np.float64)), np.isnan(plain.astype(np.float64))
    a = np.where(nans[0], 0, fmt.to_ordinal(got)).astype(np.float64)
    b = np.where(nans[1], 0, fmt.to_ordinal(plain)).astype(np.float64)
    return np.where(nans[0] & nans[1], 0.0, np.where(nans[0] ^ nans[1], np.inf, np.abs(a - b)))
