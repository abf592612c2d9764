"""From an object to a formula: a Python function, a SymPy expression, a function of JAX or PyTorch."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.errors import FormulaError

__all__ = ["Captured", "formula_from_object", "frameworks_of"]

Captured = tuple[Tree, str, tuple[str, ...], str | None]
"""The tree, the variable's name, the parameters', a name for the node if the object has one."""


def formula_from_object(
    function: Any, variable: str | None = None, parameters: Sequence[str] | None = None
) -> Captured:
    """Capture an object by what it is.

    A Python function is called with symbols; if that fails because it calls JAX or PyTorch, which are loaded
    already, it is traced by them.

    Args:
        function: the object.
        variable: name of the variable; None for the first argument, or ``x``.
        parameters: names of the parameters; None for all other arguments or symbols.

    Raises:
        FormulaError: it is nothing that can be captured, or does something that is no formula.
    """
    module = type(function).__module__.partition(".")[0]
    if module == "sympy":
        from proofgrad.oracle.capture.sympy_expressions import formula_from_sympy

        return formula_from_sympy(function, variable, parameters)
    if not callable(function):
        raise FormulaError(
            f"{type(function).__name__} is no function",
            hint="text, a Python function, a SymPy expression, a function written with JAX or PyTorch",
        )
    if module in ("jaxlib", "jax"):
        from proofgrad.oracle.capture.jax_functions import formula_from_jax

        return formula_from_jax(function, variable, parameters)
    if module == "torch" or _is_torch_module(function):
        from proofgrad.oracle.capture.torch_functions import formula_from_torch

        return formula_from_torch(function, variable, parameters)
    from proofgrad.oracle.capture.python import traced

    try:
        return traced(function, variable, parameters)
    except FormulaError as error:
        frameworks = frameworks_of(function)
        if "jax" in frameworks:
            from proofgrad.oracle.capture.jax_functions import formula_from_jax

            return formula_from_jax(function, variable, parameters)
        if "torch" in frameworks:
            from proofgrad.oracle.capture.torch_functions import formula_from_torch

            return formula_from_torch(function, variable, parameters)
        raise error


def _is_torch_module(function: Any) -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(function, torch.nn.Module)


def frameworks_of(function: Any) -> frozenset[str]:
    """Which of JAX and PyTorch the globals of a function speak of."""
    names = getattr(getattr(function, "__code__", None), "co_names", ())
    known = {**getattr(function, "__globals__", {})}
    code, closure = getattr(function, "__code__", None), getattr(function, "__closure__", None) or ()
    for name, cell in zip(getattr(code, "co_freevars", ()), closure, strict=False):
        known[name] = getattr(cell, "cell_contents", None)
    found = set()
    for name in (*names, *getattr(code, "co_freevars", ())):
        value = known.get(name)
        home = getattr(value, "__module__", None) or getattr(value, "__name__", "") or ""
        found.add(str(home).partition(".")[0])
    return frozenset(found & {"jax", "torch"})
