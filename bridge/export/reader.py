"""Read an export file: names, levels, terms, declarations; each line checked, nothing believed.

Numbers may be in any order and have gaps, but a part is given before its whole, so there are no circles. The
same number twice is an error, unless it says the same again. A name that is declared twice is left to the
judge, who rejects it (:attr:`Export.duplicates`). Metadata (``mdata``) mean nothing in Lean's type theory and
are left out. Read are the versions 3.0 (with lists around definitions, and longer keys) and 3.1.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, TypeVar

from proofgrad.bridge.errors import ExportError
from proofgrad.bridge.export.declarations import DECLARATIONS, read_declarations
from proofgrad.bridge.export.lines import objects
from proofgrad.bridge.export.names import extended
from proofgrad.bridge.export.values import Fields, Malformed, flag, listed, natural, text
from proofgrad.bridge.olean.constants import Constant
from proofgrad.bridge.olean.terms import (
    DEFAULT,
    IMPLICIT,
    INST_IMPLICIT,
    STRICT_IMPLICIT,
    BinderInfo,
    Level,
    Term,
    Terms,
)

__all__ = ["Export", "read_export"]

T = TypeVar("T")

MAX_DIGITS = 100_000
"""Decimal digits of a literal number that is read."""
_AT_ONCE = 4000
"""Digits that Python reads at once whatever its own limit is set to."""
_MAX_NAME = 8192
_MAX_LEVEL_DEPTH = 200
_BINDERS: dict[str, BinderInfo] = {
    "default": DEFAULT,
    "implicit": IMPLICIT,
    "strictImplicit": STRICT_IMPLICIT,
    "instImplicit": INST_IMPLICIT,
}
_KNOWN_VERSIONS = ("3.0", "3.1")
_SHOWN = 100


@dataclass(slots=True)
class Export:
    """What an export file says.

    Attributes:
        terms: the arena of all its terms.
        constants: its declarations by name, in the order of the file.
        duplicates: names that are declared more than once, with the lines; the first declaration is kept.
        lean: version and commit of the Lean that it says it comes from; "" where it does not say.
        exporter: the program that it says wrote it.
        format: the version of the format that it says it has; "" where it does not say.
    """

    terms: Terms = field(default_factory=Terms)
    constants: dict[str, Constant] = field(default_factory=dict)
    duplicates: dict[str, list[int]] = field(default_factory=dict)
    lean: tuple[str, str] = ("", "")
    exporter: str = ""
    format: str = ""


def read_export(
    source: BinaryIO, module_of: Callable[[str], str] = lambda _name: "export", terms: Terms | None = None
) -> Export:
    """Read a file in the export format, plain, gzip or xz.

    Args:
        source: the file, opened for reading bytes; it is read once, from front to back.
        module_of: the module that a declaration is said to be in.
        terms: the arena to make the terms in; None for a new one.

    Raises:
        ExportError: it is no such file, or it is damaged, or beyond a limit.
    """
    collecting = gc.isenabled()
    gc.disable()  # millions of objects are made here and none is given up: looking for garbage takes as long
    try:
        return _Reader(module_of, terms or Terms()).read(source)
    finally:
        if collecting:
            gc.enable()


class _Reader:
    """The numbers given so far, and what they stand for."""

    def __init__(self, module_of: Callable[[str], str], terms: Terms) -> None:
        self.module_of = module_of
        self.export = Export(terms)
        self.terms = terms
        self.lines: dict[str, int] = {}
        self.names: dict[int, str] = {0: ""}
        self.levels: dict[int, Level] = {0: terms.zero}
        self.exprs: dict[int, Term] = {}
        self.make_name: dict[str, Callable[[Any], str]] = {
            "str": lambda of: self._extended(Fields(of), lambda fields: text(fields["str"])),
            "num": lambda of: self._extended(Fields(of), lambda fields: natural(fields["i"])),
        }
        self.make_level: dict[str, Callable[[Any], Level]] = {
            "succ": lambda of: terms.succ(self._part(of)),
            "max": lambda of: terms.max(*self._parts(of)),
            "imax": lambda of: terms.imax(*self._parts(of)),
            "param": lambda of: terms.param(self.name(of)),
        }
        self.make_expr: dict[str, Callable[[Any], Term]] = {
            "app": self._app,
            "const": self._const,
            "lam": lambda of: self._binding(terms.lam, Fields(of)),
            "forallE": lambda of: self._binding(terms.pi, Fields(of)),
            "bvar": lambda of: terms.bvar(natural(of)),
            "sort": lambda of: terms.sort(self.level(of)),
            "letE": lambda of: self._let(Fields(of)),
            "proj": lambda of: self._proj(Fields(of)),
            "natVal": lambda of: terms.lit(_number(text(of))),
            "strVal": lambda of: terms.lit(text(of)),
            "mdata": lambda of: self.expr(Fields(of)["expr"]),
        }

    def read(self, source: BinaryIO) -> Export:
        """Read all lines. Raises ExportError."""
        number = 0
        try:
            for number, line in objects(source):
                self._line(number, line)
        except Malformed as why:
            raise ExportError(f"line {number}: {why}") from None
        except OSError as error:
            raise ExportError(f"it cannot be read: {error.strerror or error}") from error
        return self.export

    def _line(self, number: int, line: dict[str, Any]) -> None:
        if len(line) == 2:
            if "ie" in line:
                return _numbered(line, "ie", self.exprs, self.make_expr)
            if "in" in line:
                return _numbered(line, "in", self.names, self.make_name)
            if "il" in line:
                return _numbered(line, "il", self.levels, self.make_level)
        elif len(line) == 1:
            ((key, value),) = line.items()
            if key in DECLARATIONS:
                for constant in read_declarations(key, value, self.module_of, self):
                    self._declare(number, constant)
                return None
            if key == "meta" and number == 1:
                return self._meta(Fields(value))
        keys = ", ".join(map(ascii, line))[:_SHOWN] or "none"  # may be spelt by anybody
        raise Malformed(f"neither a name nor a level, a term or a declaration (keys: {keys})")

    def _declare(self, number: int, constant: Constant) -> None:
        name = constant.name
        if name in self.export.constants:
            self.export.duplicates.setdefault(name, [self.lines[name]]).append(number)
        else:
            self.export.constants[name] = constant
            self.lines[name] = number

    def _meta(self, meta: Fields) -> None:
        version = text(Fields(meta["format"])["version"])[:_SHOWN] if "format" in meta else ""
        if version and not version.startswith(tuple(f"{known}." for known in _KNOWN_VERSIONS)):
            known = " and ".join(_KNOWN_VERSIONS)
            raise Malformed(f"version {version!a} of the format; this reader knows {known}")
        lean, exporter = Fields(meta.get("lean", {})), Fields(meta.get("exporter", {}))
        self.export.format = version
        self.export.lean = (
            text(lean.get("version", ""))[:_SHOWN],
            text(lean.get("githash", ""))[:_SHOWN],
        )
        self.export.exporter = text(exporter.get("name", ""))[:_SHOWN]

    # What a number stands for

    def name(self, index: Any) -> str:
        """The name of a number."""
        return _found(self.names, index, "name")

    def level(self, index: Any) -> Level:
        """The universe level of a number."""
        return _found(self.levels, index, "level")

    def expr(self, index: Any) -> Term:
        """The term of a number."""
        return _found(self.exprs, index, "term")

    # Names and levels

    def _extended(self, fields: Fields, component: Callable[[Fields], str | int]) -> str:
        name = extended(self.name(fields["pre"]), component(fields))
        if len(name) > _MAX_NAME:
            raise Malformed(f"a name of more than {_MAX_NAME} characters")
        return name

    def _part(self, index: Any) -> Level:
        level = self.level(index)
        if level.depth >= _MAX_LEVEL_DEPTH:
            raise Malformed("a universe level that is nested too deeply")
        return level

    def _parts(self, indices: Any) -> tuple[Level, Level]:
        if len(listed(indices)) != 2:
            raise Malformed("two levels expected")
        return self._part(indices[0]), self._part(indices[1])

    # Terms

    def _app(self, of: Any) -> Term:
        fields = Fields(of)
        return self.terms.app(self.expr(fields["fn"]), self.expr(fields["arg"]))

    def _const(self, of: Any) -> Term:
        fields = Fields(of)
        return self.terms.const(self.name(fields["name"]), tuple(map(self.level, listed(fields["us"]))))

    def _binding(self, make: Callable[[str, Term, Term, BinderInfo], Term], fields: Fields) -> Term:
        info = fields["binderInfo"]
        if type(info) is not str or info not in _BINDERS:
            raise Malformed(f"one of {', '.join(_BINDERS)} expected")
        name, domain, body = self.name(fields["name"]), self.expr(fields["type"]), self.expr(fields["body"])
        return make(name, domain, body, _BINDERS[info])

    def _let(self, fields: Fields) -> Term:
        type_, value, body = (self.expr(fields[part]) for part in ("type", "value", "body"))
        nondep = flag(fields.get("nondep", False))
        return self.terms.let(self.name(fields["name"]), type_, value, body, nondep)

    def _proj(self, fields: Fields) -> Term:
        structure, index = self.name(fields["typeName"]), natural(fields["idx"])
        return self.terms.proj(structure, index, self.expr(fields["struct"]))


def _numbered(
    line: dict[str, Any], mark: str, table: dict[int, T], makers: Mapping[str, Callable[[Any], T]]
) -> None:
    """Read a line that gives a number to something."""
    index = natural(line.pop(mark))
    ((key, value),) = line.items()
    if key not in makers:
        raise Malformed(f"{key[:_SHOWN]!a} is unknown here")
    made = makers[key](value)
    if table.setdefault(index, made) != made:
        raise Malformed(f"the number {index} ({mark}) stands for something else already")


def _found(table: Mapping[int, T], index: Any, what: str) -> T:
    if type(index) is not int:
        raise Malformed(f"the number of a {what} expected")
    try:
        return table[index]
    except KeyError:
        raise Malformed(f"there is no {what} of number {str(index)[:20]} yet") from None


def _number(digits: str) -> int:
    """A literal number. Python reads long ones in quadratic time, hence the limit."""
    if not (digits.isascii() and digits.isdigit()):
        raise Malformed("a literal number is not written in digits")
    if len(digits) > MAX_DIGITS:
        raise Malformed(f"a literal number of {len(digits)} digits; at most {MAX_DIGITS} are read")
    value = 0
    for start in range(0, len(digits), _AT_ONCE):
        piece = digits[start : start + _AT_ONCE]
        value = value * 10 ** len(piece) + int(piece)
    return value
