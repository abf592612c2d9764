"""The formula language as text: ``c*tanh(x/c)``.

Precedence is Python's, with ``^`` for ``**``; numbers are exact decimals. Errors point at the place in the
text. docs/prove.md describes the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.user import Comparison
from proofgrad.bridge.errors import FormulaError
from proofgrad.bridge.nearest import nearest
from proofgrad.oracle.capture.build import (
    ONE,
    ZERO,
    Both,
    Choice,
    Either,
    Negated,
    absolute,
    add,
    constant,
    div,
    mul,
    neg,
    power,
    sub,
    too_large,
    where,
)
from proofgrad.oracle.capture.functions import CONSTANTS, FUNCTIONS, OTHER_NAMES, call, find

__all__ = ["assumption_from_text", "formula_from_text"]

_LONGEST = 10_000
_NESTED = 60
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:[0-9]+(?:_[0-9]+)*\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_\u0370-\u03ff][A-Za-z0-9_\u0370-\u03ff\u2080-\u2089]*)"
    r"|(?P<operator>\*\*|<=|>=|==|!=|[-+*/^()<>,|=&]|[−·×÷≤≥≠²³]))"
)
_SPELT = {"−": "-", "·": "*", "×": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "^": "**"}
_RELATIONS = ("<", ">", "<=", ">=", "==", "!=")
_WORDS = frozenset({"if", "else", "then", "and", "or", "not", "where"})


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def formula_from_text(text: str, *, variable: str = "x", parameters: Sequence[str] = ()) -> Tree:
    """Read a formula.

    Args:
        text: the formula.
        variable: the name of its variable.
        parameters: names of its parameters.

    Raises:
        FormulaError: it is none, with the place: an unknown name, a wrong number of arguments, a parenthesis
            that is not closed, a division by 0, more operations than :data:`build.LARGEST`.
    """
    return _Parser(text, variable, parameters).whole()


def assumption_from_text(text: str, *, variable: str = "x", parameters: Sequence[str] = ()) -> Comparison:
    """Read what is supposed: ``c > 0``, ``a < b``, ``x != 1``. Raises FormulaError."""
    return _Parser(text, variable, parameters).comparison()


class _Parser:
    def __init__(self, text: str, variable: str, parameters: Iterable[str]) -> None:
        self.text = text
        self.names = {variable: Tree("var")}
        for name in parameters:
            self.names[name] = Tree("param", value=name)
        for name in self.names:
            if name in _WORDS or find(name) is not None or name in CONSTANTS:
                raise FormulaError(f"{name!r} cannot be a parameter or variable: it means something already")
        if len(text) > _LONGEST:
            raise FormulaError(f"the formula has {len(text):,} characters, more than {_LONGEST:,}")
        self.tokens = self._tokens()
        self.place, self.depth, self.bars = 0, 0, 0
        self.sizes: dict[Tree, tuple[int, int]] = {}

    # Words

    def _tokens(self) -> list[_Token]:
        tokens, position = [], 0
        while match := _TOKEN.match(self.text, position):
            kind = match.lastgroup or ""
            tokens.append(_Token(kind, _SPELT.get(match[kind], match[kind]), match.start(kind), match.end()))
            position = match.end()
        rest = self.text[position:]
        if rest.strip():
            position += len(rest) - len(rest.lstrip())
            raise self.error(f"{self.text[position]!r} is not part of the language", position, position + 1)
        tokens.append(_Token("end", "", len(self.text), len(self.text) + 1))
        return tokens

    @property
    def now(self) -> _Token:
        return self.tokens[self.place]

    def error(self, message: str, start: int, end: int, hint: str | None = None) -> FormulaError:
        return FormulaError(message, hint=hint, text=self.text, at=(start, end))

    def unexpected(self) -> FormulaError:
        token = self.now
        if token.kind == "end":
            what = "the formula ends too early" if self.tokens[:-1] else "there is no formula"
        else:
            what = f"{token.text!r} is not expected here"
        return self.error(what, token.start, token.end)

    def take(self, *texts: str) -> _Token | None:
        """The next token if it is one of these."""
        token = self.now
        if token.text in texts and token.kind != "number" and token.kind != "end":
            self.place += 1
            return token
        return None

    def expect(self, text: str, opened: _Token | None = None) -> None:
        if self.take(text) is None:
            if opened is not None and self.now.kind == "end":
                raise self.error(f"{opened.text!r} is not closed", opened.start, opened.end)
            raise self.unexpected()

    # Sentences

    def whole(self) -> Tree:
        tree = self.choice()
        if self.now.kind != "end":
            raise self.unexpected()
        return tree

    def comparison(self) -> Comparison:
        left = self.sum()
        relation = self.now
        self.place += relation.text in _RELATIONS
        if relation.text not in ("<", ">", "!="):
            raise self.error(
                "an assumption is one of a < b, a > b, a != b", relation.start, relation.end, "such as c > 0"
            )
        right = self.sum()
        if self.now.kind != "end":
            raise self.unexpected()
        if relation.text == ">":
            left, right = right, left
        return Comparison("ne" if relation.text == "!=" else "lt", left, right)

    def choice(self) -> Tree:
        """``a if condition else b``, ``if condition then a else b``, or a sum."""
        start = self.now
        self.depth += 1
        if self.depth > _NESTED:
            raise self.error(f"the formula nests deeper than {_NESTED}", start.start, start.end)
        if self.take("if"):
            condition = self.condition()
            self.expect("then")
            then = self.choice()
            self.expect("else")
            result = where(condition, then, self.choice())
        else:
            result = self.sum()
            if self.take("if"):
                condition = self.condition()
                self.expect("else")
                result = where(condition, result, self.choice())
            elif self.now.text in _RELATIONS:
                self.place = self.tokens.index(start)
                result = where(self.condition(), ONE, ZERO)
        self.depth -= 1
        return self.checked(result, start)

    def condition(self) -> Choice:
        """Comparisons, with ``and``, ``or``, ``not``."""
        result = self.conjunction()
        while self.take("or"):
            result = Either(result, self.conjunction())
        return result

    def conjunction(self) -> Choice:
        result = self.single()
        while self.take("and", "&"):
            result = Both(result, self.single())
        return result

    def single(self) -> Choice:
        if self.take("not"):
            return Negated(self.single())
        opened = self.now
        if opened.text == "(" and self._closes_condition():
            self.place += 1
            inside = self.condition()
            self.expect(")", opened)
            return inside
        left = self.sum()
        result: Choice | None = None
        while self.now.text in _RELATIONS:
            relation = self.now
            self.place += 1
            right = self.sum()
            try:
                one = Choice(relation.text, left, right)
            except FormulaError as error:
                raise self.error(error.message, relation.start, relation.end, error.hint) from None
            result = one if result is None else Both(result, one)
            left = right
        if result is None:
            raise self.error("a condition compares: a < b", opened.start, self.now.start)
        return result

    def _closes_condition(self) -> bool:
        """Whether the parenthesis here has a whole condition in it, not a number that is compared."""
        level, compares = 0, False
        for number in range(self.place, len(self.tokens)):
            token = self.tokens[number]
            if token.text == "(":
                level += 1
            elif token.text == ")":
                level -= 1
                if not level:
                    return compares and self.tokens[number + 1].text not in (*_RELATIONS, *"+-*/", "**")
            elif level == 1 and token.text in (*_RELATIONS, "and", "or", "not"):
                compares = True
        return False

    # Arithmetic

    def sum(self) -> Tree:
        start = self.now
        result = self.product()
        while sign := self.take("+", "-"):
            right = self.product()
            result = self.checked((add if sign.text == "+" else sub)(result, right), start)
        return result

    def product(self) -> Tree:
        start = self.now
        result = self.signed()
        while sign := self.take("*", "/"):
            first = self.now
            right = self.signed()
            if sign.text == "*":
                result = mul(result, right)
            else:
                try:
                    result = div(result, right)
                except FormulaError as error:
                    end = self.tokens[self.place - 1].end
                    raise self.error(error.message, first.start, end) from None
            result = self.checked(result, start)
        if self.now.kind in ("name", "number") and self.now.text not in _WORDS:
            token = self.now
            raise self.error(
                f"there is no operator before {token.text!r}",
                token.start,
                token.end,
                "products are written a*b",
            )
        return result

    def signed(self) -> Tree:
        signs = 0
        while sign := self.take("-", "+"):
            signs += sign.text == "-"
        result = self.power()
        return neg(result) if signs % 2 else result

    def power(self) -> Tree:
        start = self.now
        base = self.atom()
        while mark := self.take("²", "³"):
            base = power(base, constant(2 if mark.text == "²" else 3))
        if self.take("**"):
            self.depth += 1
            if self.depth > _NESTED:
                raise self.error(f"the formula nests deeper than {_NESTED}", start.start, start.end)
            exponent = self.signed()
            self.depth -= 1
            try:
                base = power(base, exponent)
            except FormulaError as error:
                raise self.error(error.message, start.start, self.tokens[self.place - 1].end) from None
        return base

    def atom(self) -> Tree:
        token = self.now
        if token.kind == "number":
            self.place += 1
            try:
                return constant(token.text)
            except FormulaError as error:
                raise self.error(error.message, token.start, token.end) from None
        if token.text == "(":
            self.place += 1
            bars, self.bars = self.bars, 0
            inside = self.choice()
            self.bars = bars
            self.expect(")", token)
            return inside
        if token.text == "|" and not self._closes_bar():
            self.place += 1
            self.bars += 1
            inside = self.choice()
            self.bars -= 1
            self.expect("|", token)
            return absolute(inside)
        if token.kind == "name" and token.text not in _WORDS - {"where"}:
            self.place += 1
            return self.named(token)
        raise self.unexpected()

    def _closes_bar(self) -> bool:
        """Whether a bar where an operand should be closes one: then the operand is missing."""
        return self.bars > 0 and self.tokens[self.place - 1].text in ("|", "+", "-", "*", "/", "**")

    def named(self, token: _Token) -> Tree:
        """A name: the variable, a parameter, a constant, a function with its arguments."""
        opened = self.now
        if opened.text == "(" and token.text not in self.names:
            return self.function(token)
        found = self.names.get(token.text) or CONSTANTS.get(token.text)
        if found is not None:
            return found
        if find(token.text) is not None or token.text == "where":
            raise self.error(f"{token.text} is a function: {token.text}(...)", token.start, token.end)
        near = nearest(token.text, [*self.names, *CONSTANTS])
        hint = near or f"if it is a parameter, say so: --param {token.text}"
        raise self.error(
            f"{token.text!r} is neither the variable nor a parameter", token.start, token.end, hint
        )

    def function(self, token: _Token) -> Tree:
        function = find(token.text)
        if function is None and token.text != "where":
            known = [*FUNCTIONS, *OTHER_NAMES, "where"]
            raise self.error(
                f"there is no function {token.text!r}",
                token.start,
                token.end,
                nearest(token.text, known) or "proofgrad prove --functions lists them",
            )
        opened = self.now
        self.place += 1
        bars, self.bars = self.bars, 0
        if function is None:
            condition = self.condition()
            self.expect(",", opened)
            then = self.choice()
            self.expect(",", opened)
            result = where(condition, then, self.choice())
            self.expect(")", opened)
        else:
            args: list[Tree] = []
            keywords: dict[str, Tree] = {}
            while self.now.text != ")":
                if self.now.kind == "name" and self.tokens[self.place + 1].text == "=":
                    keyword = self.now.text
                    self.place += 2
                    keywords[keyword] = self.choice()
                else:
                    args.append(self.choice())
                if self.take(",") is None:
                    break
            self.expect(")", opened)
            try:
                result = call(function, args, keywords)
            except FormulaError as error:
                end = self.tokens[self.place - 1].end
                raise self.error(error.message, token.start, end, error.hint) from None
        self.bars = bars
        return self.checked(result, token)

    def checked(self, tree: Tree, start: _Token) -> Tree:
        """The tree, if it is not too large. Raises FormulaError."""
        problem = too_large(tree, self.sizes)
        if problem is not None:
            raise self.error(f"the formula {problem}", start.start, self.tokens[self.place - 1].end)
        return tree
