"""The error of a rounded program: Lean computes the bound, checks that it is one, and it is read back.

A file holds the program as data, the steps of its bound as data, and a theorem that the result of the program
is within that bound; the kernel computes that the steps are those of the program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from proofgrad.bridge.build.run import BuildEvent
from proofgrad.bridge.catalogue.formula import Tree
from proofgrad.bridge.catalogue.model import LeanInfo
from proofgrad.bridge.catalogue.rounded import BoundStep, Instruction, RoundedProgram
from proofgrad.bridge.errors import FormulaError
from proofgrad.bridge.olean.environment import Environment
from proofgrad.bridge.olean.evaluate import Data, Evaluator
from proofgrad.bridge.olean.module import Module
from proofgrad.bridge.proving.accepted import ProofRejected, accepted, require_theorem
from proofgrad.bridge.proving.leaf import NAMESPACE
from proofgrad.bridge.proving.names import check_name
from proofgrad.bridge.proving.prove import Prover, module_of
from proofgrad.bridge.writing.data import elements, kind, listed
from proofgrad.bridge.writing.text import data_text, wrapped

__all__ = ["BoundProver", "BoundTheorem"]

_FORMATS = {
    "float16": "binary16",
    "bfloat16": "bfloat16",
    "float32": "binary32",
    "float64": "binary64",
}
_MODULE = "NN.Floats.Program"


@dataclass(frozen=True)
class BoundTheorem:
    """A bound that Lean has checked.

    Attributes:
        name: of the theorem.
        program: what it is about.
        steps: the bound, as it was read back.
        suppositions: what it supposes of the library, in Lean's words.
        file: the Lean file.
        source: its text.
        lean: the Lean that accepted it.
    """

    name: str
    program: RoundedProgram
    steps: tuple[BoundStep, ...]
    suppositions: tuple[str, ...]
    file: Path
    source: str
    lean: LeanInfo


class BoundProver(Prover):
    """Proves bounds of programs, on one reading of the library. Raises as :class:`Prover`."""

    def __init__(
        self, *, timeout: float | None = None, on_event: Callable[[BuildEvent], None] | None = None
    ) -> None:
        super().__init__(timeout=timeout, on_event=on_event, base=(_MODULE,))

    def bounds(self, programs: Mapping[str, RoundedProgram]) -> dict[str, BoundTheorem]:
        """The bounds of programs, by the programs' names. All go into one file.

        Raises:
            FormulaError: a name that Lean cannot have, or no program.
            ProofRejected: Lean does not accept the file, or it says something else than was written.
        """
        if not programs:
            raise FormulaError("there is no program to bound")
        for name in programs:
            check_name(name)
        written = {name: self._steps(program) for name, program in programs.items()}
        source = _file({name: (programs[name], steps) for name, steps in written.items()})
        module = module_of(f"bound_{next(iter(programs))}")
        project = self.project({module: source})
        oleans = accepted(project, timeout=self.timeout, on_event=self.on_event).compiled.built.oleans
        leaf = Module(module, oleans[module], self.env.terms)
        env = Environment.of({**self.env.modules, module: leaf}, self.env.terms, before=self.env)
        reader = Evaluator(env)
        lean = LeanInfo(self.toolchain.version, self.toolchain.commit, self.toolchain.source)
        found = {}
        for name, program in programs.items():
            theorem = f"{NAMESPACE}.{name}_error"
            require_theorem(env, theorem)
            if reader.call(f"{NAMESPACE}.{name}") != _data(program, text=False):
                raise ProofRejected(f"{theorem} speaks of another program than the one that was traced")
            steps = tuple(map(_step_of, elements(reader.call(f"{NAMESPACE}.{name}_steps"))))
            suppositions = tuple(text for _, text in _suppositions(program))
            found[name] = BoundTheorem(
                theorem, program, steps, suppositions, project.path_of(module), source, lean
            )
        return found

    def _steps(self, program: RoundedProgram) -> Data:
        """The steps of the bound, as the library computes them."""
        steps = self.evaluator.call("Instr.steps", _data(program, text=False))
        assert isinstance(steps, Data)
        return steps


# From a program to Lean's data


def _data(program: RoundedProgram, *, text: bool) -> Data:
    """The list of instructions; as `text`, formats are called by their names."""
    return listed(_instruction(i, place, text) for place, i in enumerate(program.instructions))


def _instruction(instruction: Instruction, place: int, text: bool) -> Data:
    fields: list[Data | int] = []
    if instruction.op == "num":
        fields += _dyadic(instruction.number or Fraction(0))
    if instruction.op == "call":
        fields.append(Data(f"Library.{instruction.function}"))
    if instruction.format is not None:
        fields.append(_format(instruction.format, text))
    if instruction.hundredths is not None:
        fields.append(instruction.hundredths)
    fields += [place - register for register in instruction.registers]
    return Data(f"Instr.{instruction.op}", tuple(fields))


def _dyadic(number: Fraction) -> tuple[int, int]:
    """m and k with number = m / 2^k. Raises FormulaError."""
    power = number.denominator.bit_length() - 1
    if number < 0 or number.denominator != 1 << power:
        raise FormulaError(f"{number} is no float that is not negative")
    return number.numerator, power


_FIELDS = {
    "float16": (10, 24, 16),
    "bfloat16": (7, 133, 128),
    "float32": (23, 149, 128),
    "float64": (52, 1074, 1024),
}


def _format(name: str, text: bool) -> Data:
    """A format: its name in Lean, or its fields for the evaluator. Raises FormulaError for another format."""
    if name not in _FORMATS:
        raise FormulaError(f"there are no theorems about {name}", hint=", ".join(_FORMATS))
    if text:
        return Data(f"FloatFormat.{_FORMATS[name]}")
    return Data("FloatFormat.mk", _FIELDS[name])


# The file


def _suppositions(program: RoundedProgram) -> list[tuple[str, str]]:
    """Names and statements of what is supposed of the library."""
    return [
        (
            f"h{number}",
            f"Library.Within lib .{call.function} .{_FORMATS[str(call.format)]} {call.hundredths}",
        )
        for number, call in enumerate(program.calls)
    ]


def _file(programs: Mapping[str, tuple[RoundedProgram, Data]]) -> str:
    """The Lean file with the programs, their bounds and the theorems."""
    parts = [
        "prelude",
        f"import {_MODULE}",
        "",
        "/-!",
        "# Bounds of rounding errors",
        "",
        "Written by proofgrad. `computed` runs the program with every operation rounded; the steps are",
        "formulas of the values without rounding and of bounds of the errors; what is supposed of library",
        "functions is said.",
        "-/",
        "",
        f"namespace {NAMESPACE}",
        "open Formula Instr",
        "set_option maxRecDepth 20000",
        "",
    ]
    for name, (program, steps) in programs.items():
        hypotheses = _suppositions(program)
        known = {
            (call.function, call.format, call.hundredths): short
            for call, (short, _) in zip(program.calls, hypotheses, strict=True)
        }
        given = "".join(f" ({short} : {text})" for short, text in hypotheses)
        supposed = ["trivial"]
        for i in reversed(program.instructions):
            supposed.append(known[i.function, i.format, i.hundredths] if i.op == "call" else "trivial")
        proof = f"⟨{', '.join([*reversed(supposed[1:]), 'trivial'])}⟩"
        parts += [
            "/-- The program. -/",
            f"noncomputable def {name} : List Instr :=",
            f"  {wrapped(_list_text(_data(program, text=True)))}",
            "",
            "/-- Its bound. -/",
            f"noncomputable def {name}_steps : List Instr.Step :=",
            f"  {wrapped(_list_text(steps))}",
            "",
            "/-- The result is within the bound of the value without rounding. -/",
            wrapped(
                f"theorem {name}_error (lib : Library.Implementation){given} (x : ℝ)"
                f" (safe : Safe {name}_steps (State.start x)) :"
            ),
            f"    abs (computed FloatFormat.round lib {name} (before x fun _ => 0) 0 -",
            f"      (bounded {name}_steps (State.start x)).variables 2) ≤",
            f"      (bounded {name}_steps (State.start x)).variables 1 :=",
            f"  error_le_bound {name} {name}_steps rfl",
            f"    {wrapped(proof)} x safe",
            "",
        ]
    return "\n".join([*parts, f"end {NAMESPACE}", ""])


def _list_text(data: Data) -> str:
    """A list; a long one is written without brackets, which Lean takes for no more than 32 elements."""
    items = elements(data)
    if len(items) < _LONG:
        return data_text(data)
    return " <| ".join([*(f".cons {data_text(item, atom=True)}" for item in items), ".nil"])


_LONG = 30


# From Lean's data to trees

_UNARY = {"neg": "neg", "inv": "inv"}
_SAME = frozenset({"add", "sub", "mul", "div", "max", "neg", "inv"})
_NAMES = {"arcsin": "asin", "arccos": "acos", "arctan": "atan"}


def _step_of(data: Data) -> BoundStep:
    exact, left, right, fresh, rest, safe = data.fields
    pairs = []
    for condition in elements(safe):
        if kind(condition) != "lt":
            raise ProofRejected(f"a condition {kind(condition)} is not understood")
        pairs.append((_tree(condition.fields[0]), _tree(condition.fields[1])))
    parts = tuple((int(part.fields[0]), _tree(part.fields[1])) for part in (left, right))
    return BoundStep(_tree(exact), parts, _tree(fresh), _tree(rest), tuple(pairs))


def _tree(data: Data) -> Tree:
    """A formula over registers as a tree. Raises ProofRejected for what it has no operator for."""
    op, fields = kind(data), data.fields
    if op == "var":
        return Tree("entry", (), int(fields[0]))
    if op == "num":
        return Tree("const", (), Fraction(fields[0]))
    if op == "pow":
        return Tree("powi", (_tree(fields[0]),), int(fields[1]))
    if op == "fn":
        name = kind(fields[0])
        return Tree(_NAMES.get(name, name), (_tree(fields[1]),))
    if op == "min":
        a, b = map(_tree, fields)
        return Tree("if_gt", (a, b, b, a))
    if op == "ifLt":
        a, b, then, other = map(_tree, fields)
        return Tree("if_gt", (b, a, then, other))
    if op in _SAME:
        return Tree(op, tuple(map(_tree, fields)))
    raise ProofRejected(f"a formula with {op} is not understood")
