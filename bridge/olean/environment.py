"""All constants of a project: its modules, their imports resolved, read from the files that Lean wrote."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from proofgrad.bridge.errors import OleanError
from proofgrad.bridge.olean.axioms import AxiomTable
from proofgrad.bridge.olean.constants import Constant, Inductive, Kind
from proofgrad.bridge.olean.digest import Digester
from proofgrad.bridge.olean.interface import AnyModule, Position
from proofgrad.bridge.olean.module import Module
from proofgrad.bridge.olean.terms import Terms

__all__ = ["Environment"]


class Environment:
    """What a Lean that imports these modules knows.

    Iterating gives the names of the constants, module by module in dependency order. Constants, docstrings,
    positions and axioms are read when asked for and then kept.

    Attributes:
        modules: the modules by name, imported ones first.
        terms: the arena of all its terms.
    """

    def __init__(self, modules: Mapping[str, AnyModule], terms: Terms) -> None:
        self.modules = modules
        self.terms = terms
        self._home: dict[str, AnyModule] = {}
        self._constants: dict[str, Constant] = {}
        self._conclusions: dict[str, str | None] = {}
        self._digester = Digester()
        self._axiom_table: AxiomTable | None = None
        self._before: AxiomTable | None = None
        for module in modules.values():
            for name in module.kinds:
                other = self._home.setdefault(name, module)
                if other is not module:
                    raise OleanError(f"{name} is declared in {other.name} and in {module.name}")

    @classmethod
    def load(cls, oleans: Mapping[str, Path]) -> Environment:
        """Read the modules of a project.

        Args:
            oleans: for each module its ``.olean`` (the parts of a module of Lean's module system are found
                beside it).

        Raises:
            OleanError: a file is missing, damaged, of another format; an import is not among the modules;
                imports form a circle; two modules declare the same constant; there is no module at all.
        """
        if not oleans:
            raise OleanError("there is no module to read", hint="Build the project first.")
        terms = Terms()
        loaded = {name: Module(name, Path(path), terms) for name, path in oleans.items()}
        return cls.of(loaded, terms)

    @classmethod
    def of(
        cls, loaded: Mapping[str, AnyModule], terms: Terms, before: Environment | None = None
    ) -> Environment:
        """The environment of modules that have been read already.

        Args:
            loaded: the modules.
            terms: the arena that they were read into.
            before: an environment that has some of the very same modules: what is known of their axioms is
                taken over.

        Raises:
            OleanError: as :meth:`load`.
        """
        for module in loaded.values():
            for needed in module.imports:
                if needed not in loaded:
                    raise OleanError(f"{module.name} imports {needed}, which was not built")
        made = cls(_in_order(dict(loaded)), terms)
        made._before = before._axiom_table if before is not None else None
        return made

    def __contains__(self, name: object) -> bool:
        return name in self._home

    def __iter__(self) -> Iterator[str]:
        return iter(self._home)

    def __len__(self) -> int:
        return len(self._home)

    def __getitem__(self, name: str) -> Constant:
        """The constant of that name. Raises KeyError if there is none, OleanError if it is damaged."""
        found = self._constants.get(name)
        if found is None:
            found = self._constants[name] = self._home[name].constant(name)
        return found

    def get(self, name: str) -> Constant | None:
        """The constant of that name, None if there is none."""
        return self[name] if name in self._home else None

    def kind(self, name: str) -> Kind:
        """The kind of a constant, without reading it. Raises KeyError if there is none."""
        return self._home[name].kinds[name]

    def conclusions(
        self, kinds: tuple[Kind, ...], modules: Collection[str] | None = None
    ) -> Iterator[tuple[str, str]]:
        """The constants of some kinds, of some modules or of all, each with the constant its type is about.

        Of ``∀ x, C a b`` this is ``C``; constants whose type does not end in a constant are left out. Types
        are not decoded. Raises OleanError if a type is damaged.
        """
        chosen = self.modules.values() if modules is None else map(self.modules.__getitem__, modules)
        for module in chosen:
            for name, kind in module.kinds.items():
                if kind in kinds:
                    if name not in self._conclusions:
                        self._conclusions[name] = module.conclusion(name)
                    head = self._conclusions[name]
                    if head is not None:
                        yield name, head

    def unfolds_to(self, name: str) -> str | None:
        """The constant at the head of a definition's value, without decoding it; None if none."""
        home = self._home.get(name)
        return home.unfolds_to(name) if home is not None else None

    def module_of(self, name: str) -> str:
        """The module that declares a constant. Raises KeyError if there is none."""
        return self._home[name].name

    def docstring(self, name: str) -> str | None:
        """The docstring of a constant, None if it has none. Raises KeyError if there is no such constant."""
        return self._home[name].docstring(name)

    def position(self, name: str) -> Position | None:
        """Where a constant is declared in its module's source, None for one that Lean made up."""
        return self._home[name].position(name)

    def is_written(self, name: str) -> bool:
        """Whether somebody wrote a constant, and Lean did not make it up; yes where nobody can tell."""
        home = self._home[name]
        return home.position(name) is not None or not home.tells_positions

    def tells_positions(self, name: str) -> bool:
        """Whether it is known of the constants beside this one which of them somebody wrote."""
        return self._home[name].tells_positions

    def axioms(self, name: str) -> tuple[str, ...]:
        """The axioms that a constant stands on, through types, values and proofs, sorted.

        Equals what Lean's ``#print axioms`` says; an axiom stands on itself.

        Raises:
            KeyError: no such constant.
            OleanError: a term on the way is damaged or mentions a constant that is in no module.
        """
        if name not in self._home:
            raise KeyError(name)
        return self.axiom_table()[name]

    def axiom_table(self) -> AxiomTable:
        """The axioms of every constant. Raises OleanError."""
        if self._axiom_table is None:
            modules = list(self.modules.values())
            self._axiom_table = AxiomTable(modules, self._constructors, self._before)
            self._before = None
        return self._axiom_table

    def remember_axioms(self, data: Mapping[str, Any]) -> None:
        """Take over what :meth:`AxiomTable.to_json` of the very same modules said.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: it is no such thing.
        """
        self._axiom_table = AxiomTable.from_json(list(self.modules.values()), self._constructors, data)

    def statement_digest(self, name: str) -> str:
        """SHA-256 of a constant's type, the same whatever its binders are called. Raises as ``env[name]``
        does.
        """
        return self._digester.hex(self[name].type)

    def _constructors(self, name: str) -> tuple[str, ...]:
        constant = self[name]
        return constant.ctors if isinstance(constant, Inductive) else ()


def _in_order(modules: Mapping[str, AnyModule]) -> dict[str, AnyModule]:
    """The modules with imported ones first, otherwise in the order given. Raises OleanError if imports form a
    circle.
    """
    done: dict[str, AnyModule] = {}
    for root in modules:
        path: dict[str, Iterator[str]] = {}
        step: str | None = root
        while step is not None:
            if step not in done and step not in path:
                path[step] = iter(modules[step].imports)
            current = next(reversed(path), None)
            if current is None:
                break
            step = next((i for i in path[current] if i not in done), current)
            if step == current:
                del path[current]
                done[current] = modules[current]
                step = next(reversed(path), None)
            elif step in path:
                circle = [*list(path)[list(path).index(step) :], step]
                raise OleanError(f"imports form a circle: {' -> '.join(circle)}")
    return done
