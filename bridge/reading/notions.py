"""Whose notion of "correct" it is: the definitions under the word "proved", compared with those that ship.

A theorem named ``expFderiv : NodeFDerivCorrect (exp idx)`` says nothing before it is known what
`NodeFDerivCorrect` is. In a copy of the library half of it may have been left out, or `sin` may be the
identity. So what ships with proofgrad is kept as digests (:mod:`~proofgrad.bridge.reading.shipped`, written
by ``scripts/declarations`` together with the library's own list): the notions of correctness, the operators
and the theorems that characterise them, and all that these say something with, down to the real numbers.
What is another one in a project is named, and a status that rests on it is one "by its own definitions".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from proofgrad.bridge.catalogue.model import Notion
from proofgrad.bridge.olean.constants import Definition, Inductive
from proofgrad.bridge.olean.says import AUTOMATIC, DeclarationDigests
from proofgrad.bridge.olean.terms import Const
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.extract import ExtractionError
from proofgrad.bridge.reading.library import Library
from proofgrad.bridge.reading.shipped import shipped

__all__ = ["Notions", "roots", "shipped_digests"]

_MEANING = (
    *("node", "correct", "correct_at", "forward", "jvp", "get", "elemwise", "linear_spec", "shape", "index"),
    *("vector", "sum", "tensor_get", "tensor_item", "real", "field_class"),
)
"""The fields of a configuration that say what a theorem about a node means."""

_READ = (
    "vjp",
    "slope",
    "row_major",
    "left_index",
    "right_index",
    "coordinates",
    "index_types",
    "index_rules",
)
"""Those that say how a formula is read from it."""

_THEOREMS = ("elemwise_forward", "elemwise_jvp")


def roots(library: Library) -> Iterator[str]:
    """The constants that the word "proved" and the formulas rest on, by the names of a configuration."""
    config = library.config
    yield from (getattr(config, name) for name in (*_MEANING, *_THEOREMS))
    yield config.slope
    yield from config.limits
    yield from config.coordinates
    for name, operator in config.operators.items():
        yield name
        if operator.theorem is not None:
            yield operator.theorem
    for operation in config.arithmetic.values():
        yield from (operation.name, operation.structure, operation.theorem)
    yield from _field(library)


def _field(library: Library) -> Iterator[str]:
    """The instance that makes the real numbers a complete ordered field."""
    try:
        instance = library.extractor([]).real.instance
    except ExtractionError:
        return
    if isinstance(instance, Const):
        yield instance.name


def shipped_digests(library: Library) -> dict[str, str]:
    """The digests of all public declarations below the roots of a library. Raises OleanError."""
    digests, env = DeclarationDigests(library.env), library.env
    below = library.closure.below(roots(library))
    return {
        name: digests.of(name)
        for name in sorted(below)
        if digests.is_public(name) and env.kind(name) not in AUTOMATIC
    }


def _names(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


class Notions:
    """What a project's definitions of the word "proved" are, beside those that shipped.

    Args:
        library: the project's.
    """

    def __init__(self, library: Library) -> None:
        self.library, self.config, self.env = library, library.config, library.env
        digests, default = DeclarationDigests(library.env, shipped()), CatalogueConfig()
        self.differs = frozenset(
            name for name, digest in shipped().items() if name in self.env and digests.of(name) != digest
        )
        """The declarations that have the name of one that shipped, and say something else."""
        self.renamed = tuple(
            name
            for f in fields(default)
            if f.name in (*_MEANING, *_READ)
            for name in _names(getattr(self.config, f.name))
            if name not in _names(getattr(default, f.name))
        ) + tuple(
            f"{name} written as {symbol}"
            for name, symbol in self.config.symbols.items()
            if default.symbols.get(name) != symbol and name in self.env
        )
        """What the project's configuration means by other names, or writes in another way."""
        self._operators = frozenset(
            name
            for given, usual in (
                (self.config.operators, default.operators),
                (self.config.arithmetic, default.arithmetic),
            )
            for name, operator in given.items()
            if usual.get(name) != operator and name in self.env
        )
        self._word = self._below(self._meaning())

    def _meaning(self) -> Iterator[str]:
        yield from (getattr(self.config, name) for name in (*_MEANING, *_THEOREMS))
        yield from self.config.coordinates
        yield from _field(self.library)

    def _below(self, names: Iterator[str] | tuple[str, ...]) -> frozenset[str]:
        return self.library.closure.below(names) & self.differs if self.differs else frozenset()

    def own(self, node: str) -> tuple[str, ...]:
        """The definitions that what is said of a node rests on, and that are not those that shipped."""
        found = set(self.renamed) | self._word
        if self.differs or self._operators:
            below = self.library.closure.below_one(node)
            found |= below & (self.differs | self._operators)
        return tuple(sorted(found))

    @property
    def slope_is_own(self) -> bool:
        """Whether what it means to be the derivative of a function of one number is not what shipped."""
        return bool(self._below((self.config.slope,)))

    @property
    def limits_are_own(self) -> bool:
        """Whether what it means to tend to a number is not what shipped."""
        return bool(self._below(self.config.limits))

    def notion(self) -> Notion:
        """What "proved" means here."""
        name = self.config.correct
        below = self.library.closure.below((name,))
        names = [name, *([self.config.correct_at] if self.config.correct_at in below else [])]
        statement = "\n".join(filter(None, map(self._printed, names)))
        differs = tuple(sorted(self._word)) if name not in self.renamed else ()
        return Notion(name, statement, not self.renamed and not self._word and name in self.env, differs)

    def _printed(self, name: str) -> str:
        """A definition, or the fields of a structure, as Lean would print them."""
        constant = self.env.get(name)
        show, reducer = self.library.show, self.library.reducer
        if isinstance(constant, Definition):
            return f"{name} := {show(constant.value)}"
        if not isinstance(constant, Inductive) or len(constant.ctors) != 1:
            return f"{name} : {show(constant.type)}" if constant is not None else ""
        opened, _ = reducer.open_pis(self.env[constant.ctors[0]].type)
        lines = (f"{field.name} : {show(field.type)}" for field in opened[constant.params :])
        return f"{name} := " + "; ".join(lines)
