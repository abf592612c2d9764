"""Vector formulas evaluated: enclosures of every coordinate, and how much rounding its formula can cause.

All coordinates of a formula and of its derivative share one table of distinct subtrees, which is evaluated
from the entries up in Arb balls. Beside each value goes a bound, in units of the roundoff u, of the error
that evaluating the formula itself in floating point can have: a running error analysis (Higham, "Accuracy and
Stability of Numerical Algorithms", 2nd ed., section 3.3) in which every entry counts as rounded once, every
operation as rounded once (an elementary function as twice), and every partial sum as large as the sum of the
sizes of its terms, so that the bound holds for any order of summation: for a sum of n terms it is the
classical γ(n)·Σ|terms| to first order. Products, powers, quotients and roots carry their terms of second
order too, as errors may be large beside a value: x - mean of a constant row is 0, and its rounding is not.
Where an error reaches half of a divisor, the bound is only twice that of first order, and elementary
functions are taken to first order. These bounds are Arb balls as well: e^1500 in a softmax is beyond every
float, and what follows from it is not.

What is rounded below the smallest normal number is off by half the smallest subnormal one at most, whatever
its size: a product of subnormal entries has no digits that are right. What is so lost is carried on like the
rest (:mod:`proofgrad.oracle.formula.cells`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import flint

from proofgrad.bridge.catalogue import Tree, in_order
from proofgrad.oracle.formula.cells import Cell, cell_of
from proofgrad.oracle.formula.exact import Exact, Point
from proofgrad.oracle.formula.roundoff import Roundoff

__all__ = ["PRECISIONS", "Point", "Value", "VectorProgram"]

PRECISIONS = (128, 448, 1600, 6000)


@dataclass(frozen=True, slots=True)
class Value:
    """A coordinate at a point.

    Attributes:
        ball: an ``arb`` that contains it; not finite if the precision did not suffice.
        rounding: the bound of the error of evaluating its formula, in units of u; an ``arb``.
        conventional: whether a total-function convention of Lean decides it (x/0, log of x <= 0, ...).
        on_switch: whether a choice was made at equality, so that the derivative need not exist.
    """

    ball: Any
    rounding: Any
    conventional: bool
    on_switch: bool


class VectorProgram:
    """Some trees in ``entry``, ``tangent`` and ``param``, ready to be evaluated together.

    Args:
        trees: the coordinates.
    """

    def __init__(self, trees: Sequence[Tree]) -> None:
        self.order = in_order(trees)
        place = {tree: i for i, tree in enumerate(self.order)}
        self._args = [tuple(place[arg] for arg in tree.args) for tree in self.order]
        self._outputs = [place[tree] for tree in trees]
        # What a subtree depends on: only on parameters, on entries, on the direction.
        self._level: list[int] = []
        for tree, args in zip(self.order, self._args, strict=True):
            own = {"entry": 1, "tangent": 2}.get(tree.op, 0)
            self._level.append(max([own, *(self._level[a] for a in args)]))
        # The cells of the last point: what does not depend on what changed is kept.
        self._kept: dict[tuple[int, float, float, bool], tuple[Point, list[Cell]]] = {}

    def values(
        self, point: Point, slack: float, unit: float = 0.0, least: float = 0.0, *, hull: bool = False
    ) -> list[Value]:
        """Every coordinate at a point, each with a radius under `slack` times its rounding error where a
        precision of :data:`PRECISIONS` reaches that.

        Args:
            point: the point.
            slack: in units of the result's rounding, u included: such as 2^-10 * 2^-53.
            unit: u, the roundoff of the format, which terms of second order need; 0: they are left out.
            least: the smallest normal number of the format; 0: nothing is lost below it.
            hull: whether a choice made at equality gives everything between its two sides, so that the
                balls hold all one-sided values; their radii are then what they are.
        """
        out: list[Value] = []
        for precision in PRECISIONS:
            with flint.ctx.workprec(precision):
                out = self.run(point, unit, least, hull=hull)
                if all(
                    v.ball.is_finite() and (hull or v.ball.rad() <= slack * v.rounding.max(flint.arb(5e-324)))
                    for v in out
                ):
                    break
        return out

    def run(self, point: Point, unit: float = 0.0, least: float = 0.0, *, hull: bool = False) -> list[Value]:
        """Every coordinate at a point, at Arb's current precision."""
        cells = self._run(point, unit, least, hull)
        return [
            Value(c.ball, c.error, c.conventional, c.on_switch) for c in (cells[i] for i in self._outputs)
        ]

    def _run(self, point: Point, unit: float, least: float, hull: bool) -> list[Cell]:
        roundoff = Roundoff(flint.arb(unit), flint.arb(least))
        cells: list[Cell] = []
        exact = Exact(self.order, self._args, point)
        key = flint.ctx.prec, unit, least, hull
        before, known = self._kept.get(key, (None, cells))
        fresh = 0  # the least level that must be computed
        if before is not None and (
            before.parameters is point.parameters or before.parameters == point.parameters
        ):
            fresh = 2 if before.entries == point.entries else 1
        for i, tree in enumerate(self.order):
            if self._level[i] < fresh:
                cells.append(known[i])
                continue
            places = self._args[i]
            cell = cell_of(tree, [cells[a] for a in places], places, exact, point, roundoff, hull)
            if cell.origin < 0:
                cell.origin = i
            cells.append(cell)
        self._kept[key] = point, cells
        return cells
