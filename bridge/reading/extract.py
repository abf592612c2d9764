"""From a term over the reals to a formula tree: unfold until only operators of the tree are left.

Definitions, notation, instances, projections and local definitions are unfolded; nothing is taken on the
strength of its notation. What remains must be an operator (:mod:`~proofgrad.bridge.reading.operators`) over
the one real field, the input, a parameter or a number; anything else is an :class:`ExtractionError` that
names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from proofgrad.bridge.catalogue.formula import Tree, folded
from proofgrad.bridge.errors import CatalogueError
from proofgrad.bridge.olean.constants import Inductive
from proofgrad.bridge.olean.reduce import Reducer, ReductionLimit, spine
from proofgrad.bridge.olean.says import DeclarationDigests
from proofgrad.bridge.olean.terms import INST_IMPLICIT, Const, Lit, Pi, Proj, Sort, Term
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.operators import LARGEST_UNFOLDED, OPERATORS, RELATIONS, Operator
from proofgrad.bridge.reading.shipped import shipped

__all__ = ["ExtractionError", "Extractor", "RealField", "Relation"]

Relation = Literal["lt", "le", "eq", "ne"]
_MAX_NESTING = 150
_MAX_TREE = 20_000
_MAX_NATURAL = 1 << 4096


class ExtractionError(CatalogueError):
    """A term is not a formula. The message names the part that is none."""

    code = "unknown-formula"


@dataclass(frozen=True)
class RealField:
    """The real numbers that formulas are over: a type and its instance of the class of complete ordered
    fields.
    """

    type: Term
    instance: Term


@dataclass
class Extractor:
    """Reads formulas over one real field.

    Attributes:
        reducer: of the environment.
        config: the library's names.
        real: the field.
        show: prints a term, for messages.
        refused: constants that are operators by name but were not taken for them, and why.
    """

    reducer: Reducer
    config: CatalogueConfig
    real: RealField
    show: Callable[[Term], str]
    refused: dict[str, str] = field(default_factory=dict)
    _canonical: dict[str, Term | None] = field(default_factory=dict)
    _instances: dict[tuple[str, Term], bool] = field(default_factory=dict)
    _checked: dict[str, bool] = field(default_factory=dict)

    def tree(
        self,
        term: Term,
        leaves: Mapping[Term, Tree] | Callable[[Term], Tree | None],
        known: dict[Tree, Tree] | None = None,
    ) -> Tree:
        """The formula tree of a term.

        Args:
            term: a real number.
            leaves: what stands for the input and the parameters: free variables, or a function that
                recognises terms.
            known: trees found before, to be shared by those found now; they are added to it.

        Raises:
            ExtractionError: it contains something that is no formula; the message names it.
        """
        leaf = leaves if callable(leaves) else leaves.get
        return _Run(self, leaf, {} if known is None else known).tree(term, 0)

    # Classes

    def canonical(self, structure: str) -> Term | None:
        """The instance of a class, such as ``Add``, inside the field's instance; None if there is none."""
        if not self._canonical:
            self._find_instances()
        return self._canonical.get(structure)

    def is_canonical(self, structure: str, instance: Term) -> bool:
        """Whether an instance is the field's own."""
        key = (structure, instance)
        found = self._instances.get(key)
        if found is None:
            expected = self.canonical(structure)
            found = expected is not None and self.reducer.same(instance, expected)
            self._instances[key] = found
        return found

    def _find_instances(self) -> None:
        """Follow the parents of the class of complete ordered fields, breadth first."""
        reducer, terms = self.reducer, self.reducer.terms
        todo = [(self.config.field_class, self.real.instance)]
        self._canonical[self.config.field_class] = self.real.instance
        for structure, instance in todo:
            inductive = reducer.env.get(structure)
            if not isinstance(inductive, Inductive) or len(inductive.ctors) != 1:
                continue
            type_: Term = reducer.env[inductive.ctors[0]].type
            if not isinstance(type_, Pi) or inductive.params != 1:
                continue
            type_, index = type_.body, 0
            while isinstance(type_, Pi):
                head, args = spine(type_.domain)
                over_the_reals = args == [
                    terms.bvar(index)
                ]  # the class's parameter, from under the fields so far
                if isinstance(head, Const) and over_the_reals and head.name not in self._canonical:
                    self._canonical[head.name] = part = terms.proj(structure, index, instance)
                    todo.append((head.name, part))
                type_, index = type_.body, index + 1

    def relation(self, condition: Term) -> tuple[Relation, Term, Term] | None:
        """``("lt" | "le" | "eq" | "ne", a, b)`` of a comparison of reals, None for any other proposition."""
        reducer = self.reducer
        negated = False
        for _ in range(20):
            head, args = spine(reducer.head_reduced(condition))
            if not isinstance(head, Const):
                return None
            if head.name in RELATIONS and len(args) == 4:
                structure, relation = RELATIONS[head.name]
                if args[0] is not self.real.type or not self.is_canonical(structure, args[1]):
                    return None
                if negated:  # in a total order
                    return ("le" if relation == "lt" else "lt"), args[3], args[2]
                return relation, args[2], args[3]
            if head.name in ("Eq", "Ne") and len(args) == 3:
                if args[0] is not self.real.type:
                    return None
                return ("eq" if (head.name == "Eq") != negated else "ne"), args[1], args[2]
            if head.name == "Not" and len(args) == 1:
                negated, condition = not negated, args[0]
                continue
            if head.name not in ("GT.gt", "GE.ge"):
                return None
            unfolded = reducer.unfold_head(reducer.head_reduced(condition))
            if unfolded is None:
                return None
            condition = unfolded
        return None

    # Operators

    def leading(self, head: Const, args: list[Term]) -> bool:
        """Whether the arguments before the numbers are the reals and their own instances."""
        type_ = self.reducer.type_of(head)
        for arg in args:
            if not isinstance(type_, Pi):
                return False
            class_, _ = spine(type_.domain)
            if type_.info == INST_IMPLICIT and isinstance(class_, Const):
                if not self.is_canonical(class_.name, arg):
                    return False
            elif arg is not self.real.type:
                return False
            type_ = self.reducer.instantiate(type_.body, arg)
        result = type_
        while isinstance(result, Pi):
            result = result.body
        return result is self.real.type

    def means(self, name: str, operator: Operator) -> bool:
        """Whether a constant is the operator that the table says.

        Its characterising theorem must be in the environment and, of an operator of the library's own, say
        what the one says that ships; its definition must unfold to a known shape if the operator has one.
        """
        found = self._checked.get(name)
        if found is None:
            self._checked[name] = False  # while it is being unfolded it is not an operator
            theorem = operator.theorem
            env = self.reducer.env
            known = theorem is None or (theorem in env and env.kind(theorem) == "theorem")
            if known and theorem is not None and operator.natural_at is None:
                known = _mentions(env[theorem].type, name)
            if not known:
                self.refused[name] = f"there is no theorem {theorem} about it"
            elif theorem is not None and OPERATORS.get(name) == operator and not self._as_shipped(theorem):
                self.refused[name], known = f"{theorem} does not say what the theorem that ships says", False
            elif operator.shapes and self._unfolded(name, operator.numbers) not in operator.shapes:
                self.refused[name], known = f"its definition is not that of {operator.op}", False
            found = self._checked[name] = known
        return found

    def _as_shipped(self, theorem: str) -> bool:
        """Whether a theorem says what the one of that name says that ships with proofgrad."""
        wanted = shipped().get(theorem)
        return wanted is None or DeclarationDigests(self.reducer.env, shipped()).of(theorem) == wanted

    def means_at(self, name: str, operator: Operator, natural: int) -> bool:
        """Whether a constant with a natural number for its last argument is the operator for that number.

        Small numbers are unfolded and compared; for a large one the numbers 0 to 3 must do so and there must
        be a theorem.
        """
        if operator.natural is None:
            return operator.theorem is not None  # and that is there: `means` has looked
        if natural > LARGEST_UNFOLDED:
            return operator.theorem is not None and all(self.means_at(name, operator, n) for n in range(4))
        key = f"{name} {natural}"
        found = self._checked.get(key)
        if found is None:
            outer = self._checked.get(name)
            self._checked[name] = self._checked[key] = False
            unfolded = self._unfolded(
                name, operator.numbers, natural, natural_first=operator.natural_at == "first"
            )
            found = self._checked[key] = unfolded == operator.natural(natural)
            if outer is not None:
                self._checked[name] = outer
        return found

    def _unfolded(
        self, name: str, numbers: int, natural: int | None = None, *, natural_first: bool = False
    ) -> Tree | None:
        """The tree of a constant's definition at parameters ``a``, ``b``; None if it is no formula."""
        terms = self.reducer.terms
        applied = self._at_the_reals(
            terms.const(name, tuple(map(terms.param, self.reducer.env[name].levels)))
        )
        if applied is None:
            return None
        variables = [terms.fvar(n, self.real.type) for n in ("a", "b")[:numbers]]
        given: list[Term] = [*variables]
        if natural is not None:
            given.insert(0 if natural_first else len(given), terms.lit(natural))
        value = self.reducer.unfold_head(terms.apply(applied, *given))
        if value is None:
            return None
        try:
            return self.tree(value, {v: Tree("param", value=v.name) for v in variables})
        except ExtractionError:
            return None

    def _at_the_reals(self, const: Term) -> Term | None:
        """A constant with the type and the instances that come first given: those of the field."""
        assert isinstance(const, Const)
        type_ = self.reducer.type_of(const)
        result: Term = const
        while isinstance(type_, Pi):
            head, _ = spine(type_.domain)
            if isinstance(type_.domain, Sort):
                arg: Term | None = self.real.type
            elif isinstance(head, Const) and type_.info == INST_IMPLICIT:
                arg = self.canonical(head.name)
            else:
                return result
            if arg is None:
                return None
            result = self.reducer.terms.app(result, arg)
            type_ = self.reducer.instantiate(type_.body, arg)
        return result


def _mentions(term: Term, name: str) -> bool:
    """Whether a constant occurs in a term."""
    todo, seen = [term], {term}
    while todo:
        part = todo.pop()
        if isinstance(part, Const) and part.name == name:
            return True
        for attribute in ("fn", "arg", "domain", "body", "of", "type", "value"):
            child = getattr(part, attribute, None)
            if isinstance(child, Term) and child not in seen:
                seen.add(child)
                todo.append(child)
    return False


class _Run:
    """One reading of a term."""

    def __init__(
        self, extractor: Extractor, leaf: Callable[[Term], Tree | None], known: dict[Tree, Tree]
    ) -> None:
        self.extractor, self.leaf = extractor, leaf
        self.reducer = extractor.reducer
        self.memo: dict[Term, Tree] = {}
        self.known = known
        self.size = 0

    def tree(self, term: Term, depth: int) -> Tree:
        found = self.memo.get(term)
        if found is None:
            if depth > _MAX_NESTING:
                raise ExtractionError("the formula nests too deeply")
            found = self._tree(term, depth + 1)
            found = self.memo[term] = self.known.setdefault(found, found)
            self.size += 1
            if self.size > _MAX_TREE:
                raise ExtractionError("the formula is too large")
        return found

    def _tree(self, term: Term, depth: int) -> Tree:
        original = term
        for _ in range(1000):
            leaf = self.leaf(term)
            if leaf is not None:
                return leaf
            try:
                term = self.reducer.head_reduced(term)
            except ReductionLimit as error:
                raise ExtractionError(f"{self.extractor.show(original)}: {error.message}") from error
            leaf = self.leaf(term) or self._operator(term, depth)
            if leaf is not None:
                return leaf
            unfolded = self.reducer.unfold_head(term)
            if unfolded is None:
                break
            term = unfolded
        raise ExtractionError(f"not a formula: {self.extractor.show(original)}{self._reasons()}")

    def _reasons(self) -> str:
        refused = self.extractor.refused
        return "".join(f"; {name} was not taken for an operator: {why}" for name, why in refused.items())

    def _operator(self, term: Term, depth: int) -> Tree | None:
        """The tree of an operator applied to all its arguments, None if the term is none."""
        extractor = self.extractor
        head, args = spine(term)
        if isinstance(head, Proj):
            return self._projection(head, args, depth)
        if not isinstance(head, Const):
            return None
        operation = extractor.config.arithmetic.get(head.name)
        if operation is not None:
            if len(args) < 2 or args[0] is not extractor.real.type:
                return None
            if not extractor.is_canonical(operation.structure, args[1]):
                return None
            return self._arithmetic(operation.op, operation.value, args[2:], depth)
        if head.name == "ite" and len(args) == 5:
            return self._condition(args, depth)
        operator = extractor.config.operators.get(head.name)
        if operator is None or not extractor.means(head.name, operator):
            return None
        return self._named(head, operator, args, depth)

    def _projection(self, head: Proj, args: list[Term], depth: int) -> Tree | None:
        """A field of a class written as such: ``Add.add`` unfolded."""
        for operation in self.extractor.config.arithmetic.values():
            if operation.structure == head.structure and head.index == 0:
                if self.extractor.is_canonical(head.structure, head.of):
                    return self._arithmetic(operation.op, operation.value, args, depth)
                return None
        return None

    def _arithmetic(self, op: str, value: Fraction | None, args: list[Term], depth: int) -> Tree | None:
        if len(args) != {"const": 0, "neg": 1, "inv": 1}.get(op, 2):
            return None
        if op == "const":
            return Tree("const", value=value)
        return folded(op, tuple(self.tree(arg, depth) for arg in args))

    def _condition(self, args: list[Term], depth: int) -> Tree | None:
        """``if a < b then t else e`` and its like; which branch is which is the whole point."""
        type_, condition, _decidable, then, other = args
        if type_ is not self.extractor.real.type:
            return None
        relation = self.extractor.relation(condition)
        if relation is None or relation[0] not in ("lt", "le"):
            raise ExtractionError(f"not a comparison of numbers: {self.extractor.show(condition)}")
        kind, a, b = relation
        left, right = self.tree(a, depth), self.tree(b, depth)
        if_true, if_false = self.tree(then, depth), self.tree(other, depth)
        if kind == "lt":  # a < b: b > a
            return Tree("if_gt", (right, left, if_true, if_false))
        return Tree("if_gt", (left, right, if_false, if_true))  # a <= b: not a > b

    def _named(self, head: Const, operator: Operator, args: list[Term], depth: int) -> Tree | None:
        values = operator.numbers + (operator.natural_at is not None)
        if len(args) < values or not self.extractor.leading(head, args[: len(args) - values]):
            return None
        own = args[len(args) - values :]
        if operator.natural_at is None:
            return Tree(operator.op, tuple(self.tree(arg, depth) for arg in own))
        natural = self._natural(own.pop(0 if operator.natural_at == "first" else -1), 0)
        if not self.extractor.means_at(head.name, operator, natural):
            return None
        numbers = tuple(self.tree(arg, depth) for arg in own)
        return (
            Tree("const", value=Fraction(natural))
            if operator.op == "const"
            else Tree(operator.op, numbers, natural)
        )

    def _natural(self, term: Term, depth: int) -> int:
        """The value of a closed natural number. Raises ExtractionError if it has none that is seen here."""
        original = term
        for _ in range(1000):
            term = self.reducer.head_reduced(term)
            head, args = spine(term)
            if isinstance(head, Lit) and isinstance(head.value, int) and not args:
                return head.value
            if isinstance(head, Const) and depth < 100:
                if head.name == "Nat.zero":
                    return 0
                if head.name == "Nat.succ" and len(args) == 1:
                    return self._natural(args[0], depth + 1) + 1
                if head.name in ("Nat.add", "Nat.mul", "Nat.pow") and len(args) == 2:
                    a, b = (self._natural(arg, depth + 1) for arg in args)
                    value = self._compute(head.name, a, b)
                    if value is not None:
                        return value
            unfolded = self.reducer.unfold_head(term)
            if unfolded is None:
                break
            term = unfolded
        raise ExtractionError(f"not a number: {self.extractor.show(original)}")

    @staticmethod
    def _compute(name: str, a: int, b: int) -> int | None:
        if name == "Nat.add":
            return a + b
        if name == "Nat.mul":
            return a * b if a < _MAX_NATURAL and b < _MAX_NATURAL else None
        return a**b if a.bit_length() * b <= 4096 else None
