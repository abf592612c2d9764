"""What a vector node computes at concrete sizes: for nodes whose sums resist.

Most nodes are read once for all sizes (:mod:`~proofgrad.bridge.reading.indexed`), all vector nodes of the
library that ships among them. That needs every recursion over an index to be a sum, a maximum or a search,
as :mod:`~proofgrad.bridge.reading.folds` recognises them: running sums, products over an index, sums that
treat some entries differently, shapes such as 2^n are none of these. Such a node is read here, at one choice
of sizes after the other: applied to concrete shapes, to a context that has exactly its inputs, and to an
unknown vector of values, each coordinate is unfolded until only operators and entries of that vector are
left. Sums over ``Fin n`` become additions, index arithmetic is computed
(:mod:`~proofgrad.bridge.olean.compute`). Nothing is taken from the names of nodes or theorems. Where both
readers can read a node they must agree, which a test asks of every node of the library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

from proofgrad.bridge.catalogue import sizes as choosing
from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.instantiate import Choice, Choices, Shape
from proofgrad.bridge.catalogue.model import VectorFormula
from proofgrad.bridge.olean.compute import Computing
from proofgrad.bridge.olean.reduce import ReductionLimit, head_name, spine
from proofgrad.bridge.olean.terms import DEFAULT, Const, FVar, Pi, Proj, Term
from proofgrad.bridge.reading.arguments import Arguments, Parameters, is_table
from proofgrad.bridge.reading.extract import ExtractionError, Extractor
from proofgrad.bridge.reading.hypotheses import HypothesisReader
from proofgrad.bridge.reading.library import Library

__all__ = ["ConcreteReader"]

_MAX_FORMULAS = 6
_FEW_FORMULAS = 4
"""Of nodes with three or more natural numbers, which take longest to read."""


@dataclass(frozen=True)
class _Applied:
    """A node at concrete sizes.

    Attributes:
        node: the term of type ``Node Γ τ``.
        type: that type.
        sizes: what was put in for which variable.
        inputs: names and shapes.
        parameters: free variables that are left, and how the formula calls them.
    """

    node: Term
    type: Term
    sizes: tuple[tuple[str, str], ...]
    inputs: tuple[tuple[str, Shape], ...]
    parameters: Mapping[FVar, str]


class ConcreteReader:
    """Reads vector nodes of a library at concrete sizes."""

    def __init__(self, library: Library, hypotheses: HypothesisReader | None = None) -> None:
        self.library, self.env, self.config = library, library.env, library.config
        self.hypotheses = hypotheses or HypothesisReader(library)
        self.terms = library.reducer.terms
        self.reducer = Computing(library.env)
        self.arguments = Arguments(self.config, self.reducer)
        self._extractor: Extractor | None = None

    # What can be asked

    def variables(self, name: str) -> dict[str, type[int] | type[tuple[int, ...]]]:
        """What must be chosen to make a node concrete: its natural numbers (int) and shapes (tuple)."""
        opened, _ = self.reducer.open_pis(self.env[name].type)
        out: dict[str, type[int] | type[tuple[int, ...]]] = {}
        for variable in opened:
            head = head_name(variable.type)
            if head == "Nat":
                out[variable.name] = int
            elif head == self.config.shape:
                out[variable.name] = tuple
        return out

    def read(self, name: str, sizes: Choices) -> VectorFormula:
        """The formula of a node at given sizes.

        Args:
            name: full name of a definition whose type ends in a node.
            sizes: for each of :meth:`variables` its value.

        Raises:
            ExtractionError: it contains what is no formula, or the node cannot be applied to these sizes.
        """
        try:
            return self._read(name, sizes)
        except ReductionLimit as error:
            raise ExtractionError(f"{name}: {error.message}") from error

    def at_shapes(self, name: str, shapes: Sequence[Shape], given: Choices | None = None) -> VectorFormula:
        """The formula of a node for inputs of given shapes.

        Args:
            name: full name of a definition whose type ends in a node.
            shapes: of its inputs, in order.
            given: values of natural numbers and shapes that the inputs' shapes do not determine.

        Raises:
            ExtractionError: there is no such formula, or the inputs cannot have these shapes.
        """
        sizes: dict[str, Choice] = dict(given or {})
        opened, _ = self.reducer.open_pis(self.env[name].type)
        inputs = [v for v in opened if head_name(v.type) == self.config.index]
        if len(inputs) != len(shapes):
            raise ExtractionError(f"{name} has {len(inputs)} inputs, not {len(shapes)}")
        for variable, shape in zip(inputs, shapes, strict=True):
            self._match(spine(variable.type)[1][-1], tuple(shape), sizes)
        kinds = self.variables(name)
        found = self.read(name, {n: size for n, size in sizes.items() if n in kinds})
        if tuple(shape for _, shape in found.inputs) != tuple(map(tuple, shapes)):
            raise ExtractionError(f"{name} does not take inputs of the shapes {list(shapes)}")
        return found

    def _match(self, term: Term, shape: Shape, sizes: dict[str, Choice]) -> None:
        """Note what the variables of a shape must be for it to be that shape."""
        head, args = spine(self.reducer.whnf(term))
        if isinstance(head, FVar) and not args:
            sizes.setdefault(head.name, shape)
        elif len(args) == 2 and shape:
            if isinstance(args[0], FVar):
                sizes.setdefault(args[0].name, shape[0])
            self._match(args[1], shape[1:], sizes)

    def some(self, name: str) -> tuple[VectorFormula, ...]:
        """The formulas of a node at a few small sizes, the simplest first; none if it can be read at none.

        Raises:
            ExtractionError: as :meth:`read`, at one of the sizes.
        """
        most = _FEW_FORMULAS if len(self.variables(name)) > 2 else _MAX_FORMULAS
        return choosing.some(_OfNode(self, name), most)

    def many(self, name: str, *, seed: int = 0) -> tuple[VectorFormula, ...]:
        """The formulas of a node at every small size and some larger ones, as
        :func:`proofgrad.bridge.catalogue.sizes.many` chooses them.

        Raises:
            ExtractionError: as :meth:`read`, at one of the sizes.
        """
        return choosing.many(_OfNode(self, name), seed=seed)

    def entries(self, name: str, sizes: Choices) -> int | None:
        """Of inputs and result together; None where the node does not exist."""
        applied = self._apply(name, sizes)
        if applied is None:
            return None
        return sum(prod(shape) for _, shape in applied.inputs) + prod(self._output(applied))

    # Applying

    def _apply(self, name: str, sizes: Choices) -> _Applied | None:
        """The node at these sizes; None if a proposition that it asks for is false there."""
        terms, reducer = self.terms, self.reducer
        constant = self.env[name]
        if constant.levels:
            raise ExtractionError(f"{name} has universe levels")
        node: Term = terms.const(name)
        type_: Term = constant.type
        names: list[str] = []
        chosen: list[tuple[str, str]] = []
        parameters: dict[FVar, str] = {}
        inputs: list[tuple[str, Shape]] = []
        context = self._context(name, sizes)
        while True:
            if not isinstance(type_, Pi):
                type_ = reducer.head_reduced(type_)
                if not isinstance(type_, Pi):
                    break
            domain, head = type_.domain, head_name(type_.domain)
            if head == "Nat":
                size = sizes.get(type_.name)
                if not isinstance(size, int):
                    raise ExtractionError(f"{name}: no value for {type_.name}")
                arg = terms.lit(size)
                chosen.append((type_.name, str(size)))
            elif head == self.config.shape:
                shape = sizes.get(type_.name)
                if not isinstance(shape, tuple):
                    raise ExtractionError(f"{name}: no shape for {type_.name}")
                arg = self.arguments.shape(shape)
                chosen.append((type_.name, str(list(shape))))
            elif head == "List":
                arg = context
            elif head == self.config.index:
                shape_term = spine(domain)[1][-1]
                arg = self.arguments.place(context, len(inputs))
                inputs.append((type_.name, self._shape_value(shape_term)))
            elif head == "Fin" and type_.info == DEFAULT:
                bound = reducer.natural(spine(domain)[1][-1])
                if not bound:
                    return None
                arg = reducer.fin(bound, bound - 1)
                chosen.append((type_.name, str(bound - 1)))
            elif (choice := self._selection(domain)) is not None:
                arg, values = choice
                if values is None:
                    return None
                chosen.append((type_.name, str(values)))
            else:
                arg = variable = terms.fvar(type_.name, domain, type_.info)
                if reducer.is_proposition(domain):
                    if reducer.decide(domain) is False:
                        return None
                elif type_.info == DEFAULT:
                    parameters[variable] = type_.name
            names.append(type_.name)
            node = terms.app(node, arg)
            type_ = reducer.instantiate(type_.body, arg)
        return _Applied(node, type_, tuple(chosen), tuple(inputs), parameters)

    def _selection(self, type_: Term) -> tuple[Term, list[int] | None] | None:
        """For a type ``Fin m → Fin n`` the function ``i ↦ i mod n`` and its values, which are None if there
        is no function; None for any other type.
        """
        if not isinstance(type_, Pi) or not is_table(type_):
            return None
        terms = self.terms
        count = self.reducer.natural(spine(type_.domain)[1][-1])
        bound = self.reducer.natural(spine(type_.body)[1][-1])
        if count is None or bound is None:
            return None
        remainder = terms.apply(terms.const("Nat.mod"), terms.proj("Fin", 0, terms.bvar(0)), terms.lit(bound))
        index = terms.apply(terms.const("Fin.mk"), terms.lit(bound), remainder, terms.const("⋯"))
        values = [i % bound for i in range(count)] if bound else None if count else []
        return terms.lam("i", type_.domain, index), values

    def _context(self, name: str, sizes: Choices) -> Term:
        """The list of the shapes of exactly the node's inputs."""
        terms, reducer = self.terms, self.reducer
        type_: Term = self.env[name].type
        shapes: list[Term] = []
        while isinstance(type_, Pi):
            domain = type_.domain
            size = sizes.get(type_.name)
            arg: Term
            if isinstance(size, int):
                arg = terms.lit(size)
            elif isinstance(size, tuple):
                arg = self.arguments.shape(size)
            else:
                arg = terms.fvar(type_.name, domain)
                if head_name(domain) == self.config.index:
                    shapes.append(spine(domain)[1][-1])
            type_ = reducer.instantiate(type_.body, arg)
        return self.arguments.context(shapes)

    def _shape_value(self, term: Term) -> Shape:
        name = self.config.shape
        out: list[int] = []
        while True:
            head, args = spine(self.reducer.whnf(term))
            if isinstance(head, Const) and head.name == f"{name}.scalar":
                return tuple(out)
            size = self.reducer.natural(args[0]) if len(args) == 2 else None
            if not isinstance(head, Const) or head.name != f"{name}.dim" or size is None:
                raise ExtractionError(f"not a concrete shape: {self.library.show(term)}")
            out.append(size)
            term = args[1]

    def _output(self, applied: _Applied) -> Shape:
        head, args = spine(applied.type)
        if not isinstance(head, Const) or head.name != self.config.node or len(args) != 2:
            raise ExtractionError(f"not the type of a node: {self.library.show(applied.type)}")
        return self._shape_value(args[1])

    # Reading

    def _read(self, name: str, sizes: Choices) -> VectorFormula:
        applied = self._apply(name, sizes)
        if applied is None:
            raise ExtractionError(f"{name}: a hypothesis about sizes is false at {dict(sizes)}")
        extractor = self._reals()
        terms = self.terms
        output = self._output(applied)
        count = sum(prod(shape) for _, shape in applied.inputs)
        vector = terms.app(terms.const(self.config.vector), terms.lit(count))
        x, dx = terms.fvar("x", vector), terms.fvar("dx", vector)
        into, out = terms.lit(count), terms.lit(prod(output))
        numbers: dict[Term, str] = {}
        for variable, called in applied.parameters.items():
            numbers |= self.hypotheses.parameters(variable, called)
        vectors: dict[Term, str] = {x: "entry", dx: "tangent"}
        parameters = Parameters[int](
            self.config,
            self.reducer,
            applied.parameters,
            self._index,
            lambda called, at: Tree("param", value=f"{called}[{', '.join(map(str, at))}]"),
        )

        def leaf(term: Term) -> Tree | None:
            if term in numbers:
                return Tree("param", value=numbers[term])
            head, args = spine(term)
            if isinstance(head, Proj) and head.of in vectors and args:
                return Tree(vectors[head.of], value=self._index(args[0])) if len(args) == 1 else None
            return parameters.entry(head, args)

        def coordinates(map_: str, *values: Term) -> tuple[Tree, ...]:
            result = terms.apply(terms.const(map_), into, out, applied.node, *values)
            entry = terms.const(self.config.coordinates[0])
            return tuple(
                extractor.tree(
                    terms.apply(entry, out, result, self.reducer.fin(prod(output), i)), leaf, known
                )
                for i in range(prod(output))
            )

        known: dict[Tree, Tree] = {}
        forward = coordinates(self.config.forward, x)
        jvp = coordinates(self.config.jvp, x, dx)
        return VectorFormula(applied.sizes, applied.inputs, output, forward, jvp)

    def _index(self, term: Term) -> int:
        found = self.reducer.index(term)
        if found is None:
            raise ExtractionError(f"not a concrete index: {self.library.show(term)}")
        return found

    def _reals(self) -> Extractor:
        if self._extractor is None:
            field = self.library.extractor([]).real
            self._extractor = Extractor(self.reducer, self.config, field, self.library.show)
        return self._extractor


class _OfNode:
    """A node of a library as :class:`~proofgrad.bridge.catalogue.sizes.Sized`."""

    def __init__(self, reader: ConcreteReader, name: str) -> None:
        self.reader, self.name = reader, name
        kinds = reader.variables(name)
        self.naturals: Sequence[str] = [n for n, kind in kinds.items() if kind is int]
        self.shapes: Sequence[str] = [n for n, kind in kinds.items() if kind is tuple]

    def entries(self, sizes: Choices) -> int | None:
        return self.reader.entries(self.name, sizes)

    def at(self, sizes: Choices) -> VectorFormula:
        return self.reader.read(self.name, sizes)
