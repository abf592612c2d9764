"""Results must not depend on where and how the numbers lie in memory.

Vectorised kernels have a body for full SIMD blocks and another code path for the rest, special cases for
contiguous arrays, and threads for large ones. A layout is a transform of a sample: the same numbers in arrays
of other strides, orders, offsets, byte orders. A scalar function takes its numbers in arrays of other lengths
and shapes besides. What is asked of the answers stands in :mod:`~proofgrad.oracle.difftest.agree`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from proofgrad.oracle.difftest.sample import Array, Sample
from proofgrad.oracle.formula.coordinates import Part
from proofgrad.oracle.ulp import Format

__all__ = ["LENGTHS", "SHORT", "arranged", "batches", "layouts", "places_of"]

LENGTHS = (0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 257, 1023, 1025)
"""Just under, at and over the block sizes of SIMD code, and the empty array."""

SHORT = (0, 1, 3, 8, 17, 129)
"""Of these, those for a backend that compiles for every length."""

BLOCKS = (2047, 2049, 4095, 4096, 4097, 8193, 16385)
"""Around the block sizes of code that works in blocks; random lengths come on top."""

_RANDOM = 6
_LANES = 16
"""Places of a SIMD register, at most: a special number is tried in each of them."""

_WIDE = 19
"""A stride wider than a register."""

SAME = 16
"""So many directions at the end of a batch are the same, that they can be one number broadcast."""

LARGE = 2**17 + 3
"""Long enough for code that works in parallel or in blocks."""


# The same numbers in arrays of the same shape


def _padded(a: Array, start: int, step: int) -> Array:
    """In a larger array: every `step`-th entry of its last axis, from `start` on."""
    if not a.ndim:
        return _padded(a.reshape(1), start, step)[0, ...]
    out = np.full((*a.shape[:-1], start + step * a.shape[-1]), 7, a.dtype)[..., start::step]
    out = out[..., : a.shape[-1]]
    out[...] = a
    return out


def _reversed(a: Array) -> Array:
    if not a.ndim:
        return a.copy()
    turned = tuple(slice(None, None, -1) for _ in a.shape)
    return np.ascontiguousarray(a[turned])[turned]


def _unaligned(a: Array) -> Array:
    raw = np.zeros(a.nbytes + 1, np.uint8)
    out: Array = np.ndarray(a.shape, a.dtype, raw.data, 1)
    out[...] = a
    return out


def _frozen(a: Array) -> Array:
    out = a.copy()
    out.flags.writeable = False
    return out


def _swapped(a: Array) -> Array:
    """In the other byte order, where NumPy has that."""
    own = a.dtype.kind == "f" and a.dtype.name != "bfloat16"
    return a.astype(a.dtype.newbyteorder(">")) if own else a.copy()


def _turned(a: Array) -> Array:
    """In Fortran order: the transposed view of a contiguous array."""
    return np.asfortranarray(a) if a.ndim > 1 else _padded(a, 0, 2)


_VIEWS: dict[str, Callable[[Array], Array]] = {
    "strided": lambda a: _padded(a, 0, 2),
    "a view from 1": lambda a: _padded(a, 1, 1),
    "reversed": _reversed,
    "Fortran order": _turned,
    "not aligned": _unaligned,
    "read-only": _frozen,
    "big-endian": _swapped,
}


def arranged(sample: Sample, part: Part) -> Iterator[tuple[str, Sample]]:
    """The same sample in other memory: all arrays alike, then its inputs or its direction alone."""

    def laid(view: Callable[[Array], Array], *, x: bool = True, d: bool = True) -> Sample:
        keep: Callable[[Array], Array] = np.copy
        of_x, of_d = view if x else keep, view if d else keep
        return Sample(
            tuple(map(of_x, sample.x)), tuple(map(of_d, sample.dx)), of_d(sample.ct), sample.kind, sample.unit
        )

    for name, view in _VIEWS.items():
        yield name, laid(view)
    for name in ("Fortran order", "strided") if len(sample.x) > 1 else ():
        for i in (0, len(sample.x) - 1):  # one input laid out otherwise than the others
            of_one = [_VIEWS[name] if i == j else np.copy for j in range(len(sample.x))]
            x, dx = (
                tuple(f(a) for f, a in zip(of_one, arrays, strict=True)) for arrays in (sample.x, sample.dx)
            )
            yield f"{name}, input {i + 1} alone", Sample(x, dx, sample.ct.copy(), sample.kind, sample.unit)
    if part != "forward":
        for name in ("Fortran order", "strided", "reversed"):
            yield f"{name}, direction contiguous", laid(_VIEWS[name], d=False)
            yield f"contiguous, direction {name}", laid(_VIEWS[name], x=False)


# A batch in arrays of other shapes


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
        yield "2-d, one column", x.reshape(n, 1), places.reshape(n, 1)
        yield f"stride {_WIDE}", _padded(x, 3, _WIDE), places
        half = rows // 2
        cube, inner = (a[: 6 * half].reshape(half, 2, 3) for a in (x, places))
        yield "3-d, last axes exchanged", cube.swapaxes(1, 2), inner.swapaxes(1, 2)
        yield "3-d, transposed view", cube.T, inner.T
        yield "4-d", cube[:, :, None], inner[:, :, None]
    yield "stride -1", x[::-1], places[::-1]
    yield "2-d", grid.copy(), index
    yield "2-d, transposed view", grid.T, index.T
    yield "2-d, Fortran order", np.asfortranarray(grid), index
    yield "empty, 2-d", x[:0].reshape(0, 3), places[:0].reshape(0, 3)
    for i in range(0, n, max(1, n // 8)):
        yield "0-d", np.array(x[i]), places[i].reshape(())
    yield "broadcast", np.broadcast_to(x[:64, None], (64, 4)), np.broadcast_to(places[:64, None], (64, 4))
    yield "read-only", _frozen(x), places
    yield "not aligned", _unaligned(x), places
    if x.dtype.kind == "f" and x.dtype.name != "bfloat16":  # NumPy's own types can be byte-swapped
        yield "big-endian", _swapped(x), places
    many = np.resize(places, LARGE)
    yield f"length {LARGE}", x[many], many


def places_of(x: Array, fmt: Format, rng: np.random.Generator) -> Iterator[tuple[str, NDArray[np.intp]]]:
    """Where in `x` the numbers of further 1-d arrays are: of other lengths; with one that is nan, infinite,
    zero or subnormal in every place of a register, among ordinary ones."""
    n = len(x)
    lengths = np.unique(np.exp2(rng.uniform(1.0, 14.0, _RANDOM)).astype(np.int64))
    for length in (*BLOCKS, *lengths.tolist()):
        yield f"length {length}", np.resize(np.arange(n), length)
    with np.errstate(invalid="ignore"):
        size = np.abs(x.astype(np.float64))
        ordinary = np.flatnonzero((size > float(fmt.min_normal)) & np.isfinite(size))
        kinds = {
            "nan": np.isnan(size),
            "infinity": np.isinf(size),
            "zero": size == 0,
            "subnormal": (size > 0) & (size < float(fmt.min_normal)),
        }
    found = {name: at for name, met in kinds.items() if len(at := np.flatnonzero(met))}
    if not found or not len(ordinary):
        return
    for lane in range(_LANES):  # each kind in a register of its own, ordinary ones between them
        places = np.resize(ordinary, (2 * len(found) + 1) * _LANES)
        for i, those in enumerate(found.values()):
            places[lane + (2 * i + 1) * _LANES] = those[lane % len(those)]
        yield f"{', '.join(found)} in place {lane} of {_LANES}", places
    for name, those in found.items():  # alone in the array
        lane = int(rng.integers(0, _LANES))
        places = np.resize(ordinary, 4 * _LANES)
        places[lane + _LANES] = those[lane % len(those)]
        yield f"{name} in place {lane} of {_LANES}", places


def batches(
    x: Array, d: Array, *, few: bool, mixed: bool
) -> Iterator[tuple[str, Array, Array, NDArray[np.intp]]]:
    """Layouts of numbers and their directions together, then of one of the two alone."""
    for (name, a, places), (_, b, _) in zip(layouts(x, few=few), layouts(d, few=few), strict=True):
        yield name, a, b, places
    if mixed:
        rows = len(x) // 3
        index = np.arange(3 * rows).reshape(rows, 3).T
        a, b = x[: 3 * rows].reshape(rows, 3).T, d[: 3 * rows].reshape(rows, 3).T
        yield "2-d, transposed view, direction contiguous", a, b.copy(), index
        yield "2-d, contiguous, direction transposed", a.copy(), b, index
        every = np.arange(len(x))
        yield "contiguous, direction with stride -1", x.copy(), _reversed(d), every
        yield "contiguous, direction with stride 2", x.copy(), _padded(d, 0, 2), every
        yield "stride 2, direction contiguous", _padded(x, 0, 2), d.copy(), every
        yield "stride -1, direction contiguous", _reversed(x), d.copy(), every
        same = d[-SAME:]
        if len(same) and (same == same[0]).all():
            yield "direction broadcast", x[-SAME:], np.broadcast_to(same[:1], same.shape), every[-SAME:]
