"""What a vector node computes, read once for all sizes.

The node is applied to variables for its sizes, to a context that has exactly its inputs, and to an unknown
vector of values; the coordinate of the result at an unknown place is unfolded, as for scalar functions, with
three things kept: sums and maxima over an index (:mod:`~proofgrad.bridge.reading.folds`), entries at index
expressions (:mod:`~proofgrad.bridge.reading.indices`) and choices between indices. The same is done for the
derivative and, input by input, for the reverse rule. Nothing is taken from the names of nodes or theorems.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.index import At, Atom, Condition, Index, Range, constant, var
from proofgrad.bridge.catalogue.indexed import (
    Axes,
    IndexedFormula,
    Variable,
    bound_name,
    height,
    output_name,
    substituted,
)
from proofgrad.bridge.olean.compute import Computing
from proofgrad.bridge.olean.reduce import ReductionLimit, head_name, spine
from proofgrad.bridge.olean.terms import DEFAULT, Const, FVar, Pi, Proj, Term
from proofgrad.bridge.reading.arguments import Arguments, Parameters, is_table
from proofgrad.bridge.reading.collapse import one_of_each, where
from proofgrad.bridge.reading.extract import ExtractionError, Extractor
from proofgrad.bridge.reading.folds import Fold, Folds
from proofgrad.bridge.reading.hypotheses import HypothesisReader
from proofgrad.bridge.reading.indices import Indices
from proofgrad.bridge.reading.library import Library

__all__ = ["IndexedReader"]

_ZERO = Tree("const", value=Fraction(0))


@dataclass(frozen=True)
class _Applied:
    """A node at variables for its sizes."""

    node: Term
    inputs: tuple[tuple[str, Term], ...]
    output: Term
    conditions: tuple[Condition, ...]
    variables: tuple[Variable, ...]
    parameters: dict[FVar, str]


class IndexedReader:
    """Reads vector nodes of a library for all sizes."""

    def __init__(self, library: Library, hypotheses: HypothesisReader | None = None) -> None:
        self.library, self.env, self.config = library, library.env, library.config
        self.hypotheses = hypotheses or HypothesisReader(library)
        self.reducer = Computing(library.env)
        self.terms = self.reducer.terms
        self.arguments = Arguments(self.config, self.reducer)
        self._extractor: Extractor | None = None
        self._products: bool | None = None

    def read(self, name: str) -> IndexedFormula:
        """The formula of a node.

        Args:
            name: full name of a definition whose type ends in a node.

        Raises:
            ExtractionError: it contains what is no formula, or what holds at some sizes only.
        """
        try:
            return _Reading(self, name).formula()
        except ReductionLimit as error:
            raise ExtractionError(f"{name}: {error.message}") from error

    def sizes_are_products(self) -> bool:
        """Whether the number of entries of a shape is what it should be, by some shapes; where a shape is a
        variable it is taken to be that.
        """
        if self._products is None:
            terms, name = self.terms, self.config.shape
            self._products = True
            for axes in ((), (3,), (2, 3), (2, 1, 3), (0, 2)):
                size = terms.app(terms.const(f"{name}.size"), self.arguments.shape(axes))
                count = self.reducer.natural(size)
                self._products = self._products and count == prod(axes)
        return self._products

    @property
    def extractor(self) -> Extractor:
        """Reads real numbers, over the one real field."""
        if self._extractor is None:
            field = self.library.extractor([]).real
            self._extractor = Extractor(self.reducer, self.config, field, self.library.show)
        return self._extractor


class _Reading:
    """One reading of a node."""

    def __init__(self, reader: IndexedReader, name: str) -> None:
        self.reader, self.name = reader, name
        self.library, self.config = reader.library, reader.config
        self.reducer, self.terms = reader.reducer, reader.terms
        self.extractor = reader.extractor
        self.indices = Indices(reader.library, reader.reducer)
        self.folds = Folds(self.indices, self._with)
        self._special: list[Callable[[Term], Tree | None]] = []
        self._read: dict[Term, Tree | None] = {}
        self._known: dict[Tree, Tree] = {}
        self._count = 0
        self._places: dict[str, Index] = {}
        self.vectors: dict[Term, str] = {}
        self.cotangent: Term | None = None
        self.applied = self._apply()
        self.parameters = Parameters[Index](
            self.config,
            self.reducer,
            self.applied.parameters,
            self.indices.natural,
            lambda name, indices: self._at("param", name, indices),
        )
        self.numbers: dict[Term, str] = {}
        for variable, called in self.applied.parameters.items():
            self.numbers |= reader.hypotheses.parameters(variable, called)

    # Applying

    def _apply(self) -> _Applied:
        constant_ = self.library.env[self.name]
        if constant_.levels:
            raise ExtractionError(f"{self.name} has universe levels")
        variables, _ = self.reducer.open_pis(constant_.type)
        config, terms = self.config, self.terms
        inputs = [(v, spine(v.type)[1][-1]) for v in variables if head_name(v.type) == config.index]
        context = self.reader.arguments.context([shape for _, shape in inputs])
        conditions: list[Condition] = []
        stated: list[Variable] = []
        parameters: dict[FVar, str] = {}
        args: list[Term] = []
        for v in variables:
            head = head_name(v.type)
            arg: Term = v
            if head == "Nat":
                stated.append(Variable(v.name, "natural"))
                self.indices.atoms[v] = var(Atom("size", v.name))
            elif head == config.shape:
                if not self.reader.sizes_are_products():
                    raise ExtractionError(f"{config.shape}.size is not the product of the axes")
                stated.append(Variable(v.name, "shape"))
                self.indices.atoms[v] = var(Atom("entries", v.name))
            elif head == "List":
                arg = context
            elif head == config.index:
                position = next(i for i, (w, _) in enumerate(inputs) if w is v)
                arg = self.reader.arguments.place(context, position)
            elif head == "Fin" and v.info == DEFAULT:
                bound = self.indices.natural(spine(v.type)[1][-1])
                stated.append(Variable(v.name, "index", bound=bound))
                self.indices.atoms[v] = var(Atom("select", v.name))
            elif is_table(v.type):
                assert isinstance(v.type, Pi)
                count, bound = (self.indices.natural(spine(t)[1][-1]) for t in (v.type.domain, v.type.body))
                stated.append(Variable(v.name, "table", count, bound))
                self.indices.tables[v] = v.name
            elif self.reducer.is_proposition(v.type):
                found = self.indices.conditions(v.type)
                conditions += found or ()
            elif v.info == DEFAULT:
                parameters[v] = v.name
            args.append(arg)
        node = terms.apply(terms.const(self.name), *args)
        type_: Term = constant_.type
        for arg in args:
            assert isinstance(type_, Pi)
            type_ = self.reducer.instantiate(type_.body, arg)
        head_, (_, output) = spine(type_)[0], spine(type_)[1][-2:]
        if not isinstance(head_, Const) or head_.name != config.node:
            raise ExtractionError(f"not the type of a node: {self.library.show(type_)}")
        named = tuple((v.name, shape) for v, shape in inputs)
        return _Applied(node, named, output, tuple(conditions), tuple(stated), parameters)

    # Shapes

    def _axis_terms(self, shape: Term) -> list[Term] | str:
        """The numbers of entries along the axes; the name of a shape that is a variable."""
        config, out = self.config, list[Term]()
        while True:
            head, args = spine(self.reducer.whnf(shape))
            if isinstance(head, FVar) and not args and not out:
                return head.name
            if isinstance(head, Const) and head.name == f"{config.shape}.scalar":
                return out
            if not isinstance(head, Const) or head.name != f"{config.shape}.dim" or len(args) != 2:
                raise ExtractionError(f"not a shape: {self.library.show(shape)}")
            out.append(args[0])
            shape = args[1]

    def _axes(self, shape: Term) -> Axes:
        found = self._axis_terms(shape)
        return found if isinstance(found, str) else tuple(map(self.indices.natural, found))

    def _size(self, shape: Term) -> Term:
        return self.terms.app(self.terms.const(f"{self.config.shape}.size"), shape)

    def _coordinate(self, shape: Term) -> Term:
        """The place of the entry at the indices of the result."""
        found = self._axis_terms(shape)
        if isinstance(found, str):
            return self._output_index(0, self._size(shape))
        if not found:
            return self.reducer.fin(1, 0)
        term: Term = self._output_index(len(found) - 1, found[-1])
        width = found[-1]
        for axis in range(len(found) - 2, -1, -1):
            rows = found[axis]
            index = self._output_index(axis, rows)
            term = self.terms.apply(self.terms.const(self.config.row_major), rows, width, index, term)
            width = self.terms.apply(self.terms.const("Nat.mul"), width, rows)
        return term

    def _output_index(self, axis: int, bound: Term) -> FVar:
        name = output_name(axis)
        self._places[name] = self.indices.natural(bound)
        return self._bound(name, bound, var(Atom("index", name)))

    def _bound(self, name: str, bound: Term, value: Index) -> FVar:
        return self.indices.bound(name, self.terms.app(self.terms.const("Fin"), bound), value)

    def _among_inputs(self, position: int, place: Term) -> Term:
        """The place, among the entries of all inputs, of a place in one of them."""
        sizes = [self._size(shape) for _, shape in self.applied.inputs]
        zero: Term = self.terms.lit(0)
        rests = [zero]
        for size in reversed(sizes):
            rests.insert(0, self.terms.apply(self.terms.const("Nat.add"), size, rests[0]))
        config, terms = self.config, self.terms
        term = terms.apply(terms.const(config.left_index), sizes[position], rests[position + 1], place)
        for i in range(position - 1, -1, -1):
            term = terms.apply(terms.const(config.right_index), rests[i + 1], sizes[i], term)
        return term

    # Reading

    def formula(self) -> IndexedFormula:
        applied, terms, config = self.applied, self.terms, self.config
        inputs = tuple((name, self._axes(shape)) for name, shape in applied.inputs)
        output = self._axes(applied.output)
        into, out = self._total(), self._size(applied.output)
        vector = terms.app(terms.const(config.vector), into)
        x, dx = terms.fvar("x", vector), terms.fvar("dx", vector)
        self.vectors = {x: "entry", dx: "tangent"}
        place = self._coordinate(applied.output)
        entry = terms.const(config.coordinates[0])

        def coordinate(map_: str, size: Term, at: Term, *values: Term) -> Tree:
            result = terms.apply(terms.const(map_), into, out, applied.node, *values)
            return self._tree(terms.apply(entry, size, result, at))

        forward = coordinate(config.forward, out, place, x)
        jvp = coordinate(config.jvp, out, place, x, dx)
        gradients: list[Tree] = []
        ct = self.cotangent = terms.fvar("δ", terms.app(terms.const(config.vector), out))
        try:
            for i, (_, shape) in enumerate(applied.inputs):
                at = self._among_inputs(i, self._coordinate(shape))
                gradients.append(_without_zeros(coordinate(config.vjp, into, at, x, ct)))
        except (ExtractionError, ReductionLimit):
            gradients = []
        return IndexedFormula(
            applied.variables,
            applied.conditions,
            inputs,
            output,
            forward,
            jvp,
            tuple(gradients),
        )

    def _total(self) -> Term:
        size: Term = self.terms.lit(0)
        for _, shape in reversed(self.applied.inputs):
            size = self.terms.apply(self.terms.const("Nat.add"), self._size(shape), size)
        return size

    def _tree(self, term: Term) -> Tree:
        return self.extractor.tree(term, self._leaf, self._known)

    def _with(self, term: Term, leaf: Callable[[Term], Tree | None]) -> Tree:
        """A real number, with leaves that come first."""
        self._special.append(leaf)
        try:
            return self._tree(term)
        finally:
            self._special.pop()

    def _leaf(self, term: Term) -> Tree | None:
        for special in reversed(self._special):
            found = special(term)
            if found is not None:
                return found
        if term not in self._read:
            found = self._own_leaf(term)
            if self._special:  # it may hold what only they know
                return found
            self._read[term] = found
        return self._read[term]

    def _own_leaf(self, term: Term) -> Tree | None:
        number = self.numbers.get(term)
        if number is not None:
            return Tree("param", value=number)
        head, args = spine(term)
        if isinstance(head, Proj):
            if len(args) == 1 and head.of in self.vectors:
                return self._entry(self.vectors[head.of], args[0])
            if len(args) == 1 and head.of is self.cotangent:
                return self._at("tangent", "", self._in(self.applied.output, args[0]))
        entry = self.parameters.entry(head, args)
        if entry is not None:
            return entry
        if isinstance(head, Proj):
            return self._fold(term)
        if not isinstance(head, Const):
            return None
        rewritten = self.indices.step(term)
        if rewritten is not None:
            return self._tree(rewritten)
        if head.name in ("ite", "dite", "cond"):
            return self._choice(head.name, args)
        operator = self.config.operators.get(head.name)
        if operator is not None and operator.op == "const" and operator.natural_at is not None and args:
            return self._natural(head, args)
        return None

    def _at(self, kind: str, name: str, indices: tuple[Index, ...]) -> Tree:
        assert kind in ("entry", "tangent", "param")
        return Tree("at", index=At(kind, name, indices))  # type: ignore[arg-type]

    def _in(self, shape: Term, place: Term) -> tuple[Index, ...]:
        axes = self._axes(shape)
        if isinstance(axes, str):
            return (self.indices.natural(place),)
        return self.indices.places(place, axes)

    def _entry(self, kind: str, place: Term) -> Tree:
        """An entry of the vector of all inputs: of which input, and where in it."""
        config, position = self.config, 0
        for _ in range(200):
            head, args = spine(place)
            if isinstance(head, Const) and head.name == config.right_index and len(args) == 3:
                self._placed(place, args, args[1])
                position, place = position + 1, args[2]
                continue
            if isinstance(head, Const) and head.name == config.left_index and len(args) == 3:
                self._placed(place, args, None)
                if position >= len(self.applied.inputs):
                    break
                name, shape = self.applied.inputs[position]
                return self._at(kind, name, self._in(shape, args[2]))
            following = self.indices.step(place)
            if following is None and isinstance(head, Const):
                following = self.reducer.unfold_head(place)
            if following is None:
                break
            place = following
        raise ExtractionError(f"not the place of an input: {self.library.show(place)}")

    def _placed(self, place: Term, args: list[Term], before: Term | None) -> None:
        """Make sure that an index of families side by side has the value that it should have."""
        value = self.indices.natural(args[2])
        if before is not None:
            value = value + self.indices.natural(before)
        unfolded = self.reducer.unfold_head(place)
        if unfolded is None or self.indices.natural(unfolded) != value:
            raise ExtractionError(f"not an index of families side by side: {self.library.show(place)}")

    def _natural(self, head: Const, args: list[Term]) -> Tree | None:
        """A natural number as a real one, if it is not a closed one."""
        operator = self.config.operators[head.name]
        at = 0 if operator.natural_at == "first" else -1
        value = self.indices.natural(args[at])
        rest = args[1:] if at == 0 else args[:-1]
        if value.number is not None or not self.extractor.means(head.name, operator):
            return None
        if not self.extractor.leading(head, rest):
            return None
        return Tree("natural", index=value)

    def _choice(self, name: str, args: list[Term]) -> Tree | None:
        """``if`` on indices; None on anything else."""
        if name == "cond":
            if len(args) != 4 or args[0] is not self.extractor.real.type:
                return None
            conditions = self.indices.test(args[1])
            then, other = args[2:]
        else:
            if len(args) != 5 or args[0] is not self.extractor.real.type:
                return None
            conditions = self.indices.conditions(args[1])
            then, other = args[3:]
            if name == "dite":
                proof = self.terms.const("⋯")
                then, other = (self.reducer.apply(branch, [proof]) for branch in (then, other))
        if conditions is None:
            return None
        return where(conditions, self._tree(then), self._tree(other))

    def _fold(self, term: Term) -> Tree | None:
        """A sum, a maximum or a search over an index."""
        found = self.folds.stuck(term)
        if found is None:
            return None
        size = self.indices.natural(found.size)
        fold = self.folds.recognised(found)
        if fold is None:
            return None
        if fold.kind == "pick":
            return self._picked(fold, found.family, found.size, size)
        names: list[str] = []
        bounds: list[Index] = []
        index = self._running(found.size, names, bounds)
        body = self._tree(self.reducer.apply(found.family, [index]))
        if fold.kind == "sum":
            left, body = one_of_each(dict(zip(names, bounds, strict=True)), body, self._places)
            if not left:
                return body
            names, bounds = list(left), list(left.values())
        level = height(body) + 1
        given = {Atom("index", old): bound_name(level, i) for i, old in enumerate(names)}
        body = substituted(body, {old: var(Atom("index", new)) for old, new in given.items()})
        range_ = Range(tuple(zip(given.values(), bounds, strict=True)))
        return Tree(fold.kind, (body,), index=range_)

    def _running(self, size: Term, names: list[str], bounds: list[Index]) -> Term:
        """An index that takes all values below a number; of a product it is made of two."""
        factors = self.indices.factors(size)
        if factors is None:
            self._count += 1
            names.append(f"~{self._count}")
            bounds.append(self.indices.natural(size))
            return self._bound(names[-1], size, var(Atom("index", names[-1])))
        rows, width = factors
        self._count += 1
        names.append(f"~{self._count}")
        bounds.append(self.indices.natural(rows))
        outer = self._bound(names[-1], rows, var(Atom("index", names[-1])))
        inner = self._running(width, names, bounds)
        return self.terms.apply(self.terms.const(self.config.row_major), rows, width, outer, inner)

    def _picked(self, fold: Fold, family: Term, size_term: Term, size: Index) -> Tree:
        assert fold.place is not None
        assert fold.otherwise is not None
        index = self._bound("pick", size_term, fold.place)
        entry = self._tree(self.reducer.apply(family, [index]))
        inside = (
            Condition("le", constant(0), fold.place),
            Condition("lt", fold.place, size),
        )
        return where(inside, entry, fold.otherwise)


def _without_zeros(tree: Tree) -> Tree:
    """A sum of the parts of a gradient, those that are 0 for this input left out."""
    if tree.op == "add":
        left, right = map(_without_zeros, tree.args)
        if left == _ZERO or right == _ZERO:
            return right if left == _ZERO else left
    return tree
