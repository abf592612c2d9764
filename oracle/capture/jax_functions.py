"""A function written with JAX, through its jaxpr: the program that JAX makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.errors import FormulaError
from proofgrad.oracle.capture import build
from proofgrad.oracle.capture.functions import call, find
from proofgrad.oracle.capture.python import argument_names, own_name

__all__ = ["formula_from_jax"]

_BINARY: Mapping[str, Callable[[Tree, Tree], Tree]] = {
    "add": build.add,
    "add_any": build.add,
    "sub": build.sub,
    "mul": build.mul,
    "div": build.div,
    "pow": build.power,
    "max": build.maximum,
    "min": build.minimum,
}
_RELATIONS = {"lt": "<", "gt": ">", "le": "<=", "ge": ">="}
_SAME = frozenset({"convert_element_type", "copy", "copy_p", "reshape", "squeeze", "broadcast_in_dim"})
"""Of a single number: the number."""
_FUNCTIONS = {"logistic": "sigmoid", "abs": "abs"}
_CALLS = ("jaxpr", "call_jaxpr", "fun_jaxpr")


def formula_from_jax(
    function: Callable[..., Any], variable: str | None, parameters: Sequence[str] | None
) -> tuple[Tree, str, tuple[str, ...], str | None]:
    """The formula of a JAX function of single numbers: tree, variable, parameters, name.

    Raises:
        FormulaError: JAX cannot trace it, or its program has an operation without proven rules.
    """
    import jax

    names = argument_names(function)
    chosen = variable or names[0]
    if chosen not in names:
        raise FormulaError(f"the function has no argument {chosen!r}: {', '.join(names)}")
    others = tuple(name for name in names if name != chosen)
    try:
        closed = jax.make_jaxpr(function)(*[1.0] * len(names))
    except Exception as error:
        said = str(error).strip().splitlines()[0][:200]
        raise FormulaError(
            f"JAX cannot trace the function: {type(error).__name__}: {said}",
            hint="a branch on a value is written jnp.where(x > 0, a, b)",
        ) from error
    inputs = [Tree("var") if n == chosen else Tree("param", value=n) for n in names]
    results = _run(closed.jaxpr, list(closed.consts), inputs)
    if len(results) != 1 or not isinstance(results[0], Tree):
        raise FormulaError("the function does not return one number")
    return results[0], chosen, tuple(parameters or others), own_name(function)


def _number(value: Any) -> Any:
    import numpy as np

    array = np.asarray(value)
    if array.size != 1:
        raise FormulaError(f"the function uses an array of shape {array.shape}", hint="single numbers only")
    item = array.reshape(())[()]
    if array.dtype.kind in "iub":
        return build.constant(int(item))
    return build.constant(Fraction(str(item if array.dtype.kind == "f" else float(item))))


def _run(jaxpr: Any, consts: Sequence[Any], inputs: Sequence[Any]) -> list[Any]:
    known: dict[Any, Any] = {}

    def value(atom: Any) -> Any:
        return _number(atom.val) if hasattr(atom, "val") else known[atom]

    for variable, const in zip(jaxpr.constvars, consts, strict=True):
        known[variable] = const if isinstance(const, Tree | build.Choice) else _number(const)
    known.update(zip(jaxpr.invars, inputs, strict=True))
    for equation in jaxpr.eqns:
        args = [value(atom) for atom in equation.invars]
        found = _equation(equation, args)
        for variable, result in zip(equation.outvars, found, strict=True):
            if isinstance(result, Tree) and (problem := build.too_large(result)) is not None:
                raise FormulaError(f"the formula {problem}")
            known[variable] = result
    return [value(atom) for atom in jaxpr.outvars]


def _equation(equation: Any, args: list[Any]) -> list[Any]:
    name, params = equation.primitive.name, equation.params
    for key in _CALLS:
        inner = params.get(key)
        if inner is not None:
            closed = hasattr(inner, "jaxpr")
            return _run(inner.jaxpr if closed else inner, inner.consts if closed else (), args)
    if name in _SAME:
        return [args[0]]
    if name in _BINARY:
        return [_BINARY[name](*args)]
    if name == "neg":
        return [build.neg(args[0])]
    if name == "integer_pow":
        return [build.power(args[0], build.constant(int(params["y"])))]
    if name in _RELATIONS:
        return [build.Choice(_RELATIONS[name], *args)]
    if name in ("ne", "eq") and args[0] == args[1]:  # how programs ask for nan, which no real number is
        return [build.Never() if name == "ne" else build.Negated(build.Never())]
    if name in ("and", "or", "not"):
        made = {"and": build.Both, "or": build.Either, "not": build.Negated}[name]
        return [made(*args)]
    if name == "select_n" and len(args) == 3 and isinstance(args[0], build.Choice):
        return [args[0].pick(args[2], args[1])]
    if name == "clamp":
        return [build.minimum(build.maximum(args[1], args[0]), args[2])]
    function = find(_FUNCTIONS.get(name, name))
    if function is None:
        raise FormulaError(f"JAX's operation {name} has no proven rule", hint=f"in: {str(equation)[:100]}")
    return [call(function, args)]
