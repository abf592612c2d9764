"""What both readers of vector nodes put in for a node's arguments, and the parameters that are left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.olean.compute import Computing
from proofgrad.bridge.olean.reduce import head_name, spine
from proofgrad.bridge.olean.terms import Const, FVar, Pi, Proj, Term
from proofgrad.bridge.reading.config import CatalogueConfig

__all__ = ["Arguments", "Parameters", "is_table"]

I = TypeVar("I")  # noqa: E741 -- an index: a number, or an expression


def is_table(type_: Term) -> bool:
    """Whether a type is ``Fin m → Fin n``."""
    return isinstance(type_, Pi) and head_name(type_.domain) == "Fin" and head_name(type_.body) == "Fin"


class Arguments:
    """Writes shapes, contexts and places of inputs."""

    def __init__(self, config: CatalogueConfig, reducer: Computing) -> None:
        self.config, self.terms = config, reducer.terms

    def shape(self, axes: Sequence[int]) -> Term:
        """A shape with so many entries along its axes."""
        terms, name = self.terms, self.config.shape
        term: Term = terms.const(f"{name}.scalar")
        for size in reversed(axes):
            term = terms.apply(terms.const(f"{name}.dim"), terms.lit(size), term)
        return term

    def context(self, shapes: Sequence[Term]) -> Term:
        """The list of these shapes."""
        terms, shape, zero = self.terms, self.terms.const(self.config.shape), (self.terms.zero,)
        context: Term = terms.app(terms.const("List.nil", zero), shape)
        for part in reversed(shapes):
            context = terms.apply(terms.const("List.cons", zero), shape, part, context)
        return context

    def place(self, context: Term, position: int) -> Term:
        """The place of an entry of a context: ``there (there ... here)``."""
        terms, index = self.terms, self.config.index
        lists = [context]
        for _ in range(position):
            lists.append(spine(lists[-1])[1][-1])
        _, (_, shape, rest) = spine(lists[-1])
        term = terms.apply(terms.const(f"{index}.here"), rest, shape)
        for outer in reversed(lists[:-1]):
            _, (_, first, inner) = spine(outer)
            term = terms.apply(terms.const(f"{index}.there"), inner, shape, first, term)
        return term


class Parameters(Generic[I]):
    """Recognises entries of parameters: of families, of fields of structures, of tensors in them.

    Args:
        config: names of the library.
        reducer: unfolds terms.
        names: free variables that are parameters, and how the formula calls them.
        index: reads an index.
        made: what stands for the entry of a parameter at some indices.
    """

    def __init__(
        self,
        config: CatalogueConfig,
        reducer: Computing,
        names: Mapping[FVar, str],
        index: Callable[[Term], I],
        made: Callable[[str, tuple[I, ...]], Tree],
    ) -> None:
        self.config, self.reducer, self.names, self.index, self.made = config, reducer, names, index, made
        self._layers = {v for v in names if head_name(v.type) == config.linear_spec}

    def entry(self, head: Term, args: list[Term]) -> Tree | None:
        """An application as an entry of a parameter; None for any other."""
        if isinstance(head, Const):
            return self._of_tensor(head, args)
        name = None
        if isinstance(head, Proj):
            name = self._field(head)
        elif isinstance(head, FVar):
            name = self.names.get(head)
        return None if name is None or not args else self.made(name, tuple(map(self.index, args)))

    def _field(self, part: Proj) -> str | None:
        """The name of a field of a parameter, ``cfg.weights``; of the coordinates of a vector, its own."""
        if isinstance(part.of, Proj):
            of = self._field(part.of)
        else:
            of = self.names.get(part.of) if isinstance(part.of, FVar) else None
        if of is None or part.structure == self.config.vector:
            return of
        fields = self.reducer.structure_fields(part.structure)
        return f"{of}.{fields[part.index]}" if part.index < len(fields) else None

    def _of_tensor(self, head: Const, args: list[Term]) -> Tree | None:
        """An entry of a tensor that is a field of a parameter: ``weights[i, j]`` of a linear layer."""
        config, reducer = self.config, self.reducer
        item = config.tensor_item
        if not self._layers or (head.name != item and not self._layers.intersection(args)):
            return None
        keep = (item, config.tensor_get)
        reduced, args = spine(reducer.whnf(reducer.terms.apply(head, *args), keep))
        if not isinstance(reduced, Const) or reduced.name != item or not args:
            return None
        tensor, indices = reducer.whnf(args[-1], keep), list[I]()
        while not isinstance(tensor, Proj):
            reduced, args = spine(tensor)
            if not isinstance(reduced, Const) or reduced.name != config.tensor_get or len(args) < 2:
                return None
            indices.insert(0, self.index(args[-1]))
            tensor = reducer.whnf(args[-2], keep)
        if tensor.of not in self._layers:
            return None
        return self.made(reducer.structure_fields(tensor.structure)[tensor.index], tuple(indices))
