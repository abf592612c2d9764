"""Functions that a kernel replaces in NumPy, or in what judges it, while it is called: put back, and told.

This is no wall: who runs in our process can do anything to it. It is for kernels that patch what they share
with others, and for those that would otherwise judge themselves. Against a kernel that sets out to deceive
there is ``--isolate``: then only numbers come from its process.
"""

from __future__ import annotations

import sys
from typing import Any

__all__ = ["Names", "judges", "put_back"]

Names = list[tuple[dict[str, Any], str, str, Any]]
"""The namespace of a module, its name, a name in it, and what it stands for."""

_JUDGES = ("proofgrad.oracle.difftest.", "proofgrad.oracle.ulp", "proofgrad.oracle.formula.")


def judges() -> Names:
    """The functions and classes of NumPy and of what compares answers with references, as they are now."""
    found: Names = []
    for module, what in list(sys.modules.items()):
        if what is not None and (module == "numpy" or module.startswith(_JUDGES)):
            space = vars(what)
            found += [(space, module, name, value) for name, value in space.items() if callable(value)]
    return found


def put_back(names: Names) -> list[str]:
    """What stands for something else by now, which is put right."""
    changed = [entry for entry in names if entry[0].get(entry[2]) is not entry[3]]
    for space, _, name, value in changed:
        space[name] = value
    return [f"{module}.{name}" for _, module, name, _ in changed]
