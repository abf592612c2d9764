"""Linear nodes: is ``W x + b`` really what a node computes, and which fields of its structure are W and b?

Read off the theorem about the node's forward map, as for elementwise nodes: coordinate i of the result must
be ``(sum over j of W i j * x j) + b i``, where ``W i j`` and ``b i`` are entries of fields of the node's
structure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.model import LinearForm
from proofgrad.bridge.olean.reduce import spine
from proofgrad.bridge.olean.terms import Const, FVar, Lambda, Proj, Term
from proofgrad.bridge.reading.extract import ExtractionError, Extractor

if TYPE_CHECKING:
    from proofgrad.bridge.reading.library import Library

__all__ = ["linear_form"]


def linear_form(library: Library, node: str) -> LinearForm:
    """The linear form of a node over a structure of weights and bias.

    Raises:
        ExtractionError: there is no theorem about its forward map, or it says something else.
        ShapeError: the theorem is no equation about a coordinate of the forward map.
    """
    config = library.config
    theorem = f"{node}{config.forward_suffix}"
    equation = library.map_equation(theorem, config.forward, node)
    wrong = ExtractionError(f"{theorem} does not say that {node} is linear")
    specs = [arg for arg in equation.args if _type_head(arg) == config.linear_spec]
    if len(specs) != 1:
        raise wrong
    reader = _Reader(library, equation.extractor, specs[0], equation.values[0], equation.index)
    tree = equation.extractor.tree(equation.value, reader.leaf)
    if tree != Tree("add", (Tree("param", value="W x"), Tree("param", value="b"))):
        raise wrong
    if reader.weight is None or reader.bias is None:
        raise wrong
    return LinearForm(reader.weight, reader.bias)


def _type_head(term: Term) -> str | None:
    head = spine(term.type)[0] if isinstance(term, FVar) else None
    return head.name if isinstance(head, Const) else None


class _Reader:
    """Recognises the sum and the bias in the value of coordinate `row`."""

    def __init__(self, library: Library, extractor: Extractor, spec: Term, x: Term, row: Term) -> None:
        self.library, self.extractor = library, extractor
        self.spec, self.x, self.row = spec, x, row
        self.weight: str | None = None
        self.bias: str | None = None

    def leaf(self, term: Term) -> Tree | None:
        head, args = spine(term)
        if not isinstance(head, Const):
            return None
        if head.name == self.library.config.sum and args and isinstance(args[-1], Lambda):
            return Tree("param", value="W x") if self._is_product(args[-1]) else None
        field = self._entry_of_field(term, [self.row])
        if field is None:
            return None
        self.bias = field
        return Tree("param", value="b")

    def _is_product(self, summand: Lambda) -> bool:
        """Whether a summand is ``W row j * x j``, in this order or the other."""
        reducer = self.library.reducer
        column = reducer.terms.fvar(summand.name, summand.domain)

        def leaf(term: Term) -> Tree | None:
            if self.library.entry(term, self.x, column) is not None:
                return Tree("param", value="x")
            field = self._entry_of_field(term, [self.row, column])
            if field is None:
                return None
            self.weight = field
            return Tree("param", value="W")

        try:
            tree = self.extractor.tree(reducer.apply(summand, [column]), leaf)
        except ExtractionError:
            return False
        return tree.op == "mul" and {arg.value for arg in tree.args} == {"W", "x"}

    def _entry_of_field(self, term: Term, indices: list[Term]) -> str | None:
        """The field of the structure whose entry at these indices a term is, None if it is none."""
        library, config = self.library, self.library.config
        keep = (config.tensor_item, config.tensor_get)
        head, args = spine(library.reducer.whnf(term, keep))
        if not isinstance(head, Const) or head.name != config.tensor_item or not args:
            return None
        tensor = args[-1]
        for index in reversed(indices):
            head, args = spine(library.reducer.whnf(tensor, keep))
            if not isinstance(head, Const) or head.name != config.tensor_get or len(args) < 2:
                return None
            if args[-1] is not index:
                return None
            tensor = args[-2]
        field = library.reducer.whnf(tensor, keep)
        if not isinstance(field, Proj) or field.of is not self.spec or field.structure != config.linear_spec:
            return None
        return library.reducer.structure_fields(field.structure)[field.index]
