"""The formulas of a program out of those of its nodes: entries and directions of a node are replaced by the
formulas of the values that it is applied to. This is evaluation and the chain rule as ``Graph.eval_snoc`` and
``Graph.jvp_snoc`` state them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any, Protocol

from proofgrad.bridge.catalogue import Catalogue, Node, Tree, VectorFormula, in_order
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.formula.trees import const
from proofgrad.oracle.graph.program import Graph

__all__ = ["OPEN", "Composer", "Formulas", "composed", "walked"]

OPEN = object()
"""The value of a parameter that stays one in the program's formulas: whoever evaluates them says it."""


class Formulas(Protocol):
    """Reads vector nodes at given shapes: :class:`proofgrad.bridge.VectorFormulas`."""

    def __call__(
        self,
        node: Node,
        shapes: Sequence[tuple[int, ...]],
        given: Mapping[str, int | tuple[int, ...]] | None = None,
    ) -> VectorFormula:
        """The formula of a node for inputs of these shapes."""
        ...


class Composer:
    """Trees of all values so far, and the formula of each step; equal subtrees are one object."""

    def __init__(self) -> None:
        self.formulas: list[VectorFormula] = []
        self.shapes: list[tuple[int, ...]] = []
        self.forward: list[tuple[Tree, ...]] = []
        self.jvp: list[tuple[Tree, ...]] = []
        self.known: dict[Tree, Tree] = {}

    def one(self, tree: Tree) -> Tree:
        """The one object that equals it."""
        return self.known.setdefault(tree, tree)

    def add(self, formula: VectorFormula, places: Sequence[int], options: Mapping[str, Any]) -> None:
        """One more step, applied to the values at `places`."""
        entries = [tree for place in places for tree in self.forward[place]]
        tangents = [tree for place in places for tree in self.jvp[place]]
        new: dict[Tree, Tree] = {}
        for tree in in_order((*formula.forward, *formula.jvp)):
            new[tree] = self.put(tree, new, entries, tangents, options)
        self.formulas.append(formula)
        self.shapes.append(formula.output)
        self.forward.append(tuple(new[tree] for tree in formula.forward))
        self.jvp.append(tuple(new[tree] for tree in formula.jvp))

    def put(
        self,
        tree: Tree,
        new: Mapping[Tree, Tree],
        entries: Sequence[Tree],
        tangents: Sequence[Tree],
        options: Mapping[str, Any],
    ) -> Tree:
        """A tree of a node's formula as one of the program's, where `new` says what its arguments are."""
        if tree.op in ("entry", "tangent"):
            return (entries if tree.op == "entry" else tangents)[int(tree.value or 0)]
        if tree.op == "param":
            return self.one(_parameter(tree, options))
        return self.one(Tree(tree.op, tuple(new[arg] for arg in tree.args), tree.value))


def _parameter(tree: Tree, options: Mapping[str, Any]) -> Tree:
    base, bracket, rest = str(tree.value).partition("[")
    if base not in options:
        raise UsageError(f"the parameter {base} of a node has no value", hint=f"apply(..., {base}=...)")
    value = options[base]
    if value is OPEN:
        return tree
    if bracket:
        for index in rest.rstrip("]").split(","):
            value = value[int(index)]
    return const(float(value))


def composed(
    graph: Graph,
    catalogue: Catalogue,
    shapes: Mapping[str, tuple[int, ...]],
    formulas: Formulas | None = None,
) -> VectorFormula:
    """What a program computes on inputs of given shapes, coordinate by coordinate, and its derivative.

    Args:
        graph: the program.
        catalogue: which nodes there are, and their formulas.
        shapes: of the inputs.
        formulas: reads vector nodes at sizes that the catalogue does not have; None: those are an error.

    Raises:
        UsageError: an input has no shape, or a node has no formula at the shapes that it meets.
    """
    made = walked(graph, catalogue, shapes, formulas)
    inputs = tuple((name, tuple(shapes[name])) for name in graph.inputs)
    sizes = tuple((name, str(list(shape))) for name, shape in inputs)
    return VectorFormula(sizes, inputs, made.shapes[-1], made.forward[-1], made.jvp[-1])


def walked(
    graph: Graph,
    catalogue: Catalogue,
    shapes: Mapping[str, tuple[int, ...]],
    formulas: Formulas | None = None,
) -> Composer:
    """All values of a program on inputs of given shapes; arguments and errors as of :func:`composed`."""
    made = Composer()
    count = 0
    for name in graph.inputs:
        if name not in shapes:
            raise UsageError(f"input {name} has no shape")
        size = prod(shapes[name])
        made.shapes.append(tuple(shapes[name]))
        made.forward.append(tuple(made.one(Tree("entry", value=count + i)) for i in range(size)))
        made.jvp.append(tuple(made.one(Tree("tangent", value=count + i)) for i in range(size)))
        count += size
    for step in graph.steps:
        own = [made.shapes[place] for place in step.inputs]
        made.add(_formula(catalogue[step.node], own, step.options, formulas), step.inputs, step.options)
    return made


def _formula(
    node: Node,
    shapes: Sequence[tuple[int, ...]],
    options: Mapping[str, Any],
    formulas: Formulas | None,
) -> VectorFormula:
    if node.formula is not None:
        return _elementwise(node, shapes[0])
    for known in node.vectors:
        if [shape for _, shape in known.inputs] == list(shapes) and not options:
            return known
    if formulas is None:
        raise UsageError(
            f"the catalogue has no formula of {node.short_name} at the shapes {list(shapes)}",
            hint="pass formulas=proofgrad.bridge.VectorFormulas()",
        )
    given = {
        name: tuple(value) if isinstance(value, (tuple, list)) else value
        for name, value in options.items()
        if isinstance(value, (int, tuple, list)) and not isinstance(value, bool)
    }
    return formulas(node, shapes, given)


def _elementwise(node: Node, shape: tuple[int, ...]) -> VectorFormula:
    """f and f'·dx for every entry."""
    assert node.formula is not None

    def at(tree: Tree, i: int) -> Tree:
        if tree.op == "var":
            return Tree("entry", value=i)
        return Tree(tree.op, tuple(at(arg, i) for arg in tree.args), tree.value)

    places = range(prod(shape))
    forward = tuple(at(node.formula.f, i) for i in places)
    jvp = tuple(Tree("mul", (at(node.formula.df, i), Tree("tangent", value=i))) for i in places)
    return VectorFormula((), (("x", shape),), shape, forward, jvp)
