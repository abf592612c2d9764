"""The hypotheses of a theorem about a node: every binder that is not harmless.

Harmless are the context, shapes, sizes, positions in a free context, real parameters and other data that
there always is, and the point. All others ask for something: propositions, an index into nothing, a subtype,
an instance of a class, a function into False. A theorem with such a binder may be true because nobody can
provide it, so it counts only with a proof that somebody can
(:mod:`~proofgrad.bridge.reading.witnesses`).

Structures are taken apart: ``cfg.eps`` is a parameter, a field that is a proposition a hypothesis.
"""

from __future__ import annotations

import contextlib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.model import NOT_SHOWN, Hypothesis
from proofgrad.bridge.catalogue.vector import VectorFormula
from proofgrad.bridge.olean.constants import Inductive
from proofgrad.bridge.olean.reduce import ReductionLimit, head_name, spine
from proofgrad.bridge.olean.terms import Const, FVar, Lit, Pi, Proj, Sort, Term
from proofgrad.bridge.reading.closure import constants
from proofgrad.bridge.reading.extract import ExtractionError
from proofgrad.bridge.reading.library import Library, mentions_any

__all__ = ["RESTRICTED", "RESTRICTED_SIZES", "Binders", "Found", "HypothesisReader"]

_DEEPEST = 6
_SUPPOSED = "the theorem holds because it is supposed: this is the certificate in other words"
RESTRICTED = "it restricts the shapes of an elementwise node, or its context"
RESTRICTED_SIZES = "it restricts the sizes, and is shown for some only, perhaps only for 0"
WITHOUT_ENTRIES = "it leaves no input with entries"

_LOGIC = (
    *("LT.lt", "LE.le", "Eq", "Ne", "HEq", "And", "Or", "Not", "Iff", "Exists", "Nonempty", "True", "False"),
    *("Fin", "Nat", "List", "Nat.le", "Nat.lt"),
)

_ALWAYS = ("Nat", "List", "Bool", "Decidable")
"""Types that always have a value; a proposition is decided by classical logic."""

Kind = Literal["entries", "input", "parameter", "size", "data"]


@dataclass(frozen=True, slots=True)
class Found:
    """A hypothesis and the term behind it.

    Attributes:
        hypothesis: as the catalogue has it.
        term: the proposition, or the type of the data, in the theorem's variables.
        kind: ``entries`` for a relation about every entry that is understood; ``input`` for anything else
            about the point; ``parameter``; ``size`` if it speaks of the context, shapes, sizes or nothing;
            ``data`` for what is no proposition.
        final: whether nothing can show more than is said of it already, such as of one that speaks of
            derivatives: that is what was to be proved.
        sized: whether it speaks of the context, shapes, sizes or positions.
        own: whether the node itself asks for it, and not only the theorem.
        variable: of data, the variable.
        field_of: of a field of a structure, the variable: who has that has this.
    """

    hypothesis: Hypothesis
    term: Term
    kind: Kind
    final: bool = False
    sized: bool = False
    own: bool = False
    variable: FVar | None = None
    field_of: FVar | None = None

    @property
    def in_need(self) -> bool:
        """Whether somebody has to show that it can be met."""
        return self.kind != "entries" and not self.final


@dataclass
class Binders:
    """The variables of a theorem, sorted.

    Attributes:
        variables: all of them.
        point: the point, if the theorem is about one.
        sizes: contexts, shapes, natural numbers, positions.
        names: of real numbers that are parameters: of variables and of fields, ``cfg.eps``.
        positions: the positions that are arguments of the node, with their names.
        fields: natural numbers that are fields, with names as above.
        result: the shape of the node's result, where it is known.
        counts: natural numbers that no shape, position or other data depends on: parameters like real ones.
    """

    variables: Sequence[FVar]
    point: Term | None
    sizes: set[FVar] = field(default_factory=set)
    names: dict[Term, str] = field(default_factory=dict)
    positions: dict[Term, str] = field(default_factory=dict)
    fields: dict[Term, str] = field(default_factory=dict)
    result: Term | None = None
    counts: set[FVar] = field(default_factory=set)

    @property
    def all_sizes(self) -> set[FVar]:
        """The sizes, and what else the inputs' shapes are made of, such as ``cfg`` in ``cfg.n``."""
        types = [position.type for position in self.positions if isinstance(position, FVar)]
        shaping = {v for v in self.variables if any(mentions_any(type_, {v}) for type_ in types)}
        return self.sizes - self.counts | shaping


class HypothesisReader:
    """Sorts the binders of theorems.

    Args:
        library: the library.
    """

    def __init__(self, library: Library) -> None:
        self.library, self.config, self.env = library, library.config, library.env
        self.reducer, self.show = library.reducer, library.show
        self._notion: frozenset[str] | None = None
        self._speaks: dict[str, bool] = {}

    def read(
        self,
        variables: Sequence[FVar],
        names: Mapping[Term, str],
        point: Term | None,
        node_type: Term | None = None,
    ) -> tuple[list[Found], Binders]:
        """The hypotheses among a theorem's variables.

        Args:
            variables: the theorem's.
            names: how the node's definition calls them, of those that are arguments of the node.
            point: the point it is about; None if it is about all.
            node_type: of the node that it is about: the natural numbers in it are sizes; None where that is
                not known, and all are.
        """
        binders = Binders(variables, point)
        inputs: set[Term] = {point} if point is not None else set()
        found: list[Found] = []
        for variable in variables:
            if variable is point:
                continue
            found += self._binder(variable, names, binders, inputs)
        if node_type is not None:
            binders.result = next(reversed(spine(node_type)[1]), None)
            data = [v.type for v in variables if not self.reducer.is_proposition(v.type)]
            binders.counts = {
                size
                for size in binders.sizes
                if head_name(size.type) == "Nat"
                and not any(mentions_any(type_, {size}) for type_ in (node_type, *data))
            }
        return [self._understood(one, binders, inputs) for one in found], binders

    def parameters(self, variable: FVar, name: str) -> dict[Term, str]:
        """The real numbers in a value, itself or fields of a structure, with names such as ``cfg.eps``."""
        binders = Binders((), None)
        if not self.reducer.is_proposition(variable.type):
            self._take_apart(variable, variable.type, name, binders, [], 0)
        return binders.names

    # Binders

    def _binder(
        self, variable: FVar, names: Mapping[Term, str], binders: Binders, inputs: set[Term]
    ) -> Iterator[Found]:
        type_, name = variable.type, names.get(variable, variable.name)
        propositions: list[Term] = []
        if self.reducer.is_proposition(type_):
            yield from self._propositions(type_, own=variable in names)
        elif self._is_size(type_):
            binders.sizes.add(variable)
        elif head_name(type_) == self.config.index:
            binders.sizes.add(variable)
            if variable in names:
                binders.positions[variable] = name
            _, args = spine(type_)
            if not args or not isinstance(args[0], FVar) or args[0] not in binders.sizes:
                yield self._data(variable, name, own=variable in names)
        else:
            if mentions_any(type_, inputs):
                inputs.add(variable)
            always = self._take_apart(variable, type_, name, binders, propositions, 0)
            for proposition in propositions:
                yield from self._propositions(proposition, own=variable in names, field_of=variable)
            if propositions or not always:
                yield self._data(variable, name, own=variable in names)

    def _data(self, variable: FVar, name: str, *, own: bool) -> Found:
        text = f"{name} : {self.show(variable.type)}"
        hypothesis = Hypothesis(text, "parameter", met=False, why=NOT_SHOWN, kind="data")
        return Found(hypothesis, variable.type, "data", own=own, variable=variable)

    def _is_size(self, type_: Term) -> bool:
        """Contexts, shapes, natural numbers: there are always some."""
        head, args = spine(type_)
        if not isinstance(head, Const):
            return False
        if head.name == "List" and len(args) == 1:
            return head_name(args[0]) == self.config.shape
        return head.name in ("Nat", self.config.shape)

    def _take_apart(
        self, term: Term, type_: Term, name: str, binders: Binders, propositions: list[Term], depth: int
    ) -> bool:
        """Note the real numbers and the propositions in a value; whether there always is such a value, as far
        as its propositions hold.
        """
        if depth > _DEEPEST:
            return False
        head, args = spine(type_)
        if isinstance(type_, Pi):
            variable = self.reducer.terms.fvar(type_.name, type_.domain)
            body = self.reducer.instantiate(type_.body, variable)
            return self._inhabited(body, binders.sizes, depth + 1)
        if not isinstance(head, Const):
            return isinstance(head, Sort)
        config = self.config
        if head.name == config.real:
            binders.names[term] = name
            return True
        if head.name == "Fin" and len(args) == 1:
            return args[0] in binders.sizes  # there is one below some number, and none below 0
        if head.name == "Nat":
            binders.fields[term] = name
        if head.name in (config.vector, config.shape, _parent(config.tensor_get), *_ALWAYS):
            return True
        if not isinstance(self.env.get(head.name), Inductive):
            unfolded = self.reducer.unfold_head(type_)
            return unfolded is not None and self._take_apart(
                term, unfolded, name, binders, propositions, depth + 1
            )
        fields = self.fields(head, args, term)
        if fields is None:
            return False
        for label, part, field_type in fields:
            if self.reducer.is_proposition(field_type):
                propositions.append(field_type)
            elif not self._take_apart(part, field_type, f"{name}.{label}", binders, propositions, depth + 1):
                return False
        return True

    def fields(self, head: Const, args: list[Term], term: Term) -> list[tuple[str, Term, Term]] | None:
        """Name, value and type of each field of a value of a structure; None if it is of no structure.

        Args:
            head: of the type.
            args: its arguments.
            term: the value.
        """
        structure = self.env.get(head.name)
        if (
            not isinstance(structure, Inductive)
            or len(structure.ctors) != 1
            or structure.indices
            or structure.recursive
            or len(args) != structure.params
        ):
            return None
        constant = self.env[structure.ctors[0]]
        type_ = self.reducer.at_levels(constant.type, constant.levels, head.levels)
        for arg in args:
            if not isinstance(type_, Pi):
                return None
            type_ = self.reducer.instantiate(type_.body, arg)
        out: list[tuple[str, Term, Term]] = []
        while isinstance(type_, Pi):
            part = self.reducer.terms.proj(head.name, len(out), term)
            out.append((type_.name, part, type_.domain))
            type_ = self.reducer.instantiate(type_.body, part)
        return out

    def _inhabited(self, type_: Term, sizes: set[FVar], depth: int) -> bool:
        """Whether there is a value of a type whatever its variables are."""
        if self.reducer.is_proposition(type_):
            return False
        propositions: list[Term] = []
        value, aside = self.reducer.terms.fvar("_", type_), Binders((), None, sizes)
        return self._take_apart(value, type_, "_", aside, propositions, depth) and not propositions

    # Propositions

    def _propositions(self, proposition: Term, *, own: bool, field_of: FVar | None = None) -> Iterator[Found]:
        """A proposition as hypotheses: a conjunction as two."""
        head, args = spine(self.reducer.head_reduced(proposition))
        if isinstance(head, Const) and head.name == "And" and len(args) == 2:
            for arg in args:
                yield from self._propositions(arg, own=own, field_of=field_of)
            return
        restates = self._restates(proposition)
        hypothesis = Hypothesis(
            self.show(proposition), "parameter", met=False, why=_SUPPOSED if restates else NOT_SHOWN
        )
        yield Found(hypothesis, proposition, "parameter", restates, own=own, field_of=field_of)

    def _understood(self, found: Found, binders: Binders, inputs: set[Term]) -> Found:
        """A hypothesis with its kind, and as a relation if it is one. All variables are known by now."""
        proposition = found.term
        sized = mentions_any(proposition, binders.all_sizes)
        if found.kind == "data":
            return replace(found, sized=sized or found.variable in binders.all_sizes)
        about_input = mentions_any(proposition, inputs)
        fixed = binders.sizes - binders.counts
        reals = {v for v in binders.variables if v not in fixed and v is not binders.point}
        kind: Kind = "input" if about_input else "parameter" if mentions_any(proposition, reals) else "size"
        relation = None
        with contextlib.suppress(ExtractionError, ReductionLimit):
            relation = self.relation(proposition, binders)
        old = found.hypothesis
        scope: Literal["input", "parameter"] = "input" if about_input else "parameter"
        if relation is not None and kind == "input":
            kind = "entries"
        met = kind == "entries" and not found.final
        kind_of, left, right = relation or (None, None, None)
        hypothesis = Hypothesis(old.text, scope, kind_of, left, right, met, "" if met else old.why, kind)
        return replace(found, hypothesis=hypothesis, kind=kind, sized=sized)

    def relation(
        self, proposition: Term, binders: Binders
    ) -> tuple[Literal["ne", "lt", "le", "eq"], Tree, Tree] | None:
        """A relation between formulas in a coordinate of the input, for all of them, or in parameters.

        None for any other proposition. Raises ExtractionError or ReductionLimit.
        """
        extractor = self.library.extractor(list(binders.variables))
        positions, names, point = binders.positions, binders.names, binders.point
        several = len(positions) > 1
        index: FVar | None = None
        if isinstance(proposition, Pi):
            opened, proposition = self.reducer.open_pis(proposition)
            if len(opened) != 1 or head_name(opened[0].type) != "Fin":
                return None
            index = opened[0]
        relation = extractor.relation(proposition)
        if relation is None:
            return None
        places: set[Term] = set()

        def leaf(term: Term) -> Tree | None:
            if point is not None and index is not None:
                entry = self.library.entry(term, point, index)
                if entry is not None and entry in positions:
                    places.add(entry)
                    return Tree("param", value=f"{positions[entry]}[i]") if several else Tree("var")
            name = names.get(term)
            return Tree("param", value=name) if name is not None and isinstance(term, FVar | Proj) else None

        kind, a, b = relation
        sides = extractor.tree(a, leaf), extractor.tree(b, leaf)
        if index is not None and not places:
            return None  # a quantifier over entries of which nothing is said
        return kind, *sides

    # Derivatives

    def _restates(self, proposition: Term) -> bool:
        """Whether a proposition speaks of what correctness is made of: derivatives."""
        return any(map(self._is_derivative, constants(proposition)))

    def _is_derivative(self, name: str) -> bool:
        known = self._speaks.get(name)
        if known is None:
            below = self.library.closure.below_one(name) if name in self.env else frozenset()
            known = self._speaks[name] = not self.notion.isdisjoint(below)
        return known

    @property
    def notion(self) -> frozenset[str]:
        """The propositions that correctness is made of, and that nothing else is: `HasFDerivAt`, ..."""
        if self._notion is None:
            library, config = self.library, self.config
            below = library.closure.below((config.correct, config.correct_at))
            plain = library.closure.below((*_LOGIC, *self._ground()))
            self._notion = frozenset(name for name in below - plain if library.is_predicate(name))
        return self._notion

    def _ground(self) -> Iterator[str]:
        """What positions, vectors and real numbers are made of."""
        config = self.config
        yield from (config.real, config.field_class, config.get, config.vector, config.shape, config.index)
        with contextlib.suppress(ExtractionError):
            instance = self.library.extractor([]).real.instance
            if isinstance(instance, Const):
                yield instance.name

    # Shapes of inputs

    def without_entries(self, binders: Binders, vectors: Sequence[VectorFormula]) -> Iterator[Found]:
        """Where a vector node is read at sizes without entries only: of nothing, every formula is right."""
        if not vectors or any(v.forward and (not v.inputs or v.has_entries) for v in vectors):
            return
        for position, name in binders.positions.items():
            assert isinstance(position, FVar)
            text = f"{name} : {self.show(position.type)}"
            hypothesis = Hypothesis(text, "input", met=False, why=WITHOUT_ENTRIES, kind="size")
            yield Found(hypothesis, position.type, "size", final=True, sized=True, own=True)

    def restrictions(self, binders: Binders) -> Iterator[Found]:
        """Where an elementwise node takes inputs of some shapes only: named, and harmless only where no shape
        without entries is left, of which every formula is right.
        """
        for position, name in binders.positions.items():
            assert isinstance(position, FVar)
            _, args = spine(position.type)
            if args and args[-1] in binders.sizes:
                continue
            harmless = bool(args) and self.has_entries(args[-1], binders.sizes, once=set())
            hypothesis = Hypothesis(
                f"{name} : {self.show(position.type)}",
                "input",
                met=harmless,
                why="for inputs of this shape only" if harmless else RESTRICTED,
                kind="size",
            )
            yield Found(hypothesis, position.type, "size", final=True, sized=True, own=True)

    def has_entries(self, shape: Term, free: Container[Term], once: set[Term] | None = None) -> bool:
        """Whether a shape is made of numbers that are free and of literal ones above zero, so that it can
        have entries.

        Args:
            shape: the shape.
            free: numbers and shapes that may be any.
            once: those that were met, where each has to be another one; None where that does not matter.
        """
        head, args = spine(shape)
        if head in free and (once is None or head not in once):
            if once is not None:
                once.add(head)
            return True
        if isinstance(head, Const) and head.name == "Nat.succ":
            return True
        if not isinstance(head, Const) or not head.name.startswith(f"{self.config.shape}."):
            return isinstance(head, Lit) and isinstance(head.value, int) and head.value > 0
        return all(self.has_entries(self.reducer.whnf(arg), free, once) for arg in args)


def _parent(name: str) -> str:
    return name.rpartition(".")[0]
