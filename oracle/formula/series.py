"""Power series of smooth trees, with Arb: exact Taylor coefficients around a point, or around all of an
interval.

Around a point they give the polynomial; around an interval m ± h, coefficient n bounds the Lagrange
remainder of the polynomial of degree n - 1 (Taylor's theorem; W. Tucker, "Validated Numerics", 2011, section
4.4). See F. Johansson, "Arb", IEEE Trans. Computers 66(8), 2017, for the series arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.formula.balls import rational_ball
from proofgrad.oracle.formula.operations import RING, power
from proofgrad.oracle.formula.trees import has_var

__all__ = ["coefficients"]


def coefficients(
    tree: Tree, middle: Any, half: Any, count: int, frozen: Mapping[Tree, Any] | None = None
) -> list[Any] | None:
    """The first coefficients of t ↦ tree(middle + half·t), at Arb's current precision.

    Args:
        tree: smooth, without parameters and choices (:func:`proofgrad.oracle.formula.pieces.cut`).
        middle: an ``arb``, a point or an interval.
        half: an ``arb``.
        count: how many; at least 2.
        frozen: subtrees that stand for a constant somewhere in a ball: for each input its own.

    Returns:
        `count` balls, or None where one of them is not finite: the precision does not suffice, or the
        function is not analytic there.
    """
    from flint import arb_series, ctx

    cap = ctx.cap
    ctx.cap = count
    try:
        walker = _Walker(arb_series([middle, half], prec=count), frozen or {})
        found = list(walker.value(tree).coeffs())
    except (ZeroDivisionError, ValueError):
        return None
    finally:
        ctx.cap = cap
    from flint import arb

    found += [arb(0)] * (count - len(found))
    return found if all(c.is_finite() for c in found) else None


class _Walker:
    def __init__(self, x: Any, frozen: Mapping[Tree, Any]) -> None:
        from flint import arb_series

        self.x = x
        self.memo: dict[Tree, Any] = {t: arb_series([b]) for t, b in frozen.items()}

    def value(self, tree: Tree) -> Any:
        walk = [(tree, False)]
        while walk:
            t, ready = walk.pop()
            if t in self.memo:
                continue
            if ready or not t.args:
                self.memo[t] = self._value(t)
            else:
                walk.append((t, True))
                walk.extend((a, False) for a in t.args)
        return self.memo[tree]

    def _value(self, t: Tree) -> Any:
        from flint import arb, arb_series

        v = [self.memo[a] for a in t.args]
        if t.op in RING:
            return RING[t.op](*v)
        match t.op:
            case "var":
                return self.x
            case "const":
                return arb_series([rational_ball(Fraction(t.value or 0))])
            case "pi":
                return arb_series([arb.pi()])
            case "div":
                return v[0] / v[1]
            case "inv":
                return 1 / v[0]
            case "powi":
                return power(v[0], int(t.value or 0), arb_series([1]))
            case "sinh" | "cosh" | "tanh":
                return _hyperbolic(t.op, v[0])
        if not has_var(t):
            inner = v[0].coeffs()[0] if v[0].coeffs() else arb(0)
            return arb_series([getattr(inner, t.op)()])
        return getattr(v[0], t.op)()  # exp, log, sqrt, sin, ...: whatever Arb has; AttributeError is a bug


def _hyperbolic(op: str, u: Any) -> Any:
    """sinh, cosh or tanh by the addition theorem, so that no digits are lost around 0 or far out."""
    from flint import arb, arb_series

    parts = u.coeffs()
    first = parts[0] if parts else arb(0)
    rest = u - arb_series([first])
    rest = arb_series([0, *rest.coeffs()[1:]], prec=u.prec)  # its first coefficient is 0, exactly
    up, down = rest.exp(), (-rest).exp()
    sinh, cosh = (up - down) / 2, (up + down) / 2
    if op == "tanh":
        tanh, t = sinh / cosh, arb_series([first.tanh()])
        return (t + tanh) / (1 + t * tanh)
    s, c = arb_series([first.sinh()]), arb_series([first.cosh()])
    return s * cosh + c * sinh if op == "sinh" else c * cosh + s * sinh
