"""The Lean file of a formula: what a person would have written.

Everything in it is made from plain data: names that are checked to be identifiers, numbers, operators. The
text that somebody typed is in it nowhere, not even in a comment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from proofgrad.bridge.olean.evaluate import Data
from proofgrad.bridge.proving.conditions import substituted
from proofgrad.bridge.proving.names import check_name
from proofgrad.bridge.writing.data import kind, listed, size, variables_of
from proofgrad.bridge.writing.text import condition_text, data_text, expression, wrapped

__all__ = ["NAMESPACE", "Statement", "Writer", "lean_file"]

NAMESPACE = "Formulas"
"""Of the nodes; the functions themselves are in ``Formulas.Math``."""

LARGEST_WRITTEN = 600
"""A derivative of more operations is not written out in the file, but said to be the computed one."""


@dataclass(frozen=True)
class Statement:
    """What a file states.

    Attributes:
        name: of the node.
        variable: the variable's name.
        parameters: the parameters' names, in order.
        formula: a value of `Formula`; the variable has number 0.
        derivative: of it, as Lean computes it.
        given: the conditions that are supposed.
        witness: numbers for the variables at which they hold; None if there are no conditions, or no such
            numbers are known.
    """

    name: str
    variable: str
    parameters: tuple[str, ...]
    formula: Data
    derivative: Data
    given: tuple[Data, ...] = ()
    witness: tuple[Data, ...] | None = None


_HEAD = """prelude
import NN.Formula
import NN.Proofs.Autograd.Tape.Nodes.Elementwise
"""


def lean_file(*statements: Statement) -> str:
    """The text of a Lean module with the function, its derivative, the node, the theorems; or with those of
    several functions, one after the other.
    """
    return "\n".join([_HEAD, *(Writer(s).text() for s in statements)])


class Writer:
    """The pieces of the file about one function.

    Attributes:
        names: what the variables are called, by number.
        hypotheses: names and conditions of what is supposed.
    """

    def __init__(self, s: Statement) -> None:
        check_name(s.name)
        for parameter in (*s.parameters, s.variable):
            check_name(parameter, "parameter")
        self.s = s
        self.names = [s.variable, *s.parameters]
        taken = {*self.names, s.name}
        self.idx, self.context, self.shape, self.list_, self.entry, self.z = (
            _fresh(n, taken) for n in ("idx", "xV", "s", "Γ", "i", "z")
        )
        self.hypotheses = []
        for number, condition in enumerate(s.given, 1):
            short = _fresh("h" if len(s.given) == 1 else f"h{number}", taken)
            self.hypotheses.append((short, condition))
        self.pointwise = any(0 in variables_of(c) for c in s.given)

    def expression(self, data: Data) -> str:
        """A formula within the namespace of the functions, where the own name hides a function's."""
        text = expression(data, self.names)
        own = {self.s.name, f"{self.s.name}Deriv", f"{self.s.name}Formula"}
        if own & set(re.findall(r"\w+", text)):
            text = expression(data, self.names, root="_root_.")
        return text

    @property
    def binder(self) -> str:
        """The parameters and the variable, bound."""
        return f" ({' '.join(self.names[1:] + self.names[:1])} : ℝ)"

    @property
    def given(self) -> str:
        """What is supposed, bound."""
        return "".join(f" ({short} : {condition_text(c, self.names)})" for short, c in self.hypotheses)

    @property
    def values(self) -> str:
        """The values of the variables."""
        return f"(Formula.values [{', '.join(self.names)}])"

    @property
    def holds(self) -> str:
        """The proof that all conditions hold."""
        holds = ".nil"
        for short, _ in reversed(self.hypotheses):
            holds = f"(.cons {short} {holds})"
        return holds

    def text(self) -> str:
        """The whole of it."""
        s = self.s
        formula, deriv = f"{s.name}Formula", f"{s.name}Deriv"
        applied = " ".join([s.name, *s.parameters])
        derived = " ".join([deriv, *s.parameters])
        binder, given, values, holds = self.binder, self.given, self.values, self.holds
        numbered = ", ".join(f"{i}: `{name}`" for i, name in enumerate(self.names))
        said = expression(s.formula, self.names)
        rule = "elemwiseFderivAt" if self.pointwise else "elemwiseFderiv"
        written = size(s.derivative) <= LARGEST_WRITTEN
        derivative = f"`{expression(s.derivative, self.names)}`" if written else f"`{deriv}`"
        where = f", where {' and '.join(condition_text(c, self.names) for c in s.given)}" if s.given else ""
        value = self.expression(s.derivative) if written else f"({formula}.derivative 0).eval {values}"
        parts = [
            "/-!",
            f"# {s.name}",
            "",
            wrapped(f"`{applied} {s.variable} = {said}`", 2),
            "",
            "## Main results",
            "",
            wrapped(f"* `hasDerivAt_{s.name}`: the derivative is {derivative}{where}.", 2),
            wrapped(
                f"* `{self.theorem}`: the node `{s.name}` is differentiated correctly"
                f"{' at every input that meets this' if self.pointwise else ''}.",
                2,
            ),
            "",
            "The derivative and the conditions are computed by `Formula.derivative` and `Formula.missing` of",
            "`NN.Formula`; Lean's kernel computes them again.",
            "-/",
            "",
            f"namespace {NAMESPACE}.Math",
            "",
            f"/-- `{s.name}` as data, in the variables {numbered}. -/",
            f"noncomputable def {formula} : Formula :=",
            f"  {wrapped(data_text(s.formula))}",
            "",
            *self.classical(s.formula),
            f"/-- {wrapped(f'`{said}`.')} -/",
            f"noncomputable def {s.name}{binder} : ℝ :=",
            f"  {wrapped(self.expression(s.formula))}",
            "",
            *(self.classical(s.derivative) if written else ()),
            f"/-- The derivative of `{s.name}`. -/",
            f"noncomputable def {deriv}{binder} : ℝ :=",
            f"  {wrapped(value)}",
            "",
            *self.classical(*s.given),
            f"/-- The derivative of `{s.name}` is `{deriv}`. -/",
            wrapped(f"theorem hasDerivAt_{s.name}{binder}{given} :"),
            f"    HasDerivAt {_call(s.name, s.parameters)} ({derived} {s.variable}) {s.variable} :=",
            f"  {wrapped(f'{formula}.hasDerivAt 0 {data_text(listed(s.given))} {values} {holds}')}",
            "",
            f"end {NAMESPACE}.Math",
            "",
            f"namespace {NAMESPACE}",
            "open Spec Vec Proofs.Autograd",
            f"open Proofs.Autograd.TapeNodes (elemwise {rule})",
            "",
            "section",
            f"variable {{{self.list_} : List Shape}} {{{self.shape} : Shape}}",
            "",
            f"/-- {wrapped(f'`{said}` of every entry.')} -/",
            (
                f"noncomputable def {s.name} ({self.idx} : Idx {self.list_} {self.shape})"
                f"{self.parameter_binder} : Node {self.list_} {self.shape} :="
            ),
            (
                f"  elemwise {self.idx} {_call(f'Math.{s.name}', s.parameters)}"
                f" {_call(f'Math.{deriv}', s.parameters)}"
            ),
            "",
            *self.certificate(),
            "end",
            "",
            f"end {NAMESPACE}",
            "",
        ]
        return "\n".join(parts)

    @staticmethod
    def classical(*data: Data) -> tuple[str, ...]:
        """Choices between numbers need every comparison to be decidable."""
        return ("open Classical in",) if any(map(_chooses, data)) else ()

    @property
    def theorem(self) -> str:
        """The name of the certificate."""
        return f"{self.s.name}Fderiv{'At' if self.pointwise else ''}"

    @property
    def parameter_binder(self) -> str:
        """The parameters, bound."""
        return f" ({' '.join(self.s.parameters)} : ℝ)" if self.s.parameters else ""

    def node_hypotheses(self) -> list[str]:
        """The conditions, with entries of the context for the variable."""
        names = [f"(CtxVec.get {self.idx} {self.context}).ofLp {self.entry}", *self.s.parameters]
        out = []
        for _, condition in self.hypotheses:
            about_input = 0 in variables_of(condition)
            text = condition_text(condition, names, root="_root_.")
            out.append(f"∀ {self.entry} : Fin {self.shape}.size, {text}" if about_input else text)
        return out

    def certificate(self) -> list[str]:
        """The theorem about the node, and the one that what it supposes can be met."""
        s = self.s
        texts = self.node_hypotheses()
        given = "".join(
            f" ({short} : {text})" for (short, _), text in zip(self.hypotheses, texts, strict=True)
        )
        node = " ".join([s.name, self.idx, *s.parameters])
        context = f" ({self.context} : CtxVec {self.list_})" if self.pointwise else ""
        correct = (
            f"NodeFDerivCorrectAt ({node}) {self.context}"
            if self.pointwise
            else f"NodeFDerivCorrect ({node})"
        )
        each = self.entry if self.pointwise else self.z
        value = f"((CtxVec.get {self.idx} {self.context}).ofLp {self.entry})" if self.pointwise else self.z
        used = [
            f"({short} {self.entry})" if self.pointwise and 0 in variables_of(c) else short
            for short, c in self.hypotheses
        ]
        call = " ".join([f"Math.hasDerivAt_{s.name}", *s.parameters, value, *used])
        rule = (
            f"elemwiseFderivAt {self.idx} _ _ {self.context}"
            if self.pointwise
            else (f"elemwiseFderiv {self.idx} _ _")
        )
        lines = [
            *self.classical(*s.given),
            f"/-- `{s.name}` is differentiated correctly{' where the conditions hold' if given else ''}. -/",
            wrapped(
                f"theorem {self.theorem} ({self.idx} : Idx {self.list_} {self.shape}){self.parameter_binder}"
                f"{context}{given} :"
            ),
            f"    {correct} :=",
            f"  {wrapped(f'{rule} fun {each} => {call}')}",
            "",
        ]
        return lines + (self.existence(texts) if s.witness is not None and s.given else [])

    def existence(self, texts: Sequence[str]) -> list[str]:
        """The conditions can be met."""
        s = self.s
        assert s.witness is not None
        what = "A context" if self.pointwise else "Parameters"
        bound = [f"({name} : ℝ)" for name in s.parameters]
        if self.pointwise:
            bound.append(f"({self.context} : CtxVec {self.list_})")
        node = " ".join([s.name, self.idx, *s.parameters])
        correct = (
            f"NodeFDerivCorrectAt ({node}) {self.context}"
            if self.pointwise
            else f"NodeFDerivCorrect ({node})"
        )
        claims = [f"({text})" if text.startswith("∀") else text for text in texts]
        numbers = [expression(n, (), strength=100) for n in s.witness]
        given = list(numbers[1:])
        if self.pointwise:
            given.append(f"CtxVec.const {self.list_} {numbers[0]}")
        proofs, shorts = [], []
        for short, condition in self.hypotheses:
            closed = f"Formula.holds ({data_text(substituted(condition, s.witness))}) (Formula.values [])"
            text = condition_text(condition, numbers, root="_root_.")
            if 0 in variables_of(condition):
                entry = f"(CtxVec.get {self.idx} (CtxVec.const {self.list_} {numbers[0]})).ofLp {self.entry}"
                inner = condition_text(condition, [entry, *numbers[1:]], root="_root_.")
                proofs.append(f"  have {short} : ∀ {self.entry} : Fin {self.shape}.size, {inner} :=")
                proofs.append(f"    fun {self.entry} => by")
                proofs.append("      rw [CtxVec.get_const]")
                proofs.append(f"      exact {wrapped(closed, 8)}")
            else:
                text = text if ":" in text else _typed(text)
                proofs.append(f"  have {short} : {text} :=\n    {wrapped(closed, 6)}")
            shorts.append(short)
        call = " ".join([self.theorem, self.idx, *given_args(numbers, self), *shorts])
        anonymous = f"⟨{', '.join([*given, *shorts, call])}⟩"
        return [
            *self.classical(*s.given),
            f"/-- {what} to which `{self.theorem}` applies. -/",
            wrapped(
                f"theorem exists_{self.theorem} ({self.idx} : Idx {self.list_} {self.shape}) :"
                f" ∃ {' '.join(bound)}, {' ∧ '.join([*claims, correct])} :="
            ),
            *proofs,
            f"  {wrapped(anonymous)}",
            "",
        ]


def given_args(numbers: Sequence[str], writer: Writer) -> list[str]:
    """The arguments of the certificate at the witness."""
    return [*numbers[1:], *(["_"] if writer.pointwise else [])]


def _typed(text: str) -> str:
    """A comparison of numbers, said to be one of reals."""
    left, _, rest = text.partition(" ≠ ") if " ≠ " in text else text.partition(" < ")
    sign = "≠" if " ≠ " in text else "<"
    return f"({left} : ℝ) {sign} {rest}"


def _call(function: str, args: Sequence[str]) -> str:
    return f"({' '.join([function, *args])})" if args else function


def _chooses(data: Data) -> bool:
    return kind(data) == "ifLt" or any(_chooses(part) for part in data.fields if isinstance(part, Data))


def _fresh(name: str, taken: set[str]) -> str:
    while name in taken:
        name += "'"
    taken.add(name)
    return name
