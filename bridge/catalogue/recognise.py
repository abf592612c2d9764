"""Which definitions are nodes, which theorems certify them, what the theorems suppose. By type, never by
name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from proofgrad.bridge.catalogue.config import CatalogueConfig
from proofgrad.bridge.catalogue.extract import ExtractionError, Extractor, RealField
from proofgrad.bridge.catalogue.formula import Formula, Tree
from proofgrad.bridge.catalogue.linear import linear_form
from proofgrad.bridge.catalogue.model import Hypothesis, LinearForm, NodeKind
from proofgrad.bridge.catalogue.text import formula_text
from proofgrad.bridge.errors import CatalogueError
from proofgrad.bridge.olean.constants import Inductive, Kind, Theorem
from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.olean.printing import Printer
from proofgrad.bridge.olean.reduce import Reducer, ReductionLimit, spine
from proofgrad.bridge.olean.terms import (
    DEFAULT,
    App,
    Const,
    FVar,
    Lambda,
    Pi,
    Proj,
    Term,
)

__all__ = ["Certificate", "Library", "MapEquation", "NodeShape", "ShapeError"]


class ShapeError(CatalogueError):
    """A theorem about nodes, or a characterising theorem, that does not have a shape that is understood."""

    code = "unknown-theorem-shape"


@dataclass(frozen=True, slots=True)
class NodeShape:
    """What a definition whose type ends in a node is.

    Attributes:
        kind: elementwise, vector or generic.
        parameters: names of its parameters.
        formula: of an elementwise node, None if it could not be read.
        linear: of a linear node.
        problem: why the formula could not be read.
    """

    kind: NodeKind
    parameters: tuple[str, ...] = ()
    formula: Formula | None = None
    linear: LinearForm | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a theorem says: that this node is correct, under these hypotheses."""

    node: str
    hypotheses: tuple[Hypothesis, ...]

    @property
    def pointwise(self) -> bool:
        """Whether it supposes something about the input."""
        return any(hypothesis.scope == "input" for hypothesis in self.hypotheses)


@dataclass(frozen=True, slots=True)
class _Elemwise:
    """Positions of the arguments of the constructor of elementwise nodes, as its theorems have them."""

    arity: int
    index: int
    f: int
    df: int


@dataclass(frozen=True, slots=True)
class MapEquation:
    """``(map (node args) values).ofLp index = value``, for all args, values and indices."""

    args: list[Term]
    values: list[Term]
    index: Term
    value: Term
    extractor: Extractor


class Library:
    """A Lean library of nodes, understood through a configuration."""

    def __init__(self, env: Environment, config: CatalogueConfig) -> None:
        self.env, self.config = env, config
        self.reducer = Reducer(env)
        self.show = Printer(env, config.open, config.symbols, {config.sum: "∑"})
        self._extractors: dict[tuple[Term, Term], Extractor] = {}
        self._elemwise: _Elemwise | ShapeError | None = None
        self._global_field: RealField | None = None
        self._global_searched = False
        self._shapes: dict[str, NodeShape] = {}

    # Finding

    def candidates(self, kinds: tuple[Kind, ...], targets: frozenset[str]) -> Iterator[str]:
        """The constants of some kinds whose type ends in one of the targets, perhaps after unfolding a
        definition.
        """
        verdicts: dict[str, bool] = {}
        for name, head in self.env.conclusions(kinds):
            known = verdicts.get(head)
            if known is None:
                known = verdicts[head] = head in targets or self._unfolds_to(head, targets)
            if known:
                yield name

    def _unfolds_to(self, head: str, targets: frozenset[str]) -> bool:
        """Whether a defined constant stands for one of the targets."""
        seen = {head}
        while (below := self.env.unfolds_to(head)) is not None and below not in seen:
            if below in targets:
                return True
            seen.add(below)
            head = below
        return False

    # The real field

    def extractor(self, variables: list[FVar]) -> Extractor:
        """Reads formulas over the field of a declaration with these variables. Raises ExtractionError if it
        has none.
        """
        field = self._field(variables)
        key = (field.type, field.instance)
        found = self._extractors.get(key)
        if found is None:
            found = self._extractors[key] = Extractor(self.reducer, self.config, field, self.show)
        return found

    def _field(self, variables: list[FVar]) -> RealField:
        for variable in variables:
            head, args = spine(variable.type)
            if isinstance(head, Const) and head.name == self.config.field_class and len(args) == 1:
                return RealField(args[0], variable)
        if not self._global_searched:
            self._global_searched = True
            self._global_field = self._find_global_field()
        if self._global_field is None:
            raise ExtractionError(f"{self.config.real} is not known to be a complete ordered field")
        return self._global_field

    def _find_global_field(self) -> RealField | None:
        """The instance of the class of complete ordered fields at the type of real numbers.

        There may be several, such as one that hides another from unification; the library means the one that
        the derivative of its elementwise nodes is stated with.
        """
        config, terms = self.config, self.reducer.terms
        real = terms.const(config.real)
        wanted = terms.app(terms.const(config.field_class), real)
        candidates = (name for name, head in self.env.conclusions(("def",)) if head == config.field_class)
        found = [terms.const(name) for name in candidates if self.env[name].type is wanted]
        stated = self.env.get(config.elemwise_jvp)
        if len(found) > 1 and stated is not None:
            found = [field for field in found if _mentions_any(stated.type, {field}, closed=True)]
        return RealField(real, found[0]) if len(found) == 1 else None

    # Nodes

    def node(self, name: str) -> NodeShape:
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
        spec = next((v for v in explicit if self._head(v.type) == self.config.linear_spec), None)
        if any(v is not spec and self._is_function(v.type, 0) for v in explicit):
            return NodeShape("generic")
        try:
            core = self.reducer.whnf(applied, (self.config.elemwise,))
        except ReductionLimit as error:
            return NodeShape("vector", problem=f"{name}: {error.message}")
        head, args = spine(core)
        if isinstance(head, Const) and head.name == self.config.elemwise:
            return self._elementwise(variables, args)
        if spec is not None:
            try:
                linear = linear_form(self, name)
            except (ExtractionError, ShapeError, ReductionLimit) as error:
                return NodeShape("vector", problem=error.message)
            return NodeShape("vector", (linear.weight, linear.bias), linear=linear)
        return NodeShape("vector", tuple(v.name for v in explicit if not self._is_index(v.type)))

    def _elementwise(self, variables: list[FVar], args: list[Term]) -> NodeShape:
        names: tuple[str, ...] = ()
        try:
            layout = self.elemwise_layout()
            extractor = self.extractor(variables)
            real = extractor.real.type
            parameters = [v for v in variables if v.type is real]
            names = tuple(v.name for v in parameters)
            if len(args) != layout.arity or args[layout.index] not in variables:
                raise ExtractionError(f"{self.config.elemwise} applied in an unknown way")
            leaves: dict[Term, Tree] = {v: Tree("param", value=v.name) for v in parameters}
            trees = []
            for position in (layout.f, layout.df):
                variable = self.reducer.terms.fvar("x", real)
                value = self.reducer.apply(args[position], [variable])
                trees.append(extractor.tree(value, {**leaves, variable: Tree("var")}))
        except (ExtractionError, ShapeError, ReductionLimit) as error:
            return NodeShape("elementwise", names, problem=error.message)
        f, df = trees
        return NodeShape("elementwise", names, Formula(f, df, formula_text(f), formula_text(df)))

    def _head(self, type_: Term) -> str | None:
        head, _ = spine(type_)
        return head.name if isinstance(head, Const) else None

    def _is_index(self, type_: Term) -> bool:
        return self._head(type_) in self.config.index_types

    def _is_function(self, type_: Term, depth: int) -> bool:
        """Whether a type is one of functions of numbers, or of nodes, or of structures with such functions in
        them.
        """
        while isinstance(type_, Pi):
            if not self._is_index(type_.domain):
                return not self.reducer.is_proposition(type_)
            type_ = self.reducer.instantiate(type_.body, self.reducer.terms.fvar(type_.name, type_.domain))
        name = self._head(type_)
        if name is None or depth > 4:
            return False
        if name in (self.config.node, self.config.real) or name in self.config.index_types:
            return name == self.config.node
        inductive = self.env.get(name)
        if not isinstance(inductive, Inductive):
            unfolded = self.reducer.unfold_head(type_)
            return unfolded is not None and self._is_function(unfolded, depth + 1)
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
        equation = self.map_equation(config.elemwise_forward, config.forward, config.elemwise)
        args, value, index = equation.args, equation.value, equation.index
        problem = ShapeError(f"{config.elemwise_forward} does not say what {config.elemwise} computes")
        x = equation.values[0]
        if not isinstance(value, App) or value.fn not in args:
            raise problem
        idx = self.entry(value.arg, x, index)
        if idx is None or idx not in args:
            raise problem
        f_at, idx_at = args.index(value.fn), args.index(idx)

        equation = self.map_equation(config.elemwise_jvp, config.jvp, config.elemwise)
        args, value, index = equation.args, equation.value, equation.index
        problem = ShapeError(
            f"{config.elemwise_jvp} does not say what the derivative of {config.elemwise} is"
        )
        x, dx = equation.values
        found: list[Term] = []

        def leaf(term: Term) -> Tree | None:
            """``f'`` applied to coordinate i of the input, and coordinate i of the direction."""
            if isinstance(term, App) and term.fn in args and self.entry(term.arg, x, index) is args[idx_at]:
                found.append(term.fn)
                return Tree("param", value="f'")
            if self.entry(term, dx, index) is args[idx_at]:
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

    def map_equation(self, theorem: str, map_: str, node: str) -> MapEquation:
        """What a theorem ``(map (node args) values).ofLp i = value`` says.

        Raises:
            ShapeError: there is no such theorem, or it is no such equation in variables.
            ExtractionError: it is not about real numbers.
        """
        constant = self.env.get(theorem)
        if not isinstance(constant, Theorem):
            raise ShapeError(f"there is no theorem {theorem}")
        variables, conclusion = self.reducer.open_pis(constant.type)
        head, sides = spine(conclusion)
        wrong = ShapeError(f"{theorem} has an unknown shape: {self.show(constant.type)}")
        if not isinstance(head, Const) or head.name != "Eq" or len(sides) != 3:
            raise wrong
        left, right = sides[1:]
        if isinstance(right, Lambda):
            index: Term = self.reducer.terms.fvar(right.name, right.domain)
            right = self.reducer.apply(right, [index])
        else:
            coordinate = self._coordinate(left)
            if coordinate is None:
                raise wrong
            left, index = coordinate
            if index not in variables:
                raise wrong
        head, args = spine(left)
        inputs = 1 if map_ == self.config.forward else 2
        if not isinstance(head, Const | Proj) or self._map_name(head) != map_ or len(args) < inputs:
            raise wrong
        about = head.of if isinstance(head, Proj) else args[-1 - inputs]
        values = args[-inputs:]
        constructor, own = spine(about)
        if not isinstance(constructor, Const) or constructor.name != node:
            raise wrong
        if any(arg not in variables for arg in [*own, *values]) or len({*own, *values}) != len(own) + inputs:
            raise wrong
        return MapEquation(own, values, index, right, self.extractor(variables))

    def _map_name(self, head: Term) -> str:
        if isinstance(head, Proj):
            fields = self.reducer.structure_fields(head.structure)
            return f"{head.structure}.{fields[head.index]}" if head.index < len(fields) else ""
        return head.name if isinstance(head, Const) else ""

    def _coordinate(self, term: Term) -> tuple[Term, Term] | None:
        """The vector and the index of a coordinate: ``v.ofLp i`` or ``v i``."""
        if not isinstance(term, App):
            return None
        vector, index = term.fn, term.arg
        head, args = spine(vector)
        if isinstance(head, Const) and head.name in self.config.coordinates and args:
            return args[-1], index
        if isinstance(head, Proj) and not args and self._map_name(head) in self.config.coordinates:
            return head.of, index
        return vector, index

    def entry(self, term: Term, context: Term, index: Term) -> Term | None:
        """The position idx in ``(get idx context) index``, None for any other term."""
        coordinate = self._coordinate(term)
        if coordinate is None or coordinate[1] is not index:
            return None
        try:
            head, args = spine(self.reducer.whnf(coordinate[0], (self.config.get,)))
        except ReductionLimit:
            return None
        if (
            isinstance(head, Const)
            and head.name == self.config.get
            and len(args) >= 2
            and args[-1] is context
        ):
            return args[-2]
        return None

    # Certificates

    def certificate(self, name: str, nodes: frozenset[str]) -> Certificate | None:
        """What a theorem whose conclusion is a notion of correctness certifies.

        Args:
            name: the theorem.
            nodes: all definitions whose type ends in a node.

        Returns:
            What it certifies; None for a theorem about every node, or about none in particular.

        Raises:
            ShapeError: it is about a node, but not in a way that is understood.
        """
        config = self.config
        statement = self.env[name].type
        variables, conclusion = self.reducer.open_pis(statement)
        for _ in range(50):
            head, args = spine(conclusion)
            if isinstance(head, Const) and head.name in (config.correct, config.correct_at):
                break
            unfolded = self.reducer.unfold_head(conclusion)
            if unfolded is None:
                return None
            more, conclusion = self.reducer.open_pis(self.reducer.head_reduced(unfolded))
            variables += more
        else:
            return None
        assert isinstance(head, Const)
        at = head.name == config.correct_at
        if len(args) < (2 if at else 1):
            raise ShapeError(f"{name}: {self.show(statement)}")
        node, point = (args[-2], args[-1]) if at else (args[-1], None)
        constructor, own = spine(node)
        if isinstance(constructor, FVar):
            return None
        if not isinstance(constructor, Const) or constructor.name not in nodes:
            raise ShapeError(f"{name} is not about a node: {self.show(node)}")
        if point is not None and point not in variables:
            raise ShapeError(f"{name} is about one input only: {self.show(point)}")
        kind = self.node(constructor.name).kind
        fixed = [arg for arg in own if arg not in variables]
        if kind != "generic" and (fixed or len(set(own)) != len(own)):
            raise ShapeError(f"{name} is about a special case: {self.show(node)}")
        hypotheses = tuple(self._hypotheses(variables, node, point))
        return Certificate(constructor.name, hypotheses)

    def _hypotheses(self, variables: list[FVar], node: Term, point: Term | None) -> Iterator[Hypothesis]:
        """The hypotheses among a theorem's variables; the node's parameters under the names they have in its
        definition.
        """
        constructor, own = spine(node)
        assert isinstance(constructor, Const)
        binders, _ = self.reducer.open_pis(self.env[constructor.name].type)
        names = {arg: binder.name for arg, binder in zip(own, binders, strict=False)}
        inputs = {v for v in variables if v is point}
        for variable in variables:
            if variable in own or variable is point:
                continue
            if self.reducer.is_proposition(variable.type):
                yield self._hypothesis(variable.type, variables, names, point)
            elif _mentions_any(variable.type, inputs):
                inputs.add(variable)

    def _hypothesis(
        self, proposition: Term, variables: list[FVar], names: Mapping[Term, str], point: Term | None
    ) -> Hypothesis:
        text = self.show(proposition)
        about_input = point is not None and _mentions_any(proposition, {point})
        scope: Literal["input", "parameter"] = "input" if about_input else "parameter"
        try:
            relation = self._relation(proposition, variables, names, point)
        except (ExtractionError, ReductionLimit):
            relation = None
        if relation is None:
            return Hypothesis(text, scope)
        return Hypothesis(text, scope, *relation)

    def _relation(
        self, proposition: Term, variables: list[FVar], names: Mapping[Term, str], point: Term | None
    ) -> tuple[Literal["ne", "lt", "le"], Tree, Tree] | None:
        """A relation between formulas in a coordinate of the input, for all of them, or in parameters."""
        extractor = self.extractor(variables)
        index: Term | None = None
        if isinstance(proposition, Pi):
            opened, proposition = self.reducer.open_pis(proposition)
            if len(opened) != 1 or self._head(opened[0].type) != "Fin":
                return None
            index = opened[0]
        relation = extractor.relation(proposition)
        if relation is None:
            return None

        def leaf(term: Term) -> Tree | None:
            if point is not None and index is not None:
                entry = self.entry(term, point, index)
                if entry is not None and entry in names:
                    return Tree("var")
            name = names.get(term)
            if name is not None and isinstance(term, FVar) and term.type is extractor.real.type:
                return Tree("param", value=name)
            return None

        kind, a, b = relation
        if kind == "eq":
            return None
        return kind, extractor.tree(a, leaf), extractor.tree(b, leaf)


def _mentions_any(term: Term, parts: set[FVar] | set[Term], *, closed: bool = False) -> bool:
    """Whether one of these variables occurs in a term; with `closed`, a term without variables."""
    todo, seen = [term], {term}
    while todo:
        part = todo.pop()
        if part in parts:
            return True
        for child in _parts(part):
            if (closed or child.fvars) and child not in seen:
                seen.add(child)
                todo.append(child)
    return False


def _parts(term: Term) -> tuple[Term, ...]:
    if isinstance(term, App):
        return term.fn, term.arg
    if isinstance(term, Lambda | Pi):
        return term.domain, term.body
    if isinstance(term, Proj):
        return (term.of,)
    value = getattr(term, "value", None)
    if isinstance(value, Term):
        return (getattr(term, "type"), value, getattr(term, "body"))  # noqa: B009
    return ()
