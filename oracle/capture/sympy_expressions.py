"""A SymPy expression as a formula."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.errors import FormulaError
from proofgrad.oracle.capture import build
from proofgrad.oracle.capture.functions import call, find

__all__ = ["formula_from_sympy"]

_NAMES = {"Abs": "abs", "Max": "max", "Min": "min", "log": "log", "ln": "log"}


def formula_from_sympy(
    expression: Any, variable: str | None, parameters: Sequence[str] | None
) -> tuple[Tree, str, tuple[str, ...], str | None]:
    """The formula of a SymPy expression.

    Args:
        expression: the expression.
        variable: name of the variable; None for ``x``, or the only symbol.
        parameters: names of the parameters, in order; None for all other symbols by name.

    Raises:
        FormulaError: it has a function without proven rules, or nothing says which symbol is the variable.
    """
    symbols = sorted(symbol.name for symbol in expression.free_symbols)
    if variable is None:
        if "x" in symbols or not symbols:
            variable = "x"
        elif len(symbols) == 1:
            variable = symbols[0]
        else:
            raise FormulaError(
                f"nothing says which of {', '.join(symbols)} is the variable", hint="variable='...'"
            )
    others = tuple(name for name in symbols if name != variable)
    given = others if parameters is None else tuple(parameters)
    unbound = [name for name in others if name not in given]
    if unbound:
        raise FormulaError(f"{', '.join(unbound)}: neither the variable nor a parameter")
    return _Converter(variable).tree(expression), variable, given, None


class _Converter:
    def __init__(self, variable: str) -> None:
        self.variable = variable

    def tree(self, e: Any) -> Tree:
        import sympy

        if isinstance(e, sympy.Symbol):
            return Tree("var") if e.name == self.variable else Tree("param", value=e.name)
        if isinstance(e, sympy.Rational):
            return build.constant(Fraction(int(e.p), int(e.q)))
        if isinstance(e, sympy.Float):
            return build.constant(str(e))
        if e is sympy.pi:
            return Tree("pi")
        if e is sympy.E:
            return build.apply("exp", build.ONE)
        if isinstance(e, sympy.Add):
            return self._sum(e)
        if isinstance(e, sympy.Mul):
            return self._product(e)
        if isinstance(e, sympy.Pow):
            return build.power(self.tree(e.base), self.tree(e.exp))
        if isinstance(e, sympy.Piecewise):
            return self._pieces(list(e.args))
        name = type(e).__name__
        function = find(_NAMES.get(name, name))
        if function is None:
            raise FormulaError(f"{name} is no function of the formula language: {str(e)[:80]}")
        return call(function, [self.tree(arg) for arg in e.args])

    def _sum(self, e: Any) -> Tree:
        result: Tree | None = None
        for term in e.as_ordered_terms():
            negative = term.could_extract_minus_sign()
            part = self.tree(-term if negative else term)
            if result is None:
                result = build.neg(part) if negative else part
            else:
                result = (build.sub if negative else build.add)(result, part)
        assert result is not None
        return result

    def _product(self, e: Any) -> Tree:
        top, bottom = e.as_numer_denom()
        if bottom != 1:
            return build.div(self.tree(top), self.tree(bottom))
        factors = list(e.args)
        negative = factors[0] == -1
        result: Tree | None = None
        for factor in factors[1:] if negative else factors:
            part = self.tree(factor)
            result = part if result is None else build.mul(result, part)
        assert result is not None
        return build.neg(result) if negative else result

    def _pieces(self, pieces: list[Any]) -> Tree:
        import sympy

        (value, condition), *rest = pieces
        if condition in (True, sympy.true):
            return self.tree(value)
        if not rest:
            raise FormulaError(f"nothing says what the function is where not {condition}")
        return self._condition(condition).pick(self.tree(value), self._pieces(rest))

    def _condition(self, c: Any) -> build.Choice:
        import sympy

        if isinstance(c, sympy.And | sympy.Or):
            parts = [self._condition(part) for part in c.args]
            result = parts[0]
            for part in parts[1:]:
                result = (build.Both if isinstance(c, sympy.And) else build.Either)(result, part)
            return result
        if isinstance(c, sympy.Not):
            return build.Negated(self._condition(c.args[0]))
        sign = getattr(c, "rel_op", None)
        if sign is None:
            raise FormulaError(f"{c} is no comparison")
        return build.Choice(sign, self.tree(c.lhs), self.tree(c.rhs))
