"""Vector formulas as JSON: every subtree once, in a table.

Written out, the coordinates of a softmax share most of what they are made of; a tree each would be many times
as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from proofgrad.bridge.catalogue.formula import Indexing, Tree, in_order
from proofgrad.bridge.catalogue.text import vector_text
from proofgrad.bridge.catalogue.vector import VectorFormula

__all__ = ["table_from_json", "table_to_json", "vector_from_json", "vector_to_json"]


def table_to_json(
    trees: Iterable[Tree], index: Callable[[Indexing], Any] | None = None
) -> tuple[list[dict[str, Any]], dict[Tree, int]]:
    """A row for each distinct subtree of some trees, and which row each is.

    Args:
        trees: the trees.
        index: writes an index; None where there are none.
    """
    place = {tree: i for i, tree in enumerate(in_order(trees))}
    rows = []
    for tree in place:
        row: dict[str, Any] = {"op": tree.op}
        if tree.args:
            row["args"] = [place[arg] for arg in tree.args]
        if tree.value is not None:
            row["value"] = str(tree.value) if isinstance(tree.value, Fraction) else tree.value
        if index is not None and tree.index is not None:
            row["index"] = index(tree.index)
        rows.append(row)
    return rows, place


def table_from_json(
    rows: Iterable[Mapping[str, Any]], index: Callable[[Any], Indexing] | None = None
) -> list[Tree]:
    """The trees of the rows of :func:`table_to_json`. Raises ValueError, KeyError or TypeError on anything
    else.
    """
    table: list[Tree] = []
    for row in rows:
        places = row.get("args", ())
        if any(not 0 <= place < len(table) for place in places):
            raise ValueError(f"row {len(table)} of a formula refers to a later one")
        value = Fraction(str(row["value"])) if row["op"] == "const" else row.get("value")
        own = index(row["index"]) if index is not None and "index" in row else None
        table.append(Tree(row["op"], tuple(table[place] for place in places), value, own))
    return table


def vector_to_json(vector: VectorFormula) -> dict[str, Any]:
    """As in the `nodes` JSON.

    ``table`` has a row ``{"op", "args", "value"}`` for each distinct subtree, its ``args`` being places of
    earlier rows; ``forward`` and ``jvp`` are places in it, one for each coordinate. The texts are those of
    the first coordinate.
    """
    forward_text, jvp_text = vector_text(vector)
    rows, place = table_to_json((*vector.forward, *vector.jvp))
    return {
        "sizes": dict(vector.sizes),
        "inputs": [{"name": name, "shape": list(shape)} for name, shape in vector.inputs],
        "output": list(vector.output),
        "table": rows,
        "forward": [place[tree] for tree in vector.forward],
        "jvp": [place[tree] for tree in vector.jvp],
        "forward_text": forward_text,
        "jvp_text": jvp_text,
    }


def vector_from_json(data: Mapping[str, Any]) -> VectorFormula:
    """The inverse of :func:`vector_to_json`. Raises ValueError, KeyError, TypeError or IndexError on anything
    else.
    """
    table = table_from_json(data["table"])
    return VectorFormula(
        tuple(data["sizes"].items()),
        tuple((entry["name"], tuple(entry["shape"])) for entry in data["inputs"]),
        tuple(data["output"]),
        tuple(table[place] for place in data["forward"]),
        tuple(table[place] for place in data["jvp"]),
    )
