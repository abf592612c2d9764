"""At which sizes a vector node is looked at: a few telling ones, all small ones, random larger ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from random import Random
from typing import Protocol

from proofgrad.bridge.catalogue.indexed import IndexedFormula
from proofgrad.bridge.catalogue.instantiate import Choice, Choices, Concrete, Shape, instantiated
from proofgrad.bridge.catalogue.vector import VectorFormula

__all__ = ["OfEverySize", "Sized", "larger", "many", "small", "some", "telling"]

_MAX_ENTRIES = 40
"""Of inputs and result together, at the sizes that are looked at without being asked for."""

_MOST_ENTRIES = 60
_TRIES = 400
"""So many choices are looked at for small sizes, and for larger ones, where most do not fit."""

_TELLING: tuple[Shape, ...] = ((), (3,), (2, 2), (0,), (1,), (2, 1, 3))
_UNLIKE: tuple[tuple[Shape, Shape], ...] = (((4,), (2, 2)), ((2, 3), (3, 2)), ((2, 2), (4,)))


def telling(naturals: Sequence[str], shapes: Sequence[str]) -> Iterator[Choices]:
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


def small(naturals: Sequence[str], shapes: Sequence[str], most: int) -> Iterator[Choices]:
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


def larger(naturals: Sequence[str], shapes: Sequence[str], seed: int) -> Iterator[Choices]:
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


def _named(naturals: Sequence[str], shapes: Sequence[str], rank: Sequence[int], row: Shape) -> Choices:
    out: dict[str, Choice] = dict(zip(naturals, row, strict=False))
    start = len(naturals)
    for name, axes in zip(shapes, rank, strict=True):
        out[name] = row[start : start + axes]
        start += axes
    return out


class Sized(Protocol):
    """A vector node that has a formula at each choice of sizes.

    Attributes:
        naturals: the natural numbers that it is stated for.
        shapes: the shapes, likewise.
    """

    naturals: Sequence[str]
    shapes: Sequence[str]

    def entries(self, sizes: Choices) -> int | None:
        """Of inputs and result together; None where the node does not exist."""
        ...

    def at(self, sizes: Choices) -> VectorFormula:
        """The formula at sizes at which the node exists."""
        ...


class OfEverySize:
    """A formula for all sizes as :class:`Sized`."""

    def __init__(self, formula: IndexedFormula) -> None:
        self.formula = formula
        self.naturals: Sequence[str] = [v.name for v in formula.variables if v.kind == "natural"]
        self.shapes: Sequence[str] = [v.name for v in formula.variables if v.kind == "shape"]

    def entries(self, sizes: Choices) -> int | None:
        """As of :class:`Sized`."""
        try:
            concrete = Concrete.at(self.formula, sizes)
        except ValueError:
            return None
        return concrete.count("forward") + concrete.count("vjp")

    def at(self, sizes: Choices) -> VectorFormula:
        """As of :class:`Sized`."""
        return instantiated(self.formula, sizes)


def some(node: Sized, most: int) -> tuple[VectorFormula, ...]:
    """The formulas of a node at a few small sizes, the simplest first; none if none were found that fit.

    Args:
        node: the node.
        most: how many.
    """
    found = _fitting(node, telling(node.naturals, node.shapes), 0, _MAX_ENTRIES)
    return tuple(node.at(sizes) for sizes in islice(found, most))


def many(
    node: Sized, *, entries: int = 6, most: int = 40, beyond: int = 4, seed: int = 0
) -> tuple[VectorFormula, ...]:
    """The formulas of a node at every small size, and at some larger ones; none if none were found that fit.

    Args:
        node: the node.
        entries: what is small: so many entries of inputs and result together.
        most: how many small sizes are enough; the smallest come first.
        beyond: how many larger sizes are chosen at random, with up to 60 entries.
        seed: of that choice.
    """
    first = islice(small(node.naturals, node.shapes, entries), _TRIES)
    chosen = list(islice(_fitting(node, first, 0, entries), most))
    then = islice(larger(node.naturals, node.shapes, seed), _TRIES)
    chosen += islice(_fitting(node, then, entries + 1, _MOST_ENTRIES), beyond)
    return tuple(map(node.at, chosen))


def _fitting(node: Sized, choices: Iterable[Choices], least: int, most: int) -> Iterator[Choices]:
    """Those of the choices at which the node exists, with so many entries; none twice."""
    seen = set()
    for sizes in choices:
        key = tuple(sizes.items())
        if key not in seen:
            seen.add(key)
            count = node.entries(sizes)
            if count is not None and least <= count <= most:
                yield sizes
