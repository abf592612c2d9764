"""Functions that a kernel replaces in NumPy, or in what judges it, while it is called: put back, and told.

This is no wall: who runs in our process can do anything to it. It is for kernels that patch what they share
with others, and for those that would otherwise judge themselves. Against a kernel that sets out to deceive
there is ``--isolate``: then only numbers come from its process.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from operator import is_, itemgetter
from typing import Any

__all__ = ["Names", "judges", "put_back"]

Names = list[tuple[str, dict[str, Any], tuple[str, ...], tuple[Any, ...], Callable[[Any], Any]]]
"""Of each module its name and namespace, names in it, what they stand for, and what looks them all up."""

_JUDGES = ("proofgrad.oracle.difftest.", "proofgrad.oracle.ulp", "proofgrad.oracle.formula.")


def judges() -> Names:
    """The functions and classes of NumPy and of what compares answers with references, as they are now."""
    found: Names = []
    for module, what in list(sys.modules.items()):
        if what is not None and (module == "numpy" or module.startswith(_JUDGES)):
            space = vars(what)
            held = {name: value for name, value in space.items() if callable(value)}
            if held:
                every = itemgetter(*held, next(iter(held)))  # of one name alone it would give no tuple
                found.append((module, space, tuple(held), tuple(held.values()), every))
    return found


def put_back(names: Names) -> list[str]:
    """What stands for something else by now, which is put right."""
    changed: list[str] = []
    for module, space, held, values, every in names:
        with suppress(KeyError):  # one is gone
            if all(map(is_, values, every(space))):  # after every call: hence not in Python's own loop
                continue
        for name, value in zip(held, values, strict=True):
            if space.get(name) is not value:
                space[name] = value
                changed.append(f"{module}.{name}")
    return changed
