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


def constant_masks(module: Module, mask_of: Callable[[str], int]) -> dict[str, int]:
    """For each constant of a module the union of the masks of the constants in its type and its value.

    Args:
        module: the module.
        mask_of: the mask of a constant that a term mentions; must not use the bit :data:`DAMAGED` unless it
            is unknown.

    Returns:
        The union for each constant's name, with the bit :data:`DAMAGED` if a term could not be read.
    """
    image = module.image
    words: Words = np.frombuffer(image.words, dtype=np.uint64)
    found = {kind: np.flatnonzero(words == np.uint64(word)) for kind, word in EXPR.items()}

    # A let has three parts and takes two slots: (type, value), then (that, body).
    lets = found["let"]
    at = np.concatenate([2 * lets, *(2 * where + 1 for where in found.values())])
    order = np.argsort(at, kind="stable")
    constants, constant_slots = _constant_slots(words, found["const"])
    first = 2 + len(constants)
    slot = np.empty(len(at), dtype=np.int64)
    slot[order] = np.arange(first, first + len(at))
    slot_at = np.full(len(words), _DAMAGED_SLOT, dtype=np.int64)
    slot_at[np.concatenate(list(found.values()))] = slot[len(lets) :]

    left = np.zeros(len(at), dtype=np.int64)
    right = np.zeros(len(at), dtype=np.int64)
    start = len(lets)
    for kind, where in found.items():
        rows = slice(start, start + len(where))
        start += len(where)
        fields = _PARTS[kind]
        if kind == "const":
            left[rows] = constant_slots + 2
        elif kind == "let":
            left[: len(lets)] = _child(module, words, slot_at, lets, 2)
            right[: len(lets)] = _child(module, words, slot_at, lets, 3)
            left[rows] = slot[: len(lets)]
            right[rows] = _child(module, words, slot_at, lets, 4)
        elif fields:
            left[rows] = _child(module, words, slot_at, where, fields[0])
            if len(fields) == 2:
                right[rows] = _child(module, words, slot_at, where, fields[1])
    for side in (left, right):
        side[side >= slot] = _DAMAGED_SLOT

    masks = [0, DAMAGED, *(mask_of(module.names(pointer)) for pointer in constants)]
    append = masks.append
    for a, b in zip(left[order].tolist(), right[order].tolist(), strict=True):
        append(masks[a] | masks[b])
    return _of_constants(module, masks, slot_at)


def _constant_slots(words: Words, where: Indices) -> tuple[list[int], Indices]:
    """The distinct name pointers of the Const objects, and for each object the number of its name."""
    pointers, numbers = np.unique(words[where + 1], return_inverse=True)
    return pointers.tolist(), numbers


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
