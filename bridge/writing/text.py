"""Formulas and conditions as Lean text: as data (``.add (.var 0) (.num 1)``), and as people write them
(``x + 1``).
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from proofgrad.bridge.olean.evaluate import Data
from proofgrad.bridge.writing.data import elements, kind, variables_of

__all__ = ["condition_text", "data_text", "expression", "wrapped"]

_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = 65, 70, 75, 76, 100
_BINARY = {
    "add": ("+", _SUM),
    "sub": ("-", _SUM),
    "mul": ("*", _PRODUCT),
    "div": ("/", _PRODUCT),
}
WIDTH = 100


def data_text(data: Data | int, *, atom: bool = False) -> str:
    """A value of `Formula`, `Condition` or a list of them, written with its constructors."""
    if isinstance(data, int):
        return str(data)
    name = kind(data)
    if name == "nil":
        return "[]"
    if name == "cons":
        return f"[{', '.join(map(data_text, elements(data)))}]"
    text = " ".join([f".{name}", *(data_text(field, atom=True) for field in data.fields)])
    return f"({text})" if atom and data.fields else text


def expression(data: Data, names: Sequence[str], *, root: str = "", strength: int = 0) -> str:
    """A formula in ordinary Lean notation.

    Args:
        data: a value of `Formula`.
        names: what the variables are called, by number: identifiers, or applications.
        root: put before the names of functions, such as ``_root_.``.
        strength: of the operator around it: parentheses are set where it is stronger.
    """
    text, own = _raw(data, names, root)
    return text if own >= strength else f"({text})"


def _raw(data: Data, names: Sequence[str], root: str) -> tuple[str, int]:
    op = kind(data)

    def part(index: int, strength: int) -> str:
        return expression(data.fields[index], names, root=root, strength=strength)

    def argument(index: int) -> str:
        """Of a function: numbers are said to be reals, which nothing else may say."""
        field = data.fields[index]
        closed = not variables_of(field) and kind(field) != "pi"
        return f"({part(index, 0)} : ℝ)" if closed else part(index, _ATOM)

    if op == "var":
        name = names[int(data.fields[0])]
        return name, _ATOM - 1 if " " in name else _ATOM
    if op == "num":
        return str(data.fields[0]), _ATOM
    if op == "pi":
        return f"{root}pi ℝ", _ATOM - 1
    if op in _BINARY:
        sign, own = _BINARY[op]
        return f"{part(0, own)} {sign} {part(1, own + 1)}", own
    if op == "neg":
        negated = part(0, _SIGN)
        return f"-({negated})" if negated.startswith("-") else f"-{negated}", _SIGN  # `--` is a comment
    if op == "inv":
        return f"{part(0, _ATOM)}⁻¹", _ATOM
    if op == "pow":
        return f"{part(0, _POWER)} ^ {data.fields[1]}", _POWER - 1
    if op == "fn":
        return f"{root}{kind(data.fields[0])} {argument(1)}", _ATOM - 1
    if op in ("max", "min"):
        return f"{root}{op} {argument(0)} {argument(1)}", _ATOM - 1
    assert op == "ifLt"
    closed = not variables_of(data.fields[0]) and not variables_of(data.fields[1])
    left = f"({part(0, 0)} : ℝ)" if closed else part(0, _SUM)
    return f"if {left} < {part(1, _SUM)} then {part(2, 1)} else {part(3, 1)}", 0


def condition_text(condition: Data, names: Sequence[str], *, root: str = "") -> str:
    """A condition in ordinary Lean notation; the arguments are those of :func:`expression`."""
    sign = {"lt": "<", "ne": "≠"}[kind(condition)]
    left, right = (expression(side, names, root=root, strength=_SUM) for side in condition.fields)
    if not variables_of(condition):
        left = f"({left} : ℝ)"
    return f"{left} {sign} {right}"


def wrapped(text: str, indent: int = 4) -> str:
    """Long text on several lines, broken at spaces."""
    return textwrap.fill(
        text,
        WIDTH - 3,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
