"""Index arithmetic of a definition, kept symbolic: natural numbers and indices as polynomials.

A term such as ``stride * i.val + u.val`` becomes an :class:`~proofgrad.bridge.catalogue.index.Index`. What is
needed beyond unfolding are equations that no unfolding shows while a size is a variable: entry ``rowMajor i
j`` of ``flatten f`` is ``f i j``. Those are taken from theorems, whose statements are the rules by which
terms are rewritten, so that nothing rests on what a constant is called. An index that is not written as
``rowMajor i j`` is that of its quotient and its remainder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from proofgrad.bridge.catalogue.index import ZERO, Atom, Condition, Index, Relation, constant, var
from proofgrad.bridge.olean.compute import Computing
from proofgrad.bridge.olean.constants import Theorem
from proofgrad.bridge.olean.reduce import spine
from proofgrad.bridge.olean.terms import App, Const, FVar, Lambda, Let, Lit, Pi, Proj, Term
from proofgrad.bridge.reading.extract import ExtractionError
from proofgrad.bridge.reading.library import Library

__all__ = ["Indices", "negated"]

_NATURAL = {"Nat.add": "add", "Nat.mul": "mul", "Nat.sub": "monus", "Nat.div": "div", "Nat.mod": "mod"}
_STEPS = 500
_NEGATED: dict[Relation, Relation] = {"eq": "ne", "ne": "eq"}


@dataclass(frozen=True)
class _Rule:
    """``left = right`` for all values of some variables, by a theorem."""

    variables: tuple[FVar, ...]
    left: Term
    right: Term


class Indices:
    """Reads natural numbers and indices of one declaration.

    Attributes:
        atoms: what its variables stand for.
        tables: its tables of indices, ``token : Fin m → Fin n``, by name.
    """

    def __init__(self, library: Library, reducer: Computing) -> None:
        self.library, self.config = library, library.config
        self.reducer, self.terms = reducer, reducer.terms
        self.atoms: dict[Term, Index] = {}
        self.tables: dict[Term, str] = {}
        self._rules: dict[str, _Rule] = {}
        for name in self.config.index_rules:
            self._add_rule(name)
        self._natural: dict[Term, Index] = {}

    def _add_rule(self, theorem: str) -> None:
        constant_ = self.library.env.get(theorem)
        if not isinstance(constant_, Theorem):
            return
        variables, conclusion = self.reducer.open_pis(constant_.type)
        head, sides = spine(conclusion)
        if isinstance(head, Const) and head.name == "Eq" and len(sides) == 3:
            left, _ = spine(sides[1])
            if isinstance(left, Const):
                self._rules[theorem] = _Rule(tuple(variables), sides[1], sides[2])

    # Rewriting

    def step(self, term: Term) -> Term | None:
        """The term with beta and let at its head reduced, or rewritten by a rule; None if neither is
        possible.
        """
        head, args = spine(term)
        if isinstance(head, Lambda) and args:
            return self.reducer.apply(head, args)
        if isinstance(head, Let):
            return self.terms.apply(self.reducer.instantiate(head.body, head.value), *args)
        if isinstance(head, Const):
            for rule in self._rules.values():
                found = self._rewritten(rule, head, args)
                if found is not None:
                    return found
        return None

    def _rewritten(self, rule: _Rule, head: Const, args: list[Term]) -> Term | None:
        pattern_head, pattern = spine(rule.left)
        assert isinstance(pattern_head, Const)
        if pattern_head.name != head.name or len(args) < len(pattern):
            return None
        values: dict[Term, Term] = {}
        # Variables by themselves first: they say what the others are compared with.
        pairs = sorted(zip(pattern, args, strict=False), key=lambda pair: pair[0] not in rule.variables)
        if not all(self._match(p, a, rule, values) for p, a in pairs):
            return None
        right = rule.right
        if any(v not in values for v in rule.variables if _mentions(right, v)):
            return None
        return self.terms.apply(self._replaced(right, values), *args[len(pattern) :])

    def _match(self, pattern: Term, term: Term, rule: _Rule, values: dict[Term, Term]) -> bool:
        if pattern in rule.variables:
            known = values.setdefault(pattern, term)
            return known is term or self.equal(known, term)
        head, parts = spine(pattern)
        if not isinstance(head, Const):
            return pattern is term or self.reducer.same(pattern, term)
        if not parts:
            return pattern is term or self.reducer.same(pattern, term)
        found = self._unfolded_to(term, head.name)
        if found is None:
            found = self._as_entry(term, head, parts, values)
        if found is None or len(found) != len(parts):
            return False
        return all(self._match(p, a, rule, values) for p, a in zip(parts, found, strict=True))

    def _unfolded_to(self, term: Term, name: str) -> list[Term] | None:
        """The arguments of a constant that an index is made with, None if it is made otherwise."""
        for _ in range(_STEPS):
            head, args = spine(term)
            if isinstance(head, Const) and head.name == name:
                return args
            if isinstance(head, Const) and head.name in (*self.config.index_makers, "Fin.mk"):
                return None
            following = self.step(term) or (
                self.reducer.unfold_head(term) if isinstance(head, Const) else None
            )
            if following is None:
                return None
            term = following
        return None

    def _as_entry(
        self, term: Term, head: Const, parts: list[Term], values: dict[Term, Term]
    ) -> list[Term] | None:
        """An index of a table as ``rowMajor (index / k) (index % k)``."""
        if head.name != self.config.row_major or len(parts) != 4:
            return None
        rows, width = (values.get(part) for part in parts[:2])
        if rows is None or width is None:
            return None
        whole, k = self.natural(term), self.natural(width)
        row = self._of_two("div", whole, k)
        made = []
        for name, bound, value in (("row", rows, row), ("entry", width, whole - k * row)):
            fin = self.terms.app(self.terms.const("Fin"), bound)
            made.append(self.bound(name, fin, value))
        return [rows, width, *made]

    def bound(self, name: str, type_: Term, value: Index) -> FVar:
        """A variable that stands for an index."""
        variable = self.terms.fvar(name, type_)
        self.atoms[variable] = value
        return variable

    def _replaced(self, term: Term, values: dict[Term, Term]) -> Term:
        known: dict[Term, Term] = {}

        def replace(part: Term) -> Term:
            if not part.fvars:
                return part
            found = values.get(part) or known.get(part)
            if found is None:
                if isinstance(part, App):
                    found = self.terms.app(replace(part.fn), replace(part.arg))
                elif isinstance(part, Proj):
                    found = self.terms.proj(part.structure, part.index, replace(part.of))
                else:
                    raise ExtractionError(f"not a rule for indices: {self.library.show(term)}")
                known[part] = found
            return found

        return replace(term)

    def equal(self, left: Term, right: Term) -> bool:
        """Whether two terms are equal: by unfolding, or as natural numbers."""
        if left is right or self.reducer.same(left, right):
            return True
        try:
            return self.natural(left) == self.natural(right)
        except ExtractionError:
            return False

    # Reading

    def natural(self, term: Term) -> Index:
        """A natural number, or the value of an index.

        Raises:
            ExtractionError: it contains what is neither; the message names it.
        """
        found = self._natural.get(term)
        if found is None:
            found = self._natural[term] = self._read(term)
        return found

    def _read(self, original: Term) -> Index:
        term = original
        for _ in range(_STEPS):
            found = self._leaf(term)
            if found is not None:
                return found
            following = self.step(term)
            if following is None:
                reduced = self.reducer.head_reduced(term)
                following = self.reducer.unfold_head(term) if reduced is term else reduced
            if following is None:
                break
            term = following
        raise ExtractionError(f"not an index: {self.library.show(original)}")

    def _leaf(self, term: Term) -> Index | None:
        head, args = spine(term)
        if isinstance(head, Lit) and isinstance(head.value, int) and not args:
            return constant(head.value)
        if isinstance(head, FVar):
            if not args and head in self.atoms:
                return self.atoms[head]
            if len(args) == 1 and head in self.tables:
                return var(Atom("select", self.tables[head], (self.natural(args[0]),)))
        if isinstance(head, Proj) and head.structure == "Fin" and head.index == 0 and not args:
            return self.natural(head.of)
        if not isinstance(head, Const):
            return None
        name = head.name
        if name == "Nat.zero" and not args:
            return ZERO
        if name == "Nat.succ" and len(args) == 1:
            return self.natural(args[0]) + constant(1)
        if name == "Fin.mk" and len(args) == 3:
            return self.natural(args[1])
        if name in _NATURAL and len(args) == 2:
            return self._of_two(_NATURAL[name], *map(self.natural, args))
        if name == f"{self.config.shape}.size" and len(args) == 1 and args[0] in self.atoms:
            return self.atoms[args[0]]
        return None

    @staticmethod
    def _of_two(kind: str, a: Index, b: Index) -> Index:
        if kind == "add":
            return a + b
        if kind == "mul":
            return a * b
        x, y = a.number, b.number
        if x is not None and y is not None:
            if kind == "monus":
                return constant(max(x - y, 0))
            return constant((x // y if y else 0) if kind == "div" else (x % y if y else x))
        if kind == "monus":
            return var(Atom("monus", "", (a, b)))
        return var(Atom("div" if kind == "div" else "mod", "", (a, b)))

    def places(self, term: Term, axes: Sequence[Index]) -> tuple[Index, ...]:
        """An index among all entries of a shape as one index for each axis."""
        if len(axes) < 2:
            return () if not axes else (self.natural(term),)
        args = self._unfolded_to(term, self.config.row_major)
        rest = constant(1)
        for axis in axes[1:]:
            rest = rest * axis
        if args is not None and len(args) == 4:
            row, column = args[2:]
            if self.natural(term) == rest * self.natural(row) + self.natural(column):
                return self.natural(row), *self.places(column, axes[1:])
        whole = self.natural(term)
        out = []
        for position in range(1, len(axes)):
            rest = constant(1)
            for axis in axes[position:]:
                rest = rest * axis
            out.append(self._of_two("div", whole, rest))
            whole = whole - rest * out[-1]
        return (*out, whole)

    def factors(self, term: Term) -> tuple[Term, Term] | None:
        """``(n, k)`` for a number written ``k * n``, None for any other."""
        for _ in range(_STEPS):
            head, args = spine(term)
            if isinstance(head, Const) and head.name == "Nat.mul" and len(args) == 2:
                return (args[1], args[0])
            if self._leaf_only(term):
                return None
            reduced = self.reducer.head_reduced(term)
            following = self.reducer.unfold_head(term) if reduced is term else reduced
            if following is None:
                return None
            term = following
        return None

    def _leaf_only(self, term: Term) -> bool:
        head, _ = spine(term)
        return isinstance(head, FVar | Lit) or (
            isinstance(head, Const) and (head.name in _NATURAL or head.name in ("Nat.zero", "Nat.succ"))
        )

    def conditions(self, proposition: Term) -> tuple[Condition, ...] | None:
        """A proposition about natural numbers and indices as conditions that all hold; None for others."""
        for _ in range(50):
            head, args = spine(self.reducer.head_reduced(proposition))
            if not isinstance(head, Const):
                return None
            name = head.name
            if name in ("Eq", "Ne") and len(args) == 3:
                return self._equation("eq" if name == "Eq" else "ne", *args)
            if name in ("Nat.le", "Nat.lt") and len(args) == 2:
                a, b = map(self.natural, args)
                return (Condition("le" if name == "Nat.le" else "lt", a, b),)
            if name == "And" and len(args) == 2:
                both = [self.conditions(arg) for arg in args]
                return None if None in both else tuple(c for part in both for c in part or ())
            if name == "Not" and len(args) == 1:
                inner = self.conditions(args[0])
                return negated(inner) if inner is not None else None
            unfolded = self.reducer.unfold_head(self.terms.apply(head, *args))
            if unfolded is None:
                return None
            proposition = unfolded
        return None

    def _equation(
        self, relation: Relation, type_: Term, left: Term, right: Term
    ) -> tuple[Condition, ...] | None:
        head, _ = spine(self.reducer.whnf(type_))
        if not isinstance(head, Const):
            return None
        if head.name in ("Nat", "Fin"):
            return (Condition(relation, self.natural(left), self.natural(right)),)
        if head.name == "Bool" and relation == "eq":
            for test, value in ((left, right), (right, left)):
                found = self.test(test)
                end, _ = spine(self.reducer.whnf(value))
                if found is not None and isinstance(end, Const) and end.name in ("Bool.true", "Bool.false"):
                    return found if end.name == "Bool.true" else negated(found)
        return None

    def test(self, boolean: Term) -> tuple[Condition, ...] | None:
        """A boolean that compares natural numbers: ``Nat.ble a b``."""
        for _ in range(50):
            head, args = spine(self.reducer.head_reduced(boolean))
            if not isinstance(head, Const):
                return None
            if head.name in ("Nat.ble", "Nat.beq") and len(args) == 2:
                a, b = map(self.natural, args)
                return (Condition("le" if head.name == "Nat.ble" else "eq", a, b),)
            if head.name == "Decidable.decide" and args:
                return self.conditions(args[0])
            unfolded = self.reducer.unfold_head(self.terms.apply(head, *args))
            if unfolded is None:
                return None
            boolean = unfolded
        return None


def negated(conditions: tuple[Condition, ...]) -> tuple[Condition, ...] | None:
    """The opposite of a single condition, None for more."""
    if len(conditions) != 1:
        return None
    (c,) = conditions
    if c.relation in _NEGATED:
        return (Condition(_NEGATED[c.relation], c.left, c.right),)
    return (Condition("lt" if c.relation == "le" else "le", c.right, c.left),)


def _mentions(term: Term, variable: FVar) -> bool:
    todo, seen = [term], {term}
    while todo:
        part = todo.pop()
        if part is variable:
            return True
        children: tuple[Term, ...] = ()
        if isinstance(part, App):
            children = part.fn, part.arg
        elif isinstance(part, Lambda | Pi):
            children = part.domain, part.body
        elif isinstance(part, Proj):
            children = (part.of,)
        for child in children:
            if child.fvars and child not in seen:
                seen.add(child)
                todo.append(child)
    return False
