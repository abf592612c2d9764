"""Random formulas, and their derivatives by Arb's power series: nothing of this is shared with the prover."""

from __future__ import annotations

import random
from fractions import Fraction

from flint import arb, arb_series, ctx, fmpq

from proofgrad.bridge.catalogue.formula import Tree

CONSTANTS = tuple(map(Fraction, ("0", "1", "2", "3", "1/2", "-1", "7/3", "0.1")))
UNARY = ("exp", "log", "sqrt", "sin", "cos", "sinh", "cosh", "tanh", "abs", "sign", "neg", "inv")
BINARY = ("add", "sub", "mul", "div", "max")


def random_formula(rng: random.Random, depth: int, parameters: tuple[str, ...] = ("a", "b")) -> Tree:
    """A formula in ``var`` and parameters; most branches end before the depth does."""
    if depth == 0 or rng.random() < 0.25:
        kind = rng.random()
        if kind < 0.5:
            return Tree("var")
        if kind < 0.75:
            return Tree("param", value=rng.choice(parameters))
        return Tree("pi") if kind < 0.8 else Tree("const", value=rng.choice(CONSTANTS))
    kind = rng.random()

    def part() -> Tree:
        return random_formula(rng, depth - 1, parameters)

    if kind < 0.42:
        return Tree(rng.choice(UNARY), (part(),))
    if kind < 0.52:
        return Tree("powi", (part(),), rng.randrange(5))
    if kind < 0.94:
        return Tree(rng.choice(BINARY), (part(), part()))
    a, b = part(), part()
    return Tree("if_gt", (a, b, part(), part())) if rng.random() < 0.5 else Tree("if_gt", (a, b, b, a))


class Undecided(Exception):
    """A comparison, or a domain, is not decided at this precision."""


def series_derivative(tree: Tree, x: Fraction, params: dict[str, Fraction], bits: int = 200) -> arb:
    """The derivative at a point, as coefficient 1 of a power series. Raises Undecided."""
    old_bits, old_cap = ctx.prec, ctx.cap
    ctx.prec, ctx.cap = bits, 2
    try:
        return _series(tree, x, params)[1]
    finally:
        ctx.prec, ctx.cap = old_bits, old_cap


def _number(value: Fraction) -> arb:
    return arb(fmpq(value.numerator, value.denominator))


def _series(tree: Tree, x: Fraction, params: dict[str, Fraction]) -> arb_series:
    op, value = tree.op, tree.value
    if op == "var":
        return arb_series([_number(x), 1])
    if op == "param":
        return arb_series([_number(params[str(value)])])
    if op == "pi":
        return arb_series([arb.pi()])
    if op == "const":
        return arb_series([_number(Fraction(str(value)))])
    args = [_series(arg, x, params) for arg in tree.args]
    a = args[0]
    if op == "if_gt":
        return args[2] if _sign(a[0] - args[1][0]) > 0 else args[3]
    if op == "max":
        return a if _sign(a[0] - args[1][0]) > 0 else args[1]
    if op == "abs":
        return a if _sign(a[0]) > 0 else -a
    if op == "sign":
        return arb_series([_sign(a[0])])
    if op == "powi":
        result = arb_series([1])
        for _ in range(int(str(value))):
            result = result * a
        return result
    if op in ("div", "inv"):
        b = args[-1]
        _sign(b[0])
        return (a if op == "div" else arb_series([1])) / b
    if op in ("log", "sqrt") and _sign(a[0]) < 0:
        raise Undecided
    e = a.exp() if op in ("sinh", "cosh", "tanh") else None
    i = (-a).exp() if op in ("sinh", "cosh", "tanh") else None
    results = {
        "add": lambda: a + args[1],
        "sub": lambda: a - args[1],
        "mul": lambda: a * args[1],
        "neg": lambda: -a,
        "sinh": lambda: (e - i) / 2,
        "cosh": lambda: (e + i) / 2,
        "tanh": lambda: _divided(e - i, e + i),
    }
    return results[op]() if op in results else getattr(a, op)()


def _divided(a: arb_series, b: arb_series) -> arb_series:
    _sign(b[0])  # overflowed exponentials have none
    return a / b


def _sign(value: arb) -> int:
    if value > 0:
        return 1
    if value < 0:
        return -1
    raise Undecided
