"""Where what a certificate supposes may hold: its applications at simple values, as Lean text.

A certificate that supposes ``7 < c`` is applied to 8 and a proof of ``7 < 8``, everything else left open.
This is a search only. What it finds counts when Lean's kernel has accepted the application, and is read from
what was accepted (:mod:`~proofgrad.bridge.reading.applied`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

from proofgrad.bridge.catalogue.formula import Tree, in_order
from proofgrad.bridge.errors import FormulaError
from proofgrad.bridge.olean.compute import Computing
from proofgrad.bridge.olean.reduce import ReductionLimit, spine
from proofgrad.bridge.olean.terms import Const, FVar, Pi, Proj, Term
from proofgrad.bridge.reading.extract import ExtractionError
from proofgrad.bridge.reading.hypotheses import HypothesisReader
from proofgrad.bridge.reading.library import mentions_any
from proofgrad.bridge.reading.theorems import Claim
from proofgrad.bridge.writing.data import Formulas, number
from proofgrad.bridge.writing.text import data_text, expression

__all__ = ["NUMBERS", "applications"]

NUMBERS = tuple(
    map(Fraction, ("1", "2", "1/2", "-1", "3", "-2", "1/4", "4", "-1/2", "3/2", "10", "-10", "0", "100"))
)
"""Real numbers that are tried, in this order."""
_NATURALS = tuple(map(Fraction, (1, 2, 3, 4, 5, 8, 10, 16, 32, 64, 100, 0)))
_MOST = 8
"""Applications of one certificate."""
_MOST_TRIES = 4_000
_DEEPEST = 4
_PLAIN = " | ".join(
    (
        "decide",
        "exact rfl",
        "exact True.intro",
        "assumption",
        *("exact " + "Nat.le.step (" * steps + "Nat.le.refl" + ")" * steps for steps in range(4)),
        "(intro h; cases h; done)",
        "fail",  # what is before it does not go on after an error
    )
)
"""Tactics for what is no comparison of real numbers: small natural numbers above all."""
_STOP = ("LT.lt", "LE.le", "GT.gt", "GE.ge", "Ne", "Not")
"""Definitions that are understood as they stand."""

Values = Mapping[Term, Fraction]


class _NoText(Exception):
    """There is no way to write a value of a type."""


def applications(hypotheses: HypothesisReader, theorem: str, claim: Claim, formulas: Formulas) -> list[str]:
    """Lean terms, each a function into the certificate at values where what it supposes may hold.

    Args:
        hypotheses: the reader of hypotheses of the library.
        theorem: the certificate.
        claim: what it says.
        formulas: writes trees as Lean data.
    """
    unmet = [one for one in claim.found if not one.hypothesis.met]
    if any(one.final or one.kind == "input" for one in unmet) or theorem.startswith("_private."):
        return []
    writer = _Writer(hypotheses, claim, formulas)
    found = []
    for values in islice(writer.choices(), _MOST):
        try:
            found.append(writer.application(theorem, values))
        except (_NoText, ReductionLimit):
            break
    return found


@dataclass
class _Writer:
    hypotheses: HypothesisReader
    claim: Claim
    formulas: Formulas

    def __post_init__(self) -> None:
        self.reducer = self.hypotheses.reducer
        self.computing = Computing(self.hypotheses.env)
        self.needy = self.claim.in_need
        self.variables = self.claim.variables
        asked = {one.variable for one in self.needy}
        self.chosen = [v for v in self.variables if v in asked or self._is_chosen(v)]
        names = self.claim.binders.names
        self.reals = [term for term in names if _root(term) in self.chosen]
        self.sizes = [v for v in self.chosen if v in self.claim.binders.sizes]
        fields = (term for term in self.claim.binders.fields if _root(term) in self.chosen)
        self.naturals: list[Term] = [*self.sizes, *fields]

    def _is_chosen(self, variable: FVar) -> bool:
        """Whether a value has to be chosen: a number or a structure that something supposed speaks of."""
        head, _ = spine(variable.type)
        is_value = any(_root(term) is variable for term in self.claim.binders.names) or (
            isinstance(head, Const) and head.name == "Nat"
        )
        return is_value and any(mentions_any(one.term, {variable}) for one in self.needy)

    # Values

    def choices(self) -> Iterator[Values]:
        """Values at which no comparison that can be computed fails."""
        tests = [self._test(one.term, 0) for one in self.needy if one.kind != "data"]
        counted = [one.term for one in self.needy if mentions_any(one.term, set(self.sizes))]
        tried = product(*(NUMBERS for _ in self.reals), *(_NATURALS for _ in self.naturals))
        for values in islice(tried, _MOST_TRIES):
            chosen = dict[Term, Fraction](zip((*self.reals, *self.naturals), values, strict=True))
            named = {self.claim.binders.names[term]: chosen[term] for term in self.reals}
            if all(may_hold(named) for may_hold in tests) and not any(
                self._decided(proposition, chosen) is False for proposition in counted
            ):
                yield chosen

    def _decided(self, proposition: Term, values: Values) -> bool | None:
        """Whether a proposition holds at values of its natural numbers; None if it is about more."""
        return self.computing.decide(self._at(proposition, values))

    def _at(self, term: Term, values: Values) -> Term:
        literal = self.reducer.terms.lit
        return self.reducer.substitute(term, {v: literal(int(values[v])) for v in self.sizes})

    def _steps(self, proposition: Term, values: Values) -> Iterator[str]:
        """How often `Nat.le.step` is needed for ``a ≤ b`` or ``a < b`` of natural numbers."""
        term = self._at(proposition, values)
        for _ in range(_DEEPEST):
            term = self.computing.head_reduced(term)
            head, args = spine(term)
            if isinstance(head, Const) and head.name in ("Nat.le", "Nat.lt") and len(args) == 2:
                a, b = map(self.computing.natural, args)
                steps = -1 if a is None or b is None else b - a - (head.name == "Nat.lt")
                if 0 <= steps <= max(_NATURALS):
                    yield f"exact {'Nat.le.step (' * steps}Nat.le.refl{')' * steps}"
                return
            unfolded = self.computing.unfold_head(term)
            if unfolded is None:
                return
            term = unfolded

    def _test(self, proposition: Term, depth: int) -> Callable[[Mapping[str, Fraction]], bool]:
        """Whether a proposition may hold at some values; all that is not understood may."""
        with contextlib.suppress(ExtractionError, ReductionLimit):
            relation = self.hypotheses.relation(proposition, self.claim.binders)
            if relation is not None:
                kind, left, right = relation
                return lambda named: _may_hold(kind, left, right, named)
        reduced = self.reducer.head_reduced(proposition)
        head, args = spine(reduced)
        if depth < _DEEPEST and isinstance(head, Const):
            if head.name in ("And", "Or") and len(args) == 2:
                parts = [self._test(arg, depth + 1) for arg in args]
                every = all if head.name == "And" else any
                return lambda named: every(part(named) for part in parts)
            unfolded = None if head.name in _STOP else self.reducer.unfold_head(reduced)
            if unfolded is not None:
                return self._test(unfolded, depth + 1)
        return lambda _: True

    # Text

    def application(self, theorem: str, values: Values) -> str:
        """The certificate at some values. Raises _NoText."""
        given, args = [], []
        unmet = {one.term for one in self.needy}
        for place, variable in enumerate(self.variables):
            if variable in self.chosen:
                args.append(self.value(variable, variable.type, values, 0))
            elif self.reducer.is_proposition(variable.type) and self._is_unmet(variable.type, unmet):
                args.append(self.proof(variable.type, values, 0))
            else:
                given.append(f"a{place}")
                args.append(f"a{place}")
        applied = f"@_root_.{theorem} {' '.join(args)}"
        return f"fun {' '.join(given)} => {applied}" if given else applied

    def _is_unmet(self, proposition: Term, unmet: set[Term]) -> bool:
        if proposition in unmet:
            return True
        parts = self._conjunction(proposition)
        return parts is not None and any(self._is_unmet(part, unmet) for part in parts)

    def _conjunction(self, proposition: Term) -> list[Term] | None:
        head, args = spine(self.reducer.head_reduced(proposition))
        return args if isinstance(head, Const) and head.name == "And" and len(args) == 2 else None

    def value(self, term: Term, type_: Term, values: Values, depth: int) -> str:
        """A value of a type: a number that was chosen, or a structure with values in it. Raises _NoText."""
        if term in values:
            return expression(number(values[term]), (), strength=100)
        if depth > _DEEPEST:
            raise _NoText
        if self.reducer.is_proposition(type_):
            return self.proof(type_, values, depth)
        if isinstance(type_, Pi):
            body = self.reducer.instantiate(type_.body, self.reducer.terms.fvar(type_.name, type_.domain))
            return f"(fun _ => {self.value(body, body, values, depth + 1)})"
        head, args = spine(type_)
        if not isinstance(head, Const):
            raise _NoText
        if head.name == "Nat":
            return "0"
        fields = self.hypotheses.fields(head, args, term)
        if fields is None:
            unfolded = self.reducer.unfold_head(type_)
            if unfolded is None:
                raise _NoText
            return self.value(term, unfolded, values, depth + 1)
        parts = [self.value(part, field_type, values, depth + 1) for _, part, field_type in fields]
        return f"⟨{', '.join(parts)}⟩"

    def proof(self, proposition: Term, values: Values, depth: int) -> str:
        """A proof by the library's tactics, if they find one. Raises _NoText."""
        parts = self._conjunction(proposition)
        if parts is not None and depth < _DEEPEST:
            return f"⟨{', '.join(self.proof(part, values, depth + 1) for part in parts)}⟩"
        ways = [*self._by_computing(proposition, values), *self._steps(proposition, values)]
        ways += [*self._by_parts(proposition, values, depth), _PLAIN]
        return f"(by first | {' | '.join(ways)})"

    def _by_parts(self, proposition: Term, values: Values, depth: int) -> Iterator[str]:
        """By one side of a disjunction, by what is behind an arrow, or by what a definition stands for."""
        if depth >= _DEEPEST:
            return
        reduced = self.reducer.head_reduced(proposition)
        if isinstance(reduced, Pi):
            body = self.reducer.instantiate(
                reduced.body, self.reducer.terms.fvar(reduced.name, reduced.domain)
            )
            yield f"exact fun _ => {self.proof(body, values, depth + 1)}"
            return
        head, args = spine(reduced)
        if isinstance(head, Const) and head.name == "Or" and len(args) == 2:
            for side, arg in zip(("inl", "inr"), args, strict=True):
                yield f"exact Or.{side} {self.proof(arg, values, depth + 1)}"
        elif isinstance(head, Const) and head.name not in _STOP:
            unfolded = self.reducer.unfold_head(reduced)
            if unfolded is not None:
                yield f"exact {self.proof(unfolded, values, depth + 1)}"

    def _by_computing(self, proposition: Term, values: Values) -> list[str]:
        try:
            relation = self.hypotheses.relation(proposition, self.claim.binders)
        except (ExtractionError, ReductionLimit):
            return []
        if relation is None:
            return []
        kind, *sides = relation
        if kind == "eq":
            return ["exact rfl", "ring"]
        named = {self.claim.binders.names[term]: values[term] for term in self.reals}
        try:
            left, right = (self.formulas.formula(_closed(side, named), {}) for side in sides)
        except FormulaError:
            return []
        sign = "ne" if kind == "ne" else "lt"
        sides_text = f"{data_text(left, atom=True)} {data_text(right, atom=True)}"
        holds = f"Formula.holds (.{sign} {sides_text}) (Formula.values [])"
        return [f"exact {holds}"] if kind != "le" else [f"exact le_of_lt ({holds})", "exact le_refl _"]


def _root(term: Term) -> Term:
    while isinstance(term, Proj):
        term = term.of
    return term


def _closed(tree: Tree, values: Mapping[str, Fraction]) -> Tree:
    """A formula with numbers for its parameters."""
    made: dict[Tree, Tree] = {}
    for part in in_order([tree]):
        number_ = values.get(str(part.value)) if part.op == "param" else None
        made[part] = (
            Tree("const", value=number_)
            if number_ is not None
            else Tree(part.op, tuple(made[arg] for arg in part.args), part.value, part.index)
        )
    return made[tree]


def _may_hold(relation: str, left: Tree, right: Tree, values: Mapping[str, Fraction]) -> bool:
    """Whether a comparison holds at some values, or cannot be computed in rational numbers."""
    a, b = _computed(left, values), _computed(right, values)
    if a is None or b is None:
        return True
    return {"lt": a < b, "le": a <= b, "ne": a != b, "eq": a == b}[relation]


def _computed(tree: Tree, values: Mapping[str, Fraction]) -> Fraction | None:
    made: dict[Tree, Fraction | None] = {}
    for part in in_order([tree]):
        made[part] = _operation(part, [made[arg] for arg in part.args], values)
    return made[tree]


def _operation(part: Tree, args: list[Fraction | None], values: Mapping[str, Fraction]) -> Fraction | None:
    if part.op == "const":
        return part.value if isinstance(part.value, Fraction) else None
    if part.op == "param":
        return values.get(str(part.value))
    known = [arg for arg in args if arg is not None]
    if len(known) != len(args):
        return None
    match part.op, known:
        case "add", [a, b]:
            return a + b
        case "sub", [a, b]:
            return a - b
        case "mul", [a, b]:
            return a * b
        case "div", [a, b]:
            return a / b if b else Fraction(0)
        case "neg", [a]:
            return -a
        case "inv", [a]:
            return 1 / a if a else Fraction(0)
        case "abs", [a]:
            return abs(a)
        case "max", [a, b]:
            return max(a, b)
        case "powi", [a] if isinstance(part.value, int) and part.value <= 64:
            return Fraction(a**part.value)
    return None
