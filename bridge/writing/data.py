"""Formula trees as values of the Lean type `Formula`, and conditions as values of `Formula.Condition`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.user import Comparison
from proofgrad.bridge.errors import FormulaError
from proofgrad.bridge.olean.constants import Inductive
from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.olean.evaluate import Data

__all__ = [
    "Formulas",
    "elements",
    "kind",
    "listed",
    "make",
    "number",
    "size",
    "variables_of",
]

LARGEST_NUMBER = 1 << 4096
LARGEST_POWER = 1000


_OPERATIONS = frozenset({"neg", "inv", "add", "sub", "mul", "div", "max"})
"""Operators that are constructors of the same name."""
_NAMES = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}
"""Functions that Lean calls otherwise than the formula tree."""


class Formulas:
    """Writes trees as Lean data, with the constructors that a library has.

    Args:
        env: with the module ``NN.Formula``.
    """

    def __init__(self, env: Environment) -> None:
        functions = env.get("Fn")
        self.functions = frozenset(
            name.removeprefix("Fn.") for name in (functions.ctors if isinstance(functions, Inductive) else ())
        )

    def formula(self, tree: Tree, places: Mapping[str, int]) -> Data:
        """A tree as a value of `Formula`.

        Args:
            tree: the tree.
            places: numbers of the parameters; the variable is number 0.

        Raises:
            FormulaError: an operator that Lean has no rule for, an unbound parameter, a number too large.
        """
        known: dict[Tree, Data] = {}

        def convert(tree: Tree) -> Data:
            found = known.get(tree)
            if found is None:
                found = known[tree] = self._formula(tree, places, tuple(map(convert, tree.args)))
            return found

        return convert(tree)

    def _formula(self, tree: Tree, places: Mapping[str, int], args: tuple[Data, ...]) -> Data:
        op, value = tree.op, tree.value
        if op == "const":
            assert isinstance(value, Fraction)
            return number(value)
        if op == "var":
            return make("var", 0)
        if op == "param":
            if value not in places:
                raise FormulaError(f"{value} is neither the variable nor a parameter")
            return make("var", places[str(value)])
        if op == "pi":
            return make("pi")
        if op == "powi":
            assert isinstance(value, int)
            if value > LARGEST_POWER:
                raise FormulaError(f"the exponent {value} is larger than {LARGEST_POWER}")
            return make("pow", args[0], value)
        if op == "if_gt":
            a, b, then, other = args
            if (then, other) == (b, a):
                return make("min", a, b)
            return make("ifLt", b, a, then, other)
        if op in _OPERATIONS:
            return make(op, *args)
        name = _NAMES.get(op, op)
        if name in self.functions:
            return make("fn", Data(f"Fn.{name}"), args[0])
        raise FormulaError(
            f"there is no rule yet for {op}, so nothing can be proven of it",
            hint=f"functions with a rule: {', '.join(sorted(self.functions))}",
        )

    def condition(self, comparison: Comparison, places: Mapping[str, int]) -> Data:
        """A comparison as a value of `Formula.Condition`. Raises FormulaError."""
        sides = (self.formula(side, places) for side in (comparison.left, comparison.right))
        return Data(f"Formula.Condition.{comparison.relation}", tuple(sides))


def make(constructor: str, *fields: Data | int) -> Data:
    """A value of `Formula`."""
    return Data(f"Formula.{constructor}", fields)


def number(value: Fraction) -> Data:
    """A rational number. Raises FormulaError if it is written with thousands of digits."""
    if max(abs(value.numerator), value.denominator) > LARGEST_NUMBER:
        raise FormulaError("a number has more than 1200 digits")
    magnitude = make("num", abs(value.numerator))
    if value.denominator != 1:
        magnitude = make("div", magnitude, make("num", value.denominator))
    return make("neg", magnitude) if value < 0 else magnitude


def kind(data: Data) -> str:
    """The constructor without its type: ``add``, ``lt``."""
    return data.constructor.rpartition(".")[2]


def listed(items: Iterable[Data]) -> Data:
    """A Lean list."""
    result = Data("List.nil")
    for item in reversed(list(items)):
        result = Data("List.cons", (item, result))
    return result


def elements(data: Data | int) -> list[Data]:
    """The elements of a Lean list."""
    found = []
    while isinstance(data, Data) and data.constructor == "List.cons":
        head, data = data.fields
        found.append(head)
    return found


def size(data: Data) -> int:
    """How many operations, numbers and variables a formula is made of, written out."""
    sizes: dict[int, int] = {}

    def measure(part: Data) -> int:
        found = sizes.get(id(part))
        if found is None:
            own = 0 if part.constructor.startswith("Fn.") else 1
            found = sizes[id(part)] = own + sum(measure(p) for p in part.fields if isinstance(p, Data))
        return found

    return measure(data)


def variables_of(data: Data) -> frozenset[int]:
    """Numbers of the variables that occur."""
    if data.constructor == "Formula.var":
        return frozenset({int(data.fields[0])})
    return frozenset().union(*(variables_of(part) for part in data.fields if isinstance(part, Data)))
