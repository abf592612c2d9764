"""Constants: what the kernel accepted, with every field that it looked at. Types and values are decoded when
asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal, NamedTuple, TypedDict

from proofgrad.bridge.olean.decode import Decoder
from proofgrad.bridge.olean.image import Image, header
from proofgrad.bridge.olean.names import Names
from proofgrad.bridge.olean.terms import Term

__all__ = [
    "Axiom",
    "Constant",
    "ConstantReader",
    "Constructor",
    "Definition",
    "Inductive",
    "Kind",
    "Opaque",
    "Place",
    "Quotient",
    "Recursor",
    "Rule",
    "Theorem",
]

Kind = Literal["axiom", "def", "theorem", "opaque", "quot", "inductive", "ctor", "rec"]
KINDS: tuple[Kind, ...] = ("axiom", "def", "theorem", "opaque", "quot", "inductive", "ctor", "rec")
"""By the tag of ``Lean.ConstantInfo``."""
WITH_VALUE: frozenset[Kind] = frozenset(("def", "theorem", "opaque"))
"""The kinds that have a value."""

INFO = tuple(header(tag, 1, 16) for tag in range(len(KINDS)))
VALUES = (
    header(0, 1, 24),
    header(0, 4, 48),
    header(0, 3, 32),
    header(0, 3, 40),
    header(0, 1, 24),
    header(0, 6, 64),
    header(0, 5, 56),
    header(0, 7, 72),
)
"""Header words of ``AxiomVal``, ``DefinitionVal``, ... in the order of :data:`KINDS`."""
CONSTANT_VAL = header(0, 3, 32)
_RULE = header(0, 3, 32)
_ROLES: tuple[Literal["type", "ctor", "lift", "ind"], ...] = ("type", "ctor", "lift", "ind")
_SAFETY: tuple[Literal["unsafe", "safe", "partial"], ...] = ("unsafe", "safe", "partial")
_REGULAR = header(2, 0, 16)


@dataclass(kw_only=True, eq=False)
class Constant:
    """What all constants have: name, universe parameters, type, module.

    Raises OleanError from :attr:`type` (and `value`) if the term in the file is damaged.
    """

    kind: ClassVar[Kind]
    name: str
    levels: tuple[str, ...]
    module: str
    read_type: Callable[[], Term]

    @cached_property
    def type(self) -> Term:
        """Its type; of a theorem, the statement."""
        return self.read_type()

    @property
    def unfolds_to(self) -> Term | None:
        """The value that a type checker may put in its place, None if it may not."""
        return None


@dataclass(kw_only=True, eq=False)
class WithValue(Constant):
    """A constant with a value."""

    read_value: Callable[[], Term]
    all: tuple[str, ...]
    """The constants of the mutual block it was defined in."""

    @cached_property
    def value(self) -> Term:
        """Its value; of a theorem, the proof."""
        return self.read_value()


@dataclass(kw_only=True, eq=False)
class Axiom(Constant):
    """An axiom."""

    kind = "axiom"
    unsafe: bool


@dataclass(kw_only=True, eq=False)
class Definition(WithValue):
    """A definition. `hints`: ``opaque``, ``abbrev``, or the height of its unfolding."""

    kind = "def"
    hints: Literal["opaque", "abbrev"] | int
    safety: Literal["unsafe", "safe", "partial"]

    @property
    def unfolds_to(self) -> Term | None:
        """Its value."""
        return self.value


@dataclass(kw_only=True, eq=False)
class Theorem(WithValue):
    """A theorem."""

    kind = "theorem"

    @property
    def unfolds_to(self) -> Term | None:
        """Its proof."""
        return self.value


@dataclass(kw_only=True, eq=False)
class Opaque(WithValue):
    """An opaque constant: its value shows that the type is inhabited, nothing more."""

    kind = "opaque"
    unsafe: bool


@dataclass(kw_only=True, eq=False)
class Quotient(Constant):
    """One of the four constants of quotient types."""

    kind = "quot"
    role: Literal["type", "ctor", "lift", "ind"]


@dataclass(kw_only=True, eq=False)
class Inductive(Constant):
    """An inductive type."""

    kind = "inductive"
    params: int
    indices: int
    all: tuple[str, ...]
    ctors: tuple[str, ...]
    nested: int
    recursive: bool
    unsafe: bool
    reflexive: bool


@dataclass(kw_only=True, eq=False)
class Constructor(Constant):
    """A constructor, number `index` of the inductive type `inductive`."""

    kind = "ctor"
    inductive: str
    index: int
    params: int
    fields: int
    unsafe: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """What a recursor does to a constructor with so many fields."""

    ctor: str
    fields: int
    value: Term


@dataclass(kw_only=True, eq=False)
class Recursor(Constant):
    """A recursor; `k` if it computes on any proof (inductive propositions with one constructor without
    fields).
    """

    kind = "rec"
    all: tuple[str, ...]
    params: int
    indices: int
    motives: int
    minors: int
    k: bool
    unsafe: bool
    read_rules: Callable[[], tuple[Rule, ...]]

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """One rule per constructor."""
        return self.read_rules()

    @property
    def major(self) -> int:
        """The position of the argument that it computes on."""
        return self.params + self.motives + self.minors + self.indices


class Place(NamedTuple):
    """Where a constant is stored.

    Attributes:
        name: its name.
        tag: its kind, as an index into :data:`KINDS`.
        value: index of the word where its own data begin (``DefinitionVal``, ...).
        base: index of the word where the data begin that all constants have (``ConstantVal``).
    """

    name: str
    tag: int
    value: int
    base: int


class _Common(TypedDict):
    """The fields that all constants have."""

    name: str
    levels: tuple[str, ...]
    module: str
    read_type: Callable[[], Term]


class ConstantReader:
    """Reads ``Lean.ConstantInfo`` objects of one module."""

    __slots__ = ("_image", "_lists", "_module", "_names", "decoder")

    def __init__(self, image: Image, names: Names, decoder: Decoder, module: str) -> None:
        self._image, self._names, self.decoder, self._module = image, names, decoder, module
        self._lists: dict[int, tuple[str, ...]] = {1: ()}

    def _name_list(self, pointer: int) -> tuple[str, ...]:
        found = self._lists.get(pointer)
        if found is None:
            found = self._lists[pointer] = tuple(map(self._names, self._image.list(pointer)))
        return found

    def place(self, pointer: int) -> Place:
        """Which constant is stored at `pointer`, and where; nothing else of it is read."""
        image = self._image
        words = image.words
        info = image.at(pointer)
        tag = words[info] >> 56
        if tag >= len(KINDS) or words[info] != INFO[tag]:
            raise image.damaged("a constant expected")
        value = image.object(words[info + 1], VALUES[tag], KINDS[tag])
        base = image.object(words[value + 1], CONSTANT_VAL, "a constant")
        return Place(self._names(words[base + 1]), tag, value, base)

    def read(self, place: Place) -> Constant:
        """The constant at a place. Raises OleanError if it is damaged."""
        image, names, decoder, lists = self._image, self._names, self.decoder, self._name_list
        words = image.words
        name, tag, value, constant_val = place
        fields = words[value + 2 : value + 1 + (words[value] >> 48 & 255)].tolist()
        start = value + 2 + len(fields)
        scalars = words[start : value + (words[value] >> 32 & 0xFFFF) // 8].tobytes()
        flags = [self._flag(byte) for byte in scalars[: 3 if tag == 5 else 2]] if tag not in (1, 4) else []
        type_pointer = words[constant_val + 3]

        common = _Common(
            name=name,
            levels=lists(words[constant_val + 2]),
            module=self._module,
            read_type=lambda: decoder.term(type_pointer),
        )
        if tag == 0:
            return Axiom(**common, unsafe=flags[0])
        if tag in (1, 2, 3):
            return self._with_value(common, tag, fields, scalars)
        if tag == 4:
            return Quotient(**common, role=_ROLES[self._choice(scalars[0], 4)])
        if tag == 5:
            params, indices, all_, ctors, nested = fields
            return Inductive(
                **common,
                params=image.small(params),
                indices=image.small(indices),
                all=lists(all_),
                ctors=lists(ctors),
                nested=image.small(nested),
                recursive=flags[0],
                unsafe=flags[1],
                reflexive=flags[2],
            )
        if tag == 6:
            inductive, index, params, count = fields
            return Constructor(
                **common,
                inductive=names(inductive),
                index=image.small(index),
                params=image.small(params),
                fields=image.small(count),
                unsafe=flags[0],
            )
        all_, params, indices, motives, minors, rules = fields
        return Recursor(
            **common,
            all=lists(all_),
            params=image.small(params),
            indices=image.small(indices),
            motives=image.small(motives),
            minors=image.small(minors),
            k=flags[0],
            unsafe=flags[1],
            read_rules=lambda: tuple(map(self._rule, image.list(rules))),
        )

    def _with_value(self, common: _Common, tag: int, fields: list[int], scalars: bytes) -> Constant:
        image, decoder = self._image, self.decoder
        words = image.words
        value = fields[0]
        all_ = self._name_list(fields[-1])

        def read() -> Term:
            return decoder.term(value)

        if tag == 2:
            return Theorem(**common, read_value=read, all=all_)
        if tag == 3:
            return Opaque(**common, read_value=read, all=all_, unsafe=self._flag(scalars[0]))
        hints: Literal["opaque", "abbrev"] | int
        if fields[1] == 1:
            hints = "opaque"
        elif fields[1] == 3:
            hints = "abbrev"
        else:
            hints = words[image.object(fields[1], _REGULAR, "reducibility hints") + 1] & 0xFFFFFFFF
        safety = _SAFETY[self._choice(scalars[0], 3)]
        return Definition(**common, read_value=read, all=all_, hints=hints, safety=safety)

    def _rule(self, pointer: int) -> Rule:
        image = self._image
        index = image.object(pointer, _RULE, "a recursor rule")
        ctor, fields, value = image.words[index + 1 : index + 4].tolist()
        return Rule(self._names(ctor), image.small(fields), self.decoder.term(value))

    def _flag(self, byte: int) -> bool:
        return bool(self._choice(byte, 2))

    def _choice(self, byte: int, count: int) -> int:
        if byte >= count:
            raise self._image.damaged(f"the value {byte} of {count} possible ones")
        return byte
