"""What a vector node computes at concrete sizes: one formula per coordinate of the result and of the
derivative.

The node is applied to concrete shapes, to a context that has exactly its inputs, and to an unknown vector of
values; then each coordinate is unfolded, as for scalar functions, until only operators and entries of that
vector are left. Sums over ``Fin n`` become additions, index arithmetic is computed
(:mod:`~proofgrad.bridge.olean.compute`). Nothing is taken from the names of nodes or theorems.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.indexed import IndexedFormula
from proofgrad.bridge.catalogue.instantiate import Concrete, instantiated
from proofgrad.bridge.catalogue.model import VectorFormula
from proofgrad.bridge.olean.compute import Computing
from proofgrad.bridge.olean.reduce import ReductionLimit, spine
from proofgrad.bridge.olean.terms import DEFAULT, Const, FVar, Pi, Proj, Term
from proofgrad.bridge.reading.extract import ExtractionError, Extractor
from proofgrad.bridge.reading.hypotheses import HypothesisReader
from proofgrad.bridge.reading.library import Library
from proofgrad.bridge.reading.sizes import Shape, Size, Sizes, larger, small, telling

__all__ = ["VectorReader", "at_some_sizes"]

_MAX_ENTRIES = 40
"""Of inputs and result together, at the sizes that are read without being asked for."""

_MAX_FORMULAS = 6
_FEW_FORMULAS = 4
"""Of nodes with three or more natural numbers, which take longest to read."""

_MOST_ENTRIES = 60
_TRIES = 400
"""So many choices are looked at for small sizes, and for larger ones, where most do not fit."""


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
    parameters: Mapping[Term, str]


class VectorReader:
    """Reads vector nodes of a library."""

    def __init__(self, library: Library, hypotheses: HypothesisReader | None = None) -> None:
        self.library, self.env, self.config = library, library.env, library.config
        self.hypotheses = hypotheses or HypothesisReader(library)
        self.terms = library.reducer.terms
        self.reducer = Computing(library.env)
        self._extractor: Extractor | None = None

    # What can be asked

    def variables(self, name: str) -> dict[str, type[int] | type[tuple[int, ...]]]:
        """What must be chosen to make a node concrete: its natural numbers (int) and shapes (tuple)."""
        opened, _ = self.reducer.open_pis(self.env[name].type)
        out: dict[str, type[int] | type[tuple[int, ...]]] = {}
        for variable in opened:
            head = _head(variable.type)
            if head == "Nat":
                out[variable.name] = int
            elif head == self.config.shape:
                out[variable.name] = tuple
        return out

    def read(self, name: str, sizes: Sizes) -> VectorFormula:
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

    def at_shapes(self, name: str, shapes: Sequence[Shape], given: Sizes | None = None) -> VectorFormula:
        """The formula of a node for inputs of given shapes.

        Args:
            name: full name of a definition whose type ends in a node.
            shapes: of its inputs, in order.
            given: values of natural numbers and shapes that the inputs' shapes do not determine.

        Raises:
            ExtractionError: there is no such formula, or the inputs cannot have these shapes.
        """
        sizes: dict[str, Size] = dict(given or {})
        opened, _ = self.reducer.open_pis(self.env[name].type)
        inputs = [v for v in opened if _head(v.type) == self.config.index]
        if len(inputs) != len(shapes):
            raise ExtractionError(f"{name} has {len(inputs)} inputs, not {len(shapes)}")
        for variable, shape in zip(inputs, shapes, strict=True):
            self._match(spine(variable.type)[1][-1], tuple(shape), sizes)
        kinds = self.variables(name)
        found = self.read(name, {n: size for n, size in sizes.items() if n in kinds})
        if tuple(shape for _, shape in found.inputs) != tuple(map(tuple, shapes)):
            raise ExtractionError(f"{name} does not take inputs of the shapes {list(shapes)}")
        return found

    def _match(self, term: Term, shape: Shape, sizes: dict[str, Size]) -> None:
        """Note what the variables of a shape must be for it to be that shape."""
        head, args = spine(self.reducer.whnf(term))
        if isinstance(head, FVar) and not args:
            sizes.setdefault(head.name, shape)
        elif len(args) == 2 and shape:
            if isinstance(args[0], FVar):
                sizes.setdefault(args[0].name, shape[0])
            self._match(args[1], shape[1:], sizes)

    def some(self, name: str) -> tuple[VectorFormula, ...]:
        """The formulas of a node at a few small sizes, the simplest first.

        Raises:
            ExtractionError: as :meth:`read`, at one of the sizes.
        """
        most = _FEW_FORMULAS if len(self.variables(name)) > 2 else _MAX_FORMULAS
        fitting = self._fitting(name, telling(*self._named(name)), 0, _MAX_ENTRIES)
        chosen = list(islice(fitting, most))
        if not chosen:
            raise ExtractionError(f"{name}: no sizes were found that it can be read at")
        return tuple(self.read(name, sizes) for sizes in chosen)

    def many(
        self, name: str, *, entries: int = 6, most: int = 40, beyond: int = 4, seed: int = 0
    ) -> tuple[VectorFormula, ...]:
        """The formulas of a node at every small size, and at some larger ones.

        Args:
            name: full name of the node.
            entries: what is small: so many entries of inputs and result together.
            most: how many small sizes are enough; the smallest come first.
            beyond: how many larger sizes are chosen at random, with up to 60 entries.
            seed: of that choice.

        Raises:
            ExtractionError: as :meth:`read`, at one of the sizes.
        """
        named = self._named(name)
        first = islice(small(*named, entries), _TRIES)
        chosen = list(islice(self._fitting(name, first, 0, entries), most))
        then = islice(larger(*named, seed), _TRIES)
        chosen += list(islice(self._fitting(name, then, entries + 1, _MOST_ENTRIES), beyond))
        if not chosen:
            raise ExtractionError(f"{name}: no sizes were found that it can be read at")
        return tuple(self.read(name, sizes) for sizes in chosen)

    def _named(self, name: str) -> tuple[list[str], list[str]]:
        """The natural numbers and the shapes that a node is stated for."""
        kinds = self.variables(name)
        return [n for n, kind in kinds.items() if kind is int], [n for n, k in kinds.items() if k is tuple]

    def _fitting(self, name: str, choices: Iterable[Sizes], least: int, most: int) -> Iterator[Sizes]:
        """Those of the choices that the node can be applied to, with so many entries; none twice."""
        seen = set()
        for sizes in choices:
            key = tuple(sizes.items())
            if key not in seen:
                seen.add(key)
                applied = self._apply(name, sizes)
                if applied is not None and least <= self._entries(applied) <= most:
                    yield sizes

    # Applying

    def _apply(self, name: str, sizes: Sizes) -> _Applied | None:
        """The node at these sizes; None if a proposition that it asks for is false there."""
        terms, reducer = self.terms, self.reducer
        constant = self.env[name]
        if constant.levels:
            raise ExtractionError(f"{name} has universe levels")
        node: Term = terms.const(name)
        type_: Term = constant.type
        names: list[str] = []
        chosen: list[tuple[str, str]] = []
        parameters: dict[Term, str] = {}
        inputs: list[tuple[str, Shape]] = []
        context = self._context(name, sizes)
        while True:
            if not isinstance(type_, Pi):
                type_ = reducer.head_reduced(type_)
                if not isinstance(type_, Pi):
                    break
            domain, head = type_.domain, _head(type_.domain)
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
                arg = self._shape_term(shape)
                chosen.append((type_.name, str(list(shape))))
            elif head == "List":
                arg = context
            elif head == self.config.index:
                shape_term = spine(domain)[1][-1]
                arg = self._index_term(context, len(inputs))
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
                arg = terms.fvar(type_.name, domain, type_.info)
                if reducer.is_proposition(domain):
                    if reducer.decide(domain) is False:
                        return None
                elif type_.info == DEFAULT:
                    parameters[arg] = type_.name
            names.append(type_.name)
            node = terms.app(node, arg)
            type_ = reducer.instantiate(type_.body, arg)
        return _Applied(node, type_, tuple(chosen), tuple(inputs), parameters)

    def _selection(self, type_: Term) -> tuple[Term, list[int] | None] | None:
        """For a type ``Fin m → Fin n`` the function ``i ↦ i mod n`` and its values, which are None if there
        is no function; None for any other type.
        """
        if not isinstance(type_, Pi) or _head(type_.domain) != "Fin" or _head(type_.body) != "Fin":
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

    def _context(self, name: str, sizes: Sizes) -> Term:
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
                arg = self._shape_term(size)
            else:
                arg = terms.fvar(type_.name, domain)
                if _head(domain) == self.config.index:
                    shapes.append(spine(domain)[1][-1])
            type_ = reducer.instantiate(type_.body, arg)
        shape = terms.const(self.config.shape)
        zero = (terms.zero,)
        context: Term = terms.app(terms.const("List.nil", zero), shape)
        for part in reversed(shapes):
            context = terms.apply(terms.const("List.cons", zero), shape, part, context)
        return context

    def _index_term(self, context: Term, position: int) -> Term:
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

    def _shape_term(self, shape: Shape) -> Term:
        terms, name = self.terms, self.config.shape
        term: Term = terms.const(f"{name}.scalar")
        for size in reversed(shape):
            term = terms.apply(terms.const(f"{name}.dim"), terms.lit(size), term)
        return term

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

    def _entries(self, applied: _Applied) -> int:
        return sum(_entries(shape) for _, shape in applied.inputs) + _entries(self._output(applied))

    # Reading

    def _read(self, name: str, sizes: Sizes) -> VectorFormula:
        applied = self._apply(name, sizes)
        if applied is None:
            raise ExtractionError(f"{name}: a hypothesis about sizes is false at {dict(sizes)}")
        extractor = self._reals()
        terms = self.terms
        output = self._output(applied)
        count = sum(_entries(shape) for _, shape in applied.inputs)
        vector = terms.app(terms.const(self.config.vector), terms.lit(count))
        x, dx = terms.fvar("x", vector), terms.fvar("dx", vector)
        into, out = terms.lit(count), terms.lit(_entries(output))
        numbers: dict[Term, str] = {}
        for variable, called in applied.parameters.items():
            if isinstance(variable, FVar):
                numbers |= self.hypotheses.parameters(variable, called)
        leaves = _Leaves(self, {x: "entry", dx: "tangent"}, applied.parameters, numbers)

        def coordinates(map_: str, *values: Term) -> tuple[Tree, ...]:
            result = terms.apply(terms.const(map_), into, out, applied.node, *values)
            entry = terms.const(self.config.coordinates[0])
            return tuple(
                extractor.tree(
                    terms.apply(entry, out, result, self.reducer.fin(_entries(output), i)), leaves.leaf, known
                )
                for i in range(_entries(output))
            )

        known: dict[Tree, Tree] = {}
        forward = coordinates(self.config.forward, x)
        jvp = coordinates(self.config.jvp, x, dx)
        return VectorFormula(applied.sizes, applied.inputs, output, forward, jvp)

    def _reals(self) -> Extractor:
        if self._extractor is None:
            field = self.library.extractor([]).real
            self._extractor = Extractor(self.reducer, self.config, field, self.library.show)
        return self._extractor


def at_some_sizes(formula: IndexedFormula) -> tuple[VectorFormula, ...]:
    """A formula for all sizes at a few small sizes, the simplest first.

    Raises:
        ExtractionError: none of those fits.
    """
    naturals = [v.name for v in formula.variables if v.kind == "natural"]
    shapes = [v.name for v in formula.variables if v.kind == "shape"]
    found: dict[tuple[tuple[str, str], ...], VectorFormula] = {}
    for sizes in telling(naturals, shapes):
        try:
            concrete = Concrete.at(formula, sizes)
        except ValueError:
            continue
        count = concrete.count("forward") + concrete.count("vjp")
        if count <= _MAX_ENTRIES and concrete.sizes not in found:
            found[concrete.sizes] = instantiated(formula, sizes)
        if len(found) == _FEW_FORMULAS:
            break
    if not found:
        raise ExtractionError("no sizes were found that it can be read at")
    return tuple(found.values())


class _Leaves:
    """Recognises entries of the input, and parameters."""

    def __init__(
        self,
        reader: VectorReader,
        vectors: Mapping[Term, str],
        parameters: Mapping[Term, str],
        numbers: Mapping[Term, str],
    ) -> None:
        self.reader, self.reducer = reader, reader.reducer
        self.vectors, self.parameters, self.numbers = vectors, parameters, numbers
        self.structures = {
            term
            for term in parameters
            if isinstance(term, FVar) and _head(term.type) == reader.config.linear_spec
        }

    def leaf(self, term: Term) -> Tree | None:
        name = self.numbers.get(term)
        if name is not None:
            return Tree("param", value=name)
        field = self._entry_of_field(term)
        if field is not None:
            return field
        head, args = spine(term)
        if isinstance(head, Proj) and args:
            op = self.vectors.get(head.of)
            if op is not None:
                return self._entry(op, None, args) if len(args) == 1 else None
            parameter = self._named(head)
            return None if parameter is None else self._entry(None, parameter, args)
        if isinstance(head, FVar) and head in self.parameters and args:
            return self._entry(None, self.parameters[head], args)
        return None

    def _named(self, part: Proj) -> str | None:
        """The name of a field of a parameter, ``cfg.weights``; of the coordinates of a vector, its own."""
        of = self._named(part.of) if isinstance(part.of, Proj) else self.parameters.get(part.of)
        if of is None or part.structure == self.reader.config.vector:
            return of
        fields = self.reducer.structure_fields(part.structure)
        return f"{of}.{fields[part.index]}" if part.index < len(fields) else None

    def _entry_of_field(self, term: Term) -> Tree | None:
        """An entry of a tensor that is a field of a parameter: ``weights[i, j]`` of a linear layer."""
        if not self.structures:
            return None
        config = self.reader.config
        head, args = spine(term)
        if not isinstance(head, Const):
            return None
        if head.name != config.tensor_item and not any(arg in self.structures for arg in args):
            return None
        keep = (config.tensor_item, config.tensor_get)
        head, args = spine(self.reducer.whnf(term, keep))
        if not isinstance(head, Const) or head.name != config.tensor_item or not args:
            return None
        tensor, indices = self.reducer.whnf(args[-1], keep), list[int]()
        while not isinstance(tensor, Proj):
            head, args = spine(tensor)
            if not isinstance(head, Const) or head.name != config.tensor_get or len(args) < 2:
                return None
            index = self.reducer.index(args[-1])
            if index is None:
                raise ExtractionError(f"not a concrete index: {self.reader.library.show(args[-1])}")
            indices.insert(0, index)
            tensor = self.reducer.whnf(args[-2], keep)
        if tensor.of not in self.structures:
            return None
        field = self.reader.library.reducer.structure_fields(tensor.structure)[tensor.index]
        return Tree("param", value=f"{field}[{', '.join(map(str, indices))}]")

    def _entry(self, op: str | None, parameter: str | None, args: list[Term]) -> Tree:
        indices = []
        for arg in args:
            index = self.reducer.index(arg)
            if index is None:
                raise ExtractionError(f"not a concrete index: {self.reader.library.show(arg)}")
            indices.append(index)
        if op is not None:
            return Tree(op, value=indices[0])
        return Tree("param", value=f"{parameter}[{', '.join(map(str, indices))}]")


def _entries(shape: Shape) -> int:
    count = 1
    for size in shape:
        count *= size
    return count


def _head(type_: Term) -> str | None:
    head, _ = spine(type_)
    return head.name if isinstance(head, Const) else None
