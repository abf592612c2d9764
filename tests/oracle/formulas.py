"""The seed's scalar functions and derivative formulas as trees, as on the seed page; what the catalogue must
read.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from proofgrad.bridge.catalogue import Formula, Node, Tree, VectorFormula

X = Tree("var")
PI = Tree("pi")
EPS = Tree("param", (), "ε")
ALPHA = Tree("param", (), "alpha")


def c(value: int | str) -> Tree:
    return Tree("const", (), Fraction(value))


def op(name: str, *args: Tree, value: int | None = None) -> Tree:
    return Tree(name, args, value)


def add(a: Tree, b: Tree) -> Tree:
    return op("add", a, b)


def sub(a: Tree, b: Tree) -> Tree:
    return op("sub", a, b)


def mul(a: Tree, b: Tree) -> Tree:
    return op("mul", a, b)


def div(a: Tree, b: Tree) -> Tree:
    return op("div", a, b)


def _formulas() -> dict[str, tuple[Tree, Tree]]:
    one, two, zero = c(1), c(2), c(0)
    exp, neg = op("exp", X), op("neg", X)
    sigmoid = div(one, add(one, op("exp", neg)))
    logistic = div(exp, add(exp, one))
    softplus = op("log", add(one, exp))
    k = op("sqrt", div(two, PI))
    coefficient = c("44715/1000000")
    inner = mul(k, add(X, mul(coefficient, op("powi", X, value=3))))
    t = op("tanh", inner)
    one_minus_t2 = sub(one, op("powi", t, value=2))
    slope = mul(k, add(one, mul(mul(c(3), coefficient), op("powi", X, value=2))))
    square = op("sqrt", add(op("powi", X, value=2), EPS))
    half_root = div(one, mul(two, op("sqrt", X)))
    return {
        "relu": (op("max", X, zero), op("if_gt", X, zero, one, zero)),
        "abs": (op("abs", X), op("sign", X)),
        "log": (op("log", X), op("inv", X)),
        "inv": (op("inv", X), op("neg", op("inv", op("powi", X, value=2)))),
        "sqrt": (op("sqrt", X), half_root),
        "sqrtClamp": (op("sqrt", op("max", X, zero)), half_root),
        "logistic": (logistic, mul(logistic, sub(one, logistic))),
        "sigmoid": (sigmoid, mul(sigmoid, sub(one, sigmoid))),
        "tanh": (op("tanh", X), sub(one, op("powi", op("tanh", X), value=2))),
        "softplus": (softplus, sigmoid),
        "silu": (mul(X, sigmoid), add(sigmoid, mul(mul(X, sigmoid), sub(one, sigmoid)))),
        "gelu": (
            div(mul(X, add(one, t)), two),
            div(add(add(one, t), mul(mul(X, one_minus_t2), slope)), two),
        ),
        "safeLog": (op("log", add(softplus, EPS)), div(sigmoid, add(softplus, EPS))),
        "smoothAbs": (square, div(X, square)),
        "exp": (exp, exp),
        "sinh": (op("sinh", X), op("cosh", X)),
        "cosh": (op("cosh", X), op("sinh", X)),
        "sin": (op("sin", X), op("cos", X)),
        "cos": (op("cos", X), op("neg", op("sin", X))),
        "elu": (
            op("if_gt", X, zero, X, mul(ALPHA, sub(exp, one))),
            op("if_gt", X, zero, one, mul(ALPHA, exp)),
        ),
    }


FORMULAS: Mapping[str, tuple[Tree, Tree]] = _formulas()
PARAMETERS: Mapping[str, tuple[str, ...]] = {"safeLog": ("ε",), "smoothAbs": ("ε",), "elu": ("alpha",)}
VALUES = {"ε": 2.0**-20, "alpha": 1.25}


def node(name: str) -> Node:
    """A catalogue entry as the bridge would make it."""
    f, df = FORMULAS[name]
    return Node(
        name=f"Proofs.Autograd.TapeNodes.{name}",
        kind="elementwise",
        status="proved",
        parameters=PARAMETERS.get(name, ()),
        formula=Formula(f, df, f"{name} x", f"{name}' x"),
    )


def linear(out: int, into: int) -> VectorFormula:
    """A linear layer, as Lean has it: ∑ j, W i j * x j + b i."""

    def row(i: int, leaf: str) -> Tree:
        total = c(0)
        for j in range(into):
            total = add(total, mul(Tree("param", (), f"weights[{i}, {j}]"), Tree(leaf, (), j)))
        return total

    forward = tuple(add(row(i, "entry"), Tree("param", (), f"bias[{i}]")) for i in range(out))
    jvp = tuple(row(i, "tangent") for i in range(out))
    sizes = (("inDim", str(into)), ("outDim", str(out)))
    return VectorFormula(sizes, (("x", (into,)),), (out,), forward, jvp)
