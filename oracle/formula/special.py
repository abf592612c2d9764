"""What a vector formula is where entries are nan or infinite.

A coordinate that depends on an entry that is nan is nan; one that does not is what it is without. At an
infinity a coordinate is what the operations of its formula, extended to the infinities where they are
continuous there (e^-∞ = 0, 1/∞ = 0), make of it, which is then its limit along every way to the infinity:
softmax of (0, -∞) is (1, 0). Where they are not (∞/∞, 0·∞) there is no limit: what a coordinate comes near
to depends on the way, and lies between what it is on some of them: 0 and 1 for softmax of (-∞, -∞).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from proofgrad.bridge.catalogue import Tree, in_order
from proofgrad.oracle.formula.ieee import ieee_values

__all__ = ["Special", "at_special"]

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_CHOICES = ("max", "if_gt", "abs", "sign")
_ROOM = 2.0**-30
"""Part of the larger of two values that they differ by, at least, where float64 tells which is larger."""

_NEAR, _FAR = 24.0, (48.0, 1e6)
"""Numbers in place of infinities: exp of the first two is no infinity in float64."""
_MARGIN = 2.0**-6
"""Of the largest of the values on the ways that were tried."""
_MOST = 300_000
"""Operations of a formula, times the ways to infinities that are tried."""
_ENDLESS = 1e3
"""What reaches this on some way has no end."""


@dataclass(frozen=True)
class Special:
    """What is wanted of each coordinate.

    Attributes:
        nan: where nan is wanted.
        apart: where the coordinate does not depend on what is not finite.
        limits: in float64, the limits at infinities; nan where there is none, or nothing is infinite.
        hidden: where it depends on it by a factor that is zero (a mask), or in the branch of a choice that is
            not taken: nan is an answer too.
        between: in float64, where there is no limit at infinities: what it lies between on every way to them;
            infinities where nothing is known.
    """

    nan: Mask
    apart: Mask
    limits: Floats
    hidden: Mask
    between: tuple[Floats, Floats]

    @property
    def bounded(self) -> Mask:
        """Where there is no limit, and something is known of what comes near to it."""
        known: Mask = np.isfinite(self.between[0]) | np.isfinite(self.between[1])
        return known & np.isnan(self.limits)


def at_special(
    trees: Sequence[Tree], x: Floats, d: Floats, parameters: Mapping[str, Fraction], *, derivative: bool
) -> Special:
    """What is wanted where entries are nan or infinite.

    Args:
        trees: the coordinates, in ``entry``, ``tangent`` and ``param``.
        x: the entries; some of them are not finite.
        d: of the direction or the cotangent, finite.
        parameters: values of the parameters.
        derivative: whether the coordinates are derivatives, which choices at a nan leave open.
    """
    seen, choosing = _dependence(trees, x, parameters, _taken(trees, x, d, parameters))
    apart = ~_dependence(trees, x, None, {})[0]
    endless = np.full(len(trees), np.inf)
    if np.isnan(x).any():
        none = np.full(len(trees), np.nan)
        return Special(seen & ~(choosing & derivative), apart, none, ~seen & ~apart, (-endless, endless))
    limits = ieee_values(trees, x, d, parameters)
    between = -endless, endless
    if (np.isnan(limits) & ~apart).any():
        between = _between(trees, x, d, parameters)
    return Special(np.zeros(len(trees), np.bool_), apart, limits, ~seen & ~apart, between)


def _between(
    trees: Sequence[Tree], x: Floats, d: Floats, parameters: Mapping[str, Fraction]
) -> tuple[Floats, Floats]:
    """The least and the largest of what the coordinates are on some ways to the infinities: all at once, and
    each of them before or after the others. Of formulas that would take long nothing is known."""
    at = np.flatnonzero(np.isinf(x))
    ways = [np.where(np.isinf(x), np.sign(x) * _NEAR, x)]
    for first in at.tolist():
        for far in _FAR:
            for one, others in ((far, _NEAR), (_NEAR, far)):
                sizes = np.full(len(x), others)
                sizes[first] = one
                ways.append(np.where(np.isinf(x), np.sign(x) * sizes, x))
    if len(in_order(trees)) * len(ways) > _MOST:
        return np.full(len(trees), -np.inf), np.full(len(trees), np.inf)
    found = np.array([ieee_values(trees, way, d, parameters) for way in ways])
    low, high = np.fmin.reduce(found), np.fmax.reduce(found)
    margin = _MARGIN * np.maximum(np.abs(low), np.abs(high))
    low, high = low - margin, high + margin
    return np.where(low > -_ENDLESS, low, -np.inf), np.where(high < _ENDLESS, high, np.inf)


def _taken(
    trees: Sequence[Tree], x: Floats, d: Floats, parameters: Mapping[str, Fraction]
) -> dict[Tree, int]:
    """For each ``if a > b`` that float64 decides, with room, the place of the branch that is taken."""
    choices = [tree for tree in in_order(trees) if tree.op == "if_gt"]
    sides = [side for tree in choices for side in tree.args[:2]]
    values = ieee_values(sides, x, d, parameters).reshape(-1, 2) if sides else np.zeros((0, 2))
    found = {}
    for tree, (a, b) in zip(choices, values.tolist(), strict=True):
        leaves = all(_exact(side) for side in tree.args[:2])
        room = 0.0 if leaves else _ROOM * max(abs(a), abs(b))
        if abs(a - b) > room or (leaves and a == b):  # nan is neither
            found[tree] = 2 if a > b else 3
    return found


def _exact(tree: Tree) -> bool:
    """Whether float64 has it exactly: a number of a tested format, or a constant that is one."""
    return tree.op == "entry" or (tree.op == "const" and float(tree.value or 0) == (tree.value or 0))


def _dependence(
    trees: Sequence[Tree], x: Floats, parameters: Mapping[str, Fraction] | None, taken: Mapping[Tree, int]
) -> tuple[Mask, Mask]:
    """For each coordinate whether it depends on an entry that is not finite, and whether it does so through a
    choice. With values of parameters, what is multiplied by a zero does not count, nor does, of a choice that
    depends on no such entry, the branch that is not `taken`."""
    special = ~np.isfinite(x)
    found: dict[Tree, tuple[bool, bool, bool]] = {}  # depends, through a choice, is zero
    for tree in in_order(trees):
        args = [found[arg] for arg in tree.args]
        depends, choice = any(a[0] for a in args), any(a[1] for a in args)
        zero = False
        match tree.op:
            case "entry":
                depends = bool(special[int(tree.value or 0)])
            case "param":
                zero = parameters is not None and parameters[str(tree.value)] == 0
            case "const":
                zero = parameters is not None and not tree.value
            case "mul" if any(a[2] for a in args):
                depends, choice, zero = False, False, True
            case "div" if args[0][2]:
                depends, choice, zero = False, False, True
            case "if_gt" if tree in taken and not (args[0][0] or args[1][0]):
                depends, choice, zero = args[taken[tree]]
            case op if op in _CHOICES:
                choice = choice or depends
        found[tree] = depends, choice, zero
    return np.array([found[t][0] for t in trees], np.bool_), np.array([found[t][1] for t in trees], np.bool_)
