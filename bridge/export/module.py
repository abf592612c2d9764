"""A module whose constants were read from an export file: an environment takes it like a compiled one."""

from __future__ import annotations

from collections.abc import Mapping

from proofgrad.bridge.export.told import ModuleTold
from proofgrad.bridge.olean.constants import Constant, Definition, Kind, WithValue
from proofgrad.bridge.olean.graph import ModuleGraph
from proofgrad.bridge.olean.interface import AnyModule, Position
from proofgrad.bridge.olean.terms import App, Binding, Const, Term, parts

__all__ = ["ExportModule"]

_EMPTY, _FIRST = 0, 2
"""Slots of a :class:`ModuleGraph`: 0 is empty, 1 damaged (nothing here is), then come the names."""


class ExportModule(AnyModule):
    """A module.

    Args:
        name: its name.
        constants: its constants.
        lean: version and commit of the Lean that they come from.
        told: what else is known of it.
    """

    def __init__(
        self, name: str, constants: Mapping[str, Constant], lean: tuple[str, str], told: ModuleTold
    ) -> None:
        self.name = name
        self._constants, self._lean, self._told = constants, lean, told
        self.imports = told.imports
        self.kinds: dict[str, Kind] = {name: constant.kind for name, constant in constants.items()}
        self._mentioned: list[str] = []

    @property
    def lean(self) -> tuple[str, str]:
        """Version and commit of the Lean that it is said to come from."""
        return self._lean

    @property
    def tells_positions(self) -> bool:
        """Not unless they are told beside the file."""
        return bool(self._told.positions)

    def constant(self, name: str) -> Constant:
        """A constant of this module; KeyError if it has none of that name."""
        return self._constants[name]

    def conclusion(self, name: str) -> str | None:
        """The constant at the head of what a constant's type ends in, None if there is none."""
        return _head(self._constants[name].type)

    def unfolds_to(self, name: str) -> str | None:
        """The constant at the head of a definition's value, else None."""
        constant = self._constants[name]
        return _head(constant.value) if isinstance(constant, Definition) else None

    def docstring(self, constant: str) -> str | None:
        """The docstring of a constant, None if it has none or it is not known."""
        return self._told.docstrings.get(constant)

    def position(self, constant: str) -> Position | None:
        """Where a constant is declared, None if that is not known."""
        return self._told.positions.get(constant)

    def name_at(self, pointer: int) -> str:
        """A name that its terms mention."""
        return self._mentioned[pointer]

    def graph(self) -> ModuleGraph:
        """Its terms as a graph, parts before wholes."""
        roots = [(c.type, c.value if isinstance(c, WithValue) else None) for c in self._constants.values()]
        order = _parts_first([term for pair in roots for term in pair if term is not None])
        names = dict.fromkeys(term.name for term in order if isinstance(term, Const))
        self._mentioned = list(names)
        slots = {name: _FIRST + i for i, name in enumerate(names)}
        left: list[int] = []
        right: list[int] = []
        at: dict[Term, int] = {}
        for term in order:
            if isinstance(term, Const):
                at[term] = slots[term.name]
                continue
            below = [at[part] for part in parts(term)]
            if not below:
                at[term] = _EMPTY
                continue
            while True:  # a `let` has three parts and takes two rows
                left.append(below.pop())
                right.append(below.pop() if below else _EMPTY)
                row = _FIRST + len(names) + len(left) - 1
                if not below:
                    break
                below.append(row)
            at[term] = row
        return ModuleGraph(
            list(range(len(names))),
            left,
            right,
            [
                (name, at[type_], _EMPTY if value is None else at[value])
                for name, (type_, value) in zip(self._constants, roots, strict=True)
            ],
        )


def _parts_first(terms: list[Term]) -> list[Term]:
    """All terms in some terms, each once, parts before wholes."""
    done: dict[Term, None] = {}
    for root in terms:
        todo = [root]
        while todo:
            term = todo[-1]
            left = [part for part in parts(term) if part not in done] if term not in done else []
            if left:
                todo += left
            else:
                done[todo.pop()] = None
    return list(done)


def _head(term: Term) -> str | None:
    while True:
        if isinstance(term, Binding):
            term = term.body
        elif isinstance(term, App):
            term = term.fn
        else:
            return term.name if isinstance(term, Const) else None
