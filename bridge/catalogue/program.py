"""Programs as plain data: what is left of a model when its framework has traced it.

A program computes arrays, one after the other. What stands at a place of an array is an indexed formula, as
of a vector node (:mod:`~proofgrad.bridge.catalogue.indexed`): ``at`` reads an entry of an earlier array,
``sum`` and ``greatest`` run over indices, ``where`` compares indices. So a program's size does not depend on
that of its arrays. Those who capture models write it and know no Lean; those who write Lean read it and know
no framework. The Lean type of the same shape is `Program` in ``NN.Program``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.index import ZERO, At, Atom, Condition, Index, Range, constant, var

__all__ = [
    "PLACE",
    "Program",
    "Step",
    "bound",
    "condition",
    "coordinates",
    "flat",
    "greatest",
    "monus",
    "quotient",
    "read",
    "remainder",
    "selected",
    "summed",
    "where",
    "without_unused",
]

PLACE = var(Atom("index", "i"))
"""The place in an array that is computed, counting its entries in row-major order."""


def bound(name: str) -> Index:
    """The index of a sum."""
    return var(Atom("index", name))


def quotient(a: Index, n: int) -> Index:
    """The quotient by a positive number."""
    if (number := a.number) is not None:
        return constant(number // n)
    return a if n == 1 else var(Atom("div", "", (a, constant(n))))


def remainder(a: Index, n: int) -> Index:
    """The remainder by a positive number."""
    if (number := a.number) is not None:
        return constant(number % n)
    return ZERO if n == 1 else var(Atom("mod", "", (a, constant(n))))


def monus(a: Index, b: Index) -> Index:
    """The difference, or 0 where that is negative."""
    return a if b.number == 0 else var(Atom("monus", "", (a, b)))


def selected(table: str, at: Index) -> Index:
    """The number at a place of a table of the program."""
    return var(Atom("select", table, (at,)))


def read(array: int, at: Index) -> Tree:
    """An entry of an array."""
    return Tree("at", index=At("entry", f"a{array}", (at,)))


def summed(count: int, name: str, body: Tree) -> Tree:
    """The sum of `body` for the index `name` from 0 to `count` - 1."""
    return Tree("sum", (body,), index=Range(((name, constant(count)),)))


def greatest(count: int | Index, name: str, body: Tree) -> Tree:
    """The greatest of `body` for the index `name` from 0 to `count` - 1; `count` is positive."""
    return Tree(
        "greatest",
        (body,),
        index=Range(((name, constant(count) if isinstance(count, int) else count),)),
    )


def condition(left: Index, relation: str, right: Index) -> Condition:
    """A comparison of indices: ``lt``, ``le``, ``eq`` or ``ne``."""
    return Condition(relation, left, right)  # type: ignore[arg-type]


def where(conditions: Sequence[Condition], then: Tree, other: Tree) -> Tree:
    """`then` where all conditions hold, else `other`."""
    return Tree("where", (then, other), index=tuple(conditions)) if conditions else then


def flat(coordinates: Sequence[Index], shape: Sequence[int]) -> Index:
    """The place of an entry in row-major order."""
    out = ZERO
    for c, n in zip(coordinates, shape, strict=True):
        out = out * constant(n) + c
    return out


def coordinates(place: Index, shape: Sequence[int]) -> list[Index]:
    """The coordinates of a place in row-major order."""
    out = []
    stride = prod(shape)
    for number, n in enumerate(shape):
        stride //= max(n, 1)
        found = quotient(place, stride) if stride else ZERO
        out.append(ZERO if n <= 1 else found if number == 0 else remainder(found, n))
    return out


@dataclass(frozen=True, slots=True)
class Step:
    """An array that is computed.

    Attributes:
        shape: of the array.
        entry: what stands at the place :data:`PLACE`.
        operation: the operation of the framework that it is, or is a part of.
        source: file and line in the user's code, where that is known.
        condition: what must hold of the values that it meets, in words; empty where nothing must.
    """

    shape: tuple[int, ...]
    entry: Tree
    operation: str
    source: str = ""
    condition: str = ""

    @property
    def size(self) -> int:
        """Entries."""
        return prod(self.shape)


@dataclass(frozen=True, slots=True)
class Program:
    """A program.

    Attributes:
        inputs: names and shapes; weights and constant arrays too.
        steps: what is computed, in order.
        output: the array that is the result; arrays are counted from the inputs on.
        tables: numbers that indices are looked up in, by name.
    """

    inputs: tuple[tuple[str, tuple[int, ...]], ...]
    steps: tuple[Step, ...]
    output: int
    tables: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def shape(self, array: int) -> tuple[int, ...]:
        """The shape of an array."""
        number = array - len(self.inputs)
        return self.inputs[array][1] if number < 0 else self.steps[number].shape

    def operations(self) -> Iterator[str]:
        """The operations of the framework, one for each step."""
        for step in self.steps:
            yield step.operation


def arrays_in(tree: Tree) -> Iterator[int]:
    """The arrays that an entry reads."""
    if isinstance(tree.index, At):
        yield int(tree.index.name[1:])
    for arg in tree.args:
        yield from arrays_in(arg)


def without_unused(program: Program) -> Program:
    """The same program without steps that its result does not read; their conditions do not matter."""
    first = len(program.inputs)
    used, open_ends = set[int](), [program.output]
    while open_ends:
        array = open_ends.pop()
        if array not in used:
            used.add(array)
            if array >= first:
                open_ends += arrays_in(program.steps[array - first].entry)
    kept = [n for n in range(len(program.steps)) if first + n in used]
    if len(kept) == len(program.steps):
        return program
    numbers = {n: n for n in range(first)} | {first + old: first + new for new, old in enumerate(kept)}

    def renumbered(tree: Tree) -> Tree:
        args = tuple(map(renumbered, tree.args))
        if isinstance(tree.index, At):
            at = replace(tree.index, name=f"a{numbers[int(tree.index.name[1:])]}")
            return replace(tree, args=args, index=at)
        return replace(tree, args=args) if args else tree

    steps = tuple(replace(program.steps[n], entry=renumbered(program.steps[n].entry)) for n in kept)
    return replace(program, steps=steps, output=numbers[program.output])
