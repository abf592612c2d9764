"""Which constants each constant mentions, for many modules at once and without building terms.

Terms are directed acyclic graphs of several hundred thousand objects, most of them in proofs that nobody
wants to see. So all objects that look like terms (by their header word, which is unmistakable) are put in the
order of their addresses, in which parts come before wholes, and each gets the union of its parts' sets of
constants: one pass, one operation on integers as bit sets per object. An object that is no proper term (a
pointer to nowhere, to something else, to a later object) makes the set *damaged*, and so every set that it is
part of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from proofgrad.bridge.olean.constants import KINDS, WITH_VALUE
from proofgrad.bridge.olean.decode import EXPR
from proofgrad.bridge.olean.graph import ModuleGraph
from proofgrad.bridge.olean.interface import AnyModule
from proofgrad.bridge.olean.module import Module

__all__ = ["term_graphs"]

_EMPTY_SLOT, _DAMAGED_SLOT = 0, 1
_BATCH_WORDS = 4 << 20
"""Words of modules that are taken together: 32 MiB, and a few times that for the arrays made of them."""

Words = npt.NDArray[np.uint64]
Indices = npt.NDArray[np.int64]
Chosen = npt.NDArray[np.bool_] | slice

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
_KIND_OF_TAG: Indices = np.zeros(256, dtype=np.int64)
_KIND_OF_TAG[_HEADERS >> np.uint64(56)] = np.arange(len(_KINDS))
_CONST, _LET = _KINDS.index("const"), _KINDS.index("let")
_FIELDS: Indices = np.array([[*_PARTS[kind], 0, 0, 0][:3] for kind in _KINDS], dtype=np.int64)
_FIRST, _SECOND, _THIRD = _FIELDS.T.copy()
"""For each kind the field that holds its first, second and third part, 0 where there is none."""


def term_graphs(modules: Sequence[AnyModule]) -> Iterator[ModuleGraph]:
    """The graphs of some modules, in their order. Raises OleanError if a constant's own data is damaged.

    Modules are taken together as far as their size allows: there are many small ones.
    """
    batch: list[Module] = []
    size = 0
    for module in modules:
        own = module.graph()
        if own is None:
            assert isinstance(module, Module)
            batch.append(module)
            size += len(module.image.words)
        if size > _BATCH_WORDS or (own is not None and batch):
            yield from _graphs(batch)
            batch, size = [], 0
        if own is not None:
            yield own
    if batch:
        yield from _graphs(batch)


def _graphs(modules: Sequence[Module]) -> Iterator[ModuleGraph]:
    arrays: list[Words] = [np.frombuffer(module.image.words, dtype=np.uint64) for module in modules]
    words: Words = np.concatenate(arrays)
    starts: Indices = np.cumsum([0, *map(len, arrays)])
    where, kinds = _term_objects(words)
    owners: Indices = np.searchsorted(starts, where, side="right") - 1
    resolver = _Resolver(modules, starts)
    resolve = resolver.of(owners)

    # The distinct names of constants, by word index, so that addresses in several modules are distinct too.
    is_const = kinds == _CONST
    pointers = words[where[is_const] + 1]
    named = resolve(pointers, is_const)
    names, examples, numbers = np.unique(named, return_index=True, return_inverse=True)
    name_bounds = np.searchsorted(names, starts)

    # A let has three parts and so takes two rows: one for its type and value, then its own for that and its
    # body. Rows count over all modules; the slots of a module are its rows with a shift.
    is_let = kinds == _LET
    rows: Indices = np.cumsum(1 + is_let) - 1
    row_bounds = np.concatenate([[0], rows + 1])[np.searchsorted(where, starts)]
    shifts = (2 + np.diff(name_bounds) - row_bounds[:-1])[owners]
    row_at = np.full(len(words) + 1, -1, dtype=np.int64)
    row_at[where] = rows

    def parts(fields: Indices, chosen: Chosen) -> Indices:
        """For each chosen object the slot of the part in a field; the empty slot where the field is 0."""
        found = row_at[resolve(words[where[chosen] + fields], chosen)]
        slots: Indices = found + shifts[chosen]
        # what is no term, or stands after its whole
        slots[(found < 0) | (found >= rows[chosen])] = _DAMAGED_SLOT
        slots[fields == 0] = _EMPTY_SLOT
        return slots

    every = slice(None)
    first, second = parts(_FIRST[kinds], every), parts(_SECOND[kinds], every)
    first[is_const] = np.where(named < len(words), 2 + numbers - name_bounds[owners[is_const]], _DAMAGED_SLOT)
    sides = np.empty((2, int(row_bounds[-1])), dtype=np.int64)
    lets = rows[is_let]
    sides[:, lets - 1] = first[is_let], second[is_let]
    first[is_let], second[is_let] = lets - 1 + shifts[is_let], parts(_THIRD[kinds[is_let]], is_let)
    sides[:, rows] = first, second

    left, right = sides.tolist()
    name_pointers = pointers[examples].tolist()
    types, values, root_bounds = _roots(modules, words, starts, resolver, row_at)
    for number, module in enumerate(modules):
        begin, end = row_bounds[number : number + 2].tolist()
        name, last_name = name_bounds[number : number + 2].tolist()
        shift = 2 + last_name - name - begin
        here = slice(*root_bounds[number : number + 2])
        of_types, of_values = (
            np.where(rows_of[here] < 0, -rows_of[here] - 1, rows_of[here] + shift).tolist()
            for rows_of in (types, values)
        )
        yield ModuleGraph(
            name_pointers[name:last_name],
            left[begin:end],
            right[begin:end],
            list(zip(module.places, of_types, of_values, strict=True)),
        )


def _roots(
    modules: Sequence[Module], words: Words, starts: Indices, resolver: _Resolver, row_at: Indices
) -> tuple[Indices, Indices, list[int]]:
    """The rows of the types and of the values of all constants, and where each module's begin.

    A row is -1 minus the slot where it is no row: the empty slot for a value where there is none, the damaged
    one for what is no term.
    """
    fields: list[tuple[int, int]] = []
    bounds = [0]
    for module, start in zip(modules, starts.tolist(), strict=False):
        for place in module.places.values():
            value = start + place.value + 2 if KINDS[place.tag] in WITH_VALUE else 0
            fields.append((start + place.base + 3, value))
        bounds.append(len(fields))
    resolve = resolver.of(np.repeat(np.arange(len(modules)), np.diff(bounds)))
    found = []
    for column in np.array(fields, dtype=np.int64).reshape(-1, 2).T:
        rows = row_at[resolve(words[column], slice(None))]
        found.append(np.where(column == 0, -1 - _EMPTY_SLOT, np.where(rows < 0, -1 - _DAMAGED_SLOT, rows)))
    return found[0], found[1], bounds


def _term_objects(words: Words) -> tuple[Indices, Indices]:
    """Where words look like headers of terms, in ascending order, and their kinds as indices into
    :data:`_KINDS`.
    """
    where = np.flatnonzero((words & np.uint64(0xFFFFFFFF)) == 0)  # a header has a reference count of 0
    heads = words[where]
    kinds = _KIND_OF_TAG[heads >> np.uint64(56)]
    real = _HEADERS[kinds] == heads
    return where[real], kinds[real]


class _Resolver:
    """Turns pointers in objects into indices of words in the concatenation of all modules.

    Args:
        modules: the modules.
        starts: where each begins in the concatenation, and at last where all end.
    """

    def __init__(self, modules: Sequence[Module], starts: Indices) -> None:
        count = max(len(module.image.spans) for module in modules)
        self._spans = np.zeros((3, count, len(modules)), dtype=np.int64)
        for number, module in enumerate(modules):
            for part, (low, high, shift) in enumerate(module.image.spans):
                self._spans[:, part, number] = low, high, int(starts[number]) - shift
        self._nowhere = int(starts[-1])

    def of(self, owners: Indices) -> Callable[[Words, Chosen], Indices]:
        """For objects in these modules a function of one pointer for each chosen object, and the choice.

        A pointer that is no address in the object's own module gives the number of all words.
        """
        of_objects: Indices = self._spans[:, :, owners]

        def resolve(pointers: Words, chosen: Chosen) -> Indices:
            signed: Indices = pointers.view(np.int64)
            indices = signed >> 3
            result: Indices = np.full(len(pointers), self._nowhere, dtype=np.int64)
            for low, high, offset in of_objects[:, :, chosen].transpose(1, 0, 2):
                inside = (signed & 7 == 0) & (signed >= low) & (signed < high)
                np.copyto(result, indices + offset, where=inside)
            return result

        return resolve
