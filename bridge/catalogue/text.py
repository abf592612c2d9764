"""Formulas in ordinary notation: ``1 / (1 + exp(-x))``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product

from proofgrad.bridge.catalogue.formula import Tree, in_order
from proofgrad.bridge.catalogue.vector import VectorFormula

__all__ = ["formula_text", "vector_text"]

_SUM, _NEGATION, _QUOTIENT, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4, 5, 6
_BINARY: Mapping[str, tuple[str, int, int, int]] = {
    # symbol, its strength, what its sides need
    "add": (" + ", _SUM, _SUM, _QUOTIENT),
    "sub": (" - ", _SUM, _SUM, _QUOTIENT),
    "mul": ("*", _PRODUCT, _PRODUCT, _POWER),
    "div": (" / ", _QUOTIENT, _PRODUCT, _POWER),
}
_MAX_LENGTH = 4000
_ZERO = Tree("const", value=Fraction(0))


def formula_text(tree: Tree, variable: str = "x") -> str:
    """A formula as text, with `variable` for its input; cut off with ``...`` if it is very long."""
    text = _show(tree, 0, variable)
    return text if len(text) <= _MAX_LENGTH else text[:_MAX_LENGTH] + " ..."


def vector_text(vector: VectorFormula) -> tuple[str, str]:
    """The first coordinate of a vector formula and of its derivative, entries under the names of the inputs:
    ``a[0]*b[0]``; empty texts if there is no coordinate. A sum's first term, 0, is left out.
    """
    if not vector.forward:
        return "", ""
    names: list[str] = []
    for name, shape in vector.inputs:
        places = product(*map(range, shape))
        names += [f"{name}[{', '.join(map(str, place))}]" if place else name for place in places]
    return _named(vector.forward[0], names), _named(vector.jvp[0], names)


def _named(tree: Tree, names: Sequence[str]) -> str:
    sizes: dict[Tree, int] = {}
    replaced: dict[Tree, Tree] = {}
    for part in in_order((tree,)):
        sizes[part] = 1 + sum(sizes[arg] for arg in part.args)
        new = Tree(part.op, tuple(replaced[arg] for arg in part.args), part.value)
        if part.op in ("entry", "tangent"):
            assert isinstance(part.value, int)
            new = Tree("param", value=("d" if part.op == "tangent" else "") + names[part.value])
        elif part.op == "add" and new.args[0] == _ZERO:  # where Lean's sums over Fin n begin
            new = new.args[1]
        replaced[part] = new
    return formula_text(replaced[tree]) if sizes[tree] <= _MAX_LENGTH else "..."


def _show(tree: Tree, strength: int, variable: str) -> str:
    text, own = _raw(tree, variable)
    return text if own >= strength else f"({text})"


def _raw(tree: Tree, variable: str) -> tuple[str, int]:
    op, args = tree.op, tree.args
    if op == "const":
        assert isinstance(tree.value, Fraction)
        return _number(tree.value)
    if op in ("var", "pi"):
        return (variable if op == "var" else "π"), _ATOM
    if op == "param":
        return str(tree.value), _ATOM
    if op in ("entry", "tangent"):
        return f"{variable if op == 'entry' else 'd' + variable}[{tree.value}]", _ATOM
    if op in _BINARY:
        symbol, own, left, right = _BINARY[op]
        return f"{_show(args[0], left, variable)}{symbol}{_show(args[1], right, variable)}", own
    if op == "neg":
        return f"-{_show(args[0], _POWER, variable)}", _NEGATION
    if op == "inv":
        return f"1 / {_show(args[0], _POWER, variable)}", _QUOTIENT
    if op == "powi":
        return f"{_show(args[0], _ATOM, variable)}^{tree.value}", _POWER
    if op == "abs":
        return f"|{_show(args[0], 0, variable)}|", _ATOM
    if op == "if_gt":
        a, b, then, other = (_show(arg, _SUM, variable) for arg in args)
        return f"if {a} > {b} then {then} else {other}", 0
    if op in ("sum", "greatest"):
        within = 0 if args[0].op in ("sum", "greatest") else _QUOTIENT
        return f"{tree.value}{_show(args[0], within, variable)}", 0
    if op == "where":
        then, other = (_show(arg, _SUM, variable) for arg in args)
        return f"if {tree.value} then {then} else {other}", 0
    return f"{op}({', '.join(_show(arg, 0, variable) for arg in args)})", _ATOM


def _number(value: Fraction) -> tuple[str, int]:
    """An exact decimal where there is a short one, else a fraction."""
    decimal = _decimal(abs(value))
    sign = "-" if value < 0 else ""
    if decimal is not None:
        return sign + decimal, _NEGATION if sign else _ATOM
    return f"{value.numerator}/{value.denominator}", _QUOTIENT


def _decimal(value: Fraction) -> str | None:
    for places in range(13):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = str(scaled.numerator).zfill(places + 1)
            return digits if not places else f"{digits[:-places]}.{digits[-places:]}"
    return None
