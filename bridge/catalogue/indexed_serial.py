"""Formulas for all sizes as JSON, and back: a table of parts, as for formulas at given sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from proofgrad.bridge.catalogue.dag import table_from_json, table_to_json
from proofgrad.bridge.catalogue.formula import Indexing
from proofgrad.bridge.catalogue.index import At, Atom, Condition, Index, Range
from proofgrad.bridge.catalogue.indexed import Axes, IndexedFormula, Variable
from proofgrad.bridge.catalogue.indexed_text import indexed_text

__all__ = ["indexed_from_json", "indexed_to_json"]


def indexed_to_json(formula: IndexedFormula) -> dict[str, Any]:
    """As in the `nodes` JSON.

    ``table`` has a row ``{"op", "args", "value", "index"}`` for each distinct subtree; ``forward``, ``jvp``
    and ``vjp`` are places in it. An index is a list of monomials ``[coefficient, [atom, ...]]``.
    """
    rows, place = table_to_json((formula.forward, formula.jvp, *formula.vjp), _indexing)
    text = indexed_text(formula)
    return {
        "variables": [
            {
                "name": v.name,
                "kind": v.kind,
                "count": None if v.count is None else _index(v.count),
                "bound": None if v.bound is None else _index(v.bound),
            }
            for v in formula.variables
        ],
        "conditions": [_condition(c) for c in formula.conditions],
        "inputs": [{"name": name, "shape": _axes(axes)} for name, axes in formula.inputs],
        "output": _axes(formula.output),
        "table": rows,
        "forward": place[formula.forward],
        "jvp": place[formula.jvp],
        "vjp": [place[tree] for tree in formula.vjp],
        "text": {
            "shapes": text.shapes,
            "forward": text.forward,
            "jvp": text.jvp,
            "vjp": list(text.vjp),
        },
    }


def _indexing(index: Indexing) -> dict[str, Any]:
    if isinstance(index, At):
        return {"of": index.kind, "name": index.name, "indices": [_index(i) for i in index.indices]}
    if isinstance(index, Index):
        return {"number": _index(index)}
    if isinstance(index, Range):
        return {"range": [{"name": name, "below": _index(bound)} for name, bound in index.indices]}
    return {"where": [_condition(c) for c in index]}


def _index(index: Index) -> list[Any]:
    return [[coefficient, [_atom(atom) for atom in monomial]] for monomial, coefficient in index.terms]


def _atom(atom: Atom) -> dict[str, Any]:
    out: dict[str, Any] = {"kind": atom.kind, "name": atom.name}
    if atom.args:
        out["args"] = [_index(arg) for arg in atom.args]
    return out


def _condition(condition: Condition) -> dict[str, Any]:
    left, right = _index(condition.left), _index(condition.right)
    return {"relation": condition.relation, "left": left, "right": right}


def _axes(axes: Axes) -> str | list[Any]:
    return axes if isinstance(axes, str) else [_index(axis) for axis in axes]


def indexed_from_json(data: Mapping[str, Any]) -> IndexedFormula:
    """The inverse of :func:`indexed_to_json`. Raises ValueError, KeyError, TypeError or IndexError on
    anything else.
    """
    table = table_from_json(data["table"], _indexing_from)
    return IndexedFormula(
        tuple(
            Variable(
                v["name"],
                v["kind"],
                None if v["count"] is None else _index_from(v["count"]),
                None if v["bound"] is None else _index_from(v["bound"]),
            )
            for v in data["variables"]
        ),
        tuple(map(_condition_from, data["conditions"])),
        tuple((entry["name"], _axes_from(entry["shape"])) for entry in data["inputs"]),
        _axes_from(data["output"]),
        table[data["forward"]],
        table[data["jvp"]],
        tuple(table[place] for place in data["vjp"]),
    )


def _indexing_from(data: Mapping[str, Any]) -> Indexing:
    if "of" in data:
        return At(data["of"], data["name"], tuple(map(_index_from, data["indices"])))
    if "number" in data:
        return _index_from(data["number"])
    if "range" in data:
        return Range(tuple((entry["name"], _index_from(entry["below"])) for entry in data["range"]))
    return tuple(map(_condition_from, data["where"]))


def _index_from(data: Sequence[Any]) -> Index:
    return Index.of((tuple(map(_atom_from, atoms)), int(coefficient)) for coefficient, atoms in data)


def _atom_from(data: Mapping[str, Any]) -> Atom:
    return Atom(data["kind"], data["name"], tuple(map(_index_from, data.get("args", ()))))


def _condition_from(data: Mapping[str, Any]) -> Condition:
    return Condition(data["relation"], _index_from(data["left"]), _index_from(data["right"]))


def _axes_from(data: str | Sequence[Any]) -> Axes:
    return data if isinstance(data, str) else tuple(map(_index_from, data))
