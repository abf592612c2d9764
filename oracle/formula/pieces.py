"""Cutting a formula at its kinks into smooth pieces.

``if_gt``, ``max``, ``abs`` and ``sign`` switch where a difference of two subtrees changes its sign; ``log``,
``sqrt``, ``inv`` and ``div`` leave the functions everyone means where their argument does, ``asin`` and
``acos`` where it passes ±1. Where that
difference is a polynomial in the input (in the seed it always is the input itself), its rational roots are
switch points; no float meets an irrational one. Between switch points the formula is smooth and can be
evaluated without any decision; at them the one-sided values are those of the two pieces.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula.polynomials import roots_of
from proofgrad.oracle.formula.trees import HALF_PI, affine, const, exact_value, has_var

__all__ = ["Piece", "Pieces", "constant_sides", "cut"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A formula on an open interval, without choices as far as they could be decided.

    Attributes:
        lower: the left end, None for -∞.
        upper: the right end, None for +∞.
        tree: the formula there.
        conventional: whether a total-function convention of Lean is used on the whole piece (log of a
            negative number, sqrt of one, division by a constant zero): the theorem's function goes on there,
            IEEE functions do not.
    """

    lower: Fraction | None
    upper: Fraction | None
    tree: Tree
    conventional: bool


@dataclass(frozen=True, slots=True)
class Pieces:
    """A formula cut at its switch points: ``pieces[i]`` lies between ``points[i - 1]`` and ``points[i]``."""

    points: tuple[Fraction, ...]
    pieces: tuple[Piece, ...]

    def beside(self, point: Fraction) -> tuple[Piece, Piece]:
        """The pieces to the left and to the right of a switch point. Raises ValueError for another number."""
        i = self.points.index(point)
        return self.pieces[i], self.pieces[i + 1]


def cut(tree: Tree) -> Pieces:
    """Cut a tree without parameters at the rational switch points that its syntax shows.

    A switch may show only once another is decided (``max(x, lo) > hi``), so each piece is cut again until
    no decision taken in it changes within it.
    """
    ends = (None, *sorted(_switches(tree)), None)
    pieces = [piece for lower, upper in pairwise(ends) for piece in _smooth(tree, lower, upper)]
    points = tuple(piece.upper for piece in pieces if piece.upper is not None)
    return Pieces(points, tuple(pieces))


def constant_sides(f: Pieces, slope: Pieces) -> Pieces:
    """The pieces of a derivative, where a convention decides only what the function itself settles.

    Where f is one number on an open interval its derivative there is 0, whatever formula f' has: that of
    sqrt(max(x, 0)) is 1/(2·sqrt x), which at x < 0 is a convention, and 0, in Lean. Such a piece is 0 and no
    convention, so that a nan is no answer.

    Args:
        f: the pieces of the function.
        slope: those of its derivative.
    """
    return Pieces(slope.points, tuple(_constant(f, piece) for piece in slope.pieces))


def _constant(f: Pieces, piece: Piece) -> Piece:
    around = [p for p in f.pieces if _covers(p, piece)]
    settled = len(around) == 1 and not around[0].conventional and not has_var(around[0].tree)
    if not (piece.conventional and settled) or exact_value(piece.tree, Fraction(0)) not in (0, None):
        return piece
    return Piece(piece.lower, piece.upper, const(0), False)


def _covers(outer: Piece, inner: Piece) -> bool:
    below = outer.lower is None or (inner.lower is not None and outer.lower <= inner.lower)
    above = outer.upper is None or (inner.upper is not None and inner.upper <= outer.upper)
    return below and above


def _smooth(tree: Tree, lower: Fraction | None, upper: Fraction | None) -> list[Piece]:
    resolver = _Resolver(_between(lower, upper))
    smooth = resolver.resolve(tree)
    inside = [
        point
        for point in resolver.switches | _switches(smooth)
        if (lower is None or point > lower) and (upper is None or point < upper)
    ]
    if inside:
        return _smooth(tree, lower, inside[0]) + _smooth(tree, inside[0], upper)
    return [Piece(lower, upper, smooth, resolver.conventional)]


def _between(lower: Fraction | None, upper: Fraction | None) -> Fraction:
    if lower is None:
        return Fraction(0) if upper is None else upper - 1
    return lower + 1 if upper is None else (lower + upper) / 2


def _switches(tree: Tree) -> set[Fraction]:
    out: set[Fraction] = set()
    for t in tree.walk():
        if t.op in ("asin", "acos"):
            ends = (roots_of(Tree("sub", (t.args[0], const(end)))) for end in (-1, 1))
            out |= {root for found in ends if found is not None for root in found.rational}
        switch: Tree | None = None
        match t.op:
            case "if_gt" | "max":
                switch = Tree("sub", (t.args[0], t.args[1]))
            case "abs" | "sign" | "log" | "sqrt" | "inv":
                switch = t.args[0]
            case "div":
                switch = t.args[1]
        while switch is not None and switch.op == "powi":
            switch = switch.args[0]
        if switch is not None and (found := roots_of(switch)) is not None:
            out.update(found.rational)
    return out


class _Resolver:
    """Resolves choices at one point; every point up to the next of `switches` gives the same tree."""

    def __init__(self, at: Fraction) -> None:
        self.at = at
        self.conventional = False
        self.switches: set[Fraction] = set()

    def sign(self, tree: Tree) -> int | None:
        line = affine(tree)
        if line is not None and not line[0]:
            return (line[1] > 0) - (line[1] < 0)
        found = roots_of(tree)
        if found is None or not found.every:
            return None
        self.switches.update(found.rational)
        return found.sign(self.at)

    def resolve(self, t: Tree) -> Tree:
        if not t.args:
            return t
        if t.op == "if_gt":
            a, b = self.resolve(t.args[0]), self.resolve(t.args[1])
            side = self.sign(Tree("sub", (a, b)))
            if side is None:
                return Tree("if_gt", (a, b, self.resolve(t.args[2]), self.resolve(t.args[3])))
            return self.resolve(t.args[2] if side > 0 else t.args[3])
        args = tuple(self.resolve(a) for a in t.args)
        return self._simplify(Tree(t.op, args, t.value))

    def _simplify(self, t: Tree) -> Tree:
        op, args = t.op, t.args
        u = args[0]
        if (line := affine(t)) is not None and not line[0] and op not in ("div", "inv"):
            return const(line[1])
        side = None
        if op in ("max", "abs", "sign", "sqrt", "log"):
            side = self.sign(Tree("sub", (u, args[1])) if op == "max" else u)
        if op in ("asin", "acos") and (ends := [self.sign(Tree("sub", (u, const(end)))) for end in (-1, 1)]):
            below, above = ends
            if below is not None and above is not None and (below <= 0 or above >= 0):
                self.conventional |= below < 0 or above > 0
                return _at_end(op, 1 if above >= 0 else -1)
        match op:
            case "max" if side is not None:
                return u if side >= 0 else args[1]
            case "abs" if side is not None:
                return u if side >= 0 else _negative(u)
            case "sign" if side is not None:
                return const(side)
            case "sqrt" if side is not None and side <= 0:
                self.conventional |= side < 0
                return const(0)
            case "log" if side is not None and side <= 0:
                self.conventional = True
                return Tree("log", (_negative(u),)) if side < 0 else const(0)
            case "mul" if _is(u, 0) or _is(args[1], 0):
                return const(0)
            case "mul" if _is(u, 1):
                return args[1]
            case "mul" if _is(args[1], 1):
                return u
            case "add" if _is(u, 0):
                return args[1]
            case "add" | "sub" if _is(args[1], 0):
                return u
            case "sub" if _is(u, 0):
                return _negative(args[1])
            case "div" if _is(args[1], 0):
                self.conventional = True
                return const(0)
            case "inv" if _is(u, 0):
                self.conventional = True
                return const(0)
            case "div" if _is(u, 0):
                return const(0)
            case "div" if _is(args[1], 1):
                return u
        if (line := affine(t)) is not None and not line[0]:
            return const(line[1])
        return t


def _at_end(op: str, end: int) -> Tree:
    """asin or acos of 1 or -1."""
    if op == "asin":
        return HALF_PI if end > 0 else Tree("neg", (HALF_PI,))
    return const(0) if end > 0 else Tree("pi")


def _is(t: Tree, number: int) -> bool:
    return t.op == "const" and t.value == number


def _negative(t: Tree) -> Tree:
    if t.op == "neg":
        return t.args[0]
    return const(-Fraction(t.value or 0)) if t.op == "const" else Tree("neg", (t,))
