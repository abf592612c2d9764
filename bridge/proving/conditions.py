"""What must be supposed of the inputs and parameters of a formula, in the form in which people say it.

Lean says which conditions of the rules of differentiation it cannot see to be met (`Formula.missing`); here
they are taken apart, ``x * y ≠ 0`` into ``x ≠ 0`` and ``y ≠ 0``, and what follows from others is left out. It
is a search only: Lean's kernel computes again whether the conditions that were found are enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from proofgrad.bridge.olean.evaluate import Data, EvaluationError, Evaluator
from proofgrad.bridge.writing.data import elements, kind, listed, make, variables_of

__all__ = ["Requirements", "substituted"]

_ZERO = make("num", 0)
_ODD = frozenset({"sinh", "tanh", "sign"})
"""Functions with the sign of their argument."""


def lt(a: Data, b: Data) -> Data:
    """``a < b``."""
    return Data("Formula.Condition.lt", (a, b))


def ne(a: Data, b: Data) -> Data:
    """``a ≠ b``."""
    return Data("Formula.Condition.ne", (a, b))


class Requirements:
    """Asks a library which conditions a formula needs.

    Args:
        evaluator: of an environment with the module ``NN.Formula``.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator

    def missing(self, formula: Data, given: Sequence[Data]) -> list[Data]:
        """The conditions that do not follow from those that are given."""
        return elements(self.evaluator.call("Formula.missing", formula, listed(given)))

    def proves(self, given: Sequence[Data], condition: Data) -> bool:
        """Whether a condition is seen to follow from others."""
        answer = self.evaluator.call("Formula.proves", listed(given), condition)
        return isinstance(answer, Data) and answer.constructor == "Bool.true"

    def is_impossible(self, condition: Data) -> bool:
        """Whether no numbers meet a condition, as far as signs tell."""
        left, right = condition.fields
        signs = self.evaluator.call("Formula.signs", listed(()), make("sub", right, left))
        assert isinstance(signs, Data)
        negative, _, positive = (flag == Data("Bool.true") for flag in signs.fields)
        return not positive and (kind(condition) == "lt" or not negative)

    def of(self, formula: Data, assumptions: Sequence[Data] = ()) -> list[Data]:
        """Conditions under which the formula can be differentiated: the assumptions, then what they leave.

        Conditions between the variable (number 0) and parameters are replaced by ``0 < p`` for the parameters
        where that is enough: ``0 < x² + ε`` by ``0 < ε``.
        """
        found = self._enough(formula, list(assumptions))
        mixed = [c for c in found[len(assumptions) :] if self._is_mixed(c)]
        if not mixed:
            return found
        parameters = sorted({i for c in mixed for i in variables_of(c)} - {0})
        choices = [[i] for i in parameters] + ([parameters] if len(parameters) > 1 else [])
        for chosen in choices:
            positive = [lt(_ZERO, make("var", i)) for i in chosen]
            if any(map(self._is_mixed, self.missing(formula, [*assumptions, *positive]))):
                continue
            attempt = self._enough(formula, [*assumptions, *positive])
            if not any(self._is_mixed(c) for c in attempt[len(assumptions) :]):
                return attempt
        return found

    @staticmethod
    def _is_mixed(condition: Data) -> bool:
        used = variables_of(condition)
        return 0 in used and len(used) > 1

    def _enough(self, formula: Data, given: list[Data]) -> list[Data]:
        kept = len(given)
        while rest := self.missing(formula, given):
            before = len(given)
            for condition in rest:
                if condition in given or self.proves(given, condition):
                    continue
                parts = [c for c in dict.fromkeys(self._parts(condition, given)) if c not in given]
                new = [c for c in parts if not self.proves(given, c)]
                given = [*given, *(new if new and self.proves([*given, *new], condition) else [condition])]
            if len(given) == before:  # under the conditions of a branch they follow, and without them not
                given = [*given, *(condition for condition in rest if condition not in given)]
                if len(given) == before:
                    raise EvaluationError("the conditions of a branch are not understood")
        return self._without_needless(formula, given, kept)

    def _without_needless(self, formula: Data, given: list[Data], kept: int) -> list[Data]:
        """The conditions without those, after the first `kept`, that follow from the others."""
        fewer = given
        for condition in given[kept:]:
            others = [c for c in fewer if c is not condition]
            if self.proves(others, condition):
                fewer = others
        return fewer if len(fewer) == len(given) or not self.missing(formula, fewer) else given

    # Taking conditions apart

    def _parts(self, condition: Data, given: Sequence[Data]) -> Iterator[Data]:
        a, b = condition.fields
        if kind(condition) == "ne":
            if b == _ZERO:
                yield from self._nonzero(a, given)
            elif a == _ZERO:
                yield from self._nonzero(b, given)
            else:
                yield ne(b, a) if not variables_of(a) and variables_of(b) else condition
        elif a == _ZERO:
            yield from self._positive(b, given, lambda c: lt(_ZERO, c))
        elif b == _ZERO and kind(a) == "neg":
            yield from self._positive(a.fields[0], given, lambda c: lt(_ZERO, c))
        else:
            yield condition

    def _nonzero(self, a: Data, given: Sequence[Data]) -> Iterator[Data]:
        if self.proves(given, ne(a, _ZERO)):
            return
        op = kind(a)
        if op in ("mul", "div"):
            for part in a.fields:
                yield from self._nonzero(part, given)
        elif op in ("neg", "inv", "pow"):
            yield from self._nonzero(a.fields[0], given)
        elif op == "sub":
            yield from self._parts(ne(*a.fields), given)
        elif op == "fn" and kind(a.fields[0]) in (*_ODD, "abs"):
            yield from self._nonzero(a.fields[1], given)
        elif op == "fn" and kind(a.fields[0]) == "sqrt":
            yield from self._positive(a.fields[1], given, lambda c: lt(_ZERO, c))
        else:
            yield ne(a, _ZERO)

    def _positive(self, a: Data, given: Sequence[Data], plain: Callable[[Data], Data]) -> Iterator[Data]:
        if self.proves(given, plain(a)):
            return
        op = kind(a)
        if op in ("mul", "div"):
            unknown = [p for p in a.fields if not self.proves(given, lt(_ZERO, p))]
            if op == "mul" and len(unknown) == 2 and unknown[0] == unknown[1]:
                yield from self._nonzero(unknown[0], given)
            elif len(unknown) == 1:
                yield from self._positive(unknown[0], given, plain)
            else:
                yield plain(a)
        elif op == "inv" or (op == "pow" and a.fields[1] % 2):
            yield from self._positive(a.fields[0], given, plain)
        elif op == "pow":
            yield from self._nonzero(a.fields[0], given)
        elif op == "sub":
            yield from self._parts(lt(a.fields[1], a.fields[0]), given)
        elif op == "neg":
            yield lt(a.fields[0], _ZERO)
        elif op == "fn" and kind(a.fields[0]) in (*_ODD, "sqrt"):
            yield from self._positive(a.fields[1], given, plain)
        elif op == "fn" and kind(a.fields[0]) == "abs":
            yield from self._nonzero(a.fields[1], given)
        else:
            yield plain(a)

    # Witnesses

    def witness(self, given: Sequence[Data], count: int, values: Sequence[Data]) -> list[Data] | None:
        """Numbers for the first `count` variables at which conditions are seen to hold, or None.

        Variables that no condition mentions get the first of the `values`.
        """
        used = frozenset().union(*map(variables_of, given))
        chosen: list[Data] = [values[0]] * count
        order = [i for i in range(count - 1, -1, -1) if i in used]
        tries = 0

        def search(rest: Sequence[int]) -> bool:
            nonlocal tries
            if not rest:
                return all(self.proves((), substituted(c, chosen)) for c in given)
            for value in values:
                tries += 1
                if tries > _MAX_TRIES:
                    return False
                chosen[rest[0]] = value
                settled = frozenset(order) - frozenset(rest[1:])
                closed = [c for c in given if variables_of(c) <= settled and rest[0] in variables_of(c)]
                if all(self.proves((), substituted(c, chosen)) for c in closed) and search(rest[1:]):
                    return True
            return False

        return chosen if search(order) else None


_MAX_TRIES = 80


def substituted(data: Data, values: Sequence[Data]) -> Data:
    """Formulas for the variables, by number."""
    if data.constructor == "Formula.var":
        return values[int(data.fields[0])]
    fields = tuple(substituted(part, values) if isinstance(part, Data) else part for part in data.fields)
    return Data(data.constructor, fields)
