"""An entry of a program as a formula, and the entries that its variables stand for."""

from __future__ import annotations

from proofgrad.bridge.catalogue.formula import Tree

__all__ = ["INNER", "formula_and_parts"]

INNER = ("at", "sum", "greatest", "where")
"""Operators that are entries of their own; all others make formulas."""


def formula_and_parts(tree: Tree) -> tuple[Tree, list[Tree]]:
    """A formula in numbered variables (``entry``), and the entries that they stand for, in order."""
    parts: dict[Tree, int] = {}

    def outer(t: Tree) -> Tree:
        if t.op in INNER:
            return Tree("entry", value=parts.setdefault(t, len(parts)))
        return Tree(t.op, tuple(map(outer, t.args)), t.value)

    return outer(tree), list(parts)
