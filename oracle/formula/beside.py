"""What a formula comes near to beside entries that are zero: where it jumps, each of these is an answer.

Lean's functions have one value on a line where they jump, IEEE 754 one on each side of it, told by the sign
of zero: the angle of (-1, 0) is π, of (-1, -0) it is -π. A zero stands for what comes near to it from either
side, of two zeros either for the smaller one. An answer may be off by a few ULP of such a limit: the rounding
of the formula has no limit where terms cancel, as beside the jump of an angle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import permutations, product

import numpy as np
from flint import arb
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree, in_order
from proofgrad.oracle.formula.coordinates import SLACK, store
from proofgrad.oracle.formula.vectors import Point, VectorProgram
from proofgrad.oracle.ulp import Enclosures, Format

__all__ = ["Beside", "beside_zeros"]

Floats = NDArray[np.float64]
Beside = tuple[NDArray[np.intp], Enclosures, Floats]
"""Coordinates, what is right there too, and what an answer may be off by, in units of the enclosures."""

_NEAR = (Fraction(1, 2**120), Fraction(1, 2**240))
"""Two distances from zero: what has a limit is the same at both."""
_JUMPS = ("if_gt", "sign", "div", "inv")
"""Operators that are not continuous everywhere and still have values on both sides."""
_ULP = 4
_MOST = 2
"""Of more zeros that a coordinate reads none is moved."""


def beside_zeros(
    trees: Sequence[Tree],
    rows: NDArray[np.intp],
    entries: Floats,
    parameters: Mapping[str, Fraction],
    fmt: Format,
) -> tuple[Beside, ...]:
    """What some coordinates of a result come near to.

    Args:
        trees: their formulas.
        rows: which coordinates they are.
        entries: of all inputs, finite.
        parameters: values of the parameters.
        fmt: the format whose rounding counts.
    """
    found: list[list[tuple[int, tuple[object, object]]]] = []
    unit = 2.0**-fmt.precision
    for row, tree in zip(rows.tolist(), trees, strict=True):
        program = VectorProgram([tree])
        limits: dict[str, tuple[object, object]] = {}
        for near, nearer in _moved(tree, entries):
            first, second = (
                program.values(Point(at, (), parameters), SLACK * unit, unit)[0] for at in (near, nearer)
            )
            allowed = (_ULP * unit * abs(second.ball)).max(2 * arb(2) ** fmt.tiny_exponent)
            if second.ball.is_finite() and abs(first.ball - second.ball) <= allowed:
                limits.setdefault(second.ball.str(20, radius=False), (second.ball, allowed))
        for i, limit in enumerate(limits.values()):
            if i == len(found):
                found.append([])
            found[i].append((row, limit))
    out = []
    for some in found:
        values, units = Enclosures.empty(fmt, len(some)), np.ones(len(some))
        for i, (_, (value, allowed)) in enumerate(some):
            units[i] = store(values, i, value, allowed)
        out.append((np.array([row for row, _ in some], np.intp), values, units))
    return tuple(out)


def _moved(tree: Tree, entries: Floats) -> Iterator[tuple[list[Fraction], list[Fraction]]]:
    """The entries with what is zero among those that a tree reads moved a little, and by less."""
    operators = in_order([tree])
    if not any(t.op in _JUMPS for t in operators):
        return
    read = sorted({int(t.value or 0) for t in operators if t.op == "entry"})
    zeros = [i for i in read if entries[i] == 0]
    if not zeros or len(zeros) > _MOST:
        return
    exact = [Fraction(0)] * len(entries)
    for i in read:
        exact[i] = Fraction(float(entries[i]))
    scale = min((abs(exact[i]) for i in read if exact[i]), default=Fraction(1))
    for order in permutations(zeros):
        for signs in product((1, -1), repeat=len(zeros)):
            both = []
            for t in _NEAR:
                at = list(exact)
                for power, (i, sign) in enumerate(zip(order, signs, strict=True), 1):
                    at[i] = sign * scale * t**power
                both.append(at)
            yield both[0], both[1]
