"""Formulas to which the rules of differentiation apply whatever their entries are (``Formula.Ok`` in Lean).

Signs are looked for from the leaves on, as ``Formula.signs`` does: a sum of exponentials is positive, a mean
of squares with a positive ε is too. What is not seen to be so counts as not so.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal, TypeAlias

from proofgrad.bridge.catalogue import Tree, in_order

__all__ = ["why_not_smooth"]

Sign: TypeAlias = Literal[0, 1, 2]
"""Nothing is known; not negative; positive."""

_ANYWHERE = frozenset(
    ("add", "sub", "neg", "mul", "powi", "exp", "sinh", "cosh", "tanh", "sin", "cos", "atan", "erf", "erfc")
)
"""Operators whose rules apply everywhere."""


def why_not_smooth(trees: Sequence[Tree], positive: Collection[str] = ()) -> str:
    """Which condition of the rules of differentiation is not seen to be met; empty if all are.

    Args:
        trees: formulas in ``entry``, ``tangent`` and parameters.
        positive: the names of parameters that are positive.
    """
    signs: dict[Tree, Sign] = {}
    moving: dict[Tree, bool] = {}
    for tree in in_order(trees):
        signs[tree] = _sign(tree, [signs[a] for a in tree.args], positive)
        moving[tree] = tree.op in ("entry", "tangent") or any(moving[a] for a in tree.args)
        if not moving[tree] or not tree.args or tree.op in _ANYWHERE:
            continue
        match tree.op:
            case "div" | "inv":
                divisor = tree.args[-1]
                if signs[divisor] != 2 and not (divisor.op == "const" and divisor.value):
                    return "a divisor in its derivative may be 0"
            case "log" | "sqrt":
                if signs[tree.args[0]] != 2:
                    return f"what a {tree.op} in its derivative is taken of may be 0"
            case "if_gt" if not moving[tree.args[0]] and not moving[tree.args[1]]:
                pass
            case "max" | "abs" | "sign" | "if_gt":
                return "its derivative is made of pieces"
            case _:
                return f"{tree.op} in its derivative is not differentiable everywhere"
    return ""


def _sign(tree: Tree, args: Sequence[Sign], positive: Collection[str]) -> Sign:
    match tree.op:
        case "const":
            value = tree.value
            assert value is not None
            assert not isinstance(value, str)
            return 2 if value > 0 else 0 if value else 1
        case "param":
            return 2 if str(tree.value) in positive else 0
        case "pi" | "exp" | "cosh" | "erfc":
            return 2
        case "sqrt" | "abs":
            return 2 if args[0] == 2 else 1
        case "powi":
            even = int(tree.value or 0) % 2 == 0
            return 2 if args[0] == 2 or not tree.value else 1 if even else args[0]
        case "mul" if tree.args[0] == tree.args[1]:
            return 2 if args[0] == 2 else 1
        case "mul":
            return min(args)
        case "add":
            return max(args) if min(args) else 0
        case "div":
            return args[0] if args[1] == 2 else min(args)
        case "inv":
            return args[0]
        case "max":
            return max(args)
        case "if_gt":
            return min(args[2:])
    return 0
