"""At which sizes a vector node is read: a few telling ones, all small ones, random larger ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from random import Random
from typing import TypeAlias

__all__ = ["Shape", "Size", "Sizes", "larger", "small", "telling"]

Shape: TypeAlias = tuple[int, ...]
Size: TypeAlias = int | Shape
Sizes: TypeAlias = Mapping[str, Size]
"""A value for each natural number and each shape that a node is stated for."""

_TELLING: tuple[Shape, ...] = ((), (3,), (2, 2), (0,), (1,), (2, 1, 3))
_UNLIKE: tuple[tuple[Shape, Shape], ...] = (((4,), (2, 2)), ((2, 3), (3, 2)), ((2, 2), (4,)))


def telling(naturals: Sequence[str], shapes: Sequence[str]) -> Iterator[Sizes]:
    """Sizes to try first: all different ones, so that no two axes are mistaken for each other; then equal
    ones, and the smallest.
    """
    count = len(naturals)
    if not count:
        same = zip(*([_TELLING] * len(shapes)), strict=True) if shapes else iter([()])
        for values in (*(_UNLIKE if len(shapes) == 2 else ()), *same):
            yield dict(zip(shapes, values, strict=True))
        return
    if count == 1:
        rows: list[Shape] = [(2,), (1,), (3,), (0,), (5,), (8,)]
    elif count == 2:
        rows = [(2, 3), (3, 2), (1, 1), (1, 4), (4, 1), (3, 3)]
    else:
        rows = [tuple(first + i % 3 for i in range(count)) for first in (2, 1)]
        rows += [(1,) * count, (2,) * count, (3,) * count, tuple(3 - i % 2 for i in range(count))]
        rows += list(product((1, 2), repeat=count))[:18] if count <= 6 else []
    for row in dict.fromkeys(rows):
        yield {**dict(zip(naturals, row, strict=True)), **dict.fromkeys(shapes, (2,))}


def small(naturals: Sequence[str], shapes: Sequence[str], most: int) -> Iterator[Sizes]:
    """Every choice of natural numbers, and of shapes with at most three axes, with no number over `most`:
    the smaller sum first, and those with a zero after all others.
    """
    numbers = len(naturals)
    ranks = list(product(range(4), repeat=len(shapes)))
    for least in (1, 0):
        for total in range(most * (numbers + 3 * len(shapes)) + 1):
            for rank in ranks:
                for row in _rows(numbers + sum(rank), total, most, least):
                    if least == 0 and 0 not in row:
                        continue
                    yield _named(naturals, shapes, rank, row)


def larger(naturals: Sequence[str], shapes: Sequence[str], seed: int) -> Iterator[Sizes]:
    """Random choices without end; of numbers up to 9, in some of them only up to 2 or 3."""
    random = Random(seed)
    while True:
        most = random.choice((2, 3, 5, 9))
        rank = tuple(random.randint(1, 3) for _ in shapes)
        row = tuple(random.randint(1, most) for _ in range(len(naturals) + sum(rank)))
        yield _named(naturals, shapes, rank, row)


def _rows(count: int, total: int, most: int, least: int) -> Iterator[Shape]:
    """All rows of `count` numbers from `least` to `most` with this sum."""
    if count == 0:
        if total == 0:
            yield ()
        return
    for first in range(max(least, total - most * (count - 1)), min(most, total - least * (count - 1)) + 1):
        for rest in _rows(count - 1, total - first, most, least):
            yield (first, *rest)


def _named(naturals: Sequence[str], shapes: Sequence[str], rank: Sequence[int], row: Shape) -> Sizes:
    out: dict[str, Size] = dict(zip(naturals, row, strict=False))
    start = len(naturals)
    for name, axes in zip(shapes, rank, strict=True):
        out[name] = row[start : start + axes]
        start += axes
    return out
