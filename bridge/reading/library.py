"""A Lean library of nodes as its configuration describes it: finding constants, the real field, what theorems
state.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TypeVar

from proofgrad.bridge.errors import CatalogueError
from proofgrad.bridge.olean.constants import Kind, Theorem
from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.olean.printing import Printer
from proofgrad.bridge.olean.reduce import Reducer, ReductionLimit, spine
from proofgrad.bridge.olean.terms import App, Const, FVar, Lambda, Pi, Proj, Sort, Term
from proofgrad.bridge.reading.closure import Closure
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.extract import ExtractionError, Extractor, RealField

__all__ = ["Library", "MapEquation", "ShapeError", "mentions_any"]

_Read = TypeVar("_Read")


class ShapeError(CatalogueError):
    """A theorem about nodes, or a characterising theorem, that does not have a shape that is understood."""

    code = "unknown-theorem-shape"


@dataclass(frozen=True, slots=True)
class MapEquation:
    """``(map (node args) values).ofLp index = value``, for all args, values and indices."""

    args: list[Term]
    values: list[Term]
    index: Term
    value: Term
    extractor: Extractor


class Library:
    """A Lean library of nodes, understood through a configuration.

    Attributes:
        env: its environment.
        config: its names.
        reducer: computes with its terms.
        show: prints its terms.
        closure: what its constants say, all the way down.
    """

    def __init__(self, env: Environment, config: CatalogueConfig) -> None:
        self.env, self.config = env, config
        self.reducer = Reducer(env)
        self.show = Printer(env, config.open, config.symbols, {config.sum: "∑"})
        self.closure = Closure(env)
        self._extractors: dict[tuple[Term, Term], Extractor] = {}
        self._global_field: RealField | None = None
        self._global_searched = False

    # Finding

    def candidates(
        self, kinds: tuple[Kind, ...], targets: frozenset[str], modules: Collection[str] | None = None
    ) -> Iterator[str]:
        """The constants of some kinds whose type ends in one of the targets, perhaps after unfolding a
        definition; of some modules, or of all.
        """
        verdicts: dict[str, bool] = {}
        for name, head in self.env.conclusions(kinds, modules):
            known = verdicts.get(head)
            if known is None:
                known = verdicts[head] = head in targets or self._unfolds_to(head, targets)
            if known:
                yield name

    def theorems(
        self,
        targets: frozenset[str],
        read: Callable[[str], _Read | None],
        modules: Collection[str] | None = None,
    ) -> Iterator[_Read]:
        """What the theorems that end in one of the targets say, as `read` has it: those that somebody wrote,
        are about formulas, and are understood.
        """
        for theorem in self.candidates(("theorem",), targets, modules):
            if self.env.is_written(theorem):
                try:
                    found = read(theorem)
                except (ExtractionError, ReductionLimit):
                    continue
                if found is not None:
                    yield found

    def _unfolds_to(self, head: str, targets: frozenset[str]) -> bool:
        """Whether a defined constant stands for one of the targets."""
        seen = {head}
        while (below := self.env.unfolds_to(head)) is not None and below not in seen:
            if below in targets:
                return True
            seen.add(below)
            head = below
        return False

    def is_predicate(self, name: str) -> bool:
        """Whether a constant is a proposition, or a function into propositions."""
        if self.env.kind(name) not in ("def", "inductive", "opaque", "axiom"):
            return False
        _, last = self.reducer.open_pis(self.env[name].type)
        return isinstance(last, Sort) and last.level is self.reducer.terms.zero

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
            found = [field for field in found if mentions_any(stated.type, {field}, closed=True)]
        return RealField(real, found[0]) if len(found) == 1 else None

    # What theorems about maps state

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


def mentions_any(term: Term, parts: set[FVar] | set[Term], *, closed: bool = False) -> bool:
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
