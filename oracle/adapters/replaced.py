"""Functions that a kernel replaces in NumPy, or in what judges it, while it is called: put back, and told.

This is no wall: who runs in our process can do anything to it. It is for kernels that patch what they share
with others, and for those that would otherwise judge themselves. Against a kernel that sets out to deceive
there is ``--isolate``: then only numbers come from its process.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import chain
from typing import Any

from numpy import fromiter

__all__ = ["Names", "judges", "put_back"]

_JUDGES = ("proofgrad.oracle.difftest.", "proofgrad.oracle.ulp", "proofgrad.oracle.formula.")


@dataclass
class Names:
    """What is looked at.

    Attributes:
        held: of each module its name and namespace, names in it, and what they stand for.
        seen: where all that these namespaces hold lay in memory when nothing was replaced.
    """

    held: list[tuple[str, dict[str, Any], tuple[str, ...], tuple[Any, ...]]]
    seen: bytes = b""

    def addresses(self) -> bytes:
        """Where all that the namespaces hold lies: the same where each holds the same objects. What is held
        is kept, so that nothing else comes to lie there."""
        return fromiter(chain.from_iterable(space.values() for _, space, _, _ in self.held), object).tobytes()


def judges() -> Names:
    """The functions and classes of NumPy and of what compares answers with references, as they are now."""
    found = Names([])
    for module, what in list(sys.modules.items()):
        if what is not None and (module == "numpy" or module.startswith(_JUDGES)):
            space = vars(what)
            held = {name: value for name, value in space.items() if callable(value)}
            found.held.append((module, space, tuple(held), tuple(held.values())))
    return found


def put_back(names: Names) -> list[str]:
    """What stands for something else by now, which is put right."""
    if names.addresses() == names.seen:  # after every call: hence not name by name
        return []
    changed: list[str] = []
    for module, space, held, values in names.held:
        for name, value in zip(held, values, strict=True):
            if space.get(name) is not value:
                space[name] = value
                changed.append(f"{module}.{name}")
    names.seen = names.addresses()
    return changed
