"""A Python function, traced: called once with symbols for its arguments."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.errors import FormulaError, ProofgradError
from proofgrad.oracle.capture.symbols import Symbol, tree_of

__all__ = ["argument_names", "own_name", "traced"]


def argument_names(function: Callable[..., Any]) -> tuple[str, ...]:
    """The names of a function's arguments that have no default.

    Raises:
        FormulaError: it takes any number of arguments, none, or does not tell.
    """
    try:
        arguments = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        raise FormulaError(f"{function!r} does not tell its arguments", hint="wrap it in a lambda") from None
    plain = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    if any(a.kind not in plain and a.default is a.empty for a in arguments):
        raise FormulaError(
            "the function takes any number of arguments", hint="wrap it: lambda x, beta: f(x, beta)"
        )
    names = tuple(a.name for a in arguments if a.kind in plain and a.default is a.empty)
    if not names:
        raise FormulaError("the function has no arguments", hint="the first is the variable")
    return names


def own_name(function: Any) -> str | None:
    """The name of a function, if it can be a node's: not that of a lambda."""
    name = getattr(function, "__name__", None)
    return name if isinstance(name, str) and name.isidentifier() and not name.startswith("_") else None


def traced(
    function: Callable[..., Any], variable: str | None, parameters: Sequence[str] | None
) -> tuple[Tree, str, tuple[str, ...], str | None]:
    """The formula of a Python function of numbers: tree, variable, parameters, name.

    Raises:
        FormulaError: it branches on its argument's value, or does what is no formula; the message names the
            line. What else it raises is told the same way.
    """
    names = argument_names(function)
    if variable is not None and variable not in names:
        raise FormulaError(f"the function has no argument {variable!r}: {', '.join(names)}")
    chosen = variable or names[0]
    others = tuple(name for name in names if name != chosen)
    if parameters is not None and set(parameters) != set(others):
        raise FormulaError(f"the function's parameters are {', '.join(others) or 'none'}")
    symbols = [Symbol(Tree("var") if n == chosen else Tree("param", value=n)) for n in names]
    try:
        result = function(*symbols)
    except ProofgradError:
        raise
    except Exception as error:
        raise FormulaError(
            f"the function cannot be traced: {type(error).__name__}: {error}",
            hint="it is called with symbols instead of numbers; NumPy's functions and arithmetic work",
        ) from error
    if isinstance(result, tuple | list) or result is None:
        raise FormulaError(f"the function returns {type(result).__name__}, not a number")
    return tree_of(result), chosen, tuple(parameters or others), own_name(function)
