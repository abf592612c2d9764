"""Whether the hypotheses of a certificate can be met: theorems of the project that say so, or an application
of the certificate that Lean has accepted.

``∃ ε, 0 < ε ∧ NodeFDerivCorrect (safeLog idx ε)`` shows that the hypothesis of ``safeLogFderiv`` can be met.
What counts is the statement: it must assert, for one and the same choice of everything that the certificate
quantifies over, every hypothesis that is in need of it. It may suppose nothing: its own binders are contexts,
shapes, numbers, positions and real parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from proofgrad.bridge.olean.reduce import ReductionLimit, spine
from proofgrad.bridge.olean.terms import App, Binding, Const, FVar, Lambda, Let, Proj, Term
from proofgrad.bridge.reading.applied import applied
from proofgrad.bridge.reading.closure import constants
from proofgrad.bridge.reading.hypotheses import HypothesisReader
from proofgrad.bridge.reading.library import Library, mentions_any
from proofgrad.bridge.reading.theorems import Claim

__all__ = ["SHOWN_AT", "SHOWN_BY", "Witness", "WitnessReader"]

SHOWN_BY = "shown by "
"""How what shows that a hypothesis can be met is told in its `why`: the theorem's name follows."""

SHOWN_AT = "shown at "
"""The same where it was shown by values that proofgrad chose: they follow."""

_MOST_TRIES = 2_000


@dataclass(frozen=True, slots=True)
class Witness:
    """What shows that hypotheses can be met.

    Attributes:
        told: how that is said: by which theorem, or at which values.
        everywhere: whether in every context, at all shapes and sizes.
        some_entries: whether where the inputs and the result of the node have entries; False if nobody knows.
    """

    told: str
    everywhere: bool
    some_entries: bool = False


@dataclass(frozen=True, slots=True)
class _Existence:
    """What an existence theorem says: the variables that are given, those that exist, what holds of them."""

    theorem: str
    given: tuple[FVar, ...]
    there_are: tuple[FVar, ...]
    holds: tuple[Term, ...]


class WitnessReader:
    """Finds theorems of the form ``∃ ..., ... ∧ ...`` that meet hypotheses.

    Args:
        library: the library.
        hypotheses: its reader of hypotheses.
        trusted: whether a theorem counts: accepted by Lean, and on no axiom that is not allowed.
        applied: for certificates a theorem that applies them to values.
    """

    def __init__(
        self,
        library: Library,
        hypotheses: HypothesisReader,
        trusted: Callable[[str], bool],
        applied: Mapping[str, str],
    ) -> None:
        self.library, self.hypotheses, self.trusted = library, hypotheses, trusted
        self.applied = applied
        self.reducer = library.reducer
        self._by_constant: dict[str, list[str]] | None = None
        self._read: dict[str, _Existence | None] = {}

    def of(self, node: str, certificate: str, claim: Claim) -> Witness | None:
        """What shows that everything that a certificate supposes can be met; None if nothing does.

        Args:
            node: the name of the node.
            certificate: the theorem.
            claim: what it says.
        """
        found = None
        for theorem in self._candidates(node, claim):
            if not self.trusted(theorem):
                continue
            said = self._existence(theorem)
            values = None if said is None else self._meets(claim, said)
            if said is not None and values is not None:
                found = self._witness(SHOWN_BY + theorem, claim, said.given, values)
                if found.everywhere or found.some_entries:
                    return found
        return self._at_values(certificate, claim) or found

    def _at_values(self, certificate: str, claim: Claim) -> Witness | None:
        theorem = self.applied.get(certificate)
        if theorem is None or theorem not in self.library.env or not self.trusted(theorem):
            return None
        found = applied(self.hypotheses, certificate, claim, theorem)
        if found is None:
            return None
        return self._witness(SHOWN_AT + (found.text or "once"), claim, found.given, found.values)

    def _witness(
        self, told: str, claim: Claim, given: Collection[FVar], values: Mapping[FVar, Term]
    ) -> Witness:
        everywhere = self._everywhere(claim, given, values)
        return Witness(told, everywhere, self._some_entries(claim, given, values))

    # Existence theorems

    def _candidates(self, node: str, claim: Claim) -> Iterator[str]:
        """Existence theorems about the node first, then those about data that it asks for."""
        if self._by_constant is None:
            self._by_constant = {}
            env = self.library.env
            for theorem, head in env.conclusions(("theorem",)):
                if head in ("Exists", "Nonempty") and env.is_written(theorem):
                    for name in constants(env[theorem].type):
                        self._by_constant.setdefault(name, []).append(theorem)
        wanted = [node]
        for found in claim.in_need:
            wanted += [n for n in constants(found.term) if n not in ("Eq", "And", "Not")]
        seen: set[str] = set()
        for name in wanted:
            for theorem in self._by_constant.get(name, ())[:200]:
                if theorem not in seen:
                    seen.add(theorem)
                    yield theorem

    def _existence(self, theorem: str) -> _Existence | None:
        if theorem not in self._read:
            try:
                self._read[theorem] = self._read_existence(theorem)
            except ReductionLimit:
                self._read[theorem] = None
        return self._read[theorem]

    def _read_existence(self, theorem: str) -> _Existence | None:
        given, conclusion = self.reducer.open_pis(self.library.env[theorem].type)
        supposed, _ = self.hypotheses.read(given, {}, None)
        if supposed:
            return None
        there_are: list[FVar] = []
        holds: list[Term] = []
        todo = [conclusion]
        while todo:
            term = self.reducer.head_reduced(todo.pop())
            head, args = spine(term)
            if isinstance(head, Const) and head.name == "And" and len(args) == 2:
                todo += args
            elif isinstance(head, Const) and head.name == "Exists" and len(args) == 2:
                name = args[1].name if isinstance(args[1], Lambda) else "x"
                variable = self.reducer.terms.fvar(name, args[0])
                there_are.append(variable)
                if self.reducer.is_proposition(args[0]):
                    holds.append(args[0])
                todo.append(self.reducer.apply(args[1], [variable]))
            elif isinstance(head, Const) and head.name == "Nonempty" and len(args) == 1:
                there_are.append(self.reducer.terms.fvar("x", args[0]))
            else:
                holds.append(term)
        return _Existence(theorem, tuple(given), tuple(there_are), tuple(holds))

    # Matching

    def _meets(self, claim: Claim, said: _Existence) -> dict[FVar, Term] | None:
        """The values of a certificate's variables at which an existence theorem meets all of its
        hypotheses at once; None if it does not.
        """
        tries = [_MOST_TRIES]
        for start in self._starts(claim, said):
            values = self._complete(claim, said, start, list(claim.variables), tries)
            if values is not None:
                return values
        return None

    def _starts(self, claim: Claim, said: _Existence) -> Iterator[dict[FVar, Term]]:
        """What the certificate's variables are where the existence theorem speaks of the node's correctness;
        else nothing is known of them.
        """
        head, args = spine(claim.conclusion)
        for proposition in said.holds:
            other, values = spine(proposition)
            if isinstance(other, Const) and isinstance(head, Const) and other.name == head.name:
                found: dict[FVar, Term] = {}
                if len(values) == len(args) and all(
                    self._match(a, b, found) for a, b in zip(args, values, strict=True)
                ):
                    yield found
        yield {}

    def _match(self, pattern: Term, term: Term, found: dict[FVar, Term]) -> bool:
        """Bind the variables of an application of a node's name, so that it is the other term."""
        if isinstance(pattern, FVar):
            return found.setdefault(pattern, term) is term or self._alike(found[pattern], term)
        head, args = spine(pattern)
        other, values = spine(term)
        if not isinstance(head, Const) or not isinstance(other, Const) or head.name != other.name:
            return self._alike(self.reducer.substitute(pattern, found), term)
        return len(args) == len(values) and all(
            self._match(a, b, found) for a, b in zip(args, values, strict=True)
        )

    def _complete(
        self,
        claim: Claim,
        said: _Existence,
        values: dict[FVar, Term],
        todo: list[FVar],
        tries: list[int],
    ) -> dict[FVar, Term] | None:
        """Choose values for the other variables, among those of the existence theorem of the same type."""
        tries[0] -= 1
        if tries[0] < 0:
            return None
        rest = [v for v in todo if v not in values and not self.reducer.is_proposition(v.type)]
        if not rest:
            return values if self._holds(claim, said, values) else None
        variable, *others = rest
        type_ = self.reducer.substitute(variable.type, values)
        if not self._is_needed(variable, claim):
            return self._complete(claim, said, {**values, variable: variable}, others, tries)
        for choice in (*said.there_are, *said.given):
            if self._alike(choice.type, type_):
                complete = self._complete(claim, said, {**values, variable: choice}, others, tries)
                if complete is not None:
                    return complete
        return None

    @staticmethod
    def _is_needed(variable: FVar, claim: Claim) -> bool:
        """Whether a hypothesis in need is that variable, or speaks of it."""
        return any(one.variable is variable or mentions_any(one.term, {variable}) for one in claim.in_need)

    def _holds(self, claim: Claim, said: _Existence, values: dict[FVar, Term]) -> bool:
        """Whether the existence theorem says of these values all that the certificate supposes."""
        at_the_point = any(one.kind == "input" for one in claim.in_need)
        for one in claim.found:
            if one.hypothesis.met and not (one.kind == "entries" and at_the_point):
                continue
            if one.kind == "data" or (one.field_of is not None and one.field_of in values):
                continue  # a value of this type was found, and its fields with it
            term = self.reducer.substitute(one.term, values)
            if not any(self._alike(term, proposition) for proposition in said.holds):
                return False
        return True

    @staticmethod
    def _everywhere(claim: Claim, given: Collection[FVar], values: Mapping[FVar, Term]) -> bool:
        """Whether contexts, shapes, numbers and positions are variables that are given, each another."""
        chosen = [(variable, values.get(variable, variable)) for variable in claim.binders.all_sizes]
        return len({value for _, value in chosen}) == len(chosen) and all(
            value in given or value is variable for variable, value in chosen
        )

    def _some_entries(self, claim: Claim, given: Collection[FVar], values: Mapping[FVar, Term]) -> bool:
        """Whether every input of the node, and its result, has entries for some choice of what is given."""
        substitute, positions = self.reducer.substitute, claim.binders.positions
        free = {*given, *(v for v in claim.variables if values.get(v, v) is v)}
        types = [spine(p.type)[1] for p in positions if isinstance(p, FVar)]
        shapes = [args[-1] for args in types if args]
        if not shapes or len(shapes) < len(types):
            return False
        if claim.binders.result is not None:
            shapes.append(claim.binders.result)
        whnf, has_entries = self.reducer.whnf, self.hypotheses.has_entries
        return all(has_entries(whnf(substitute(shape, values)), free) for shape in shapes)

    def _alike(self, left: Term, right: Term) -> bool:
        return _equal(left, right) or self.reducer.same(left, right)


def _equal(left: Term, right: Term) -> bool:
    """Whether two terms differ in the names of their binders only."""
    todo, seen = [(left, right)], set()
    while todo:
        pair = todo.pop()
        a, b = pair
        if a is b or pair in seen:
            continue
        seen.add(pair)
        if isinstance(a, App) and isinstance(b, App):
            todo += [(a.fn, b.fn), (a.arg, b.arg)]
        elif isinstance(a, Binding) and type(a) is type(b):
            assert isinstance(b, Binding)
            todo += [(a.domain, b.domain), (a.body, b.body)]
        elif isinstance(a, Let) and isinstance(b, Let):
            todo += [(a.type, b.type), (a.value, b.value), (a.body, b.body)]
        elif isinstance(a, Proj) and isinstance(b, Proj):
            if (a.structure, a.index) != (b.structure, b.index):
                return False
            todo.append((a.of, b.of))
        else:
            return False
    return True
