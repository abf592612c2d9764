"""f and f' of an elementwise node at points, and at its kinks from both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from proofgrad.bridge.catalogue import Node, Tree
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.difftest.domain import proved_at
from proofgrad.oracle.formula.limits import limit
from proofgrad.oracle.formula.pieces import cut
from proofgrad.oracle.formula.trees import Number, affine, bind
from proofgrad.oracle.points.enclosure import DIGITS, Enclosure, enclose, of_limit, one_sided, rational_text

__all__ = ["FunctionAt", "PointValue", "at_point", "kinks"]


@dataclass(frozen=True, slots=True)
class FunctionAt:
    """A function at a point.

    Attributes:
        value: Lean's value; at ±inf the limit.
        conventional: whether a total-function convention of Lean decides the value (1/0 = 0, ...).
        left: at a switch point of the formula the limit from below, else None.
        right: the limit from above.
    """

    value: Enclosure
    conventional: bool
    left: Enclosure | None = None
    right: Enclosure | None = None

    def to_json(self) -> dict[str, object]:
        """As JSON."""
        return {
            "value": self.value.to_json(),
            "conventional": self.conventional,
            "left": self.left.to_json() if self.left else None,
            "right": self.right.to_json() if self.right else None,
        }


@dataclass(frozen=True, slots=True)
class PointValue:
    """f and f' of an elementwise node at a point.

    Attributes:
        at: the point, exact, as text.
        parameters: values of the node's parameters, exact, as text.
        f: the function.
        df: its derivative formula; where `proved` is False it is not proven to be the derivative.
        proved: whether the point meets the hypotheses of one of the node's theorems; None if that is unknown.
    """

    at: str
    parameters: Mapping[str, str]
    f: FunctionAt
    df: FunctionAt
    proved: bool | None

    def to_json(self) -> dict[str, object]:
        """As JSON."""
        return {
            "at": self.at,
            "parameters": dict(self.parameters),
            "f": self.f.to_json(),
            "df": self.df.to_json(),
            "proved": self.proved,
        }


def _trees(node: Node, params: Mapping[str, Number]) -> tuple[Tree, Tree]:
    if node.formula is None:
        raise UsageError(f"{node.short_name} has no formula in one number", hint="proofgrad nodes shows it")
    return bind(node.formula.f, params), bind(node.formula.df, params)


def at_point(
    node: Node, x: Fraction | float, params: Mapping[str, Number] | None = None, *, digits: int = DIGITS
) -> PointValue:
    """f and f' at a point.

    Args:
        node: an elementwise node.
        x: a rational, or ``inf`` or ``-inf`` for the limits there.
        params: values of its parameters, by their Lean names.
        digits: how many correct digits are wanted.

    Raises:
        UsageError: the node has no such formula, or a parameter has no value.
    """
    given = {name: (params or {})[name] for name in node.parameters if name in (params or {})}
    trees = _trees(node, given)
    shown = {name: rational_text(Fraction(value)) for name, value in given.items()}
    if isinstance(x, float) and x in (float("inf"), float("-inf")):
        side = 1 if x > 0 else -1
        f, df = (FunctionAt(of_limit(limit(tree, None, side), digits), False) for tree in trees)
        return PointValue("inf" if side > 0 else "-inf", shown, f, df, None)
    point = Fraction(x)
    f, df = (_function(tree, point, digits) for tree in trees)
    return PointValue(rational_text(point), shown, f, df, proved_at(node, given, point))


def _function(tree: Tree, point: Fraction, digits: int) -> FunctionAt:
    value, conventional = enclose(tree, point, digits)
    pieces = cut(tree)
    if point not in pieces.points:
        return FunctionAt(value, conventional)
    left, right = (
        one_sided(piece.tree, point, side, digits)
        for piece, side in zip(pieces.beside(point), (-1, 1), strict=True)
    )
    return FunctionAt(value, conventional, left, right)


def kinks(
    node: Node, params: Mapping[str, Number] | None = None, *, digits: int = DIGITS
) -> tuple[PointValue, ...]:
    """The points where a formula of an elementwise node switches, or where a hypothesis excludes it.

    Args:
        node: the node; one without a formula has none.
        params: values of its parameters.
        digits: how many correct digits are wanted.
    """
    if node.formula is None:
        return ()
    given = params or {}
    points = {point for tree in _trees(node, given) for point in cut(tree).points}
    for proof in node.proofs:
        for hypothesis in proof.hypotheses:
            if hypothesis.left is None or hypothesis.right is None:
                continue
            line = affine(bind(Tree("sub", (hypothesis.right, hypothesis.left)), given))
            if line is not None and line[0]:
                points.add(-line[1] / line[0])
    found = (at_point(node, point, given, digits=digits) for point in sorted(points))
    return tuple(kink for kink in found if kink.proved is not True or _jumps(kink.f) or _jumps(kink.df))


def _jumps(function: FunctionAt) -> bool:
    """Whether the value and the limits are not all the same."""
    sides = {function.left, function.right} - {None}
    return bool(sides) and sides != {function.value}
