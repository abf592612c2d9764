"""Steps of a bound, and formulas, as straight-line code over Arb balls and over power series of balls.

Rigorous: every ball holds all values for inputs in a range. Where a choice is not decided, a ball holds both
branches, and a series is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from operator import methodcaller
from typing import Any

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.rounded import BoundStep
from proofgrad.oracle.formula.balls import rational_ball
from proofgrad.oracle.formula.operations import power
from proofgrad.oracle.formula.special_balls import erfc
from proofgrad.oracle.rounding.normal import normal, normal_top

__all__ = ["PRECISION", "CompiledBound", "CompiledFormula", "distance"]

PRECISION = 160
"""Bits."""


class _Writer:
    """Trees as lines of Python, each subexpression once; `entries` are the names of registers."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.constants: list[Any] = []
        self._names: dict[str, str] = {}
        self._sums: dict[str, tuple[str, str]] = {}
        self._places: dict[Tree, int] = {}

    def line(self, text: str) -> str:
        name = self._names.get(text)
        if name is None:
            name = self._names[text] = f"t{len(self._names)}"
            self.lines.append(f"{name} = {text}")
        return name

    def write(self, t: Tree, entries: Sequence[str], known: dict[Tree, str] | None = None) -> str:
        known = {} if known is None else known
        found = known.get(t)
        if found is None:
            found = known[t] = self._write(t, entries, known)
        return found

    def sum(self, a: str, b: str) -> str:
        if "zero" in (a, b):
            return b if a == "zero" else a
        name = self.line(f"{a} + {b}")
        self._sums[name] = (a, b)
        return name

    def difference(self, a: str, b: str) -> str:
        """Exactly 0 for the same, and a for (a + b) - b: balls do not know that both are one number."""
        if a == b:
            return "zero"
        one, other = self._sums.get(a, ("", ""))
        if b in (one, other):
            return one if b == other else other
        return self.line(f"{a} - {b}")

    def product(self, a: str, b: str) -> str:
        if "zero" in (a, b):
            return "zero"
        if "one" in (a, b):
            return b if a == "one" else a
        return self.line(f"{a} * {b}")

    def size(self, a: str) -> str:
        return a if a in ("zero", "one") else self.line(f"abs_({a})")

    def _write(self, t: Tree, entries: Sequence[str], known: dict[Tree, str]) -> str:
        if t.op == "entry":
            return entries[-1 - int(t.value or 0)]
        if t.op == "var":
            return entries[0]
        if t.op == "const" and t.value in (0, 1):
            return "one" if t.value else "zero"
        if not _depends(t):
            return self.line(f"constants[{self._constant(t)}]")
        args = [self.write(a, entries, known) for a in t.args]
        if t.op == "add":
            return self.sum(*args)
        if t.op == "mul":
            return self.product(*args)
        if t.op == "abs":
            return self.size(*args)
        if t.op in ("sub", "div", "neg") and args[-1] == "zero" and t.op != "div":
            return args[0]
        if t.op in ("div", "neg") and args[0] == "zero":
            return "zero"
        if t.op == "sub":
            return self.difference(*args)
        if t.op == "neg":
            return self.line(f"-{args[0]}")
        if t.op == "powi":
            return self.line(f"power({args[0]}, {t.value}, one)")
        return self.line(f"{t.op}_({', '.join(args)})")

    def _constant(self, t: Tree) -> int:
        if t not in self._places:
            self._places[t] = len(self.constants)
            self.constants.append(_value(t))
        return self._places[t]


def _depends(t: Tree) -> bool:
    return t.op in ("entry", "var") or any(map(_depends, t.args))


def _value(t: Tree) -> Any:
    from flint import arb

    if t.op == "const":
        return rational_ball(Fraction(t.value or 0))
    if t.op == "pi":
        return arb.pi()
    args = [_value(a) for a in t.args]
    if t.op == "powi":
        return power(args[0], int(t.value or 0), arb(1))
    if t.op == "neg":
        return -args[0]
    if t.op in ("add", "sub", "mul", "div"):
        a, b = args
        return {"add": a + b, "sub": a - b, "mul": a * b}.get(t.op) if t.op != "div" else a / b
    return _SCOPE[f"{t.op}_"](*args)


# Functions of balls and of series. A series is decided by its constant coefficient, which is a ball.


def _head(u: Any) -> Any:
    from flint import arb

    return u if isinstance(u, arb) else u[0]


def _unknown(u: Any) -> Any:
    from flint import arb, arb_series

    return arb.nan() if isinstance(u, arb) else arb_series([arb.nan()] * 2)


def _sign(u: Any) -> int | None:
    head = _head(u)
    if head > 0:
        return 1
    if head < 0:
        return -1
    return 0 if head.is_zero() and u is head else None


def _abs(u: Any) -> Any:
    side = _sign(u)
    if side is None:
        return abs(u) if u is _head(u) else _unknown(u)
    return u if side >= 0 else -u


def _if_gt(a: Any, b: Any, then: Any, other: Any) -> Any:
    left, right = _head(a), _head(b)
    if left > right:
        return then
    if left <= right:
        return other
    if then is other:
        return then
    for v in (a, b, then, other):
        if v is not _head(v):
            return _unknown(v)
    return then.union(other)


def _max(a: Any, b: Any) -> Any:
    left, right = _head(a), _head(b)
    if left >= right:
        return a
    if left <= right:
        return b
    return a.max(b) if a is left and b is right else _unknown(a if a is not left else b)


def _log(u: Any) -> Any:
    side = _sign(u)
    return _unknown(u) if not side else (u if side > 0 else -u).log()


def _sqrt(u: Any) -> Any:
    side = _sign(u)
    if side == 1:
        return u.sqrt()
    if side is None:
        return u.sqrt() if u is _head(u) else _unknown(u)
    return u * 0


def _tanh(u: Any) -> Any:
    from flint import arb

    return u.tanh() if u is _head(u) else 1 - _div(arb(2), (2 * u).exp() + 1)


def _sinh(u: Any) -> Any:
    return u.sinh() if u is _head(u) else (u.exp() - (-u).exp()) / 2


def _cosh(u: Any) -> Any:
    return u.cosh() if u is _head(u) else (u.exp() + (-u).exp()) / 2


def _sign_of(u: Any) -> Any:
    from flint import arb

    side = _sign(u)
    return _unknown(u) if side is None else arb(side)


def _div(a: Any, b: Any) -> Any:
    """A quotient; as in Lean it is 0 for the divisor 0."""
    from flint import arb

    if b is _head(b):
        return arb(0) if b.is_zero() else a / b
    if all(c.is_zero() for c in b.coeffs()):
        return b
    try:
        return a / b
    except (ValueError, ZeroDivisionError):  # the divisor may be 0
        return _unknown(b)


def _inv(u: Any) -> Any:
    from flint import arb

    return _div(arb(1), u)


_SCOPE: dict[str, Any] = {
    "power": power,
    "inv_": _inv,
    "div_": _div,
    "abs_": _abs,
    "sign_": _sign_of,
    "if_gt_": _if_gt,
    "max_": _max,
    "log_": _log,
    "sqrt_": _sqrt,
    "tanh_": _tanh,
    "sinh_": _sinh,
    "cosh_": _cosh,
    "erfc_": lambda u: erfc(u) if u is _head(u) else u.erfc(),
    **{f"{name}_": methodcaller(name) for name in ("exp", "sin", "cos", "asin", "acos", "atan", "erf")},
}


def _compiled(writer: _Writer, result: str) -> Callable[[Any, Any], Any]:
    from flint import arb

    source = (
        "def run(x, zero):\n" + "".join(f"    {line}\n" for line in writer.lines) + f"    return {result}\n"
    )
    scope = {**_SCOPE, "constants": writer.constants, "one": arb(1)}
    exec(compile(source, "<bound>", "exec"), scope)
    run: Callable[[Any, Any], Any] = scope["run"]
    return run


def _composed(steps: Sequence[BoundStep]) -> Tree:
    """The value without rounding of the last register, as a formula of the input."""
    values = [Tree("var")]

    def put(t: Tree) -> Tree:
        if t.op == "entry":
            return values[-1 - (int(t.value or 0) - 2) // 3]
        return Tree(t.op, tuple(map(put, t.args)), t.value) if t.args else t

    for step in steps:
        values.append(normal_top(put(step.exact)))
    return values[-1]


class CompiledBound:
    """The steps of a bound, as `Instr.bounded` in Lean puts them together.

    Args:
        steps: as Lean gave them.
        least: of some steps, a number that their values without rounding have to exceed.
    """

    def __init__(self, steps: Sequence[BoundStep], least: Mapping[int, Fraction] | None = None) -> None:
        import flint

        with flint.ctx.workprec(PRECISION):
            full, plain = _Writer(), _Writer()
            names, exact = ["x", "zero", "zero"], ["x", "zero", "zero"]
            coefficients: list[dict[int, str]] = [{}]
            fresh: list[str] = []
            safe = ["True"]
            for number, step in enumerate(steps):
                known: dict[Tree, str] = {}
                for a, b in step.safe:
                    safe.append(f"({full.write(a, names, known)} < {full.write(b, names, known)})")
                fresh.append(full.write(step.fresh, names, known))
                row = {} if fresh[-1] == "zero" else {number: "one"}
                for place, slope in step.parts:
                    factor = full.write(slope, names, known)
                    for error, name in coefficients[-1 - place].items() if place < len(coefficients) else ():
                        row[error] = full.sum(row.get(error, "zero"), full.product(factor, name))
                row = {error: name for error, name in row.items() if name != "zero"}
                rest = full.write(step.rest, names, known)
                total = rest
                for error, name in row.items():
                    total = full.sum(total, full.product(full.size(name), fresh[error]))
                names += [full.write(step.exact, names, known), total, rest]
                if least and number in least:
                    safe.append(f"({full.write(Tree('const', (), least[number]), names, {})} < {names[-3]})")
                coefficients.append(row)
                exact += [plain.write(step.exact, exact), "zero", "zero"]
            self.formula = normal(_composed(steps))
            self._full = _compiled(full, f"{names[-3]}, {names[-2]}, {' and '.join(safe)}")
            self.exact = _compiled(plain, exact[-3])

    def over(self, x: Any) -> tuple[Any, Any, bool]:
        """The value without rounding, the bound of the error, and whether it is one, for inputs in a ball."""
        from flint import arb

        value, error, safe = self._full(x, arb(0))
        return value, error, bool(safe)


class CompiledFormula:
    """A formula without parameters.

    Args:
        tree: the formula.
    """

    def __init__(self, tree: Tree) -> None:
        import flint

        self.formula = normal(tree)
        with flint.ctx.workprec(PRECISION):
            writer = _Writer()
            self.exact = _compiled(writer, writer.write(self.formula, ["x"]))

    def over(self, x: Any) -> Any:
        """Its values for inputs in a ball."""
        from flint import arb

        return self.exact(x, arb(0))

    def near(self, x: Any, middle: Any) -> Any:
        """Its values for inputs in a ball around an input: by the mean value theorem where that is better."""
        from flint import arb, arb_series, ctx

        values = self.over(x)
        if values.abs_upper() < values.abs_lower() * _WIDE:
            return values
        old, ctx.cap = ctx.cap, 2
        try:
            slope = arb_series(self.exact(arb_series([x, 1]), arb(0)))[1]
        finally:
            ctx.cap = old
        around = self.over(middle) + slope * (x - middle)
        if not around.is_finite() or not values.is_finite():
            return values
        return values.intersection(around)


_ORDER = 24
_WIDE = 1.25
"""So much of a ratio between the values over an interval is no reason to look closer."""


def distance(one: Any, other: Any, x: Any, middle: Any, radius: Any) -> tuple[Any, Any]:
    """An upper bound of |one - other| for inputs in the ball `x`, which lies within `radius` of `middle`; and
    a lower bound of it at the middle.

    By Taylor's theorem with `_ORDER` terms: the coefficients of both at the middle are compared, and what is
    left is bounded by the next coefficient over the whole ball. Infinite where it is not known.

    Args:
        one: a :class:`CompiledBound` or a :class:`CompiledFormula`.
        other: another.
        x: an ``arb``.
        middle: an exact ``arb``.
        radius: an ``arb``.
    """
    import flint
    from flint import arb, arb_series

    old = flint.ctx.cap
    flint.ctx.cap = _ORDER + 1
    try:
        at_middle = _difference(one, other, arb_series([middle, 1]))
        total, scale = arb(0), arb(1)
        for k in range(_ORDER):
            total += abs(at_middle[k]) * scale
            scale *= radius
        over_all = _difference(one, other, arb_series([x, 1]))
        total += abs(over_all[_ORDER]) * scale
        if not total.is_finite():
            return arb.pos_inf(), arb(0)
        return total.abs_upper(), abs(at_middle[0]).abs_lower()
    finally:
        flint.ctx.cap = old


def _difference(one: Any, other: Any, x: Any) -> Any:
    from flint import arb, arb_series

    return arb_series(one.exact(x, arb(0))) - arb_series(other.exact(x, arb(0)))
