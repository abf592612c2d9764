"""A formula tree as MathML, which browsers typeset without scripts or fonts of ours.

The tree is the JSON of :class:`proofgrad.bridge.catalogue.Tree`, as it stands in `report.json`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from proofgrad.oracle.report.markup import Html, tag

__all__ = ["equation", "math", "notation", "symbol"]

# How tightly an expression binds, and so where parentheses are due.
SUM, PRODUCT, POWER, ATOM = range(4)

INFIX = {"add": (SUM, "+"), "sub": (SUM, "−"), "mul": (PRODUCT, "⋅")}
FUNCTIONS = (
    *("max", "sign", "exp", "log", "sinh", "cosh", "tanh", "sin", "cos"),
    *("asin", "acos", "atan", "erf", "erfc"),
)


def operator(text: str, **attributes: str) -> Html:
    """An operator or a fence."""
    return tag("mo", text, **attributes)


def row(*children: Html) -> Html:
    """Children side by side, as one."""
    return tag("mrow", *children)


def fenced(inner: Html) -> Html:
    """In parentheses."""
    return row(operator("(", fence="true"), inner, operator(")", fence="true"))


def constant(value: str) -> tuple[Html, int]:
    """An exact rational: ``1/3`` as a fraction, a decimal where it ends soon."""
    numerator, _, denominator = value.partition("/")
    sign, digits = ("−", numerator[1:]) if numerator.startswith("-") else ("", numerator)
    if denominator:
        body = decimal(int(digits), int(denominator)) or tag(
            "mfrac", tag("mn", digits), tag("mn", denominator)
        )
    else:
        body = tag("mn", digits)
    return (row(operator(sign), body), SUM) if sign else (body, ATOM)


def decimal(numerator: int, denominator: int) -> Html | None:
    """The fraction as a decimal of three to nine places, if it is one exactly; 1/2 or 3/4 stay fractions."""
    for places in range(3, 10):
        if (numerator * 10**places) % denominator == 0:
            digits = str(numerator * 10**places // denominator).rjust(places + 1, "0")
            return None if denominator < 10 else tag("mn", f"{digits[:-places]}.{digits[-places:]}")
    return None


def render(tree: Mapping[str, Any]) -> tuple[Html, int]:
    """The MathML of a tree and how tightly it binds."""
    op, args = tree["op"], tree.get("args", [])

    def part(index: int, least: int) -> Html:
        inner, level = render(args[index])
        return inner if level >= least else fenced(inner)

    def plain(index: int) -> Html:
        return part(index, SUM)

    if op == "const":
        return constant(str(tree["value"]))
    if op == "pi":
        return tag("mi", "π"), ATOM
    if op == "var":
        return tag("mi", "x"), ATOM
    if op == "param":
        return symbol(str(tree["value"])), ATOM
    if op in INFIX:
        level, sign = INFIX[op]
        return row(part(0, level), operator(sign), part(1, level + (op != "add"))), level
    if op == "div":
        return tag("mfrac", plain(0), plain(1)), PRODUCT
    if op == "neg":
        return row(operator("−"), part(0, PRODUCT)), SUM
    if op == "inv":
        return tag("mfrac", tag("mn", "1"), plain(0)), PRODUCT
    if op == "powi":
        return tag("msup", part(0, ATOM), tag("mn", str(tree["value"]))), POWER
    if op == "sqrt":
        return tag("msqrt", plain(0)), ATOM
    if op == "abs":
        return row(operator("|", fence="true"), plain(0), operator("|", fence="true")), ATOM
    if op == "if_gt":
        condition = row(plain(0), operator(">"), plain(1))
        first = tag("mtr", tag("mtd", plain(2)), tag("mtd", tag("mtext", "if\u00a0"), condition))
        second = tag("mtr", tag("mtd", plain(3)), tag("mtd", tag("mtext", "otherwise")))
        return tag("mtable", first, second, class_="cases"), SUM
    if op in FUNCTIONS:
        inner = [plain(0)] + [x for i in range(1, len(args)) for x in (operator(","), plain(i))]
        return row(tag("mi", op), operator("\u2061"), fenced(row(*inner))), ATOM
    return tag("mtext", f"{op}(...)"), ATOM


def name_of(name: str) -> Html:
    """A name, its primes as an operator: a name of several letters would not be slanted."""
    bare = name.rstrip("′")
    return row(tag("mi", bare), operator(name[len(bare) :])) if bare != name else tag("mi", name)


def symbol(name: str) -> Html:
    """A name; ``a[0, 1]`` has its indices below."""
    found = re.fullmatch(r"(\w+)\[([\d, ]*)\]", name)
    return tag("msub", tag("mi", found[1]), tag("mn", found[2])) if found else tag("mi", name)


def equation(left: Html, tree: Mapping[str, Any]) -> Html:
    """``left = tree`` as a displayed formula, which scrolls by itself where it is too wide."""
    body, _ = render(tree)
    return tag("div", tag("math", row(left, operator("="), body), display="block"), class_="scroll formula")


def math(tree: Mapping[str, Any], *, primes: int = 0) -> Html:
    """``f(x) = tree`` as a displayed formula; with one prime ``f′(x) = tree``."""
    return equation(row(name_of("f" + "′" * primes), fenced(tag("mi", "x"))), tree)


def notation(text: str, *, display: str | None = None) -> Html:
    """A line of our own notation, such as ``F(x)_i = f(x_i)``: names, signs, and indices of one letter."""
    parts: list[Html] = []
    for name, index, sign in re.findall(r"([^\W\d_]+′?)|_(\w)|(\S)", text):
        if index:
            parts[-1] = tag("msub", parts[-1], tag("mi", index))
        else:
            parts.append(name_of(name) if name else operator(sign))
    return tag("math", row(*parts), display=display)
