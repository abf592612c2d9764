"""A coordinate of a vector node as a formula tree of its own, its entries under the names of the inputs.

The run's JSON holds the formulas of a vector node as one table in which parts are shared. Written out, a
coordinate of attention is far longer than its table; what is too long to be read is not written out.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

__all__ = ["coordinate", "entry_names"]


def entry_names(vector: Mapping[str, Any]) -> list[str]:
    """The names of all entries, counted through the inputs: ``a[0, 0]``, ``a[0, 1]``, ..., ``b``."""
    names: list[str] = []
    for given in vector["inputs"]:
        places = product(*(range(n) for n in given["shape"]))
        names += [f"{given['name']}[{', '.join(map(str, p))}]" if p else str(given["name"]) for p in places]
    return names


def coordinate(vector: Mapping[str, Any], which: str, longest: int) -> dict[str, Any] | None:
    """The first coordinate.

    Args:
        vector: one of the `vectors` of a node's JSON.
        which: ``forward`` or ``jvp``.
        longest: the most parts that the tree may have when written out.

    Returns:
        None if there is no coordinate, or it is longer.
    """
    table, roots = vector["table"], vector[which]
    if not roots:
        return None
    sizes: list[int] = []  # a part stands after all that it is made of
    for part in table:
        sizes.append(1 + sum(sizes[arg] for arg in part.get("args", ())))
    if sizes[roots[0]] > longest:
        return None
    names = entry_names(vector)

    def tree(index: int) -> dict[str, Any]:
        part = table[index]
        if part["op"] in ("entry", "tangent"):
            prefix = "d" if part["op"] == "tangent" else ""
            return {"op": "param", "value": prefix + names[part["value"]]}
        return {**part, "args": [tree(arg) for arg in part.get("args", ())]}

    return tree(roots[0])
