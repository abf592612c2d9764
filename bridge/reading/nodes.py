"""What a definition whose type ends in a node is: elementwise with formulas, a vector node, or a constructor
of nodes.
"""

from __future__ import annotations

from dataclasses import dataclass

from proofgrad.bridge.catalogue.formula import Formula, Tree
from proofgrad.bridge.catalogue.indexed import IndexedFormula
from proofgrad.bridge.catalogue.model import NodeKind, VectorFormula
from proofgrad.bridge.catalogue.sizes import OfEverySize, some
from proofgrad.bridge.catalogue.text import formula_text
from proofgrad.bridge.olean.constants import Inductive
from proofgrad.bridge.olean.reduce import ReductionLimit, head_name, spine
from proofgrad.bridge.olean.terms import DEFAULT, App, Const, FVar, Pi, Term
from proofgrad.bridge.reading.concrete import ConcreteReader
from proofgrad.bridge.reading.extract import ExtractionError
from proofgrad.bridge.reading.hypotheses import HypothesisReader
from proofgrad.bridge.reading.indexed import IndexedReader
from proofgrad.bridge.reading.library import Library, ShapeError

__all__ = ["NodeReader", "NodeShape"]

_SIZES = 4
"""At so many sizes formulas that hold at every size are written out, for people."""


@dataclass(frozen=True, slots=True)
class NodeShape:
    """What a definition whose type ends in a node is.

    Attributes:
        kind: elementwise, vector or generic.
        parameters: names of its parameters.
        formula: of an elementwise node, None if it could not be read.
        vectors: of a vector node: what it computes at some sizes.
        indexed: of a vector node: what it computes at every size; None if it could be read at some only.
        problem: why the formula could not be read.
    """

    kind: NodeKind
    parameters: tuple[str, ...] = ()
    formula: Formula | None = None
    problem: str | None = None
    vectors: tuple[VectorFormula, ...] = ()
    indexed: IndexedFormula | None = None


@dataclass(frozen=True, slots=True)
class _Elemwise:
    """Positions of the arguments of the constructor of elementwise nodes, as its theorems have them."""

    arity: int
    index: int
    f: int
    df: int


class NodeReader:
    """Reads the nodes of a library."""

    def __init__(self, library: Library) -> None:
        self.library, self.env, self.config = library, library.env, library.config
        self.reducer = library.reducer
        self.hypotheses = HypothesisReader(library)
        self.concrete = ConcreteReader(library, self.hypotheses)
        self.indexed = IndexedReader(library, self.hypotheses)
        self._shapes: dict[str, NodeShape] = {}
        self._elemwise: _Elemwise | ShapeError | None = None

    def read(self, name: str) -> NodeShape:
        """What a definition whose type ends in a node is.

        A formula that cannot be read is no exception here: it is named in the shape's `problem`.
        """
        found = self._shapes.get(name)
        if found is None:
            found = self._shapes[name] = self._shape(name)
        return found

    def _shape(self, name: str) -> NodeShape:
        constant = self.env[name]
        variables, _ = self.reducer.open_pis(constant.type)
        const = self.reducer.terms.const(name, tuple(map(self.reducer.terms.param, constant.levels)))
        applied = self.reducer.terms.apply(const, *variables)
        explicit = [v for v in variables if v.info == DEFAULT]
        spec = next((v for v in explicit if head_name(v.type) == self.config.linear_spec), None)
        if any(v is not spec and self.builds(v.type) for v in explicit):
            return NodeShape("generic")
        try:
            core = self.reducer.whnf(applied, (self.config.elemwise,))
        except ReductionLimit as error:
            return NodeShape("vector", problem=f"{name}: {error.message}")
        head, args = spine(core)
        if isinstance(head, Const) and head.name == self.config.elemwise:
            return self._elementwise(variables, args)
        parameters = tuple(
            name
            for v in explicit
            if not self._is_index(v.type) and not self._is_proof(v)
            for name in (self.reducer.structure_fields(self.config.linear_spec) if v is spec else (v.name,))
        )
        try:
            indexed = self.indexed.read(name)
        except ExtractionError:  # then it is read at some sizes, one by one
            indexed = None
        try:
            vectors = some(OfEverySize(indexed), _SIZES) if indexed else self.concrete.some(name)
            if not vectors:
                raise ExtractionError(f"{name}: no sizes were found that it can be read at")
        except ExtractionError as error:
            return NodeShape("vector", parameters, problem=error.message)
        return NodeShape("vector", parameters, vectors=vectors, indexed=indexed)

    def _is_proof(self, variable: FVar) -> bool:
        return self.reducer.is_proposition(variable.type)

    def _elementwise(self, variables: list[FVar], args: list[Term]) -> NodeShape:
        names: tuple[str, ...] = ()
        try:
            layout = self.elemwise_layout()
            extractor = self.library.extractor(variables)
            real = extractor.real.type
            parameters: dict[Term, str] = {}
            for variable in variables:
                parameters |= self.hypotheses.parameters(variable, variable.name)
            names = tuple(parameters.values())
            if len(args) != layout.arity or args[layout.index] not in variables:
                raise ExtractionError(f"{self.config.elemwise} applied in an unknown way")
            leaves = {term: Tree("param", value=name) for term, name in parameters.items()}
            trees = []
            for position in (layout.f, layout.df):
                x = self.reducer.terms.fvar("x", real)
                value = self.reducer.apply(args[position], [x])
                trees.append(extractor.tree(value, {**leaves, x: Tree("var")}))
        except (ExtractionError, ShapeError, ReductionLimit) as error:
            return NodeShape("elementwise", names, problem=error.message)
        f, df = trees
        return NodeShape("elementwise", names, Formula(f, df, formula_text(f), formula_text(df)))

    def _is_index(self, type_: Term) -> bool:
        return head_name(type_) in self.config.index_types

    def builds(self, type_: Term) -> bool:
        """Whether a node with an argument of that type builds nodes: another for each function or formula."""
        return self._is_function(type_, 0)

    def _is_function(self, type_: Term, depth: int) -> bool:
        """Whether a type is one of functions of numbers, of nodes, of formulas as data, or of structures
        with such in them.
        """
        while isinstance(type_, Pi):
            if not self._is_index(type_.domain):
                return not self.reducer.is_proposition(type_)
            type_ = self.reducer.instantiate(type_.body, self.reducer.terms.fvar(type_.name, type_.domain))
        name = head_name(type_)
        if name is None or depth > 4:
            return False
        if name in (self.config.node, self.config.real) or name in self.config.index_types:
            return name == self.config.node
        inductive = self.env.get(name)
        if not isinstance(inductive, Inductive):
            unfolded = self.reducer.unfold_head(type_)
            return unfolded is not None and self._is_function(unfolded, depth + 1)
        data = ("Nat", "List", self.config.shape, self.config.tensor_get.rpartition(".")[0])
        if inductive.recursive and name not in data and not self.reducer.is_proposition(type_):
            return True  # formulas, programs: a node for each
        if len(inductive.ctors) != 1 or inductive.indices:
            return False
        constructor = self.env[inductive.ctors[0]].type
        _, args = spine(type_)
        for arg in args[: inductive.params]:
            if not isinstance(constructor, Pi):
                return False
            constructor = self.reducer.instantiate(constructor.body, arg)
        while isinstance(constructor, Pi):
            if self._is_function(constructor.domain, depth + 1):
                return True
            variable = self.reducer.terms.fvar(constructor.name, constructor.domain)
            constructor = self.reducer.instantiate(constructor.body, variable)
        return False

    # What elementwise means

    def elemwise_layout(self) -> _Elemwise:
        """Where the constructor of elementwise nodes has its index, f and f', read off the theorems about it.

        Raises:
            ShapeError: the theorems are missing or do not say that coordinate i of the forward map is f of
                coordinate i of the input, and that of the derivative f' of it times coordinate i of the
                direction.
        """
        if self._elemwise is None:
            try:
                self._elemwise = self._read_layout()
            except (ShapeError, ExtractionError, ReductionLimit) as error:
                self._elemwise = error if isinstance(error, ShapeError) else ShapeError(error.message)
        if isinstance(self._elemwise, ShapeError):
            raise self._elemwise
        return self._elemwise

    def _read_layout(self) -> _Elemwise:
        config = self.config
        equation = self.library.map_equation(config.elemwise_forward, config.forward, config.elemwise)
        args, value, index = equation.args, equation.value, equation.index
        problem = ShapeError(f"{config.elemwise_forward} does not say what {config.elemwise} computes")
        x = equation.values[0]
        if not isinstance(value, App) or value.fn not in args:
            raise problem
        idx = self.library.entry(value.arg, x, index)
        if idx is None or idx not in args:
            raise problem
        f_at, idx_at = args.index(value.fn), args.index(idx)

        equation = self.library.map_equation(config.elemwise_jvp, config.jvp, config.elemwise)
        args, value, index = equation.args, equation.value, equation.index
        problem = ShapeError(
            f"{config.elemwise_jvp} does not say what the derivative of {config.elemwise} is"
        )
        x, dx = equation.values
        found: list[Term] = []

        def leaf(term: Term) -> Tree | None:
            """``f'`` applied to coordinate i of the input, and coordinate i of the direction."""
            if (
                isinstance(term, App)
                and term.fn in args
                and self.library.entry(term.arg, x, index) is args[idx_at]
            ):
                found.append(term.fn)
                return Tree("param", value="f'")
            if self.library.entry(term, dx, index) is args[idx_at]:
                return Tree("param", value="dx")
            return None

        tree = equation.extractor.tree(value, leaf)
        factors = {arg.value for arg in tree.args} if tree.op == "mul" else set()
        if factors != {"f'", "dx"} or len(found) != 1:
            raise problem
        df_at = args.index(found[0])
        if len({f_at, df_at, idx_at}) != 3:
            raise problem
        return _Elemwise(len(args), idx_at, f_at, df_at)
