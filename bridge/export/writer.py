"""Write an environment in the export format, version 3.1.0, so that any kernel can judge it.

As lean4export does: numbers are consecutive and nothing has two, declarations come after what they use, the
types of a block with their constructors and recursors in one line, the constants of quotients one after the
other. The mark `nondep` of a `let` is always false, because other checkers take two terms that differ in it
for one. Declarations that Lean marks unsafe or partial are left out, unless they are asked for: no proof can
use them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from proofgrad.bridge._version import __version__
from proofgrad.bridge.errors import ExportError
from proofgrad.bridge.export.names import components
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.olean import constants as c
from proofgrad.bridge.olean import terms as t
from proofgrad.bridge.olean.terms import parts

__all__ = ["FORMAT", "Written", "write_export"]

FORMAT = "3.1.0"
_BINDERS = ("default", "implicit", "strictImplicit", "instImplicit")
_DIGITS_AT_ONCE, _BITS_AT_ONCE = 4000, 13_000
_QUOTIENT = ("Quot", "Quot.mk", "Quot.lift", "Quot.ind")
_FOR_STRINGS = ("String", "Char.ofNat", "String.ofList", "String.mk", "String.ofByteArray")
"""What checkers make a literal string of, as far as it is there."""


@dataclass(frozen=True, slots=True)
class Written:
    """What has been written: how many lines of each kind, and which declarations were left out as unsafe or
    partial."""

    declarations: int
    names: int
    levels: int
    terms: int
    unsafe: tuple[str, ...]


def write_export(
    environment: Environment,
    write: Callable[[str], object],
    *,
    lean: tuple[str, str],
    unsafe: bool = False,
) -> Written:
    """Write all declarations of an environment.

    Args:
        environment: whose.
        write: takes a piece of text that ends a line.
        lean: version and commit of the Lean that accepted them.
        unsafe: write those that are marked unsafe or partial, too.

    Raises:
        OleanError: a term is damaged.
        ExportError: a declaration has a free variable, or a block is not complete.
    """
    meta = {
        "exporter": {"name": "proofgrad", "version": __version__},
        "format": {"version": FORMAT},
        "lean": {"githash": lean[1], "version": lean[0]},
    }
    write(_json({"meta": meta}) + "\n")
    return _Writer(environment, write, unsafe).run()


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


class _Numbers:
    """Texts of lines of one kind, each with its number."""

    def __init__(self, mark: str, first: int, write: Callable[[str], object]) -> None:
        self.mark, self.first, self.write = mark, first, write
        self.known: dict[str, int] = {}

    def of(self, text: str) -> int:
        """The number of a line, which is written if it has not been."""
        number = self.known.get(text)
        if number is None:
            number = self.known[text] = self.first + len(self.known)
            self.write(f'{{"{self.mark}":{number},{text}}}\n')
        return number


class _Writer:
    def __init__(self, environment: Environment, write: Callable[[str], object], unsafe: bool) -> None:
        self.env, self.write, self.unsafe = environment, write, unsafe
        self.names = _Numbers("in", 1, write)
        self.levels = _Numbers("il", 1, write)
        self.terms = _Numbers("ie", 0, write)
        self.name_numbers: dict[str, int] = {"": 0}
        self.level_numbers: dict[t.Level, int] = {}
        self.term_numbers: dict[t.Term, int] = {}
        self.written: dict[str, None] = {}
        self.left_out: list[str] = []
        self.recursors: dict[str, list[str]] = {}

    def run(self) -> Written:
        for name in self.env:
            if self.env.kind(name) == "rec":
                recursor = self.env[name]
                assert isinstance(recursor, c.Recursor)
                for first in recursor.all[:1]:
                    self.recursors.setdefault(first, []).append(name)
        for name in self.env:
            self.with_needs(name)
        return Written(
            len(self.written) - len(self.left_out),
            len(self.names.known),
            len(self.levels.known),
            len(self.terms.known),
            tuple(self.left_out),
        )

    # The order of the declarations

    def with_needs(self, name: str) -> None:
        """Write the unit of a declaration after all that it needs."""
        open_: set[str] = set()
        todo = [name]
        while todo:
            name = todo[-1]
            if name in self.written:
                todo.pop()
                continue
            unit = self.unit(name)
            if unit[0] not in open_:
                open_.add(unit[0])
                needed = [n for n in self.needs(unit) if n not in self.written and n not in unit]
                if needed:
                    todo += reversed(needed)
                    continue
            todo.pop()
            self.declare(unit)

    def unit(self, name: str) -> tuple[str, ...]:
        """The declarations that stand together with this one, itself included; types of a block first."""
        constant = self.env[name]
        if isinstance(constant, c.Constructor):
            constant = self.env[constant.inductive]
        elif isinstance(constant, c.Recursor):
            constant = self.env[constant.all[0]]
        if isinstance(constant, c.Inductive):
            types = [self.env[n] for n in constant.all]
            built = [n for type_ in types if isinstance(type_, c.Inductive) for n in type_.ctors]
            return (*constant.all, *built, *self.recursors.get(constant.all[0], ()))
        if isinstance(constant, c.Quotient):
            return tuple(n for n in _QUOTIENT if n in self.env)
        return (name,)

    def needs(self, unit: Iterable[str]) -> Iterator[str]:
        """What the terms of a unit mention, in the order in which it is met."""
        roots: list[t.Term] = []
        for name in unit:
            roots += _terms(self.env[name])
        names: dict[str, None] = {}
        seen = set(roots)
        while roots:
            term = roots.pop()
            if isinstance(term, t.Const):
                names[term.name] = None
            elif isinstance(term, t.Proj):
                names[term.structure] = None
            elif isinstance(term, t.Lit):
                names.update(dict.fromkeys(("Nat",) if isinstance(term.value, int) else _FOR_STRINGS))
            for part in parts(term):
                if part not in seen:
                    seen.add(part)
                    roots.append(part)
        return (name for name in names if name in self.env)

    # Declarations

    def declare(self, unit: tuple[str, ...]) -> None:
        """Write a unit."""
        self.written.update(dict.fromkeys(unit))
        constants = [self.env[name] for name in unit]
        if not self.unsafe and any(map(_is_unsafe, constants)):
            self.left_out += unit
            return
        first = constants[0]
        if isinstance(first, c.Inductive):
            block = {
                "types": [self.inductive(x) for x in constants if isinstance(x, c.Inductive)],
                "ctors": [self.constructor(x) for x in constants if isinstance(x, c.Constructor)],
                "recs": [self.recursor(x) for x in constants if isinstance(x, c.Recursor)],
            }
            self.write(_json({"inductive": block}) + "\n")
            return
        for constant in constants:
            key, fields = self.single(constant)
            self.write(_json({key: fields}) + "\n")

    def common(self, constant: c.Constant) -> dict[str, Any]:
        return {
            "name": self.name(constant.name),
            "levelParams": self.all_names(constant.levels),
            "type": self.term(constant.type),
        }

    def single(self, constant: c.Constant) -> tuple[str, dict[str, Any]]:
        """The key and the fields of a declaration that stands in a line of its own."""
        fields = self.common(constant)
        if isinstance(constant, c.WithValue):
            fields["value"] = self.term(constant.value)
            fields["all"] = self.all_names(constant.all)
        if isinstance(constant, c.Definition):
            hints = constant.hints
            fields["hints"] = hints if isinstance(hints, str) else {"regular": hints}
            fields["safety"] = constant.safety
            return "def", fields
        if isinstance(constant, c.Theorem):
            return "thm", fields
        if isinstance(constant, c.Quotient):
            return "quot", {**fields, "kind": constant.role}
        if isinstance(constant, c.Axiom | c.Opaque):
            fields["isUnsafe"] = constant.unsafe
            return constant.kind, fields
        raise ExportError(f"{constant.name} belongs to no inductive type")

    def inductive(self, constant: c.Inductive) -> dict[str, Any]:
        return {
            **self.common(constant),
            "numParams": constant.params,
            "numIndices": constant.indices,
            "all": self.all_names(constant.all),
            "ctors": self.all_names(constant.ctors),
            "numNested": constant.nested,
            "isRec": constant.recursive,
            "isUnsafe": constant.unsafe,
            "isReflexive": constant.reflexive,
        }

    def constructor(self, constant: c.Constructor) -> dict[str, Any]:
        return {
            **self.common(constant),
            "induct": self.name(constant.inductive),
            "cidx": constant.index,
            "numParams": constant.params,
            "numFields": constant.fields,
            "isUnsafe": constant.unsafe,
        }

    def recursor(self, constant: c.Recursor) -> dict[str, Any]:
        return {
            **self.common(constant),
            "all": self.all_names(constant.all),
            "numParams": constant.params,
            "numIndices": constant.indices,
            "numMotives": constant.motives,
            "numMinors": constant.minors,
            "rules": [
                {"ctor": self.name(rule.ctor), "nfields": rule.fields, "rhs": self.term(rule.value)}
                for rule in constant.rules
            ],
            "k": constant.k,
            "isUnsafe": constant.unsafe,
        }

    # Names, levels, terms

    def all_names(self, names: Iterable[str]) -> list[int]:
        return [self.name(name) for name in names]

    def name(self, name: str) -> int:
        """The number of a name."""
        number = self.name_numbers.get(name)
        if number is None:
            number = 0
            for component in components(name):
                if isinstance(component, int):
                    number = self.names.of(f'"num":{{"pre":{number},"i":{component}}}')
                else:
                    number = self.names.of(f'"str":{{"pre":{number},"str":{_json(component)}}}')
            self.name_numbers[name] = number
        return number

    def level(self, level: t.Level) -> int:
        """The number of a universe level; they are nested at most 200 deep."""
        if isinstance(level, t.Zero):
            return 0
        number = self.level_numbers.get(level)
        if number is None:
            if isinstance(level, t.Succ):
                text = f'"succ":{self.level(level.of)}'
            elif isinstance(level, t.Max | t.IMax):
                key = "max" if isinstance(level, t.Max) else "imax"
                text = f'"{key}":[{self.level(level.left)},{self.level(level.right)}]'
            else:
                assert isinstance(level, t.Param)
                text = f'"param":{self.name(level.name)}'
            number = self.level_numbers[level] = self.levels.of(text)
        return number

    def term(self, root: t.Term) -> int:
        """The number of a term."""
        known = self.term_numbers
        todo = [root]
        while todo:
            term = todo[-1]
            if term in known:
                todo.pop()
                continue
            left = [part for part in parts(term) if part not in known]
            if left:
                todo += reversed(left)
                continue
            known[term] = self.terms.of(self.text(term))
            todo.pop()
        return known[root]

    def text(self, term: t.Term) -> str:
        """What the line of a term says, its parts having numbers."""
        known = self.term_numbers
        if isinstance(term, t.App):
            return f'"app":{{"fn":{known[term.fn]},"arg":{known[term.arg]}}}'
        if isinstance(term, t.BVar):
            return f'"bvar":{term.index}'
        if isinstance(term, t.Const):
            levels = ",".join(str(self.level(level)) for level in term.levels)
            return f'"const":{{"name":{self.name(term.name)},"us":[{levels}]}}'
        if isinstance(term, t.Binding):
            key = "lam" if isinstance(term, t.Lambda) else "forallE"
            name, domain, body = self.name(term.name), known[term.domain], known[term.body]
            info = _BINDERS[term.info]
            return f'"{key}":{{"name":{name},"type":{domain},"body":{body},"binderInfo":"{info}"}}'
        if isinstance(term, t.Sort):
            return f'"sort":{self.level(term.level)}'
        if isinstance(term, t.Lit):
            if isinstance(term.value, int):
                return f'"natVal":"{digits(term.value)}"'
            return f'"strVal":{_json(term.value)}'
        if isinstance(term, t.Proj):
            of = known[term.of]
            return f'"proj":{{"typeName":{self.name(term.structure)},"idx":{term.index},"struct":{of}}}'
        if isinstance(term, t.Let):
            name = self.name(term.name)
            type_, value, body = known[term.type], known[term.value], known[term.body]
            parts_ = f'"type":{type_},"value":{value},"body":{body}'
            return f'"letE":{{"name":{name},{parts_},"nondep":false}}'
        raise ExportError("a free variable in a stored term")


def digits(value: int) -> str:
    """A natural number in digits, however many: Python refuses to write long ones at once."""
    pieces = []
    while value.bit_length() > _BITS_AT_ONCE:
        value, low = divmod(value, 10**_DIGITS_AT_ONCE)
        pieces.append(f"{low:0{_DIGITS_AT_ONCE}d}")
    return "".join([str(value), *reversed(pieces)])


def _terms(constant: c.Constant) -> list[t.Term]:
    found = [constant.type]
    if isinstance(constant, c.WithValue):
        found.append(constant.value)
    elif isinstance(constant, c.Recursor):
        found += [rule.value for rule in constant.rules]
    return found


def _is_unsafe(constant: c.Constant) -> bool:
    if isinstance(constant, c.Definition):
        return constant.safety != "safe"
    return bool(getattr(constant, "unsafe", False))
