"""Which constants each constant mentions, for a whole module at once and without building terms.

Terms are directed acyclic graphs of several hundred thousand objects, most of them in proofs that nobody
wants to see. So all objects of a module that look like terms (by their header word, which is unmistakable)
are put in the order of their addresses, in which parts come before wholes, and each gets the union of its
parts' sets of constants: one pass, one operation on integers as bit sets per object. An object that is no
proper term (a pointer to nowhere, to something else, to a later object) makes the set *damaged*, and so every
set that it is part of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from proofgrad.bridge.olean.constants import CONSTANT_VAL
from proofgrad.bridge.olean.decode import EXPR
from proofgrad.bridge.olean.module import Module

__all__ = ["DAMAGED", "constant_masks"]

DAMAGED = 1
"""Bit of a mask that includes a term that cannot be read."""

_EMPTY_SLOT, _DAMAGED_SLOT = 0, 1
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


def constant_masks(module: Module, mask_of: Callable[[str], int]) -> dict[str, int]:
    """For each constant of a module the union of the masks of the constants in its type and its value.

    Args:
        module: the module.
        mask_of: the mask of a constant that a term mentions; must not use the bit :data:`DAMAGED` unless it
            is unknown.

    Returns:
        The union for each constant's name, with the bit :data:`DAMAGED` if a term could not be read.
    """
    words: Words = np.frombuffer(module.image.words, dtype=np.uint64)
    where, kinds = _term_objects(words)
    consts = where[kinds == _KINDS.index("const")]
    names, name_slots = np.unique(words[consts + 1], return_inverse=True)

    # Slots: the empty mask, the damaged mask, the names, the objects by address. A let has three parts and so
    # takes two slots: one for its type and value, then its own for that and its body.
    first = 2 + len(names)
    slots = first + np.cumsum(1 + (kinds == _KINDS.index("let"))) - 1
    slot_at = np.full(len(words), _DAMAGED_SLOT, dtype=np.int64)
    slot_at[where] = slots
    count = int(slots[-1]) - first + 1 if len(slots) else 0
    left = np.zeros(count, dtype=np.int64)
    right = np.zeros(count, dtype=np.int64)
    for code, kind in enumerate(_KINDS):
        chosen = kinds == code
        objects, rows = where[chosen], slots[chosen] - first
        parts = [_child(module, words, slot_at, objects, field) for field in _PARTS[kind]]
        if kind == "const":
            parts = [name_slots + 2]
        elif kind == "let":
            left[rows - 1], right[rows - 1] = parts[:2]
            parts = [rows - 1 + first, parts[2]]
        for side, slots_of_part in zip((left, right), parts, strict=False):
            side[rows] = slots_of_part
    own = np.arange(first, first + count)
    for side in (left, right):
        side[side >= own] = _DAMAGED_SLOT

    masks = [0, DAMAGED, *(mask_of(module.names(pointer)) for pointer in names.tolist())]
    append = masks.append
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        append(masks[a] | masks[b])
    return _of_constants(module, masks, slot_at)


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


def _child(module: Module, words: Words, slot_at: Indices, where: Indices, field: int) -> Indices:
    """Slots of the objects that a field points to; the damaged slot for a pointer that is no address in the
    module.
    """
    pointers = words[where + field]
    slots = np.full(len(where), _DAMAGED_SLOT, dtype=np.int64)
    for low, high, shift in module.image.spans:
        inside = (pointers >= np.uint64(low)) & (pointers < np.uint64(high)) & (pointers & np.uint64(7) == 0)
        slots[inside] = slot_at[(pointers[inside] >> np.uint64(3)).astype(np.int64) - shift]
    return slots


def _of_constants(module: Module, masks: list[int], slot_at: Indices) -> dict[str, int]:
    image = module.image
    words, at = image.words, image.at
    result: dict[str, int] = {}
    for name, pointer in module.pointers.items():
        value = at(words[at(pointer) + 1])
        base = image.object(words[value + 1], CONSTANT_VAL, "a constant")
        mask = masks[slot_at[at(words[base + 3])]]
        if module.kinds[name] in ("def", "theorem", "opaque"):
            mask |= masks[slot_at[at(words[value + 2])]]
        result[name] = mask
    return result
