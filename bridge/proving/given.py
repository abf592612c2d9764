"""A derivative that somebody gives beside ours: Lean is asked whether the two are equal.

Both are numerators over denominators (`Formula.fraction`), and `ring` is asked whether these are equal,
multiplied crosswise. To `ring` a function applied is an atom, so arguments that are equal but written in
another way are rewritten first. Which ones are equal is found by values at a point where functions have
values that are made up: equal arguments have equal values there, whatever the functions are. Nothing rests
on that; Lean checks every step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from proofgrad.bridge.olean.evaluate import Data
from proofgrad.bridge.proving.leaf import NAMESPACE, Statement, Writer
from proofgrad.bridge.writing.data import kind, listed, make, size
from proofgrad.bridge.writing.text import data_text, wrapped

__all__ = ["LARGEST", "Aligned", "given_file", "theorem_of"]

LARGEST = 3000
"""An identity of more operations is not tried."""
_PRIME = (1 << 61) - 1


class Aligned:
    """The given derivative, with the arguments of functions as they are written in ours.

    Attributes:
        data: the given formula, rewritten.
        rewrites: pairs of applied functions, each to be rewritten into the other, in that order.
        may_be_equal: whether it has the value of ours at the made-up point.
    """

    def __init__(self, ours: Data, given: Data) -> None:
        self._values: dict[Data, int] = {}
        self._written: dict[tuple[str, int], Data] = {}
        for part in _applications(ours):
            self._written.setdefault(self._key(part), part)
        self.rewrites: list[tuple[Data, Data]] = []
        self.data = self._align(given)
        self.may_be_equal = self.value(ours) == self.value(self.data)

    def _key(self, applied: Data) -> tuple[str, int]:
        function, argument = applied.fields
        return kind(function), self.value(argument)

    def _align(self, data: Data) -> Data:
        parts = tuple(
            self._align(part) if isinstance(part, Data) and part.constructor.startswith("Formula.") else part
            for part in data.fields
        )
        data = Data(data.constructor, parts)
        if kind(data) != "fn":
            return data
        known = self._written.setdefault(self._key(data), data)
        if known != data and (data, known) not in self.rewrites:
            self.rewrites.append((data, known))
        return known

    def value(self, data: Data) -> int:
        """The value of a formula at the made-up point, modulo a prime; 1/0 is 0."""
        found = self._values.get(data)
        if found is None:
            found = self._values[data] = self._value(data)
        return found

    def _value(self, data: Data) -> int:
        op, fields = kind(data), data.fields
        if op == "num":
            return int(fields[0]) % _PRIME
        if op in ("var", "pi"):
            return _made_up(op, *map(str, fields))
        parts = [self.value(f) for f in fields if isinstance(f, Data) and not f.constructor.startswith("Fn.")]
        match op:
            case "neg":
                return -parts[0] % _PRIME
            case "inv":
                return pow(parts[0], _PRIME - 2, _PRIME)
            case "pow":
                return pow(parts[0], int(fields[1]), _PRIME)
            case "add":
                return (parts[0] + parts[1]) % _PRIME
            case "sub":
                return (parts[0] - parts[1]) % _PRIME
            case "mul":
                return parts[0] * parts[1] % _PRIME
            case "div":
                return parts[0] * pow(parts[1], _PRIME - 2, _PRIME) % _PRIME
            case "fn":
                return _made_up(kind(fields[0]), str(parts[0]))
        return _made_up(op, *map(str, parts))


def _made_up(*names: str) -> int:
    return int.from_bytes(hashlib.sha256(" ".join(names).encode()).digest()[:8], "little") % _PRIME


def _applications(data: Data) -> Iterator[Data]:
    """The functions applied in a formula, those in arguments first."""
    for part in data.fields:
        if isinstance(part, Data):
            yield from _applications(part)
    if kind(data) == "fn":
        yield data


def theorem_of(name: str) -> str:
    """The theorem that the given formula is the derivative."""
    return f"{NAMESPACE}.Math.hasDerivAt_{name}_given"


def given_file(
    statement: Statement,
    module: str,
    given: Data,
    both: Aligned,
    fraction: Callable[[Data], tuple[Data, Data]],
) -> str | None:
    """The text of a Lean module with the theorem that the given formula is the derivative.

    Args:
        statement: of the formula; its derivative is ours.
        module: the module with the theorem about ours.
        given: the given derivative.
        both: the two beside each other.
        fraction: numerator and denominator of a formula, as Lean computes them.

    Returns:
        None if an identity is larger than ``LARGEST``.
    """
    w = Writer(statement)
    name = statement.name
    deriv, theorem = f"{name}Deriv_eq_given", theorem_of(name).rpartition(".")[2]

    def equal(left: Data, right: Data) -> str | None:
        (n, d), (m, e) = fraction(left), fraction(right)
        cross = make("mul", n, e), make("mul", m, d)
        if sum(map(size, cross)) > LARGEST:
            return None
        return (
            f"Formula.eval_eq_of_cross {data_text(left, atom=True)} {data_text(right, atom=True)}"
            f" {data_text(listed(statement.given))} {w.values} {w.holds}"
            f" (show {' = '.join(map(w.expression, cross))} from ring)"
        )

    last = equal(statement.derivative, both.data)
    lines = []
    for before, after in both.rewrites:
        argument = equal(before.fields[1], after.fields[1])
        if argument is None:
            return None
        said = " = ".join(map(w.expression, (before, after)))
        applied = f"congrArg (Fn.value .{kind(before.fields[0])}) ({argument})"
        lines.append(f"  rw [show {wrapped(f'{said} from {applied}')}]")
    if last is None:
        return None
    text = wrapped(w.expression(given))
    arguments = " ".join([*statement.parameters, statement.variable, *(short for short, _ in w.hypotheses)])
    call = f"{name}Deriv {' '.join([*statement.parameters, statement.variable])}"
    own = f"{NAMESPACE}.Math.{name}" if name in w.names else name
    function = " ".join([own, *statement.parameters])
    choices = w.classical(given, *statement.given)
    return "\n".join(
        [
            "prelude",
            f"import {module}",
            "import NN.Formula.Fraction",
            "",
            "/-!",
            f"# The derivative of {name}, as it was given",
            "",
            "Written by proofgrad: both formulas are fractions, and these are equal, multiplied crosswise.",
            "-/",
            "",
            f"namespace {NAMESPACE}.Math",
            "",
            *choices,
            f"/-- `{name}Deriv` is the formula that was given. -/",
            wrapped(f"theorem {deriv}{w.binder}{w.given} :"),
            f"    {call} =",
            f"      {text} := by",
            *lines,
            f"  exact {wrapped(last)}",
            "",
            *choices,
            "/-- The formula that was given is the derivative. -/",
            wrapped(f"theorem {theorem}{w.binder}{w.given} :"),
            f"    HasDerivAt ({function})",
            f"      ({text}) {statement.variable} :=",
            f"  (hasDerivAt_{name} {arguments}).congr_deriv ({deriv} {arguments})",
            "",
            f"end {NAMESPACE}.Math",
            "",
        ]
    )
