"""Numbers that write down what is done with them: a Python function, called with these, gives its formula.

    from proofgrad.oracle.capture.symbols import sigmoid

    oracle.prove(lambda x, beta: x * sigmoid(beta * x))

NumPy's own functions work too: ``np.exp(x)`` of such a number is such a number. What depends on a value, as
``if x > 0`` does, cannot be written down and is an error that names the line.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.errors import FormulaError
from proofgrad.oracle.capture import build
from proofgrad.oracle.capture.functions import FUNCTIONS, OTHER_NAMES, call, find

__all__ = ["Condition", "Symbol", "tree_of", "where"]


def _place() -> str:
    """The line of the user's code that is being traced."""
    own = __file__
    for frame in reversed(traceback.extract_stack()[:-1]):
        if frame.filename != own and "/numpy/" not in frame.filename:
            return f" ({frame.filename}:{frame.lineno}: {(frame.line or '').strip()[:80]})"
    return ""


def _refused(what: str, hint: str | None) -> FormulaError:
    return FormulaError(f"{what}{_place()}", hint=hint)


_BRANCH = "write where(x > 0, a, b), with `where` of proofgrad.oracle.capture.symbols or NumPy's"


class Condition:
    """A comparison of symbols."""

    __array_ufunc__ = None

    def __init__(self, choice: build.Choice) -> None:
        self.choice = choice

    def __bool__(self) -> bool:
        """Raises FormulaError: a branch on data."""
        raise _refused("the function branches on the value of its argument", _BRANCH)

    def __and__(self, other: Condition) -> Condition:
        return Condition(build.Both(self.choice, other.choice))

    def __or__(self, other: Condition) -> Condition:
        return Condition(build.Either(self.choice, other.choice))

    def __invert__(self) -> Condition:
        return Condition(build.Negated(self.choice))

    def _number(self) -> Symbol:
        return Symbol(self.choice.pick(build.ONE, build.ZERO))

    def __mul__(self, other: Any) -> Any:
        return self._number() * other

    def __rmul__(self, other: Any) -> Any:
        return other * self._number()

    def __add__(self, other: Any) -> Any:
        return self._number() + other

    def __radd__(self, other: Any) -> Any:
        return other + self._number()

    def __sub__(self, other: Any) -> Any:
        return self._number() - other

    def __rsub__(self, other: Any) -> Any:
        return other - self._number()

    def astype(self, *_: Any, **__: Any) -> Symbol:
        """1 where it holds, else 0."""
        return self._number()


def tree_of(value: Any) -> Tree:
    """The tree of a symbol or a number.

    Raises:
        FormulaError: it is neither.
    """
    if isinstance(value, Symbol):
        return value.tree
    if isinstance(value, Condition):
        return value.choice.pick(build.ONE, build.ZERO)
    if isinstance(value, bool | int | float | Fraction):
        return build.constant(value)
    if isinstance(value, np.generic | np.ndarray) and value.size == 1:
        first = value.ravel()[0]
        return build.constant(int(first) if first.dtype.kind in "iub" else Fraction(str(first)))
    raise _refused(f"{type(value).__name__} is no number", "the function is called with symbols for numbers")


def _binary(combine: Callable[[Tree, Tree], Tree]) -> tuple[Callable[..., Any], Callable[..., Any]]:
    def forward(self: Symbol, other: Any) -> Symbol:
        return _placed(combine, self.tree, tree_of(other))

    def backward(self: Symbol, other: Any) -> Symbol:
        return _placed(combine, tree_of(other), self.tree)

    return forward, backward


def _placed(combine: Callable[..., Tree], *args: Tree) -> Symbol:
    try:
        tree = combine(*args)
    except FormulaError as error:
        raise _refused(error.message, error.hint) from None
    return Symbol(tree)


def _relation(sign: str) -> Callable[[Symbol, Any], Condition]:
    return lambda self, other: Condition(build.Choice(sign, self.tree, tree_of(other)))


class Symbol:
    """A number that is a formula."""

    __slots__ = ("tree",)

    def __init__(self, tree: Tree) -> None:
        """Raises FormulaError if the formula grows too large."""
        self.tree = tree
        problem = build.too_large(tree)
        if problem is not None:
            raise _refused(f"the formula {problem}", "is there a loop? It is written out as often as it runs")

    __add__, __radd__ = _binary(build.add)
    __sub__, __rsub__ = _binary(build.sub)
    __mul__, __rmul__ = _binary(build.mul)
    __truediv__, __rtruediv__ = _binary(build.div)
    __pow__, __rpow__ = _binary(build.power)
    __lt__, __gt__, __le__, __ge__ = _relation("<"), _relation(">"), _relation("<="), _relation(">=")

    def __neg__(self) -> Symbol:
        return Symbol(build.neg(self.tree))

    def __pos__(self) -> Symbol:
        return self

    def __abs__(self) -> Symbol:
        return Symbol(build.absolute(self.tree))

    def __bool__(self) -> bool:
        """Raises FormulaError: a branch on data."""
        raise _refused("the function branches on the value of its argument", _BRANCH)

    def __eq__(self, other: object) -> Any:
        """Raises FormulaError: equality decides nothing on an interval."""
        raise _refused("the function asks whether its argument equals something", "compare with < or >")

    __hash__ = None  # type: ignore[assignment]

    def __float__(self) -> float:
        """Raises FormulaError: such as `math.exp` asks for a float."""
        raise _refused(
            "the function wants a float of its argument",
            "use NumPy's functions, or those of proofgrad.oracle.capture.symbols, instead of math's",
        )

    __int__ = __index__ = __complex__ = __float__

    def __iter__(self, *_: Any) -> Any:
        """Raises FormulaError: it is one number."""
        raise _refused("the function takes its argument apart", "a formula is a function of single numbers")

    __len__ = __getitem__ = __iter__

    def __getattr__(self, name: str) -> Any:
        """Methods such as ``x.exp()``, ``x.clamp(0, 1)``. Raises AttributeError for others."""
        function = find(name)
        if function is None or name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **keywords: _apply(name, (self, *args), keywords)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **keywords: Any) -> Any:
        """NumPy's functions."""
        if method != "__call__" or keywords:
            raise _refused(f"numpy.{ufunc.__name__}.{method} is no formula", "one number, one result")
        return _numpy(ufunc.__name__, inputs)

    def __array_function__(self, function: Any, _types: Any, args: Any, keywords: Any) -> Any:
        """NumPy's functions that are no ufuncs: where, clip."""
        if function.__name__ == "where":
            return where(*args)
        return _apply(function.__name__, args, keywords)

    def __array__(self, *_: Any, **__: Any) -> Any:
        """Raises FormulaError: it is no array."""
        raise _refused(
            "the function makes an array of its argument", "a formula is a function of single numbers"
        )


def _numpy(name: str, inputs: tuple[Any, ...]) -> Any:
    a, *rest = inputs
    arithmetic: Mapping[str, Callable[[Tree, Tree], Tree]] = {
        "add": build.add,
        "subtract": build.sub,
        "multiply": build.mul,
        "divide": build.div,
        "true_divide": build.div,
        "power": build.power,
        "float_power": build.power,
    }
    relations = {"less": "<", "greater": ">", "less_equal": "<=", "greater_equal": ">="}
    if name in arithmetic:
        return _placed(arithmetic[name], tree_of(a), tree_of(rest[0]))
    if name in relations:
        return Condition(build.Choice(relations[name], tree_of(a), tree_of(rest[0])))
    if name == "negative":
        return Symbol(build.neg(tree_of(a)))
    if name == "positive":
        return Symbol(tree_of(a))
    if name == "logaddexp":
        b = rest[0]
        return _placed(lambda x, y: build.apply("log", build.add(x, y)), _exp(a), _exp(b))
    return _apply(name, inputs, {})


def _exp(value: Any) -> Tree:
    return build.apply("exp", tree_of(value))


def _apply(name: str, args: tuple[Any, ...], keywords: Mapping[str, Any]) -> Symbol:
    function = find(name)
    if function is None:
        raise _refused(
            f"{name} is no function of the formula language", "proofgrad prove --functions lists them"
        )
    given = {key: tree_of(value) for key, value in keywords.items() if value is not None}
    trees = [tree_of(arg) for arg in args]
    return _placed(lambda *_: call(function, trees, given))


def where(condition: Any, then: Any, other: Any) -> Symbol:
    """`then` where the condition holds, else `other`."""
    if not isinstance(condition, Condition):
        raise _refused("`where` is given no comparison", "such as where(x > 0, a, b)")
    return Symbol(condition.choice.pick(tree_of(then), tree_of(other)))


def _named(name: str) -> Callable[..., Symbol]:
    def function(*args: Any, **keywords: Any) -> Symbol:
        return _apply(name, args, keywords)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"``{name}``, as in the formula language."
    return function


def __getattr__(name: str) -> Any:
    """Every function of the formula language, and ``pi``."""
    if name in FUNCTIONS or name in OTHER_NAMES:
        return _named(name)
    if name == "pi":
        return Symbol(Tree("pi"))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
