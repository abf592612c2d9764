"""The axioms that each constant stands on: the transitive closure, as Lean's ``#print axioms`` follows it.

Modules are taken in the order of their imports. What a module's constants mention is known from
:mod:`~proofgrad.bridge.olean.dependencies` as sets of bits: one bit per axiom of the environment (a constant
of an earlier module counts as its own axioms), one bit per constant of this module. What remains is the
closure within the module, by strongly connected components (an inductive type and its constructors mention
each other).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from proofgrad.bridge.errors import OleanError
from proofgrad.bridge.olean.dependencies import term_graphs
from proofgrad.bridge.olean.graph import DAMAGED, ModuleGraph
from proofgrad.bridge.olean.interface import AnyModule

__all__ = ["AxiomTable"]


class AxiomTable:
    """The axioms behind every constant of some modules.

    Args:
        modules: the modules, imported ones first.
        constructors: the constructors of an inductive type.
        before: a table of some of the very same modules, whose masks are taken over. (A module that imports
            a changed one must be another object, too.)

    Raises:
        OleanError: a constant's own data is damaged. (A damaged term is an error only for what stands on it.)
    """

    def __init__(
        self,
        modules: Sequence[AnyModule],
        constructors: Callable[[str], tuple[str, ...]],
        before: AxiomTable | None = None,
    ) -> None:
        self._axioms = sorted(n for m in modules for n, kind in m.kinds.items() if kind == "axiom")
        self._bit = {name: 2 << i for i, name in enumerate(self._axioms)}
        self._constructors = constructors
        self._masks: dict[str, int] = {}
        self._unknown: dict[str, list[str]] = {}
        self._sets: dict[int, tuple[str, ...]] = {}
        self._modules = frozenset(map(id, modules))
        self._kept = tuple(modules)  # so that no other object gets the identity of one of them
        todo = self._take_over(before) if before is not None else list(modules)
        for module, graph in zip(todo, term_graphs(todo), strict=True):
            self._add(module, graph)

    def _take_over(self, before: AxiomTable) -> list[AnyModule]:
        """Copy what is known of modules that are the same; the others."""
        if before._axioms != self._axioms:
            return list(self._kept)
        todo = []
        for module in self._kept:
            if id(module) in before._modules:
                self._masks.update((name, before._masks[name]) for name in module.kinds)
                if module.name in before._unknown:
                    self._unknown[module.name] = before._unknown[module.name]
            else:
                todo.append(module)
        return todo

    def to_json(self) -> dict[str, Any]:
        """All that is known, to be remembered."""
        return {"axioms": self._axioms, "masks": self._masks, "unknown": self._unknown}

    @classmethod
    def from_json(
        cls,
        modules: Sequence[AnyModule],
        constructors: Callable[[str], tuple[str, ...]],
        data: Mapping[str, Any],
    ) -> AxiomTable:
        """The table of the very same modules, as it was remembered.

        Raises:
            KeyError, TypeError, ValueError: it is none, or of other modules.
        """
        made = cls((), constructors)
        made._axioms = [str(name) for name in data["axioms"]]
        made._bit = {name: 2 << i for i, name in enumerate(made._axioms)}
        made._masks = {str(name): int(mask) for name, mask in data["masks"].items()}
        made._unknown = {str(name): list(map(str, names)) for name, names in data["unknown"].items()}
        made._modules, made._kept = frozenset(map(id, modules)), tuple(modules)
        if made._masks.keys() != {name for module in modules for name in module.kinds}:
            raise ValueError("the table is of other modules")
        return made

    def __getitem__(self, name: str) -> tuple[str, ...]:
        """The axioms behind a constant, sorted.

        Raises:
            KeyError: no such constant.
            OleanError: a term that it stands on is damaged, or mentions a constant that is nowhere.
        """
        mask = self._masks[name]
        found = self._sets.get(mask)
        if found is None:
            if mask & DAMAGED:
                raise self._error(name)
            found = self._sets[mask] = tuple(axiom for axiom in self._axioms if self._bit[axiom] & mask)
        return found

    def _error(self, name: str) -> OleanError:
        missing = [f"{unknown} (in {module})" for module, names in self._unknown.items() for unknown in names]
        why = f"; not in any module: {', '.join(missing[:5])}" if missing else ""
        return OleanError(f"what {name} stands on is damaged or incomplete{why}", hint="Rebuild the project.")

    def _add(self, module: AnyModule, graph: ModuleGraph) -> None:
        names = list(module.kinds)
        first_local = 1 + len(self._axioms)
        local = {name: 1 << first_local + i for i, name in enumerate(names)}

        def mask_of(name: str) -> int:
            bit = local.get(name)
            if bit is not None:
                return bit
            found = self._masks.get(name)
            if found is None:
                self._unknown.setdefault(module.name, []).append(name)
                return DAMAGED
            return found

        masks = graph.masks(mask_of(module.name_at(pointer)) for pointer in graph.names)
        for name in names:
            if module.kinds[name] == "inductive":
                for constructor in self._constructors(name):
                    masks[name] |= mask_of(constructor)
            elif module.kinds[name] == "axiom":
                masks[name] |= self._bit[name]
        self._close([masks[name] for name in names], names, first_local)

    def _close(self, masks: list[int], names: list[str], first_local: int) -> None:
        """Replace the bits of local constants by what those constants stand on."""
        low = (1 << first_local) - 1
        result = [mask & low for mask in masks]
        successors = [_bits(mask >> first_local) for mask in masks]
        for component in _components(successors):
            union = 0
            for member in component:
                union |= result[member]
                for successor in successors[member]:
                    union |= result[successor]
            for member in component:
                result[member] = union
        self._masks.update(zip(names, result, strict=True))


def _bits(mask: int) -> list[int]:
    """Positions of the bits of a number."""
    positions = []
    while mask:
        low = mask & -mask
        positions.append(low.bit_length() - 1)
        mask ^= low
    return positions


def _components(successors: list[list[int]]) -> Iterator[list[int]]:
    """The strongly connected components of a graph, those that others lead to first (Tarjan, without
    recursion).
    """
    count = len(successors)
    number = [0] * count  # order of discovery from 1; 0: not yet seen
    lowest = [0] * count
    pending: list[int] = []
    on_path = bytearray(count)
    clock = 0
    for root in range(count):
        if number[root]:
            continue
        work = [(root, iter(successors[root]))]
        clock += 1
        number[root] = lowest[root] = clock
        pending.append(root)
        on_path[root] = 1
        while work:
            vertex, following = work[-1]
            for successor in following:
                if not number[successor]:
                    clock += 1
                    number[successor] = lowest[successor] = clock
                    pending.append(successor)
                    on_path[successor] = 1
                    work.append((successor, iter(successors[successor])))
                    break
                if on_path[successor] and number[successor] < lowest[vertex]:
                    lowest[vertex] = number[successor]
            else:
                work.pop()
                if work and lowest[vertex] < lowest[work[-1][0]]:
                    lowest[work[-1][0]] = lowest[vertex]
                if lowest[vertex] == number[vertex]:
                    component = []
                    while True:
                        member = pending.pop()
                        on_path[member] = 0
                        component.append(member)
                        if member == vertex:
                            break
                    yield component
