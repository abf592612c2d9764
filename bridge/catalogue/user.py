"""A formula that somebody wants proven: plain data between those who read it and those who write Lean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from proofgrad.bridge.catalogue.formula import Tree

__all__ = ["Comparison", "UserFormula"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A relation between two formulas: ``left < right`` or ``left ≠ right``."""

    relation: Literal["lt", "ne"]
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class UserFormula:
    """A function of one variable and some parameters.

    Attributes:
        tree: what it computes, in ``var`` and ``param``.
        parameters: names of the parameters, in the order of the node's arguments.
        variable: what the variable is called where the formula is printed.
        name: of the node; None to have one made.
        assumptions: what is supposed of parameters and of the variable, beyond what is found to be needed.
        derivative: what somebody says that its derivative is, to be compared with the proven one; or None.
    """

    tree: Tree
    parameters: tuple[str, ...] = ()
    variable: str = "x"
    name: str | None = None
    assumptions: tuple[Comparison, ...] = ()
    derivative: Tree | None = None
