"""Building formula trees: arithmetic as everybody writes it, in the operators that the tree has."""

from __future__ import annotations

from fractions import Fraction

from proofgrad.bridge.catalogue.formula import ARITY, Tree
from proofgrad.bridge.errors import FormulaError

__all__ = [
    "DEEPEST",
    "LARGEST",
    "Both",
    "Choice",
    "Either",
    "Negated",
    "Never",
    "absolute",
    "add",
    "apply",
    "constant",
    "div",
    "maximum",
    "measure",
    "minimum",
    "mul",
    "neg",
    "power",
    "sub",
    "too_large",
    "where",
]

LARGEST = 1000
"""Operations, numbers and variables of a formula, written out."""
DEEPEST = 60
"""Operations within operations."""
_LARGEST_EXPONENT = 1000
_LARGEST_DIGITS = 400


def constant(value: int | float | Fraction | str) -> Tree:
    """A number, exactly as it is written; of a float the shortest decimal that gives it: 0.1 is 1/10.

    Raises:
        FormulaError: it is nan or inf, or an exponent of ten has hundreds of digits.
    """
    if isinstance(value, float):
        value = str(float(value))
    if isinstance(value, str):
        exponent = value.lower().partition("e")[2].lstrip("+-").lstrip("0")
        if exponent and (len(exponent) > 4 or int(exponent) > _LARGEST_DIGITS):
            raise FormulaError(f"{value} is too large or too small to be written out")
    try:
        return Tree("const", value=Fraction(value))
    except (ValueError, OverflowError, ZeroDivisionError):
        raise FormulaError(f"{value} is no real number") from None


ZERO, ONE, TWO = (constant(n) for n in (0, 1, 2))


def value_of(tree: Tree) -> Fraction | None:
    """The number that a tree is."""
    return tree.value if tree.op == "const" and isinstance(tree.value, Fraction) else None


def measure(tree: Tree, known: dict[Tree, tuple[int, int]] | None = None) -> tuple[int, int]:
    """How many operations, numbers and variables a tree has, written out, and how deep they nest.

    Args:
        tree: the tree.
        known: trees measured before; they are added to it.
    """
    known = {} if known is None else known
    found = known.get(tree)
    if found is None:
        parts = [measure(arg, known) for arg in tree.args]
        found = known[tree] = (
            1 + sum(size for size, _ in parts),
            1 + max((depth for _, depth in parts), default=0),
        )
    return found


def too_large(tree: Tree, known: dict[Tree, tuple[int, int]] | None = None) -> str | None:
    """What is too large about a formula: the end of a sentence; None if nothing is."""
    size, depth = measure(tree, known)
    if size > LARGEST:
        return f"has more than {LARGEST} operations"
    return f"nests deeper than {DEEPEST}" if depth > DEEPEST else None


def rational(tree: Tree) -> Fraction | None:
    """The rational number that a tree of numbers has for its value; None for another tree, or a huge one."""
    op, value = tree.op, tree.value
    if op == "const":
        return value_of(tree)
    if op not in ("add", "sub", "mul", "div", "neg", "inv", "powi"):
        return None
    args = [rational(arg) for arg in tree.args]
    if any(arg is None or max(abs(arg.numerator), arg.denominator) > 1 << 256 for arg in args):
        return None
    a, b = args[0], args[-1]
    assert a is not None
    assert b is not None
    if op in ("div", "inv"):
        divisor = b if op == "div" else a
        return None if not divisor else (a / b if op == "div" else 1 / a)
    if op == "powi":
        assert isinstance(value, int)
        return a**value if value <= _LARGEST_EXPONENT else None
    return {"add": a + b, "sub": a - b, "mul": a * b, "neg": -a}[op]


def add(a: Tree, b: Tree) -> Tree:
    """``a + b``."""
    return Tree("add", (a, b))


def sub(a: Tree, b: Tree) -> Tree:
    """``a - b``."""
    return Tree("sub", (a, b))


def mul(a: Tree, b: Tree) -> Tree:
    """``a * b``."""
    return Tree("mul", (a, b))


def neg(a: Tree) -> Tree:
    """``-a``; of a number, the number."""
    value = value_of(a)
    return Tree("neg", (a,)) if value is None else constant(-value)


def div(a: Tree, b: Tree) -> Tree:
    """``a / b``; of numbers, the number. Raises FormulaError for a division by 0."""
    x, y = value_of(a), value_of(b)
    if rational(b) == 0:
        raise FormulaError("division by 0")
    return Tree("div", (a, b)) if x is None or y is None else constant(x / y)


def apply(op: str, a: Tree) -> Tree:
    """A function of one number. Raises FormulaError if there is no such operator yet."""
    if ARITY.get(op) != 1:
        raise FormulaError(
            f"there is no rule yet for {op}, so nothing can be proven of it",
            hint="proofgrad prove --functions lists what formulas may be made of",
        )
    return Tree(op, (a,))


def power(a: Tree, b: Tree) -> Tree:
    """``a ** b``: a power for a natural exponent, a root for halves, else ``exp(b * log(a))``.

    Raises:
        FormulaError: the exponent is too large.
    """
    exponent = rational(b)
    if exponent is None or exponent.denominator > 2:
        return apply("exp", mul(b, apply("log", a)))
    if abs(exponent.numerator) > _LARGEST_EXPONENT:
        raise FormulaError(f"the exponent {exponent} is larger than {_LARGEST_EXPONENT}")
    base = a if exponent.denominator == 1 else apply("sqrt", a)
    n = abs(exponent.numerator)
    if not n:
        return ONE
    result = base if n == 1 else Tree("powi", (base,), n)
    return result if exponent >= 0 else Tree("inv", (result,))


def absolute(a: Tree) -> Tree:
    """``|a|``."""
    return Tree("abs", (a,))


def maximum(a: Tree, b: Tree) -> Tree:
    """The greater one."""
    return Tree("max", (a, b))


def minimum(a: Tree, b: Tree) -> Tree:
    """The smaller one: ``b`` where ``a > b``, else ``a``."""
    return Tree("if_gt", (a, b, b, a))


class Choice:
    """A condition: where it holds, one formula, else another.

    Args:
        pick: the tree for two branches.
    """

    def __init__(self, relation: str, a: Tree, b: Tree) -> None:
        """``a < b``, ``a > b``, ``a <= b`` or ``a >= b``. Raises FormulaError for another relation."""
        if relation not in ("<", ">", "<=", ">="):
            raise FormulaError(
                f"{relation} is no condition to branch on",
                hint="a formula may branch on <, >, <= and >=: points alone have no derivative",
            )
        self._relation, self._a, self._b = relation, a, b

    def pick(self, then: Tree, other: Tree) -> Tree:
        """`then` where it holds, else `other`."""
        a, b = self._a, self._b
        if self._relation == ">":
            return Tree("if_gt", (a, b, then, other))
        if self._relation == "<":
            return Tree("if_gt", (b, a, then, other))
        if self._relation == "<=":
            return Tree("if_gt", (a, b, other, then))
        return Tree("if_gt", (b, a, other, then))


class Both(Choice):
    """Two conditions together."""

    def __init__(self, first: Choice, second: Choice) -> None:
        self._first, self._second = first, second

    def pick(self, then: Tree, other: Tree) -> Tree:
        """`then` where both hold, else `other`."""
        return self._first.pick(self._second.pick(then, other), other)


class Either(Choice):
    """One of two conditions."""

    def __init__(self, first: Choice, second: Choice) -> None:
        self._first, self._second = first, second

    def pick(self, then: Tree, other: Tree) -> Tree:
        """`then` where one holds, else `other`."""
        return self._first.pick(then, self._second.pick(then, other))


class Negated(Choice):
    """A condition that does not hold."""

    def __init__(self, of: Choice) -> None:
        self._of = of

    def pick(self, then: Tree, other: Tree) -> Tree:
        """`then` where it does not hold, else `other`."""
        return self._of.pick(other, then)


class Never(Choice):
    """A condition that no real number meets, such as being unequal to itself."""

    def __init__(self) -> None:
        pass

    def pick(self, then: Tree, other: Tree) -> Tree:
        """`other`."""
        del then
        return other


def where(condition: Choice, then: Tree, other: Tree) -> Tree:
    """`then` where the condition holds, else `other`."""
    return condition.pick(then, other)
