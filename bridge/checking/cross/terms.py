"""Read terms as Lean prints them with `pp.all`, to compare what the server says with what the oleans hold.

Two ways to the same statement that share no code: Lean's own import and printer, and our reader of files. The
    printed form
is fully explicit, so comparing needs no elaboration: bound variables become indices, universe parameters are
    matched by
position, and names of bound variables do not count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from proofgrad.bridge.checking.cross.levels import Parsed, same_level
from proofgrad.bridge.errors import ServerError
from proofgrad.bridge.olean import terms as t

__all__ = ["difference", "parse_term"]

_PART = r"(?:«[^»]*»|[^\W\d][\w'!?₀-₉ₐ-ₜᵢ-ᵪ✝⁰¹²³⁴-⁹]*)"
_TOKEN = re.compile(
    rf"\s*(?:(?P<string>\"(?:\\.|[^\"\\])*\")|(?P<field>\.\d+)|(?P<number>\d+)"
    rf"|(?P<hygienic>{_PART}(?:\.{_PART})*\._@(?:\.\w+)*)"
    rf"|(?P<name>{_PART}(?:\.(?:{_PART}|\d+(?=\.)))*)|(?P<levels>\.\{{)|(?P<symbol>:=|=>|->|[∀→@(){{}}\[\]⦃⦄,:;+]))"
)
_KEYWORDS = frozenset({"fun", "let", "have", "Sort", "Type", "Prop", "nat_lit"})
_RAW = re.compile(r"\[Error pretty printing expression: [^\]]*Falling back to raw printer\.\]\n")
"""What Lean says before a term that its printer cannot print, as numerals on a foundation without
`rawNatLit`; the term follows in the notation of Lean's kernel, nearly the same."""
_RAW_WORDS = {"forall": "∀", "->": "→"}
_CLOSING = {"(": ")", "{": "}", "[": "]", "⦃": "⦄"}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'"}


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        raw = _RAW.match(text)
        at = raw.end() if raw is not None else 0
        text = text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None or found.lastgroup is None:
                raise self.error(text[at : at + 20])
            kind, word = found.lastgroup, found[found.lastgroup]
            if kind == "hygienic":
                kind = "name"
            if raw is not None and word in _RAW_WORDS and kind != "string":
                kind, word = "symbol", _RAW_WORDS[word]
            self.tokens.append((kind, word))
            at = found.end()
        self.tokens.append(("end", ""))
        self.at = 0
        self.scope: list[str] = []

    @staticmethod
    def error(near: str) -> ServerError:
        return ServerError(f"Lean printed a statement that cannot be read back, near {near!r}")

    @property
    def word(self) -> str:
        return self.tokens[self.at][1]

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0]

    def take(self, expected: str | None = None) -> str:
        word = self.word
        if self.kind == "end" or (expected is not None and word != expected):
            raise self.error(" ".join(token for _, token in self.tokens[self.at : self.at + 6]))
        self.at += 1
        return word

    def accept(self, word: str) -> bool:
        if self.word != word or self.kind in ("string", "end"):
            return False
        self.at += 1
        return True

    # Terms

    def term(self) -> Parsed:
        """A term, arrows included."""
        if self.accept("∀"):
            return self.bound("pi", ",")
        if self.starts_binder():
            return self.bound_once("→")
        left = self.application()
        if self.accept("→"):
            self.scope.append("")  # nobody can name it
            body = self.term()
            self.scope.pop()
            return ("pi", left, body)
        return left

    def starts_binder(self) -> bool:
        """Whether a binder such as ``(n : Nat)`` stands here, and no parenthesised term."""
        if self.word not in _CLOSING or self.kind != "symbol":
            return False
        if self.word != "(":
            return True
        at = self.at + 1
        while self.tokens[at][0] == "name" and self.tokens[at][1] not in _KEYWORDS:
            at += 1
        return at > self.at + 1 and self.tokens[at][1] == ":"

    def binder(self) -> tuple[list[str], Parsed]:
        """The names and the type of one bracket."""
        close = _CLOSING[self.take()]
        at, names = self.at, []
        while self.kind == "name" and self.word not in _KEYWORDS:
            names.append(self.take())
        if not names or not self.accept(":"):  # an instance without a name
            self.at, names = at, [""]
        domain = self.term()
        self.take(close)
        return names, domain

    def bound(self, form: str, end: str) -> Parsed:
        """The brackets and the body after ``∀`` or ``fun``."""
        opened: list[Parsed] = []
        while self.word in _CLOSING:
            names, domain = self.binder()
            for position, name in enumerate(names):
                opened.append(_shift(domain, position, 0))
                self.scope.append(name)
        self.take(end)
        body = self.term()
        for domain in reversed(opened):
            body = (form, domain, body)
            self.scope.pop()
        return body

    def bound_once(self, end: str) -> Parsed:
        """``(n : Nat) → ...``, possibly with several names in the bracket."""
        names, domain = self.binder()
        self.take(end)
        self.scope.extend(names)
        body = self.term()
        for position in reversed(range(len(names))):
            body = ("pi", _shift(domain, position, 0), body)
            self.scope.pop()
        return body

    def application(self) -> Parsed:
        result = self.atom()
        while True:
            if self.word == "fun" and self.kind == "name":
                return ("app", result, self.atom())
            if not self.starts_atom():
                return result
            result = ("app", result, self.atom())

    def starts_atom(self) -> bool:
        kind, word = self.tokens[self.at]
        return kind in ("string", "name", "number") or word in ("(", "@")

    def atom(self) -> Parsed:
        result = self.simple()
        while self.kind == "field":
            result = ("proj", int(self.take()[1:]) - 1, result)
        return result

    def simple(self) -> Parsed:
        kind, word = self.tokens[self.at]
        if kind == "string":
            return ("lit", _unescape(self.take()))
        if kind == "number":
            return ("lit", int(self.take()))
        if word == "(":
            return self.parenthesised()
        if word == "@":
            self.take()
            return self.constant()
        if kind != "name":
            raise self.error(word)
        if word == "fun":
            self.take()
            return self.bound("lam", "=>")
        if word in ("let", "have"):
            return self.let()
        if word in ("Sort", "Type", "Prop"):
            return self.sort()
        return self.constant()

    def parenthesised(self) -> Parsed:
        self.take("(")
        if self.accept("nat_lit"):
            inner: Parsed = ("lit", int(self.take()))
        else:
            inner = self.term()
        self.take(")")
        return inner

    def let(self) -> Parsed:
        self.take()
        name = self.take()
        self.take(":")
        type_ = self.term()
        self.take(":=")
        value = self.term()
        self.take(";")
        self.scope.append(name)
        body = self.term()
        self.scope.pop()
        return ("let", type_, value, body)

    def constant(self) -> Parsed:
        name = self.take()
        if self.kind != "levels":
            for index, bound in enumerate(reversed(self.scope)):
                if bound == name:
                    return ("bvar", index)
            return ("const", name, ())
        self.take()
        levels = [self.level()]
        while self.accept(","):
            levels.append(self.level())
        self.take("}")
        return ("const", name, tuple(levels))

    # Universe levels: ("zero",), ("succ", l), ("max" | "imax", l, l), ("param", name)

    def sort(self) -> Parsed:
        word = self.take()
        if word == "Prop":
            return ("sort", ("zero",))
        if self.kind == "levels":  # as Lean's kernel writes it
            self.take()
            level = self.level()
            self.take("}")
            return ("sort", ("succ", level) if word == "Type" else level)
        # What follows is a level, unless it is a bound variable: then it is the next argument.
        given = self.word == "(" or (self.kind in ("name", "number") and self.word not in self.scope)
        level = self.level_atom() if given else ("zero",)
        return ("sort", ("succ", level) if word == "Type" else level)

    def level(self) -> Parsed:
        if self.word in ("max", "imax"):
            form = self.take()
            parts = [self.level_atom()]
            while self.kind in ("name", "number") or self.word == "(":
                parts.append(self.level_atom())
            result = parts.pop()
            while parts:  # max a b c is max a (max b c)
                result = (form, parts.pop(), result)
        else:
            result = self.level_atom()
        while self.accept("+"):
            for _ in range(int(self.take())):
                result = ("succ", result)
        return result

    def level_atom(self) -> Parsed:
        if self.accept("("):
            result = self.level()
            self.take(")")
            return result
        if self.kind == "number":
            result = ("zero",)
            for _ in range(int(self.take())):
                result = ("succ", result)
            return result
        return ("param", self.take())


def _shift(term: Parsed, by: int, depth: int) -> Parsed:
    """A term as it reads below `by` more binders: the second name of a bracket stands below the first."""
    head = term[0]
    if by == 0:
        return term
    if head == "bvar":
        index = term[1]
        assert isinstance(index, int)
        return ("bvar", index + by) if index >= depth else term
    if head in ("pi", "lam"):
        _, domain, body = term
        return (head, _shift(domain, by, depth), _shift(body, by, depth + 1))  # type: ignore[arg-type]
    if head == "let":
        _, type_, value, body = term
        shifted = (_shift(type_, by, depth), _shift(value, by, depth))  # type: ignore[arg-type]
        return ("let", *shifted, _shift(body, by, depth + 1))  # type: ignore[arg-type]
    if head == "app":
        return ("app", _shift(term[1], by, depth), _shift(term[2], by, depth))  # type: ignore[arg-type]
    if head == "proj":
        return ("proj", term[1], _shift(term[2], by, depth))  # type: ignore[arg-type]
    return term


def _unescape(quoted: str) -> str:
    def one(found: re.Match[str]) -> str:
        code = found[1]
        return chr(int(code[1:], 16)) if code[0] in "xu" else _ESCAPES.get(code, code)

    return re.sub(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", one, quoted[1:-1])


def parse_term(text: str) -> Parsed:
    """Read a closed term. Raises ServerError if it has a form that is not understood."""
    parser = _Parser(text)
    result = parser.term()
    if parser.kind != "end":
        raise parser.error(parser.word)
    return result


def difference(text: str, printed_levels: Sequence[str], term: t.Term, levels: Sequence[str]) -> str | None:
    """Compare a printed statement with a term.

    Args:
        text: what Lean printed with `pp.all`.
        printed_levels: the universe parameters as printed.
        term: the term.
        levels: the universe parameters of its constant.

    Returns:
        None if they are equal up to the names of bound variables and universe parameters; else what differs.

    Raises:
        ServerError: the text cannot be read.
    """
    if len(printed_levels) != len(levels):
        return f"{len(printed_levels)} universe parameters against {len(levels)}"
    renamed = dict(zip(printed_levels, levels, strict=True))
    pending: list[tuple[Parsed, t.Term]] = [(parse_term(text), term)]
    seen: set[tuple[int, int]] = set()
    while pending:
        parsed, real = pending.pop()
        if (id(parsed), id(real)) in seen:
            continue
        seen.add((id(parsed), id(real)))
        parts = _parts(parsed, real, renamed)
        if parts is None:
            return f"{_shown(parsed)} against {type(real).__name__} {getattr(real, 'name', '')}".rstrip()
        pending.extend(parts)
    return None


def _parts(parsed: Parsed, real: t.Term, renamed: Mapping[str, str]) -> list[tuple[Parsed, t.Term]] | None:
    """The pairs of subterms that remain to be compared, or None if the heads differ already."""
    head, *rest = parsed
    match real:
        case t.App():
            return _pairs(head == "app", rest, real.fn, real.arg)
        case t.Pi():
            return _pairs(head == "pi", rest, real.domain, real.body)
        case t.Lambda():
            return _pairs(head == "lam", rest, real.domain, real.body)
        case t.Let():
            return _pairs(head == "let", rest, real.type, real.value, real.body)
        case t.Proj():
            return _pairs(head == "proj" and rest[0] == real.index, rest[1:], real.of)
        case t.BVar():
            return _pairs(head == "bvar" and rest == [real.index], [])
        case t.Lit():
            same = head == "lit" and type(rest[0]) is type(real.value) and rest[0] == real.value
            return _pairs(same, [])
        case t.Sort():
            return _pairs(head == "sort" and same_level(rest[0], real.level, renamed), [])
        case t.Const():
            return _pairs(head == "const" and _same_constant(rest, real, renamed), [])
    return None


def _pairs(same: bool, parsed: Sequence[object], *real: t.Term) -> list[tuple[Parsed, t.Term]] | None:
    if not same:
        return None
    return [(part, term) for part, term in zip(parsed, real, strict=True) if isinstance(part, tuple)]


def _same_constant(rest: Sequence[object], real: t.Const, renamed: Mapping[str, str]) -> bool:
    name, levels = rest
    if name != real.name or not isinstance(levels, tuple) or len(levels) != len(real.levels):
        return False
    return all(same_level(a, b, renamed) for a, b in zip(levels, real.levels, strict=True))


def _shown(parsed: Parsed) -> str:
    return " ".join(str(part) for part in parsed if not isinstance(part, tuple))
