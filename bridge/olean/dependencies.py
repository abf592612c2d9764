"""Which constants each constant mentions, for many modules at once and without building terms.

Terms are directed acyclic graphs of several hundred thousand objects, most of them in proofs that nobody
wants to see. So all objects that look like terms (by their header word, which is unmistakable) are put in the
order of their addresses, in which parts come before wholes, and each gets the union of its parts' sets of
constants: one pass, one operation on integers as bit sets per object. An object that is no proper term (a
pointer to nowhere, to something else, to a later object) makes the set *damaged*, and so every set that it is
part of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from proofgrad.bridge.olean.constants import CONSTANT_VAL
from proofgrad.bridge.olean.decode import EXPR
from proofgrad.bridge.olean.module import Module

__all__ = ["DAMAGED", "ModuleGraph", "term_graphs"]

DAMAGED = 1
"""Bit of a mask that includes a term that cannot be read."""

_DAMAGED_SLOT = 1
_BATCH_WORDS = 4 << 20
"""Words of modules that are taken together: 32 MiB, and a few times that for the arrays made of them."""

Words = npt.NDArray[np.uint64]
Indices = npt.NDArray[np.int64]

_PARTS: Mapping[str, tuple[int, ...]] = {
    "bvar": (),
    "sort": (),
    "lit": (),
    "const": (),
    "app": (1, 2),
    "lam": (2, 3),
    "pi": (2, 3),
    "mdata": (2,),
    "proj": (3,),
    "let": (2, 3, 4),
}
"""Fields of a term object that hold terms."""
_KINDS = sorted(EXPR, key=lambda kind: EXPR[kind])
_HEADERS: Words = np.array([EXPR[kind] for kind in _KINDS], dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class ModuleGraph:
    """The terms of a module as a graph whose leaves are names of constants.

    Its vertices are numbered slots: 0 is empty, 1 is damaged, then come the names, then the objects in the
    order of their addresses.

    Attributes:
        names: addresses of the names of constants that its terms mention.
        left: for each object the slot of its first part.
        right: for each object the slot of its second part.
        roots: for each constant of the module the slots of its type and, if it has one, its value.
    """

    names: list[int]
    left: list[int]
    right: list[int]
    roots: dict[str, tuple[int, ...]]

    def masks(self, of_names: Iterable[int]) -> dict[str, int]:
        """For each constant of the module the union of the masks of the constants in its type and its value.

        Args:
            of_names: the masks of the constants in `names`; only of unknown ones with the bit
                :data:`DAMAGED`.

        Returns:
            The union by name, with the bit :data:`DAMAGED` where a term could not be read.
        """
        masks = [0, DAMAGED, *of_names]
        append = masks.append
        for left, right in zip(self.left, self.right, strict=True):
            append(masks[left] | masks[right])
        result = {}
        for name, roots in self.roots.items():
            mask = 0
            for root in roots:
                mask |= masks[root]
            result[name] = mask
        return result


def term_graphs(modules: Sequence[Module]) -> Iterator[ModuleGraph]:
    """The graphs of some modules, in their order. Raises OleanError if a constant's own data is damaged.

    Modules are taken together as far as their size allows: there are many small ones.
    """
    batch: list[Module] = []
    size = 0
    for module in modules:
        batch.append(module)
        size += len(module.image.words)
        if size > _BATCH_WORDS:
            yield from _graphs(batch)
            batch, size = [], 0
    if batch:
        yield from _graphs(batch)


def _graphs(modules: Sequence[Module]) -> Iterator[ModuleGraph]:
    arrays: list[Words] = [np.frombuffer(module.image.words, dtype=np.uint64) for module in modules]
    words: Words = np.concatenate(arrays)
    starts: Indices = np.cumsum([0, *map(len, arrays)])
    where, kinds = _term_objects(words)
    owners: Indices = np.searchsorted(starts, where, side="right") - 1
    addresses = _Addresses(modules, starts)

    # The distinct names of constants, by word index, so that addresses in several modules are distinct too.
    is_const = kinds == _KINDS.index("const")
    pointers = words[where[is_const] + 1]
    named = addresses.resolve(pointers, owners[is_const])
    names, examples, numbers = np.unique(named, return_index=True, return_inverse=True)
    name_bounds = np.searchsorted(names, starts)

    # A let has three parts and so takes two rows: one for its type and value, then its own for that and its
    # body. Rows count over all modules; the slots of a module are its rows with a shift.
    widths = 1 + (kinds == _KINDS.index("let"))
    rows: Indices = np.cumsum(widths) - 1
    row_bounds = np.concatenate([[0], rows + 1])[np.searchsorted(where, starts)]
    shifts = 2 + np.diff(name_bounds) - row_bounds[:-1]
    row_at = np.full(len(words) + 1, -1, dtype=np.int64)
    row_at[where] = rows

    sides = np.zeros((2, int(row_bounds[-1])), dtype=np.int64)
    for code, kind in enumerate(_KINDS):
        chosen = kinds == code
        objects, at, of = where[chosen], rows[chosen], owners[chosen]
        parts = []
        for field in _PARTS[kind]:
            found = row_at[addresses.resolve(words[objects + field], of)]
            parts.append(np.where(found < 0, _DAMAGED_SLOT, found + shifts[of]))
        if kind == "const":
            parts = [np.where(named < len(words), 2 + numbers - name_bounds[of], _DAMAGED_SLOT)]
        elif kind == "let":
            sides[0, at - 1], sides[1, at - 1] = parts[:2]
            parts = [at - 1 + shifts[of], parts[2]]
        for side, part in zip(sides, parts, strict=False):
            side[at] = part
    own = np.repeat(shifts[owners], widths) + np.arange(sides.shape[1])
    sides[sides >= own] = _DAMAGED_SLOT  # a part that stands after its whole

    left, right = sides.tolist()
    name_pointers = pointers[examples].tolist()
    for number, module in enumerate(modules):
        begin, end = row_bounds[number : number + 2].tolist()
        first, last = name_bounds[number : number + 2].tolist()
        row_of = row_at[starts[number] : starts[number + 1]]
        roots = _roots(module, row_of, int(shifts[number]))
        yield ModuleGraph(name_pointers[first:last], left[begin:end], right[begin:end], roots)


def _term_objects(words: Words) -> tuple[Indices, Indices]:
    """Where words look like headers of terms, in ascending order, and their kinds as indices into
    :data:`_KINDS`.
    """
    where = np.flatnonzero((words & np.uint64(0xFFFFFFFF)) == 0)  # a header has a reference count of 0
    heads = words[where]
    kinds = np.searchsorted(_HEADERS, heads)
    kinds[kinds == len(_HEADERS)] = 0
    real = _HEADERS[kinds] == heads
    return where[real], kinds[real]


class _Addresses:
    """Turns pointers of modules into indices of words in the concatenation of all."""

    def __init__(self, modules: Sequence[Module], starts: Indices) -> None:
        self.nowhere = int(starts[-1])
        count = max(len(module.image.spans) for module in modules)
        self.low = np.zeros((count, len(modules)), dtype=np.uint64)
        self.high = np.zeros((count, len(modules)), dtype=np.uint64)
        self.offset = np.zeros((count, len(modules)), dtype=np.int64)
        for number, module in enumerate(modules):
            for part, (low, high, shift) in enumerate(module.image.spans):
                self.low[part, number], self.high[part, number] = low, high
                self.offset[part, number] = int(starts[number]) - shift

    def resolve(self, pointers: Words, owners: Indices) -> Indices:
        """The index for each pointer of a module; the number of words for one that is no address."""
        result = np.full(len(pointers), self.nowhere, dtype=np.int64)
        aligned = (pointers & np.uint64(7)) == 0
        indices = (pointers >> np.uint64(3)).astype(np.int64)
        for low, high, offset in zip(self.low, self.high, self.offset, strict=True):
            inside = aligned & (pointers >= low[owners]) & (pointers < high[owners])
            np.copyto(result, indices + offset[owners], where=inside)
        return result


def _roots(module: Module, row_of: Indices, shift: int) -> dict[str, tuple[int, ...]]:
    image = module.image
    words, at = image.words, image.at
    roots = {}
    for name, pointer in module.pointers.items():
        value = at(words[at(pointer) + 1])
        base = image.object(words[value + 1], CONSTANT_VAL, "a constant")
        terms = [at(words[base + 3])]
        if module.kinds[name] in ("def", "theorem", "opaque"):
            terms.append(at(words[value + 2]))
        rows = [int(row_of[term]) for term in terms]
        roots[name] = tuple(row + shift if row >= 0 else _DAMAGED_SLOT for row in rows)
    return roots
